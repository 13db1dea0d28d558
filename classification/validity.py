"""Half-open intervals of days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Protocol

from classification.record import frozen


@frozen
class Validity:
    """The days `start` ≤ day < `end`; None is unbounded.

    >>> Validity(date(2024, 1, 1), date(2025, 1, 1)).covers(date(2024, 12, 31))
    True
    >>> Validity(date(2024, 1, 1), date(2025, 1, 1)).covers(date(2025, 1, 1))
    False
    """

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` lies in the interval."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def intersect(self, other: Validity) -> Validity:
        """The days that lie in both; it may be empty."""
        starts = [day for day in (self.start, other.start) if day is not None]
        ends = [day for day in (self.end, other.end) if day is not None]
        return Validity(max(starts, default=None), min(ends, default=None))

    @property
    def is_empty(self) -> bool:
        """Whether no day lies in the interval."""
        return self.start is not None and self.end is not None and self.end <= self.start

    @property
    def is_unbounded(self) -> bool:
        """Whether every day lies in the interval."""
        return self.start is None and self.end is None

    def __str__(self) -> str:
        start = self.start.isoformat() if self.start else "…"
        return f"[{start}, {self.end.isoformat() if self.end else '…'})"


ALWAYS = Validity()


class Clocked(Protocol):
    """What has two clocks: when it holds, and when it was learned."""

    @property
    def validity(self) -> Validity:
        """The days it holds."""

    @property
    def recorded(self) -> datetime:
        """The instant since which it is known here."""


def begins(edition: Clocked) -> tuple[date, datetime]:
    """The order of editions of one thing: by their first day (none: from ever), then by when they were learned."""
    return edition.validity.start or date.min, edition.recorded
