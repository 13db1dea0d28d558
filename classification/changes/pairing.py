"""Which concepts of two releases are the same, with releases between them or without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from classification.identity import ReleaseConcepts, counterparts
from classification.record import frozen
from classification.release import Release


@frozen
class Pairing:
    """Positions of the same concept in two releases, and the positions left over on each side.

    `onward[i]` is where concept `i` of the old release stands in the new one, `back` the other way round.
    """

    old: ReleaseConcepts
    new: ReleaseConcepts
    onward: Mapping[int, int]
    back: Mapping[int, int]


def pair(old: Release, new: Release, between: Sequence[Release] = ()) -> Pairing:
    """The concepts that both releases hold (see `classification.identity`); `pair(b, a)` is `pair(a, b)` turned round.

    `between` are releases on the way from `old` to `new`: they tie a concept that was recoded twice, so that its first
    and its last code never stood together in one release.
    """
    way = tuple(map(ReleaseConcepts, (old, *between, new)))
    onward = counterparts(way[0], way[1])
    for here, there in pairwise(way[1:]):
        step = counterparts(here, there)
        onward = {start: step[middle] for start, middle in onward.items() if middle in step}
    if between:
        onward = counterparts(way[0], way[-1], onward)
    return Pairing(way[0], way[-1], onward, {j: i for i, j in onward.items()})
