"""SARIF 2.1.0 (OASIS): one run; its results as they come, then the rules they name."""

from __future__ import annotations

import json
import os
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final, TextIO
from urllib.parse import quote

from api.payload import guard
from api.payload.fingerprint import fingerprint
from api.payload.formats import Look
from api.payload.located import Located
from api.payload.tally import Tally
from classification import Severity
from classification.rules.registry import find_rule

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFORMATION: "note"}


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the log."""
    head = {"$schema": SCHEMA, "version": "2.1.0"}
    out.write(json.dumps(head)[:-1] + ', "runs": [{"columnKind": "unicodeCodePoints", "results": [')
    numbers: dict[str, int] = {}
    separator = "\n"
    for one in tally.findings():
        number = numbers.setdefault(one.finding.rule, len(numbers))
        result = json.dumps(_result(one, number, look.language), ensure_ascii=False)
        out.write(separator + guard.json_text(result))
        separator = ",\n"
    driver = {
        "name": "samsprog",
        "version": _version(),
        "rules": [_rule(code, look.language) for code in numbers],
    }
    notes = [_notification(file, text) for file, text in tally.troubles]
    invocation = {"executionSuccessful": not notes, "toolExecutionNotifications": notes}
    numbers_of_run = {"objects": tally.objects, "unrecognised": tally.unrecognised}
    rest = {"tool": {"driver": driver}, "invocations": [invocation], "properties": numbers_of_run}
    out.write("\n], " + guard.json_text(json.dumps(rest, ensure_ascii=False))[1:] + "]}\n")


def _result(one: Located, number: int, language: str) -> dict[str, Any]:
    seen = one.finding
    sentences = (seen.sentence(language), seen.remedy.in_language(language))
    return {
        "ruleId": seen.rule,
        "ruleIndex": number,
        "level": _LEVELS[seen.severity],
        "message": {"text": guard.line(". ".join(filter(None, sentences)))},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(seen.place.file)},
                    **({"region": _region(one)} if seen.place.line else {}),
                },
                "logicalLocations": [{"fullyQualifiedName": seen.place.path or "/", "kind": "member"}],
            }
        ],
        "partialFingerprints": {"samsprog/v1": fingerprint(seen)},
        "properties": {
            "profile": seen.profile,
            "document": seen.place.document,
            "resource": seen.resource,
            "evidence": dict(seen.evidence),
        },
    }


def _region(one: Located) -> dict[str, int]:
    seen = one.finding
    return {"startLine": seen.place.line, "startColumn": seen.place.column, "endColumn": one.end_column}


def _rule(code: str, language: str) -> dict[str, Any]:
    rule = find_rule(code)
    if rule is None:
        return {"id": code}
    return {
        "id": code,
        "shortDescription": {"text": rule.title.in_language(language)},
        "fullDescription": {"text": rule.explanation.in_language(language)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"family": str(rule.family)},
    }


def _notification(file: str, text: str) -> dict[str, Any]:
    location = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}}}
    return {"level": "error", "message": {"text": guard.line(text)}, "locations": [location]}


def _uri(file: str) -> str:
    """A relative path as a relative reference, an absolute one as a file URI (RFC 3986)."""
    path = quote(os.fsencode(file.replace(os.sep, "/")))
    return f"file://{path}" if path.startswith("/") else path


def _version() -> str:
    try:
        return version("samsprog")
    except PackageNotFoundError:
        return "0"
