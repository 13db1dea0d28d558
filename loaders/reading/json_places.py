"""Where things stand in a JSON text.

A parser gives values; whoever must point at one needs line and column. `find_spots` goes through a text once and finds
the values that JSON Pointers (RFC 6901) name; it is called only when there is something to point at.

Lines and columns count from 1, columns in characters (code points), so that `æ` is one column wide.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from typing import Final

from classification.deadline import look
from classification.record import field, frozen, mutable

_BETWEEN_LOOKS: Final = 1024
_LINE_END: Final = re.compile(r"\n")
_BLANK: Final = re.compile(r"[ \t\r\n]*+")
# A string without end goes to the end of the text: the patterns never try a second way.
QUOTED: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
WORD: Final = r'[^ \t\r\n,:\[\]{}"]++'
_STRING: Final = re.compile(QUOTED, re.DOTALL)
_SCALAR: Final = re.compile(WORD)
_NEXT: Final = re.compile(r"[ \t\r\n]*+,?+[ \t\r\n]*+")
_MEMBER: Final = re.compile(rf"({QUOTED})[ \t\r\n]*+:[ \t\r\n]*+", re.DOTALL)
_SIMPLE: Final = re.compile(rf"{QUOTED}|{WORD}", re.DOTALL)
_SKIP: Final = re.compile(rf"{QUOTED}|[\[\]{{}}]", re.DOTALL)


@frozen
class Spot:
    """Where a value stands: offsets into the text.

    `key` is the offset of the member's name, -1 for what has none; `end` follows the value's last character, of an
    object or array the opening bracket. `exact` is false when the value is absent and this is what should hold it.
    """

    start: int
    end: int
    key: int = -1
    exact: bool = True


@frozen
class TextPlace:
    """Line and column of an offset, and the line's text."""

    line: int
    column: int
    text: str


def find_spots(text: str, pointers: Collection[str]) -> dict[str, Spot]:
    """Where the values stand that JSON Pointers name.

    A value that is absent gets the spot of the nearest value around it that is there. Of a repeated key the last one
    counts, as parsers do it. A broken text gives what was found before it broke.

    >>> text = '{"code": "J1", "level": [1, 2]}'
    >>> spots = find_spots(text, ["/code", "/level/1", "/level/7"])
    >>> text[spots["/code"].start:spots["/code"].end], text[spots["/level/1"].start]
    ('"J1"', '2')
    >>> spots["/level/7"].exact, text[spots["/level/7"].start:]
    (False, '[1, 2]}')
    """
    root = _Wanted()
    nodes = {pointer: _node(root, pointer) for pointer in pointers}
    _visit(text, after_blank(text, 0), -1, root)
    return {pointer: _spot_of(path) for pointer, path in nodes.items()}


class TextPlaces:
    r"""Lines and columns of offsets into a text; the text is gone through once, however many are asked for.

    >>> TextPlaces('{\n  "æ": 1}').place(9)
    TextPlace(line=2, column=8, text='  "æ": 1}')
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = [found.start() for found in _LINE_END.finditer(text)]

    def place(self, offset: int) -> TextPlace:
        """Line and column of an offset."""
        line = bisect_left(self._ends, offset)
        begins = self._ends[line - 1] + 1 if line else 0
        ends = self._ends[line] if line < len(self._ends) else len(self._text)
        return TextPlace(line + 1, offset - begins + 1, self._text[begins:ends].rstrip("\r"))


def pointer_of(steps: Iterable[str | int]) -> str:
    """The JSON Pointer of a way through keys and positions.

    >>> pointer_of(["a/b", 0, "m~n"])
    '/a~1b/0/m~0n'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def steps_of(pointer: str) -> list[str]:
    """The steps of a JSON Pointer; the empty pointer has none.

    >>> steps_of("/a~1b/0"), steps_of("")
    (['a/b', '0'], [])
    """
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


# ---------------------------------------------------------------- spots


@mutable
class _Wanted:
    """A step on the way to wanted values, and where it was found."""

    steps: dict[str, _Wanted] = field(default_factory=dict)
    spot: Spot | None = None

    def forget(self) -> None:
        """What an earlier member of the same name held does not count."""
        self.spot = None
        for below in self.steps.values():
            below.forget()


def _node(root: _Wanted, pointer: str) -> list[_Wanted]:
    path = [root]
    for step in steps_of(pointer):
        path.append(path[-1].steps.setdefault(step, _Wanted()))
    return path


def _spot_of(path: list[_Wanted]) -> Spot:
    exact = path[-1].spot
    if exact is not None:
        return exact
    around = next((node.spot for node in reversed(path) if node.spot is not None), Spot(0, 0))
    return Spot(around.start, around.end, around.key, exact=False)


def _visit(text: str, start: int, key: int, wanted: _Wanted) -> int:
    """Note the value at `start` and what is wanted inside it; the offset after it."""
    opening = text[start : start + 1]
    if opening not in {"{", "["}:
        end = _skip(text, start)
        if end > start:
            wanted.spot = Spot(start, end, key)
        return end
    wanted.spot = Spot(start, start + 1, key)
    if not wanted.steps:
        return _skip(text, start)
    return _visit_members(text, start, wanted) if opening == "{" else _visit_items(text, start, wanted)


def _visit_members(text: str, start: int, wanted: _Wanted) -> int:
    at, steps = after_blank(text, start + 1), wanted.steps
    while member := _MEMBER.match(text, at):
        look()
        value = member.end()
        below = steps.get(unquoted(member[1]))
        if below is None:
            simple = _SIMPLE.match(text, value)
            at = simple.end() if simple else _skip(text, value)
        else:
            below.forget()
            at = _visit(text, value, member.start(), below)
        at = _after_comma(text, at)
    return at + 1


def _visit_items(text: str, start: int, wanted: _Wanted) -> int:
    at, number = after_blank(text, start + 1), 0
    while at < len(text) and text[at] not in "]}:,":
        look()
        below = wanted.steps.get(str(number))
        end = _skip(text, at) if below is None else _visit(text, at, -1, below)
        at, number = _after_comma(text, end), number + 1
    return at + 1


def _after_comma(text: str, at: int) -> int:
    found = _NEXT.match(text, at)
    return found.end() if found else at


def _skip(text: str, start: int) -> int:
    """The offset after the value that begins at `start`."""
    opening = text[start : start + 1]
    if opening == '"':
        string = _STRING.match(text, start)
        return string.end() if string else len(text)
    if opening not in {"{", "["}:
        scalar = _SCALAR.match(text, start)
        return scalar.end() if scalar else start
    depth = 0
    for number, token in enumerate(_SKIP.finditer(text, start)):
        if not number % _BETWEEN_LOOKS:
            look()
        mark = text[token.start()]
        depth += (mark in "{[") - (mark in "}]")
        if depth == 0:
            return token.end()
    return len(text)


def after_blank(text: str, at: int) -> int:
    """The offset of the first character from `at` on that is no blank of JSON."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at


def unquoted(token: str) -> str:
    r"""The text that a JSON string stands for; escapes that mean nothing are kept as written.

    >>> unquoted(r'"\u00e6\n"')
    'æ\n'
    """
    inner = token[1:-1]
    if "\\" not in inner:
        return inner
    from json import loads

    try:
        return str(loads(token, strict=False))
    except ValueError:
        return inner
