"""Lint of labels: what they lack, what they share."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

from classification.compiled.index import Index
from classification.concept import Kind, NoteKind, Status
from classification.lint.scope import Noticed, Scope, first_named, named, preferred
from classification.sentence import both
from classification.terminology import HeldRelease, When
from classification.text import INVISIBLE, quoted, term_key
from classification.words import word

_UNSEEN: Final = re.compile(r"^\s|\s$|\s\s|[^\S ]|[" + "".join(map(chr, INVISIBLE)) + "]")
_REMARK: Final = re.compile(
    r"\bTODO\b|\bFIXME\b|\?\?|\bxxx+\b|\[(?:note|bem|obs|kommentar)\b|\bdenne (?:definition|beskrivelse|tekst)\b|"
    r"\bskal (?:rettes|slettes|afklares|præciseres)\b|\bmangler (?:definition|beskrivelse)\b|\btil redaktøren\b|"
    r"\bkommentar:|\bafventer (?:afklaring|definition)\b",
    re.IGNORECASE,
)
_MOST: Final = 0.5
_RECORDED: Final = {
    Kind.STATE: both("en tilstand", "a state"),
    Kind.INTERVENTION: both("en indsats", "an intervention"),
    Kind.TARGET_GROUP: both("en målgruppe", "a target group"),
    Kind.SERVICE: both("et tilbud", "a service"),
}


def languages_without_term(scope: Scope) -> Iterator[Noticed]:
    """SPL01: a language of the classification in which a concept has no term."""
    for number, concept in enumerate(scope.concepts):
        for language in scope.release.scheme.languages:
            if not preferred(concept, language):
                yield Noticed(
                    "SPL01",
                    number,
                    both(
                        f"{concept.key} har ingen term på {quoted(language)}",
                        f"{concept.key} has no term in {quoted(language)}",
                    ),
                )


def unseen_whitespace(scope: Scope) -> Iterator[Noticed]:
    """SPL02: whitespace and marks that are not seen."""
    for number, concept in enumerate(scope.concepts):
        for label in concept.labels:
            mark = _UNSEEN.search(label.text)
            if mark is not None:
                place = f"U+{ord(mark[0][-1]):04X}"
                yield Noticed(
                    "SPL02",
                    number,
                    both(
                        f"{quoted(label.text)} har et blanktegn, der ikke ses ({place})",
                        f"{quoted(label.text)} has a blank that is not seen ({place})",
                    ),
                )


def shared_terms(scope: Scope) -> Iterator[Noticed]:
    """SPL03, SPL04, SPL05, SPL15: concepts of one release with one term."""
    for numbers in _by_term(scope.index).values():
        if len(numbers) < 2:
            continue
        yield from _at_one_place(scope, numbers)
        yield from _of_one_kind(scope, numbers)
        yield from _on_two_scales(scope, numbers)
        yield from _of_different_kinds(scope, numbers)


def _by_term(index: Index) -> dict[str, list[int]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, term in enumerate(index.terms):
        numbers[term_key(term)].append(number)
    return numbers


def _at_one_place(scope: Scope, numbers: list[int]) -> Iterator[Noticed]:
    """Siblings with one term, of which none is phased out."""
    by_parent: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in numbers:
        if scope.index.status(number) is not Status.DEPRECATED:
            by_parent[tuple(scope.index.parents(number))].append(number)
    for siblings in by_parent.values():
        if len(siblings) > 1:
            listed = named(scope, siblings)
            yield Noticed(
                "SPL15",
                siblings[0],
                both(f"samme term på samme sted: {listed}", f"one term at one place: {listed}"),
            )


def _of_one_kind(scope: Scope, numbers: list[int]) -> Iterator[Noticed]:
    kinds: dict[Kind, list[int]] = defaultdict(list)
    for number in numbers:
        if scope.index.status(number) is Status.ACTIVE and scope.index.kind(number) is not Kind.QUALIFIER:
            kinds[scope.index.kind(number)].append(number)
    for kind, alike in kinds.items():
        places = {tuple(scope.index.parents(number)) for number in alike}
        if len(places) > 1:
            listed = _with_places(scope, alike)
            yield Noticed(
                "SPL03",
                alike[0],
                both(
                    f"{len(alike)} begreber af arten {word(kind).da} hedder {quoted(scope.term(alike[0]))}: {listed}",
                    f"{len(alike)} concepts of kind {kind} are called {quoted(scope.term(alike[0]))}: {listed}",
                ),
            )


def _with_places(scope: Scope, numbers: list[int]) -> str:
    """Concepts of one term by key and by what they stand under, which tells them apart."""
    places = (
        " > ".join(scope.term(above) for above in scope.index.path(number)[:-1]) or "top"
        for number in numbers
    )
    return ", ".join(f"{scope.concepts[n].key} ({place})" for n, place in zip(numbers, places, strict=True))


def _on_two_scales(scope: Scope, numbers: list[int]) -> Iterator[Noticed]:
    scales: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in numbers:
        if scope.index.kind(number) is Kind.QUALIFIER and scope.index.status(number) is not Status.GROUPING:
            scales[tuple(scope.index.parents(number))].append(number)
    if len(scales) > 1:
        levels = [number for members in scales.values() for number in members]
        listed = _with_places(scope, levels)
        yield Noticed(
            "SPL05",
            levels[0],
            both(
                f"{quoted(scope.term(levels[0]))} står på {len(scales)} skalaer: {listed}",
                f"{quoted(scope.term(levels[0]))} stands on {len(scales)} scales: {listed}",
            ),
        )


def _of_different_kinds(scope: Scope, numbers: list[int]) -> Iterator[Noticed]:
    """SPL04, for kinds that are recorded about a citizen: one taken for another says something else of a person."""
    by_kind = {kind: [n for n in numbers if scope.index.kind(n) is kind] for kind in _RECORDED}
    kinds = [kind for kind, members in by_kind.items() if members]
    if len(kinds) > 1:
        keys = [", ".join(scope.concepts[n].key for n in by_kind[kind]) for kind in kinds]
        da, en = (
            [
                f"{_RECORDED[kind].in_language(language)} ({keys_of_kind})"
                for kind, keys_of_kind in zip(kinds, keys, strict=True)
            ]
            for language in ("da", "en")
        )
        first = by_kind[kinds[0]][0]
        term = quoted(scope.term(first))
        yield Noticed(
            "SPL04",
            first,
            both(
                f"{term} er både {', '.join(da[:-1])} og {da[-1]}",
                f"{term} is {'both ' if len(en) == 2 else ''}{', '.join(en[:-1])} and {en[-1]}",
            ),
        )


def terms_of_others(scope: Scope) -> Iterator[Noticed]:
    """SPL06: terms that other classifications have too, where no map relates the two; one finding for each of them."""
    if scope.release.scheme.example:
        return
    own = {key: numbers for key, numbers in _by_term(scope.index).items() if any(c.isalpha() for c in key)}
    for scheme in scope.terminology.schemes:
        if scheme.uri == scope.release.scheme.uri or scheme.example:
            continue
        other = scope.terminology.editions(scheme.uri).on(scope.when)
        if other is not None:
            yield from _shared_with(scope, other, own)


def _shared_with(scope: Scope, other: HeldRelease, own: dict[str, list[int]]) -> Iterator[Noticed]:
    names = _Names(scope, other)
    shared = {
        mine[0]
        for number, term in enumerate(other.index.terms)
        if (mine := own.get(term_key(term))) is not None and not names.are_related(mine, number)
    }
    if shared:
        listed = first_named(scope, sorted(shared))
        yield Noticed(
            "SPL06",
            -1,
            both(
                f"{len(shared)} {'term' if len(shared) == 1 else 'termer'} findes også i {other.name}, uden et kort "
                f"imellem: {listed}",
                f"terms that {other.name} has too, with no map between them: {len(shared)}, {listed}",
            ),
            (("release", other.name), ("terms", str(len(shared)))),
        )


class _Names:
    """Which concepts here and there some map relates; a code is known by any that its concept has had."""

    def __init__(self, scope: Scope, other: HeldRelease) -> None:
        self._scope, self._other = scope, other
        self._newest = {
            uri: scope.terminology.releases(uri, When(date.max))[-1].index
            for uri in (scope.release.scheme.uri, other.scheme.uri)
        }
        own, theirs = scope.release.scheme.uri, other.scheme.uri
        self._pairs = set()
        for concept_map in scope.terminology.maps(When(date.max)):
            for row in concept_map.mappings:
                ends = row.source, row.target
                for here, there in (ends, ends[::-1]):
                    if (here.system, there.system) == (own, theirs):
                        self._pairs.add((self._name(own, here.code), self._name(theirs, there.code)))

    def _name(self, uri: str, code: str) -> str:
        index = self._newest[uri]
        number = index.find(code)
        return code if number is None else index.codes[number]

    def are_related(self, mine: list[int], number: int) -> bool:
        """Whether a map relates one of the concepts here with the one there."""
        if not self._pairs:
            return False
        there = self._name(self._other.scheme.uri, self._other.index.codes[number])
        own = self._scope.release.scheme.uri
        return any((self._name(own, self._scope.index.codes[here]), there) in self._pairs for here in mine)


def definitions(scope: Scope) -> Iterator[Noticed]:
    """SPL11, SPL12, SPL23: definitions that say nothing, say something else, or are not there."""
    without = []
    for number, concept in enumerate(scope.concepts):
        texts = [note.text for note in concept.notes if note.kind is NoteKind.DEFINITION]
        if not texts and concept.status is Status.ACTIVE:
            without.append(number)
        for text in texts:
            if term_key(text).rstrip(".") == term_key(scope.term(number)).rstrip("."):
                term = repr(scope.term(number))
                yield Noticed(
                    "SPL11",
                    number,
                    both(f"definitionen er termen {term}", f"the definition is the term {term}"),
                )
            remark = _REMARK.search(text)
            if remark is not None:
                yield Noticed(
                    "SPL12",
                    number,
                    both(
                        f"definitionen af {concept.key} har bemærkningen {quoted(remark[0])}",
                        f"the definition of {concept.key} has the remark {quoted(remark[0])}",
                    ),
                )
    if 0 < len(without) < _MOST * len(scope.concepts):
        listed = first_named(scope, without)
        yield Noticed(
            "SPL23",
            -1,
            both(
                f"{len(without)} begreber er uden definition: {listed}",
                f"{len(without)} concepts have no definition: {listed}",
            ),
            (("concepts", str(len(without))),),
        )


LABELS: Final[tuple[Callable[[Scope], Iterable[Noticed]], ...]] = (
    languages_without_term,
    unseen_whitespace,
    shared_terms,
    terms_of_others,
    definitions,
)
