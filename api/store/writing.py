"""Putting things into the store: Core inserts, many rows in one statement, inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain, islice
from operator import itemgetter
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase

from api.store.recipe_json import recipe_to_json
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
from classification import Concept, ConceptMap, ConceptScheme, Finding, Release, ValueSet
from classification.compiled.index import scheme_to_json
from classification.concept_json import concept_to_json
from classification.concept_map import map_to_json
from classification.digest import sha256
from classification.recipe import Recipe
from classification.record import frozen
from classification.value_set import value_set_to_json

T = TypeVar("T")
_ROWS_AT_ONCE: Final = 5_000


@frozen
class PublicationEntry:
    """The log entry of a publication: when, from where, with which outcome."""

    recorded: datetime
    origin: str
    bundled: bool
    summary: Mapping[str, Any]
    findings: tuple[Finding, ...] = ()
    before: Mapping[str, Any] | None = None


def before_of(
    connection: Connection, schemes: Iterable[str], recipes: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """The descriptions and recipes that a publication is about to replace, by URI; null where there is none."""
    described = connection.execute(select(SchemeRow.uri, SchemeRow.content))
    kept = {row.uri: row.content for row in described}
    query = select(SchemeRow.uri, RecipeRow.content).join(SchemeRow, SchemeRow.id == RecipeRow.scheme_id)
    held = {row.uri: row.content for row in connection.execute(query)}
    return {
        "schemes": {uri: kept.get(uri) for uri in schemes},
        "recipes": {uri: held.get(uri) for uri in recipes},
    }


def write_publication(connection: Connection, entry: PublicationEntry) -> int:
    """Log a publication with its findings; gives its number."""
    number = _insert(
        connection,
        PublicationRow,
        recorded=entry.recorded,
        origin=entry.origin,
        bundled=entry.bundled,
        summary=dict(entry.summary),
        before=None if entry.before is None else dict(entry.before),
    )
    _insert_many(
        connection,
        FindingRow,
        (
            {
                "publication_id": number,
                "position": position,
                "rule": finding.rule,
                "severity": str(finding.severity),
                "text": finding.message.en,
                "file": finding.place.file,
                "line": finding.place.line,
                "path": finding.place.path,
                "remedy": finding.remedy.en,
            }
            for position, finding in enumerate(entry.findings)
        ),
    )
    return number


def write_scheme(connection: Connection, scheme: ConceptScheme) -> int:
    """Keep the description of a classification, new or changed; gives the number of its row."""
    found = connection.execute(
        select(SchemeRow.id, SchemeRow.content).where(SchemeRow.uri == scheme.uri)
    ).one_or_none()
    content = scheme_to_json(scheme)
    if found is None:
        return _insert(connection, SchemeRow, uri=scheme.uri, name=scheme.name, content=content)
    if found.content != content:
        connection.execute(
            update(SchemeRow).where(SchemeRow.id == found.id).values(name=scheme.name, content=content)
        )
    return int(found.id)


def write_recipe(connection: Connection, scheme_id: int, recipe: Recipe) -> None:
    """Keep the recipe of a classification in place of an older one."""
    connection.execute(delete(RecipeRow).where(RecipeRow.scheme_id == scheme_id))
    connection.execute(insert(RecipeRow).values(scheme_id=scheme_id, content=recipe_to_json(recipe)))


def write_release(connection: Connection, release: Release, *, scheme_id: int, publication: int) -> int:
    """Keep one edition of a release with all its concepts; gives the number of its row."""
    number = _insert(
        connection,
        ReleaseRow,
        scheme_id=scheme_id,
        publication_id=publication,
        version=release.version,
        digest=release.digest,
        structure_digest=release.structure_digest,
        valid_from=release.validity.start,
        valid_to=release.validity.end,
        recorded=release.recorded,
        publisher_versions=list(release.publisher_versions),
        lineage=[[str(x.kind), list(x.sources), list(x.targets), x.note] for x in release.lineage],
        size=len(release.concepts),
    )
    write_concepts(connection, number, release)
    return number


def write_concepts(connection: Connection, number: int, release: Release) -> None:
    """Keep the concepts of the release whose row has that number."""
    language = release.scheme.language
    _insert_many(
        connection,
        ConceptRow,
        (_concept(number, i, concept, language) for i, concept in enumerate(release.concepts)),
    )


def write_again(connection: Connection, release_id: int, *, recorded: datetime, publication: int) -> None:
    """Record an edition that is kept once more; its content is not touched."""
    _insert(connection, ReleaseAgainRow, release_id=release_id, publication_id=publication, recorded=recorded)


def _concept(release: int, position: int, concept: Concept, language: str) -> dict[str, Any]:
    return {
        "release_id": release,
        "position": position,
        "code": concept.code,
        "kind": str(concept.kind),
        "status": str(concept.status),
        "term": concept.term(language),
        "content": concept_to_json(concept),
    }


def write_value_set(connection: Connection, value_set: ValueSet, *, publication: int) -> None:
    """Keep one edition of a version of a value set."""
    _insert(
        connection,
        ValueSetRow,
        publication_id=publication,
        uri=value_set.uri,
        name=value_set.name,
        version=value_set.version,
        digest=value_set_digest(value_set),
        recorded=value_set.recorded,
        # said of those without companions too, which tells them from what was written before there were any
        content={**value_set_to_json(value_set), "companions": list(value_set.companions)},
    )


def write_map(connection: Connection, concept_map: ConceptMap, *, publication: int) -> None:
    """Keep one edition of a version of a concept map with all its rows."""
    content = map_to_json(concept_map)
    statements = content.pop("mappings")
    number = _insert(
        connection,
        ConceptMapRow,
        publication_id=publication,
        uri=concept_map.uri,
        name=concept_map.name,
        version=concept_map.version,
        digest=map_digest(concept_map),
        recorded=concept_map.recorded,
        content=content,
    )
    _insert_many(
        connection,
        MappingRow,
        (
            {
                "concept_map_id": number,
                "position": position,
                "source_system": mapping.source.system,
                "source_code": mapping.source.code,
                "relation": str(mapping.relation),
                "target_system": mapping.target.system,
                "target_code": mapping.target.code,
                "content": statement,
            }
            for position, (mapping, statement) in enumerate(
                zip(concept_map.mappings, statements, strict=True)
            )
        ),
    )


def value_set_digest(value_set: ValueSet) -> str:
    """Digest over which codes the definition names, whatever their order; title, name and clocks do not count."""
    content = value_set_to_json(value_set)
    without = ["without inactive"] if value_set.inactive is False else []
    return sha256([_parts(content["include"]), _parts(content["exclude"]), *without])


def _parts(parts: list[Any]) -> list[Any]:
    """The parts in one order; enumerations of one system are one enumeration, however many parts they came in."""
    enumerated: dict[tuple[str, str], set[str]] = {}
    others: list[Any] = []
    for system, release, codes, filters, value_sets, *_ in parts:
        if codes and not filters and not value_sets:
            enumerated.setdefault((system, release), set()).update(codes)
        else:
            others.append([system, release, sorted(codes), sorted(filters), sorted(value_sets)])
    lists = [[*key, sorted(codes), [], []] for key, codes in enumerated.items()]
    return sorted([*lists, *others])


def map_digest(concept_map: ConceptMap) -> str:
    """Digest over the statements of a map in their order, and the releases they were made for."""
    content = map_to_json(concept_map)
    rows = [
        [*row[:3], "" if row[3] is None else format(row[3], "g"), *row[4:]] for row in content["mappings"]
    ]
    return sha256([rows, content["source_releases"], content["target_releases"], content["validity"]])


def _insert(connection: Connection, table: type[DeclarativeBase], **values: Any) -> int:
    made = connection.execute(insert(table).values(values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def _insert_many(
    connection: Connection, table: type[DeclarativeBase], rows: Iterable[dict[str, Any]]
) -> None:
    if connection.dialect.name == "sqlite":
        _insert_as_tuples(connection, table, rows)
        return
    for some in _batches(rows):
        connection.execute(insert(table), some)


def _insert_as_tuples(
    connection: Connection, table: type[DeclarativeBase], rows: Iterable[dict[str, Any]]
) -> None:
    """The same through the driver: what SQLAlchemy does for each row takes longer than SQLite takes to keep it."""
    dialect, held = connection.dialect, iter(rows)
    first = next(held, None)
    if first is None:
        return
    statement = str(insert(table).values(dict.fromkeys(first)).compile(dialect=dialect))
    columns = table.__table__.columns
    processors = [
        (name, processor)
        for name in first
        if (processor := columns[name].type.dialect_impl(dialect).bind_processor(dialect)) is not None
    ]
    in_order = itemgetter(*first)

    def values(row: dict[str, Any]) -> tuple[Any, ...]:
        for name, processor in processors:
            row[name] = processor(row[name])
        made: tuple[Any, ...] = in_order(row)
        return made

    # Made one by one: thousands of rows with what is in them would be gone through by each garbage collection.
    for some in _batches(map(values, chain((first,), held))):
        connection.exec_driver_sql(statement, some)


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(rows)
    while some := list(islice(waiting, _ROWS_AT_ONCE)):
        yield some
