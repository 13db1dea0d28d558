"""What the store holds, as values of the core; a row that cannot be one is damaged, and is named.

Columns with JSON are read as text and decoded here: so a row that was damaged is named, whatever the damage, and who
looks through the store (`api.archive.upkeep`) can go on with the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Integer, Text, and_, cast, or_, select, type_coerce

from api.store.damage import (
    day_value,
    decoded,
    flag_value,
    instant_value,
    json_value,
    text_value,
)
from api.store.errors import StoreDamaged
from api.store.ledger import MAP, RELEASE, VALUE_SET, read_names
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
from api.store.writing import map_digest, value_set_digest
from classification import (
    Concept,
    ConceptMap,
    ConceptScheme,
    Finding,
    Place,
    Release,
    Severity,
    Validity,
    ValueSet,
)
from classification.compiled.index import scheme_from_json, scheme_to_json
from classification.concept_json import concept_from_json, days_to_json
from classification.concept_map import map_from_json
from classification.recipe import Recipe
from classification.record import frozen, replace
from classification.release import Lineage, LineageKind
from classification.sentence import NOTHING, Sentence, both, same
from classification.value_set import published_together, value_set_from_json

T = TypeVar("T")


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

    @property
    def named(self) -> Sentence:
        """What it is, and its name, for a sentence."""
        return _release_name(self.scheme.name, self.version)

    def to_json(self) -> dict[str, Any]:
        """As `classification.compiled.index.release_to_json` writes the release itself."""
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


Thing = tuple[str, str, str, str, str, str]
"""Kind, URI, name, version, digest, instant of a value set or map."""


@frozen
class KeptThings:
    """What one publication brought beside releases; without its content."""

    publication: int
    recorded: datetime
    origin: str
    things: tuple[Thing, ...]


Look = tuple[Sentence, Callable[[], T]]
"""A row by its name, and what makes of it what it holds: it fails when the row is damaged (see `api.store.damage`)."""
_COMPANIONS: Final = '"companions"'
"""What stands in the content of every value set that was written since they have companions."""
THINGS: Final = {VALUE_SET: both("værdisættet", "value set"), MAP: both("kortlægningen", "map")}


def _seen(looks: Iterable[Look[T]]) -> Iterator[T]:
    """What each row holds.

    Raises:
        StoreDamaged: naming the first that is damaged.
    """
    return (decoded(name, look) for name, look in looks)


# releases


def read_releases(connection: Connection) -> tuple[KeptRelease, ...]:
    """Every edition of every release, in the order of arrival; one recorded again stands there again."""
    names = read_names(connection)
    kept = tuple(_under_name(one, names) for one in _seen(releases_by_row(connection)))
    return (*kept, *_seen(releases_again_by_row(connection, kept)))


def _under_name(kept: KeptRelease, names: Mapping[tuple[str, str], Sequence[str]]) -> KeptRelease:
    """With the name that its classification was given."""
    given = names.get((RELEASE, kept.scheme.uri))
    return replace(kept, scheme=replace(kept.scheme, name=given[-1])) if given else kept


def releases_by_row(connection: Connection) -> Iterator[Look[KeptRelease]]:
    """The editions, row by row."""
    rows = connection.execute(
        select(
            ReleaseRow.id,
            ReleaseRow.version,
            ReleaseRow.digest,
            ReleaseRow.structure_digest,
            ReleaseRow.size,
            type_coerce(ReleaseRow.valid_from, Text).label("valid_from"),
            type_coerce(ReleaseRow.valid_to, Text).label("valid_to"),
            type_coerce(ReleaseRow.recorded, Text).label("recorded"),
            cast(ReleaseRow.publisher_versions, Text).label("publisher_versions"),
            cast(ReleaseRow.lineage, Text).label("lineage"),
            SchemeRow.name,
            cast(SchemeRow.content, Text).label("content"),
            type_coerce(PublicationRow.bundled, Integer).label("bundled"),
        )
        .join(SchemeRow, SchemeRow.id == ReleaseRow.scheme_id)
        .join(PublicationRow, PublicationRow.id == ReleaseRow.publication_id)
        .order_by(ReleaseRow.id)
    )
    for row in rows:
        yield _release_name(row.name, row.version), partial(_kept, row)


def releases_again_by_row(connection: Connection, kept: Iterable[KeptRelease]) -> Iterator[Look[KeptRelease]]:
    """The editions of `kept` that were recorded again, row by row."""
    by_number = {one.id: one for one in kept}
    rows = connection.execute(
        select(
            ReleaseAgainRow.id,
            ReleaseAgainRow.release_id,
            type_coerce(ReleaseAgainRow.recorded, Text).label("recorded"),
            type_coerce(PublicationRow.bundled, Integer).label("bundled"),
        )
        .join(PublicationRow, PublicationRow.id == ReleaseAgainRow.publication_id)
        .order_by(ReleaseAgainRow.id)
    )
    for row in rows:
        name = both(f"række {row.id} i release_again", f"row {row.id} of release_again")
        yield name, partial(_kept_again, by_number, row)


def _kept(row: Any) -> KeptRelease:
    return KeptRelease(
        id=row.id,
        scheme=scheme_from_json(json_value(row.content)),
        version=text_value(row.version),
        validity=Validity(day_value(row.valid_from), day_value(row.valid_to)),
        recorded=instant_value(row.recorded),
        digest=text_value(row.digest),
        structure_digest=text_value(row.structure_digest),
        size=row.size,
        lineage=tuple(
            Lineage(LineageKind(kind), tuple(sources), tuple(targets), note)
            for kind, sources, targets, note in json_value(row.lineage)
        ),
        publisher_versions=tuple(json_value(row.publisher_versions)),
        bundled=flag_value(row.bundled),
    )


def _kept_again(kept: Mapping[int, KeptRelease], row: Any) -> KeptRelease:
    if row.release_id not in kept:
        number = row.release_id
        raise StoreDamaged(
            both(f"der er ingen udgave i række {number}", f"there is no release in row {number}")
        )
    return replace(
        kept[row.release_id], recorded=instant_value(row.recorded), bundled=flag_value(row.bundled)
    )


def read_release(connection: Connection, kept: KeptRelease) -> Release:
    """The whole release, as it was put in.

    Raises:
        StoreDamaged: a row cannot be read, or the content has another digest.
    """
    release = release_with(kept, _seen(concepts_by_row(connection, kept)))
    altered = how_altered(release, kept)
    if altered:
        raise StoreDamaged(altered)
    return release


def release_with(kept: KeptRelease, concepts: Iterable[Concept]) -> Release:
    """A release with these concepts."""
    return Release(
        scheme=kept.scheme,
        version=kept.version,
        concepts=tuple(concepts),
        validity=kept.validity,
        recorded=kept.recorded,
        lineage=kept.lineage,
        publisher_versions=kept.publisher_versions,
    )


def how_altered(release: Release, kept: KeptRelease) -> Sentence:
    """What tells that a release is not the one that was put in; empty when it is."""
    if len(release.concepts) != kept.size:
        here = len(release.concepts)
        return kept.named + both(
            f" har {here} begreber, {kept.size} blev lagt ind ({kept.digest})",
            f" has {here} concepts, {kept.size} were put in ({kept.digest})",
        )
    if (release.digest, release.structure_digest) != (kept.digest, kept.structure_digest):
        return kept.named + _not_as_put_in(kept.digest)
    return NOTHING


def _release_name(name: str, version: str) -> Sentence:
    return both(f"udgaven {name}@{version}", f"release {name}@{version}")


def _not_as_put_in(digest: str) -> Sentence:
    return both(f" er ikke det, der blev lagt ind ({digest})", f" is not what was put in ({digest})")


def concepts_by_row(connection: Connection, kept: KeptRelease) -> Iterator[Look[Concept]]:
    """The concepts of a release in their order, row by row."""
    name = kept.named
    rows = connection.execute(
        select(ConceptRow.position, ConceptRow.code, cast(ConceptRow.content, Text).label("content"))
        .where(ConceptRow.release_id == kept.id)
        .order_by(ConceptRow.position)
    )
    for row in rows:
        concept = both(
            f"{name.da}: begrebet {row.code!r} (række {row.position})",
            f"{name.en}: concept {row.code!r} (row {row.position})",
        )
        yield concept, partial(_concept, row)


def _concept(row: Any) -> Concept:
    concept = concept_from_json(json_value(row.content))
    if concept.code != row.code:
        raise StoreDamaged(
            both(f"dets indhold handler om {concept.code!r}", f"its content is about {concept.code!r}")
        )
    return concept


# classifications


def read_schemes(connection: Connection) -> dict[int, ConceptScheme]:
    """Every classification under the number of its row."""
    return dict(_seen(schemes_by_row(connection)))


def schemes_by_row(connection: Connection) -> Iterator[Look[tuple[int, ConceptScheme]]]:
    """The classifications with their numbers, row by row."""
    content = cast(SchemeRow.content, Text).label("content")
    for row in connection.execute(select(SchemeRow.id, SchemeRow.name, content).order_by(SchemeRow.id)):
        yield both(f"klassifikationen {row.name!r}", f"classification {row.name!r}"), partial(_scheme, row)


def _scheme(row: Any) -> tuple[int, ConceptScheme]:
    return row.id, scheme_from_json(json_value(row.content))


def read_recipes(connection: Connection) -> dict[str, Recipe]:
    """The recipe of each classification that has one, under its system URI."""
    return dict(_seen(recipes_by_row(connection)))


def recipes_by_row(connection: Connection) -> Iterator[Look[tuple[str, Recipe]]]:
    """The recipes with the URIs of their classifications, row by row."""
    rows = connection.execute(
        select(SchemeRow.uri, cast(RecipeRow.content, Text).label("content"))
        .join(SchemeRow, SchemeRow.id == RecipeRow.scheme_id)
        .order_by(SchemeRow.id)
    )
    for row in rows:
        yield both(f"opskriften for {row.uri!r}", f"recipe of {row.uri!r}"), partial(_recipe, row)


def _recipe(row: Any) -> tuple[str, Recipe]:
    return text_value(row.uri), recipe_from_json(json_value(row.content))


# value sets and maps


def read_things(connection: Connection) -> tuple[KeptThings, ...]:
    """What each publication brought beside releases, in the order of arrival; their content is not read."""
    things: dict[int, list[Thing]] = {}
    for kind, table in ((VALUE_SET, ValueSetRow), (MAP, ConceptMapRow)):
        columns = (table.publication_id, table.uri, table.name, table.version, table.digest)
        recorded = type_coerce(table.recorded, Text).label("recorded")
        for row in connection.execute(select(*columns, recorded).order_by(table.id)):
            thing = decoded(_thing_name(kind, row), _thing, kind, row)
            things.setdefault(row.publication_id, []).append(thing)
    publications = connection.execute(
        select(
            PublicationRow.id,
            PublicationRow.origin,
            type_coerce(PublicationRow.recorded, Text).label("recorded"),
        ).order_by(PublicationRow.id)
    )
    return tuple(
        decoded(_publication_name(row.id), _kept_things, row, things[row.id])
        for row in publications
        if row.id in things
    )


def _thing_name(kind: str, row: Any) -> Sentence:
    what, label = THINGS[kind], f"{row.name}@{row.version}"
    return both(f"{what.da} {label}", f"{what.en} {label}")


def _thing(kind: str, row: Any) -> Thing:
    says = tuple(map(text_value, (row.uri, row.name, row.version, row.digest)))
    return kind, *says, instant_value(row.recorded).isoformat()  # type: ignore[return-value]


def _kept_things(row: Any, things: Iterable[Thing]) -> KeptThings:
    return KeptThings(row.id, instant_value(row.recorded), text_value(row.origin), tuple(things))


def read_value_sets(connection: Connection, publication: int | None = None) -> tuple[ValueSet, ...]:
    """Every edition of every value set in the order of arrival, or those that one publication brought.

    Stores of before value sets had companions say by their publications what came together.

    Raises:
        StoreDamaged: one cannot be read, or has another digest than it was put in with.
    """
    found = tuple(_seen(value_sets_by_row(connection, publication)))
    rows = _edition_rows(connection, ValueSetRow, publication)
    earlier = {row.publication_id for row in rows if _COMPANIONS not in row.content}
    if not earlier:
        return found
    of: dict[int, list[ValueSet]] = {}
    for row, value_set in zip(rows, found, strict=True):
        of.setdefault(row.publication_id, []).append(value_set)
    for number in earlier:
        of[number] = list(published_together(of[number], _labels(connection, number)))
    left = {number: iter(value_sets) for number, value_sets in of.items()}
    return tuple(next(left[row.publication_id]) for row in rows)


def _labels(connection: Connection, publication: int) -> Iterator[tuple[str, str]]:
    """System and label of each release that came in a publication; all that came with the program are one."""
    bundled = select(PublicationRow.bundled).where(PublicationRow.id == publication).scalar_subquery()
    together = select(PublicationRow.id).where(
        or_(PublicationRow.id == publication, and_(bundled, PublicationRow.bundled))
    )
    scheme = cast(SchemeRow.content, Text).label("scheme")
    query = select(scheme, ReleaseRow.version).join(SchemeRow, SchemeRow.id == ReleaseRow.scheme_id)
    for row in connection.execute(query.where(ReleaseRow.publication_id.in_(together))):
        described = scheme_from_json(json_value(row.scheme))
        yield from ((uri, text_value(row.version)) for uri in (described.uri, *described.aliases))


def value_sets_by_row(connection: Connection, publication: int | None = None) -> Iterator[Look[ValueSet]]:
    """The editions of value sets, row by row."""
    for row in _edition_rows(connection, ValueSetRow, publication):
        yield _thing_name(VALUE_SET, row), partial(_value_set, row)


def _edition_rows(
    connection: Connection, table: type[ValueSetRow] | type[ConceptMapRow], publication: int | None
) -> Sequence[Any]:
    content = cast(table.content, Text).label("content")
    recorded = type_coerce(table.recorded, Text).label("recorded")
    columns = (table.id, table.publication_id, table.uri, table.name, table.version, table.digest)
    query = select(*columns, content, recorded).order_by(table.id)
    if publication is not None:
        query = query.where(table.publication_id == publication)
    return connection.execute(query).all()


def _value_set(row: Any) -> ValueSet:
    value_set = value_set_from_json(json_value(row.content))
    _must_be_as_put_in(row, value_set, value_set_digest(value_set))
    return value_set


def read_maps(connection: Connection, publication: int | None = None) -> tuple[ConceptMap, ...]:
    """Every edition of every concept map in the order of arrival, or those that one publication brought.

    Raises:
        StoreDamaged: one cannot be read, or has another digest than it was put in with.
    """
    return tuple(_seen(maps_by_row(connection, publication)))


def maps_by_row(connection: Connection, publication: int | None = None) -> Iterator[Look[ConceptMap]]:
    """The editions of concept maps, row by row."""
    for row in _edition_rows(connection, ConceptMapRow, publication):
        yield _thing_name(MAP, row), partial(_map, connection, row)


def _map(connection: Connection, row: Any) -> ConceptMap:
    statements = list(_seen(statements_by_row(connection, row.id)))
    concept_map = map_from_json({**json_value(row.content), "mappings": statements})
    _must_be_as_put_in(row, concept_map, map_digest(concept_map))
    return concept_map


def statements_by_row(connection: Connection, concept_map: int) -> Iterator[Look[Any]]:
    """The statements of a map in their order, row by row."""
    rows = connection.execute(
        select(MappingRow.position, MappingRow.source_code, cast(MappingRow.content, Text).label("content"))
        .where(MappingRow.concept_map_id == concept_map)
        .order_by(MappingRow.position)
    )
    for row in rows:
        statement = both(
            f"udsagnet om {row.source_code!r} (række {row.position})",
            f"statement about {row.source_code!r} (row {row.position})",
        )
        yield statement, partial(json_value, row.content)


def _must_be_as_put_in(row: Any, thing: ValueSet | ConceptMap, digest: str) -> None:
    if digest != row.digest:
        raise StoreDamaged(both("det", "it") + _not_as_put_in(row.digest))
    says = (thing.uri, thing.name, thing.version, thing.recorded)
    if says != (row.uri, row.name, row.version, instant_value(row.recorded)):
        about = f"{thing.name}@{thing.version} ({thing.uri})"
        raise StoreDamaged(both(f"indholdet handler om {about}", f"its content is about {about}"))


# the log


def read_publications(connection: Connection) -> Sequence[Publication]:
    """The log of imports, oldest first; what was noticed is kept in English."""
    findings: dict[int, list[Finding]] = {}
    for number, finding in _seen(findings_by_row(connection)):
        findings.setdefault(number, []).append(finding)
    return [
        replace(publication, findings=tuple(findings.get(publication.id, ())))
        for publication in _seen(publications_by_row(connection))
    ]


def publications_by_row(connection: Connection) -> Iterator[Look[Publication]]:
    """The log of imports without findings, row by row."""
    rows = connection.execute(
        select(
            PublicationRow.id,
            PublicationRow.origin,
            type_coerce(PublicationRow.bundled, Integer).label("bundled"),
            type_coerce(PublicationRow.recorded, Text).label("recorded"),
            cast(PublicationRow.summary, Text).label("summary"),
        ).order_by(PublicationRow.id)
    )
    for row in rows:
        yield _publication_name(row.id), partial(_publication, row)


def _publication_name(number: int) -> Sentence:
    return both(f"publiceringen {number}", f"publication {number}")


def _publication(row: Any) -> Publication:
    recorded, bundled = instant_value(row.recorded), flag_value(row.bundled)
    return Publication(row.id, recorded, text_value(row.origin), bundled, json_value(row.summary), ())


def findings_by_row(connection: Connection) -> Iterator[Look[tuple[int, Finding]]]:
    """What was noticed, each with the number of its publication, row by row."""
    query = select(FindingRow.__table__).order_by(FindingRow.publication_id, FindingRow.position)
    for row in connection.execute(query):
        position, number = row.position, row.publication_id
        name = both(
            f"fund {position} i publiceringen {number}", f"finding {position} of publication {number}"
        )
        yield name, partial(_finding, row)


def _finding(row: Any) -> tuple[int, Finding]:
    place = Place(text_value(row.file), int(row.line), text_value(row.path))
    text, remedy = same(text_value(row.text)), same(text_value(row.remedy))
    severity = Severity(row.severity)
    return row.publication_id, Finding(text_value(row.rule), severity, text, place, remedy)
