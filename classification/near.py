"""Names near another: "did you mean".

A name is looked for among names known beforehand: the codes of a release, its terms, the names of schemes. Near is what
differs in case, blanks and signs alone; what is one typing error away (a letter too many, too few, wrong, or two
swapped); what alone (or nearly) begins with the name; and, of longer names, what agrees in most letters and at one end.
The answer depends on the name and the known names alone, and costs some ten microseconds: nobody need ration it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Final

from classification.danish import letters_of

CLOSE: Final = 0.75
MOST: Final = 3
_MOST_NAMES: Final = 50_000
_LONGEST: Final = 200
_SHORTEST_BEGINNING: Final = 3
_LONG: Final = 8
_BESIDE: Final = 3
_AGREEING: Final = 8
_AFTER: Final = "\U0010ffff"
_SAME, _ONE_ERROR, _BEGUN, _ELSE = range(4)
_SURE: Final = (_SAME, _BEGUN)


class Names:
    """Names among which near ones are looked for; among more than 50,000 none is found.

    >>> Names(["J1.1", "J1.2", "1c327095-0a58-4a9d", "Hukommelse"]).near("j 1,1")
    ('J1.1',)
    >>> [Names(["1c327095-0a58-4a9d", "Hukommelse"]).near(name)[0] for name in ("1C327095", "hukomelse")]
    ['1c327095-0a58-4a9d', 'Hukommelse']
    """

    def __init__(self, names: Iterable[str]) -> None:
        few = dict.fromkeys(islice(names, _MOST_NAMES + 1))
        self._names: defaultdict[str, list[str]] = defaultdict(list)
        for name in few if len(few) <= _MOST_NAMES else ():
            self._names[letters_of(name)].append(name)
        self._names.default_factory = None  # looking a key up must not add it
        self._keys = sorted(self._names)
        self._backward = sorted(key[::-1] for key in self._keys if len(key) >= _LONG)

    def near(self, name: str, most: int = MOST, close: float = CLOSE) -> tuple[str, ...]:
        """The known names nearest to `name`, the nearest first, at most `most`.

        `close` is the share of letters that both must have in common order (0 … 1); what differs in signs and case
        alone is near without it, and so is what begins with `name` where no more than `most` do.
        """
        wanted = letters_of(name[:_LONGEST])
        if not wanted or not self._keys:
            return ()
        likeness = _Likeness(name[:_LONGEST].casefold())
        found: list[tuple[int, float, str]] = []
        seen: set[str] = set()
        for key, sort in self._candidates(wanted, most):
            if key in seen:
                continue
            seen.add(key)
            for known in self._names[key]:
                share = likeness.share(known.casefold())
                if share >= close or sort in _SURE or _agree(wanted, key):
                    found.append((sort, -share, known))
        return tuple(known for _, _, known in sorted(found)[:most])

    def same(self, name: str) -> tuple[str, ...]:
        """The known names that differ from `name` in case, blanks and signs alone."""
        return tuple(sorted(self._names.get(letters_of(name[:_LONGEST]), ())))

    def _candidates(self, wanted: str, most: int) -> Iterator[tuple[str, int]]:
        if wanted in self._names:
            yield wanted, _SAME
        for key in one_error_away(wanted, self._keys, self._names):
            yield key, _ONE_ERROR
        if len(wanted) >= _SHORTEST_BEGINNING:
            low = bisect_left(self._keys, wanted)
            high = bisect_left(self._keys, wanted + _AFTER, low)
            if high - low <= most:  # of many that begin so none is meant more than the others
                yield from ((key, _BEGUN) for key in self._keys[low:high])
        if len(wanted) >= _LONG:
            yield from ((key, _ELSE) for key in _beside(self._keys, wanted))
            yield from ((key[::-1], _ELSE) for key in _beside(self._backward, wanted[::-1]))


def _agree(wanted: str, key: str) -> bool:
    """Whether two long codes share so much of one end that chance is no reason (UUIDs with a muddled group)."""
    if len(key) < 4 * _AGREEING or not any(letter.isdigit() for letter in key[:_AGREEING]):
        return False
    return key[:_AGREEING] == wanted[:_AGREEING] or key[-_AGREEING:] == wanted[-_AGREEING:]


def near_names(name: str, known: Iterable[str], most: int = MOST, close: float = CLOSE) -> tuple[str, ...]:
    """The names of `known` nearest to `name`, as `Names.near`; the names are prepared once for each tuple of them.

    >>> near_names("fsii", ("ffb", "fsiii", "ltt"))
    ('fsiii',)
    """
    return _prepared(tuple(known)).near(name, most, close)


@lru_cache(maxsize=64)
def _prepared(known: tuple[str, ...]) -> Names:
    return Names(known)


def one_error_away(wanted: str, keys: Sequence[str], known: Container[str]) -> Iterator[str]:
    """The keys (sorted, and all of them in `known`) that are one typing error away from `wanted`.

    Walks down the keys that begin as `wanted` does, letter by letter, and at each looks up what an error there would
    have made of a key; the walk ends with the first letter that no key goes on with.
    """
    low, high = 0, len(keys)
    for at in range(len(wanted) + 1):
        head, tail = wanted[:at], wanted[at:]
        rest = tail[1:]
        for letter in _going_on(keys, at, low, high):
            start = head + letter
            if (key := start + tail) in known:
                yield key
            if tail and letter != tail[0] and (key := start + rest) in known:
                yield key
        if not tail:
            return
        if (key := head + rest) in known:
            yield key
        if len(tail) > 1 and tail[0] != tail[1] and (key := head + tail[1] + tail[0] + tail[2:]) in known:
            yield key
        low = bisect_left(keys, wanted[: at + 1], low, high)
        high = bisect_left(keys, wanted[: at + 1] + _AFTER, low, high)
        if low == high:
            return


def _going_on(keys: Sequence[str], at: int, low: int, high: int) -> Iterator[str]:
    """The letters at place `at` of the keys low … high - 1, which agree in all before it."""
    while low < high:
        key = keys[low]
        if len(key) == at:
            low += 1
            continue
        yield key[at]
        low = bisect_left(keys, key[: at + 1] + _AFTER, low, high)


def _beside(keys: Sequence[str], wanted: str) -> Sequence[str]:
    """The keys around the place of `wanted`: those that share the longest beginning with it."""
    at = bisect_left(keys, wanted)
    return [key for key in keys[max(0, at - _BESIDE) : at + _BESIDE] if key[:_BESIDE] == wanted[:_BESIDE]]


class _Likeness:
    """How much of a text others hold (bit-parallel longest common subsequence, after Hyyrö)."""

    __slots__ = ("_length", "_masks")

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._masks: dict[str, int] = {}
        for i, letter in enumerate(text):
            self._masks[letter] = self._masks.get(letter, 0) | 1 << i

    def share(self, other: str) -> float:
        """Twice the letters that both have in common order, of all letters of both."""
        masks, all_bits = self._masks, (1 << self._length) - 1
        unmatched = all_bits
        for letter in other:
            matched = unmatched & masks.get(letter, 0)
            unmatched = ((unmatched + matched) | (unmatched - matched)) & all_bits
        return 2 * (self._length - unmatched.bit_count()) / (self._length + len(other) or 1)
