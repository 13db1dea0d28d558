"""Stable JSON: `version`, `findings`, `summary`; docs/check.md tells the keys.

New keys may come; one that goes or changes its meaning raises the version.
"""

from __future__ import annotations

import json
from typing import Any, Final, TextIO

from api.payload import guard
from api.payload.fingerprint import fingerprint
from api.payload.formats import Look
from api.payload.located import Located
from api.payload.tally import Tally
from classification import Severity

VERSION: Final = 1


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the report, a finding as soon as it is there."""
    out.write(f'{{\n  "version": {VERSION},\n  "findings": [')
    separator = "\n"
    for one in tally.findings():
        if not look.statistics:
            text = guard.json_text(
                json.dumps(finding_value(one, look.language), ensure_ascii=False, indent=2)
            )
            out.write(separator + "    " + text.replace("\n", "\n    "))
            separator = ",\n"
    summary = json.dumps(summary_value(tally), ensure_ascii=False, indent=2).replace("\n", "\n  ")
    summary = guard.json_text(summary)
    out.write(("]" if separator == "\n" else "\n  ]") + f',\n  "summary": {summary}\n}}\n')


def finding_value(one: Located, language: str) -> dict[str, Any]:
    """A finding as JSON."""
    seen = one.finding
    return {
        "rule": seen.rule,
        "severity": str(seen.severity),
        "file": seen.place.file,
        "line": seen.place.line,
        "column": seen.place.column,
        "endColumn": one.end_column,
        "document": seen.place.document,
        "pointer": seen.place.path,
        "resource": seen.resource,
        "profile": seen.profile,
        "message": seen.message.in_language(language),
        "remedy": seen.remedy.in_language(language),
        "evidence": dict(seen.evidence),
        "fix": {"pointer": seen.fix.pointer, "old": seen.fix.old, "new": seen.fix.new} if seen.fix else None,
        "fingerprint": fingerprint(seen),
    }


def summary_value(tally: Tally) -> dict[str, Any]:
    """The numbers as JSON."""
    channels = {
        name: {"objects": asked, "passed": tally.passed[name]} for name, asked in sorted(tally.asked.items())
    }
    return {
        "files": tally.files,
        "empty": tally.empty,
        "objects": tally.objects,
        "failed": tally.failed,
        "unrecognised": tally.unrecognised,
        "findings": tally.total,
        **{str(severity): tally.severities[severity] for severity in Severity},
        "fixable": tally.fixable,
        "baselined": tally.hidden,
        "rules": dict(sorted(tally.rules.items())),
        **({"channels": channels} if channels else {}),
        "unreadable": [{"file": file, "message": message} for file, message in tally.troubles],
    }
