"""What a look at the maps finds: those that an import brings, and those held whose vocabularies get a new release."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from classification import ConceptMap, Finding, Place, Severity, Terminology, When, lint_map
from classification.concept_map import Mapping
from classification.record import replace
from classification.sentence import NOTHING, Sentence, both, joined, same
from classification.terminology import HeldRelease
from loaders.content import Row

NAMED: Final = 3
_ALIKE: Final = {"SPA04": "SPA03", "SPA07": "SPA06"}


def noticed_in_maps(
    offered: Sequence[ConceptMap],
    held: Terminology,
    releases: Sequence[HeldRelease],
    today: date,
    rows: Iterable[Row] = (),
) -> Iterator[Finding]:
    """What the lint finds in the maps that come, among what is held and the releases that come with them.

    A finding about a row has its place in the input, where `rows` tell it, and its column as evidence.
    """
    if offered:
        terminology = held.joined(releases, ())
        places = {_unnumbered(row.statement): row.place for row in rows if row.statement is not None}
        for concept_map in offered:
            for finding in lint_map(terminology, concept_map, When(today)):
                yield _in_the_input(finding, concept_map, places)


def _unnumbered(statement: Mapping) -> Mapping:
    return replace(statement, number=0)


def _in_the_input(finding: Finding, concept_map: ConceptMap, places: dict[Mapping, Place]) -> Finding:
    if not _row(finding):
        return finding
    place = places.get(_unnumbered(concept_map.mappings[finding.place.document]))
    if place is None:
        return finding
    column = finding.place.path.rpartition("/")[2]
    return replace(finding, place=place, evidence=(("field", column), *finding.evidence))


def touched_maps(
    held: Terminology, releases: Sequence[HeldRelease], today: date, *, beside: Iterable[ConceptMap] = ()
) -> Iterator[Finding]:
    """SPI30 for each map held that speaks of a classification with a new release, and what the release has against it.

    Looked at is the day on which the last of the releases begins, or today where that is later; told is what the lint
    finds then and would not find without them. Maps that come along (`beside`) are looked at by themselves.
    """
    coming = {one.uri for one in beside}
    systems = {uri for release in releases for uri in (release.scheme.uri, *release.scheme.aliases)}
    if not systems:
        return
    when = When(max(today, *(release.validity.start or today for release in releases)))
    terminology = held.joined(releases, ())
    for concept_map in held.maps(when):
        named = systems & (concept_map.source_systems | concept_map.target_systems)
        if named and concept_map.uri not in coming:
            before = {_fault(finding) for finding in lint_map(held, concept_map, when)}
            now = [one for one in lint_map(terminology, concept_map, when) if _fault(one) not in before]
            yield _touched(concept_map, [one for one in releases if _speaks_of(named, one)], now)
            yield from now


def _speaks_of(named: set[str], release: HeldRelease) -> bool:
    return not named.isdisjoint((release.scheme.uri, *release.scheme.aliases))


def _fault(finding: Finding) -> tuple[str, str, str]:
    """What is the same fault with the new release and without: its sort and place; of a whole side, what is told."""
    of_a_row = finding.place.path.count("/") > 1
    return (
        _ALIKE.get(finding.rule, finding.rule),
        finding.place.path,
        "" if of_a_row else finding.message.en,
    )


def _touched(concept_map: ConceptMap, releases: Sequence[HeldRelease], now: Sequence[Finding]) -> Finding:
    name = f"{concept_map.name}@{concept_map.version}"
    comes = ", ".join(dict.fromkeys(release.name for release in releases))
    rows = list(dict.fromkeys(_row(one) for one in now if one.severity is Severity.WARNING and _row(one)))
    told = len(now) - sum(one.severity is Severity.WARNING for one in now)
    message = both(f"{name} handler om {comes}: ", f"{name} speaks of {comes}: ") + _holds(rows, concept_map)
    if told:
        message += both(f"; bemærket: {told}", f"; noted: {told}")
    remedy = both(
        f"samsprog lint {concept_map.name} gennemgår den",
        f"samsprog lint {concept_map.name} looks through it",
    )
    severity = Severity.WARNING if rows else Severity.INFORMATION
    return Finding("SPI30", severity, message, Place(name), remedy if now else NOTHING)


def _holds(rows: Sequence[str], concept_map: ConceptMap) -> Sentence:
    count = len(concept_map.mappings)
    if not rows:
        return both(f"dens {count} rækker gælder som før", f"its {count} rows hold as before")
    dots = " …" if len(rows) > NAMED else ""
    first = same(", ".join(rows[:NAMED]) + dots)
    return joined(
        (
            both(
                f"{len(rows)} af {count} rækker gælder ikke længere (",
                f"{len(rows)} of {count} rows hold no longer (",
            ),
            both("række ", "row "),
            first,
            same(")"),
        )
    )


def _row(finding: Finding) -> str:
    """The number of the row that a finding is about; empty where it is about none."""
    parts = finding.place.path.split("/")
    return parts[1] if len(parts) > 2 else ""
