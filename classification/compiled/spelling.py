"""Words within a few typing errors of another.

A typing error is a letter too many, too few, wrong, or two neighbours swapped (Damerau and Levenshtein's distance, each
place touched once). All near words of a sorted vocabulary are found in one walk over its shared beginnings, with the
automaton of the wanted word built as the walk needs it (bit-parallel, after Wu and Manber).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from classification.compiled.packed import Packed, Packer, StringTable
from classification.deadline import look

DEPTH: Final = 6
_FEW: Final = 4
_AFTER: Final = "\U0010ffff"
_DEAD: Final = -1
_FAR: Final = 9


def errors_allowed(word: str) -> int:
    """How many typing errors are forgiven: none in short words, one from four letters, two from eight."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


def errors_between(word: str, other: str, most: int) -> int | None:
    """The typing errors between two words; None where there are more than `most`.

    >>> errors_between("tilstan", "tilstand", 1), errors_between("fihr", "fhir", 1), errors_between("goal", "group", 1)
    (1, 1, None)
    """
    if abs(len(word) - len(other)) > most:
        return None
    automaton = _Automaton(word, most)
    errors = automaton.run(automaton.start, other, False)
    return errors if errors <= most else None


def pack_beginnings(packer: Packer, name: str, words: Sequence[str]) -> None:
    """Packs the shared beginnings (up to six letters) of sorted distinct words, for `Vocabulary`.

    Nodes are numbered level by level, so that the children of a node are neighbours: node i has the children
    `child[i]` … `child[i + 1] - 1`, adds `letter[i]`, and its words begin at `word[i]`.
    """
    letter, child, first = array("I", [0]), array("I"), array("I", [0])
    level = [(0, len(words))]
    for depth in range(DEPTH):
        below: list[tuple[int, int]] = []
        for low, high in level:
            child.append(len(letter))
            for start, end in _branches(words, low, high, depth):
                letter.append(ord(words[start][depth]))
                first.append(start)
                below.append((start, end))
        level = below
    child.extend([len(letter)] * (len(letter) + 1 - len(child)))
    packer.numbers(f"{name}.letter", letter)
    packer.numbers(f"{name}.child", child)
    packer.numbers(f"{name}.first", first)


def _branches(words: Sequence[str], low: int, high: int, depth: int) -> Iterator[tuple[int, int]]:
    """Runs of the words low … high - 1 that agree in the letter after `depth`."""
    starts = [
        i
        for i in range(low, high)
        if len(words[i]) > depth and (i == low or words[i - 1][: depth + 1] != words[i][: depth + 1])
    ]
    return pairwise([*starts, high])


class Vocabulary:
    """Sorted distinct words with their shared beginnings, read in place."""

    __slots__ = ("_child", "_first", "_letter", "words")

    def __init__(self, packed: Packed, name: str, words: StringTable) -> None:
        self.words = words
        self._letter = packed.numbers(f"{name}.letter")
        self._child = packed.numbers(f"{name}.child")
        self._first = packed.numbers(f"{name}.first")

    def starting(self, beginning: str, low: int = 0, high: int | None = None) -> tuple[int, int]:
        """The range of words that begin so."""
        words = self.words
        end = len(words) if high is None else high
        low = _bisect(words, beginning, low, end)
        return low, _bisect(words, beginning + _AFTER, low, end)

    def near(self, word: str, errors: int, *, prefix: bool) -> list[tuple[int, int, int]]:
        """Ranges (errors, first, end) of words within `errors` of `word`; with `prefix`, of words that begin near it.

        A word may lie in a second range with more errors.
        """
        automaton = _Automaton(word, errors)
        found: list[tuple[int, int, int]] = []
        letter, child, first = self._letter, self._child, self._first
        stack = [(0, automaton.start, len(self.words), 0, _FAR)]
        while stack:
            look()
            node, state, end, depth, known = stack.pop()
            low = first[node]
            if prefix:
                distance = automaton.accepts(state)
                if distance < known:
                    found.append((distance, low, end))
                    known = distance
                if known <= 1:
                    continue
            if depth == DEPTH:
                self._deeper(automaton, (low, end, depth, state, known), prefix, found)
                continue
            begin, stop = child[node], child[node + 1]
            if not prefix:
                alone = first[begin] if begin < stop else end
                if alone > low and (distance := automaton.accepts(state)) < _FAR:
                    found.append((distance, low, alone))
            for branch in range(begin, stop):
                after = automaton.step(state, letter[branch])
                if after != _DEAD:
                    stack.append(
                        (branch, after, first[branch + 1] if branch + 1 < stop else end, depth + 1, known)
                    )
        return found

    def _deeper(
        self,
        automaton: _Automaton,
        place: tuple[int, int, int, int, int],
        prefix: bool,
        found: list[tuple[int, int, int]],
    ) -> None:
        """Goes on below the packed beginnings: branches are found by bisection, few words are read one by one."""
        words = self.words
        stack = [place]
        while stack:
            look()
            low, high, depth, state, known = stack.pop()
            if prefix and (distance := automaton.accepts(state)) < known:
                found.append((distance, low, high))
                known = distance
            if prefix and known <= 1:
                continue
            if high - low <= _FEW:
                found += (
                    (distance, i, i + 1)
                    for i in range(low, high)
                    if (distance := automaton.run(state, words[i][depth:], prefix)) < known
                )
                continue
            at = low
            while at < high:
                head = words[at]
                if len(head) == depth:
                    if not prefix and (distance := automaton.accepts(state)) < _FAR:
                        found.append((distance, at, at + 1))
                    at += 1
                    continue
                end = _bisect(words, head[: depth + 1] + _AFTER, at, high)
                after = automaton.step(state, ord(head[depth]))
                if after != _DEAD:
                    stack.append((at, end, depth + 1, after, known))
                at = end


def _bisect(words: StringTable, wanted: str, low: int, high: int) -> int:
    while low < high:
        middle = (low + high) // 2
        if words[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


class _Automaton:
    """Reads a word letter by letter and knows how near it is to `word`; states are numbers.

    A state holds, for each number of errors e, the set R[e] of lengths of `word` that may have been read by now, and
    the set P[e] of those where the first of two swapped letters has just been read; sets are bits of a number.
    """

    __slots__ = ("_errors", "_length", "_masks", "_numbers", "_states", "_steps", "start")

    def __init__(self, word: str, errors: int) -> None:
        self._errors, self._length = errors, len(word)
        self._masks: dict[int, int] = {}
        for i, letter in enumerate(word):
            self._masks[ord(letter)] = self._masks.get(ord(letter), 0) | 1 << (i + 1)
        begun = tuple((1 << (e + 1)) - 1 for e in range(errors + 1))
        self._states: list[tuple[int, ...]] = [begun + (0,) * (errors + 1)]
        self._numbers = {self._states[0]: 0}
        self._steps: list[dict[int, int]] = [{}]
        self.start = 0

    def accepts(self, state: int) -> int:
        """The errors at which the whole of `word` has been read in this state; far more than allowed if it has not."""
        final = 1 << self._length
        return next((e for e in range(self._errors + 1) if self._states[state][e] & final), _FAR)

    def step(self, state: int, letter: int) -> int:
        """The state after one more letter, or the dead one."""
        if letter not in self._masks:
            letter = 0
        known = self._steps[state].get(letter)
        if known is None:
            known = self._steps[state][letter] = self._number(self._computed(self._states[state], letter))
        return known

    def run(self, state: int, rest: str, prefix: bool) -> int:
        """The least errors over the beginnings of `rest` (prefix), or at its end."""
        best = self.accepts(state) if prefix else _FAR
        for letter in rest:
            state = self.step(state, ord(letter))
            if state == _DEAD:
                return best
            if prefix:
                best = min(best, self.accepts(state))
        return best if prefix else self.accepts(state)

    def _computed(self, state: tuple[int, ...], letter: int) -> tuple[int, ...]:
        errors, mask = self._errors, self._masks.get(letter, 0)
        all_lengths = (1 << (self._length + 1)) - 1
        read, swapped = state[: errors + 1], state[errors + 1 :]
        fresh = [(read[0] << 1) & mask]
        pending = [0]
        for e in range(1, errors + 1):
            right = (read[e] << 1) & mask
            wrong_or_extra = read[e - 1] << 1 | read[e - 1]
            missing = fresh[e - 1] << 1
            back = swapped[e] & (mask << 1)
            fresh.append((right | wrong_or_extra | missing | back) & all_lengths)
            pending.append((read[e - 1] << 2) & mask & all_lengths)
        return (*fresh, *pending)

    def _number(self, state: tuple[int, ...]) -> int:
        if not any(state):
            return _DEAD
        number = self._numbers.get(state)
        if number is None:
            number = self._numbers[state] = len(self._states)
            self._states.append(state)
            self._steps.append({})
        return number
