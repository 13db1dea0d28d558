"""Why a release, value set or map answers no more."""

from __future__ import annotations

from datetime import datetime

import strawberry

from classification import withdrawal


@strawberry.type(
    description="Why a release, value set or map answers no more. Example: `{reason: wrong file}`"
)
class Withdrawal:
    """Why a release, value set or map answers no more."""

    since: datetime = strawberry.field(
        description="When it was withdrawn; what was known before has it. Example: `2026-12-01T09:00:00Z`"
    )
    reason: str = strawberry.field(description="The reason given. Example: `wrong file`")
    who: str | None = strawberry.field(description="Who withdrew it, as far as known. Example: `metode`")


def withdrawal_of(held: withdrawal.Withdrawal | None) -> Withdrawal | None:
    """The type for what the core says."""
    if held is None:
        return None
    return Withdrawal(since=held.since, reason=held.reason, who=held.who or None)
