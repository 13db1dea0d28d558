"""What changed between two versions of a concept map, row by row.

A row goes on where it speaks of the same two codes; where a source code has one row less and one row more into a
system, that row leads elsewhere now. What is left came or went. The number of a row is no part of what it says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final

from classification.concept_json import days_to_json
from classification.concept_map import Coding, ConceptMap, Mapping
from classification.deadline import looking
from classification.record import frozen, replace
from classification.validity import Validity

FieldValue = str | float | None


class RowChangeKind(StrEnum):
    """What happened to a row."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@frozen
class FieldChange:
    """A column of a row, or something that a map says of itself, that is another now."""

    field: str
    before: FieldValue
    after: FieldValue


@frozen
class RowChange:
    """A row that came, went, or says something else; `fields` are what it says else."""

    kind: RowChangeKind
    before: Mapping | None = None
    after: Mapping | None = None
    fields: tuple[FieldChange, ...] = ()

    @property
    def row(self) -> Mapping:
        """The row as it is now, or was last."""
        row = self.after or self.before
        assert row is not None
        return row


@frozen(slots=False)
class MapDiff:
    """All that changed from one map to another; `same` rows say what they said."""

    before: ConceptMap
    after: ConceptMap
    about: tuple[FieldChange, ...]
    rows: tuple[RowChange, ...]
    same: int

    @cached_property
    def counts(self) -> Counter[RowChangeKind]:
        """How many rows came, went, changed."""
        return Counter(change.kind for change in self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.rows and not self.about


def diff_maps(before: ConceptMap, after: ConceptMap) -> MapDiff:
    """What changed from one map to another: in the order of the new one, then what went."""
    old, new, same = _without_equal(before.mappings, after.mappings)
    pairs = [
        *_paired(old, new, _both_ends, ordered=True),
        *_paired(old, new, _source_and_system, ordered=False),
    ]
    rows = [
        *(RowChange(RowChangeKind.CHANGED, one, other, tuple(_fields(one, other))) for one, other in pairs),
        *(RowChange(RowChangeKind.ADDED, after=row) for row in new),
        *(RowChange(RowChangeKind.REMOVED, before=row) for row in old),
    ]
    rows.sort(key=lambda change: (change.after is None, change.row.number, change.kind))
    return MapDiff(before, after, tuple(_about(before, after)), tuple(rows), same)


def _without_equal(
    before: Sequence[Mapping], after: Sequence[Mapping]
) -> tuple[list[Mapping], list[Mapping], int]:
    """The rows that are in one of the maps alone, and how many are in both."""
    there = Counter(map(_said, after))
    old = []
    for row in looking(before):
        said = _said(row)
        if there[said]:
            there[said] -= 1
        else:
            old.append(row)
    new = []
    for row in looking(reversed(after)):  # of several equal rows those that are left stand last
        said = _said(row)
        if there[said]:
            there[said] -= 1
            new.append(row)
    return old, new[::-1], len(after) - len(new)


def _said(row: Mapping) -> Mapping:
    return replace(row, number=0)


def _both_ends(row: Mapping) -> tuple[str, ...]:
    return (row.source.system, row.source.code, row.target.system, row.target.code)


def _source_and_system(row: Mapping) -> tuple[str, ...]:
    return (row.source.system, row.source.code, row.target.system)


def _paired(
    old: list[Mapping], new: list[Mapping], key: Callable[[Mapping], tuple[str, ...]], *, ordered: bool
) -> Iterator[tuple[Mapping, Mapping]]:
    """Rows with one key, taken out of both lists: in their order, or only where there is one of each."""
    before, after = _grouped(old, key), _grouped(new, key)
    old.clear()
    new.clear()
    for found, ones in before.items():
        others = after.pop(found, [])
        count = min(len(ones), len(others)) if ordered or len(ones) == len(others) == 1 else 0
        yield from zip(ones[:count], others[:count], strict=True)
        old += ones[count:]
        new += others[count:]
    for others in after.values():
        new += others


def _grouped(
    rows: Iterable[Mapping], key: Callable[[Mapping], tuple[str, ...]]
) -> dict[tuple[str, ...], list[Mapping]]:
    groups: dict[tuple[str, ...], list[Mapping]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _fields(before: Mapping, after: Mapping) -> Iterator[FieldChange]:
    for name, value in _COLUMNS.items():
        was, now = value(before), value(after)
        if was != now:
            yield FieldChange(name, was, now)


def _day(validity: Validity, end: int) -> FieldValue:
    return days_to_json(validity)[end] or ""


def _end(side: str, of: Callable[[Mapping], Coding]) -> dict[str, Callable[[Mapping], FieldValue]]:
    return {
        f"{side}_system": lambda row: of(row).system,
        f"{side}_code": lambda row: of(row).code,
        f"{side}_term": lambda row: of(row).term,
        f"{side}_uri": lambda row: of(row).uri,
        f"{side}_prefix": lambda row: of(row).prefix,
    }


_COLUMNS: Final[dict[str, Callable[[Mapping], FieldValue]]] = {
    **_end("source", lambda row: row.source),
    "relation": lambda row: str(row.relation),
    **_end("target", lambda row: row.target),
    "confidence": lambda row: row.confidence,
    "justification": lambda row: row.justification,
    "author": lambda row: row.author,
    "reviewer": lambda row: row.reviewer,
    "valid_from": lambda row: _day(row.validity, 0),
    "valid_to": lambda row: _day(row.validity, 1),
    "note": lambda row: row.note,
}
"""What a row says, by the names that columns have everywhere."""


def _about(before: ConceptMap, after: ConceptMap) -> Iterator[FieldChange]:
    """What the maps say of themselves; name and version are seen from the outside."""
    for name, value in _OF_THE_MAP.items():
        was, now = value(before), value(after)
        if was != now:
            yield FieldChange(name, was, now)


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{name} = {text}" for name, text in pairs)


_OF_THE_MAP: Final[dict[str, Callable[[ConceptMap], FieldValue]]] = {
    "uri": lambda one: one.uri,
    "title": lambda one: _listed(one.title),
    "source_release": lambda one: _listed(one.source_releases),
    "target_release": lambda one: _listed(one.target_releases),
    "valid_from": lambda one: _day(one.validity, 0),
    "valid_to": lambda one: _day(one.validity, 1),
    "licence": lambda one: one.licence,
    "author": lambda one: one.author,
    "example": lambda one: str(one.example).lower(),
    "prefixes": lambda one: _listed(one.prefixes),
    "scope": lambda one: _listed(one.scope),
}
