"""Workbooks (ECMA-376, `.xlsx`) as a sheet, and back.

Read with calamine, after a look at the archive and at the size of its sheets: a workbook of a few bytes can claim a
cell in the last row and column. Cells that hold formulas are refused: what they show depends on who opens the file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from classification.finding import Place
from loaders.concept_table.columns import metadata_of
from loaders.concept_table.sheet import Cell, Line, Sheet, sheet_of
from loaders.limits import LARGEST_UNFOLDED, fits, zip_fits
from loaders.notes import Notes

MOST_CELLS: Final = 20_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0"
_SHEETS: Final = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,4})(\d{1,8})\"")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,8})\"")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]+\d+)\"[^>]*>\s*<(?:\w+:)?f\b")


def read_sheet(path: Path, notes: Notes) -> Sheet | None:
    """The first sheet with a header row, and what another one says of the classification.

    Findings: SPR01, SPR05–SPR07 of the file, SPB06 no workbook, SPB09 a formula, SPB04 more cells than are read.
    """
    if not path.is_file():
        notes.error("SPR01", "there is no such file", Place(str(path)), "correct the path")
        return None
    if not fits(path, notes):
        return None
    with path.open("rb") as file:
        if file.read(4) == _OLE:
            said = "is an old workbook (.xls) or one with a password"
            notes.error("SPB06", said, Place(path.name), "save it as .xlsx without a password")
            return None
    if not zip_fits(path, notes) or not _parts_are_sound(path, notes):
        return None
    return _chosen(path, notes)


def _parts_are_sound(path: Path, notes: Notes) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in filter(_SHEETS.match, archive.namelist()):
                with archive.open(name) as member:
                    said = _fault(member.read(LARGEST_UNFOLDED))
                if said:
                    rule = "SPB09" if "formula" in said else "SPB04"
                    remedy = (
                        "paste the values in place of formulas"
                        if "formula" in said
                        else "delete empty columns"
                    )
                    notes.error(rule, f"{name.rpartition('/')[2]} {said}", Place(path.name), remedy)
                    return False
    except (OSError, zipfile.BadZipFile, NotImplementedError) as problem:
        notes.error("SPR06", f"is a damaged archive: {problem}", Place(path.name), "send the file again")
        return False
    return True


def _fault(xml: bytes) -> str:
    if formula := _FORMULA.search(xml):
        return f"holds a formula in cell {formula.group(1).decode()}"
    columns = {column for column, _ in (found.groups() for found in _CELL.finditer(xml))}
    rows = max((int(found.group(2)) for found in _CELL.finditer(xml)), default=0)
    rows = max(rows, max((int(found.group(1)) for found in _ROW.finditer(xml)), default=0))
    widest = max((_column_number(column) for column in columns), default=1)
    if rows * widest > MOST_CELLS:
        return f"reaches over {rows} rows and {widest} columns, and more than {MOST_CELLS} cells are not read"
    return ""


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _chosen(path: Path, notes: Notes) -> Sheet | None:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        tables = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except Exception as problem:  # calamine raises what its inside meets
        said = f"is no workbook that can be read: {problem}"
        notes.error("SPB06", said, Place(path.name), "open it in a spreadsheet and save it as .xlsx")
        return None
    trials = {name: Notes() for name in names}
    sheets = {name: sheet_of(path.name, name, _lines(tables[name]), trials[name]) for name in names}
    chosen = next((name for name in names if sheets[name].headers), "")
    if not chosen:
        first = trials[names[0]].findings if names else []
        notes.findings += first
        return None
    notes.findings += trials[chosen].findings
    for name in names:
        if name != chosen:
            sheets[chosen].metadata += _metadata(sheets[name], tables[name])
    return sheets[chosen]


def _metadata(sheet: Sheet, table: Sequence[Sequence[Any]]) -> Iterator[tuple[str, str, Place]]:
    for line in _lines(table):
        if len(line.cells) > 1 and metadata_of(line.cells[0].text)[0] and line.cells[1].text:
            yield line.cells[0].text, line.cells[1].text, sheet.place(line.number)


def _lines(table: Sequence[Sequence[Any]]) -> Iterator[Line]:
    for number, cells in enumerate(table, 1):
        yield Line(number, [_cell(value) for value in cells] or [Cell("")])


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return Cell("true" if value else "false")
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return Cell(str(int(value)) if whole else repr(value), number=True)
    if isinstance(value, datetime):
        return Cell(value.date().isoformat() if value.time() == time() else value.isoformat())
    if isinstance(value, date | time):
        return Cell(value.isoformat())
    return Cell(str(value) if not isinstance(value, timedelta) else str(value.total_seconds()))


def write_workbook(
    path: Path, metadata: Sequence[Sequence[str]], rows: Sequence[Sequence[str]], names: Sequence[str]
) -> None:
    """A workbook of two sheets, all cells text; the same rows give the same bytes."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    book.properties.creator = "Samsprog"
    book.properties.created = book.properties.modified = _WRITTEN
    del book["Sheet"]
    table, about = (book.create_sheet(name) for name in names)
    for sheet, lines in ((table, rows), (about, metadata)):
        for row, cells in enumerate(lines, 1):
            for column, text in enumerate(cells, 1):
                if text:
                    cell = sheet.cell(row, column)
                    cell.value = _ESCAPED.sub(lambda found: f"_x005F{found.group()}", text)
                    cell.data_type, cell.number_format = "s", "@"
        for column, cells in enumerate(zip(*lines, strict=True), 1):
            width = max((len(text) for text in cells[:200]), default=0)
            sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, 10), 60)
    table.freeze_panes = "A2"
    for cell in table[1]:
        cell.font = Font(bold=True)
    _save(book, path)


_WRITTEN: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - the first instant that a ZIP archive can state
_ESCAPED: Final = re.compile(r"_x[0-9A-Fa-f]{4}_")


def _save(book: Any, path: Path) -> None:
    """Without the instant of writing, which the archive would hold in every member."""
    import io

    made = io.BytesIO()
    book.save(made)
    with zipfile.ZipFile(made) as archive, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            written.writestr(
                zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED
            )
