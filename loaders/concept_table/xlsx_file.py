"""Workbooks (ECMA-376, `.xlsx`) as a sheet, and back.

Read with calamine, from the copy that `workbook_part.look_through` hands over. Formulas are refused: what they show
depends on who opens the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from classification import Place
from classification.sentence import NOTHING, Sentence, both, same
from loaders.concept_table.columns import metadata_of
from loaders.concept_table.sheet import NUMBER, Line, Sheet, sheet_of
from loaders.concept_table.workbook_part import Package, look_through, row_of
from loaders.content import Reading
from loaders.reading.limits import fits, zip_fits
from loaders.reading.notes import Notes

ABOUT: Final = ("klassifikation", "classification")
"""Sheets of these names say what the table holds; they are never taken for the table."""
_OLE: Final = b"\xd0\xcf\x11\xe0"
LONGEST_CELL: Final = 32_767
UNWRITABLE: Final = "\ufffe\uffff"
"""Characters that XML does not have, and that no escape brings back."""
_NAMED: Final = 10
Table = list[list[Any]]


def read_sheet(path: Path, notes: Notes, _: Reading) -> Sheet | None:
    """The first visible sheet with a header row, and what another one says of the classification.

    Findings: SPR01, SPR05–SPR07 of the file, SPB06 no workbook, SPB04 more cells than are read, SPB09 formulas, SPB17
    error values, SPB18 merged cells, SPB20 a sheet that is not read.
    """
    if not path.is_file():
        notes.error(
            "SPR01",
            both("der er ingen sådan fil", "there is no such file"),
            Place(path.name),
            both("ret stien", "correct the path"),
        )
        return None
    if not fits(path, notes):
        return None
    try:
        with path.open("rb") as file:
            begins = file.read(4)
    except OSError as problem:
        said = both(f"kan ikke læses: {problem.strerror}", f"cannot be read: {problem.strerror}")
        notes.error(
            "SPR01", said, Place(path.name), both("undersøg sti og rettigheder", "check path and permissions")
        )
        return None
    if begins == _OLE:
        said = both(
            "er en gammel projektmappe (.xls) eller en med adgangskode",
            "is an old workbook (.xls) or one with a password",
        )
        notes.error(
            "SPB06",
            said,
            Place(path.name),
            both("gem den som .xlsx uden adgangskode", "save it as .xlsx without a password"),
        )
        return None
    package = look_through(path, notes) if zip_fits(path, notes) else None
    tables = _tables(path.name, package, notes) if package is not None else None
    return _chosen(path.name, package, tables, notes) if package is not None and tables else None


def _tables(file: str, package: Package, notes: Notes) -> dict[str, Table] | None:
    """The cells of the visible sheets."""
    import python_calamine

    tables = {}
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(package.copy))
        for sheet in book.sheets_metadata:
            if sheet.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if sheet.visible != python_calamine.SheetVisibleEnum.Visible:
                place = Place(file, path=f"sheet {sheet.name}")
                notes.information(
                    "SPB20",
                    both("arket er skjult og læses ikke", "the sheet is hidden, and is not read"),
                    place,
                    both("vis det for at få det læst", "show it to have it read"),
                )
                continue
            tables[sheet.name] = book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
    except Exception as problem:  # calamine raises what its inside meets
        said = both(
            f"er ikke en projektmappe, der kan læses: {problem}",
            f"is no workbook that can be read: {problem}",
        )
        notes.error(
            "SPB06",
            said,
            Place(file),
            both(
                "åbn den i et regneark, og gem den som .xlsx", "open it in a spreadsheet and save it as .xlsx"
            ),
        )
        return None
    if not tables:
        notes.error(
            "SPB01",
            both("indeholder intet synligt ark med celler", "holds no visible sheet of cells"),
            Place(file),
            both("vis arket med begreberne", "show the sheet with the concepts"),
        )
    return tables


def _chosen(file: str, package: Package, tables: dict[str, Table], notes: Notes) -> Sheet | None:
    trials = {name: Notes() for name in tables}
    sheets = {name: sheet_of(file, name, _lines(tables[name]), trials[name]) for name in tables}
    candidates = [name for name in tables if name.casefold() not in ABOUT] or list(tables)
    chosen = next((name for name in candidates if sheets[name].headers), candidates[0])
    notes.findings += trials[chosen].findings
    sheet = sheets[chosen]
    _note_cells(package, sheet, notes)
    others = []
    for name, table in tables.items():
        if name == chosen:
            continue
        said = list(_metadata(sheets[name], table, notes))
        if said:
            sheet.metadata += said
            _note_cells(package, sheets[name], notes)
        elif sheets[name].headers:
            text = both(
                f"arket har også en overskriftsrække; kun det første, {chosen!r}, læses",
                f"the sheet has a header row too; only the first one, {chosen!r}, is read",
            )
            notes.information(
                "SPB20",
                text,
                sheets[name].place(0),
                both("giv hver tabel sin egen fil", "give each table a file of its own"),
            )
        elif any(str(value).strip() for row in table for value in row):
            others.append(name)
    if others:
        _note_others(sheet, others, notes)
    return sheet


def _note_others(sheet: Sheet, others: list[str], notes: Notes) -> None:
    """SPB20 for the sheets that hold something, but no table."""
    rest, named = len(others) - _NAMED, same(", ".join(map(repr, others[:_NAMED])))
    if rest > 0:
        named += both(f" (og {rest} mere)", f" (and {rest} more)")
    said = both(
        f"kun arket {sheet.name!r} læses; disse har ingen overskriftsrække: {named.da}",
        f"only the sheet {sheet.name!r} is read; these have no header row: {named.en}",
    )
    remedy = both(
        "giv dem overskrifter og en fil hver, hvis de indeholder begreber",
        "give them headers and a file each if they hold concepts",
    )
    notes.information("SPB20", said, Place(sheet.file), remedy)


def _note_cells(package: Package, sheet: Sheet, notes: Notes) -> None:
    """Cells whose value is not what the file plainly holds."""
    part = package.part(sheet.name)
    merged = [cells for cells in part.merged if row_of(cells) > sheet.header_line > 0]
    for rule, said, cells, remedy in (
        (
            "SPB09",
            both("en formel i {}", "a formula in {}"),
            part.formulas,
            both("indsæt værdierne i stedet for formlerne", "paste the values in place of the formulas"),
        ),
        (
            "SPB17",
            both("en fejlværdi, som #I/T, i {}", "an error value, such as #N/A, in {}"),
            part.faulty,
            both("ret den, eller tøm cellen", "correct it, or clear the cell"),
        ),
        (
            "SPB18",
            both(
                "flettede celler, hvoraf kun den første indeholder teksten: {}",
                "merged cells, of which only the first holds the text: {}",
            ),
            merged,
            both("ophæv fletningen, og udfyld hver celle", "unmerge them, and fill in each"),
        ),
    ):
        if cells:
            rest, named = len(cells) - _NAMED, same(", ".join(cells[:_NAMED]))
            if rest > 0:
                named += both(f" (og {rest} mere)", f" (and {rest} more)")
            place = sheet.place(row_of(cells[0].partition(":")[0]))
            notes.error(rule, both(said.da.format(named.da), said.en.format(named.en)), place, remedy)


def _metadata(sheet: Sheet, table: Table, notes: Notes) -> Iterator[tuple[str, str, Place]]:
    if sheet.headers and sheet.name.casefold() not in ABOUT:
        yield from sheet.metadata
        return
    for line in _lines(table):
        if len(line.cells) > 1 and metadata_of(line.cells[0])[0] and line.cells[1]:
            sheet.note_number(line.cells[0], line, 1, notes)
            yield line.cells[0], line.cells[1], sheet.place(line.number)


def _lines(table: Sequence[Sequence[Any]]) -> Iterator[Line]:
    for number, cells in enumerate(table, 1):
        values = [_cell(value) for value in cells] or [("", NOTHING)]
        typed = {place: sort for place, (_, sort) in enumerate(values) if sort}
        yield Line(number, [text for text, _ in values], typed)


def _cell(value: Any) -> tuple[str, Sentence]:
    """The text of a cell, and what it is where it is no text."""
    if isinstance(value, str):
        return value, NOTHING
    if isinstance(value, bool):
        return "true" if value else "false", both("en sandhedsværdi", "a truth value")
    if isinstance(value, int | float):
        whole = isinstance(value, int) or value.is_integer()
        return str(int(value)) if whole else repr(value), NUMBER
    if isinstance(value, datetime):
        day = value.time() == time()
        return value.date().isoformat() if day else value.isoformat(), both("en dag", "a day")
    if isinstance(value, date | time):
        return value.isoformat(), both("en dag", "a day")
    if isinstance(value, timedelta):
        return str(value.total_seconds()), both("en varighed", "a duration")
    return str(value), NOTHING


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
                    cell.value = _escaped(text)
                    cell.data_type, cell.number_format = "s", "@"
        for column, cells in enumerate(zip(*lines, strict=True), 1):
            width = max((len(text) for text in cells[:200]), default=0)
            sheet.column_dimensions[get_column_letter(column)].width = min(max(width + 2, 10), 60)
    table.freeze_panes = "A2"
    for cell in table[1]:
        cell.font = Font(bold=True)
    _save(book, path)


_WRITTEN: Final = datetime(1980, 1, 1)  # noqa: DTZ001 - the first instant that a ZIP archive can state
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def _escaped(text: str) -> str:
    """With `_xHHHH_` for what XML cannot hold, and for what would be read as that (ECMA-376 part 1, 22.4.2.4)."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def _save(book: Any, path: Path) -> None:
    """Without the instant of writing, which the archive would hold in every member."""
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
