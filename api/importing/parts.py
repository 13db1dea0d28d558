"""Files that came together and one of them is broken: which are sound, and what is left out with `--skip-broken`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.importing.outcome import ImportOutcome, RowReport, RowStatus
from api.importing.row_report import noted
from classification import Finding, Severity
from classification.record import frozen, replace
from classification.sentence import NOTHING, Sentence, both, joined, same
from loaders.content import Content, Part
from loaders.content import joined as together

_NAMED = 10

Outcome = Callable[[Content], ImportOutcome]
"""What would come of a part alone."""


@frozen
class BrokenPart:
    """A part that cannot be imported: what would have come of it alone, and the errors that forbid it."""

    part: Part
    outcome: ImportOutcome
    errors: tuple[Finding, ...]


@frozen
class Sorted:
    """The parts of what was read; `loose` are findings that are about no part."""

    sound: tuple[Part, ...]
    broken: tuple[BrokenPart, ...]
    loose: tuple[Finding, ...]

    @property
    def content(self) -> Content:
        """What the sound parts hold."""
        return together((Content(findings=self.loose), *(part.content for part in self.sound)))


def sorted_parts(content: Content, whole: ImportOutcome, alone: Outcome) -> Sorted:
    """The parts apart: one is broken when an error of the whole is one that it has alone, too.

    What is only an error because the other parts are not there counts for nothing.
    """
    errors = set(whole.errors)
    sound, broken = [], []
    for part in content.parts:
        outcome = alone(part.content)
        own = tuple(error for error in outcome.errors if error in errors)
        if own:
            broken.append(BrokenPart(part, outcome, own))
        else:
            sound.append(part)
    of_parts = {id(finding) for part in content.parts for finding in part.content.findings}
    loose = tuple(finding for finding in content.findings if id(finding) not in of_parts)
    return Sorted(tuple(sound), tuple(broken), loose)


def sound_finding(parts: Sorted) -> Finding:
    """SPI42: which parts of a refused import are sound."""
    said = both(
        f"{len(parts.sound)} af {len(parts.sound) + len(parts.broken)} dele er i orden: ",
        f"{len(parts.sound)} of {len(parts.sound) + len(parts.broken)} parts are sound: ",
    )
    remedy = both(
        "--skip-broken importerer dem uden de andre", "--skip-broken imports them without the others"
    )
    return Finding("SPI42", Severity.INFORMATION, said + _names(parts.sound), remedy=remedy)


def without_broken(outcome: ImportOutcome, broken: Sequence[BrokenPart]) -> ImportOutcome:
    """The outcome of the sound parts, and what was left out, with every reason (SPI43)."""
    findings = tuple(_left_out(one.part, error) for one in broken for error in one.errors)
    number = max((row.number for row in outcome.rows), default=0)
    places = [row.place for one in broken for row in one.part.content.rows]
    rows = [RowReport(place, RowStatus.LEFT_OUT, number=n) for n, place in enumerate(places, number + 1)]
    things = tuple(
        replace(thing, status=RowStatus.LEFT_OUT, removed=())
        for one in broken
        for thing in one.outcome.things
    )
    return replace(
        outcome,
        things=(*outcome.things, *things),
        rows=(*outcome.rows, *rows, *(noted(finding, RowStatus.NOTED) for finding in findings)),
        findings=(*outcome.findings, *findings),
    )


def _left_out(part: Part, error: Finding) -> Finding:
    said = both(f"{part.name} er udeladt: {error.rule} ", f"{part.name} was left out: {error.rule} ")
    return Finding("SPI43", Severity.WARNING, said + error.message, error.place, error.remedy)


def _names(parts: Sequence[Part]) -> Sentence:
    names = joined((same(part.name) for part in parts[:_NAMED]), ", ")
    rest = len(parts) - _NAMED
    return names + (both(f" og {rest} andre", f" and {rest} others") if rest > 0 else NOTHING)
