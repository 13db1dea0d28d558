"""Which values of a sound object do not matter: another object that differs in them alone is sound too.

What a skeleton leaves out is found by trying: a value is exchanged for others, and where the skeleton stays the same it
does not matter. `LETTERS` may be any text, `WORD` letters, digits, dots and hyphens, `DAY` decides together with the
other days; everything else is `KEPT`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum
from typing import Any, Final

from classification.check_path import escaped
from classification.check_skeleton import Skeletons


class Sort(Enum):
    """How far a value may differ."""

    LETTERS = "letters"
    WORD = "word"
    REFERENCE = "reference"
    DAY = "day"
    KEPT = "kept"


WORDS: Final = ("x", "A-1.b", "0" * 64)
_LETTERS: Final = ("Æ ø: 'a'/{}[],", "  x  y ", "2 # | \\ \u00a0\u2028", "long " * 2_000, "-")
_DAYS: Final = ("2001-02-03", "2019-12-31")
_MOST: Final = 60


def sorts_of(
    obj: dict[str, Any], skeletons: Skeletons, days: Collection[tuple[str, ...]]
) -> dict[str, Sort] | None:
    """The sort of each simple value, by its JSON Pointer; None where there are too many.

    Args:
        obj: a sound object.
        skeletons: of its profile.
        days: paths of the fields that decide about the day, or that rules compare as days.
    """
    skeleton = skeletons.of(obj)
    found: dict[str, Sort] = {}
    for owner, key, path in leaves(obj, ()):
        if len(found) >= _MOST:
            return None
        pointer = "".join(f"/{escaped(str(step))}" for step in path)
        names = tuple(str(step) for step in path if isinstance(step, str))
        found[pointer] = Sort.DAY if names in days else _sort(obj, owner, key, skeletons, skeleton)
    return found


def leaves(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[Any, Any, tuple[str | int, ...]]]:
    """Simple values, each with the object or list it stands in, its key there, and its path."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        here = (*path, key)
        if isinstance(inner, dict | list):
            yield from leaves(inner, here)
        else:
            yield value, key, here


def _sort(obj: dict[str, Any], owner: Any, key: Any, skeletons: Skeletons, skeleton: Any) -> Sort:
    held = owner[key]
    if not isinstance(held, str):
        return Sort.KEPT

    def stays(*others: str) -> bool:
        try:
            for other in others:
                owner[key] = other
                if skeletons.of(obj) != skeleton:
                    return False
            return True
        finally:
            owner[key] = held

    if stays(*WORDS):
        return Sort.LETTERS if stays(*_LETTERS) else Sort.WORD
    if stays(*_DAYS):
        return Sort.DAY
    begin = held.rpartition("/")[0]
    if key == "reference" and begin and stays(*(f"{begin}/{word}" for word in WORDS)):
        return Sort.REFERENCE
    return Sort.KEPT
