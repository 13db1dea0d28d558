"""Which concepts of two releases are the same.

A concept goes on where a code goes on, else where its URI does: any notation that both releases know ties their
concepts. A code can tie a concept to one other only; where several tie, the one both releases use as current wins,
then one that either does, then the alphabet. The rule is the same in both directions, so `pair(b, a)` is `pair(a, b)`
turned round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from classification.concept import Concept
from classification.deadline import looking
from classification.record import frozen
from classification.release import Release


@frozen
class Pairing:
    """Positions of the same concept in two releases, and the positions left over on each side.

    `onward[i]` is where concept `i` of the old release stands in the new one, `back` the other way round.
    """

    onward: Mapping[int, int]
    back: Mapping[int, int]


def pair(old: Release, new: Release, between: Sequence[Release] = ()) -> Pairing:
    """The concepts that both releases hold.

    `between` are releases on the way from `old` to `new`: they tie a concept that was recoded twice, so that its first
    and its last code never stood together in one release.
    """
    way = (old, *between, new)
    onward = _by_codes(way[0].concepts, way[1].concepts, {})
    for here, there in pairwise(way[1:]):
        step = _by_codes(here.concepts, there.concepts, {})
        onward = {start: step[middle] for start, middle in onward.items() if middle in step}
    if between:
        onward = _by_codes(old.concepts, new.concepts, onward)
    onward = _by_uris(old, new, onward)
    return Pairing(onward, {j: i for i, j in onward.items()})


def positions(concepts: Sequence[Concept]) -> dict[str, int]:
    """Where the concept that bears a code stands, for every code; a current code wins over a further one."""
    found = {code: i for i, concept in enumerate(concepts) for code in concept.codes}
    return found | {concept.code: i for i, concept in enumerate(concepts)}


def _by_codes(old: Sequence[Concept], new: Sequence[Concept], known: Mapping[int, int]) -> dict[int, int]:
    onward = dict(known)
    taken = set(onward.values())
    current = {concept.code: j for j, concept in enumerate(new)}
    for i, concept in enumerate(looking(old)):
        there = current.get(concept.code)
        if there is not None and i not in onward and there not in taken:
            onward[i] = there
            taken.add(there)
    for _, _, i, there in sorted(_ties(old, new, onward, taken)):
        if i not in onward and there not in taken:
            onward[i] = there
            taken.add(there)
    return onward


def _by_uris(old: Release, new: Release, known: dict[int, int]) -> dict[int, int]:
    """The pairs, and those of what is left that have one URI: a publisher's URIs last when its codes change."""
    if not any(concept.uri for release in (old, new) for concept in release.concepts):
        return known  # a URI that is made of a code says no more than the code
    taken = set(known.values())
    where = {
        new.scheme.uri_of(concept): j for j, concept in enumerate(looking(new.concepts)) if j not in taken
    }
    found = {
        i: where[uri]
        for i, concept in enumerate(looking(old.concepts))
        if i not in known and (uri := old.scheme.uri_of(concept)) in where
    }
    return {**known, **found}


def _ties(
    old: Sequence[Concept], new: Sequence[Concept], onward: Mapping[int, int], taken: set[int]
) -> list[tuple[int, str, int, int]]:
    where = positions(new)
    ties: list[tuple[int, str, int, int]] = []
    for i, concept in enumerate(looking(old)):
        if i in onward:
            continue
        for code in concept.codes:
            there = where.get(code)
            if there is not None and there not in taken:
                legacy_on_both = code not in (concept.code, new[there].code)
                ties.append((int(legacy_on_both), code, i, there))
    return ties
