"""Answering on graphql-core: one operation with coerced variables, up to a deadline."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any, cast

from graphql import (
    ExecutionContext,
    ExecutionResult,
    FieldNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
)
from graphql.execution.execute import CollectedErrors, default_field_resolver, default_type_resolver
from graphql.pyutils import Path

from api.graphql.document import Operation
from api.graphql.mistake import OutOfTime


class _Execution(ExecutionContext):
    """An execution that looks at the clock before each field."""

    deadline: float
    clock: Callable[[], float] = staticmethod(monotonic)

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        if self.clock() > self.deadline:
            raise OutOfTime
        return super().execute_field(parent_type, source, field_nodes, path)


def execute(
    schema: GraphQLSchema, operation: Operation, variables: dict[str, Any], context: object, deadline: float
) -> ExecutionResult:
    """The answer of the engine.

    Raises:
        OutOfTime: `deadline` (of the monotonic clock) passed.
    """
    execution = _Execution(
        schema,
        operation.fragments,
        None,
        context,
        operation.node,
        variables,
        default_field_resolver,
        default_type_resolver,
        default_field_resolver,
        CollectedErrors(),
        None,
        _never,
    )
    execution.deadline = deadline
    found = execution.collected_errors
    try:
        data = execution.execute_operation(operation.node, None)
    except GraphQLError as error:
        found.add(error, None)
        data = None
    return ExecutionResult(cast("dict[str, Any] | None", data), found.errors or None)


def _never(value: object) -> bool:  # noqa: ARG001
    return False
