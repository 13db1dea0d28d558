"""Findings of an import for people: those of one kind are said once, with a count and the first places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from api.cli.output import Paint
from api.payload import guard
from classification import Finding, Severity
from classification.rules.registry import find_rule
from classification.sentence import NOTHING, Sentence, both, same
from classification.words import SEVERITIES

FIRST: Final = 3
"""How many of a kind are shown; `--format json` has them all."""
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFORMATION: "dim"}
_GRAVITY: Final = (Severity.ERROR, Severity.WARNING, Severity.INFORMATION)


def group_lines(findings: Iterable[Finding], paint: Paint, language: str) -> Iterator[str]:
    """Errors, warnings and information, in the order in which their kinds were met."""
    groups: dict[tuple[Severity, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.severity, finding.rule), []).append(finding)
    for severity in _GRAVITY:
        for (of_group, _), found in groups.items():
            if of_group is severity:
                yield from (
                    _many(found, paint, language) if len(found) > 1 else _one(found[0], paint, language)
                )


def _one(finding: Finding, paint: Paint, language: str) -> Iterator[str]:
    severity = SEVERITIES[finding.severity].in_language(language)
    coloured = paint(severity, _COLOURS[finding.severity])
    line = guard.line(finding.in_language(language))
    yield line.replace(f"{finding.rule} {severity}", f"{finding.rule} {coloured}", 1)


def _many(findings: Sequence[Finding], paint: Paint, language: str) -> Iterator[str]:
    first = findings[0]
    severity = paint(SEVERITIES[first.severity].in_language(language), _COLOURS[first.severity])
    times = both(f"{len(findings)} gange", f"{len(findings)} times").in_language(language)
    remedy = first.remedy if len({finding.remedy for finding in findings}) == 1 else NOTHING
    rule = find_rule(first.rule)
    assert rule is not None, first.rule
    title = rule.title + _what_to_do(remedy)
    yield f"{first.rule} {severity}, {times}: {guard.line(title.in_language(language))}"
    for finding in findings[:FIRST]:
        where = f"{finding.place}: " if str(finding.place) else ""
        message = finding.message + (NOTHING if remedy else _what_to_do(finding.remedy))
        yield f"  {guard.line(where + message.in_language(language))}"
    if len(findings) > FIRST:
        rest = len(findings) - FIRST
        more = both(
            f"… og {rest} til; --format json opregner alle", f"… and {rest} more; --format json lists all"
        )
        yield f"  {more.in_language(language)}"


def _what_to_do(remedy: Sentence) -> Sentence:
    return same(" — ") + remedy if remedy else NOTHING
