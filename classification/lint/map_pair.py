"""Lint of maps: rows beside each other, which each may be right and cannot all be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from collections.abc import Mapping as Mapping_
from datetime import date
from typing import Final

from classification.compiled.index import Index
from classification.concept_map import Coding, Mapping, Relation
from classification.lint.map_end import Fault
from classification.record import frozen
from classification.sentence import both
from classification.text import quoted
from classification.words import word

_LOWER: Final = frozenset({Relation.EXACT, Relation.NARROW})
_UPPER: Final = frozenset({Relation.EXACT, Relation.BROAD})


@frozen
class PlacedRow:
    """A row of a map, its place from 0, and what tells its ends from others.

    `concept` is the number of its target, where that is known.
    """

    at: int
    row: Mapping
    source: Hashable
    target: Hashable
    concept: int | None

    @property
    def start(self) -> date:
        """The first day on which it holds."""
        return self.row.validity.start or date.min

    @property
    def end(self) -> date:
        """The first day on which it holds no longer."""
        return self.row.validity.end or date.max


PairFault = tuple[int, Fault]


def exact_twice(rows: Iterable[PlacedRow]) -> Iterator[PairFault]:
    """SPA12 and SPA13: one code that is exactly two others of one system, two codes that are exactly one."""
    exact = [placed for placed in rows if placed.row.relation is Relation.EXACT]
    by_source: dict[Hashable, list[PlacedRow]] = defaultdict(list)
    by_target: dict[Hashable, list[PlacedRow]] = defaultdict(list)
    for placed in exact:
        by_source[placed.source, placed.row.target.system].append(placed)
        by_target[placed.target, placed.row.source.system].append(placed)
    for group in by_source.values():
        for one, first in _once(_beside_another(group, lambda placed: placed.target)):
            yield one.at, _two_targets(one, first)
    for group in by_target.values():
        for one, first in _once(_beside_another(group, lambda placed: placed.source)):
            yield one.at, _two_sources(one, first)


def _once(pairs: Iterable[tuple[PlacedRow, PlacedRow]]) -> Iterator[tuple[PlacedRow, PlacedRow]]:
    """Each row with the first that it is told beside."""
    seen: set[int] = set()
    for one, first in pairs:
        if one.at not in seen:
            seen.add(one.at)
            yield one, first


def _beside_another(
    group: Sequence[PlacedRow], other_end: Callable[[PlacedRow], Hashable]
) -> Iterator[tuple[PlacedRow, PlacedRow]]:
    """Rows that hold on a day on which an earlier one leads elsewhere, each with that one.

    Of the rows so far the one that holds longest is kept, and the one that does so of those that lead elsewhere: if
    any is in the way, one of the two is.
    """
    if len(group) < 2:
        return
    longest: list[PlacedRow] = []
    for placed in sorted(group, key=lambda placed: (placed.start, placed.at)):
        end = other_end(placed)
        for kept in longest:
            if other_end(kept) != end and kept.end > placed.start:
                later, first = sorted((placed, kept), key=lambda one: one.at)[::-1]
                yield later, first
                break
        by_end: dict[Hashable, PlacedRow] = {}
        for kept in sorted((*longest, placed), key=lambda one: one.end, reverse=True):
            by_end.setdefault(other_end(kept), kept)
        longest = list(by_end.values())[:2]


def _two_targets(one: PlacedRow, first: PlacedRow) -> Fault:
    source, number = one.row.source, _number(first)
    here, there = _named(one.row.target), _named(first.row.target)
    return Fault(
        "SPA12",
        "target_code",
        both(
            f"{_named(source)} er præcis {here} og, i række {number}, præcis {there}",
            f"{_named(source)} is exactly {here} and, in row {number}, exactly {there}",
        ),
        evidence=(("row", str(number)),),
    )


def _two_sources(one: PlacedRow, first: PlacedRow) -> Fault:
    target, number = one.row.target, _number(first)
    here, there = _named(one.row.source), _named(first.row.source)
    return Fault(
        "SPA13",
        "source_code",
        both(
            f"{here} og, i række {number}, {there} er begge præcis {_named(target)}",
            f"{here} and, in row {number}, {there} are both exactly {_named(target)}",
        ),
        evidence=(("row", str(number)),),
    )


def against_the_tree(rows: Iterable[PlacedRow], index: Index) -> Iterator[PairFault]:
    """SPA14: a narrower (or exact) target of a code stands above a broader (or exact) one, in the targets' release.

    Two exact ones are told by SPA12.
    """
    by_source: dict[Hashable, list[PlacedRow]] = defaultdict(list)
    for placed in rows:
        by_source[placed.source].append(placed)
    for group in by_source.values():
        if len(group) < 2:
            continue
        lower = {one.concept: one for one in reversed(group) if one.row.relation in _LOWER}
        for above in (one for one in group if one.row.relation in _UPPER):
            below = _lower_above(above, lower, index)
            if below is not None:
                first, later = sorted((above, below), key=lambda one: one.at)
                yield later.at, _turned_round(later, first, below, above)


def _lower_above(above: PlacedRow, lower: Mapping_[int | None, PlacedRow], index: Index) -> PlacedRow | None:
    """The nearest row whose target is to be below, and stands above the target of one that is to be above."""
    if not lower or above.concept is None:
        return None
    rows = (lower[ancestor] for ancestor in index.ancestors(above.concept) if ancestor in lower)
    return next((below for below in rows if _contradict(below, above)), None)


def _contradict(below: PlacedRow, above: PlacedRow) -> bool:
    both_exact = below.row.relation is above.row.relation
    return not both_exact and not above.row.validity.intersect(below.row.validity).is_empty


def _turned_round(later: PlacedRow, first: PlacedRow, below: PlacedRow, above: PlacedRow) -> Fault:
    one, other = word(later.row.relation), word(first.row.relation)
    return Fault(
        "SPA14",
        "relation",
        both(
            f"{_named(later.row.target)} er {one.da} for {_named(later.row.source)}, og i række {_number(first)} er "
            f"{_named(first.row.target)} {other.da}; men {above.row.target.code} står under {below.row.target.code}",
            f"{_named(later.row.target)} is {one.en} for {_named(later.row.source)}, and in row {_number(first)} "
            f"{_named(first.row.target)} is {other.en}; yet {above.row.target.code} stands under "
            f"{below.row.target.code}",
        ),
        evidence=(("row", str(_number(first))),),
    )


def _named(end: Coding) -> str:
    return f"{end.code} {quoted(end.term)}" if end.term else quoted(end.code)


def _number(placed: PlacedRow) -> int:
    return placed.row.number or placed.at + 1
