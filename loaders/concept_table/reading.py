"""Rows of a concept table to a release."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from classification import Concept, ConceptScheme, Place, Release, Severity, Validity
from classification.concept import Kind, Label, LabelKind, Notation, NotationRole, Note, NoteKind, Status
from classification.record import replace
from classification.sentence import Sentence, both
from classification.validity import ALWAYS
from loaders.concept_table.cells import parted
from loaders.concept_table.columns import KNOWN_HEADERS, METADATA, Header, Sort, metadata_of
from loaders.concept_table.sheet import Line, Sheet
from loaders.content import Content, Draft, Reading, Row
from loaders.name import slug
from loaders.reading.notes import Notes, known

KINDS: Final = {str(kind): kind for kind in Kind}
STATUSES: Final = {str(status): status for status in Status}
_STATUS_WORDS: Final = {
    "": Status.ACTIVE,
    "aktiv": Status.ACTIVE,
    "gruppe": Status.GROUPING,
    "udgået": Status.DEPRECATED,
}
_YES: Final = frozenset(("true", "ja", "yes", "1"))
_SEVERAL: Final = frozenset(("former-uri", "publisher-version"))
_CODED: Final = (Sort.CODE, Sort.CODES)
W = TypeVar("W")
Metadata = dict[str, list[tuple[str, str, Place]]]


def read_table(path: Path, reading: Reading, read_sheet: Callable[[Path, Notes], Sheet | None]) -> Content:
    """The release that a table holds.

    Findings besides those of the sheet: SPB07 a code twice, SPB08 a code that is no text, SPB10 a row without code,
    SPB11 a word, day or number that is none, SPB12 no system URI, SPB13 no version, SPB14 a column that becomes a free
    property, SPB15 text that is not in Unicode form NFC, SPB16 a line of metadata that says nothing, SPB19 one that
    says another thing again, SPB21 a label twice in one row, SPB22 no short name, SPR04 no rows.
    """
    notes = Notes()
    sheet = read_sheet(path, notes)
    content = Content()
    if sheet is not None and sheet.headers:
        content = _Table(sheet, reading, notes).content(path)
    elif sheet is not None and not any(finding.severity is Severity.ERROR for finding in notes.findings):
        notes.error(
            "SPR04",
            both("indeholder ingen tabel", "holds no table"),
            Place(path.name),
            both("angiv en tabel over begreber", "name a table of concepts"),
        )
    return content + Content(findings=tuple(notes.findings))


class _Table:
    """One table while it is read."""

    def __init__(self, sheet: Sheet, reading: Reading, notes: Notes) -> None:
        self.sheet, self.reading, self.notes = sheet, reading, notes
        self.metadata = self._metadata()
        self.language = self._said("language").partition(";")[0].strip() or reading.usual_language
        self._keys = {header.column.key for header in sheet.headers if header.column is not None}
        self._coded_by_iri = not {"code", "further", "legacy"} & self._keys

    def content(self, path: Path) -> Content:
        for header in self.sheet.headers:
            if header.column is None and header.name and not header.stated:
                said = both(
                    f"kolonnen {header.name!r} bliver en fri egenskab",
                    f"the column {header.name!r} becomes a free property",
                )
                self.notes.information("SPB14", said, self.sheet.place(0), known(KNOWN_HEADERS, header.name))
        concepts, places = self._concepts()
        scheme, version, validity = self._scheme(path), self._version(), self._validity(self.metadata)
        self._check_said_once()
        if scheme is None or not version:
            return Content()
        versions = tuple(text for text, _, _ in self.metadata.get("publisher-version", ()))
        used = dict.fromkeys(label.language for concept in concepts for label in concept.labels)
        languages = (self.language, *parted(self._said("language")), *used)
        release = Release(
            scheme=replace(scheme, languages=tuple(dict.fromkeys(languages))),
            version=version,
            concepts=tuple(concepts),
            validity=validity,
            publisher_versions=versions,
        )
        rows = tuple(Row(places[c.code], f"{scheme.name} {c.code}") for c in concepts)
        return Content(releases=(Draft(release, raw="kind" not in self._keys, places=places),), rows=rows)

    # ---------------------------------------------------------------- the classification

    def _metadata(self) -> Metadata:
        found: Metadata = {}
        for cell, value, place in self.sheet.metadata:
            key, language = metadata_of(cell)
            if key and value:
                found.setdefault(key, []).append((value, language, place))
            else:
                said = both(
                    f"{cell.strip()!r} siger intet om klassifikationen",
                    f"{cell.strip()!r} says nothing about the classification",
                )
                remedy = known(header for headers in METADATA.values() for header in headers)
                self.notes.information("SPB16", said, place, remedy)
        return found

    def _check_said_once(self) -> None:
        for key, said in self.metadata.items():
            first: dict[str, str] = {}
            for text, language, place in said if key not in _SEVERAL else ():
                before = first.setdefault(language if key == "title" else "", text)
                if before != text:
                    header = " / ".join(dict.fromkeys(METADATA[key]))
                    told = both(
                        f"{header} er sagt to gange: {before!r} og {text!r}",
                        f"{header} is said twice: {before!r} and {text!r}",
                    )
                    self.notes.error(
                        "SPB19",
                        told,
                        place,
                        both("behold den linje, der er rigtig", "keep the line that is right"),
                    )

    def _said(self, key: str) -> str:
        return next((value for value, _, _ in self.metadata.get(key, ())), "").strip()

    def _scheme(self, path: Path) -> ConceptScheme | None:
        uri = self._said("uri")
        if not uri:
            said = both(
                "siger ikke, hvilken klassifikation den indeholder",
                "does not say which classification it holds",
            )
            remedy = both(
                "tilføj en linje over overskriften: # URI,urn:example:min-liste (i en projektmappe: på sit eget ark)",
                "add a line above the header: # URI,urn:example:my-list (in a workbook: on a sheet of its own)",
            )
            self.notes.error("SPB12", said, Place(self.sheet.file, 1), remedy)
            return None
        name = self._said("name") or slug(path.stem)
        if not name:
            said = both(
                "har intet kort navn, og filnavnet giver intet",
                "has no short name, and its file name gives none",
            )
            remedy = both(
                "tilføj en linje over overskriften: # Navn,min-liste",
                "add a line above the header: # Name,my-list",
            )
            self.notes.error("SPB22", said, Place(self.sheet.file, 1), remedy)
            return None
        return ConceptScheme(
            name=name,
            uri=uri,
            title=tuple(
                (language or self.language, text) for text, language, _ in self.metadata.get("title", ())
            ),
            aliases=tuple(text for text, _, _ in self.metadata.get("former-uri", ())),
            publisher=self._said("publisher"),
            licence=self._said("licence"),
            source=self._said("source"),
            hierarchy=self._said("hierarchy") or "is-a",
            example=self._said("example").casefold() in _YES,
        )

    def _version(self) -> str:
        version = self.reading.release or self._said("version")
        if not version:
            remedy = both(
                "giv et navn med --release NAVN, eller en linje over overskriften: # Version,2025-1",
                "give a label with --release LABEL, or a line above the header: # Version,2025-1",
            )
            self.notes.error(
                "SPB13", both("angiver ingen version", "states no version"), Place(self.sheet.file, 1), remedy
            )
        return version

    def _validity(self, metadata: Metadata) -> Validity:
        days, place = [], Place()
        for key in ("valid-from", "valid-to"):
            text, _, place = metadata.get(key, [("", "", place)])[0]
            days.append(self._day(text.strip(), place))
        return self._between(days[0], days[1], place)

    def _between(self, start: date | None, end: date | None, place: Place) -> Validity:
        if start is None and end is None:
            return ALWAYS
        validity = Validity(start, end)
        if validity.is_empty:
            remedy = both(
                "Gyldig til er den første dag derefter", "Gyldig til (Valid to) is the first day after"
            )
            self.notes.error(
                "SPB11", both(f"ingen dag ligger i {validity}", f"no day lies in {validity}"), place, remedy
            )
        return validity

    def _day(self, text: str, place: Place) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.notes.error(
                "SPB11",
                both(f"{text!r} er ikke en dag", f"{text!r} is no day"),
                place,
                both("skriv den som 2025-06-01", "write it as 2025-06-01"),
            )
            return None

    # ---------------------------------------------------------------- concepts

    def _concepts(self) -> tuple[list[Concept], dict[str, Place]]:
        concepts: list[Concept] = []
        places: dict[str, Place] = {}
        for line in self.sheet.lines:
            concept = self._concept(line)
            if concept is None:
                continue
            place = self.sheet.place(line.number)
            if concept.code in places:
                said = both(
                    f"koden {concept.code!r} står to gange, her og i linje {places[concept.code].line}",
                    f"code {concept.code!r} stands twice, here and in line {places[concept.code].line}",
                )
                self.notes.error(
                    "SPB07",
                    said,
                    place,
                    both("giv hvert begreb sin egen kode", "give each concept its own code"),
                )
                continue
            concepts.append(concept)
            for code in concept.codes:
                places.setdefault(code, place)
        if not self.sheet.lines:
            self.notes.error(
                "SPR04",
                both("indeholder ingen rækker", "holds no rows"),
                Place(self.sheet.file),
                both("find begreberne", "look for the concepts"),
            )
        return concepts, places

    def _concept(self, line: Line) -> Concept | None:
        row = _Row(self, line)
        notations = row.notations()
        if not notations:
            said = both("rækken har ingen kode", "the row has no code")
            remedy = both(
                "giv den en i kolonnen Kode, eller en Identifikator",
                "give it one in a column named Kode (Code), or an Identifikator (Identifier)",
            )
            self.notes.error("SPB10", said, self.sheet.place(line.number), remedy)
            return None
        return Concept(
            notations=tuple(notations),
            labels=tuple(row.labels()),
            kind=row.word("kind", KINDS, Kind.OTHER),
            status=row.word("status", {**STATUSES, **_STATUS_WORDS}, Status.ACTIVE),
            broader=tuple(dict.fromkeys(row.codes("broader"))),
            notes=tuple(row.notes_()),
            ordinal=row.number(),
            replaced_by=tuple(dict.fromkeys(row.codes("replaced-by"))),
            reason=row.text("reason"),
            validity=row.validity(),
            properties=tuple(row.properties(by_iri=self._coded_by_iri)),
        )


class _Row:
    """One row while it is read."""

    def __init__(self, table: _Table, line: Line) -> None:
        self.table, self.line = table, line
        self.cells = [
            (header, cell)
            for header, cell in zip(table.sheet.headers, line.cells, strict=False)
            if cell.text and (header.name or header.column or header.stated)
        ]

    def _of(self, *keys: str) -> Iterator[tuple[Header, str]]:
        for header, cell in self.cells:
            if header.column is not None and header.column.key in keys:
                if header.column.sort in _CODED and cell.typed:
                    said = both(
                        f"{cell.text!r} er {cell.typed.da}, som måske ikke er det, der blev tastet (01, 1.10, 1-2)",
                        f"{cell.text!r} is {cell.typed.en}, which may not be what was typed (01, 1.10, 1-2)",
                    )
                    self._error(
                        "SPB08",
                        said,
                        header,
                        both(
                            "gør kolonnen til tekst, og se på koden",
                            "make the column text, and look at the code",
                        ),
                    )
                yield header, cell.text

    def _error(self, rule: str, said: Sentence, header: Header, remedy: Sentence) -> None:
        self.table.notes.error(rule, said, self.table.sheet.place(self.line.number, header.name), remedy)

    def text(self, key: str) -> str:
        return next((text for _, text in self._of(key)), "")

    def codes(self, key: str) -> Iterator[str]:
        return (code for _, text in self._of(key) for code in parted(text))

    def notations(self) -> list[Notation]:
        codes = [text for _, text in self._of("code") if text.strip()]
        if not codes:
            iri = self.text("identifier").strip().rstrip("/#")
            codes = [iri.replace("#", "/").rpartition("/")[2].rpartition(":")[2]] if iri else []
        if not codes:
            return []
        notations = {codes[0]: Notation(codes[0])}
        for code in self.codes("legacy"):
            notations.setdefault(code, Notation(code, NotationRole.LEGACY))
        for code in self.codes("further"):
            notations.setdefault(code, Notation(code))
        return list(notations.values())

    def labels(self) -> Iterator[Label]:
        seen: set[Label] = set()
        for header, text in self._of("preferred", "accepted", "rejected"):
            assert header.column is not None
            language = header.language or self.table.language
            values = [text] if header.column.sort is Sort.LABEL else parted(text)
            for value in values:
                label = Label(self._normal(value, header), language, LabelKind(header.column.means))
                if label not in seen:
                    seen.add(label)
                    yield label
                else:
                    said = both(
                        f"termen {value!r} står to gange; den bevares én gang",
                        f"the label {value!r} stands twice; it is kept once",
                    )
                    place = self.table.sheet.place(self.line.number, header.name)
                    self.table.notes.warning("SPB21", said, place, both("behold den ene", "keep one"))

    def notes_(self) -> Iterator[Note]:
        for header, cell in self.cells:
            if header.column is not None and header.column.sort is Sort.NOTE and header.column.means:
                kind = NoteKind(header.column.means)
                yield Note(self._normal(cell.text, header), header.language or self.table.language, kind)

    def _normal(self, text: str, header: Header) -> str:
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        said = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        place = self.table.sheet.place(self.line.number, header.name)
        self.table.notes.warning(
            "SPB15", said, place, both("skriv bogstaver som ét tegn", "write letters as one character")
        )
        return unicodedata.normalize("NFC", text)

    def word(self, key: str, words: dict[str, W], unsaid: W) -> W:
        for header, text in self._of(key):
            word = text.strip().casefold()
            if word in words:
                return words[word]
            self._error(
                "SPB11",
                both(f"{text!r} er ikke en gyldig værdi for {key}", f"{text!r} is no {key}"),
                header,
                known(filter(None, words), word),
            )
        return unsaid

    def number(self) -> float | None:
        for header, text in self._of("ordinal"):
            try:
                number = float(text.strip().replace(",", "."))
            except ValueError:
                number = float("nan")
            if abs(number) < float("inf"):
                return number
            self._error(
                "SPB11",
                both(f"{text!r} er ikke et tal", f"{text!r} is no number"),
                header,
                both("skriv det som 2 eller 2.5", "write it as 2 or 2.5"),
            )
        return None

    def validity(self) -> Validity:
        days: dict[str, date | None] = {}
        for key in ("valid-from", "valid-to"):
            for header, text in self._of(key):
                days[key] = self.table._day(
                    text.strip(), self.table.sheet.place(self.line.number, header.name)
                )
        place = self.table.sheet.place(self.line.number)
        return self.table._between(days.get("valid-from"), days.get("valid-to"), place)

    def properties(self, *, by_iri: bool) -> Iterator[tuple[str, str]]:
        for header, cell in self.cells:
            if header.column is None:
                yield header.name, cell.text
            elif header.column.sort is Sort.PROPERTY and not (by_iri and header.column.key == "identifier"):
                yield header.column.means, cell.text
