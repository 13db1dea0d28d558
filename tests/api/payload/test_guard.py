"""Hostile text through every command and every form of its output: whoever reads it gets it as text and no more."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli import COMMANDS, main
from api.payload import guard
from api.payload.formats import FORMATS as REPORTS
from api.settings import Settings
from tests.api.cli_runner import Result, Run, runner
from tests.stocked import Stocked

STEERING = "\x1b]0;x\x07\x1b[2J\x9b31m\u202e\u2066\u200b\x7f\x85\u2028"
BUILD = "\r\n::error::x\n  ::add-mask::y\n##[error]z ##vso[task.complete]"
NASTY = f"=1+1{STEERING}{BUILD}"
LABEL = "=HYPERLINK(1);=1+1 ##[error]z\u202e\u2066"
"""Of what is hostile the part that an import takes: controls are refused."""
NAMES = ("::error::n", "=1\x1b[2J\n::error::m", "\u202e##[group]", "-1+1|cmd")


def offences(text: str, form: str = "") -> list[str]:
    """What in an output a terminal, a build or a spreadsheet would take for more than text."""
    allowed = "\n\t" if form == "tsv" else "\n"
    found = [
        repr(one)
        for one in text
        if one not in allowed and unicodedata.category(one) in {"Cc", "Cf", "Zl", "Zp"}
    ]
    found += re.findall(r"##(?:\[|\w+\[).*", text)
    own = (
        re.compile(r"::(error|warning|notice) file=[^:]*::[^\n]*") if form == "github" else re.compile(r"\Z.")
    )
    found += [line for line in text.split("\n") if line.lstrip().startswith("::") and not own.fullmatch(line)]
    for mark in {"csv": ",;", "tsv": "\t"}.get(form, ""):
        cells = (cell for row in csv.reader(io.StringIO(text), delimiter=mark) for cell in row)
        found += [cell for cell in cells if cell.strip()[:1] in {"=", "+", "-", "@"} and not is_number(cell)]
    return found


def is_number(text: str) -> bool:
    return bool(re.fullmatch(r"[+-]?[\d.]+", text))


def test_the_offences_are_found() -> None:
    assert len(offences(NASTY)) > 10
    assert offences("a,=1\n", "csv") == ["=1"]
    assert offences("a;=1\n", "csv") == ["=1"]
    assert offences("::error file=a::b\n", "github") == []
    assert offences("::error file=a::b\n::error::x\n", "github") == ["::error::x"]


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> Path:
    """A store with hostile labels, titles and notes in a classification, a value set and a map."""
    folder = tmp_path_factory.mktemp("hostile")
    stocked.copy_to(Settings(folder / "store", folder / "cache"))
    for name, resource in resources().items():
        (folder / f"{name}.json").write_text(json.dumps(resource), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "samsprog-cache"))
        patch.setenv("XDG_DATA_HOME", str(folder))
        for name in resources():
            assert main(["import", str(folder / f"{name}.json"), "--data-dir", str(folder / "store")]) == 0
    return folder / "store"


def resources() -> dict[str, Any]:
    def system(version: str, display: str) -> dict[str, Any]:
        concepts = [
            {
                "code": "=R",
                "display": display,
                "definition": LABEL,
                "designation": [{"language": "da", "value": f"@{LABEL}"}],
            },
            {"code": "-B", "display": f"+{LABEL}"},
            {"code": "@C", "display": f"+{LABEL}"},
        ]
        return {
            "resourceType": "CodeSystem", "url": "urn:x:nasty", "version": version, "name": "nasty", "title": LABEL,
            "publisher": LABEL, "copyright": LABEL, "status": "active", "content": "complete", "concept": concepts,
        }  # fmt: skip

    value_set = {
        "resourceType": "ValueSet", "url": "urn:x:nasty-set", "version": "1", "name": "NastySet", "title": LABEL,
        "status": "active", "compose": {"include": [{"system": "urn:x:nasty"}]},
    }  # fmt: skip
    rows = [
        {
            "code": "=R",
            "display": LABEL,
            "target": [{"code": "J1.1", "equivalence": "equivalent", "comment": LABEL}],
        }
    ]
    group = {"source": "urn:x:nasty", "target": "urn:oid:1.2.208.176.2.21", "element": rows}
    concept_map = {
        "resourceType": "ConceptMap", "url": "urn:x:nasty-map", "version": "1", "name": "nasty-map", "title": LABEL,
        "copyright": LABEL, "status": "active", "group": [group],
    }  # fmt: skip
    return {"one": system("1", LABEL), "two": system("2", f"={LABEL}"), "set": value_set, "map": concept_map}


WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "import": (
        ("import", NAMES[0]),
        ("import", "{store}/../one.json"),
        ("import", "broken.json"),
        ("import", NASTY),
    ),
    "db": (("db", "check"), ("db", "backup", NASTY), ("db", "restore", NAMES[1])),
    "withdraw": (
        ("withdraw", "nasty@1", "--reason", NASTY, "--by", NASTY),
        ("withdraw", "nasty@1", "--undo"),
        ("withdraw", f"nasty@{NASTY}", "--reason", NASTY),
        ("withdraw", NASTY, "--reason", NASTY),
    ),
    "rename": (("rename", NASTY, "x"), ("rename", "nasty", NASTY), ("rename", "nasty", "fsiii")),
    "undo": (("undo", "99"), ("undo", "--dry-run")),
    "export": (("export", NASTY), ("export", "fsiii", "--to", NASTY)),
    "schemes": (("schemes",),),
    "releases": (("releases",), ("releases", NASTY)),
    "show": (("show", "nasty", "=R"), ("show", NASTY, "a"), ("show", "nasty", NASTY)),
    "search": (("search", "HYPERLINK"), ("search", NASTY), ("search", "a", "--scheme", NASTY)),
    "expand": (("expand",), ("expand", "NastySet"), ("expand", NASTY)),
    "resolve": (
        ("resolve", "--to", "nasty", NASTY, "=R"),
        ("resolve", "--to", "fsiii", "--from", "nasty", "=R", "::x"),
        ("resolve", "--to", NASTY, "a"),
    ),
    "translate": (
        ("translate", "--from", "nasty", "--to", "fsiii", "=R", NASTY),
        ("translate", "--from", NASTY, "--to", "ffb", "a"),
    ),
    "diff": (("diff", "nasty@1", "nasty@2"), ("diff", NASTY), ("diff", f"nasty@{NASTY}")),
    "map": (("map",), ("map", "nasty-map"), ("map", "-", "=R"), ("map", NASTY), ("map", "nasty-map", NASTY)),
    "check": (
        ("check", "payloads"),
        ("check", "payloads", "--profile", "all", "--lang", "da"),
        ("check", "payloads", "--profile", NASTY),
        ("check", NASTY),
        ("check", "payloads", "--select", NASTY),
        ("check", "--as-of", NASTY),
        ("check", "payloads", "--bundle", NAMES[1]),
        ("check", "payloads", "--profiles", "own"),
        (f"--{NASTY}", "check"),
        ("check", f"--{NASTY}"),
    ),
    "fix": (("fix", "payloads"), ("fix", NASTY), ("fix", "broken.gz")),
    "lock": (
        ("lock", "--output", "payloads/" + NAMES[2]),
        ("lock", "--profile", NASTY),
        ("lock", "--check", "--output", "hostile.lock"),
    ),
    "bundle": (
        ("bundle", "--profile", "ffb-reporting", "--output", "\x1b[2J"),
        ("bundle", "--profile", NASTY, "--output", "b"),
    ),
    "lint": (("lint", "nasty"), ("lint", NASTY)),
    "rule": (("rule",), ("rule", NASTY)),
}


def payloads(folder: Path) -> None:
    """Objects hostile in every value and name, in files with hostile names; some that are no JSON."""
    coding = {
        "system": "urn:oid:1.2.208.176.2.21",
        "code": NASTY,
        "display": NASTY,
        "version": NASTY,
        NASTY: NASTY,
    }
    condition: Any = {"resourceType": "Condition", NASTY: NASTY, "id": NASTY, "recordedDate": NASTY}
    old = {
        "system": "urn:oid:1.2.208.176.2.21",
        "code": "J2.4",
        "display": NASTY,
        "\u202e": "\u009b\u2066##[x]",
    }
    objects = [
        condition | {"code": {"coding": [coding, old]}, "severity": {"coding": [{**coding, "system": NASTY}]}},
        condition | {"meta": {"profile": [NASTY, f"http://fhir.kl.dk/{NASTY}"]}},
        {"type": NASTY}, {"resourceType": NASTY}, {NASTY: 1},
        {"type": "tilstand", "code": old, "status": NASTY, "level": coding, NASTY: [NASTY]},
        {"resourceType": "Bundle", "type": NASTY, "entry": [{"fullUrl": NASTY, "resource": {"resourceType": NASTY}}]},
    ]  # fmt: skip
    folder.mkdir()
    for number, name in enumerate(NAMES):
        text = "".join(json.dumps(one, ensure_ascii=bool(number % 2)) + "\n" for one in objects)
        (folder / f"{name}.ndjson").write_text(text, encoding="utf-8")
    (folder / f"{NAMES[1]}.json").write_text(f'{{"a": 1, "a": {NASTY}', encoding="utf-8", newline="")
    (folder / f"{NAMES[1]}.json.gz").write_bytes(b"\x1f\x8bnothing")
    (folder / "d.json").write_bytes(b'{"\x1b[2J": "\xff"}')
    (folder / "e.json").write_text(
        json.dumps([json.loads(json.dumps(objects[0]))], indent=1, ensure_ascii=False), encoding="utf-8"
    )


def run_all(samsprog: Run, command: str, store: Path, form: str) -> Iterator[tuple[tuple[str, ...], Result]]:
    for words in WORDS[command]:
        said = [word.replace("{store}", str(store)) for word in words]
        yield words, samsprog(*said, "--data-dir", str(store), *(["--format", form] if form else []))


LANGUAGES = {"en": "C.UTF-8", "da": "da_DK.UTF-8"}
"""The locale in which a language is spoken."""


def forms(command: str) -> list[str]:
    module = import_module(f"api.cli.commands.{'import_' if command == 'import' else command}")
    return [*module.FORMATS] or ([*REPORTS] if command in {"check", "lint"} else [""])


def test_every_command_is_driven() -> None:
    assert WORDS.keys() == COMMANDS.keys() - {"serve"}


@pytest.mark.parametrize(
    ("command", "form", "language"),
    [
        (command, form, language)
        for command in WORDS
        for form in forms(command)
        for language in (LANGUAGES if form in {"", "text"} else ("en",))
        if form != "xkos"
    ],
)
def test_nothing_hostile_reaches_the_reader(
    samsprog: Run,
    store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    form: str,
    language: str,
) -> None:
    """Displays with escapes steered the terminal, terms that begin with = became formulas, and a label with a line
    break and `::error::` was a command of the build.
    """
    monkeypatch.setenv("LC_ALL", LANGUAGES[language])
    payloads(tmp_path / "payloads")
    (tmp_path / "broken.json").write_text(
        json.dumps({"resourceType": "CodeSystem", "url": NASTY, "concept": NASTY})
    )
    (tmp_path / "broken.gz").write_bytes(b"\x1f\x8bnothing")
    (tmp_path / "hostile.lock").write_text(json.dumps({
        "version": 1, "for": [], "releases": [{"name": NASTY, "digest": NASTY}], "valueSets": [], "profiles": [],
    }))  # fmt: skip
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / f"{NAMES[1]}.toml").write_text(
        f"name = {json.dumps(NASTY)}\n'\u202e' = 1\n", encoding="utf-8"
    )
    written, shown = 0, False

    for words, found in run_all(samsprog, command, store, form):
        assert offences(found.out, form) == [], words
        assert offences(found.err) == [], words
        assert "fault in the program" not in found.err, (words, found.err)
        assert "fejl i programmet" not in found.err, (words, found.err)
        shown = shown or "HYPERLINK" in found.out
        written += len(found.out) + len(found.err)

    assert written
    if command in {"show", "search", "expand", "map", "diff", "lint", "resolve"}:
        assert shown, "the hostile labels were not met"


@pytest.mark.parametrize(
    "words",
    [
        "--statistics --format text",
        "--compare-dates 2026-01-01 2027-01-01",
        "--write-baseline known.json",
        "--compare-dates 2026-01-01 2027-01-01 --format json",
        "--jobs 2 --profile gateway",
        "--output out.csv --format csv",
    ],
)
def test_other_ways_of_the_check_are_guarded_too(samsprog: Run, tmp_path: Path, words: str) -> None:
    payloads(tmp_path / "payloads")

    found = samsprog("check", "payloads", *words.split())

    assert offences(found.out + found.err) == []
    if "csv" in words:
        assert offences((tmp_path / "out.csv").read_text(encoding="utf-8"), "csv") == []


def test_json_says_exactly_what_stood_there(samsprog: Run, tmp_path: Path) -> None:
    """Escapes of JSON hide nothing: who reads it gets the text as it was."""
    (tmp_path / "a.json").write_text(json.dumps({"type": "tilstand", "status": NASTY}), encoding="utf-8")

    found = samsprog("check", "a.json", "--format", "json")
    asked = samsprog("resolve", "--to", "fsiii", NASTY, "--format", "json")

    assert offences(found.out + asked.out) == []
    assert asked.json[0]["input"] == NASTY


def test_file_names_that_lead_somewhere_stay_what_they_are_for_programs(
    samsprog: Run, tmp_path: Path
) -> None:
    payloads(tmp_path / "payloads")

    found = samsprog("check", "payloads", "--format", "gitlab")

    assert {one["location"]["path"] for one in found.json} >= {f"payloads/{name}.ndjson" for name in NAMES}


@given(st.text())
def test_guarded_text_is_harmless_and_guarding_it_again_changes_nothing(text: str) -> None:
    for made in (guard.line(text), guard.cell(text), f"| {guard.same_width(text)}"):
        assert offences(made) == []
        assert "\n" not in made
    assert offences(guard.lines(text)) == []
    assert guard.lines(text).count("\n") == text.count("\n")
    assert guard.line(guard.line(text)) == guard.line(text)
    assert guard.cell(guard.cell(text)) == guard.cell(text)
    assert len(guard.same_width(text)) == len(text)


@given(st.text(st.sampled_from(list("=+-@;:#[x \t\r\n\u202e\x1b,1.")), max_size=12))
def test_cells_of_the_letters_that_matter(text: str) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(guard.cells(["a", text, 1]))

    assert offences(out.getvalue(), "csv") == []


def test_json_shows_no_character_that_nobody_sees() -> None:
    """Of the format characters some scripts' and those of music went through as they are."""
    every = [chr(one) for one in range(0x80, sys.maxunicode + 1) if not 0xD800 <= one < 0xE000]

    text = guard.json_text(json.dumps("".join(every), ensure_ascii=False))

    assert offences(text) == []
    assert list(json.loads(text)) == every


@given(
    st.recursive(st.text() | st.integers(), lambda part: st.lists(part) | st.dictionaries(st.text(), part))
)
def test_guarded_json_says_the_same(value: Any) -> None:
    text = guard.json_text(json.dumps(value, ensure_ascii=False, indent=1))

    assert json.loads(text) == value
    assert offences(text) == []


@pytest.mark.parametrize(
    "text", ["Søvn & hvile", "J1.1", "a – b", "Vaske sig (øvre)", "-1.5", "10:30", "a::b"]
)
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guard.line(text) == guard.lines(text) == guard.cell(text) == guard.same_width(text) == text
