"""One request answered: document, variables, cost, then plan or engine, within the time allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from time import monotonic
from typing import Any, Final

import orjson
from graphql import GraphQLSchema

from api.graphql.context import Context, Memory
from api.graphql.document import Documents, Operation, Refused
from api.graphql.engine import execute
from api.graphql.mistake import Mistake, OutOfTime, error_body, formatted
from api.graphql.plan import Uncovered
from api.graphql.schema import graphql_schema
from api.graphql.text import check_variables
from api.settings import Settings
from classification.record import frozen
from classification.terminology import Terminology

Answer = tuple[int, bytes]

LIGHT: Final = 2_000
"""Questions up to this cost are answered at once; heavier ones in a thread, so that light ones need not wait."""
HEAVY_AT_ONCE: Final = 2


@frozen
class Asked:
    """A GraphQL request."""

    query: str
    variables: Mapping[str, Any]
    operation: str | None = None


class Answering:
    """Answers requests against the terminology of the moment.

    Args:
        terminology: gives the terminology in force.
        settings: the limits.
        today: gives the day that counts where `asOf` is absent.
        schema: another schema than the service's own, for tests.
    """

    def __init__(
        self,
        terminology: Callable[[], Terminology],
        settings: Settings,
        today: Callable[[], date],
        schema: GraphQLSchema | None = None,
    ) -> None:
        self._terminology, self._settings, self._today = terminology, settings, today
        self._schema = schema or graphql_schema()
        self._documents = Documents(self._schema, settings)
        self._memory = Memory()
        self._heavy: asyncio.Semaphore | None = None

    async def answer(self, asked: Asked) -> Answer:
        """The HTTP status (of the strict media type) and the body."""
        deadline = monotonic() + self._settings.timeout_seconds
        try:
            operation = self._documents.get(asked.query).operation(asked.operation)
            variables = operation.coercion.coerce(asked.variables)
            if isinstance(variables, list):
                raise Refused(formatted(variables, "BAD_USER_INPUT"))
            check_variables(variables)
            cost = operation.cost.of(variables)
            if cost <= LIGHT:
                return self._executed(operation, variables, deadline)
            if cost > self._settings.max_cost:
                raise _too_costly(cost, self._settings.max_cost)
            return await self._apart(operation, variables, deadline)
        except Refused as refused:
            return refused.status, orjson.dumps({"errors": refused.errors})
        except Mistake as mistake:
            return mistake.status, orjson.dumps(error_body(mistake.code, str(mistake), **mistake.facts))
        except (OutOfTime, TimeoutError):
            said = (
                f"answering took longer than {self._settings.timeout_seconds:g} seconds; ask for less at once"
            )
            return 503, orjson.dumps(error_body("TIMEOUT", said))

    async def _apart(self, operation: Operation, variables: dict[str, Any], deadline: float) -> Answer:
        if self._heavy is None:
            self._heavy = asyncio.Semaphore(HEAVY_AT_ONCE)
        async with asyncio.timeout(max(0.0, deadline - monotonic())):
            await self._heavy.acquire()
        try:
            return await asyncio.to_thread(self._executed, operation, variables, deadline)
        finally:
            self._heavy.release()

    def _executed(self, operation: Operation, variables: dict[str, Any], deadline: float) -> Answer:
        context = Context(self._terminology(), self._today(), self._settings, self._memory)
        if operation.plan is not None:
            with suppress(Uncovered):
                return 200, orjson.dumps({"data": operation.plan.answer(context, variables, deadline)})
        result = execute(self._schema, operation, variables, context, deadline)
        if not result.errors:
            return 200, orjson.dumps({"data": result.data})
        errors = formatted(result.errors, "BAD_USER_INPUT")
        return 200, orjson.dumps({"errors": errors, "data": result.data})


def _too_costly(cost: int, limit: int) -> Mistake:
    said = f"the query's cost is {cost}; {limit} is the limit; ask for smaller pages, fewer inputs or fewer lists"
    return Mistake("TOO_COSTLY", said, cost=cost, limit=limit)
