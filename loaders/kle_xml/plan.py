"""A KLE plan, read from the root of its file: emneplan or handlingsfacetter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from classification import Place, Release, Validity
from classification.record import replace
from classification.sentence import NOTHING, both
from classification.text import shown
from loaders.content import Draft, Reading
from loaders.kle_xml.administration import day_of
from loaders.kle_xml.entry import Building, number_of
from loaders.kle_xml.keyword import Keyword, keywords_of_entry
from loaders.kle_xml.levels import Level, Plan
from loaders.kle_xml.spelling import Entry
from loaders.reading.notes import Notes
from loaders.reading.xml_document import XmlElement

_LOST_ZERO: Final = re.compile(r"[0-9]{1,2}(\.[0-9]{1,2}){0,2}")


class PlanReader:
    """Reads one file; keywords of another file may be added before the draft is made."""

    def __init__(self, plan: Plan, root: XmlElement, notes: Notes) -> None:
        self.plan, self.notes = plan, notes
        self.root = Entry(root)
        self.buildings: dict[str, Building] = {}
        self._read(self.root, plan.top, "")

    def add(self, keywords: Iterable[Keyword]) -> set[str]:
        """Give keywords to the entries they lead to; the numbers that were found."""
        found = set()
        for keyword in keywords:
            building = self.buildings.get(keyword.number)
            if building is not None:
                found.add(keyword.number)
                building.add(keyword, self.notes)
        return found

    def draft(self, reading: Reading) -> Draft | None:
        """The release: its label is the caller's, else UdgivelsesDato, which is also its first day.

        Findings: SPE03 neither label nor UdgivelsesDato, SPE04 no date, SPE02 a plan without entries, and those of the
        concepts.
        """
        issued_at = self.root.part("UdgivelsesDato")
        place = (issued_at or self.root.element).place()
        issued = day_of(issued_at.value, place, self.notes) if issued_at is not None else None
        version = reading.release or (issued.isoformat() if issued else "")
        if not version:
            remedy = both("giv et navn med --release NAVN", "give a label with --release LABEL")
            self.notes.error(
                "SPE03", both("angiver ingen UdgivelsesDato", "states no UdgivelsesDato"), place, remedy
            )
        if not self.buildings:
            message = both(f"indeholder ingen {self.plan.top.element}", f"holds no {self.plan.top.element}")
            self.notes.error("SPE02", message, place, both("send hele planen", "send the complete plan"))
        if not version or not self.buildings:
            return None
        known = frozenset(self.buildings)
        stated = issued.isoformat() if issued else ""
        release = Release(
            scheme=replace(self.plan.scheme, languages=(reading.usual_language,)),
            version=version,
            concepts=tuple(
                b.concept(reading.usual_language, known, self.notes) for b in self.buildings.values()
            ),
            validity=Validity(issued),
            publisher_versions=(stated,) if stated and stated != version else (),
        )
        return Draft(release, raw=True, places=self._places())

    def _places(self) -> dict[str, Place]:
        places = {number: building.place for number, building in self.buildings.items()}
        for building in self.buildings.values():
            if building.uuid:
                places.setdefault(building.uuid, building.place)
        return places

    def _read(self, above: Entry, level: Level, parent: str) -> None:
        for entry in above.entries(level.element, level.element):
            number, part = number_of(entry)
            place = (part or entry.element).place()
            if not number:
                message = both(
                    f"et element {level.element} har ingen {level.element}Nr; det og dets indhold er udeladt",
                    f"an element {level.element} has no {level.element}Nr; it and what stands in it are left out",
                )
                self.notes.error("SPE06", message, place, both("giv det sit nummer", "give it its number"))
                continue
            if number in self.buildings:
                first = self.buildings[number].place
                message = both(
                    f"nummeret {shown(number)!r} står to gange, her og i linje {first.line}",
                    f"number {shown(number)!r} stands twice, here and in line {first.line}",
                )
                self.notes.error("SPE11", message, place, both("behold en af dem", "keep one of them"))
            else:
                self._check(number, level, parent, place)
                building = self.buildings[number] = Building(entry, number, parent, self.notes)
                for keyword in keywords_of_entry(entry, number):
                    building.add(keyword, self.notes)
            if level.below is not None:
                self._read(entry, level.below, number)

    def _check(self, number: str, level: Level, parent: str, place: Place) -> None:
        if not level.pattern.fullmatch(number):
            message = both(
                f"{level.element}Nr {shown(number)!r} ligner ikke {level.example}",
                f"{level.element}Nr {shown(number)!r} does not look like {level.example}",
            )
            hint = (
                both("; numre er tekst og beholder deres nuller", "; numbers are text and keep their zeros")
                if _LOST_ZERO.fullmatch(number)
                else NOTHING
            )
            self.notes.error(
                "SPE06", message, place, both(f"ret nummeret{hint.da}", f"correct the number{hint.en}")
            )
        elif not number.startswith(parent):
            message = both(
                f"{number!r} står i {parent!r}, som det ikke begynder med",
                f"{number!r} stands in {parent!r}, which is not how it begins",
            )
            self.notes.error(
                "SPE12", message, place, both("flyt det, eller ret nummeret", "move it or correct the number")
            )
