"""Registrations: which of an object's states in system time counts, and what every file's objects must keep to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final, Generic, TypeVar

from classification import Place
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.text import shown
from loaders.oio.calendar import BEGINNING, END, Calendar
from loaders.oio.record import AT_MOST_ONE, Attributes, Registered, RelationRow, State
from loaders.oio.timeline import MOST_WORK, work
from loaders.reading.notes import Notes

T = TypeVar("T")
_GONE: Final = frozenset(("passiveret", "slettet"))
_NO_TIME: Final = datetime.min  # noqa: DTZ901 - compared with local times


@frozen
class Registration(Generic[T]):
    """One registration: since when and until when it was what the register said, and its content."""

    begins: str
    ends: str
    lifecycle: str
    content: T
    place: Place

    @property
    def is_open(self) -> bool:
        """Whether no later registration has taken its place."""
        return self.ends in {"", END}


def current(
    found: Sequence[Registration[T]], named: str, calendar: Calendar, notes: Notes
) -> Registration[T] | None:
    """The registration that is open in system time; None where the object is passive or deleted by now.

    Findings: SPO09 none or several are open (the one that began last is taken), SPO10 passive or deleted.
    """
    standing = [one for one in found if one.is_open]
    taken = max(standing or found, key=lambda one: calendar.instant(one.begins or BEGINNING) or _NO_TIME)
    if len(found) > 1 and len(standing) != 1:
        message = both(
            f"{named} har {len(found)} registreringer, hvoraf {len(standing) or 'ingen'} stadig gælder",
            f"{named} has {len(found)} registrations, of which {len(standing) or 'none'} still stand",
        )
        remedy = both(
            "den, der begyndte sidst, er taget; send kun den",
            "the one that began last was taken; send only that one",
        )
        notes.warning("SPO09", message, taken.place, remedy)
    if taken.lifecycle.lower() in _GONE:
        notes.information(
            "SPO10",
            both(
                f"{named} er {taken.lifecycle} og er udeladt",
                f"{named} is {taken.lifecycle} and was left out",
            ),
            taken.place,
        )
        return None
    return taken


def sound(objects: Iterable[Registered], notes: Notes) -> list[Registered]:
    """The objects whose time line can be worked out, each once.

    Findings: SPO21 one object twice, SPO08 two rows at once where there may be one, SPO14 more rows than can be cut
    (the objects are left out).
    """
    held: dict[str, Registered] = {}
    spent = 0
    for one in objects:
        if one.identifier in held:
            first = held[one.identifier].place
            message = both(
                f"{one.sort} {shown(one.identifier)} er der to gange, her og ved {first}",
                f"{one.sort} {shown(one.identifier)} is there twice, here and at {first}",
            )
            notes.error("SPO21", message, one.place, both("behold en af dem", "keep one of them"))
            continue
        spent += work(one)
        if spent > MOST_WORK:
            message = both(
                f"{one.sort} {shown(one.identifier)} og dem før har for mange rækker til at dele en tidslinje",
                f"{one.sort} {shown(one.identifier)} and those before it have too many rows to cut a time line",
            )
            notes.error(
                "SPO14",
                message,
                one.place,
                both(
                    "send færre objekter, eller kun de registreringer, der gælder",
                    "send fewer objects, or only the registrations that stand",
                ),
            )
            break
        held[one.identifier] = one
        for row, before in _overlaps(one):
            message = both(
                f"{one.sort} {shown(one.identifier)} har to {_what(row).da} på én gang, her og ved {before.place}",
                f"{one.sort} {shown(one.identifier)} has two {_what(row).en} at once, here and at {before.place}",
            )
            notes.error(
                "SPO08",
                message,
                row.place,
                both("lad den ene slutte, hvor den anden begynder", "let one end where the other begins"),
            )
    return list(held.values())


Row = Attributes | State | RelationRow


def _overlaps(one: Registered) -> Iterator[tuple[Row, Row]]:
    yield from _overlapping(one.attributes)
    yield from _overlapping(one.states)
    for name in AT_MOST_ONE:
        yield from _overlapping(tuple(row for row in one.relations if row.name == name))


def _overlapping(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that begin before the one that ends last of those before them has ended, with that one."""
    last: Row | None = None
    for row in sorted(rows, key=lambda each: each.validity.start or date.min):
        if last is not None and not row.validity.intersect(last.validity).is_empty:
            yield row, last
        if last is None or _end(row) > _end(last):
            last = row


def _end(row: Row) -> date:
    return row.validity.end or date.max


def _what(row: Row) -> Sentence:
    if isinstance(row, Attributes):
        return both("rækker af egenskaber", "rows of egenskaber")
    return (
        both("rækker af publiceret", "rows of publiceret")
        if isinstance(row, State)
        else both(f"relationer {row.name}", f"relations {row.name}")
    )
