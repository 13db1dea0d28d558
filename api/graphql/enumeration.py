"""Enumerations of the core as GraphQL enumerations, each value with a description and an example."""

from __future__ import annotations

from enum import Enum
from typing import Any, cast

import strawberry


def describe_enum(of: type[Enum], name: str, description: str, **values: str) -> None:
    """Make a Python enumeration known to the schema; `values` describes each of its members.

    Raises:
        KeyError: a member has no description.
    """
    strawberry.enum(cast(Any, of), name=name, description=description)
    for value in cast(Any, of).__strawberry_definition__.values:
        value.description = values[value.name]
