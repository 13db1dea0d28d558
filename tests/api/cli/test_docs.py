"""docs/json.md names every key that is written, and no other."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.api.cli_runner import Run, runner

ANSWERS = {
    "Scheme": "schemes",
    "Release": "releases fsiii",
    "Brief": "show fsiii@2.3.0 J1.1",
    "Concept": "show fsiii@2.3.0 J1.1",
    "Hit": "search hukommelse",
    "Value set": "expand",
    "Expansion": "expand KLConditionCodesFSIII@2.3.0 --limit 1",
    "Resolution": "resolve --to fsiii --system http://ehealth.sundhed.dk/cs/fs3-group-selfcare WASH",
    "Map": "map",
    "Mapping": "map domus-ffb",
    "Report": "import law --dry-run",
}


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    project_root: Path,
) -> Run:
    (tmp_path / "law").symlink_to(project_root / "vocabularies" / "law")
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


@pytest.mark.parametrize(("title", "words"), ANSWERS.items(), ids=ANSWERS.keys())
def test_the_documented_keys_are_those_written(
    samsprog: Run, project_root: Path, title: str, words: str
) -> None:
    documented = _tables((project_root / "docs" / "json.md").read_text(encoding="utf-8"))

    answer: Any = samsprog(f"{words} --format json").json
    first = answer[0] if isinstance(answer, list) else answer
    written = first["broader"][0] if title == "Brief" else first

    assert documented[title] == list(written)


@pytest.mark.parametrize(
    ("title", "key", "words"),
    [
        ("Concept", "notations", "show fsiii@2.3.0 J1.1"),
        ("Concept", "labels", "show fsiii@2.3.0 J1.1"),
        ("Concept", "properties", "show law SEL-50"),
        ("Expansion", "members", "expand KLConditionCodesFSIII@2.3.0 --limit 1"),
        ("Expansion", "unresolved", "expand KLComplicationCodesSCT@2.3.0"),
        ("Resolution", "targets", "resolve --to fsiii J1.1"),
        ("Resolution", "source", "resolve --to fsiii J1.1"),
        ("Map", "sources", "map"),
        ("Mapping", "source", "map domus-ffb"),
    ],
)
def test_the_documented_parts_are_those_written(
    samsprog: Run, project_root: Path, title: str, key: str, words: str
) -> None:
    section = _sections((project_root / "docs" / "json.md").read_text(encoding="utf-8"))[title]
    (row,) = [line for line in section.splitlines() if re.match(rf"\| [^|]*`{key}`", line)]
    (object_,) = re.findall(r"`\{((?:\"\w+\"(?:, )?)+)\}`", row)

    answer: Any = samsprog(f"{words} --format json").json
    part = (answer[0] if isinstance(answer, list) else answer)[key]
    written = part[0] if isinstance(part, list) else part

    assert re.findall(r"\w+", object_) == list(written)


def _sections(page: str) -> dict[str, str]:
    parts = re.split(r"^## (.+)\n", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _tables(page: str) -> dict[str, list[str]]:
    """The keys in the first column of each section's table, in order."""
    rows = {
        title: [line.split("|")[1] for line in section.splitlines() if line.startswith("| `")]
        for title, section in _sections(page).items()
    }
    return {
        title: [key for cell in cells for key in re.findall(r"`(\w+)`", cell)]
        for title, cells in rows.items()
    }


def test_no_cell_of_csv_is_a_formula_and_the_page_says_so(samsprog: Run, project_root: Path) -> None:
    """A cell such as `=1+1` reached a spreadsheet unchanged and was computed there; a number is no formula."""
    page = (project_root / "docs" / "cli.md").read_text(encoding="utf-8")

    marks = re.findall(r"`(.)`", page.partition("begins with")[2].partition(" has ")[0])
    words = [*(f"{mark}x1" for mark in marks), "-1", "+1.5"]
    rows = samsprog("resolve", "--to", "fsiii", "--format", "csv", "--", *words).out.splitlines()[1:]

    assert marks == ["=", "+", "-", "@"]
    assert [row.split(",")[0] for row in rows] == ["'=x1", "'+x1", "'-x1", "'@x1", "-1", "+1.5"]
