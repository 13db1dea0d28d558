"""Lint of structure: codes and the tree."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification.lint.scope import Noticed, Scope, first_named, named
from classification.sentence import both


def several_codes(scope: Scope) -> Iterator[Noticed]:
    """SPL16: how many concepts have several codes, by the forms of those codes."""
    forms: Counter[str] = Counter()
    several = []
    for number, concept in enumerate(scope.concepts):
        if len(concept.notations) > 1:
            several.append(number)
            forms[" + ".join(sorted({_form(code) for code in concept.codes}))] += 1
    if several:
        listed = ", ".join(f"{count} × {form}" for form, count in forms.most_common())
        yield Noticed(
            "SPL16",
            -1,
            both(
                f"{len(several)} begreber har flere koder: {listed}",
                f"{len(several)} concepts have several codes: {listed}",
            ),
            (("concepts", str(len(several))),),
        )


def _form(code: str) -> str:
    plain = code.replace("-", "").replace("_", "")
    if len(plain) == 32 and all(letter in "0123456789abcdefABCDEF" for letter in plain):
        return "uuid" if "-" in code else "uuid_with_underscores"
    return "slug" if "_" in code else "key"


def look_alike_codes(scope: Scope) -> Iterator[Noticed]:
    """SPL22: codes of two concepts that differ in case, hyphens or underscores alone."""
    by_form: dict[str, set[int]] = defaultdict(set)
    for number, concept in enumerate(scope.concepts):
        for code in concept.codes:
            by_form[code.casefold().replace("_", "-")].add(number)
    for numbers in by_form.values():
        if len(numbers) > 1:
            first = sorted(numbers)
            listed = named(scope, first)
            yield Noticed(
                "SPL22",
                first[0],
                both(f"koderne forveksles let: {listed}", f"codes that look alike: {listed}"),
            )


def outside_the_tree(scope: Scope) -> Iterator[Noticed]:
    """SPL20: concepts without broader and narrower ones where most have them."""
    index = scope.index
    alone = [n for n in range(len(index)) if not index.parents(n) and not index.children(n)]
    if alone and 2 * len(alone) < len(index):
        listed = first_named(scope, alone)
        yield Noticed(
            "SPL20",
            -1,
            both(
                f"{len(alone)} begreber står uden for træet: {listed}",
                f"{len(alone)} concepts stand outside the tree: {listed}",
            ),
            (("concepts", str(len(alone))),),
        )


def redundant_parents(scope: Scope) -> Iterator[Noticed]:
    """SPL21: a broader concept that another broader concept already stands under."""
    index = scope.index
    for number in range(len(index)):
        parents = index.parents(number)
        if len(parents) < 2:
            continue
        for parent in parents:
            nearer = [other for other in parents if other != parent and index.subsumes(parent, other)]
            if nearer:
                key, far, near = (scope.concepts[n].key for n in (number, parent, nearer[0]))
                yield Noticed(
                    "SPL21",
                    number,
                    both(
                        f"{key} står under {far} og under {near}, der selv står under {far}",
                        f"{key} stands under {far} and under {near}, which itself stands under {far}",
                    ),
                )


STRUCTURE: Final[tuple[Callable[[Scope], Iterable[Noticed]], ...]] = (
    several_codes,
    look_alike_codes,
    outside_the_tree,
    redundant_parents,
)
