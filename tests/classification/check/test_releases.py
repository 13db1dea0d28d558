"""The releases of a day: which one counts, and what all of them say of a code."""

from __future__ import annotations

from datetime import UTC, date, datetime

from classification import Terminology
from classification.check.checker import Checker
from classification.check.releases import DayReleases, DaySpan
from classification.terminology import When
from classification.withdrawal import Decisions, Withdrawal
from tests.classification.worlds import COLOURS, DAY, concept, open_release, release, scheme, terminology

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


def test_a_classification_that_is_withdrawn_as_a_whole_is_none_that_a_code_is_held_to() -> None:
    """A list that was imported by mistake, and then withdrawn, is asked by nobody: the check neither."""
    mistaken = release(concept("x", "Ja"), of=scheme("mistaken"))
    taken_back = Withdrawal(datetime(2026, 1, 2, tzinfo=UTC), "by mistake")
    decisions = Decisions(releases={"urn:example:mistaken": {"1.0.0": (taken_back,)}})
    obj = {"resourceType": "Condition", "code": {"coding": [{"system": "urn:example:mistaken", "code": "y"}]}}

    def rules(world: Terminology) -> list[str]:
        return [finding.rule for finding in Checker((), world).check(obj, as_of=DAY, today=DAY)]

    assert rules(Terminology([open_release(mistaken)])) == ["SP101", "SP203"]
    assert (
        rules(Terminology([open_release(mistaken)], decisions=decisions))
        == rules(Terminology([]))
        == ["SP101", "SP201"]
    )
