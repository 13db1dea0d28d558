"""A sheet of text cells, whatever file it came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from classification import Place
from classification.record import field, frozen, mutable
from classification.sentence import Sentence, both
from loaders.concept_table.columns import KNOWN_HEADERS, Header, Sort, headers_of, metadata_of
from loaders.reading.notes import Notes, known

_NAMED: Final = 5
NUMBER: Final = both("et tal", "a number")
MOST_COLUMNS: Final = 1_000
_LOOKED_AT: Final = 40
_TEXTS: Final[Mapping[int, Sentence]] = MappingProxyType({})


@frozen
class Line:
    """One row: its line (from 1), the texts of its cells, and what the file holds in place of a text, by cell.

    A number may have lost zeros.
    """

    number: int
    cells: Sequence[str]
    typed: Mapping[int, Sentence] = _TEXTS

    @property
    def is_empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(map(str.strip, self.cells))


@mutable
class Sheet:
    """Rows of one sheet: what is said of the classification, the headers, the rows below them.

    `short` and `empty` are the lines of rows that were filled up or passed over.
    """

    file: str
    name: str = ""
    metadata: list[tuple[str, str, Place]] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    header_line: int = 0
    lines: list[Line] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)

    def note_number(self, key: str, line: Line, cell: int, notes: Notes) -> None:
        """SPB08 where a version is a number: 1.10 and 1.1 are one number and two versions."""
        if line.typed.get(cell) == NUMBER and metadata_of(key)[0] in {
            "version",
            "publisher-version",
        }:
            said = both(
                f"versionen {line.cells[cell]!r} er et tal, som kan have mistet nuller (1.10)",
                f"the version {line.cells[cell]!r} is a number, which may have lost zeros (1.10)",
            )
            notes.error(
                "SPB08",
                said,
                self.place(line.number),
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

    Findings: SPB01 no header, SPB02 a header twice, SPB03 a row with texts beyond the headers, SPB04 too many
    columns, SPB08 a version that is a number, SPB26 rows that were filled up, SPB30 a column
    left out, SPB32 rows passed over.
    """
    sheet = Sheet(file, name)
    empty: list[int] = []
    for line in lines:
        if line.is_empty:
            if sheet.headers and len(line.cells) > 1:
                empty.append(line.number)
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
            sheet.empty += empty  # those below the last row are no gaps
            empty.clear()
            _take(sheet, line, notes)
        elif (
            not _take_metadata(sheet, line, notes)
            and not _take_header(sheet, line, notes)
            and line.number > _LOOKED_AT
        ):
            break
    _note_padding(sheet, notes)
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
    first = line.cells[0].strip()
    if not first.startswith("#"):
        return False
    further = [place for place, cell in enumerate(line.cells) if place and cell.strip()]
    key, value = (first, line.cells[further[0]]) if further else _in_one_cell(first)
    if further:
        sheet.note_number(key, line, further[0], notes)
    sheet.metadata.append((key, value, sheet.place(line.number)))
    return True


def _in_one_cell(text: str) -> tuple[str, str]:
    """Key and value that stand in one cell, whatever parts them: `# URI: urn:c`, or a comma in a file of semicolons."""
    parts = [text.partition(mark) for mark in ":,;\t"]
    return next(
        ((key, value.strip()) for key, mark, value in parts if mark and metadata_of(key)[0]), (text, "")
    )


def _take_header(sheet: Sheet, line: Line, notes: Notes) -> bool:
    headers = headers_of(line.cells)
    if not _is_header(headers):
        return False
    while headers and not line.cells[len(headers) - 1].strip():
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


def _is_header(headers: Sequence[Header]) -> bool:
    """Whether a row names a column for terms or codes: in a firm word, or in a loose one among other headers."""
    named = {header.column.key: header for header in headers if header.column is not None}
    if any(key in named and not named[key].loose for key in ("preferred", "code")):
        return True
    return len(named) > 1 and not named.keys().isdisjoint(("preferred", "code", "identifier", "uri"))


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
        column.sort in (Sort.CODE, Sort.WORD, Sort.DAY, Sort.NUMBER, Sort.URI, Sort.DEPTH)
        or column.key == "reason"
    )


def _take(sheet: Sheet, line: Line, notes: Notes) -> None:
    """A row below the header: with the cells that a spreadsheet leaves out at its end, without padding beyond."""
    width, cells = len(sheet.headers), line.cells
    if len(cells) == width:
        sheet.lines.append(line)
    elif len(cells) < width:
        sheet.short.append(line.number)
        sheet.lines.append(Line(line.number, [*cells, *[""] * (width - len(cells))], line.typed))
    elif beyond := [cell for cell in cells[width:] if cell.strip()]:
        said = both(
            f"rækken har {len(cells)} celler under {width} overskrifter: {beyond[0]!r} har ingen",
            f"the row has {len(cells)} cells under {width} headers: {beyond[0]!r} has none",
        )
        remedy = both(
            "giv kolonnen en overskrift, eller sæt teksten i anførselstegn",
            "give the column a header, or quote the text",
        )
        notes.error("SPB03", said, sheet.place(line.number), remedy)
    else:
        sheet.lines.append(Line(line.number, cells[:width], line.typed))


def _note_padding(sheet: Sheet, notes: Notes) -> None:
    """What a spreadsheet made of the rows, each kind told once: short rows, empty rows, columns without a header."""
    if sheet.short:
        said = both(
            f"{_rows(len(sheet.short)).da} har færre celler end overskrifter; de manglende er læst som tomme: "
            f"{lines_named(sheet.short).da}",
            f"{_rows(len(sheet.short)).en} fewer cells than headers; those missing were read as empty: "
            f"{lines_named(sheet.short).en}",
        )
        remedy = both(
            "se efter et linjeskift uden anførselstegn, eller tilføj skilletegn for de tomme celler",
            "look for a line break that is not quoted, or add the delimiters of the empty cells",
        )
        notes.warning("SPB26", said, sheet.place(sheet.short[0]), remedy)
    if sheet.empty:
        said = both(
            f"tomme rækker er sprunget over: {lines_named(sheet.empty).da}",
            f"empty rows were passed over: {lines_named(sheet.empty).en}",
        )
        notes.information(
            "SPB32", said, sheet.place(sheet.empty[0]), both("intet skal gøres", "none is needed")
        )
    for place, header in enumerate(sheet.headers):
        if header.column is None and not header.name and not header.stated:
            _note_unnamed(sheet, place, notes)


def _note_unnamed(sheet: Sheet, place: int, notes: Notes) -> None:
    """SPB30: texts under an empty header, such as the row numbers that some programs write first."""
    held = [line for line in sheet.lines if line.cells[place].strip()]
    if held:
        said = both(
            f"kolonne {place + 1} har ingen overskrift; dens tekster er udeladt ({held[0].cells[place]!r} …)",
            f"column {place + 1} has no header; its texts were left out ({held[0].cells[place]!r} …)",
        )
        remedy = both("giv den en overskrift, hvis den skal med", "give it a header if it is to come along")
        notes.warning("SPB30", said, sheet.place(held[0].number), remedy)


def _rows(count: int) -> Sentence:
    return both("én række", "one row has") if count == 1 else both(f"{count} rækker", f"{count} rows have")


def lines_named(numbers: Sequence[int]) -> Sentence:
    """The first few lines, and how many others."""
    named, rest = ", ".join(map(str, numbers[:_NAMED])), len(numbers) - _NAMED
    if rest > 0:
        return both(f"linje {named} og {rest} andre", f"lines {named} and {rest} others")
    return both(f"linje {named}", f"line{'s' if len(numbers) > 1 else ''} {named}")
