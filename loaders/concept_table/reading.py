"""Rows of a concept table to a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from classification import Concept, Place, Release, Severity
from classification.record import replace
from classification.sentence import Sentence, both
from classification.uri import common_rule, default_rule, made_uri
from loaders.concept_table.about import About
from loaders.concept_table.columns import Header, Sort, misspelt
from loaders.concept_table.levels import Branch, Depths, depths_of
from loaders.concept_table.row import RowReader
from loaders.concept_table.sheet import Line, Sheet, lines_named
from loaders.concept_table.spoilt import note_spoilt
from loaders.content import Content, Draft, Reading, Row
from loaders.iri import codes_made
from loaders.reading.notes import Notes

ReadSheet = Callable[[Path, Notes, Reading], Sheet | None]
_NONE_NEEDED: Final = both("intet skal gøres", "none is needed")


def read_table(path: Path, reading: Reading, read_sheet: ReadSheet) -> Content:
    """The release that a table holds.

    Findings besides those of the sheet, of `About`, `RowReader`, `depths_of` and `note_spoilt`: SPB07 a code twice,
    SPB10 a row without code, SPB14 a column that becomes a free property, SPR04 no rows.
    """
    notes = Notes()
    sheet = read_sheet(path, notes, reading)
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
        self.sheet, self.notes = sheet, notes
        self.about = About(sheet, reading, notes, _days(sheet))
        self.depths = depths_of(sheet, notes)
        self.rows = RowReader(sheet, self.about, notes, self.depths.column if self.depths else -1)

    def content(self, path: Path) -> Content:
        self._note_free_columns()
        self.about.tell_days()
        concepts, places = self._concepts()
        rule, concepts = self._addressed(concepts, self.about.system(path))
        scheme, version = self.about.scheme(path, rule), self.about.version()
        validity = self.about.validity()
        self.about.check_said_once()
        if scheme is None or not version:
            return Content()
        used = dict.fromkeys(label.language for concept in concepts for label in concept.labels)
        languages = (self.about.language, *self.about.languages, *used)
        release = Release(
            scheme=replace(scheme, languages=tuple(dict.fromkeys(languages))),
            version=version,
            concepts=tuple(concepts),
            validity=validity,
            publisher_versions=self.about.publisher_versions,
        )
        rows = tuple(Row(places[c.code], f"{scheme.name} {c.code}") for c in concepts)
        states_kinds = any(h.column is not None and h.column.key == "kind" for h in self.sheet.headers)
        return Content(releases=(Draft(release, raw=not states_kinds, places=places),), rows=rows)

    def _note_free_columns(self) -> None:
        for header in self.sheet.headers:
            if self._becomes_free(header):
                said = both(
                    f"kolonnen {header.name!r} bliver en fri egenskab",
                    f"the column {header.name!r} becomes a free property",
                )
                self.notes.information("SPB14", said, self.sheet.place(0), _hint(header.name))

    def _becomes_free(self, header: Header) -> bool:
        if header.column is None:
            return bool(header.name) and not header.stated
        return header.column.key == "level" and self.depths is None

    # ---------------------------------------------------------------- concepts

    def _concepts(self) -> tuple[list[Concept], dict[str, Place]]:
        concepts: list[Concept] = []
        places: dict[str, Place] = {}
        coded = self._coded()
        note_spoilt(self.sheet, [(line.number, code) for line, code in coded if code], self.notes)
        for line, code, parent in _under(coded, self.depths):
            place = self.sheet.place(line.number)
            if not code:
                self._miss_code(place)
                continue
            if code in places:
                said = both(
                    f"koden {code!r} står to gange, her og i linje {places[code].line}",
                    f"code {code!r} stands twice, here and in line {places[code].line}",
                )
                remedy = both("giv hvert begreb sin egen kode", "give each concept its own code")
                self.notes.error("SPB07", said, place, remedy)
                continue
            concept = self.rows.concept(line, code, parent)
            concepts.append(concept)
            for each in concept.codes:
                places.setdefault(each, place)
        if not self.sheet.lines:
            self.notes.error(
                "SPR04",
                both("indeholder ingen rækker", "holds no rows"),
                Place(self.sheet.file),
                both("find begreberne", "look for the concepts"),
            )
        self._note_repairs()
        return concepts, places

    def _miss_code(self, place: Place) -> None:
        remedy = both(
            "giv den en i kolonnen Kode, eller en Identifikator",
            "give it one in a column named Kode (Code), or an Identifikator (Identifier)",
        )
        self.notes.error("SPB10", both("rækken har ingen kode", "the row has no code"), place, remedy)

    def _coded(self) -> list[tuple[Line, str]]:
        """Each row with its code: the one that it states, else one made of its URI or identifier; empty where none."""
        codes = [self.rows.code(line) for line in self.sheet.lines]
        if all(codes):
            return list(zip(self.sheet.lines, codes, strict=True))
        addresses = [
            "" if code else self.rows.address(line)
            for line, code in zip(self.sheet.lines, codes, strict=True)
        ]
        made = codes_made([address for address in addresses if address], {code for code in codes if code})
        return [
            (line, code or made.get(address, ""))
            for line, code, address in zip(self.sheet.lines, codes, addresses, strict=True)
        ]

    def _addressed(self, concepts: list[Concept], system: str) -> tuple[str, list[Concept]]:
        """The rule by which URIs are made, and the concepts with those URIs alone that it does not make."""
        rule = self.about.rule() or common_rule((c.uri, c.code) for c in concepts if c.uri)
        rule = rule or default_rule(system)
        return rule, [
            replace(concept, uri="")
            if concept.uri and concept.uri == made_uri(rule, concept.code)
            else concept
            for concept in concepts
        ]

    def _note_repairs(self) -> None:
        for numbers, said in (
            (self.rows.blanks, both("blanktegn om koder er fjernet", "blanks around codes were removed")),
            (
                self.rows.breaks,
                both(
                    "linjeskift og styretegn i termer er fjernet",
                    "line breaks and control characters in labels were removed",
                ),
            ),
        ):
            if numbers:
                told = both(f"{said.da}: {lines_named(numbers).da}", f"{said.en}: {lines_named(numbers).en}")
                self.notes.warning("SPB26", told, self.sheet.place(numbers[0]), _NONE_NEEDED)


def _days(sheet: Sheet) -> Iterator[str]:
    """The texts of all columns of days."""
    columns = [i for i, h in enumerate(sheet.headers) if h.column is not None and h.column.sort is Sort.DAY]
    for column in columns:
        yield from {line.cells[column].strip() for line in sheet.lines}


def _under(rows: list[tuple[Line, str]], depths: Depths | None) -> Iterator[tuple[Line, str, str]]:
    """The rows that have a code, each with the code right above it where depths say so."""
    branch = Branch()
    for number, (line, code) in enumerate(rows):
        parent = branch.parent(depths.values[number], code) if depths is not None else ""
        yield line, code, parent


def _hint(name: str) -> Sentence:
    """What else the header may have meant: only where it is misspelt, since who follows a hint moves all texts."""
    meant = misspelt(name)
    if meant:
        return both(
            f"hvis {meant!r} er ment, så kald den det; ellers Egenskab: {name}",
            f"if {meant!r} is meant, call it that; else Property: {name}",
        )
    return both(f"kald den Egenskab: {name}, hvis det er ment", f"call it Property: {name} if that is meant")
