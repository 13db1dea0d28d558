"""Code systems of others, imported and asked through the command: what FHIR says of a concept's life holds here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api.cli_runner import Run, runner
from tests.stocked import Stocked


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    stocked: Stocked,
) -> Run:
    cache = tmp_path_factory.getbasetemp() / "samsprog-cache"
    return runner(monkeypatch, capsys, cache, tmp_path, stocked)


@pytest.fixture
def imported(samsprog: Run, shared_cases: Path) -> Callable[..., None]:
    """Imports files of a case, or all of it."""

    def of(case: str, *files: str) -> None:
        (folder,) = shared_cases.glob(f"{case}-*")
        for path in [folder / file for file in files] or [folder]:
            done = samsprog("import", str(path))
            assert done.code == 0, done.out + done.err

    return of


def codes(samsprog: Run, *words: str) -> list[str]:
    found: Any = samsprog("expand", *words, "--format", "json").json
    return sorted(member["code"] for member in found["members"])


EXPANSIONS = {
    "a status of its own": ("fhir-02", ("cs.json", "vs-status.json"), "aged-status", ["C"]),
    "a draft": ("fhir-02", ("cs.json", "f-draft.json"), "aged-draft", ["E"]),
    "deprecated alone": ("fhir-02", ("cs.json", "f-depr.json"), "aged-depr", ["B"]),
    "no status": ("fhir-02", ("cs.json", "f-stEx.json"), "aged-stEx", ["A", "D", "F", "G", "G1", "H"]),
    "a kind of the publisher's": ("fhir-02", ("cs-ydelser.json", "vs-kind.json"), "y-kind", ["Y1"]),
    "an ordinal of the publisher's": ("fhir-02", ("cs-ydelser.json", "vs-ordinal.json"), "y-ordinal", ["Y1"]),
    "inactive of the publisher's": ("fhir-02", ("cs-ydelser.json", "vs-inactive.json"), "y-inactive", ["Y1"]),
    "a group": ("fhir-02", ("cs-ydelser.json", "vs-group.json"), "y-group", ["Y1"]),
    "inactive": ("fhir-06", ("cs.json", "f-inT.json"), "aged-inT", ["D"]),
    "without the inactive": (
        "fhir-06",
        ("cs.json", "vs-active.json"),
        "aged-active",
        ["A", "B", "E", "F", "G", "G1", "H"],
    ),
    "a standard property renamed": ("fhir-12", ("cs.json", "vs.json"), "overskrifter", ["H"]),
    "headings, also retired ones": ("fhir-18", ("cs.json", "vs.json"), "uden-overskrifter", ["A", "B", "C"]),
}


@pytest.mark.parametrize(("case", "files", "name", "expected"), EXPANSIONS.values(), ids=EXPANSIONS)
def test_filters_ask_what_the_publisher_says(
    samsprog: Run,
    imported: Callable[..., None],
    case: str,
    files: tuple[str, ...],
    name: str,
    expected: list[str],
) -> None:
    imported(case, *files)

    assert codes(samsprog, name) == expected


def test_what_is_deprecated_may_still_be_used(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-18", "cs.json", "vs.json")

    assert codes(samsprog, "uden-overskrifter", "--active-only") == ["A", "B"]


def test_a_life_comes_back_as_it_was_said(
    samsprog: Run, imported: Callable[..., None], shared_cases: Path
) -> None:
    imported("fhir-06", "cs.json")
    (original,) = shared_cases.glob("fhir-06-*/cs.json")

    written = json.loads(samsprog("export aged --to fhir-json").out)

    def lives(resource: Any, parts: list[Any]) -> dict[str, Any]:
        found = {}
        for part in parts:
            said = {p["code"]: next(v for k, v in p.items() if k != "code") for p in part.get("property", ())}
            found[part["code"]] = {
                name: value for name, value in said.items() if not name.startswith("inactive") or value
            }
            found |= lives(resource, part.get("concept", []))
        return found

    before = json.loads(original.read_text(encoding="utf-8"))
    assert lives(written, written["concept"]) == lives(before, before["concept"]) | {"H": {}}


def test_line_breaks_and_control_characters_are_mended_and_told(
    samsprog: Run, imported: Callable[..., None], shared_cases: Path
) -> None:
    (path,) = shared_cases.glob("fhir-14-*/cs.json")

    done = samsprog("import", str(path))

    assert done.code == 0
    assert "SPF27" in done.out + done.err
    assert samsprog("show linjeskift A --format json").json["term"] == "Et To"


def test_two_systems_of_one_name_are_both_held(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-09", "cs-a.json", "cs-b.json")

    found: Any = samsprog("schemes --format json").json
    assert len({scheme["name"] for scheme in found}) == len(found)


# ---------------------------------------------------------------- codings that are not quite there


def told(samsprog: Run, shared_cases: Path, case: str, file: str) -> set[tuple[str, str, str]]:
    """Where what is said of an object, and how gravely."""
    (path,) = shared_cases.glob(f"{case}-*/{file}")
    found: Any = samsprog("check", str(path), "--format", "json").json
    return {(one["pointer"], one["rule"], one["severity"]) for one in found["findings"]}


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("r-gw-nocode.json", {("/code/coding/0", "SP219", "error")}),
        ("r-gw-sev-text.json", {("/severity", "SP219", "error")}),
        ("d-no-code.json", {("/code/coding/0", "SP219", "error")}),
        ("r-gw-ok.json", set()),
    ],
)
def test_a_required_binding_wants_a_code(
    samsprog: Run, shared_cases: Path, file: str, expected: set[tuple[str, str, str]]
) -> None:
    assert told(samsprog, shared_cases, "fhir-03", file) == expected


def test_a_coding_without_a_system_is_told(samsprog: Run, shared_cases: Path) -> None:
    assert told(samsprog, shared_cases, "fhir-05", "b-no-system.json") == {
        ("/code/coding/0", "SP217", "error")
    }


def test_an_unrelated_list_does_not_change_how_grave_a_display_is(
    samsprog: Run, imported: Callable[..., None], shared_cases: Path
) -> None:
    imported("fhir-11", "cs-en.json")
    before = told(samsprog, shared_cases, "fhir-11", "obs-da-display.json")

    imported("fhir-11", "cs-other.json")

    assert told(samsprog, shared_cases, "fhir-11", "obs-da-display.json") == before
    grave = {(rule, severity) for _, rule, severity in before if severity != "information"}
    assert grave == {("SP309", "warning")}


# ---------------------------------------------------------------- capitals in codes


@pytest.mark.parametrize("file", ["cs.json", "cs-missing.json"])
@pytest.mark.parametrize("code", ["akut", "AKUT", "Akut"])
def test_a_code_is_found_in_any_case_where_its_publisher_does_not_say_otherwise(
    samsprog: Run, imported: Callable[..., None], file: str, code: str
) -> None:
    imported("fhir-07", file)
    scheme = "casefree" if file == "cs.json" else "casemissing"

    assert samsprog(f"resolve --to {scheme} {code} --format json").json[0]["outcome"] == "exact"
    assert samsprog(f"show {scheme} {code} --format json").json["code"] == "Akut"


@pytest.mark.parametrize("case", ["lower", "missing"])
def test_a_code_in_another_case_is_no_error_in_a_record(
    samsprog: Run, imported: Callable[..., None], shared_cases: Path, case: str
) -> None:
    imported("fhir-07", "cs.json", "cs-missing.json")
    (path,) = shared_cases.glob(f"fhir-07-*/t-case-{case}.json")

    done = samsprog("check", str(path), "--format", "json")

    assert "SP203" not in done.out
    assert done.code == 0


def test_a_value_set_names_codes_in_any_case(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-07", "cs.json", "vs-list.json")

    assert codes(samsprog, "casefree-list") == ["Akut"]


# ---------------------------------------------------------------- maps that are about value sets


def test_a_map_takes_its_systems_from_its_value_sets(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-13")

    found: Any = samsprog("resolve --system lokal --to faelles 1 --format json").json
    assert (found[0]["outcome"], found[0]["targets"][0]["code"]) == ("exact", "F1")
    written: Any = samsprog("export vsscope --to fhir-json").json
    assert written["sourceUri"] == "https://kommune.example/vs/lokal-alle"
    assert "source" not in written["group"][0]


def test_a_map_may_come_after_its_value_sets(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-13", "cs-src.json", "cs-tgt.json", "vs-src.json", "vs-tgt.json", "cm-vsscope.json")

    assert samsprog("resolve --system lokal --to faelles 1 --format json").json[0]["outcome"] == "exact"


def test_a_map_whose_value_set_is_not_here_says_so(samsprog: Run, shared_cases: Path) -> None:
    (path,) = shared_cases.glob("fhir-13-*/cm-vsscope.json")

    done = samsprog("import", str(path))

    assert done.code == 1
    assert "https://kommune.example/vs/lokal-alle is not here" in done.out + done.err


@pytest.mark.parametrize(("content", "expected"), [("fragment", "information"), ("complete", "error")])
def test_a_code_that_is_not_in_a_fragment_is_information(
    samsprog: Run, tmp_path: Path, content: str, expected: str
) -> None:
    system = {
        "resourceType": "CodeSystem",
        "url": "https://kommune.example/cs/udsnit",
        "version": "1",
        "name": "Udsnit",
        "status": "active",
        "date": "2020-01-01",
        "caseSensitive": True,
        "content": content,
        "concept": [{"code": "a", "display": "A"}],
    }
    coding = {"system": system["url"], "code": "noget-andet"}
    (tmp_path / "cs.json").write_text(json.dumps(system), encoding="utf-8")
    obj = {"resourceType": "Basic", "code": {"coding": [coding]}}
    (tmp_path / "obj.json").write_text(json.dumps(obj), encoding="utf-8")
    assert samsprog("import", str(tmp_path / "cs.json")).code == 0

    found: Any = samsprog("check", str(tmp_path / "obj.json"), "--format", "json").json

    assert [one["severity"] for one in found["findings"] if one["rule"] == "SP203"] == [expected]


# ---------------------------------------------------------------- supplements


def test_a_supplement_names_concepts_of_another_system(
    samsprog: Run, imported: Callable[..., None], shared_cases: Path
) -> None:
    imported("fhir-08", "cs.json")
    before = samsprog("releases priority --format json").json
    imported("fhir-08", "supp.json")
    (record,) = shared_cases.glob("fhir-08-*/u-supp-da.json")

    rules = {
        finding["rule"] for finding in samsprog("check", str(record), "--format", "json").json["findings"]
    }

    assert not {rule for rule in rules if rule.startswith("SP3")}
    assert samsprog("releases priority --format json").json == before


def test_a_supplement_is_switched_on_by_name(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-08", "cs.json", "supp.json")

    assert samsprog("show priority EL --format json").json["term"] == "elective"
    assert samsprog("show priority EL --supplement priority-da --format json").json["term"] == "planlagt"
    assert (
        samsprog("show priority CR --supplement priority-da --format json").json["term"] == "callback results"
    )
    assert "priority is no supplement" in samsprog("show priority EL --supplement priority").err


def test_a_supplement_goes_out_as_one(samsprog: Run, imported: Callable[..., None]) -> None:
    imported("fhir-08", "supp.json")

    written = samsprog("export priority-da --to fhir-json").json

    assert (written["content"], written["supplements"]) == (
        "supplement",
        "https://kommune.example/cs/priority",
    )


def test_a_supplement_of_what_is_not_here_says_so(samsprog: Run, shared_cases: Path) -> None:
    (path,) = shared_cases.glob("fhir-08-*/supp.json")

    done = samsprog("import", str(path))

    assert (done.code, "SPI25" in done.out + done.err) == (0, True)
