"""docs/graphql.md: its questions have the answers it shows, its tables are complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from graphql import FieldNode, GraphQLObjectType, OperationDefinitionNode, parse

from api.graphql.execution.limit import PER_INPUT, PER_KILOBYTE, PER_LETTER, WEIGHTS
from api.graphql.mistake import CODES
from api.graphql.schema import graphql_schema
from api.settings import Settings
from classification import errors
from classification.record import fields
from tests.api.graphql_asking import Service, bundled

GUIDE = Path(__file__).resolve().parents[3] / "docs" / "graphql.md"
TEXT = GUIDE.read_text(encoding="utf-8")


@dataclass
class Example:
    """A question of the guide, with its variables and the answer shown (None where none is)."""

    query: str
    variables: dict[str, Any] = field(default_factory=dict)
    answer: Any = None


def examples() -> Iterator[Example]:
    current: Example | None = None
    for kind, body in re.findall(
        r"^```(graphql|json variables|json)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL
    ):
        if kind == "graphql":
            if current:
                yield current
            current = Example(body)
        elif current and kind == "json":
            current.answer = json.loads(body)
        elif current:
            current.variables = json.loads(body)
    if current:
        yield current


def first_fields(example: Example) -> str:
    operation = parse(example.query).definitions[0]
    assert isinstance(operation, OperationDefinitionNode)
    selected = operation.selection_set.selections
    return " ".join(node.name.value for node in selected if isinstance(node, FieldNode))


@pytest.mark.parametrize("example", list(examples()), ids=first_fields)
def test_a_question_of_the_guide_has_the_answer_it_shows(example: Example) -> None:
    answer = Service(bundled()).answer(example.query, **example.variables)

    assert "errors" not in answer
    if example.answer is not None:
        assert answer["data"] == example.answer


def test_every_root_field_is_in_the_guide() -> None:
    root = graphql_schema().query_type
    assert root is not None

    assert [name for name in root.fields if f"`{name}" not in TEXT] == []


def test_the_codes_of_mistakes_are_those_of_the_table() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| (\d+) \| (.*) \|$", TEXT, re.MULTILINE)

    assert rows == [(code, str(status), said) for code, (status, said) in CODES.items()]


def test_every_problem_and_its_codes_are_in_the_guide() -> None:
    problems = [
        of.name
        for of in graphql_schema().type_map.values()
        if isinstance(of, GraphQLObjectType) and any(i.name == "Problem" for i in of.interfaces)
    ]
    codes = [of.code for of in errors.UnknownName.__subclasses__() if of.__module__ == errors.__name__]

    assert [name for name in problems + codes if f"`{name}`" not in TEXT] == []


PER_LETTERS: Final = {place: points for place, (_, points) in PER_LETTER.items()}
TABLES: Final = {
    "fields": WEIGHTS,
    "letters": PER_LETTERS,
    "inputs": PER_INPUT,
    "kilobytes": PER_KILOBYTE,
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_the_weights_are_those_of_the_guide(table: Mapping[str, int]) -> None:
    assert ", ".join(f"`{place}` {weight}" for place, weight in table.items()) in " ".join(TEXT.split())


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_weight_is_of_a_field_that_is_there(table: Mapping[str, int]) -> None:
    types: dict[str, Any] = dict(graphql_schema().type_map)

    assert [place for place in table if place.split(".")[1] not in types[place.split(".")[0]].fields] == []


def test_every_limit_of_the_guide_is_a_setting() -> None:
    limits = re.search(r"^## Limits\n(.*?)^## ", TEXT, re.MULTILINE | re.DOTALL)
    assert limits is not None
    named = re.findall(r"^\| ((?:`\w+`(?:, )?)+) \|", limits.group(1), re.MULTILINE)

    assert {name for row in named for name in re.findall(r"\w+", row)} <= {
        one.name for one in fields(Settings)
    }
