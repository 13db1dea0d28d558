"""Pages of other origins: who may ask from a browser, and what is said to those who may not.

A browser hides from a page why it may not ask, and tells its developer little. So the refusal is a sentence in the
answer, where the browser's list of requests shows it, and a line in the log of the service, once for each origin, for
whoever can change the setting.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.web import refusal
from classification.text import shown

LOG: Final = logging.getLogger("samsprog.web")
_METHODS: Final = ("GET", "POST")
_HEADERS: Final = ("content-type",)
_LOGGED: Final = 100
_WELL_FORMED: Final = re.compile(r"[a-z][a-z0-9+.-]{0,20}://[A-Za-z0-9.:\[\]-]{1,300}")


class Origins(CORSMiddleware):
    """The layer that lets pages of the origins named ask, and tells all others that they may not.

    Args:
        app: what answers.
        origins: as browsers write them, `https://care.example.dk`; `*` allows all.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        super().__init__(
            app, allow_origins=origins, allow_methods=_METHODS, allow_headers=_HEADERS, max_age=3600
        )
        self._logged: set[str] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one exchange; one that names no origin goes straight on where no origin may ask."""
        origin = _origin(scope)
        if origin is None and not self.allow_origins:
            await self.app(scope, receive, send)
            return
        if (
            origin is not None
            and scope["method"] in {"GET", "OPTIONS"}
            and not self.is_allowed_origin(origin)
        ):
            self._log(origin)
        await super().__call__(scope, receive, send)

    def preflight_response(self, request_headers: Headers) -> Response:
        """What is answered to a browser that asks whether a page may ask."""
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        origin = request_headers["origin"]
        message = _reason(request_headers) if self.is_allowed_origin(origin) else _stranger(origin)
        kept = {name: value for name, value in answer.headers.items() if not name.startswith("content-")}
        return refusal(403, message, kept)

    def _log(self, origin: str) -> None:
        if origin not in self._logged and len(self._logged) < _LOGGED:
            self._logged.add(origin)
            LOG.warning("%s", _stranger(origin))


def _origin(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == b"origin"), None)


def _stranger(origin: str) -> str:
    """What whoever may change the setting reads, and may copy: only what a browser can have sent is put there."""
    example = origin if _WELL_FORMED.fullmatch(origin) else "https://care.example.dk"
    return (
        f"pages of {shown(origin)!r} may not ask this service from a browser; to let them, name the origin in the "
        f"setting cors_origins, for instance SAMSPROG_CORS_ORIGINS={example} (several between commas)"
    )


def _reason(asked: Headers) -> str:
    method, headers = asked["access-control-request-method"], asked.get("access-control-request-headers", "")
    message = (
        f"a page may ask with {' or '.join(_METHODS)} and send the header {', '.join(_HEADERS)} of its own"
    )
    return f"{message}; this one wants {shown(method)!r}" + (f" with {shown(headers)!r}" if headers else "")
