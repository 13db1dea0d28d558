"""The service: one function that puts its parts together.

    /             the explorer page, its files under /static/
    /graphql/v1   questions, beside it /graphql/v1/schema.graphql
    /concept/…    the page of a concept, in RDF or JSON
    /download/…   releases, value sets and maps as files
    /health       whether it can answer, and from what

The terminology is opened when the service starts and swapped whole when a process publishes; a question is answered
from the one it began with.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.archive.opened import Opened
from api.archive.progress import Progress, silent
from api.concept_page import concept_routes
from api.cors import Origins
from api.download import download_routes
from api.explorer import explorer_routes
from api.graphql.execution.view import PATH, GraphQLEndpoint, graphql_endpoint, routes_of
from api.health import UNAVAILABLE, Watch
from api.payload.opening import open_checker
from api.settings import Settings
from api.web import JSON, Shield, allowed_hosts, answer_failure, answer_http_error, split_names
from api.work import Workshop, undisturbed
from classification import Terminology


def create_app(settings: Settings, *, opened: Opened | None = None, progress: Progress = silent) -> Starlette:
    """The service as an ASGI application.

    Args:
        settings: see docs/configuration.md.
        opened: what is already open; otherwise the store is opened when the application starts. Either way it is
            closed when the application ends.
        progress: told how far the first start has come.

    Raises:
        InvalidContent: an own profile is broken (where the store is opened later, the start fails with it).
        NotADirectoryError: there is no such folder of profiles.
    """
    part = _Service(settings, opened, progress)
    part.read_own_profiles()
    questions = graphql_endpoint(part.terminology, settings, today, part.workshop)
    routes = [  # those asked most first: they are tried one after the other
        *routes_of(questions),
        *explorer_routes(),
        *concept_routes(part.terminology, today, part.workshop, settings.timeout_seconds),
        *download_routes(part.terminology, today, part.workshop, settings.timeout_seconds),
        Route("/health", part.health),
    ]
    return Starlette(
        routes=routes,
        middleware=_middleware(settings, questions),
        exception_handlers={HTTPException: answer_http_error, Exception: answer_failure},
        lifespan=part.lifespan,
    )


def today() -> date:
    """The day where the service runs."""
    return date.today()  # noqa: DTZ011 - the local day is meant


def now() -> datetime:
    """The instant, aware."""
    return datetime.now(UTC)


def _middleware(settings: Settings, questions: GraphQLEndpoint) -> list[Middleware]:
    hosts = allowed_hosts(settings.host, settings.allowed_hosts)
    return [
        Middleware(Shield, hosts=hosts, max_body=settings.max_body_bytes, straight={PATH: questions}),
        Middleware(Origins, origins=split_names(settings.cors_origins)),
    ]


class _Service:
    """What the routes ask: the terminology of the moment, and the watch over it."""

    def __init__(self, settings: Settings, opened: Opened | None, progress: Progress) -> None:
        self._settings, self._opened, self._progress = settings, opened, progress
        self._watch: Watch | None = None
        self.workshop = Workshop()

    def terminology(self) -> Terminology:
        """What is answered from at this moment."""
        assert self._opened is not None, "the application has not started"
        return self._opened.current()

    def read_own_profiles(self) -> None:
        """A broken profile is told when the service starts, not to the first who asks for a validation."""
        if self._settings.own_profiles and self._opened is not None:
            open_checker(self._opened.current(), self._settings.cache_dir, self._settings.own_profiles)

    async def health(self, request: Request) -> Response:
        """`/health`."""
        del request
        if self._watch is None:
            return JSON({"status": UNAVAILABLE}, 503)
        status, state = self._watch.health()
        return JSON(state, status)

    @asynccontextmanager
    async def lifespan(self, app: Starlette) -> AsyncIterator[None]:
        """Open, watch, close."""
        del app
        began = time.monotonic()
        if self._opened is None:
            self._opened = await asyncio.to_thread(Opened, self._settings, now, self._progress)
            await asyncio.to_thread(self.read_own_profiles)
        self._watch = Watch(self._opened, began)
        tasks = [
            asyncio.create_task(self._watch.run(self._settings.refresh_seconds)),
            asyncio.create_task(self.workshop.tidy()),
        ]
        try:
            with undisturbed():
                yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            self.workshop.close()
            self._opened.close()
