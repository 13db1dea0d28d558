"""Column types that mean the same on every database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

JsonValue = JSON(none_as_null=True)


class Instant(TypeDecorator[datetime]):
    """A point in time as ISO 8601 text in UTC with microseconds: sorts as it reads, and keeps its zone everywhere."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """A naive instant is a mistake of the program, never guessed at."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"instant without a time zone: {value!r}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """The instant, aware."""
        del dialect
        return None if value is None else datetime.fromisoformat(value)
