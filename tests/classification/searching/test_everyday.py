"""Compounds taken apart, and what weighs in labels that hold some of the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.compiled.index import Index, compile_release
from classification.danish import fold
from classification.searching.everyday import Derived, most_fitting, without_small_words
from classification.searching.search import SearchIndex
from tests.classification.worlds import concept, release

TERMS = (
    "Hudpleje",
    "Problemer med hud",
    "Pleje af sår",
    "Hukommelse",
    "Toilet",
    "Beskæftigelse",
    "Støtte",
    "Hjertesvigt",
)
PLACE = SearchIndex(Index(compile_release(release(*(concept(str(i), term) for i, term in enumerate(TERMS))))))


def derived() -> Derived:
    return PLACE._derived


@pytest.mark.parametrize(
    ("word", "halves"),
    [
        ("hudproblemer", "hud problemer"),
        ("toiletbesøg", "toilet besøg"),
        ("beskæftigelsesstøtte", "beskæftigelse støtte"),
        ("hukommelsesproblem", "hukommelse problem"),
        ("sårpleje", "sår pleje"),
        ("sårbehandling", "sår behandling"),
        ("cykelhjelm", "cykelhjelm"),
        ("hud", "hud"),
        ("x" * 500, "x" * 500),
    ],
)
def test_a_compound_is_taken_apart_where_its_halves_are_known(word: str, halves: str) -> None:
    assert derived().halves(fold(word)) == tuple(map(fold, halves.split()))


@given(st.text("abdehlmoprsuøåæ", max_size=20))
def test_what_is_taken_apart_can_be_put_together(word: str) -> None:
    typed = fold(word)

    halves = derived().halves(typed)

    assert typed in {link.join(halves) for link in ("", "s", "e")}


def test_small_words_count_only_where_there_is_nothing_else() -> None:
    assert without_small_words(("hjaelp", "til", "at", "gaa", "til")) == ("hjaelp", "gaa")
    assert without_small_words(("til", "at", "til")) == ("til", "at")


def test_a_rare_word_weighs_more_than_a_usual_one() -> None:
    words = PLACE._words

    found = most_fitting(
        ("hud", "toilet", "xyz"), lambda word: [(1.0, [words.equal(word)])], len(PLACE._concept)
    )

    labels = [PLACE.index.terms[PLACE._concept[entry]] for _, entry in found]
    assert labels[0] == "Toilet"
    assert all(0 < share < 1 for share, _ in found)


@given(st.lists(st.sampled_from(["hud", "pleje", "problemer", "xyz", "toilet"]), min_size=1, unique=True))
def test_the_best_of_the_words_are_all_of_them_at_most(asked: list[str]) -> None:
    words = PLACE._words

    found = most_fitting(asked, lambda word: [(1.0, [words.equal(word)])], len(PLACE._concept))

    shares = [share for share, _ in found]
    assert shares == sorted(shares, reverse=True)
    assert all(0 < share <= 1 + 1e-9 for share in shares)
