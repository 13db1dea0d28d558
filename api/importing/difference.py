"""Differences between two contents of one label: in codes, terms or hierarchy, and in what is said beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Final

from classification import Concept, Finding, Place, Severity
from classification.concept import Kind
from classification.sentence import NOTHING, Sentence, both, joined, same
from classification.words import word

SHOWN: Final = 10
NAMED: Final = 5


def structure_findings(
    held: Sequence[Concept], offered: Sequence[Concept], places: Mapping[str, Place], name: str
) -> Iterator[Finding]:
    """SPI03 for the first concepts that differ, and one for the number of the others."""
    differences = list(_differences(held, offered))
    for code, said in islice(differences, SHOWN):
        yield Finding(
            "SPI03",
            Severity.ERROR,
            both(f"{name}: {said.da}", f"{name}: {said.en}"),
            places.get(code, Place(path=code)),
        )
    if len(differences) > SHOWN:
        rest = both(
            f"{name}: {len(differences) - SHOWN} flere begreber er forskellige",
            f"{name}: {len(differences) - SHOWN} more concepts differ",
        )
        yield Finding("SPI03", Severity.ERROR, rest)


def _differences(held: Iterable[Concept], offered: Iterable[Concept]) -> Iterator[tuple[str, Sentence]]:
    before = {concept.code: concept for concept in held}
    after = {concept.code: concept for concept in offered}
    for code, concept in after.items():
        if code not in before:
            yield (
                code,
                both(
                    f"{code!r} ({concept.term()}) er ikke i den udgave, der findes her",
                    f"{code!r} ({concept.term()}) is not in the release held",
                ),
            )
            continue
        was = before[code]
        for what, old, new in (
            (both("termer", "labels"), _labels(was), _labels(concept)),
            (both("koder", "notations"), _notations(was), _notations(concept)),
            (
                both("overbegreber", "broader concepts"),
                set(map(same, was.broader)),
                set(map(same, concept.broader)),
            ),
        ):
            if old != new:
                here, there = _shown(old - new), _shown(new - old)
                yield (
                    code,
                    both(
                        f"{code!r} er forskellig i {what.da}: her {here.da}, tilbudt {there.da}",
                        f"{code!r} differs in {what.en}: held {here.en}, offered {there.en}",
                    ),
                )
    for code, concept in before.items():
        if code not in after:
            yield (
                code,
                both(
                    f"{code!r} ({concept.term()}) fra den udgave, der findes her, mangler",
                    f"{code!r} ({concept.term()}) of the release held is missing",
                ),
            )


def _labels(concept: Concept) -> set[Sentence]:
    return {_with(f"{label.text!r}@{label.language}", word(label.kind)) for label in concept.labels}


def _notations(concept: Concept) -> set[Sentence]:
    return {_with(repr(notation.code), word(notation.role)) for notation in concept.notations}


def _with(text: str, kind: Sentence) -> Sentence:
    return both(f"{text} ({kind.da})", f"{text} ({kind.en})")


def _shown(values: Iterable[Sentence]) -> Sentence:
    return joined(sorted(values, key=attrgetter("en")), ", ") or both("intet", "nothing")


def replaced_finding(
    held: Iterable[Concept], offered: Iterable[Concept], places: Mapping[str, Place], name: str
) -> Iterator[Finding]:
    """SPI13 when concepts lose or change what was said of them; what is only added is not looked at."""
    before = {concept.code: concept for concept in held}
    replaced = [
        (concept, what)
        for concept in offered
        if concept.code in before and (what := joined(_replaced(before[concept.code], concept), ", "))
    ]
    if not replaced:
        return
    first = joined(
        (same(f"{concept.code!r} ({concept.term()}): ") + what for concept, what in replaced[:NAMED]), "; "
    )
    rest = (
        both(f"; og {len(replaced) - NAMED} mere", f"; and {len(replaced) - NAMED} more")
        if len(replaced) > NAMED
        else NOTHING
    )
    count = both(
        f"{len(replaced)} {'begreber' if len(replaced) > 1 else 'begreb'}",
        f"{len(replaced)} concept{'s' if len(replaced) > 1 else ''}",
    )
    said = both(
        f"{name}: indholdet af {count.da} er erstattet: {first.da}{rest.da}",
        f"{name}: what is held of {count.en} is replaced: {first.en}{rest.en}",
    )
    remedy = both(
        "importér det tidligere oplag igen, hvis det ikke er meningen",
        "import the former edition again if this is not meant",
    )
    place = places.get(replaced[0][0].code, Place(path=replaced[0][0].code))
    yield Finding("SPI13", Severity.WARNING, said, place, remedy)


def _replaced(old: Concept, new: Concept) -> Iterator[Sentence]:
    """What of the old concept the new one does not keep."""
    for what, was, now in (
        (both("definitioner og noter", "definitions and notes"), set(old.notes), set(new.notes)),
        (both("egenskaber", "properties"), set(old.properties), set(new.properties)),
        (both("afløsere", "successors"), set(old.replaced_by), set(new.replaced_by)),
    ):
        if not was <= now:
            yield what
    if old.kind not in {Kind.OTHER, new.kind}:
        yield both("art", "kind")
    if old.status is not new.status:
        yield same("status")
    if old.ordinal is not None and old.ordinal != new.ordinal:
        yield both("værdi", "value")
    if old.reason and old.reason != new.reason:
        yield both("begrundelse", "reason")
    if not old.validity.is_unbounded and old.validity != new.validity:
        yield both("gyldighed", "validity")
