"""concepts.csv: the history of each concept becomes one list of concepts per release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from classification import Concept, ConceptScheme, Place, Release
from classification.concept import Kind, Label, LabelKind, Notation, NotationRole, Note, NoteKind, Status
from classification.record import frozen
from classification.sentence import both
from classification.text import is_language_tag
from classification.uri import is_uri, made_uri
from loaders.content import Draft, Row
from loaders.reading.notes import Notes, known
from loaders.vocabulary_folder.about import About, Edition
from loaders.vocabulary_folder.csv_table import Record, read_records
from loaders.vocabulary_folder.span import Span, span_of

FILE: Final = "concepts.csv"
REQUIRED: Final = ("first", "code", "term")
OPTIONAL: Final = frozenset(
    (
        "scheme",
        "last",
        "legacy",
        "broader",
        "alternative",
        "hidden",
        "kind",
        "status",
        "replaced_by",
        "reason",
        "ordinal",
        "valid_from",
        "valid_to",
        "note",
        "uri",
    )
)
PREFIXES: Final = ("term_", "note_", "property:")
STATUSES: Final = {"": Status.ACTIVE, **{str(status): status for status in Status}}
KINDS: Final = {"": Kind.OTHER, **{str(kind): kind for kind in Kind}}


@frozen
class _Held:
    concept: Concept
    span: Span
    place: Place


def read_concepts(path: Path, about: About, notes: Notes) -> tuple[tuple[Draft, ...], tuple[Row, ...]]:
    """A draft of every release of every scheme, and the rows they were made of.

    Findings besides those of `read_records`: SPT07 unknown scheme, SPT10 unknown release, SPT18 `last` before `first`,
    SPT05 unknown kind or status, SPT19 a code in one release twice, SPT20 label in a language that the scheme does not
    name, SPT30 rows of one concept apart (warning), SPC13 another structure digest than about.toml gives.
    """
    schemes = {scheme.name: scheme for scheme in about.schemes}
    required = REQUIRED if len(schemes) == 1 else ("scheme", *REQUIRED)
    held: dict[str, list[_Held]] = {name: [] for name in schemes}
    rows: list[Row] = []
    lines: dict[str, int] = {}
    labels = {name: tuple(e.version for e in about.editions_of(name)) for name in schemes}
    for record in read_records(path, required, OPTIONAL, PREFIXES, notes):
        name = record["scheme"] or (next(iter(schemes)) if len(schemes) == 1 else "")
        rows.append(Row(record.place, f"{name} {record['code']}"))
        _check_together(rows, lines, notes)
        if name not in schemes:
            notes.error(
                "SPT07",
                both(f"ukendt klassifikation {name!r}", f"unknown scheme {name!r}"),
                record.place,
                known(schemes, name),
            )
            continue
        span = span_of(record, labels[name], name, notes)
        concept = _concept(record, schemes[name], notes)
        if span is not None:
            held[name].append(_Held(concept, span, record.place))
    drafts = (
        draft
        for name, scheme in schemes.items()
        for draft in _drafts(scheme, about, _without_doubles(held[name], labels[name], notes), notes)
    )
    return tuple(drafts), tuple(rows)


def _check_together(rows: Sequence[Row], lines: dict[str, int], notes: Notes) -> None:
    """SPT30 where the last row is about a concept with an earlier row that does not stand right above."""
    last = rows[-1]
    first = lines.setdefault(last.subject, last.place.line)
    if first != last.place.line and rows[-2].subject != last.subject:
        message = both(
            f"begrebet står også i linje {first}, med andre imellem",
            f"the concept stands in line {first} too, with others between",
        )
        notes.warning(
            "SPT30",
            message,
            last.place,
            both(
                "hold et begrebs rækker samlet, den ældste først",
                "keep the rows of one concept together, oldest first",
            ),
        )


def _concept(record: Record, scheme: ConceptScheme, notes: Notes) -> Concept:
    kind, status = KINDS.get(record["kind"]), STATUSES.get(record["status"])
    if kind is None:
        notes.error(
            "SPT05",
            both(f"ukendt art {record['kind']!r}", f"unknown kind {record['kind']!r}"),
            record.place,
            known(map(str, Kind)),
        )
    if status is None:
        notes.error(
            "SPT05",
            both(f"ukendt status {record['status']!r}", f"unknown status {record['status']!r}"),
            record.place,
            known(map(str, Status)),
        )
    current = Notation(record["code"])
    return Concept(
        notations=(current, *(Notation(code, NotationRole.LEGACY) for code in record.several("legacy"))),
        labels=tuple(_labels(record, scheme, notes)),
        kind=kind or Kind.OTHER,
        status=status or Status.ACTIVE,
        broader=record.several("broader"),
        notes=tuple(_notes(record, scheme, notes)),
        ordinal=record.number("ordinal", notes),
        replaced_by=record.several("replaced_by"),
        reason=record["reason"],
        validity=record.validity(notes),
        properties=tuple(_prefixed(record, "property:")),
        uri=_uri(record, scheme, notes),
    )


def _uri(record: Record, scheme: ConceptScheme, notes: Notes) -> str:
    """The concept's own URI, where it is not the one that the scheme's rule makes of its code."""
    uri = record["uri"]
    if uri and not is_uri(uri):
        said = both(f"{uri!r} er ikke en URI", f"{uri!r} is no URI")
        remedy = both("skriv den hel: https://example.org/id/R", "write it whole: https://example.org/id/R")
        notes.error("SPT05", said, record.place, remedy)
        return ""
    return "" if uri == made_uri(scheme.uri_rule, record["code"]) else uri


def _labels(record: Record, scheme: ConceptScheme, notes: Notes) -> Iterator[Label]:
    if record["term"]:
        yield Label(record["term"], scheme.language)
    for language, text in _prefixed(record, "term_"):
        _check_language(language, record, scheme, notes)
        yield Label(text, language)
    for kind in (LabelKind.ALTERNATIVE, LabelKind.HIDDEN):
        for cell in record.several(str(kind)):
            text, _, language = cell.rpartition("@")
            if not text or not is_language_tag(language):
                yield Label(cell, scheme.language, kind)
                continue
            _check_language(language, record, scheme, notes)
            yield Label(text, language, kind)


def _notes(record: Record, scheme: ConceptScheme, notes: Notes) -> Iterator[Note]:
    if record["note"]:
        yield Note(record["note"], scheme.language, NoteKind.NOTE)
    for language, text in _prefixed(record, "note_"):
        _check_language(language, record, scheme, notes)
        yield Note(text, language, NoteKind.NOTE)


def _prefixed(record: Record, prefix: str) -> Iterator[tuple[str, str]]:
    for column, cell in record.cells.items():
        if cell and column.startswith(prefix):
            yield column[len(prefix) :], cell


def _check_language(language: str, record: Record, scheme: ConceptScheme, notes: Notes) -> None:
    if language not in scheme.languages:
        message = both(
            f"{scheme.name} har ikke sproget {language!r}", f"{scheme.name} has no language {language!r}"
        )
        notes.error(
            "SPT20",
            message,
            record.place,
            both(
                f"føj det til `languages`; {known(scheme.languages).da}",
                f"add it to `languages`; {known(scheme.languages).en}",
            ),
        )


def _without_doubles(rows: Iterable[_Held], labels: Sequence[str], notes: Notes) -> list[_Held]:
    """The rows, without those that use a code which another row uses in the same release."""
    kept: list[_Held] = []
    uses: dict[str, list[_Held]] = {}
    for row in rows:
        clash = _clash(row, uses)
        if clash is None:
            kept.append(row)
            for code in row.concept.codes:
                uses.setdefault(code, []).append(row)
        else:
            code, other = clash
            shared = labels[max(row.span.first, other.span.first)]
            message = both(
                f"koden {code!r} står to gange i udgaven {shared}, også i linje {other.place.line}",
                f"code {code!r} stands in release {shared} twice, in line {other.place.line} too",
            )
            notes.error(
                "SPT19",
                message,
                row.place,
                both(
                    "lad den tidligere periode slutte før, eller giv en anden kode",
                    "end the earlier span before, or give another code",
                ),
            )
    return kept


def _clash(row: _Held, uses: Mapping[str, list[_Held]]) -> tuple[str, _Held] | None:
    for code in row.concept.codes:
        for other in uses.get(code, ()):
            if row.span.overlaps(other.span):
                return code, other
    return None


def _drafts(scheme: ConceptScheme, about: About, rows: Sequence[_Held], notes: Notes) -> Iterator[Draft]:
    for number, edition in enumerate(about.editions_of(scheme.name)):
        here = [row for row in rows if number in row.span]
        release = Release(
            scheme=scheme,
            version=edition.version,
            concepts=tuple(row.concept for row in here),
            validity=edition.validity,
            recorded=edition.recorded,
            lineage=about.lineage.get((scheme.name, edition.version), ()),
            publisher_versions=edition.publisher_versions,
        )
        _check_digest(release, edition, notes)
        yield Draft(release, places={code: row.place for row in here for code in row.concept.codes})


def _check_digest(release: Release, edition: Edition, notes: Notes) -> None:
    stated = dict(edition.digests).get(release.scheme.name)
    if stated and stated != release.structure_digest:
        name = f"{release.scheme.name} {release.version}"
        notes.error(
            "SPC13",
            both(
                f"{name} har strukturdigest {release.structure_digest}, ikke {stated}",
                f"{name} has structure digest {release.structure_digest}, not {stated}",
            ),
            edition.place,
            both(
                "find, hvad der er ændret i koder, termer eller hierarki; skriv det nye digest, hvis det er ment",
                "find what changed in codes, terms or hierarchy; state the new digest if it is meant",
            ),
        )
