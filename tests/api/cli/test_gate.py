"""`samsprog check` as a gate: what nobody recognised does not pass unseen, with the shipped profiles."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from classification.rules.registry import CHECK_RULES
from tests.api.cli_runner import Run, runner

CONDITION = {
    "resourceType": "Condition",
    "recordedDate": "2026-13-45",
    "meta": {"profile": ["http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-conditon"]},
}
SAID = "no profile recognises 2 of 3 objects: only codes were looked at"


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """The command in a folder with two objects without a profile, and one that has one."""
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    known = json.loads(CHECK_RULES["SP101"].good.text)
    objects = [{"resourceType": "Patient"}, {"resourceType": "Encounter"}, known]
    (tmp_path / "in.ndjson").write_text("".join(f"{json.dumps(one)}\n" for one in objects), encoding="utf-8")
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


@pytest.mark.parametrize(
    "obj", [CONDITION, {"type": "Indsats"}, {"resourceType": "condition"}, {}], ids=lambda obj: str(obj)[:30]
)
def test_a_slip_fails_the_run(samsprog: Run, obj: Any) -> None:
    """One wrong letter in meta.profile, and a broken date gave a note and exit code 0."""
    assert samsprog("check", "-", stdin=json.dumps(obj)).code == 1


def test_every_form_says_how_many_objects_nobody_recognised(samsprog: Run) -> None:
    found = {
        form: samsprog("check", "in.ndjson", "--format", form)
        for form in ("text", "github", "json", "sarif", "junit", "csv", "gitlab")
    }

    assert {run.code for run in found.values()} == {0}
    assert SAID in found["text"].out
    assert SAID in found["github"].out
    assert {form for form, run in found.items() if run.err == f"samsprog: {SAID}\n"} == {
        "sarif", "junit", "csv", "gitlab",
    }  # fmt: skip
    assert found["json"].json["summary"]["unrecognised"] == 2
    assert found["sarif"].json["runs"][0]["properties"] == {"objects": 3, "unrecognised": 2}
    held = {
        p.get("name"): p.get("value") for p in ElementTree.fromstring(found["junit"].out).iter("property")
    }
    assert held == {"objects": "3", "unrecognised": "2"}


def test_they_are_counted_though_the_rule_is_not_asked_for(samsprog: Run) -> None:
    found = samsprog("check", "in.ndjson", "--ignore", "SP1", "--lang", "da")

    assert "ingen profil genkender 2 af 3 objekter: kun koder er set efter" in found.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", 0),
        ("--fail-on unrecognised", 1),
        ("--fail-on unrecognised --ignore SP101", 0),
        ("--fail-on never", 0),
        ("--profile gateway", 1),
    ],
)
def test_they_fail_where_that_is_asked(samsprog: Run, words: str, code: int) -> None:
    assert samsprog(f"check in.ndjson {words}").code == code


def test_a_comparison_of_days_says_it_too(samsprog: Run) -> None:
    words = "check in.ndjson --compare-dates 2026-01-01 2027-01-01"

    assert SAID in samsprog(words).out
    assert samsprog(f"{words} --format json").json["unrecognised"] == 2
    assert samsprog(f"{words} --fail-on unrecognised").code == 1


def test_a_configuration_may_ask_for_it(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "samsprog.toml").write_text('[check]\nfail_on = "unrecognised"\n', encoding="utf-8")

    assert samsprog("check in.ndjson").code == 1


def test_the_lint_recognises_nothing_and_does_not_offer_it(samsprog: Run) -> None:
    assert samsprog("lint fsiii --fail-on unrecognised").code == 2


def test_with_every_channel_an_object_of_none_is_counted_once(samsprog: Run) -> None:
    assert samsprog("check in.ndjson --profile all --format json").json["summary"]["unrecognised"] == 2


def test_a_folder_without_profiles_is_told_though_the_shipped_ones_are_kept(
    samsprog: Run, tmp_path: Path
) -> None:
    """The profiles kept from a run without folders of its own answered for one whose folder was empty: all was checked
    by what is shipped, unnoticed.
    """
    (tmp_path / "own").mkdir()
    configured = tmp_path / "samsprog.toml"

    assert samsprog("lock").code == 0
    for name in ("", "README.md"):
        if name:
            (tmp_path / "own" / name).write_text("# Our profiles\n", encoding="utf-8")
        found = [samsprog(f"{words} --profiles own") for words in ("lock", "check in.ndjson")]
        configured.write_text('[check]\nprofiles = ["own"]\n', encoding="utf-8")
        found += [samsprog(words) for words in ("lock", "check in.ndjson")]
        configured.unlink()

        assert [(one.code, "SPP12" in one.err) for one in found] == [(2, True)] * 4


def test_the_folder_that_is_named_last_goes_before_though_both_orders_were_asked(
    samsprog: Run, tmp_path: Path
) -> None:
    """Of two folders with a profile of one name that won which had won in the run before."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ours.toml").write_text(
            f'name = "ours"\nchannel = "{name}"\n[match]\nformat = "samsprog"\ntype = "x"\n', encoding="utf-8"
        )

    codes = [
        samsprog(f"lock --profile {last} --profiles {first} --profiles {last}").code
        for first, last in (("one", "two"), ("two", "one"))
    ]

    assert codes == [0, 0]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("none.json", b"[]"),
        ("blank.json", b" [\n]\n"),
        ("none.ndjson", b""),
        ("blank.ndjson", b"\n \n\n"),
        ("none.ndjson.gz", gzip.compress(b"", mtime=0)),
    ],
)
def test_a_run_without_an_object_says_so_and_is_not_recognised(
    samsprog: Run, tmp_path: Path, name: str, content: bytes
) -> None:
    """`[]`, an empty NDJSON and one of blank lines passed, even with --fail-on unrecognised: nothing to report."""
    (tmp_path / name).write_bytes(content)

    found = samsprog(f"check {name}")

    assert (found.code, found.out) == (0, "no object was checked (0 objects, 1 file)\n")
    assert samsprog(f"check {name} --lang da").out.startswith(
        "intet objekt er kontrolleret (0 objekter, 1 fil)"
    )
    assert samsprog(f"check {name} --format csv").err == "samsprog: no object was checked\n"
    assert samsprog(f"check {name} --fail-on unrecognised").code == 1
    days = f"check {name} --compare-dates 2026-01-01 2027-01-01"
    assert "no object was checked" in samsprog(days).out
    assert (samsprog(days).code, samsprog(f"{days} --fail-on unrecognised").code) == (0, 1)


def test_a_file_without_an_object_among_others_is_counted(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "none.json").write_text("[]", encoding="utf-8")

    found = samsprog("check none.json in.ndjson")

    assert "1 of 2 files holds no object\n" in found.out
    assert samsprog("check none.json in.ndjson --format json").json["summary"]["empty"] == 1
    assert (
        "samsprog: 1 of 2 files holds no object\n" in samsprog("check none.json in.ndjson --format junit").err
    )
    assert samsprog("check none.json in.ndjson --fail-on unrecognised --ignore SP101").code == 0
