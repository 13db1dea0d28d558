"""Rows of the maps of a day that lead from the codes of a concept, or to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from classification import ConceptMap, Terminology, When
from classification.concept_map import Mapping
from classification.resolving.timeline import Timeline


def rows_from(
    terminology: Terminology, clock: When, system: str, codes: Iterable[str]
) -> Iterator[tuple[ConceptMap, Mapping]]:
    """Rows of all maps of the day about these codes."""
    listed, written = list(codes), Timeline(terminology, clock.of("")).written(system)
    for concept_map in terminology.maps(clock):
        for code in listed:
            for row in concept_map.about(system, code, written):
                if row.validity.covers(clock.day):
                    yield concept_map, row


def rows_to(
    terminology: Terminology, clock: When, system: str, codes: Iterable[str]
) -> Iterator[tuple[ConceptMap, Mapping]]:
    """Rows of all maps of the day that lead to these codes."""
    listed, written = list(codes), Timeline(terminology, clock.of("")).written(system)
    for concept_map in terminology.maps(clock):
        for code in listed:
            for row in concept_map.leading_to(system, code, written):
                if row.validity.covers(clock.day):
                    yield concept_map, row
