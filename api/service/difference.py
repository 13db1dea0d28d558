"""Differences between two contents of one label: in codes, terms or hierarchy, and in what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from classification.concept import Concept, Kind
from classification.finding import Finding, Place, Severity

SHOWN: Final = 10
NAMED: Final = 5


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


def replaced_finding(
    held: Iterable[Concept], offered: Iterable[Concept], places: Mapping[str, Place], name: str
) -> Iterator[Finding]:
    """SPI13 when concepts lose or change what was said of them; what is only added is not looked at."""
    before = {concept.code: concept for concept in held}
    replaced = [
        (concept, what)
        for concept in offered
        if concept.code in before and (what := ", ".join(_replaced(before[concept.code], concept)))
    ]
    if not replaced:
        return
    first = "; ".join(f"{concept.code!r} ({concept.term()}): {what}" for concept, what in replaced[:NAMED])
    rest = f"; and {len(replaced) - NAMED} more" if len(replaced) > NAMED else ""
    count = f"{len(replaced)} concept{'s' if len(replaced) > 1 else ''}"
    said = f"{name}: what is held of {count} is replaced: {first}{rest}"
    remedy = "import the former edition again if this is not meant"
    place = places.get(replaced[0][0].code, Place(path=replaced[0][0].code))
    yield Finding("SPI13", Severity.WARNING, said, place, remedy)


def _replaced(old: Concept, new: Concept) -> Iterator[str]:
    """What of the old concept the new one does not keep."""
    for what, was, now in (
        ("definitions and notes", set(old.notes), set(new.notes)),
        ("properties", set(old.properties), set(new.properties)),
        ("successors", set(old.replaced_by), set(new.replaced_by)),
    ):
        if not was <= now:
            yield what
    if old.kind not in {Kind.OTHER, new.kind}:
        yield "kind"
    if old.status is not new.status:
        yield "status"
    if old.ordinal is not None and old.ordinal != new.ordinal:
        yield "value"
    if old.reason and old.reason != new.reason:
        yield "reason"
    if not old.validity.is_unbounded and old.validity != new.validity:
        yield "validity"
