"""What holds for every exchange over HTTP: headers on answers, hosts and sizes of requests, errors as JSON.

One ASGI layer (`Shield`), because each layer costs every question a little. A body larger than allowed is refused
by its announced length, or, when there is none, while it is read; some of it is still taken, so that the caller comes
to read the answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final
from uuid import uuid4

import orjson
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG: Final = logging.getLogger("samsprog.web")

POLICY: Final = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY_HEADERS: Final = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_RAW: Final = [(name.encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]

CODES: Final = {
    400: "BAD_REQUEST",
    403: "ORIGIN_NOT_ALLOWED",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    413: "BODY_TOO_LARGE",
    421: "UNKNOWN_HOST",
    500: "INTERNAL_ERROR",
    503: "UNAVAILABLE",
}
LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")
ANY_HOST: Final = "*"
DRAINING_SECONDS: Final = 3.0
DRAINED_BODIES: Final = 8
PIECE: Final = 65_536


class JSON(Response):
    """A JSON answer; not kept by anybody unless its headers say so."""

    media_type = "application/json"

    def __init__(self, content: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(content, status, {"cache-control": "no-store", **(headers or {})})

    def render(self, content: Any) -> bytes:
        """The value as bytes."""
        return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def refusal(status: int, message: str, headers: Mapping[str, str] | None = None, **facts: object) -> JSON:
    """An answer that says what was wrong, in the form that GraphQL gives its errors."""
    code = CODES.get(status, f"HTTP_{status}")
    return JSON({"errors": [{"message": message, "extensions": {"code": code, **facts}}]}, status, headers)


class Shield:
    """The layer around everything: strange hosts and large bodies are refused, every answer bears the headers.

    Args:
        app: what answers.
        hosts: names under which the service may be asked, without port, lower case; `*` allows every name.
        max_body: largest body in bytes.
        straight: what answers at a path all by itself, errors included. A request whose length is told and that comes
            from no page goes there straight: the layers between would do nothing with it but take their time.
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: Sequence[str],
        max_body: int,
        straight: Mapping[str, ASGIApp] | None = None,
    ) -> None:
        self.app = app
        self.straight = straight or {}
        self.hosts = frozenset(hosts)
        self.any_host = ANY_HOST in self.hosts
        self.max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one exchange."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_RAW]
            elif len(message.get("body", b"")) > PIECE:
                await _in_pieces(message, send)
                return
            await send(message)

        host, length, from_page = _heads(scope)
        if not self.any_host and host_name(host) not in self.hosts:
            await self._unknown_host(host)(scope, receive, send_with_headers)
        elif length is not None and length > self.max_body:
            if not any(name == b"expect" for name, _ in scope["headers"]):
                await _drained(receive, self.max_body)
            await self._too_large()(scope, receive, send_with_headers)
        elif length is not None:
            plain = not from_page and not scope.get("root_path")
            app = self.straight.get(scope["path"], self.app) if plain else self.app
            await app(scope, receive, send_with_headers)
        else:
            await self.app(scope, self._counted(receive), send_with_headers)

    def _counted(self, receive: Receive) -> Receive:
        got = 0

        async def receive_some() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.max_body:
                if message.get("more_body", False):
                    await _drained(receive, self.max_body)
                raise HTTPException(413, self._limit())
            return message

        return receive_some

    def _too_large(self) -> JSON:
        return refusal(413, self._limit(), {"connection": "close"}, limit=self.max_body)

    def _limit(self) -> str:
        return (
            f"the body is larger than {self.max_body} bytes; send several requests, or raise max_body_bytes"
        )

    def _unknown_host(self, host: str) -> JSON:
        known = ", ".join(sorted(self.hosts))
        message = f"this service is not known as {host[:100]!r}; known: {known}. The setting allowed_hosts names others"
        return refusal(421, message)


async def _in_pieces(message: Message, send: Send) -> None:
    """Send a long body piece by piece, each when the caller has taken most of those before.

    Otherwise the whole lies in memory until it is taken, and nobody can tell a slow caller from one that takes nothing.
    """
    body, more = message["body"], message.get("more_body", False)
    for start in range(0, len(body), PIECE):
        last = start + PIECE >= len(body)
        await send({**message, "body": body[start : start + PIECE], "more_body": more or not last})


async def _drained(receive: Receive, body: int) -> None:
    """Take what is still being sent, as much as some bodies of `body` bytes and for a few seconds.

    A caller that only reads when it has sent everything would otherwise meet a closed connection, not the answer.
    """
    got = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(DRAINING_SECONDS):
            while got <= DRAINED_BODIES * body:
                message = await receive()
                got += len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body", False):
                    return


def _heads(scope: Scope) -> tuple[str, int | None, bool]:
    """The host asked, the length told, and whether a page asks."""
    host, length, from_page = "", None, False
    for name, value in scope["headers"]:
        if name == b"host":
            host = value.decode("latin-1")
        elif name == b"content-length":
            length = int(value) if value.isdigit() else None
        elif name == b"origin":
            from_page = True
    return host, length, from_page


def host_name(host: str) -> str:
    """A `Host` header without its port, lower case.

    >>> host_name("LOCALHOST:8000"), host_name("[::1]:8000")
    ('localhost', '[::1]')
    """
    name = host.lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0]


def allowed_hosts(bound_to: str, named: str) -> tuple[str, ...]:
    """The names under which the service may be asked.

    A service on the machine's own address answers to that alone: a page from elsewhere that lets its name point here
    (DNS rebinding) is refused. One that listens to others cannot know its names and answers to all, until
    `allowed_hosts` names them.

    >>> allowed_hosts("127.0.0.1", "")
    ('localhost', '127.0.0.1', '[::1]')
    >>> allowed_hosts("0.0.0.0", ""), allowed_hosts("0.0.0.0", "terms.example.dk, localhost")
    (('*',), ('terms.example.dk', 'localhost'))
    """
    if named.strip():
        return split_names(named.lower())
    return LOOPBACK if _is_loopback(bound_to) else (ANY_HOST,)


def split_names(text: str) -> tuple[str, ...]:
    """Names between commas or blanks.

    >>> split_names("a.example, b.example")
    ('a.example', 'b.example')
    """
    return tuple(text.replace(",", " ").split())


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


async def answer_http_error(request: Request, error: Exception) -> Response:
    """404, 405 and what else is refused on the way, as JSON."""
    assert isinstance(error, HTTPException)
    message = _SAID.get(error.status_code, _detail)(request, error)
    return refusal(error.status_code, message, error.headers)


async def answer_failure(_request: Request, error: Exception) -> Response:
    """Something unexpected: masked, to be found in the log. This answer is made outside the `Shield`."""
    correlation = uuid4().hex
    LOG.error("internal error %s", correlation, exc_info=error)
    return refusal(500, "internal error", SECURITY_HEADERS, correlationId=correlation)


def _detail(_request: Request, error: HTTPException) -> str:
    return error.detail


def _not_found(request: Request, _error: HTTPException) -> str:
    return (
        f"nothing is at {request.url.path}; see /, /graphql/v1, /graphql/v1/schema.graphql, "
        "/concept/NAME/CODE, /download/NAME, /health"
    )


def _not_allowed(request: Request, error: HTTPException) -> str:
    allowed = Headers(error.headers or {}).get("allow", "")
    return f"{request.url.path} does not take {request.method}" + (f"; it takes {allowed}" if allowed else "")


_SAID: Final[Mapping[int, Callable[[Request, HTTPException], str]]] = {404: _not_found, 405: _not_allowed}
