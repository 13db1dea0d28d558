"""Releases picked by two clocks, by label and by digest; a terminology in one buffer."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.compiled.index import compile_release
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.errors import AmbiguousName, NoReleaseOnDay, UnknownMap, UnknownRelease, UnknownScheme
from classification.record import replace
from classification.snapshot import open_snapshot, pack_snapshot
from classification.terminology import Terminology, When
from classification.validity import Validity
from tests.classification.worlds import (
    COLOURS,
    concept,
    open_release,
    part,
    release,
    scheme,
    terminology,
    value_set,
)

ONE = release(concept("a"), version="1.0", start=date(2023, 6, 7))
TWO = release(
    concept("a"),
    concept("b"),
    version="2.0",
    start=date(2025, 6, 1),
    recorded=datetime(2025, 8, 21, tzinfo=UTC),
)
WORLD = terminology(TWO, ONE)


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2023, 6, 7), "1.0"),
        (date(2025, 5, 31), "1.0"),
        (date(2025, 6, 1), "2.0"),
        (date(2099, 1, 1), "2.0"),
    ],
)
def test_a_day_picks_the_release_valid_on_it(day: date, version: str) -> None:
    assert WORLD.release("colours", When(day)).version == version


def test_knowledge_picks_what_was_known_then() -> None:
    before = datetime(2025, 7, 1, tzinfo=UTC)
    day = date(2025, 7, 1)

    assert WORLD.release("colours", When(day, before)).version == "1.0"
    assert WORLD.release("colours", When(day)).version == "2.0"


def test_a_day_before_the_first_release_is_told() -> None:
    with pytest.raises(
        NoReleaseOnDay, match=r"colours covers 2020-01-01; the first is 1.0, valid from 2023-06-07"
    ):
        WORLD.release("colours", When(date(2020, 1, 1)))


def test_an_unknown_release_is_named_with_the_known_ones() -> None:
    with pytest.raises(UnknownRelease, match=r"unknown release '2.4' of colours; known: 1.0, 2.0"):
        WORLD.release("colours", When(date(2025, 1, 1), release="2.4"))


def test_a_release_is_found_by_its_digest() -> None:
    assert WORLD.release("colours", When(date(2025, 1, 1), release=TWO.digest[:20])).version == "2.0"
    with pytest.raises(AmbiguousName):
        WORLD.release("colours", When(date(2025, 1, 1), release="sha256:"))


@pytest.mark.parametrize("name", ["colours", "COLOURS", "urn:example:colours", "urn:example:old-colours"])
def test_a_scheme_answers_to_name_uri_and_alias(name: str) -> None:
    assert WORLD.scheme(name).name == "colours"


def test_a_uri_is_its_own_schemes_whatever_others_call_themselves() -> None:
    """A list that named another's URI as a former one of its own took every coding of that."""
    thief = replace(scheme("zz"), aliases=(COLOURS.uri,))

    world = terminology(release(concept("red")), release(concept("x"), of=thief))

    assert world.scheme(COLOURS.uri) == COLOURS


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(UnknownScheme, match="unknown scheme 'color'; known: colours"):
        WORLD.scheme("color")
    with pytest.raises(UnknownMap, match="unknown map 'm'"):
        WORLD.map("m", When(date(2025, 1, 1)))


def test_a_release_holds_until_the_next_begins() -> None:
    editions = WORLD.editions("colours")
    first, second = editions.all
    now = When(date(2025, 1, 1))

    assert editions.period(first, now) == Validity(date(2023, 6, 7), date(2025, 6, 1))
    assert editions.period(second, now) == Validity(date(2025, 6, 1), None)


def test_a_fuller_edition_takes_the_place_of_the_earlier_one_from_when_it_is_known() -> None:
    fuller = release(
        concept("a", reason="x"),
        version="1.0",
        start=date(2023, 6, 7),
        recorded=datetime(2024, 1, 1, tzinfo=UTC),
    )
    world = terminology(ONE, fuller)

    assert world.release("colours", When(date(2023, 7, 1))).digest == fuller.digest
    early = When(date(2023, 7, 1), datetime(2023, 7, 1, tzinfo=UTC))
    assert world.release("colours", early).digest == ONE.digest
    assert world.release("colours", When(date(2023, 7, 1), release=ONE.digest)).digest == ONE.digest


@given(
    st.lists(st.tuples(st.dates(), st.dates()), min_size=1, max_size=6, unique_by=lambda pair: pair[0]),
    st.dates(),
    st.dates(),
)
def test_what_is_picked_covers_the_day_and_was_known(
    editions: list[tuple[date, date]], day: date, known: date
) -> None:
    instant = datetime.combine(known, datetime.min.time(), UTC)
    world = terminology(
        *(
            release(
                concept(str(n)),
                version=str(n),
                start=start,
                recorded=datetime.combine(learned, datetime.min.time(), UTC),
            )
            for n, (start, learned) in enumerate(editions)
        )
    )
    eligible = [
        (start, n) for n, (start, learned) in enumerate(editions) if start <= day and learned <= known
    ]

    if eligible:
        assert world.release("colours", When(day, instant)).version == str(max(eligible)[1])
    else:
        with pytest.raises(NoReleaseOnDay):
            world.release("colours", When(day, instant))


def packed(world: Terminology) -> bytes:
    releases = [(held, compile_release(held.index.release())) for held in world.all_releases]
    return pack_snapshot(releases, world.all_value_sets, world.all_maps)


def test_a_snapshot_holds_everything_and_has_one_form() -> None:
    other = release(concept("x"), of=scheme("other"))
    rows = (Mapping(Coding("urn:example:colours", "a"), Relation.EXACT, Coding("urn:example:other", "x")),)
    world = terminology(
        ONE, TWO, other, value_sets=[value_set(part(codes="a"))], maps=[ConceptMap("m", "urn:m", "1", rows)]
    )

    opened = open_snapshot(packed(world))

    assert {held.name for held in opened.all_releases} == {"colours@1.0", "colours@2.0", "other@1.0.0"}
    assert [held.index.release() for held in opened.all_releases] == [
        h.index.release() for h in world.all_releases
    ]
    assert (opened.all_value_sets, opened.all_maps) == (world.all_value_sets, world.all_maps)
    turned = Terminology(reversed(world.all_releases), world.all_value_sets, world.all_maps)
    assert packed(turned) == packed(world)


def test_an_open_release_is_opened_once() -> None:
    held = open_release(ONE)

    assert held.index is held.index


def test_of_two_releases_with_one_digest_the_one_of_the_day_is_meant() -> None:
    """The digest that two releases share picked the later one on every day, also while the earlier one held."""
    again = release(concept("a"), version="1.1", start=date(2024, 1, 1))
    world = terminology(ONE, again)
    prefix = world.release("colours", When(date(2023, 7, 1))).digest[:20]

    picked = {
        day: world.release("colours", When(day, release=prefix)).version
        for day in (date(2023, 7, 1), date(2024, 7, 1))
    }

    assert picked == {date(2023, 7, 1): "1.0", date(2024, 7, 1): "1.1"}
