"""What the store holds, as values of the core."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from api.store.recipe_json import recipe_from_json
from api.store.tables import (
    ConceptMapRow,
    ConceptRow,
    FindingRow,
    MappingRow,
    PublicationRow,
    RecipeRow,
    ReleaseAgainRow,
    ReleaseRow,
    SchemeRow,
    ValueSetRow,
)
from classification.concept_json import concept_from_json, days_to_json
from classification.concept_map import ConceptMap, map_from_json
from classification.finding import Finding, Place, Severity
from classification.index import scheme_from_json, scheme_to_json
from classification.recipe import Recipe
from classification.record import frozen, replace
from classification.release import Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from classification.sentence import same
from classification.validity import Validity
from classification.value_set import ValueSet, value_set_from_json


@frozen
class KeptRelease:
    """One edition in the store: what it says of itself, without its concepts. `bundled` came with the program."""

    id: int
    scheme: ConceptScheme
    version: str
    validity: Validity
    recorded: datetime
    digest: str
    structure_digest: str
    size: int
    lineage: tuple[Lineage, ...]
    publisher_versions: tuple[str, ...]
    bundled: bool

    def to_json(self) -> dict[str, Any]:
        """As `classification.index.release_to_json` writes the release itself."""
        return {
            "scheme": scheme_to_json(self.scheme),
            "version": self.version,
            "validity": days_to_json(self.validity),
            "recorded": self.recorded.isoformat(),
            "digest": self.digest,
            "structure_digest": self.structure_digest,
            "publisher_versions": list(self.publisher_versions),
            "lineage": [[str(x.kind), list(x.sources), list(x.targets), x.note] for x in self.lineage],
            "size": self.size,
        }


@frozen
class Publication:
    """One import that was carried out, with everything noticed in it."""

    id: int
    recorded: datetime
    origin: str
    bundled: bool
    summary: dict[str, Any]
    findings: tuple[Finding, ...]


def read_releases(connection: Connection) -> tuple[KeptRelease, ...]:
    """Every edition of every release, in the order of arrival; one recorded again stands there again."""
    rows = connection.execute(
        select(ReleaseRow.__table__, SchemeRow.content, PublicationRow.bundled)
        .join(SchemeRow, SchemeRow.id == ReleaseRow.scheme_id)
        .join(PublicationRow, PublicationRow.id == ReleaseRow.publication_id)
        .order_by(ReleaseRow.id)
    )
    kept = {row.id: _kept(row) for row in rows}
    again = connection.execute(
        select(ReleaseAgainRow.release_id, ReleaseAgainRow.recorded, PublicationRow.bundled)
        .join(PublicationRow, PublicationRow.id == ReleaseAgainRow.publication_id)
        .order_by(ReleaseAgainRow.id)
    )
    return (
        *kept.values(),
        *(replace(kept[row.release_id], recorded=row.recorded, bundled=row.bundled) for row in again),
    )


def _kept(row: Row[Any]) -> KeptRelease:
    return KeptRelease(
        id=row.id,
        scheme=scheme_from_json(row.content),
        version=row.version,
        validity=Validity(row.valid_from, row.valid_to),
        recorded=row.recorded,
        digest=row.digest,
        structure_digest=row.structure_digest,
        size=row.size,
        lineage=tuple(
            Lineage(LineageKind(kind), tuple(sources), tuple(targets), note)
            for kind, sources, targets, note in row.lineage
        ),
        publisher_versions=tuple(row.publisher_versions),
        bundled=row.bundled,
    )


def read_release(connection: Connection, kept: KeptRelease) -> Release:
    """The whole release."""
    contents = connection.execute(
        select(ConceptRow.content).where(ConceptRow.release_id == kept.id).order_by(ConceptRow.position)
    )
    return Release(
        scheme=kept.scheme,
        version=kept.version,
        concepts=tuple(concept_from_json(content) for (content,) in contents),
        validity=kept.validity,
        recorded=kept.recorded,
        lineage=kept.lineage,
        publisher_versions=kept.publisher_versions,
    )


def read_schemes(connection: Connection) -> dict[int, ConceptScheme]:
    """Every classification under the number of its row."""
    rows = connection.execute(select(SchemeRow.id, SchemeRow.content).order_by(SchemeRow.id))
    return {row.id: scheme_from_json(row.content) for row in rows}


def read_value_sets(connection: Connection) -> tuple[ValueSet, ...]:
    """Every edition of every value set, in the order of arrival."""
    rows = connection.execute(select(ValueSetRow.content).order_by(ValueSetRow.id))
    return tuple(value_set_from_json(content) for (content,) in rows)


def read_value_set(connection: Connection, row: int) -> ValueSet:
    """One edition of a value set, by the number of its row."""
    found = connection.execute(select(ValueSetRow.content).where(ValueSetRow.id == row))
    return value_set_from_json(found.scalar_one())


def read_map(connection: Connection, row: int) -> ConceptMap:
    """One edition of a concept map, by the number of its row."""
    of_map = select(MappingRow.content).where(MappingRow.concept_map_id == row).order_by(MappingRow.position)
    content = connection.execute(select(ConceptMapRow.content).where(ConceptMapRow.id == row)).scalar_one()
    return map_from_json({**content, "mappings": list(connection.execute(of_map).scalars())})


def read_maps(connection: Connection) -> tuple[ConceptMap, ...]:
    """Every edition of every concept map, in the order of arrival."""
    statements: dict[int, list[Any]] = {}
    for of_map, content in connection.execute(
        select(MappingRow.concept_map_id, MappingRow.content).order_by(
            MappingRow.concept_map_id, MappingRow.position
        )
    ):
        statements.setdefault(of_map, []).append(content)
    rows = connection.execute(select(ConceptMapRow.id, ConceptMapRow.content).order_by(ConceptMapRow.id))
    return tuple(map_from_json({**row.content, "mappings": statements.get(row.id, [])}) for row in rows)


def read_recipes(connection: Connection) -> dict[str, Recipe]:
    """The recipe of each classification that has one, under its system URI."""
    rows = connection.execute(
        select(SchemeRow.uri, RecipeRow.content).join(SchemeRow, SchemeRow.id == RecipeRow.scheme_id)
    )
    return {row.uri: recipe_from_json(row.content) for row in rows}


def read_publications(connection: Connection) -> Sequence[Publication]:
    """The log of imports, oldest first; what was noticed is kept in English."""
    findings: dict[int, list[Finding]] = {}
    for row in connection.execute(
        select(FindingRow.__table__).order_by(FindingRow.publication_id, FindingRow.position)
    ):
        place = Place(row.file, row.line, row.path)
        finding = Finding(row.rule, Severity(row.severity), same(row.text), place, same(row.remedy))
        findings.setdefault(row.publication_id, []).append(finding)
    return [
        Publication(
            row.id, row.recorded, row.origin, row.bundled, row.summary, tuple(findings.get(row.id, ()))
        )
        for row in connection.execute(select(PublicationRow.__table__).order_by(PublicationRow.id))
    ]
