"""What a benchmark says: one row per figure, with the bound it is held to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One measured figure. `bound` is what it may be at most (`at_least`: at least); None holds it to nothing."""

    name: str
    value: float
    unit: str
    bound: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound."""
        if self.bound is None:
            return True
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def __str__(self) -> str:
        bound = "" if self.bound is None else f"{'≥' if self.at_least else '≤'} {self.bound:g}"
        verdict = "" if self.holds else "MISSED"
        return f"{self.name:<58} {self.value:>10.2f} {self.unit:<6} {bound:<8} {verdict}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered)) - 1))]


def show(title: str, rows: Iterable[Row]) -> bool:
    """Prints the rows under their title; says whether every bound is kept."""
    held = tuple(rows)
    print(f"\n{title}")
    for row in held:
        print(f"  {row}")
    return all(row.holds for row in held)
