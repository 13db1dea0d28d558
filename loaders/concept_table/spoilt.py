"""Codes that a spreadsheet made something else of, before the table was written as text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from classification.sentence import Sentence, both
from loaders.concept_table.sheet import Sheet, lines_named
from loaders.reading.notes import Notes

Coded = Sequence[tuple[int, str]]
"""Lines and their codes."""
_MONTH: Final = r"(?:jan|feb|mar|apr|ma[jy]|jun|jul|aug|sep|o[kc]t|nov|de[cz])"
_POWER: Final = re.compile(r"\d(?:[.,]\d+)?E\+\d{2,3}", re.IGNORECASE)
_DAY: Final = re.compile(rf"\d{{1,2}}[-. ]{_MONTH}\.?|{_MONTH}\.?[- ]\d{{2,4}}", re.IGNORECASE)
_WHOLE: Final = re.compile(r"[0-9]+")
_DECIMAL: Final = re.compile(r"[0-9]+[.,]([0-9]+)")
_MOST: Final = 0.6


def note_spoilt(sheet: Sheet, coded: Coded, notes: Notes) -> None:
    """SPB28: codes that are surely spoilt are errors, those that may have lost zeros a warning.

    A power of ten (`1,2E+05`) is no code that anybody wrote, and a day (`01-feb`) none among codes of another make.
    Zeros may be lost where most numbers have as many digits, and few have less and leave gaps.
    """
    powers = [(line, code) for line, code in coded if _POWER.fullmatch(code)]
    days = [(line, code) for line, code in coded if _DAY.fullmatch(code)]
    for spoilt, what in (
        (
            powers,
            both(
                "et tal i potensform, som et regneark skriver", "a number as a spreadsheet writes large ones"
            ),
        ),
        (
            days if 2 * len(days) < len(coded) else [],
            both("en dag, som et regneark har lavet", "a day that a spreadsheet made"),
        ),
    ):
        if spoilt:
            said = both(
                f"{spoilt[0][1]!r} er {what.da}: {_where(spoilt).da}",
                f"{spoilt[0][1]!r} is {what.en}: {_where(spoilt).en}",
            )
            notes.error("SPB28", said, sheet.place(spoilt[0][0]), _REMEDY)
    if short := _shortened(coded):
        said = both(
            f"{short[0][1]!r} har færre cifre end de andre koder, og nuller kan være tabt: {_where(short).da}",
            f"{short[0][1]!r} has fewer digits than the other codes, and zeros may be lost: {_where(short).en}",
        )
        notes.warning("SPB28", said, sheet.place(short[0][0]), _REMEDY)


_REMEDY: Final = both(
    "gør kolonnen til tekst i regnearket, skriv koden, som den var, og eksportér igen",
    "make the column text in the spreadsheet, write the code as it was, and export again",
)


def _where(spoilt: Coded) -> Sentence:
    return lines_named([line for line, _ in spoilt])


def _shortened(coded: Coded) -> Coded:
    """The codes that are shorter than most, where all are numbers of one make.

    >>> _shortened([(4, "0801"), (5, "1203"), (6, "905"), (7, "4410")]), _shortened([(n, str(n)) for n in range(1, 20)])
    ([(6, '905')], [])
    >>> _shortened([(4, "27.12"), (5, "27.3"), (6, "27.36"), (7, "32.18")])
    [(5, '27.3')]
    """
    if len(coded) < 4:
        return []
    if all(_WHOLE.fullmatch(code) for _, code in coded):
        numbers = [int(code) for _, code in coded]
        if max(numbers) - min(numbers) < 3 * len(numbers):
            return []  # they were counted
        return _less([(line, code, len(code)) for line, code in coded])
    found = [(line, code, _DECIMAL.fullmatch(code)) for line, code in coded]
    decimals = [(line, code, len(match[1])) for line, code, match in found if match]
    return _less(decimals) if len(decimals) > _MOST * len(coded) else []


def _less(measured: Sequence[tuple[int, str, int]]) -> Coded:
    """Those that are one or two short of what most have; none where that is not the longest."""
    usual, times = Counter(size for _, _, size in measured).most_common(1)[0]
    if times < _MOST * len(measured) or any(not usual - 2 <= size <= usual for _, _, size in measured):
        return []
    return [(line, code) for line, code, size in measured if size < usual]
