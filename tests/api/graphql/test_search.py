"""Search over GraphQL: which releases are searched, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.graphql_asking import Service, bundled, colours

SERVICE = Service(colours())
SEARCH = (
    "query ($text: String!, $scheme: String, $release: String, $valueSet: String) "
    "{ search(text: $text, scheme: $scheme, release: $release, valueSet: $valueSet) "
    "{ ... on SearchHitConnection { totalCount releases { name version } "
    "nodes { concept { code key release { version } } } } ... on Problem { code message } } "
    "typeahead(prefix: $text, scheme: $scheme, release: $release, valueSet: $valueSet) "
    "{ ... on Suggestions { releases { name version } hits { concept { code release { version } } } } } }"
)


def found(**asked: Any) -> tuple[list[tuple[str, str]], list[dict[str, str]]]:
    """Codes with their release, the same from search and typeahead; and the releases searched."""
    answer = SERVICE.ask(SEARCH, **asked)
    nodes, hits = (
        [(one["concept"]["code"], one["concept"]["release"]["version"]) for one in ones]
        for ones in (answer["search"]["nodes"], answer["typeahead"]["hits"])
    )
    assert nodes == hits
    assert answer["search"]["releases"] == answer["typeahead"]["releases"]
    return nodes, answer["search"]["releases"]


def test_a_value_set_does_not_unpin_the_release_of_the_scheme() -> None:
    """With `scheme` and `valueSet` both given, `release` was dropped: hits came from the release of the day."""
    hits, releases = found(text="mørk", scheme="colours", release="1.0.0", valueSet="blues")

    assert hits == [("D", "1.0.0")]
    assert releases == [{"name": "colours", "version": "1.0.0"}]


def test_a_value_set_has_the_members_of_the_pinned_release() -> None:
    """R came into the value set with 2.0.0; search in 1.0.0 must not find it as a member."""
    then, _ = found(text="rød", scheme="colours", release="1.0.0", valueSet="blues")
    now, _ = found(text="rød", scheme="colours", release="2.0.0", valueSet="blues")

    assert then == []
    assert now == [("u-r", "2.0.0")]


@pytest.mark.parametrize(("version", "expected"), [("1.0.0", []), ("2.0.0", [("u-r", "2.0.0")])])
@pytest.mark.parametrize(
    "more", [{}, {"scheme": "colours", "release": "2.0.0"}], ids=["free", "in a release"]
)
def test_a_canonical_of_a_value_set_names_its_version(
    version: str, expected: list[tuple[str, str]], more: dict[str, str]
) -> None:
    hits, _ = found(text="rød", valueSet=f"urn:example:vs:blues|{version}", **more)

    assert hits == expected


def test_a_release_unknown_to_the_scheme_is_told_with_a_value_set_too() -> None:
    answer = SERVICE.ask(SEARCH, text="rød", scheme="colours", release="9", valueSet="blues")

    assert answer["search"]["code"] == "UNKNOWN_RELEASE"


def test_the_releases_searched_are_told_where_nothing_is_found() -> None:
    """Only releases of hits on the page were listed: none for no hits, so nobody could tell what was searched."""
    hits, releases = found(text="qqqqqq")

    assert hits == []
    assert releases == [{"name": "colours", "version": "2.0.0"}, {"name": "paints", "version": "1.0.0"}]


EVERYDAY = (
    'query ($text: String!, $release: String) { search(text: $text, scheme: "colours", release: $release) '
    "{ ... on SearchHitConnection { nodes { concept { code } label match near formerRelease } } } }"
)


def test_a_former_term_is_found_and_shown_as_such() -> None:
    (hit,) = SERVICE.ask(EVERYDAY, text="azur")["nodes"]
    (then,) = SERVICE.ask(EVERYDAY, text="azur", release="1.0.0")["nodes"]

    assert hit == {
        "concept": {"code": "u-b"},
        "label": "Azur",
        "match": "EXACT",
        "near": False,
        "formerRelease": "1.0.0",
    }
    assert (then["concept"], then["formerRelease"]) == ({"code": "B"}, None)


def test_what_fits_most_of_the_words_is_marked_as_near() -> None:
    hits = SERVICE.ask(EVERYDAY, text="mørkeblå skjorte")["nodes"]

    assert [(hit["concept"]["code"], hit["match"], hit["near"]) for hit in hits] == [("u-d", "PARTLY", True)]


@pytest.mark.parametrize("release", ["1.0.0", "1.1.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0"])
def test_a_severity_is_found_in_every_release(release: str) -> None:
    """Typeahead in an older release over a value set gave nothing: its members were those of the release of the day.

    2.2.0 and 2.3.0 have one digest, so a hit of 2.2.0 was shown as one of 2.3.0.
    """
    query = (
        'query ($release: String) { typeahead(prefix: "B2", scheme: "fsiii", release: $release, '
        'valueSet: "KLSeveritiesFSIII") { ... on Suggestions { hits { concept { key release { version } } } } } }'
    )

    hits = Service(bundled()).ask(query, release=release)["hits"]

    assert [hit["concept"] for hit in hits] == [{"key": "B2", "release": {"version": release}}]
