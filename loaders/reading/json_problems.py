"""What parsers of JSON hide: text that is not UTF-8 or not JSON, and what is accepted without a word.

`find_problems` reads a text by the grammar of RFC 8259 and tells, with its place, what a parser refuses without saying
where: broken grammar, NaN and infinity, numbers beyond a double, nesting without end; and what many accept: repeated
names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Protocol

from classification.deadline import look
from classification.record import field, frozen, mutable
from loaders.reading.json_places import QUOTED, WORD, after_blank, pointer_of, unquoted

MAX_DEPTH: Final = 254
_MARKS: Final = (
    (b"\0\0\xfe\xff", "UTF-32"),
    (b"\xff\xfe\0\0", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
_WIDE: Final = (
    (re.compile(rb"\0\0\0[^\0]", re.DOTALL), "UTF-32BE", 4),
    (re.compile(rb"[^\0]\0\0\0", re.DOTALL), "UTF-32LE", 4),
    (re.compile(rb"\0[^\0]", re.DOTALL), "UTF-16BE", 2),
    (re.compile(rb"[^\0]\0", re.DOTALL), "UTF-16LE", 2),
)
ENCODINGS: Final = frozenset({name for _, name in _MARKS} | {name for _, name, _ in _WIDE})
"""What a text may be in that is not UTF-8 and tells so, by the names that iconv knows."""
UNSURE: Final = frozenset({"UTF-16BE/LE", "UTF-32BE/LE"})
"""Where the order of the bytes cannot be told from the text."""
_REST_OF_BREAK: Final = {b"\0": "UTF-16BE/LE", b"\0\0\0": "UTF-32BE/LE"}
_TOKEN: Final = re.compile(rf"[\[\]{{}},:]|{QUOTED}|{WORD}", re.DOTALL)
_CLOSED: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_LONE: Final = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
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


class ProblemKind(StrEnum):
    """What is wrong with a text that should be JSON."""

    NOT_UTF8 = "not-utf8"
    SYNTAX = "syntax"
    LONE_SURROGATE = "lone-surrogate"
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


@frozen
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
    wide = _wide_encoding(data)
    try:
        text = data.decode("utf-8-sig")
        return text, (Problem(ProblemKind.NOT_UTF8, 0, "", wide),) if wide else ()
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8-sig")
        detail = wide or f"byte 0x{data[error.start]:02x}"
        text = good + data[error.start :].decode("utf-8", errors="replace")
        return text, (Problem(ProblemKind.NOT_UTF8, len(good), "", detail),)


def _wide_encoding(data: bytes) -> str:
    """The encoding of two or four bytes that a text is in, by its mark or by where its first character has zeros.

    JSON begins with an ASCII character. A line of a longer text, which was parted at a byte, begins or ends with a part
    of its line break: nothing in it tells which of the two it is.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    for pattern, name, width in _WIDE:
        if pattern.match(data):
            return name if len(data) % width == 0 else f"{name[:-2]}BE/LE"
    return _REST_OF_BREAK.get(data, "")


def find_problems(text: str, *, max_depth: int = MAX_DEPTH) -> tuple[Problem, ...]:
    """All problems of a text up to the first that ends it.

    >>> [(p.kind.value, p.pointer, p.detail) for p in find_problems('{"a": 1, "a": NaN}')]
    [('duplicate-key', '/a', 'a'), ('not-finite', '/a', 'NaN')]
    """
    return tuple(_Reader(text, max_depth).problems())


@mutable
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
                look()
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
        after = after_blank(self._text, self._at)
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
        offset = after_blank(self._text, self._at)
        found = _TOKEN.match(self._text, offset)
        if found is None:
            return offset, ""
        self._at = found.end()
        return offset, found[0]

    def _check_string(self, offset: int, token: str) -> None:
        if not _CLOSED.fullmatch(token):
            raise _Broken(ProblemKind.SYNTAX, offset, _short(token), Wanted.CLOSING_QUOTE)
        start, end = 1, len(token) - 1
        while (sound := _SOUND.match(token, start, end)) is not None and sound.end() < end:
            start = sound.end()
            lone = _LONE.match(token, start, end)
            length = 2 if token[start] == "\\" else 1
            bad, place = token[start : start + length], offset + start
            if lone is None:
                raise _Broken(ProblemKind.SYNTAX, place, bad, Wanted.SOUND_STRING)
            self._note(ProblemKind.LONE_SURROGATE, place, bad, length, wanted=Wanted.SOUND_STRING)
            start = lone.end()

    def _note(
        self,
        kind: ProblemKind,
        offset: int,
        detail: str,
        length: int,
        first: int = -1,
        wanted: Wanted | None = None,
    ) -> None:
        self._found.append(Problem(kind, offset, self._pointer(), detail, length, first, wanted))

    def _pointer(self) -> str:
        return pointer_of(level.step for level in self._levels)


class _Step(Protocol):
    def __call__(self) -> _Step | None: ...


def _short(token: str) -> str:
    return token if len(token) <= 24 else f"{token[:20]}…"
