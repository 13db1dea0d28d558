"""Import and export: what goes into the store, what comes out, what is refused."""

import json
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.cli_runner import Run
from tests.stocked import Stocked

COLOURS = {
    "resourceType": "CodeSystem",
    "url": "urn:example:colours",
    "version": "1.0.0",
    "name": "Colours",
    "status": "active",
    "content": "complete",
    "caseSensitive": True,
    "concept": [
        {
            "code": "c",
            "display": "Colour",
            "concept": [{"code": "r", "display": "Red"}, {"code": "b", "display": "Blue"}],
        }
    ],
}


@pytest.fixture
def begun(tmp_path: Path, stocked: Stocked) -> None:
    """The folder `store` as an earlier import left it."""
    stocked.copy_to(Settings(tmp_path / "store", tmp_path / "cache"))


@pytest.fixture
def colours(tmp_path: Path) -> Path:
    return written(tmp_path / "colours.json", COLOURS)


def written(path: Path, resource: object) -> Path:
    path.write_text(json.dumps(resource), encoding="utf-8")
    return path


def test_what_was_imported_is_answered_from(samsprog: Run, colours: Path) -> None:
    imported = samsprog(f"import {colours} --valid-from 2024-01-01 --data-dir store --format json")

    assert imported.code == 0
    assert imported.json["summary"]["published"]
    assert [row["status"] for row in imported.json["rows"]] == ["new"] * 3
    assert all(
        set(row) == {"file", "path", "status", "rule", "message", "policy"} for row in imported.json["rows"]
    )
    shown = samsprog("show urn:example:colours r --data-dir store --format json").json
    assert (shown["term"], [above["term"] for above in shown["path"]]) == ("Red", ["Colour"])


@pytest.mark.usefixtures("begun")
def test_the_bundled_vocabularies_stay_beside_it(samsprog: Run, colours: Path) -> None:
    samsprog(f"import {colours} --data-dir store")

    assert samsprog("show fsiii J1.1 --data-dir store --format json").json["term"] == "Vaske sig"


def test_the_usual_store_is_found_without_being_named(samsprog: Run, colours: Path) -> None:
    before = samsprog("show urn:example:colours r")
    samsprog(f"import {colours}")
    after = samsprog("show urn:example:colours r")

    assert (before.code, after.code) == (2, 0)


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("way", ["environment", "file", "config"])
def test_a_store_may_be_named_by_settings(
    samsprog: Run, colours: Path, way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    samsprog(f"import {colours} --data-dir store")
    options = []
    if way == "environment":
        monkeypatch.setenv("SAMSPROG_DATA_DIR", str(tmp_path / "store"))
    else:
        name = "samsprog.toml" if way == "file" else "other.toml"
        (tmp_path / name).write_text('data_dir = "store"\n', encoding="utf-8")
        options = [] if way == "file" else ["--config", name]

    assert samsprog("show", "urn:example:colours", "r", *options).code == 0


def test_a_dry_run_reports_the_same_and_writes_nothing(samsprog: Run, colours: Path, tmp_path: Path) -> None:
    dry = samsprog(f"import {colours} --data-dir store --dry-run --format json")
    left = list((tmp_path / "store").rglob("*")) if (tmp_path / "store").exists() else []
    wet = samsprog(f"import {colours} --data-dir store --format json")

    assert dry.code == 0
    assert left == []
    assert dry.json["rows"] == wet.json["rows"]
    assert (dry.json["summary"]["dryRun"], dry.json["summary"]["published"]) == (True, False)


@pytest.mark.usefixtures("begun")
def test_the_same_again_is_no_news(samsprog: Run, colours: Path) -> None:
    samsprog(f"import {colours} --data-dir store")
    again = samsprog(f"import {colours} --data-dir store")

    assert again.code == 0
    assert again.out.splitlines()[-1] == "Everything was there already; rows: 3 same"


@pytest.mark.usefixtures("begun")
def test_other_content_under_the_label_is_refused_with_the_remedy(
    samsprog: Run, colours: Path, tmp_path: Path
) -> None:
    samsprog(f"import {colours} --data-dir store")
    other = written(tmp_path / "other.json", COLOURS | {"concept": [{"code": "r", "display": "Rot"}]})

    refused = samsprog(f"import {other} --data-dir store")
    relabelled = samsprog(f"import {other} --data-dir store --release 1.0.1 --valid-from 2025-01-01")

    assert refused.code == 1
    assert "Nothing was imported" in refused.out
    assert "--release" in refused.out
    assert relabelled.code == 0
    shown = samsprog("show urn:example:colours@1.0.1 r --data-dir store --format json")
    assert shown.json["term"] == "Rot"


@pytest.mark.usefixtures("begun")
def test_a_broken_file_is_told_with_its_place(samsprog: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "broken.json", COLOURS | {"concept": [{"code": "r", "display": "Red"}] * 2})

    refused = samsprog(f"import {path} --data-dir store --format json")

    assert refused.code == 1
    (row,) = [row for row in refused.json["rows"] if row["rule"]]
    assert (row["file"], row["path"], row["rule"]) == ("broken.json", "/concept/1/code", "SPF13")
    assert "'r' stands twice" in row["message"]


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_the_report_is_a_table_for_programs(samsprog: Run, colours: Path, form: str) -> None:
    lines = samsprog(f"import {colours} --valid-from 2024-01-01 --dry-run --format {form}").out.splitlines()

    assert lines[0] == {"csv": ",", "tsv": "\t"}[form].join(
        ("file", "line", "path", "status", "rule", "message")
    )
    assert len(lines) == 4


@pytest.mark.parametrize("name", ["law@2025", "KLSeverities@2.3.0", "domus-ffb"])
def test_an_export_comes_back_without_change(samsprog: Run, name: str) -> None:
    samsprog(f"export {name} -o out.json")

    again = samsprog("import out.json --dry-run --format json")

    assert {thing["status"] for thing in again.json["summary"]["things"]} <= {"same", "changed"}
    assert again.json["summary"]["refused"] == 0


def test_an_export_goes_to_stdout_a_file_or_a_folder(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    printed = samsprog("export fsiii@2.3.0")
    samsprog("export fsiii@2.3.0 -o one.json")
    samsprog("export fsiii@2.3.0 -o folder")

    assert printed.json["url"] == "urn:oid:1.2.208.176.2.21"
    assert (tmp_path / "one.json").read_text(encoding="utf-8") == printed.out
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "folder").iterdir()] == [printed.out]


def test_an_export_tells_what_the_format_does_not_carry(samsprog: Run) -> None:
    assert "SPF31" in samsprog("export fsiii@2.3.0").err
