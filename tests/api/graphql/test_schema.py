"""The schema as users read it: checked in, described throughout, its examples asked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLUnionType,
    is_specified_scalar_type,
)

from api.graphql.schema import FILE, graphql_schema, schema_text
from tests.api.graphql_asking import Service, bundled

EXAMPLE = re.compile(r"Example: \S")


def described() -> Iterator[tuple[str, str | None]]:
    """Everything that has a description, under the name by which one finds it."""
    for name, of in sorted(graphql_schema().type_map.items()):
        if name.startswith("__") or is_specified_scalar_type(of):
            continue
        yield name, of.description
        if isinstance(of, GraphQLEnumType):
            for value, definition in of.values.items():
                yield f"{name}.{value}", definition.description
        if isinstance(of, GraphQLObjectType | GraphQLInterfaceType):
            for field, definition_of in of.fields.items():
                yield f"{name}.{field}", definition_of.description
                for argument, taken in definition_of.args.items():
                    yield f"{name}.{field}({argument}:)", taken.description
        if isinstance(of, GraphQLInputObjectType):
            for field, taken_in in of.fields.items():
                yield f"{name}.{field}", taken_in.description


def root_examples() -> dict[str, str]:
    """The question in the description of each root field."""
    root = graphql_schema().query_type
    assert root is not None
    found = {
        name: re.search(r"Example: `(.*)`\Z", field.description or "") for name, field in root.fields.items()
    }
    return {name: match.group(1) if match else "" for name, match in found.items()}


def test_the_schema_is_the_one_checked_in() -> None:
    """A change that is meant: `python -m api.graphql.schema` writes the file anew; say it in CHANGELOG.md."""
    assert FILE.read_text(encoding="utf-8") == schema_text(), (
        "the schema changed; when that is meant, run: python -m api.graphql.schema"
    )


def test_everything_is_described_with_an_example() -> None:
    bare = [place for place, description in described() if not EXAMPLE.search(description or "")]

    assert bare == []


def test_no_two_members_of_a_union_give_one_name_to_fields_of_two_types() -> None:
    """`... on Columns { code } ... on Problem { code }` was refused: a list there, a text here."""
    clashes = []
    for of in graphql_schema().type_map.values():
        if not isinstance(of, GraphQLUnionType):
            continue
        types: dict[str, set[str]] = {}
        for member in of.types:
            for name, field in member.fields.items():
                types.setdefault(name, set()).add(str(field.type))
        clashes += [f"{of.name}: {name} is {found}" for name, found in types.items() if len(found) > 1]

    assert clashes == []


@pytest.mark.parametrize("name", root_examples())
def test_the_example_of_a_root_field_has_an_answer(name: str) -> None:
    question = root_examples()[name]

    answer = Service(bundled()).ask(question)

    assert answer, "a problem is an empty object here: its fields are not asked for"
