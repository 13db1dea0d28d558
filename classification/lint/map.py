"""The lint of maps: what a careful reader would notice in the rows of a map.

Each end of a row is looked up in the release that the map was made for, else in that of the day; where the map was made
for another release than that of the day, what held there and does not hold today is told too. Every fault is told once,
at its row. A vocabulary that is not here is told once, and its rows are left alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Final

from classification.concept import Kind
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.deadline import looking
from classification.finding import Finding, Place
from classification.lint.map_end import EndReport, Ends, Fault, MapEnds
from classification.lint.map_pair import PlacedRow, against_the_tree, exact_twice
from classification.lint.map_vocabulary import Side, Vocabularies
from classification.lint.map_whole import of_vocabulary, without_row, written_otherwise
from classification.record import frozen
from classification.rules.registry import MAP_RULES
from classification.sentence import both
from classification.terminology import Terminology, When
from classification.text import quoted
from classification.words import KINDS

_OF_DATA: Final = frozenset({Kind.STATE, Kind.INTERVENTION, Kind.TARGET_GROUP, Kind.QUALIFIER, Kind.SERVICE})
_NEARLY_ALIKE: Final = frozenset({Relation.EXACT, Relation.CLOSE, Relation.BROAD, Relation.NARROW})
_STILL_FOUND: Final = frozenset({"SPA05", "SPA06", "SPA07"})
"""Faults of an end whose concept is known, and goes on under another code or name."""
_UNKNOWN: Final = frozenset({"SPA03", "SPA04"})
"""Faults of an end whose concept is not known."""
_ALIKE: Final = {"SPA04": "SPA03", "SPA07": "SPA06"}
"""Faults that count as the same one in two releases: a code that is not there, a label that is not the concept's."""


def lint_map(terminology: Terminology, concept_map: ConceptMap, when: When) -> tuple[Finding, ...]:
    """What is noticed in a map: what is about all of it first, then row by row.

    `file` is the map's name, the pointer leads to row and column (`/12/target_code`), or to a column alone.

    Args:
        terminology: the releases in which the ends of rows are looked up.
        concept_map: the one that is looked at.
        when: the day whose releases count where the map names none, and in which its rows are to hold still.
    """
    return _MapLint(terminology, concept_map, when).findings()


@frozen(slots=False)
class _RowEnd:
    """An end of a row, looked up in a release."""

    ends: Ends
    report: EndReport

    @property
    def kind(self) -> Kind | None:
        """The kind of its concept."""
        concept = self.report.concept
        return None if concept is None else self.ends.index.kind(concept)

    @property
    def is_abstract(self) -> bool:
        """Whether its concept only orders others."""
        concept = self.report.concept
        return concept is not None and self.ends.is_abstract(concept)


_Pair = tuple[_RowEnd | None, _RowEnd | None]


class _MapLint:
    """One map on its way through the lint."""

    def __init__(self, terminology: Terminology, concept_map: ConceptMap, when: When) -> None:
        self._map, self._when = concept_map, when
        self._vocabularies = Vocabularies(terminology, concept_map, when)
        self._ends = MapEnds(when.day)

    def findings(self) -> tuple[Finding, ...]:
        """All findings in their order."""
        of_rows = sorted(self._of_rows(), key=lambda found: found[0])
        return (
            *(self._finding(fault, None) for fault in self._of_the_whole()),
            *(self._finding(fault, at) for at, fault in of_rows),
        )

    def _finding(self, fault: Fault, at: int | None) -> Finding:
        rule = MAP_RULES[fault.rule]
        row = "" if at is None else f"/{self._map.mappings[at].number or at + 1}"
        return Finding(
            fault.rule,
            rule.severity,
            fault.message,
            Place(f"{self._map.name}@{self._map.version}", path=f"{row}/{fault.column}", document=at or 0),
            fault.remedy or rule.remedy,
            fault.evidence,
        )

    def _of_the_whole(self) -> Iterator[Fault]:
        for vocabulary in self._vocabularies:
            yield from of_vocabulary(vocabulary)
        for vocabulary in self._vocabularies:
            yield from without_row(self._map, vocabulary, self._ends, self._when)

    def _of_rows(self) -> Iterator[tuple[int, Fault]]:
        for vocabulary in self._vocabularies:
            yield from written_otherwise(vocabulary)
        placed: list[PlacedRow] = []
        for at, row in enumerate(looking(self._map.mappings)):
            source, target = self._pair(row, today=False)
            faults = tuple(_faults(row, source, target))
            yield from ((at, fault) for fault in (*faults, *self._no_longer(row, faults)))
            if row.relation is not Relation.NONE and row.source.code and row.target.code:
                concept = target.report.concept if target else None
                placed.append(
                    PlacedRow(at, row, _identity(row.source, source), _identity(row.target, target), concept)
                )
        yield from exact_twice(placed)
        for vocabulary in self._vocabularies:
            if vocabulary.side is Side.TARGET and vocabulary.made is not None:
                rows = (one for one in placed if one.row.target.system == vocabulary.system)
                yield from against_the_tree(rows, vocabulary.made.index)

    def _pair(self, row: Mapping, *, today: bool) -> _Pair:
        return self._end(Side.SOURCE, row, today=today), self._end(Side.TARGET, row, today=today)

    def _end(self, side: Side, row: Mapping, *, today: bool) -> _RowEnd | None:
        vocabulary = self._vocabularies.of(side, row)
        if vocabulary is None or vocabulary.made is None:
            return None
        release = vocabulary.today if today and vocabulary.today is not None else vocabulary.made
        ends = self._ends.of(vocabulary, release)
        return _RowEnd(ends, ends.report(side.end(row)))

    def _no_longer(self, row: Mapping, before: tuple[Fault, ...]) -> Iterator[Fault]:
        """SPA16, SPA17: what the releases of the day have against a row, and those of the map had not."""
        sides = (self._vocabularies.of(side, row) for side in Side)
        moved = any(side is not None and side.today is not None for side in sides)
        if moved and row.validity.covers(self._when.day):
            yield from no_longer(before, _faults(row, *self._pair(row, today=True)))


def _faults(row: Mapping, source: _RowEnd | None, target: _RowEnd | None) -> Iterator[Fault]:
    """What is wrong with a row by itself; a grouping may have a grouping as its counterpart."""
    if source is not None:
        yield from source.report.faults
    if target is not None:
        may_order = source is not None and source.is_abstract
        yield from (fault for fault in target.report.faults if fault.rule != "SPA08" or not may_order)
    if source is not None and target is not None:
        yield from _kinds(row, source.kind, target.kind)


def _kinds(row: Mapping, source: Kind | None, target: Kind | None) -> Iterator[Fault]:
    """SPA10: ends of two kinds that are recorded about a citizen, and of which neither can be the other."""
    if source is None or target is None or source is target or row.relation not in _NEARLY_ALIKE:
        return
    if {source, target} <= _OF_DATA:
        here, there = quoted(row.source.code), quoted(row.target.code)
        yield Fault(
            "SPA10",
            "relation",
            both(
                f"{here} er af arten {KINDS[source].da}, {there} af arten {KINDS[target].da}",
                f"{here} is of kind {KINDS[source].en}, {there} of kind {KINDS[target].en}",
            ),
            evidence=(("kinds", f"{source}, {target}"),),
        )


def no_longer(before: tuple[Fault, ...], after: Iterator[Fault]) -> Iterator[Fault]:
    """Faults that a row has in later releases and had not before, as SPA16; as SPA17 where its concepts go on.

    Of an end whose code was unknown before there is nothing that could hold no longer.
    """
    known = {(_ALIKE.get(fault.rule, fault.rule), fault.column) for fault in before}
    unknown = {fault.column.partition("_")[0] for fault in before if fault.rule in _UNKNOWN}
    for fault in after:
        held = fault.column.partition("_")[0] not in unknown and not (unknown and fault.column == "relation")
        if not held or (_ALIKE.get(fault.rule, fault.rule), fault.column) in known:
            continue
        evidence = (("rule", fault.rule), *fault.evidence)
        if fault.rule in _STILL_FOUND:
            yield Fault("SPA17", fault.column, fault.message, fault.remedy, evidence)
        else:
            message = both("gælder ikke længere: ", "holds no longer: ") + fault.message
            yield Fault("SPA16", fault.column, message, fault.remedy, evidence)


def _identity(coding: Coding, end: _RowEnd | None) -> Hashable:
    """What tells the end of a row from others: its concept, else its code as it stands."""
    concept = end.report.concept if end is not None else None
    return (coding.system, coding.code if concept is None else concept)
