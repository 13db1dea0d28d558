"""Delimited text as a sheet: comma, semicolon or tab, RFC 4180 quoting."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from classification import Place
from classification.sentence import Sentence, both, same
from loaders.concept_table.cells import guarded, guarded_for_excel, unguarded
from loaders.concept_table.columns import Sort, header_of, headers_of, metadata_of
from loaders.concept_table.encoding import decoded
from loaders.concept_table.sheet import Line, Sheet, sheet_of
from loaders.content import Reading
from loaders.reading.limits import fits
from loaders.reading.notes import Notes

DELIMITERS: Final = (",", ";", "\t")
LONGEST_CELL: Final = 131_072
LONGEST_IN_EXCEL: Final = 32_767
"""What Python's reader of delimited text takes for a cell that goes on for ever."""
UNWRITABLE: Final = "\0"
_REMEDY: Final = both(
    "se efter et anførselstegn, der ikke er lukket, og eksportér tabellen igen",
    "look for a quote left open, and export the table again",
)
_LOOKED_AT: Final = 100
_STATED: Final = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)
"""A first line by which a spreadsheet is told the delimiter."""
_QUOTE: Final = '"'
_QUOTED: Final = re.compile(r'[,;"\r\n]')


def read_sheet(path: Path, notes: Notes, reading: Reading) -> Sheet | None:
    """The sheet of a delimited file; None when it cannot be read.

    Findings: SPR01, SPR05 as for every text file, those of `decoded`, SPB05 quotes that do not close or a cell beyond
    all bounds (with the line on which the row begins).
    """
    if not fits(path, notes):
        return None
    try:
        raw = path.read_bytes()
    except OSError as problem:
        notes.error(
            "SPR01",
            both(f"kan ikke læses: {problem.strerror}", f"cannot be read: {problem.strerror}"),
            Place(path.name),
            both("undersøg sti og rettigheder", "check path and permissions"),
        )
        return None
    text = decoded(raw, path.name, notes, reading.encoding)
    if text is None:
        return None
    stated = _STATED.match(text)
    try:
        lines = _lines(text[stated.end() :], stated[1], 2) if stated else _lines(text, _delimiter(text))
        return sheet_of(path.name, "", lines, notes)
    except _Unreadable as problem:
        said = both(
            f"kan ikke læses som en tabel: {problem.said.da}", f"cannot be read as a table: {problem.said.en}"
        )
        notes.error("SPB05", said, Place(path.name, problem.line), _REMEDY)
        return None


class _Unreadable(Exception):
    """Why rows cannot be told apart, and the line on which the row begins."""

    def __init__(self, line: int, said: Sentence) -> None:
        super().__init__(said.en)
        self.line, self.said = line, said


def _delimiter(text: str) -> str:
    """The one under which the header names most columns."""

    def named(delimiter: str) -> int:
        best = 0
        try:
            for line, _ in zip(_lines(text, delimiter), range(_LOOKED_AT), strict=False):
                best = max(
                    best,
                    len({h.column.key for h in headers_of(line.cells) if h.column is not None}),
                )
        except _Unreadable:
            pass
        return best

    return max(DELIMITERS, key=named)


def _lines(text: str, delimiter: str, first: int = 1) -> Iterator[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = first
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as problem:
            raise _Unreadable(begins, same(str(problem))) from problem
        if cells is None:
            return
        if any(UNWRITABLE in cell for cell in cells):
            raise _Unreadable(
                begins,
                both(
                    "rækken indeholder et NUL, så filen er ikke tekst",
                    "the row holds a NUL, so that the file is no text",
                ),
            )
        yield Line(begins, [unguarded(cell) for cell in cells] or [""])
        begins = reader.line_num + first


def write_file(path: Path, metadata: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> None:
    """A file with commas, the metadata above the header; lines end with a line feed."""
    lines = [[f"# {key}", guarded(value)] for key, value in metadata]
    lines += [[guarded(text) for text in row] for row in rows]
    path.write_text("".join(f"{_line(line, ',')}\n" for line in lines), encoding="utf-8", newline="")


def write_for_excel(path: Path, metadata: Iterable[Sequence[str]], rows: Iterable[Sequence[str]]) -> None:
    """A file that a Danish Excel opens as it is: semicolons, a byte order mark, lines that end as Windows has them.

    Texts that Excel would make numbers, days or formulas of are guarded; days stay days, and a number has a comma.
    """
    header, *further = rows
    sorts = [_sort(text) for text in header]
    lines = [[f"# {key}", _for_excel(value, _sort_of_fact(key))] for key, value in metadata]
    lines.append([guarded_for_excel(text) for text in header])
    lines += [[_for_excel(text, sort) for text, sort in zip(row, sorts, strict=True)] for row in further]
    path.write_text("".join(f"{_line(line, ';')}\r\n" for line in lines), encoding="utf-8-sig", newline="")


def _sort(header: str) -> Sort:
    column = header_of(header).column
    return column.sort if column is not None else Sort.PROPERTY


def _sort_of_fact(key: str) -> Sort:
    return Sort.DAY if metadata_of(key)[0].startswith("valid-") else Sort.PROPERTY


def _for_excel(text: str, sort: Sort) -> str:
    if sort is Sort.DAY:
        return text
    return text.replace(".", ",") if sort is Sort.NUMBER else guarded_for_excel(text)


def _line(cells: Sequence[str], delimiter: str) -> str:
    """One row. (`csv.writer` leaves a lone carriage return unquoted, which ends the row when it is read.)"""
    if len(cells) == 1 and not cells[0]:
        return '""'
    quoted = (f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(cell) else cell for cell in cells)
    return delimiter.join(quoted)
