"""Concept maps: statements that relate codes of one system to codes of another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated

import strawberry

from api.asking import rows
from api.graphql.context import Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.paging import After, Connection, First, UsedRelease, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.scheme import Language
from api.graphql.validity import Validity
from api.graphql.when import AsOf, InRelease, KnownAt, asked_when
from classification import Terminology, When, concept_map
from classification.concept_map import Relation

describe_enum(
    Relation,
    "Relation",
    "How a target relates to its source (SKOS mapping properties). Example: `BROAD`",
    EXACT="The same meaning (skos:exactMatch). Example: a local code for fsiii J1.1",
    CLOSE="Nearly the same (skos:closeMatch). Example: two words for one habit",
    BROAD="The target is broader (skos:broadMatch). Example: bathing to personal care",
    NARROW="The target is narrower (skos:narrowMatch). Example: personal care to bathing",
    RELATED="Associated, neither broader nor narrower (skos:relatedMatch). Example: a state and its cause",
    NONE="OptionSource expressly: there is no counterpart (sssom:NoTermFound). Example: a purely local code",
)
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@strawberry.type(description="A code in a system. Example: `J1.1` in `urn:oid:1.2.208.176.2.21`")
class Coding:
    """A code in a system; the values are `classification.concept_map.Coding`."""

    system: str = strawberry.field(description="The system's URI. Example: `urn:oid:1.2.208.176.2.21`")
    code: str = strawberry.field(description="The code; empty where there is no counterpart. Example: `J1.1`")
    term: str = strawberry.field(
        description="The term shown beside it; empty where unknown. Example: `Personlig pleje`"
    )


@strawberry.type(description="One statement of a map. Example: a local code is exactly fsiii J1.1")
class Mapping:
    """One statement of a map."""

    of: strawberry.Private[concept_map.ConceptMap]
    row: strawberry.Private[concept_map.Mapping]

    @field("The code spoken about. Example: `{code: WASH}`")
    def source(self) -> Coding:
        """The code spoken about."""
        return _coding(self.row.source)

    @field("How the target relates to the source. Example: `EXACT`")
    def relation(self) -> Relation:
        """How the target relates to the source."""
        return self.row.relation

    @field("The code it is related to. Example: `{code: J1.1}`")
    def target(self) -> Coding:
        """The code it is related to."""
        return _coding(self.row.target)

    @field("How sure its author is, 0 to 1; null where not stated. Example: `0.9`")
    def confidence(self) -> float | None:
        """How sure its author is."""
        return self.row.confidence

    @field("How it came about, a semapv term. Example: `ManualMappingCuration`")
    def justification(self) -> str:
        """How it came about."""
        return self.row.justification

    @field("Who made it; empty where not stated. Example: `metodestaben`")
    def author(self) -> str:
        """Who made it."""
        return self.row.author

    @field("Who reviewed it; empty where nobody did. Example: `terminologigruppen`")
    def reviewer(self) -> str:
        """Who reviewed it."""
        return self.row.reviewer

    @field("When it holds. Example: from `2025-06-01`, open")
    def validity(self) -> Validity:
        """When it holds."""
        return Validity(start=self.row.validity.start, end=self.row.validity.end)

    @field("A word on it. Example: `bredere: fsiii skelner ikke`")
    def note(self) -> str:
        """A word on it."""
        return self.row.note

    @field("The row in its map, from 1. Example: `12`")
    def number(self) -> int:
        """The row in its map."""
        return self.row.number

    @field("The map it stands in. Example: `{name: ehealth-fsiii}`")
    def map(self) -> UsedRelease:
        """The map it stands in."""
        return UsedRelease(name=self.of.name, version=self.of.version)


@strawberry.type(description="One page of a map's rows. Example: the first 50 of 85")
class MappingConnection(Connection[Mapping]):
    """One page of a map's rows."""


@strawberry.type(description="A system in one release that a map was made for. Example: fsiii 2.3.0")
class MapEnd:
    """A system in one release that a map was made for."""

    system: str = strawberry.field(description="The system's URI. Example: `urn:oid:1.2.208.176.2.21`")
    release: str = strawberry.field(
        description="The release the rows were made for; empty where not stated. Example: `2.3.0`"
    )


@strawberry.type(description="A set of mappings in one version. Example: ehealth-fsiii, onto fsiii 2.3.0")
class ConceptMap:
    """A set of mappings in one version."""

    core: strawberry.Private[concept_map.ConceptMap]

    @field("The short name. Example: `ehealth-fsiii`")
    def name(self) -> str:
        """The short name."""
        return self.core.name

    @field("The URI. Example: `https://samsprog.dk/map/ehealth-fsiii`")
    def uri(self) -> str:
        """The URI."""
        return self.core.uri

    @field("The version. Example: `1.0.0`")
    def version(self) -> str:
        """The version."""
        return self.core.version

    @field("The title; the name where there is none. Example: `National eHealth-infrastruktur til FSIII`")
    def title(self, language: Language = None) -> str:
        """The title."""
        titles = dict(self.core.title)
        return titles.get(language or "da") or next(iter(titles.values()), self.core.name)

    @field("When it holds. Example: from `2025-06-01`, open")
    def validity(self) -> Validity:
        """When it holds."""
        return Validity(start=self.core.validity.start, end=self.core.validity.end)

    @field("When this service learned it; null where not told. Example: `2025-08-21T00:00:00Z`")
    def recorded(self) -> datetime | None:
        """When this service learned it."""
        return self.core.recorded if self.core.recorded > _BEGINNING else None

    @field("Systems whose codes it speaks about. Example: `[{system: …, release: 1.0.0}]`")
    def sources(self) -> list[MapEnd]:
        """Systems whose codes it speaks about."""
        return _ends(self.core.source_systems, self.core.source_releases)

    @field("Systems it leads into. Example: `[{system: …, release: 2.3.0}]`")
    def targets(self) -> list[MapEnd]:
        """Systems it leads into."""
        return _ends(self.core.target_systems, self.core.target_releases)

    @field("The licence. Example: `CC0-1.0`")
    def licence(self) -> str:
        """The licence."""
        return self.core.licence

    @field("Who made it. Example: `Samsprog`")
    def author(self) -> str:
        """Who made it."""
        return self.core.author

    @field("Whether it is made up for demonstration. Example: `false`")
    def example(self) -> bool:
        """Whether it is made up."""
        return self.core.example

    @field("Its rows in their order. Example: the first 50 of 85")
    def mappings(
        self,
        info: Info,
        code: Annotated[
            str | None, strawberry.argument(description="Only rows about this source code. Example: `WASH`")
        ] = None,
        relation: Annotated[
            Relation | None, strawberry.argument(description="Only rows of this relation. Example: `NONE`")
        ] = None,
        first: First = None,
        after: After = None,
    ) -> MappingConnection:
        """Its rows in their order."""
        rows = self.core.mappings
        chosen = [
            at
            for at, row in enumerate(rows)
            if (code is None or row.source.code == code) and (relation is None or row.relation is relation)
        ]
        page = window(info.context, first, after, "map", self.core.uri, self.core.version)
        used = ((self.core.name, self.core.version),)
        return page.of(MappingConnection, chosen, lambda at: Mapping(of=self.core, row=rows[at]), used)


@strawberry.type(description="One page of maps. Example: the first 50 of 7")
class ConceptMapConnection(Connection[ConceptMap]):
    """One page of maps."""


ConceptMapResult = Annotated[
    ConceptMap | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("ConceptMapResult", description="A map, or why there is none. Example: `ehealth-fsiii`"),
]


@strawberry.type
class ConceptMapQueries:
    """Questions for maps."""

    @field("All maps in the version of the day, by name. Example: `{ maps { nodes { name } } }`")
    def maps(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ConceptMapConnection:
        """All maps in the version of the day."""
        maps = info.context.terminology.maps(asked_when(info.context, as_of, known_at))
        names = [(m.name, m.version) for m in maps]
        page = window(info.context, first, after, "maps", *(f"{name}@{version}" for name, version in names))
        return page.of(ConceptMapConnection, range(len(maps)), lambda at: ConceptMap(core=maps[at]), names)

    @field('One map. Example: `{ map(name: "ehealth-fsiii") { ... on ConceptMap { version } } }`')
    @answered
    def map(
        self,
        info: Info,
        name: Annotated[str, strawberry.argument(description="Its name or URI. Example: `ehealth-fsiii`")],
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ConceptMapResult:
        """One map."""
        when = asked_when(info.context, as_of, known_at, release)
        return ConceptMap(core=info.context.terminology.map(name, when))


def rows_from(terminology: Terminology, clock: When, system: str, codes: Iterable[str]) -> list[Mapping]:
    """Rows of all maps of the day about these codes."""
    return [Mapping(of=of, row=row) for of, row in rows.rows_from(terminology, clock, system, codes)]


def rows_to(terminology: Terminology, clock: When, system: str, codes: Iterable[str]) -> list[Mapping]:
    """Rows of all maps of the day that lead to these codes."""
    return [Mapping(of=of, row=row) for of, row in rows.rows_to(terminology, clock, system, codes)]


def _coding(value: concept_map.Coding) -> Coding:
    return Coding(system=value.system, code=value.code, term=value.term)


def _ends(systems: Iterable[str], releases: Iterable[tuple[str, str]]) -> list[MapEnd]:
    made_for = dict(releases)
    return [MapEnd(system=system, release=made_for.get(system, "")) for system in sorted(systems)]
