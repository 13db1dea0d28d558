"""The store looked after: is what it holds what was put in; copied, and restored."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from api.archive.progress import Progress, silent
from api.store.copying import read_copy, write_copy
from api.store.damage import decoded
from api.store.database import Database
from api.store.errors import StoreDamaged
from api.store.ledger import renamings_by_row, withdrawals_by_row
from api.store.reading import (
    KeptRelease,
    Look,
    concepts_by_row,
    findings_by_row,
    how_altered,
    maps_by_row,
    publications_by_row,
    recipes_by_row,
    release_with,
    releases_again_by_row,
    releases_by_row,
    schemes_by_row,
    statements_by_row,
    value_sets_by_row,
)
from api.store.state import read_state
from api.store.tables import ConceptMapRow, ReleaseRow, ValueSetRow
from classification.sentence import Sentence, both

T = TypeVar("T")
__all__ = ["backup", "check_store", "held", "read_copy"]


def check_store(database: Database, progress: Progress = silent) -> Iterator[Sentence]:
    """Everything that is not as it was put in, in words: damage of the file, rows, content whose digest differs.

    Every row is looked at, whatever is wrong with those before it. A digest is over content: codes, texts, hierarchy,
    definitions, rows. How many there should be no digest tells: `held` counts them, for whoever knows.
    """
    yield from database.damage()
    with database.reading() as connection:
        check = _Check(database, connection)
        yield from check.run(progress)


class _Check:
    """One look at everything, over one connection; `problems` are told as they are found."""

    def __init__(self, database: Database, connection: Connection) -> None:
        self._database = database
        self._connection = connection

    def run(self, progress: Progress) -> Iterator[Sentence]:
        at = self._connection
        state = both("lagerets tilstand", "the state of the store")
        yield from self._damaged(both("tilstanden", "the state"), lambda: [(state, lambda: read_state(at))])
        for table, rows in (
            (both("klassifikationerne", "classifications"), schemes_by_row),
            (both("opskrifterne", "recipes"), recipes_by_row),
            (both("loggen over importer", "the log of imports"), publications_by_row),
            (both("fundene", "findings"), findings_by_row),
            (both("tilbagetrækningerne", "withdrawals"), withdrawals_by_row),
            (both("omdøbningerne", "renamings"), renamings_by_row),
        ):
            yield from self._damaged(table, partial(rows, at))
        releases: list[KeptRelease] = []
        yield from self._damaged(both("udgaverne", "releases"), lambda: releases_by_row(at), releases)
        again = both("udgaverne, der er noteret igen", "releases recorded again")
        yield from self._damaged(again, lambda: releases_again_by_row(at, releases))
        for done, one in enumerate(releases):
            label = f"{one.scheme.name}@{one.version}"
            progress(done, len(releases), both(f"læser {label}", f"reading {label}"))
            yield from self._release(one)
        progress(len(releases), len(releases), both("læst", "read"))
        yield from self._damaged(both("værdisættene", "value sets"), lambda: value_sets_by_row(at))
        yield from self._maps()

    def _release(self, row: KeptRelease) -> Iterator[Sentence]:
        name = row.named
        concepts: list[Any] = []
        damaged = list(self._damaged(name, lambda: concepts_by_row(self._connection, row), concepts))
        if damaged:
            yield from damaged
            return
        try:
            altered = decoded(name, how_altered, release_with(row, concepts), row)
        except StoreDamaged as damage:
            altered = damage.said
        if altered:
            yield altered

    def _maps(self) -> Iterator[Sentence]:
        """Statements that are damaged, then maps that are not as put in though their statements can be read."""
        damaged: set[str] = set()
        table = ConceptMapRow
        try:
            rows = self._connection.execute(
                select(table.id, table.name, table.version).order_by(table.id)
            ).all()
        except DBAPIError as error:
            if self._database.is_away(error):
                raise
            rows = []  # told when the maps themselves are read
        for row in rows:
            label = f"{row.name}@{row.version}"
            name = both(f"kortlægningen {label}: ", f"map {label}: ")
            statements = partial(statements_by_row, self._connection, row.id)
            for problem in self._damaged(name + both("udsagnene", "statements"), statements):
                damaged.add(f"map {label} ")
                yield name + problem
        for problem in self._damaged(both("kortlægningerne", "maps"), partial(maps_by_row, self._connection)):
            if not any(problem.en.startswith(name) for name in damaged):
                yield problem

    def _damaged(
        self, name: Sentence, rows: Callable[[], Iterable[Look[T]]], sound: list[T] | None = None
    ) -> Iterator[Sentence]:
        """What is wrong with each row; what the others hold is added to `sound`."""
        try:
            for row, look in rows():
                try:
                    value = decoded(row, look)
                except StoreDamaged as damage:
                    yield damage.said
                else:
                    if sound is not None:
                        sound.append(value)
        except DBAPIError as error:
            if self._database.is_away(error):
                raise
            yield name + both(
                f": rækker kan ikke læses, databasen er beskadiget der ({error.orig})",
                f": rows cannot be read, the database is damaged there ({error.orig})",
            )


def held(database: Database) -> tuple[int, int, int]:
    """How many releases, value sets and maps there are, in all their editions."""
    with database.reading() as connection:
        releases, value_sets, maps = (
            connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (ReleaseRow, ValueSetRow, ConceptMapRow)
        )
        return releases, value_sets, maps


def backup(database: Database, path: Path) -> Counter[str]:
    """Write a copy of the store to a file: whole, or none; how many rows of each table.

    Raises:
        OSError: the file cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as out:
            rows = write_copy(database, out)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return rows
