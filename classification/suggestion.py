"""What may be meant by an input that names nothing, as a sentence and as data."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from classification.concept import Kind
from classification.errors import NoReleaseOnDay
from classification.index import Index
from classification.near import MOST, Names
from classification.resolution import Suggestion
from classification.route import Routes
from classification.text import shown
from classification.timeline import Timeline

_NAMED: Final = 6
_SHORTEST_ELSEWHERE: Final = 2
Answer = tuple[str, tuple[Suggestion, ...]]


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
        said = [f"unknown code {shown(text)!r} of {index.name}"]
        meant: list[Suggestion] = []
        if named := [i for i, _ in index.by_term(text)][:_NAMED]:
            said.append(f"it is a term of {_keys(index, named)}: ask for terms")
            meant += _concepts(index, named)
        if elsewhere := self._bearers(text):
            said.append(f"it is a code of {', '.join(other.scheme.name for other in elsewhere)}")
            meant += [s for other in elsewhere for s in _concepts(other, _numbers(other, [text]))]
        if near := index.near_codes(text):
            said.append(f"near: {', '.join(near)}")
            meant += _concepts(index, _numbers(index, near))
        return "; ".join(said), tuple(dict.fromkeys(meant))

    def _bearers(self, code: str) -> list[Index]:
        """The other classifications that have the code; a single sign is a code of too many."""
        if len(code) < _SHORTEST_ELSEWHERE:
            return []
        return [other for other in self._others if other.find(code) is not None]

    def _term(self, text: str, index: Index) -> Answer:
        said = [f"unknown term {shown(text)!r} of {index.name}"]
        if named := [i for i, _ in index.by_term(text)][:_NAMED]:
            kinds = ", ".join(f"{index.keys[i]} ({index.kind(i)})" for i in named)
            return f"{said[0]} for kind {self._kind}; it is a term of {kinds}", _concepts(index, named)
        meant: list[Suggestion] = []
        if coded := _numbers(index, [text]):
            said.append(f"it is a code of {index.name}: ask for codes")
            meant += _concepts(index, coded)
        if near := index.near_terms(text)[:_NAMED]:
            said.append(f"near: {', '.join(dict.fromkeys(index.terms[i] for i in near))}")
            meant += _concepts(index, near)
        return "; ".join(said), tuple(dict.fromkeys(meant))

    def _mapped(self, text: str) -> Answer:
        said = f"no map knows {'term' if self._terms else 'code'} {shown(text)!r} of {self._system}"
        if not (near := self._mapped_names.near(text, MOST)):
            return said, ()
        meant = (Suggestion("", self._system, code, code, self._mapped_terms[code]) for code in near)
        return f"{said}; near: {', '.join(near)}", tuple(meant)

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
