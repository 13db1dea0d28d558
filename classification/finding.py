"""A finding: one thing noticed in data, whether it was imported, linted or checked.

Findings are values and are reported completely; only who asked for a release gets an error when they forbid one.
"""

from __future__ import annotations

from enum import StrEnum

from classification.record import frozen, replace
from classification.sentence import NOTHING, Sentence

__all__ = ["NOTHING", "Evidence", "Finding", "Fix", "Place", "Sentence", "Severity"]

Evidence = tuple[tuple[str, str], ...]
"""What a finding rests on: release, concept, what it would have been; each with its name."""


class Severity(StrEnum):
    """How much a finding matters: an error forbids, a warning stays with the release, information only tells."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@frozen
class Place:
    """Where in the input; empty where unknown.

    `path` is a JSON Pointer (RFC 6901), a code or an IRI, whatever the format has for it. `line` and `column` count
    from 1; `document` is the number of the object in its file (NDJSON lines count from 0).
    """

    file: str = ""
    line: int = 0
    path: str = ""
    column: int = 0
    document: int = 0

    def __str__(self) -> str:
        spot = str(self.line) if self.line else self.path
        return ":".join(part for part in (self.file, spot) if part)


@frozen
class Fix:
    """A safe change: the value at `pointer` is `old` and becomes `new`; nothing else is touched."""

    pointer: str
    old: str
    new: str


@frozen
class Finding:
    """One thing noticed: a stable rule code, how grave, in words, where, and what to do about it.

    `evidence` is what it rests on, `fix` the change that mends it where that is safe, `profile` the one it was found
    by, `resource` the object of a Bundle that it is about (`Condition/7`).
    """

    rule: str
    severity: Severity
    message: Sentence
    place: Place = Place()
    remedy: Sentence = NOTHING
    evidence: Evidence = ()
    fix: Fix | None = None
    profile: str = ""
    resource: str = ""

    @property
    def text(self) -> str:
        """The message in English, as programs read it."""
        return self.message.en

    def sentence(self, language: str) -> str:
        """What is wrong, after the object of a Bundle that it is about."""
        message = self.message.in_language(language)
        return f"{self.resource}: {message}" if self.resource else message

    def at(self, file: str, line: int, column: int, *, documents: int = 0) -> Finding:
        """The same, with its place in a text, before which so many objects of the file stand."""
        place = self.place
        return replace(self, place=Place(file, line, place.path, column, place.document + documents))

    def moved(self, lines: int = 0, documents: int = 0, below: str = "") -> Finding:
        """The same, so many lines and objects further on, and `below` the place that a pointer leads to."""
        place = self.place
        place = replace(
            place, line=place.line + lines, document=place.document + documents, path=f"{below}{place.path}"
        )
        fix = replace(self.fix, pointer=f"{below}{self.fix.pointer}") if self.fix and below else self.fix
        return replace(self, place=place, fix=fix)

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
