"""The arguments `asOf`, `knownAt`, `release`: they mean the same on every field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated

import strawberry

from api.graphql.context import Context
from classification import When
from classification.errors import UnknownRelease

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
Supplements = Annotated[
    list[str] | None,
    strawberry.argument(
        description="With the names and properties of these supplements (name or URI), the language of the first one "
        'first; a supplement is a classification that adds to another. Example: `["priority-da"]`'
    ),
]


def asked_when(
    context: Context,
    as_of: date | None,
    known_at: datetime | None,
    release: str | None = None,
    *,
    outer: When | None = None,
    supplements: Sequence[str] | None = None,
) -> When:
    """The edition that the three arguments mean; what is absent is as `outer` has it (the clock of what it stands in).

    `supplements` are switched on in all that stands inside.

    Raises:
        UnknownRelease: the label is empty, which no release bears.
    """
    outer = outer or When(context.today)
    switched_on = tuple(dict.fromkeys(supplements)) if supplements else outer.supplements
    return When(as_of or outer.day, known_at or outer.known_at, labelled(release), supplements=switched_on)


def labelled(release: str | None) -> str:
    """The label asked for; empty where it is absent.

    Raises:
        UnknownRelease: it is there and empty: a form sent without its value must not become the release of the day.
    """
    if release is not None and not release.strip():
        raise UnknownRelease(release)
    return release or ""
