"""Keyset paging after Relay: pages of a frozen list, cursors bound to it.

A cursor holds the position of its entry and a mark of what was listed (the release's digest, or a digest over the
releases and the question). Releases are frozen, so a cursor stays good as long as its release is held, whatever is
published meanwhile; a cursor of another release is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Final, Generic, TypeVar

import strawberry

from api.graphql.context import Context
from api.graphql.field import field
from api.graphql.mistake import Mistake
from classification.record import frozen

T = TypeVar("T")
C = TypeVar("C", bound="Connection[Any]")

First = Annotated[
    int | None,
    strawberry.argument(
        description="How many entries at most; 50 when absent, 1,000 is the cap. Example: `100`"
    ),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="The cursor after which the page begins: `pageInfo.endCursor` of the page before. "
        "Example: `c2hhMjU2OjRmMWQ6NDk`"
    ),
]
_MARK: Final = 12


@strawberry.type(
    description="A release or a map in one version that an answer rests on. Example: `fsiii` `2.3.0`"
)
class UsedRelease:
    """A release or map that an answer rests on."""

    name: str = strawberry.field(description="The scheme, map or value set. Example: `fsiii`")
    version: str = strawberry.field(description="Its release. Example: `2.3.0`")


@strawberry.type(description="Where a page stands in the whole list. Example: `hasNextPage` true")
class PageInfo:
    """Where a page stands in the whole list."""

    has_next_page: bool = strawberry.field(description="Whether entries follow. Example: `true`")
    has_previous_page: bool = strawberry.field(description="Whether entries come before. Example: `false`")
    start_cursor: str | None = strawberry.field(
        description="The first entry's cursor; null on an empty page. Example: `c2hhMjU2OjRmMWQ6MA`"
    )
    end_cursor: str | None = strawberry.field(
        description="The last entry's cursor: give it as `after` for the next page. Example: `c2hhMjU2OjRmMWQ6NDk`"
    )


@strawberry.type(description="An entry of a page with its cursor. Example: the concept `J1.1` and its cursor")
class Edge(Generic[T]):
    """An entry of a page with its cursor."""

    cursor: str = strawberry.field(description="The entry's cursor. Example: `c2hhMjU2OjRmMWQ6NDk`")
    node: T = strawberry.field(description="The entry. Example: a concept")


@strawberry.type(description="One page of a list. Example: the first 50 of 414 concepts")
class Connection(Generic[T]):
    """One page of a list."""

    entries: strawberry.Private[Sequence[tuple[int, Any]]]
    mark: strawberry.Private[str]
    begins: strawberry.Private[bool]
    ends: strawberry.Private[bool]
    size: strawberry.Private[Callable[[], int]]
    used: strawberry.Private[tuple[tuple[str, str], ...]]

    @field("The entries with their cursors. Example: `[{cursor: …, node: …}]`")
    def edges(self) -> list[Edge[T]]:
        """The entries with their cursors."""
        return [Edge(cursor=cursor(self.mark, at), node=node) for at, node in self.entries]

    @field("The entries alone. Example: `[{code: …}]`")
    def nodes(self) -> list[T]:
        """The entries alone."""
        return [node for _, node in self.entries]

    @field("Where the page stands. Example: `{hasNextPage: true}`")
    def page_info(self) -> PageInfo:
        """Where the page stands."""
        at = [position for position, _ in self.entries]
        return PageInfo(
            has_next_page=not self.ends,
            has_previous_page=not self.begins,
            start_cursor=cursor(self.mark, at[0]) if at else None,
            end_cursor=cursor(self.mark, at[-1]) if at else None,
        )

    @field("How many entries the whole list has. Example: `414`")
    def total_count(self) -> int:
        """How many entries the whole list has."""
        return self.size()

    @field("The releases the list comes from. Example: `[{name: fsiii, version: 2.3.0}]`")
    def releases(self) -> list[UsedRelease]:
        """The releases the list comes from."""
        return [UsedRelease(name=name, version=version) for name, version in self.used]


@frozen
class Window:
    """The page asked for: how many entries, after which position (-1: from the start), of what (`mark`)."""

    size: int
    after: int
    mark: str

    def of(
        self,
        connection: type[C],
        rows: Sequence[int],
        node: Callable[[int], Any],
        used: Iterable[tuple[str, str]],
    ) -> C:
        """The page of a list given by its positions in rising order; `node` makes the entry at a position."""
        start = bisect_right(rows, self.after) if self.after >= 0 else 0
        shown = rows[start : start + self.size]
        return connection(
            entries=[(at, node(at)) for at in shown],
            mark=self.mark,
            begins=start == 0,
            ends=start + len(shown) >= len(rows),
            size=rows.__len__,
            used=tuple(used),
        )


def window(context: Context, first: int | None, after: str | None, *of: str) -> Window:
    """The page that `first` and `after` ask for; `of` names what is listed (digests, arguments that order it).

    Raises:
        Mistake: `first` is negative or above the cap; `after` is no cursor or one of something else.
    """
    mark = mark_of(*of)
    return Window(page_size(context, first), -1 if after is None else position(after, mark), mark)


def page_size(context: Context, first: int | None) -> int:
    """How many entries `first` asks for.

    Raises:
        Mistake: it is negative or above the cap.
    """
    settings = context.settings
    if first is None:
        return settings.page_default
    if first < 0:
        raise Mistake(
            "INVALID_REQUEST", f"first {first} is negative; ask for 0 … {settings.page_cap}", argument="first"
        )
    if first > settings.page_cap:
        message = f"first {first} is above the cap of {settings.page_cap} entries; page with after"
        raise Mistake("PAGE_TOO_LARGE", message, cap=settings.page_cap)
    return first


def mark_of(*of: str) -> str:
    """A short mark of what is listed."""
    return hashlib.sha256("\0".join(of).encode()).hexdigest()[:_MARK]


def cursor(mark: str, at: int) -> str:
    """The opaque cursor of a position."""
    return base64.urlsafe_b64encode(f"{mark}:{at}".encode()).decode().rstrip("=")


def position(after: str, mark: str) -> int:
    """The position that a cursor holds.

    Raises:
        Mistake: it is no cursor, or one of something else.
    """
    try:
        text = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True).decode(
            "ascii"
        )
    except (binascii.Error, ValueError):
        text = ""
    held, _, at = text.partition(":")
    if len(held) != _MARK or not at.isascii() or not at.isdigit() or len(at) > 12:
        raise Mistake("INVALID_CURSOR", f"after {after[:80]!r} is no cursor", argument="after")
    if held != mark:
        message = (
            f"after {after[:80]!r} is a cursor of another release or question; begin again without after, "
            "or ask for the release it was given in"
        )
        raise Mistake("INVALID_CURSOR", message, argument="after")
    return int(at)
