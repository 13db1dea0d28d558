"""The store looked after: is what it holds what was put in; copied, and restored."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select

from api.service.progress import Progress, silent
from api.store.copying import read_copy, write_copy
from api.store.database import Database
from api.store.reading import KeptRelease, read_maps, read_release, read_releases, read_value_sets
from api.store.tables import ConceptMapRow, ValueSetRow
from api.store.writing import map_digest, value_set_digest

__all__ = ["backup", "check_store", "read_copy"]


def check_store(database: Database, progress: Progress = silent) -> Iterator[str]:
    """Everything that is not as it was put in, in words: damage of the file, content whose digest differs."""
    yield from database.damage()
    with database.reading() as connection:
        kept = {one.id: one for one in read_releases(connection)}
        for done, one in enumerate(kept.values()):
            progress(done, len(kept), f"reading {one.scheme.name}@{one.version}")
            yield from _altered(connection, one)
        progress(len(kept), len(kept), "read")
        sets = connection.execute(select(ValueSetRow.digest).order_by(ValueSetRow.id)).scalars()
        for digest, value_set in zip(sets, read_value_sets(connection), strict=True):
            if value_set_digest(value_set) != digest:
                yield f"value set {value_set.name}@{value_set.version} is not what was put in ({digest})"
        maps = connection.execute(select(ConceptMapRow.digest).order_by(ConceptMapRow.id)).scalars()
        for digest, concept_map in zip(maps, read_maps(connection), strict=True):
            if map_digest(concept_map) != digest:
                yield f"map {concept_map.name}@{concept_map.version} is not what was put in ({digest})"


def _altered(connection: Connection, kept: KeptRelease) -> Iterator[str]:
    release = read_release(connection, kept)
    name = f"release {kept.scheme.name}@{kept.version}"
    if len(release.concepts) != kept.size:
        yield f"{name} has {len(release.concepts)} concepts, {kept.size} were put in ({kept.digest})"
    elif (release.digest, release.structure_digest) != (kept.digest, kept.structure_digest):
        yield f"{name} is not what was put in ({kept.digest})"


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
