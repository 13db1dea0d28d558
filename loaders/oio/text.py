"""Text of attributes as it is kept: Unicode form NFC, and which attributes are kept at all."""

from __future__ import annotations

import unicodedata
from collections import Counter

from classification import Place
from classification.sentence import both
from classification.text import shown
from loaders.reading.notes import Notes, not_kept


def normal(text: str, place: Place, notes: Notes) -> str:
    """The text in Unicode form NFC; SPO19 where it was not."""
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    message = both(
        f"{shown(text)!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
        f"{shown(text)!r} is not in Unicode form NFC; it was normalised",
    )
    notes.warning(
        "SPO19", message, place, both("skriv bogstaver som ét tegn", "write letters as one character")
    )
    return unicodedata.normalize("NFC", text)


class NotKept:
    """Counts what a file says that has no place here, for one finding at the end."""

    def __init__(self) -> None:
        self._times: Counter[str] = Counter()

    def add(self, name: str) -> None:
        """Count one."""
        self._times[name] += 1

    def report(self, file: str, notes: Notes) -> None:
        """SPO16: everything that is not kept."""
        if self._times:
            names = [
                both(f"{shown(name)} ({times} gange)", f"{shown(name)} ({times} times)")
                for name, times in sorted(self._times.items())
            ]
            notes.information("SPO16", not_kept(names), Place(file))
