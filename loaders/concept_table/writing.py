"""A release as the rows of a concept table."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

from classification import Concept, Finding, Release, Severity
from classification.concept import Kind, LabelKind, NotationRole, Status
from classification.sentence import Sentence, both, same
from loaders.concept_table.cells import joined
from loaders.concept_table.columns import BY_KEY, COLUMNS, METADATA, WRITTEN, Sort, property_header
from loaders.concept_table.sheet import MOST_COLUMNS
from loaders.content import Content, scheme_in_fhir
from loaders.name import slug

Spot = tuple[str, str, int]
"""A column: its key (a space before that of a free property), its language, its number among equal ones."""
_LABELS: Final = {column.means: column.key for column in COLUMNS if column.sort in (Sort.LABEL, Sort.LABELS)}
_NOTES: Final = {column.means: column.key for column in COLUMNS if column.sort is Sort.NOTE and column.means}
_PROPERTIES: Final = {column.means: column.key for column in COLUMNS if column.sort is Sort.PROPERTY}
_ORDER: Final = {key: place for place, key in enumerate(WRITTEN)}
Rows = list[list[str]]


def write(
    content: Content, folder: Path, suffix: str, write_file: Callable[[Path, Rows, Rows, Sequence[str]], None]
) -> tuple[Path, ...]:
    """One file for each release: `fsiii-2.3.0.csv`."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    taken: Counter[str] = Counter()
    for draft in content.releases:
        release = draft.release
        stem = f"{slug(release.scheme.name) or 'classification'}-{quote(release.version, safe='.-_')}"
        taken[stem] += 1
        path = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}{suffix}"
        english = release.scheme.language != "da"
        names = ("Concepts", "Classification") if english else ("Begreber", "Klassifikation")
        write_file(path, metadata(release), rows(release), names)
        written.append(path)
    return tuple(written)


def metadata(release: Release) -> Rows:
    """What a release says of itself, as lines of a header and a value."""
    scheme = release.scheme
    english = scheme.language != "da"
    said: list[tuple[str, str]] = [
        ("uri", scheme.uri),
        ("name", scheme.name),
        *((f"title ({language})", text) for language, text in scheme.title),
        ("version", release.version),
        ("valid-from", release.validity.start.isoformat() if release.validity.start else ""),
        ("valid-to", release.validity.end.isoformat() if release.validity.end else ""),
        ("language", joined(scheme.languages)),
        ("publisher", scheme.publisher),
        ("licence", scheme.licence),
        ("source", scheme.source),
        ("hierarchy", scheme.hierarchy),
        ("example", "true" if scheme.example else ""),
        *(("former-uri", alias) for alias in scheme.aliases),
        *(("publisher-version", version) for version in release.publisher_versions),
        ("concept-uri", scheme.uri_rule if _states_uris(release) else ""),
        ("scheme-uri", scheme.scheme_uri),
        ("namespace", scheme.namespace),
    ]
    lines = []
    for key, value in said:
        name, space, language = key.partition(" ")
        if value:
            lines.append([f"{METADATA[name][english]}{space}{language}", value])
    return lines


def _states_uris(release: Release) -> bool:
    """Whether URIs are written: where they are not all made by the usual rule, which everybody can do."""
    return bool(release.scheme.concept_uri) or any(concept.uri for concept in release.concepts)


def rows(release: Release) -> Rows:
    """The header and a row for each concept."""
    language = release.scheme.language
    english = language != "da"
    cells = [_cells(concept) for concept in release.concepts]
    if _states_uris(release):
        for row, concept in zip(cells, release.concepts, strict=True):
            row["uri", "", 1] = release.scheme.uri_of(concept)
    spots = {spot for row in cells for spot in row} | {
        ("code", "", 1),
        ("preferred", language, 1),
        ("kind", "", 1),
    }
    ordered = sorted(
        spots, key=lambda spot: (_ORDER.get(spot[0], 999), spot[0], spot[1] != language, *spot[1:])
    )
    header = [_header(spot, english) for spot in ordered]
    return [header, *([row.get(spot, "") for spot in ordered] for row in cells)]


def _header(spot: Spot, english: bool) -> str:
    key, language, number = spot
    if key.startswith(" "):
        return property_header(key[1:], number, english)
    column = BY_KEY[key]
    name = column.english if english else column.danish
    return f"{name}{f' ({language})' if language else ''}{f' {number}' if number > 1 else ''}"


def _cells(concept: Concept) -> dict[Spot, str]:
    row: dict[Spot, str] = {("code", "", 1): concept.code}
    row |= _lists(concept)
    row |= dict(_numbered((_NOTES[note.kind], note.language, note.text) for note in concept.notes))
    row |= dict(
        _numbered(
            (_PROPERTIES.get(name, f" {name}"), "", value) for name, value in concept.properties if value
        )
    )
    for key, text in (
        ("kind", "" if concept.kind is Kind.OTHER else str(concept.kind)),
        ("status", "" if concept.status is Status.ACTIVE else str(concept.status)),
        ("reason", concept.reason),
        ("ordinal", "" if concept.ordinal is None else repr(float(concept.ordinal)).removesuffix(".0")),
        ("valid-from", concept.validity.start.isoformat() if concept.validity.start else ""),
        ("valid-to", concept.validity.end.isoformat() if concept.validity.end else ""),
    ):
        if text:
            row[key, "", 1] = text
    return row


def _lists(concept: Concept) -> dict[Spot, str]:
    """Cells of several values."""
    values: dict[Spot, list[str]] = defaultdict(list)
    for notation in concept.notations[1:]:
        values["legacy" if notation.role is NotationRole.LEGACY else "further", "", 1].append(notation.code)
    values["broader", "", 1] += concept.broader
    values["replaced-by", "", 1] += concept.replaced_by
    cells: dict[Spot, str] = {}
    for label in concept.labels:
        if label.kind is LabelKind.PREFERRED:
            cells["preferred", label.language, 1] = label.text
        else:
            values[_LABELS[label.kind], label.language, 1].append(label.text)
    return cells | {spot: joined(held) for spot, held in values.items() if held}


def _numbered(parts: Iterator[tuple[str, str, str]]) -> Iterator[tuple[Spot, str]]:
    """Further values of one sort get columns of their own."""
    times: Counter[tuple[str, str]] = Counter()
    for key, language, text in parts:
        times[key, language] += 1
        yield (key, language, times[key, language]), text


# ---------------------------------------------------------------- what is not carried


def losses(content: Content, *, longest: int, unwritable: str) -> tuple[Finding, ...]:
    """What the files do not carry, as information (SPB31)."""
    found = []
    for draft in content.releases:
        release = draft.release
        found += [
            (same(f"{release.scheme.name} {release.version}"), said)
            for said in _losses(release, longest, unwritable)
        ]
    found += [
        (
            both(f"værdisættet {v.name} {v.version}", f"value set {v.name} {v.version}"),
            both("en begrebstabel indeholder ingen værdisæt", "a concept table holds no value sets"),
        )
        for v in content.value_sets
    ]
    found += [
        (
            both(f"kortlægningen {m.name} {m.version}", f"map {m.name} {m.version}"),
            both("en begrebstabel indeholder ingen kortlægninger", "a concept table holds no maps"),
        )
        for m in content.maps
    ]
    return tuple(
        Finding(
            "SPB31",
            Severity.INFORMATION,
            both(f"{name.da}: {said.da}: ikke skrevet", f"{name.en}: {said.en}: not written"),
        )
        for name, said in found
    )


def _losses(release: Release, longest: int, unwritable: str) -> Iterator[Sentence]:
    yield both("hvornår det blev registreret her", "when it was recorded here")
    yield from scheme_in_fhir(release.scheme)
    width = len({spot for concept in release.concepts for spot in _cells(concept)}) + _states_uris(release)
    if width > MOST_COLUMNS:
        yield both(
            f"en tabel, der kan læses igen: den har {width} kolonner, og mere end {MOST_COLUMNS} læses ikke",
            f"a table that can be read again: it has {width} columns, and more than {MOST_COLUMNS} are not read",
        )
    if release.lineage:
        yield both(f"slægtslinje ({len(release.lineage)} trin)", f"lineage ({len(release.lineage)} steps)")
    for concept in release.concepts:
        if any(not notation.validity.is_unbounded for notation in concept.notations):
            yield both(
                f"gyldigheden af en kode for {concept.code!r}",
                f"the validity of a notation of {concept.code!r}",
            )
        if concept.notations[0].role is not NotationRole.CURRENT:
            yield both(
                f"at den første kode for {concept.code!r} er en gammel",
                f"that the first notation of {concept.code!r} is a legacy one",
            )
        if any(not value for _, value in concept.properties):
            yield both(f"en tom egenskab ved {concept.code!r}", f"an empty property of {concept.code!r}")
        if any(len(text) > longest for text in _cells(concept).values()):
            yield both(
                f"hvad der går ud over {longest} tegn i en celle for {concept.code!r}",
                f"what goes beyond {longest} characters in a cell of {concept.code!r}",
            )
        if any(letter in text for text in _cells(concept).values() for letter in unwritable):
            yield both(
                f"et tegn i {concept.code!r}, som formatet ikke kan rumme",
                f"a character of {concept.code!r} that the format cannot hold",
            )
