"""Taking an import back: everything that it brought goes, in one transaction, and its entry in the log stays.

It is for accidents, right after them. What others may rest on is withdrawn instead, and so an import on which a later
one builds stays: one that brought something of the same classification, value set or map, or that names a
classification or value set which would no longer be here.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import DeclarativeBase

from api.archive.archive import Archive
from api.archive.deciding import Author
from api.store.ledger import MAP, RELEASE, VALUE_SET, read_ledger, read_undone, write_undoing
from api.store.reading import read_value_sets
from api.store.state import advance, note_bundled, read_state
from api.store.tables import (
    ConceptMapRow,
    ConceptRow,
    MappingRow,
    PublicationRow,
    RecipeRow,
    ReleaseAgainRow,
    ReleaseRow,
    RenamingRow,
    SchemeRow,
    ValueSetRow,
    WithdrawalRow,
)
from classification.errors import InvalidRequest
from classification.record import frozen
from classification.sentence import Sentence, both

_Thing = tuple[str, str]
"""Kind and URI."""


@frozen
class Brought:
    """One thing that the import brought, under its label: the kind, the name, how many concepts or rows."""

    what: str
    name: str
    version: str
    size: int
    again: bool = False

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {"what": self.what, "name": self.name, "version": self.version, "size": self.size}


@frozen
class Undone:
    """The import that was taken back, and what went with it."""

    number: int
    recorded: datetime
    origin: str
    brought: tuple[Brought, ...]

    def to_json(self) -> dict[str, Any]:
        """As a JSON object."""
        return {
            "import": self.number,
            "recorded": self.recorded.isoformat(),
            "origin": self.origin,
            "removed": [one.to_json() for one in self.brought],
        }


def undo(archive: Archive, number: int | None, author: Author, *, dry_run: bool = False) -> Undone:
    """Take the last import back, or the one of that number.

    Raises:
        InvalidRequest: there is none, or later imports build on it; says which.
        StoreReadOnly: the store may not be written.
    """
    archive.database.must_be_writable(both("ingen import kan tages tilbage", "no import can be taken back"))
    if dry_run:
        with archive.database.reading() as connection:
            return _Undoing(connection, number).undone
    with archive.database.writing() as connection:
        read_state(connection, lock=True)
        undoing = _Undoing(connection, number)
        undoing.carry_out(author)
        advance(connection)
        if undoing.touches_bundled:
            note_bundled(connection, "")  # what it had put aside is loaded at the next start
    archive.terminology()
    return undoing.undone


class _Undoing:
    """One import to be taken back, looked at over one connection."""

    def __init__(self, connection: Connection, number: int | None) -> None:
        self._at = connection
        self._undone = read_undone(connection)
        self._row = self._publication(number)
        self.number: int = self._row.id
        self._releases = self._of(ReleaseRow, ReleaseRow.id, ReleaseRow.scheme_id, ReleaseRow.version)
        self._sets = self._of(ValueSetRow, ValueSetRow.uri, ValueSetRow.version)
        self._maps = self._of(ConceptMapRow, ConceptMapRow.id, ConceptMapRow.uri, ConceptMapRow.version)
        self._uris = {row.id: row.uri for row in connection.execute(select(SchemeRow.id, SchemeRow.uri))}
        self._must_not_be_built_on()
        self.undone = Undone(self.number, self._row.recorded, self._row.origin, tuple(self._brought()))

    @property
    def touches_bundled(self) -> bool:
        """Whether a classification that came with the program loses an edition."""
        schemes = {row.scheme_id for row in self._releases} | set(self._again().values())
        query = (
            select(ReleaseRow.scheme_id)
            .join(PublicationRow, PublicationRow.id == ReleaseRow.publication_id)
            .where(PublicationRow.bundled)
        )
        return not schemes.isdisjoint(self._at.execute(query).scalars())

    def _publication(self, number: int | None) -> Any:
        columns = (PublicationRow.id, PublicationRow.recorded, PublicationRow.origin, PublicationRow.bundled)
        rows = self._at.execute(select(*columns, PublicationRow.before).order_by(PublicationRow.id)).all()
        imports = [row for row in rows if not row.bundled and row.id not in self._undone]
        found = next((row for row in reversed(imports) if number in {None, row.id}), None)
        if found is None:
            raise InvalidRequest(_no_import(number, [row.id for row in imports]))
        return found

    def _of(self, table: Any, *columns: Any) -> list[Any]:
        query = select(*columns).where(table.publication_id == self.number).order_by(table.id)
        return list(self._at.execute(query))

    def _again(self) -> dict[int, int]:
        """The rows that record an edition once more, with the classification of each."""
        query = (
            select(ReleaseAgainRow.id, ReleaseRow.scheme_id)
            .join(ReleaseRow, ReleaseRow.id == ReleaseAgainRow.release_id)
            .where(ReleaseAgainRow.publication_id == self.number)
        )
        return {row.id: row.scheme_id for row in self._at.execute(query)}

    # what it brought

    def _brought(self) -> Iterator[Brought]:
        given = read_ledger(self._at)
        schemes = self._at.execute(select(SchemeRow.id, SchemeRow.uri, SchemeRow.name))
        names = {row.id: given.name(RELEASE, row.uri) or row.name for row in schemes}
        for row in self._of(ReleaseRow, ReleaseRow.scheme_id, ReleaseRow.version, ReleaseRow.size):
            yield Brought(RELEASE, names[row.scheme_id], row.version, row.size)
        for row in self._of(ValueSetRow, ValueSetRow.uri, ValueSetRow.name, ValueSetRow.version):
            yield Brought(VALUE_SET, given.name(VALUE_SET, row.uri) or row.name, row.version, 1)
        maps = (ConceptMapRow.id, ConceptMapRow.uri, ConceptMapRow.name, ConceptMapRow.version)
        for row in self._of(ConceptMapRow, *maps):
            rows = select(MappingRow.position).where(MappingRow.concept_map_id == row.id)
            size = len(self._at.execute(rows).all())
            yield Brought(MAP, given.name(MAP, row.uri) or row.name, row.version, size)
        query = (
            select(ReleaseRow.scheme_id, ReleaseRow.version, ReleaseRow.size)
            .join(ReleaseAgainRow, ReleaseAgainRow.release_id == ReleaseRow.id)
            .where(ReleaseAgainRow.publication_id == self.number)
        )
        for row in self._at.execute(query):
            yield Brought(RELEASE, names[row.scheme_id], row.version, row.size, again=True)

    # what builds on it

    def _must_not_be_built_on(self) -> None:
        for number, origin, what in self._builders():
            raise InvalidRequest(
                both(
                    f"importen {self.number} ({self._row.origin}) kan ikke tages tilbage: importen {number} ({origin}) "
                    f"bygger på den med {what.da}; tag den tilbage først, eller brug samsprog withdraw",
                    f"import {self.number} ({self._row.origin}) cannot be taken back: import {number} ({origin}) "
                    f"builds on it with {what.en}; take that back first, or use samsprog withdraw",
                )
            )

    def _builders(self) -> Iterator[tuple[int, str, Sentence]]:
        query = select(PublicationRow.id, PublicationRow.origin).where(
            PublicationRow.id > self.number, PublicationRow.bundled.is_(False)
        )
        mine, leaving = set(self._things(self.number)), self._leaving()
        for number, origin in self._at.execute(query.order_by(PublicationRow.id)):
            if number in self._undone:
                continue
            for kind, uri in self._things(number):
                if (kind, uri) in mine:
                    yield number, origin, both(f"mere af {uri}", f"more of {uri}")
            for uri in self._named(number) if leaving else ():
                if uri in leaving:
                    yield number, origin, both(f"en henvisning til {uri}", f"a reference to {uri}")

    def _things(self, number: int) -> Iterator[_Thing]:
        releases = select(ReleaseRow.scheme_id).where(ReleaseRow.publication_id == number)
        again = (
            select(ReleaseRow.scheme_id)
            .join(ReleaseAgainRow, ReleaseAgainRow.release_id == ReleaseRow.id)
            .where(ReleaseAgainRow.publication_id == number)
        )
        for query in (releases, again):
            yield from ((RELEASE, self._uris[scheme]) for scheme in self._at.execute(query).scalars())
        for kind, table in ((VALUE_SET, ValueSetRow), (MAP, ConceptMapRow)):
            uris = select(table.uri).where(table.publication_id == number)
            yield from ((kind, uri) for uri in self._at.execute(uris).scalars())

    def _leaving(self) -> set[str]:
        """The URIs, former ones too, of classifications and value sets that would no longer be here."""
        left: set[str] = set()
        schemes = {row.scheme_id for row in self._releases}
        for scheme in schemes:
            others = select(ReleaseRow.id).where(
                ReleaseRow.scheme_id == scheme, ReleaseRow.publication_id != self.number
            )
            if self._at.execute(others).first() is None:
                content = self._at.execute(
                    select(SchemeRow.content).where(SchemeRow.id == scheme)
                ).scalar_one()
                left |= {self._uris[scheme], *content.get("aliases", ())}
        for uri in {row.uri for row in self._sets}:
            others = select(ValueSetRow.id).where(
                ValueSetRow.uri == uri, ValueSetRow.publication_id != self.number
            )
            if self._at.execute(others).first() is None:
                left.add(uri)
        return left

    def _named(self, number: int) -> Iterator[str]:
        """The classifications and value sets that the value sets and maps of an import name."""
        for value_set in read_value_sets(self._at, number):
            for part in (*value_set.include, *value_set.exclude):
                yield from (part.system, *(name.partition("|")[0] for name in part.value_sets))
        maps = select(ConceptMapRow.id).where(ConceptMapRow.publication_id == number)
        for column in (MappingRow.source_system, MappingRow.target_system):
            query = select(column).where(MappingRow.concept_map_id.in_(maps)).distinct()
            yield from self._at.execute(query).scalars()

    # taking it back

    def carry_out(self, author: Author) -> None:
        """Remove everything that the import brought, and what was decided about what is no longer here."""
        self._remove(ReleaseAgainRow, ReleaseAgainRow.publication_id == self.number)
        self._remove(ConceptRow, ConceptRow.release_id.in_([row.id for row in self._releases]))
        self._remove(ReleaseRow, ReleaseRow.publication_id == self.number)
        self._remove(ValueSetRow, ValueSetRow.publication_id == self.number)
        self._remove(MappingRow, MappingRow.concept_map_id.in_([row.id for row in self._maps]))
        self._remove(ConceptMapRow, ConceptMapRow.publication_id == self.number)
        self._put_back()
        self._forget_decisions()
        removed = {"things": [one.to_json() for one in self.undone.brought]}
        write_undoing(self._at, self.number, author.recorded, author.who, removed)

    def _remove(self, table: type[DeclarativeBase], which: Any) -> None:
        self._at.execute(delete(table).where(which))

    def _put_back(self) -> None:
        """Descriptions and recipes as they were; a classification of which nothing is left goes."""
        before = self._row.before or {}
        for uri, recipe in before.get("recipes", {}).items():
            scheme = self._at.execute(select(SchemeRow.id).where(SchemeRow.uri == uri)).scalar_one()
            self._remove(RecipeRow, RecipeRow.scheme_id == scheme)
            if recipe is not None:
                self._at.execute(insert(RecipeRow).values(scheme_id=scheme, content=recipe))
        for uri, content in before.get("schemes", {}).items():
            if content is not None:
                self._at.execute(update(SchemeRow).where(SchemeRow.uri == uri).values(content=content))
        held = select(ReleaseRow.scheme_id)
        gone = select(SchemeRow.id).where(SchemeRow.id.not_in(held))
        self._remove(RecipeRow, RecipeRow.scheme_id.in_(gone))
        self._remove(SchemeRow, SchemeRow.id.not_in(held))

    def _forget_decisions(self) -> None:
        labels = set(self._labels_held())
        for row in self._at.execute(
            select(WithdrawalRow.id, WithdrawalRow.kind, WithdrawalRow.uri, WithdrawalRow.version)
        ).all():
            if (row.kind, row.uri, row.version) not in labels:
                self._remove(WithdrawalRow, WithdrawalRow.id == row.id)
        things = {(kind, uri) for kind, uri, _ in labels}
        for number, kind, uri in self._at.execute(
            select(RenamingRow.id, RenamingRow.kind, RenamingRow.uri)
        ).all():
            if (kind, uri) not in things:
                self._remove(RenamingRow, RenamingRow.id == number)

    def _labels_held(self) -> Iterator[tuple[str, str, str]]:
        query = select(SchemeRow.uri, ReleaseRow.version).join(
            ReleaseRow, ReleaseRow.scheme_id == SchemeRow.id
        )
        yield from ((RELEASE, uri, version) for uri, version in self._at.execute(query))
        for kind, table in ((VALUE_SET, ValueSetRow), (MAP, ConceptMapRow)):
            for uri, version in self._at.execute(select(table.uri, table.version)):
                yield kind, uri, version


def _no_import(number: int | None, numbers: list[int]) -> Sentence:
    if number is None:
        return both("der er ingen import at tage tilbage", "there is no import to take back")
    listed = ", ".join(map(str, numbers[-10:])) or "–"
    return both(
        f"der er ingen import {number} at tage tilbage; der er {listed}",
        f"there is no import {number} to take back; there are {listed}",
    )
