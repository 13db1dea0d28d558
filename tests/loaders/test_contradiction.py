"""Statements of a map that contradict each other: the same as by comparing each with all before, and in good time."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from classification.concept_map import Coding, Mapping, Relation
from classification.finding import Place
from classification.validity import Validity
from loaders.contradiction import contradictions

DAY = date(2026, 1, 1)


@st.composite
def mappings(draw: st.DrawFn) -> Mapping:
    begin = draw(st.integers(0, 4))
    return Mapping(
        Coding("urn:a", draw(st.sampled_from("12"))),
        draw(st.sampled_from([Relation.EXACT, Relation.BROAD, Relation.NONE])),
        Coding("urn:b", draw(st.sampled_from(["x", "y", ""]))),
        validity=Validity(DAY + timedelta(begin), DAY + timedelta(begin + draw(st.integers(1, 3)))),
    )


def placed(rows: list[Mapping]) -> list[tuple[Mapping, Place]]:
    return [(row, Place("map.csv", number)) for number, row in enumerate(rows, 1)]


@given(st.lists(mappings(), max_size=12))
def test_each_statement_meets_the_first_that_it_contradicts(rows: list[Mapping]) -> None:
    expected = []
    for number, row in enumerate(rows):
        for before, other in enumerate(rows[:number]):
            same = row.target.code == other.target.code or Relation.NONE in {row.relation, other.relation}
            both = not row.validity.intersect(other.validity).is_empty
            if row.source == other.source and same and both and row.relation is not other.relation:
                expected.append((number + 1, before + 1))
                break

    found = [(one.place.line, one.first.line) for one in contradictions(placed(rows))]

    assert found == expected


def test_one_code_with_very_many_counterparts_is_looked_through_once() -> None:
    rows = [
        Mapping(Coding("urn:a", "1"), Relation.NARROW, Coding("urn:b", str(number)))
        for number in range(20_000)
    ]

    assert list(contradictions(placed(rows))) == []
