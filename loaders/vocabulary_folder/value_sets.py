"""value_sets.csv: lines of definitions become one value set per release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from classification import ValueSet
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.value_set import Filter, FilterOperator, Include
from loaders.content import Row
from loaders.reading.notes import Notes, known
from loaders.vocabulary_folder.about import About, Edition
from loaders.vocabulary_folder.csv_table import Record, read_records
from loaders.vocabulary_folder.span import Span, span_of

FILE: Final = "value_sets.csv"
REQUIRED: Final = (
    "uri",
    "name",
    "title",
    "first",
    "last",
    "part",
    "group",
    "system",
    "op",
    "property",
    "value",
)
PARTS: Final = ("include", "exclude")
FILTERS: Final = {str(operator): operator for operator in FilterOperator}
OPERATIONS: Final = ("code", "all", "value-set", *FILTERS)
NEEDS_VALUE: Final = frozenset(OPERATIONS) - {"all"}

Group = tuple[str, int]


@frozen
class _Line:
    record: Record
    span: Span
    group: Group


def read_value_sets(path: Path, about: About, notes: Notes) -> tuple[tuple[ValueSet, ...], tuple[Row, ...]]:
    """Every value set in every release of the folder, and the rows they were made of.

    Findings besides those of `read_records` and `span_of`: SPT21 a cell that does not fit the operation (unknown part
    or operation, no number, a value or system missing or too much), SPT22 another name or title of the same URI.
    """
    labels = about.labels()
    lines: dict[str, list[_Line]] = {}
    rows: list[Row] = []
    for record in read_records(path, REQUIRED, (), (), notes):
        rows.append(Row(record.place, record["name"] or record["uri"]))
        span = span_of(record, labels, "", notes)
        if _check_line(record, notes) and span is not None:
            line = _Line(record, span, (record["part"], int(record["group"])))
            lines.setdefault(record["uri"], []).append(line)
    for of_one in lines.values():
        _check_names(of_one, notes)
    editions = {edition.version: edition for edition in reversed(about.editions)}
    return tuple(_value_sets(lines.values(), [editions[label] for label in labels])), tuple(rows)


def _check_line(record: Record, notes: Notes) -> bool:
    fault = _fault(record)
    if fault:
        notes.error("SPT21", fault[0], record.place, fault[1])
    return not fault


def _fault(record: Record) -> tuple[Sentence, Sentence] | None:
    op = record["op"]
    for column in ("uri", "name"):
        if not record[column]:
            return both(f"{column} er tom", f"{column} is empty"), both(
                "angiv den på hver række", "give it on each row"
            )
    if record["part"] not in PARTS:
        return both(f"ukendt del {record['part']!r}", f"unknown part {record['part']!r}"), known(PARTS)
    if not record["group"].isdecimal():
        return both(
            f"group er {record['group']!r}, som ikke er et tal",
            f"group is {record['group']!r}, which is no number",
        ), both("nummerér delene fra 1", "number the parts from 1")
    if op not in OPERATIONS:
        return both(f"ukendt op {op!r}", f"unknown op {op!r}"), known(OPERATIONS, op)
    if (op in NEEDS_VALUE) != bool(record["value"]):
        return (
            (both(f"op {op!r} kræver en værdi", f"op {op!r} needs a value"), both("angiv det", "give it"))
            if op in NEEDS_VALUE
            else (
                both(f"op {op!r} tager ingen værdi", f"op {op!r} takes no value"),
                both("tøm den", "empty it"),
            )
        )
    if (op in FILTERS) != bool(record["property"]):
        remedy = both("`concept` er pladsen i hierarkiet", "`concept` is the place in the hierarchy")
        return both(
            f"op {op!r} {'kræver en' if op in FILTERS else 'tager ingen'} egenskab",
            f"op {op!r} {'needs a' if op in FILTERS else 'takes no'} property",
        ), remedy
    if (op == "value-set") == bool(record["system"]):
        return both(
            f"op {op!r} {'tager intet' if record['system'] else 'kræver et'} system",
            f"op {op!r} {'takes no' if record['system'] else 'needs a'} system",
        ), both("ret cellen", "correct the cell")
    return None


def _check_names(lines: Sequence[_Line], notes: Notes) -> None:
    first = lines[0].record
    for line in lines:
        for column in ("name", "title"):
            if line.record[column] != first[column]:
                message = both(
                    f"{column} {line.record[column]!r}, men {first[column]!r} i linje {first.place.line}",
                    f"{column} {line.record[column]!r}, but {first[column]!r} in line {first.place.line}",
                )
                notes.error(
                    "SPT22",
                    message,
                    line.record.place,
                    both("giv én URI ét navn og én titel", "give one URI one name and title"),
                )


def _value_sets(sets: Iterable[Sequence[_Line]], editions: Sequence[Edition]) -> Iterator[ValueSet]:
    for lines in sets:
        head = lines[0].record
        for number, edition in enumerate(editions):
            here = [line for line in lines if number in line.span]
            if here:
                yield ValueSet(
                    uri=head["uri"],
                    name=head["name"],
                    version=edition.version,
                    include=tuple(_includes(here, "include")),
                    exclude=tuple(_includes(here, "exclude")),
                    title=head["title"],
                    validity=edition.validity,
                    recorded=edition.recorded,
                )


def _includes(lines: Iterable[_Line], part: str) -> Iterator[Include]:
    groups: dict[int, list[Record]] = {}
    for line in lines:
        if line.group[0] == part:
            groups.setdefault(line.group[1], []).append(line.record)
    for number in sorted(groups):
        records = groups[number]
        yield Include(
            system=next((record["system"] for record in records if record["system"]), ""),
            codes=tuple(record["value"] for record in records if record["op"] == "code"),
            filters=tuple(
                Filter(record["property"], FILTERS[record["op"]], record["value"])
                for record in records
                if record["op"] in FILTERS
            ),
            value_sets=tuple(record["value"] for record in records if record["op"] == "value-set"),
        )
