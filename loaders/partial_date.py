"""Dates of any precision: a year, a month, a day or an instant, as FHIR and JSKOS write them."""

from __future__ import annotations

from datetime import date, timedelta


def first_day(text: str) -> date | None:
    """The first day that it may mean; None where it is no date of the calendar.

    >>> first_day("2024").isoformat(), first_day("2024-02-03T12:00:00Z").isoformat(), first_day("2024-13")
    ('2024-01-01', '2024-02-03', None)
    """
    head = text[:10]
    padded = {4: f"{head}-01-01", 7: f"{head}-01", 10: head}.get(len(head), "")
    try:
        return date.fromisoformat(padded)
    except ValueError:
        return None


def day_after(text: str) -> date | None:
    """The first day after all that it may mean; None at the end of the calendar.

    >>> [day_after(text).isoformat() for text in ("2024", "2024-12", "2024-02-28")]
    ['2025-01-01', '2025-01-01', '2024-02-29']
    """
    first = first_day(text)
    if first is None or first.year == date.max.year:
        return None
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first + timedelta(days=1)
