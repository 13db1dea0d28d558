"""Pages: they make up the whole, their cursors hold to what they were given for, and they have a cap."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.graphql.paging import cursor, mark_of, position
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.terminology import Terminology
from tests.api.graphql_asking import Service, colours
from tests.classification.worlds import COLOURS, concept, part, release, terminology, value_set

COUNT = 23


def many(version: str = "1", extra: str = "") -> Terminology:
    """A scheme of 23 concepts below one, a value set of all, a map of all."""
    below = [concept(f"c{i:02}", f"Blå {i}{extra}", "top") for i in range(COUNT - 1)]
    rows = tuple(
        Mapping(Coding("urn:x", str(i)), Relation.CLOSE, Coding(COLOURS.uri, f"c{i:02}"), number=i + 1)
        for i in range(COUNT)
    )
    return terminology(
        release(concept("top", "Blå"), *below, version=version),
        value_sets=[value_set(part(), name="all")],
        maps=[ConceptMap("x", "urn:x:map", "1", rows)],
    )


SERVICE = Service(many())
PAGE = (
    "nodes { %s } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor } totalCount"
)
# Each list: the question with its page, and a field that tells the entries apart.
LISTS: dict[str, tuple[str, str]] = {
    "concepts": ('concepts(scheme: "colours", PAGE) { ... on ConceptConnection { BODY } }', "code"),
    "search": (
        'search(text: "blå", scheme: "colours", PAGE) { ... on SearchHitConnection { BODY } }',
        "label",
    ),
    "valueSets": ("valueSets(PAGE) { BODY }", "name"),
    "maps": ("maps(PAGE) { BODY }", "name"),
}
NESTED: dict[str, tuple[str, str]] = {
    "narrower": (
        'concept(scheme: "colours", code: "top") { ... on Concept { list: narrower(PAGE) { BODY } } }',
        "code",
    ),
    "descendants": (
        'concept(scheme: "colours", code: "top") { ... on Concept { list: descendants(PAGE) { BODY } } }',
        "code",
    ),
    "siblings": (
        'concept(scheme: "colours", code: "c03") { ... on Concept { list: siblings(PAGE) { BODY } } }',
        "code",
    ),
    "members": ('valueSet(name: "all") { ... on ValueSet { list: members(PAGE) { BODY } } }', "code"),
    "mappings": ('map(name: "x") { ... on ConceptMap { list: mappings(PAGE) { BODY } } }', "number"),
}
ALL = LISTS | NESTED


def page(name: str, first: int | None = None, after: str | None = None, service: Service = SERVICE) -> Any:
    question, field = ALL[name]
    body = question.replace("PAGE", "first: $first, after: $after").replace("BODY", PAGE % field)
    found = service.ask(f"query ($first: Int, $after: String) {{ {body} }}", first=first, after=after)
    return found["list"] if name in NESTED else found


def entries(name: str, found: Any) -> list[Any]:
    return [node[ALL[name][1]] for node in found["nodes"]]


@given(name=st.sampled_from(sorted(ALL)), first=st.integers(1, 30))
def test_the_pages_together_are_the_whole(name: str, first: int) -> None:
    whole = page(name, first=1000)

    pages = [page(name, first)]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(page(name, first, pages[-1]["pageInfo"]["endCursor"]))

    assert [entry for one in pages for entry in entries(name, one)] == entries(name, whole)
    assert {one["totalCount"] for one in pages} == {len(whole["nodes"])}
    assert [one["pageInfo"]["hasPreviousPage"] for one in pages] == [False] + [True] * (len(pages) - 1)
    assert all(len(one["nodes"]) == first for one in pages[:-1])


@pytest.mark.parametrize("name", ALL)
def test_a_page_may_begin_after_any_entry(name: str) -> None:
    whole = page(name, first=1000)

    for at, edge in enumerate(whole["edges"]):
        rest = page(name, 1000, edge["cursor"])
        assert entries(name, rest) == entries(name, whole)[at + 1 :]


@pytest.mark.parametrize("name", ALL)
def test_a_page_of_none_still_counts(name: str) -> None:
    found = page(name, first=0)

    assert found["nodes"] == []
    assert found["totalCount"] == len(page(name, first=1000)["nodes"])
    assert found["pageInfo"] == {
        "hasNextPage": found["totalCount"] > 0,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


def test_a_page_has_its_usual_size_when_none_is_asked() -> None:
    service = Service(many(), page_default=5)

    assert len(page("concepts", service=service)["nodes"]) == 5


FIRST = '{ concepts(scheme: "colours", first: %s) { __typename } }'
AFTER = 'query ($after: String) { concepts(scheme: "colours", after: $after) { __typename } }'


def test_a_page_above_the_cap_is_refused_and_told_the_cap() -> None:
    (error,) = SERVICE.answer(FIRST % 1001)["errors"]

    assert error["message"] == "first 1001 is above the cap of 1000 entries; page with after"
    assert error["extensions"] == {"code": "PAGE_TOO_LARGE", "cap": 1000}


def test_a_page_of_less_than_none_is_refused() -> None:
    assert SERVICE.code(FIRST % -1) == "INVALID_REQUEST"


@pytest.mark.parametrize(
    "after", ["", "x", "æ", "MTIz", cursor("0" * 12, 3)[:-1] + "*", cursor("0" * 12, -3)]
)
def test_what_is_no_cursor_is_refused(after: str) -> None:
    assert SERVICE.code(AFTER, after=after) == "INVALID_CURSOR"


def test_a_cursor_stays_good_while_its_release_is_held() -> None:
    """Another release of the same content has the same digest: who pages through it does not notice."""
    held = page("concepts", 5)["pageInfo"]["endCursor"]

    republished = Service(many(version="2"))

    assert entries("concepts", page("concepts", 5, held, republished)) == entries(
        "concepts", page("concepts", 5, held)
    )


def test_a_cursor_of_another_release_is_refused() -> None:
    held = page("concepts", 5)["pageInfo"]["endCursor"]

    (error,) = Service(many(extra="!")).answer(AFTER, after=held)["errors"]

    assert error["extensions"]["code"] == "INVALID_CURSOR"
    assert "a cursor of another release or question" in error["message"]


def test_a_cursor_of_another_question_is_refused() -> None:
    held = page("search", 5)["pageInfo"]["endCursor"]
    query = 'query ($after: String) { search(text: "rød", scheme: "colours", after: $after) { __typename } }'

    assert SERVICE.code(query, after=held) == "INVALID_CURSOR"


@given(st.integers(0, 10**9), st.lists(st.text(max_size=5), max_size=3))
def test_a_cursor_gives_its_position_back(at: int, of: list[str]) -> None:
    mark = mark_of(*of)

    assert position(cursor(mark, at), mark) == at


def test_every_page_names_the_releases_it_comes_from() -> None:
    question = (
        '{ concepts(scheme: "colours", release: "1.0.0") '
        "{ ... on ConceptConnection { releases { name version } } } }"
    )

    assert Service(colours()).ask(question) == {"releases": [{"name": "colours", "version": "1.0.0"}]}
