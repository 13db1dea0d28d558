"""Places in TOML: the same keys and the same values as `tomllib` has, each where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.toml_places import find_places

GAPS = st.sampled_from(["", " ", "\t", "  "])
LINES = st.sampled_from(["\n", "\r\n", "\n\n", ' # [x] = \'a\' """\n', "\n# \u2028 \x85 = [\n"])
BARE = st.sampled_from(["a", "b", "c", "a-b", "1", "_x"])
INNER = st.text(st.sampled_from(list("a[]={}#',. \t\u2028é")), max_size=5)
STRINGS = st.one_of(
    INNER.map(lambda text: f'"{text}"'),
    INNER.map(lambda text: f'"{text}\\"\\\\\\u00e6"'),
    INNER.map(lambda text: "'" + text.replace("'", "") + "'"),
    INNER.map(lambda text: f'"""\n[a]\n{text}"" "\n\\""""'),
    INNER.map(lambda text: f'"""{text}\n[[b]]\r\n""\\\n   """'),
    INNER.map(lambda text: "'''\n[a]\nb = 1\n" + text.replace("'", "") + "'''''"),
)
KEYS = st.one_of(
    BARE,
    BARE.map(lambda key: f'"{key}"'),
    BARE.map(lambda key: f"'{key}'"),
    st.sampled_from(['"a\\u002eb"', '""']),
)
NUMBERS = ("1", "-2.5e3", "true", "inf", "0xff", "1_000")
DAYS = ("1979-05-27", "1979-05-27 07:32:00", "07:32:00", "1979-05-27T07:32:00Z")
SCALARS = st.sampled_from((*NUMBERS, *DAYS))


@st.composite
def dotted(draw: st.DrawFn) -> str:
    gap = draw(GAPS)
    return f"{gap}.{gap}".join(draw(st.lists(KEYS, min_size=1, max_size=3)))


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    parts = draw(st.lists(inner, max_size=3))
    line = draw(st.one_of(GAPS, LINES))
    comma = draw(st.sampled_from(["", ","])) if parts else ""
    return "[" + line + f"{line},{line}".join(parts) + line + comma + line + "]"


@st.composite
def inlines(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    gap = draw(GAPS)
    parts = [f"{draw(dotted())}{gap}={gap}{draw(inner)}" for _ in range(draw(st.integers(0, 2)))]
    return "{" + gap + f"{gap},{gap}".join(parts) + gap + "}"


VALUES = st.recursive(
    st.one_of(SCALARS, STRINGS), lambda inner: st.one_of(arrays(inner), inlines(inner)), max_leaves=6
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """Statements one after another, without those that `tomllib` refuses after what stands before them."""
    text = draw(st.one_of(st.just(""), LINES))
    for _ in range(draw(st.integers(1, 7))):
        gap, key = draw(GAPS), draw(dotted())
        kind = draw(st.sampled_from(["table", "array", "pair"]))
        if kind == "table":
            statement = f"{gap}[{gap}{key}{gap}]"
        elif kind == "array":
            statement = f"{gap}[[{gap}{key}{gap}]]"
        else:
            statement = f"{gap}{key}{gap}={gap}{draw(VALUES)}{gap}"
        statement += draw(LINES)
        try:
            tomllib.loads(text + statement)
        except tomllib.TOMLDecodeError:
            continue
        text += statement
    return text


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield (*path, key), part
        yield from leaves(part, (*path, key))


def assert_agrees(text: str) -> None:
    values = dict(leaves(tomllib.loads(text)))
    places = find_places(text)

    assert places.spots.keys() == values.keys()
    for path, spot in places.spots.items():
        if spot.start >= 0:
            assert tomllib.loads(f"x = {text[spot.start : spot.end]}")["x"] == values[path]
        else:
            assert isinstance(values[path], dict | list)
        assert places.line(path) == text.count("\n", 0, spot.at) + 1


@given(documents())
def test_keys_and_values_are_those_of_tomllib(text: str) -> None:
    assert_agrees(text)


def test_all_that_is_shipped_agrees(project_root: Path) -> None:
    files = sorted((project_root / "vocabularies").rglob("*.toml"))

    assert len(files) > 40
    for file in files:
        assert_agrees(file.read_text(encoding="utf-8"))


TEXT = '''name = "x"
text = """
[match]
\u2028"""

[match]
type = "a"
shape = [
  {path = "a"},
  {path = "b"},
]
[[rule]]
code = "SP590"
[[rule]]
code = "SP590"
note.da = 2
  [[rule.when]]
path = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("text",), 2),
        (("match",), 6),
        (("match", "type"), 7),
        (("match", "shape", 1, "path"), 10),
        (("rule", 0, "code"), 13),
        (("rule", 1), 14),
        (("rule", 1, "note", "da"), 16),
        (("rule", 1, "when", 0), 17),
        (("rule", 1, "when", 0, "none"), 17),
        (("rule", 1, "none"), 14),
        (("none",), 0),
    ],
)
def test_the_line_is_that_of_the_key(path: tuple[str | int, ...], line: int) -> None:
    """A `[match]` inside a text moved all lines, and what stood inline was found by what it held."""
    assert find_places(TEXT).line(path) == line


@pytest.mark.parametrize(
    "text", ["", "a", "a =", "a = [", "[", "[[a]", 'a = "', "a = {b", "\ufeff", "a = " + "[" * 9999]
)
def test_what_is_no_toml_raises_nothing(text: str) -> None:
    assert find_places(text).line(("a",)) in {0, 1}
