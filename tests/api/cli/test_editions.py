"""Which release a value set means, through the command: a pin, the edition asked for by name, or the day."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from tests.api.cli_runner import Run
from tests.stocked import Stocked

SINCE_2024 = "--valid-from 2024-01-01"


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, stocked: Stocked) -> None:
    """The folder `store` as an earlier import left it."""
    stocked.copy_to(Settings(tmp_path / "store", tmp_path / "cache"))


@pytest.fixture
def pins(shared_cases: Path) -> Path:
    """A municipality's lists, which bear labels that releases of others bear too."""
    (folder,) = shared_cases.glob("fhir-01-*")
    return folder


@pytest.fixture
def versions(shared_cases: Path) -> Path:
    """Two versions of one value set."""
    (folder,) = shared_cases.glob("fhir-16-*")
    return folder


def import_all(samsprog: Run, *files: Path | str, options: str = "") -> None:
    for file in files:
        found = samsprog(f"import {file} --data-dir store {options}")
        assert found.code == 0, found.err


def expanded(samsprog: Run, name: str, *options: str) -> Any:
    found = samsprog("expand", name, "--data-dir", "store", "--format", "json", *options)
    assert found.code == 0, found.err
    return found.json


def codes(expansion: Any) -> list[str]:
    return [member["code"] for member in expansion["members"]]


@pytest.mark.parametrize(
    ("file", "name", "release", "total"),
    [
        ("vs-list-100", "egne", "2.3.0", 1),
        ("vs-list-101", "egne101", "2.3.0", 1),
        ("vs-100", "omsorgsniveauer", "2.3.0", 414),
    ],
)
def test_the_version_of_a_list_says_nothing_of_the_code_system(
    samsprog: Run, pins: Path, file: str, name: str, release: str, total: int
) -> None:
    """A municipal list 1.0.0 was answered from FSIII 1.0.0, of 2023."""
    import_all(samsprog, pins / f"{file}.json", options=SINCE_2024)

    found = expanded(samsprog, name, "--as-of", "2026-02-01")
    by_name = expanded(samsprog, f"{name}@{found['release']}", "--as-of", "2026-02-01")

    assert (found["releases"], found["total"], found["edition"]) == ({"fsiii": release}, total, "")
    assert by_name == found


@pytest.mark.parametrize("sets_too", ["together", "apart"])
def test_a_value_set_means_the_newest_release_of_a_system_that_came_in_two(
    samsprog: Run, pins: Path, tmp_path: Path, sets_too: str
) -> None:
    names = ["cs-v1.json", "cs-v2.json", "vs-nopin.json"]
    if sets_too == "together":
        package = tmp_path / "package"
        package.mkdir()
        for name in names:
            shutil.copy(pins / name, package)
        import_all(samsprog, package)
    else:
        import_all(samsprog, *(pins / name for name in names))

    assert codes(expanded(samsprog, "nopin")) == ["A", "B"]
    assert codes(expanded(samsprog, "nopin@1")) == ["A", "B"]


def test_a_check_takes_the_code_of_the_day(samsprog: Run, pins: Path) -> None:
    import_all(samsprog, pins / "vs-list-100.json", options=SINCE_2024)

    found = samsprog(f"check {pins / 'condition.json'} --profiles {pins} --data-dir store --format json")

    assert "SP401" not in found.out
    assert "SP403" not in found.out
    assert found.code == 0, found.out


@pytest.mark.parametrize(("version", "members"), [("1.9.0", ["DK"]), ("1.10.0", ["DK", "SE"])])
def test_a_canonical_names_a_version(samsprog: Run, versions: Path, version: str, members: list[str]) -> None:
    import_all(samsprog, versions / "cs.json", versions / "vs-19.json", versions / "vs-110.json")

    for name in (f"https://kommune.example/vs/verset|{version}", f"verset|{version}", f"verset@{version}"):
        assert codes(expanded(samsprog, name)) == members


@pytest.mark.parametrize(
    ("name", "said"),
    [("verset|7", "unknown release '7'"), ("verset|1.9.0 --release 1.10.0", "leave one out")],
)
def test_a_canonical_that_cannot_be_meant_is_refused(
    samsprog: Run, versions: Path, name: str, said: str
) -> None:
    import_all(samsprog, versions / "cs.json", versions / "vs-19.json")

    found = samsprog(f"expand {name} --data-dir store")

    assert found.code == 2
    assert said in found.err


def package(folder: Path, version: str, *codes: str) -> Path:
    """A publisher's package of one release: a code system, a value set over it, and one that refers to that."""
    folder.mkdir()
    about = {"version": version, "status": "active"}
    system = {
        "resourceType": "CodeSystem",
        "url": "urn:example:paint",
        "name": "Paint",
        "content": "complete",
        "caseSensitive": True,
        "concept": [{"code": code, "display": f"Paint {code}"} for code in codes],
    }
    sets = {
        "Paints": {"system": "urn:example:paint"},
        "Walls": {"valueSet": ["urn:example:vs:Paints"]},
    }
    (folder / "system.json").write_text(json.dumps(system | about), encoding="utf-8")
    for name, include in sets.items():
        value_set = {
            "resourceType": "ValueSet",
            "url": f"urn:example:vs:{name}",
            "name": name,
            "compose": {"include": [include]},
        }
        (folder / f"{name}.json").write_text(json.dumps(value_set | about), encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["Paints", "Walls"])
def test_what_was_published_together_counts_where_it_is_named(
    samsprog: Run, tmp_path: Path, name: str
) -> None:
    import_all(samsprog, package(tmp_path / "one", "1.0.0", "A"), options="--valid-from 2024-01-01")
    import_all(samsprog, package(tmp_path / "two", "2.0.0", "A", "B"), options="--valid-from 2025-01-01")

    today = expanded(samsprog, name)
    then = expanded(samsprog, name, "--as-of", "2024-06-01")
    named = expanded(samsprog, f"{name}@1.0.0")

    assert [(e["edition"], codes(e)) for e in (today, then, named)] == [
        ("2.0.0", ["A", "B"]),
        ("1.0.0", ["A"]),
        ("1.0.0", ["A"]),
    ]


def test_on_a_day_the_day_decides_and_in_an_edition_the_edition(samsprog: Run, tmp_path: Path) -> None:
    """The value set is still the one of the package; its code system has a later release."""
    import_all(samsprog, package(tmp_path / "one", "1.0.0", "A"), options="--valid-from 2024-01-01")
    later = package(tmp_path / "two", "2.0.0", "A", "B") / "system.json"
    import_all(samsprog, later, options="--valid-from 2025-01-01")

    assert codes(expanded(samsprog, "Walls")) == ["A", "B"]
    assert codes(expanded(samsprog, "Walls|1.0.0")) == ["A"]


def test_an_edition_of_the_bundled_vocabularies_is_asked_for_by_name(samsprog: Run) -> None:
    found = expanded(samsprog, "KLConditionCodesFSIII@1.0.0")

    assert (found["edition"], found["releases"]) == ("1.0.0", {"fsiii": "1.0.0"})


def test_the_published_rule_with_two_versions_of_a_code_system(samsprog: Run, shared_data: Path) -> None:
    """HL7's terminology tests: a value set 1.0.0 without a pin, code system 1.0.0 and 1.2.0: the newer one."""
    folder = shared_data / "txeco" / "tests" / "version"
    if not folder.is_dir():
        pytest.skip(f"shared data absent: no folder {folder}")
    for name in ("codesystem-version-1", "codesystem-version-2", "valueset-version-n", "valueset-version-1"):
        import_all(samsprog, folder / f"{name}.json")

    free = expanded(samsprog, "http://hl7.org/fhir/test/ValueSet/version-n")
    named = expanded(samsprog, "http://hl7.org/fhir/test/ValueSet/version-n|1.0.0")
    pinned = expanded(samsprog, "http://hl7.org/fhir/test/ValueSet/version")

    assert codes(free) == codes(named) == ["code1", "code2", "code3"]
    assert codes(pinned) == ["code1", "code2"]


OWN = """
name = "own"
channel = "own"
version = "1"
title = { da = "Egen", en = "Own" }
match = { format = "fhir", type = "Condition" }
extends = ["core-condition"]

[[binding]]
path = "code"
value-sets = ["https://kommune.example/vs/verset|VERSION"]
"""


@pytest.mark.parametrize(
    ("version", "code", "rules"),
    [("1.9.0", "SE", {"SP403"}), ("1.10.0", "SE", set()), ("1.9.0", "DK", set())],
)
def test_a_profile_binds_to_a_version_of_a_value_set(
    samsprog: Run, versions: Path, tmp_path: Path, version: str, code: str, rules: set[str]
) -> None:
    import_all(samsprog, versions / "cs.json", versions / "vs-19.json", versions / "vs-110.json")
    found = checked(samsprog, tmp_path, version, code)

    assert {f["rule"] for f in found.json["findings"] if f["rule"].startswith("SP4")} == rules


def test_a_profile_that_binds_to_a_version_that_is_not_there_is_told(
    samsprog: Run, versions: Path, tmp_path: Path
) -> None:
    import_all(samsprog, versions / "cs.json", versions / "vs-19.json")

    found = checked(samsprog, tmp_path, "7", "DK")

    assert "unknown release '7' of value set https://kommune.example/vs/verset|7" in found.out + found.err


def checked(samsprog: Run, folder: Path, version: str, code: str) -> Any:
    (folder / "own.toml").write_text(OWN.replace("VERSION", version), encoding="utf-8")
    coding = {"system": "https://kommune.example/cs/countries", "code": code}
    (folder / "own.json").write_text(
        json.dumps({"resourceType": "Condition", "code": {"coding": [coding]}}), encoding="utf-8"
    )
    return samsprog("check own.json --profiles . --profile own --data-dir store --format json")
