"""What was found in objects, so that it need not be found again in their like: old data repeats its mistakes.

Objects with one skeleton are wrong in the same places for the same reasons, since no rule asks about what a skeleton
leaves out. What is said of them may still quote the one at hand, so findings are remembered for the exact day only, and
only where nothing they say comes from a value that the skeleton leaves out; which those are is found by trying.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from classification.check_like import WORDS, leaves
from classification.observation import Observation
from classification.text import quoted

Key = tuple[Any, ...]
Skeleton = Callable[[dict[str, Any]], Any]
_REMEMBERED: Final = 2_000
_REFERENCES: Final = tuple(f"Patient/{word}" for word in WORDS)
_OTHERS: Final = (*WORDS, "2001-02-03", "2001-02-03T04:05:06Z", *_REFERENCES, "Æ ø: 'a'/{}[],")


class Told:
    """Remembers findings: asked before an object is looked at, told after it."""

    def __init__(self) -> None:
        self._known: dict[Key, tuple[Observation, ...] | None] = {}

    def about(self, key: Key) -> tuple[Observation, ...] | None:
        """What was found in an object with this key, which names the exact day; None when that is not known."""
        try:
            return self._known.get(key)
        except TypeError:  # a list where a text belongs
            return None

    def keep(
        self,
        key: Key,
        obj: dict[str, Any],
        found: tuple[Observation, ...],
        skeleton: Skeleton,
        day: tuple[str, ...],
    ) -> None:
        """Remember what was found, unless it quotes something that another object with this key may have otherwise.

        Args:
            key: of the object, with the exact day.
            obj: the object; it is as before afterwards.
            found: everything that is wrong with it.
            skeleton: gives what of an object is in the key.
            day: names on the way to the value that gave the day, which is in the key.
        """
        try:
            if key in self._known:
                return  # tried before, in vain
        except TypeError:
            return
        differs = _quotes_what_may_differ(obj, "\n".join(_said(found)), skeleton, day)
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[key] = None if differs else found


def _said(found: tuple[Observation, ...]) -> Iterator[str]:
    for one in found:
        yield from (one.pointer, one.message.da, one.message.en, one.remedy.da, one.remedy.en)
        yield from (text for pair in one.evidence for text in pair)
        if one.fix is not None:
            yield from (one.fix.old, one.fix.new)


def _quotes_what_may_differ(obj: dict[str, Any], said: str, skeleton: Skeleton, day: tuple[str, ...]) -> bool:
    bones = skeleton(obj)
    for owner, key, path in leaves(obj, ()):
        held = owner[key]
        if not isinstance(held, str):
            if quoted(held) in said or str(held) in said:
                return True
        elif path != day and _is_in(held, said) and not _is_kept(obj, owner, key, skeleton, bones):
            return True
    return False


def _is_in(held: str, said: str) -> bool:
    """Whether a text, or the beginning that a message would show of it, was said."""
    return bool(held) and (quoted(held[:40])[1:-1] in said or held[:40] in said or held.strip()[:40] in said)


def _is_kept(obj: dict[str, Any], owner: Any, key: Any, skeleton: Skeleton, bones: Any) -> bool:
    held = owner[key]
    try:
        for other in _OTHERS:
            if other != held:
                owner[key] = other
                if skeleton(obj) == bones:
                    return False
        return True
    finally:
        owner[key] = held
