"""One JSON object of a JSKOS document, with its path, its values as the types of JSKOS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from classification import Place, Validity
from classification.sentence import Sentence, both, same
from classification.validity import ALWAYS
from loaders.fhir_json.element import first_day
from loaders.reading.json_document import pointer
from loaders.reading.notes import Notes
from loaders.reading.typed_object import is_number
from loaders.skos.statements import language_tag

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?\Z")


class Node:
    """One object.

    Findings: SPJ01 a value of the wrong type, SPJ02 a value is missing, SPJ07 `null` or a language range says that
    there is more, SPJ12 a date that is not kept, SPJ15 text that is not in Unicode form NFC, SPJ16 no day in a period.
    """

    __slots__ = ("file", "line", "notes", "path", "record")

    def __init__(self, record: dict[str, Any], path: str, at: tuple[str, int], notes: Notes) -> None:
        self.record, self.path, self.notes = record, path, notes
        self.file, self.line = at

    def place(self, key: str = "") -> Place:
        """Where the object, or one of its fields, stands."""
        return Place(self.file, self.line, pointer(self.path, key) if key else self.path)

    def text(self, key: str, *, required: bool = False) -> str:
        """A string; empty when it is missing."""
        value = self.record.get(key)
        if isinstance(value, str) and value:
            return value
        if value is not None and not isinstance(value, str):
            self._wrong(key, both("en tekst", "a string"), value)
        elif required or value == "":
            said = both(
                f"{key} {'mangler' if value is None else 'er tom'}",
                f"{key} is {'missing' if value is None else 'empty'}",
            )
            self.notes.error("SPJ02", said, self.place(key), both("angiv det", "give it"))
        return ""

    def flag(self, key: str) -> bool:
        """A boolean; false when it is missing."""
        value = self.record.get(key)
        if value is not None and not isinstance(value, bool):
            self._wrong(key, both("true eller false", "true or false"), value)
        return value is True

    def number(self, key: str) -> float | None:
        """A finite number."""
        value = self.record.get(key)
        if value is None:
            return None
        try:
            number = float(value) if is_number(value) else None
        except OverflowError:
            number = None
        if number is None or abs(number) == float("inf"):
            self._wrong(key, both("et tal", "a number"), value)
            return None
        return number

    def part(self, key: str, *, required: bool = False) -> Node | None:
        """An object."""
        value = self.record.get(key)
        if isinstance(value, dict):
            return self._node(value, pointer(self.path, key))
        if value is not None:
            self._wrong(key, both("et objekt", "an object"), value)
        elif required:
            self.notes.error(
                "SPJ02",
                both(f"{key} mangler", f"{key} is missing"),
                self.place(key),
                both("angiv det", "give it"),
            )
        return None

    def parts(self, key: str) -> list[Node]:
        """The members of a set that are known."""
        found = []
        for number, member in enumerate(self._list(key)):
            if isinstance(member, dict):
                found.append(self._node(member, f"{pointer(self.path, key)}/{number}"))
            elif member is None:
                self._open(key)
            else:
                self._wrong(f"{key}/{number}", both("et objekt", "an object"), member)
        return found

    def texts(self, key: str) -> list[str]:
        """The members of a list that are known."""
        found = []
        for number, member in enumerate(self._list(key)):
            if isinstance(member, str) and member:
                found.append(member)
            elif member is None:
                self._open(key)
            else:
                self._wrong(
                    f"{key}/{number}", both("en tekst med noget i", "a string with something in it"), member
                )
        return found

    def rows(self, key: str) -> Iterator[tuple[str, ...]]:
        """Lists of strings in a list, as the custom field has them."""
        for number, member in enumerate(self._list(key)):
            if isinstance(member, list) and all(isinstance(text, str) for text in member):
                yield tuple(member)
            else:
                self._wrong(f"{key}/{number}", both("en liste af tekster", "a list of strings"), member)

    def language_map(self, key: str) -> Iterator[tuple[str, str]]:
        """Language and text of a language map of strings or of lists, tags in their usual case."""
        held = self.part(key)
        for tag, value in held.record.items() if held else ():
            if tag.endswith("-"):
                self._open(key)
                continue
            for number, text in enumerate(value if isinstance(value, list) else [value]):
                if isinstance(text, str):
                    yield language_tag(tag), self.normal(text, key)
                elif text is None and isinstance(value, list):
                    self._open(key)
                else:
                    where = f"{tag}/{number}" if isinstance(value, list) else tag
                    self._wrong(f"{key}/{where}", both("en tekst", "a string"), text)

    def normal(self, text: str, key: str) -> str:
        """Text in Unicode form NFC, as JSKOS asks for (section *Data types*)."""
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        said = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        self.notes.warning(
            "SPJ15",
            said,
            self.place(key),
            both("skriv bogstaver som ét tegn", "write letters as one character"),
        )
        return unicodedata.normalize("NFC", text)

    def validity(self) -> Validity:
        """From `startDate` to the day after `endDate`, which is the last day."""
        start, end = self._date("startDate"), self._date("endDate")
        first = first_day(start) if start else None
        validity = Validity(first, _day_after(end) if end else None)
        if validity.is_empty:
            said = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self.notes.error(
                "SPJ16",
                said,
                self.place("endDate"),
                both("sæt startDate før endDate", "put startDate before endDate"),
            )
        return validity if start or end else ALWAYS

    def _date(self, key: str) -> str:
        text = self.text(key)
        if not text or (_DATE.match(text) and first_day(text)):
            return text
        said = both(
            f"{key} {text!r} er hverken år, måned eller dag i kalenderen; det bevares ikke",
            f"{key} {text!r} is no year, month or day of the calendar; it is not kept",
        )
        self.notes.warning(
            "SPJ12",
            said,
            self.place(key),
            both("skriv en dato som 2025-06-01", "give a date such as 2025-06-01"),
        )
        return ""

    def _node(self, record: dict[str, Any], path: str) -> Node:
        return Node(record, path, (self.file, self.line), self.notes)

    def _list(self, key: str) -> list[Any]:
        value = self.record.get(key)
        if value is not None and not isinstance(value, list):
            self._wrong(key, both("en liste", "an array"), value)
        return value if isinstance(value, list) else []

    def _open(self, key: str) -> None:
        said = both(
            f"{key} har flere medlemmer, som ikke er med", f"{key} has more members, which are not given"
        )
        self.notes.information(
            "SPJ07",
            said,
            self.place(key),
            both("bed om hele listen, hvor det betyder noget", "ask for the complete list where it matters"),
        )

    def _wrong(self, path: str, wanted: Sentence, value: object) -> None:
        place = Place(self.file, self.line, f"{self.path}/{path}")
        self.notes.error(
            "SPJ01",
            both(
                f"skal være {wanted.da}, ikke {_shown(value).da}",
                f"must be {wanted.en}, not {_shown(value).en}",
            ),
            place,
            both("ret værdien", "correct the value"),
        )


def _shown(value: object) -> Sentence:
    if isinstance(value, dict | list):
        return both("et objekt", "an object") if isinstance(value, dict) else both("en liste", "an array")
    return same("null" if value is None else repr(value)[:60] if isinstance(value, str) else str(value)[:60])


def _day_after(text: str) -> date | None:
    first = first_day(text[:10])
    if first is None or first.year == date.max.year:
        return None
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first + timedelta(days=1)
