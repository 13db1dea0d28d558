"""A plan answers what the engine answers, or leaves the question to it."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Any, Final

import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
    is_non_null_type,
    is_required_argument,
    parse,
    validate,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from api.graphql.context import Context, Memory
from api.graphql.execution.document import Documents, Operation
from api.graphql.execution.engine import execute
from api.graphql.execution.plan import Uncovered
from api.graphql.schema import graphql_schema
from classification.deadline import OutOfTime, watch
from tests.api.graphql_asking import TODAY, supplemented_colours
from tests.api.graphql_asking import settings as limits
from tests.cases import cases

SCHEMA: Final = graphql_schema()
WORLD: Final = supplemented_colours()
LIMITS: Final = limits(max_depth=50, max_cost=10**9, max_aliases=10**6, max_tokens=10**6)

# What arguments are tried with; the rest by their type.
VALUES: Final[Mapping[str, tuple[str, ...]]] = {
    "scheme": ('"colours"', '"urn:example:old-colours"', '"paints"', '"nope"'),
    "system": ('"paints"', '"colours"', '"nope"'),
    "to": ('"colours"', '"paints"', '"2.0.0"', '"nope"'),
    "from": ('"paints"', '"1.0.0"', '"colours"'),
    "code": ('"R"', '"u-b"', '"D"', '"C"', '"none"'),
    "below": ('"C"', '"u-b"', '"none"'),
    "name": ('"colours"', '"blues"', '"paint-colours"', '"nope"'),
    "term": ('"rød"', '"azur"', '"nope"'),
    "text": ('"blå"', '""', '"rød"'),
    "prefix": ('"bl"', '"r"'),
    "valueSet": ('"blues"', '"nope"'),
    "language": ('"da"', '"en"'),
    "inputs": ('["01", "02", "03", "04"]', "[]", '["R", "u-b"]', '["Rød"]'),
    "release": ('"1.0.0"', '"2.0.0"', '"9"', "null"),
    "asOf": ('"2024-06-01"', '"2020-01-01"', '"2025-06-01"'),
    "knownAt": ('"2024-06-01T00:00:00Z"', '"2025-06-01T00:00:00+02:00"', '"2024-06-01T00:00:00.123456789Z"'),
    "supplements": ('["english"]', '"urn:example:english"', '["gloss"]', '["nope"]', "[]", "null"),
    "first": ("0", "1", "2", "null", "5000"),
    "after": ("null", "null", "null", '"x"'),
}
_BY_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    "Int": ("0", "2"),
    "String": ('"R"', '""'),
    "JSON": ("[]", '["{}", 1, true]'),
}
VARIABLES: Final[Mapping[str, tuple[str, Any]]] = {
    "inputs": ("[String!]!", ["01", "03"]),
    "code": ("String!", "R"),
    "supplements": ("[String!]", ["english"]),
    "first": ("Int", 2),
    "kind": ("ConceptKind", "STATE"),
    "asOf": ("Date", "2025-06-01"),
    "release": ("String", None),
    "activeOnly": ("Boolean!", True),
}


class Draft:
    """What a document being drawn uses."""

    def __init__(self) -> None:
        self.variables: dict[str, None] = {}
        self.aliases = count()


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A valid document and its variables."""
    used = Draft()
    root = SCHEMA.query_type
    assert root is not None
    body = _selections(draw, root, 4, used)
    given_values = {
        name: VARIABLES[name][1]
        for name in used.variables
        if draw(st.booleans()) or "!" in VARIABLES[name][0]
    }
    heads = ", ".join(f"${name}: {VARIABLES[name][0]}" for name in used.variables)
    shared = "fragment P on Problem { code message }" if "...P" in body else ""
    return f"query{f'({heads})' if heads else ''} {body} {shared}", given_values


def _selections(draw: st.DrawFn, of: Any, depth: int, used: Draft) -> str:
    if isinstance(of, GraphQLUnionType):
        members = [
            f"... on {m.name} {_selections(draw, m, depth, used)}" for m in of.types if draw(st.booleans())
        ]
        shared = ["...P"] if any(_is_problem(member) for member in of.types) and draw(st.booleans()) else []
        return "{ " + " ".join(["__typename", *shared, *members]) + " }"
    assert isinstance(of, GraphQLObjectType)
    names = draw(st.lists(st.sampled_from(sorted(of.fields)), min_size=1, max_size=3, unique=True))
    fields = [_field(draw, name, of.fields[name], depth, used) for name in names]
    wrapped = [f"... on {of.name} {{ {fields[0]} }}"] if draw(st.integers(0, 4)) == 0 else []
    return "{ " + " ".join([*filter(None, fields), *filter(None, wrapped), "__typename"]) + " }"


def _field(draw: st.DrawFn, name: str, field: GraphQLField, depth: int, used: Draft) -> str:
    of = get_named_type(field.type)
    if depth == 0 and not is_leaf_type(of):
        return "__typename"
    given_arguments = [
        f"{arg}: {_value(draw, arg, argument.type, used)}"
        for arg, argument in field.args.items()
        if is_required_argument(argument) or draw(st.integers(0, 3)) == 0
    ]
    arguments = f"({', '.join(given_arguments)})" if given_arguments else ""
    alias = f"a{next(used.aliases)}: " if arguments or draw(st.booleans()) else ""
    below = "" if is_leaf_type(of) else _selections(draw, of, depth - 1, used)
    return f"{alias}{name}{arguments} {below}"


def _value(draw: st.DrawFn, name: str, of: Any, used: Draft) -> str:
    variable = VARIABLES.get(name)
    if (
        variable is not None
        and variable[0].rstrip("!") == str(of).rstrip("!")
        and draw(st.integers(0, 3)) == 0
    ):
        used.variables[name] = None
        return f"${name}"
    named = get_named_type(of)
    if isinstance(named, GraphQLEnumType):
        return draw(st.sampled_from(sorted(named.values)))
    if named.name == "Boolean":
        return draw(st.sampled_from(["true", "false"]))
    values = VALUES.get(name) or _BY_TYPE[named.name]
    return draw(st.sampled_from([v for v in values if v != "null" or not is_non_null_type(of)]))


def _is_problem(of: GraphQLObjectType) -> bool:
    return any(interface.name == "Problem" for interface in of.interfaces)


def _operation(query: str) -> Operation:
    return Documents(SCHEMA, LIMITS).get(query).operation(None)


def _context() -> Context:
    return Context(WORLD, TODAY, LIMITS, Memory())


def _coerced(operation: Operation, variables: Mapping[str, Any]) -> dict[str, Any]:
    coerced = operation.coercion.coerce(variables)
    assert isinstance(coerced, dict), coerced
    return coerced


@settings(max_examples=cases(200))
@given(documents())
def test_where_a_plan_answers_the_engine_answers_the_same(asked: tuple[str, dict[str, Any]]) -> None:
    query, given_variables = asked
    assert validate(SCHEMA, parse(query)) == [], query
    operation = _operation(query)
    variables = _coerced(operation, given_variables)
    assert operation.plan is not None, query

    engine = execute(SCHEMA, operation, variables, _context())
    try:
        planned = operation.plan.answer(_context(), variables)
    except Uncovered:
        assert engine.errors, f"the plan gave up where the engine did not: {query}"
        return

    assert not engine.errors, engine.errors
    assert orjson.dumps(planned) == orjson.dumps(engine.data)


COVERED: Final = {
    "resolve": '{ resolve(inputs: ["01", "02"], system: "paints", to: "colours") '
    "{ ... on Resolutions { answers { input outcome targets { code relation } releases { name } } } } }",
    "columns": '{ resolveColumns(inputs: ["01"], system: "paints", to: "colours") { ... on Columns { outcomes } } }',
    "a page": '{ concepts(scheme: "colours", first: 1) '
    "{ ... on ConceptConnection { edges { cursor node { key } } } } }",
    "a problem": '{ concept(scheme: "nope", code: "R") { __typename ... on Problem { message } } }',
    "a named fragment": "{ schemes { ...S } } fragment S on Scheme { releases { version validity { from to } } }",
    "a fixed directive": "{ schemes { name @skip(if: true) uri @include(if: true) } }",
}
LEFT: Final = {
    "introspection": "{ __schema { queryType { name } } }",
    "a directive over a variable": "query ($x: Boolean!) { schemes { name @skip(if: $x) uri } }",
    "variables inside a list": "query ($x: String!) "
    '{ resolve(inputs: [$x], system: "paints", to: "colours") { __typename } }',
}


@pytest.mark.parametrize("query", COVERED.values(), ids=COVERED)
def test_usual_questions_are_answered_by_a_plan(query: str) -> None:
    operation = _operation(query)

    assert operation.plan is not None
    planned = operation.plan.answer(_context(), {})

    assert planned == execute(SCHEMA, operation, {}, _context()).data


@pytest.mark.parametrize("query", LEFT.values(), ids=LEFT)
def test_what_a_plan_does_not_cover_is_left_to_the_engine(query: str) -> None:
    assert _operation(query).plan is None


def test_a_mistake_inside_a_plan_is_told_by_the_engine() -> None:
    operation = _operation('{ concepts(scheme: "colours", first: 5000) { __typename } }')

    assert operation.plan is not None
    with pytest.raises(Uncovered):
        operation.plan.answer(_context(), {})


def test_null_for_a_variable_that_must_have_a_value_is_left_to_the_engine() -> None:
    members = "{ ... on ValueSet { members(activeOnly: $on) { totalCount } } }"
    query = f'query ($on: Boolean) {{ valueSet(name: "blues") {members} }}'
    operation = _operation(query)
    engine = execute(SCHEMA, operation, {"on": None}, _context())

    assert operation.plan is not None
    assert engine.errors
    with pytest.raises(Uncovered):
        operation.plan.answer(_context(), {"on": None})


def test_a_plan_stops_at_the_deadline() -> None:
    operation = _operation("{ schemes { name } }")

    assert operation.plan is not None
    plan = operation.plan

    def over() -> None:
        raise OutOfTime

    with pytest.raises(OutOfTime):
        watch(over, lambda: plan.answer(_context(), {}))


def test_a_question_of_many_fields_is_not_planned() -> None:
    spread = " ".join(
        f"fragment f{i} on Concept {{ broader {{ ...f{i + 1} }} path {{ ...f{i + 1} }} ancestors {{ ...f{i + 1} }} }}"
        for i in range(12)
    )
    query = '{ concept(scheme: "colours", code: "R") { ... on Concept { ...f0 } } }' + spread

    assert _operation(f"{query} fragment f12 on Concept {{ key }}").plan is None
