"""A sheet of text cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from classification.finding import Place
from classification.record import field, frozen, mutable
from loaders.concept_table.columns import KNOWN_HEADERS, Header, header_of, metadata_of
from loaders.notes import Notes, known

MOST_COLUMNS: Final = 1_000
_LOOKED_AT: Final = 40


@frozen
class Cell:
    """The text of a cell, and whether the file holds a number, which may have lost zeros."""

    text: str
    number: bool = False


@frozen
class Line:
    """One row: its line (from 1) and its cells."""

    number: int
    cells: Sequence[Cell]

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.text.strip() for cell in self.cells)


@mutable
class Sheet:
    """Rows of one sheet: what is said of the classification, the headers, the rows below them."""

    file: str
    name: str = ""
    metadata: list[tuple[str, str, Place]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def place(self, line: int, header: str = "") -> Place:
        """Where a cell stands."""
        path = " ".join(
            part for part in (self.name and f"sheet {self.name}", header and f"column {header}") if part
        )
        return Place(self.file, line, path)


def sheet_of(file: str, name: str, lines: Iterator[Line], notes: Notes) -> Sheet:
    """The sheet with its header found: the first row that names a column for terms or codes.

    Findings: SPB01 no header, SPB02 a header twice, SPB03 a row with more cells than headers, SPB04 too many columns.
    """
    sheet = Sheet(file, name)
    for line in lines:
        if line.is_empty:
            continue
        if len(line.cells) > MOST_COLUMNS:
            said = f"the row has {len(line.cells)} cells; more than {MOST_COLUMNS} are not read"
            notes.error("SPB04", said, sheet.place(line.number), "look at where the file comes from")
            return sheet
        if sheet.headers:
            _take(sheet, line, notes)
        elif (
            not _take_metadata(sheet, line)
            and not _take_header(sheet, line, notes)
            and line.number > _LOOKED_AT
        ):
            break
    if not sheet.headers:
        said = "has no header row: none of the first rows names a column for terms or codes"
        notes.error("SPB01", said, Place(file), f"give the columns headers; {known(KNOWN_HEADERS)}")
    return sheet


def _take_metadata(sheet: Sheet, line: Line) -> bool:
    first = line.cells[0].text.strip()
    if not first.startswith("#"):
        return False
    further = [cell.text for cell in line.cells[1:] if cell.text.strip()]
    key, value = (first, further[0]) if further else _in_one_cell(first)
    sheet.metadata.append((key, value, sheet.place(line.number)))
    return True


def _in_one_cell(text: str) -> tuple[str, str]:
    """Key and value that stand in one cell, whatever parts them: `# URI: urn:c`, or a comma in a file of semicolons."""
    parts = [text.partition(mark) for mark in ":,;\t"]
    return next(
        ((key, value.strip()) for key, mark, value in parts if mark and metadata_of(key)[0]), (text, "")
    )


def _take_header(sheet: Sheet, line: Line, notes: Notes) -> bool:
    headers = [header_of(cell.text) for cell in line.cells]
    keys = {header.column.key for header in headers if header.column is not None}
    if not keys & {"preferred", "code"} and not ("identifier" in keys and len(keys) > 1):
        return False
    while headers and not line.cells[len(headers) - 1].text.strip():
        headers.pop()
    met: dict[tuple[str, str, int], str] = {}
    for header in headers:
        key = header.column.key if header.column is not None else f" {header.name.casefold()}"
        same = (key, header.language, header.number)
        if (header.name or header.column) and same in met:
            said = f"the headers {met[same]!r} and {header.name!r} name one column twice"
            notes.error(
                "SPB02", said, sheet.place(line.number), "keep one, or number them: Eksempel, Eksempel 2"
            )
        met[same] = header.name
    sheet.headers = headers
    return True


def _take(sheet: Sheet, line: Line, notes: Notes) -> None:
    beyond = [cell.text for cell in line.cells[len(sheet.headers) :] if cell.text.strip()]
    if beyond:
        said = (
            f"the row has {len(line.cells)} cells under {len(sheet.headers)} headers: {beyond[0]!r} has none"
        )
        notes.error("SPB03", said, sheet.place(line.number), "give the column a header, or quote the text")
        return
    sheet.lines.append(line)
