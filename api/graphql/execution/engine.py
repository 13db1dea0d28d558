"""Answering on graphql-core: one operation with coerced variables, up to a deadline."""

from __future__ import annotations

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

from api.graphql.execution.document import Operation
from classification.deadline import look


class _Execution(ExecutionContext):
    """An execution that looks whether there is time before each field."""

    def execute_field(
        self, parent_type: GraphQLObjectType, source: Any, field_nodes: list[FieldNode], path: Path
    ) -> Any:
        look()
        return super().execute_field(parent_type, source, field_nodes, path)


def execute(
    schema: GraphQLSchema, operation: Operation, variables: dict[str, Any], context: object
) -> ExecutionResult:
    """The answer of the engine.

    Raises:
        OutOfTime: the time is over (`classification.deadline`).
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
    found = execution.collected_errors
    try:
        data = execution.execute_operation(operation.node, None)
    except GraphQLError as error:
        found.add(error, None)
        data = None
    return ExecutionResult(cast("dict[str, Any] | None", data), found.errors or None)


def _never(value: object) -> bool:  # noqa: ARG001
    return False
