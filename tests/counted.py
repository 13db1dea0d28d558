"""How much work a function does, in steps that come out alike on every machine; the clock would measure the machine."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


def within(lines: int, work: Callable[[], T]) -> T:
    """What the work gives; it fails as soon as it has run more lines of Python than these, however long it would go on.

    >>> within(100, lambda: sum(range(1000)))
    499500
    """
    left = lines

    def seen(frame: Any, event: str, argument: Any) -> Any:
        nonlocal left
        left -= event == "line"
        if left < 0:
            raise AssertionError(f"more than {lines} lines were run")
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        return work()
    finally:
        sys.settrace(before)
