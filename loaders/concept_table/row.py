"""One row of a concept table as a concept, its URI as it is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from classification import Concept, Place
from classification.concept import Kind, Label, LabelKind, Notation, NotationRole, Note, NoteKind, Status
from classification.sentence import Sentence, both
from classification.uri import is_uri
from classification.validity import ALWAYS, Validity
from classification.words import KINDS as KIND_WORDS
from loaders.concept_table.about import About
from loaders.concept_table.cells import parted
from loaders.concept_table.columns import Header, Sort
from loaders.concept_table.sheet import Line, Sheet
from loaders.reading.notes import Notes, known
from loaders.reading.repair import on_one_line

KINDS: Final = {str(kind): kind for kind in Kind}
STATUSES: Final = {str(status): status for status in Status}
_KIND_WORDS: Final = {**KINDS, **{said.da: KINDS[key] for key, said in KIND_WORDS.items()}}
_STATUS_WORDS: Final = {
    **STATUSES,
    "": Status.ACTIVE,
    "aktiv": Status.ACTIVE,
    "gældende": Status.ACTIVE,
    "gruppe": Status.GROUPING,
    "overskrift": Status.GROUPING,
    "udgået": Status.DEPRECATED,
}
_DEPRECATED_WORDS: Final = {
    **dict.fromkeys(("true", "ja", "yes", "1"), Status.DEPRECATED),
    **dict.fromkeys(("false", "nej", "no", "0"), Status.ACTIVE),
}
_LABELS: Final = ("preferred", "accepted", "rejected")
_CODED: Final = (Sort.CODE, Sort.CODES)
W = TypeVar("W")
Columns = list[tuple[int, Header]]


class RowReader:
    """Reads the rows of one sheet; which column says what is worked out once.

    Findings: SPB08 a code that is no text, SPB11 a word, day, number or URI that is none, SPB15 text that is not in
    Unicode form NFC, SPB21 a label twice in one row, SPB26 blanks and line breaks that were removed.
    """

    def __init__(self, sheet: Sheet, about: About, notes: Notes, but: int = -1) -> None:
        """`but` is a column that is read elsewhere."""
        self.sheet, self.about, self.notes = sheet, about, notes
        self._columns: dict[str, Columns] = {}
        self._free: Columns = []
        for place, header in enumerate(sheet.headers):
            if place == but:
                continue
            if header.column is not None:
                self._columns.setdefault(header.column.key, []).append((place, header))
            if _is_property(header):
                self._free.append((place, header))
        self._labels = [found for key in _LABELS for found in self._columns.get(key, ())]
        self._labels.sort(key=lambda found: found[0])
        self._notes = [
            found
            for columns in self._columns.values()
            for found in columns
            if found[1].column is not None and found[1].column.sort is Sort.NOTE and found[1].column.means
        ]
        self._notes.sort(key=lambda found: found[0])
        self._coded_by_iri = not {"code", "further", "legacy"} & self._columns.keys()
        self._validities: dict[tuple[date | None, date | None], Validity] = {}
        self.blanks: list[int] = []
        self.breaks: list[int] = []

    def code(self, line: Line) -> str:
        """The code that a row states; empty where it states none."""
        code = next((text for _, text in self._of("code", line) if text.strip()), "")
        if code != (trimmed := code.strip()):
            self.blanks.append(line.number)
        return trimmed

    def address(self, line: Line) -> str:
        """The URI or identifier of a row, of which a code can be made."""
        return (self._text("uri", line) or self._text("identifier", line)).strip()

    def concept(self, line: Line, code: str, parent: str) -> Concept:
        """The concept of a row under its code, and under its parent where another column says it."""
        broader = tuple(dict.fromkeys(self._codes("broader", line)))
        return Concept(
            notations=self._notations(line, code),
            labels=tuple(self._read_labels(line)),
            kind=self._word("kind", line, _KIND_WORDS, Kind.OTHER),
            status=self._word("status", line, _STATUS_WORDS, Status.ACTIVE),
            broader=(parent,) if parent else broader,
            notes=tuple(self._read_notes(line)),
            ordinal=self._number(line),
            replaced_by=tuple(dict.fromkeys(self._codes("replaced-by", line))),
            reason=self._text("reason", line),
            validity=self._validity(line),
            properties=tuple(self._properties(line)),
            uri=self._uri(line),
        )

    # ---------------------------------------------------------------- cells

    def _of(self, key: str, line: Line) -> Iterator[tuple[Header, str]]:
        for place, header in self._columns.get(key, ()):
            if text := line.cells[place]:
                if line.typed and place in line.typed:
                    self._check_typed(line, place, header)
                yield header, text

    def _check_typed(self, line: Line, place: int, header: Header) -> None:
        if header.column is None or header.column.sort not in _CODED:
            return
        said = both(
            f"{line.cells[place]!r} er {line.typed[place].da}, som måske ikke er det, der blev tastet (01, 1.10, 1-2)",
            f"{line.cells[place]!r} is {line.typed[place].en}, which may not be what was typed (01, 1.10, 1-2)",
        )
        remedy = both("gør kolonnen til tekst, og se på koden", "make the column text, and look at the code")
        self._error("SPB08", said, line, header, remedy)

    def _place(self, line: Line, header: Header) -> Place:
        return self.sheet.place(line.number, header.name)

    def _error(self, rule: str, said: Sentence, line: Line, header: Header, remedy: Sentence) -> None:
        self.notes.error(rule, said, self._place(line, header), remedy)

    def _text(self, key: str, line: Line) -> str:
        if key not in self._columns:
            return ""
        return next((text for _, text in self._of(key, line)), "")

    def _codes(self, key: str, line: Line) -> list[str]:
        if key not in self._columns:
            return []
        return [code for _, text in self._of(key, line) for code in parted(text)]

    # ---------------------------------------------------------------- parts of a concept

    def _notations(self, line: Line, code: str) -> tuple[Notation, ...]:
        legacy, further = self._codes("legacy", line), self._codes("further", line)
        if not legacy and not further:
            return (Notation(code),)
        notations = {code: Notation(code)}
        for other in legacy:
            notations.setdefault(other, Notation(other, NotationRole.LEGACY))
        for other in further:
            notations.setdefault(other, Notation(other))
        return tuple(notations.values())

    def _read_labels(self, line: Line) -> Iterator[Label]:
        seen: set[tuple[str, str, str]] = set()
        for place, header in self._labels:
            if not (cell := line.cells[place]):
                continue
            assert header.column is not None
            language = header.language or self.about.language
            values = [cell] if header.column.sort is Sort.LABEL else parted(cell)
            for value in values:
                text = self._label(value, line, header)
                label = (text, language, header.column.means)
                if label in seen:
                    said = both(
                        f"termen {value!r} står to gange; den bevares én gang",
                        f"the label {value!r} stands twice; it is kept once",
                    )
                    remedy = both("behold den ene", "keep one")
                    self.notes.warning("SPB21", said, self._place(line, header), remedy)
                elif text:
                    seen.add(label)
                    yield Label(text, language, LabelKind(header.column.means))

    def _label(self, value: str, line: Line, header: Header) -> str:
        text = on_one_line(value)
        if text != value:
            self.breaks.append(line.number)
        return self._normal(text, line, header)

    def _read_notes(self, line: Line) -> Iterator[Note]:
        for place, header in self._notes:
            if text := line.cells[place]:
                assert header.column is not None
                kind = NoteKind(header.column.means)
                yield Note(self._normal(text, line, header), header.language or self.about.language, kind)

    def _normal(self, text: str, line: Line, header: Header) -> str:
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        said = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        remedy = both("skriv bogstaver som ét tegn", "write letters as one character")
        self.notes.warning("SPB15", said, self._place(line, header), remedy)
        return unicodedata.normalize("NFC", text)

    def _word(self, key: str, line: Line, words: Mapping[str, W], unsaid: W) -> W:
        if key not in self._columns:
            return unsaid
        for header, text in self._of(key, line):
            word = text.strip().casefold()
            if word in words:
                return words[word]
            if header.name.casefold().startswith("deprecated") and word in _DEPRECATED_WORDS:
                return _DEPRECATED_WORDS[word]  # type: ignore[return-value]  # the column of statuses
            said = both(f"{text!r} er ikke en gyldig værdi for {key}", f"{text!r} is no {key}")
            self._error("SPB11", said, line, header, known(filter(None, words), word))
        return unsaid

    def _number(self, line: Line) -> float | None:
        if "ordinal" not in self._columns:
            return None
        for header, text in self._of("ordinal", line):
            try:
                number = float(text.strip().replace(",", "."))
            except ValueError:
                number = float("nan")
            if abs(number) < float("inf"):
                return number
            said = both(f"{text!r} er ikke et tal", f"{text!r} is no number")
            self._error(
                "SPB11", said, line, header, both("skriv det som 2 eller 2.5", "write it as 2 or 2.5")
            )
        return None

    def _validity(self, line: Line) -> Validity:
        days: dict[str, date | None] = {}
        for key in ("valid-from", "valid-to"):
            for header, text in self._of(key, line):
                day = self.about.days.read(text.strip())
                days[key] = day or self.about.day(text.strip(), self._place(line, header))
        if not days:
            return ALWAYS
        return self._between(days.get("valid-from"), days.get("valid-to"), line)

    def _between(self, start: date | None, end: date | None, line: Line) -> Validity:
        """Most rows have the days of others, and one value serves them all."""
        validity = self._validities.get((start, end))
        if validity is None:
            validity = self.about.between(start, end, self.sheet.place(line.number))
            if not validity.is_empty:
                self._validities[start, end] = validity
        return validity

    def _uri(self, line: Line) -> str:
        for header, text in self._of("uri", line):
            if is_uri(uri := text.strip()):
                return uri
            said = both(f"{text!r} er ikke en URI", f"{text!r} is no URI")
            remedy = both(
                "skriv den hel: https://example.org/id/R; et andet kendetegn står under Identifikator",
                "write it whole: https://example.org/id/R; another identifier stands under Identifikator (Identifier)",
            )
            self._error("SPB11", said, line, header, remedy)
        iri = self._text("identifier", line).strip() if self._coded_by_iri else ""
        return iri if is_uri(iri) else ""

    def _properties(self, line: Line) -> Iterator[tuple[str, str]]:
        for place, header in self._free:
            if text := line.cells[place]:
                column = header.column
                if column is None or column.key == "level":
                    yield header.name, text
                elif not (self._coded_by_iri and column.key == "identifier"):
                    yield column.means, text


def _is_property(header: Header) -> bool:
    if header.column is None:
        return bool(header.name) or header.stated
    return header.column.sort in (Sort.PROPERTY, Sort.DEPTH)
