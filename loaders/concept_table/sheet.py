"""A sheet of text cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from classification import Place
from classification.record import field, frozen, mutable
from classification.sentence import NOTHING, Sentence, both
from loaders.concept_table.columns import KNOWN_HEADERS, Header, Sort, header_of, metadata_of
from loaders.reading.notes import Notes, known

NUMBER: Final = both("et tal", "a number")
MOST_COLUMNS: Final = 1_000
_LOOKED_AT: Final = 40


@frozen
class Cell:
    """The text of a cell, and what the file holds in place of a text: a number may have lost zeros."""

    text: str
    typed: Sentence = NOTHING


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
    header_line: int = 0
    lines: list[Line] = field(default_factory=list)

    def note_number(self, key: str, cell: Cell, line: int, notes: Notes) -> None:
        """SPB08 where a version is a number: 1.10 and 1.1 are one number and two versions."""
        if cell.typed == NUMBER and metadata_of(key)[0] in {
            "version",
            "publisher-version",
        }:
            said = both(
                f"versionen {cell.text!r} er et tal, som kan have mistet nuller (1.10)",
                f"the version {cell.text!r} is a number, which may have lost zeros (1.10)",
            )
            notes.error(
                "SPB08",
                said,
                self.place(line),
                both(
                    "gør cellen til tekst, og se på versionen", "make the cell text, and look at the version"
                ),
            )

    def place(self, line: int, header: str = "") -> Place:
        """Where a cell stands."""
        path = " ".join(
            part for part in (self.name and f"sheet {self.name}", header and f"column {header}") if part
        )
        return Place(self.file, line, path)


def sheet_of(file: str, name: str, lines: Iterator[Line], notes: Notes) -> Sheet:
    """The sheet with its header found: the first row that names a column for terms or codes.

    Findings: SPB01 no header, SPB02 a header twice, SPB03 a row with more or fewer cells than headers, SPB04
    too many columns, SPB08 a version that is a number.
    """
    sheet = Sheet(file, name)
    for line in lines:
        if line.is_empty:
            continue
        if len(line.cells) > MOST_COLUMNS:
            said = both(
                f"rækken har {len(line.cells)} celler; mere end {MOST_COLUMNS} læses ikke",
                f"the row has {len(line.cells)} cells; more than {MOST_COLUMNS} are not read",
            )
            notes.error(
                "SPB04",
                said,
                sheet.place(line.number),
                both("undersøg, hvor filen kommer fra", "look at where the file comes from"),
            )
            return sheet
        if sheet.headers:
            _take(sheet, line, notes)
        elif (
            not _take_metadata(sheet, line, notes)
            and not _take_header(sheet, line, notes)
            and line.number > _LOOKED_AT
        ):
            break
    if not sheet.headers:
        said = both(
            "har ingen overskriftsrække: ingen af de første rækker nævner en kolonne med termer eller koder",
            "has no header row: none of the first rows names a column for terms or codes",
        )
        notes.error(
            "SPB01",
            said,
            Place(file),
            both(
                f"giv kolonnerne overskrifter; {known(KNOWN_HEADERS).da}",
                f"give the columns headers; {known(KNOWN_HEADERS).en}",
            ),
        )
    return sheet


def _take_metadata(sheet: Sheet, line: Line, notes: Notes) -> bool:
    first = line.cells[0].text.strip()
    if not first.startswith("#"):
        return False
    further = [cell for cell in line.cells[1:] if cell.text.strip()]
    key, value = (first, further[0].text) if further else _in_one_cell(first)
    if further:
        sheet.note_number(key, further[0], line.number, notes)
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
        same = (key, "", 1) if _holds_one(header) else (key, header.language, header.number)
        if (header.name or header.column) and same in met:
            said = both(
                f"overskrifterne {met[same]!r} og {header.name!r} er samme kolonne to gange",
                f"the headers {met[same]!r} and {header.name!r} name one column twice",
            )
            notes.error("SPB02", said, sheet.place(line.number), _kept(header))
        met[same] = header.name
    sheet.headers, sheet.header_line = headers, line.number
    return True


def _kept(header: Header) -> Sentence:
    if header.column is not None and header.column.key == "code":
        return both(
            "behold den ene; flere koder står under Yderligere kode",
            "keep one; further codes stand under Yderligere kode (Further code)",
        )
    return (
        both("behold den ene", "keep one")
        if _holds_one(header)
        else both(
            "behold den ene, eller nummerér dem: Eksempel, Eksempel 2",
            "keep one, or number them: Eksempel, Eksempel 2",
        )
    )


def _holds_one(header: Header) -> bool:
    """Whether a concept has one such value, in no language: a second column would say another."""
    column = header.column
    return column is not None and (
        column.sort in (Sort.CODE, Sort.WORD, Sort.DAY, Sort.NUMBER) or column.key == "reason"
    )


def _take(sheet: Sheet, line: Line, notes: Notes) -> None:
    beyond = [cell.text for cell in line.cells[len(sheet.headers) :] if cell.text.strip()]
    if beyond:
        said = both(
            f"rækken har {len(line.cells)} celler under {len(sheet.headers)} overskrifter: {beyond[0]!r} har ingen",
            f"the row has {len(line.cells)} cells under {len(sheet.headers)} headers: {beyond[0]!r} has none",
        )
        notes.error(
            "SPB03",
            said,
            sheet.place(line.number),
            both(
                "giv kolonnen en overskrift, eller sæt teksten i anførselstegn",
                "give the column a header, or quote the text",
            ),
        )
        return
    if len(line.cells) < len(sheet.headers):
        said = both(
            f"rækken har {len(line.cells)} celler under {len(sheet.headers)} overskrifter",
            f"the row has {len(line.cells)} cells under {len(sheet.headers)} headers",
        )
        remedy = both(
            "se efter et linjeskift uden anførselstegn, eller tilføj skilletegn for de tomme celler",
            "look for a line break that is not quoted, or add the delimiters of the empty cells",
        )
        notes.error("SPB03", said, sheet.place(line.number), remedy)
        return
    sheet.lines.append(line)
