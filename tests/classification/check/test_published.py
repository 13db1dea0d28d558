"""Published example objects against the release of their time, the newest one, and every channel.

The figures stand in docs/published-examples.md, where each kind of finding is explained; they are read from there.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from classification.check.checker import Checker
from classification.finding import Finding, Severity

pytestmark = pytest.mark.realdata

OWN_TIME: Final = {
    "1.0.0": date(2023, 6, 7),
    "2.1.0": date(2024, 6, 13),
    "2.2.0": date(2024, 10, 31),
    None: date(2023, 6, 7),
}
TODAY: Final = date(2026, 11, 22)
AFTER: Final = date(2027, 1, 1)
CHANNELS: Final = ("core", "gateway", "rehab", "prevention", "ffb-reporting", "ffb-messaging")
PLAIN: Final = ("Condition", "CarePlan", "Goal", "Observation")


@pytest.fixture(scope="module")
def published(shared_data: Path) -> list[tuple[dict[str, Any], Any]]:
    """What is known of each example, and the example."""
    folder = shared_data / "examples"
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return [(entry, json.loads((folder / entry["file"]).read_text(encoding="utf-8"))) for entry in index]


@pytest.fixture(scope="module")
def page(project_root: Path) -> str:
    return (project_root / "docs" / "published-examples.md").read_text(encoding="utf-8")


def source(entry: dict[str, Any]) -> str:
    return str(entry["sourceRepo"]).split("/")[-1]


def days(entry: dict[str, Any]) -> tuple[date, date, date]:
    return OWN_TIME[entry["klTermDependency"]], TODAY, AFTER


def observed(checker: Checker, obj: Any, day: date, profile: str = "auto") -> tuple[Finding, ...]:
    return checker.check(obj, as_of=day, profile=profile, today=TODAY)


def test_findings_are_those_of_the_page(
    checker: Checker, published: list[tuple[dict[str, Any], Any]], page: str
) -> None:
    counts = [Counter[tuple[str, str, str]]() for _ in range(3)]
    for entry, obj in published:
        for count, day in zip(counts, days(entry), strict=True):
            for found in observed(checker, obj, day):
                count[source(entry), found.rule, str(found.severity)] += 1

    keys = sorted({key for count in counts for key in count})

    assert list(rows(page, "findings")) == [(*key, *(str(count[key]) for count in counts)) for key in keys]


def test_examples_without_error_or_warning_are_those_of_the_page(
    checker: Checker, published: list[tuple[dict[str, Any], Any]], page: str
) -> None:
    total: Counter[str] = Counter()
    clean = [Counter[str]() for _ in range(3)]
    for entry, obj in published:
        total[source(entry)] += 1
        for count, day in zip(clean, days(entry), strict=True):
            count[source(entry)] += all(
                found.severity is Severity.INFORMATION for found in observed(checker, obj, day)
            )

    expected = [(name, str(total[name]), *(str(count[name]) for count in clean)) for name in sorted(total)]

    assert list(rows(page, "clean")) == expected


def test_what_passes_in_each_channel_is_what_the_page_says(
    checker: Checker, published: list[tuple[dict[str, Any], Any]], page: str
) -> None:
    total: Counter[tuple[str, str]] = Counter()
    passing: Counter[tuple[str, str, str]] = Counter()
    for entry, obj in published:
        if entry["resourceType"] not in PLAIN:
            continue
        kind = (source(entry), entry["resourceType"])
        total[kind] += 1
        for channel in CHANNELS:
            found = observed(checker, obj, days(entry)[0], channel)
            passing[(*kind, channel)] += all(each.severity is not Severity.ERROR for each in found)

    expected = [
        (*kind, str(total[kind]), *(str(passing[(*kind, channel)]) for channel in CHANNELS))
        for kind in sorted(total)
    ]

    assert list(rows(page, "channels")) == expected


def test_each_example_is_recognised_by_the_profile_it_names(
    checker: Checker, published: list[tuple[dict[str, Any], Any]]
) -> None:
    for entry, obj in published:
        if entry["resourceType"] in (*PLAIN, "Bundle"):
            (name,) = checker.recognise(obj)
            assert entry["profile"] in checker.profiles[name].match.profiles


def rows(page: str, table: str) -> Iterator[tuple[str, ...]]:
    """The rows of the table under `<!-- table: NAME -->`."""
    lines = page.partition(f"<!-- table: {table} -->")[2].strip().splitlines()
    for line in lines[2:]:
        if not line.startswith("|"):
            return
        yield tuple(cell.strip().strip("`") for cell in line.strip("|").split("|"))
