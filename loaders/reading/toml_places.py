"""Where things stand in a TOML document.

`tomllib` gives values and no places. `find_places` goes through a document that `tomllib` has read, token by token, and
notes for each key and each element of an array where it begins and which text its value has. Names are paths: the keys
and numbers that lead to a value in what `tomllib` gives. Lines count from 1 and end with a line feed, as in TOML.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from typing import Final

from classification.record import frozen

Path = tuple[str | int, ...]

_BLANKS: Final = re.compile(r"[ \t]*+")
_GAP: Final = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_COMMAS: Final = re.compile(r"(?:[ \t\r\n,]++|#[^\n]*+)*+")
_BARE: Final = re.compile(r"[A-Za-z0-9_-]++")
_BASIC: Final = re.compile(r'"(?:[^"\\\n]++|\\.)*+"')
_LITERAL: Final = re.compile(r"'[^'\n]*+'")
_LONG_BASIC: Final = re.compile(r'"""(?:[^"\\]++|\\.|"(?!""))*+"{3,5}', re.DOTALL)
_LONG_LITERAL: Final = re.compile(r"'''(?:[^']++|'(?!''))*+'{3,5}", re.DOTALL)
_SCALAR: Final = re.compile(r"[^,\]}\n#]*+")


@frozen
class TomlSpot:
    """Where a key or an element begins, and the text of its value (of a table under a header: nothing)."""

    at: int
    start: int = -1
    end: int = -1


class TomlPlaces:
    """The spots of a document, by path."""

    def __init__(self, text: str, spots: dict[Path, TomlSpot]) -> None:
        self.text, self.spots = text, spots
        self._ends = [at for at, letter in enumerate(text) if letter == "\n"]

    def line(self, path: Path) -> int:
        r"""The line on which a path stands, else what is around it; 0 for what stands nowhere.

        >>> find_places("a = 1\n[b]\nc = [\n 2 ]").line(("b", "c", 0))
        4
        """
        for length in range(len(path), 0, -1):
            spot = self.spots.get(path[:length])
            if spot is not None:
                return bisect_right(self._ends, spot.at - 1) + 1
        return 0


def find_places(text: str) -> TomlPlaces:
    """The places in a document that `tomllib` reads; of another what was found before it broke."""
    return TomlPlaces(text, _Scanner(text).spots())


class _Broken(Exception):
    """What stands here is no TOML."""


class _Scanner:
    """Goes through a document once."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._spots: dict[Path, TomlSpot] = {}
        self._last: dict[Path, int] = {}  # the number of the newest table of each array of tables

    def spots(self) -> dict[Path, TomlSpot]:
        table: Path = ()
        try:
            while self._passed(_GAP):
                if self._text.startswith("[", self._at):
                    table = self._header()
                else:
                    self._pair(table)
        except (_Broken, IndexError, RecursionError):
            pass  # who reads the values says what is wrong
        return self._spots

    def _header(self) -> Path:
        """A line `[a.b]` or `[[a.b]]`: the path of the table that begins."""
        begin = self._at
        several = self._text.startswith("[[", begin)
        self._at += 2 if several else 1
        names = self._names()
        self._take("]]" if several else "]")
        path: Path = ()
        for name in names[:-1]:
            path = self._newest((*path, name))
            self._spots.setdefault(path, TomlSpot(begin))
        path = (*path, names[-1])
        self._spots.setdefault(path, TomlSpot(begin))
        if several:
            self._last[path] = self._last.get(path, -1) + 1
            path = self._newest(path)
        self._spots[path] = TomlSpot(begin)
        return path

    def _newest(self, path: Path) -> Path:
        number = self._last.get(path)
        return path if number is None else (*path, number)

    def _pair(self, table: Path) -> None:
        """`key = value`, of the table."""
        begin = self._at
        for name in self._names():
            table = (*table, name)
            self._spots.setdefault(table, TomlSpot(begin))
        self._take("=")
        self._value(table, begin)

    def _names(self) -> list[str]:
        """A key: names with dots between them."""
        names = [self._name()]
        while self._text.startswith(".", self._at):
            self._at += 1
            names.append(self._name())
        return names

    def _name(self) -> str:
        self._passed(_BLANKS)
        first = self._text[self._at]
        written = self._token(_BASIC if first == '"' else _LITERAL if first == "'" else _BARE)
        self._passed(_BLANKS)
        if first == "'":
            return written[1:-1]
        if first != '"':
            return written
        return str(tomllib.loads(f"name = {written}")["name"]) if "\\" in written else written[1:-1]

    def _value(self, path: Path, begin: int) -> None:
        """A value; the spot of `path` begins at `begin`, where its key does, or with an element itself."""
        self._passed(_BLANKS)
        start = self._at
        first = self._text[start]
        if first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            self._token(self._pattern(first))
        end = len(self._text[start : self._at].rstrip()) + start
        self._spots[path] = TomlSpot(begin, start, end)

    def _pattern(self, first: str) -> re.Pattern[str]:
        if first == '"':
            return _LONG_BASIC if self._text.startswith('"""', self._at) else _BASIC
        if first == "'":
            return _LONG_LITERAL if self._text.startswith("'''", self._at) else _LITERAL
        return _SCALAR

    def _array(self, path: Path) -> None:
        self._at += 1
        number = 0
        while self._passed(_COMMAS) and not self._text.startswith("]", self._at):
            self._value((*path, number), self._at)
            number += 1
        self._take("]")

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._passed(_COMMAS) and not self._text.startswith("}", self._at):
            self._pair(path)
        self._take("}")

    # tokens

    def _passed(self, pattern: re.Pattern[str]) -> bool:
        """Go past what may stand here (it may be nothing); whether there is more."""
        found = pattern.match(self._text, self._at)
        assert found is not None
        self._at = found.end()
        return self._at < len(self._text)

    def _token(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if not found or found.end() == self._at:
            raise _Broken
        self._at = found.end()
        return found[0]

    def _take(self, mark: str) -> None:
        self._passed(_BLANKS)
        if not self._text.startswith(mark, self._at):
            raise _Broken
        self._at += len(mark)
