"""FK-Klassifikation: objects as the services answer with them, `FiltreretOejebliksbillede`, in SOAP or without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from classification import Validity
from classification.sentence import both
from classification.text import shown
from loaders.oio.calendar import END, Calendar
from loaders.oio.record import (
    ATTRIBUTES,
    RELATIONS,
    Attributes,
    Keyword,
    Registered,
    RelationRow,
    Sort,
    State,
)
from loaders.oio.registration import Registration, current
from loaders.oio.text import NotKept, normal
from loaders.reading.notes import Notes
from loaders.reading.xml_document import XmlElement

T = TypeVar("T")
ROOTS: Final = frozenset(("Envelope", "LaesOutput", "ListOutput", "FiltreretOejebliksbillede"))
OBJECT: Final = "FiltreretOejebliksbillede"
_OK: Final = "20"
_YES_NO: Final = {"true": True, "1": True, "false": False, "0": False}
_LINES: Final = frozenset(("brugervendtnoegle", "titel", "kaldenavn"))


class FkReader:
    """Reads the objects of one file."""

    def __init__(self, calendar: Calendar, notes: Notes) -> None:
        self.calendar, self.notes = calendar, notes
        self.not_kept = NotKept()

    def objects(self, root: XmlElement) -> Iterator[Registered]:
        """Every object below an element, as it is registered now.

        Findings: SPO01 nothing of the kind is there, SPO02 an object without UUID or of no known sort, SPO16 what is
        not kept, SPO20 another word for ErPubliceretIndikator, SPO22 an answer that reports a failure, and those of
        `Calendar` and `current`.
        """
        for answer in root.below("StandardRetur"):
            status = answer.value_of("StatusKode")
            if status != _OK:
                message = both(
                    f"tjenesten svarede {shown(status)!r}: {shown(answer.value_of('FejlbeskedTekst'))}",
                    f"the service answered {shown(status)!r}: {shown(answer.value_of('FejlbeskedTekst'))}",
                )
                self.notes.error(
                    "SPO22",
                    message,
                    answer.place(),
                    both(f"send et svar med StatusKode {_OK}", f"send an answer with StatusKode {_OK}"),
                )
        found = list(root.below(OBJECT))
        if not found:
            self.notes.information(
                "SPO01",
                both(f"indeholder ingen {OBJECT}", f"holds no {OBJECT}"),
                root.place(),
                both("send hele svaret", "send the whole answer"),
            )
        for element in found:
            one = self._object(element)
            if one is not None:
                yield one
        self.not_kept.report(root.file, self.notes)

    def _object(self, element: XmlElement) -> Registered | None:
        identifier = element.value_of("ObjektID", "UUIDIdentifikator").lower()
        if not identifier:
            remedy = both("angiv den som ObjektID/UUIDIdentifikator", "give it as ObjektID/UUIDIdentifikator")
            self.notes.error(
                "SPO02", both("et objekt har ingen UUID", "an object has no UUID"), element.place(), remedy
            )
            return None
        registrations = [_registration(part) for part in element.parts("Registrering")]
        if not registrations:
            self.notes.information(
                "SPO01",
                both("har ingen Registrering", "has no Registrering"),
                element.place(),
                both("send en, der gælder", "send one that stands"),
            )
            return None
        taken = current(registrations, shown(identifier), self.calendar, self.notes)
        if taken is None:
            return None
        sort = _sort(element, taken.content)
        if sort is None:
            message = both(
                f"{shown(identifier)} kan ikke ses at være klassifikation, facet eller klasse",
                f"{shown(identifier)} cannot be told for klassifikation, facet or klasse",
            )
            remedy = both(
                "behold navnerummene, eller send det med dets relationer",
                "keep the namespaces, or send it with its relations",
            )
            self.notes.error("SPO02", message, element.place(), remedy)
            return None
        return Registered(
            sort=sort,
            identifier=identifier,
            attributes=self._rows(
                _listed(taken.content, "AttributListe", "Egenskab"), lambda e, v: self._attributes(sort, e, v)
            ),
            states=self._rows(_listed(taken.content, "TilstandListe", "PubliceretStatus"), self._state),
            relations=tuple(self._relations(sort, taken.content)),
            place=element.place(),
        )

    def _rows(
        self, rows: list[XmlElement], made: Callable[[XmlElement, Validity], T | None]
    ) -> tuple[T, ...]:
        found = []
        for row in rows:
            validity = self._virkning(row)
            one = made(row, validity) if validity is not None else None
            if one is not None:
                found.append(one)
        return tuple(found)

    def _virkning(self, row: XmlElement) -> Validity | None:
        bounds = row.part("Virkning")
        if bounds is None:
            return self.calendar.validity("", "", row.place())
        start = _instant(bounds, "FraTidspunkt", "-infinity")
        return self.calendar.validity(start, _instant(bounds, "TilTidspunkt", END), bounds.place())

    def _attributes(self, sort: Sort, row: XmlElement, validity: Validity) -> Attributes:
        values, keywords = [], []
        for part in row.children():
            name = part.name.removesuffix("Tekst").lower()
            if name == "soegeord" and sort is Sort.KLASSE:
                keywords.append(self._keyword(part))
            elif name in ATTRIBUTES[sort]:
                text = part.line if name in _LINES else part.value
                values += [(name, normal(text, part.place(), self.notes))] if text else []
            elif name != "virkning" and part.value:
                self.not_kept.add(part.name)
        return Attributes(validity, tuple(values), tuple(keywords), row.place())

    def _keyword(self, part: XmlElement) -> Keyword:
        texts = (
            part.value_of("SoegeordIdentifikator") or part.value,
            part.value_of("BeskrivelseTekst"),
            part.value_of("SoegeordKategoriTekst"),
        )
        return Keyword(*(normal(text, part.place(), self.notes) for text in texts))

    def _state(self, row: XmlElement, validity: Validity) -> State | None:
        published = row.value_of("ErPubliceretIndikator")
        if published not in _YES_NO:
            message = both(
                f"ErPubliceretIndikator er {shown(published)!r}; rækken er udeladt",
                f"ErPubliceretIndikator is {shown(published)!r}; the row is left out",
            )
            self.notes.error("SPO20", message, row.place(), both("kendte: true, false", "known: true, false"))
            return None
        return State(validity, _YES_NO[published], row.place())

    def _relations(self, sort: Sort, registration: XmlElement) -> Iterator[RelationRow]:
        for part in _listed(registration, "RelationListe"):
            name = part.name.lower()
            if name not in RELATIONS[sort]:
                self.not_kept.add(part.name)
                continue
            target = part.value_of("ReferenceID", "UUIDIdentifikator").lower()
            target = target or part.value_of("ReferenceID", "URNIdentifikator")
            validity = self._virkning(part) if target else None
            if validity is not None:
                told = (
                    part.value_of("Label"),
                    part.value_of("Type", "Label"),
                    part.value_of("Rolle", "Label"),
                )
                yield RelationRow(name, validity, target, *told, part.place())


def _listed(registration: XmlElement, name: str, *items: str) -> list[XmlElement]:
    return [
        item
        for part in registration.parts(name)
        for item in part.children()
        if not items or item.name in items
    ]


def _registration(element: XmlElement) -> Registration[XmlElement]:
    begins = element.value_of("Tidspunkt") or element.value_of("FraTidspunkt", "TidsstempelDatoTid")
    ends = element.value_of("TilTidspunkt", "TidsstempelDatoTid")
    return Registration(begins, ends, element.value_of("LivscyklusKode"), element, element.place())


def _instant(bounds: XmlElement, name: str, unbounded: str) -> str:
    part = bounds.part(name)
    if part is None:
        return ""
    if _YES_NO.get(part.value_of("GraenseIndikator"), False):
        return unbounded
    return part.value_of("TidsstempelDatoTid")


def _sort(element: XmlElement, registration: XmlElement) -> Sort | None:
    """By what only one sort has; else by the end of the namespaces, `…/klassifikation/klasse/7/`."""
    relations = {part.name.lower() for part in _listed(registration, "RelationListe")}
    attributes = {
        part.name for row in _listed(registration, "AttributListe", "Egenskab") for part in row.children()
    }
    if "TitelTekst" in attributes or relations & {"facet", "overordnetklasse"}:
        return Sort.KLASSE
    if "facettilhoerer" in relations or attributes & {"OpbygningTekst", "PlanTekst", "SupplementTekst"}:
        return Sort.FACET
    namespaces = (part.namespace for part in (element, registration, *registration.children()))
    words = [word for uri in namespaces for word in reversed(uri.lower().split("/")) if word in set(Sort)]
    if words:
        return Sort(words[0])
    return Sort.KLASSIFIKATION if "KaldenavnTekst" in attributes else None
