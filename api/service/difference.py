"""The first differences in codes, terms or hierarchy between two contents of one label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from classification.concept import Concept
from classification.finding import Finding, Place, Severity

SHOWN: Final = 10


def structure_findings(
    held: Sequence[Concept], offered: Sequence[Concept], places: Mapping[str, Place], name: str
) -> Iterator[Finding]:
    """SPI03 for the first concepts that differ, and one for the number of the others."""
    differences = list(_differences(held, offered))
    for code, said in islice(differences, SHOWN):
        yield Finding("SPI03", Severity.ERROR, f"{name}: {said}", places.get(code, Place(path=code)))
    if len(differences) > SHOWN:
        rest = f"{name}: {len(differences) - SHOWN} more concepts differ"
        yield Finding("SPI03", Severity.ERROR, rest)


def _differences(held: Iterable[Concept], offered: Iterable[Concept]) -> Iterator[tuple[str, str]]:
    before = {concept.code: concept for concept in held}
    after = {concept.code: concept for concept in offered}
    for code, concept in after.items():
        if code not in before:
            yield code, f"{code!r} ({concept.term()}) is not in the release held"
            continue
        was = before[code]
        for what, old, new in (
            ("labels", _labels(was), _labels(concept)),
            ("notations", _notations(was), _notations(concept)),
            ("broader concepts", set(was.broader), set(concept.broader)),
        ):
            if old != new:
                yield (
                    code,
                    f"{code!r} differs in {what}: held {_shown(old - new)}, offered {_shown(new - old)}",
                )
    for code, concept in before.items():
        if code not in after:
            yield code, f"{code!r} ({concept.term()}) of the release held is missing"


def _labels(concept: Concept) -> set[str]:
    return {f"{label.text!r}@{label.language} ({label.kind})" for label in concept.labels}


def _notations(concept: Concept) -> set[str]:
    return {f"{notation.code!r} ({notation.role})" for notation in concept.notations}


def _shown(values: set[str]) -> str:
    return ", ".join(sorted(values)) or "nothing"
