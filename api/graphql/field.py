"""Fields with a resolver, typed: what `strawberry.field` is as a decorator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

F = TypeVar("F", bound=Callable[..., Any])


def field(description: str, *, name: str | None = None, graphql_type: object = None) -> Callable[[F], F]:
    """Make a method a field of its type.

    Args:
        description: what users read, with an example of a value.
        name: the field's name where it is not the method's in camel case.
        graphql_type: the type in the schema where the method gives values of the core.
    """
    return cast(
        Callable[[F], F],
        strawberry.field(description=description, name=name, graphql_type=cast(Any, graphql_type)),
    )
