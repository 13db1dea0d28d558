"""Relations composed, inverted, written and read."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.concept_map import (
    Coding,
    ConceptMap,
    Mapping,
    Relation,
    compose,
    map_from_json,
    map_to_json,
)

EXACT, CLOSE, BROAD, NARROW, RELATED, NONE = Relation
POSITIVE = [relation for relation in Relation if relation is not NONE]

TABLE: dict[Relation, list[Relation | None]] = {
    EXACT: [EXACT, CLOSE, BROAD, NARROW, RELATED],
    CLOSE: [CLOSE, None, None, None, None],
    BROAD: [BROAD, None, BROAD, None, None],
    NARROW: [NARROW, None, None, NARROW, None],
    RELATED: [RELATED, None, None, None, None],
}

relations = st.sampled_from(POSITIVE)
codings = st.builds(Coding, st.sampled_from(["urn:a", "urn:b"]), st.text("abc", min_size=1), st.text("xyz"))
mappings = st.builds(Mapping, codings, relations, codings, st.none() | st.floats(0, 1))


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [(row, column, TABLE[row][i]) for row in POSITIVE for i, column in enumerate(POSITIVE)],
)
def test_every_pair_of_relations_composes_as_the_table_says(
    first: Relation, second: Relation, result: Relation | None
) -> None:
    assert compose(first, second) is result


@pytest.mark.parametrize("relation", Relation)
def test_no_counterpart_ends_a_chain(relation: Relation) -> None:
    assert compose(relation, NONE) is None
    assert compose(NONE, relation) is None


def test_composition_is_associative() -> None:
    def chain(*relations: Relation | None) -> Relation | None:
        result: Relation | None = EXACT
        for relation in relations:
            result = compose(result, relation) if result and relation else None
        return result

    for a, b, c in product(POSITIVE, repeat=3):
        assert chain(chain(a, b), c) is chain(a, chain(b, c))


@given(relations, relations)
def test_a_chain_read_backwards_is_the_inverse(first: Relation, second: Relation) -> None:
    forth = compose(first, second)
    assert compose(second.inverse, first.inverse) is (forth.inverse if forth else None)


@given(mappings)
def test_inverting_twice_gives_the_same_statement(mapping: Mapping) -> None:
    twice = mapping.inverted().inverted()
    assert (twice.source, twice.relation, twice.target) == (mapping.source, mapping.relation, mapping.target)
    assert mapping.inverted().justification == "MappingInversion"


@given(st.lists(mappings))
def test_a_map_is_read_as_it_was_written(rows: list[Mapping]) -> None:
    concept_map = ConceptMap(
        "m", "urn:m", "1", tuple(rows), title=(("da", "Kort"),), target_releases=(("urn:b", "2"),)
    )
    assert map_from_json(map_to_json(concept_map)) == concept_map


def test_a_row_without_counterpart_is_not_inverted() -> None:
    row = Mapping(Coding("urn:a", "1"), NONE, Coding("urn:b", ""))
    concept_map = ConceptMap("m", "urn:m", "1", (row,))
    assert concept_map.inverted().mappings == ()
    assert concept_map.by_target == {}
