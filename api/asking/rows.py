"""Rows of the maps of a day that lead from the codes of a concept, or to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classification import ConceptMap, Terminology, When
from classification.concept_map import Mapping


def rows_from(
    terminology: Terminology, clock: When, system: str, codes: Iterable[str]
) -> Iterator[tuple[ConceptMap, Mapping]]:
    """Rows of all maps of the day about these codes."""
    keys = [(system, code) for code in codes]
    for concept_map in terminology.maps(clock):
        for key in keys:
            for row in concept_map.by_source.get(key, ()):
                if row.validity.covers(clock.day):
                    yield concept_map, row


def rows_to(
    terminology: Terminology, clock: When, system: str, codes: Iterable[str]
) -> Iterator[tuple[ConceptMap, Mapping]]:
    """Rows of all maps of the day that lead to these codes."""
    keys = [(system, code) for code in codes]
    for concept_map in terminology.maps(clock):
        for key in keys:
            for row in concept_map.by_target.get(key, ()):
                if row.validity.covers(clock.day):
                    yield concept_map, row
