"""What stands in the parts of a workbook, before a spreadsheet reader makes cells of them.

A workbook of a few bytes can claim a cell in the last row and column, or name one long text a million times; whoever
makes the cells pays for them. Every member of the archive is looked through as XML, whatever its path is: which members
are sheets is for the workbook to say, and a sheet may stand anywhere. (ECMA-376 part 1, 18.3 worksheets, 18.4 shared
strings; part 2 packages.)
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import Final
from xml.parsers import expat

from classification import Place
from classification.record import field, mutable
from classification.sentence import NOTHING, Sentence, both
from loaders.reading.limits import LARGEST_UNFOLDED, MEBIBYTE
from loaders.reading.notes import Notes

MOST_CELLS: Final = 5_000_000
_REFERENCE: Final = re.compile(r"\$?([A-Za-z]+)\$?(\d+)\Z")
_SHEET_DATA: Final = b"sheetData"


@mutable
class Part:
    """One sheet as its XML states it: how far it reaches, and the cells that are no plain values."""

    rows: int = 0
    columns: int = 0
    formulas: list[str] = field(default_factory=list)
    faulty: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    strings: dict[int, int] = field(default_factory=dict)


@mutable
class Package:
    """A workbook that was looked through: a copy of it that holds just that, and its sheets by name."""

    copy: bytes = b""
    parts: dict[str, Part] = field(default_factory=dict)

    def part(self, sheet: str) -> Part:
        """The sheet of that name."""
        return self.parts.get(sheet, Part())


def look_through(path: Path, notes: Notes) -> Package | None:
    """The workbook as far as it is safe to open; None when it is not.

    The copy keeps one member of each name, with the bytes that were looked at: readers of archives differ in which of
    two members of one name they take, and in whether they believe the stated size.

    Findings: SPR06 a damaged archive, SPB04 more cells or text than are read, SPB06 XML that is none or has a DTD.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in dict.fromkeys(archive.namelist())}
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile, zlib.error) as problem:
        notes.error(
            "SPR06",
            both(f"er et beskadiget arkiv: {problem}", f"is a damaged archive: {problem}"),
            Place(path.name),
            both("send filen igen", "send the file again"),
        )
        return None
    try:
        found = {name: _Scan(content).run() for name, content in members.items() if _is_xml(content)}
    except _Refused as refused:
        remedy = both(
            "åbn den i et regneark, og gem den som .xlsx", "open it in a spreadsheet and save it as .xlsx"
        )
        notes.error(
            "SPB06",
            both(
                f"er ikke en hel projektmappe: {refused.said.da}", f"is no sound workbook: {refused.said.en}"
            ),
            Place(path.name),
            remedy,
        )
        return None
    sheets = {name: scan.part for name, scan in found.items() if scan.is_sheet}
    lengths = [max(of) for of in zip_longest(*(scan.lengths for scan in found.values()), fillvalue=0)]
    if said := _too_much(list(sheets.values()), lengths):
        notes.error(
            "SPB04",
            said,
            Place(path.name),
            both(
                "slet tomme rækker og kolonner, eller del arket",
                "delete empty rows and columns, or split the sheet",
            ),
        )
        return None
    return Package(_copy(members), _by_sheet(found, sheets))


class _Refused(Exception):
    """Why a member is not read."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said.en)
        self.said = said


def _is_xml(content: bytes) -> bool:
    return content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"\xff\xfe", b"\xfe\xff"))


def _too_much(parts: list[Part], lengths: list[int]) -> Sentence:
    """Cells are counted as the whole rectangle that a reader fills, texts as often as they are named."""
    cells = sum(part.rows * part.columns for part in parts)
    if cells > MOST_CELLS:
        widest = max(parts, key=lambda part: part.rows * part.columns)
        reach = both(
            f"{widest.rows} rækker og {widest.columns} kolonner",
            f"{widest.rows} rows and {widest.columns} columns",
        )
        return both(
            f"strækker sig over {reach.da}, og mere end {MOST_CELLS} celler læses ikke",
            f"reaches over {reach.en}, and more than {MOST_CELLS} cells are not read",
        )
    text = sum(
        times * (lengths[number] if number < len(lengths) else 0)
        for part in parts
        for number, times in part.strings.items()
    )
    if text > LARGEST_UNFOLDED:
        most = LARGEST_UNFOLDED / MEBIBYTE
        return both(
            f"nævner {text / MEBIBYTE:.0f} MiB tekst, og mere end {most:.0f} MiB læses ikke",
            f"names {text / MEBIBYTE:.0f} MiB of text, and more than {most:.0f} MiB is not read",
        )
    return NOTHING


def _copy(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def _by_sheet(found: dict[str, _Scan], sheets: dict[str, Part]) -> dict[str, Part]:
    """The parts by the names of their sheets: workbook → relationship → member."""
    names = {key: name for scan in found.values() for name, key in scan.sheet_names}
    parts = {}
    for member, scan in found.items():
        if not member.endswith("workbook.xml.rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(member))
        for key, target in scan.targets:
            path = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
            if key in names and path in sheets:
                parts[names[key]] = sheets[path]
    return parts


class _Scan:
    """One member, looked through element by element; nothing of its text is kept."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.part = Part()
        self.is_sheet = False
        self.lengths: list[int] = []
        self.sheet_names: list[tuple[str, str]] = []
        self.targets: list[tuple[str, str]] = []
        self._within = False
        self._row = self._column = 0
        self._cell = ""
        self._is_string = False
        self._text: list[str] | None = None
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "sheetData": self._sheet_data,
            "row": self._start_row,
            "c": self._start_cell,
            "f": self._formula,
            "v": self._value,
            "mergeCell": lambda given: self.part.merged.append(given.get("ref", "")),
            "si": lambda _: self.lengths.append(0),
            "sheet": self._sheet_name,
            "Relationship": lambda given: self.targets.append((given.get("Id", ""), given.get("Target", ""))),
        }

    def run(self) -> _Scan:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        try:
            parser.Parse(self.content, True)
        except expat.ExpatError as problem:
            # A drawing in a dialect of its own does no harm; what may be a sheet has to be well formed.
            if self.is_sheet or _SHEET_DATA in self.content:
                raise _Refused(
                    both(
                        f"et arks XML kan ikke læses: {problem}",
                        f"the XML of a sheet cannot be read: {problem}",
                    )
                ) from problem
        self.content = b""
        return self

    def _refuse(self, *_: object) -> None:
        raise _Refused(
            both("det indeholder en dokumenttypeerklæring", "it holds a document type declaration")
        )

    def _start(self, name: str, given: dict[str, str]) -> None:
        found = self._starts.get(name.rpartition(":")[2])
        if found is not None:
            found(given)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "v" and self._text is not None:
            number = "".join(self._text)
            if number.isascii() and number.isdecimal() and len(number) < 10:
                self.part.strings[int(number)] = self.part.strings.get(int(number), 0) + 1
            self._text = None
        elif local == "sheetData":
            self._within = False

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)
        elif self.lengths:
            self.lengths[-1] += len(text)

    def _sheet_data(self, _: dict[str, str]) -> None:
        self._within = self.is_sheet = True

    def _start_row(self, given: dict[str, str]) -> None:
        if self._within:
            stated = given.get("r", "")
            self._row = int(stated) if stated.isascii() and stated.isdecimal() else self._row + 1
            self._column = 0
            self.part.rows = max(self.part.rows, self._row)

    def _start_cell(self, given: dict[str, str]) -> None:
        if not self._within:
            return
        found = _REFERENCE.match(given.get("r", ""))
        if found:
            self._column, self._row = _column_number(found[1]), int(found[2])
        else:
            self._column += 1
        self.part.rows = max(self.part.rows, self._row)
        self.part.columns = max(self.part.columns, self._column)
        self._cell = f"{_column_letters(self._column)}{self._row}"
        sort = given.get("t", "")
        self._is_string = sort == "s"
        if sort == "e":
            self.part.faulty.append(self._cell)

    def _formula(self, _: dict[str, str]) -> None:
        if self._within:
            self.part.formulas.append(self._cell)

    def _value(self, _: dict[str, str]) -> None:
        if self._within and self._is_string:
            self._text = []

    def _sheet_name(self, given: dict[str, str]) -> None:
        for name, value in given.items():
            if name.rpartition(":")[2] == "id" and ":" in name:
                self.sheet_names.append((given.get("name", ""), value))


def row_of(reference: str) -> int:
    """The row of a cell, or the last row of a range.

    >>> row_of("B4"), row_of("B4:C6")
    (4, 6)
    """
    found = _REFERENCE.match(reference.rpartition(":")[2])
    return int(found[2]) if found else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - 64
    return number


def _column_letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
