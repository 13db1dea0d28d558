"""GraphQL over HTTP: what is taken, what is refused and how, and what is never shown."""

from __future__ import annotations

import logging
from time import sleep
from typing import Any
from urllib.parse import urlencode

import pytest
from graphql import get_introspection_query

from api.graphql import concept as concept_file
from api.graphql.execution.document import Documents
from api.graphql.execution.view import PATH
from api.graphql.mistake import CODES
from api.graphql.schema import graphql_schema, schema_text
from classification.terminology import Terminology
from tests.api.graphql_asking import STRICT, Service, colours, settings

NAMES = "{ schemes { name } }"
ANSWER = {"data": {"schemes": [{"name": "colours"}, {"name": "paints"}]}}


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(colours(), max_body_bytes=100_000)


def code_of(answer: Any) -> str:
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


# ---------------------------------------------------------------- what is taken


def test_post_and_get_give_the_same_answer(service: Service) -> None:
    posted = service.client.post(PATH, json={"query": NAMES})
    got = service.client.get(f"{PATH}?{urlencode({'query': NAMES})}")

    assert posted.json() == got.json() == ANSWER
    assert posted.status_code == got.status_code == 200


def test_get_takes_variables_and_the_name_of_an_operation(service: Service) -> None:
    query = "query A($name: String!) { scheme(name: $name) { ... on Scheme { uri } } } query B { schemes { name } }"
    parameters = {"query": query, "variables": '{"name": "colours"}', "operationName": "A"}

    assert service.client.get(PATH, params=parameters).json() == {
        "data": {"scheme": {"uri": "urn:example:colours"}}
    }


def test_null_for_variables_and_operation_is_as_if_absent(service: Service) -> None:
    sent = {"query": NAMES, "variables": None, "operationName": None, "extensions": {"any": 1}}

    assert service.client.post(PATH, json=sent).json() == ANSWER


ACCEPTS = {
    "nothing": ("", "application/json"),
    "anything": ("*/*", "application/json"),
    "json": ("application/json", "application/json"),
    "the strict one": ("application/graphql-response+json", "application/graphql-response+json"),
    "both": ("application/graphql-response+json, application/json", "application/graphql-response+json"),
    "both, json rather": ("application/graphql-response+json;q=0.5, application/json", "application/json"),
    "a browser": ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
}


@pytest.mark.parametrize(("accept", "media"), ACCEPTS.values(), ids=ACCEPTS)
def test_the_caller_picks_the_media_type(service: Service, accept: str, media: str) -> None:
    answer = service.client.post(PATH, json={"query": NAMES}, headers={"accept": accept})

    assert answer.headers["content-type"] == f"{media}; charset=utf-8"


@pytest.mark.parametrize(
    "kind", ["application/json; charset=UTF-8", "Application/JSON", 'application/json;charset="utf-8"']
)
def test_json_may_be_written_in_several_ways(service: Service, kind: str) -> None:
    body = '{"query": "{ schemes { name } }"}'

    assert service.client.post(PATH, content=body, headers={"content-type": kind}).json() == ANSWER


def test_a_body_in_pieces_is_put_together(service: Service) -> None:
    def pieces() -> Any:
        yield b'{"query": '
        yield b'"{ schemes { name } }"}'

    assert (
        service.client.post(PATH, content=pieces(), headers={"content-type": "application/json"}).json()
        == ANSWER
    )


def test_the_schema_is_served_as_text(service: Service) -> None:
    assert service.client.get(f"{PATH}/schema.graphql").text == schema_text()


def test_tools_can_introspect_within_the_limits(service: Service) -> None:
    found = service.ask(get_introspection_query(descriptions=True, input_value_deprecation=True))

    assert "Concept" in {of["name"] for of in found["types"]}


# ---------------------------------------------------------------- what is refused

JSON = "application/json"
BODIES: dict[str, tuple[bytes, str, int, str]] = {
    "no JSON": (b"{", JSON, 400, "MALFORMED_JSON"),
    "nothing": (b"", JSON, 400, "MALFORMED_JSON"),
    "not UTF-8": (b'{"query": "\xff"}', JSON, 400, "MALFORMED_JSON"),
    "an array": (b'[{"query": "{ schemes { name } }"}]', JSON, 400, "BATCHING_NOT_SUPPORTED"),
    "a text": (b'"{ schemes { name } }"', JSON, 400, "MALFORMED_REQUEST"),
    "no query": (b"{}", JSON, 400, "MALFORMED_REQUEST"),
    "a number for a query": (b'{"query": 1}', JSON, 400, "MALFORMED_REQUEST"),
    "a list of variables": (b'{"query": "{ a }", "variables": []}', JSON, 400, "MALFORMED_REQUEST"),
    "a number for an operation": (b'{"query": "{ a }", "operationName": 1}', JSON, 400, "MALFORMED_REQUEST"),
    "another type": (b"{ schemes { name } }", "application/graphql", 415, "UNSUPPORTED_MEDIA_TYPE"),
    "another charset": (b"{}", "application/json; charset=latin-1", 415, "UNSUPPORTED_MEDIA_TYPE"),
    "a form": (b"query=%7B%7D", "application/x-www-form-urlencoded", 415, "UNSUPPORTED_MEDIA_TYPE"),
    "too much": (b" " * 100_001, JSON, 413, "BODY_TOO_LARGE"),
}


@pytest.mark.parametrize(("body", "kind", "status", "code"), BODIES.values(), ids=BODIES)
def test_what_cannot_be_read_is_refused(
    service: Service, body: bytes, kind: str, status: int, code: str
) -> None:
    answer = service.client.post(PATH, content=body, headers={"content-type": kind})

    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize("kind", [JSON, "application/xml", "application/fhir+xml; charset=utf-8", "text/xml"])
@pytest.mark.parametrize("before", ["", "\ufeff", '<?xml version="1.0"?>\n'])
def test_a_payload_of_xml_is_told_what_the_service_takes(service: Service, kind: str, before: str) -> None:
    """It was "unexpected character: line 1 column 1"."""
    answer = service.client.post(
        PATH, content=f"{before}<Condition/>".encode(), headers={"content-type": kind}
    )

    (error,) = answer.json()["errors"]
    assert answer.status_code == (400 if kind == JSON else 415)
    assert '{"query": "…", "variables": {…}}' in error["message"]
    assert "`validate` are JSON too" in error["message"]


def test_a_body_of_unknown_length_is_cut_off_at_the_limit(service: Service) -> None:
    sent = (b" " * 60_000 for _ in range(2))

    answer = service.client.post(PATH, content=sent, headers={"content-type": JSON})

    assert (answer.status_code, code_of(answer)) == (413, "BODY_TOO_LARGE")


def test_variables_in_the_address_must_be_json(service: Service) -> None:
    answer = service.client.get(PATH, params={"query": NAMES, "variables": "{"})

    assert (answer.status_code, code_of(answer)) == (400, "MALFORMED_JSON")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_there_are(service: Service, method: str) -> None:
    answer = service.client.request(method, PATH)

    assert (answer.status_code, code_of(answer), answer.headers["allow"]) == (
        405,
        "METHOD_NOT_ALLOWED",
        "GET, POST",
    )


def test_who_takes_neither_media_type_gets_none(service: Service) -> None:
    answer = service.client.post(PATH, json={"query": NAMES}, headers={"accept": "text/html"})

    assert (answer.status_code, code_of(answer)) == (406, "NOT_ACCEPTABLE")


QUERIES: dict[str, tuple[str, str]] = {
    "no GraphQL": ("{ schemes { name }", "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
    "a missing argument": ("{ scheme { __typename } }", "GRAPHQL_VALIDATION_FAILED"),
    "no such day": (
        '{ releases(scheme: "colours", knownAt: "soon") { __typename } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a day that is none": ('{ maps(asOf: "2025-02-30") { totalCount } }', "GRAPHQL_VALIDATION_FAILED"),
    "an unknown kind": (
        '{ concepts(scheme: "colours", kind: STAGE) { __typename } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "a mutation": ("mutation { schemes { name } }", "OPERATION_RESOLUTION_FAILURE"),
    "no operation": ("fragment F on Scheme { name }", "GRAPHQL_VALIDATION_FAILED"),
    "two operations, no name": (
        "query A { schemes { name } } query B { schemes { uri } }",
        "OPERATION_RESOLUTION_FAILURE",
    ),
    "too deep": (
        '{ concept(scheme: "colours", code: "R") { ... on Concept '
        + "{ broader " * 15
        + "{ key }"
        + "}" * 16
        + "}",
        "TOO_DEEP",
    ),
    "deep without end": ("{ a " * 3000, "GRAPHQL_PARSE_FAILED"),
    "many fragments in each other": (
        '{ concept(scheme: "colours", code: "R") { ...f0 } }'
        + "".join(f" fragment f{i} on Concept {{ ...f{i + 1} }}" for i in range(500))
        + " fragment f500 on Concept { key }",
        "TOO_DEEP",
    ),
    "many aliases": (
        "{" + " ".join(f"a{i}: schemes {{ name }}" for i in range(51)) + "}",
        "TOO_MANY_ALIASES",
    ),
    "one field many times": ("{" + "schemes { name } " * 251 + "}", "TOO_MANY_REPEATS"),
    "many tokens": ("{ schemes { " + "name " * 5000 + "} }", "TOO_MANY_TOKENS"),
    "pages of pages": (
        '{ concepts(scheme: "colours", first: 1000) { ... on ConceptConnection { nodes { descendants(first: 1000) '
        "{ nodes { key } } } } } }",
        "TOO_COSTLY",
    ),
    "fragments that multiply": (
        '{ concept(scheme: "colours", code: "R") { ...f0 } }'
        + "".join(
            f" fragment f{i} on Concept {{ broader {{ {next_one} }} path {{ {next_one} }} ancestors {{ {next_one} }} }}"
            for i in range(12)
            for next_one in [f"...f{i + 1}"]
        )
        + " fragment f12 on Concept { key }",
        "TOO_COSTLY",
    ),
}


@pytest.mark.parametrize(("query", "code"), QUERIES.values(), ids=QUERIES)
def test_a_question_that_cannot_be_asked_is_refused(service: Service, query: str, code: str) -> None:
    strict = service.client.post(PATH, json={"query": query}, headers=STRICT)
    plain = service.client.post(PATH, json={"query": query})

    assert (strict.status_code, plain.status_code) == (400, 200)
    assert strict.json()["errors"][0]["extensions"]["code"] == code
    assert "data" not in strict.json()


def test_an_unknown_operation_is_told_the_known_ones(service: Service) -> None:
    sent = {"query": "query A { schemes { name } } query B { schemes { uri } }", "operationName": "C"}

    (error,) = service.client.post(PATH, json=sent).json()["errors"]

    assert error["message"] == "unknown operation 'C'; known: A, B"


@pytest.mark.parametrize("given", [None, 1, ["R", 1], [None]])
def test_a_variable_of_the_wrong_type_is_refused(service: Service, given: Any) -> None:
    query = 'query ($codes: [String!]!) { resolve(inputs: $codes, system: "colours", to: "colours") { __typename } }'

    answer = service.answer(query, codes=given)

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}


def test_one_value_stands_for_a_list_of_one(service: Service) -> None:
    query = (
        'query ($codes: [String!]!) { resolve(inputs: $codes, system: "colours", to: "colours") '
        "{ ... on Resolutions { answers { outcome } } } }"
    )

    assert service.ask(query, codes="R") == {"answers": [{"outcome": "EXACT"}]}


def test_the_cost_counts_what_variables_ask_for(service: Service) -> None:
    query = (
        'query ($first: Int) { concepts(scheme: "colours", first: $first) '
        "{ ... on ConceptConnection { nodes { descendants(first: $first) { nodes { key } } } } } }"
    )

    assert "errors" not in service.answer(query, first=20)
    assert service.code(query, first=1000) == "TOO_COSTLY"


def test_every_code_that_is_given_stands_in_the_table() -> None:
    given = {code for *_, code in BODIES.values()} | {code for _, code in QUERIES.values()}

    assert given <= set(CODES)


# ---------------------------------------------------------------- time, and what goes wrong


def test_an_answer_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*_: Any) -> list[int]:
        sleep(0.3)
        return [0, 1, 2]

    monkeypatch.setattr(concept_file, "narrowed", slowly)
    service = Service(colours(), timeout_seconds=0.1)
    sent = {
        "query": '{ concepts(scheme: "colours") { ... on ConceptConnection { nodes { broader { key } } } } }'
    }

    answer = service.client.post(PATH, json=sent)

    assert (answer.status_code, code_of(answer)) == (503, "TIMEOUT")


def test_a_heavy_question_is_answered_in_a_thread_and_given_up_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(*_: Any) -> list[int]:
        sleep(0.3)
        return [0, 1, 2]

    monkeypatch.setattr(concept_file, "narrowed", slowly)
    service = Service(colours(), timeout_seconds=0.1)
    query = (
        '{ concepts(scheme: "colours", first: 1000) '
        "{ ... on ConceptConnection { nodes { path { path { key } } } } } }"
    )

    answer = service.client.post(PATH, json={"query": query})

    assert (answer.status_code, code_of(answer)) == (503, "TIMEOUT")


def test_what_goes_wrong_inside_is_masked_and_logged(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> list[int]:
        raise RuntimeError("secret")

    monkeypatch.setattr(concept_file, "narrowed", broken)

    with caplog.at_level(logging.ERROR):
        answer = Service(colours()).answer('{ concepts(scheme: "colours") { __typename } }')

    (error,) = answer["errors"]
    assert error["message"] == "internal error"
    assert error["extensions"]["code"] == "INTERNAL_ERROR"
    assert error["extensions"]["correlationId"] in caplog.text
    assert "secret" in caplog.text
    assert "secret" not in str(answer)


def test_a_terminology_that_cannot_be_had_is_masked_too(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Terminology:
        raise RuntimeError("secret")

    answer = Service(broken).client.post(PATH, json={"query": NAMES})

    assert (answer.status_code, code_of(answer)) == (500, "INTERNAL_ERROR")
    assert "secret" not in answer.text


def test_each_question_is_asked_of_the_terminology_of_the_moment() -> None:
    """What was remembered of one terminology is not told of the next."""
    current = [colours(), Terminology()]
    service = Service(lambda: current[0])
    question = '{ resolve(inputs: ["R"], system: "colours", to: "colours") { __typename } }'

    before = service.ask(question)
    current.pop(0)
    after = service.ask(question)

    assert (before["__typename"], after["__typename"]) == ("Resolutions", "UnknownName")


# ---------------------------------------------------------------- documents that are kept


def test_only_so_many_documents_are_kept() -> None:
    documents = Documents(graphql_schema(), settings(document_cache=3))

    kept = [documents.get(f"{{ a{i}: schemes {{ name }} }}") for i in range(10)]

    assert 0 < len(documents) <= 3
    assert documents.get("{ a9: schemes { name } }") is kept[9]
    assert documents.get("{ a0: schemes { name } }") is not kept[0]


def test_a_document_padded_with_comments_is_not_kept() -> None:
    documents = Documents(graphql_schema(), settings())

    documents.get("#" * 50_000 + "\n{ schemes { name } }")

    assert len(documents) == 0
