"""What value sets hold: laws over random worlds, and a small world of colours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classification.concept import LIFE, Concept, Kind, Status
from classification.errors import InvalidRequest
from classification.expansion.expansion import Expansion, contains, difference, expand
from classification.record import replace
from classification.release import Release
from classification.terminology import Terminology, When, canonical
from classification.validity import Validity
from classification.value_set import Filter, FilterOperator, Include, ValueSet, published_together
from tests.classification.worlds import (
    COLOURS,
    NOW,
    concept,
    part,
    release,
    scheme,
    terminology,
    value_set,
    where,
)

ELSEWHERE = "urn:example:elsewhere"

# ---------------------------------------------------------------- random worlds

SIZE = 7
NAMES = [f"c{n}" for n in range(SIZE)]
KEYS = [f"k{n}" for n in range(SIZE)]


@st.composite
def worlds(draw: st.DrawFn, *, doubled: bool = False) -> tuple[Concept, ...]:
    """Concepts in a poly-hierarchy, some of them with a legacy key (all of them: `doubled`)."""
    return tuple(_some_concept(draw, n, doubled=doubled) for n in range(draw(st.integers(1, SIZE))))


def _some_concept(draw: st.DrawFn, n: int, *, doubled: bool) -> Concept:
    return concept(
        NAMES[n],
        draw(st.sampled_from(["rød", "blå", "grøn"])),
        draw(st.lists(st.sampled_from(NAMES[:n]), max_size=2, unique=True)) if n else (),
        legacy=KEYS[n] if doubled or draw(st.booleans()) else (),
        kind=draw(st.sampled_from([Kind.STATE, Kind.INTERVENTION])),
        status=draw(st.sampled_from([Status.ACTIVE, Status.GROUPING])),
        ordinal=draw(st.sampled_from([None, 0, 1])),
        properties=draw(st.sampled_from([(), (("shade", "dark"),), (("shade", "dark"), ("shade", "light"))])),
    )


codes = st.sampled_from([*NAMES, *KEYS, "gone"])
code_lists = st.lists(codes, min_size=1, max_size=3).map(",".join)
operators = st.sampled_from(list(FilterOperator))
FREE = {
    "display": st.sampled_from(["rød", "blå,grøn", ".*ø.*", "true"]),
    "kind": st.sampled_from(["state", "state,intervention", "s.*", "false"]),
    "ordinal": st.sampled_from(["0", "0.0,7", "[01]", "true"]),
    "shade": st.sampled_from(["dark", "light", "dark,light", "[dl].*", "true", "false"]),
    "concept": code_lists | st.sampled_from(["c[0-3]", "k.*", "true", "false"]),
    "code": code_lists,
    "parent": code_lists | st.sampled_from(["k[12]", "true", "false"]),
    "child": code_lists | st.sampled_from(["c.", "true", "false"]),
}
filters = st.one_of(
    st.builds(Filter, st.sampled_from(["concept", "code"]), operators, codes),
    *(st.builds(Filter, st.just(name), operators, values) for name, values in FREE.items()),
)
parts = (
    st.builds(lambda given: part(*given), st.lists(filters, max_size=2))
    | st.builds(lambda given: part(codes=given), st.lists(codes, min_size=1, max_size=3))
    | st.builds(lambda given: part(given, release="2.0.0"), filters)
    | st.builds(lambda given: part(system=ELSEWHERE, codes=given), st.lists(codes, min_size=1, max_size=3))
)
groups = st.lists(parts, min_size=1, max_size=3)


def holding(
    concepts: tuple[Concept, ...], *value_sets: ValueSet, later: tuple[Concept, ...] = ()
) -> Terminology:
    first = release(*concepts, end=date(2030, 1, 1))
    second = release(*later, version="2.0.0", start=date(2030, 1, 1)) if later else None
    return terminology(first, *([second] if second else []), value_sets=value_sets)


def admitted(world: Terminology, given: ValueSet) -> frozenset[tuple[str, str]]:
    return expand(world, given, NOW).codes


laws = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@laws
@given(worlds(), worlds(), groups, groups)
def test_a_code_is_contained_exactly_when_it_is_in_the_expansion(
    now: tuple[Concept, ...], later: tuple[Concept, ...], include: list[Include], exclude: list[Include]
) -> None:
    world, given = holding(now, later=later), value_set(*include, exclude=exclude)

    listed = expand(world, given, NOW).codes

    for system in (COLOURS.uri, ELSEWHERE):
        for code in (*NAMES, *KEYS, "gone"):
            assert contains(world, given, system, code, NOW).member is ((system, code) in listed)


@laws
@given(worlds(), worlds(), groups, groups)
def test_the_expansion_of_a_union_is_the_union_of_the_expansions(
    now: tuple[Concept, ...], later: tuple[Concept, ...], one: list[Include], other: list[Include]
) -> None:
    world = holding(now, later=later)

    assert admitted(world, value_set(*one, *other)) == admitted(world, value_set(*one)) | admitted(
        world, value_set(*other)
    )


@laws
@given(worlds(), worlds(), groups, groups)
def test_an_exclude_subtracts_what_it_would_include(
    now: tuple[Concept, ...], later: tuple[Concept, ...], one: list[Include], other: list[Include]
) -> None:
    world = holding(now, later=later)

    assert admitted(world, value_set(*one, exclude=other)) == admitted(world, value_set(*one)) - admitted(
        world, value_set(*other)
    )


@laws
@given(worlds(), worlds(), groups, groups)
def test_several_value_sets_in_one_include_are_intersected(
    now: tuple[Concept, ...], later: tuple[Concept, ...], one: list[Include], other: list[Include]
) -> None:
    a, b = value_set(*one, name="a"), value_set(*other, name="b")
    world = holding(now, a, b, later=later)
    together = value_set(Include(value_sets=(a.uri, b.uri)), name="both")
    of_colours = value_set(Include(COLOURS.uri, value_sets=(a.uri,)), name="colours")

    assert admitted(world, together) == admitted(world, a) & admitted(world, b)
    assert admitted(world, of_colours) == {
        (system, code)
        for system, code in admitted(world, a)
        if system == COLOURS.uri and code in release(*now).by_code
    }


@laws
@given(worlds(doubled=True), groups, groups)
def test_two_codes_of_one_concept_answer_as_two_trees_would(
    concepts: tuple[Concept, ...], include: list[Include], exclude: list[Include]
) -> None:
    """The publisher's files hold two trees of the same concepts; one concept with two notations answers alike."""
    definition = value_set(*include, exclude=exclude)

    merged, apart = holding(concepts), holding(in_two_trees(concepts))

    assert admitted(merged, definition) == admitted(apart, definition)


def in_two_trees(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    key = {each.code: each.notations[1] for each in concepts}
    legacy = (
        replace(
            each,
            notations=(replace(key[each.code], role=each.notations[0].role),),
            broader=tuple(key[code].code for code in each.broader),
        )
        for each in concepts
    )
    return (*(replace(each, notations=each.notations[:1]) for each in concepts), *legacy)


@laws
@given(worlds(), st.sampled_from([*NAMES, *KEYS]))
def test_is_a_is_descendent_of_and_the_concept_itself(concepts: tuple[Concept, ...], code: str) -> None:
    world = holding(concepts)
    below = value_set(part(where("concept", "descendent-of", code)))
    itself = value_set(part(where("concept", "=", code)))

    assert admitted(world, value_set(part(where("concept", "is-a", code)))) == admitted(
        world, below
    ) | admitted(world, itself)


@laws
@given(worlds(), st.sampled_from([*NAMES, *KEYS]))
def test_is_not_a_is_everything_else(concepts: tuple[Concept, ...], code: str) -> None:
    world = holding(concepts)
    known = code in release(*concepts).by_code
    below = admitted(world, value_set(part(where("concept", "is-a", code))))

    rest = admitted(world, value_set(part(where("concept", "is-not-a", code))))

    assert rest == (admitted(world, value_set(part())) - below if known else frozenset())


@laws
@given(worlds(), worlds(), groups, groups)
def test_every_code_stands_in_one_member_and_pages_make_the_whole(
    now: tuple[Concept, ...], later: tuple[Concept, ...], include: list[Include], exclude: list[Include]
) -> None:
    found = expand(holding(now, later=later), value_set(*include, exclude=exclude), NOW)

    listed = [(member.system, code) for member in found.members for code in member.admitted]
    paged = [member for offset in range(0, found.total, 2) for member in found.page(offset, 2)]

    assert len(listed) == len(set(listed))
    assert all(member.admitted for member in found.members)
    assert paged == list(found.members)


@laws
@given(worlds(), groups)
def test_nothing_differs_from_itself(concepts: tuple[Concept, ...], include: list[Include]) -> None:
    world, given = holding(concepts), value_set(*include)

    found = difference(world, given, given, NOW)

    assert (found.gained, found.lost, found.recoded) == ((), (), ())
    assert [old for old, _ in found.kept] == list(expand(world, given, NOW).members)


@laws
@given(worlds(), worlds(), groups, groups)
def test_what_is_gained_turned_round_is_lost(
    now: tuple[Concept, ...], later: tuple[Concept, ...], one: list[Include], other: list[Include]
) -> None:
    world = holding(now, later=later)
    a, b = value_set(*one), value_set(*other, version="2.0.0")

    there, back = difference(world, a, b, NOW), difference(world, b, a, NOW)

    assert (set(there.gained), set(there.lost)) == (set(back.lost), set(back.gained))


# ---------------------------------------------------------------- a world of colours


def colours() -> Release:
    """Colours under two roots; purple is both warm and cold; every code has a former key."""
    return release(
        concept("warm", "Varm", legacy="1", status=Status.GROUPING),
        concept("cold", "Kold", legacy="2", status=Status.GROUPING),
        concept("red", "Rød", "warm", legacy="1.1", alternative="Karmin", ordinal=0, kind=Kind.STATE),
        concept("blue", "Blå", "cold", legacy="2.1", ordinal=2.5, properties=(("shade", "dark"),)),
        concept(
            "purple", "Lilla", ("warm", "cold"), legacy="1.2", status=Status.DEPRECATED, replaced_by=("red",)
        ),
        concept("crimson", "Karminrød", "red", validity=Validity(date(2000, 1, 1), date(2020, 1, 1))),
    )


WORLD = terminology(colours())


def codes_of(found: Expansion) -> list[str]:
    return [member.code for member in found.members]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ([("concept", "is-a", "warm")], ["warm", "red", "purple", "crimson"]),
        ([("concept", "descendent-of", "warm")], ["red", "purple", "crimson"]),
        ([("concept", "descendent-of", "1")], ["red", "purple"]),
        ([("concept", "child-of", "warm")], ["red", "purple"]),
        ([("concept", "is-not-a", "warm")], ["warm", "cold", "red", "blue", "purple"]),
        ([("concept", "is-a", "warm"), ("concept", "is-a", "cold")], ["purple"]),
        ([("concept", "is-a", "warm"), ("concept", "is-a", "2")], []),
        ([("code", "=", "1.1")], ["red"]),
        ([("code", "in", "blue, red")], ["red", "blue"]),
        ([("code", "regex", r"1\.\d")], ["red", "purple"]),
        ([("display", "=", "Rød")], ["red"]),
        ([("display", "regex", ".*rød")], ["crimson"]),
        ([("kind", "=", "state")], ["red"]),
        ([("kind", "not-in", "other,service")], ["red"]),
        ([("status", "=", "grouping")], ["warm", "cold"]),
        ([("notSelectable", "=", "true")], ["warm", "cold"]),
        ([("inactive", "=", "true")], ["purple"]),
        ([("ordinal", "=", "0.0")], ["red"]),
        ([("ordinal", "in", "0,2.50")], ["red", "blue"]),
        ([("ordinal", "exists", "true")], ["red", "blue"]),
        ([("parent", "=", "warm")], ["red", "purple"]),
        ([("parent", "exists", "false")], ["warm", "cold"]),
        ([("child", "=", "purple")], ["warm", "cold"]),
        ([("shade", "=", "dark")], ["blue"]),
        ([("shade", "exists", "false"), ("concept", "child-of", "cold")], ["purple"]),
    ],
    ids=str,
)
def test_a_filter_selects(conditions: list[tuple[str, str, str]], expected: list[str]) -> None:
    found = expand(WORLD, value_set(part(*(where(*each) for each in conditions))), NOW)

    assert codes_of(found) == expected
    assert found.unresolved == ()


def test_a_filter_by_legacy_key_admits_legacy_keys_only() -> None:
    by_key = value_set(part(where("concept", "descendent-of", "1")))

    red = expand(WORLD, by_key, NOW).members[0]
    asked = contains(WORLD, by_key, "colours", "red", NOW)

    assert (red.code, red.notations, red.admitted) == ("red", ("red", "1.1"), ("1.1",))
    assert (asked.member, asked.under_other_code, asked.admitted) == (False, True, ("1.1",))
    assert asked.why == "the concept of 'red' is in some, but only under '1.1'"


def test_a_filter_by_both_codes_admits_both() -> None:
    both = value_set(part(where("concept", "is-a", "1")), part(where("concept", "is-a", "warm")))

    assert expand(WORLD, both, NOW).page(1, 1)[0].admitted == ("red", "1.1")


def test_excluding_one_of_two_codes_leaves_the_concept_in_by_the_other() -> None:
    given = value_set(part(codes=["red", "1.1", "blue"]), exclude=[part(codes=["red", "blue"])])

    found = expand(WORLD, given, NOW)

    assert [(member.code, member.admitted) for member in found.members] == [("red", ("1.1",))]


def test_excluding_the_only_code_of_a_concept_takes_it_out() -> None:
    """A concept without a legacy key stayed, admitted by the legacy keys it does not have."""
    given = value_set(part(), exclude=[part(where("concept", "is-a", "red"))])

    found = {member.code: member.admitted for member in expand(WORLD, given, NOW).members}

    assert "crimson" not in found
    assert found["red"] == ("1.1",)


def test_enumerated_codes_come_in_the_order_written_and_keep_it_when_repeated() -> None:
    given = value_set(part(codes=["blue", "2.1", "red"]), part(where("concept", "is-a", "warm")))

    assert codes_of(expand(WORLD, given, NOW)) == ["blue", "red", "warm", "purple", "crimson"]


def test_membership_says_which_part_decided() -> None:
    warm, out = part(where("concept", "is-a", "warm")), part(codes="red")
    given = value_set(warm, exclude=[out], name="warmish")

    crimson, red, blue, green = (
        contains(WORLD, given, "urn:example:old-colours", code, NOW)
        for code in ("crimson", "red", "blue", "green")
    )

    assert (crimson.member, crimson.system, crimson.included_by) == (True, COLOURS.uri, warm)
    assert crimson.why == "'crimson' is in warmish: concept is-a warm"
    assert (red.member, red.excluded_by, red.why) == (False, out, "'red' is taken out of warmish: code red")
    assert (blue.known, blue.why) == (True, "no part of warmish selects 'blue'")
    assert (green.known, green.why) == (False, "'green' is not in colours@1.0.0")
    assert contains(WORLD, given, ELSEWHERE, "red", NOW).why == (
        f"warmish takes no codes of {ELSEWHERE}: unknown scheme {ELSEWHERE!r}; known: colours"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RØD", ["red", "crimson"]),
        ("blåkarmin", []),
        ("karmin", ["red", "crimson"]),
        ("1.", ["red", "purple"]),
        ("x", []),
        (" ", None),
    ],
)
def test_text_finds_labels_and_beginnings_of_codes(text: str, expected: list[str] | None) -> None:
    found = expand(WORLD, value_set(part()), NOW, text=text)

    assert codes_of(found) == (
        ["warm", "cold", "red", "blue", "purple", "crimson"] if expected is None else expected
    )


def test_active_only_leaves_out_what_does_not_hold_on_the_day_and_keeps_the_deprecated() -> None:
    """R4: what is deprecated but not inactive may still be used."""
    everything = value_set(part())

    found = codes_of(expand(WORLD, everything, NOW, active_only=True))

    assert found == ["warm", "cold", "red", "blue", "purple"]
    assert "crimson" in codes_of(expand(WORLD, everything, When(date(2019, 1, 1)), active_only=True))


def test_kind_narrows() -> None:
    assert codes_of(expand(WORLD, value_set(part()), NOW, kind=Kind.STATE)) == ["red"]


@pytest.mark.parametrize(
    ("given", "rule", "said"),
    [
        (part(where("concept", "is-a", "green")), "SPV04", "'green' is not in colours@1.0.0"),
        (part(where("parent", "=", "green")), "SPV04", "'green' is not in colours@1.0.0"),
        (part(where("display", "is-a", "red")), "SPV05", "'display' has no filter 'is-a'"),
        (part(where("smell", "=", "sweet")), "SPV05", "no concept of colours@1.0.0 has a property 'smell'"),
        (part(where("kind", "exists", "maybe")), "SPV05", "'maybe'"),
        (part(where("display", "regex", r"(a)\1")), "SPV06", "back references"),
        (part(codes="green"), "SPV03", "'green' is not in colours@1.0.0"),
        (part(system=ELSEWHERE), "SPV01", f"{ELSEWHERE} is not held"),
        (part(where("concept", "is-a", "x"), system=ELSEWHERE), "SPV01", "concept is-a x cannot be answered"),
        (Include(value_sets=("urn:example:vs:gone",)), "SPV07", "unknown value set 'urn:example:vs:gone'"),
        (part(release="7.0.0"), "SPV09", "unknown release '7.0.0' of colours; known: 1.0.0"),
        (Include(), "SPV10", "neither a system nor a value set"),
    ],
    ids=[
        "unknown anchor",
        "unknown parent",
        "hierarchy on another property",
        "unknown property",
        "exists neither true nor false",
        "bad pattern",
        "unknown code",
        "all of a system not held",
        "filter on a system not held",
        "unknown value set",
        "unknown release",
        "nothing named",
    ],
)
def test_what_cannot_be_answered_is_named_and_selects_nothing(given: Include, rule: str, said: str) -> None:
    found = expand(WORLD, value_set(part(codes="blue"), given), NOW)

    assert codes_of(found) == ["blue"]
    assert [finding.rule for finding in found.unresolved] == [rule]
    assert said in found.unresolved[0].text
    assert str(found.unresolved[0].place).startswith("some:/include/1")


def test_codes_of_a_system_that_is_not_held_are_members_without_a_term() -> None:
    found = expand(WORLD, value_set(part(codes="red"), part(system=ELSEWHERE, codes=["116224001"])), NOW)

    unheld = found.members[1]
    assert (unheld.system, unheld.code, unheld.term, unheld.number) == (ELSEWHERE, "116224001", "", None)
    assert [finding.rule for finding in found.unresolved] == ["SPV02"]
    assert found.releases == {"colours": "1.0.0"}


def test_a_circle_of_value_sets_is_named_and_the_rest_is_answered() -> None:
    one = value_set(part(codes="red"), Include(value_sets=("urn:example:vs:two",)), name="one")
    two = value_set(part(codes="blue"), Include(value_sets=("urn:example:vs:one",)), name="two")

    found = expand(terminology(colours(), value_sets=[one, two]), one, NOW)

    assert codes_of(found) == ["red", "blue"]
    assert [finding.rule for finding in found.unresolved] == ["SPV08"]
    assert "urn:example:vs:one → urn:example:vs:two → urn:example:vs:one" in found.unresolved[0].text


def test_value_sets_that_share_others_many_times_over_are_answered_once_each() -> None:
    """Forty layers that each name the layer below twice would be 2⁴⁰ questions."""
    layers = [value_set(part(codes="red"), name="0")]
    for n in range(1, 40):
        below = Include(value_sets=(f"urn:example:vs:{n - 1}",))
        layers.append(value_set(below, below, name=str(n)))
    world = terminology(colours(), value_sets=layers)

    assert codes_of(expand(world, layers[-1], NOW)) == ["red"]
    assert contains(world, layers[-1], "colours", "red", NOW).member


# ---------------------------------------------------------------- releases


def three_releases() -> Terminology:
    """Keys in 1.0.0, the same keys with names beside them in 2.0.0, only names in 3.0.0."""
    first = release(
        concept("1", "Varm"), concept("1.1", "Rød", "1"), concept("1.2", "Lilla", "1"), start=date(2017, 1, 1)
    )
    second = release(
        concept("warm", "Varm", legacy="1"),
        concept("red", "Rød", "warm", legacy="1.1"),
        concept("orange", "Orange", "warm", legacy="1.3"),
        version="2.0.0",
        start=date(2020, 1, 1),
    )
    third = release(
        concept("warm", "Varm"), concept("red", "Rød", "warm"), version="3.0.0", start=date(2023, 1, 1)
    )
    return terminology(first, second, replace(third, publisher_versions=("2023-edition",)))


def published(*include: Include, **facts: Any) -> ValueSet:
    """A value set that was published with colours under its label."""
    return value_set(*include, companions=(COLOURS.uri,), **facts)


@pytest.mark.parametrize(
    ("given", "when", "expected"),
    [
        (value_set(part(), version="2.0.0"), NOW, "3.0.0"),
        (value_set(part(), version="2.0.0"), NOW.of("2.0.0"), "3.0.0"),
        (published(part(), version="2.0.0"), NOW, "3.0.0"),
        (published(part(), version="2.0.0"), NOW.of("2.0.0"), "2.0.0"),
        (published(part(), version="2.0.0"), NOW.of("1.0.0"), "3.0.0"),
        (published(part(release="1.0.0"), version="2.0.0"), NOW.of("2.0.0"), "1.0.0"),
        (value_set(part(), version="2025-A"), NOW, "3.0.0"),
        (value_set(part(), version="2025-A"), When(date(2021, 1, 1)), "2.0.0"),
        (
            value_set(part(), version="2025-A"),
            When(date(2025, 1, 1), datetime(2021, 1, 1, tzinfo=UTC)),
            "2.0.0",
        ),
        (
            published(part(), version="2.0.0"),
            When(date(2025, 1, 1), datetime(2019, 1, 1, tzinfo=UTC), "2.0.0"),
            "1.0.0",
        ),
        (value_set(part(release="1.0.0"), version="2.0.0"), NOW, "1.0.0"),
        (value_set(part(release="2023-edition"), version="2.0.0"), NOW, "3.0.0"),
        (value_set(part(), version="2025-A"), When(date(2025, 1, 1), release="1.0.0"), "3.0.0"),
    ],
    ids=[
        "own label",
        "own label, by name",
        "edition, on a day",
        "edition, by name",
        "edition, by another name",
        "edition, by name, with a pin",
        "day",
        "earlier day",
        "known then",
        "label not known",
        "pin",
        "publisher's version",
        "not ours",
    ],
)
def test_a_part_is_bound_to_a_pin_else_the_edition_named_else_the_day(
    given: ValueSet, when: When, expected: str
) -> None:
    assert expand(three_releases(), given, when).releases == {"colours": expected}


def test_no_release_on_the_day_is_a_finding() -> None:
    found = expand(three_releases(), value_set(part(), version="A"), When(date(2001, 1, 1)))

    assert found.total == 0
    assert "the first is 1.0.0, valid from 2017-01-01" in found.unresolved[0].text


def test_a_reference_takes_the_version_pinned_else_the_edition_named_else_that_of_the_day() -> None:
    inner = [
        value_set(part(codes="1.1"), name="inner", version="1.0.0", validity=Validity(date(2017, 1, 1))),
        value_set(part(codes="red"), name="inner", version="2.0.0", validity=Validity(date(2020, 1, 1))),
    ]
    refer = Include(value_sets=("urn:example:vs:inner",))
    pinned = Include(value_sets=("urn:example:vs:inner|1.0.0",))
    outer = [value_set(refer, name="outer", version="1.0.0"), value_set(pinned, name="fast", version="9.0.0")]
    sets = published_together([*inner, *outer], [(COLOURS.uri, "1.0.0"), (COLOURS.uri, "2.0.0")])
    world = Terminology(three_releases().all_releases, sets)

    def admitted_by(name: str, when: When) -> list[tuple[str, ...]]:
        return [member.admitted for member in expand(world, world.value_set(name, when), when).members]

    assert admitted_by("outer", NOW.of("1.0.0")) == [("1.1",)]
    assert admitted_by("outer", NOW) == [("red",)]
    assert admitted_by("fast", NOW) == [("1.1",)]


def test_what_was_published_together_is_what_bears_the_label_of_a_release_that_came_with_it() -> None:
    """A municipal list 1.0.0 was answered from the release of another publisher that happened to bear that label."""
    own = scheme("own")
    leaf = value_set(part(system=own.uri), part(), name="leaf", version="1.0.0")
    through = value_set(Include(value_sets=(f"{leaf.uri}|1.0.0",)), name="through", version="1.0.0")
    other = replace(leaf, version="7.0.0")

    together = published_together([leaf, through, other], [(own.uri, "1.0.0"), (COLOURS.uri, "2.0.0")])

    assert [each.companions for each in together] == [(own.uri,), (leaf.uri, own.uri), ()]
    assert [each.edition for each in together] == ["1.0.0", "1.0.0", ""]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("urn:x|1.9.0", ("urn:x", "1.9.0")),
        ("urn:x", ("urn:x", "")),
        ("urn:x|", ("urn:x", "")),
        ("|1", ("|1", "")),
    ],
)
def test_a_canonical_names_a_version(name: str, expected: tuple[str, str]) -> None:
    assert canonical(name, NOW) == (expected[0], NOW.of(expected[1]))


def test_a_canonical_and_another_release_are_two() -> None:
    with pytest.raises(InvalidRequest, match="leave one out"):
        canonical("urn:x|1", NOW.of("2"))


def test_a_concept_asked_in_two_releases_is_one_member() -> None:
    given = value_set(part(codes="1.1", release="1.0.0"), part(codes="red", release="2.0.0"))

    found = expand(three_releases(), given, NOW)

    assert [(member.code, member.admitted) for member in found.members] == [("1.1", ("1.1", "red"))]
    assert found.releases == {"colours": "1.0.0, 2.0.0"}


def test_a_concept_that_was_recoded_is_kept() -> None:
    old = published(part(where("concept", "descendent-of", "1")), version="1.0.0")
    new = published(part(where("concept", "descendent-of", "warm")), version="2.0.0")

    found = difference(three_releases(), old, new, NOW.of("1.0.0"), new_when=NOW.of("2.0.0"))

    assert [(was.code, now.code) for was, now in found.kept] == [("1.1", "red")]
    assert found.recoded == found.kept
    assert [member.code for member in found.lost] == ["1.2"]
    assert [member.code for member in found.gained] == ["orange"]


def test_a_concept_whose_codes_never_met_is_kept_through_the_release_between() -> None:
    old = published(part(codes="1.1"), version="1.0.0")
    new = published(part(codes="red"), version="3.0.0")

    found = difference(three_releases(), old, new, NOW.of("1.0.0"), new_when=NOW.of("3.0.0"))

    assert [(was.code, now.code) for was, now in found.kept] == [("1.1", "red")]


def test_two_systems_stand_in_the_order_of_the_definition() -> None:
    tastes = scheme("tastes")
    world = terminology(colours(), release(concept("sour"), of=tastes))
    given = value_set(part(system=tastes.uri), part(codes="red"))

    assert [(member.system, member.code) for member in expand(world, given, NOW).members] == [
        (tastes.uri, "sour"),
        (COLOURS.uri, "red"),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (part(codes="akut", system="urn:example:caseless"), ["Akut"]),
        (part(where("concept", "is-a", "AKUT"), system="urn:example:caseless"), ["Akut", "Natlig"]),
        (part(where("code", "not-in", "akut"), system="urn:example:caseless"), ["Natlig", "Planlagt"]),
        (part(where("parent", "=", "akut"), system="urn:example:caseless"), ["Natlig"]),
    ],
)
def test_a_value_set_names_codes_in_any_case_where_capitals_do_not_matter(
    given: Include, expected: list[str]
) -> None:
    caseless = replace(scheme("caseless"), case_sensitive=False)
    world = terminology(
        release(concept("Akut"), concept("Natlig", broader="Akut"), concept("Planlagt"), of=caseless)
    )
    wanted = value_set(given)

    members = [member.code for member in expand(world, wanted, NOW).members]

    assert sorted(members) == expected
    for code in ("Akut", "Natlig", "Planlagt"):
        answer = contains(world, wanted, caseless.uri, code.upper(), NOW)
        assert answer.member is (code in expected)


@pytest.mark.parametrize(("inactive", "members"), [(None, ["B", "O"]), (True, ["B", "O"]), (False, ["B"])])
def test_a_value_set_may_leave_out_what_is_out_of_use(inactive: bool | None, members: list[str]) -> None:
    world = terminology(release(concept("B"), concept("O", properties=((f"{LIFE}inactive", "true"),))))
    inner = value_set(part(), name="inner", inactive=inactive)
    outer = value_set(Include(value_sets=(inner.uri,)), name="outer")
    held = world.joined((), (inner, outer))

    for asked in (inner, outer):
        assert [member.code for member in expand(held, asked, NOW).members] == members
        for code in ("B", "O"):
            assert contains(held, asked, COLOURS.uri, code, NOW).member is (code in members)


def test_a_canonical_of_a_code_system_names_its_release() -> None:
    world = terminology(
        release(concept("A"), version="1"), release(concept("B"), version="2", start=date(2024, 1, 1))
    )

    assert world.index(f"{COLOURS.uri}|1", NOW).version == "1"
    assert world.index(COLOURS.uri, NOW).version == "2"
    with pytest.raises(InvalidRequest):
        world.index(f"{COLOURS.uri}|1", NOW.of("2"))
