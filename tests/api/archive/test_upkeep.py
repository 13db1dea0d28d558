"""`samsprog db`: a store checked, copied and restored, on both databases."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from api.archive.archive import Archive
from api.archive.files import write_sealed
from api.archive.upkeep import backup, check_store
from api.cli import main
from api.importing.request import Request
from api.settings import Settings
from api.store.copying import NoBackup, StoreNotEmpty, read_copy
from api.store.database import Database
from api.store.errors import StoreError
from api.store.reading import read_releases
from classification.recipe import Recipe
from tests.api.importing.test_run import FULLER, REQUEST, THIN, content
from tests.api.store.test_database import MAP
from tests.classification.worlds import part, value_set, where
from tests.stocked import Stocked


@pytest.fixture
def settings(tmp_path: Path, store: str) -> Settings:
    return Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=5)


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> Stocked:
    """The bundled vocabularies and two editions of colours."""
    folder = tmp_path_factory.mktemp("stored")
    settings = Settings(folder / "data", folder / "cache")
    stocked.copy_to(settings)
    return _with_colours(settings)


@pytest.fixture(scope="module")
def stored_little(tmp_path_factory: pytest.TempPathFactory) -> Stocked:
    """Two editions of colours alone: all of it is looked through in no time."""
    folder = tmp_path_factory.mktemp("stored-little")
    return _with_colours(Settings(folder / "data", folder / "cache"))


def _with_colours(settings: Settings) -> Stocked:
    blues = value_set(part(where("concept", "is-a", "B")), name="blues", version="1.0.0")
    with Archive(settings) as archive:
        whole = content(THIN, sets=(blues,), maps=(MAP,), recipes=(Recipe("colours"),))
        assert archive.publish(whole, REQUEST).published
        assert archive.publish(content(FULLER), Request(datetime(2026, 3, 1, tzinfo=UTC))).published
        archive.terminology()
        copy = settings.data_dir.with_name("stored.backup")
        backup(archive.database, copy)
    return Stocked(settings.data_dir, copy)


@pytest.fixture
def filled(settings: Settings, stored: Stocked) -> Settings:
    """A store with the bundled vocabularies and two editions of colours."""
    stored.copy_to(settings)
    return settings


@pytest.fixture
def little(settings: Settings, stored_little: Stocked) -> Settings:
    """A store with two editions of colours."""
    stored_little.copy_to(settings)
    return settings


@pytest.fixture
def empty(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "other", tmp_path / "cache")


def digests(settings: Settings) -> set[tuple[str, str]]:
    with Archive(settings) as archive:
        return {(held.name, held.digest) for held in archive.terminology().all_releases}


def copied(settings: Settings, to: Path) -> Path:
    database = Database(settings.database)
    backup(database, to)
    database.close()
    return to


def restored(settings: Settings, path: Path, *, replace: bool = False) -> None:
    database = Database(settings.database)
    try:
        read_copy(database, path, replace=replace)
    finally:
        database.close()


def test_a_restored_store_equals_by_digest_whatever_the_database(
    filled: Settings, empty: Settings, tmp_path: Path
) -> None:
    restored(empty, copied(filled, tmp_path / "a.backup"))

    assert digests(empty) == digests(filled)
    assert len(digests(empty)) > 50


def test_a_copy_of_a_copy_has_the_same_bytes(filled: Settings, empty: Settings, tmp_path: Path) -> None:
    first = copied(filled, tmp_path / "a.backup")
    restored(empty, first)

    second = copied(empty, tmp_path / "b.backup")

    assert second.read_bytes() == first.read_bytes()


def test_what_was_restored_goes_on(filled: Settings, tmp_path: Path) -> None:
    """Numbers of new rows follow those that came with the copy."""
    copy = copied(filled, tmp_path / "a.backup")
    restored(filled, copy, replace=True)

    with Archive(filled) as archive:
        more = archive.publish(
            content(THIN), Request(datetime(2026, 4, 1, tzinfo=UTC), label="9", valid_from=date(2026, 5, 1))
        )

    assert more.published


def test_a_store_that_holds_something_is_not_written_over(filled: Settings, tmp_path: Path) -> None:
    before = digests(filled)

    with pytest.raises(StoreNotEmpty, match="restore into an empty store, or add --replace"):
        restored(filled, copied(filled, tmp_path / "a.backup"))

    assert digests(filled) == before


def test_a_copy_shows_one_state_while_others_write(filled: Settings, tmp_path: Path) -> None:
    database = Database(filled.database, busy_seconds=5)
    with database.writing() as connection:
        connection.execute(text("DELETE FROM finding"))
        connection.execute(text("DELETE FROM mapping"))

        copy = copied(filled, tmp_path / "a.backup")

    database.close()

    foot = json.loads(gzip.decompress(copy.read_bytes()).splitlines()[-1])
    assert foot["rows"]["mapping"] > 0


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _repacked(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[bytes], bytes]:
    return lambda data: gzip.compress(b"".join(change(gzip.decompress(data).splitlines(keepends=True))))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        pytest.param(_cut, "ends too early", id="cut"),
        pytest.param(lambda data: b"{}", "this is no backup", id="not packed"),
        pytest.param(lambda data: gzip.compress(b'{"a": 1}\n'), "this is no backup", id="other"),
        pytest.param(
            lambda data: data[:5000] + b"xxxx" + data[5004:], "no backup|not JSON|damaged", id="bent"
        ),
        pytest.param(_repacked(lambda lines: lines[:-1]), "ends too early", id="no foot"),
        pytest.param(_repacked(lambda lines: lines[:5] + lines[6:]), "digest differs", id="row gone"),
        pytest.param(
            _repacked(lambda lines: [lines[0], b'["nope", {}]\n', *lines[1:]]), "no row", id="other table"
        ),
        pytest.param(
            _repacked(lambda lines: [lines[0].replace(b'"step":"', b'"step":"9'), *lines[1:]]),
            "restore it with the version that made it",
            id="later step",
        ),
    ],
)
def test_a_damaged_copy_is_refused_and_nothing_is_written(
    little: Settings, empty: Settings, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    copy = copied(little, tmp_path / "a.backup")
    copy.write_bytes(damage(copy.read_bytes()))

    with pytest.raises(NoBackup, match=said):
        restored(empty, copy)

    database = Database(empty.database)
    with database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM release")).scalar() == 0
    database.close()


def test_a_sound_store_has_no_problems(filled: Settings) -> None:
    database = Database(filled.database)

    assert list(check_store(database)) == []

    database.close()


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM concept WHERE code = 'R'", "were put in"),
        (
            "UPDATE release SET digest = 'sha256:0' WHERE id = (SELECT max(id) FROM release)",
            "is not what was put in",
        ),
        (
            "UPDATE value_set SET digest = 'x' WHERE name = 'blues'",
            "value set blues@1.0.0 is damaged: it is not what was put in",
        ),
        (
            "UPDATE concept_map SET digest = 'x' WHERE name = 'to-colours'",
            "map to-colours@1 is damaged: it is not what was put in",
        ),
        (
            "UPDATE concept_map SET content = '{}' WHERE name = 'to-colours'",
            "map to-colours@1 is damaged",
        ),
        ("UPDATE mapping SET content = '{}'", "is damaged"),
        (
            "UPDATE value_set SET content = '[]' WHERE name = 'blues'",
            "value set blues@1.0.0 is damaged",
        ),
        ("UPDATE concept SET content = '[3]' WHERE code = 'R'", "concept 'R' (row 0) is damaged"),
    ],
)
def test_what_was_altered_is_named(little: Settings, statement: str, said: str) -> None:
    database = Database(little.database)
    with database.writing() as connection:
        connection.execute(text(statement))

    found = list(check_store(database))

    assert found
    assert all(said in one.en for one in found), found
    database.close()


TWO_ROWS = "(code = 'R' OR code = 'R2')"
DAMAGES = {
    "no text": f"UPDATE concept SET content = CAST(x'7b22ff22' AS TEXT) WHERE {TWO_ROWS}",
    "no JSON": f"UPDATE concept SET content = '{{' WHERE {TWO_ROWS}",
    "no concept": f"UPDATE concept SET content = '{{}}' WHERE {TWO_ROWS}",
    "of another": f"UPDATE concept SET code = code || 'x' WHERE {TWO_ROWS}",
}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_every_damaged_row_is_named_and_the_rest_looked_at(filled: Settings, damage: str) -> None:
    """Text that was no UTF-8 ended the check at the first such row, and of a release one row at most was named."""
    with sqlite3.connect(filled.data_dir / "samsprog.sqlite3") as connection:
        connection.execute(damage)
        connection.execute("UPDATE mapping SET content = CAST(x'ff' AS TEXT)")
        connection.execute("UPDATE finding SET text = CAST(x'e6' AS TEXT) WHERE position = 0")
        connection.execute("UPDATE scheme SET content = '[]' WHERE name = 'ltt'")
        connection.execute("UPDATE release SET recorded = 'yesterday' WHERE version = '2.3.0'")
        (mappings,) = connection.execute("SELECT count(*) FROM mapping").fetchone()
        (releases,) = connection.execute(
            "SELECT count(*) FROM release JOIN scheme ON scheme.id = scheme_id "
            "WHERE release.version = '2.3.0' OR scheme.name = 'ltt'"
        ).fetchone()
        (findings,) = connection.execute("SELECT count(*) FROM finding WHERE position = 0").fetchone()
    connection.close()
    database = Database(filled.database)

    problems = [one.en for one in check_store(database)]

    database.close()
    named = Counter(re.sub(r"[ @:].*", "", problem) for problem in problems)
    rows = [
        problem
        for problem in problems
        if re.match(r"release colours@\S+: concept 'R2?x?' \(row \d\) is", problem)
    ]
    assert len(rows) == 4, problems
    assert named["map"] == mappings
    assert named["finding"] == findings
    assert named["release"] == 4 + releases
    assert named["classification"] == 1


@pytest.mark.parametrize(
    "damage", [*DAMAGES.values(), "UPDATE concept SET content = replace(content, 'Rød', 'Blå')"]
)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_damage_met_while_answering_is_a_sentence(
    little: Settings, damage: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It was told as a fault in the program; a term altered in the database was answered."""
    with sqlite3.connect(little.data_dir / "samsprog.sqlite3") as connection:
        connection.execute(damage)
    connection.close()
    for path in little.data_dir.rglob("*.s*"):
        if path.suffix != ".sqlite3":
            path.unlink()

    assert main(["show", "colours", "R", "--data-dir", str(little.data_dir)]) == 2

    said = capsys.readouterr().err
    assert "release colours@1.0.0" in said
    assert "`samsprog db check` names all damage; restore the store from a copy" in said
    assert "fault in the program" not in said


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("action", ["show colours R", "db backup a.backup", "export colours"])
@pytest.mark.parametrize(
    "table", ["state", "scheme", "release", "publication", "value_set", "concept_map", "recipe"]
)
def test_a_table_that_is_damaged_is_a_sentence(
    little: Settings,
    action: str,
    table: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    with sqlite3.connect(little.data_dir / "samsprog.sqlite3") as connection:
        for name, kind in [(row[1], row[2]) for row in connection.execute(f"PRAGMA table_info({table})")]:
            if name != "id" and not name.endswith("_id"):
                value = "'nothing'" if kind == "INTEGER" else "CAST(x'ff22' AS TEXT)"
                connection.execute(
                    f"UPDATE {table} SET {name} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})"
                )
    connection.close()
    for path in little.data_dir.glob("*.snapshot"):
        path.unlink()

    code = main([*action.split(), "--data-dir", str(little.data_dir)])

    said = capsys.readouterr().err
    assert "fault in the program" not in said
    if code:
        assert re.search(r"damaged|cannot be read", said)
    assert list(check_damage(little))


def check_damage(settings: Settings) -> list[str]:
    database = Database(settings.database)
    try:
        return [one.en for one in check_store(database)]
    except StoreError as error:
        return [str(error)]
    finally:
        database.close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_compiled_release_is_compared_with_the_digest_it_was_stored_under(
    filled: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only what a compiled file says of itself was looked at: another content under the same words was answered."""
    with Archive(filled) as archive:
        held = next(
            one for one in archive.terminology().editions("colours").all if one.digest == FULLER.digest
        )
        packed = bytes(held.index.packed.buffer)
        altered = packed.replace("Mørkerød".encode(), "Mørkeblå".encode())
        assert altered != packed
        with archive.database.reading() as connection:
            kept = next(one for one in read_releases(connection) if one.digest == FULLER.digest)
        name = archive.files.release_name(kept.to_json())
    write_sealed(filled.data_dir / "compiled" / name, altered)

    assert main(["db", "check", "--data-dir", str(filled.data_dir)]) == 1

    said = capsys.readouterr().err
    assert f"the compiled file {name} is not release colours@1.0.0 as it was put in" in said
    (filled.data_dir / "compiled" / name).unlink()
    assert main(["db", "check", "--data-dir", str(filled.data_dir)]) == 0


def test_the_command_does_it(filled: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--data-dir", str(filled.data_dir), *_config(filled, tmp_path)]
    copy = str(tmp_path / "c.backup")

    assert main(["db", "upgrade", *at]) == 0
    assert main(["db", "check", *at]) == 0
    assert main(["db", "backup", copy, *at]) == 0
    assert main(["db", "restore", copy, "--data-dir", str(tmp_path / "new")]) == 0
    assert main(["db", "restore", copy, "--data-dir", str(tmp_path / "new")]) == 2
    assert main(["db", "restore", copy, "--data-dir", str(tmp_path / "new"), "--replace"]) == 0

    said = capsys.readouterr()
    assert "is up to date (step" in said.out
    assert re.search(r"as they were put in: \d+ releases, \d+ value sets, \d+ maps", said.out)
    assert "add --replace" in said.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("backup", "needs a FILE"),
        ("check x", "takes no FILE"),
        ("check --replace", "goes with restore"),
        ("restore nowhere.backup", "nowhere.backup"),
        ("restore pyproject.toml", "this is no backup"),
        ("check", "there is no store at"),
    ],
)
def test_wrong_words_are_told(
    words: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", *words.split(), "--data-dir", str(tmp_path / "none")]) == 2

    assert said in capsys.readouterr().err
    assert not (tmp_path / "none").exists(), "nothing is made for what cannot be done"


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", ["nowhere/a.backup", "."])
def test_a_place_that_cannot_be_written_is_named_as_it_was_given(
    little: Settings, tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / place)

    assert main(["db", "backup", path, "--data-dir", str(little.data_dir)]) == 2

    assert f"samsprog: {path}: " in capsys.readouterr().err


def _config(settings: Settings, folder: Path) -> list[str]:
    if not settings.database_url:
        return []
    file = folder / "samsprog.toml"
    file.write_text(f'database_url = "{settings.database_url}"\n', encoding="utf-8")
    return ["--config", str(file)]


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_damaged_page_of_the_file_is_named_and_the_rest_looked_at(filled: Settings) -> None:
    """It ended the look with one sentence, and nobody learnt which releases were whole."""
    path = filled.data_dir / "samsprog.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'concept'").fetchone()
    connection.close()
    raw = bytearray(path.read_bytes())
    leaves = [at for at in range(root * size, len(raw), size) if raw[at] == 0x0D]
    middle = leaves[len(leaves) // 2]
    raw[middle : middle + size] = b"\xff" * size
    path.write_bytes(raw)

    database = Database(filled.database)
    problems = [problem.en for problem in check_store(database)]
    database.close()

    assert any("malformed" in problem for problem in problems)
    assert 0 < sum("rows cannot be read" in problem for problem in problems) < 10
