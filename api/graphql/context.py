"""What a question is asked of: the terminology, the day, the limits, and resolvers that remember."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Final

import strawberry

from api.settings import Settings
from classification.concept import Kind
from classification.resolution import Resolution
from classification.resolve import Resolver
from classification.terminology import Terminology, When

REMEMBERED: Final = 64
ROWS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Pair:
    """What makes one `Resolver`: the two systems, the time, and how inputs are read."""

    source: str
    target: str
    when: When
    kind: Kind | None = None
    terms: bool = False


class Remembered:
    """A resolver, and the rows that columns were made of."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.rows: dict[str, tuple[Any, ...]] = {}

    def row(self, text: str, make: Callable[[Resolution], tuple[Any, ...]]) -> tuple[Any, ...]:
        """The row of one input, made when first asked for."""
        row = self.rows.get(text)
        if row is None:
            row = make(self.resolver.resolve(text))
            if len(self.rows) >= ROWS:
                self.rows.clear()
            self.rows[text] = row
        return row


class Resolvers:
    """The resolvers used last, for one terminology: they remember their answers."""

    def __init__(self, size: int = REMEMBERED) -> None:
        self._size = size
        self._of: Terminology | None = None
        self._kept: OrderedDict[Pair, Remembered] = OrderedDict()
        self._lock = Lock()

    def get(self, terminology: Terminology, pair: Pair) -> Remembered:
        """The resolver of that pair (errors as `classification.resolve.Resolver`)."""
        with self._lock:
            if self._of is not terminology:
                self._kept.clear()
                self._of = terminology
            found = self._kept.get(pair)
            if found is not None:
                self._kept.move_to_end(pair)
                return found
        made = Remembered(
            Resolver(terminology, pair.source, pair.target, pair.when, kind=pair.kind, terms=pair.terms)
        )
        with self._lock:
            if self._of is terminology:
                self._kept[pair] = made
                while len(self._kept) > self._size:
                    self._kept.popitem(last=False)
        return made


@dataclass(frozen=True, slots=True)
class Context:
    """One request's view of the world; it does not change while the request is answered."""

    terminology: Terminology
    today: date
    settings: Settings
    resolvers: Resolvers


Info = strawberry.Info[Context, None]
