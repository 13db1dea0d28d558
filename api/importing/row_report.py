"""The report of an import row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from api.importing.outcome import RowReport, RowStatus, ThingReport
from classification import Finding, Place, Release, Severity
from classification.record import frozen
from classification.terminology import HeldRelease
from loaders.content import STATEMENT, Content, Draft

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
    findings: Sequence[Finding],
    *,
    refused: bool = False,
) -> tuple[RowReport, ...]:
    """One entry per row of the input, and one per finding; a row with findings has those in place of its own.

    In an import that is `refused` every row is that would have been new or changed.
    """
    at_place: dict[Place, RowStatus] = {}
    for one in planned:
        for place, status in _concept_rows(one):
            at_place[place] = _stronger(status, at_place.get(place))
    of_name: dict[str, RowStatus] = {}
    for thing in things:
        of_name[thing.name] = _stronger(thing.status, of_name.get(thing.name))
    maps = _map_rows(content, of_name)
    statements = min(maps.values(), key=_STRONGEST.index, default=RowStatus.SAME)
    noted: dict[Place, list[Finding]] = {}
    for finding in findings:
        noted.setdefault(finding.place, []).append(finding)
    rows: list[RowReport] = []
    for row in content.rows:
        status = (
            at_place.get(row.place)
            or of_name.get(row.subject)
            or maps.get(row.subject)
            or (statements if row.subject == STATEMENT else RowStatus.SAME)
        )
        if refused and status in {RowStatus.NEW, RowStatus.CHANGED}:
            status = RowStatus.REFUSED
        found = noted.pop(row.place, ())
        rows += [_noted(finding, status) for finding in found] or [RowReport(row.place, status)]
    rows += [_noted(finding, RowStatus.NOTED) for rest in noted.values() for finding in rest]
    return tuple(rows)


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


def _map_rows(content: Content, of_name: Mapping[str, RowStatus]) -> dict[str, RowStatus]:
    return {
        f"{mapping.source.system} {mapping.source.code}": of_name[concept_map.name]
        for concept_map in content.maps
        for mapping in concept_map.mappings
        if concept_map.name in of_name
    }


def _noted(finding: Finding, status: RowStatus) -> RowReport:
    refused = finding.severity is Severity.ERROR
    return RowReport(
        finding.place, RowStatus.REFUSED if refused else status, finding.rule, finding.message.en
    )


def _stronger(one: RowStatus, other: RowStatus | None) -> RowStatus:
    return one if other is None else min(one, other, key=_STRONGEST.index)
