"""Findings get their places in a file, and no more records than they need."""

from __future__ import annotations

from api.payload.located import locate
from classification import Finding, Place, Severity
from classification.sentence import both

_TEXT = '{"code":\n "x"}'


def _finding(path: str) -> Finding:
    return Finding("SP203", Severity.ERROR, both("da", "en"), Place(path=path))


def test_a_finding_stands_at_its_value() -> None:
    (one,) = locate([_finding("/code")], (), _TEXT, "a.json")

    assert one.finding.place == Place("a.json", 2, "/code", 2, 0)
    assert (one.end_column, one.quote.text) == (5, ' "x"}')


def test_lines_and_objects_before_the_text_count() -> None:
    """A line of NDJSON: its place is that in the file, not that in the line."""
    (one,) = locate([_finding("/code")], (), _TEXT, "a.ndjson", line=10, document=4)

    assert one.finding.place == Place("a.ndjson", 12, "/code", 2, 4)
    assert one == locate([_finding("/code")], (), _TEXT, "a.ndjson")[0].moved(10, 4)
