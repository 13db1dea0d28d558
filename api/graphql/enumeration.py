"""Enumerations of the core as GraphQL enumerations, each value with a description and an example."""

from __future__ import annotations

from enum import Enum
from typing import Any, cast

import strawberry


def describe_enum(of: type[Enum], name: str, description: str, **values: str) -> None:
    """Make a Python enumeration known to the schema; `values` describes each of its members.

    The order of imports does not matter: a type that names the enumeration before it is described has the same
    definition.

    Raises:
        KeyError: a member has no description.
    """
    known = cast(Any, of)
    if not hasattr(known, "__strawberry_definition__"):
        strawberry.enum(known)
    definition = known.__strawberry_definition__
    definition.name, definition.description = name, description
    for value in definition.values:
        value.description = values[value.name]
