"""Places in JSON texts: what is pointed at is what stands there; what parsers hide is told."""

import json
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reading.json_places import TextPlaces, find_spots, pointer_of, steps_of
from loaders.reading.json_problems import MAX_DEPTH, ProblemKind, decoded, find_problems

_NAMES = st.text(max_size=6) | st.sampled_from(["a/b", "m~n", "æ", "0", ""])
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_NAMES, inner, max_size=4)
)


def pointers(value: Any, here: str = "") -> Iterator[tuple[str, Any]]:
    """Every pointer into a value, with what it names."""
    yield here, value
    members: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in members:
        yield from pointers(inner, here + pointer_of([step]))


@given(value=_VALUES, indent=st.sampled_from([None, 1, 2]), ascii_only=st.booleans())
def test_the_text_at_the_place_of_a_pointer_is_the_value(
    value: Any, indent: int | None, ascii_only: bool
) -> None:
    try:
        text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=indent)
    wanted = dict(pointers(value))

    spots = find_spots(text, wanted)

    lines = text.split("\n")
    for pointer, expected in wanted.items():
        place = TextPlaces(text).place(spots[pointer].start)
        rest = "\n".join(lines[place.line - 1 :])[place.column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == expected
        assert spots[pointer].exact


@given(value=_VALUES)
def test_the_whole_of_a_scalar_lies_between_start_and_end(value: Any) -> None:
    text = json.dumps(value)
    wanted = {pointer: inner for pointer, inner in pointers(value) if not isinstance(inner, dict | list)}

    for pointer, spot in find_spots(text, wanted).items():
        assert json.loads(text[spot.start : spot.end]) == wanted[pointer]


@given(steps=st.lists(st.text() | st.integers(min_value=0)))
def test_a_pointer_leads_back_to_its_steps(steps: list[str | int]) -> None:
    assert steps_of(pointer_of(steps)) == [str(step) for step in steps]


def test_of_a_repeated_name_the_last_member_counts() -> None:
    text = '{"a": {"b": 1, "c": 2}, "a": {"b": 3}}'

    spots = find_spots(text, ["/a/b", "/a/c"])

    assert text[spots["/a/b"].start] == "3"
    assert not spots["/a/c"].exact


def test_a_name_written_with_escapes_is_found() -> None:
    text = '{"\\u006bode": "J1"}'

    spot = find_spots(text, ["/kode"])["/kode"]

    assert text[spot.start : spot.end] == '"J1"'
    assert spot.key == 1


def test_an_absent_member_is_placed_at_what_should_hold_it() -> None:
    text = '{"x": 1, "code": {"text": "y"}}'

    spot = find_spots(text, ["/code/coding/0/system"])["/code/coding/0/system"]

    assert (spot.start, spot.key, spot.exact) == (17, 9, False)


def test_a_column_counts_characters() -> None:
    place = TextPlaces('{\r\n"æøå 🦉": 1}').place(12)

    assert (place.line, place.column, place.text) == (2, 10, '"æøå 🦉": 1}')


@given(text=st.text(alphabet='{}[]",:\\ \n01eENaINtrue-æ', max_size=60))
def test_any_text_is_searched_to_its_end_without_a_crash(text: str) -> None:
    spots = find_spots(text, ["", "/0", "/a/0", "/0/a", "/1"])

    assert all(0 <= spot.start <= spot.end <= len(text) for spot in spots.values())


@given(text=st.text(alphabet='{}[]",:\\ \n0123eEfuNaIn.trusl-+æ', max_size=60) | _VALUES.map(json.dumps))
def test_a_text_without_fatal_problem_is_one_that_a_strict_parser_takes(text: str) -> None:
    try:
        orjson.loads(text)
        accepted = True
    except ValueError:
        accepted = False

    assert accepted is not any(problem.fatal for problem in find_problems(text))


@pytest.mark.parametrize(
    ("text", "kind", "pointer", "column", "detail"),
    [
        ('{"a": 1, "a": 2}', ProblemKind.DUPLICATE_KEY, "/a", 10, "a"),
        ('{"a": {"b": 1, "\\u0062": 2}}', ProblemKind.DUPLICATE_KEY, "/a/b", 16, "b"),
        ('{"a": [0, NaN]}', ProblemKind.NOT_FINITE, "/a/1", 11, "NaN"),
        ('{"a": -Infinity}', ProblemKind.NOT_FINITE, "/a", 7, "-Infinity"),
        ('{"a": 1e400}', ProblemKind.HUGE_NUMBER, "/a", 7, "1e400"),
        ('{"a": 1', ProblemKind.SYNTAX, "/a", 8, ""),
        ('{"a": 1,}', ProblemKind.SYNTAX, "/a", 9, "}"),
        ("{'a': 1}", ProblemKind.SYNTAX, "/0", 2, "'a'"),
        ('{"a" 1}', ProblemKind.SYNTAX, "/a", 6, "1"),
        ("[1 2]", ProblemKind.SYNTAX, "/0", 4, "2"),
        ("[1] 2", ProblemKind.SYNTAX, "", 5, "2"),
        ("[01]", ProblemKind.SYNTAX, "/0", 2, "01"),
        ('["abc', ProblemKind.SYNTAX, "/0", 2, '"abc'),
        ('["a\\x"]', ProblemKind.SYNTAX, "/0", 4, "\\x"),
        ('["a\\ud800"]', ProblemKind.LONE_SURROGATE, "/0", 4, "\\u"),
        ('["a\tb"]', ProblemKind.SYNTAX, "/0", 4, "\t"),
        ("", ProblemKind.SYNTAX, "", 1, ""),
    ],
)
def test_a_problem_has_its_place(
    text: str, kind: ProblemKind, pointer: str, column: int, detail: str
) -> None:
    (problem,) = find_problems(text)

    assert (problem.kind, problem.detail, problem.pointer) == (kind, detail, pointer)
    assert TextPlaces(text).place(problem.offset).column == column


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_nesting_beyond_the_limit_is_told_where_it_goes_too_far(opening: str) -> None:
    closing = {"[": "]"}.get(opening, "}")

    def nested(depth: int) -> str:
        return opening * (depth - 1) + opening[0] + closing * depth

    assert find_problems(nested(MAX_DEPTH)) == ()
    (problem,) = find_problems(nested(100_000))
    assert (problem.kind, problem.offset) == (ProblemKind.TOO_DEEP, MAX_DEPTH * len(opening))


def test_a_byte_that_is_not_utf8_is_told_with_its_place() -> None:
    text, problems = decoded(b'{\n"navn": "Bj\xf8rn"}')

    assert [
        (p.kind, p.detail, TextPlaces(text).place(p.offset).line, TextPlaces(text).place(p.offset).column)
        for p in problems
    ] == [(ProblemKind.NOT_UTF8, "byte 0xf8", 2, 12)]


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert decoded(b"\xef\xbb\xbf{}") == ("{}", ())


def test_utf16_is_named() -> None:
    _, problems = decoded("{}".encode("utf-16"))

    assert problems[0].detail == "UTF-16"


@pytest.mark.parametrize(
    "text", ['"' + '\\"' * 200_000, "[" + '"a",' * 100_000, '{"a":' * 50_000], ids=["quotes", "items", "open"]
)
def test_a_broken_text_is_read_once(text: str) -> None:
    """An unclosed string was tried again from each quote in it: minutes for a megabyte."""
    assert find_problems(text)[-1].fatal
    assert find_spots(text, ["/0/a"])["/0/a"].start <= len(text)
