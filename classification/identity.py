"""Which concept of one edition is which of another: the one place where that is decided.

What ties two concepts is a code that both bear or, where a publisher gives URIs, one URI. A concept is tied to one
other only, its *counterpart*: of several ties a code that both use as current counts first, then one that either does,
then one that both only once used, then the URI; equal ties in the order of the alphabet. A tie beyond the counterparts
tells of more: a concept that is gone while its code goes on in another was *merged* into it, one that is new and bears
a code of another was *split* off it.

The rule is the same in both directions, so what is merged one way is split the other way. Ties of one concept reach
no further than the concepts that codes and URIs connect it with: `kin` looks at these, `counterparts` at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from classification.deadline import looking
from classification.record import frozen, replace
from classification.validity import Clocked, begins

if TYPE_CHECKING:
    from classification.concept import Concept
    from classification.release import Lineage, Release

_BOTH_CURRENT, _ONE_CURRENT, _NEITHER_CURRENT, _BY_URI = range(4)


class Concepts(Protocol):
    """The concepts of one edition by their positions, as ties need them."""

    def __len__(self) -> int: ...

    @property
    def has_own_uris(self) -> bool:
        """Whether any concept has a URI that is not made of its code."""

    def codes_of(self, i: int) -> tuple[str, ...]:
        """Every code that concept `i` bears, the current one first."""

    def bearer(self, code: str) -> int | None:
        """The concept that bears the code."""

    def uri(self, i: int) -> str:
        """The URI of concept `i`."""

    def find_uri(self, uri: str) -> int | None:
        """The concept with that URI."""


class Dated(Clocked, Protocol):
    """An edition with its two clocks and what it says of the one before it."""

    @property
    def lineage(self) -> tuple[Lineage, ...]:
        """What happened to concepts since the edition before."""


Tie = tuple[int, str, int, int]
"""How strong (the least first), by what, and the positions in the old and the new edition."""


@frozen
class Kin:
    """What became of one concept: its counterpart, and to what else it is tied.

    `others` are further concepts of the new edition that bear a code of it (it was split, or a code went to another
    concept); `gone` are concepts of the old edition that have no counterpart and whose codes the counterpart bears
    (they were merged with it).
    """

    counterpart: int | None
    others: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()


class ReleaseConcepts:
    """The concepts of a release that is not compiled."""

    def __init__(self, release: Release) -> None:
        self._concepts, self._scheme = release.concepts, release.scheme
        self._at = positions(release.concepts)
        self.has_own_uris = any(concept.uri for concept in release.concepts)
        self._uri_at = (
            {release.scheme.uri_of(concept): i for i, concept in enumerate(looking(release.concepts))}
            if self.has_own_uris
            else None
        )

    def __len__(self) -> int:
        return len(self._concepts)

    def codes_of(self, i: int) -> tuple[str, ...]:
        """Every code that concept `i` bears, the current one first."""
        return self._concepts[i].codes

    def bearer(self, code: str) -> int | None:
        """The concept that bears the code; one that uses it as current wins."""
        return self._at.get(code)

    def uri(self, i: int) -> str:
        """The URI of concept `i`."""
        return self._scheme.uri_of(self._concepts[i])

    def find_uri(self, uri: str) -> int | None:
        """The concept with that URI."""
        if self._uri_at is None:
            self._uri_at = {self.uri(i): i for i in range(len(self))}
        return self._uri_at.get(uri)


def positions(concepts: Sequence[Concept]) -> dict[str, int]:
    """Where the concept that bears a code stands, for every code; a current code wins over a further one."""
    further = {code: i for i, concept in enumerate(concepts) for code in concept.codes}
    return further | {concept.code: i for i, concept in enumerate(concepts)}


def counterparts(old: Concepts, new: Concepts, given: Mapping[int, int] | None = None) -> dict[int, int]:
    """For the concepts that go on, their place in `new` by that in `old`; `given` ones stand."""
    return _matched((tie for i in looking(range(len(old))) for tie in ties(old, new, i)), given or {})


def kin(old: Concepts, new: Concepts, i: int) -> Kin:
    """What became of concept `i` of `old` in `new`."""
    connected = _connected(old, new, i)
    onward = _matched(connected, {})
    here = onward.get(i)
    others = dict.fromkeys(there for _, _, source, there in _in_order(connected, old, i) if source == i)
    gone = {source for _, _, source, there in connected if there == here and source not in onward}
    return Kin(here, tuple(there for there in others if there != here), tuple(sorted(gone)))


def merged(old: Concepts, new: Concepts, onward: Mapping[int, int]) -> Iterator[tuple[list[int], int]]:
    """Concepts of `old` that became one of `new`: it itself where it was there, then those that are gone."""
    return _gathered(old, new, onward)


def split(old: Concepts, new: Concepts, onward: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    """A concept of `old` with those of `new` that it became: itself where it goes on, then those that came."""
    back = {there: here for here, there in onward.items()}
    return ((here, came) for came, here in _gathered(new, old, back))


def told(way: Sequence[Dated]) -> Iterator[Lineage]:
    """What lineage says along the way, in the direction of travel: of two neighbours the later one tells."""
    for here, there in pairwise(way):
        if begins(there) < begins(here):
            yield from map(_turned, here.lineage)
        else:
            yield from there.lineage


def ties(old: Concepts, new: Concepts, i: int) -> Iterator[Tie]:
    """Everything that ties concept `i` of `old` to concepts of `new`."""
    codes = old.codes_of(i)
    for code in codes:
        there = new.bearer(code)
        if there is not None:
            yield _strength(code, codes[0], new.codes_of(there)[0]), code, i, there
    if old.has_own_uris or new.has_own_uris:
        uri = old.uri(i)
        there = new.find_uri(uri)
        if there is not None:
            yield _BY_URI, uri, i, there


def _strength(code: str, here: str, there: str) -> int:
    current = (code == here) + (code == there)
    return (_NEITHER_CURRENT, _ONE_CURRENT, _BOTH_CURRENT)[current]


def _matched(found: Iterable[Tie], given: Mapping[int, int]) -> dict[int, int]:
    onward = dict(given)
    taken = set(onward.values())
    for _, _, i, there in sorted(found):
        if i not in onward and there not in taken:
            onward[i] = there
            taken.add(there)
    return onward


def _connected(old: Concepts, new: Concepts, i: int) -> set[Tie]:
    """All ties of the concepts that are tied with `i`, directly or by way of others."""
    found: set[Tie] = set()
    seen_old, seen_new = {i}, set[int]()
    waiting = [(True, i)]
    while waiting:
        is_old, at = waiting.pop()
        new_ties = set(ties(old, new, at)) if is_old else set(map(_swapped, ties(new, old, at)))
        for tie in new_ties - found:
            found.add(tie)
            _, _, here, there = tie
            if here not in seen_old:
                seen_old.add(here)
                waiting.append((True, here))
            if there not in seen_new:
                seen_new.add(there)
                waiting.append((False, there))
    return found


def _swapped(tie: Tie) -> Tie:
    strength, by, there, here = tie
    return strength, by, here, there


def _in_order(connected: Iterable[Tie], old: Concepts, i: int) -> list[Tie]:
    """The ties in the order of the codes of concept `i`, those by URI last."""
    order = {code: place for place, code in enumerate(old.codes_of(i))}
    return sorted(connected, key=lambda tie: (order.get(tie[1], len(order)), tie))


def _gathered(old: Concepts, new: Concepts, onward: Mapping[int, int]) -> Iterator[tuple[list[int], int]]:
    back = {there: here for here, there in onward.items()}
    gone: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for i in range(len(old)):
        if i not in onward:
            for _, _, _, there in ties(old, new, i):
                gone[there][i] = None
    for there in sorted(gone):
        itself = back.get(there)
        yield [*([] if itself is None else [itself]), *gone[there]], there


def _turned(entry: Lineage) -> Lineage:
    from classification.release import LineageKind

    turned: dict[LineageKind, LineageKind] = {
        LineageKind.SPLIT: LineageKind.MERGED,
        LineageKind.MERGED: LineageKind.SPLIT,
    }
    kind = turned.get(entry.kind, entry.kind)
    return replace(entry, kind=kind, sources=entry.targets, targets=entry.sources)
