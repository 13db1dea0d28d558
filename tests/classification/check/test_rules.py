"""Every rule of the check is shown by an object that breaks it, and by one that does not."""

from __future__ import annotations

import json
import pickle
from datetime import date
from typing import Final

import pytest

from classification.check.checker import Checker
from classification.check.profile import (
    Claim,
    Condition,
    CrossRule,
    Demand,
    Profile,
    ProfileMatch,
    ValueFormat,
)
from classification.check.profile_codes import unknown_codes
from classification.finding import Finding, Severity
from classification.record import replace
from classification.rules.check.example import CONDITION
from classification.rules.check_rule import CheckRule, Example
from classification.rules.registry import CHECK_RULES

DAY = date(2025, 9, 1)
OF_OBJECTS = [rule for code, rule in CHECK_RULES.items() if not code.startswith("SP19")]
IDS = [rule.code for rule in OF_OBJECTS]
_MENDED = [
    "SP202",
    "SP203",
    "SP207",
    "SP208",
    "SP213",
    "SP215",
    "SP216",
    "SP218",
    "SP301",
    "SP302",
    "SP310",
    "SP404",
]


def observed(checker: Checker, example: Example) -> tuple[Finding, ...]:
    """What the check says of an example on its day."""
    return checker.check(
        json.loads(example.text), as_of=example.day, profile=example.profile, today=example.day
    )


@pytest.mark.parametrize("rule", OF_OBJECTS, ids=IDS)
def test_the_bad_example_breaks_its_rule_and_no_other(checker: Checker, rule: CheckRule) -> None:
    found = observed(checker, rule.bad)

    assert {finding.rule for finding in found} == {rule.code}, found


@pytest.mark.parametrize("rule", OF_OBJECTS, ids=IDS)
def test_the_good_example_breaks_none(checker: Checker, rule: CheckRule) -> None:
    assert observed(checker, rule.good) == ()


@pytest.mark.parametrize("rule", OF_OBJECTS, ids=IDS)
def test_what_is_found_has_a_sentence_in_both_languages_and_a_place(
    checker: Checker, rule: CheckRule
) -> None:
    for finding in observed(checker, rule.bad):
        assert finding.message.da
        assert finding.message.en
        assert finding.message.da != finding.message.en
        assert finding.place.path == "" or finding.place.path.startswith("/")


@pytest.mark.parametrize("rule", CHECK_RULES.values(), ids=list(CHECK_RULES))
def test_a_rule_is_told_in_both_languages(rule: CheckRule) -> None:
    for sentence in (rule.title, rule.explanation):
        assert sentence.da
        assert sentence.en
        assert sentence.da != sentence.en


@pytest.mark.parametrize("code", _MENDED)
def test_a_safe_fix_mends_the_finding_and_nothing_else(checker: Checker, code: str) -> None:
    example = CHECK_RULES[code].bad
    (finding,) = observed(checker, example)
    assert finding.fix is not None

    mended = with_value(json.loads(example.text), finding.fix.pointer, finding.fix.new)

    assert observed(checker, replace(example, written=json.dumps(mended))) == ()


def test_codes_say_their_family() -> None:
    assert {rule.family for rule in CHECK_RULES.values()} == {
        "structure",
        "code",
        "meaning",
        "binding",
        "cross-field",
        "provenance",
        "reference",
    }


def test_an_old_display_is_a_warning_until_the_transition_ends_and_an_error_after(checker: Checker) -> None:
    from datetime import date

    obj = json.loads(CHECK_RULES["SP301"].bad.text)

    before = checker.check(obj, as_of=date(2026, 12, 31), today=date(2026, 1, 1))
    after = checker.check(obj, as_of=date(2027, 1, 1), today=date(2026, 1, 1))

    assert [o.severity for o in before] == [Severity.WARNING]
    assert [o.severity for o in after] == [Severity.ERROR]


def with_value(obj: object, pointer: str, new: str) -> object:
    """The object with another value at a JSON Pointer."""
    *way, last = pointer.split("/")[1:]
    here = obj
    for name in way:
        here = here[int(name)] if isinstance(here, list) else here[name]  # type: ignore[index]
    here[last] = new  # type: ignore[index]
    return obj


def test_every_value_set_that_a_shipped_profile_names_is_shipped(checker: Checker) -> None:
    assert checker.unknown_value_sets() == ()


def test_a_remedy_survives_profiles_that_were_kept_and_read_again(checker: Checker) -> None:
    """The rule's own remedy was left out when the profile came from the cache: its empty sentence is another object."""
    example = CHECK_RULES["SP606"].bad
    kept = Checker(pickle.loads(pickle.dumps(tuple(checker.profiles.values()))), checker.terminology)

    assert observed(kept, example) == observed(checker, example)
    assert observed(kept, example)[0].remedy == CHECK_RULES["SP606"].remedy


def test_every_rule_says_what_to_do_in_both_languages() -> None:
    assert [rule.code for rule in CHECK_RULES.values() if not (rule.remedy.da and rule.remedy.en)] == []


def test_an_unknown_name_of_a_profile_is_shown_with_the_one_that_is_near(checker: Checker) -> None:
    known = "http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"
    obj = {"resourceType": "Condition", "meta": {"profile": [known.replace("fhir.kl", "fihr.kl")]}}

    (found,) = [one for one in checker.check(obj, as_of=None, today=DAY) if one.rule == "SP101"]

    assert "meta.profile is 'http://fihr.kl.dk/" in found.message.en
    assert found.remedy.en == f"Did you mean {known}?"


def test_a_rule_about_a_system_says_so_in_words(checker: Checker) -> None:
    obj = json.loads(CHECK_RULES["SP306"].good.text) | {
        "level": {"system": "http://snomed.info/sct", "code": "1"}
    }

    found = checker.check(obj, as_of=None, profile="tilstand", today=DAY)

    said = [one.message.en for one in found if one.rule == "SP306"]
    assert said
    assert all("|" not in text for text in said)


def test_every_code_that_a_shipped_profile_speaks_of_is_known(checker: Checker) -> None:
    """FFB's "Ikke vurderet" stood in two profiles cut to eight characters, so that SP503 never fired there."""
    assert unknown_codes(checker.profiles.values(), checker.terminology) == ()


@pytest.mark.parametrize("profile", ["core-condition", "gateway-condition"])
@pytest.mark.parametrize(
    ("system", "code", "level"),
    [
        ("urn:oid:1.2.208.176.2.22", "1c327095-107f-4b96-88d0-ec562cb980be", "Ikke vurderet"),
        ("urn:oid:1.2.208.176.2.21", "d7ff926a-4955-478f-b300-0b0ec0785013", "9"),
    ],
)
def test_an_active_state_has_no_level_that_says_nobody_looked(
    checker: Checker, profile: str, system: str, code: str, level: str
) -> None:
    obj = {
        "resourceType": "Condition",
        "clinicalStatus": {"coding": [{"code": "active"}]},
        "severity": {"coding": [{"system": system, "code": code, "display": level}]},
    }

    found = checker.check(obj, as_of=DAY, profile=profile, today=DAY)

    assert "/severity" in {one.place.path for one in found if one.rule == "SP503"}


@pytest.mark.parametrize(
    ("claim", "values", "unknown"),
    [
        (Claim.IN, ("urn:oid:1.2.208.176.2.22|1c327095",), ("urn:oid:1.2.208.176.2.22|1c327095",)),
        (Claim.IN, ("urn:oid:1.2.208.176.2.22|", "urn:oid:9.9|x", "active", 1, True), ()),
        (Claim.EQUALS, ("1c327095",), ("1c327095",)),
        (Claim.EQUALS, ("1c327095-107f-4b96-88d0-ec562cb980be", "20240101"), ()),
        (Claim.NOT_IN, ("urn:oid:1.2.208.176.2.21|J1.99",), ("urn:oid:1.2.208.176.2.21|J1.99",)),
        (Claim.BELOW, ("J1", "J99"), ("J99",)),
    ],
)
def test_a_code_that_no_release_knows_is_found(
    checker: Checker, claim: Claim, values: tuple[object, ...], unknown: tuple[str, ...]
) -> None:
    rule = CrossRule("SP590", Demand.REQUIRE, "a", when=(Condition("b", claim, values),))
    profile = Profile("p", "c", ProfileMatch(ValueFormat.SAMSPROG, "x"), rules=(rule,))

    assert tuple(one.written for one in unknown_codes([profile], checker.terminology)) == unknown


ENDED: Final = {"abatementDateTime": "2025-08-01"}
RESOLVED: Final = {
    "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "resolved"}]
}


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        ({}, []),
        (ENDED, ["SP510"]),
        (ENDED | {"clinicalStatus": RESOLVED}, []),
        ({"onsetString": "i sommer"}, []),
        ({"onsetString": "i sommer", "onsetDateTime": "2025-07-01"}, ["SP103"]),
        ({"onsetRange": {"low": {"value": 60}}, "_onsetString": {"id": "a"}, "onsetString": "x"}, ["SP103"]),
        ({"note": [{"text": "x", "authorString": "a", "authorReference": {"display": "a"}}]}, ["SP103"]),
        ({"evidence": [{"id": "a"}]}, ["SP510"]),
        ({"evidence": [{"detail": [{"reference": "Observation/1"}]}]}, []),
        ({"evidence": [{"code": [{"text": "set ved besøg"}]}]}, []),
    ],
)
def test_a_state_keeps_the_rules_that_fhir_has_for_all_states(
    checker: Checker, more: dict[str, object], rules: list[str]
) -> None:
    """con-4, con-2, and `onset[x]`: a state that had ended was active, or began twice, and nobody said so."""
    core = "http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocialCondition"
    obj = CONDITION | {"meta": {"profile": [core]}} | more

    found = checker.check(obj, as_of=DAY, today=DAY)

    assert [one.rule for one in found] == rules
