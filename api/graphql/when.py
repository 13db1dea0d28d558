"""The arguments `asOf`, `knownAt`, `release`: they mean the same on every field."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import strawberry

from api.graphql.context import Context
from api.graphql.mistake import Mistake
from classification.terminology import When

AsOf = Annotated[
    date | None,
    strawberry.argument(
        name="asOf",
        description="The day that picks releases and maps by their validity; today when absent. Example: `2024-06-03`",
    ),
]
KnownAt = Annotated[
    datetime | None,
    strawberry.argument(
        name="knownAt",
        description="Answer with what was recorded up to this instant; everything when absent. "
        "Example: `2024-06-04T12:00:00Z`",
    ),
]
InRelease = Annotated[
    str | None,
    strawberry.argument(
        description="Pick one release of the thing asked for by its label, or by `sha256:` and the first digits of "
        "its digest; other classifications that take part are picked by the day. Example: `2.3.0`"
    ),
]


def asked_when(
    context: Context, as_of: date | None, known_at: datetime | None, release: str | None = None
) -> When:
    """The edition that the three arguments mean.

    Raises:
        Mistake: `knownAt` without an offset.
    """
    if known_at is not None and known_at.utcoffset() is None:
        said = f"knownAt {known_at.isoformat()} has no offset; give one, for instance {known_at.isoformat()}Z"
        raise Mistake("INVALID_REQUEST", said, argument="knownAt")
    return When(as_of or context.today, known_at, release or "")
