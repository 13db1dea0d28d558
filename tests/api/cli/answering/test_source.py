"""Who answers, and for which clock: what the words of a command line say."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

import pytest

from api.cli.answering.client import PATH, GraphQLClient
from api.cli.answering.local import LocalSource, kind_named
from api.cli.answering.remote import RemoteSource
from api.cli.answering.source import AnswerSource, clock_of, edition, open_source
from classification.concept import Kind
from classification.errors import InvalidRequest, SamsprogError
from classification.terminology import When
from tests.api.graphql_asking import TODAY, Service, supplemented_colours
from tests.classification.worlds import DAY, concept, release, scheme, terminology


@pytest.mark.parametrize(
    ("text", "release", "picked"),
    [
        ("fsiii", "", ("fsiii", "")),
        ("fsiii@2.3.0", "", ("fsiii", "2.3.0")),
        ("fsiii@2.3.0", "2.3.0", ("fsiii", "2.3.0")),
        ("urn:x@y@1", "", ("urn:x@y", "1")),
        ("@x", "", ("@x", "")),
    ],
)
def test_a_name_and_its_release(text: str, release: str, picked: tuple[str, str]) -> None:
    assert edition(text, release) == picked


@pytest.mark.parametrize(("text", "release"), [("fsiii@", ""), ("fsiii@1", "2")])
def test_a_release_that_is_missing_or_said_twice_is_refused(text: str, release: str) -> None:
    with pytest.raises(InvalidRequest, match=r"the release behind @ is missing|name two releases"):
        edition(text, release)


def test_a_day_known_then_counts_to_its_end_in_utc() -> None:
    when = clock_of(Namespace(as_of=DAY, known_at="2024-03-01", release="1"))

    assert when == When(DAY, datetime(2024, 3, 1, 23, 59, 59, 999999, UTC), "1")


@pytest.mark.parametrize("text", ["20240301", "2024-W09-5", "yesterday", "2024-03-01T12:00:00"])
def test_a_time_that_may_be_mistaken_is_refused_with_one_that_may_not(text: str) -> None:
    with pytest.raises(InvalidRequest, match=r"2024-03-01T12:00:00\+01:00"):
        clock_of(Namespace(as_of=DAY, known_at=text))


def test_two_who_should_answer_are_one_too_many() -> None:
    with pytest.raises(InvalidRequest, match="leave one out"):
        open_source(Namespace(as_of=DAY, known_at="", server="http://x", data_dir="y"))


def test_kinds_go_by_their_english_and_danish_names() -> None:
    assert kind_named("state") is kind_named("tilstand") is Kind.STATE
    assert kind_named("") is None
    with pytest.raises(InvalidRequest, match="unknown kind 'stat'; known: state"):
        kind_named("stat")


def test_two_classifications_are_not_compared() -> None:
    source = LocalSource(
        terminology(release(concept("R")), release(concept("p"), of=scheme("paints"))), When(date.max)
    )

    with pytest.raises(InvalidRequest, match="are two classifications"):
        source.diff(("colours", "1.0.0"), ("paints", "1.0.0"))


PLAIN: Final = {"text": "", "kind": "", "release": "", "limit": 20, "offset": 0, "activeOnly": False}
QUESTIONS: Final[Mapping[str, Callable[[AnswerSource], Any]]] = {
    "show": lambda source: source.show("colours", "R", ""),
    "search": lambda source: source.search("red", PLAIN | {"scheme": "colours", "valueSet": ""}),
    "search everywhere": lambda source: source.search("red", PLAIN | {"scheme": "", "valueSet": ""}),
    "expand": lambda source: source.expand("blues", "", PLAIN),
}


@pytest.mark.parametrize(
    "names", [(), ("english",), ("urn:example:english",), ("gloss",), ("paints",), ("englsh",)]
)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_service_answers_with_supplements_what_is_answered_here(
    monkeypatch: pytest.MonkeyPatch, question: str, names: tuple[str, ...]
) -> None:
    when = When(TODAY, supplements=names)
    service = Service(supplemented_colours())
    there = RemoteSource("http://service.example", when)
    headers = {"content-type": "application/json"}
    monkeypatch.setattr(
        GraphQLClient,
        "_posted",
        lambda _, body: service.client.post(PATH, content=body, headers=headers).json(),
    )

    ask = QUESTIONS[question]
    answer = said(lambda: ask(there))

    assert answer == said(lambda: ask(LocalSource(supplemented_colours(), when)))


def said(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except SamsprogError as error:
        return str(error)
