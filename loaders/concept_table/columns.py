"""What the columns of a concept table are called, in Danish and in English.

The first block is the concept list of *Fællesoffentlige regler for begrebs- og datamodellering* 2.1; the second is what
an entry of a classification needs beside it. One table serves reading, writing and the docs page.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from classification.concept import LabelKind, NoteKind
from classification.record import frozen


class Sort(StrEnum):
    """How the cells of a column are read."""

    LABEL = "one term, in a language"
    LABELS = "terms, in a language"
    NOTE = "one text, in a language"
    CODE = "one code"
    CODES = "codes"
    WORD = "a word of a list"
    DAY = "a day"
    NUMBER = "a number"
    PROPERTY = "a text"


@frozen
class Column:
    """One column: its key, how it is read, its headers; `means` is the kind of label or note, or a property's name."""

    key: str
    sort: Sort
    danish: str
    english: str
    means: str = ""


COLUMNS: Final = (
    Column("preferred", Sort.LABEL, "Foretrukken term", "Preferred term", LabelKind.PREFERRED),
    Column("accepted", Sort.LABELS, "Accepteret term", "Accepted term", LabelKind.ALTERNATIVE),
    Column("rejected", Sort.LABELS, "Frarådet term", "Deprecated term", LabelKind.HIDDEN),
    Column("definition", Sort.NOTE, "Definition", "Definition", NoteKind.DEFINITION),
    Column("example", Sort.NOTE, "Eksempel", "Example", NoteKind.EXAMPLE),
    Column("comment", Sort.NOTE, "Kommentar", "Comment", NoteKind.NOTE),
    Column("scope", Sort.NOTE, "Anvendelsesnote", "Application note", NoteKind.SCOPE),
    Column("legal-source", Sort.PROPERTY, "Juridisk kilde", "Legal source", "legal-source"),
    Column("source", Sort.PROPERTY, "Kilde", "Source", "source"),
    Column("subject-area", Sort.PROPERTY, "Tilhører emneområde", "Subject area", "subject-area"),
    Column("identifier", Sort.PROPERTY, "Identifikator", "Identifier", "identifier"),
    Column("derived-from", Sort.PROPERTY, "Afledt af", "Derived from", "derived-from"),
    Column("code", Sort.CODE, "Kode", "Code"),
    Column("further", Sort.CODES, "Yderligere kode", "Further code"),
    Column("legacy", Sort.CODES, "Tidligere kode", "Legacy code"),
    Column("broader", Sort.CODES, "Overordnet kode", "Broader code"),
    Column("kind", Sort.WORD, "Type", "Kind"),
    Column("status", Sort.WORD, "Status", "Status"),
    Column("replaced-by", Sort.CODES, "Erstattet af", "Replaced by"),
    Column("reason", Sort.NOTE, "Begrundelse", "Reason"),
    Column("ordinal", Sort.NUMBER, "Værdi", "Ordinal"),
    Column("valid-from", Sort.DAY, "Gyldig fra", "Valid from"),
    Column("valid-to", Sort.DAY, "Gyldig til", "Valid to"),
    Column("change", Sort.NOTE, "Ændringsnote", "Change note", NoteKind.CHANGE),
    Column("history", Sort.NOTE, "Historik", "History note", NoteKind.HISTORY),
    Column("editorial", Sort.NOTE, "Redaktionel note", "Editorial note", NoteKind.EDITORIAL),
)
"""In the order in which they are described; `WRITTEN` is the order of a written table."""
BY_KEY: Final = {column.key: column for column in COLUMNS}
WRITTEN: Final = (
    *(
        "code",
        "legacy",
        "further",
        "preferred",
        "accepted",
        "rejected",
        "definition",
        "broader",
        "kind",
        "status",
    ),
    *("replaced-by", "reason", "ordinal", "valid-from", "valid-to", "example", "comment", "scope", "change"),
    *("history", "editorial", "legal-source", "source", "subject-area", "identifier", "derived-from"),
)
PROPERTY: Final = ("Egenskab", "Property")

_OTHER_HEADERS: Final = {
    "term": "preferred",
    "navn": "preferred",
    "betegnelse": "preferred",
    "synonym": "accepted",
    "tilhører emne": "subject-area",
    "belongs to subject area": "subject-area",
    "notation": "code",
    "kodeværdi": "code",
    "nøgle": "code",
    "uri": "identifier",
    "overordnet": "broader",
    "overordnet begreb": "broader",
    "broader": "broader",
    "parent": "broader",
    "ældre kode": "legacy",
    "årsag": "reason",
    "værdi": "ordinal",
    "deprecated": "status",
}
_HEADERS: Final = _OTHER_HEADERS | {
    header.casefold(): column.key for column in COLUMNS for header in (column.danish, column.english)
}
KNOWN_HEADERS: Final = tuple(header for column in COLUMNS for header in (column.danish, column.english))
_LANGUAGES: Final = {"dansk": "da", "danish": "da", "engelsk": "en", "english": "en"}
_PARTS: Final = re.compile(
    r"(?P<name>.*?)(?:\s*[(\[](?P<tag>[^)\]]+)[)\]]|\s*[-–,]\s*(?P<word>dansk|engelsk|danish|english))?"
    r"(?:\s+(?P<number>\d{1,3}))?\s*[:*]*\Z",
    re.IGNORECASE | re.DOTALL,
)


@frozen
class Header:
    """One header cell: the column it names (none: a free property), its language and its number among equal ones.

    `stated` says that the cell itself speaks of a free property.
    """

    column: Column | None
    name: str
    language: str = ""
    number: int = 1
    stated: bool = False


def header_of(cell: str) -> Header:
    """What a header cell names.

    >>> header_of("Foretrukken term (da)").language, header_of("PREFERRED TERM*").column.key
    ('da', 'preferred')
    >>> header_of("Egenskab: farve 2"), header_of("Farve").column
    (Header(column=None, name='farve', language='', number=2, stated=True), None)
    """
    for word in PROPERTY:
        if cell.startswith(f"{word}: "):
            name, space, number = cell[len(word) + 2 :].rpartition(" ")
            if space and number.isascii() and number.isdecimal():
                return Header(None, name, number=int(number), stated=True)
            return Header(None, cell[len(word) + 2 :], stated=True)
    text = " ".join(cell.split())
    found = _PARTS.match(text)
    assert found is not None
    key = _HEADERS.get(found["name"].strip().casefold())
    if key is None:
        return Header(None, text)
    tag = found["tag"] or found["word"] or ""
    return Header(BY_KEY[key], text, _LANGUAGES.get(tag.casefold(), tag.strip()), int(found["number"] or 1))


def property_header(name: str, number: int, english: bool) -> str:
    """The header that `header_of` reads as the `number`-th column of a free property.

    >>> property_header("farve", 1, False), property_header("farve", 2, True), property_header("x 1", 1, True)
    ('Egenskab: farve', 'Property: farve 2', 'Property: x 1 1')
    """
    _, space, ending = name.rpartition(" ")
    told = number > 1 or (bool(space) and ending.isascii() and ending.isdecimal())
    return f"{PROPERTY[english]}: {name}{f' {number}' if told else ''}"


METADATA: Final = {
    "uri": ("URI", "URI"),
    "name": ("Navn", "Name"),
    "title": ("Titel", "Title"),
    "version": ("Version", "Version"),
    "valid-from": ("Gyldig fra", "Valid from"),
    "valid-to": ("Gyldig til", "Valid to"),
    "language": ("Sprog", "Language"),
    "publisher": ("Udgiver", "Publisher"),
    "licence": ("Licens", "Licence"),
    "source": ("Kilde", "Source"),
    "hierarchy": ("Hierarki", "Hierarchy"),
    "former-uri": ("Tidligere URI", "Former URI"),
    "example": ("Opdigtet", "Made up"),
    "publisher-version": ("Udgivers version", "Publisher's version"),
}
"""What a table says of its classification, in lines above the header or on a sheet of its own."""
_METADATA: Final = {header.casefold(): key for key, headers in METADATA.items() for header in headers}


def metadata_of(cell: str) -> tuple[str, str]:
    """The key that a line of metadata names (empty: none) and its language.

    >>> metadata_of("# Titel (en):"), metadata_of("farve")
    (('title', 'en'), ('', ''))
    """
    found = _PARTS.match(" ".join(cell.lstrip("#").split()))
    assert found is not None
    return _METADATA.get(found["name"].strip().casefold(), ""), (found["tag"] or "").strip()
