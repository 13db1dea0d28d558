"""Doubles paired, kinds and groupings given, by rules that are data."""

import pytest

from classification.concept import Concept, Kind, NotationRole, Status
from classification.errors import InvalidContent
from classification.recipe import PairingRule, Recipe, apply_recipe, pair_trees
from classification.record import replace
from tests.classification.worlds import concept
from tests.counted import within

ROOT, LEAF, OTHER = (f"{n}0000000-0000-4000-8000-000000000000" for n in "123")
TREES = (
    concept(ROOT, "Tilstande"),
    concept(LEAF, "Vaske sig", ROOT),
    concept(OTHER, "Gå", ROOT),
    concept("J", "Tilstande"),
    concept("J1", "Vaske sig", "J"),
    concept("J2", "Gå", "J"),
)


def changed(code: str, **facts: object) -> list[Concept]:
    return [replace(c, **facts) if c.code == code else c for c in TREES]


def test_two_parallel_trees_become_one_concept_with_two_notations() -> None:
    paired = pair_trees(TREES)

    assert [c.codes for c in paired] == [(ROOT, "J"), (LEAF, "J1"), (OTHER, "J2")]
    assert paired[1].notations[1].role is NotationRole.LEGACY
    assert paired[1].broader == (ROOT,)


def test_a_single_tree_is_taken_as_it_is() -> None:
    assert pair_trees(TREES[:3]) == TREES[:3]
    assert pair_trees(TREES[3:]) == TREES[3:]


@pytest.mark.parametrize(
    ("concepts", "difference"),
    [
        (changed("J1", labels=concept("x", "Bade").labels), "'Vaske sig' against 'Bade'"),
        (list(TREES[:5]), "2 against 1"),
        ([*TREES, concept("K", "Andet")], "1 top concepts have a UUID and 2 a key"),
        ([*TREES[3:], *TREES[:3]], "two halves"),
    ],
    ids=["label", "missing-twin", "odd-root", "order"],
)
def test_trees_that_do_not_pair_are_refused_with_the_first_difference(
    concepts: list[Concept], difference: str
) -> None:
    with pytest.raises(InvalidContent, match=difference) as refused:
        pair_trees(concepts)

    assert [finding.rule for finding in refused.value.findings] == ["SPC12"]


@pytest.mark.parametrize(
    "concepts",
    [
        [replace(c, labels=concept("x", f"{c.term()} ").labels) if c.code == ROOT else c for c in TREES],
        [
            replace(c, labels=concept("x", f"Ny {c.term()}").labels) if c.code.startswith("J") else c
            for c in TREES
        ],
        [
            *(replace(c, labels=concept("x", "Andet").labels) if c.code == ROOT else c for c in TREES),
            concept("K", "Z"),
        ],
    ],
    ids=["blank-on-the-root", "one-tree-renamed", "root-renamed-and-a-root-more"],
)
def test_doubles_are_recognised_though_their_tops_differ(concepts: list[Concept]) -> None:
    """Once a blank on the top concepts was enough for every concept to come in twice."""
    with pytest.raises(InvalidContent):
        pair_trees(concepts)


def test_trees_of_uuids_and_of_keys_that_share_little_are_no_doubles() -> None:
    mixed = (
        *TREES[:3],
        concept("A", "Henvendelse"),
        concept("A1", "Borger", "A"),
        concept("K", "Gå", "A"),
        concept("B", "Skala"),
    )

    assert pair_trees(mixed) == mixed


def test_a_recipe_gives_kinds_groupings_and_values() -> None:
    recipe = Recipe(
        "s",
        pairing=PairingRule.PARALLEL_TREES,
        kind=Kind.OTHER,
        kinds=(("J", Kind.STATE), ("J2", Kind.QUALIFIER)),
        inner_groupings=True,
        groupings=frozenset({"J1"}),
        ordinals=(("J2", 3.0),),
    )

    root, leaf, other = apply_recipe(recipe, TREES)

    assert [root.kind, leaf.kind, other.kind] == [Kind.STATE, Kind.STATE, Kind.QUALIFIER]
    assert [root.status, leaf.status, other.status] == [Status.GROUPING, Status.GROUPING, Status.ACTIVE]
    assert [leaf.ordinal, other.ordinal] == [None, 3.0]


def test_a_selectable_inner_concept_is_no_grouping() -> None:
    recipe = Recipe("s", inner_groupings=True, selectable=frozenset({"J"}))

    assert apply_recipe(recipe, TREES[3:])[0].status is Status.ACTIVE


def test_the_nearest_kind_above_wins_and_of_equally_near_ones_the_first_parent() -> None:
    recipe = Recipe("s", kinds=(("A", Kind.STATE), ("B", Kind.SERVICE), ("C", Kind.THEME)))
    above = (concept("A"), concept("B", broader="A"), concept("C"), concept("N"))
    asked = (
        concept("x", broader=("N", "C", "B")),
        concept("y", broader=("N", "x")),
        concept("z", broader="N"),
    )

    made = apply_recipe(recipe, (*above, *asked))

    assert [one.kind for one in made[4:]] == [Kind.THEME, Kind.THEME, Kind.OTHER]


def test_a_long_chain_takes_no_longer_than_its_length() -> None:
    """Each concept climbed to the top by itself: 5,000 in one chain took half a minute."""
    chain = [concept("C0"), *(concept(f"C{n}", broader=f"C{n - 1}") for n in range(1, 5_000))]
    recipe = Recipe("s", kinds=(("C0", Kind.STATE),))

    made = within(200 * len(chain), lambda: apply_recipe(recipe, chain))

    assert {one.kind for one in made} == {Kind.STATE}


def test_work_that_does_not_end_is_stopped() -> None:
    with pytest.raises(AssertionError, match="more than 1000 lines"):
        within(1_000, lambda: [str(n) for n in iter(int, 1) if abs(n) >= 0])
