"""mappings.csv: statements about codes become concept maps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from classification import ConceptMap, Place
from classification.concept_map import Coding, Mapping, Relation
from classification.record import replace
from classification.sentence import both
from loaders.content import Row
from loaders.contradiction import contradictions
from loaders.justification import JUSTIFICATIONS
from loaders.reading.notes import Notes, known
from loaders.vocabulary_folder.csv_table import Record, read_records

FILE: Final = "mappings.csv"
REQUIRED: Final = ("source_system", "source_code", "relation", "target_system", "target_code")
OPTIONAL: Final = frozenset(
    (
        "map",
        "source_term",
        "target_term",
        "confidence",
        "justification",
        "author",
        "reviewer",
        "valid_from",
        "valid_to",
        "note",
    )
)
RELATIONS: Final = {str(relation): relation for relation in Relation}
UNSPECIFIED: Final = "UnspecifiedMatching"


def read_mappings(
    path: Path, maps: Sequence[ConceptMap], notes: Notes
) -> tuple[tuple[ConceptMap, ...], tuple[Row, ...]]:
    """The maps of about.toml with their rows, numbered from 1 in each map.

    Findings besides those of `read_records`: SPT23 unknown map, SPT05 unknown relation or justification, SPT24 a row
    that contradicts itself (no counterpart with a code, a relation without one), SPT25 a confidence outside 0–1, SPT26
    two rows of one map about the same pair on the same day, or one that says that there is no counterpart and one that
    names it.
    """
    names = {concept_map.name: concept_map for concept_map in maps}
    only = next(iter(names)) if len(names) == 1 else ""
    found: dict[str, list[tuple[Mapping, Place]]] = {name: [] for name in names}
    rows: list[Row] = []
    required = REQUIRED if only else ("map", *REQUIRED)
    for record in read_records(path, required, OPTIONAL, (), notes):
        name = record["map"] or only
        subject = f"{record['source_system']} {record['source_code']}"
        if name not in names:
            notes.error(
                "SPT23",
                both(f"ukendt kortlægning {name!r}", f"unknown map {name!r}"),
                record.place,
                known(names, name),
            )
            rows.append(Row(record.place, subject))
            continue
        mapping = _mapping(record, len(found[name]) + 1, notes)
        if mapping is not None:
            found[name].append((mapping, record.place))
        rows.append(Row(record.place, subject, statement=mapping))
    for statements in found.values():
        _check_contradictions(statements, notes)
    filled = (replace(names[name], mappings=tuple(m for m, _ in found[name])) for name in names)
    return tuple(filled), tuple(rows)


def _mapping(record: Record, number: int, notes: Notes) -> Mapping | None:
    relation = RELATIONS.get(record["relation"])
    if relation is None:
        notes.error(
            "SPT05",
            both(f"ukendt relation {record['relation']!r}", f"unknown relation {record['relation']!r}"),
            record.place,
            known(RELATIONS),
        )
        return None
    justification = record["justification"] or UNSPECIFIED
    if justification not in JUSTIFICATIONS:
        remedy = known(sorted(JUSTIFICATIONS), justification)
        notes.error(
            "SPT05",
            both(f"ukendt begrundelse {justification!r}", f"unknown justification {justification!r}"),
            record.place,
            remedy,
        )
    _check_codes(record, relation, notes)
    return Mapping(
        source=Coding(record["source_system"], record["source_code"], record["source_term"]),
        relation=relation,
        target=Coding(record["target_system"], record["target_code"], record["target_term"]),
        confidence=_confidence(record, notes),
        justification=justification,
        author=record["author"],
        reviewer=record["reviewer"],
        validity=record.validity(notes),
        note=record["note"],
        number=number,
    )


def _check_codes(record: Record, relation: Relation, notes: Notes) -> None:
    for column in ("source_system", "source_code", "target_system"):
        if not record[column]:
            notes.error(
                "SPT24",
                both(f"{column} er tom", f"{column} is empty"),
                record.place,
                both("angiv det", "give it"),
            )
    if relation is Relation.NONE and (record["target_code"] or record["target_term"]):
        message = both(
            f"relationen er 'none', men der er et mål {record['target_code'] or record['target_term']!r}",
            f"relation none, but a target {record['target_code'] or record['target_term']!r}",
        )
        notes.error(
            "SPT24",
            message,
            record.place,
            both(
                "tøm målets kode og term, eller angiv en anden relation",
                "empty the target's code and term, or give another relation",
            ),
        )
    if relation is not Relation.NONE and not record["target_code"]:
        notes.error(
            "SPT24",
            both(f"relationen {relation} uden et mål", f"relation {relation} without a target"),
            record.place,
            both("angiv dets kode, eller skriv 'none'", "give its code, or say none"),
        )


def _confidence(record: Record, notes: Notes) -> float | None:
    confidence = record.number("confidence", notes)
    if confidence is not None and not 0 <= confidence <= 1:
        notes.error(
            "SPT25",
            both(
                f"sikkerheden {record['confidence']} er ikke fra 0 til 1",
                f"confidence {record['confidence']} is not from 0 to 1",
            ),
            record.place,
            both("ret det", "correct it"),
        )
        return None
    return confidence


def _check_contradictions(statements: Sequence[tuple[Mapping, Place]], notes: Notes) -> None:
    for found in contradictions(statements):
        message = both(
            f"{found.message.da} i linje {found.first.line}", f"{found.message.en} in line {found.first.line}"
        )
        notes.error(
            "SPT26",
            message,
            found.place,
            both("behold den ene, eller adskil dem ved gyldighed", "keep one, or part them by validity"),
        )
