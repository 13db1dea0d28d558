"""Objects that no profile describes: a slip is an error with the right remedy, something foreign is only told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.check.checker import Checker
from classification.check.resource_type import R4_TYPES
from classification.finding import Finding, Severity
from classification.rules.registry import CHECK_RULES

DAY = date(2026, 6, 1)
GATEWAY = "http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"


def unrecognised(checker: Checker, obj: Any, profile: str = "auto") -> list[Finding]:
    return [one for one in checker.check(obj, as_of=None, profile=profile, today=DAY) if one.rule == "SP101"]


def condition(url: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "Condition", "meta": {"profile": [url]}, "recordedDate": "2026-13-45", **more}


@pytest.mark.parametrize(
    ("obj", "remedy"),
    [
        ({}, "Give resourceType (a FHIR resource) or type (a neutral object) a text, or leave the file out"),
        ({"resourceType": ""}, "Give resourceType (a FHIR resource)"),
        ({"resourceType": ["Condition"]}, "Give resourceType (a FHIR resource)"),
        ({"type": 5, "code": 1}, "Give resourceType (a FHIR resource)"),
        ({"resourcetype": "Condition"}, "Write resourceType, not resourcetype"),
        ({"Type": "tilstand"}, "Write type, not Type"),
        ({"resource_type": "Bundle", "type": "collection"}, "Write resourceType, not resource_type"),
        ({"type": "Indsats"}, "Did you mean indsats?"),
        ({"type": "tilstan"}, "Did you mean tilstand?"),
        ({"type": " tilstand"}, "Did you mean tilstand?"),
        ({"type": "Condition"}, "Write resourceType: 'Condition' instead of type"),
        ({"resourceType": "Tilstand"}, "Write type: 'tilstand' instead of resourceType"),
        ({"resourceType": "condition"}, "Did you mean Condition?"),
        ({"resourceType": "Conditon"}, "Did you mean Condition?"),
        ({"resourceType": "Careplan"}, "Did you mean CarePlan?"),
        (condition(GATEWAY.replace("dition", "diton")), f"Did you mean {GATEWAY}?"),
        (condition(GATEWAY.upper()), f"Did you mean {GATEWAY}?"),
        (condition(GATEWAY + "/|1.0"), f"Did you mean {GATEWAY}?"),
        (condition(f" {GATEWAY} "), f"Did you mean {GATEWAY}?"),
        (condition(GATEWAY.replace("http:", "https:")), f"Did you mean {GATEWAY}?"),
        (condition(GATEWAY.replace("gateway/Struc", "gatway/1.2/Struc")), f"Did you mean {GATEWAY}?"),
        (condition(GATEWAY, resourceType="Observation"), f"{GATEWAY} describes Condition: correct"),
    ],
)  # fmt: skip
def test_a_near_miss_is_an_error_with_its_remedy(checker: Checker, obj: Any, remedy: str) -> None:
    """All of these gave a note or a warning and exit code 0, though nothing of the object had been looked at."""
    (found,) = unrecognised(checker, obj)

    assert found.severity is Severity.ERROR
    assert found.remedy.en.replace("'", "").startswith(remedy.replace("'", ""))
    assert found.remedy.da
    assert found.remedy.da != found.remedy.en


@pytest.mark.parametrize("name", sorted(R4_TYPES))
def test_a_resource_type_of_fhir_is_no_slip(checker: Checker, name: str) -> None:
    """DeviceRequest is two letters from ServiceRequest, and is meant."""
    assert [
        one for one in unrecognised(checker, {"resourceType": name}) if one.severity is Severity.ERROR
    ] == []


@pytest.mark.parametrize(
    ("obj", "severity", "remedy"),
    [
        ({"resourceType": "Patient"}, Severity.INFORMATION, ""),
        (condition("http://example.org/StructureDefinition/fall"), Severity.INFORMATION, ""),
        ({"resourceType": "Patiennt"}, Severity.WARNING, "Did you mean Patient?"),
        ({"resourceType": "Sag"}, Severity.WARNING, ""),
        ({"type": "Feature"}, Severity.WARNING, ""),
    ],
)
def test_what_is_foreign_is_only_told(checker: Checker, obj: Any, severity: Severity, remedy: str) -> None:
    (found,) = unrecognised(checker, obj)

    assert found.severity is severity
    assert found.remedy.en.startswith(remedy)


def test_a_name_of_two_channels_is_an_error_that_proposes_neither(checker: Checker) -> None:
    """The last part is prevention's, the address rehabilitation's: one of the two was proposed at random."""
    (found,) = unrecognised(
        checker, condition("http://fhir.kl.dk/rehab/StructureDefinition/klgateway-119-condition")
    )

    assert found.severity is Severity.ERROR
    assert "Did you mean" not in found.remedy.en


def test_a_name_of_another_type_is_not_proposed(checker: Checker) -> None:
    """A Goal that nearly named a profile of Condition was told to name that one."""
    (found,) = unrecognised(checker, condition(GATEWAY.replace("dition", "diton"), resourceType="Goal"))

    assert found.severity is Severity.ERROR
    assert "Did you mean" not in found.remedy.en


def test_in_a_channel_what_it_does_not_describe_is_an_error_that_names_what_it_does(checker: Checker) -> None:
    (found,) = unrecognised(checker, {"resourceType": "Patient"}, "samsprog")

    assert found.severity is Severity.ERROR
    assert found.remedy.en == "The channel samsprog describes indsats, tilstand"


def test_an_empty_name_of_a_profile_names_none(checker: Checker) -> None:
    """It was taken for the name of an unknown profile, and the object passed unlooked at."""
    assert checker.recognise(condition("")) == checker.recognise({"resourceType": "Condition"}) != ()


@pytest.mark.parametrize("inner", [{"resourceType": "condition"}, condition(GATEWAY + "s"), {"id": "x"}])
def test_a_slip_inside_a_bundle_is_an_error_at_its_place(checker: Checker, inner: Any) -> None:
    """Objects in a Bundle that no profile describes are passed over, and slips were with them."""
    entries = [{"resource": {"resourceType": "Patient", "id": "p"}}, {"resource": inner}]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}

    (found,) = unrecognised(checker, bundle)

    assert (found.place.path, found.severity) == ("/entry/1/resource", Severity.ERROR)


@given(data=st.data())
def test_whatever_letter_of_a_known_name_is_wrong_the_object_fails(
    checker: Checker, data: st.DataObject
) -> None:
    """What is proposed is of the object's type, and of the channel whose name it was."""
    profile = data.draw(
        st.sampled_from([one for one in checker.profiles.values() if one.match.profiles]), label="profile"
    )
    url = data.draw(st.sampled_from(profile.match.profiles), label="url")
    place = data.draw(st.integers(0, len(url) - 1), label="place")
    put = data.draw(st.sampled_from(["", "x", "-", url[place].swapcase(), url[place] * 2]), label="put")
    wrong = url[:place] + put + url[place + 1 :]
    obj = condition(wrong, resourceType=profile.match.type_name)
    others = {one for one in checker.profiles.values() if wrong in one.match.profiles}

    found = unrecognised(checker, obj)

    assert bool(found) != bool(others)
    for one in found:
        assert one.severity is Severity.ERROR
        proposed = one.remedy.en.removeprefix("Did you mean ").removesuffix("?")
        if one.remedy.en.startswith("Did you mean"):
            meant = [p for p in checker.profiles.values() if proposed in p.match.profiles]
            assert {(p.match.type_name, p.channel) for p in meant} == {
                (profile.match.type_name, profile.channel)
            }


@pytest.mark.parametrize("wanted", ["gateway", "gateway-condition"])
@pytest.mark.parametrize("before", [0, 40])
def test_a_slip_in_the_name_is_told_where_a_profile_is_asked_for_too(
    checker: Checker, wanted: str, before: int
) -> None:
    """With `--profile gateway` a wrong letter in meta.profile was not looked at: the object was held to the channel."""
    right = json.loads(CHECK_RULES["SP114"].good.text)
    wrong = json.loads(CHECK_RULES["SP114"].bad.text)
    for _ in range(before):
        checker.check(right, as_of=None, profile=wanted, today=DAY)

    found = checker.check(wrong, as_of=None, profile=wanted, today=DAY)

    assert [(one.rule, one.place.path, one.remedy.en) for one in found] == [
        ("SP114", "/meta/profile/0", f"Did you mean {GATEWAY}?")
    ]
    inside = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": wrong}]}
    within = checker.check(inside, as_of=None, profile=wanted, today=DAY)
    assert [one.place.path for one in within if one.rule == "SP114"] == ["/entry/0/resource/meta/profile/0"]


def test_a_name_of_ones_own_is_no_slip(checker: Checker) -> None:
    obj = json.loads(CHECK_RULES["SP114"].good.text)
    obj["meta"]["profile"] = ["https://example.org/StructureDefinition/our-state"]

    assert checker.check(obj, as_of=None, profile="gateway-condition", today=DAY) == ()
