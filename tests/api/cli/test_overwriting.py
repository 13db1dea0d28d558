"""What a command reads stays as it was, whatever its output is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from api.payload.formats import FORMATS
from tests.api.cli_runner import Run, runner

PAYLOAD = '{"type": "tilstand", "id": "x"}\n'
PROFILE = 'name = "our"\nchannel = "our"\nextends = ["fhir-condition"]\nabstract = true\n'


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """The command in a project: payloads, links to one of them, own profiles, a configuration, a baseline."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    for folder in ("payloads", "own"):
        (tmp_path / folder).mkdir()
    (tmp_path / "payloads" / "a.json").write_text(PAYLOAD, encoding="utf-8")
    (tmp_path / "payloads" / "b.ndjson").write_text(PAYLOAD, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "payloads" / "a.json")
    os.link(tmp_path / "payloads" / "a.json", tmp_path / "hard.txt")
    (tmp_path / "own" / "our.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "known.json").write_text('{\n "version": 2,\n "findings": {}\n}\n', encoding="utf-8")
    (tmp_path / "samsprog.toml").write_text(
        '[check]\nprofiles = ["own"]\nbaseline = "known.json"\n', encoding="utf-8"
    )
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


_TARGETS = (
    "payloads/a.json", "./payloads/../payloads/a.json", "payloads/b.ndjson", "link.txt", "hard.txt", "own/our.toml",
    "samsprog.toml",
)  # fmt: skip


@pytest.mark.parametrize("target", _TARGETS)
@pytest.mark.parametrize("option", ["--output", "--write-baseline"])
@pytest.mark.parametrize(
    "words",
    ["payloads", "payloads/*", "payloads/a.json payloads/b.ndjson", "--compare-dates 2026-01-01 2027-01-01"],
)
def test_a_report_does_not_take_the_place_of_what_is_read(
    samsprog: Run, tmp_path: Path, words: str, option: str, target: str
) -> None:
    """`check a.json --output a.json` destroyed the payload, and so the profiles and the configuration were."""
    before = contents(tmp_path)

    found = samsprog(f"check {words} {option} {target}")

    assert found.code == 2
    assert f"{option} {target}: the command itself reads that file" in found.err
    assert "læser selv den fil" in samsprog(f"check {words} {option} {target} --lang da").err
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    "words",
    [
        "check payloads --output known.json",
        "check payloads --bundle b.bundle --output b.bundle",
        "check payloads --locked --output samsprog.lock",
        "check payloads --lock samsprog.lock --write-baseline samsprog.lock",
        "check payloads --output new.json --write-baseline ./new.json",
        "lock --output samsprog.toml",
        "lock --output own/our.toml",
        "lock --bundle b.bundle --output b.bundle",
        "bundle --output samsprog.toml",
        "bundle --bundle b.bundle --output ./b.bundle",
        "export fsiii -o samsprog.toml",
        "lint fsiii --output samsprog.toml",
    ],
)
def test_nor_does_another_output(samsprog: Run, tmp_path: Path, words: str) -> None:
    assert [samsprog(made).code for made in ("lock", "bundle -o b.bundle")] == [0, 0]
    before = contents(tmp_path)

    found = samsprog(words)

    assert found.code == 2
    assert "name another" in found.err
    assert contents(tmp_path) == before


@pytest.mark.parametrize("more", ["", "--ignore SP"])
def test_what_was_written_before_is_written_again(samsprog: Run, more: str) -> None:
    """Among the payloads lie reports of earlier runs; they are no payloads, and are made anew."""
    report = "--output payloads/report.json"
    days = "--compare-dates 2026-01-01 2027-01-01"
    lines = [
        *(f"check payloads --format {form} {report} {more}" for form in FORMATS),
        *(f"check payloads {days} --format {form} {report} {more}" for form in ("json", "text")),
        f"check payloads --statistics --format json {report} {more}",
    ]

    for words in lines:
        codes = [samsprog(words).code for _ in range(2)]
        assert codes == [0 if more else 1] * 2, words


def test_a_baseline_and_a_lock_are_made_anew(samsprog: Run, tmp_path: Path) -> None:
    lines = [
        "check --write-baseline known.json",
        "check payloads --write-baseline payloads/known.json",
        "lock",
    ]

    for words in lines:
        assert [samsprog(words).code for _ in range(2)] == [0, 0], words
        (tmp_path / "payloads" / "known.json").unlink(missing_ok=True)


def test_a_device_is_no_file_that_is_read(samsprog: Run) -> None:
    assert samsprog("check payloads --output /dev/null --ignore SP").code == 0


def test_a_file_that_stdin_comes_from_is_read(tmp_path: Path, project_root: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(PAYLOAD, encoding="utf-8")
    code = (
        f"import sys; sys.path.insert(0, {str(project_root)!r}); from api.cli import main; sys.exit(main())"
    )

    with file.open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-c", code, "check", "-", "--output", "a.json"],
            stdin=stdin, cwd=tmp_path, capture_output=True, text=True, check=False,
            env={**os.environ, "XDG_DATA_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    assert (done.returncode, "(stdin)" in done.stderr) == (2, True)
    assert file.read_text(encoding="utf-8") == PAYLOAD
