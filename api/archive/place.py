"""Where a store lies, and what is made from it: its folders, its catalogues, its parts; whether there is one at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from api.archive.bundled import code_signature
from api.archive.catalogue import open_catalogue
from api.archive.compiled import CompiledFiles
from api.archive.files import map_sealed, trusted_owners
from classification import Terminology
from classification.record import frozen
from classification.sentence import Sentence, both

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings
    from api.store.errors import StoreError

CATALOGUES: Final = "terminology-*.snapshot"


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


def lost(data_dir: str, message: Sentence, left: str) -> StoreError:
    """The error for a store that has been."""
    return _unusable(
        both(
            f"{message.da}, men her har været et lager: {left} er tilbage i {data_dir}; genskab databasen fra en kopi, "
            f"eller fjern det, der er tilbage, for at begynde forfra",
            f"{message.en}, but a store has been here: {left} is left in {data_dir}; restore the database from a copy, "
            f"or remove what is left to begin anew",
        )
    )


def _must_not_be_lost(data_dir: str, message: Sentence, others: tuple[str, ...] = ()) -> None:
    left = left_snapshots(data_dir) + [x for x in others if os.path.exists(os.path.join(data_dir, x))]  # noqa: PTH110, PTH118
    if left:
        raise lost(data_dir, message, left[0])


def _unusable(message: Sentence) -> StoreError:
    from api.store.errors import StoreUnusable

    return StoreUnusable(message)


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


PartMaker = Callable[[StorePlace, str], bytes]
"""Makes a part of a store again, by its name."""


def place_of(settings: Settings) -> StorePlace:
    """Where the store of these settings lies."""
    database = str(settings.sqlite_path or "")
    return StorePlace(settings.database, database, str(settings.data_dir), str(settings.cache_dir))


def compiled_files(place: StorePlace) -> CompiledFiles:
    """The parts of a store: in its data folder, or where that may not be written in the cache folder."""
    folders = (f"{place.data_dir}/compiled", f"{place.cache_dir}/compiled")
    return CompiledFiles(folders, code_signature(), trusted_owners(place.database))


def mapped_catalogue(
    path: str, place: StorePlace, files: CompiledFiles, again: PartMaker
) -> Terminology | None:
    """The terminology of the catalogue in a file; None when it is absent, damaged or another one under this name."""
    try:
        return opened_catalogue(map_sealed(path, files.owners), place, files, again)
    except (OSError, ValueError):
        return None


def opened_catalogue(
    content: bytes | memoryview, place: StorePlace, files: CompiledFiles, again: PartMaker
) -> Terminology:
    """The terminology of a catalogue; parts that are absent or damaged are made again from the store."""
    return open_catalogue(content, files, partial(again, place))
