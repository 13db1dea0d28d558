"""The bundled vocabularies, compiled once and then mapped."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.archive.bundled import open_bundled
from classification.concept import Kind
from classification.errors import InvalidContent
from classification.sentence import Sentence
from classification.terminology import Terminology

HEAVY = "{'csv', 'tomllib', 'sqlalchemy', 'sqlite3', 'loaders', 'strawberry', 'orjson'}"


@pytest.fixture
def vocabularies(tmp_path: Path, project_root: Path) -> Path:
    """Two small bundled vocabularies, free to be changed."""
    folder = tmp_path / "vocabularies"
    for name in ("ics", "ltt"):
        shutil.copytree(project_root / "vocabularies" / name, folder / name)
    return folder


class Told:
    def __init__(self) -> None:
        self.steps: list[str] = []

    def __call__(self, done: int, total: int, what: Sentence) -> None:
        assert 0 <= done <= total
        self.steps.append(what.en)


def names(terminology: Terminology) -> list[str]:
    return sorted(held.name for held in terminology.all_releases)


def test_the_first_call_compiles_and_tells_the_second_only_maps(vocabularies: Path, tmp_path: Path) -> None:
    first, second = Told(), Told()

    made = open_bundled(tmp_path / "cache", first, vocabularies=vocabularies)
    mapped = open_bundled(tmp_path / "cache", second, vocabularies=vocabularies)

    assert "compiling ltt 2.3.0" in first.steps
    assert second.steps == []
    assert names(made) == names(mapped)
    assert "ltt@2.3.0" in names(mapped)


def test_the_file_holds_the_releases_of_the_tables(tmp_path: Path, project_root: Path) -> None:
    from loaders import vocabulary_folder

    terminology = open_bundled(tmp_path / "cache")

    read = vocabulary_folder.read(project_root / "vocabularies" / "fsiii")
    held = {h.version: h for h in terminology.editions("fsiii").all}
    assert len(held) == 7
    for draft in read.releases:
        assert held[draft.release.version].index.release() == draft.release
        assert held[draft.release.version].digest == draft.release.digest


def test_a_changed_table_is_compiled_anew(vocabularies: Path, tmp_path: Path) -> None:
    open_bundled(tmp_path / "cache", vocabularies=vocabularies)
    table = vocabularies / "ltt" / "concepts.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace(",service,", ",theme,"), encoding="utf-8")

    terminology = open_bundled(tmp_path / "cache", vocabularies=vocabularies)

    index = terminology.editions("ltt").all[-1].index
    assert Kind.SERVICE not in {concept.kind for concept in index.concepts()}


def test_old_files_are_cleared(vocabularies: Path, tmp_path: Path) -> None:
    for number in range(6):
        (vocabularies / "ltt" / f"extra{number}.csv").write_text("", encoding="utf-8")
        open_bundled(tmp_path / "cache", vocabularies=vocabularies)

    assert len(list((tmp_path / "cache").glob("*.snapshot"))) == 3


@pytest.mark.parametrize("size", [0, 10, 1000])
def test_a_damaged_file_is_made_again(size: int, vocabularies: Path, tmp_path: Path) -> None:
    open_bundled(tmp_path / "cache", vocabularies=vocabularies)
    (snapshot,) = (tmp_path / "cache").glob("*.snapshot")
    snapshot.write_bytes(snapshot.read_bytes()[:size])

    terminology = open_bundled(tmp_path / "cache", vocabularies=vocabularies)

    assert "ltt@2.3.0" in names(terminology)
    assert snapshot.stat().st_size > 1000


def test_a_file_with_another_term_in_it_is_made_again(vocabularies: Path, tmp_path: Path) -> None:
    """Bytes replaced in the cached file were answered as terms."""
    open_bundled(tmp_path / "cache", vocabularies=vocabularies)
    (snapshot,) = (tmp_path / "cache").glob("*.snapshot")
    sound = snapshot.read_bytes()
    altered = sound.replace(b"Screening", b"Greenings")
    assert altered != sound
    snapshot.write_bytes(altered)

    open_bundled(tmp_path / "cache", vocabularies=vocabularies)

    assert snapshot.read_bytes() == sound


def test_a_table_changed_behind_its_times_is_read_anew(vocabularies: Path, tmp_path: Path) -> None:
    """An edit that kept size and time of modification was not noticed."""
    open_bundled(tmp_path / "cache", vocabularies=vocabularies)
    table = vocabularies / "ltt" / "concepts.csv"
    before = table.stat()
    table.write_text(
        table.read_text(encoding="utf-8").replace(",Screening,", ",Greenings,"), encoding="utf-8"
    )
    os.utime(table, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert table.stat().st_size == before.st_size

    with pytest.raises(InvalidContent, match=r"ltt 2\.3\.0 has structure digest"):
        open_bundled(tmp_path / "cache", vocabularies=vocabularies)


def test_a_cache_folder_that_cannot_be_made_costs_nothing_but_time(
    vocabularies: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    terminology = open_bundled(tmp_path / "file" / "cache", vocabularies=vocabularies)

    assert "ltt@2.3.0" in names(terminology)


def test_a_broken_vocabulary_is_refused_with_its_place(vocabularies: Path, tmp_path: Path) -> None:
    with (vocabularies / "ltt" / "concepts.csv").open("a", encoding="utf-8") as table:
        table.write("nonsense\n")

    with pytest.raises(InvalidContent, match="the bundled vocabularies are broken") as raised:
        open_bundled(tmp_path / "cache", vocabularies=vocabularies)

    assert any(finding.place.file == "concepts.csv" for finding in raised.value.findings)


def test_several_processes_build_one_file(vocabularies: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from api.archive.bundled import open_bundled\n"
        "told = []\n"
        "open_bundled(Path(sys.argv[1]), lambda *step: told.append(step), vocabularies=Path(sys.argv[2]))\n"
        "print(bool(told))"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "cache"), str(vocabularies)]

    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    built = [run.communicate()[0].strip() for run in runs]

    assert sorted(built) == ["False", "False", "True"]


def test_opening_the_file_imports_no_reader(tmp_path: Path) -> None:
    open_bundled(tmp_path)
    code = (
        "import sys; from pathlib import Path; from api.archive.bundled import open_bundled\n"
        f"open_bundled(Path(sys.argv[1])).all_releases; print({HEAVY} & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "set()"
