"""Differences between two versions of a concept map, or between two maps, row by row."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated

import strawberry

from api.asking.comparing import compare_maps
from api.graphql.concept_map import Mapping
from api.graphql.context import Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import After, Connection, First, UsedRelease, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.when import AsOf, KnownAt, asked_when, labelled
from classification.changes import map_diff
from classification.changes.map_diff import RowChangeKind
from classification.changes.map_notes import map_diff_as_text, map_diff_to_json

describe_enum(
    RowChangeKind,
    "RowChangeKind",
    "What happened to a row of a map. Example: `CHANGED`",
    ADDED="It came. Example: a code that nobody had mapped",
    REMOVED="It went. Example: a row that was wrong",
    CHANGED="It says something else. Example: exact became broad, or it leads to another code",
)


@strawberry.type(description="A column of a row that is another now. Example: relation, exact to broad")
class FieldChange:
    """A column of a row that is another now."""

    field_name: str = strawberry.field(name="field", description="The column. Example: `relation`")
    before: str = strawberry.field(description="What it was; may be empty. Example: `exact`")
    after: str = strawberry.field(description="What it is; may be empty. Example: `broad`")


@strawberry.type(description="A row that came, went, or says something else. Example: row 12 changed")
class RowChange:
    """A row that came, went, or says something else."""

    core: strawberry.Private[map_diff.RowChange]
    diff: strawberry.Private[map_diff.MapDiff]

    @field("What happened. Example: `CHANGED`")
    def kind(self) -> RowChangeKind:
        """What happened."""
        return self.core.kind

    @field("The row as it was; null where it came. Example: `{relation: EXACT}`")
    def before(self) -> Mapping | None:
        """The row as it was."""
        row = self.core.before
        return None if row is None else Mapping(of=self.diff.before, row=row)

    @field("The row as it is; null where it went. Example: `{relation: BROAD}`")
    def after(self) -> Mapping | None:
        """The row as it is."""
        row = self.core.after
        return None if row is None else Mapping(of=self.diff.after, row=row)

    @field("The columns that are others now, of a row that changed. Example: `[{field: relation}]`")
    def fields(self) -> list[FieldChange]:
        """The columns that are others now."""
        return _fields(self.core.fields)


@strawberry.type(description="One page of changed rows. Example: the first 50 of 85")
class RowChangeConnection(Connection[RowChange]):
    """One page of changed rows."""


@strawberry.type(description="All that changed from one map to another. Example: domus-ffb 1.0.0 to 1.1.0")
class MapDiff:
    """All that changed from one map to another."""

    core: strawberry.Private[map_diff.MapDiff]

    @field("The map come from. Example: `{name: domus-ffb, version: 1.0.0}`", name="from")
    def origin(self) -> UsedRelease:
        """The map come from."""
        return UsedRelease(name=self.core.before.name, version=self.core.before.version)

    @field("The map come to. Example: `{name: domus-ffb, version: 1.1.0}`")
    def to(self) -> UsedRelease:
        """The map come to."""
        return UsedRelease(name=self.core.after.name, version=self.core.after.version)

    @field("How many rows came. Example: `2`")
    def added(self) -> int:
        """How many rows came."""
        return self.core.counts[RowChangeKind.ADDED]

    @field("How many rows went. Example: `1`")
    def removed(self) -> int:
        """How many rows went."""
        return self.core.counts[RowChangeKind.REMOVED]

    @field("How many rows say something else. Example: `3`")
    def changed(self) -> int:
        """How many rows say something else."""
        return self.core.counts[RowChangeKind.CHANGED]

    @field("How many rows say what they said. Example: `49`")
    def same(self) -> int:
        """How many rows say what they said."""
        return self.core.same

    @field("What the map says otherwise of itself. Example: `[{field: title}]`")
    def map_changes(self) -> list[FieldChange]:
        """What the map says otherwise of itself."""
        return _fields(self.core.about)

    @field(
        "The rows that changed, in the order of the new map, then those that went. Example: the first 50 of 85"
    )
    def rows(
        self,
        info: Info,
        kind: Annotated[
            RowChangeKind | None,
            strawberry.argument(description="Only rows of this kind. Example: `REMOVED`"),
        ] = None,
        first: First = None,
        after: After = None,
    ) -> RowChangeConnection:
        """The rows that changed."""
        found = self.core.rows
        rows: Sequence[int] = [at for at, one in enumerate(found) if kind is None or one.kind is kind]
        used = [(one.name, one.version) for one in (self.core.before, self.core.after)]
        page = window(info.context, first, after, "mapDiff", *(f"{name}@{version}" for name, version in used))
        return page.of(RowChangeConnection, rows, lambda at: RowChange(core=found[at], diff=self.core), used)

    @field("The whole difference as text for a terminal. Example: `domus-ffb@1.0.0 → domus-ffb@1.1.0: …`")
    def text(
        self,
        limit: Annotated[
            int, strawberry.argument(description="Most rows per kind of change; 0 for all. Example: `20`")
        ] = 20,
    ) -> str:
        """The difference as text."""
        if limit < 0:
            raise Mistake(
                "INVALID_REQUEST", f"limit {limit} is negative; ask for 0 (all) or more", argument="limit"
            )
        return map_diff_as_text(self.core, limit=limit)

    @field(
        "The whole difference as one JSON text, in the form that `samsprog diff --format json` writes "
        '(docs/json/map-diff.md). Example: `{"from": …, "summary": {"added": 2, …}, …}`'
    )
    def document(self) -> str:
        """The difference as JSON text."""
        return json.dumps(map_diff_to_json(self.core), ensure_ascii=False)


MapDiffResult = Annotated[
    MapDiff | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "MapDiffResult", description="A difference, or why there is none. Example: domus-ffb 1.0.0 to 1.1.0"
    ),
]


@strawberry.type
class MapChangeQueries:
    """Questions for what changed in maps."""

    @field(
        "What changed from one version of a map to another, or from one map to another. Example: "
        '`{ mapDiff(map: "fasit-ffb-2023", toMap: "fasit-ffb") { ... on MapDiff { added removed changed } } }`'
    )
    @answered
    def map_diff(
        self,
        info: Info,
        map: Annotated[  # noqa: A002
            str, strawberry.argument(description="The map come from, by name or URI. Example: `domus-ffb`")
        ],
        origin: Annotated[
            str | None,
            strawberry.argument(
                name="from",
                description="Its version; when absent the one before the version come to, and of another map that of "
                "the day. Example: `1.0.0`",
            ),
        ] = None,
        to_map: Annotated[
            str | None,
            strawberry.argument(description="The map come to; the same when absent. Example: `fasit-ffb`"),
        ] = None,
        to: Annotated[
            str | None,
            strawberry.argument(description="Its version; that of the day when absent. Example: `1.1.0`"),
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> MapDiffResult:
        """What changed from one map to another."""
        context = info.context
        clock = asked_when(context, as_of, known_at)
        older, newer = (map, labelled(origin)), (map if to_map is None else to_map, labelled(to))
        key = ("mapDiff", older, newer, clock)
        return MapDiff(
            core=context.remembered(key, lambda: compare_maps(context.terminology, older, newer, clock))
        )


def _fields(changes: Sequence[map_diff.FieldChange]) -> list[FieldChange]:
    return [
        FieldChange(field_name=one.field, before=_text(one.before), after=_text(one.after)) for one in changes
    ]


def _text(value: map_diff.FieldValue) -> str:
    return "" if value is None else format(value, "g") if isinstance(value, float) else value
