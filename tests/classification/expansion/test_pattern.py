"""The regular expressions of value-set filters."""

from __future__ import annotations

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.errors import InvalidPattern
from classification.expansion.pattern import MAX_STATES, Pattern
from tests.counted import within

LETTERS = "abJ1.2 -æÅ_\n"
SCATTERED = "".join(Random(1).choices("ab", k=2_000))  # no two places alike, so that no step is remembered
CLASSES = [".", r"\d", r"\D", r"\w", r"\W", r"\s", r"\S", r"\n", r"\x61", r"\u00e6", "()", "(?:)"]
BRACKETS = ["[ab]", "[^ab]", "[a-c1-2]", r"[^\d.]", r"[\w-]", "[]a]", "[-a]", "[å-ø]", "[.*]"]
atoms = st.sampled_from([*map(re.escape, "abJ1.2 -æÅ_"), *CLASSES, *BRACKETS])
quantifiers = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}", "{0}", "*?", "{2,}?"])


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Patterns made of smaller ones."""
    grouped = st.builds("{}{}".format, st.builds("({})".format, inner), quantifiers)
    return (
        st.builds("{}{}".format, inner, inner)
        | st.builds("(?:{}|{})".format, inner, inner)
        | st.builds("({}|{}|)".format, inner, inner)
        | grouped
    )


# Few leaves: the reference engine backtracks, and nested repetition would keep it busy for minutes.
patterns = st.recursive(atoms | st.builds("{}{}".format, atoms, quantifiers), grown, max_leaves=6)


@given(patterns, st.lists(st.text(LETTERS, max_size=7), min_size=1, max_size=8))
def test_a_pattern_matches_what_the_standard_engine_matches(text: str, candidates: list[str]) -> None:
    ours = Pattern(text)

    assert [ours.matches(c) for c in candidates] == [re.fullmatch(text, c) is not None for c in candidates]


@given(patterns)
def test_a_pattern_matches_a_text_made_for_it(text: str) -> None:
    """Texts at random rarely match; the pattern between its own first letters is tried as well."""
    ours, theirs = Pattern(f"(a|{text})*"), re.compile(f"(?:a|{text})*")

    for sample in ("", "a", "ab", "J1.2", "aaaaaa", "a b", "1121", "æÅ"):
        assert ours.matches(sample) is (theirs.fullmatch(sample) is not None)


@pytest.mark.parametrize(
    ("text", "candidate", "expected"),
    [
        ("J1", "J1.1", False),
        ("J1.*", "J1.1", True),
        ("^J[0-9]$", "J3", True),
        ("(^J|K)3$", "K3", True),
        ("a|b", "ab", False),
        ("", "", True),
        (".", "\n", False),
        (".", "\r", False),
        (r"\p{Lu}\p{L}+", "Øjne", True),
        (r"\P{L}+", "12-3", True),
        (r"\p{Lu}", "ø", False),
        (r"[\p{Nd}x]+", "1x2", True),
        ("a{3,5}", "aa", False),
        ("a{3,5}", "aaaaa", True),
        ("a{3,5}", "aaaaaa", False),
        ("𐐀.", "𐐀😀", True),
    ],
)
def test_known_answers(text: str, candidate: str, expected: bool) -> None:
    assert Pattern(text).matches(candidate) is expected


@pytest.mark.parametrize(
    ("text", "position", "reason"),
    [
        (r"(a)\1", 3, "back references"),
        ("a(?=b)", 1, "looking ahead"),
        ("(?<!a)b", 0, "looking ahead or behind"),
        ("(?i)a", 0, "only"),
        ("(?P<n>a)", 0, "only"),
        ("a(b", 1, "never closed"),
        ("a)b", 1, "without"),
        ("[ab", 0, "never closed"),
        ("[b-a]", 2, "ends before"),
        (r"[a-\d]", 2, "end with a letter"),
        ("[a-z-[b]]", 4, "subtracting"),
        ("*a", 0, "nothing to repeat"),
        ("a**", 2, "quantifier after a quantifier"),
        ("a*+", 2, "quantifier after a quantifier"),
        ("a{2,1}", 1, "ends before"),
        ("a{x}", 1, "write {m}"),
        ("{", 0, "repeats nothing"),
        ("a\\", 1, "backslash"),
        (r"\bword", 0, "not supported"),
        (r"\p{Latin}", 0, "Unicode category"),
        (r"\xg1", 0, "hexadecimal"),
        ("a^b", 1, "beginning"),
        ("a$b", 1, "end of the pattern"),
        ("(a$)*", 2, "end of the pattern"),
        ("^*", 0, "cannot be repeated"),
        ("a{3000}", 1, "states"),
        ("((a{50}){50})", 8, "states"),
        ("(){999}" * 3, 21, "states"),
        ("((){999}){999}", 9, "states"),
        ("a{1500}|b{1500}", 15, "states"),
        ("a" * 1001, 1000, "longer than"),
        ("(" * 60 + ")" * 60, 51, "nested"),
    ],
)
def test_what_is_not_supported_is_refused_with_its_position(text: str, position: int, reason: str) -> None:
    with pytest.raises(InvalidPattern, match=reason) as refused:
        Pattern(text)

    assert refused.value.position == position


@pytest.mark.parametrize(
    ("text", "candidate", "expected"),
    [
        ("(a+)+$", "a" * 10_000 + "!", False),
        ("(a|a)*", "a" * 10_000, True),
        ("(a*)*b", "a" * 10_000, False),
        ("(a?){900}a{900}", "a" * 900, True),
        ("(.*)(.*)(.*)(.*)(.*)x", "a" * 10_000, False),
        ("((a?){44}){44}", "a" * 1936, True),
        ("(a|b)*a(a|b){900}", SCATTERED + "a" + SCATTERED[:900], True),
        ("(a|b)*a(a|b){900}", SCATTERED + "b" + SCATTERED[:900], False),
        (f"({'(' * 40}a*{')*' * 40})*b", "a" * 10_000, False),
    ],
)
def test_patterns_that_ruin_a_backtracking_engine_answer_quickly(
    text: str, candidate: str, expected: bool
) -> None:
    """No more than two steps for each state of the pattern (a thousand at most) and letter of the text."""
    found = within(2_000 * len(candidate), lambda: Pattern(text).matches(candidate))

    assert found is expected


def test_the_biggest_pattern_is_accepted() -> None:
    assert Pattern(f"(ab){{{MAX_STATES // 2}}}").matches("ab" * (MAX_STATES // 2))
