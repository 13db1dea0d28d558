"""A finding: one thing noticed in data.

Findings are values and are reported completely; only who asked for a release gets an error when they forbid one.
"""

from __future__ import annotations

from enum import StrEnum

from classification.record import frozen
from classification.sentence import NOTHING, Sentence


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
    """One thing noticed: a stable rule code, how grave, in words, where, and what to do about it."""

    rule: str
    severity: Severity
    message: Sentence
    place: Place = Place()
    remedy: Sentence = NOTHING

    @property
    def text(self) -> str:
        """The message in English, as programs read it."""
        return self.message.en

    def in_language(self, language: str) -> str:
        """The finding on one line."""
        from classification.words import SEVERITIES

        where = f"{self.place}: " if str(self.place) else ""
        remedy = self.remedy.in_language(language)
        what_to_do = f" — {remedy}" if remedy else ""
        severity = SEVERITIES[self.severity].in_language(language)
        return f"{where}{self.rule} {severity}: {self.message.in_language(language)}{what_to_do}"

    def __str__(self) -> str:
        return self.in_language("en")
