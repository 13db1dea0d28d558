"""One suite, three doors: the core, the command and GraphQL find the same in the same objects."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from classification.rules.check_rule import Example
from classification.rules.registry import CHECK_RULES
from tests.api.cli_runner import Run, runner
from tests.api.graphql_asking import Service, bundled

QUESTION = """
query ($objects: [JSON!]!, $profile: String!, $day: Date!) {
  validate(objects: $objects, profile: $profile, asOf: $day) {
    ... on Validation {
      findings(first: 1000) {
        rule severity pointer resource line column profile evidence { name value } fix { pointer old new }
        message danish: message(language: "da") remedy
      }
    }
  }
}
"""
EXAMPLES = {
    f"{code}-{which}": example
    for code, rule in CHECK_RULES.items()
    for which, example in (("bad", rule.bad), ("good", rule.good))
}
PARSED = {name: example for name, example in EXAMPLES.items() if not name.startswith("SP19")}
KEYS = (
    "rule",
    "severity",
    "pointer",
    "resource",
    "line",
    "column",
    "profile",
    "message",
    "remedy",
    "evidence",
    "fix",
)


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(bundled())


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


def over_the_command(samsprog: Run, example: Example) -> list[dict[str, Any]]:
    Path("object.json").write_bytes(os.fsencode(example.text))
    words = ("check", "object.json", "--format", "json", "--profile", example.profile)
    found = samsprog(*words, "--as-of", example.day.isoformat()).json["findings"]
    return [{key: one[key] for key in KEYS} for one in found]


def over_graphql(service: Service, objects: list[Any], example: Example) -> list[dict[str, Any]]:
    found = service.ask(QUESTION, objects=objects, profile=example.profile, day=example.day.isoformat())
    return [
        {key: one[key] for key in KEYS}
        | {
            "severity": one["severity"].lower(),
            "evidence": {fact["name"]: fact["value"] for fact in one["evidence"]},
        }
        for one in found["findings"]
    ]


def is_text(example: Example) -> bool:
    """Whether the example can be sent as text over GraphQL: its bytes are UTF-8."""
    return not any(0xD800 <= ord(letter) <= 0xDFFF for letter in example.text)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_text_has_the_same_findings_over_every_door(
    samsprog: Run, service: Service, example: Example
) -> None:
    if not is_text(example):
        with pytest.raises(UnicodeEncodeError):
            example.text.encode()
        return

    assert over_graphql(service, [example.text], example) == over_the_command(samsprog, example)


@pytest.mark.parametrize("example", PARSED.values(), ids=PARSED)
def test_json_has_the_findings_of_its_text_without_lines(service: Service, example: Example) -> None:
    parsed = over_graphql(service, [json.loads(example.text)], example)

    text = over_graphql(service, [example.text], example)
    assert parsed == [one | {"line": None, "column": None} for one in text]


@pytest.mark.realdata
def test_published_examples_have_the_same_findings_over_both_doors(
    samsprog: Run, service: Service, shared_data: Path
) -> None:
    files = sorted((shared_data / "examples").rglob("*.json"))[::6]
    said = samsprog("check", *map(str, files), "--format", "json", "--as-of", "2025-09-01").json["findings"]
    command = [(one["rule"], one["pointer"], one["line"], one["message"]) for one in said]

    asked = Example("", "auto")
    texts = [file.read_text(encoding="utf-8") for file in files]
    graphql = [
        (one["rule"], one["pointer"], one["line"], one["message"])
        for one in over_graphql(service, texts, asked)
    ]

    assert len(command) > 50
    assert graphql == command
