"""`asOf`, `knownAt` and `release` over GraphQL: what they pick, what they inherit, how they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

import hypothesis
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.graphql.execution.view import PATH, graphql_routes
from api.graphql.scalar import parse_instant
from tests.api.graphql_asking import TODAY, Service, colours, settings
from tests.cases import cases
from tests.classification.worlds import concept, part, release, terminology, value_set

SERVICE = Service(colours())
BEFORE = "2025-01-01T12:00:00Z"


# ---------------------------------------------------------------- inside an answer


def test_a_scheme_gives_its_releases_as_it_was_asked() -> None:
    """`Scheme.release` forgot the clocks of the scheme: what was not known then leaked out by its label."""
    query = (
        'query ($at: DateTime) { scheme(name: "colours", asOf: "2025-01-01", knownAt: $at) { ... on Scheme '
        "{ releases { version } release { ... on Release { version } } "
        'late: release(release: "2.0.0") { ... on Release { version } ... on Problem { code } } '
        'own: release(knownAt: "2025-01-03T00:00:00Z") { ... on Release { version } } '
        'early: release(asOf: "2020-01-01") { ... on Problem { code } } } } }'
    )

    assert SERVICE.ask(query, at=BEFORE) == {
        "releases": [{"version": "1.0.0"}],
        "release": {"version": "1.0.0"},
        "late": {"code": "UNKNOWN_RELEASE"},
        "own": {"version": "2.0.0"},
        "early": {"code": "NO_RELEASE_ON_DAY"},
    }


def test_the_scheme_of_a_concept_is_asked_as_the_concept_was() -> None:
    """Likewise from a concept: its scheme answered with the release of today."""
    query = (
        '{ concept(scheme: "colours", code: "R", asOf: "2024-06-01") '
        "{ ... on Concept { scheme { release { ... on Release { version } } } } } }"
    )

    assert SERVICE.ask(query) == {"scheme": {"release": {"version": "1.0.0"}}}


# ---------------------------------------------------------------- a release by label or digest

EMPTY = {
    "release": 'release(scheme: "colours", release: "") { ... on Problem { code message } }',
    "concept": 'concept(scheme: "colours", code: "R", release: "") { ... on Problem { code message } }',
    "resolve": 'resolve(inputs: ["R"], system: "colours", to: "colours", release: "") '
    "{ ... on Problem { code message } }",
    "search": 'search(text: "r", scheme: "colours", release: "") { ... on Problem { code message } }',
    "value set": 'valueSet(name: "blues", release: "") { ... on Problem { code message } }',
    "map": 'map(name: "paint-colours", release: "") { ... on Problem { code message } }',
    "diff": 'diff(scheme: "colours", from: "1.0.0", to: "") { ... on Problem { code message } }',
    "diff from": 'diff(scheme: "colours", from: "") { ... on Problem { code message } }',
}


@pytest.mark.parametrize("question", EMPTY.values(), ids=EMPTY)
def test_an_empty_label_is_no_release(question: str) -> None:
    """An empty label counted as absent: a form sent without its value was answered with the release of the day."""
    assert SERVICE.ask(f"{{ {question} }}") == {"code": "UNKNOWN_RELEASE", "message": "unknown release ''"}


def test_null_for_a_label_is_as_if_absent() -> None:
    assert SERVICE.ask('{ release(scheme: "colours", release: null) { ... on Release { version } } }') == {
        "version": "2.0.0"
    }


# ---------------------------------------------------------------- no release then


def test_where_nothing_was_known_then_no_first_release_is_named() -> None:
    """It said of 2023-06-07 that no release covers it, the first being valid from 2023-06-07: known only later."""
    late = release(
        concept("a"), start=datetime(2023, 6, 7, tzinfo=UTC).date(), recorded=datetime(2024, 1, 1, tzinfo=UTC)
    )
    sets = [value_set(part(codes="a"), recorded=datetime(2024, 1, 1, tzinfo=UTC))]
    service = Service(terminology(late, value_sets=sets))
    query = (
        '{ release(scheme: "colours", asOf: "2023-06-07", knownAt: "2023-06-08T00:00:00Z") '
        "{ ... on NoReleaseOnDay { firstRelease firstDay message } } "
        'valueSet(name: "some", knownAt: "2023-06-08T00:00:00Z") { ... on NoReleaseOnDay { firstRelease message } } }'
    )

    found = service.ask(query)

    assert found["release"] == {
        "firstRelease": None,
        "firstDay": None,
        "message": "no release of colours covers 2023-06-07 as known at 2023-06-08T00:00:00+00:00; "
        "none was known then",
    }
    assert found["valueSet"]["firstRelease"] is None
    assert found["valueSet"]["message"].endswith("; none was known then")


# ---------------------------------------------------------------- instants


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-01-02T00:00:00.123456789Z", datetime(2025, 1, 2, 0, 0, 0, 123456, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2016-12-31T23:59:60.5z", datetime(2016, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2025-01-02 01:00+01:00", datetime(2025, 1, 2, tzinfo=UTC)),
        ("2025-01-02t00:00:00.5Z", datetime(2025, 1, 2, 0, 0, 0, 500000, tzinfo=UTC)),
    ],
)
def test_an_instant_is_taken_as_rfc_3339_lets_it_be_written(written: str, meant: datetime) -> None:
    """Nine digits of a second, as many databases write them, and leap seconds were refused."""
    assert parse_instant(written) == meant


@pytest.mark.parametrize(
    "written",
    ["2025-01-02T00:00:00", "2025-01-02T00:00:61Z", "2025-01-02T00:30:60Z", "2025-02-30T00:00:00Z", "now"],
)
def test_every_instant_that_is_none_has_the_same_code(written: str) -> None:
    """A missing offset had another code than the other mistakes in an instant."""
    assert (
        SERVICE.code("query ($at: DateTime) { maps(knownAt: $at) { totalCount } }", at=written)
        == "BAD_USER_INPUT"
    )


# ---------------------------------------------------------------- what is remembered of resolving

RESOLVE: Final = (
    "query ($system: String!, $to: String!, $kind: ConceptKind, $input: InputKind!, $asOf: Date, $knownAt: DateTime, "
    '$release: String) { resolve(inputs: ["R", "Rød", "D", "01", "u-b"], system: $system, to: $to, kind: $kind, '
    "input: $input, asOf: $asOf, knownAt: $knownAt, release: $release) { ... on Problem { code message } "
    "... on Resolutions { answers { input outcome form message review targets { code kind } } "
    "releases { name version } } } }"
)
CHOICES: Final[Mapping[str, Sequence[Any]]] = {
    "system": ["colours", "paints", "nope"],
    "to": ["colours", "paints"],
    "kind": [None, "STATE", "INTERVENTION"],
    "input": ["CODES", "TERMS"],
    "asOf": [None, "2024-06-01", "2025-06-01", "2020-01-01"],
    "knownAt": [None, "2024-06-01T00:00:00Z", "2025-06-01T00:00:00+02:00"],
    "release": [None, "", "1.0.0", "2.0.0"],
    "today": [TODAY, date(2024, 6, 1)],
}
WORLD: Final = colours()


@pytest.mark.parametrize("differing", CHOICES)
@example(base={name: values[0] for name, values in CHOICES.items()})
@given(base=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()}))
@hypothesis.settings(max_examples=cases(5))
def test_no_answer_depends_on_what_was_asked_before(differing: str, base: dict[str, Any]) -> None:
    """Resolvers are remembered by what was asked and by the day: each answer is that of a service nobody asked yet."""
    day = [TODAY]
    lasting = TestClient(Starlette(routes=graphql_routes(lambda: WORLD, settings(), lambda: day[0])))

    for value in (base[differing], *CHOICES[differing]):
        variables = base | {differing: value}
        day[0] = variables.pop("today")
        answer = lasting.post(PATH, json={"query": RESOLVE, "variables": variables}).json()

        assert answer == Service(WORLD, day[0]).answer(RESOLVE, **variables)
