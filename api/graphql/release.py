"""Releases: frozen editions of a classification on two clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.field import field
from api.graphql.paging import After, First
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.scheme import Scheme, SchemeName
from api.graphql.validity import Validity
from api.graphql.when import AsOf, InRelease, KnownAt, asked_when
from api.graphql.withdrawal import Withdrawal, withdrawal_of
from classification import Terminology, When
from classification.record import replace
from classification.terminology import HeldRelease

if TYPE_CHECKING:
    from api.graphql.concept import ConceptConnection

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@strawberry.type(description="A frozen edition of a classification. Example: fsiii 2.3.0")
class Release:
    """A frozen edition of a classification."""

    core: strawberry.Private[HeldRelease]
    clock: strawberry.Private[When]

    @field("The classification. Example: `{name: fsiii}`")
    def scheme(self) -> Scheme:
        """The classification."""
        return Scheme(core=self.core.scheme, clock=self.clock)

    @field("The label. Example: `2.3.0`")
    def version(self) -> str:
        """The label."""
        return self.core.version

    @field("Scheme and label. Example: `fsiii@2.3.0`")
    def name(self) -> str:
        """Scheme and label."""
        return self.core.name

    @field("When it holds, as published. Example: from `2026-04-21`, open")
    def validity(self) -> Validity:
        """When it holds, as published."""
        return Validity(start=self.core.validity.start, end=self.core.validity.end)

    @field(
        "When it really holds: to its own end or to the day the next release begins. "
        "Example: from `2024-06-03` to `2024-06-13`"
    )
    def period(self, info: Info) -> Validity:
        """When it really holds."""
        period = info.context.terminology.editions(self.core.scheme.uri).period(self.core, self.clock)
        return Validity(start=period.start, end=period.end)

    @field("When this service learned it; null where not told. Example: `2025-08-21T00:00:00Z`")
    def recorded(self) -> datetime | None:
        """When this service learned it."""
        return self.core.recorded if self.core.recorded > _BEGINNING else None

    @field("Digest over everything the concepts say. Example: `sha256:d21000169c25…`")
    def digest(self) -> str:
        """Digest over everything."""
        return self.core.digest

    @field("Digest over codes, terms and hierarchy. Example: `sha256:79b09429536f…`")
    def structure_digest(self) -> str:
        """Digest over codes, terms and hierarchy."""
        return self.core.structure_digest

    @field("How many concepts it has. Example: `414`")
    def size(self) -> int:
        """How many concepts it has."""
        return self.core.size

    @field("Why it answers no more; null where it does. Example: null")
    def withdrawn(self, info: Info) -> Withdrawal | None:
        """Why it answers no more."""
        editions = info.context.terminology.editions(self.core.scheme.uri)
        return withdrawal_of(editions.withdrawal(self.core.version, self.clock))

    @field('Other version strings under which the same content travels. Example: `["20240530"]`')
    def publisher_versions(self) -> list[str]:
        """Other version strings."""
        return list(self.core.publisher_versions)

    @field("Its concepts in the order of the import (of the bundled tables). Example: the first 50 of 414")
    def concepts(
        self, info: Info, first: First = None, after: After = None
    ) -> Annotated[ConceptConnection, strawberry.lazy("api.graphql.concept")]:
        """Its concepts in the order of the import (of the bundled tables)."""
        from api.graphql.concept import concept_page

        return concept_page(info.context, self.core, self.clock, range(self.core.size), first, after)

    @field("Its concepts with nothing broader. Example: the first 50 of 3")
    def roots(
        self, info: Info, first: First = None, after: After = None
    ) -> Annotated[ConceptConnection, strawberry.lazy("api.graphql.concept")]:
        """Its concepts with nothing broader."""
        from api.graphql.concept import concept_page

        return concept_page(info.context, self.core, self.clock, self.core.index.roots(), first, after)


ReleaseResult = Annotated[
    Release | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("ReleaseResult", description="A release, or why there is none. Example: fsiii 2.3.0"),
]


@strawberry.type(description="The releases of a classification. Example: fsiii 1.0.0 … 2.4.0")
class Releases:
    """The releases of a classification."""

    releases: list[Release] = strawberry.field(description="Oldest first. Example: `[{version: 1.0.0}]`")


ReleasesResult = Annotated[
    Releases | UnknownName,
    strawberry.union(
        "ReleasesResult", description="Releases, or why there are none. Example: those of fsiii"
    ),
]


@strawberry.type
class ReleaseQueries:
    """Questions for releases."""

    @field(
        "All releases of a classification, oldest first, withdrawn ones too. "
        'Example: `{ releases(scheme: "fsiii") { ... on Releases { releases { version } } } }`'
    )
    @answered
    def releases(self, info: Info, scheme: SchemeName, known_at: KnownAt = None) -> ReleasesResult:
        """All releases of a classification."""
        when = asked_when(info.context, None, known_at)
        return Releases(releases=releases_of(info.context.terminology, scheme, when))

    @field(
        "The release of a classification that the day (or its label) picks. "
        'Example: `{ release(scheme: "fsiii", asOf: "2024-06-03") { ... on Release { version } } }`'
    )
    @answered
    def release(
        self,
        info: Info,
        scheme: SchemeName,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ReleaseResult:
        """The release that the day (or its label) picks."""
        when = asked_when(info.context, as_of, known_at, release)
        return release_of(info.context.terminology, scheme, when)


def releases_of(terminology: Terminology, scheme: str, when: When) -> list[Release]:
    """All releases known then, oldest first."""
    clock = when.of("")
    listed = replace(clock, withdrawn=True)
    return [Release(core=release, clock=clock) for release in terminology.releases(scheme, listed)]


def release_of(terminology: Terminology, scheme: str, when: When) -> Release:
    """The release that `when` picks."""
    asked = replace(
        when, withdrawn=bool(when.release)
    )  # a link to a release leads to it, whatever became of it
    return Release(core=terminology.release(scheme, asked), clock=when.of(""))
