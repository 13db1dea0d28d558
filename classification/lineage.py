"""One concept followed over releases: same meaning, other code, name or place.

Which concept of a release is which of its neighbour says `classification.identity`, by codes and URIs; what these do
not tell, the later release's lineage does. Carrying is *safe*
where the concept itself goes on (recoded, renamed, moved); it is not where
it was split, merged, replaced or removed, or became another kind of thing: then a person has to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Final

from classification.compiled.index import Index
from classification.concept import Concept
from classification.identity import kin, told
from classification.record import frozen
from classification.sentence import Sentence, both, joined, same
from classification.text import trimmed
from classification.words import KINDS, LINEAGE_CHANGES, STATUSES


class LineageChange(StrEnum):
    """What happened to one concept between two neighbouring releases."""

    RECODED = "recoded"
    RENAMED = "renamed"
    MOVED = "moved"
    REDEFINED = "redefined"
    KIND_CHANGED = "kind-changed"
    STATUS_CHANGED = "status-changed"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    ABSENT = "absent"


_TOP: Final = both("øverst", "the top")
_UNSAFE = frozenset(
    {
        *(LineageChange.KIND_CHANGED, LineageChange.REPLACED, LineageChange.SPLIT),
        *(LineageChange.MERGED, LineageChange.ABSENT),
    }
)
GATHERED = frozenset({LineageChange.SPLIT, LineageChange.MERGED})
"""Changes after which a code means more or less than it did."""
RETOLD = frozenset({LineageChange.RENAMED, LineageChange.REDEFINED})
"""Changes of words under which a meaning may have moved: carried, and left for a person to look at."""


@frozen
class Step:
    """One change between two neighbouring releases, in the direction of travel."""

    change: LineageChange
    origin: str
    release: str
    before: str
    after: str

    def sentence(self) -> Sentence:
        """The change in words."""
        change, here = LINEAGE_CHANGES[self.change], same(f"{self.origin} → {self.release}: ")
        was, now = (_words_of(self.change, code) for code in (self.before, self.after))
        if not self.after:
            return here + both(f"{change.da} ({was.da})", f"{change.en} ({was.en})")
        return here + both(
            f"{change.da} fra {was.da!r} til {now.da!r}", f"{change.en} from {was.en!r} to {now.en!r}"
        )

    def __str__(self) -> str:
        return self.sentence().en


@frozen
class Trace:
    """Where a concept went: its number(s) in the last release of the way, and what happened on it."""

    targets: tuple[int, ...]
    steps: tuple[Step, ...] = ()

    @property
    def safe(self) -> bool:
        """Whether the one target means the same as the start, as far as the releases tell."""
        return len(self.targets) == 1 and not any(step.change in _UNSAFE for step in self.steps)

    @property
    def why(self) -> Sentence:
        """Why the trace is not safe; empty when it is."""
        return joined((step.sentence() for step in self.steps if step.change in _UNSAFE), "; ")


def _words_of(change: LineageChange, value: str) -> Sentence:
    """What stood before or after: the word for a kind or a status, the place above all others, else as it is."""
    words = {LineageChange.KIND_CHANGED: KINDS, LineageChange.STATUS_CHANGED: STATUSES}.get(change, {})
    if change is LineageChange.MOVED and value == _TOP.en:
        return _TOP
    return words.get(value) or same(value)


def way(indexes: Sequence[Index], start: Index, end: Index) -> tuple[Index, ...]:
    """The releases from `start` to `end`, both included, out of all releases in the order of their validity."""
    versions = [index.version for index in indexes]
    if start.version not in versions or end.version not in versions:
        return (start, end) if start is not end else (start,)
    first, last = versions.index(start.version), versions.index(end.version)
    between = indexes[first + 1 : last] if first < last else tuple(reversed(indexes[last + 1 : first]))
    return (start, *between, end) if first != last else (start,) if start is end else (start, end)


def trace(releases: Sequence[Index], concept: int) -> Trace:
    """Follow `concept` of the first release to the last one, through neighbours in either direction of time."""
    here: tuple[int, ...] = (concept,)
    steps: list[Step] = []
    for old, new in pairwise(releases):
        onward: dict[int, None] = {}
        for number in here:
            found, changes = _onward(old, new, number)
            onward.update(dict.fromkeys(found))
            steps.extend(changes)
        here = tuple(onward)
        if not here:
            break
    return Trace(here, tuple(steps))


def _onward(old: Index, new: Index, number: int) -> tuple[tuple[int, ...], list[Step]]:
    if old.digest == new.digest:
        same = new.find(old.codes[number])
        return (() if same is None else (same,)), []
    concept = old.concept(number)
    return _by_lineage(old, new, concept) or _by_identity(old, new, number, concept)


def _by_lineage(old: Index, new: Index, concept: Concept) -> tuple[tuple[int, ...], list[Step]] | None:
    """What lineage says of the concept, where it says anything."""
    onward: dict[int, None] = {}
    steps: list[Step] = []
    for entry in told((old, new)):
        if not set(concept.codes).isdisjoint(entry.sources):
            onward.update((i, None) for code in entry.targets if (i := new.find(code)) is not None)
            after = ", ".join(entry.targets)
            steps.append(Step(LineageChange(str(entry.kind)), old.version, new.version, concept.code, after))
    return (tuple(onward), steps) if steps else None


def _by_identity(old: Index, new: Index, number: int, concept: Concept) -> tuple[tuple[int, ...], list[Step]]:
    """Where codes and URIs lead."""

    def step(change: LineageChange) -> Step:
        after = ", ".join(new.codes[i] for i in onward)
        return Step(change, old.version, new.version, concept.code, after)

    relatives = kin(old, new, number)
    itself = () if relatives.counterpart is None else (relatives.counterpart,)
    onward = (*itself, *relatives.others)
    if not onward:
        return (), [step(LineageChange.ABSENT)]
    if not itself:
        return onward, [step(LineageChange.MERGED)]
    steps = [
        *([step(LineageChange.SPLIT)] if relatives.others else []),
        *([step(LineageChange.MERGED)] if relatives.gone else []),
    ]
    return onward, steps or _changes(old, new, concept, new.concept(itself[0]))


def _changes(old: Index, new: Index, before: Concept, after: Concept) -> list[Step]:
    def step(change: LineageChange, was: str, now: str) -> Step:
        return Step(change, old.version, new.version, was, now)

    language = new.scheme.language
    steps: list[Step] = []
    if before.code != after.code:
        steps.append(step(LineageChange.RECODED, before.code, after.code))
    if trimmed(before.term(language)) != trimmed(after.term(language)):
        steps.append(step(LineageChange.RENAMED, before.term(language), after.term(language)))
    if not _same_parents(old, new, before, after):
        steps.append(step(LineageChange.MOVED, _names(old, before.broader), _names(new, after.broader)))
    was, now = before.definition(language), after.definition(language)
    if was and now and was != now:
        steps.append(step(LineageChange.REDEFINED, was, now))
    if before.kind is not after.kind:
        steps.append(step(LineageChange.KIND_CHANGED, str(before.kind), str(after.kind)))
    if before.status is not after.status:
        steps.append(step(LineageChange.STATUS_CHANGED, str(before.status), str(after.status)))
    return steps


def _same_parents(old: Index, new: Index, before: Concept, after: Concept) -> bool:
    if sorted(before.broader) == sorted(after.broader):  # a code that both use as current is one concept
        return True
    there = [kin(old, new, _number(old, code)).counterpart for code in before.broader]
    return None not in there and set(there) == {_number(new, code) for code in after.broader}


def _number(index: Index, code: str) -> int:
    number = index.find(code)
    if number is None:
        raise index.unknown(code)
    return number


def _names(index: Index, codes: Sequence[str]) -> str:
    return ", ".join(index.lookup(code).term(index.scheme.language) for code in codes) or _TOP.en
