"""Codes and URIs of concepts, also those of other releases, lead to the concept."""

from __future__ import annotations

from datetime import date

import pytest

from api.asking.dereferencing import LocatedConcept, concept_by_code, concepts_by_uri
from classification.errors import UnknownCode
from classification.release import Lineage, LineageKind
from classification.terminology import Terminology, When
from tests.classification.worlds import COLOURS, concept, release, scheme, terminology

BEFORE, NOW = When(date(2024, 6, 1)), When(date(2025, 6, 1))
PAINTS = scheme("paints")
BLUE = "https://publisher.example/blue"


@pytest.fixture(scope="module")
def colours() -> Terminology:
    """Red was recoded, green went, pink was split into two, and blue has a URI of its own."""
    old = release(
        concept("1", "Rød"),
        concept("2", "Grøn"),
        concept("3", "Lyserød"),
        concept("B", "Blå", uri=BLUE),
        start=date(2024, 1, 1),
    )
    new = release(
        concept("R", "Rød", legacy="1"),
        concept("3a", "Rosa"),
        concept("3b", "Pink"),
        concept("BLUE", "Blå", uri=BLUE),
        concept("N", "Ny"),
        version="2.0.0",
        start=date(2025, 1, 1),
        lineage=(
            Lineage(LineageKind.SPLIT, ("3",), ("3a", "3b")),
            Lineage(LineageKind.REPLACED, ("B",), ("BLUE",)),
        ),
    )
    return terminology(old, new, release(concept("x", uri=BLUE), of=PAINTS, start=date(2025, 1, 1)))


def place(concept: LocatedConcept) -> str:
    return f"{concept.release.name} {concept.index.codes[concept.number]}"


@pytest.mark.parametrize("code", ["R", "1", "urn:example:colours#R", "urn:example:colours#1"])
def test_every_code_and_uri_that_it_ever_had_leads_to_the_concept(colours: Terminology, code: str) -> None:
    assert place(concept_by_code(colours, "colours", code, NOW)) == "colours@2.0.0 R"


def test_a_code_of_today_leads_to_what_it_was_on_a_day_before(colours: Terminology) -> None:
    assert place(concept_by_code(colours, "colours", "R", BEFORE)) == "colours@1.0.0 1"


def test_what_is_new_was_not_there_on_a_day_before(colours: Terminology) -> None:
    with pytest.raises(UnknownCode):
        concept_by_code(colours, "colours", "N", BEFORE)


def test_what_went_is_answered_as_it_was_with_its_successors(colours: Terminology) -> None:
    green = concept_by_code(colours, "colours", "2", NOW)
    pink = concept_by_code(colours, "colours", "3", NOW)

    assert (place(green), green.is_gone, green.successors) == ("colours@1.0.0 2", True, ())
    assert (place(pink), pink.is_gone) == ("colours@1.0.0 3", True)
    assert [place(new) for new in pink.successors] == ["colours@2.0.0 3a", "colours@2.0.0 3b"]


def test_a_release_that_is_named_is_the_only_one_looked_into(colours: Terminology) -> None:
    with pytest.raises(UnknownCode, match=r"unknown code '2' of colours@2\.0\.0"):
        concept_by_code(colours, "colours", "2", NOW.of("2.0.0"))


def test_a_uri_of_several_classifications_leads_to_all_of_them(colours: Terminology) -> None:
    assert [place(found) for found in concepts_by_uri(colours, BLUE, NOW)] == [
        "colours@2.0.0 BLUE",
        "paints@1.0.0 x",
    ]


def test_a_uri_of_a_code_that_went_is_followed(colours: Terminology) -> None:
    assert [place(found) for found in concepts_by_uri(colours, f"{COLOURS.uri}#2", NOW)] == [
        "colours@1.0.0 2"
    ]


def test_an_unknown_uri_names_near_ones(colours: Terminology) -> None:
    with pytest.raises(UnknownCode) as failed:
        concepts_by_uri(colours, f"{COLOURS.uri}#3c", NOW)

    assert {f"{COLOURS.uri}#3a", f"{COLOURS.uri}#3b"} <= set(failed.value.known)
    with pytest.raises(UnknownCode, match=r"https://elsewhere\.example/1"):
        concepts_by_uri(colours, "https://elsewhere.example/1", NOW)
