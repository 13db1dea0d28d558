"""A finding: one thing noticed in data.

Findings are values and are reported completely; only who asked for a release gets an error when they forbid one.
"""

from __future__ import annotations

from enum import StrEnum

from classification.record import frozen


class Severity(StrEnum):
    """How much a finding matters: an error forbids, a warning stays with the release, information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@frozen
class Place:
    """Where in the input: a file, and a line (from 1) or a path (JSON Pointer) in it; empty where unknown."""

    file: str = ""
    line: int = 0
    path: str = ""

    def __str__(self) -> str:
        spot = str(self.line) if self.line else self.path
        return ":".join(part for part in (self.file, spot) if part)


@frozen
class Finding:
    """One thing noticed: a stable rule code, how grave, where, in words, and what to do about it."""

    rule: str
    severity: Severity
    text: str
    place: Place = Place()
    remedy: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        what_to_do = f" — {self.remedy}" if self.remedy else ""
        return f"{where}{self.rule} {self.severity}: {self.text}{what_to_do}"
