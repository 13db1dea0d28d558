"""A finding with its place in a file."""

from __future__ import annotations

from collections.abc import Iterable

from classification import Finding, Severity
from classification.deadline import look
from classification.record import frozen
from loaders.reading.json_places import Spot, TextPlace, TextPlaces, find_spots

_WIDTH = 120
_RANKS = {Severity.INFORMATION: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@frozen
class Quote:
    """A piece of the line that a finding is on; `column` (from 0) and `length` mark the value in it."""

    text: str
    column: int
    length: int


@frozen
class Located:
    """A finding with file, line and column, the column after the value on that line, and the line quoted."""

    finding: Finding
    end_column: int
    quote: Quote

    @property
    def order(self) -> tuple[int, int, int, str, str]:
        """How findings of a file are sorted: as a reader meets them."""
        seen = self.finding
        return (seen.place.document, seen.place.line, seen.place.column, seen.rule, seen.profile)

    @property
    def place(self) -> str:
        """File, line and column as people write them; the name alone where there are no lines."""
        seen = self.finding
        return (
            f"{seen.place.file}:{seen.place.line}:{seen.place.column}" if seen.place.line else seen.place.file
        )

    def moved(self, lines: int, documents: int = 0) -> Located:
        """The same, that many lines and documents further down."""
        seen = self.finding
        moved = seen.moved(lines, documents)
        return Located(moved, self.end_column, self.quote)


def rank(severity: Severity) -> int:
    """How grave: 0 for information, 2 for an error."""
    return _RANKS[severity]


def locate(
    findings: Iterable[Finding],
    flaws: Iterable[tuple[Finding, Spot]],
    text: str,
    file: str,
    *,
    line: int = 0,
    document: int = 0,
) -> list[Located]:
    """Findings about the value of a text, and flaws of the text with their spots, each at its place.

    Args:
        findings: about values.
        flaws: about the text itself.
        text: what stands in the file, or a piece of it.
        file: its name.
        line: how many lines of the file stand before the text.
        document: how many objects do.
    """
    seen = list(findings)
    spots = find_spots(text, {finding.place.path for finding in seen})
    spotted = [*((finding, spots[finding.place.path]) for finding in seen), *flaws]
    places = TextPlaces(text)

    def located(finding: Finding, spot: Spot) -> Located:
        look()
        place = places.place(spot.start)
        there = finding.at(file, line + place.line, place.column, documents=document)
        return _quoted(there, place, spot)

    return [located(finding, spot) for finding, spot in spotted]


def _quoted(finding: Finding, place: TextPlace, spot: Spot) -> Located:
    end = min(place.column + max(spot.end - spot.start, 1), len(place.text) + 2)
    return Located(finding, end, _quote(place, end))


def _quote(place: TextPlace, end_column: int) -> Quote:
    """The line, or of a long one what lies around the value."""
    begins = 0
    if len(place.text) > _WIDTH:
        begins = max(0, min(place.column - 1 - _WIDTH // 3, len(place.text) - _WIDTH))
    shown = place.text[begins : begins + _WIDTH]
    ends = min(end_column - 1 - begins, len(shown))
    column = place.column - 1 - begins
    left, right = "…" if begins else "", "…" if begins + _WIDTH < len(place.text) else ""
    text = f"{left}{shown}{right}".translate(_VISIBLE)
    return Quote(text, column + len(left), max(ends - column, 1))


# A terminal must not be steered by what a file holds.
_VISIBLE = {
    code: " " if chr(code) == "\t" else "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160))
}
