"""The store looked after: is what it holds what was put in; copied, and restored."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from api.service.progress import Progress, silent
from api.store.copying import read_copy, write_copy
from api.store.database import Database
from api.store.reading import KeptRelease, read_map, read_release, read_releases, read_value_set
from api.store.tables import ConceptMapRow, ValueSetRow
from api.store.writing import map_digest, value_set_digest
from classification.sentence import Sentence, both, same

__all__ = ["backup", "check_store", "held", "read_copy"]


def check_store(database: Database, progress: Progress = silent) -> Iterator[Sentence]:
    """Everything that is not as it was put in, in words: damage of the file, content whose digest differs.

    A digest is over content: codes, texts, hierarchy, definitions, rows. How many there should be no digest tells:
    `held` counts them, for whoever knows.
    """
    yield from map(same, database.damage())
    with database.reading() as connection:
        kept = read_releases(connection)
        for done, one in enumerate(kept):
            label = f"{one.scheme.name}@{one.version}"
            name = both(f"udgaven {label}", f"release {label}")
            progress(done, len(kept), both(f"læser {label}", f"reading {label}"))
            yield from _readable(name, partial(_altered, connection, one))
        progress(len(kept), len(kept), both("læst", "read"))
        for what, table, digest_of in (
            (both("værdisættet", "value set"), ValueSetRow, _value_set_digest),
            (both("kortlægningen", "map"), ConceptMapRow, _map_digest),
        ):
            for row, label, digest in _rows(connection, table):
                name = what + same(f" {label}")
                look = partial(_compared, name, digest, partial(digest_of, connection, row))
                yield from _readable(name, look)


def held(database: Database) -> tuple[int, int, int]:
    """How many releases, value sets and maps there are, in all their editions."""
    with database.reading() as connection:
        sizes = [len(_rows(connection, table)) for table in (ValueSetRow, ConceptMapRow)]
        return len(read_releases(connection)), sizes[0], sizes[1]


def _rows(
    connection: Connection, table: type[ValueSetRow] | type[ConceptMapRow]
) -> list[tuple[int, str, str]]:
    """Number, name and digest of each row."""
    rows = connection.execute(select(table.id, table.name, table.version, table.digest).order_by(table.id))
    return [(row.id, f"{row.name}@{row.version}", row.digest) for row in rows]


def _readable(name: Sentence, look: Callable[[], Iterable[Sentence]]) -> Iterator[Sentence]:
    """What was found on looking; or that it cannot even be read, whatever the damage does to who reads it."""
    try:
        found = list(look())
    except (SQLAlchemyError, MemoryError):
        raise
    except Exception as error:
        said = f"({type(error).__name__}: {error})"
        found = [
            both(
                f"{name.da} kan ikke læses: indholdet er beskadiget {said}",
                f"{name.en} cannot be read: it is damaged {said}",
            )
        ]
    yield from found


def _value_set_digest(connection: Connection, row: int) -> str:
    return value_set_digest(read_value_set(connection, row))


def _map_digest(connection: Connection, row: int) -> str:
    return map_digest(read_map(connection, row))


def _compared(name: Sentence, put_in: str, digest: Callable[[], str]) -> Iterator[Sentence]:
    if digest() != put_in:
        yield _is_other(name, put_in)


def _is_other(name: Sentence, put_in: str) -> Sentence:
    return both(
        f"{name.da} er ikke det, der blev lagt ind ({put_in})", f"{name.en} is not what was put in ({put_in})"
    )


def _altered(connection: Connection, kept: KeptRelease) -> Iterator[Sentence]:
    release = read_release(connection, kept)
    label = f"{kept.scheme.name}@{kept.version}"
    if len(release.concepts) != kept.size:
        here, put_in = len(release.concepts), f"{kept.size} were put in ({kept.digest})"
        yield both(
            f"udgaven {label} har {here} begreber, {kept.size} blev lagt ind ({kept.digest})",
            f"release {label} has {here} concepts, {put_in}",
        )
    elif (release.digest, release.structure_digest) != (kept.digest, kept.structure_digest):
        yield _is_other(both(f"udgaven {label}", f"release {label}"), kept.digest)


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
