"""Points in time as days in Denmark: `2024-05-29T22:00:00Z` is the midnight that begins 2024-05-30.

A day begins at its midnight in Europe/Copenhagen. A bound at another time of day counts from the day it lies in, begin
and end alike, so that what followed without a gap still does.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

from classification import Place, Validity
from classification.sentence import NOTHING, both, joined
from classification.text import shown
from loaders.reading.notes import Notes

BEGINNING: Final = "-infinity"
END: Final = "infinity"
_ZONE: Final = "Europe/Copenhagen"
_DAY_END: Final = re.compile(r"[T ]24:00(:00(\.0+)?)?")
_EXAMPLES: Final = 3
_FIRST_DAY: Final = "0001-01-01"
_LAST_YEAR: Final = "9999-"


class Calendar:
    """Turns pairs of instants into days; what was rounded is told once, by `report`."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._zone = self._find_zone()
        self._rounded: dict[str, tuple[date, Place]] = {}
        self._known: dict[str, datetime | None] = {}

    def validity(self, start: str, end: str, place: Place) -> Validity | None:
        """The days from `start` on and before `end`; None where there is no such day.

        Findings: SPO04 an instant that cannot be read, SPO05 no later end than start, SPO07 a bound that is not stated
        (taken as unbounded), SPO06 an interval inside one day.
        """
        if not start or not end:
            which = (
                both("hverken 'from' eller 'to'", "no from and no to")
                if start == end
                else both("ingen 'to'", "no to")
                if start
                else both("ingen 'from'", "no from")
            )
            message = both(
                f"virkning har {which.da}; den tages som ubegrænset",
                f"virkning has {which.en}; it is taken as unbounded",
            )
            self.notes.warning(
                "SPO07",
                message,
                place,
                both(
                    f"skriv {BEGINNING} og {END}, hvor de er ment",
                    f"write {BEGINNING} and {END} where they are meant",
                ),
            )
        begins = self._instant(start or BEGINNING, place)
        ends = self._instant(end or END, place)
        if begins is None or ends is None:
            return None
        if begins >= ends:
            message = both(
                f"virkning slutter ({shown(end)}) ikke senere, end den begynder ({shown(start)})",
                f"virkning ends ({shown(end)}) no later than it begins ({shown(start)})",
            )
            self.notes.error(
                "SPO05",
                message,
                place,
                both(
                    "ret en af grænserne; selve slutningen er ikke med",
                    "correct one of the bounds; the end itself is not included",
                ),
            )
            return None
        validity = Validity(self._day(start, begins, place), self._day(end, ends, place))
        if validity.is_empty:
            message = both(
                f"virkning fra {shown(start)} til {shown(end)} ligger inden for én dag og er udeladt",
                f"virkning from {shown(start)} to {shown(end)} lies within one day and was left out",
            )
            self.notes.warning(
                "SPO06",
                message,
                place,
                both("dage er den mindste enhed her", "days are the smallest unit here"),
            )
            return None
        return validity

    def instant(self, text: str) -> datetime | None:
        """The instant that a text names; None where it names none.

        The two infinities are the ends of time, and so are the first day and the last year that a date can have.
        """
        if text == BEGINNING or text.startswith(_FIRST_DAY):
            return _FIRST
        if text == END or text.startswith(_LAST_YEAR):
            return _LAST
        if text not in self._known:
            self._known[text] = _parsed(text, self._zone)
        return self._known[text]

    def report(self) -> None:
        """SPO06: how many instants were no midnight in Denmark, and what became of the first of them."""
        if not self._rounded:
            return
        found = list(self._rounded.items())
        examples = joined(
            (
                both(f"{shown(text)} som {day}", f"{shown(text)} as {day}")
                for text, (day, _) in found[:_EXAMPLES]
            ),
            ", ",
        )
        more = (
            both(f" og {len(found) - _EXAMPLES} mere", f" and {len(found) - _EXAMPLES} more")
            if len(found) > _EXAMPLES
            else NOTHING
        )
        message = both(
            f"grænser, der ikke er midnat i Danmark, regnes fra den dag, de ligger i: {examples.da}{more.da}",
            f"bounds that are no midnight in Denmark count from the day they lie in: {examples.en}{more.en}",
        )
        self.notes.warning(
            "SPO06",
            message,
            found[0][1][1],
            both("se, om det er den dag, der menes", "see whether the day is the one that is meant"),
        )

    def _instant(self, text: str, place: Place) -> datetime | None:
        found = self.instant(text)
        if found is None:
            message = both(
                f"{shown(text)!r} er ikke et tidspunkt; rækken er udeladt",
                f"{shown(text)!r} is no point in time; the row is left out",
            )
            self.notes.error(
                "SPO04",
                message,
                place,
                both("skriv det som 2024-05-30T00:00:00+02:00", "write it as 2024-05-30T00:00:00+02:00"),
            )
        return found

    def _day(self, text: str, instant: datetime, place: Place) -> date | None:
        if instant in {_FIRST, _LAST}:
            return None
        if instant.time() != time():
            self._rounded.setdefault(text, (instant.date(), place))
        return instant.date()

    def _find_zone(self) -> tzinfo | None:
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        try:
            return ZoneInfo(_ZONE)
        except ZoneInfoNotFoundError:
            message = both(
                f"tidszonen {_ZONE} er ukendt for denne maskine, så intet tidspunkt kan læses",
                f"the time zone {_ZONE} is not known to this machine, so no point in time can be read",
            )
            self.notes.error(
                "SPO03", message, Place(), both("installér pakken tzdata", "install the package tzdata")
            )
            return None


_FIRST: Final = datetime.min  # noqa: DTZ901 - local times are compared, which have no zone
_LAST: Final = datetime.max  # noqa: DTZ901


def _parsed(text: str, zone: tzinfo | None) -> datetime | None:
    """The local time in Denmark; a text without offset is one already."""
    if zone is None:
        return None
    midnight = _DAY_END.search(text)
    if midnight is not None:
        text = f"{text[: midnight.start()]}T00:00:00{text[midnight.end() :]}"
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is not None:
            found = found.astimezone(zone).replace(tzinfo=None)
        return found + timedelta(days=1) if midnight is not None else found
    except (ValueError, OverflowError):
        return None
