"""Queries as they are kept: parsed, validated, weighed, planned; the ones used last stay."""

from __future__ import annotations

from typing import Any, Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from api.graphql.execution.limit import Cost, check_shape, cost_of
from api.graphql.execution.plan import QueryPlan, compile_plan
from api.graphql.execution.variable import Coercion
from api.graphql.mistake import Mistake, formatted
from api.graphql.text import LONGEST_NAME, check_texts
from api.settings import Settings
from classification.record import field, frozen
from classification.remembered import Remembered
from classification.text import shown

LONGEST_KEPT: Final = 32_768
_MOST_ERRORS: Final = 20


class Refused(Exception):
    """A query that is not answered; `errors` is what the caller gets."""

    def __init__(self, errors: list[dict[str, Any]], status: int = 400) -> None:
        self.errors, self.status = errors, status
        super().__init__(errors)


@frozen
class Operation:
    """One operation of a document, ready to be answered."""

    node: OperationDefinitionNode
    fragments: dict[str, FragmentDefinitionNode]
    coercion: Coercion
    cost: Cost
    plan: QueryPlan | None


@frozen
class Document:
    """A valid document and its operations by name."""

    operations: dict[str, Operation] = field(default_factory=dict)

    def operation(self, name: str | None) -> Operation:
        """The operation asked for.

        Raises:
            Mistake: there is none of that name, or several and no name.
        """
        if name is None:
            if len(self.operations) == 1:
                return next(iter(self.operations.values()))
            raise Mistake("OPERATION_RESOLUTION_FAILURE", f"name one of the operations: {self._names}")
        operation = self.operations.get(name)
        if operation is None:
            raise Mistake(
                "OPERATION_RESOLUTION_FAILURE", f"unknown operation {shown(name)!r}; known: {self._names}"
            )
        return operation

    @property
    def _names(self) -> str:
        return shown(", ".join(name or "(without a name)" for name in self.operations) or "none", 500)


class Documents:
    """Documents by their text, as many as the settings say."""

    def __init__(self, schema: GraphQLSchema, settings: Settings) -> None:
        self._schema, self._settings = schema, settings
        self._kept: Remembered[str, Document] = Remembered(settings.document_cache)

    def __len__(self) -> int:
        return len(self._kept)

    def keeps(self, query: str) -> bool:
        """Whether the document of a query is at hand."""
        return query in self._kept

    def get(self, query: str) -> Document:
        """The document of a query.

        Raises:
            Refused: it is not GraphQL, or asks for what is not there.
            Mistake: it is above a limit.
        """
        document = self._kept.get(query)
        if document is not None:
            return document
        try:
            made = self._made(query)
        except RecursionError:
            raise Mistake(
                "TOO_DEEP", "the query is nested too deeply", limit=self._settings.max_depth
            ) from None
        if len(query) <= LONGEST_KEPT:
            self._kept.keep(query, made)
        return made

    def _made(self, query: str) -> Document:
        parsed = self._parsed(query)
        if len(query) > LONGEST_NAME:
            check_texts(parsed)
        check_shape(parsed, self._settings)
        errors = validate(self._schema, parsed, max_errors=_MOST_ERRORS)
        if errors:
            raise Refused(formatted(errors, "GRAPHQL_VALIDATION_FAILED"))
        _only_queries(parsed)
        fragments = {d.name.value: d for d in parsed.definitions if isinstance(d, FragmentDefinitionNode)}
        return Document(
            {
                node.name.value if node.name else "": self._operation(parsed, node, fragments)
                for node in parsed.definitions
                if isinstance(node, OperationDefinitionNode)
            }
        )

    def _operation(
        self,
        parsed: DocumentNode,
        node: OperationDefinitionNode,
        fragments: dict[str, FragmentDefinitionNode],
    ) -> Operation:
        return Operation(
            node,
            fragments,
            Coercion(self._schema, node),
            cost_of(self._schema, parsed, node, self._settings).folded(),
            compile_plan(self._schema, node, fragments),
        )

    def _parsed(self, query: str) -> DocumentNode:
        try:
            return parse(query, no_location=False, max_tokens=self._settings.max_tokens)
        except GraphQLSyntaxError as error:
            if "more than" in error.message and "tokens" in error.message:
                message = (
                    f"the query has more than {self._settings.max_tokens} tokens; send inputs as variables"
                )
                raise Mistake("TOO_MANY_TOKENS", message, limit=self._settings.max_tokens) from None
            raise Refused(formatted([error], "GRAPHQL_PARSE_FAILED")) from None
        except RecursionError:
            raise Mistake(
                "TOO_DEEP", "the query is nested too deeply", limit=self._settings.max_depth
            ) from None
        except GraphQLError as error:
            raise Refused(formatted([error], "GRAPHQL_PARSE_FAILED")) from None


def _only_queries(parsed: DocumentNode) -> None:
    for node in parsed.definitions:
        if isinstance(node, OperationDefinitionNode) and node.operation is not OperationType.QUERY:
            message = f"there are only queries here, no {node.operation.value}"
            raise Mistake("OPERATION_RESOLUTION_FAILURE", message)
