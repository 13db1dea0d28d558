r"""Regular expressions answered in bounded time.

A pattern becomes a position automaton (Glushkov 1961) whose set of places is one integer, so a text is read once,
letter by letter, whatever the pattern: `(a+)+` on ten thousand letters costs what `a+` costs. A pattern matches a
whole text.

Supported: letters, `.` (all but line breaks), classes with ranges and negation, `\d \D \w \W \s \S`, `\p{…}` and
`\P{…}` with a Unicode category, escapes, groups `(…)` and `(?:…)`, `|`, the quantifiers `* + ? {m} {m,} {m,n}`, and
the anchors `^` and `$` at the ends. Back references and looking around cannot be answered in bounded time and are
refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Final

from classification.errors import InvalidPattern
from classification.record import frozen
from classification.remembered import Remembered
from classification.sentence import Sentence, both

MAX_LENGTH: Final = 1_000
MAX_STATES: Final = 2_000
MAX_DEPTH: Final = 50
_CACHED_STEPS: Final = 8_192

Test = Callable[[str], bool]


# ---------------------------------------------------------------- the parts of a pattern


@frozen
class _Letter:
    accepts: Test


@frozen
class _Anchor:
    sign: str
    position: int


@frozen
class _Sequence:
    items: tuple[_Node, ...]


@frozen
class _Choice:
    branches: tuple[_Node, ...]


@frozen
class _Repeat:
    item: _Node
    low: int
    high: int | None


_Node = _Letter | _Anchor | _Sequence | _Choice | _Repeat


# ---------------------------------------------------------------- matching


class Pattern:
    r"""A regular expression that matches whole texts in time linear in their length.

    >>> Pattern("J[0-9](\\.[0-9])?").matches("J1.2")
    True

    Raises:
        InvalidPattern: when the pattern is wrong, not supported, or too big; with the position.
    """

    __slots__ = ("_accepting", "_follow", "_jumps", "_letters", "_masks", "_size", "_steps", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        tree = _parse(text)
        automaton = _Automaton()
        whole = automaton.build(tree)
        self._follow = automaton.follow
        self._follow[0] = whole.first
        self._letters = automaton.letters
        self._accepting = whole.last | (1 if whole.nullable else 0)
        self._size = (len(self._follow) + 7) // 8
        self._masks: Remembered[str, int] = Remembered(_CACHED_STEPS)
        self._jumps: dict[tuple[int, int], int] = {}
        self._steps: Remembered[tuple[int, str], int] = Remembered(_CACHED_STEPS)

    def __repr__(self) -> str:
        return f"Pattern({self.text!r})"

    def matches(self, text: str) -> bool:
        """Whether the pattern matches the whole of `text`."""
        places = 1
        steps = self._steps
        for letter in text:
            step = (places, letter)
            found = steps.get(step)
            if found is None:
                found = steps.keep(step, self._after(places) & self._accepting_places(letter))
            if not found:
                return False
            places = found
        return bool(places & self._accepting)

    def _after(self, places: int) -> int:
        """Every place that can follow one of these; remembered for eight places at a time."""
        reached = 0
        for at, byte in enumerate(places.to_bytes(self._size, "little")):
            if byte:
                jump = self._jumps.get((at, byte))
                if jump is None:
                    followers = (self._follow[8 * at + bit] for bit in range(8) if byte >> bit & 1)
                    jump = self._jumps[(at, byte)] = reduce(or_, followers)
                reached |= jump
        return reached

    def _accepting_places(self, letter: str) -> int:
        mask = self._masks.get(letter)
        if mask is None:
            verdicts: dict[Test, bool] = {}
            mask = 0
            for place, accepts in enumerate(self._letters, 1):
                verdict = verdicts.get(accepts)
                if verdict is None:
                    verdict = verdicts[accepts] = accepts(letter)
                mask |= verdict << place
            self._masks.keep(letter, mask)
        return mask


@lru_cache(maxsize=256)
def pattern(text: str) -> Pattern:
    """The compiled pattern, remembered (errors as `Pattern`)."""
    return Pattern(text)


# ---------------------------------------------------------------- the automaton


@frozen
class _Fragment:
    """What a part of the pattern may begin and end with, and whether it matches the empty text."""

    nullable: bool
    first: int
    last: int


_EMPTY: Final = _Fragment(True, 0, 0)


class _Automaton:
    """Places 1 … n, one for each letter of the pattern; place 0 is before the first."""

    def __init__(self) -> None:
        self.follow: list[int] = [0]
        self.letters: list[Test] = []

    def build(self, node: _Node) -> _Fragment:
        if isinstance(node, _Letter):
            return self._letter(node)
        if isinstance(node, _Anchor):
            return _EMPTY
        if isinstance(node, _Sequence):
            return self._chain([self.build(item) for item in node.items])
        if isinstance(node, _Choice):
            return _either([self.build(branch) for branch in node.branches])
        return self._repeat(node)

    def _letter(self, node: _Letter) -> _Fragment:
        self.letters.append(node.accepts)
        self.follow.append(0)
        place = 1 << len(self.letters)
        return _Fragment(False, place, place)

    def _repeat(self, node: _Repeat) -> _Fragment:
        copies = [self.build(node.item) for _ in range(node.low)]
        if node.high is None:
            again = self.build(node.item)
            self._link(again.last, again.first)
            copies.append(_Fragment(True, again.first, again.last))
        else:
            for _ in range(node.high - node.low):
                once = self.build(node.item)
                copies.append(_Fragment(True, once.first, once.last))
        return self._chain(copies)

    def _chain(self, fragments: Sequence[_Fragment]) -> _Fragment:
        # From the right, so that every link is made once: a chain of n optional letters costs n links, not n².
        rest = _EMPTY
        for fragment in reversed(fragments):
            self._link(fragment.last, rest.first)
            rest = _Fragment(
                fragment.nullable and rest.nullable,
                fragment.first | rest.first if fragment.nullable else fragment.first,
                fragment.last | rest.last if rest.nullable else rest.last,
            )
        return rest

    def _link(self, sources: int, targets: int) -> None:
        if targets:
            for place in _places(sources):
                self.follow[place] |= targets


def _either(branches: Sequence[_Fragment]) -> _Fragment:
    return _Fragment(
        any(branch.nullable for branch in branches),
        reduce(or_, (branch.first for branch in branches)),
        reduce(or_, (branch.last for branch in branches)),
    )


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


# ---------------------------------------------------------------- reading a pattern


def _parse(text: str) -> _Node:
    if len(text) > MAX_LENGTH:
        raise InvalidPattern(
            f"{text[:40]}…",
            MAX_LENGTH,
            both(f"længere end {MAX_LENGTH} tegn", f"longer than {MAX_LENGTH} letters"),
        )
    reader = _Reader(text)
    node = reader.choice(0)
    if reader.at < len(text):
        raise reader.wrong(both("')' uden '('", "')' without '('"))
    _check_anchors(node, reader, at_start=True, at_end=True)
    return node


class _Reader:
    """Reads a pattern from left to right; `at` is the position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def wrong(self, reason: Sentence, at: int | None = None) -> InvalidPattern:
        return InvalidPattern(self.text, self.at if at is None else at, reason)

    def peek(self, width: int = 1) -> str:
        return self.text[self.at : self.at + width]

    def take(self, expected: str) -> bool:
        if self.text.startswith(expected, self.at):
            self.at += len(expected)
            return True
        return False

    def choice(self, depth: int) -> _Node:
        if depth > MAX_DEPTH:
            raise self.wrong(
                both(
                    f"grupper inde i hinanden i mere end {MAX_DEPTH} led",
                    f"groups nested more than {MAX_DEPTH} deep",
                )
            )
        branches = [self.sequence(depth)]
        while self.take("|"):
            branches.append(self.sequence(depth))
        node = branches[0] if len(branches) == 1 else _Choice(tuple(branches))
        self.check_size(node)
        return node

    def check_size(self, node: _Node, at: int | None = None) -> None:
        if _size(node) > MAX_STATES:
            raise self.wrong(
                both(
                    f"mønsteret folder ud til mere end {MAX_STATES} tilstande",
                    f"the pattern unfolds to more than {MAX_STATES} states",
                ),
                at,
            )

    def sequence(self, depth: int) -> _Node:
        items: list[_Node] = []
        while self.peek() not in ("", "|", ")"):
            start = self.at
            items.append(self.quantified(self.single(depth), start))
        return items[0] if len(items) == 1 else _Sequence(tuple(items))

    def single(self, depth: int) -> _Node:
        sign = self.peek()
        if sign == "(":
            return self.group(depth)
        if sign in ("^", "$"):
            self.at += 1
            return _Anchor(sign, self.at - 1)
        if sign in ("*", "+", "?"):
            raise self.wrong(both(f"intet at gentage før {sign!r}", f"nothing to repeat before {sign!r}"))
        if sign == "{":
            raise self.wrong(
                both(
                    "'{' gentager intet; skriv '\\{' for selve tegnet",
                    "'{' repeats nothing; write '\\{' for the letter",
                )
            )
        if sign == "[":
            return _Letter(self.character_class())
        if sign == "\\":
            return _Letter(self.escape())
        self.at += 1
        return _Letter(_not_line_break if sign == "." else _one_of(sign))

    def group(self, depth: int) -> _Node:
        start = self.at
        self.at += 1
        if self.peek() == "?" and not self.take("?:"):
            if self.peek(2) in ("?=", "?!") or self.peek(3) in ("?<=", "?<!"):
                raise self.wrong(
                    both(
                        "at se frem eller tilbage er ikke understøttet",
                        "looking ahead or behind is not supported",
                    ),
                    start,
                )
            raise self.wrong(both("kun '(?:…)' må følge efter '(?'", "only '(?:…)' may follow '(?'"), start)
        node = self.choice(depth + 1)
        if not self.take(")"):
            raise self.wrong(both("dette '(' bliver aldrig lukket", "this '(' is never closed"), start)
        return node

    def quantified(self, node: _Node, start: int) -> _Node:
        at = self.at
        bounds = self.bounds()
        if bounds is None:
            return node
        if isinstance(node, _Anchor):
            raise self.wrong(
                both(f"{node.sign!r} kan ikke gentages", f"{node.sign!r} cannot be repeated"), start
            )
        if self.peek() == "?":
            self.at += 1  # a lazy quantifier matches the same whole texts
        if self.peek() in ("*", "+", "?", "{") and self.peek():
            raise self.wrong(
                both(
                    "en gentagelse efter en gentagelse; sæt den første i en gruppe",
                    "a quantifier after a quantifier; put the first in a group",
                )
            )
        low, high = bounds
        repeated = _Repeat(node, low, high)
        self.check_size(repeated, at)
        return repeated

    def bounds(self) -> tuple[int, int | None] | None:
        if self.take("*"):
            return 0, None
        if self.take("+"):
            return 1, None
        if self.take("?"):
            return 0, 1
        start = self.at
        if not self.take("{"):
            return None
        low = self.number(start)
        high: int | None = low
        if self.take(","):
            high = None if self.peek() == "}" else self.number(start)
        if not self.take("}"):
            raise self.wrong(both("skriv {m}, {m,} eller {m,n}", "write {m}, {m,} or {m,n}"), start)
        if high is not None and high < low:
            raise self.wrong(
                both(
                    f"{{{low},{high}}} slutter, før det begynder", f"{{{low},{high}}} ends before it begins"
                ),
                start,
            )
        return low, high

    def number(self, start: int) -> int:
        digits = ""
        while self.peek() in tuple("0123456789"):
            digits += self.peek()
            self.at += 1
        if not digits:
            raise self.wrong(both("skriv {m}, {m,} eller {m,n}", "write {m}, {m,} or {m,n}"), start)
        if len(digits) > 4:
            raise self.wrong(
                both(
                    f"mønsteret folder ud til mere end {MAX_STATES} tilstande",
                    f"the pattern unfolds to more than {MAX_STATES} states",
                ),
                start,
            )
        return int(digits)

    def escape(self) -> Test:
        """What follows a backslash."""
        start = self.at
        sign = self.peek(2)[1:]
        self.at += 2
        if sign in _CLASSES:
            return _CLASSES[sign]
        if sign in ("p", "P"):
            return self.category(start, wanted=sign == "p")
        return _one_of(self.escaped_letter(start, sign))

    def escaped_letter(self, start: int, sign: str) -> str:
        if not sign:
            raise self.wrong(
                both("en omvendt skråstreg slutter mønsteret", "a backslash ends the pattern"), start
            )
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign in _CODED:
            digits = self.peek(_CODED[sign])
            self.at += _CODED[sign]
            if len(digits) == _CODED[sign] and all(digit in "0123456789abcdefABCDEF" for digit in digits):
                return chr(int(digits, 16))
            raise self.wrong(
                both(
                    f"'\\{sign}' kræver {_CODED[sign]} hexadecimale cifre",
                    f"'\\{sign}' needs {_CODED[sign]} hexadecimal digits",
                ),
                start,
            )
        if sign.isdigit():
            raise self.wrong(
                both("tilbagehenvisninger er ikke understøttet", "back references are not supported"), start
            )
        if sign.isalpha():
            raise self.wrong(both(f"'\\{sign}' er ikke understøttet", f"'\\{sign}' is not supported"), start)
        return sign

    def category(self, start: int, *, wanted: bool) -> Test:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end]
        if self.peek() != "{" or end < 0 or name not in _CATEGORIES:
            raise self.wrong(
                both(
                    "skriv \\p{…} med en Unicode-kategori, for eksempel \\p{L} eller \\p{Lu}",
                    "write \\p{…} with a Unicode category, for instance \\p{L} or \\p{Lu}",
                ),
                start,
            )
        self.at = end + 1
        return _of_category(name, wanted)

    def character_class(self) -> Test:
        start = self.at
        self.at += 1
        negated = self.take("^")
        ranges: list[tuple[str, str]] = []
        tests: list[Test] = []
        first = True
        while first or self.peek() != "]":
            if not self.peek():
                raise self.wrong(both("dette '[' bliver aldrig lukket", "this '[' is never closed"), start)
            if self.peek(2) == "-[":
                raise self.wrong(
                    both(
                        "at trække en klasse fra en klasse er ikke understøttet",
                        "subtracting a class from a class is not supported",
                    )
                )
            low = self.member()
            if callable(low):
                tests.append(low)
            else:
                ranges.append((low, self.range_end(low)))
            first = False
        self.at += 1
        return _class(tuple(sorted(set(ranges))), tuple(tests), negated)

    def member(self) -> str | Test:
        """One letter of a class, or a class inside it."""
        start = self.at
        if self.peek() != "\\":
            self.at += 1
            return self.text[start]
        sign = self.peek(2)[1:]
        if sign in _CLASSES or sign in ("p", "P"):
            return self.escape()
        self.at += 2
        return self.escaped_letter(start, sign)

    def range_end(self, low: str) -> str:
        if self.peek() != "-" or self.peek(2) in ("-", "-]", "-["):
            return low
        start = self.at
        self.at += 1
        high = self.member()
        if callable(high):
            raise self.wrong(
                both("et interval skal slutte med et tegn", "a range must end with a letter"), start
            )
        if high < low:
            raise self.wrong(
                both(
                    f"intervallet {low}-{high} slutter, før det begynder (tegn står i Unicodes orden)",
                    f"range {low}-{high} ends before it begins (letters stand in Unicode order)",
                ),
                start,
            )
        return high


def _size(node: _Node) -> int:
    """At least the number of places, and of steps, that building the node takes."""
    if isinstance(node, _Sequence):
        return sum(map(_size, node.items)) or 1
    if isinstance(node, _Choice):
        return sum(map(_size, node.branches))
    if isinstance(node, _Repeat):
        copies = node.low + 1 if node.high is None else max(node.high, 1)
        return copies * _size(node.item)
    return 1


def _check_anchors(node: _Node, reader: _Reader, *, at_start: bool, at_end: bool) -> None:
    """Refuses anchors that do not stand at an end of the pattern."""
    if isinstance(node, _Anchor):
        if not (at_start if node.sign == "^" else at_end):
            side = both("først i", "beginning") if node.sign == "^" else both("sidst i", "end")
            raise reader.wrong(
                both(
                    f"{node.sign!r} må kun stå {side.da} mønsteret",
                    f"{node.sign!r} may only stand at the {side.en} of the pattern",
                ),
                node.position,
            )
    elif isinstance(node, _Choice):
        for branch in node.branches:
            _check_anchors(branch, reader, at_start=at_start, at_end=at_end)
    elif isinstance(node, _Repeat):
        _check_anchors(node.item, reader, at_start=False, at_end=False)
    elif isinstance(node, _Sequence):
        plain = [place for place, item in enumerate(node.items) if not isinstance(item, _Anchor)]
        first, last = (plain[0], plain[-1]) if plain else (len(node.items), -1)
        for place, item in enumerate(node.items):
            _check_anchors(
                item, reader, at_start=at_start and place <= first, at_end=at_end and place >= last
            )


# ---------------------------------------------------------------- what one letter may be


def _not_line_break(letter: str) -> bool:
    return letter not in "\n\r"


def _word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


@lru_cache(maxsize=4096)
def _one_of(wanted: str) -> Test:
    return lambda letter: letter == wanted


@lru_cache(maxsize=256)
def _of_category(name: str, wanted: bool) -> Test:
    return lambda letter: unicodedata.category(letter).startswith(name) is wanted


def _not(test: Test) -> Test:
    return lambda letter: not test(letter)


def _class(ranges: tuple[tuple[str, str], ...], tests: tuple[Test, ...], negated: bool) -> Test:
    def accepts(letter: str) -> bool:
        inside = any(low <= letter <= high for low, high in ranges) or any(test(letter) for test in tests)
        return inside is not negated

    return accepts


_CLASSES: Final[dict[str, Test]] = {
    "d": str.isdecimal,
    "D": _not(str.isdecimal),
    "w": _word,
    "W": _not(_word),
    "s": str.isspace,
    "S": _not(str.isspace),
}
_CONTROLS: Final = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v"}
_CODED: Final = {"x": 2, "u": 4}
_MAJOR: Final = {"L": "ultmo", "M": "nce", "N": "dlo", "P": "cdseifo", "Z": "slp", "S": "mcko", "C": "cfson"}
_CATEGORIES: Final = frozenset(major + minor for major, minors in _MAJOR.items() for minor in ("", *minors))
