"""The report, in the forms that people and machines read: one module per form, found by name.

Each module has `write(tally, out, look)`. Findings are written as they come, so a report of any length needs little
memory; what needs numbers first keeps the rest in a temporary file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Final, TextIO

from api.payload.tally import Tally
from classification.record import frozen

FORMATS: Final[Mapping[str, str]] = {
    "text": "for people: the line, the place, what is wrong and what to do",
    "json": "stable and versioned (docs/check.md)",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for test reports",
    "github": "annotations of GitHub Actions",
    "gitlab": "code quality report of GitLab",
    "csv": "a table for spreadsheets",
}


def plain(text: str, colour: str) -> str:
    """The text without colour."""
    del colour
    return text


@frozen
class Look:
    """How a report looks: its language, its colours, the findings themselves or only how many of each rule.

    `things` is what was looked at and where it stands, as the summary counts them. Of the rules that begin with one of
    `collapsed`, a report for people shows the first few findings of each file, and how many more there are.
    """

    language: str = "en"
    paint: Callable[[str, str], str] = plain
    statistics: bool = False
    things: tuple[str, str] = ("object", "file")
    collapsed: tuple[str, ...] = ()


_UNRECOGNISED: Final = {
    "en": ("no profile recognises {} of {} {}: only codes were looked at", ("object", "objects")),
    "da": ("ingen profil genkender {} af {} {}: kun koder er set efter", ("objekt", "objekter")),
}


def unrecognised_line(number: int, objects: int, language: str) -> str:
    """How many objects no profile recognised, in words."""
    words, nouns = _UNRECOGNISED[language]
    return words.format(number, objects, nouns[objects != 1])


_EMPTY: Final = {
    "en": ("no object was checked", "{} of {} {} no object", "file", "files", "holds", "hold"),
    "da": ("intet objekt er kontrolleret", "{} af {} {} intet objekt", "fil", "filer", "har", "har"),
}


def nothing_checked(language: str) -> str:
    """That there was no object at all, in words."""
    return _EMPTY[language][0]


def empty_line(number: int, files: int, language: str) -> str:
    """How many of the files hold no object, in words."""
    _, words, one, many, has, have = _EMPTY[language]
    holder = f"{one if files == 1 else many} {has if number == 1 else have}"
    return words.format(number, files, holder)


Write = Callable[[Tally, TextIO, Look], None]


def writer(name: str) -> Write:
    """The writer of a form."""
    write: Write = import_module(f"api.payload.formats.{name}").write
    return write
