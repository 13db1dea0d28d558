"""Cells: several values in one, and texts that a spreadsheet would take for formulas, numbers, days or truth values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MONTH: Final = (
    r"(?:jan(?:uary?|uar)?|feb(?:ruary?|ruar)?|mar(?:ch|ts)?|apr(?:il)?|ma[jy]|jun[ei]?|jul[iy]?|aug(?:ust)?"
    r"|sept?(?:ember)?|o[kc]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\.?"
)
_PLAIN: Final = re.compile(r"(?:0|[1-9]\d{0,14})\Z", re.ASCII)
_VALUE: Final = re.compile(
    rf"(?:[\d(.,][\d\s.,:/%()e+\-]*(?:kr\.?|€|[ap]m)?|(?:kr\.?|[$€£])\s*\d[\d.,\s]*"
    rf"|\d{{1,2}}[\s.\-/]*{_MONTH}(?:[\s.\-/]*\d{{1,4}})?|{_MONTH}[\s.\-/]*\d{{1,4}}|true|false|sand|falsk)\s*\Z",
    re.ASCII | re.IGNORECASE,
)
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
    if "\\" not in cell:
        return [text for part in cell.replace("\n", ";").split(";") if (text := part.strip())]
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


def guarded_for_excel(text: str) -> str:
    """A text that Excel leaves alone: an apostrophe goes before what it would make something else of.

    Whole numbers up to fifteen digits without zeros before them stay what they are in any case.

    >>> [guarded_for_excel(text) for text in ("01", "1.10", "1-2", "1E5", "5 maj", "30011", "J1.1")]
    ["'01", "'1.10", "'1-2", "'1E5", "'5 maj", '30011', 'J1.1']
    """
    return f"'{text}" if _is_value(text) else guarded(text)


def _is_value(text: str) -> bool:
    """Whether a spreadsheet would take the text for a number, a day, a time or a truth value, and show another one."""
    bare = text.strip()
    return bool(bare) and not _PLAIN.match(text) and _VALUE.match(bare) is not None


def unguarded(cell: str) -> str:
    """The text that `guarded` and `guarded_for_excel` wrote."""
    return cell[1:] if cell.startswith("'") and _is_guarded(cell) else cell


def _is_guarded(text: str) -> bool:
    bare = text.lstrip("'")
    return bare != text and (bare.startswith(_FORMULA) or _is_value(bare))
