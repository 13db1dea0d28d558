"""What a question is asked of: the terminology, the day, the limits, and what was worked out before."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from threading import Lock
from typing import Any, Final, NamedTuple, TypeVar, cast

import strawberry

from api.settings import Settings
from classification import Terminology, When
from classification.remembered import Remembered
from classification.supplement import picked, with_supplements

KEPT: Final = 32

T = TypeVar("T")


class Memory:
    """What was worked out last from one terminology: resolvers, bound value sets, differences.

    Another terminology starts it anew; the least recently used goes first.
    """

    def __init__(self, size: int = KEPT) -> None:
        self._of: Terminology | None = None
        self._kept: Remembered[Hashable, Any] = Remembered(size)
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, terminology: Terminology, key: Hashable, make: Callable[[], T]) -> T:
        """What stands under `key`, made when it is not there (an error in making is the caller's)."""
        with self._lock:
            if self._of is not terminology:
                self._kept.clear()
                self._of = terminology
            if key in self._kept:
                return cast(T, self._kept[key])
        made = make()
        with self._lock:
            if self._of is terminology:
                self._kept.keep(key, made)
        return made


class Context(NamedTuple):
    """One request's view of the world; it does not change while the request is answered."""

    terminology: Terminology
    today: date
    settings: Settings
    memory: Memory

    def remembered(self, key: Hashable, make: Callable[[], T]) -> T:
        """What was worked out before under `key`, else what `make` gives."""
        return self.memory.get(self.terminology, key, make)

    def world(self, clock: When) -> Terminology:
        """The terminology with the supplements that are switched on.

        Raises:
            UnknownScheme, InvalidRequest: one of them is none (`classification.supplement`).
        """
        if not clock.supplements:
            return self.terminology
        supplements = picked(self.terminology, clock.supplements, clock)
        key = ("supplemented", *((one.scheme.uri, one.version, one.digest) for one in supplements))
        return self.remembered(key, lambda: with_supplements(self.terminology, supplements))


Info = strawberry.Info[Context, None]
