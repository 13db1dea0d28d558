"""Simple values: strings, numbers, days and times as FHIR R4 and JSON write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

_CODE: Final = re.compile(r"\S+(?: \S+)*\Z")
_ID: Final = re.compile(r"[A-Za-z0-9\-.]{1,64}\Z")
_URI: Final = re.compile(r"\S+\Z")
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?\Z")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")

STRING: Final = "string"
OPEN: Final = frozenset({"object", "any"})


def day_of(text: Any) -> date | None:
    """The day that a date or time names (its first, for a month or a year); None for anything else.

    >>> day_of("2024-06-03T10:00:00+02:00"), day_of("2024-06"), day_of("2024-13-01")
    (datetime.date(2024, 6, 3), datetime.date(2024, 6, 1), None)
    """
    if not isinstance(text, str):
        return None
    if _DAY.match(text):
        text = text if len(text) == 10 else f"{text}-01-01" if len(text) == 4 else f"{text}-01"
    elif not _TIME.match(text):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment_of(text: Any) -> datetime | date | None:
    """The instant that a time names, else its day."""
    if isinstance(text, str) and _TIME.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return None
    return day_of(text)


def _is_instant(value: Any) -> bool:
    return isinstance(value, str) and bool(_TIME.match(value)) and moment_of(value) is not None


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and bool(_DAY.match(value)) and day_of(value) is not None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(pattern: re.Pattern[str] | None = None) -> Callable[[Any], bool]:
    if pattern is None:
        return lambda value: isinstance(value, str)
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


SIMPLE: Final[dict[str, Callable[[Any], bool]]] = {
    "string": _text(),
    "markdown": _text(),
    "code": _text(_CODE),
    "id": _text(_ID),
    "uri": _text(_URI),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_whole,
    "positiveInt": lambda value: _is_whole(value) and value > 0,
    "decimal": _is_number,
    "date": _is_date,
    "dateTime": lambda value: _is_date(value) or _is_instant(value),
    "instant": _is_instant,
}
_SURE_DAY: Final = r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
_SURE_TIME: Final = (
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])"
)
SURE: Final[dict[str, Callable[[str], object]]] = {
    "string": len,
    "markdown": len,
    "code": _CODE.match,
    "id": _ID.match,
    "uri": _URI.match,
    "date": re.compile(rf"{_SURE_DAY}\Z").match,
    "dateTime": re.compile(rf"{_SURE_DAY}(?:{_SURE_TIME})?\Z").match,
    "instant": re.compile(rf"{_SURE_DAY}{_SURE_TIME}\Z").match,
}
"""What tells of most texts at once that they are of the type and not empty; of the others `SIMPLE` decides."""
DAYS: Final = frozenset({"date", "dateTime", "instant"})
