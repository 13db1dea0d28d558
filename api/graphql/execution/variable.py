"""Variables: coerced once, by a table for the usual types and by the engine's own rules for the rest."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLScalarType,
    GraphQLSchema,
    OperationDefinitionNode,
    get_nullable_type,
    is_list_type,
    is_non_null_type,
    type_from_ast,
)
from graphql.execution.values import get_variable_values

Quick = Callable[[Any], Any]

_MOST_ERRORS: Final = 20
_STRINGS: Final = frozenset({str})


class _NotQuick(Exception):
    """The value is not of the usual form: the engine's rules decide, and say what is wrong."""


class Coercion:
    """What the variables of one operation must be."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema, self._nodes = schema, operation.variable_definitions
        self._quick: list[tuple[str, bool, Quick]] | None = []
        for node in self._nodes:
            of: Any = type_from_ast(schema, node.type)
            quick = _quick(get_nullable_type(of))
            if quick is None or node.default_value is not None:
                self._quick = None
                break
            self._quick.append((node.variable.name.value, is_non_null_type(of), quick))

    def coerce(self, variables: Mapping[str, Any]) -> dict[str, Any] | list[GraphQLError]:
        """The values, or what is wrong with them."""
        if self._quick is not None:
            try:
                return self._coerced(self._quick, variables)
            except _NotQuick:
                pass
        values = get_variable_values(self._schema, self._nodes, dict(variables), max_errors=_MOST_ERRORS)
        return [_in_json(error) for error in values] if isinstance(values, list) else values

    def _coerced(self, quick: list[tuple[str, bool, Quick]], variables: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, required, coerce in quick:
            value = variables.get(name)
            if value is not None:
                values[name] = coerce(value)
            elif required:
                raise _NotQuick
            elif name in variables:
                values[name] = None
        return values


_WORDS: Final = {"True": "true", "False": "false", "None": "null"}
_WORD: Final = re.compile(r"""'[^']*'|"[^"]*"|\b(?:True|False|None)\b""")


def _in_json(error: GraphQLError) -> GraphQLError:
    """The error with values as the caller wrote them; the engine says them in Python's words."""
    message = _WORD.sub(lambda match: _WORDS.get(match[0], match[0]), error.message)
    return GraphQLError(message, error.nodes, original_error=error.original_error)


def _quick(of: Any) -> Quick | None:
    if is_list_type(of):
        item = of.of_type
        plain = is_non_null_type(item) and get_nullable_type(item)
        named = isinstance(plain, GraphQLScalarType) and plain.name in {"String", "ID"}
        return _strings if named else None
    if isinstance(of, GraphQLEnumType):
        return _member(of)
    if isinstance(of, GraphQLScalarType):
        return _SCALARS.get(of.name)
    return None


def _member(of: GraphQLEnumType) -> Quick:
    members = {name: of.parse_value(name) for name in of.values}

    def member(value: Any) -> Any:
        if type(value) is not str or value not in members:
            raise _NotQuick
        return members[value]

    return member


def _strings(value: Any) -> Any:
    if type(value) is not list or not _STRINGS.issuperset(map(type, value)):
        raise _NotQuick
    return value


def _string(value: Any) -> Any:
    if type(value) is not str:
        raise _NotQuick
    return value


def _flag(value: Any) -> Any:
    if type(value) is not bool:
        raise _NotQuick
    return value


def _whole(value: Any) -> Any:
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise _NotQuick
    return value


_SCALARS: Final[Mapping[str, Quick]] = {"String": _string, "ID": _string, "Boolean": _flag, "Int": _whole}
