"""The lint: everything that a careful reader would notice in a release.

It looks at the release itself, at earlier releases of the same classification, at other classifications and at value
sets of its day. Findings that are about many concepts for one reason are one finding with a count and the first names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification.deadline import looking
from classification.finding import Finding
from classification.lint.history import HISTORY
from classification.lint.label import LABELS
from classification.lint.scope import Noticed, Scope, scope_of
from classification.lint.structure import STRUCTURE
from classification.lint.value_set import SETS
from classification.lint.word import WORDS
from classification.terminology import HeldRelease, Terminology

Look = Callable[[Scope], Iterable[Noticed]]
LOOKS: Final[tuple[Look, ...]] = (*LABELS, *WORDS, *HISTORY, *STRUCTURE, *SETS)


def lint_release(terminology: Terminology, release: HeldRelease) -> tuple[Finding, ...]:
    """What is noticed in a release, in the order of its concepts; `file` is its name, `pointer` leads to a concept.

    Args:
        terminology: what else is known: earlier releases, other classifications, value sets, maps.
        release: the one that is looked at.
    """
    scope = scope_of(terminology, release)
    noticed = [one for find in LOOKS for one in looking(find(scope))]
    noticed.sort(key=lambda one: (one.concept, one.rule, one.message.en))
    return tuple(_findings(scope, noticed))


def _findings(scope: Scope, noticed: Iterable[Noticed]) -> Iterator[Finding]:
    for one in looking(noticed):
        yield one.observed(scope)
