"""CSV tables of a vocabulary folder: rows with their line, columns found by name."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from classification import Place, Validity
from classification.record import frozen
from classification.sentence import both
from classification.validity import ALWAYS
from loaders.reading.notes import Notes, known
from loaders.reading.text_file import read_text

SEPARATOR: Final = " | "


@frozen
class Record:
    """One row: its cells by column (a column that the table lacks is empty) and its place."""

    cells: dict[str, str]
    place: Place

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def several(self, column: str) -> tuple[str, ...]:
        """The values of a cell that holds several."""
        cell = self.cells.get(column, "")
        return tuple(cell.split(SEPARATOR)) if cell else ()

    def day(self, column: str, notes: Notes) -> date | None:
        """A date; SPT15 when the cell is none."""
        cell = self.cells.get(column, "")
        if not cell:
            return None
        try:
            return date.fromisoformat(cell)
        except ValueError:
            notes.error(
                "SPT15",
                both(f"{column} er {cell!r}, som ikke er en dato", f"{column} is {cell!r}, which is no date"),
                self.place,
                both("skriv den som 2025-06-01", "write it as 2025-06-01"),
            )
            return None

    def number(self, column: str, notes: Notes) -> float | None:
        """A finite number; SPT16 when the cell is none."""
        cell = self.cells.get(column, "")
        if not cell:
            return None
        try:
            number = float(cell)
        except ValueError:
            number = float("nan")
        if abs(number) < float("inf"):
            return number
        notes.error(
            "SPT16",
            both(f"{column} er {cell!r}, som ikke er et tal", f"{column} is {cell!r}, which is no number"),
            self.place,
            both("skriv det som 2 eller 0.85", "write it as 2 or 0.85"),
        )
        return None

    def validity(self, notes: Notes) -> Validity:
        """The days of the columns valid_from and valid_to; SPT09 when no day lies between them."""
        if not self["valid_from"] and not self["valid_to"]:
            return ALWAYS
        validity = Validity(self.day("valid_from", notes), self.day("valid_to", notes))
        if validity.is_empty:
            notes.error(
                "SPT09",
                both(f"ingen dag ligger i {validity}", f"no day lies in {validity}"),
                self.place,
                both("valid_to er den første dag derefter", "valid_to is the first day after"),
            )
        return validity


def read_records(
    path: Path, required: Sequence[str], optional: Collection[str], prefixes: tuple[str, ...], notes: Notes
) -> tuple[Record, ...]:
    """The rows of one table.

    Findings: SPT11 no header, a required column missing, a column twice; SPT12 unknown column; SPT13 a row with more or
    fewer cells than the header; SPT14 not CSV; SPT17 a row that stands twice.
    """
    text = read_text(path, notes)
    if text is None:
        return ()
    rows = _rows(text, path.name, notes)
    header, _ = next(rows, ([], 0))
    if not _check_header(header, required, optional, prefixes, Place(path.name, 1), notes):
        return ()
    return tuple(_records(header, rows, path.name, notes))


def _rows(text: str, file: str, notes: Notes) -> Iterator[tuple[list[str], int]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield cells, line
            line = reader.line_num + 1
    except csv.Error as problem:
        message = both(f"er ikke CSV herfra: {problem}", f"is not CSV from here on: {problem}")
        notes.error(
            "SPT14",
            message,
            Place(file, line),
            both(
                'sæt en celle med komma eller anførselstegn i "…", og fordobl dens anførselstegn',
                'put a cell with commas or quotes in "…" and double its quotes',
            ),
        )


def _check_header(
    header: list[str],
    required: Sequence[str],
    optional: Collection[str],
    prefixes: tuple[str, ...],
    place: Place,
    notes: Notes,
) -> bool:
    missing = [column for column in required if column not in header]
    if missing:
        message = (
            both(f"overskriften mangler {', '.join(missing)}", f"the header lacks {', '.join(missing)}")
            if header
            else both("der er ingen overskrift", "there is no header")
        )
        notes.error(
            "SPT11",
            message,
            place,
            both(
                f"den første række nævner kolonnerne: {', '.join(required)}, …",
                f"the first row names the columns: {', '.join(required)}, …",
            ),
        )
    columns = {*required, *optional}
    for column in dict.fromkeys(header):
        if column not in columns and not any(column.startswith(p) and column != p for p in prefixes):
            names = (*sorted(columns), *(f"{prefix}…" for prefix in prefixes))
            notes.error(
                "SPT12",
                both(f"ukendt kolonne {column!r}", f"unknown column {column!r}"),
                place,
                known(names, column),
            )
        if header.count(column) > 1:
            notes.error(
                "SPT11",
                both(
                    f"kolonnen {column!r} står {header.count(column)} gange",
                    f"column {column!r} stands {header.count(column)} times",
                ),
                place,
                both("behold en af dem", "keep one of them"),
            )
    return not missing


def _records(
    header: list[str], rows: Iterable[tuple[list[str], int]], file: str, notes: Notes
) -> Iterator[Record]:
    width = len(header)
    seen: dict[tuple[str, ...], int] = {}
    for cells, line in rows:
        place = Place(file, line)
        first = seen.setdefault(tuple(cells), line)
        if len(cells) != width:
            message = both(
                f"{len(cells)} celler under {width} kolonner", f"{len(cells)} cells under {width} columns"
            )
            notes.error(
                "SPT13",
                message,
                place,
                both(
                    "se efter et komma for meget, for lidt eller uden for anførselstegn",
                    "look for a comma too many, too few or outside quotes",
                ),
            )
        elif first != line:
            notes.error(
                "SPT17",
                both(f"rækken står også i linje {first}", f"the row stands in line {first} too"),
                place,
                both("fjern en af dem", "remove one of them"),
            )
        else:
            yield Record(dict(zip(header, cells, strict=True)), place)
