"""Spans of releases: over which editions a row of history holds."""

from __future__ import annotations

from collections.abc import Sequence

from classification.record import frozen
from classification.sentence import NOTHING, both
from loaders.reading.notes import Notes, known
from loaders.vocabulary_folder.csv_table import Record


@frozen
class Span:
    """The releases numbered `first` to `last`, both inclusive, oldest is 0."""

    first: int
    last: int

    def __contains__(self, number: int) -> bool:
        return self.first <= number <= self.last

    def overlaps(self, other: Span) -> bool:
        """Whether a release lies in both."""
        return self.first <= other.last and other.first <= self.last


def span_of(record: Record, labels: Sequence[str], scheme: str, notes: Notes) -> Span | None:
    """The span that the columns `first` and `last` name, or None with SPT10 (unknown release) or SPT18 (backwards)."""
    first, last = record["first"], record["last"] or (labels[-1] if labels else "")
    unknown = [label for label in dict.fromkeys((first, last)) if label not in labels]
    if unknown:
        message = both(f"ukendt udgave {unknown[0]!r}", f"unknown release {unknown[0]!r}") + (
            both(f" af {scheme}", f" of {scheme}") if scheme else NOTHING
        )
        notes.error("SPT10", message, record.place, known(labels, unknown[0]))
        return None
    span = Span(labels.index(first), labels.index(last))
    if span.last < span.first:
        notes.error(
            "SPT18",
            both(
                f"perioden slutter med {last}, før den begynder med {first}",
                f"the span ends with {last} before it begins with {first}",
            ),
            record.place,
            both("byt om på dem", "swap them"),
        )
        return None
    return span
