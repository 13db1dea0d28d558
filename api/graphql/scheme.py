"""Concept schemes: classifications and what identifies them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.context import Info
from api.graphql.field import field
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.when import AsOf, InRelease, KnownAt, asked_when
from classification import When, scheme

if TYPE_CHECKING:
    from api.graphql.release import Release, ReleaseResult

SchemeName = Annotated[
    str,
    strawberry.argument(
        name="scheme", description="The classification: its short name, URI or a former URI. Example: `fsiii`"
    ),
]
Language = Annotated[
    str | None,
    strawberry.argument(
        description="A language tag (BCP 47); the scheme's own language when absent or not there. Example: `da`"
    ),
]


@strawberry.type(description="A classification. Example: Fælles Sprog III, `fsiii`")
class Scheme:
    """A classification."""

    core: strawberry.Private[scheme.ConceptScheme]
    clock: strawberry.Private[When]

    @field("The short name. Example: `fsiii`")
    def name(self) -> str:
        """The short name."""
        return self.core.name

    @field("The canonical system URI. Example: `urn:oid:1.2.208.176.2.21`")
    def uri(self) -> str:
        """The canonical system URI."""
        return self.core.uri

    @field("The title. Example: `Fælles Sprog III (FSIII)`")
    def title(self, language: Language = None) -> str:
        """The title."""
        return self.core.title_in(language or self.core.language)

    @field(
        "Former system URIs that occur in data. "
        'Example: `["http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII"]`'
    )
    def aliases(self) -> list[str]:
        """Former system URIs."""
        return list(self.core.aliases)

    @field("Who publishes it. Example: `Kommunernes Landsforening`")
    def publisher(self) -> str:
        """Who publishes it."""
        return self.core.publisher

    @field("The licence, an SPDX name where there is one. Example: `CC0-1.0`")
    def licence(self) -> str:
        """The licence."""
        return self.core.licence

    @field("Where it was published. Example: `kl.dk.fhir.term`")
    def source(self) -> str:
        """Where it was published."""
        return self.core.source

    @field('Languages of the labels, the default first. Example: `["da"]`')
    def languages(self) -> list[str]:
        """Languages of the labels."""
        return list(self.core.languages)

    @field("What a broader link means. Example: `is-a`")
    def hierarchy(self) -> str:
        """What a broader link means."""
        return self.core.hierarchy

    @field(
        "Whether capitals matter in its codes: where they do not, `akut` and `Akut` are one code. Null where the "
        "publisher could say it and does not; then codes are taken in any case. Example: `true`"
    )
    def case_sensitive(self) -> bool | None:
        """Whether capitals matter in its codes."""
        return self.core.case_sensitive

    @field(
        "What part of it is published: `complete`, `fragment`, `example` or `not-present`. Example: `complete`"
    )
    def content(self) -> str:
        """What part of it is published."""
        return self.core.content or "complete"

    @field(
        "The canonical of the classification to which it adds names and properties, where it is a supplement; else "
        "empty. Example: `http://terminology.hl7.org/CodeSystem/v3-ActPriority`"
    )
    def supplements(self) -> str:
        """What it adds to, where it is a supplement."""
        return self.core.supplements

    @field("Whether it is made up for demonstration. Example: `false`")
    def example(self) -> bool:
        """Whether it is made up."""
        return self.core.example

    @field("The releases known, oldest first. Example: 1.0.0 … 2.4.0")
    def releases(self, info: Info) -> list[Annotated[Release, strawberry.lazy("api.graphql.release")]]:
        """The releases known, oldest first."""
        from api.graphql.release import releases_of

        return releases_of(info.context.world(self.clock), self.core.uri, self.clock)

    @field(
        "One release, by default the one of the day; absent `asOf` and `knownAt` are as the scheme was asked. "
        "Example: 2.3.0"
    )
    @answered
    def release(
        self, info: Info, as_of: AsOf = None, known_at: KnownAt = None, release: InRelease = None
    ) -> Annotated[ReleaseResult, strawberry.lazy("api.graphql.release")]:
        """One release."""
        from api.graphql.release import release_of

        when = asked_when(info.context, as_of, known_at, release, outer=self.clock)
        return release_of(info.context.world(self.clock), self.core.uri, when)


SchemeResult = Annotated[
    Scheme | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("SchemeResult", description="A scheme, or why there is none. Example: `fsiii`"),
]


@strawberry.type
class SchemeQueries:
    """Questions for schemes."""

    @field("All classifications, by name. Example: `{ schemes { name } }`")
    def schemes(self, info: Info) -> list[Scheme]:
        """All classifications."""
        clock = When(info.context.today)
        return [Scheme(core=scheme, clock=clock) for scheme in info.context.terminology.schemes]

    @field('One classification. Example: `{ scheme(name: "fsiii") { ... on Scheme { title } } }`')
    @answered
    def scheme(
        self,
        info: Info,
        name: Annotated[
            str, strawberry.argument(description="Its short name, URI or a former URI. Example: `fsiii`")
        ],
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> SchemeResult:
        """One classification."""
        when = asked_when(info.context, as_of, known_at)
        return Scheme(core=info.context.terminology.scheme(name), clock=when)
