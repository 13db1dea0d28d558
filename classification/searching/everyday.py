"""What everyday words lead to: derived words, compounds taken apart, labels that hold most of what was typed.

Looked at after whole words, their beginnings, inflections and inner parts (`classification.searching.search`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from heapq import nsmallest
from itertools import islice
from math import log
from typing import Final

from classification.compiled.postings import Postings, PostingSlice
from classification.danish import SMALL_WORDS, Stemmer, relatives, root
from classification.deadline import look
from classification.record import frozen

_SHORTEST_ROOT: Final = 4
_SHORTEST_HALF: Final = 3
_LONGEST_SPLIT: Final = 40
_MOST_COUNTED: Final = 4096
_MOST_WEIGHED: Final = 6
WORTH_SHOWING: Final = 0.6
"""What fits less than this share of what fits best is left out."""
_LOOKED_AT: Final = 8
_LIQUIDS: Final = frozenset("lr")
_VOWELS: Final = frozenset("aeiouy")

Ways = Callable[[str], Sequence[tuple[float, Sequence[PostingSlice]]]]
"""The ways in which a word fits, the best first, each with what it is worth (0 … 1)."""


def without_small_words(asked: Sequence[str]) -> tuple[str, ...]:
    """The different words that say something; all of them where none does."""
    telling = tuple(dict.fromkeys(word for word in asked if word not in SMALL_WORDS))
    return telling or tuple(dict.fromkeys(asked))


@frozen
class Derived:
    """Where words stand that one is derived from, or that are derived from it.

    Args:
        whole: the words of the labels.
        inner: what begins inside compounds.
        stem: word → stem.
        inflected: where another form of a word stands.
    """

    whole: Postings
    inner: Postings
    stem: Stemmer
    inflected: Callable[[str], list[PostingSlice]]

    def slices(self, word: str, prefix: bool) -> list[PostingSlice]:
        """Where relatives of the word stand: `telefonisk` and *telefon*, `sove` and (`prefix`) *søvnproblem*."""
        found = [one for other in relatives(word) for one in self.inflected(other)]
        if not prefix:
            return found
        beginnings = [*_roots(word), *(other for other in relatives(word) if len(other) >= _SHORTEST_ROOT)]
        for beginning in beginnings:
            found += [self.whole.starting(beginning), self.inner.starting(beginning)]
        stem = self.stem(word)
        if _SHORTEST_HALF <= len(stem) < _SHORTEST_ROOT and stem != word:
            found.append(self.whole.starting(stem))
        return [one for one in found if len(one)]

    def halves(self, word: str) -> tuple[str, ...]:
        """The two words that a compound is made of, both known if there are such; the word itself if neither is.

        A linking s or e between them belongs to neither.
        """
        if not 2 * _SHORTEST_HALF < len(word) <= _LONGEST_SPLIT:
            return (word,)
        best: tuple[tuple[int, int], tuple[str, ...]] = ((0, 0), (word,))
        for at in range(_SHORTEST_HALF, len(word) - _SHORTEST_HALF + 1):
            tail = word[at:]
            if word[at - 1 : at + 1] in ("aa", "ae", "oe"):
                continue
            tail_known = self._is_known(tail)
            head = next((one for one in _unlinked(word[:at]) if self._begins(one)), "")
            known = bool(head) + tail_known
            length = min(len(head), len(tail)) if known == 2 else len(head or tail)
            if known and (known, length) > best[0] and (known == 2 or length >= _SHORTEST_ROOT):
                best = ((known, length), (head or word[:at], tail))
        return best[1]

    def _is_known(self, word: str) -> bool:
        look()
        return len(word) >= _SHORTEST_HALF and bool(
            len(self.whole.equal(word)) or any(len(one) for one in self.inflected(word))
        )

    def _begins(self, head: str) -> bool:
        """Whether it is a known word, or evident compounds begin so (looked for in the first few words that do)."""
        if self._is_known(head):
            return True
        if len(head) < _SHORTEST_ROOT:
            return False
        keys = self.whole.keys
        low = bisect_left(keys, head)
        rests = (
            keys[at][len(head) :]
            for at in range(low, min(low + _LOOKED_AT, len(keys)))
            if keys[at].startswith(head)
        )
        return any(rest and len(self.inner.equal(rest)) for rest in rests)


def _roots(word: str) -> list[str]:
    """The beginnings that the word and its relatives share; with the e that *muskler* has lost."""
    found = root(word)
    roots = [found] if len(found) >= _SHORTEST_ROOT else []
    if roots and found[-1] in _LIQUIDS and found[-2] not in _VOWELS:
        roots.append(f"{found[:-1]}e{found[-1]}")
    return roots


def _unlinked(head: str) -> tuple[str, ...]:
    """The first half of a compound without the s that links it (most are), with it, or without an e."""
    if len(head) <= _SHORTEST_HALF or head[-1] not in "se":
        return (head,)
    return (head[:-1], head) if head[-1] == "s" else (head, head[:-1])


def most_fitting(asked: Sequence[str], ways: Ways, entries: int) -> list[tuple[float, int]]:
    """Entries in which the telling words fit for the most part, the best first, with the share that fits (0 … 1).

    A word counts the more the fewer entries hold it; one that none holds counts as a usual one. What holds much less
    than the best does is left out.
    """
    weighed = [_weigh(ways(word), entries) for word in asked]
    usual = log(1 + entries) / 2
    whole = sum(weight if worth else usual for weight, worth in weighed)
    heaviest = sorted((pair for pair in weighed if pair[1]), key=lambda pair: -pair[0])[:_MOST_WEIGHED]
    shares: dict[int, float] = defaultdict(float)
    for weight, worth in heaviest:
        for entry, part in worth.items():
            shares[entry] += weight * part / whole
    least = WORTH_SHOWING * max(shares.values(), default=0.0)
    return nsmallest(
        _MOST_COUNTED,
        ((share, entry) for entry, share in shares.items() if share >= least),
        key=lambda pair: (-round(pair[0], 3), pair[1]),
    )


def _weigh(
    ways: Sequence[tuple[float, Sequence[PostingSlice]]], entries: int
) -> tuple[float, dict[int, float]]:
    """What a word weighs, and the entries it fits with what the fit is worth."""
    worth: dict[int, float] = {}
    many = 0
    for value, slices in ways:
        for one in slices:
            many += len(one)
            found = one.all() if len(one) <= _MOST_COUNTED else islice(one.ranked(), _MOST_COUNTED)
            for entry in found:
                if entry not in worth:
                    worth[entry] = value
    return log(1 + entries / (1 + max(many, 1))), worth
