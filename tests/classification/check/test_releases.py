"""The releases of a day: which one counts, and what all of them say of a code."""

from __future__ import annotations

from datetime import date

from classification import Terminology
from classification.check.releases import DayReleases, DaySpan
from classification.terminology import When
from tests.classification.worlds import COLOURS, concept, release, terminology

_LAST = date(2026, 1, 1)


def _colours() -> Terminology:
    return terminology(
        release(concept("red"), concept("blue"), version="1", start=date(2025, 1, 1)),
        release(concept("red"), concept("green"), version="2", start=_LAST),
    )


def _on(day: date, span: DaySpan | None = None, label: str = "") -> DayReleases:
    return DayReleases(_colours(), When(day, None, label), span or DaySpan())


def test_the_release_of_the_day_counts() -> None:
    assert _on(date(2025, 6, 1)).of_day(COLOURS.uri).version == "1"
    assert _on(_LAST).of_day(COLOURS.uri).version == "2"


def test_before_the_first_release_the_first_counts_and_is_remembered_as_such() -> None:
    releases = _on(date(2020, 1, 1))

    assert releases.of_day(COLOURS.uri).version == "1"
    assert list(releases.before_first) == [COLOURS.uri]


def test_a_label_pins_the_release_where_the_system_has_it() -> None:
    assert _on(_LAST, label="1").of_day(COLOURS.uri).version == "1"
    assert _on(_LAST, label="9").of_day(COLOURS.uri).version == "2"


def test_a_code_stands_in_the_releases_that_have_it() -> None:
    releases = _on(_LAST)

    assert [one.version for one in releases.having(COLOURS.uri, "blue")] == ["1"]
    assert releases.has(COLOURS.uri, "blue")
    assert not releases.has(COLOURS.uri, "pink")


def test_days_of_one_span_share_what_is_remembered() -> None:
    span = DaySpan()

    first = _on(_LAST, span).of_day(COLOURS.uri)

    assert _on(date(2026, 6, 1), span).of_day(COLOURS.uri) is first
