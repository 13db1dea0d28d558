"""The report of an import row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final

from api.importing.editions import PlannedEdition
from api.importing.outcome import RowReport, RowStatus, ThingReport
from classification import ConceptMap, Finding, Index, Place, Release, Severity
from classification.compiled.index import compile_checked
from classification.concept_map import Mapping
from classification.record import frozen, replace
from classification.rules.policy import policy_of
from classification.terminology import HeldRelease
from loaders.content import STATEMENT, Content, Draft, Row

_STRONGEST: Final = tuple(RowStatus)


@frozen(slots=False)
class PlannedRelease:
    """One release of the input and what becomes of it.

    `before` is what its concepts are compared with: the edition held under the label, else the release that began last.
    `held` is the digest held under the label; `again` says that the same content is held and is to answer again.
    """

    release: Release
    draft: Draft
    status: RowStatus
    before: HeldRelease | None
    held: str = ""
    again: bool = False

    @property
    def written(self) -> bool:
        """Whether it has to be written."""
        return self.status in {RowStatus.NEW, RowStatus.CHANGED}

    @cached_property
    def compiled(self) -> bytes:
        """The compiled release: what it is compared by, and what is kept; for one that passed its check."""
        return compile_checked(self.release)

    @cached_property
    def edition(self) -> HeldRelease:
        """The release as it will be held."""
        release = self.release
        return HeldRelease(
            scheme=release.scheme,
            version=release.version,
            validity=release.validity,
            recorded=release.recorded,
            digest=release.digest,
            structure_digest=release.structure_digest,
            size=len(release.concepts),
            load=lambda: Index(self.compiled),
            publisher_versions=release.publisher_versions,
        )

    def report(self) -> ThingReport:
        """The release in the report."""
        release = self.release
        return ThingReport(
            "release",
            release.scheme.name,
            release.version,
            self.status,
            release.digest,
            release.structure_digest,
            self.held,
            edition=self.status is RowStatus.CHANGED,
        )


def report_rows(
    content: Content,
    planned: Iterable[PlannedRelease],
    things: Iterable[ThingReport],
    maps: Iterable[PlannedEdition[ConceptMap]],
    findings: Sequence[Finding],
    *,
    refused: bool = False,
) -> tuple[RowReport, ...]:
    """One entry per row of the input, and one per finding; a row with findings has those in place of its own.

    In an import that is `refused` every row is that would have been new or changed. A row of which nothing came is left
    out, never the same.
    """
    at_place: dict[Place, RowStatus] = {}
    for one in planned if content.rows else ():
        for place, status in _concept_rows(one):
            at_place[place] = _stronger(status, at_place.get(place))
    of_name: dict[str, RowStatus] = {}
    for thing in things:
        of_name[thing.name] = _stronger(thing.status, of_name.get(thing.name))
    statements = _statements(maps)
    if statements:
        statements[STATEMENT] = min(statements.values(), key=_STRONGEST.index)
    of_rows = _by_row(findings, content.rows)
    rows: list[RowReport] = []
    for number, row in enumerate(content.rows, 1):
        status = (
            statements.get(row.subject)
            or at_place.get(row.place)
            or of_name.get(row.subject)
            or RowStatus.LEFT_OUT
        )
        if not row.kept:
            status = RowStatus.LEFT_OUT
        found = of_rows.get(number, ())
        if any(finding.severity is Severity.ERROR for finding in found):
            status = RowStatus.REFUSED
        if refused and status in {RowStatus.NEW, RowStatus.CHANGED}:
            status = RowStatus.REFUSED
        rows += [noted(finding, status, number) for finding in found] or [
            RowReport(row.place, status, number=number)
        ]
    rows += [noted(finding, RowStatus.NOTED) for finding in of_rows.get(0, ())]
    return tuple(rows)


def _by_row(findings: Iterable[Finding], rows: Sequence[Row]) -> dict[int, list[Finding]]:
    """The findings of each row by its number from 1: those on its line, or at or below its place; 0 has the others."""
    numbers: dict[tuple[str, int | str], int] = {}
    for number, row in enumerate(rows, 1):
        numbers.setdefault((row.place.file, row.place.line or row.place.path), number)
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        spots = ((finding.place.file, spot) for spot in _spots(finding.place))
        number = next((numbers[spot] for spot in spots if spot in numbers), 0)
        found.setdefault(number, []).append(finding)
    return found


def _spots(place: Place) -> Iterator[int | str]:
    """The line; else the path, and of a JSON Pointer what it is below."""
    yield place.line or place.path
    path = "" if place.line else place.path
    while path.startswith("/"):
        path = path.rpartition("/")[0]
        yield path


def _concept_rows(planned: PlannedRelease) -> Iterator[tuple[Place, RowStatus]]:
    """The place of each concept with what becomes of it; in a release that is refused, those that differ are."""
    index = planned.before.index if planned.before is not None else None
    places = planned.draft.places
    for concept in planned.release.concepts:
        i = index.find(concept.code) if index is not None else None
        if planned.status is RowStatus.SAME:
            status = RowStatus.SAME
        elif index is None or i is None:
            status = RowStatus.NEW
        else:
            status = RowStatus.SAME if index.concept(i) == concept else RowStatus.CHANGED
        if planned.status is RowStatus.REFUSED and planned.held and status is not RowStatus.SAME:
            status = RowStatus.REFUSED
        for code in concept.codes:
            if code in places:
                yield places[code], status


def _statements(maps: Iterable[PlannedEdition[ConceptMap]]) -> dict[str, RowStatus]:
    """What becomes of what a map says of each source code, by system and code.

    It is compared with what the edition held before it says of that code.
    """
    found: dict[str, RowStatus] = {}
    for planned in maps:
        said, before = _said_of(planned.thing), _said_of(planned.before)
        for subject, statements in said.items():
            status = planned.report.status
            if status is not RowStatus.SAME:
                held = before.get(subject)
                # that the version is new says nothing of its rows
                differs = RowStatus.CHANGED if held else RowStatus.NEW
                differs = differs if status is RowStatus.NEW else _stronger(differs, status)
                status = RowStatus.SAME if held == statements else differs
            found[subject] = _stronger(status, found.get(subject))
    return found


def _said_of(concept_map: ConceptMap | None) -> dict[str, set[Mapping]]:
    """The statements of a map by their source, without their numbers."""
    said: dict[str, set[Mapping]] = {}
    for mapping in concept_map.mappings if concept_map is not None else ():
        subject = f"{mapping.source.system} {mapping.source.code}"
        said.setdefault(subject, set()).add(replace(mapping, number=0))
    return said


def noted(finding: Finding, status: RowStatus, number: int = 0) -> RowReport:
    """A finding in the report of the rows."""
    refused = finding.severity is Severity.ERROR
    return RowReport(
        finding.place,
        RowStatus.REFUSED if refused else status,
        finding.rule,
        finding.message.en,
        str(policy_of(finding)),
        number,
    )


def _stronger(one: RowStatus, other: RowStatus | None) -> RowStatus:
    return one if other is None else min(one, other, key=_STRONGEST.index)
