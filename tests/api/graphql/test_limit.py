"""Limits over GraphQL: what a question costs, how long a text may be, and what is said above a limit."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.graphql.execution.limit import ONCE, Cost, Size
from api.graphql.execution.size import check_size
from api.graphql.execution.view import PATH, GraphQLEndpoint, graphql_routes
from api.graphql.mistake import Mistake
from api.graphql.text import LONGEST_TEXT
from api.web import DRAINED_BODIES, Shield
from api.work import Busy, Workshop
from classification.changes.change import Diff
from classification.changes.release_notes import as_markdown
from classification.text import shown
from tests.api.graphql_asking import TODAY, Service, colours, settings

WORLD: Final = colours()
SERVICE: Final = Service(WORLD)


def error_of(query: str, /, **variables: Any) -> dict[str, Any]:
    (error,) = SERVICE.answer(query, **variables)["errors"]
    found: dict[str, Any] = error
    return found


# ---------------------------------------------------------------- cost

RICH: Final = (
    'query ($inputs: [String!]!) { resolve(inputs: $inputs, system: "paints", to: "colours") { ... on Resolutions { '
    "answers { input outcome form message review source { system code term } releases { name version } "
    "targets { scheme system code notation term relation confidence kind status path { kind text map row note } } "
    "path { kind text map version row relation note } } releases { name version } } } }"
)


def test_ten_thousand_inputs_may_be_asked_in_every_field() -> None:
    """The cap of inputs could not be reached: with all fields 10,000 of them cost 140,001, the limit being 100,000."""
    found = SERVICE.ask(RICH, inputs=["01", "02", "03", "04"] * 2_500)

    assert len(found["answers"]) == 10_000


def test_a_small_limit_of_the_cost_holds_for_small_questions() -> None:
    """What is answered with being made ready was not held to a limit below a hundred."""
    service = Service(WORLD, max_cost=10)

    for _ in range(2):  # its document unknown, and known
        assert service.code("{ schemes { name } }") == "TOO_COSTLY"
    assert "errors" not in service.answer('{ scheme(name: "colours") { ... on Scheme { name } } }')


@pytest.mark.parametrize("count", [10_001, 50_000])
def test_above_the_cap_of_inputs_the_cap_is_told(count: int) -> None:
    """A batch above the cap was told its cost, which helps nobody to split it."""
    assert error_of(RICH, inputs=["01"] * count)["extensions"] == {"code": "BATCH_TOO_LARGE", "cap": 10_000}


def test_above_the_cap_of_a_page_the_cap_is_told() -> None:
    """`first: 2147483647` was told its cost instead of the cap."""
    query = (
        '{ concepts(scheme: "colours", first: 2147483647) { ... on ConceptConnection { nodes { key } } } }'
    )

    assert error_of(query)["extensions"] == {"code": "PAGE_TOO_LARGE", "cap": 1_000}


def test_a_page_size_that_is_left_out_costs_the_usual_page() -> None:
    """A variable for `first` that was not given counted as no entries: pages of pages of pages were free."""
    query = (
        'query ($first: Int) { concepts(scheme: "colours", first: $first) { ... on ConceptConnection { nodes { '
        "descendants(first: $first) { nodes { descendants(first: $first) { nodes { descendants(first: $first) "
        "{ nodes { key } } } } } } } } } }"
    )

    assert SERVICE.code(query) == "TOO_COSTLY"
    assert SERVICE.code(query, first=None) == "TOO_COSTLY"
    assert "errors" not in SERVICE.answer(query, first=2)


def test_whole_differences_cannot_be_asked_by_the_dozen() -> None:
    """Fifty aliases of whole differences passed the limit: 15 MB, and nobody else was answered for 4.6 seconds."""
    one = 'diff(scheme: "colours", from: "1.0.0") { ... on Diff { document releaseNotes text(limit: 0) } }'
    many = "{" + " ".join(f"a{i}: {one}" for i in range(50)) + "}"

    assert "errors" not in SERVICE.answer(f"{{ {one} }}")
    assert SERVICE.code(many) == "TOO_COSTLY"


def test_a_difference_is_worked_out_and_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alias of one difference was rendered anew."""
    written: list[Diff] = []

    def counted(diff: Diff) -> str:
        written.append(diff)
        return as_markdown(diff)

    monkeypatch.setattr("api.graphql.change.as_markdown", counted)
    query = '{ %s: diff(scheme: "colours", from: "1.0.0") { ... on Diff { releaseNotes text(limit: 1) } } }'
    service = Service(WORLD)

    first, again = service.ask(query % "a"), service.ask(query % "b")

    assert first == again
    assert first["releaseNotes"] != first["text"]
    assert len(written) == 1


def test_fewer_than_no_lines_of_a_difference_is_a_mistake() -> None:
    """`text(limit: -1)` was taken as 0, which means all."""
    error = error_of('{ diff(scheme: "colours", from: "1.0.0") { ... on Diff { text(limit: -1) } } }')

    assert error["extensions"] == {"code": "INVALID_REQUEST", "argument": "limit"}


# ---------------------------------------------------------------- long texts

LONG: Final = "x" * (LONGEST_TEXT + 1)
TOO_LONG: dict[str, tuple[str, dict[str, Any]]] = {
    "a variable": (
        'query ($code: String!) { concept(scheme: "colours", code: $code) { __typename } }',
        {"code": LONG},
    ),
    "one of many inputs": (
        'query ($i: [String!]!) { resolveColumns(inputs: $i, system: "paints", to: "colours") { __typename } }',
        {"i": ["01", LONG]},
    ),
    "in the query": (f'{{ concept(scheme: "colours", code: "{LONG}") {{ __typename }} }}', {}),
    "a list in the query": (
        f'{{ resolve(inputs: ["01", "{LONG}"], system: "paints", to: "colours") {{ __typename }} }}',
        {},
    ),
    "an alias": (f"{{ {LONG}: schemes {{ name }} }}", {}),
}


@pytest.mark.parametrize(("query", "variables"), TOO_LONG.values(), ids=TOO_LONG)
def test_a_text_without_end_is_refused(query: str, variables: dict[str, Any]) -> None:
    """Messages repeated what was sent: fifty aliases of one text of 500,000 letters made 100 MB of 1 MB."""
    error = error_of(query, **variables)

    assert error["extensions"]["code"] == "TEXT_TOO_LONG"
    assert len(error["message"]) < 300


def test_a_message_quotes_only_the_beginning_of_a_long_name() -> None:
    name = "x" * LONGEST_TEXT
    query = "query ($name: String!) { scheme(name: $name) { ... on UnknownName { name message } } }"

    found = SERVICE.ask(query, name=name)

    assert found["name"] == name
    assert found["message"] == f"unknown scheme '{shown(name)}'; known: colours, paints"


@pytest.mark.parametrize(
    ("query", "variables"),
    [
        ("query ($first: Int) { maps(first: $first) { totalCount } }", {"first": "9" * 500_000}),
        ("{ " + "x" * 500_000, {}),
    ],
    ids=["a variable", "a query"],
)
def test_the_engine_quotes_no_long_text_either(query: str, variables: dict[str, Any]) -> None:
    assert len(SERVICE.client.post(PATH, json={"query": query, "variables": variables}).content) < 3_000


@pytest.mark.parametrize(
    ("given", "said"), [(True, "value true;"), (["R", None], "value null at"), ("None", "'None'")]
)
def test_what_is_wrong_with_a_variable_is_said_as_it_was_written(given: Any, said: str) -> None:
    """True, False and None of Python stood in messages about JSON."""
    query = (
        'query ($i: [String!]!, $first: Int) { resolve(inputs: $i, system: "paints", to: "colours") { __typename } '
        "maps(first: $first) { totalCount } }"
    )
    variables = {"i": given} if isinstance(given, list) else {"i": ["01"], "first": given}

    error = error_of(query, **variables)

    assert said in error["message"]
    assert "True" not in error["message"]


# ---------------------------------------------------------------- bodies


def test_a_compressed_body_is_refused_as_such() -> None:
    """`Content-Encoding: gzip` was not looked at, and the body was called malformed JSON."""
    answer = SERVICE.client.post(
        PATH, content=b"\x1f\x8b", headers={"content-type": "application/json", "content-encoding": "gzip"}
    )

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert "gzip" in error["message"]


@pytest.mark.parametrize("come", [[], [b'{"query"']], ids=["nothing", "a part"])
def test_a_body_that_does_not_come_is_given_up(come: list[bytes]) -> None:
    """Half a body held the connection and got 503, as if the service were at fault; no body at all held it for good."""
    (route, _) = graphql_routes(lambda: WORLD, settings(timeout_seconds=0.05), lambda: TODAY)
    endpoint = route.endpoint  # type: ignore[attr-defined]
    assert isinstance(endpoint, GraphQLEndpoint)
    sent: list[Any] = []
    pieces = [{"type": "http.request", "body": piece, "more_body": True} for piece in come]

    async def receive() -> Any:
        if not pieces:
            await asyncio.sleep(60)
        return pieces.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "headers": [(b"content-type", b"application/json")]}
    asyncio.run(asyncio.wait_for(endpoint(scope, receive, send), 5))

    assert sent[0]["status"] == 408
    assert b"BODY_TIMEOUT" in sent[1]["body"]


@pytest.mark.parametrize("expects", [False, True], ids=["sends at once", "waits for leave"])
@pytest.mark.parametrize("length", [150, 10_000], ids=["a little more", "much more"])
def test_a_body_above_the_limit_is_taken_for_a_while_before_it_is_refused(length: int, expects: bool) -> None:
    """The answer went out and the connection was closed while the caller still sent: it saw a reset, not the answer."""
    sent: list[Any] = []
    taken = 0

    async def receive() -> Any:
        nonlocal taken
        taken += 10
        return {"type": "http.request", "body": b" " * 10, "more_body": taken < length}

    async def send(message: Any) -> None:
        sent.append((taken, message))

    async def never(*_: Any) -> None:
        raise AssertionError("the service was asked")

    headers = [
        (b"content-length", str(length).encode()),
        *([(b"expect", b"100-continue")] if expects else []),
    ]
    scope = {"type": "http", "method": "POST", "headers": headers}
    asyncio.run(Shield(never, ["*"], 100)(scope, receive, send))

    before, start = sent[0]
    assert start["status"] == 413
    assert before == (0 if expects else min(length, DRAINED_BODIES * 100 + 10))


# ---------------------------------------------------------------- aliases, and the size of an answer

SPREAD: Final = (
    '{ schemes { releases { ...names } } release(scheme: "colours") { ...names } scheme(name: "colours") '
    "{ ... on Scheme { releases { ...names } } } } fragment names on Release { %s }"
)


def test_the_aliases_of_a_fragment_count_wherever_it_is_spread() -> None:
    """25 searches spread one fragment of 25 aliases: 625 aliases were counted as 50."""
    spread = SPREAD % " ".join(f"a{i}: version" for i in range(17))
    fewer = SPREAD % " ".join(f"a{i}: version" for i in range(16))

    assert error_of(spread)["extensions"] == {"code": "TOO_MANY_ALIASES", "limit": 50}
    assert "errors" not in SERVICE.answer(fewer)


def test_fragments_within_fragments_count_as_often_as_all_of_them_are_spread() -> None:
    doubled = " ".join(f"fragment f{i} on Scheme {{ ...f{i + 1} ... {{ ...f{i + 1} }} }}" for i in range(40))
    query = f"{{ schemes {{ ...f0 }} }} {doubled} fragment f40 on Scheme {{ other: name }}"

    error = error_of(query)

    assert error["extensions"]["code"] == "TOO_MANY_ALIASES"
    assert "more than 1000000 aliases" in error["message"]


def test_a_value_under_another_name_costs() -> None:
    """A column of 10,000 texts was free under each of fifty names: 2 MB were asked, 95 to 370 MB answered."""
    names = " ".join(f"c{i}: inputs" for i in range(40))
    query = (
        'query ($i: [String!]!) { resolveColumns(inputs: $i, system: "paints", to: "colours") '
        f"{{ ... on Columns {{ {names} }} }} }}"
    )

    assert SERVICE.code(query, i=["x" * 190] * 10_000) == "TOO_COSTLY"
    assert "errors" not in SERVICE.answer(query, i=["x" * 190] * 10)


@pytest.mark.parametrize("count", [100, 3_000], ids=["on the loop", "in a lane"])
def test_an_answer_that_would_be_too_large_is_not_given(count: int) -> None:
    service = Service(WORLD, max_answer_bytes=20_000)
    query = (
        'query ($i: [String!]!) { resolve(inputs: $i, system: "paints", to: "colours") '
        "{ ... on Resolutions { answers { input } } } }"
    )

    assert service.code(query, i=["x" * 1_000] * count) == "ANSWER_TOO_LARGE"
    assert len(service.ask(query, i=["x" * 10] * 100)["answers"]) == 100


plain = st.none() | st.booleans() | st.integers(-9999, 9999) | st.text("abc æ", max_size=30)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text("xyz", max_size=5), inner)
)


@given(st.dictionaries(st.text("xyz", max_size=5), values))
def test_the_size_of_an_answer_is_told_before_it_is_written(answer: dict[str, Any]) -> None:
    written = len(orjson.dumps(answer))

    check_size(answer, 4 * written + 8)
    with pytest.raises(Mistake):
        check_size(answer, written // 4)


def test_a_body_of_very_many_values_is_refused_before_it_is_read() -> None:
    """Eight million bytes of empty lists took the reader nearly two seconds, in which nobody else was answered."""
    body = b'{"query": "{ schemes { name } }", "variables": {"x": [' + b"[]," * 300_000 + b"[]]}}"

    answer = SERVICE.client.post(PATH, content=body, headers={"content-type": "application/json"})

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]) == (413, {"code": "BODY_TOO_LARGE", "limit": 500_000})


def test_a_question_that_finds_every_place_taken_is_told_so() -> None:
    class Full(Workshop):
        async def run(self, *_: Any) -> Any:
            raise Busy

    routes = graphql_routes(lambda: WORLD, settings(), lambda: TODAY, Full())
    answer = TestClient(Starlette(routes=routes)).post(PATH, json={"query": "{ schemes { name } }"})

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (503, "BUSY")


sizes = st.builds(
    Size,
    fixed=st.integers(0, 5),
    variable=st.sampled_from(("", "a", "b")),
    most=st.sampled_from((3, 2**31)),
    only=st.sampled_from(("", "all")),
) | st.just(ONCE)
costs: st.SearchStrategy[Cost] = st.recursive(
    st.builds(Cost, st.integers(0, 9)),
    lambda inner: st.builds(
        Cost, st.integers(0, 9), st.lists(st.tuples(sizes, inner), max_size=4).map(tuple)
    ),
    max_leaves=20,
)
sent_values = st.sampled_from((0, 2, 7, "all", "x", [1, 2, 3, 4], None))


@given(cost=costs, a=sent_values, b=sent_values, sent=st.integers(0, 5_000))
def test_what_is_worked_out_beforehand_costs_the_same(cost: Cost, a: object, b: object, sent: int) -> None:
    variables = {name: value for name, value in (("a", a), ("b", b)) if value is not None}

    assert cost.folded().of(variables, sent) == cost.of(variables, sent)


def test_shared_parts_are_still_counted_once() -> None:
    """A fragment spread in a fragment, thirty deep: laid out it would be a billion parts."""
    cost = Cost(1, ((Size(0, "a"), Cost(1)),))
    for _ in range(30):
        cost = cost.plus(cost)

    assert cost.folded().of({"a": 1}) == cost.of({"a": 1}) == 2 * 2**30
