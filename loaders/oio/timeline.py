"""The time line of OIO objects: cut where anything changes, evaluated piece by piece, put together where nothing does.

Every row of an object has a virkning of its own. `History` cuts one object at the bounds of its rows; `cut` makes the
pieces of several; `merged` joins neighbours whose content is equal. On any day, what the pieces say is what the rows
that hold on that day say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Final, TypeVar

from classification import Validity
from classification.record import frozen
from loaders.oio.record import Attributes, Registered, RelationRow

T = TypeVar("T")
MOST_WORK: Final = 20_000_000
"""So many looks at a row may be needed to cut all objects of an input; whoever sent it decided how many."""


@frozen
class Snapshot:
    """What holds of one object between two bounds of its own; relations by their names."""

    validity: Validity
    attributes: Attributes | None
    published: bool
    relations: Mapping[str, Sequence[RelationRow]]

    def targets(self, name: str) -> Sequence[RelationRow]:
        """The relations of that name."""
        return self.relations.get(name, ())

    def target(self, name: str) -> RelationRow | None:
        """The relation of that name, of which there is one at a time."""
        return next(iter(self.targets(name)), None)


class History:
    """One object along the time: snapshots that adjoin each other, from the beginning of time to its end."""

    __slots__ = ("_starts", "object", "snapshots")

    def __init__(self, registered: Registered) -> None:
        self.object = registered
        pieces = cut(bound for row in registered.rows for bound in (row.validity.start, row.validity.end))
        self.snapshots = _snapshots(registered, pieces)
        self._starts = [piece.start for piece in pieces if piece.start is not None]

    @property
    def bounds(self) -> Sequence[date]:
        """The days on which something of it begins or ends."""
        return self._starts

    def at(self, day: date | None) -> Snapshot:
        """What holds on a day; None is the beginning of time."""
        return self.snapshots[0 if day is None else bisect_right(self._starts, day)]

    def within(self, validity: Validity) -> Iterator[tuple[Validity, Snapshot]]:
        """The snapshots that touch an interval, each with the part of it that they cover."""
        first = 0 if validity.start is None else bisect_right(self._starts, validity.start)
        for snapshot in self.snapshots[first:]:
            shared = snapshot.validity.intersect(validity)
            if shared.is_empty:
                return
            yield shared, snapshot


def work(registered: Registered) -> int:
    """How many looks at a row it takes to cut an object."""
    days = {day for row in registered.rows for day in (row.validity.start, row.validity.end)}
    return len(registered.rows) * (len(days) + 1)


def cut(bounds: Iterable[date | None]) -> tuple[Validity, ...]:
    """The intervals between the days given; together they are all time, and none overlaps another.

    >>> [str(piece) for piece in cut([date(2025, 1, 1), None, date(2024, 1, 1), date(2025, 1, 1)])]
    ['[…, 2024-01-01)', '[2024-01-01, 2025-01-01)', '[2025-01-01, …)']
    """
    days = sorted({bound for bound in bounds if bound is not None})
    return tuple(Validity(start, end) for start, end in pairwise((None, *days, None)))


def merged(pieces: Iterable[tuple[Validity, T | None]]) -> Iterator[tuple[Validity, T]]:
    """The longest intervals in which the content stays equal; pieces without content are dropped."""
    open_from: Validity | None = None
    content: T | None = None
    for validity, found in pieces:
        if open_from is not None and content is not None:
            if found == content and open_from.end == validity.start:
                open_from = Validity(open_from.start, validity.end)
                continue
            yield open_from, content
        open_from, content = validity, found
    if open_from is not None and content is not None:
        yield open_from, content


def _snapshots(registered: Registered, pieces: Sequence[Validity]) -> tuple[Snapshot, ...]:
    """What holds in each piece; of two rows at once where there may be one, the first."""
    position = {piece.start: number for number, piece in enumerate(pieces)}

    def covered(validity: Validity) -> range:
        end = len(pieces) if validity.end is None else position[validity.end]
        return range(position[validity.start] if validity.start else 0, end)

    attributes: dict[int, Attributes] = {}
    states: dict[int, bool] = {}
    relations: list[dict[str, list[RelationRow]]] = [{} for _ in pieces]
    for row in registered.attributes:
        for number in covered(row.validity):
            attributes.setdefault(number, row)
    for state in registered.states:
        for number in covered(state.validity):
            states.setdefault(number, state.published)
    for relation in registered.relations:
        for number in covered(relation.validity):
            relations[number].setdefault(relation.name, []).append(relation)
    return tuple(
        Snapshot(piece, attributes.get(number), states.get(number, False), relations[number])
        for number, piece in enumerate(pieces)
    )
