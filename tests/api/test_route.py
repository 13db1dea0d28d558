"""What routes share: parameters, content negotiation, work beside the loop."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.route import beside_the_loop, day_of, is_fresh, liked_best, must_be_known, refused, with_charset
from api.work import Busy, Load, Workshop
from classification.deadline import OutOfTime
from classification.errors import InvalidRequest, UnknownCode

FORMS = ("application/json", "text/turtle", "application/ld+json")


def request(query: str = "", **headers: str) -> Request:
    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request(
        {"type": "http", "method": "GET", "path": "/", "query_string": query.encode(), "headers": lines}
    )


@pytest.mark.parametrize(
    ("accept", "liked"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
        ("application/*;q=0.1, text/turtle;q=0.2", "text/turtle"),
        ("application/json;q=0, */*;q=0.1", "text/turtle"),
        ("application/ld+json;profile=x, */*;q=0.5", "application/ld+json"),
        ("text/turtle;q=nonsense", None),
        ("text/turtle;q=9, application/json", "application/json"),
        ("image/png", None),
        (",;,", None),
    ],
)
def test_the_form_that_is_liked_best_is_the_first_of_the_best(accept: str, liked: str | None) -> None:
    assert liked_best(request(accept=accept), FORMS, str) == liked


def test_no_form_is_liked_where_there_is_none() -> None:
    assert liked_best(request(), (), str) is None


@pytest.mark.parametrize(
    ("given", "fresh"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("", False)],
)
def test_a_tag_that_the_caller_has_is_fresh(given: str, fresh: bool) -> None:
    assert is_fresh(request(if_none_match=given), '"a"') is fresh


def test_parameters_are_known_and_stand_once() -> None:
    must_be_known(request("asOf=2024-01-01&format=x"), "format", "asOf")
    with pytest.raises(InvalidRequest, match="unknown parameter 'asof'; known: format, asOf"):
        must_be_known(request("asof=2024-01-01"), "format", "asOf")
    with pytest.raises(InvalidRequest, match="format is given 2 times"):
        must_be_known(request("format=a&format=b"), "format")


def test_a_day_is_today_where_none_is_named() -> None:
    today = date(2025, 6, 1)

    assert day_of(request(), today) == day_of(request("asOf="), today) == today
    assert day_of(request("date=2024-02-29"), today, "date") == date(2024, 2, 29)
    with pytest.raises(InvalidRequest, match="asOf=2023-02-29 is no day"):
        day_of(request("asOf=2023-02-29"), today)


def test_a_text_says_its_encoding() -> None:
    assert with_charset("text/csv") == "text/csv; charset=utf-8"
    assert with_charset("text/csv; charset=latin-1") == "text/csv; charset=latin-1"
    assert with_charset("application/json") == "application/json"


def test_a_mistake_has_its_status_and_code() -> None:
    assert refused(UnknownCode("x"), near=["/concept/a"]).status_code == 404
    assert refused(InvalidRequest()).status_code == 400
    assert b'"near": [' in refused(UnknownCode("x"), near=["/concept/a"]).body


class Refusing(Workshop):
    """A workshop that takes nothing."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    async def run(self, *_: Any) -> Any:
        raise self.error


@pytest.mark.parametrize(
    ("workshop", "status", "text"),
    [
        (Workshop(), 200, "done"),
        (Refusing(Busy()), 503, "too many answers"),
        (Refusing(OutOfTime()), 503, "longer than 2 seconds"),
    ],
)
def test_what_is_not_made_in_time_is_refused(workshop: Workshop, status: int, text: str) -> None:
    def answer(_: Request) -> Response:
        return PlainTextResponse("done")

    async def receive() -> Any:
        await asyncio.sleep(60)

    async def ask() -> Response:
        asked = Request({**request().scope}, receive)
        return await beside_the_loop(answer, workshop, Load.MIDDLING, 2.0)(asked)

    response = asyncio.run(ask())

    assert response.status_code == status
    assert text in bytes(response.body).decode()
