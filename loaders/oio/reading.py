"""Files of OIO objects: what is in them, put together into schemes, releases and maps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from classification import ConceptMap, Place
from classification.sentence import both
from classification.text import shown
from loaders.content import Content, Draft, Reading, Row
from loaders.oio.calendar import Calendar
from loaders.oio.edition import editions
from loaders.oio.facet import FacetView, Holdings
from loaders.oio.fk_xml import ROOTS, FkReader
from loaders.oio.lora_json import LoraReader
from loaders.oio.mapping import map_of
from loaders.oio.record import Registered, Sort
from loaders.oio.registration import sound
from loaders.reading.notes import Notes
from loaders.reading.text_file import decode, read_text
from loaders.reading.xml_document import parse_xml, read_xml, root_name

_HEAD: Final = 1 << 16
_LORA: Final = re.compile(rb'"(?:registreringer|attributter|(?:klasse|facet|klassifikation)egenskaber)"\s*:')
_FHIR: Final = b'"resourceType"'


def is_lora(path: Path) -> bool:
    """Whether a `.json` file, or one directly in a folder, has LoRa's words in its first 64 KiB and not FHIR's."""
    if path.is_dir():
        return any(is_lora(file) for file, _ in _files(path, ".json"))
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return _LORA.search(head) is not None and _FHIR not in head


def is_fk(path: Path) -> bool:
    """Whether an `.xml` file, or one directly in a folder, begins as an answer of FK-Klassifikation."""
    return any(root_name(file) in ROOTS for file, _ in _files(path, ".xml"))


def read_lora(path: Path, reading: Reading) -> Content:
    """Everything that a file, or all `*.json` files directly in a directory, hold (findings as `content_of`)."""
    notes = Notes()
    calendar = Calendar(notes)

    def objects() -> Iterator[Registered]:
        for file, name in _found(path, ".json", notes):
            text = read_text(file, notes, name=name)
            if text is not None:
                yield from LoraReader(name, calendar, notes).objects(text)

    return content_of(objects(), path.name, reading, calendar, notes)


def read_lora_raw(raw: bytes, file: str, reading: Reading) -> Content:
    """Everything that one file's bytes hold (findings as `content_of`)."""
    notes = Notes()
    calendar = Calendar(notes)
    text = decode(raw, file, notes)
    found = LoraReader(file, calendar, notes).objects(text) if text is not None else ()
    return content_of(found, file, reading, calendar, notes)


def read_fk(path: Path, reading: Reading) -> Content:
    """Everything that a file, or all `*.xml` files directly in a directory, hold (findings as `content_of`)."""
    notes = Notes()
    calendar = Calendar(notes)

    def objects() -> Iterator[Registered]:
        for file, name in _found(path, ".xml", notes):
            root = read_xml(file, notes, name=name)
            if root is not None:
                yield from FkReader(calendar, notes).objects(root)

    return content_of(objects(), path.name, reading, calendar, notes)


def read_fk_raw(raw: bytes, file: str, reading: Reading) -> Content:
    """Everything that one file's bytes hold (findings as `content_of`)."""
    notes = Notes()
    calendar = Calendar(notes)
    root = parse_xml(raw, file, notes)
    found = FkReader(calendar, notes).objects(root) if root is not None else ()
    return content_of(found, file, reading, calendar, notes)


def content_of(
    objects: Iterable[Registered], name: str, reading: Reading, calendar: Calendar, notes: Notes
) -> Content:
    """Schemes, releases and maps of all objects together: a scheme for each facet.

    Findings: SPO11 a klasse in no facet, SPR04 nothing to read, and those of the readers, `sound`, `FacetView`,
    `editions` and `map_of`.
    """
    held = sound(objects, notes)
    calendar.report()
    holdings = Holdings(held)
    drafts: list[Draft] = []
    maps: list[ConceptMap] = []
    rows: list[Row] = []
    for identifier in _facets(held, notes):
        view = FacetView(identifier, holdings, reading, notes)
        pieces = view.pieces()
        if not pieces:
            continue
        scheme = view.scheme(pieces[-1][0].start)
        made = tuple(editions(view, pieces, scheme, reading, notes))
        drafts += made
        rows += _rows(made)
        version = made[-1].release.version if made else reading.release
        concept_map, map_rows = map_of(view, scheme, version, notes)
        maps += [concept_map] if concept_map is not None else []
        rows += map_rows
    if not drafts and not any(finding.severity == "error" for finding in notes.findings):
        message = both(
            "indeholder ingen publiceret klasse i en facet", "holds no published klasse in a facet"
        )
        notes.error(
            "SPR04",
            message,
            Place(name),
            both(
                "send klassifikation, facet og klasser sammen",
                "send klassifikation, facet and klasser together",
            ),
        )
    return Content(releases=tuple(drafts), maps=tuple(maps), findings=tuple(notes.findings), rows=tuple(rows))


def _facets(held: Iterable[Registered], notes: Notes) -> list[str]:
    """Every facet that is there or that a klasse names."""
    found: set[str] = set()
    for one in held:
        named = {r.target for r in one.relations if r.name == "facet"}
        if one.sort is Sort.KLASSE and not named:
            message = both(
                f"klassen {shown(one.identifier)} er ikke i nogen facet og er udeladt",
                f"klasse {shown(one.identifier)} is in no facet and was left out",
            )
            notes.error(
                "SPO11", message, one.place, both("giv den relationen facet", "give it the relation facet")
            )
        found |= {one.identifier} if one.sort is Sort.FACET else named
    return sorted(found)


def _rows(drafts: Iterable[Draft]) -> Iterator[Row]:
    """A row for each klasse, under the code that it has last."""
    found: dict[Place, str] = {}
    for draft in drafts:
        for concept in draft.release.concepts:
            found[draft.places[concept.code]] = f"{draft.release.scheme.name} {concept.code}"
    return (Row(place, subject) for place, subject in found.items())


def _found(path: Path, suffix: str, notes: Notes) -> Iterator[tuple[Path, str]]:
    if not path.exists():
        notes.error(
            "SPR01",
            both("der er ingen sådan fil eller mappe", "there is no such file or directory"),
            Place(str(path)),
            both("ret stien", "correct the path"),
        )
    return _files(path, suffix)


def _files(path: Path, suffix: str) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        found = (file for file in path.iterdir() if file.suffix.lower() == suffix and file.is_file())
        yield from ((file, file.name) for file in sorted(found))
    elif path.exists():
        yield path, path.name
