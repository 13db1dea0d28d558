"""Rows that are not as they were written: named, with what is wrong, in one sentence.

The database gives text as it lies there: bytes that are no UTF-8 come as lone surrogates (`api.store.database`), and
JSON, days and instants are read here rather than by the driver, so that one damaged row does not hide the others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final, TypeVar

import orjson

from api.store.errors import StoreDamaged

T = TypeVar("T")
_UNREADABLE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What code that decodes a row does when the row is not what it was written as."""


def decoded(name: str, decode: Callable[..., T], *values: Any) -> T:
    """What `decode` makes of the values of a row.

    Raises:
        StoreDamaged: naming the row, and what is wrong with it.
    """
    try:
        return decode(*values)
    except StoreDamaged as damage:
        raise StoreDamaged(f"{name} is damaged: {damage.said}") from damage
    except _UNREADABLE as error:
        raise StoreDamaged(f"{name} is damaged ({type(error).__name__}: {error})") from error


def text_value(value: Any) -> str:
    """Text of a column, when it is text."""
    if not isinstance(value, str):
        raise StoreDamaged(f"{value!r} stands where text belongs")
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise StoreDamaged("it holds text that is not UTF-8")
    return value


def json_value(value: Any) -> Any:
    """The JSON value of a column."""
    text = text_value(value)
    try:
        return orjson.loads(text)
    except ValueError:
        raise StoreDamaged("it holds text that is not JSON") from None


def instant_value(value: Any) -> datetime:
    """The instant of a column."""
    instant = datetime.fromisoformat(text_value(value))
    if instant.tzinfo is None:
        raise StoreDamaged(f"{value!r} is no instant")
    return instant


def day_value(value: Any) -> date | None:
    """The day of a column, which may have none."""
    return value if value is None or isinstance(value, date) else date.fromisoformat(text_value(value))


def flag_value(value: Any) -> bool:
    """The truth of a column."""
    if value not in (0, 1):
        raise StoreDamaged(f"{value!r} stands where yes or no belongs")
    return bool(value)
