"""The time line of OIO objects: on any day it says what the rows of that day say, whatever the rows are."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Concept, LabelKind
from classification.finding import Finding, Place
from classification.validity import Validity
from loaders import Content, Reading
from loaders.oio import facet as facet_module
from loaders.oio import registration
from loaders.oio.calendar import Calendar
from loaders.oio.reading import content_of
from loaders.oio.record import Attributes, Registered, RelationRow, Sort, State
from loaders.oio.timeline import History, cut, merged
from loaders.reading.notes import Notes
from tests.counted import within

FIRST = date(2024, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(12)]
FACET = "22222222-2222-4222-8222-222222222222"
OTHER = "22222222-2222-4222-8222-333333333333"
KLASSER = [f"{n:08}-0000-4000-8000-000000000000" for n in range(1, 5)]
BOUNDS = st.none() | st.sampled_from(DAYS)


@st.composite
def spans(draw: st.DrawFn) -> list[Validity]:
    """Intervals that do not overlap, with and without gaps between them."""
    days = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=5)))
    ends: list[date | None] = [None, *days, None]
    pieces = [Validity(start, end) for start, end in pairwise(ends)]
    return [piece for piece in pieces if draw(st.booleans())]


@st.composite
def intervals(draw: st.DrawFn) -> Validity:
    start, end = draw(BOUNDS), draw(BOUNDS)
    return (
        Validity(min(start, end), max(start, end) + timedelta(days=1))
        if start and end
        else Validity(start, end)
    )


def _relations(draw: st.DrawFn, name: str, targets: list[str]) -> list[RelationRow]:
    return [RelationRow(name, span, draw(st.sampled_from(targets))) for span in draw(spans())]


@st.composite
def klasser(draw: st.DrawFn, identifier: str) -> Registered:
    number = KLASSER.index(identifier)
    return Registered(
        Sort.KLASSE,
        identifier,
        tuple(
            Attributes(
                span,
                (
                    ("brugervendtnoegle", f"{number}.{draw(st.integers(0, 1))}"),
                    ("titel", draw(st.sampled_from("abc"))),
                ),
            )
            for span in draw(spans())
        ),
        tuple(State(span, draw(st.booleans())) for span in draw(spans())),
        (
            *_relations(draw, "facet", [FACET, FACET, OTHER]),
            *_relations(draw, "overordnetklasse", KLASSER[:number] or [KLASSER[-1]]),
            *(
                RelationRow("erstatter", span, draw(st.sampled_from(KLASSER)))
                for span in draw(st.lists(intervals(), max_size=2))
            ),
        ),
        Place("x", path=identifier),
    )


@st.composite
def inputs(draw: st.DrawFn) -> list[Registered]:
    found = [draw(klasser(identifier)) for identifier in KLASSER]
    facet = Registered(
        Sort.FACET,
        FACET,
        (Attributes(Validity(), (("brugervendtnoegle", "farver"),)),),
        tuple(State(span, draw(st.booleans())) for span in draw(spans())),
        (),
    )
    other = Registered(Sort.FACET, OTHER, facet.attributes, (State(Validity(), published=True),), ())
    return [*found, facet, other]


def read(objects: list[Registered], reading: Reading | None = None) -> Content:
    notes = Notes()
    return content_of(objects, "x", reading or Reading("label"), Calendar(notes), notes)


def findings(objects: list[Registered]) -> list[Finding]:
    return [f for f in read(objects).findings if f.rule != "SPO23"]


# ---------------------------------------------------------------- evaluated by hand, day by day

OptionSource = tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]]


def naive(objects: list[Registered], facet: str, day: date) -> set[OptionSource]:
    """What holds on one day, without cutting any time line."""

    def holding(one: Registered, name: str) -> set[str]:
        return {r.target for r in one.relations if r.name == name and r.validity.covers(day)}

    def published(one: Registered) -> bool:
        return any(state.published for state in one.states if state.validity.covers(day))

    def value(one: Registered, name: str) -> str:
        return next((row.value(name) for row in one.attributes if row.validity.covers(day)), "")

    if not published(next(one for one in objects if one.identifier == facet)):
        return set()
    there = {
        one.identifier: one
        for one in objects
        if one.sort is Sort.KLASSE and published(one) and facet in holding(one, "facet")
    }
    codes = {key: value(one, "brugervendtnoegle") or key for key, one in there.items()}
    return {
        (
            tuple(dict.fromkeys((codes[key], key))),
            value(one, "titel"),
            tuple(codes[parent] for parent in holding(one, "overordnetklasse") if parent in codes),
            tuple(
                sorted(codes[new] for new in there if new != key and key in holding(there[new], "erstatter"))
            ),
        )
        for key, one in there.items()
    }


def said(concepts: tuple[Concept, ...]) -> set[OptionSource]:
    return {
        (
            concept.codes,
            next((label.text for label in concept.labels if label.kind is LabelKind.PREFERRED), ""),
            concept.broader,
            concept.replaced_by,
        )
        for concept in concepts
    }


@given(objects=inputs())
def test_on_any_day_the_release_says_what_the_rows_of_that_day_say(objects: list[Registered]) -> None:
    content = read(objects)

    for facet in (FACET, OTHER):
        held = [d.release for d in content.releases if d.release.scheme.uri == f"urn:uuid:{facet}"]
        for day in [date(1900, 1, 1), FIRST - timedelta(days=1), *DAYS, date(2100, 1, 1)]:
            covering = [release for release in held if release.validity.covers(day)]
            assert len(covering) <= 1
            assert (said(covering[0].concepts) if covering else set()) == naive(objects, facet, day)


@given(objects=inputs())
def test_releases_follow_one_another_and_neighbours_differ(objects: list[Registered]) -> None:
    for facet in (FACET, OTHER):
        held = [d.release for d in read(objects).releases if d.release.scheme.uri == f"urn:uuid:{facet}"]
        for before, after in pairwise(held):
            assert before.validity.end is not None
            assert after.validity.start is not None
            assert before.validity.end <= after.validity.start
            if before.validity.end == after.validity.start:
                assert before.concepts != after.concepts


@given(objects=inputs(), data=st.data())
def test_the_order_of_objects_makes_no_difference(objects: list[Registered], data: st.DataObject) -> None:
    mixed = data.draw(st.permutations(objects))

    assert [d.release for d in read(objects).releases] == [d.release for d in read(mixed).releases]


@given(days=st.lists(BOUNDS, max_size=8))
def test_pieces_adjoin_and_are_all_time(days: list[date | None]) -> None:
    pieces = cut(days)

    assert pieces[0].start is None
    assert pieces[-1].end is None
    assert all(a.end == b.start for a, b in pairwise(pieces))
    assert {piece.end for piece in pieces[:-1]} == {day for day in days if day}


@given(contents=st.lists(st.sampled_from([None, "a", "b"]), min_size=1, max_size=8))
def test_merging_loses_no_day_and_leaves_no_equal_neighbours(contents: list[str | None]) -> None:
    pieces = list(zip(cut(DAYS[: len(contents) - 1]), contents, strict=True))

    found = list(merged(pieces))

    for day in [FIRST - timedelta(days=1), *DAYS]:
        before = [content for piece, content in pieces if piece.covers(day) and content]
        assert [content for piece, content in found if piece.covers(day)] == before
    for (a, one), (b, other) in pairwise(found):
        assert a.end != b.start or one != other


@given(one=klasser(KLASSER[1]), within=intervals())
def test_the_snapshots_of_an_interval_cover_it(one: Registered, within: Validity) -> None:
    history = History(one)

    found = [piece for piece, _ in history.within(within)]

    assert (found[0].start, found[-1].end) == (within.start, within.end)
    assert all(a.end == b.start for a, b in pairwise(found))
    assert all(snapshot is history.at(piece.start) for piece, snapshot in history.within(within))


# ---------------------------------------------------------------- rows that cannot hold together


def klasse(*rows: Attributes | State | RelationRow) -> Registered:
    return Registered(
        Sort.KLASSE,
        KLASSER[0],
        tuple(row for row in rows if isinstance(row, Attributes))
        or (Attributes(Validity(), (("brugervendtnoegle", "1"), ("titel", "a"))),),
        tuple(row for row in rows if isinstance(row, State)) or (State(Validity(), published=True),),
        (
            *(row for row in rows if isinstance(row, RelationRow)),
            *(
                []
                if any(isinstance(r, RelationRow) and r.name == "facet" for r in rows)
                else [RelationRow("facet", Validity(), FACET)]
            ),
        ),
        Place("x", path="/klasse"),
    )


def farver(*more: RelationRow) -> Registered:
    row = Attributes(Validity(), (("brugervendtnoegle", "farver"),))
    return Registered(
        Sort.FACET, FACET, (row,), (State(Validity(), published=True),), more, Place("x", path="/facet")
    )


EARLY, LATE = Validity(None, DAYS[5]), Validity(DAYS[4], None)
HERE, THERE = Place("x", path="/here"), Place("x", path="/there")


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        pytest.param(
            (
                Attributes(EARLY, (("brugervendtnoegle", "1"),), (), THERE),
                Attributes(LATE, (("brugervendtnoegle", "2"),), (), HERE),
            ),
            "rows of egenskaber",
            id="two keys at once",
        ),
        pytest.param(
            (State(EARLY, True, THERE), State(LATE, False, HERE)), "rows of publiceret", id="two states"
        ),
        *(
            pytest.param(
                (
                    RelationRow(name, EARLY, KLASSER[1], place=THERE),
                    RelationRow(name, LATE, KLASSER[2], place=HERE),
                ),
                f"relations {name}",
                id=f"two of {name}",
            )
            for name in ("overordnetklasse", "facet")
        ),
    ],
)
def test_two_rows_at_once_where_there_may_be_one_are_an_error(
    rows: tuple[Attributes | State | RelationRow, ...], what: str
) -> None:
    found = [f for f in findings([farver(), klasse(*rows)]) if f.rule == "SPO08"]

    (finding,) = found
    assert finding.text == f"klasse {KLASSER[0]} has two {what} at once, here and at x:/there"
    assert (finding.place, finding.remedy.en) == (HERE, "let one end where the other begins")


def test_an_overlap_is_found_behind_a_row_that_ended_earlier() -> None:
    long, short, late = (Validity(DAYS[0], DAYS[9]), Validity(DAYS[1], DAYS[2]), Validity(DAYS[5], DAYS[6]))
    rows = [
        State(span, published=True, place=Place(path=str(n))) for n, span in enumerate((long, short, late))
    ]

    found = [f.place.path for f in findings([farver(), klasse(*rows)]) if f.rule == "SPO08"]

    assert found == ["1", "2"]


def test_rows_that_adjoin_are_no_overlap() -> None:
    rows = [State(Validity(None, DAYS[5]), published=True), State(Validity(DAYS[5]), published=True)]

    assert findings([farver(), klasse(*rows)]) == []


# ---------------------------------------------------------------- bounds on the work


def test_an_object_with_too_many_rows_is_refused_quickly() -> None:
    rows = [State(Validity(FIRST + timedelta(n), FIRST + timedelta(n + 1)), True) for n in range(20_000)]

    found = within(20 * len(rows), lambda: findings([farver(), klasse(*rows)]))

    assert [(f.rule, f.remedy.en) for f in found if f.rule == "SPO14"] == [
        ("SPO14", "send fewer objects, or only the registrations that stand")
    ]


def test_a_facet_that_changes_too_often_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facet_module, "MOST_WORK", 50)
    rows = [State(Validity(FIRST + timedelta(n), FIRST + timedelta(n + 1)), True) for n in range(0, 60, 2)]

    content = read([farver(), klasse(*rows)])

    (finding,) = content.errors
    assert content.releases == ()
    assert finding.rule == "SPO14"
    assert finding.text == f"the klasser of facet {FACET}, 1 in number, change too often to be worked out"
    assert finding.place == Place("x", path="/facet")
    assert "50 looks" in finding.remedy.en


def test_many_facets_and_many_klasser_are_worked_out_in_reasonable_time() -> None:
    facets = [f"{n:08}-1111-4111-8111-111111111111" for n in range(1_000)]

    def objects() -> Iterator[Registered]:
        for n, facet in enumerate(facets):
            state = (State(Validity(DAYS[n % 9]), published=True),)
            yield Registered(
                Sort.FACET, facet, (Attributes(Validity(), (("brugervendtnoegle", f"f{n}"),)),), state, ()
            )
            for k in range(5):
                row = Attributes(Validity(), (("brugervendtnoegle", f"{k}"), ("titel", "x")))
                yield Registered(
                    Sort.KLASSE,
                    f"{n:08}-000{k}-4111-8111-111111111111",
                    (row,),
                    state,
                    (RelationRow("facet", Validity(), facet),),
                )

    content = within(1_000 * 6_000, lambda: read(list(objects()), Reading()))

    assert len(content.releases) == 1_000


def test_the_sum_of_all_objects_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registration, "MOST_WORK", 30)

    assert [f.rule for f in findings([farver(), klasse()])] == []
    assert "SPO14" in [
        f.rule
        for f in findings(
            [farver(), klasse(*(State(Validity(day, day + timedelta(1)), True) for day in DAYS))]
        )
    ]
