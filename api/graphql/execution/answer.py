"""One request answered: document, variables, cost, then plan or engine, within the time allowed.

The work is done where its load belongs (`api.work`): what is asked is made ready, and answered at once where it costs
little, else in a second piece of work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

import orjson
from graphql import GraphQLSchema

from api.graphql.context import Context, Memory
from api.graphql.execution.document import Documents, Operation, Refused
from api.graphql.execution.engine import execute
from api.graphql.execution.plan import Uncovered
from api.graphql.execution.size import check_size, too_large
from api.graphql.mistake import Mistake, error_body, formatted
from api.graphql.schema import graphql_schema
from api.graphql.text import check_variables
from api.settings import Settings
from api.work import Busy, Deadline, Leaving, Load, Workshop
from classification import Terminology
from classification.deadline import OutOfTime

Answer = tuple[int, bytes]

LIGHT: Final = 100
"""Questions up to this cost are answered on the event loop."""
UNSURE: Final = 10_000
"""Questions up to this cost are tried there: what costs much at worst is mostly quick."""
HEAVY: Final = 20_000
SHORT_QUERY: Final = 300
"""A new query up to so many characters is parsed and validated on the event loop."""
SHORT_BODY: Final = 65_536
"""A body up to so many bytes is read there."""


class GraphQLRequest(NamedTuple):
    """A GraphQL request."""

    query: str
    variables: Mapping[str, Any]
    operation: str | None = None


class Unread(Exception):
    """What was sent is no GraphQL request; `mistake` says why."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake
        super().__init__(str(mistake))


class Ready(NamedTuple):
    """A request that may be answered."""

    operation: Operation
    variables: dict[str, Any]
    cost: int


class Answering:
    """Answers requests against the terminology of the moment.

    Args:
        terminology: gives the terminology in force.
        settings: the limits.
        today: gives the day that counts where `asOf` is absent.
        workshop: where the work is done.
        schema: another schema than the service's own, for tests.
    """

    def __init__(
        self,
        terminology: Callable[[], Terminology],
        settings: Settings,
        today: Callable[[], date],
        workshop: Workshop,
        schema: GraphQLSchema | None = None,
    ) -> None:
        self._terminology, self._settings, self._today = terminology, settings, today
        self._workshop = workshop
        self._schema = schema or graphql_schema()
        self._documents = Documents(self._schema, settings)
        self._memory = Memory()

    async def answer(
        self,
        body: bytes,
        read: Callable[[bytes], GraphQLRequest],
        deadline: Deadline,
        leaving: Leaving | None = None,
    ) -> Answer:
        """The HTTP status (of the strict media type) and the body; `read` makes the request of what was sent.

        Raises:
            Unread: it is no request.
            CallerLeft: nobody waits for the answer any more.
        """
        try:
            begun = await self._begun(body, read, deadline, leaving)
            if not isinstance(begun, Ready):
                return begun
            return await self._workshop.run(
                partial(self._answered, begun), _load(begun.cost), deadline, leaving
            )
        except Refused as refused:
            return refused.status, orjson.dumps({"errors": refused.errors})
        except Mistake as mistake:
            return mistake.status, orjson.dumps(error_body(mistake.code, str(mistake), **mistake.facts))
        except Busy:
            message = "too many heavy questions wait already; ask again in a moment"
            return 503, orjson.dumps(error_body("BUSY", message))
        except OutOfTime:
            message = (
                f"answering took longer than {self._settings.timeout_seconds:g} seconds; ask for less at once"
            )
            return 503, orjson.dumps(error_body("TIMEOUT", message))

    async def _begun(
        self,
        body: bytes,
        read: Callable[[bytes], GraphQLRequest],
        deadline: Deadline,
        leaving: Leaving | None,
    ) -> Answer | Ready:
        """The answer, where it costs little, else what is left to do."""
        if len(body) > SHORT_BODY:
            return await self._workshop.run(
                lambda: self._begin(_read(body, read), len(body)), Load.MIDDLING, deadline, leaving
            )
        request = _read(body, read)
        is_quick = len(request.query) <= SHORT_QUERY or self._documents.keeps(request.query)
        load = Load.LIGHT if is_quick else Load.MIDDLING
        return await self._workshop.run(lambda: self._begin(request, len(body)), load, deadline, leaving)

    def _begin(self, request: GraphQLRequest, sent: int) -> Answer | Ready:
        operation = self._documents.get(request.query).operation(request.operation)
        variables = operation.coercion.coerce(request.variables)
        if isinstance(variables, list):
            raise Refused(formatted(variables, "BAD_USER_INPUT"))
        check_variables(variables)
        ready = Ready(operation, variables, operation.cost.of(variables, sent))
        if ready.cost > self._settings.max_cost:
            raise _too_costly(ready.cost, self._settings.max_cost)
        return self._answered(ready) if ready.cost <= LIGHT else ready

    def _answered(self, ready: Ready) -> Answer:
        operation, variables, cost = ready.operation, ready.variables, ready.cost
        context = Context(self._terminology(), self._today(), self._settings, self._memory)
        if operation.plan is not None:
            try:
                return 200, self._written({"data": operation.plan.answer(context, variables)}, cost)
            except Uncovered:
                pass
        result = execute(self._schema, operation, variables, context)
        if not result.errors:
            return 200, self._written({"data": result.data}, cost)
        errors = formatted(result.errors, "BAD_USER_INPUT")
        return 200, self._written({"errors": errors, "data": result.data}, cost)

    def _written(self, answer: dict[str, Any], cost: int) -> bytes:
        limit = self._settings.max_answer_bytes
        if cost > UNSURE:  # what costs less is some megabytes at most
            check_size(answer, limit)
        written = orjson.dumps(answer)
        if len(written) > limit:
            raise too_large(limit)
        return written


def _read(body: bytes, read: Callable[[bytes], GraphQLRequest]) -> GraphQLRequest:
    try:
        return read(body)
    except Mistake as mistake:
        raise Unread(mistake) from None


def _load(cost: int) -> Load:
    if cost <= LIGHT:
        return Load.LIGHT
    return Load.UNSURE if cost <= UNSURE else Load.MIDDLING if cost <= HEAVY else Load.HEAVY


def _too_costly(cost: int, limit: int) -> Mistake:
    message = f"the query's cost is {cost}; {limit} is the limit; ask for smaller pages, fewer inputs or fewer lists"
    return Mistake("TOO_COSTLY", message, cost=cost, limit=limit)
