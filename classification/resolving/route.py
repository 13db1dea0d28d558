"""Ways over concept maps from one system to another: direct, inverted, or composed through a third one.

Composition follows `classification.concept_map`; every link that leads somewhere is kept, what leads nowhere is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from classification.concept_map import ConceptMap, Mapping, Relation, compose
from classification.record import field, frozen, mutable
from classification.resolving.resolution import PathStep
from classification.resolving.timeline import Timeline, lineage_steps
from classification.sentence import Sentence, both, same
from classification.words import word


@frozen
class Link:
    """A candidate on the way: a code of a system as some map's release had it."""

    system: str
    code: str
    relation: Relation = Relation.EXACT
    confidence: float | None = None
    release: str = ""
    path: tuple[PathStep, ...] = ()


@mutable
class Finds:
    """What following the maps brought to light.

    `said_none` are rows that deny a counterpart, `expired` rows that do not hold on the day, `asked` the maps looked
    into. `undecided` leaves the outcome to a person.
    """

    links: list[Link] = field(default_factory=list)
    said_none: list[PathStep] = field(default_factory=list)
    remarks: list[Sentence] = field(default_factory=list)
    expired: list[Sentence] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    undecided: bool = False

    def add(self, other: Finds) -> None:
        """Take over everything but the links."""
        self.said_none += other.said_none
        self.remarks += other.remarks
        self.expired += other.expired
        self.asked |= other.asked
        self.undecided |= other.undecided


class Routes:
    """Ways from `source` to `target` (system URIs) on the timeline's day."""

    def __init__(self, timeline: Timeline, source: str, target: str) -> None:
        self._timeline, self._source, self._target = timeline, source, target

    def from_codes(self, codes: Iterable[str]) -> Finds:
        """Where the codes of one concept lead: by maps between the two systems, else through a third one."""
        start = [Link(self._source, code) for code in codes]
        direct = Finds()
        for concept_map in self._between(self._source, self._target):
            for link in start:
                self._follow(concept_map, link, self._target, direct)
        if direct.links or direct.said_none:
            return direct
        composed = self._composed(start)
        composed.add(direct)
        return composed

    def rows_of(self, code: str) -> list[Mapping]:
        """Rows of any map about a code of the source system."""
        return [row for m in self.maps for row in m.by_source.get((self._source, code), ())]

    @cached_property
    def maps(self) -> tuple[ConceptMap, ...]:
        """The concept maps of the day."""
        return self._timeline.terminology.maps(self._timeline.clock)

    @cached_property
    def _inverted(self) -> tuple[ConceptMap, ...]:
        return tuple(concept_map.inverted() for concept_map in self.maps)

    def _between(self, source: str, target: str) -> list[ConceptMap]:
        """Maps that lead from one system to the other; inverted ones only where none leads that way itself."""
        for maps in (self.maps, self._inverted):
            found = [m for m in maps if source in m.source_systems and target in m.target_systems]
            if found:
                return found
        return []

    def _composed(self, start: list[Link]) -> Finds:
        finds = Finds()
        for first, middle in self._first_legs():
            second_legs = self._between(middle, self._target)
            if not second_legs:
                continue
            leg = Finds()
            for link in start:
                self._follow(first, link, middle, leg)
            finds.add(leg)
            for link in leg.links:
                for second in second_legs:
                    for moved in self._carried(link, second, finds):
                        self._follow(second, moved, self._target, finds)
        return finds

    def _first_legs(self) -> list[tuple[ConceptMap, str]]:
        legs = []
        for concept_map in (*self.maps, *self._inverted):
            if self._source in concept_map.source_systems:
                middles = concept_map.target_systems - {self._source, self._target}
                legs += [(concept_map, middle) for middle in sorted(middles)]
        return legs

    def _follow(self, concept_map: ConceptMap, link: Link, target: str, finds: Finds) -> None:
        finds.asked.add(concept_map.name)
        for row in concept_map.about(link.system, link.code, self._timeline.written(link.system)):
            if row.target.system != target:
                continue
            if not row.validity.covers(self._timeline.clock.day):
                finds.expired.append(
                    both(
                        f"række {row.number} i {concept_map.name} gælder kun {row.validity}",
                        f"row {row.number} of {concept_map.name} holds {row.validity} only",
                    )
                )
            elif row.relation is Relation.NONE:
                finds.said_none.append(_step(concept_map, row))
            else:
                self._take(concept_map, row, link, finds)

    def _take(self, concept_map: ConceptMap, row: Mapping, link: Link, finds: Finds) -> None:
        relation = compose(link.relation, row.relation)
        if relation is None:
            first, second, target = word(link.relation), word(row.relation), row.target
            finds.remarks.append(
                both(
                    f"{first.da} til {link.code} og {second.da} til {target.code} ({target.term}): "
                    "deraf følger intet",
                    f"{first.en} to {link.code} and {second.en} to {target.code} ({target.term}): "
                    "nothing follows",
                )
            )
            return
        release = self._timeline.pin(concept_map.target_releases, row.target.system)
        confidence = _product(link.confidence, row.confidence)
        path = (*link.path, _step(concept_map, row))
        finds.links.append(Link(row.target.system, row.target.code, relation, confidence, release, path))

    def _carried(self, link: Link, second: ConceptMap, finds: Finds) -> list[Link]:
        """The middle concept as the second map's release knows it, under each of its codes."""
        if not self._timeline.terminology.has_scheme(link.system):
            return [link]
        pin = self._timeline.pin(second.source_releases, link.system)
        there = self._timeline.release(link.system, pin)
        here = self._timeline.release(link.system, link.release)
        number = here.find(link.code)
        if number is None:
            return [link]
        followed = self._timeline.trace(here, there, number)
        if not followed.safe:
            finds.remarks.append(
                both(
                    f"{link.code} kan ikke føres fra {here.name} til {there.name}: {followed.why.da}",
                    f"{link.code} cannot be carried from {here.name} to {there.name}: {followed.why.en}",
                )
            )
            return []
        path = (*link.path, *lineage_steps(followed))
        codes = there.concept(followed.targets[0]).codes
        return [
            Link(link.system, code, link.relation, link.confidence, there.version, path) for code in codes
        ]


def _step(concept_map: ConceptMap, row: Mapping) -> PathStep:
    source, target = row.source, row.target
    there = (
        same(f"{target.code} {target.term!r}") if target.code else both("intet modstykke", "no counterpart")
    )
    here = f"{source.code} {source.term!r} {row.relation.skos}"
    said = both(
        f"{here} {there.da} ({concept_map.name} række {row.number})",
        f"{here} {there.en} ({concept_map.name} row {row.number})",
    )
    return PathStep(
        "map", said, concept_map.name, concept_map.version, row.number, str(row.relation), row.note
    )


def _product(first: float | None, second: float | None) -> float | None:
    if first is None or second is None:
        return second if first is None else first
    return round(first * second, 4)
