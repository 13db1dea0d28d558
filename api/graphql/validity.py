"""Validity: half-open intervals of days."""

from __future__ import annotations

from datetime import date

import strawberry


@strawberry.type(
    description="The days `from` ≤ day < `to`; null is unbounded. Example: from `2024-06-03` to `2024-06-13`"
)
class Validity:
    """The days from ≤ day < to; the values are `classification.validity.Validity`."""

    start: date | None = strawberry.field(
        name="from", description="The first day; null where unbounded or not told. Example: `2024-06-03`"
    )
    end: date | None = strawberry.field(
        name="to", description="The first day after; null while open. Example: `2024-06-13`"
    )
