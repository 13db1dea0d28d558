"""Two days, one table: how many objects will fail after a cut-over, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any, Final

from api.payload import guard
from api.payload.formats import Look, nothing_checked, unrecognised_line
from api.payload.judge import FileOutcome
from api.payload.located import Located
from api.payload.tally import gravity
from classification import Finding
from classification.record import field, mutable
from classification.rules.registry import CHECK_RULES

VERSION: Final = 1


@mutable
class DayComparison:
    """The same objects on two days.

    `fresh` counts objects that pass on the first day and fail on the second, `mended` the other way round. For each
    rule that makes an object fail afresh there is the number of such objects, and one example. An object may fail by
    several rules. `unrecognised` are those that no profile recognised: they pass because nothing was asked of them.
    """

    first: date
    second: date
    files: int = 0
    objects: int = 0
    unrecognised: int = 0
    failed: list[int] = field(default_factory=lambda: [0, 0])
    fresh: int = 0
    mended: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, Located] = field(default_factory=dict)
    troubles: list[tuple[str, str]] = field(default_factory=list)


def compare(outcomes: Iterable[FileOutcome], first: date, second: date, fail_on: str) -> DayComparison:
    """Count what came of two questions about each piece, the first as of `first`, the second as of `second`."""
    comparison = DayComparison(first, second)
    is_grave, last = gravity(fail_on), ""
    for outcome in outcomes:
        comparison.files += outcome.file != last
        last = outcome.file
        if outcome.trouble:
            comparison.troubles.append((outcome.file, outcome.trouble))
            continue
        comparison.objects += outcome.objects
        comparison.unrecognised += outcome.unrecognised
        _count(comparison, *(_grave(findings, is_grave) for findings in outcome.findings))
    return comparison


def _grave(findings: Iterable[Located], is_grave: Callable[[Finding], bool]) -> dict[int, list[Located]]:
    """The findings that make objects fail, by the object's number."""
    by: dict[int, list[Located]] = {}
    for one in findings:
        if is_grave(one.finding):
            by.setdefault(one.finding.place.document, []).append(one)
    return by


def _count(
    comparison: DayComparison, before: dict[int, list[Located]], after: dict[int, list[Located]]
) -> None:
    comparison.failed[0] += len(before)
    comparison.failed[1] += len(after)
    comparison.mended += len(before.keys() - after.keys())
    for document, findings in after.items():
        if document in before:
            continue
        comparison.fresh += 1
        for one in findings:
            comparison.examples.setdefault(one.finding.rule, one)
        comparison.causes.update({one.finding.rule for one in findings})


def comparison_lines(comparison: DayComparison, look: Look) -> Iterator[str]:
    """The table for people."""
    words = _WORDS[look.language]
    days = f"{comparison.first}", f"{comparison.second}"
    yield f"{'':<10}{days[0]:>12}{days[1]:>12}"
    passed = [comparison.objects - failed for failed in comparison.failed]
    for key, (one, two) in (("passes", passed), ("fails", comparison.failed)):
        yield f"{words[key]:<10}{one:>12}{two:>12}"
    yield ""
    if not comparison.objects:
        yield look.paint(nothing_checked(look.language), "yellow")
    elif not comparison.fresh:
        yield look.paint(words["none"].format(objects=comparison.objects, second=comparison.second), "green")
    else:
        sentence = words["some"].format(
            fresh=comparison.fresh,
            objects=comparison.objects,
            second=comparison.second,
            first=comparison.first,
        )
        yield look.paint(sentence, "bold")
        for rule, count in sorted(comparison.causes.items(), key=lambda row: (-row[1], row[0])):
            yield from _cause(rule, count, comparison.examples[rule], look)
    if comparison.mended:
        yield words["mended"].format(mended=comparison.mended, second=comparison.second)
    if comparison.unrecognised:
        yield look.paint(
            unrecognised_line(comparison.unrecognised, comparison.objects, look.language), "yellow"
        )


def _cause(rule: str, count: int, example: Located, look: Look) -> Iterator[str]:
    seen = example.finding
    title = CHECK_RULES[rule].title.in_language(look.language) if rule in CHECK_RULES else ""
    yield f"{count:>6}  {look.paint(rule, 'red')}  {title}"
    sentence = (
        f"{seen.place.file}:{seen.place.line}:{seen.place.column}: {seen.message.in_language(look.language)}"
    )
    yield f"{'':8}{guard.line(sentence)}"
    remedy = seen.remedy.in_language(look.language)
    if remedy:
        yield f"{'':8}{look.paint(guard.line(remedy), 'dim')}"


def comparison_value(comparison: DayComparison, language: str) -> dict[str, Any]:
    """The table as JSON."""
    return {
        "version": VERSION,
        "objects": comparison.objects,
        "unrecognised": comparison.unrecognised,
        "days": [
            {"asOf": day.isoformat(), "passed": comparison.objects - failed, "failed": failed}
            for day, failed in zip((comparison.first, comparison.second), comparison.failed, strict=True)
        ],
        "newlyFailing": comparison.fresh,
        "mended": comparison.mended,
        "because": [
            {
                "rule": rule,
                "objects": count,
                "file": comparison.examples[rule].finding.place.file,
                "line": comparison.examples[rule].finding.place.line,
                "message": comparison.examples[rule].finding.message.in_language(language),
                "remedy": comparison.examples[rule].finding.remedy.in_language(language),
            }
            for rule, count in sorted(comparison.causes.items(), key=lambda row: (-row[1], row[0]))
        ],
        "unreadable": [{"file": file, "message": message} for file, message in comparison.troubles],
    }


_WORDS: Final = {
    "en": {
        "passes": "pass",
        "fails": "fail",
        "none": "none of {objects} will fail on {second} that passes before",
        "some": "{fresh} of {objects} pass on {first} and will fail on {second}, because",
        "mended": "{mended} that fail before pass on {second}",
    },
    "da": {
        "passes": "består",
        "fails": "falder",
        "none": "ingen af {objects} falder {second} efter at have bestået før",
        "some": "{fresh} af {objects} består {first} og falder {second}, fordi",
        "mended": "{mended}, der falder før, består {second}",
    },
}
