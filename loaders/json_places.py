"""Where things stand in a JSON text, and what parsers hide.

A parser gives values; whoever must point at one needs line and column. `find_spots` goes through a text once and finds
the values that JSON Pointers (RFC 6901) name; it is called only when there is something to point at. `find_problems`
tells what a parser refuses without saying where, or accepts without saying so: text that is not UTF-8 or not JSON,
repeated keys, NaN and infinity, numbers beyond a double, nesting without end.

Lines and columns count from 1, columns in characters (code points), so that `æ` is one column wide.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

MAX_DEPTH: Final = 254
_BLANK: Final = re.compile(r"[ \t\r\n]*+")
# A string without end goes to the end of the text: the patterns never try a second way.
_QUOTED: Final = r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_STRING: Final = re.compile(_QUOTED, re.DOTALL)
_WORD: Final = r'[^ \t\r\n,:\[\]{}"]++'
_SCALAR: Final = re.compile(_WORD)
_SKIP: Final = re.compile(rf"{_QUOTED}|[\[\]{{}}]", re.DOTALL)
_TOKEN: Final = re.compile(rf"[\[\]{{}},:]|{_QUOTED}|{_WORD}", re.DOTALL)
_CLOSED: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_SOUND: Final = re.compile(
    r"""(?: [^\x00-\x1f\\]++
          | \\["\\/bfnrt]
          | \\u(?![dD][89a-fA-F])[0-9a-fA-F]{4}
          | \\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}
        )*+""",
    re.VERBOSE,
)
_NOT_FINITE: Final = frozenset({"NaN", "Infinity", "-Infinity"})
_WORDS: Final = frozenset({"true", "false", "null"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: offsets into the text.

    `key` is the offset of the member's name, -1 for what has none; `end` follows the value's last character, of an
    object or array the opening bracket. `exact` is false when the value is absent and this is what should hold it.
    """

    start: int
    end: int
    key: int = -1
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Place:
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
    _visit(text, _after_blank(text, 0), -1, root)
    return {pointer: _spot_of(path) for pointer, path in nodes.items()}


def place_of(text: str, offset: int) -> Place:
    r"""Line and column of an offset.

    >>> place_of('{\n  "æ": 1}', 9)
    Place(line=2, column=8, text='  "æ": 1}')
    """
    begins = text.rfind("\n", 0, offset) + 1
    ends = text.find("\n", begins)
    line = text[begins : len(text) if ends < 0 else ends].rstrip("\r")
    return Place(text.count("\n", 0, begins) + 1, offset - begins + 1, line)


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


@dataclass(slots=True)
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
    at = _after_blank(text, start + 1)
    while text[at : at + 1] == '"':
        key, name_ends = at, _skip(text, at)
        colon = _after_blank(text, name_ends)
        if text[colon : colon + 1] != ":":
            return colon
        value = _after_blank(text, colon + 1)
        below = wanted.steps.get(unquoted(text[key:name_ends]))
        if below is None:
            at = _skip(text, value)
        else:
            below.forget()
            at = _visit(text, value, key, below)
        at = _after_blank(text, at)
        if text[at : at + 1] == ",":
            at = _after_blank(text, at + 1)
    return at + 1


def _visit_items(text: str, start: int, wanted: _Wanted) -> int:
    at, number = _after_blank(text, start + 1), 0
    while at < len(text) and text[at] not in "]}:,":
        below = wanted.steps.get(str(number))
        end = _skip(text, at) if below is None else _visit(text, at, -1, below)
        at, number = _after_blank(text, end), number + 1
        if text[at : at + 1] == ",":
            at = _after_blank(text, at + 1)
    return at + 1


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
    for token in _SKIP.finditer(text, start):
        mark = text[token.start()]
        depth += (mark in "{[") - (mark in "}]")
        if depth == 0:
            return token.end()
    return len(text)


def _after_blank(text: str, at: int) -> int:
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


# ---------------------------------------------------------------- problems


class ProblemKind(StrEnum):
    """What is wrong with a text that should be JSON."""

    NOT_UTF8 = "not-utf8"
    SYNTAX = "syntax"
    DUPLICATE_KEY = "duplicate-key"
    TOO_DEEP = "too-deep"
    NOT_FINITE = "not-finite"
    HUGE_NUMBER = "huge-number"


class Wanted(StrEnum):
    """What the grammar wants where a text breaks it."""

    VALUE = "a value"
    NAME = "a name"
    COLON = ":"
    NEXT_MEMBER = ", or }"
    NEXT_ITEM = ", or ]"
    END = "the end"
    CLOSING_QUOTE = "a closing quote"
    SOUND_STRING = "an escape"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a text: what, where, and the words or the name it is about.

    `fatal` problems leave nothing to check; `wanted` is what the grammar wants instead; `length` is that of the token,
    `first` where the first of two members of one name stands.
    """

    kind: ProblemKind
    offset: int
    pointer: str
    detail: str
    length: int = 1
    first: int = -1
    wanted: Wanted | None = None

    @property
    def fatal(self) -> bool:
        """Whether no parser can be asked for the values."""
        return self.kind is not ProblemKind.DUPLICATE_KEY


def decoded(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    r"""The text of UTF-8 bytes without byte order mark; a byte that is none is a problem at its place.

    >>> decoded(b'{"a": "\xe6"}')[1][0].detail
    'byte 0xe6'
    """
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        detail = f"byte 0x{data[error.start]:02x}"
        if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            detail = "UTF-16"
        text = good + data[error.start :].decode("utf-8", errors="replace")
        return text, (Problem(ProblemKind.NOT_UTF8, len(good), "", detail),)


def find_problems(text: str, *, max_depth: int = MAX_DEPTH) -> tuple[Problem, ...]:
    """All problems of a text up to the first that ends it.

    >>> [(p.kind.value, p.pointer, p.detail) for p in find_problems('{"a": 1, "a": NaN}')]
    [('duplicate-key', '/a', 'a'), ('not-finite', '/a', 'NaN')]
    """
    return tuple(_Reader(text, max_depth).problems())


@dataclass(slots=True)
class _Level:
    """An object or array on the way to the present token."""

    is_object: bool
    step: str | int = 0
    seen: dict[str, int] = field(default_factory=dict)


class _Broken(Exception):
    """The text cannot be read on."""

    def __init__(
        self, kind: ProblemKind, offset: int, detail: str = "", wanted: Wanted | None = None
    ) -> None:
        super().__init__(detail)
        self.kind, self.offset, self.detail, self.wanted = kind, offset, detail, wanted


class _Reader:
    """Reads a text by the grammar of RFC 8259: each step reads a little and says which step comes next."""

    def __init__(self, text: str, max_depth: int) -> None:
        self._text, self._max_depth = text, max_depth
        self._levels: list[_Level] = []
        self._found: list[Problem] = []
        self._at = 0

    def problems(self) -> Iterator[Problem]:
        step: _Step | None = self._value
        try:
            while step is not None:
                step = step()
                yield from self._found
                self._found.clear()
        except _Broken as broken:
            length = max(len(broken.detail), 1)
            yield Problem(
                broken.kind, broken.offset, self._pointer(), broken.detail, length, wanted=broken.wanted
            )

    def _value(self) -> _Step:
        offset, token = self._token()
        if token in {"{", "["}:
            return self._open(offset, token == "{")
        if token.startswith('"'):
            self._check_string(offset, token)
        elif token in _NOT_FINITE:
            self._note(ProblemKind.NOT_FINITE, offset, token, len(token))
        elif _NUMBER.fullmatch(token):
            if float(token) in {float("inf"), float("-inf")}:
                self._note(ProblemKind.HUGE_NUMBER, offset, _short(token), len(token))
        elif token not in _WORDS:
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.VALUE)
        return self._after

    def _open(self, offset: int, is_object: bool) -> _Step:
        if len(self._levels) >= self._max_depth:
            raise _Broken(ProblemKind.TOO_DEEP, offset, str(self._max_depth))
        self._levels.append(_Level(is_object))
        closing = "}" if is_object else "]"
        after = _after_blank(self._text, self._at)
        if self._text[after : after + 1] != closing:
            return self._name if is_object else self._value
        self._at = after + 1
        self._levels.pop()
        return self._after

    def _name(self) -> _Step:
        offset, token = self._token()
        level = self._levels[-1]
        if not token.startswith('"'):
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.NAME)
        self._check_string(offset, token)
        level.step = name = unquoted(token)
        if name in level.seen:
            self._note(ProblemKind.DUPLICATE_KEY, offset, name, len(token), level.seen[name])
        level.seen[name] = offset
        offset, token = self._token()
        if token != ":":
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.COLON)
        return self._value

    def _after(self) -> _Step | None:
        """What may follow a value."""
        offset, token = self._token()
        if not self._levels:
            if token:
                raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.END)
            return None
        level = self._levels[-1]
        closing, wanted = ("}", Wanted.NEXT_MEMBER) if level.is_object else ("]", Wanted.NEXT_ITEM)
        if token == closing:
            self._levels.pop()
            return self._after
        if token != ",":
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), wanted)
        if level.is_object:
            return self._name
        assert isinstance(level.step, int)
        level.step += 1
        return self._value

    def _token(self) -> tuple[int, str]:
        """The next token and its offset; empty at the end."""
        offset = _after_blank(self._text, self._at)
        found = _TOKEN.match(self._text, offset)
        if found is None:
            return offset, ""
        self._at = found.end()
        return offset, found[0]

    def _check_string(self, offset: int, token: str) -> None:
        if not _CLOSED.fullmatch(token):
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.CLOSING_QUOTE)
        sound = _SOUND.match(token, 1, len(token) - 1)
        if sound is not None and sound.end() < len(token) - 1:
            length = 2 if token[sound.end()] == "\\" else 1
            bad = token[sound.end() : sound.end() + length]
            raise _Broken(ProblemKind.SYNTAX, offset + sound.end(), bad, Wanted.SOUND_STRING)

    def _note(self, kind: ProblemKind, offset: int, detail: str, length: int, first: int = -1) -> None:
        self._found.append(Problem(kind, offset, self._pointer(), detail, length, first))

    def _pointer(self) -> str:
        return pointer_of(level.step for level in self._levels)


class _Step(Protocol):
    def __call__(self) -> _Step | None: ...


def _short(token: str) -> str:
    return token if len(token) <= 24 else f"{token[:20]}…"
