"""The explorer page: a query, its answer, the schema, ready examples; plain HTML, ES modules and CSS of our own.

Everything in `static/` is served from memory under `/static/<digest of them all>/`: kept for a year by whoever asks,
because another content has another address. Modules import each other relatively and so stay in one edition. The page
itself is asked for again each time and answered with 304 while it is the same.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classification.record import frozen

PAGE: Final = "index.html"
MEDIA_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
FOREVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
_PREFIX: Final = "/static/"


@frozen
class Asset:
    """One file as it is sent."""

    body: bytes
    zipped: bytes
    media_type: str
    tag: str

    def answer(self, request: Request, keep: str) -> Response:
        """The file, or 304 when the asker has it."""
        headers = {"cache-control": keep, "etag": self.tag, "vary": "accept-encoding"}
        if self.tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
            return Response(self.zipped, headers=headers, media_type=self.media_type)
        return Response(self.body, headers=headers, media_type=self.media_type)


def explorer_routes() -> Sequence[Route]:
    """`/` and `/static/…`."""
    read = _read()
    digest = _digest(read)
    page = read.pop(PAGE).replace(_PREFIX.encode(), f"{_PREFIX}{digest}/".encode())
    assets = {f"{digest}/{name}": _asset(name, body) for name, body in read.items()}
    start = _asset(PAGE, page)

    async def explorer(request: Request) -> Response:
        return start.answer(request, ASK_AGAIN)

    async def static(request: Request) -> Response:
        asset = assets.get(request.path_params["path"])
        if asset is None:
            raise HTTPException(404)
        return asset.answer(request, FOREVER)

    return (Route("/", explorer), Route(f"{_PREFIX}{{path:path}}", static))


def _read() -> dict[str, bytes]:
    folder = files(__package__) / "static"
    found = sorted((f for f in folder.iterdir() if f.is_file()), key=lambda f: f.name)
    return {f.name: f.read_bytes() for f in found if _suffix(f.name) in MEDIA_TYPES}


def _digest(contents: Mapping[str, bytes]) -> str:
    total = hashlib.sha256()
    for name, body in contents.items():
        total.update(f"{name}\0{len(body)}\0".encode())
        total.update(body)
    return total.hexdigest()[:16]


def _asset(name: str, body: bytes) -> Asset:
    return Asset(
        body=body,
        zipped=gzip.compress(body, mtime=0),
        media_type=MEDIA_TYPES[_suffix(name)],
        tag=f'W/"{hashlib.sha256(body).hexdigest()[:20]}"',
    )


def _suffix(name: str) -> str:
    return name[name.rfind(".") :]
