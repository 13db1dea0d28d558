"""Which entries bear a key, best first.

Keys are sorted, entries are numbered by rank (0 is the best), and the entries of neighbouring keys are neighbours: all
entries of the keys that begin with some letters are one slice. The least entry of every block is kept, so that the best
of a slice come out one by one without sorting it, however broad it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heapreplace
from typing import Final

from classification.compiled.packed import Packed, Packer, StringTable
from classification.record import frozen

BLOCK: Final = 128
_AFTER: Final = "\U0010ffff"


def pack_postings(packer: Packer, name: str, entries_of: Mapping[str, Sequence[int]]) -> list[str]:
    """Packs a key → entries table for `Postings`; gives the sorted keys."""
    keys = sorted(entries_of)
    packer.strings(f"{name}.key", keys)
    at, flat = array("I", [0]), array("I")
    for key in keys:
        flat.extend(sorted(entries_of[key]))
        at.append(len(flat))
    packer.numbers(f"{name}.at", at)
    packer.numbers(f"{name}.of", flat)
    packer.numbers(
        f"{name}.least", (min(flat[start : start + BLOCK]) for start in range(0, len(flat), BLOCK))
    )
    return keys


@frozen
class PostingSlice:
    """The entries of neighbouring keys."""

    entries: Sequence[int]
    least: Sequence[int]
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def all(self) -> Sequence[int]:
        """The entries in the order of their keys; one may come twice."""
        return self.entries[self.start : self.end]

    def ranked(self) -> Iterator[int]:
        """The entries from the best on; one may come twice."""
        if len(self) <= 4 * BLOCK:
            return iter(sorted(self.all()))
        return self._by_block()

    def _by_block(self) -> Iterator[int]:
        first, last = -(-self.start // BLOCK), self.end // BLOCK
        edges = [*self.entries[self.start : first * BLOCK], *self.entries[last * BLOCK : self.end]]
        opened = {-1: sorted(edges, reverse=True)}
        heap = [(self.least[block], block) for block in range(first, last)]
        if edges:
            heap.append((opened[-1][-1], -1))
        heapify(heap)
        while heap:
            entry, block = heap[0]
            if block not in opened:
                inside = self.entries[block * BLOCK : (block + 1) * BLOCK]
                opened[block] = sorted(inside, reverse=True)
            left = opened[block]
            left.pop()
            yield entry
            if left:
                heapreplace(heap, (left[-1], block))
            else:
                heappop(heap)


class Postings:
    """A table that `pack_postings` wrote, read in place."""

    __slots__ = ("_at", "_entries", "_least", "keys")

    def __init__(self, packed: Packed, name: str) -> None:
        self.keys: StringTable = packed.strings(f"{name}.key")
        self._at = packed.numbers(f"{name}.at")
        self._entries = packed.numbers(f"{name}.of")
        self._least = packed.numbers(f"{name}.least")

    def equal(self, key: str) -> PostingSlice:
        """The entries of one key."""
        at = bisect_left(self.keys, key)
        return self.between(at, at + 1 if at < len(self.keys) and self.keys[at] == key else at)

    def starting(self, beginning: str) -> PostingSlice:
        """The entries of all keys that begin so."""
        low = bisect_left(self.keys, beginning)
        return self.between(low, bisect_left(self.keys, beginning + _AFTER, low))

    def between(self, low: int, high: int) -> PostingSlice:
        """The entries of the keys number low … high - 1."""
        return PostingSlice(self._entries, self._least, self._at[low], self._at[high])
