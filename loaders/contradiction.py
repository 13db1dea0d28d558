"""Statements of one concept map that cannot hold together, whatever format they came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classification.concept_map import Mapping, Relation
from classification.finding import Place
from classification.record import frozen


@frozen
class Contradiction:
    """Two statements about one code that hold on the same day; the second is `place`."""

    place: Place
    first: Place
    text: str


def contradictions(statements: Iterable[tuple[Mapping, Place]]) -> Iterator[Contradiction]:
    """Pairs about which a map says two things, and codes that have a counterpart and none; one for each statement."""
    by_source: dict[tuple[str, str, str], list[tuple[Mapping, Place]]] = {}
    for mapping, place in statements:
        source, target = mapping.source, mapping.target
        before = by_source.setdefault((source.system, source.code, target.system), [])
        for other, first in before:
            if _about_one_thing(mapping, other) and not mapping.validity.intersect(other.validity).is_empty:
                yield Contradiction(place, first, f"{_said(mapping)}, but {_said(other)}")
                break
        before.append((mapping, place))


def _about_one_thing(one: Mapping, other: Mapping) -> bool:
    return one.target.code == other.target.code or Relation.NONE in {one.relation, other.relation}


def _said(mapping: Mapping) -> str:
    return f"{mapping.source.code!r} to {mapping.target.code or 'nothing'!r} is {mapping.relation}"
