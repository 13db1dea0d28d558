"""Opening what the store holds, fast: its catalogue is mapped, the database is asked for its generation alone.

no database, or nothing in it   the bundled vocabularies (`api.archive.bundled`); not where a store has been
catalogue of this generation    mapped; neither SQLAlchemy nor a reader of any format is imported
else                            the catalogue is made from the store (`api.archive.archive`), then mapped
"""

from __future__ import annotations

import os
from functools import partial
from typing import TYPE_CHECKING, Final

from api.archive.bundled import code_signature, open_bundled
from api.archive.catalogue import open_catalogue
from api.archive.compiled import CompiledFiles
from api.archive.files import map_sealed, trusted_owners
from api.archive.progress import Progress, silent
from classification import Terminology
from classification.record import frozen
from classification.sentence import Sentence, both

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings
    from api.store.errors import StoreError

CATALOGUES: Final = "terminology-*.snapshot"


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


def store_is_there(database: str, data_dir: str) -> bool:
    """Whether there is an SQLite database. Where one has been there is no falling back to anything else.

    Raises:
        StoreError: it is gone, or empty, and what was made from it is left; or it cannot be reached.
    """
    try:
        empty = not os.stat(database).st_size  # noqa: PTH116
    except FileNotFoundError:
        _must_not_be_lost(
            data_dir, both(f"{database} er væk", f"{database} is gone"), ("compiled", f"{database}-wal")
        )
        return False
    except OSError as error:
        raise _unusable(
            both(
                f"{database} kan ikke nås: {error.strerror}; undersøg stien og rettighederne til den",
                f"{database} cannot be reached: {error.strerror}; check the path and the rights on it",
            )
        ) from error
    if empty:
        _must_not_be_lost(data_dir, both(f"{database} er tom", f"{database} is empty"))
    return True


def left_snapshots(data_dir: str) -> list[str]:
    """The names of the catalogues in a folder: where there are any, something was published."""
    try:
        names = os.listdir(data_dir)  # noqa: PTH208
    except FileNotFoundError:
        if os.path.islink(data_dir):  # noqa: PTH114
            raise _unusable(
                both(
                    f"{data_dir} er et link, der ikke fører nogen steder hen; undersøg stien",
                    f"{data_dir} is a link that leads nowhere; check the path",
                )
            ) from None
        return []
    except OSError as error:
        raise _unusable(
            both(
                f"{data_dir} kan ikke læses: {error.strerror}; angiv en anden data_dir",
                f"{data_dir} cannot be read: {error.strerror}; name another data_dir",
            )
        ) from error
    return sorted(name for name in names if name.startswith("terminology-") and name.endswith(".snapshot"))


def lost(data_dir: str, said: Sentence, left: str) -> StoreError:
    """The error for a store that has been."""
    return _unusable(
        both(
            f"{said.da}, men her har været et lager: {left} er tilbage i {data_dir}; genskab databasen fra en kopi, "
            f"eller fjern det, der er tilbage, for at begynde forfra",
            f"{said.en}, but a store has been here: {left} is left in {data_dir}; restore the database from a copy, "
            f"or remove what is left to begin anew",
        )
    )


def _must_not_be_lost(data_dir: str, said: Sentence, others: tuple[str, ...] = ()) -> None:
    left = left_snapshots(data_dir) + [x for x in others if os.path.exists(os.path.join(data_dir, x))]  # noqa: PTH110, PTH118
    if left:
        raise lost(data_dir, said, left[0])


def _unusable(said: Sentence) -> StoreError:
    from api.store.errors import StoreUnusable

    return StoreUnusable(said)


def open_kept(database: str, data_dir: str, cache_dir: str) -> Terminology | None:
    """The terminology of an SQLite store by its catalogue; None when there is no store or its catalogue is not at hand.

    Plain strings and few imports: this is how the command starts when there is a store.
    """
    tag = _stored_tag(database) if os.path.isfile(database) else ""  # noqa: PTH113
    if not tag:
        return None
    place = StorePlace(f"sqlite:///{database}", database, data_dir, cache_dir)
    files = compiled_files(place)
    found = (mapped_catalogue(snapshot_path(folder, tag), place, files) for folder in (data_dir, cache_dir))
    return next((terminology for terminology in found if terminology is not None), None)


def snapshot_path(data_dir: str | Path, tag: str) -> str:
    """Where the catalogue of a generation lies, or will; code that compiles otherwise has its own."""
    return f"{data_dir}/terminology-{tag}-{code_signature()}.snapshot"


@frozen
class StorePlace:
    """Where a store lies: its address, its file when it is SQLite, the folders of what is made from it."""

    address: str
    database: str
    data_dir: str
    cache_dir: str


def place_of(settings: Settings) -> StorePlace:
    """Where the store of these settings lies."""
    database = str(settings.sqlite_path or "")
    return StorePlace(settings.database, database, str(settings.data_dir), str(settings.cache_dir))


def compiled_files(place: StorePlace) -> CompiledFiles:
    """The parts of a store: in its data folder, or where that may not be written in the cache folder."""
    folders = (f"{place.data_dir}/compiled", f"{place.cache_dir}/compiled")
    return CompiledFiles(folders, code_signature(), trusted_owners(place.database))


def mapped_catalogue(path: str, place: StorePlace, files: CompiledFiles) -> Terminology | None:
    """The terminology of the catalogue in a file; None when it is absent, damaged or another one under this name."""
    try:
        return opened_catalogue(map_sealed(path, files.owners), place, files)
    except (OSError, ValueError):
        return None


def opened_catalogue(content: bytes | memoryview, place: StorePlace, files: CompiledFiles) -> Terminology:
    """The terminology of a catalogue; parts that are absent or damaged are made again from the store."""
    return open_catalogue(content, files, partial(_part_again, place))


def _part_again(place: StorePlace, name: str) -> bytes:
    from pathlib import Path

    from api.settings import Settings

    try:
        from api.archive.archive import Archive
    except ModuleNotFoundError as error:
        raise _closed(error, place.database) from error

    settings = Settings(Path(place.data_dir), Path(place.cache_dir), database_url=place.address)
    with Archive(settings) as archive:
        return archive.part_again(name)


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
