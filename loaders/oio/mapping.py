"""Mapninger: what klasser of one facet correspond to, as a concept map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from classification import ConceptMap, ConceptScheme, Place, Validity
from classification.concept_map import Coding, Mapping, Relation
from classification.record import replace
from classification.sentence import both
from classification.words import word
from loaders.content import Row
from loaders.oio.concept import code_of
from loaders.oio.facet import FacetView
from loaders.oio.record import RelationRow, Sort
from loaders.oio.timeline import History, Snapshot
from loaders.reading.notes import Notes

URIS: Final = "urn:ietf:rfc:3986"
"""The system whose codes are URIs: for what is not in the files."""

_MEANINGS: Final = {
    **{str(relation): relation for relation in Relation if relation is not Relation.NONE},
    **{f"{relation}match": relation for relation in Relation if relation is not Relation.NONE},
}
MOST_STATEMENTS: Final = 1_000_000
_Statement = tuple[Mapping, Place]


def map_of(
    view: FacetView, scheme: ConceptScheme, version: str, notes: Notes
) -> tuple[ConceptMap | None, tuple[Row, ...]]:
    """The map of one facet, with the days on which each row holds; None where it maps nothing.

    The relation is close unless the type names a SKOS relation. A target that is not in the files is named by its URI.
    Findings: SPO24 two rows that cannot hold together, SPO14 more rows than are kept.
    """
    found = _statements(view, scheme.uri)
    if found is None:
        message = both(
            f"mapninger i {view.named()} er flere end {MOST_STATEMENTS} over tiden",
            f"mapninger of {view.named()} are more than {MOST_STATEMENTS} over their time",
        )
        notes.error(
            "SPO14",
            message,
            view.place(),
            both("send færre klasser ad gangen", "send fewer klasser at a time"),
        )
        return None, ()
    statements = [(replace(each, number=number), place) for number, (each, place) in enumerate(found, 1)]
    for group in _by_pair(statements):
        _report_contradictions(group, notes)
    if not statements:
        return None, ()
    name = f"{scheme.name}-mapninger"
    concept_map = ConceptMap(
        name=name,
        uri=f"{scheme.uri}#mapninger",
        version=version,
        mappings=tuple(mapping for mapping, _ in statements),
        title=tuple((tag, f"{title}: mapninger") for tag, title in scheme.title),
        licence=scheme.licence,
        author=scheme.publisher,
    )
    return concept_map, tuple(
        Row(place, f"{mapping.source.system} {mapping.source.code}", statement=mapping)
        for mapping, place in statements
    )


def _statements(view: FacetView, system: str) -> list[_Statement] | None:
    """What each klasse is mapped to, each statement once with all its days; None where they are too many."""
    found: list[_Statement] = []
    looks = 0
    for held in view.members:
        days: dict[Mapping, list[tuple[Validity, Place]]] = {}
        for snapshot in held.snapshots:
            for mapping, validity, place in _at(view, held, snapshot, system):
                days.setdefault(mapping, []).append((validity, place))
                looks += 1
                if looks > MOST_STATEMENTS:
                    return None
        for mapping, spans in days.items():
            found += ((replace(mapping, validity=span), place) for span, place in _joined(spans))
    return found


def _by_pair(statements: Iterable[_Statement]) -> Iterable[list[_Statement]]:
    """The statements about one source and one target together: no others can contradict each other here."""
    pairs: dict[tuple[Coding, str, str], list[_Statement]] = {}
    for statement in statements:
        source, target = statement[0].source, statement[0].target
        pairs.setdefault((source, target.system, target.code), []).append(statement)
    return pairs.values()


def _report_contradictions(group: list[_Statement], notes: Notes) -> None:
    """SPO24 for each statement that says of its days something else than one that began before it."""
    latest: dict[Relation, tuple[date, Place]] = {}
    for mapping, place in sorted(group, key=lambda each: each[0].validity.start or date.min):
        start, end = mapping.validity.start or date.min, mapping.validity.end or date.max
        for relation, (until, first) in latest.items():
            if relation is not mapping.relation and start < until:
                named = both(
                    f"{mapping.source.code!r} til {mapping.target.code!r}",
                    f"{mapping.source.code!r} to {mapping.target.code!r}",
                )
                here, there = word(mapping.relation).da, word(relation).da
                message = both(
                    f"mapninger modsiger hinanden: {named.da} er {here}, men {there} ({first})",
                    f"mapninger contradict each other: {named.en} is {mapping.relation}, but {relation} ({first})",
                )
                notes.error("SPO24", message, place, both("behold en af dem", "keep one of them"))
                break
        until, first = latest.get(mapping.relation, (date.min, place))
        latest[mapping.relation] = (end, place) if end > until else (until, first)


def _joined(spans: list[tuple[Validity, Place]]) -> Iterator[tuple[Validity, Place]]:
    """Intervals without those that adjoin or overlap one another, each at its first place."""
    spans = sorted(spans, key=lambda each: each[0].start or date.min)
    span, place = spans[0]
    for other, there in spans[1:]:
        if span.end is None or (other.start or date.min) <= span.end:
            later = None if span.end is None or other.end is None else max(span.end, other.end)
            span = Validity(span.start, later)
        else:
            yield span, place
            span, place = other, there
    yield span, place


def _at(
    view: FacetView, held: History, snapshot: Snapshot, system: str
) -> Iterator[tuple[Mapping, Validity, Place]]:
    facet = snapshot.target("facet")
    if not snapshot.published or facet is None or facet.target != view.identifier:
        return
    source = Coding(system, code_of(held, snapshot))
    for relation in snapshot.targets("mapninger"):
        meaning = _MEANINGS.get(relation.kind.lower().removeprefix("skos:"), Relation.CLOSE)
        kind = relation.kind if meaning is Relation.CLOSE else ""
        note = "; ".join(filter(None, (relation.role, kind)))
        for target, validity in _targets(view, relation, snapshot.validity):
            yield Mapping(source, meaning, target, note=note), validity, relation.place


def _targets(view: FacetView, relation: RelationRow, validity: Validity) -> Iterator[tuple[Coding, Validity]]:
    """What a relation leads to, by the code that it has at the time."""
    held = view.holdings.find(relation.target, Sort.KLASSE)
    if held is None:
        urn = relation.target if ":" in relation.target else f"urn:uuid:{relation.target}"
        yield Coding(URIS, urn, relation.label), validity
        return
    for shared, snapshot in held.within(validity):
        facet = snapshot.target("facet")
        if facet is None:
            yield Coding(URIS, f"urn:uuid:{relation.target}", relation.label), shared
        else:
            yield Coding(f"urn:uuid:{facet.target}", code_of(held, snapshot), relation.label), shared
