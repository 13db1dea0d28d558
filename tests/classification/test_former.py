"""Former labels: found with the release that bore them, and only where the concept bears them no more."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.asking.searching import PlacedHit, SearchRequest, search_concepts
from classification.compiled.index import Index, compile_release
from classification.concept import Concept, Kind, Status
from classification.former import FormerLabels
from classification.release import Lineage, LineageKind, Release
from classification.searching.search import Match
from classification.terminology import Terminology, When
from classification.text import term_key
from tests.classification.worlds import concept, release, terminology

FIRST, SECOND, THIRD = (date(2022, 1, 1), date(2023, 1, 1), date(2024, 1, 1))
WORLD = terminology(
    release(
        concept("A", "Badning", kind=Kind.STATE),
        concept("B", "Bevægelse"),
        concept("C", "Kost"),
        concept("D", "Samtale"),
        version="1",
        start=FIRST,
    ),
    release(
        concept("A", "Personlig vask", kind=Kind.STATE),
        concept("B", "Gang"),
        concept("C", "Mad", alternative="Bevægelse"),
        concept("D", "Samtale"),
        version="2",
        start=SECOND,
    ),
    release(
        concept("u-A", "Hygiejne", legacy="A", kind=Kind.STATE),
        concept("B", "Gang"),
        concept("C", "Mad"),
        concept("D1", "Tal"),
        concept("D2", "Tale"),
        version="3",
        start=THIRD,
        lineage=(Lineage(LineageKind.SPLIT, ("D",), ("D1", "D2")),),
    ),
)


def search(text: str, day: date = THIRD, **facts: object) -> list[PlacedHit]:
    return search_concepts(WORLD, SearchRequest(text, "colours", **facts), When(day))  # type: ignore[arg-type]


def told(found: list[PlacedHit]) -> list[tuple[str, str, str]]:
    return [(one.index.codes[one.hit.concept], one.hit.label, one.hit.former) for one in found]


@pytest.mark.parametrize(
    ("text", "day", "hits"),
    [
        pytest.param("badning", THIRD, [("u-A", "Badning", "1")], id="of the oldest release"),
        pytest.param("vask", THIRD, [("u-A", "Personlig vask", "2")], id="of the one before"),
        pytest.param("badning", SECOND, [("A", "Badning", "1")], id="as of a day between"),
        pytest.param("badning", FIRST, [("A", "Badning", "")], id="while it is the term"),
        pytest.param("hygiejne", SECOND, [], id="a label of later is none of before"),
        pytest.param(
            "bevægelse",
            SECOND,
            [("C", "Bevægelse", ""), ("B", "Bevægelse", "1")],
            id="now another's: who bears it comes first",
        ),
        pytest.param(
            "bevægelse", THIRD, [("B", "Bevægelse", "1"), ("C", "Bevægelse", "2")], id="two bore it, none now"
        ),
        pytest.param("samtale", THIRD, [], id="what was split is another concept"),
        pytest.param("badnign", THIRD, [("u-A", "Badning", "1")], id="misspelt"),
    ],
)
def test_a_concept_is_found_by_what_it_was_called(
    text: str, day: date, hits: list[tuple[str, str, str]]
) -> None:
    """Of 58 former terms of the bundled vocabularies search found ten."""
    found = [one for one in search(text, day) if not one.hit.near]

    assert told(found) == hits


def test_kind_and_members_hold_for_former_labels_too() -> None:
    assert told(search("badning", kinds=frozenset({Kind.STATE}))) == [("u-A", "Badning", "1")]
    assert search("badning", kinds=frozenset({Kind.INTERVENTION})) == []


def test_a_concept_found_by_old_and_new_labels_comes_once_by_the_better() -> None:
    world = terminology(
        release(concept("A", "Vask af tøj"), version="1", start=FIRST),
        release(concept("A", "Vask"), version="2", start=SECOND),
    )

    found = search_concepts(world, SearchRequest("vask", "colours"), When(SECOND))

    assert [(one.hit.label, one.hit.match, one.hit.former) for one in found] == [("Vask", Match.EXACT, "")]


# laws

WORDS = st.sampled_from(["Bad", "Vask", "Mad", "Kost", "Gang"])


@st.composite
def editions(draw: st.DrawFn) -> list[Release]:
    """Releases of one classification whose concepts are renamed, recoded and left out."""
    starts = (FIRST, SECOND, THIRD)
    return [
        release(
            *(_concept(draw, key, n) for key in sorted(draw(st.sets(st.sampled_from("abc"), min_size=1)))),
            version=str(n),
            start=start,
        )
        for n, start in enumerate(starts, 1)
    ]


def _concept(draw: st.DrawFn, key: str, n: int) -> Concept:
    first, *rest = draw(st.lists(WORDS, min_size=1, max_size=2, unique=True))
    recoded = n == 3 and draw(st.booleans())
    return concept(
        f"u-{key}" if recoded else key,
        first,
        legacy=key if recoded else (),
        alternative=rest,
        status=draw(st.sampled_from([Status.ACTIVE, Status.GROUPING])),
    )


@given(editions())
def test_former_labels_are_those_of_the_same_key_that_stand_there_no_more(
    all_editions: list[Release],
) -> None:
    """By the book: every concept keeps its key here as long as it is there."""
    *before, last = (Index(compile_release(edition)) for edition in all_editions)
    former = FormerLabels(last, before[::-1])

    found = {
        (last.keys[number], label.text): version
        for i, number in enumerate(former.numbers)
        for label, version in zip(former.concept(i).labels, former.versions[i], strict=True)
    }

    assert found == _by_the_book(before, last)


def _by_the_book(before: list[Index], last: Index) -> dict[tuple[str, str], str]:
    now = {last.keys[i]: {term_key(x.text) for x in c.labels} for i, c in enumerate(last.concepts())}
    followed = set(now)
    bore: dict[tuple[str, str], str] = {}
    for old in before[::-1]:
        followed &= set(old.keys)  # who is left out of a release between is not followed through it
        for one in old.concepts():
            for label in one.labels:
                if one.key in followed and term_key(label.text) not in now[one.key]:
                    bore.setdefault((one.key, label.text), old.version)
    return bore


def test_every_former_term_of_the_bundled_vocabularies_is_found_as_such(bundled: Terminology) -> None:
    lost = [
        (scheme.name, text)
        for scheme in bundled.schemes
        for held in bundled.releases(scheme.uri, When(date.max))[-1:]
        for former in [bundled.former_labels(held.index, When(date.max))]
        for i, number in enumerate(former.numbers)
        for text in (label.text for label in former.concept(i).labels)
        if not any(
            one.hit.concept == number and one.hit.former
            for one in search_concepts(
                bundled, SearchRequest(text, scheme.name, limit=5), When(date.max, release=held.version)
            )
        )
    ]

    assert lost == []


def test_some_fifty_terms_of_the_bundled_vocabularies_are_former_ones(bundled: Terminology) -> None:
    pairs = [
        bundled.former_labels(held.index, When(date.max))
        for scheme in bundled.schemes
        for _, held in list(pairwise(bundled.releases(scheme.uri, When(date.max))))[-1:]
    ]

    assert sum(len(former.concept(i).labels) for former in pairs for i in range(len(former))) >= 50
