"""A hierarchy by depth: a column that says how deep each row lies under the rows before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classification.record import frozen
from classification.sentence import both
from loaders.concept_table.sheet import Sheet
from loaders.reading.notes import Notes

_DEEPEST: Final = 100


@frozen
class Depths:
    """How deep each row of a sheet lies, in the order of the rows; `column` is where it stands."""

    column: int
    values: Sequence[int]


def depths_of(sheet: Sheet, notes: Notes) -> Depths | None:
    """The depths that a sheet states; None where no column does, or where it is no hierarchy.

    A column of words, and one beside a column that names broader codes, stays what it was: a text. Findings: SPB23 a
    row that lies more than one step under the one before it, or above the first; SPB24 that the hierarchy was made.
    """
    column = next(
        (i for i, h in enumerate(sheet.headers) if h.column is not None and h.column.key == "level"), None
    )
    if column is None or _names_broader(sheet):
        return None
    texts = [line.cells[column].strip() for line in sheet.lines]
    if not texts or not all(text.isascii() and text.isdecimal() and int(text) <= _DEEPEST for text in texts):
        return None
    values = [int(text) for text in texts]
    if not _note_leaps(sheet, column, values, notes):
        under = sum(value > values[0] for value in values)
        said = both(
            f"kolonnen {sheet.headers[column].name!r} giver hierarkiet: {under} af {len(values)} begreber ligger under "
            "et andet",
            f"the column {sheet.headers[column].name!r} gives the hierarchy: {under} of {len(values)} concepts lie "
            "under another",
        )
        remedy = both(
            f"kald den Egenskab: {sheet.headers[column].name}, hvis den siger noget andet",
            f"call it Property: {sheet.headers[column].name} if it says something else",
        )
        notes.information("SPB24", said, sheet.place(sheet.header_line), remedy)
    return Depths(column, values)


def _names_broader(sheet: Sheet) -> bool:
    columns = [i for i, h in enumerate(sheet.headers) if h.column is not None and h.column.key == "broader"]
    return any(line.cells[column].strip() for line in sheet.lines for column in columns)


def _note_leaps(sheet: Sheet, column: int, values: Sequence[int], notes: Notes) -> bool:
    """SPB23 for the first row that leaps, and how many do."""
    leaps = [
        row for row, value in enumerate(values) if row and (value > values[row - 1] + 1 or value < values[0])
    ]
    if not leaps:
        return False
    row = leaps[0]
    said = both(
        f"niveauet springer fra {values[row - 1]} til {values[row]} (i {len(leaps)} rækker i alt): det er uvist, hvad "
        "begrebet ligger under",
        f"the level leaps from {values[row - 1]} to {values[row]} (in {len(leaps)} rows altogether): it is open what "
        "the concept lies under",
    )
    header = sheet.headers[column].name
    remedy = both(
        f"sæt rækkerne i hierarkiets orden, eller kald kolonnen Egenskab: {header}, hvis den siger noget andet",
        f"put the rows in the order of the hierarchy, or call the column Property: {header} if it says something else",
    )
    notes.error("SPB23", said, sheet.place(sheet.lines[row].number, header), remedy)
    return True


class Branch:
    """The codes that lie above the row at hand, from the top down."""

    def __init__(self) -> None:
        self._above: list[tuple[int, str]] = []

    def parent(self, depth: int, code: str) -> str:
        """The code right above a row; from now on the row lies above those below it."""
        while self._above and self._above[-1][0] >= depth:
            self._above.pop()
        parent = self._above[-1][1] if self._above else ""
        self._above.append((depth, code))
        return parent
