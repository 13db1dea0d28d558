"""The profiles kept in the cache folder: read back as they were, never believed when somebody else wrote them."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from api.archive.files import map_sealed, trusted_owners, write_sealed
from api.payload.opening import open_checker
from classification.check.profile_json import profile_to_json
from classification.terminology import Terminology


def profiles(cache: Path, *folders: str) -> dict[str, object]:
    """What each profile says."""
    found = open_checker(Terminology(), cache, folders).profiles
    return {name: profile_to_json(profile) for name, profile in found.items()}


@pytest.fixture
def cached(tmp_path: Path) -> Path:
    """The one file of a cache that was filled."""
    profiles(tmp_path / "cache")
    (file,) = (tmp_path / "cache").iterdir()
    return file


def test_what_is_cached_is_what_was_read(tmp_path: Path, cached: Path) -> None:
    before = cached.read_bytes()

    kept = profiles(tmp_path / "cache")

    assert kept == profiles(tmp_path / "another")
    assert cached.read_bytes() == before


class Bomb:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (os.environ["BOMB"],)


def _sealed_again(change: Callable[[dict[str, object]], object]) -> Callable[[Path], None]:
    def planted(file: Path) -> None:
        record = json.loads(bytes(map_sealed(file, trusted_owners())))
        write_sealed(file, json.dumps(change(record)).encode())

    return planted


PLANTED: dict[str, Callable[[Path], object]] = {
    "nothing": lambda file: file.write_bytes(b""),
    "cut": lambda file: file.write_bytes(file.read_bytes()[:5000]),
    "altered": lambda file: file.write_bytes(file.read_bytes().replace(b'"min":1', b'"min":0')),
    "code": lambda file: file.write_bytes(pickle.dumps(Bomb())),
    "code, sealed": lambda file: write_sealed(file, pickle.dumps(Bomb())),
    "an empty tuple": lambda file: file.write_bytes(pickle.dumps(())),
    "no profiles, sealed": _sealed_again(lambda record: {**record, "profiles": [], "size": 0}),
    "fewer profiles": _sealed_again(lambda record: {**record, "profiles": record["profiles"][1:]}),  # type: ignore[index]
    "another form": _sealed_again(lambda record: {**record, "form": 0}),
    "no record": _sealed_again(lambda record: [record]),
    "numbers": _sealed_again(lambda record: {**record, "profiles": [1], "size": 1}),
    "deep": lambda file: write_sealed(file, b"[" * 100_000),
}


@pytest.mark.parametrize("plant", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_there_does_nothing(
    plant: Callable[[Path], object], cached: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the cache folder ran as code, and one that held an empty tuple let every object pass."""
    monkeypatch.setenv("BOMB", str(tmp_path / "exploded"))
    sound = cached.read_bytes()
    plant(cached)
    assert cached.read_bytes() != sound

    found = profiles(tmp_path / "cache")

    assert found == profiles(tmp_path / "another")
    assert not (tmp_path / "exploded").exists()
    assert cached.read_bytes() == sound, "made again"


def test_code_that_an_earlier_version_left_is_removed(tmp_path: Path) -> None:
    left = tmp_path / "cache" / "profiles-0.pickle"
    left.parent.mkdir()
    left.write_bytes(b"")

    profiles(tmp_path / "cache")

    assert not left.exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows no owners of files")
def test_a_file_that_others_may_have_written_is_not_read(tmp_path: Path, cached: Path) -> None:
    """In a folder that several may write to, another could have laid a file of the right name, sealed as ours are."""
    sound = cached.read_bytes()
    _sealed_again(lambda record: {**record, "profiles": record["profiles"][:1], "size": 1})(cached)  # type: ignore[index]
    cached.chmod(0o666)

    assert len(profiles(tmp_path / "cache")) > 1

    assert cached.read_bytes() == sound
    assert cached.stat().st_mode & 0o777 == 0o644


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_user_is_not_read(tmp_path: Path, cached: Path) -> None:
    sound = cached.read_bytes()
    _sealed_again(lambda record: {**record, "profiles": record["profiles"][:1], "size": 1})(cached)  # type: ignore[index]
    os.chown(cached, 65534, 65534)

    assert len(profiles(tmp_path / "cache")) > 1

    assert cached.read_bytes() == sound
    assert cached.stat().st_uid == 0


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="the system knows no owners of files")
def test_files_beside_a_database_are_held_to_who_may_write_it(tmp_path: Path) -> None:
    database = tmp_path / "store"
    database.write_bytes(b"")
    database.chmod(0o644)
    own = trusted_owners(database)
    database.chmod(0o664)

    assert own == frozenset((os.geteuid(), 0))
    assert trusted_owners(database) is None
    assert trusted_owners(tmp_path / "absent") == own


def test_a_link_in_the_place_of_a_new_file_is_not_followed(tmp_path: Path) -> None:
    """Whoever knew the number of the process could have had it write over another file."""
    other = tmp_path / "other"
    other.write_text("mine", encoding="utf-8")
    (tmp_path / f".a.json.{os.getpid()}").symlink_to(other)

    write_sealed(tmp_path / "a.json", b"{}")

    assert other.read_text(encoding="utf-8") == "mine"
    assert bytes(map_sealed(tmp_path / "a.json", trusted_owners())) == b"{}"


def test_the_project_unpacks_no_code(project_root: Path) -> None:
    """`pickle`, `marshal` and `shelve` run what they read."""
    unpackers = ("pickle", "marshal", "shelve", "dill")
    importing = [
        str(path.relative_to(project_root))
        for folder in ("api", "classification", "loaders", "vocabularies")
        for path in (project_root / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.split()[:1] in (["import"], ["from"]) and any(word in line for word in unpackers)
    ]

    assert importing == []


def test_reading_the_cache_imports_no_reader_of_profiles(tmp_path: Path, cached: Path) -> None:
    del cached
    code = (
        "import sys; from api.payload.opening import open_checker; from classification.terminology import Terminology\n"
        "open_checker(Terminology(), sys.argv[1]); "
        "print({'tomllib', 'pickle', '_pickle', 'hashlib', 'loaders'} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "cache")], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"


def test_a_pipe_under_the_name_of_a_kept_file_is_not_waited_for(tmp_path: Path) -> None:
    """Every command hung without a word when a pipe lay in the cache folder."""
    os.mkfifo(tmp_path / "a.json")

    with pytest.raises(ValueError, match="no file"):
        map_sealed(tmp_path / "a.json", trusted_owners())
