"""Delimited text as a sheet: comma, semicolon or tab, RFC 4180 quoting."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from classification.finding import Place
from loaders.concept_table.cells import guarded, unguarded
from loaders.concept_table.columns import header_of
from loaders.concept_table.sheet import Cell, Line, Sheet, sheet_of
from loaders.limits import fits
from loaders.notes import Notes
from loaders.text_file import BYTE_ORDER_MARK, decode

DELIMITERS: Final = (",", ";", "\t")
_LOOKED_AT: Final = 100


def read_sheet(path: Path, notes: Notes) -> Sheet | None:
    """The sheet of a delimited file; None when it cannot be read.

    Findings: SPR01, SPR02, SPR05 as for every text file, SPB05 quotes that do not close or a cell beyond all bounds.
    """
    if not fits(path, notes):
        return None
    try:
        raw = path.read_bytes()
    except OSError as problem:
        notes.error(
            "SPR01", f"cannot be read: {problem.strerror}", Place(path.name), "check path and permissions"
        )
        return None
    text = decode(raw.removeprefix(BYTE_ORDER_MARK), path.name, notes)
    if text is None:
        return None
    try:
        return sheet_of(path.name, "", _lines(text, _delimiter(text)), notes)
    except csv.Error as problem:
        notes.error(
            "SPB05", f"cannot be read as a table: {problem}", Place(path.name), "look for a quote left open"
        )
        return None


def _delimiter(text: str) -> str:
    """The one under which the header names most columns."""

    def named(delimiter: str) -> int:
        best = 0
        try:
            for line, _ in zip(_lines(text, delimiter), range(_LOOKED_AT), strict=False):
                best = max(
                    best,
                    len(
                        {
                            h.column.key
                            for h in (header_of(cell.text) for cell in line.cells)
                            if h.column is not None
                        }
                    ),
                )
        except csv.Error:
            pass
        return best

    return max(DELIMITERS, key=named)


def _lines(text: str, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        yield Line(begins, [Cell(unguarded(cell)) for cell in cells] or [Cell("")])
        begins = reader.line_num + 1


def write_file(path: Path, metadata: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> None:
    """A file with commas, the metadata above the header; lines end with a line feed."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerows([f"# {key}", guarded(value)] for key, value in metadata)
    writer.writerows([guarded(text) for text in row] for row in rows)
    path.write_text(made.getvalue(), encoding="utf-8", newline="")
