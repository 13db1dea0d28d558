"""Supplements over GraphQL: switched on by name, in what the question asks and in all that stands inside."""

from __future__ import annotations

from typing import Any, Final

import pytest

from tests.api.graphql_asking import Service, supplemented_colours


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(supplemented_colours())


CONCEPT: Final = """query ($scheme: String!, $supplements: [String!]) {
  concept(scheme: $scheme, code: "R", supplements: $supplements) {
    ... on Concept {
      term
      danish: term(language: "da")
      labels { text language }
      properties { name value }
      broader { term }
      siblings { nodes { term } }
      lineage { concepts { term } }
      release { version digest concepts { nodes { term } } }
    }
    ... on UnknownName { what name known message }
  }
}"""


def asked(service: Service, *supplements: str, of: str = "colours") -> Any:
    return service.ask(CONCEPT, scheme=of, supplements=list(supplements))


@pytest.mark.parametrize("name", ["english", "urn:example:english"])
def test_a_concept_has_what_a_supplement_says_and_its_language_first(service: Service, name: str) -> None:
    plain, found = asked(service), asked(service, name)

    assert (plain["term"], found["term"], found["danish"]) == ("Rød", "Red", "Rød")
    assert {"text": "Red", "language": "en"} in found["labels"]
    assert found["properties"] == [{"name": "english", "value": "red"}]
    assert [one["term"] for one in found["broader"]] == ["Colours"]
    assert [one["concepts"][0]["term"] for one in found["lineage"]] == ["Red", "Red"]
    assert found["release"]["concepts"]["nodes"][1]["term"] == "Red"
    assert found["release"]["digest"] == plain["release"]["digest"]


def test_who_does_not_ask_gets_none_also_afterwards(service: Service) -> None:
    before = asked(service)
    asked(service, "english")

    assert asked(service) == before == service.ask(CONCEPT, scheme="colours")


def test_a_name_that_nothing_bears_has_near_ones(service: Service) -> None:
    found = asked(service, "englsh")

    assert (found["what"], found["name"]) == ("scheme", "englsh")
    assert "english" in found["known"]


@pytest.mark.parametrize(
    ("supplement", "said"),
    [
        ("paints", "paints is no supplement"),
        ("gloss", "gloss adds to paints and not to colours"),
    ],
)
def test_what_adds_nothing_to_the_classification_is_told(
    service: Service, supplement: str, said: str
) -> None:
    answer = service.answer(CONCEPT, scheme="colours", supplements=[supplement])

    (error,) = answer["errors"]
    assert (error["extensions"]["code"], error["message"]) == ("INVALID_REQUEST", said)


SEARCH: Final = """query ($supplements: [String!], $scheme: String, $after: String) {
  search(text: "red", scheme: $scheme, first: 1, after: $after, supplements: $supplements) {
    ... on SearchHitConnection {
      nodes { label concept { key term } } pageInfo { endCursor }
    }
  }
}"""


def test_a_search_finds_its_names(service: Service) -> None:
    (hit,) = service.ask(SEARCH, scheme="colours", supplements=["english"])["nodes"]

    assert hit == {"label": "Red", "concept": {"key": "R", "term": "Red"}}
    answer = service.answer(SEARCH, scheme="colours", supplements=["gloss"])
    assert answer["errors"][0]["message"] == "gloss adds to paints and not to colours"


def test_a_page_with_a_supplement_does_not_go_on_without_it(service: Service) -> None:
    cursor = service.ask(SEARCH, supplements=["english"])["pageInfo"]["endCursor"]

    assert service.code(SEARCH, after=cursor) == "INVALID_CURSOR"
    assert service.ask(SEARCH, after=cursor, supplements=["english"]) is not None


MEMBERS: Final = """query ($supplements: [String!], $text: String!) {
  valueSet(name: "blues", supplements: $supplements) {
    ... on ValueSet { members(text: $text) { nodes { term concept { term } } } }
  }
}"""


def test_the_members_of_a_value_set_have_its_names(service: Service) -> None:
    found = service.ask(MEMBERS, supplements=["english"], text="nav")["members"]["nodes"]

    assert found == [{"term": "Navy", "concept": {"term": "Navy"}}]
    assert service.ask(MEMBERS, text="nav")["members"]["nodes"] == []
    answer = service.answer(MEMBERS, supplements=["gloss"], text="")
    assert answer["errors"][0]["message"] == "gloss adds to paints and not to colours"


def test_what_stands_inside_an_answer_is_asked_with_it_too(service: Service) -> None:
    query = """query ($supplements: [String!]) {
      concept(scheme: "colours", code: "B", supplements: $supplements) {
        ... on Concept {
          valueSets { name members { nodes { term } } }
          scheme { release { ... on Release { roots { nodes { term } } } } }
        }
      }
    }"""

    plain, found = service.ask(query), service.ask(query, supplements=["english"])

    assert (
        [one["name"] for one in found["valueSets"]]
        == [one["name"] for one in plain["valueSets"]]
        == ["blues"]
    )
    assert {"term": "Navy"} in found["valueSets"][0]["members"]["nodes"]
    assert found["scheme"]["release"]["roots"]["nodes"] == [{"term": "Colours"}]


def test_each_supplement_costs_as_much_as_its_releases(service: Service) -> None:
    query = '{ concept(scheme: "colours", code: "R", supplements: [%s]) { __typename } }'

    answer = service.answer(query % ", ".join(['"english"'] * 11))

    assert answer["errors"][0]["extensions"]["code"] == "TOO_COSTLY"
