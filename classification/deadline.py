"""Work that can be stopped: loops that may run long look whether their time is over.

The core has no clock. Who starts the work says what looking means (`watch`), and what is found there is raised
through everything on the way. Work that nobody watches runs to its end; a look then costs a tenth of a microsecond.

>>> def over() -> None:
...     raise OutOfTime
>>> watch(over, lambda: list(looking(range(3))))
Traceback (most recent call last):
classification.deadline.OutOfTime
>>> list(looking(range(3)))
[0, 1, 2]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
Check = Callable[[], None]


class OutOfTime(BaseException):
    """The time for an answer is over, or nobody waits for it any more.

    No error of the work: whatever catches an `Exception` on the way lets it pass.
    """


_check: ContextVar[Check | None] = ContextVar("check", default=None)


def watch(check: Check, work: Callable[[], T]) -> T:
    """What the work gives; meanwhile `look` calls `check`, which raises `OutOfTime` when the work is to stop."""
    token = _check.set(check)
    try:
        return work()
    finally:
        _check.reset(token)


def look() -> None:
    """Whether there is still time; between two looks lie a few milliseconds of work at most.

    Raises:
        OutOfTime: there is none.
    """
    check = _check.get()
    if check is not None:
        check()


def looking(items: Iterable[T]) -> Iterator[T]:
    """The items, with a look before each."""
    for item in items:
        look()
        yield item
