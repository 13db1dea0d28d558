"""One question to a service: what it answers, and what is said where it is none."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.error import HTTPError, URLError

import pytest

from api.cli.answering import client
from api.cli.answering.client import GraphQLClient, ServerRefused, ServerUnreachable
from classification.errors import InvalidRequest

QUERY = "{ schemes { name } }"


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the service gives, one after the other: bytes, or an error that is raised."""
    replies: list[Any] = []

    def urlopen(_request: Any, timeout: float) -> Any:
        assert timeout > 0
        answer = replies.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return io.BytesIO(answer)

    monkeypatch.setattr(client, "urlopen", urlopen)
    return replies


def ask(answers: list[Any], answer: Any) -> Any:
    answers.append(answer if isinstance(answer, bytes | Exception) else json.dumps(answer).encode())
    return GraphQLClient("http://127.0.0.1:8000").ask(QUERY, {})


@pytest.mark.parametrize(
    "url",
    ["http://host:8000", "http://host:8000/", "http://host:8000/graphql/v1", "http://host:8000/graphql/v1/"],
)
def test_the_root_and_the_endpoint_are_the_same_address(url: str) -> None:
    assert GraphQLClient(url).url == "http://host:8000/graphql/v1"


@pytest.mark.parametrize(
    "url", ["host:8000", "ftp://host", "http://", "http://host:0", "http://u:p@host", "http://h?x"]
)
def test_what_is_no_address_is_refused_and_no_password_is_shown(url: str) -> None:
    with pytest.raises(InvalidRequest, match="--server") as failed:
        GraphQLClient(url)

    assert "u:p" not in str(failed.value)


def test_data_is_given_and_a_field_that_is_missing_is_a_stranger_s(answers: list[Any]) -> None:
    data = ask(answers, {"data": {"schemes": [{"name": "fsiii"}]}})

    assert data["schemes"] == [{"name": "fsiii"}]
    with pytest.raises(ServerUnreachable, match="is not Samsprog"):
        data["releases"]


def test_a_mistake_and_a_problem_have_the_code_of_the_service(answers: list[Any]) -> None:
    with pytest.raises(ServerRefused, match="too many") as mistake:
        ask(answers, {"errors": [{"message": "too many", "extensions": {"code": "TOO_COSTLY"}}]})
    with pytest.raises(ServerRefused, match="no such scheme") as problem:
        ask(answers, {"data": {"scheme": {"problem": "UNKNOWN_SCHEME", "message": "no such scheme"}}})

    assert (mistake.value.code, problem.value.code) == ("TOO_COSTLY", "UNKNOWN_SCHEME")


@pytest.mark.parametrize(
    "answer",
    [
        b"<html>",
        b"[]",
        b"{}",
        {"data": None},
        {"data": {"schemes": 1}},
        {"errors": ["what"]},
        {"errors": [{}]},
    ],
    ids=str,
)
def test_what_is_no_answer_of_a_service_is_told(answers: list[Any], answer: Any) -> None:
    with pytest.raises(ServerUnreachable, match="is not Samsprog"):
        ask(answers, answer)


def test_who_does_not_answer_is_named_with_the_reason(answers: list[Any]) -> None:
    with pytest.raises(
        ServerUnreachable, match=r"no service answers at http://127\.0\.0\.1:8000/graphql/v1: refused"
    ):
        ask(answers, URLError("refused"))


def test_an_error_of_http_is_read_for_what_it_says(answers: list[Any]) -> None:
    body = io.BytesIO(json.dumps({"errors": [{"message": "busy", "extensions": {"code": "BUSY"}}]}).encode())

    with pytest.raises(ServerRefused, match="busy"):
        ask(answers, HTTPError("http://127.0.0.1", 503, "", {}, body))  # type: ignore[arg-type]
