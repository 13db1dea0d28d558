"""Code quality report of GitLab: a JSON list that merge requests show beside the change."""

from __future__ import annotations

import json
import os
from typing import Any, Final, TextIO

from api.payload import guard
from api.payload.fingerprint import fingerprint
from api.payload.formats import Look
from api.payload.located import Located
from api.payload.tally import Tally
from classification import Severity

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFORMATION: "info"}


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the list; findings that a fingerprint does not tell apart are numbered."""
    marks: dict[str, int] = {}
    separator = "[\n"
    for one in tally.findings():
        mark = fingerprint(one.finding)
        marks[mark] = marks.get(mark, 0) + 1
        value = _entry(one, f"{mark}-{marks[mark]}", look)
        out.write(separator + guard.json_text(json.dumps(value, ensure_ascii=False)))
        separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")


def _entry(one: Located, mark: str, look: Look) -> dict[str, Any]:
    seen = one.finding
    sentences = (seen.sentence(look.language), seen.remedy.in_language(look.language))
    return {
        "description": guard.line(f"{seen.rule}: {'. '.join(filter(None, sentences))}"),
        "check_name": seen.rule,
        "fingerprint": mark,
        "severity": _SEVERITIES[seen.severity],
        "location": {
            "path": seen.place.file.replace(os.sep, "/"),
            "lines": {"begin": max(seen.place.line, 1)},
        },
    }
