"""What `samsprog import` says of faults in somebody else's file: repaired or refused, said once, counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.cli.finding_groups import group_lines
from api.cli.output import Paint
from classification import Finding, Place, Severity
from classification.sentence import both
from tests.api.cli_runner import Run, runner
from tests.stocked import Stocked

TABLE = "# URI,urn:example:c\n# Navn,c\n# Version,1\n# Gyldig fra,2025-01-01\nKode,Foretrukken term\n"


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    stocked: Stocked,
) -> Run:
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path, stocked)


@pytest.fixture
def decomposed(tmp_path: Path) -> Path:
    path = tmp_path / "c.csv"
    path.write_text(f"{TABLE}R,Ro\u0308d\nB,Blue\n", encoding="utf-8")
    return path


def test_a_repair_is_told_and_counted(samsprog: Run, decomposed: Path) -> None:
    report = samsprog(f"import {decomposed} --dry-run --format json")

    assert report.code == 0
    assert report.json["summary"]["repaired"] == 1
    assert [(row["rule"], row["policy"]) for row in report.json["rows"] if row["policy"] == "repaired"] == [
        ("SPB15", "repaired")
    ]
    assert "; repaired: 1" in samsprog(f"import {decomposed} --dry-run").out


def test_strict_refuses_repairs_and_writes_nothing(samsprog: Run, decomposed: Path) -> None:
    refused = samsprog(f"import {decomposed} --strict")

    assert refused.code == 1
    assert "SPI41 error: 1 places can be read only by repairing them (SPB15 × 1)" in refused.out
    assert "Nothing was imported" in refused.out
    assert samsprog("show urn:example:c R").code == 2


def test_findings_of_one_kind_are_said_once() -> None:
    remedy = both("ret det", "correct it")
    found = [
        Finding("SPC08", Severity.WARNING, both(f"dansk {n}", f"english {n}"), Place("a.csv", n), remedy)
        for n in range(1, 6)
    ]

    english, danish = (list(group_lines(found, Paint(environ={}), language)) for language in ("en", "da"))

    assert english[0] == "SPC08 warning, 5 times: The label has blanks around it — correct it"
    assert english[1:] == [
        "  a.csv:1: english 1",
        "  a.csv:2: english 2",
        "  a.csv:3: english 3",
        "  … and 2 more; --format json lists all",
    ]
    assert danish[0].startswith("SPC08 advarsel, 5 gange: ")
    assert danish[-1] == "  … og 2 til; --format json opregner alle"


@pytest.fixture
def two(tmp_path: Path) -> str:
    """A sound table and one whose row has no name."""
    (tmp_path / "c.csv").write_text(f"{TABLE}R,Red\n", encoding="utf-8")
    broken = TABLE.replace("example:c", "example:d").replace("Navn,c", "Navn,d")
    (tmp_path / "d.csv").write_text(f"{broken}R,Red\nR,Red again\n", encoding="utf-8")
    return f"{tmp_path / 'c.csv'} {tmp_path / 'd.csv'}"


def test_one_broken_file_stops_all_and_the_sound_ones_are_named(samsprog: Run, two: str) -> None:
    refused = samsprog(f"import {two}")

    assert refused.code == 1
    assert "SPI42 information: 1 of 2 parts are sound: c.csv — --skip-broken imports them" in refused.out
    assert samsprog("show urn:example:c R").code == 2


def test_the_sound_ones_are_imported_and_the_others_recorded(samsprog: Run, two: str) -> None:
    taken = samsprog(f"import {two} --skip-broken --format json")

    assert taken.code == 0
    things = [(t["name"], t["status"]) for t in taken.json["summary"]["things"]]
    assert things == [("c", "new"), ("d", "left-out")]
    assert (taken.json["summary"]["new"], taken.json["summary"]["left-out"]) == (1, 1)
    (told,) = [row for row in taken.json["rows"] if row["rule"] == "SPI43"]
    assert told["message"].startswith("d.csv was left out: SPB07 ")
    assert samsprog("show urn:example:c R").code == 0
    assert samsprog("show urn:example:d R").code == 2


def test_a_folder_is_parted_as_well(samsprog: Run, two: str, tmp_path: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    for path in two.split():
        Path(path).rename(folder / Path(path).name)

    assert samsprog(f"import {folder} --skip-broken --dry-run").code == 0
