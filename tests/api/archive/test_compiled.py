"""Parts of a store as files: made once, opened once, made again where one is absent or damaged."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from api.archive.compiled import CompiledFiles, pack_words
from classification.compiled.index import Index, compile_release, release_to_json
from tests.classification.worlds import concept, part, release, value_set

RED = release(concept("R", "Rød"))
BUFFER = compile_release(RED)


@pytest.fixture
def files(tmp_path: Path) -> CompiledFiles:
    return CompiledFiles((tmp_path / "first", tmp_path / "second"), "code", None)


@pytest.fixture
def name(files: CompiledFiles) -> str:
    return files.release_name(release_to_json(RED))


def never() -> bytes:
    raise AssertionError("made again")


def test_a_part_is_named_after_all_that_it_says_and_what_compiled_it(tmp_path: Path, name: str) -> None:
    other_code = CompiledFiles((tmp_path,), "other code", None)
    other_release = release_to_json(release(concept("R", "Rød"), version="2"))

    assert name.endswith(".samsprog")
    assert other_code.release_name(release_to_json(RED)) != name
    assert CompiledFiles((tmp_path,), "code", None).release_name(other_release) != name


def test_a_part_is_opened_once_and_read_from_its_file(
    files: CompiledFiles, name: str, tmp_path: Path
) -> None:
    files.keep(name, BUFFER)

    index = files.release(name, RED.digest, never)

    assert index.digest == RED.digest
    assert files.release(name, RED.digest, never) is index
    assert [path.name for path in (tmp_path / "first").iterdir()] == [name]


def test_a_damaged_part_is_made_again(files: CompiledFiles, name: str, tmp_path: Path) -> None:
    files.keep(name, BUFFER)
    path = tmp_path / "first" / name
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    assert files.index(name) is None
    assert files.release(name, RED.digest, lambda: BUFFER).digest == RED.digest
    assert isinstance(files.index(name), Index)


def test_a_part_with_another_content_is_not_believed(files: CompiledFiles, name: str) -> None:
    files.keep(name, compile_release(release(concept("G", "Grøn"))))

    assert files.release(name, RED.digest, lambda: BUFFER).codes[0] == "R"


def test_the_second_folder_is_written_where_the_first_cannot_be(
    files: CompiledFiles, name: str, tmp_path: Path
) -> None:
    (tmp_path / "first").write_text("in the way", encoding="utf-8")

    files.keep(name, BUFFER)

    assert [path.name for path in (tmp_path / "second").iterdir()] == [name]


def test_memory_is_the_last_place(files: CompiledFiles, name: str, tmp_path: Path) -> None:
    for folder in ("first", "second"):
        (tmp_path / folder).write_text("in the way", encoding="utf-8")

    files.keep(name, BUFFER)

    assert files.has(name)
    assert files.release(name, RED.digest, never).digest == RED.digest


def test_what_nobody_wants_is_removed_when_it_is_old(files: CompiledFiles, name: str, tmp_path: Path) -> None:
    """A part that is new may be one that another process is about to name."""
    files.keep(name, BUFFER)
    path = tmp_path / "first" / name

    files.clear(())
    assert path.exists()
    os.utime(path, (time.time() - 4000,) * 2)
    files.clear({name})
    assert path.exists()
    files.clear(())
    assert not path.exists()


def test_words_are_opened_once_too(files: CompiledFiles) -> None:
    name = files.words_name(RED.recorded, "somewhere", [["value-set", "urn:x", "digest"]])

    packed = files.words(name, lambda: pack_words((value_set(part()),), ()))

    assert files.words(name, never) is packed
