"""The shipped profiles beside KL's StructureDefinitions: how many codings a place takes, how firmly it is bound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from classification.check.profile import Profile
from classification.check.shape import Shape, shape_of
from classification.record import frozen
from loaders.profile_toml.reading import read_profiles
from vocabularies import PROFILES

pytestmark = pytest.mark.realdata

NOT_BOUND: Final = {
    "http://hl7.org/fhir/ValueSet/observation-interpretation",
    "http://hl7.org/fhir/ValueSet/referencerange-meaning",
    "http://hl7.org/fhir/ValueSet/condition-severity",
    "http://hl7.org/fhir/ValueSet/security-labels",
}
"""Extensible or preferred sets of systems that are not at hand, with hundreds of codes."""
SEVERAL: Final = frozenset({"core-goal", "ffb-messaging-goal"})
"""Profiles that describe what several StructureDefinitions have in common: one of these may be narrower."""
LOOSER: Final = {
    # nearly every observation of a municipality has another code: a warning for each would hide the others
    ("core-observation", "code"),
}


@frozen(slots=False)
class Element:
    """One element of a StructureDefinition that holds codings."""

    profile: Profile
    path: str
    element: dict[str, Any]

    @property
    def shape(self) -> Shape | None:
        """What the profile says of the place."""
        shape = shape_of(self.profile)
        for name in self.path.split("."):
            child = shape.children.get(name)
            if child is None:
                return None
            shape = child
        return shape


@pytest.fixture(scope="module")
def elements(shared_data: Path) -> list[Element]:
    """Every element outside of slices that is a coding or holds some, of the profiles that are shipped."""
    profiles = {url: one for one in read_profiles([PROFILES]).profiles for url in one.match.profiles}
    found = []
    for file in sorted((shared_data / "ig").glob("*/StructureDefinition-*.json")):
        definition = json.loads(file.read_text(encoding="utf-8"))
        profile = profiles.get(definition["url"])
        if profile is not None and "snapshot" in definition:
            found += [Element(profile, path, one) for path, one in _coded(definition["snapshot"]["element"])]
    return found


def _coded(listed: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    ruled_out = tuple(f"{one['id']}." for one in listed if one["max"] == "0")
    for one in listed:
        types = {each["code"] for each in one.get("type", ())}
        if (
            ":" in one["id"]
            or one["id"].startswith(ruled_out)
            or types.isdisjoint({"Coding", "CodeableConcept"})
        ):
            continue
        path = one["id"].partition(".")[2].replace("[x]", "CodeableConcept")
        if path:
            yield path, one


@frozen
class CodingSlice:
    """The codings of one system at a place, as a StructureDefinition names them."""

    profile: Profile
    path: str
    system: str
    most: str
    strength: str


@pytest.fixture(scope="module")
def slices(shared_data: Path) -> list[CodingSlice]:
    """Every slice of codings that is told by its system, of the profiles that are shipped."""
    profiles = {url: one for one in read_profiles([PROFILES]).profiles for url in one.match.profiles}
    found = []
    for file in sorted((shared_data / "ig").glob("*/StructureDefinition-*.json")):
        definition = json.loads(file.read_text(encoding="utf-8"))
        profile = profiles.get(definition["url"])
        if profile is None:
            continue
        listed = {one["id"]: one for one in definition["snapshot"]["element"]}
        for name, one in listed.items():
            system = listed.get(f"{name}.system", {}).get("patternUri")
            path, colon, _ = name.partition(".")[2].rpartition(":")
            if system and colon and path.endswith(".coding") and ":" not in path:
                strength = one.get("binding", {}).get("strength", "")
                found.append(CodingSlice(profile, path, system, one["max"], strength))
    return found


OWN_SYSTEMS: Final = ("urn:oid:1.2.208.176.2.21", "urn:oid:1.2.208.176.2.22")
"""Of which value sets are here; what SNOMED CT has is not."""


def test_as_many_codings_of_a_system_may_stand_as_the_guide_says(slices: list[CodingSlice]) -> None:
    wrong = []
    for one in slices:
        if one.profile.name in SEVERAL:
            continue
        shape = Element(one.profile, one.path, {}).shape
        most = {part.value: of.max for part, of in (shape.slices if shape else ())}
        ours = most.get(one.system)
        whole = None if shape is None else shape.max
        if one.most not in (str(ours), str(whole)):
            wrong.append((one.profile.name, one.path, one.system, one.most, ours))

    assert len(slices) > 30
    assert wrong == []


def test_codings_of_a_system_are_bound_as_firmly_as_the_guide_says(slices: list[CodingSlice]) -> None:
    wrong = []
    for one in slices:
        if not one.strength or one.system not in OWN_SYSTEMS or one.most == "0":
            continue
        path = one.path.removesuffix(".coding")
        ours = {
            str(each.strength)
            for each in one.profile.bindings
            if each.path == path and (not each.systems or one.system in each.systems)
        }
        if ours != {one.strength}:
            wrong.append((one.profile.name, path, one.system, one.strength, ours))

    assert wrong == []


def test_there_are_elements(elements: list[Element]) -> None:
    assert len({one.profile.name for one in elements}) > 25
    assert len(elements) > 250


def test_as_many_codings_may_stand_as_the_guide_says(elements: list[Element]) -> None:
    """A gateway state took a severity without a coding, and an intervention a code that was a text alone."""
    wrong = []
    for one in elements:
        least, most = one.element["min"], one.element["max"]
        shape = one.shape
        if not one.path.endswith(".coding") or one.profile.name in SEVERAL:
            continue
        ours = (0, "*") if shape is None else (shape.min, "*" if shape.max is None else str(shape.max))
        if ours != (least, most) and not (shape is None and most == "0"):
            wrong.append((one.profile.name, one.path, (least, most), ours))

    assert wrong == []


def test_places_are_bound_as_firmly_as_the_guide_says(elements: list[Element]) -> None:
    wrong = []
    for one in elements:
        binding = one.element.get("binding", {"strength": "example"})
        if one.element["max"] == "0" or binding["strength"] == "example" or binding["valueSet"] in NOT_BOUND:
            continue
        paths = (one.path, one.path.removesuffix(".coding"))
        ours = {str(each.strength) for each in one.profile.bindings if each.path in paths}
        excepted = one.profile.name in SEVERAL or (one.profile.name, one.path) in LOOSER
        if ours != {binding["strength"]} and not excepted:
            wrong.append((one.profile.name, one.path, binding["strength"], binding["valueSet"], ours))

    assert wrong == []


def test_a_code_that_the_guide_fixes_is_asked_for_with_its_system(elements: list[Element]) -> None:
    wrong = []
    for one in elements:
        fixed = one.element.get("patternCoding") or one.element.get("patternCodeableConcept")
        if not fixed or one.profile.name in SEVERAL:
            continue
        coding = fixed.get("coding", [fixed])[0]
        wanted = f"{coding['system']}|{coding['code']}"
        listed = {code for each in one.profile.bindings for code in each.codes}
        if wanted not in listed | {str(value) for rule in one.profile.rules for value in rule.values}:
            wrong.append((one.profile.name, one.path, wanted))

    assert wrong == []
