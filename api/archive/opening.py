"""Opening what the store holds, fast: its catalogue is mapped, the database is asked for its generation alone.

no database, or nothing in it   the bundled vocabularies (`api.archive.bundled`); not where a store has been
catalogue of this generation    mapped; neither SQLAlchemy nor a reader of any format is imported
else                            the catalogue is made from the store (`api.archive.archive`), then mapped
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from api.archive.bundled import open_bundled
from api.archive.place import StorePlace, compiled_files, mapped_catalogue, snapshot_path, store_is_there
from api.archive.progress import Progress, silent
from classification import Terminology
from classification.sentence import both

if TYPE_CHECKING:
    from api.settings import Settings


def open_terminology(settings: Settings, progress: Progress = silent) -> Terminology:
    """Everything that may be asked about: what the store holds, else the bundled vocabularies.

    Raises:
        StoreError: the store is there and cannot be read (see `api.store.errors`).
        MissingExtra: the store is there, and what reads it is not installed.
        InvalidContent: a bundled vocabulary is broken.
    """
    path = settings.sqlite_path
    if path is not None:
        if not store_is_there(str(path), str(settings.data_dir)):
            return open_bundled(settings.cache_dir, progress)
        found = open_kept(str(path), str(settings.data_dir), str(settings.cache_dir))
        if found is not None:
            return found

    try:
        from api.archive.archive import Archive
    except ModuleNotFoundError as error:
        raise _closed(error, str(path or "")) from error

    with Archive(settings) as archive:
        if not archive.state().generation:
            return open_bundled(settings.cache_dir, progress)
        return archive.terminology(progress)


def _closed(error: ModuleNotFoundError, path: str) -> Exception:
    """There is a store, and nothing that reads it."""
    from api.extras import missing_extra

    which = both("databasen i database_url", "the database of database_url")
    if path:
        which = both(f"lageret i {path}", f"the store at {path}")
    return missing_extra(error, needed_by=which) or error


def open_kept(database: str, data_dir: str, cache_dir: str) -> Terminology | None:
    """The terminology of an SQLite store by its catalogue; None when there is no store or its catalogue is not at hand.

    Plain strings and few imports: this is how the command starts when there is a store.
    """
    tag = _stored_tag(database) if os.path.isfile(database) else ""  # noqa: PTH113
    if not tag:
        return None
    place = StorePlace(f"sqlite:///{database}", database, data_dir, cache_dir)
    files = compiled_files(place)
    found = (
        mapped_catalogue(snapshot_path(folder, tag), place, files, _part_again)
        for folder in (data_dir, cache_dir)
    )
    return next((terminology for terminology in found if terminology is not None), None)


def _part_again(place: StorePlace, name: str) -> bytes:
    try:
        from api.archive.archive import part_again
    except ModuleNotFoundError as error:
        raise _closed(error, place.database) from error

    return part_again(place, name)


def _stored_tag(path: str) -> str:
    """The tag of the state in an SQLite database (as `api.store.state.State.tag`); empty when it cannot be told.

    Nor is it told of tables of another step than this program's: what opens the database says what that means.
    """
    import sqlite3

    from api.store.migrations import HEAD
    from api.store.read_only import open_read_only

    try:
        connection = open_read_only(path)
    except sqlite3.Error:
        return ""
    try:
        (step,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        generation, token = connection.execute("SELECT generation, token FROM state").fetchone()
    except (sqlite3.Error, TypeError):
        return ""
    finally:
        connection.close()
    return f"{generation}-{token}" if token and step == HEAD else ""
