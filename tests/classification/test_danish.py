"""Folding and stemming of Danish words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.danish import (
    SMALL_WORDS,
    fold,
    hyphened,
    letters_of,
    light_stem,
    relatives,
    root,
    words,
)

FORMS = (
    "pleje plejen plejer plejens plejes plejede plejet",
    "hånd hånden hænder hænderne håndens",
    "sygdom sygdomme sygdommen sygdommens sygdommene",
    "ryg ryggen rygge",
    "muskel muskler musklerne",
    "middel midler midlerne",
    "hus huse huset husets husene",
    "proces processer processen",
    "fod fødder fødderne",
    "barn børn børnene barnets",
    "behandling behandlinger behandlingen behandlingerne behandlingens",
    "svær svært svære",
    "varig varigt varige",
    "søster søstre søsteren",
    "sår såret sårene sårets",
    "lidelse lidelser lidelsen",
    "funktion funktioner funktionen",
    "indsats indsatser indsatsen",
    "sygeplejerske sygeplejersker sygeplejerskerne",
    "tilstand tilstande tilstanden tilstandene",
)
APART = (("sår", "sal"), ("pleje", "plan"), ("led", "lever"), ("hud", "hus"), ("bad", "blod"), ("let", "led"))


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_the_forms_of_a_word_share_a_stem(forms: str) -> None:
    stems = {light_stem(fold(form)) for form in forms.split()}

    assert len(stems) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert light_stem(fold(one)) != light_stem(fold(other))


@given(st.text(alphabet="abdefgijklmnoprstuvyæøå", min_size=1, max_size=20))
def test_a_stem_is_never_empty_and_never_longer_than_its_word(word: str) -> None:
    folded = fold(word)

    assert 0 < len(light_stem(folded)) <= len(folded) + 1  # naett → nat, doetr → datt: a vowel may change


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("SÅRPLEJE", "saarpleje"),
        ("Sa\u030arpleje", "saarpleje"),
        ("Ærø", "aeroe"),
        ("cafe\u0301 crème", "cafe creme"),
        ("smo\u0308rgås Jäger", "smoergaas jaeger"),
        ("soft\u00adhyphen", "softhyphen"),
        ("straße", "strasse"),
        ("ﬁbrose ²", "fibrose 2"),
    ],
)
def test_spellings_of_one_word_fold_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = words(text)

    assert words(" ".join(once)) == once


def test_hyphens_part_words_and_the_whole_is_kept_too() -> None:
    assert words("TV-overvågning") == ("tv", "overvaagning")
    assert hyphened("TV\u2011overvågning, af- og påklædning") == ("tvovervaagning",)


@pytest.mark.parametrize(
    "family",
    [
        "behandle behandling behandlingen behandlinger",
        "forflytte forflytning",
        "ændre ændring ændringen",
        "overvægt overvægtig overvægtige",
        "telefon telefonisk telefoniske",
        "træthed træthederne",
    ],
)
def test_derived_words_begin_with_the_root_of_one_of_them(family: str) -> None:
    folded = [fold(word) for word in family.split()]

    shortest = min(map(root, folded), key=len)

    assert len(shortest) >= 4
    assert all(word.startswith(shortest) for word in folded)


@pytest.mark.parametrize("word", ["ryg", "vask", "lig", "hed", "ring", "ting", "else", ""])
def test_a_short_word_is_its_own_root(word: str) -> None:
    assert root(word) == light_stem(word)


def test_relatives_are_relatives_of_each_other() -> None:
    for word in ("sove", "gang", "hukommelse", "diabetisk", "bolig"):
        assert all(word in relatives(other) for other in relatives(word)), word
    assert relatives("soever") == relatives("cykel") == ()


def test_small_words_are_folded_words() -> None:
    assert {word for word in SMALL_WORDS if words(word) != (word,)} == set()


@given(st.text(max_size=12), st.sampled_from(" -.,/_"))
def test_signs_blanks_and_case_are_none_of_the_letters_of_a_name(name: str, sign: str) -> None:
    if words(name) and any(letter.isalnum() for letter in fold(name)):
        assert letters_of(f"{sign}{name}{sign}") == letters_of(name)
