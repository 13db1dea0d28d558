"""The JSKOS objects of a file: one document, or one object per line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classification import Place
from classification.record import replace
from classification.sentence import both
from loaders.jskos.node import JskosObject
from loaders.reading.json_document import parse
from loaders.reading.notes import Notes
from loaders.reading.text_file import read_text


def nodes(path: Path, name: str, notes: Notes) -> Iterator[JskosObject]:
    """The objects of a file by path and name: an object, an array of them, or an object whose `set` holds them.

    Findings: SPR01 to SPR05 of a text file, SPF01 to SPF06 of JSON, SPJ01 a document that is no object or array.
    """
    text = read_text(path, notes, name=name)
    if text is None:
        return
    if path.name.lower().endswith(".ndjson"):
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield from _objects(_parsed(line, name, number, notes), (name, number), notes)
    else:
        yield from _objects(_parsed(text, name, 0, notes), (name, 0), notes)


def _parsed(text: str, file: str, line: int, notes: Notes) -> Any:
    found = Notes()
    value = parse(text, file, found)
    for finding in found.findings:
        place = replace(finding.place, line=line) if line else finding.place
        notes.findings.append(replace(finding, place=place))
    if value is None and not found.findings:
        _no_object(None, Place(file, line), notes)
    return value


def _objects(value: Any, at: tuple[str, int], notes: Notes) -> Iterator[JskosObject]:
    if isinstance(value, dict) and isinstance(value.get("set"), list) and "uri" not in value:
        yield from JskosObject(value, (), at, notes).parts("set")
    elif isinstance(value, dict):
        yield JskosObject(value, (), at, notes)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            if isinstance(member, dict):
                yield JskosObject(member, (number,), at, notes)
            elif member is not None:
                _no_object(member, Place(*at, f"/{number}"), notes)
    elif value is not None:
        _no_object(value, Place(*at), notes)


def _no_object(value: Any, place: Place, notes: Notes) -> None:
    message = both(
        f"skal være et JSKOS-objekt, ikke {'null' if value is None else type(value).__name__}",
        f"must be a JSKOS object, not {'null' if value is None else type(value).__name__}",
    )
    notes.error(
        "SPJ01",
        message,
        place,
        both("skriv et objekt eller en liste af objekter", "give an object, or an array of objects"),
    )
