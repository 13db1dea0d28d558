"""Which of several files belong together."""

from __future__ import annotations

from collections.abc import Iterator


class Groups:
    """The numbers below `count`, each alone until it is joined with another (union and find).

    >>> groups = Groups(4)
    >>> groups.join(3, 0)
    >>> list(groups.found())
    [[0, 3], [1], [2]]
    """

    def __init__(self, count: int) -> None:
        self._heads = list(range(count))

    def join(self, one: int, other: int) -> None:
        """Two that belong together, and so everything that belongs to either."""
        first, last = sorted((self._head(one), self._head(other)))
        self._heads[last] = first

    def _head(self, number: int) -> int:
        heads = self._heads
        while heads[number] != number:
            heads[number] = number = heads[heads[number]]
        return number

    def found(self) -> Iterator[list[int]]:
        """The groups, each by its first number."""
        groups: dict[int, list[int]] = {}
        for number in range(len(self._heads)):
            groups.setdefault(self._head(number), []).append(number)
        yield from groups.values()
