"""AdministrativInfo: when an entry was made, corrected, moved and withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Final

from classification import Place, Validity
from classification.concept import Status
from classification.record import frozen
from classification.sentence import both
from classification.text import shown
from classification.validity import ALWAYS
from loaders.kle_xml.spelling import Entry
from loaders.reading.notes import Notes

_NO_DATE: Final = both("skriv en dag som 2024-05-01", "write a day as 2024-05-01")


@frozen
class Administration:
    """What the administrative information of one entry says of it."""

    validity: Validity = ALWAYS
    corrected: date | None = None
    status: Status = Status.ACTIVE
    successors: tuple[str, ...] = ()
    reason: str = ""
    place: Place = Place()


def day_of(text: str, place: Place, notes: Notes) -> date | None:
    """The day that an xs:date names, without its zone; SPE04 when it names none."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        notes.error(
            "SPE04", both(f"{shown(text)!r} er ikke en dato", f"{shown(text)!r} is no date"), place, _NO_DATE
        )
        return None


def administration(entry: Entry, notes: Notes) -> Administration:
    """The administrative information of an entry.

    `[OprettetDato, UdgaaetDato)`, or FlyttetDato where there is no UdgaaetDato; whether the last date itself still
    counts is not stated by the publisher. Findings: SPE04 no date, SPE05 an entry that ends before it begins.
    """
    info = entry.entry("AdministrativInfo")
    if info is None:
        return Administration(place=entry.element.place())
    place = info.element.place()
    created = day_of(info.value("OprettetDato"), place, notes)
    corrections = [day_of(part.value, part.place(), notes) for part in info.parts("RettetDato")]
    history = info.entry("Historisk")
    corrected = max(filter(None, corrections), default=None)
    if history is None:
        return Administration(Validity(created), corrected, place=place)
    moved = history.entry("Flyttet")
    withdrawn = day_of(history.value("UdgaaetDato"), place, notes)
    moved_on = day_of(moved.value("FlyttetDato"), place, notes) if moved else None
    validity = Validity(created, withdrawn or moved_on)
    if validity.is_empty:
        message = both(
            f"er udgået {validity.end}, ikke senere end det blev oprettet ({created})",
            f"is withdrawn on {validity.end}, no later than it was made ({created})",
        )
        notes.error("SPE05", message, place, both("ret en af datoerne", "correct one of the dates"))
        validity = Validity(created)
    return Administration(
        validity=validity,
        corrected=corrected,
        status=Status.DEPRECATED,
        successors=_successors(moved) if moved else (),
        reason=_reason(withdrawn, moved_on, moved=moved is not None),
        place=place,
    )


def _successors(moved: Entry) -> tuple[str, ...]:
    """The number under AfloestAf; an EmneNr says more than the GruppeNr beside it."""
    found = moved.entry("AfloestAf")
    if found is None:
        return ()
    number = (
        found.value("EmneNr")
        or found.value("GruppeNr")
        or found.value("HovedgruppeNr")
        or found.value("HandlingsfacetNr")
    )
    return (number,) if number else ()


def _reason(withdrawn: date | None, moved_on: date | None, *, moved: bool) -> str:
    if moved:
        return f"flyttet {moved_on}" if moved_on else "flyttet"
    return f"udgået {withdrawn}" if withdrawn else "historisk"
