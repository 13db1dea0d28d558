"""Codes and terms taken from one system to another, over releases and maps, with nothing guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept import Kind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation, compose
from classification.errors import NoReleaseOnDay, UnknownScheme
from classification.record import replace
from classification.release import Lineage, LineageKind
from classification.resolving.resolution import Form, Outcome, Resolution
from classification.resolving.resolver import Resolver
from classification.terminology import Terminology, When
from classification.validity import Validity
from tests.classification.worlds import concept, release, scheme, terminology

SHARED, LOCAL, OTHER = scheme("shared"), scheme("local"), scheme("other")
OLD, NEW = When(date(2023, 7, 1)), When(date(2025, 7, 1))

ONE = release(
    concept("J", "Tilstande", kind=Kind.STATE),
    concept("J1", "Vask", "J", kind=Kind.STATE),
    concept("J2", "Indkøb", "J", kind=Kind.STATE),
    concept("J3", "Mad", "J", kind=Kind.STATE),
    concept("J4", "Gang", "J", kind=Kind.STATE),
    concept("H1", "Indkøb", kind=Kind.INTERVENTION),
    of=SHARED,
    version="1.0",
    start=date(2023, 1, 1),
)
TWO = release(
    concept("u-J", "Tilstande", legacy="J", kind=Kind.STATE),
    concept("u-J1", "Vaske sig", "u-J", legacy="J1", kind=Kind.STATE),
    concept("u-J2", "Indkøb", "u-J", legacy="J2", kind=Kind.STATE),
    concept("u-J3a", "Spise", "u-J", kind=Kind.STATE),
    concept("u-J3b", "Drikke", "u-J", kind=Kind.STATE),
    concept("u-J4", "Gang", "u-J", legacy="J4", kind=Kind.STATE),
    concept("u-H1", "Indkøb", legacy="H1", kind=Kind.INTERVENTION),
    of=SHARED,
    version="2.0",
    start=date(2024, 1, 1),
    lineage=(Lineage(LineageKind.SPLIT, ("J3",), ("u-J3a", "u-J3b")),),
)
LOCALS = release(
    *(concept(code, f"lokal {code}", kind=Kind.STATE) for code in "abcdefgh"),
    concept("i", "lokal indsats", kind=Kind.INTERVENTION),
    of=LOCAL,
    start=date(2023, 1, 1),
)


def row(code: str, relation: Relation, target: str, **facts: object) -> Mapping:
    return Mapping(
        Coding(LOCAL.uri, code),
        relation,
        Coding(SHARED.uri, target),
        **facts,  # type: ignore[arg-type]
    )


ROWS = (
    row("a", Relation.EXACT, "J1", confidence=0.9),
    row("b", Relation.EXACT, "J3"),
    row("c", Relation.NARROW, "J1"),
    row("c", Relation.NARROW, "J2"),
    row("d", Relation.NONE, "", note="intet tilsvarende"),
    row("e", Relation.BROAD, "J"),
    row("f", Relation.EXACT, "J2", validity=Validity(None, date(2024, 1, 1))),
    row("f", Relation.CLOSE, "J4", validity=Validity(date(2024, 1, 1))),
    row("g", Relation.EXACT, "H1"),
    row("i", Relation.EXACT, "H1"),
)
MAP = ConceptMap("local-shared", "urn:map:1", "1", ROWS, target_releases=((SHARED.uri, "1.0"),))
WORLD = terminology(ONE, TWO, LOCALS, maps=[MAP])


def ask(text: str, source: str = "local", when: When = NEW, **facts: object) -> Resolution:
    return Resolver(WORLD, source, "shared", when, **facts).resolve(text)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "when", "outcome", "targets"),
    [
        ("a", OLD, Outcome.EXACT, ["J1"]),
        ("a", NEW, Outcome.EXACT, ["u-J1"]),
        ("b", OLD, Outcome.EXACT, ["J3"]),
        ("b", NEW, Outcome.AMBIGUOUS, ["u-J3b", "u-J3a"]),
        ("c", NEW, Outcome.AMBIGUOUS, ["u-J2", "u-J1"]),
        ("d", NEW, Outcome.UNMAPPED, []),
        ("e", NEW, Outcome.BROADER, ["u-J"]),
        ("f", OLD, Outcome.EXACT, ["J2"]),
        ("f", NEW, Outcome.CLOSE, ["u-J4"]),
        ("g", NEW, Outcome.NO_MAP, []),
        ("h", NEW, Outcome.NO_MAP, []),
        ("i", NEW, Outcome.EXACT, ["u-H1"]),
        ("z", NEW, Outcome.UNKNOWN_CODE, []),
    ],
)
def test_a_local_code_finds_its_shared_concept(
    code: str, when: When, outcome: Outcome, targets: list[str]
) -> None:
    answer = ask(code, when=when)

    assert (answer.outcome, [target.code for target in answer.targets]) == (outcome, targets)


def test_the_answer_tells_its_way_its_releases_and_its_row() -> None:
    answer = ask("a")

    assert [step.kind for step in answer.path] == ["map", "lineage", "lineage"]
    assert (answer.path[0].map, answer.path[0].row, answer.path[0].relation) == ("local-shared", 0, "exact")
    assert dict(answer.releases) == {"shared": "2.0", "local": "1.0.0", "local-shared": "1"}
    assert answer.targets[0].confidence == 0.9
    assert answer.targets[0].notation == "J1"


@pytest.mark.parametrize("named", ["shared", SHARED.uri])
def test_a_release_stated_under_a_name_of_the_system_is_the_one_that_rows_were_made_for(named: str) -> None:
    """A folder that knows nothing of the other vocabulary states it by its name."""
    by_name = replace(MAP, target_releases=((named, "1.0"),))
    world = Terminology(WORLD.all_releases, (), [by_name])

    assert [ask(code) for code in "abcdefgh"] == [
        Resolver(world, LOCAL.uri, "shared", NEW).resolve(code) for code in "abcdefgh"
    ]


def test_a_split_target_is_left_to_a_person() -> None:
    answer = ask("b")

    assert "split from 'J3' to 'u-J3a, u-J3b'" in answer.message
    assert answer.review


def test_a_state_never_answers_for_an_intervention() -> None:
    assert "H1 'Indkøb' is of kind intervention: it cannot answer here" in ask("g").message
    assert ask("u-J1", "shared", kind=Kind.INTERVENTION).outcome is Outcome.NO_MAP


def test_what_no_map_says_and_what_a_map_denies_are_told_apart() -> None:
    assert ask("d").message == "the map says there is no counterpart: intet tilsvarende"
    assert ask("h").message == "no map says anything about it (asked: local-shared)"


@pytest.mark.parametrize(
    ("system", "code", "when", "form", "found"),
    [
        ("shared", "J1", NEW, Form.LEGACY, "u-J1"),
        ("shared", "u-J1", NEW, Form.CURRENT, "u-J1"),
        ("shared", "u-J1", OLD, Form.CURRENT, "J1"),
        ("shared", "J1", OLD, Form.CURRENT, "J1"),
    ],
)
def test_a_code_is_the_same_concept_before_and_after_the_recoding(
    system: str, code: str, when: When, form: Form, found: str
) -> None:
    answer = ask(code, system, when)

    assert (answer.outcome, answer.form, answer.targets[0].code) == (Outcome.EXACT, form, found)


def test_a_code_that_was_split_is_not_guessed() -> None:
    answer = ask("J3", "shared")

    assert answer.outcome is Outcome.AMBIGUOUS
    assert {target.code for target in answer.targets} == {"u-J3a", "u-J3b"}


def test_an_ambiguous_term_gives_all_candidates_and_a_kind_narrows_them() -> None:
    both = ask("indkøb", "shared", terms=True)
    state = ask("Indkøb", "shared", terms=True, kind=Kind.STATE)

    assert (both.outcome, len(both.targets)) == (Outcome.AMBIGUOUS, 2)
    assert "narrow with kind intervention or state" in both.message
    assert (state.outcome, state.targets[0].code, state.form) == (Outcome.EXACT, "u-J2", Form.TERM)


def test_a_former_term_resolves_with_its_release_named() -> None:
    answer = ask("Vask", "shared", terms=True)

    assert (answer.outcome, answer.form, answer.targets[0].code) == (Outcome.EXACT, Form.FORMER_TERM, "u-J1")
    assert "'Vask' is a term of shared@1.0, not of shared@2.0" in answer.path[0].text


def test_a_term_that_once_named_another_concept_is_told() -> None:
    renamed = release(
        concept("J1", "Vask", kind=Kind.STATE),
        concept("J2", "Bad", kind=Kind.STATE),
        of=SHARED,
        version="1.1",
        start=date(2023, 6, 1),
    )
    before = release(
        concept("J1", "Bad", kind=Kind.STATE),
        concept("J2", "Kar", kind=Kind.STATE),
        of=SHARED,
        version="1.0",
        start=date(2023, 1, 1),
    )
    answer = Resolver(terminology(before, renamed), "shared", "shared", OLD, terms=True).resolve("Bad")

    assert answer.targets[0].code == "J2"
    assert "'Bad' was a label of J1 in shared@1.0, which is another concept" in answer.review


def test_a_local_term_goes_through_the_map() -> None:
    assert ask("LOKAL a", terms=True).targets[0].code == "u-J1"


def test_an_alias_of_the_system_is_told() -> None:
    world = terminology(release(concept("a")))
    answer = Resolver(world, "urn:example:old-colours", "colours", NEW).resolve("a")

    assert answer.path[0].kind == "system"
    assert answer.outcome is Outcome.EXACT


def test_an_unknown_code_names_where_else_it_is_known() -> None:
    assert "it is a code of shared" in ask("u-J1").message
    assert "near: u-J1" in ask("u-J11", "shared").message


def test_a_day_before_the_first_release_of_the_target_is_an_answer() -> None:
    with pytest.raises(NoReleaseOnDay, match=r"the first is 1\.0"):
        ask("a", when=When(date(2020, 1, 1)))


def test_an_unknown_system_is_named() -> None:
    with pytest.raises(UnknownScheme, match="'nowhere'"):
        ask("a", "nowhere")


def test_a_system_known_to_a_map_alone_can_be_asked() -> None:
    world = terminology(ONE, maps=[MAP])

    assert Resolver(world, LOCAL.uri, "shared", OLD).resolve("a").outcome is Outcome.EXACT
    assert Resolver(world, LOCAL.uri, "shared", OLD).resolve("zz").outcome is Outcome.UNKNOWN_CODE


def chained(first: Relation, second: Relation) -> Terminology:
    """local a → shared J1 by `first`; other x → shared J1 by the inverse of `second`."""
    back = Mapping(Coding(OTHER.uri, "x"), second.inverse, Coding(SHARED.uri, "J1"), 0.5)
    return terminology(
        ONE,
        LOCALS,
        release(concept("x", "andet", kind=Kind.STATE), of=OTHER),
        maps=[
            ConceptMap("m1", "urn:m1", "1", (row("a", first, "J1", confidence=0.5),)),
            ConceptMap("m2", "urn:m2", "1", (back,)),
        ],
    )


positive = st.sampled_from([relation for relation in Relation if relation is not Relation.NONE])


@given(positive, positive)
def test_translation_composes_both_links_or_says_that_nothing_follows(
    first: Relation, second: Relation
) -> None:
    answer = Resolver(chained(first, second), "local", "other", OLD).resolve("a")
    follows = compose(first, second)

    if follows is None:
        assert (answer.outcome, answer.targets) == (Outcome.NO_MAP, ())
        assert "nothing follows" in answer.message
    else:
        assert [(target.code, target.relation) for target in answer.targets] == [("x", follows)]
        assert answer.targets[0].confidence == 0.25
        assert [step.map for step in answer.path] == ["m1", "m2"]


def test_exact_translation_there_and_back_is_the_identity() -> None:
    world = chained(Relation.EXACT, Relation.EXACT)
    there = Resolver(world, "local", "other", OLD).resolve("a").targets[0].code

    assert Resolver(world, "other", "local", OLD).resolve(there).targets[0].code == "a"


def test_two_relations_for_one_pair_are_a_conflict() -> None:
    rows = (row("a", Relation.EXACT, "J1"), row("a", Relation.BROAD, "J1"))
    world = terminology(ONE, LOCALS, maps=[ConceptMap("m", "urn:m", "1", rows)])

    answer = Resolver(world, "local", "shared", OLD).resolve("a")

    assert answer.outcome is Outcome.AMBIGUOUS
    assert "conflict: J1 is said to be broad and exact" in answer.message


@given(st.lists(st.sampled_from("abcdefghiz"), max_size=30))
def test_a_batch_answers_in_order_and_like_single_questions(codes: list[str]) -> None:
    answers = Resolver(WORLD, "local", "shared", NEW).resolve_all(codes)

    assert [answer.input for answer in answers] == codes
    assert answers == [ask(code) for code in codes]


def test_each_candidate_of_an_ambiguous_term_is_held_to_its_own_kind() -> None:
    both = release(
        concept("s", "Indkøb", kind=Kind.STATE),
        concept("t", "Indkøb", kind=Kind.INTERVENTION),
        of=LOCAL,
    )
    crossed = (row("s", Relation.EXACT, "H1"), row("t", Relation.EXACT, "J1"))
    world = terminology(ONE, both, maps=[ConceptMap("m", "urn:m", "1", crossed)])
    answer = Resolver(world, "local", "shared", OLD, terms=True).resolve("Indkøb")

    assert (answer.outcome, answer.targets) == (Outcome.NO_MAP, ())


def test_a_row_that_does_not_hold_on_the_day_is_told() -> None:
    ended = (row("a", Relation.EXACT, "J1", validity=Validity(None, date(2020, 1, 1)), number=7),)
    world = terminology(ONE, LOCALS, maps=[ConceptMap("m", "urn:m", "1", ended)])

    assert (
        "row 7 of m holds […, 2020-01-01) only"
        in Resolver(world, "local", "shared", OLD).resolve("a").message
    )


def test_a_deprecated_target_names_its_successor() -> None:
    world = terminology(
        release(
            concept("old", status=Status.DEPRECATED, replaced_by=("new",)),
            concept("new"),
        )
    )
    answer = Resolver(world, "colours", "colours", NEW).resolve("old")

    assert answer.outcome is Outcome.EXACT
    assert "old is deprecated: replaced by new" in answer.message


def test_a_source_read_outside_its_validity_is_told() -> None:
    """Once a local list of 2024 answered for 2023 without a word."""
    later = release(concept("a", kind=Kind.STATE), of=LOCAL, version="2024", start=date(2024, 1, 1))
    answer = Resolver(terminology(ONE, later, maps=[MAP]), "local", "shared", OLD).resolve("a")

    assert answer.outcome is Outcome.EXACT
    assert "no release of local covers 2023-07-01; 2024 was read" in answer.review


def test_a_target_renamed_since_the_map_was_made_is_left_to_look_at() -> None:
    answer = ask("a")

    assert answer.outcome is Outcome.EXACT
    assert "since the map was made: 1.0 → 2.0: renamed from 'Vask' to 'Vaske sig'" in answer.review


@pytest.mark.parametrize(
    ("when", "outcome", "codes"),
    [(OLD, Outcome.EXACT, {"J1"}), (NEW, Outcome.AMBIGUOUS, {"H1", "J1"})],
    ids=["before", "after"],
)
def test_a_term_that_named_a_state_and_names_an_intervention_is_ambiguous_from_then_on(
    when: When, outcome: Outcome, codes: set[str]
) -> None:
    """Once a designation on the wrong branch turned a former state into an intervention, exactly.

    Later the designation counted on days before it was published.
    """
    before = release(
        concept("J1", "Handle", kind=Kind.STATE),
        concept("H1", "Købe", kind=Kind.INTERVENTION),
        of=SHARED,
        start=OLD.day,
    )
    after = release(
        concept("J1", "Indkøb", kind=Kind.STATE),
        concept("H1", "Købe", kind=Kind.INTERVENTION, alternative="Handle"),
        of=SHARED,
        version="2",
        start=NEW.day,
    )
    world = terminology(before, after)

    both = Resolver(world, "shared", "shared", when, terms=True).resolve("Handle")
    state = Resolver(world, "shared", "shared", when, terms=True, kind=Kind.STATE).resolve("Handle")

    assert (both.outcome, {target.code for target in both.targets}) == (outcome, codes)
    assert (state.outcome, state.targets[0].code) == (Outcome.EXACT, "J1")


def test_rows_of_a_map_are_found_whatever_capitals_they_are_written_with() -> None:
    source, target = replace(LOCAL, case_sensitive=False), replace(SHARED, case_sensitive=None)
    rows = (Mapping(Coding(LOCAL.uri, "AKUT"), Relation.EXACT, Coding(SHARED.uri, "j1"), number=1),)
    world = terminology(
        release(concept("Akut"), concept("Planlagt"), of=source),
        release(concept("J1"), of=target),
        maps=(ConceptMap("local-shared", "urn:example:map", "1", rows),),
    )

    there = Resolver(world, "local", "shared", NEW).resolve("akut")
    back = Resolver(world, "shared", "local", NEW).resolve("J1")

    assert [(x.outcome, x.targets[0].code) for x in (there, back)] == [
        (Outcome.EXACT, "J1"),
        (Outcome.EXACT, "Akut"),
    ]
