"""Days of a table, as people write them: `2026-12-31`, `31-12-2026`, `31.12.2026`, `12/31/2026`.

Which of the two numbers is the month is never guessed: either the caller says it, or the days of the table leave no
doubt, because in one of them a number is above 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

DAY_FIRST: Final = "dmy"
MONTH_FIRST: Final = "mdy"
ORDERS: Final = (DAY_FIRST, MONTH_FIRST)
_MONTHS: Final = 12
_TIME: Final = re.compile(r"[T ]00:00(:00(\.0+)?)?\Z")
_WRITTEN: Final = re.compile(r"(\d{1,2})\s?([-./])\s?(\d{1,2})\s?\2\s?(\d{4})\Z", re.ASCII)


class Days:
    """The days of one table: `order` is what the caller said, else what the days say, else empty.

    >>> days = Days(["31-12-2026", "01-02-2026"])
    >>> days.order, days.read("01-02-2026").isoformat()
    ('dmy', '2026-02-01')
    >>> Days(["01-02-2026"]).order, Days(["01-02-2026"]).doubtful("01-02-2026"), Days([]).doubtful("01-01-2026")
    ('', True, False)
    """

    def __init__(self, texts: Iterable[str], order: str = "") -> None:
        self._held: dict[str, date | None] = {}
        orders = set() if order else {found for text in set(texts) if (found := _order(text))}
        self.contradictory = len(orders) > 1
        self.order = order or ("" if self.contradictory else next(iter(orders), ""))
        self.derived = bool(orders) and not self.contradictory

    def read(self, text: str) -> date | None:
        """The day; None where the text is none, or may be two."""
        if text not in self._held:
            self._held[text] = self._read(text)
        return self._held[text]

    def doubtful(self, text: str) -> bool:
        """Whether the text is a day of which the order decides, and nobody knows the order."""
        numbers = _numbers(text)
        return numbers is not None and not self.order and numbers[0] != numbers[1]

    def _read(self, text: str) -> date | None:
        numbers = _numbers(text)
        try:
            if numbers is None:
                return date.fromisoformat(_TIME.sub("", text))
            if self.doubtful(text):
                return None
            first, second, year = numbers
            return date(year, first, second) if self.order == MONTH_FIRST else date(year, second, first)
        except ValueError:
            return None


def _numbers(text: str) -> tuple[int, int, int] | None:
    found = _WRITTEN.match(_TIME.sub("", text.strip()))
    return (int(found[1]), int(found[3]), int(found[4])) if found else None


def _order(text: str) -> str:
    """The order that this day alone leaves possible; empty where both are."""
    first, second, _ = _numbers(text) or (0, 0, 0)
    if first > _MONTHS >= second > 0:
        return DAY_FIRST
    return MONTH_FIRST if second > _MONTHS >= first > 0 else ""
