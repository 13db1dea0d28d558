"""Elements of a FHIR resource read by name, each wrong value a finding with its path."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, TypeGuard

from classification import Place, Validity
from classification.sentence import Sentence, both, same
from classification.validity import ALWAYS
from loaders.reading.json_document import pointer
from loaders.reading.notes import Notes

EFFECTIVE_PERIOD: Final = "http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod"
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"


class Element:
    """One JSON object at its path.

    Findings: SPF05 a value of the wrong type (a number given as a code, for instance), SPF07 an element is missing,
    SPF24 no day lies in a period.
    """

    __slots__ = ("file", "notes", "path", "record")

    def __init__(self, record: dict[str, Any], path: str, file: str, notes: Notes) -> None:
        self.record, self.path, self.file, self.notes = record, path, file, notes

    def place(self, key: str = "") -> Place:
        """Where the element, or one of its members, stands."""
        return Place(self.file, path=pointer(self.path, key) if key else self.path)

    def text(self, key: str, *, required: bool = False) -> str:
        """A string; empty when it is missing."""
        value = self.record.get(key)
        if isinstance(value, str) and value:
            return value
        if value is not None and not isinstance(value, str):
            self._wrong(key, both("en tekst", "a string"), value)
        elif required or value == "":
            self.notes.error(
                "SPF07",
                both(
                    f"{key} {'mangler' if value is None else 'er tom'}",
                    f"{key} is {'missing' if value is None else 'empty'}",
                ),
                self.place(key),
                both("angiv det", "give it"),
            )
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
        if is_number(value) and abs(float(value)) < float("inf"):
            return float(value)
        self._wrong(key, both("et tal", "a number"), value)
        return None

    def day(self, key: str) -> date | None:
        """The first day that a FHIR date or dateTime of any precision may mean."""
        text = self.text(key)
        if not text:
            return None
        day = first_day(text)
        if day is None:
            self._wrong(key, both("en dato", "a date"), text)
        return day

    def part(self, key: str) -> Element | None:
        """An object."""
        value = self.record.get(key)
        if isinstance(value, dict):
            return Element(value, pointer(self.path, key), self.file, self.notes)
        if value is not None:
            self._wrong(key, both("et objekt", "an object"), value)
        return None

    def parts(self, key: str) -> list[Element]:
        """An array of objects."""
        value = self.record.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, both("en liste", "an array"), value)
            return []
        base = f"{self.path}/{key}/"
        found = []
        for number, member in enumerate(value):
            if isinstance(member, dict):
                found.append(Element(member, f"{base}{number}", self.file, self.notes))
            else:
                self._wrong(f"{key}/{number}", both("et objekt", "an object"), member)
        return found

    def texts(self, key: str) -> list[str]:
        """An array of strings."""
        value = self.record.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, both("en liste", "an array"), value)
            return []
        for number, member in enumerate(value):
            if not isinstance(member, str):
                self._wrong(f"{key}/{number}", both("en tekst", "a string"), member)
        return [member for member in value if isinstance(member, str)]

    def extension(self, *urls: str) -> Element | None:
        """The first extension with one of the URLs."""
        if "extension" not in self.record:
            return None
        return next((part for part in self.parts("extension") if part.record.get("url") in urls), None)

    def translations(self, key: str) -> list[tuple[str, str]]:
        """Language and text of the translations of a string (extension `translation`)."""
        companion = self.part(f"_{key}")
        found = []
        for part in companion.parts("extension") if companion else ():
            if part.record.get("url") == TRANSLATION:
                language, content = part.extension("lang"), part.extension("content")
                if language and content:
                    found.append((language.text("valueCode"), content.text("valueString")))
        return found

    def effective(self) -> Validity:
        """The validity that the resource states of itself; FHIR's end is the last day, ours the first after it."""
        stated = self.extension(EFFECTIVE_PERIOD)
        period = stated.part("valuePeriod") if stated else self.part("effectivePeriod")
        if period is None:
            return ALWAYS
        end = period.text("end")
        return period.spanned(
            Validity(period.day("start"), _day_after(end) if end and period.day("end") else None)
        )

    def spanned(self, validity: Validity) -> Validity:
        """The validity that stands here; SPF24 when no day lies in it."""
        if validity.is_empty:
            said = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self.notes.error(
                "SPF24",
                said,
                self.place(),
                both("sæt den første dag før slutningen", "put the first day before the end"),
            )
        return validity

    def not_kept(self, kept: Collection[str]) -> list[str]:
        """Names of the members that are not in `kept`."""
        return [key for key in self.record if key not in kept]

    def _wrong(self, key: str, wanted: Sentence, value: object) -> None:
        place = Place(self.file, path=f"{self.path}/{key}")
        shown = same(repr(value)) if isinstance(value, str | bool | int) else _sort(value)
        self.notes.error(
            "SPF05",
            both(f"skal være {wanted.da}, ikke {shown.da}", f"must be {wanted.en}, not {shown.en}"),
            place,
            both("ret værdien", "correct the value"),
        )


def is_number(value: object) -> TypeGuard[int | Decimal]:
    """Whether a JSON value is a number."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def first_day(text: str) -> date | None:
    """The first day of a year, a month, a day or an instant as FHIR writes them."""
    head = text[:10]
    padded = {4: f"{head}-01-01", 7: f"{head}-01", 10: head}.get(len(head), "")
    try:
        return date.fromisoformat(padded)
    except ValueError:
        return None


def _day_after(text: str) -> date | None:
    first = first_day(text)
    if first is None or first.year == date.max.year:
        return None
    if len(text) == 4:
        return first.replace(year=first.year + 1)
    if len(text) == 7:
        return (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first + timedelta(days=1)


def _sort(value: object) -> Sentence:
    names = {
        dict: both("et objekt", "an object"),
        list: both("en liste", "an array"),
        Decimal: same(f"{value}"),
    }
    return names.get(type(value), same("null" if value is None else type(value).__name__))
