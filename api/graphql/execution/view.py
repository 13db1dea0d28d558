"""GraphQL over HTTP: the three routes (GraphQL-over-HTTP draft, media types, statuses).

    POST /graphql/v1                 {"query", "variables", "operationName"}
    GET  /graphql/v1                 the same as parameters; there are only queries
    GET  /graphql/v1/schema.graphql  the schema as text

It answers `application/graphql-response+json` with the status that fits where the caller accepts that, and otherwise
`application/json`, where a request that could be read has the status 200.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator, Mapping
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from api.graphql.execution.answer import Answering, GraphQLRequest, Unread
from api.graphql.mistake import Mistake, error_body, logged
from api.graphql.schema import schema_text
from api.settings import Settings
from api.work import CallerLeft, Deadline, Workshop, caller_left
from classification import Terminology
from classification.remembered import Remembered

PATH: Final = "/graphql/v1"
_JSON: Final = b"application/json"
_GRAPHQL: Final = b"application/graphql-response+json"
_KEPT_ACCEPTS: Final = 256
MOST_VALUES: Final = 500_000
"""A reader of JSON lets nothing else go on while it reads; so many values take it about a twentieth of a second."""


def graphql_routes(
    terminology: Callable[[], Terminology],
    settings: Settings,
    today: Callable[[], date],
    workshop: Workshop | None = None,
) -> list[BaseRoute]:
    """The routes; `terminology` gives the one of the moment, `today` the day, work is done in the workshop."""
    return routes_of(graphql_endpoint(terminology, settings, today, workshop or Workshop()))


def graphql_endpoint(
    terminology: Callable[[], Terminology],
    settings: Settings,
    today: Callable[[], date],
    workshop: Workshop,
) -> GraphQLEndpoint:
    """What answers questions."""
    return GraphQLEndpoint(Answering(terminology, settings, today, workshop), settings)


def routes_of(endpoint: GraphQLEndpoint) -> list[BaseRoute]:
    """The endpoint at its path, and the schema beside it."""
    return [
        Route(PATH, endpoint, name="graphql"),
        Route(f"{PATH}/schema.graphql", _schema_page, methods=["GET"], name="graphql-schema"),
    ]


async def _schema_page(request: Request) -> Response:  # noqa: ARG001
    return PlainTextResponse(schema_text(), media_type="application/graphql")


class Heads(NamedTuple):
    """What the view reads from a request's headers."""

    accept: bytes
    content_type: bytes
    length: bytes
    encoding: bytes


class GraphQLEndpoint:
    """The endpoint as an ASGI application."""

    def __init__(self, answering: Answering, settings: Settings) -> None:
        self._answering, self._settings = answering, settings
        self._accepts: Remembered[bytes, bytes | None] = Remembered(_KEPT_ACCEPTS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        heads = _heads(scope)
        media = self._media(heads.accept)
        try:
            status, body = await self._answered(scope, receive, heads, media)
        except CallerLeft:
            return
        headers = [
            (b"content-type", (media or _JSON) + b"; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"vary", b"accept"),
        ]
        if status in (408, 413):
            headers.append((b"connection", b"close"))
        if status == 405:
            headers.append((b"allow", b"GET, POST"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answered(
        self, scope: Scope, receive: Receive, heads: Heads, media: bytes | None
    ) -> tuple[int, bytes]:
        deadline = Deadline.after(self._settings.timeout_seconds)
        try:
            if media is None:
                raise Mistake("NOT_ACCEPTABLE", f"answers are {_GRAPHQL.decode()} or {_JSON.decode()}")
            sent, read = await self._sent(scope, receive, heads, deadline)
        except Mistake as mistake:
            return _refused(mistake)
        try:
            status, body = await self._answering.answer(sent, read, deadline, partial(caller_left, receive))
        except Unread as unread:
            return _refused(unread.mistake)
        except CallerLeft:
            raise
        except Exception as error:
            facts = {"correlationId": logged(error)}
            return 500, orjson.dumps(error_body("INTERNAL_ERROR", "internal error", **facts))
        return (status if media == _GRAPHQL or status >= 500 else 200), body

    async def _sent(
        self, scope: Scope, receive: Receive, heads: Heads, deadline: Deadline
    ) -> tuple[bytes, Callable[[bytes], GraphQLRequest]]:
        """What was sent, and what reads it."""
        method = scope["method"]
        if method == "POST":
            kind = heads.content_type
            if kind != _JSON and not _is_json(kind):
                message = f"send the body as {_JSON.decode()}, not as {_said(kind)}"
                raise Mistake("UNSUPPORTED_MEDIA_TYPE", message + (_NO_XML if b"xml" in kind.lower() else ""))
            if heads.encoding not in {b"", b"identity"}:
                raise Mistake(
                    "UNSUPPORTED_MEDIA_TYPE", f"send the body as it is, not as {_said(heads.encoding)}"
                )
            return await self._body(receive, heads.length, deadline), _from_body
        if method == "GET":
            return scope["query_string"], _from_parameters
        raise Mistake("METHOD_NOT_ALLOWED", f"{method} is not among GET and POST")

    async def _body(self, receive: Receive, length: bytes, deadline: Deadline) -> bytes:
        cap = self._settings.max_body_bytes
        if length.isdigit() and int(length) > cap:
            raise _too_large(cap)
        reading = _whole(receive, cap)
        try:
            awaited = reading.send(None)
        except StopIteration as there:  # the body came with its head: no clock is needed
            body: bytes = there.value
            return body
        try:
            async with asyncio.timeout(deadline.left):
                return await _GoingOn(reading, awaited)
        except TimeoutError:
            seconds = self._settings.timeout_seconds
            message = f"the body did not come within {seconds:g} seconds"
            raise Mistake("BODY_TIMEOUT", message, limit=seconds) from None

    def _media(self, accept: bytes) -> bytes | None:
        try:
            return self._accepts[accept]
        except KeyError:
            return self._accepts.keep(accept, _media_type(accept))


def _refused(mistake: Mistake) -> tuple[int, bytes]:
    return mistake.status, orjson.dumps(error_body(mistake.code, str(mistake), **mistake.facts))


def _heads(scope: Scope) -> Heads:
    accept = content_type = length = encoding = b""
    for name, value in scope["headers"]:
        if name == b"content-type":
            content_type = value
        elif name == b"accept":
            accept = accept + b"," + value if accept else value
        elif name == b"content-length":
            length = value
        elif name == b"content-encoding":
            encoding = value.strip().lower()
    return Heads(accept, content_type, length, encoding)


def _media_type(accept: bytes) -> bytes | None:
    """The media type to answer with: the one preferred, application/json where both are as welcome."""
    weights: dict[bytes, float] = {}
    for part in accept.split(b","):
        name, _, parameters = part.partition(b";")
        if name.strip():
            weights[name.strip().lower()] = _weight(parameters)
    if not weights:
        return _JSON
    loosest = weights.get(b"*/*", 0.0)
    loose = weights.get(b"application/*", loosest)
    graphql = weights.get(_GRAPHQL, loose)
    plain = weights.get(_JSON, loose)
    if not graphql and not plain:
        return None
    if graphql > plain or (graphql == plain and _GRAPHQL in weights):
        return _GRAPHQL
    return _JSON


def _weight(parameters: bytes) -> float:
    for parameter in parameters.split(b";"):
        name, _, value = parameter.partition(b"=")
        if name.strip().lower() == b"q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def _is_json(content_type: bytes) -> bool:
    name, _, parameters = content_type.partition(b";")
    if name.strip().lower() != _JSON:
        return False
    charset = parameters.lower().partition(b"charset=")[2].partition(b";")[0].strip(b' "')
    return charset in {b"", b"utf-8", b"utf8"}


def _said(content_type: bytes) -> str:
    return content_type[:80].decode("latin-1") or "nothing"


class _GoingOn:
    """A coroutine that has begun, to be awaited further: what it waits for is the first thing that is waited for."""

    def __init__(self, begun: Coroutine[Any, Any, bytes], awaited: Any) -> None:
        self._begun, self._awaited = begun, awaited

    def __await__(self) -> Generator[Any, Any, bytes]:
        awaited = self._awaited
        try:
            while True:
                try:
                    got = yield awaited
                except BaseException as error:
                    awaited = self._begun.throw(error)
                else:
                    awaited = self._begun.send(got)
        except StopIteration as ended:
            body: bytes = ended.value
            return body


async def _whole(receive: Receive, cap: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Mistake("MALFORMED_REQUEST", "the caller left before the body was read")
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > cap:
            raise _too_large(cap)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(cap: int) -> Mistake:
    return Mistake("BODY_TOO_LARGE", f"the body is larger than {cap} bytes", limit=cap)


_NO_XML: Final = (
    '; a question is {"query": "…", "variables": {…}}, and objects for `validate` are JSON too '
    "(a FHIR server gives it with Accept: application/fhir+json)"
)
_BEFORE_XML: Final = b"\xef\xbb\xbf \t\r\n"


def _from_body(body: bytes) -> GraphQLRequest:
    _check_values(body)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        if body.lstrip(_BEFORE_XML).startswith(b"<"):
            raise Mistake("MALFORMED_JSON", f"the body is XML or HTML, not JSON{_NO_XML}") from None
        raise Mistake("MALFORMED_JSON", f"the body is not JSON: {error}") from None
    if type(value) is list:
        message = "an array of requests is not answered; ask one, with many inputs or several fields"
        raise Mistake("BATCHING_NOT_SUPPORTED", message)
    if type(value) is not dict:
        raise Mistake("MALFORMED_REQUEST", "the body is not a JSON object with the member query")
    return _checked(value.get("query"), value.get("variables"), value.get("operationName"))


def _check_values(body: bytes) -> None:
    """Refuse a body of very many values: nothing else is done by anybody while one is read.

    Raises:
        Mistake: naming the limit.
    """
    if len(body) > MOST_VALUES and sum(map(body.count, (b",", b"[", b"{"))) > MOST_VALUES:
        message = f"the body holds more than {MOST_VALUES:,} values (commas and brackets count); send several requests"
        raise Mistake("BODY_TOO_LARGE", message, limit=MOST_VALUES)


def _from_parameters(query_string: bytes) -> GraphQLRequest:
    try:
        parameters: Mapping[str, str] = dict(
            parse_qsl(
                query_string.decode("latin-1"), keep_blank_values=True, errors="strict", max_num_fields=20
            )
        )
    except ValueError:
        raise Mistake("MALFORMED_REQUEST", "the parameters are not UTF-8, or more than 20") from None
    variables: Any = None
    if parameters.get("variables"):
        try:
            variables = orjson.loads(parameters["variables"])
        except orjson.JSONDecodeError as error:
            raise Mistake("MALFORMED_JSON", f"the parameter variables is not JSON: {error}") from None
    return _checked(parameters.get("query"), variables, parameters.get("operationName") or None)


def _checked(query: Any, variables: Any, operation: Any) -> GraphQLRequest:
    if type(query) is not str or not query:
        raise Mistake("MALFORMED_REQUEST", "query is missing, or not a text")
    if variables is None:
        variables = {}
    elif type(variables) is not dict:
        raise Mistake("MALFORMED_REQUEST", "variables is not a JSON object")
    if operation is not None and type(operation) is not str:
        raise Mistake("MALFORMED_REQUEST", "operationName is not a text")
    return GraphQLRequest(query, variables, operation)
