"""Releases and maps through the lint, as outcomes that every form of the report takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.payload.judge import FileOutcome
from api.payload.located import Located, Quote
from api.payload.options import Question
from classification import ConceptMap, Terminology, When, lint_map, lint_release
from classification.terminology import HeldRelease

NOWHERE = Quote("", 0, 0)


def lint_outcomes(
    terminology: Terminology, releases: Iterable[HeldRelease], question: Question
) -> Iterator[FileOutcome]:
    """What is noticed in each release; its name stands for a file, a concept's code for the place in it."""
    for release in releases:
        findings = tuple(
            Located(finding, 0, NOWHERE)
            for finding in lint_release(terminology, release)
            if question.wants(finding.rule)
        )
        yield FileOutcome(release.name, objects=release.size, findings=(findings,))


def map_outcomes(
    terminology: Terminology, maps: Iterable[ConceptMap], when: When, question: Question
) -> Iterator[FileOutcome]:
    """What is noticed in each map; its name stands for a file, row and column for the place in it."""
    for concept_map in maps:
        findings = tuple(
            Located(finding, 0, NOWHERE)
            for finding in lint_map(terminology, concept_map, when)
            if question.wants(finding.rule)
        )
        name = f"{concept_map.name}@{concept_map.version}"
        yield FileOutcome(name, objects=len(concept_map.mappings), findings=(findings,))
