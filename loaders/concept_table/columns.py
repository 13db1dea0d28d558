"""What the columns of a concept table are called, in Danish and in English.

The first block is the concept list of *Fællesoffentlige regler for begrebs- og datamodellering* 2.1; the second is what
an entry of a classification needs beside it. One table serves reading, writing and the docs page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    URI = "the concept's URI"
    DEPTH = "how deep it lies"


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
    Column("uri", Sort.URI, "URI", "URI"),
    Column("broader", Sort.CODES, "Overordnet kode", "Broader code"),
    Column("level", Sort.DEPTH, "Niveau", "Level"),
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
"""In the order in which they are described; `WRITTEN` is the order of a written table.

`level` is read alone: what is written says `broader`.
"""
BY_KEY: Final = {column.key: column for column in COLUMNS}
WRITTEN: Final = (
    *(
        "code",
        "legacy",
        "further",
        "uri",
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
    "preferred": ("term", "navn", "betegnelse", "prefLabel", "preferred label"),
    "accepted": ("synonym", "synonymer", "synonyms", "altLabel", "alternative label", "alternativ term"),
    "rejected": ("hiddenLabel", "hidden label", "skjult term"),
    "scope": ("scopeNote", "scope note"),
    "comment": ("note", "bemærkning", "bemærkninger"),
    "subject-area": ("tilhører emne", "belongs to subject area"),
    "code": ("notation", "kodeværdi", "nøgle", "brugervendt nøgle", "brugervendtnoegle"),
    "uri": ("IRI", "begrebs-URI", "concept URI"),
    "broader": ("overordnet", "overordnet begreb", "broader", "broader notation", "parent", "parent code"),
    "level": ("hierarkiniveau", "hierarchy level", "depth", "dybde"),
    "legacy": ("ældre kode",),
    "further": ("yderligere koder", "further codes"),
    "status": ("deprecated",),
    "replaced-by": ("isReplacedBy",),
    "reason": ("årsag",),
    "valid-from": ("gældende fra", "ikrafttrædelsesdato", "startdato", "start date", "effective from"),
    "valid-to": ("gældende til", "ophørsdato", "slutdato", "end date", "effective to"),
}
_LOOSE_HEADERS: Final = {
    "preferred": (
        *("titel", "title", "name", "label", "display", "tekst", "text", "kodetekst", "begreb", "concept"),
        *("emnetitel", "gruppetitel", "hovedgruppetitel", "handlingsfacettitel"),
    ),
    "definition": ("beskrivelse", "description", "forklaring"),
    "code": (
        *("nr", "nummer", "number", "id", "uuid", "key", "kodenr", "kodenummer"),
        *("KLE-nr", "KLE-nummer", "emnenr", "gruppenr", "hovedgruppenr", "handlingsfacetnr"),
    ),
}
"""Words that name a column where no other header of the table does (see `headers_of`)."""
_SIGNS: Final = re.compile(r"[\s_.\-]+")


def _bare(text: str) -> str:
    """A header as it is looked up: `prefLabel`, `Pref label` and `skos:pref_label` are one.

    >>> _bare("skos:prefLabel"), _bare("Gyldig_fra "), _bare("KLE-nr.")
    ('preflabel', 'gyldigfra', 'klenr')
    """
    return _SIGNS.sub("", text.casefold().removeprefix("skos:"))


_OFFICIAL: Final = {header: column.key for column in COLUMNS for header in (column.danish, column.english)}
_FIRM: Final = {_bare(word): key for key, words in _OTHER_HEADERS.items() for word in words} | {
    _bare(header): key for header, key in _OFFICIAL.items()
}
_LOOSE: Final = {_bare(word): key for key, words in _LOOSE_HEADERS.items() for word in words}
KNOWN_HEADERS: Final = tuple(_OFFICIAL)
EVERY_HEADER: Final = (
    *KNOWN_HEADERS,
    *(word for words in (*_OTHER_HEADERS.values(), *_LOOSE_HEADERS.values()) for word in words),
)
_LANGUAGES: Final = {"dansk": "da", "danish": "da", "engelsk": "en", "english": "en"}
_SPOKEN: Final = (
    "da",
    "de",
    "en",
    "es",
    "fi",
    "fo",
    "fr",
    "is",
    "kl",
    "nb",
    "nl",
    "nn",
    "no",
    "pl",
    "se",
    "sv",
)
"""Languages that a header may name without a bracket: `prefLabel_en`; any may stand behind an `@`."""
_PARTS: Final = re.compile(
    r"(?P<name>.*?)(?:\s*[(\[](?P<tag>[^)\]]+)[)\]]|\s*[-–,]\s*(?P<word>dansk|engelsk|danish|english))?"
    r"(?:\s+(?P<number>\d{1,3}))?\s*[:*]*\Z",
    re.IGNORECASE | re.DOTALL,
)
_TAGGED: Final = re.compile(
    rf"(?P<name>.+?)(?:@(?P<any>[A-Za-z]{{2,3}}(?:-[A-Za-z0-9]{{2,8}})*)|[ _.\-](?P<tag>{'|'.join(_SPOKEN)}))\Z",
    re.IGNORECASE | re.DOTALL,
)


@frozen
class Header:
    """One header cell: the column it names (none: a free property), its language and its number among equal ones.

    `stated` says that the cell itself speaks of a free property, `loose` that another header may name the column
    better.
    """

    column: Column | None
    name: str
    language: str = ""
    number: int = 1
    stated: bool = False
    loose: bool = False


def headers_of(cells: Iterable[str]) -> list[Header]:
    """What the cells of a header row name; a loose word gives way to a firm one of the same column.

    >>> [header.column.key if header.column else "" for header in headers_of(["Kode", "Id", "Beskrivelse"])]
    ['code', '', 'definition']
    """
    found = [header_of(cell) for cell in cells]
    firm = {_spot(header) for header in found if header.column is not None and not header.loose}
    return [Header(None, h.name) if h.loose and _spot(h) in firm else h for h in found]


def _spot(header: Header) -> tuple[str, str, int]:
    assert header.column is not None
    return header.column.key, header.language, header.number


def header_of(cell: str) -> Header:
    """What a header cell names by itself.

    >>> header_of("Foretrukken term (da)").language, header_of("PREFERRED TERM*").column.key
    ('da', 'preferred')
    >>> header_of("prefLabel@de").language, header_of("gyldig_fra").column.key
    ('de', 'valid-from')
    >>> header_of("Egenskab: farve 2"), header_of("Farve").column
    (Header(column=None, name='farve', language='', number=2, stated=True, loose=False), None)
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
    tag, times = found["tag"] or found["word"] or "", int(found["number"] or 1)
    key = _key(found["name"])
    tagged = _TAGGED.match(found["name"]) if key is None else None
    if tagged is not None:
        key, tag = _key(tagged["name"]), tagged["any"] or tagged["tag"].lower()
        if key is None or BY_KEY[key].sort not in _IN_A_LANGUAGE:
            key = None
    if key is None:
        return Header(None, text)
    loose = _bare(tagged["name"] if tagged else found["name"]) not in _FIRM
    return Header(BY_KEY[key], text, _LANGUAGES.get(tag.casefold(), tag.strip()), times, loose=loose)


_IN_A_LANGUAGE: Final = (Sort.LABEL, Sort.LABELS, Sort.NOTE)


def _key(name: str) -> str | None:
    bare = _bare(name)
    return _FIRM.get(bare) or _LOOSE.get(bare)


def misspelt(name: str) -> str:
    """The known header that a name is a misspelling of; empty where it is a word of its own.

    One letter in five may be wrong, missing, too many or in the place of its neighbour; of short words none.

    >>> misspelt("Prefered term"), misspelt("prefLabl"), misspelt("Tone"), misspelt("Kolonne1")
    ('Preferred term', 'prefLabel', '', '')
    """
    bare = _bare(name)
    for allowed in range(1, min(len(bare) // 5, 3) + 1):
        near = [known for known in EVERY_HEADER if _differs(bare, _bare(known), allowed)]
        if near:
            return near[0]
    return ""


def _differs(first: str, second: str, most: int) -> bool:
    """Whether at most so many letters are wrong, missing, too many or swapped with their neighbour."""
    if abs(len(first) - len(second)) > most:
        return False
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        after = [i]
        for j, other in enumerate(second, 1):
            least = min(row[j] + 1, after[-1] + 1, row[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                least = min(least, before[j - 2] + 1)
            after.append(least)
        before, row = row, after
    return row[-1] <= most


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
    "concept-uri": ("Begrebs-URI", "Concept URI"),
    "scheme-uri": ("Skema-URI", "Scheme URI"),
    "namespace": ("Navnerum", "Namespace"),
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
