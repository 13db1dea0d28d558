"""One concept followed over releases: same meaning, other code, name or place.

Two neighbouring releases hold the same concept where they share any of its codes; what no shared code tells, the newer
release's lineage does. Carrying is *safe* where the concept itself goes on (recoded, renamed, moved); it is not where
it was split, merged, replaced or removed, or became another kind of thing: then a person has to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from classification.compiled.index import Index
from classification.concept import Concept
from classification.record import frozen
from classification.sentence import Sentence, both, joined, same
from classification.text import trimmed
from classification.words import KINDS, LINEAGE_CHANGES, STATUSES

if TYPE_CHECKING:
    from classification.release import LineageKind


class Change(StrEnum):
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
_UNSAFE = frozenset({Change.KIND_CHANGED, Change.REPLACED, Change.SPLIT, Change.MERGED, Change.ABSENT})
RETOLD = frozenset({Change.RENAMED, Change.REDEFINED})
"""Changes of words under which a meaning may have moved: carried, and left for a person to look at."""


@frozen
class Step:
    """One change between two neighbouring releases, in the direction of travel."""

    change: Change
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


def _words_of(change: Change, value: str) -> Sentence:
    """What stood before or after: the word for a kind or a status, the place above all others, else as it is."""
    words = {Change.KIND_CHANGED: KINDS, Change.STATUS_CHANGED: STATUSES}.get(change, {})
    if change is Change.MOVED and value == _TOP.en:
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
    told = _told(old, new, concept)
    if told is not None:
        return told
    shared = tuple(dict.fromkeys(i for code in concept.codes if (i := new.find(code)) is not None))
    if not shared and (same_uri := new.find_uri(old.uri(number))) is not None:
        shared = (same_uri,)
    if not shared:
        return (), [Step(Change.ABSENT, old.version, new.version, concept.code, "")]
    if len(shared) > 1:
        after = ", ".join(new.codes[i] for i in shared)
        return shared, [Step(Change.SPLIT, old.version, new.version, concept.code, after)]
    return shared, _changes(old, new, concept, new.concept(shared[0]))


def _told(old: Index, new: Index, concept: Concept) -> tuple[tuple[int, ...], list[Step]] | None:
    """What lineage says of the concept; the later of the two releases is the one that tells."""
    back = _begin(new) < _begin(old)
    for entry in old.lineage if back else new.lineage:
        here, there = (entry.targets, entry.sources) if back else (entry.sources, entry.targets)
        if not set(concept.codes).isdisjoint(here):
            found = tuple(i for code in there if (i := new.find(code)) is not None)
            change = _backwards(entry.kind) if back else Change(str(entry.kind))
            return found, [Step(change, old.version, new.version, concept.code, ", ".join(there))]
    return None


def _begin(index: Index) -> str:
    return index.validity.start.isoformat() if index.validity.start else ""


def _backwards(kind: LineageKind) -> Change:
    return {"split": Change.MERGED, "merged": Change.SPLIT}.get(kind, Change.REPLACED)


def _changes(old: Index, new: Index, before: Concept, after: Concept) -> list[Step]:
    def step(change: Change, was: str, now: str) -> Step:
        return Step(change, old.version, new.version, was, now)

    language = new.scheme.language
    steps: list[Step] = []
    if before.code != after.code:
        steps.append(step(Change.RECODED, before.code, after.code))
    if trimmed(before.term(language)) != trimmed(after.term(language)):
        steps.append(step(Change.RENAMED, before.term(language), after.term(language)))
    if not _same_parents(old, new, before, after):
        steps.append(step(Change.MOVED, _names(old, before.broader), _names(new, after.broader)))
    was, now = before.definition(language), after.definition(language)
    if was and now and was != now:
        steps.append(step(Change.REDEFINED, was, now))
    if before.kind is not after.kind:
        steps.append(step(Change.KIND_CHANGED, str(before.kind), str(after.kind)))
    if before.status is not after.status:
        steps.append(step(Change.STATUS_CHANGED, str(before.status), str(after.status)))
    return steps


def _same_parents(old: Index, new: Index, before: Concept, after: Concept) -> bool:
    if len(before.broader) != len(after.broader):
        return False
    there = {code for parent in after.broader for code in new.lookup(parent).codes}
    return all(not there.isdisjoint(old.lookup(parent).codes) for parent in before.broader)


def _names(index: Index, codes: Sequence[str]) -> str:
    return ", ".join(index.lookup(code).term(index.scheme.language) for code in codes) or _TOP.en
