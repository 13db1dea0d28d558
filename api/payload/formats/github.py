"""Annotations of GitHub Actions: workflow commands, one line per finding, and a summary line."""

from __future__ import annotations

import os
from typing import Final, TextIO

from api.payload import guard
from api.payload.formats import Look
from api.payload.formats.text import summary_lines
from api.payload.tally import Tally
from classification import Severity

_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "notice",
}


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the commands."""
    for outcome in tally:
        if outcome.trouble:
            trouble = guard.line(outcome.trouble)
            out.write(f"::error file={_property(_path(outcome.file))}::{_data(trouble)}\n")
        for one in outcome.reported:
            seen = one.finding
            remedy = seen.remedy.in_language(look.language)
            message = guard.line(seen.sentence(look.language))
            message += f"\n{guard.line(remedy)}" if remedy else ""
            lines = (
                f"line={seen.place.line},col={seen.place.column},endColumn={one.end_column},"
                if seen.place.line
                else ""
            )
            place = f"file={_property(_path(seen.place.file))},{lines}title={_property(seen.rule)}"
            shown = f"{guard.line(one.place)}: {seen.rule} {message}"
            out.write(f"::{_COMMANDS[seen.severity]} {place}::{_data(shown)}\n")
    out.writelines(f"{line}\n" for line in summary_lines(tally, look))


def _path(file: str) -> str:
    return guard.line(file.replace(os.sep, "/"))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
