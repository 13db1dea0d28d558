"""What a lint looks at, and what it notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Final

from classification.compiled.index import Index
from classification.concept import Concept, LabelKind
from classification.deadline import look
from classification.finding import Finding, Place, Sentence
from classification.record import frozen
from classification.rules.registry import LINT_RULES
from classification.terminology import HeldRelease, Terminology, When
from classification.text import escaped, quoted

NAMED: Final = 5


@frozen(slots=False)
class Scope:
    """A release with what was before it and what is beside it; `earlier` is oldest first."""

    terminology: Terminology
    release: HeldRelease
    earlier: tuple[HeldRelease, ...]

    @property
    def index(self) -> Index:
        """The release."""
        return self.release.index

    @cached_property
    def concepts(self) -> tuple[Concept, ...]:
        """Its concepts, by number."""
        return tuple(self.index.concepts())

    @property
    def language(self) -> str:
        """The classification's first language."""
        return self.release.scheme.language

    @property
    def day(self) -> date:
        """A day on which the release holds."""
        return self.release.validity.start or date.max

    @property
    def when(self) -> When:
        """The clock of that day."""
        return When(self.day)

    def term(self, number: int) -> str:
        """The term of a concept."""
        return self.index.terms[number]

    def before(self, number: int) -> list[tuple[HeldRelease, int]]:
        """The concept in each earlier release that has it, newest first; known by any code it shares."""
        look()
        earlier = []
        for release in reversed(self.earlier):
            numbers = (release.index.find(code) for code in self.concepts[number].codes)
            old = next((number for number in numbers if number is not None), None)
            if old is not None:
                earlier.append((release, old))
        return earlier


def scope_of(terminology: Terminology, release: HeldRelease) -> Scope:
    """What a lint of a release looks at: earlier releases are those that began before it, one edition of each label."""
    releases = terminology.editions(release.scheme.uri).known(When(date.max))
    start = release.validity.start
    earlier = [one for one in releases if start and one.validity.start and one.validity.start < start]
    return Scope(terminology, release, tuple(earlier))


@frozen
class Noticed:
    """One thing noticed; `concept` is the number of the concept it is about, -1 for the release as a whole."""

    rule: str
    concept: int
    message: Sentence
    evidence: tuple[tuple[str, str], ...] = ()

    def observed(self, scope: Scope) -> Finding:
        """As it is reported."""
        rule = LINT_RULES[self.rule]
        key = scope.concepts[self.concept].key if self.concept >= 0 else ""
        return Finding(
            self.rule,
            rule.severity,
            self.message,
            Place(scope.release.name, path=f"/{escaped(key)}" if key else "", document=max(self.concept, 0)),
            rule.remedy,
            self.evidence,
        )


def named(scope: Scope, numbers: Iterable[int]) -> str:
    """Concepts by key and term."""
    return ", ".join(f"{scope.concepts[number].key} {quoted(scope.term(number))}" for number in numbers)


def first_named(scope: Scope, numbers: Sequence[int]) -> str:
    """The first few, and how many more there are."""
    more = f" … (+{len(numbers) - NAMED})" if len(numbers) > NAMED else ""
    return named(scope, numbers[:NAMED]) + more


def preferred(concept: Concept, language: str) -> str:
    """The preferred label in a language; empty when there is none."""
    return next(
        (
            label.text
            for label in concept.labels
            if label.kind is LabelKind.PREFERRED and label.language == language
        ),
        "",
    )
