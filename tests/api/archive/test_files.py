"""Files that are there whole or not at all, and sealed ones that are what their name says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.archive.files import (
    map_file,
    map_sealed,
    one_at_a_time,
    stamps,
    trusted_owners,
    write_file,
    write_sealed,
    write_whole,
)


def test_a_sealed_file_gives_its_content_back(tmp_path: Path) -> None:
    write_sealed(tmp_path / "a.part", b"content")

    assert bytes(map_sealed(tmp_path / "a.part", trusted_owners())) == b"content"
    assert (tmp_path / "a.part").stat().st_mode & 0o777 == 0o644


def test_every_damage_of_a_sealed_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.part"
    write_sealed(path, b"content")
    sound = path.read_bytes()

    for place in range(len(sound)):
        path.write_bytes(sound[:place] + bytes((sound[place] ^ 1,)) + sound[place + 1 :])
        with pytest.raises(ValueError, match=r"sealed|damaged"):
            map_sealed(path, None)
        path.write_bytes(sound[:place])
        with pytest.raises(ValueError, match=r"sealed|damaged|empty"):
            map_sealed(path, None)


def test_a_sealed_file_under_another_name_is_not_believed(tmp_path: Path) -> None:
    write_sealed(tmp_path / "a.part", b"content")
    (tmp_path / "a.part").rename(tmp_path / "b.part")

    with pytest.raises(ValueError, match="no sealed file of this name"):
        map_sealed(tmp_path / "b.part", None)


def test_a_sealed_file_that_others_may_have_written_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "a.part"
    write_sealed(path, b"content")

    with pytest.raises(ValueError, match="written by others"):
        map_sealed(path, frozenset({os.geteuid() + 1}))
    path.chmod(0o664)
    with pytest.raises(ValueError, match="written by others"):
        map_sealed(path, trusted_owners())
    with pytest.raises(ValueError, match="is no file"):
        map_sealed("/dev/null", None)


def test_anybody_s_parts_are_believed_beside_a_database_that_anybody_may_write(tmp_path: Path) -> None:
    database = tmp_path / "samsprog.sqlite3"
    database.touch()

    database.chmod(0o644)
    assert trusted_owners(database) == frozenset({os.geteuid(), 0})
    database.chmod(0o666)
    assert trusted_owners(database) is None
    assert trusted_owners(tmp_path / "not there") == frozenset({os.geteuid(), 0})


def test_what_was_there_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    write_whole(path, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no room") as failed:
        write_whole(path, b"new")

    assert failed.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a"]


def test_a_mapped_file_stays_as_it_was_when_another_takes_its_place(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"old")
    view = map_file(tmp_path / "a")

    write_whole(tmp_path / "a", b"new")

    assert (bytes(view), (tmp_path / "a").read_bytes()) == (b"old", b"new")


def test_a_folder_is_named_where_a_file_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="this is a folder"):
        write_file(tmp_path, b"")
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        write_file(tmp_path / "none" / "a", b"")


def test_a_link_is_written_through_and_one_beside_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    victim = tmp_path / "victim"
    victim.write_bytes(b"mine")
    (tmp_path / f".real.{os.getpid()}").symlink_to(victim)

    write_file(tmp_path / "link", b"new")

    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "link").is_symlink()
    assert victim.read_bytes() == b"mine"


def test_a_lock_is_no_folder(tmp_path: Path) -> None:
    with one_at_a_time(tmp_path / "lock"):
        assert (tmp_path / "lock").is_file()
    with pytest.raises(FileExistsError, match="no file"), one_at_a_time(tmp_path):
        pass


def test_stamps_tell_every_change_of_a_file_that_counts(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.toml").write_text("a", encoding="utf-8")
    before = stamps((tmp_path,), (".toml",))

    (tmp_path / "note.txt").write_text("no matter", encoding="utf-8")
    assert stamps((tmp_path,), (".toml",)) == before
    (tmp_path / "below" / "a.toml").write_text("b", encoding="utf-8")
    assert stamps((tmp_path,), (".toml",)) != before
