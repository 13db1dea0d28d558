"""Cells: several values in one, and texts that a spreadsheet would take for formulas."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_ESCAPES: Final = {"n": "\n", "\\": "\\", ";": ";", " ": " ", "\t": "\t"}


def joined(values: Iterable[str]) -> str:
    r"""Several values as one cell, parted by `;`; what would part or trim them is marked with `\`.

    >>> joined(["Vask", "Bad; varmt"])
    'Vask; Bad\\; varmt'
    """
    return "; ".join(map(_escaped, values))


def _escaped(value: str) -> str:
    text = value.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n")
    begin = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if begin >= end:
        return "".join(f"\\{blank}" for blank in text)
    return "".join(f"\\{c}" for c in text[:begin]) + text[begin:end] + "".join(f"\\{c}" for c in text[end:])


def parted(cell: str) -> list[str]:
    r"""The values in a cell: parted by `;` or line breaks, without blanks around them.

    >>> parted("Vask;Bad\\; varmt\nBrus"), parted("a\\b")
    (['Vask', 'Bad; varmt', 'Brus'], ['a\\b'])
    """
    values: list[list[tuple[str, bool]]] = [[]]
    letters = iter(range(len(cell)))
    for place in letters:
        letter = cell[place]
        following = cell[place + 1 : place + 2]
        if letter == "\\" and following and (following in _ESCAPES or following.isspace()):
            values[-1].append((_ESCAPES.get(following, following), True))
            next(letters)
        elif letter in ";\n":
            values.append([])
        else:
            values[-1].append((letter, False))
    return [text for value in values if (text := _trimmed(value))]


def _trimmed(letters: list[tuple[str, bool]]) -> str:
    kept = [place for place, (letter, marked) in enumerate(letters) if marked or not letter.isspace()]
    return "".join(letter for letter, _ in letters[kept[0] : kept[-1] + 1]) if kept else ""


def guarded(text: str) -> str:
    """A text for a CSV cell: an apostrophe goes before what a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("'-ism"), guarded("Vask")
    ("'=1+1", "''-ism", 'Vask')
    """
    return f"'{text}" if text.startswith(_FORMULA) or _is_guarded(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` wrote."""
    return cell[1:] if _is_guarded(cell) else cell


def _is_guarded(text: str) -> bool:
    bare = text.lstrip("'")
    return bare != text and bare.startswith(_FORMULA)
