"""Dates of any precision: the first day they may mean, and the first day after all of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.partial_date import day_after, first_day

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 31))


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_day_lies_between_the_bounds_of_each_of_its_precisions(day: date, length: int) -> None:
    text = day.isoformat()[:length]
    first, after = first_day(text), day_after(text)

    assert first is not None
    assert after is not None
    assert first <= day < after
    assert first.isoformat().startswith(text)
    assert not after.isoformat().startswith(text)
    assert (after - timedelta(days=1)).isoformat().startswith(text)


def test_an_instant_means_its_day() -> None:
    assert first_day("2024-02-29T23:59:59+01:00") == date(2024, 2, 29)
    assert day_after("2024-02-29T23:59:59+01:00") == date(2024, 3, 1)


@pytest.mark.parametrize("text", ["", "24", "2024-13", "2023-02-29", "2024-1-1", "soon", "20240101"])
def test_what_is_no_date_of_the_calendar_has_no_day(text: str) -> None:
    assert first_day(text) is None
    assert day_after(text) is None


@pytest.mark.parametrize("text", ["9999", "9999-12", "9999-12-31"])
def test_nothing_comes_after_the_end_of_the_calendar(text: str) -> None:
    assert day_after(text) is None
