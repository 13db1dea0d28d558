"""Concepts as JSON values: the record form inside compiled releases and the store.

`from_json(to_json(concept)) == concept`; defaults are left out.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from classification.concept import (
    Concept,
    Kind,
    Label,
    LabelKind,
    Notation,
    NotationRole,
    Note,
    NoteKind,
    Status,
)
from classification.validity import ALWAYS, Validity


def concept_to_json(concept: Concept) -> dict[str, Any]:
    """A concept as a JSON object with short keys."""
    record: dict[str, Any] = {
        "n": [_notation(n) for n in concept.notations],
        "l": [[label.text, label.language, str(label.kind)] for label in concept.labels],
    }
    if concept.kind is not Kind.OTHER:
        record["k"] = str(concept.kind)
    if concept.status is not Status.ACTIVE:
        record["s"] = str(concept.status)
    if concept.broader:
        record["b"] = list(concept.broader)
    if concept.notes:
        record["d"] = [[note.text, note.language, str(note.kind)] for note in concept.notes]
    if concept.ordinal is not None:
        record["o"] = concept.ordinal
    if concept.replaced_by:
        record["r"] = list(concept.replaced_by)
    if concept.reason:
        record["why"] = concept.reason
    if not concept.validity.is_unbounded:
        record["v"] = days_to_json(concept.validity)
    if concept.properties:
        record["p"] = [list(pair) for pair in concept.properties]
    if concept.uri:
        record["u"] = concept.uri
    return record


def concept_from_json(record: dict[str, Any]) -> Concept:
    """The concept that `concept_to_json` wrote."""
    return Concept(
        notations=tuple(
            Notation(n[0], NotationRole(n[1]), days_from_json(n[2:]) if len(n) > 2 else ALWAYS)
            for n in record["n"]
        ),
        labels=tuple(Label(text, language, LabelKind(kind)) for text, language, kind in record["l"]),
        kind=Kind(record.get("k", "other")),
        status=Status(record.get("s", "active")),
        broader=tuple(record.get("b", ())),
        notes=tuple(Note(text, language, NoteKind(kind)) for text, language, kind in record.get("d", ())),
        ordinal=record.get("o"),
        replaced_by=tuple(record.get("r", ())),
        reason=record.get("why", ""),
        validity=days_from_json(record["v"]) if "v" in record else ALWAYS,
        properties=tuple((name, value) for name, value in record.get("p", ())),
        uri=record.get("u", ""),
    )


def days_to_json(validity: Validity) -> list[str]:
    """An interval as two ISO dates, empty where unbounded."""
    return [day.isoformat() if day else "" for day in (validity.start, validity.end)]


def days_from_json(days: list[str]) -> Validity:
    """The interval that `days_to_json` wrote."""
    start, end = (date.fromisoformat(day) if day else None for day in days)
    return Validity(start, end)


def _notation(notation: Notation) -> list[str]:
    written = [notation.code, str(notation.role)]
    return written if notation.validity.is_unbounded else written + days_to_json(notation.validity)
