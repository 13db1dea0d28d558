"""The report in each form: what a reader of that form finds in it."""

import csv
import io
import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import junitparser
import pytest

from api.payload.formats import FORMATS, Look, writer
from api.payload.options import Question
from api.payload.run import run_check
from api.payload.tally import Tally
from tests.api.check_world import TODAY, Colours

FOLDER = "ind & ud"
PLAIN = Look()


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A clean file, one with an error and a warning, one that cannot be read, in a folder with an odd name."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / FOLDER
    folder.mkdir()
    (folder / "a.json").write_text('{"colour": "gul"}', encoding="utf-8")
    (folder / "b,1.json").write_text(
        '{\n\t"x": {"colour": "<pink>%"},\n\t"colour": "roed"\n}', encoding="utf-8"
    )
    (folder / "c.json.gz").write_bytes(b"\x1f\x8b\x08broken")
    return [f"{FOLDER}/{name}" for name in ("a.json", "b,1.json", "c.json.gz")]


def report(form: str, files: list[str], look: Look = PLAIN, **asked: Any) -> str:
    question = Question(TODAY, **asked)
    tally = Tally(run_check(files, lambda file: (question,), Colours), fail_on="error")
    out = io.StringIO()
    writer(form)(tally, out, look)
    return out.getvalue()


def test_text_shows_line_place_sentence_and_remedy(files: list[str]) -> None:
    assert report("text", files).splitlines() == [
        "ind & ud/b,1.json:2:18: error SP201 '<pink>%' is no colour",
        '  2 |  "x": {"colour": "<pink>%"},',
        "    |                  ^^^^^^^^^",
        "    = /x/colour",
        "    = remedy: choose another",
        "    = evidence: colours 5",
        "",
        "ind & ud/b,1.json:3:12: warning SP301 roed is an old spelling",
        '  3 |  "colour": "roed"',
        "    |            ^^^^^^",
        "    = /colour",
        "    = remedy: choose another",
        "    = samsprog fix makes it: rød",
        "    = evidence: colours 5",
        "",
        "1 error, 1 warning (2 objects, 3 files; 1 of 2 fails)",
        "1 can be mended with samsprog fix",
    ]


def test_text_speaks_danish(files: list[str]) -> None:
    shown = report("text", files, Look("da"))

    assert "fejl SP201 '<pink>%' er ingen farve" in shown
    assert "1 fejl, 1 advarsel (2 objekter, 3 filer; 1 af 2 består ikke)" in shown


def test_text_of_a_long_line_shows_what_lies_around_the_place(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(json.dumps({"a": "x" * 500, "colour": "pink", "b": "y" * 500}), encoding="utf-8")

    _, line, mark, *_ = report("text", [str(file)]).splitlines()

    at = mark.index("^")
    assert line[at : at + mark.count("^")] == '"pink"'
    assert len(line) < 140
    assert line.count("…") == 2


def test_text_never_steers_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": "\x9b2J", "colour": "pi\x9bnk"}', encoding="utf-8")

    shown = report("text", [str(file)])

    assert "\x9b" not in shown
    assert "\x1b" not in shown


def test_statistics_count_each_rule(files: list[str]) -> None:
    lines = report("text", files, Look(statistics=True)).splitlines()

    assert [line.split()[:2] for line in lines[:2]] == [["1", "SP201"], ["1", "SP301"]]


def test_a_clean_run_says_so(files: list[str]) -> None:
    assert report("text", files[:1]) == "nothing to report (1 object, 1 file)\n"


def test_json_has_the_documented_keys(files: list[str]) -> None:
    held = json.loads(report("json", files))

    assert list(held) == ["version", "findings", "summary"]
    first = held["findings"][0]
    assert first.pop("fingerprint")
    assert first == {
        "rule": "SP201",
        "severity": "error",
        "file": "ind & ud/b,1.json",
        "line": 2,
        "column": 18,
        "endColumn": 27,
        "document": 0,
        "pointer": "/x/colour",
        "resource": "",
        "profile": "",
        "message": "'<pink>%' is no colour",
        "remedy": "choose another",
        "evidence": {"colours": "5"},
        "fix": None,
    }
    assert held["findings"][1]["fix"] == {"pointer": "/colour", "old": "roed", "new": "rød"}
    summary = held["summary"]
    assert summary.pop("unreadable")[0]["file"] == "ind & ud/c.json.gz"
    assert summary == {
        "files": 3,
        "objects": 2,
        "failed": 1,
        "unrecognised": 0,
        "empty": 0,
        "findings": 2,
        "error": 1,
        "warning": 1,
        "information": 0,
        "fixable": 1,
        "baselined": 0,
        "rules": {"SP201": 1, "SP301": 1},
    }


def test_json_of_a_clean_run_has_no_findings(files: list[str]) -> None:
    assert json.loads(report("json", files[:1]))["findings"] == []


def test_every_channel_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"colour": "gul"}\n{"colour": "gul", "paint": 1}\n{"colour": "blå"}\n', encoding="utf-8")

    held = json.loads(report("json", [str(file)], profile="all"))

    assert held["summary"]["channels"] == {
        "paint": {"objects": 3, "passed": 3},
        "print": {"objects": 2, "passed": 1},
    }
    assert held["summary"]["failed"] == 0
    assert [(one["profile"], one["line"]) for one in held["findings"]] == [("print", 1)]


def test_csv_reads_back(files: list[str]) -> None:
    rows = list(csv.DictReader(io.StringIO(report("csv", files))))

    assert [(row["rule"], row["line"], row["new"]) for row in rows] == [
        ("SP201", "2", ""),
        ("SP301", "3", "rød"),
    ]


def test_github_gets_one_command_per_finding(files: list[str]) -> None:
    commands = [line for line in report("github", files).splitlines() if line.startswith("::")]

    assert commands[0] == (
        "::error file=ind & ud/b%2C1.json,line=2,col=18,endColumn=27,title=SP201"
        "::ind & ud/b,1.json:2:18: SP201 '<pink>%25' is no colour%0Achoose another"
    )
    assert [command.split()[0] for command in commands] == ["::error", "::warning", "::error"]


def test_gitlab_tells_equal_findings_apart(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text('{"colour": "pink"}\n' * 3, encoding="utf-8")

    entries = json.loads(report("gitlab", [str(file)]))

    assert len({entry["fingerprint"] for entry in entries}) == 3
    assert entries[2]["location"] == {"path": str(file), "lines": {"begin": 3}}
    assert {entry["severity"] for entry in entries} == {"major"}
    assert json.loads(report("gitlab", [str(file)], ignore=("SP2",))) == []


def test_junit_counts_what_it_holds(files: list[str]) -> None:
    root = ElementTree.fromstring(report("junit", files))

    suites = {suite.get("name"): suite for suite in root}
    assert [suite.get("name") for suite in root] == files
    for suite in suites.values():
        cases = suite.findall("testcase")
        assert int(suite.get("tests", "")) == len(cases)
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
    assert [len(suite.findall("testcase")) for suite in root] == [1, 2, 1]
    (failure,) = suites[files[1]].findall("testcase/failure")
    assert failure.get("message") == "'<pink>%' is no colour"
    assert len(suites[files[1]].findall("testcase/system-out")) == 1


def test_junit_reads_back_with_junitparser(files: list[str]) -> None:
    suites = list(junitparser.JUnitXml.fromstring(report("junit", files).encode()))

    assert [(suite.name, suite.tests, suite.failures, suite.errors) for suite in suites] == [
        (files[0], 1, 0, 0),
        (files[1], 2, 1, 0),
        (files[2], 1, 0, 1),
    ]
    (result,) = next(case for case in suites[1] if not case.is_passed).result
    assert result.type == "SP201 error"


def test_junit_of_what_xml_cannot_write_is_xml(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"colour": "\\u0000\\uffff"}', encoding="utf-8")

    (suite,) = ElementTree.fromstring(report("junit", [str(file)]))

    assert suite.get("failures") == "1"


def test_sarif_follows_the_rules_of_its_schema(files: list[str]) -> None:
    """The constraints of the 2.1.0 schema and of its text that concern what is written here."""
    held = json.loads(report("sarif", files))

    assert held["version"] == "2.1.0"
    assert set(held) <= {"$schema", "version", "runs", "inlineExternalProperties", "properties"}
    (run,) = held["runs"]
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    driver = run["tool"]["driver"]
    assert driver["name"]
    rules = [rule["id"] for rule in driver["rules"]]
    assert len(rules) == len(set(rules)), "uniqueItems"
    for rule in driver["rules"]:
        assert (
            {"id"}
            <= set(rule)
            <= {"id", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"}
        )
        assert all(rule[key]["text"] for key in ("shortDescription", "fullDescription") if key in rule)
    for result in run["results"]:
        assert result["message"]["text"]
        assert result["level"] in {"none", "note", "warning", "error"}
        assert rules[result["ruleIndex"]] == result["ruleId"]
        for location in result["locations"]:
            _check_location(location)
        assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    for note in invocation["toolExecutionNotifications"]:
        assert note["message"]["text"]


def _check_location(location: dict[str, Any]) -> None:
    physical = location["physicalLocation"]
    uri = physical["artifactLocation"]["uri"]
    assert re.fullmatch(r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+", uri, re.ASCII), "RFC 3986"
    region = physical["region"]
    assert region["startLine"] >= 1
    assert 1 <= region["startColumn"] < region["endColumn"]


def test_sarif_of_a_clean_run_is_successful(files: list[str]) -> None:
    (run,) = json.loads(report("sarif", files[:1]))["runs"]

    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


@pytest.mark.parametrize("form", FORMATS)
def test_what_cannot_be_read_breaks_no_form(form: str, files: list[str]) -> None:
    assert report(form, files[2:]) is not None


@pytest.mark.parametrize("form", ["json", "csv", "gitlab", "sarif", "junit", "github", "text"])
def test_the_same_files_give_the_same_report(form: str, files: list[str]) -> None:
    assert report(form, files) == report(form, files)


def test_a_file_name_that_is_no_text_has_a_uri_in_sarif() -> None:
    """Names of files are bytes; a check with such a name ended in the middle of its report."""
    from api.payload.formats.sarif import _uri

    assert _uri(os.fsdecode(b"folder/\xff\xfe.json")) == "folder/%FF%FE.json"
