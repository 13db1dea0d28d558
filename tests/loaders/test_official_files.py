"""KL's published files through the FHIR loader and the recipes: the bundled releases, definitions added."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from classification.concept import Concept, NoteKind
from classification.recipe import Recipe, apply_recipe
from classification.record import replace
from classification.release import Release
from classification.value_set import ValueSet
from loaders import Content, Reading, fhir_json, vocabulary_folder
from loaders.content import joined
from vocabularies import folders

pytestmark = pytest.mark.realdata
RELEASES: Final = ("1.0.0", "1.1.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0")
DEFINED: Final = {
    "1.0.0": {"fsiii": 233, "ffb": 197, "care-social-codes": 40},
    "2.3.0": {"fsiii": 414, "ffb": 220, "care-social-codes": 91, "fboe": 295, "ltt": 27},
    "2.4.0": {"fsiii": 414, "ffb": 220, "care-social-codes": 92, "fboe": 295, "ltt": 27},
}
NPU: Final = "urn:oid:1.2.208.176.2.1"


@pytest.fixture(scope="module")
def bundled() -> Content:
    return joined(vocabulary_folder.read(folder) for folder in folders())


@pytest.fixture(scope="module")
def published(kl_term: Callable[[str], Path]) -> Mapping[str, Content]:
    return {label: fhir_json.read(kl_term(label), Reading(label)) for label in RELEASES}


@pytest.fixture(params=RELEASES)
def pairs(
    request: pytest.FixtureRequest, bundled: Content, published: Mapping[str, Content]
) -> dict[str, tuple[Release, Release]]:
    """Of each classification in one release: the bundled one, and the published one with its recipe applied."""
    label: str = request.param
    held = {d.release.scheme.uri: d.release for d in bundled.releases if d.release.version == label}
    recipes = {recipe.scheme: recipe for recipe in bundled.recipes}
    found = {}
    for draft in published[label].releases:
        if draft.release.scheme.uri != NPU:
            ours = held[draft.release.scheme.uri]
            found[ours.scheme.name] = (ours, finished(draft.release, recipes[ours.scheme.name]))
    assert len(found) == {"1.0.0": 3, "2.3.0": 5, "2.4.0": 5}.get(label, 4)
    return found


def finished(release: Release, recipe: Recipe) -> Release:
    return replace(release, concepts=apply_recipe(recipe, release.concepts))


def facts(concept: Concept) -> tuple[object, ...]:
    return concept.kind, concept.status, concept.ordinal, concept.notations, frozenset(concept.labels)


def test_codes_terms_and_hierarchy_have_one_digest(pairs: dict[str, tuple[Release, Release]]) -> None:
    for ours, theirs in pairs.values():
        assert ours.structure_digest == theirs.structure_digest, ours.scheme.name


def test_kinds_groupings_and_scale_values_are_the_same(pairs: dict[str, tuple[Release, Release]]) -> None:
    for ours, theirs in pairs.values():
        assert {c.code: facts(c) for c in ours.concepts} == {c.code: facts(c) for c in theirs.concepts}


def test_the_files_add_definitions_and_nothing_else(pairs: dict[str, tuple[Release, Release]]) -> None:
    for ours, theirs in pairs.values():
        assert not any(concept.notes for concept in ours.concepts)
        assert {note.kind for concept in theirs.concepts for note in concept.notes} == {NoteKind.DEFINITION}
        assert (
            replace(theirs, concepts=tuple(replace(c, notes=()) for c in theirs.concepts)).digest
            == ours.digest
        )
        wanted = DEFINED.get(ours.version, {}).get(ours.scheme.name)
        assert wanted in {None, sum(bool(c.definition()) for c in theirs.concepts)}


def test_nothing_in_the_files_is_an_error(published: Mapping[str, Content]) -> None:
    for content in published.values():
        assert content.errors == ()
        assert [f for draft in content.releases for f in draft.check() if f.severity == "error"] == []


@pytest.mark.parametrize("label", RELEASES)
def test_value_sets_are_the_bundled_ones(
    bundled: Content, published: Mapping[str, Content], label: str
) -> None:
    ours = {v.uri: meaning(v) for v in bundled.value_sets if v.version == label}

    theirs = {v.uri: meaning(v) for v in published[label].value_sets}

    assert ours == theirs
    assert len(ours) == (56 if label == "1.0.0" else 57)


def meaning(value_set: ValueSet) -> tuple[object, ...]:
    """A value set without its clocks; the order of its parts says nothing."""
    return value_set.name, value_set.title, frozenset(value_set.include), frozenset(value_set.exclude)
