"""Why a release, value set or map answers no more."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api.graphql.context import Info
from api.graphql.field import field
from api.graphql.when import KnownAt, asked_when
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


@strawberry.type(description="A release, value set or map that was withdrawn. Example: fsiii 2.4.0")
class WithdrawnThing:
    """A release, value set or map that was withdrawn."""

    what: str = strawberry.field(description="`release`, `value set` or `map`. Example: `release`")
    name: str = strawberry.field(description="Its short name. Example: `fsiii`")
    uri: str = strawberry.field(description="Its URI. Example: `urn:oid:1.2.208.176.2.21`")
    version: str = strawberry.field(description="The label that was withdrawn. Example: `2.4.0`")
    withdrawn: Withdrawal = strawberry.field(
        description="Since when, and why. Example: `{reason: wrong file}`"
    )


@strawberry.type(description="Everything that was withdrawn. Example: none")
class Withdrawals:
    """Everything that was withdrawn."""

    things: list[WithdrawnThing] = strawberry.field(
        description="By kind, URI, name and label. Example: `[{name: fsiii, version: 2.4.0}]`"
    )


@strawberry.type
class WithdrawalQueries:
    """Questions for what was withdrawn."""

    @field("Everything that was withdrawn. Example: `{ withdrawals { things { name version } } }`")
    def withdrawals(self, info: Info, known_at: KnownAt = None) -> Withdrawals:
        """Everything that was withdrawn."""
        when = asked_when(info.context, None, known_at)
        found = sorted(info.context.terminology.withdrawn(when), key=lambda one: one[:4])
        things = [
            WithdrawnThing(
                what=what,
                name=name,
                uri=uri,
                version=version,
                withdrawn=Withdrawal(since=why.since, reason=why.reason, who=why.who or None),
            )
            for what, uri, name, version, why in found
        ]
        return Withdrawals(things=things)
