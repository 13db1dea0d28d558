"""The lint of maps against a slow truth: drawn schemes and maps, in which every fault was put on purpose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Concept, Kind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.lint.map import lint_map
from classification.record import replace
from classification.release import Release
from classification.terminology import Terminology, When
from classification.validity import Validity
from tests.classification.worlds import COLOURS, concept, release, scheme, terminology

PAINTS: Final = scheme("paints")
SECOND, TODAY = date(2025, 1, 1), date(2026, 1, 1)
KINDS: Final = (Kind.STATE, Kind.INTERVENTION)

# Concept n of the targets is in order in both releases. Beside it stand a grouping, one that goes, one that is phased
# out, one that was called otherwise, one that is recoded, and one of another kind, each of its own.


def kind(n: int) -> Kind:
    return KINDS[n % 2]


def sources(count: int) -> Release:
    return release(
        *(concept(f"p{n}", f"Maling {n}", kind=kind(n)) for n in range(count)), version="1", of=PAINTS
    )


def of_release(n: int, second: bool) -> list[Concept]:
    facts = {"kind": kind(n)}
    there = [
        concept(f"c{n}", f"Farve {n}", alternative=f"Kulør {n}", **facts),
        concept(f"group{n}", f"Gruppe {n}", status=Status.GROUPING, **facts),
        concept(f"late{n}", f"Sen {n}", status=Status.DEPRECATED if second else Status.ACTIVE, **facts),
        concept(f"named{n}", f"Nyt {n}" if second else f"Gammelt {n}", **facts),
        concept(f"u-{n}", f"Omkodet {n}", legacy=f"k-{n}", **facts)
        if second
        else concept(f"k-{n}", f"Omkodet {n}", **facts),
        concept(f"other{n}", f"Anden art {n}", kind=kind(n + 1)),
    ]
    return there if second else [*there, concept(f"gone{n}", f"Væk {n}", **facts)]


def world(count: int) -> Terminology:
    first, second = (
        [each for n in range(count) for each in of_release(n, in_second)] for in_second in (False, True)
    )
    return terminology(
        sources(count),
        release(*first, version="1"),
        release(*second, version="2", start=SECOND),
    )


def sound(n: int) -> Mapping:
    return Mapping(
        Coding(PAINTS.uri, f"p{n}", f"Maling {n}"),
        Relation.EXACT,
        Coding(COLOURS.uri, f"c{n}", f" kulør  {n}"),
        number=n + 1,
    )


def leading_to(code: str, term: str = "") -> Callable[[int], Mapping]:
    return lambda n: replace(
        sound(n), target=Coding(COLOURS.uri, code.format(n), term.format(n) if term else "")
    )


def coming_from(code: str, term: str = "") -> Callable[[int], Mapping]:
    return lambda n: replace(
        sound(n), source=Coding(PAINTS.uri, code.format(n), term.format(n) if term else "")
    )


Seed = tuple[Callable[[int], Mapping], str, str]
NOTHING: Final[Seed] = (sound, "", "")
TODAYS: Final[dict[str, Seed]] = {
    "sound": NOTHING,
    "unknown target": (leading_to("x{}"), "SPA03", "target_code"),
    "unknown source": (coming_from("x{}"), "SPA03", "source_code"),
    "of another release": (leading_to("gone{}"), "SPA04", "target_code"),
    "former code": (leading_to("k-{}"), "SPA05", "target_code"),
    "another term": (leading_to("c{}", "Farven {}"), "SPA06", "target_term"),
    "another term of the source": (coming_from("p{}", "Maling"), "SPA06", "source_term"),
    "former term": (leading_to("named{}", "Gammelt {}"), "SPA07", "target_term"),
    "grouping": (leading_to("group{}"), "SPA08", "target_code"),
    "deprecated": (leading_to("late{}", "Sen {}"), "SPA09", "target_code"),
    "kind": (leading_to("other{}"), "SPA10", "relation"),
}
"""What a row may be, against the release of the day."""
FIRST: Final[dict[str, Seed]] = {
    "sound": NOTHING,
    "unknown target": (leading_to("x{}"), "SPA03", "target_code"),
    "of a later release": (leading_to("u-{}"), "SPA04", "target_code"),
    "later term": (leading_to("named{}", "Nyt {}"), "SPA07", "target_term"),
    "grouping": (leading_to("group{}"), "SPA08", "target_code"),
    "kind": (leading_to("other{}"), "SPA10", "relation"),
    "gone since": (leading_to("gone{}", "Væk {}"), "SPA16", "target_code"),
    "phased out since": (leading_to("late{}"), "SPA16", "target_code"),
    "renamed since": (leading_to("named{}", "Gammelt {}"), "SPA17", "target_term"),
    "recoded since": (leading_to("k-{}"), "SPA17", "target_code"),
}
"""What a row may be where the map was made for the first release."""


def told(count: int, rows: list[Mapping], **facts: object) -> list[tuple[str, str]]:
    drawn = replace(ConceptMap("m", "urn:m", "1", tuple(rows)), **facts)
    return [(one.rule, one.place.path) for one in lint_map(world(count), drawn, When(TODAY))]


def expected(seeds: list[Seed]) -> list[tuple[str, str]]:
    return [(rule, f"/{n}/{column}") for n, (_, rule, column) in enumerate(seeds, 1) if rule]


def without_row(seeds: list[Seed]) -> bool:
    return any(seed[2] == "source_code" for seed in seeds)


@given(st.lists(st.sampled_from(sorted(TODAYS)), min_size=1, max_size=6))
def test_each_fault_is_told_once_at_its_row(names: list[str]) -> None:
    seeds = [TODAYS[name] for name in names]

    found = told(len(seeds), [make(n) for n, (make, _, _) in enumerate(seeds)])

    gaps = [("SPA11", "/source_code")] if without_row(seeds) else []
    assert found == gaps + expected(seeds)


@given(st.lists(st.sampled_from(sorted(FIRST)), min_size=1, max_size=6))
def test_what_holds_no_longer_is_told_once_at_its_row(names: list[str]) -> None:
    seeds = [FIRST[name] for name in names]

    rows = [make(n) for n, (make, _, _) in enumerate(seeds)]

    assert told(len(seeds), rows, target_releases=((COLOURS.uri, "1"),)) == expected(seeds)


@given(st.integers(1, 8), st.sampled_from(["", "1", "2"]))
def test_a_sound_map_gets_nothing(count: int, pinned: str) -> None:
    releases = ((COLOURS.uri, pinned),) if pinned else ()

    assert told(count, [sound(n) for n in range(count)], target_releases=releases) == []


days = st.one_of(st.none(), st.integers(0, 3).map(lambda n: SECOND + timedelta(n)))
exact = st.tuples(st.integers(0, 1), st.integers(0, 2), days, days).filter(
    lambda drawn: drawn[2] is None or drawn[3] is None or drawn[2] < drawn[3]
)


def meet(one: Mapping, other: Mapping) -> bool:
    return not one.validity.intersect(other.validity).is_empty


@given(st.lists(exact, max_size=6))
def test_two_exact_counterparts_are_told_where_any_two_rows_show_them(
    drawn: list[tuple[int, int, date | None, date | None]],
) -> None:
    rows = [
        replace(sound(s), target=Coding(COLOURS.uri, f"c{t}"), validity=Validity(start, end), number=number)
        for number, (s, t, start, end) in enumerate(drawn, 1)
    ]
    pairs = [(one, other) for one, other in combinations(rows, 2) if meet(one, other)]
    two_targets = {(b.number, a.number) for a, b in pairs if a.source == b.source and a.target != b.target}
    two_sources = {(b.number, a.number) for a, b in pairs if a.source != b.source and a.target == b.target}

    found = lint_map(world(3), ConceptMap("m", "urn:m", "1", tuple(rows)), When(TODAY))

    for rule, truth in (("SPA12", two_targets), ("SPA13", two_sources)):
        told_of = [
            (int(one.place.path.split("/")[1]), int(dict(one.evidence)["row"]))
            for one in found
            if one.rule == rule
        ]
        assert bool(told_of) == bool(truth)
        assert set(told_of) <= truth
        assert len({row for row, _ in told_of}) == len(told_of)


relations = st.sampled_from([Relation.EXACT, Relation.NARROW, Relation.BROAD, Relation.CLOSE])


@given(st.lists(st.tuples(st.integers(0, 4), relations), max_size=5, unique_by=lambda drawn: drawn[0]))
def test_relations_against_the_tree_are_told_where_any_two_rows_show_them(
    drawn: list[tuple[int, Relation]],
) -> None:
    """Colour n + 1 stands under colour n: the lower a number, the broader."""
    tree = [concept(f"t{n}", broader=f"t{n - 1}" if n else ()) for n in range(5)]
    rows = tuple(
        replace(sound(0), relation=relation, target=Coding(COLOURS.uri, f"t{n}"), number=number)
        for number, (n, relation) in enumerate(drawn, 1)
    )
    at_or_below, at_or_above = {Relation.EXACT, Relation.NARROW}, {Relation.EXACT, Relation.BROAD}
    turned_round = [
        (low, high)
        for low, one in drawn
        for high, other in drawn
        if one in at_or_below and other in at_or_above and one is not other and low < high
    ]
    of = terminology(sources(1), release(*tree, version="1"))

    found = [
        one for one in lint_map(of, ConceptMap("m", "urn:m", "1", rows), When(TODAY)) if one.rule == "SPA14"
    ]

    assert bool(found) == bool(turned_round)
    assert len(found) <= len({high for _, high in turned_round})
