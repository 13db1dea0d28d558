"""Elements of a FHIR resource read by name, each wrong value a finding with its path."""

from __future__ import annotations

from datetime import date
from typing import Final

from classification import Validity
from classification.sentence import both
from classification.validity import ALWAYS
from loaders.partial_date import day_after, first_day
from loaders.reading.json_object import JsonObject

EFFECTIVE_PERIOD: Final = "http://hl7.org/fhir/StructureDefinition/resource-effectivePeriod"
TRANSLATION: Final = "http://hl7.org/fhir/StructureDefinition/translation"


class Element(JsonObject):
    """One JSON object at its path.

    Findings: SPF05 a value of the wrong type (a number given as a code, for instance), SPF07 an element is missing,
    SPF24 no day lies in a period.
    """

    __slots__ = ()
    wrong_type = "SPF05"
    missing_value = "SPF07"

    def day(self, key: str) -> date | None:
        """The first day that a FHIR date or dateTime of any precision may mean."""
        text = self.text(key)
        if not text:
            return None
        day = first_day(text)
        if day is None:
            self.wrong(both("en dato", "a date"), text, key)
        return day

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
            Validity(period.day("start"), day_after(end) if end and period.day("end") else None)
        )

    def spanned(self, validity: Validity) -> Validity:
        """The validity that stands here; SPF24 when no day lies in it."""
        if validity.is_empty:
            message = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self.notes.error(
                "SPF24",
                message,
                self.place(),
                both("sæt den første dag før slutningen", "put the first day before the end"),
            )
        return validity
