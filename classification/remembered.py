"""A memory of bounded size: what is asked again is not worked out again.

Only answers that depend on their key alone may be kept; when the memory is full it is emptied, which costs time and
changes nothing. There is no order of use to keep: that would cost each reader a lock, and a memory that is full in
earnest is too small. Several threads may use one: at worst two work out the same answer.
"""

from __future__ import annotations

from typing import Final, TypeVar

K = TypeVar("K")
V = TypeVar("V")


LONGEST: Final = 1_000
"""Questions with longer texts than this are not worth their room."""


class Remembered(dict[K, V]):
    """Answers by their questions, at most `most` of them (none where it is 0).

    >>> squares: Remembered[int, int] = Remembered(2)
    >>> [squares.keep(number, number**2) for number in (1, 2, 3)], sorted(squares)
    ([1, 4, 9], [3])
    """

    __slots__ = ("_most",)

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def keep(self, key: K, value: V) -> V:
        """Keep the answer to a question, and give it back."""
        if len(self) >= self._most:
            self.clear()
        if self._most:
            self[key] = value
        return value
