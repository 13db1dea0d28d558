"""What an object is told depends on nothing but the object: laws over drawn profiles and drawn objects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from copy import deepcopy
from datetime import UTC, date, datetime
from typing import Any, Final, get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classification.check.checker import Checker
from classification.check.cross_field import CrossFieldRules, _compiled, _earliest, later
from classification.check.field_type import SIMPLE, SURE
from classification.check.path import PathReader, read_path
from classification.check.plan import Plans
from classification.check.profile import (
    Binding,
    CrossRule,
    Demand,
    Field,
    Pin,
    Profile,
    ProfileMatch,
    Strength,
    ValueFormat,
)
from classification.check.shape import shape_of
from classification.check.structure import structure
from classification.check.walk import Seen, walk
from classification.finding import Finding, Severity
from classification.record import replace
from classification.release import Release
from classification.terminology import Terminology
from classification.text import Form, normal
from classification.value_set import Include, ValueSet
from tests import drawn_profiles as drawn
from tests.cases import cases
from tests.classification.worlds import concept, open_release, release, scheme


def alone(profile: Profile, terminology: Terminology, obj: Any, as_of: date | None) -> tuple[Finding, ...]:
    """What a check says that has met no other object."""
    return Checker([profile], terminology).check(deepcopy(obj), as_of=as_of, today=drawn.TODAY)


@settings(max_examples=cases(150))
@given(
    profile=drawn.profiles,
    population=drawn.populations,
    order=st.randoms(use_true_random=False),
    as_of=st.sampled_from((None, *drawn.DAYS)),
)
def test_an_object_is_told_the_same_alone_and_after_any_others(
    bundled: Terminology, profile: Profile, population: list[Any], order: Any, as_of: date | None
) -> None:
    """A pattern over ids, a date through an array, a rule under a list: each was once not seen after like objects."""
    told = [alone(profile, bundled, obj, as_of) for obj in population]
    after = list(range(len(population))) * 3
    order.shuffle(after)
    checker = Checker([profile], bundled)

    for number in after:
        assert checker.check(population[number], as_of=as_of, today=drawn.TODAY) == told[number]


@settings(max_examples=cases(100))
@given(
    profile=drawn.profiles,
    obj=drawn.objects,
    on=st.lists(st.sampled_from(drawn.PAIRS), min_size=2, max_size=6),
)
def test_a_day_is_answered_the_same_after_any_other_days(
    bundled: Terminology, profile: Profile, obj: Any, on: list[date]
) -> None:
    checker = Checker([profile], bundled)

    for day in [*on, *reversed(on)]:
        assert checker.check(obj, as_of=day, today=drawn.TODAY) == alone(profile, bundled, obj, day)


# ---------------------------------------------------------------- what else is in the store


def beside(world: Terminology, more: Release) -> Terminology:
    """Everything that is shipped, and a classification with value sets of its own, of names that are taken."""
    sets = (
        ValueSet(
            f"urn:{name}", name, "9", (Include(more.scheme.uri),), recorded=datetime(2026, 1, 1, tzinfo=UTC)
        )
        for name in drawn.SETS
    )
    return Terminology((*world.all_releases, open_release(more)), (*world.all_value_sets, *sets))


def told(found: Iterable[Finding]) -> list[tuple[str, str, str]]:
    """Where what is wrong, and how grave it is; hints may differ."""
    return [(one.place.path, one.rule, str(one.severity)) for one in found]


@settings(max_examples=cases(150))
@given(
    profile=drawn.profiles,
    obj=drawn.objects,
    shown=st.lists(drawn.shown, min_size=1, max_size=2),
    more=drawn.unrelated,
    as_of=st.sampled_from(drawn.DAYS),
)
def test_an_unrelated_classification_changes_no_finding(
    bundled: Terminology, profile: Profile, obj: Any, shown: list[Any], more: Release, as_of: date
) -> None:
    """A roster with a concept "Planlagt" made an error of a warning about a display of another list.

    A value set of a name that is taken put an end to what a profile asks of the one that has it.
    """
    obj = {**obj, "part": {"code": {"coding": shown}}}

    among = alone(profile, beside(bundled, more), obj, as_of)

    assert told(among) == told(alone(profile, bundled, obj, as_of))


NOT_A_CODE: Final = {"SP204", "SP205", "SP207", "SP208", "SP209", "SP215", "SP216"}


@settings(max_examples=cases(100))
@given(
    profile=drawn.profiles,
    obj=drawn.objects,
    codings=st.lists(drawn.codings.map(lambda one: {**one, "system": drawn.LOCAL}), min_size=1, max_size=3),
    part=drawn.fragment,
)
def test_a_code_that_is_not_in_a_fragment_is_never_called_wrong_for_itself(
    bundled: Terminology, profile: Profile, obj: Any, codings: list[Any], part: Release
) -> None:
    """Where it is bound, the value set may rule it out; whether it is a code nobody knows."""
    world = beside(bundled, part)
    obj = {**obj, "part": {"code": {"coding": codings}}}

    checker = Checker([replace(profile, severities=())], world)
    found = checker.check(obj, as_of=drawn.DAYS[2], today=drawn.TODAY)

    here = [one for one in found if one.place.path.startswith("/part/code/coding/")]
    assert NOT_A_CODE.isdisjoint(one.rule for one in here)
    assert {one.severity for one in here if one.rule == "SP203"} <= {Severity.INFORMATION}
    assert checker.check(obj, as_of=drawn.DAYS[2], today=drawn.TODAY) == found


@pytest.mark.parametrize("code", ["x", "zz-9", "51697715-965a-40f3-b4a5-000000000000"])
@pytest.mark.parametrize("display", ["", "Gå", "x", "Svære begrænsninger", "3"])
@pytest.mark.parametrize("system", [drawn.FSIII, drawn.FFB, "urn:nobody", ""])
def test_a_classification_that_has_the_code_changes_no_severity(
    checker: Checker, bundled: Terminology, system: str, code: str, display: str
) -> None:
    """It may tell whose the code is (SP207 for SP203); what was an error stays one, and so does a warning."""
    coding = {"system": system, "code": code, "display": display}
    obj = {"resourceType": "Condition", "code": {"coding": [coding]}, "severity": {"coding": [coding]}}
    more = release(concept(code, display or "y"), concept("3", "3"), of=scheme("roster"))
    among = Checker(checker.profiles.values(), beside(bundled, more))

    def grave(of: Checker, profile: str) -> set[tuple[str, str]]:
        found = of.check(obj, as_of=drawn.DAYS[2], profile=profile, today=drawn.TODAY)
        places = (one.place.path.removesuffix("/code").removesuffix("/system") for one in found)
        return {(place, str(one.severity)) for place, one in zip(places, found, strict=True)}

    for profile in ("core-condition", "gateway-condition", "ffb-reporting-condition"):
        assert grave(among, profile) == grave(checker, profile)


def test_an_id_is_held_against_its_pattern_after_forty_right_ones(checker: Checker) -> None:
    """Forty right references let `Patient/abc` pass: ids were dropped before the pattern asked for them."""
    core = checker.profiles["core-condition"]
    own = replace(
        core,
        name="own",
        channel="own",
        fields=(*core.fields, Field("subject.reference", "string", pattern="Patient/[0-9]+")),
    )
    sound = {
        "resourceType": "Condition",
        "clinicalStatus": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]
        },
        "code": {"coding": [{"system": drawn.FSIII, "code": "51697715-965a-40f3-b4a5-819103bf9d49"}]},
        "subject": {"reference": "Patient/17"},
        "recordedDate": "2025-08-20",
    }  # fmt: skip
    of_own = Checker([own], checker.terminology)

    for number in range(40):
        right = {**sound, "subject": {"reference": f"Patient/{number}"}}
        assert of_own.check(right, as_of=None, profile="own", today=drawn.TODAY) == ()
    wrong = of_own.check(
        {**sound, "subject": {"reference": "Patient/abc"}}, as_of=None, profile="own", today=drawn.TODAY
    )

    assert [one.rule for one in wrong] == ["SP107"]


# ---------------------------------------------------------------- the compiled walk


@settings(max_examples=cases(200))
@given(profile=drawn.profiles, obj=drawn.objects)
@example(
    Profile("thing", "drawn", ProfileMatch(ValueFormat.FHIR, "Thing"), fields=(Field("a", "string"),)),
    {"a": [["x"], [{}]]},
)
def test_the_compiled_walk_sees_what_the_plain_walk_sees(profile: Profile, obj: Any) -> None:
    seen = Seen()

    structure(shape_of(profile), notes=True)(obj, "", seen, 0)

    plain = walk(obj, "")
    assert seen.codings == plain.codings
    assert seen.lists == plain.lists
    assert seen.references == plain.references


@settings(max_examples=cases(100))
@given(profile=drawn.profiles, obj=drawn.objects)
def test_noting_codings_changes_nothing_of_what_is_wrong(profile: Profile, obj: Any) -> None:
    noting, silent = Seen(), Seen()

    structure(shape_of(profile), notes=True)(obj, "", noting, 0)
    structure(shape_of(profile), notes=False)(obj, "", silent, 0)

    assert noting.faults == silent.faults
    assert not silent.codings
    assert not silent.lists


@given(kind=st.sampled_from(sorted(SURE)), text=st.text(max_size=30) | st.from_regex(r"[0-9T:.Z+\-]{4,30}"))
@example("dateTime", "2025-09-01T24:00:00Z")
@example("date", "0000-01-01")
@example("instant", "2025-09-01T10:00:00.1234567+14:59")
@example("code", "a  b")
@example("uri", "")
def test_what_is_told_at_once_to_be_of_a_type_is(kind: str, text: str) -> None:
    if SURE[kind](text):
        assert text
        assert SIMPLE[kind](text)


# ---------------------------------------------------------------- paths and rules


def followed(value: Any, at: str, names: list[str]) -> list[tuple[str, Any]]:
    """Where plain names lead: the definition, written anew."""
    if not names:
        return [(at, value)]
    if not isinstance(value, dict) or names[0] not in value:
        return []
    member, spot = value[names[0]], f"{at}/{names[0].replace('~', '~0').replace('/', '~1')}"
    inside = (
        [(f"{spot}/{n}", each) for n, each in enumerate(member)]
        if isinstance(member, list)
        else [(spot, member)]
    )
    return [found for place, each in inside for found in followed(each, place, names[1:])]


@settings(max_examples=cases(200))
@given(path=st.sampled_from(drawn.PATHS), obj=drawn.objects)
def test_a_path_leads_where_its_names_lead(path: str, obj: Any) -> None:
    assert read_path(path).values(obj, "") == followed(obj, "", path.split("."))


@settings(max_examples=cases(200))
@given(profile=drawn.profiles, obj=drawn.objects, refers=st.booleans())
def test_rules_that_are_passed_over_would_have_found_nothing(
    bundled: Terminology, profile: Profile, obj: Any, refers: bool
) -> None:
    """Rules whose paths begin with names that an object lacks are not asked."""
    plan = Plans([profile], bundled).plan("thing", drawn.TODAY, None)

    def reading() -> PathReader:
        return PathReader(obj, "", drawn.TODAY, (lambda _to, _at: ("/other", obj)) if refers else None)

    asked = [
        broken
        for rule in profile.rules
        if refers or not rule.resolves
        for broken in _compiled(rule)(reading(), plan.facts)
    ]
    assert CrossFieldRules(profile.rules).broken(reading(), plan.facts) == asked


@pytest.mark.parametrize("text", ["a" * 5_000, "a" * 5_000 + "b", "x" * 200_000 + " "])
@pytest.mark.parametrize("pattern", ["(a+)+b", "(x|x)*", "(.*)*y"])
def test_a_pattern_takes_the_whole_value_in_bounded_time(
    bundled: Terminology, text: str, pattern: str
) -> None:
    """`(a+)+b` hung on a text of a, and a long value was judged by its first ten thousand characters."""
    profile = Profile(
        "thing",
        "drawn",
        ProfileMatch(ValueFormat.FHIR, "Thing", default=True),
        fields=(Field("a", "string", pattern=pattern),),
    )
    right = {
        "(a+)+b": set(text[:-1]) == {"a"} and text[-1] == "b",
        "(x|x)*": set(text) == {"x"},
        "(.*)*y": False,
    }

    found = Checker([profile], bundled).check(
        {"resourceType": "Thing", "a": text}, as_of=None, today=drawn.TODAY
    )

    assert [one.rule for one in found] == ([] if right[pattern] else ["SP107"])


@settings(max_examples=cases(100))
@given(obj=drawn.objects)
def test_drawn_objects_are_json(obj: Any) -> None:
    assert json.loads(json.dumps(obj)) == obj


# ---------------------------------------------------------------- faults that were found from outside

times: st.SearchStrategy[Any] = st.sampled_from(
    (
        "2025", "2025-01", "2025-01-01", "2024-12-31", "2025-01-01T23:00:00-12:00", "2025-01-02T01:00:00+14:00", "x", 3,
        "2025-01-01T10:00:00Z", "2025-01-01T25:00:00Z", "2025-01-02T30:00:00Z", "2024-13-01", "2024-12-31T23:59:59Z",
    )
)  # fmt: skip


@settings(max_examples=cases(300))
@given(first=times, others=st.lists(times, max_size=5))
def test_what_lies_after_none_of_the_earliest_lies_after_none(first: Any, others: list[Any]) -> None:
    """A thousand periods in a list took half a minute: each start was compared with each end."""
    assert any(later(first, one) for one in _earliest(others)) == any(later(first, one) for one in others)


def test_objects_of_a_bundle_without_a_day_are_judged_on_their_own(checker: Checker) -> None:
    condition = {
        "resourceType": "Condition",
        "meta": {"profile": ["http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocialCondition"]},
        "code": {"coding": [{"system": drawn.FSIII, "code": "J3.8"}]},
        "recordedDate": "2023-08-20",
    }
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": condition}]}
    dated = {**bundle, "timestamp": "2025-08-20T10:00:00+02:00"}

    def rules(obj: Any) -> set[str]:
        return {one.rule for one in checker.check(obj, as_of=None, today=drawn.TODAY)}

    assert "SP208" not in rules(condition)
    assert "SP208" not in rules(bundle)
    assert "SP208" in rules(dated)


@pytest.mark.parametrize(
    "held", [[{"resourceType": "Observation"}], "{}", 3, True], ids=["list", "text", "number", "flag"]
)
def test_what_is_no_object_in_a_bundle_is_told(checker: Checker, held: Any) -> None:
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": held}]}

    for profile in ("auto", "gateway"):
        found = checker.check(bundle, as_of=None, profile=profile, today=drawn.TODAY)
        assert ("SP105", "/entry/0/resource") in {(one.rule, one.place.path) for one in found}


@pytest.mark.parametrize(
    ("meta", "rule"),
    [
        ({"profile": "http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"}, "SP105"),
        ({"profiles": ["http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"]}, "SP104"),
        ({"profile": [None]}, "SP110"),
        ({"profile": []}, "SP110"),
        ({"profile": [3]}, "SP105"),
        ([], "SP105"),
        ("x", "SP105"),
    ],
    ids=str,
)
def test_a_meta_that_names_no_profile_as_fhir_does_is_told(checker: Checker, meta: Any, rule: str) -> None:
    """An object whose meta.profile is no list fell to the default profile without a word."""
    found = checker.check({"resourceType": "Condition", "meta": meta}, as_of=None, today=drawn.TODAY)

    assert rule in {one.rule for one in found if one.place.path.startswith("/meta")}


def test_a_thousand_marks_on_a_letter_are_folded_in_linear_time(checker: Checker) -> None:
    """Sorting the marks took the square of their number: 52 s for a display of 100,000."""
    coding = {
        "system": drawn.FSIII,
        "code": "51697715-965a-40f3-b4a5-819103bf9d49",
        "display": "e" + "\u0301\u0323" * 300_000,
    }
    obj = {"resourceType": "Condition", "code": {"coding": [coding, {**coding, "code": coding["display"]}]}}

    found = checker.check(obj, as_of=drawn.DAYS[2], today=drawn.TODAY)

    assert {"SP309", "SP203"} <= {one.rule for one in found}


@pytest.mark.parametrize("form", get_args(Form))
def test_no_letter_keeps_more_marks_than_are_sorted_in_no_time(form: Form) -> None:
    """That it takes long is no failure of a test; that so many are sorted at once is."""
    runs = re.split("[^\u0301\u0323]", normal(form, "e" + "\u0301\u0323" * 300_000))

    assert sum(map(len, runs)) >= 599_990
    assert max(map(len, runs)) <= 30


def test_an_object_that_many_refer_to_is_looked_at_once(bundled: Terminology) -> None:
    """A thousand references to one object with a thousand codings took four seconds, two thousand sixteen."""
    rule = CrossRule("SP599", Demand.AT_MOST, "part.resolve().code.coding", (1,))
    profile = Profile("thing", "drawn", ProfileMatch(ValueFormat.FHIR, "Thing", default=True), rules=(rule,))
    other = {"resourceType": "Condition", "id": "1", "code": {"coding": [{"code": "x"}] * 2}}
    thing = {"resourceType": "Thing", "part": [{"reference": "Condition/1"}] * 3}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": thing}, {"resource": other}]}

    found = Checker([profile], bundled).check(bundle, as_of=None, today=drawn.TODAY)

    assert [one.message.en for one in found if one.rule == "SP599"] == [
        "part.resolve().code.coding stands 2 times; at most 1"
    ]


def test_what_others_of_the_day_have_picked_says_nothing_of_a_coding_that_is_pinned(
    bundled: Terminology,
) -> None:
    """A day before the first release was told of a pinned coding from the second object on, and of the first never."""
    pinned = Binding("code", ("KLConditionCodesNursing",), Strength.REQUIRED, pins=(Pin(None, "1.1.0"),))
    profile = Profile(
        "thing",
        "drawn",
        ProfileMatch(ValueFormat.FHIR, "Thing", (drawn.URL,), default=True),
        bindings=(Binding("part.code", (), Strength.REQUIRED), pinned),
    )
    coding = {"system": "urn:oid:1.2.208.176.2.21", "code": "J3.8"}
    obj = {"resourceType": "Thing", "meta": {"profile": [drawn.URL]}, "code": {"coding": [{}, coding]}}
    checker = Checker([profile], bundled)

    told = [checker.check(obj, as_of=date(2023, 3, 3), today=drawn.TODAY) for _ in range(3)]

    assert told[0] == told[1] == told[2]
    assert [finding.rule for finding in told[0]] == ["SP401"]
