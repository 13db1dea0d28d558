"""What may be meant by an input that names nothing, as a sentence and as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from classification.compiled.index import Index
from classification.concept import Kind
from classification.errors import NoReleaseOnDay
from classification.near import MOST, Names
from classification.resolving.resolution import Suggestion
from classification.resolving.route import Routes
from classification.resolving.timeline import Timeline
from classification.sentence import Sentence, both, joined, same
from classification.text import shown
from classification.words import word

_NAMED: Final = 6
_SHORTEST_ELSEWHERE: Final = 2
Answer = tuple[Sentence, tuple[Suggestion, ...]]


class Unknown:
    """Answers for unknown codes (or terms) of one system.

    Args:
        timeline: the releases at the clock of the question.
        routes: the maps that may know the system.
        system: its URI.
        index: the release in which the input is unknown; None where only maps know the system.
        terms: the inputs are terms.
        kind: of which kind a term's concept had to be.
    """

    def __init__(
        self,
        timeline: Timeline,
        routes: Routes,
        system: str,
        index: Index | None,
        *,
        terms: bool,
        kind: Kind | None,
    ) -> None:
        self._timeline, self._routes = timeline, routes
        self._system, self._index = system, index
        self._terms, self._kind = terms, kind

    def answer(self, text: str) -> Answer:
        """What there is to say of the text, and the concepts that may be meant, the likeliest first."""
        if self._index is None:
            return self._mapped(text)
        return self._term(text, self._index) if self._terms else self._code(text, self._index)

    def _code(self, text: str, index: Index) -> Answer:
        said = [_unknown(both("koden", "code"), text, index)]
        meant: list[Suggestion] = []
        if named := [i for i, _ in index.by_term(text)][:_NAMED]:
            keys = _keys(index, named)
            said.append(
                both(
                    f"det er en term for {keys}: spørg efter termer", f"it is a term of {keys}: ask for terms"
                )
            )
            meant += _concepts(index, named)
        if elsewhere := self._bearers(text):
            names = ", ".join(other.scheme.name for other in elsewhere)
            said.append(both(f"det er en kode i {names}", f"it is a code of {names}"))
            meant += [s for other in elsewhere for s in _concepts(other, _numbers(other, [text]))]
        if near := index.near_codes(text):
            said.append(_near(near))
            meant += _concepts(index, _numbers(index, near))
        return joined(said, "; "), tuple(dict.fromkeys(meant))

    def _bearers(self, code: str) -> list[Index]:
        """The other classifications that have the code; a single sign is a code of too many."""
        if len(code) < _SHORTEST_ELSEWHERE:
            return []
        return [other for other in self._others if other.find(code) is not None]

    def _term(self, text: str, index: Index) -> Answer:
        said = [_unknown(both("termen", "term"), text, index)]
        if named := [i for i, _ in index.by_term(text)][:_NAMED]:
            return said[0] + self._of_other_kinds(index, named), _concepts(index, named)
        meant: list[Suggestion] = []
        if coded := _numbers(index, [text]):
            name = index.name
            said.append(
                both(f"det er en kode i {name}: spørg efter koder", f"it is a code of {name}: ask for codes")
            )
            meant += _concepts(index, coded)
        if near := index.near_terms(text)[:_NAMED]:
            said.append(_near(dict.fromkeys(index.terms[i] for i in near)))
            meant += _concepts(index, near)
        return joined(said, "; "), tuple(dict.fromkeys(meant))

    def _of_other_kinds(self, index: Index, named: Iterable[int]) -> Sentence:
        wanted = word(self._kind) if self._kind else same(str(self._kind))
        kinds = joined((same(f"{index.keys[i]} (") + word(index.kind(i)) + same(")") for i in named), ", ")
        return both(
            f" for arten {wanted.da}; det er en term for {kinds.da}",
            f" for kind {wanted.en}; it is a term of {kinds.en}",
        )

    def _mapped(self, text: str) -> Answer:
        what, name = both("termen", "term") if self._terms else both("koden", "code"), repr(shown(text))
        said = both(
            f"ingen kortlægning kender {what.da} {name} i {self._system}",
            f"no map knows {what.en} {name} of {self._system}",
        )
        if not (near := self._mapped_names.near(text, MOST)):
            return said, ()
        meant = (Suggestion("", self._system, code, code, self._mapped_terms[code]) for code in near)
        return joined((said, _near(near)), "; "), tuple(meant)

    @cached_property
    def _mapped_terms(self) -> dict[str, str]:
        """The codes of the system that maps know, with their terms."""
        rows = (row.source for found in self._routes.maps for row in found.mappings)
        return {source.code: source.term for source in rows if source.system == self._system}

    @cached_property
    def _mapped_names(self) -> Names:
        return Names(self._mapped_terms)

    @cached_property
    def _others(self) -> list[Index]:
        """The other classifications, in their release of the day."""
        others = []
        for scheme in self._timeline.terminology.schemes:
            if scheme.uri == self._system:
                continue
            try:
                others.append(self._timeline.terminology.index(scheme.uri, self._timeline.clock))
            except NoReleaseOnDay:
                continue
        return others


def _unknown(what: Sentence, text: str, index: Index) -> Sentence:
    name = repr(shown(text))
    return both(f"{what.da} {name} er ukendt i {index.name}", f"unknown {what.en} {name} of {index.name}")


def _near(names: Iterable[str]) -> Sentence:
    listed = ", ".join(names)
    return both(f"nær: {listed}", f"near: {listed}")


def _numbers(index: Index, codes: Iterable[str]) -> list[int]:
    found = (index.find(code) for code in codes)
    return list(dict.fromkeys(i for i in found if i is not None))


def _keys(index: Index, numbers: Iterable[int]) -> str:
    return ", ".join(index.keys[i] for i in numbers)


def _concepts(index: Index, numbers: Iterable[int]) -> tuple[Suggestion, ...]:
    scheme = index.scheme
    return tuple(
        Suggestion(scheme.name, scheme.uri, index.codes[i], index.keys[i], index.terms[i], index.kind(i))
        for i in numbers
    )
