"""Answers as of a day: what is published later changes none of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.compiled.index import Index
from classification.concept import Concept, Kind
from classification.release import Release
from classification.resolving.resolution import Form, Outcome, Resolution
from classification.resolving.resolver import Resolver
from classification.resolving.source import opposes
from classification.resolving.timeline import Timeline
from classification.terminology import Terminology, When
from tests.classification.worlds import COLOURS, concept, release, terminology

STARTS = (date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1), date(2025, 1, 1))
WORDS = ("Handle", "Købe", "Indkøb")
KINDS = (Kind.STATE, Kind.INTERVENTION)


@st.composite
def editions(draw: st.DrawFn) -> list[Release]:
    """Releases of one classification, whose concepts swap a few words among them."""
    kinds = draw(st.tuples(*[st.sampled_from(KINDS)] * 3))
    word = st.sampled_from(WORDS)
    return [
        release(
            *(
                _concept(code, draw(st.lists(word, max_size=2)), kind)
                for code, kind in zip("abc", kinds, strict=True)
            ),
            version=str(start.year),
            start=start,
        )
        for start in STARTS[: draw(st.integers(2, 4))]
    ]


def _concept(code: str, words: list[str], kind: Kind) -> Concept:
    first, *rest = dict.fromkeys([f"selv {code}", *words])
    return concept(code, first, alternative=rest, kind=kind)


def ask(world: Terminology, day: date, term: str, kind: Kind | None) -> Resolution:
    return Resolver(world, COLOURS.uri, COLOURS.uri, When(day), kind=kind, terms=True).resolve(term)


@given(editions(), st.sampled_from(WORDS), st.sampled_from([None, *KINDS]))
def test_a_term_known_by_the_day_has_the_same_answer_whatever_was_published_since(
    all_editions: list[Release], term: str, kind: Kind | None
) -> None:
    """H1.7 got a word in 2.1.0 that had been J2.4's, and so did J2.4 lose it on days before."""
    whole = terminology(*all_editions)
    for at, edition in enumerate(all_editions):
        then = terminology(*all_editions[: at + 1])
        day = STARTS[at]

        answer = ask(whole, day, term, kind)

        if answer.form is not Form.LATER_TERM:
            assert answer == ask(then, day, term, kind), edition.version
        else:
            assert ask(then, day, term, kind).outcome is Outcome.UNKNOWN_CODE


@given(editions(), st.sampled_from(WORDS), st.sampled_from([None, *KINDS]))
def test_a_term_names_whom_it_names_on_the_day_or_who_was_last_called_so(
    all_editions: list[Release], term: str, kind: Kind | None
) -> None:
    world = terminology(*all_editions)
    for at in range(len(all_editions)):
        answer = ask(world, STARTS[at], term, kind)

        if answer.form is not Form.LATER_TERM:
            assert {target.code for target in answer.targets} == _named(all_editions[: at + 1], term, kind)


def _named(by_then: list[Release], term: str, kind: Kind | None) -> set[str]:
    """By the book: those of the newest release that has any, and who once bore the term on the other branch."""
    bearers = [
        {c.code: c.kind for c in edition.concepts if term in [label.text for label in c.labels]}
        for edition in reversed(by_then)
    ]
    fitting = [{code for code, of in found.items() if kind in (None, of)} for found in bearers]
    named = next((found for found in fitting if found), set())
    kinds = {code: of for found in bearers for code, of in found.items()}
    once = {
        code
        for code, of in kinds.items()
        if kind is None and any(opposes(of, kinds[other]) for other in named)
    }
    return named | once


@pytest.mark.parametrize("terms", [True, False], ids=["terms", "codes"])
def test_every_name_of_the_bundled_vocabularies_has_the_answer_of_its_day(
    bundled: Terminology, terms: bool
) -> None:
    """In the bundled FSIII the words of 2.1.0 counted in 2023."""
    different = [
        (older.name, term, later.message)
        for scheme in bundled.schemes
        for older, newer in pairwise(bundled.releases(scheme.uri, When(date.max)))
        for day in [newer.validity.start]
        if older.validity.start is not None and day is not None
        for then, whole in [_resolvers(bundled, scheme.uri, older.validity.start, terms)]
        for term in _names(bundled, older.index, terms)
        for later in [whole.resolve(term)]
        if later != then.resolve(term)
    ]

    assert different == []


def _resolvers(world: Terminology, uri: str, day: date, terms: bool) -> tuple[Resolver, Resolver]:
    """One that knows the releases that had begun by the day alone, and one that knows all."""
    begun = [held for held in world.all_releases if held.validity.start is None or held.validity.start <= day]
    then = Terminology(begun, world.all_value_sets, world.all_maps)
    asked = [Resolver(each, uri, uri, When(day), terms=terms) for each in (then, world)]
    return asked[0], asked[1]


def _names(world: Terminology, index: Index, terms: bool) -> list[str]:
    """The labels (or codes) of the release and of those before it."""
    timeline = Timeline(world, When(date.max))
    concepts = [one for each in (index, *timeline.earlier(index)) for one in each.concepts()]
    names = [[label.text for label in one.labels] if terms else one.codes for one in concepts]
    return list(dict.fromkeys(name for some in names for name in some))


def test_a_word_given_away_later_is_still_its_first_owners_before(bundled: Terminology) -> None:
    answer = Resolver(bundled, "fsiii", "fsiii", When(date(2023, 8, 1)), terms=True).resolve(
        "Skaffe sig varer og tjenesteydelser"
    )

    assert [target.notation for target in answer.targets] == ["J2.4"]
    assert answer.outcome is Outcome.EXACT
