"""Labels that the concepts of a release bore in earlier releases, ready to be searched.

A label is former where the concept, or what became of it, does not bear it any more: it was renamed, or the label went
to another concept. What a concept was split into, merged with or replaced by is another one and bears nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from classification.compiled.index import Index
from classification.compiled.packed import Packed, Packer
from classification.compiled.search_pack import pack_search
from classification.concept import Concept, Label
from classification.deadline import looking
from classification.lineage import LineageChange, trace, way
from classification.text import term_key

_OTHER: Final = frozenset(
    {LineageChange.SPLIT, LineageChange.MERGED, LineageChange.REPLACED, LineageChange.ABSENT}
)


class FormerLabels:
    """The former labels of a release's concepts, packed for `classification.searching.search.SearchIndex`.

    Entry i stands for the concept `numbers[i]` of the release; `versions[i]` names for each of its labels the newest
    release that bore it.

    Args:
        current: the release.
        earlier: the releases before it, the newest first.
    """

    def __init__(self, current: Index, earlier: Sequence[Index]) -> None:
        found = _former(current, earlier)
        self.numbers: tuple[int, ...] = tuple(found)
        self.versions: tuple[tuple[str, ...], ...] = tuple(
            tuple(version for _, version in labels.values()) for labels in found.values()
        )
        self._concepts = tuple(
            Concept((), tuple(label for label, _ in labels.values()), current.kind(i), current.status(i))
            for i, labels in found.items()
        )
        packer = Packer()
        pack_search(packer, self._concepts)
        self.packed = Packed(packer.dump())

    def __len__(self) -> int:
        return len(self._concepts)

    def concept(self, i: int) -> Concept:
        """A stand-in for concept `numbers[i]`, with its former labels."""
        return self._concepts[i]


def _former(current: Index, earlier: Sequence[Index]) -> dict[int, dict[str, tuple[Label, str]]]:
    """For each concept its former labels by their key, each with the newest release that bore it."""
    now = set(looking(current.label_rows()))
    known = (*reversed(earlier), current)
    found: dict[int, dict[str, tuple[Label, str]]] = {}
    for old in earlier:
        for number in looking(sorted(_different(old, current))):
            followed = trace(way(known, old, current), number)
            if len(followed.targets) != 1 or any(step.change in _OTHER for step in followed.steps):
                continue
            here = followed.targets[0]
            for label in old.concept(number).labels:
                key = term_key(label.text)
                if (key, here) not in now:
                    found.setdefault(here, {}).setdefault(key, (label, old.version))
    return dict(sorted(found.items()))


def _different(old: Index, new: Index) -> set[int]:
    """The concepts of the old release with a label that no concept of the same code bears in the new one."""
    if old.same_labels(new):
        return set()
    there = {(key, new.codes[i]) for key, i in looking(new.label_rows())}
    return {i for key, i in looking(old.label_rows()) if (key, old.codes[i]) not in there}
