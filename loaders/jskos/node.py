"""One JSON object of a JSKOS document, with its path, its values as the types of JSKOS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from classification import Validity
from classification.sentence import Sentence, both
from classification.text import language_tag
from classification.validity import ALWAYS
from loaders.partial_date import day_after, first_day
from loaders.reading.json_object import ARRAY, JsonObject

_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?)?)?\Z")
_FILLED: Final = both("en tekst med noget i", "a string with something in it")
_TEXTS: Final = both("en liste af tekster", "a list of strings")


class JskosObject(JsonObject):
    """One object.

    Findings: SPJ01 a value of the wrong type, SPJ02 a value is missing, SPJ07 `null` or a language range says that
    there is more, SPJ12 a date that is not kept, SPJ15 text that is not in Unicode form NFC, SPJ16 no day in a period.
    """

    __slots__ = ()
    wrong_type = "SPJ01"
    missing_value = "SPJ02"

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The members of a list that are known; an empty one is none."""
        found = []
        for number, text in self.members(key, str, ARRAY, _FILLED, required=required):
            if text:
                found.append(text)
            else:
                self.wrong_member(ARRAY, _FILLED, text, key, number)
        return tuple(found)

    def wrong_member(self, listed: Sentence, wanted: Sentence, value: object, key: str, number: int) -> None:
        """Tell that a member is of another type; `null` says that there are more (section *Sets*)."""
        if value is None:
            self._open(key)
        else:
            super().wrong_member(listed, wanted, value, key, number)

    def rows(self, key: str) -> Iterator[tuple[str, ...]]:
        """Lists of strings in a list, as the custom field has them."""
        for number, member in enumerate(self.typed(key, list, ARRAY) or ()):
            if isinstance(member, list) and all(isinstance(text, str) for text in member):
                yield tuple(member)
            else:
                self.wrong(_TEXTS, member, key, number)

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
                    at = (number,) if isinstance(value, list) else ()
                    self.wrong(self.types.text, text, key, tag, *at)

    def normal(self, text: str, key: str) -> str:
        """Text in Unicode form NFC, as JSKOS asks for (section *Data types*)."""
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        message = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        self.notes.warning(
            "SPJ15",
            message,
            self.place(key),
            both("skriv bogstaver som ét tegn", "write letters as one character"),
        )
        return unicodedata.normalize("NFC", text)

    def validity(self) -> Validity:
        """From `startDate` to the day after `endDate`, which is the last day."""
        start, end = self._date("startDate"), self._date("endDate")
        first = first_day(start) if start else None
        validity = Validity(first, day_after(end) if end else None)
        if validity.is_empty:
            message = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self.notes.error(
                "SPJ16",
                message,
                self.place("endDate"),
                both("sæt startDate før endDate", "put startDate before endDate"),
            )
        return validity if start or end else ALWAYS

    def _date(self, key: str) -> str:
        text = self.text(key)
        if not text or (_DATE.match(text) and first_day(text)):
            return text
        message = both(
            f"{key} {text!r} er hverken år, måned eller dag i kalenderen; det bevares ikke",
            f"{key} {text!r} is no year, month or day of the calendar; it is not kept",
        )
        self.notes.warning(
            "SPJ12",
            message,
            self.place(key),
            both("skriv en dato som 2025-06-01", "give a date such as 2025-06-01"),
        )
        return ""

    def _open(self, key: str) -> None:
        message = both(
            f"{key} har flere medlemmer, som ikke er med", f"{key} has more members, which are not given"
        )
        self.notes.information(
            "SPJ07",
            message,
            self.place(key),
            both("bed om hele listen, hvor det betyder noget", "ask for the complete list where it matters"),
        )
