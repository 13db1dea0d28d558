"""Search: what is found, in which order, and the laws that hold for every vocabulary."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vocabularies
from classification.compiled.index import Index, compile_release
from classification.compiled.spelling import errors_allowed
from classification.concept import Concept, Kind, Label, LabelKind, Notation, Status
from classification.danish import SMALL_WORDS, fold, words
from classification.searching.search import Hit, Match, SearchIndex, SearchScope, search_all
from loaders import vocabulary_folder
from tests.bench.bench_search import with_error
from tests.bench.synthetic import synthetic_release
from tests.cases import cases
from tests.classification.compiled.test_spelling import distances
from tests.classification.worlds import concept, release


def searchable(*concepts: Concept) -> SearchIndex:
    return SearchIndex(Index(compile_release(release(*concepts))))


def labels(hits: tuple[Hit, ...]) -> list[str]:
    return [hit.label for hit in hits]


CARE = searchable(
    concept("A", "Sårpleje", legacy="G1.1", kind=Kind.INTERVENTION),
    concept("B", "Hudpleje", legacy="G1.2", kind=Kind.INTERVENTION, alternative="Pleje af hud"),
    concept("C", "Mundhygiejne", legacy="G1.10", kind=Kind.INTERVENTION),
    concept("D", "Problemer med hud og slimhinder", legacy="I4.9", kind=Kind.STATE),
    concept("E", "Hud og slimhinder", legacy="I4", kind=Kind.STATE, status=Status.GROUPING),
    concept("F", "Hænder og fødder", kind=Kind.STATE),
    concept("G", "TV-overvågning", kind=Kind.SERVICE),
    concept("H", "Genoptræning", kind=Kind.SERVICE, status=Status.DEPRECATED, reason="udgået"),
    concept("I", "Genoptræningsplan", kind=Kind.SERVICE),
    concept("J", "Ærø-aftale", kind=Kind.SERVICE),
    concept("K", "Crème brûlée", kind=Kind.SERVICE),
)


@pytest.mark.parametrize(
    ("text", "label", "match"),
    [
        pytest.param("G1.1", "G1.1", Match.NOTATION, id="a legacy key"),
        pytest.param("g1.1", "G1.1", Match.NOTATION, id="a key in small letters"),
        pytest.param("G1", "G1.1", Match.NOTATION_START, id="the beginning of a key"),
        pytest.param("sårpleje", "Sårpleje", Match.EXACT, id="the term"),
        pytest.param("SAARPLEJE", "Sårpleje", Match.EXACT, id="å as aa"),
        pytest.param("aeroe aftale", "Ærø-aftale", Match.EXACT, id="æ and ø as ae and oe"),
        pytest.param("creme brulee", "Crème brûlée", Match.EXACT, id="without marks"),
        pytest.param("mund", "Mundhygiejne", Match.PREFIX, id="the beginning of a term"),
        pytest.param("pleje af h", "Pleje af hud", Match.PREFIX, id="the beginning of an alternative label"),
        pytest.param(
            "slimhinder", "Problemer med hud og slimhinder", Match.WORD, id="a word, the heading after"
        ),
        pytest.param(
            "slimh", "Problemer med hud og slimhinder", Match.WORD_START, id="the beginning of a word"
        ),
        pytest.param(
            "slimhinder hud", "Problemer med hud og slimhinder", Match.WORD, id="words in another order"
        ),
        pytest.param("probl slim", "Problemer med hud og slimhinder", Match.WORD_START, id="words begun"),
        pytest.param("huden", "Problemer med hud og slimhinder", Match.STEM, id="another inflection"),
        pytest.param("hånd", "Hænder og fødder", Match.STEM, id="a plural that changes its vowel"),
        pytest.param("mund hygiejne", "Mundhygiejne", Match.STEM, id="a compound written apart"),
        pytest.param("hygiejne", "Mundhygiejne", Match.INNER, id="an inner part"),
        pytest.param("hygi", "Mundhygiejne", Match.INNER, id="the beginning of an inner part"),
        pytest.param("plejen", "Pleje af hud", Match.STEM, id="the stem before the inner part"),
        pytest.param("hygiejnen", "Mundhygiejne", Match.INNER, id="an inner part inflected"),
        pytest.param("tvovervågning", "TV-overvågning", Match.WORD, id="without the hyphen"),
        pytest.param("overvågning", "TV-overvågning", Match.WORD, id="what follows the hyphen"),
        pytest.param("sårpleke", "Sårpleje", Match.FUZZY, id="a wrong letter"),
        pytest.param("mundhygejne", "Mundhygiejne", Match.FUZZY, id="a letter too few"),
        pytest.param("genopptræningspaln", "Genoptræningsplan", Match.FUZZY, id="two errors in a long word"),
        pytest.param("slmihinder", "Problemer med hud og slimhinder", Match.FUZZY, id="two letters swapped"),
        pytest.param("sarpleje", "Sårpleje", Match.FUZZY, id="a for å"),
        pytest.param(
            "problmer hud", "Problemer med hud og slimhinder", Match.FUZZY, id="one of two words misspelt"
        ),
    ],
)
def test_the_first_hit_is_the_one_that_is_meant(text: str, label: str, match: Match) -> None:
    first = CARE.search(text)[0]

    assert (fold(first.label), first.match) == (fold(label), match)


@pytest.mark.parametrize(
    ("text", "found", "match"),
    [
        pytest.param(
            "pleje til sår", ["Sårpleje"], Match.STEM, id="small words aside, the rest in a compound"
        ),
        pytest.param("problemerne i huden", ["Problemer med hud og slimhinder"], Match.STEM, id="inflected"),
        pytest.param("hudproblemer", ["Problemer med hud og slimhinder"], Match.INNER, id="joined"),
        pytest.param("genoptrænet", ["Genoptræningsplan", "Genoptræning"], Match.STEM, id="derived"),
        pytest.param("g 1,1", ["G1.1"], Match.NOTATION, id="a key with other signs"),
        pytest.param("G110", ["G1.10"], Match.NOTATION, id="a key without signs"),
        pytest.param(
            "problemer med ryggen", ["Problemer med hud og slimhinder"], Match.PARTLY, id="most of it"
        ),
        pytest.param("sårbesøg", ["Sårpleje"], Match.PARTLY, id="half of a compound"),
    ],
)
def test_everyday_words_lead_to_what_is_meant(text: str, found: list[str], match: Match) -> None:
    """Who typed `problemer med at sove` or `toiletbesøg` found nothing: every word had to stand in the label."""
    hits = CARE.search(text)

    assert (labels(hits), {hit.match for hit in hits}) == (found, {match})
    assert {hit.near for hit in hits} == {match is Match.PARTLY}


def test_what_most_fits_stands_before_what_fits_less() -> None:
    place = searchable(
        concept("1", "Akutte smerter"),
        concept("2", "Smerter"),
        concept("3", "Akutte smerter i maven"),
        concept("4", "Maven"),
    )

    hits = place.search("akutte smerter i maven natten over")

    assert labels(hits)[0] == "Akutte smerter i maven"
    assert all(hit.near for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


@pytest.mark.parametrize(
    "text", ["", "   ", "bil", "xyzzy", "xyzzy bil", "\u200b", "G9.9", "…", "-", "\udc80"]
)
def test_what_is_not_there_is_not_found(text: str) -> None:
    assert CARE.search(text) == ()


def test_better_fits_stand_before_weaker_ones() -> None:
    place = searchable(
        concept("1", "Hudfunktion"),
        concept("2", "Hud"),
        concept("3", "Tør hud"),
        concept("4", "Anden hudlidelse"),
        concept("5", "Svamp i huden"),
        concept("6", "Slimhud"),
        concept("7", "Hude"),
    )

    hits = place.search("hud")

    assert labels(hits) == [
        "Hud",
        "Hude",
        "Hudfunktion",
        "Tør hud",
        "Svamp i huden",
        "Anden hudlidelse",
        "Slimhud",
    ]


def test_equal_fits_are_ranked_by_status_label_kind_length_and_danish_order() -> None:
    place = searchable(
        concept("1", "Bo f", status=Status.DEPRECATED, reason="udgået"),
        concept("2", "Bo e", status=Status.GROUPING),
        Concept((Notation("3"),), (Label("Hjem"), Label("Bo d", kind=LabelKind.HIDDEN))),
        concept("4", "Hus", alternative="Bo c"),
        concept("5", "Bo ab"),
        concept("6", "Bo å"),
        concept("7", "Bo ø"),
        concept("8", "Bo z"),
    )

    hits = place.search("bo")

    assert labels(hits) == ["Bo z", "Bo ø", "Bo å", "Bo ab", "Bo c", "Bo d", "Bo e", "Bo f"]
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_concept_is_found_once_by_its_best_label() -> None:
    place = searchable(concept("1", "Pleje af sår", alternative=("Sårpleje", "Plejetilbud")))

    hits = place.search("pleje")

    assert [(hit.label, hit.label_kind) for hit in hits] == [("Pleje af sår", LabelKind.PREFERRED)]


def test_typing_errors_count_only_where_nothing_fits() -> None:
    place = searchable(concept("1", "Haver"), concept("2", "Hover"))

    assert labels(place.search("haver")) == ["Haver"]
    assert labels(place.search("hiver")) == ["Haver", "Hover"]


def test_whole_words_are_asked_for_without_prefix() -> None:
    assert labels(CARE.search("mundhy", prefix=False)) == []
    assert labels(CARE.search("hygiejne", prefix=False)) == ["Mundhygiejne"]
    assert labels(CARE.search("Mundhygiejne", prefix=False)) == ["Mundhygiejne"]


def test_kind_status_and_members_narrow_what_is_found() -> None:
    states = SearchScope(frozenset({Kind.STATE}))
    usable = SearchScope(statuses=frozenset({Status.ACTIVE}))
    two = SearchScope(members={1, 4}.__contains__)

    assert labels(CARE.search("hud", states)) == ["Hud og slimhinder", "Problemer med hud og slimhinder"]
    assert labels(CARE.search("hud", usable)) == ["Hudpleje", "Problemer med hud og slimhinder"]
    assert labels(CARE.search("hud", two)) == ["Hudpleje", "Hud og slimhinder"]


def test_what_is_filtered_out_does_not_stand_in_the_way_of_a_near_word() -> None:
    place = searchable(concept("1", "Bader", kind=Kind.STATE), concept("2", "Bades", kind=Kind.SERVICE))

    assert labels(place.search("bader", SearchScope(frozenset({Kind.SERVICE})))) == ["Bades"]


def test_several_releases_give_one_ranking() -> None:
    other = SearchIndex(Index(compile_release(release(concept("x", "Hud"), version="2.0.0"))))

    hits = search_all([(CARE, SearchScope()), (other, SearchScope())], "hud", limit=3)

    assert [(hit.label, hit.release) for hit in hits] == [
        ("Hud", "colours@2.0.0"),
        ("Hudpleje", "colours@1.0.0"),
        ("Hud og slimhinder", "colours@1.0.0"),
    ]


def test_a_near_word_of_one_release_gives_way_to_a_fit_in_another() -> None:
    other = SearchIndex(
        Index(compile_release(release(concept("x", "Hude"), concept("y", "Rude"), version="2.0.0")))
    )

    hits = search_all([(searchable(concept("a", "Rudi")), SearchScope()), (other, SearchScope())], "rude")

    assert labels(hits) == ["Rude"]


def test_another_stemmer_can_stand_in() -> None:
    def first_three(word: str) -> str:
        return word[:3]

    place = SearchIndex(CARE.index, first_three)

    assert place.search("munter")[0].label == "Mundhygiejne"
    assert place.search("munter")[0].match is Match.STEM
    assert CARE.search("munter") == ()


def test_a_release_compiled_without_search_can_be_searched() -> None:
    index = Index(compile_release(CARE.index.release()))
    index.packed._directory = {
        k: v for k, v in index.packed._directory.items() if not k.startswith("search.")
    }

    assert SearchIndex(index).search("hygiejne") == CARE.search("hygiejne")


def test_resolving_loads_nothing_of_search() -> None:
    code = "import sys, classification.compiled.index; "
    code += "print(*sorted(m for m in sys.modules if 'search' in m or 'danish' in m))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == ""


# laws

TERMS = st.lists(
    st.text(alphabet="abdehorsæøåÆØÅé -(/", min_size=2, max_size=14)
    .map(str.strip)
    .filter(lambda t: t.strip(" -(/")),
    min_size=1,
    max_size=12,
    unique=True,
)


def searchable_terms(terms: list[str]) -> SearchIndex:
    return searchable(*(concept(f"#{i}#", term) for i, term in enumerate(terms)))


@settings(max_examples=cases(80), deadline=None)
@given(TERMS)
def test_every_term_finds_itself_exactly(terms: list[str]) -> None:
    place = searchable_terms(terms)

    for i, term in enumerate(terms):
        hits = place.search(term, limit=50)
        assert {hit.match for hit in hits if hit.concept == i} == {Match.EXACT}, term


@settings(max_examples=cases(60), deadline=None)
@given(TERMS, st.text(alphabet="qxz", min_size=4, max_size=6))
def test_a_term_with_a_strange_word_is_nearly_found(terms: list[str], strange: str) -> None:
    place = searchable_terms(terms)

    for i, term in enumerate(terms):
        if SMALL_WORDS.issuperset(words(term)):
            continue
        hits = place.search(f"{term} {strange}", limit=50)

        assert i in [hit.concept for hit in hits], (term, hits)
        assert all(hit.near for hit in hits)


@settings(max_examples=cases(80), deadline=None)
@given(TERMS)
def test_every_beginning_of_a_term_finds_it(terms: list[str]) -> None:
    place = searchable_terms(terms)

    for i, term in enumerate(terms):
        for end in range(2, len(term)):
            if fold(term[:end]).strip(" -(/"):
                assert i in [hit.concept for hit in place.search(term[:end], limit=50)], term[:end]


@settings(max_examples=cases(80), deadline=None)
@given(TERMS, st.text(alphabet="abdehorsæøå", min_size=1, max_size=8))
def test_letters_and_their_transliterations_find_the_same(terms: list[str], text: str) -> None:
    place = searchable_terms(terms)
    spelt = text.replace("æ", "ae").replace("ø", "oe").replace("å", "aa")

    assert place.search(text) == place.search(spelt) == place.search(text.upper())


@settings(max_examples=cases(60), deadline=None)
@given(TERMS, st.text(alphabet="abdehorsæøå ", min_size=1, max_size=8), st.integers(1, 12))
def test_a_smaller_limit_cuts_the_same_ranking(terms: list[str], text: str, limit: int) -> None:
    place = searchable_terms(terms)

    assert place.search(text, limit=limit) == place.search(text, limit=50)[:limit]


@cache
def synthetic() -> SearchIndex:
    return SearchIndex(Index(compile_release(synthetic_release(3000))))


@settings(max_examples=cases(150), deadline=None)
@given(st.integers(0, 2999), st.randoms(use_true_random=False))
def test_a_typing_error_in_a_long_word_is_forgiven(i: int, random: object) -> None:
    """An error in æ, ø or å may count two, as they are compared as ae, oe, aa; from eight letters two are forgiven."""
    place = synthetic()
    word = max(place.index.terms[i].split(), key=len)
    typed = with_error(random, word)  # type: ignore[arg-type]

    hits = place.search(typed, limit=3000)

    errors = distances(fold(typed), fold(word))[-1]
    assert (
        i in [hit.concept for hit in hits]
        or errors > errors_allowed(fold(typed))
        or hits[0].match is not Match.FUZZY
    )


@settings(max_examples=cases(60), deadline=None)
@given(st.integers(0, 2999), st.sampled_from(Kind), st.integers(1, 6))
def test_a_filter_leaves_the_ranking_of_the_rest_as_it_is(i: int, kind: Kind, length: int) -> None:
    place = synthetic()
    text = place.index.terms[i][:length]

    some = place.search(text, SearchScope(frozenset({kind})), limit=4000)
    every = place.search(text, limit=4000)

    assert fitting(some) == [hit for hit in fitting(every) if place.index.kind(hit.concept) is kind]


def fitting(hits: tuple[Hit, ...]) -> list[Hit]:
    """The hits but those that stand in where nothing fits."""
    return [hit for hit in hits if hit.match not in (Match.FUZZY, Match.NOTATION_START)]


# a bundled vocabulary


@cache
def fsiii() -> SearchIndex:
    content = vocabulary_folder.read(Path(vocabularies.__file__).parent / "fsiii")
    newest = next(draft.release for draft in content.releases if draft.release.version == "2.3.0")
    return SearchIndex(Index(compile_release(newest)))


@pytest.mark.parametrize(
    ("text", "kind", "key", "match"),
    [
        pytest.param("J1.1", None, "J1.1", Match.NOTATION, id="key"),
        pytest.param("vaske", None, "J1.1", Match.PREFIX, id="begun"),
        pytest.param("akut smerte", None, "I9.1", Match.WORD_START, id="two words begun"),
        pytest.param("tryksaar", None, "I4.4", Match.WORD, id="transliterated"),
        pytest.param("hukommelsen", Kind.STATE, "J4.2", Match.STEM, id="inflected"),
        pytest.param("lindring", None, "G1.22", Match.INNER, id="inner part"),
        pytest.param("vejleding", None, "G1.42", Match.FUZZY, id="misspelt"),
        pytest.param("vand ladning", Kind.STATE, "I12.2", Match.STEM, id="written apart"),
        pytest.param(
            "personlig pleje", Kind.INTERVENTION, "G1.46", Match.EXACT, id="an intervention, not the state"
        ),
        pytest.param("påklædning", Kind.STATE, "J1.3", Match.WORD, id="after an open hyphen"),
    ],
)
def test_fsiii_answers_what_is_typed(text: str, kind: Kind | None, key: str, match: Match) -> None:
    place = fsiii()

    first = place.search(text, SearchScope(frozenset({kind} if kind else ())))[0]

    assert (place.index.keys[first.concept], first.match) == (key, match)


def test_every_label_and_code_of_fsiii_finds_its_concept() -> None:
    place = fsiii()

    lost = [
        (concept.code, text)
        for i, concept in enumerate(place.index.concepts())
        for text in (*(label.text for label in concept.labels), *concept.codes)
        if i
        not in [
            hit.concept for hit in place.search(text, limit=30) if hit.match in (Match.EXACT, Match.NOTATION)
        ]
    ]

    assert lost == []
