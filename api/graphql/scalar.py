"""Scalars: days, instants, whole columns that travel as they are, and any JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import Enum
from json import dumps
from typing import Any, Final, NewType

import strawberry
from graphql import (
    FloatValueNode,
    GraphQLError,
    IntValueNode,
    ListValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
    value_from_ast_untyped,
)
from strawberry.types.scalar import ScalarDefinition

from api.payload.validating import Unplaced, json_text
from classification.deadline import look
from classification.record import frozen

StringColumn = NewType("StringColumn", list[str | None])
FloatColumn = NewType("FloatColumn", list[float | None])
IntColumn = NewType("IntColumn", list[int])


@frozen
class Json:
    """A JSON value that a caller sent; in a string of its own it is the text of one.

    One that stands in the query is kept as its text (`Unplaced`): a number too large for a double is then seen by
    whoever reads it, as it is in a file.
    """

    value: Any


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_INSTANT: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2})(:\d{2})?(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?\Z", re.ASCII
)


def parse_day(value: object) -> date:
    """A day from its ISO 8601 form, for instance 2024-06-03."""
    if isinstance(value, str) and _DAY.match(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise GraphQLError(f"{value!r:.80} is no day; write it as 2024-06-03")


def parse_instant(value: object) -> datetime:
    """An instant from its RFC 3339 form, for instance 2024-06-04T12:00:00Z.

    Fractions count to the microsecond; a leap second (:60) is the last microsecond before it.
    """
    found = _INSTANT.match(value) if isinstance(value, str) else None
    if found is not None:
        minute, second, fraction, offset = found.groups("")
        if not offset:
            raise GraphQLError(f"{value!r:.80} has no offset; write it as 2024-06-04T12:00:00Z")
        if second == ":60" and minute.endswith(":59"):
            second, fraction = ":59", ".999999"
        with suppress(ValueError):
            return datetime.fromisoformat(f"{minute}{second or ':00'}{fraction[:7]}{offset}".upper())
    raise GraphQLError(f"{value!r:.80} is no instant; write it as 2024-06-04T12:00:00Z")


def _json_value(value: object) -> Json:
    look()
    return Json(value)


def _json_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> Json:
    if isinstance(node, StringValueNode):
        return Json(node.value)
    return Json(Unplaced("".join(_tokens(node, variables or {}))))


def _tokens(literal: ValueNode, variables: Mapping[str, Any]) -> Iterator[str]:
    """The text of a literal as JSON; without recursion, since a query may be nested deeper than the interpreter goes.

    A variable that was not given leaves out the member it stands in, and is null in a list.
    """
    pending: list[ValueNode | str] = [literal]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node, ObjectValueNode):
            given = [one for one in node.fields if not _is_absent(one.value, variables)]
            parts = [(dumps(one.name.value) + ":", one.value) for one in given]
            pending += _bracketed("{", parts, "}")
        elif isinstance(node, ListValueNode):
            pending += _bracketed("[", [("", one) for one in node.values], "]")
        elif isinstance(node, VariableNode):
            yield _written(variables.get(node.name.value))
        elif isinstance(node, IntValueNode | FloatValueNode):
            yield node.value
        else:
            yield dumps(value_from_ast_untyped(node), ensure_ascii=False)


def _bracketed(opening: str, parts: list[tuple[str, ValueNode]], closing: str) -> list[ValueNode | str]:
    """Opening, parts between commas and closing, the last first."""
    pending: list[ValueNode | str] = [closing]
    for number, (name, value) in reversed(list(enumerate(parts))):
        pending += (value, f",{name}" if number else name)
    return [*pending, opening]


def _is_absent(node: ValueNode, variables: Mapping[str, Any]) -> bool:
    return isinstance(node, VariableNode) and node.name.value not in variables


def _written(value: Any) -> str:
    """A coerced variable as the JSON that was sent."""
    if isinstance(value, list):
        return f"[{','.join(map(_written, value))}]"
    if isinstance(value, Json):
        inner = value.value
        return inner.text if isinstance(inner, Unplaced) else json_text(inner)
    if isinstance(value, Enum):
        return dumps(value.name)
    return dumps(value.isoformat()) if isinstance(value, date) else dumps(value, ensure_ascii=False)


def _only_out(value: object) -> Any:  # noqa: ARG001
    raise GraphQLError("a column is never an argument")


def _column(name: str, description: str) -> ScalarDefinition:
    return strawberry.scalar(name=name, description=description, serialize=_itself, parse_value=_only_out)


def _itself(value: Any) -> Any:
    return value


def _iso(value: date | datetime) -> str:
    return value.isoformat()


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    date: strawberry.scalar(
        name="Date",
        description="A day (ISO 8601). Example: `2024-06-03`",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=_iso,
        parse_value=parse_day,
    ),
    datetime: strawberry.scalar(
        name="DateTime",
        description="An instant with its offset (RFC 3339). Example: `2024-06-04T12:00:00Z`",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6",
        serialize=_iso,
        parse_value=parse_instant,
    ),
    Json: strawberry.scalar(
        name="JSON",
        description="Any JSON value; send it as a variable. A string is taken for the text of a JSON value: then "
        'places have lines and columns, and names that stand twice are seen. Example: `{"type": "tilstand"}`',
        specified_by_url="https://www.rfc-editor.org/rfc/rfc8259",
        serialize=_itself,
        parse_value=_json_value,
        parse_literal=_json_literal,
    ),
    StringColumn: _column(
        "StringColumn",
        "One string (or null) per input, in the order of the inputs, as a JSON array. "
        'Example: `["EXACT", "NO_MAP"]`',
    ),
    FloatColumn: _column(
        "FloatColumn",
        "One number (or null) per input, in the order of the inputs, as a JSON array. Example: `[0.9, null]`",
    ),
    IntColumn: _column(
        "IntColumn",
        "One whole number per input, in the order of the inputs, as a JSON array. Example: `[1, 0]`",
    ),
}
