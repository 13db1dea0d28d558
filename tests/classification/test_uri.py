"""URIs of concepts: made of codes by a rule, and read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.uri import PLACE, code_in, common_rule, default_rule, is_uri, made_uri

SYSTEMS = st.sampled_from(
    ["urn:oid:1.2.3", "https://v.example/c/", "https://v.example/c#", "https://v.example/voc#Scheme", "urn:x"]
)
CODES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@given(SYSTEMS, CODES)
def test_a_uri_that_is_made_is_one_and_gives_its_code_back(system: str, code: str) -> None:
    rule = default_rule(system)

    uri = made_uri(rule, code)

    assert is_uri(uri)
    assert uri.count("#") <= 1
    assert code_in(rule, uri) == code


@given(SYSTEMS, CODES, CODES)
def test_two_codes_never_have_one_uri(system: str, one: str, other: str) -> None:
    rule = default_rule(system)

    assert (made_uri(rule, one) == made_uri(rule, other)) == (one == other)


@given(st.text(), st.sampled_from(["urn:x#{code}", "https://v.example/{code}/about"]))
def test_what_no_rule_made_gives_no_code(uri: str, rule: str) -> None:
    code = code_in(rule, uri)

    assert code is None or made_uri(rule, code) == uri


@given(st.lists(CODES, min_size=2, unique=True), SYSTEMS)
def test_the_rule_of_uris_is_found_again(codes: list[str], system: str) -> None:
    rule = default_rule(system)

    found = common_rule((made_uri(rule, code), code) for code in codes)

    assert all(made_uri(found, code) == made_uri(rule, code) for code in codes) or found.endswith(PLACE)


@pytest.mark.parametrize("text", ["J1.1", "", "a b:c", "http://x.example/<a>", "x:", "æ:1"])
def test_what_is_no_uri(text: str) -> None:
    assert not is_uri(text)
