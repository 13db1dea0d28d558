"""Strict JSON: the quick reader and the grammar behind it agree about what is JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.reading.json_document import parse
from loaders.reading.json_problems import find_problems
from loaders.reading.notes import Notes
from tests.cases import cases

PARTS = ("{", "}", "[", "]", ":", ",", '"a"', '"b"', "1", "-0", "1e9", "NaN", "-Infinity", "true", "null", " ", "\n",
         '"\\ud800"', '"\\ud83d\\ude00"', '"\\\\ud800"', '"', "\\", "\x01", "\ufeff", "01", "1.", "é")  # fmt: skip
texts = st.lists(st.sampled_from(PARTS), max_size=12).map("".join) | st.text(max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
)


def read(text: str) -> tuple[Any, list[str]]:
    notes = Notes()
    return parse(text, "x.json", notes), [finding.rule for finding in notes.findings]


def _accepted(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


@settings(max_examples=cases(500))
@given(texts)
@example('{"a": 1, "a": NaN}')
@example("[" * 2_000)
@example("9" * 5_000)
def test_what_python_refuses_is_told_and_nothing_else_is_refused_but_what_the_grammar_refuses(
    text: str,
) -> None:
    value, rules = read(text)

    try:
        accepted = _accepted(text)
    except RecursionError:
        accepted = False
    assert accepted or rules
    if not rules:
        assert json.dumps(value, default=float) == json.dumps(json.loads(text))
        assert find_problems(text) == ()


@given(values)
def test_what_is_json_comes_back(value: Any) -> None:
    assert read(json.dumps(value)) == (value, [])


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ('{"a": 1, "b": {"a": 1, "a": 2, "a": 3}}', ["SPF02", "SPF02"]),
        ('["\\ud800 \\ud801", NaN, {"a": "\\udc00"}]', ["SPF06", "SPF06", "SPF03", "SPF06"]),
        ('{"a": 1, "a": 2} x', ["SPF02", "SPF01"]),
    ],
)
def test_everything_that_is_wrong_is_told(text: str, rules: list[str]) -> None:
    assert read(text)[1] == rules


def test_a_key_twice_leaves_a_value_to_read_on_with() -> None:
    assert read('{"a": 1, "a": 2}') == ({"a": 2}, ["SPF02"])


@pytest.mark.parametrize("token", ["1e99999999999999999999", "-1.5E+99999999999999999999"])
def test_an_exponent_without_end_is_told(token: str) -> None:
    """It ended the import: Decimal refuses what the grammar of JSON allows."""
    notes = Notes()

    assert parse(f'{{"a": {token}}}', "x.json", notes) is None
    ((rule, path),) = [(finding.rule, finding.place.path) for finding in notes.findings]
    assert (rule, path) == ("SPF01", "/a")


def test_a_number_nearer_to_nothing_than_any_is_nothing() -> None:
    notes = Notes()

    assert parse('{"a": 1e-99999999999999999999}', "x.json", notes) == {"a": 0}
    assert not notes.findings


def test_each_of_many_problems_has_its_line_and_column() -> None:
    notes = Notes()
    lines = [f'  "a{number % 2}": {number},' for number in range(200)]
    parse("{\n" + "\n".join(lines) + '\n  "b": 0}', "x.json", notes)

    assert [(f.place.line, f.place.column) for f in notes.findings] == [(line, 3) for line in range(4, 202)]
