"""Lint of history: what became of terms, groupings and labels since earlier releases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification.concept import LabelKind, Status
from classification.lint.scope import Noticed, Scope
from classification.sentence import both
from classification.terminology import HeldRelease
from classification.text import quoted, term_key


def former_terms_elsewhere(scope: Scope) -> Iterator[Noticed]:
    """SPL07: a label of a concept that was the term of another one, which has gone on under another term."""
    order = {release.version: place for place, release in enumerate((*scope.earlier, scope.release))}
    owners: dict[str, dict[int, HeldRelease]] = {}
    for number in range(len(scope.index)):
        for release, old in reversed(scope.before(number)):
            owners.setdefault(term_key(release.index.terms[old]), {}).setdefault(number, release)
    for number, concept in enumerate(scope.concepts):
        for label in concept.labels:
            of = owners.get(term_key(label.text), {})
            own = order[of.get(number, scope.release).version]
            for owner, release in of.items():
                went_on = term_key(scope.term(owner)) != term_key(label.text)
                if owner != number and order[release.version] < own and went_on:
                    yield _elsewhere(scope, number, owner, release, label.text, label.kind)


def _elsewhere(
    scope: Scope, number: int, owner: int, release: HeldRelease, text: str, kind: LabelKind
) -> Noticed:
    mine, other = scope.concepts[number], scope.concepts[owner]
    preferred = kind is LabelKind.PREFERRED
    how_da, how_en = ("term", "the term") if preferred else ("en term", "a designation")
    return Noticed(
        "SPL07",
        number,
        both(
            f"{quoted(text)} er {how_da} for {mine.key}, men var i {release.version} termen for "
            f"{other.key}, nu {quoted(scope.term(owner))}",
            f"{quoted(text)} is {how_en} of {mine.key}, but in {release.version} it was the term of {other.key}, "
            f"now {quoted(scope.term(owner))}",
        ),
        (
            ("release", release.name),
            ("concept", other.key),
            ("kinds", f"{scope.index.kind(number)}, was {scope.index.kind(owner)}"),
        ),
    )


def words_into_digits(scope: Scope) -> Iterator[Noticed]:
    """SPL08: a term of digits that was words before."""
    for number in range(len(scope.index)):
        if not _is_number(scope.term(number)):
            continue
        for release, old in scope.before(number):
            was = release.index.terms[old]
            if any(letter.isalpha() for letter in was):
                yield Noticed(
                    "SPL08",
                    number,
                    both(
                        f"{quoted(scope.term(number))} hed {quoted(was)} i {release.version}",
                        f"{quoted(scope.term(number))} was {quoted(was)} in {release.version}",
                    ),
                    (("release", release.name), ("term", was)),
                )
                break


def _is_number(term: str) -> bool:
    return term.replace(",", "").replace(".", "").strip().isdigit()


def emptied_groupings(scope: Scope) -> Iterator[Noticed]:
    """SPL19: a concept that had narrower ones, has none now, and may be used in data."""
    for number in range(len(scope.index)):
        if scope.index.children(number) or scope.index.status(number) is Status.DEPRECATED:
            continue
        for release, old in scope.before(number):
            below = release.index.children(old)
            if below:
                concept = scope.concepts[number]
                yield Noticed(
                    "SPL19",
                    number,
                    both(
                        f"{concept.key} {quoted(scope.term(number))} havde {len(below)} underbegreber i "
                        f"{release.version}, nu ingen",
                        f"{concept.key} {quoted(scope.term(number))} had {len(below)} narrower concepts in "
                        f"{release.version}, none now",
                    ),
                    (("release", release.name),),
                )
                break


def reused_version(scope: Scope) -> Iterator[Noticed]:
    """SPL17: a publisher's version that stands for an earlier release with other content too."""
    for label in scope.release.publisher_versions:
        others = [
            release
            for release in scope.earlier
            if label in release.publisher_versions
            and release.structure_digest != scope.release.structure_digest
        ]
        if others:
            names = ", ".join(release.version for release in others)
            yield Noticed(
                "SPL17",
                -1,
                both(
                    f"udgiverens version {quoted(label)} står for {scope.release.version} og, med andet "
                    f"indhold, for {names}",
                    f"the publisher's version {quoted(label)} stands for {scope.release.version} and, with other "
                    f"content, for {names}",
                ),
                (("version", label), ("concepts", str(scope.release.size))),
            )


def same_content(scope: Scope) -> Iterator[Noticed]:
    """SPL18: the release before has the same content."""
    last = scope.earlier[-1] if scope.earlier else None
    if last is not None and last.digest == scope.release.digest:
        yield Noticed(
            "SPL18",
            -1,
            both(
                f"{scope.release.version} har samme indhold som {last.version}",
                f"{scope.release.version} has the content of {last.version}",
            ),
            (("digest", last.digest),),
        )


HISTORY: Final[tuple[Callable[[Scope], Iterable[Noticed]], ...]] = (
    former_terms_elsewhere,
    words_into_digits,
    emptied_groupings,
    reused_version,
    same_content,
)
