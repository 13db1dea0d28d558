"""Where a search looks: the releases of the day, one classification, the members of a value set."""

from __future__ import annotations

from datetime import date

import pytest

from api.asking.searching import SearchRequest, places_of, search_concepts
from classification.concept import Kind
from classification.errors import InvalidRequest, NoReleaseOnDay, UnknownScheme, UnknownValueSet
from classification.terminology import Terminology, When
from tests.classification.worlds import concept, part, release, scheme, terminology, value_set, where

NOW, BEFORE = When(date(2025, 6, 1)), When(date(2024, 6, 1))


@pytest.fixture(scope="module")
def world() -> Terminology:
    return terminology(
        release(
            concept("W", "Varme"), concept("R", "Rød farve", "W", kind=Kind.STATE), start=date(2024, 1, 1)
        ),
        release(
            concept("W", "Varme"),
            concept("R", "Skarlagen", "W", kind=Kind.STATE),
            concept("B", "Blå farve", kind=Kind.QUALIFIER),
            version="2.0.0",
            start=date(2025, 1, 1),
        ),
        release(concept("p", "Rød maling"), of=scheme("paints"), start=date(2025, 1, 1)),
        value_sets=(value_set(part(where("concept", "is-a", "W")), name="warm"),),
    )


def codes(world: Terminology, request: SearchRequest, when: When = NOW) -> list[str]:
    return [
        f"{one.index.name} {one.index.codes[one.hit.concept]}"
        for one in search_concepts(world, request, when)
    ]


def test_without_a_classification_all_are_searched_on_their_day(world: Terminology) -> None:
    assert set(codes(world, SearchRequest("rød"))) == {"colours@2.0.0 R", "paints@1.0.0 p"}
    assert codes(world, SearchRequest("rød"), BEFORE) == ["colours@1.0.0 R"]


def test_a_classification_a_kind_and_a_number_narrow(world: Terminology) -> None:
    assert codes(world, SearchRequest("farve", scheme="colours", kinds=frozenset({Kind.QUALIFIER}))) == [
        "colours@2.0.0 B"
    ]
    assert len(codes(world, SearchRequest("rød", limit=1))) == 1


def test_a_former_name_finds_what_it_is_called_now(world: Terminology) -> None:
    (hit,) = search_concepts(
        world, SearchRequest("rød farve", scheme="colours", kinds=frozenset({Kind.STATE})), NOW
    )

    assert (hit.index.version, hit.hit.former) == ("2.0.0", "1.0.0")


def test_a_value_set_narrows_to_its_members(world: Terminology) -> None:
    assert codes(world, SearchRequest("farve", value_set="warm")) == ["colours@2.0.0 R"]
    assert codes(world, SearchRequest("rød", scheme="paints", value_set="warm")) == []
    (place,) = places_of(world, SearchRequest("x", scheme="colours", value_set="warm"), NOW.of("1.0.0"))
    assert place.index.version == "1.0.0"


@pytest.mark.parametrize(
    ("request_", "when", "error"),
    [
        (SearchRequest("x", scheme="colour"), NOW, UnknownScheme),
        (SearchRequest("x", value_set="cold"), NOW, UnknownValueSet),
        (SearchRequest("x", scheme="colours"), When(date(1999, 1, 1)), NoReleaseOnDay),
        (SearchRequest("x"), NOW.of("2.0.0"), InvalidRequest),
    ],
)
def test_what_is_not_there_is_named(
    world: Terminology, request_: SearchRequest, when: When, error: type[Exception]
) -> None:
    with pytest.raises(error):
        search_concepts(world, request_, when)
