"""Where a store lies; a store that was lost is never taken for one that has not begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.archive.place import (
    compiled_files,
    left_snapshots,
    mapped_catalogue,
    place_of,
    snapshot_path,
    store_is_there,
)
from api.settings import Settings
from api.store.errors import StoreUnusable


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def is_there(folder: Path) -> bool:
    return store_is_there(str(folder / "samsprog.sqlite3"), str(folder))


def test_a_folder_with_nothing_in_it_holds_no_store(folder: Path) -> None:
    assert not is_there(folder)
    assert not is_there(folder / "not there")


def test_a_database_is_a_store(folder: Path) -> None:
    (folder / "samsprog.sqlite3").write_bytes(b"something")

    assert is_there(folder)


@pytest.mark.parametrize("left", ["terminology-1-a-b.snapshot", "compiled", "samsprog.sqlite3-wal"])
def test_what_is_left_of_a_store_is_told(folder: Path, left: str) -> None:
    (folder / left).touch()

    with pytest.raises(StoreUnusable, match=f"a store has been here: .*{left}"):
        is_there(folder)


def test_an_empty_database_beside_a_catalogue_is_a_store_that_was_lost(folder: Path) -> None:
    (folder / "samsprog.sqlite3").touch()
    assert is_there(folder)

    (folder / "terminology-1-a-b.snapshot").touch()
    with pytest.raises(StoreUnusable, match="is empty, but a store has been here"):
        is_there(folder)


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").symlink_to(tmp_path / "gone")

    with pytest.raises(StoreUnusable, match="a link that leads nowhere"):
        left_snapshots(str(tmp_path / "data"))


def test_a_catalogue_that_is_absent_or_damaged_is_none(folder: Path) -> None:
    place = place_of(Settings(folder, folder / "cache"))
    path = snapshot_path(place.data_dir, "1-a")

    assert mapped_catalogue(path, place, compiled_files(place), lambda *_: b"") is None
    Path(path).write_bytes(b"no catalogue")
    assert mapped_catalogue(path, place, compiled_files(place), lambda *_: b"") is None
    assert left_snapshots(place.data_dir) == [Path(path).name]
