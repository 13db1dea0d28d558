"""Which concept is which: one answer for whoever follows one concept and whoever compares two releases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from classification.changes.change import ChangeKind, Diff, Reference
from classification.changes.diff import diff
from classification.compiled.index import Index, compile_release
from classification.concept import Concept
from classification.identity import ReleaseConcepts, counterparts, kin, merged, split, ties
from classification.lineage import LineageChange, Trace, trace
from classification.release import Lineage, LineageKind, Release
from classification.resolving.resolution import Outcome
from classification.resolving.resolver import Resolver
from classification.terminology import When
from tests.cases import cases
from tests.classification.worlds import COLOURS, concept, release, terminology

BEFORE, NOW = date(2024, 1, 1), date(2025, 1, 1)
CODES = [f"c{n}" for n in range(6)]
URIS = ["", "", "", "urn:own:1", "urn:own:2", "urn:own:3"]


@st.composite
def releases(draw: st.DrawFn, version: str = "1", start: date | None = BEFORE) -> Release:
    """Few codes, dealt out among a few concepts; some have URIs of their own."""
    codes = draw(st.permutations(CODES))[: draw(st.integers(0, len(CODES)))]
    uris = iter(draw(st.permutations(URIS)))
    concepts: list[Concept] = []
    while codes:
        size = draw(st.integers(1, 3))
        mine, codes = codes[:size], codes[size:]
        above = draw(st.sampled_from([(), *((c.code,) for c in concepts)]))
        concepts.append(concept(mine[0], "t", above, legacy=mine[1:], uri=next(uris)))
    return release(*draw(st.permutations(concepts)), version=version, start=start)


two = st.tuples(releases(), releases("2", NOW))


def indexes(*some: Release) -> tuple[Index, ...]:
    return tuple(Index(compile_release(each)) for each in some)


def references(found: Diff, kind: ChangeKind) -> list[tuple[set[str], set[str]]]:
    """The codes before and after of every change of the kind."""
    return [
        (
            {value.code for value in change.before if isinstance(value, Reference)},
            {value.code for value in change.after if isinstance(value, Reference)},
        )
        for change in found.of(kind)
    ]


def traces(old: Release, new: Release) -> dict[str, tuple[set[str], Trace]]:
    """By the code of each concept of `old` the codes that it leads to, and how."""
    a, b = indexes(old, new)
    followed = {a.codes[i]: trace((a, b), i) for i in range(len(a))}
    return {code: ({b.codes[j] for j in found.targets}, found) for code, found in followed.items()}


def happened(found: Trace) -> set[LineageChange]:
    return {step.change for step in found.steps}


@settings(max_examples=cases(200))
@given(two)
def test_what_a_comparison_calls_merged_split_or_gone_a_trace_does_too(pair: tuple[Release, Release]) -> None:
    """Both ask one place; a code that went to another living concept is an alarm for the trace alone."""
    old, new = pair
    found = diff(old, new)
    merges, splits = references(found, ChangeKind.MERGED), references(found, ChangeKind.SPLIT)
    removed = {str(change.before[0]) for change in found.of(ChangeKind.REMOVED)}

    for code, (targets, followed) in traces(old, new).items():
        into = [after for before, after in merges if code in before]
        onto = [after for before, after in splits if code in before]

        assert (LineageChange.MERGED in happened(followed)) == bool(into)
        assert all(after <= targets for after in (*into, *onto))
        assert not onto or LineageChange.SPLIT in happened(followed)
        assert (LineageChange.ABSENT in happened(followed)) == (code in removed and not into)
        assert followed.safe is (len(targets) == 1 and not into and not onto)


@settings(max_examples=cases(200))
@given(two)
def test_who_goes_on_alone_is_the_same_concept_in_a_comparison(pair: tuple[Release, Release]) -> None:
    old, new = pair
    found = diff(old, new)
    recoded = {(change.before[0], change.after[0]) for change in found.of(ChangeKind.RECODED)}
    moved = {change.subject.code for change in found.of(ChangeKind.MOVED)}

    for code, (targets, followed) in traces(old, new).items():
        if followed.safe:
            (target,) = targets
            assert (LineageChange.RECODED in happened(followed)) == ((code, target) in recoded)
            assert (LineageChange.MOVED in happened(followed)) == (target in moved)


@settings(max_examples=cases(200))
@given(two)
def test_one_concept_alone_has_the_counterpart_that_it_has_among_all(pair: tuple[Release, Release]) -> None:
    """`kin` looks at a few concepts, `counterparts` at all: over compiled releases and others."""
    old, new = pair
    a, b = indexes(old, new)
    onward = counterparts(ReleaseConcepts(old), ReleaseConcepts(new))

    assert counterparts(a, b) == onward
    assert {i: j for i in range(len(a)) if (j := kin(a, b, i).counterpart) is not None} == onward


@settings(max_examples=cases(200))
@given(two)
def test_counterparts_are_those_of_the_strongest_ties(pair: tuple[Release, Release]) -> None:
    """By the book: of all ties that are left take the first, until none is left."""
    old, new = (ReleaseConcepts(each) for each in pair)
    left = sorted(tie for i in range(len(old)) for tie in ties(old, new, i))
    onward: dict[int, int] = {}
    while left:
        _, _, here, there = left[0]
        onward[here] = there
        left = [tie for tie in left if here != tie[2] and there != tie[3]]

    assert counterparts(old, new) == onward


@settings(max_examples=cases(200))
@given(two)
def test_backwards_is_forwards_turned_round(pair: tuple[Release, Release]) -> None:
    old, new = (ReleaseConcepts(each) for each in pair)
    onward, back = counterparts(old, new), counterparts(new, old)

    assert back == {j: i for i, j in onward.items()}
    assert [(here, sorted(came)) for here, came in split(old, new, onward)] == [
        (here, sorted(came)) for came, here in merged(new, old, back)
    ]


# cases by hand


def test_two_concepts_that_became_one_are_not_carried_silently() -> None:
    """Neither lineage nor status says so, only the codes: a person decides."""
    old = release(concept("A"), concept("B"), version="1", start=BEFORE)
    new = release(concept("C", legacy=["A", "B"]), version="2", start=NOW)

    assert {code: happened(found) for code, (_, found) in traces(old, new).items()} == {
        "A": {LineageChange.MERGED},
        "B": {LineageChange.MERGED},
    }
    third = release(concept("C", legacy=["A", "B"]), version="3", start=date(2026, 1, 1))
    world = terminology(old, new, third)
    for day in (NOW, date(2026, 1, 1)):
        answer = Resolver(world, COLOURS.uri, COLOURS.uri, When(day)).resolve("A")
        assert (answer.outcome, [target.code for target in answer.targets]) == (Outcome.AMBIGUOUS, ["C"])
        assert "merged from 'A' to 'C'" in answer.message
    assert Resolver(world, COLOURS.uri, COLOURS.uri, When(NOW)).resolve("C").outcome is Outcome.EXACT


def test_a_concept_that_took_over_the_code_of_another_is_a_merge_for_both() -> None:
    old = release(concept("A"), concept("B"), version="1", start=BEFORE)
    new = release(concept("A", legacy="B"), version="2", start=NOW)

    assert [happened(found) for _, found in traces(old, new).values()] == [{LineageChange.MERGED}] * 2
    assert [happened(found) for _, found in traces(new, old).values()] == [{LineageChange.SPLIT}]


def test_a_code_that_went_to_another_living_concept_is_left_for_a_person() -> None:
    old = release(concept("X", legacy="k"), concept("Y"), version="1", start=BEFORE)
    new = release(concept("X"), concept("Y", legacy="k"), version="2", start=NOW)

    assert not traces(old, new)["X"][1].safe
    assert traces(old, new)["Y"][1].safe


def test_a_code_given_to_another_concept_while_its_uri_goes_on_elsewhere_is_left_for_a_person() -> None:
    """The publisher's URI says that A is B now, the code says that it is still A."""
    old = release(concept("A", uri="urn:own:1"), version="1", start=BEFORE)
    new = release(concept("A", uri="urn:own:2"), concept("B", uri="urn:own:1"), version="2", start=NOW)

    targets, found = traces(old, new)["A"]
    assert (targets, happened(found)) == ({"A", "B"}, {LineageChange.SPLIT})


def test_a_parent_that_was_recoded_and_keeps_its_uri_moves_nobody() -> None:
    old = release(concept("P", uri="urn:own:p"), concept("K", broader="P"), version="1", start=BEFORE)
    new = release(concept("Q", uri="urn:own:p"), concept("K", broader="Q"), version="2", start=NOW)

    assert traces(old, new)["K"][1].steps == ()


def test_everything_that_lineage_says_of_a_concept_is_told() -> None:
    lineage = tuple(Lineage(LineageKind.REPLACED, ("A",), (code,)) for code in "BC")
    old = release(concept("A"), version="1", start=BEFORE)
    new = release(concept("B"), concept("C"), version="2", start=NOW, lineage=lineage)

    targets, found = traces(old, new)["A"]
    assert targets == {"B", "C"}
    assert len(found.steps) == len(diff(old, new).of(ChangeKind.REPLACED)) == 2


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_releases_the_one_without_a_first_day_is_the_earlier_one(turned: bool) -> None:
    lineage = (Lineage(LineageKind.REPLACED, ("A",), ("B",)),)
    early = release(concept("A"), version="1")
    late = release(concept("B"), version="2", start=NOW, lineage=lineage)
    old, new = (late, early) if turned else (early, late)

    (code,) = traces(old, new)
    assert happened(traces(old, new)[code][1]) == {LineageChange.REPLACED}
    assert len(diff(old, new).of(ChangeKind.REPLACED)) == 1


@settings(max_examples=cases(50))
@given(releases())
def test_nobody_has_kin_elsewhere_in_the_same_release(same: Release) -> None:
    assume(same.concepts)
    concepts = ReleaseConcepts(same)

    assert counterparts(concepts, concepts) == {i: i for i in range(len(concepts))}
