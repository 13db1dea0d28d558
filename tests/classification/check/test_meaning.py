"""Real codings, each spoilt in one way: the finding names the true cause, alone, and its fix mends it.

A coding is taken from the bundled vocabularies, as it rightly stands at a place; a spoiler does to it what senders do.
The law: at the place there is exactly one error or warning, of the rule that names what was done; where it offers a
fix, the object is clean with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any, Final

import pytest

from classification.check.checker import Checker
from classification.check.profile import (
    Binding,
    Claim,
    Condition,
    CrossRule,
    Demand,
    Profile,
    ProfileMatch,
    Strength,
    ValueFormat,
)
from classification.compiled.index import Index
from classification.concept import LabelKind, NotationRole, Status
from classification.expansion.expansion import bind
from classification.finding import Finding, Severity
from classification.record import frozen, replace
from classification.rules.check.example import CONDITION, INDSATS, TILSTAND
from classification.terminology import Terminology, When
from classification.text import trimmed
from classification.value_set import Include
from tests.classification.worlds import COLOURS, concept, part, release, scheme, terminology, value_set, where

DAY: Final = date(2025, 9, 1)
NOW: Final = When(DAY)
FOREIGN: Final = "https://kommune.example/egne-koder"
OLD_URIS: Final = {
    "urn:oid:1.2.208.176.2.21": "http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII",
    "urn:oid:1.2.208.176.2.22": "http://kl.dk/fhir/common/caresocial/CodeSystem/FFB",
    "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes": "http://kl.dk/fhir/common/caresocial/CodeSystem/KLCommonCareSocialCodes",
}
FFB_STATE: Final = {
    "system": "urn:oid:1.2.208.176.2.22",
    "version": "2.3.0",
    "code": "3f9da5ac-9686-4eeb-b517-b46e17fcb1d7",
    "display": "Indgå i samspil og kontakt",
}
Coding = dict[str, str]


@frozen
class Place:
    """Where a coding stands: a profile, a sound object, the pointer of the coding, the sets of its codes."""

    profile: str
    obj: dict[str, Any]
    pointer: str
    value_sets: tuple[str, ...] = ()

    def holding(self, coding: dict[str, Any]) -> dict[str, Any]:
        """The object with the coding at the place."""
        obj = deepcopy(self.obj)
        name = self.pointer.split("/")[1]
        obj[name] = {"coding": [coding]} if "coding" in self.pointer else coding
        return obj

    def members(self, world: Terminology) -> list[tuple[Index, int]]:
        """The concepts that may stand here by their current code."""
        found: list[tuple[Index, int]] = []
        for name in self.value_sets:
            for member in bind(world, world.value_set(name, NOW), NOW).expand().members:
                index = world.release(member.system, NOW).index
                number = index.find(member.admitted[0])
                if number is not None and index.codes[number] == member.admitted[0]:
                    found.append((index, number))
        return found


PLACES: Final = (
    Place(
        "gateway-condition",
        CONDITION,
        "/code/coding/0",
        ("KLConditionCodesNursing", "KLConditionCodesHomeCare"),
    ),
    Place("gateway-condition", CONDITION, "/severity/coding/0", ("KLSeveritiesFSIII",)),
    Place("core-condition", CONDITION, "/code/coding/0", ("KLConditionCodesFSIII", "KLConditionCodesFFB")),
    Place("prevention-condition", CONDITION, "/code/coding/0", ("KLConditionCodesPrevention",)),
    Place("tilstand", TILSTAND, "/code", ("KLConditionCodesFSIII", "KLConditionCodesFFB")),
    Place("tilstand", TILSTAND, "/level", ("KLSeveritiesFSIII",)),
    Place("tilstand", TILSTAND | {"code": FFB_STATE}, "/level", ("KLSeverities",)),
    Place("indsats", INDSATS, "/code", ("KLInterventionsFSIII",)),
    Place("auto", {"resourceType": "Basic"}, "/code/coding/0"),
)


@frozen
class Sample:
    """A coding as it rightly stands at its place; `namesakes` are concepts of its word that may not stand there."""

    place: Place
    index: Index
    number: int
    namesakes: tuple[int, ...] = ()

    @property
    def coding(self) -> Coding:
        """The coding."""
        index, number = self.index, self.number
        made = {
            "system": index.scheme.uri,
            "code": index.codes[number],
            "display": trimmed(index.terms[number]),
        }
        return made | ({"version": index.version} if self.place.pointer == "/code" else {})


def samples(world: Terminology) -> list[Sample]:
    """Some 300: members of the sets of each place, spread evenly; where nothing is bound, of every vocabulary."""
    chosen: list[Sample] = []
    for place in PLACES:
        found = place.members(world)
        if not place.value_sets:
            for one in world.schemes:
                index = world.release(one.uri, NOW).index
                if not one.example:
                    found += [(index, i) for i in range(len(index))]
        step = max(1, len(found) // 45)
        here = {(index.name, number) for index, number in place.members(world)}
        for index, number in found[::step]:
            alike = [i for i, kind in index.by_term(index.terms[number]) if kind is LabelKind.PREFERRED]
            away = [i for i in alike if (index.name, i) not in here and index.status(i) is Status.ACTIVE]
            chosen.append(Sample(place, index, number, tuple(away) if here else ()))
    return chosen


def observed(checker: Checker, place: Place, coding: dict[str, Any]) -> list[Finding]:
    """What is said at the place."""
    found = checker.check(place.holding(coding), as_of=DAY, profile=place.profile, today=DAY)
    return [
        one
        for one in found
        if one.place.path == place.pointer or one.place.path.startswith(f"{place.pointer}/")
    ]


@pytest.fixture(scope="module")
def right(checker: Checker) -> list[Sample]:
    """The samples at whose place nothing is said."""
    return [one for one in samples(checker.terminology) if not observed(checker, one.place, one.coding)]


# ---------------------------------------------------------------- what senders do

Spoilt = Iterator[tuple[dict[str, Any], set[str]]]
"""A coding with one fault, and the rules of which one names it."""


def with_code_in_another_case(sample: Sample, _all: list[Sample]) -> Spoilt:
    code = sample.coding["code"]
    if code.swapcase() != code:
        yield sample.coding | {"code": code.swapcase()}, {"SP215"}


def with_hyphens_for_underscores(sample: Sample, _all: list[Sample]) -> Spoilt:
    code = sample.coding["code"].translate(str.maketrans("-_", "_-"))
    if code != sample.coding["code"] and sample.index.find(code) is None:
        yield sample.coding | {"code": code}, {"SP215"}


def with_blanks(sample: Sample, _all: list[Sample]) -> Spoilt:
    yield sample.coding | {"code": f" {sample.coding['code']}"}, {"SP213"}
    yield sample.coding | {"code": f"{sample.coding['code']}\u00a0"}, {"SP213"}


def with_a_typing_error(sample: Sample, _all: list[Sample]) -> Spoilt:
    code = sample.coding["code"]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    if len(code) == 36 and sample.index.find(wrong) is None:
        yield sample.coding | {"code": wrong}, {"SP203"}


def with_system_in_another_form(sample: Sample, _all: list[Sample]) -> Spoilt:
    uri = sample.coding["system"]
    forms = {uri.upper(), f"{uri}/", f"{uri} ", f"{uri}|{sample.index.version}", uri.removeprefix("urn:oid:")}
    forms |= {uri.replace("http:", "https:"), uri.replace("https:", "http:"), uri.removeprefix("urn:")}
    for form in sorted(forms - {uri}):
        yield sample.coding | {"system": form}, {"SP218"}


def with_an_old_system(sample: Sample, _all: list[Sample]) -> Spoilt:
    if old := OLD_URIS.get(sample.coding["system"]):
        yield sample.coding | {"system": old}, {"SP202"}


def with_a_lost_character(sample: Sample, _all: list[Sample]) -> Spoilt:
    if len(sample.coding["code"]) == 36:
        uri = sample.coding["system"]
        yield sample.coding | {"system": uri[:4] + uri[5:]}, {"SP218"}


def with_an_unknown_system(sample: Sample, _all: list[Sample]) -> Spoilt:
    yield sample.coding | {"system": FOREIGN}, {"SP201", "SP207"}


def with_another_system(sample: Sample, _all: list[Sample]) -> Spoilt:
    other = (
        "urn:oid:1.2.208.176.2.22" if sample.coding["system"].endswith(".21") else "urn:oid:1.2.208.176.2.21"
    )
    if len(sample.coding["code"]) == 36:
        yield sample.coding | {"system": other}, {"SP207"}


def without_system(sample: Sample, _all: list[Sample]) -> Spoilt:
    if sample.place.value_sets:
        coding: dict[str, Any] = dict(sample.coding)
        yield coding | {"system": ""}, {"SP217"}
        del coding["system"]
        yield coding, {"SP217"}


def without_code(sample: Sample, _all: list[Sample]) -> Spoilt:
    coding: dict[str, Any] = dict(sample.coding)
    if sample.place.value_sets:
        yield {name: value for name, value in coding.items() if name != "code"}, {"SP219"}
    yield coding | {"code": ""}, {"SP219"}
    yield coding | {"code": "  "}, {"SP219"}


def with_the_term_as_code(sample: Sample, _all: list[Sample]) -> Spoilt:
    if sample.index.find(sample.coding["display"]) is None:
        yield sample.coding | {"code": sample.coding["display"]}, {"SP216"}
        yield {**sample.coding, "code": sample.coding["display"].upper()}, {"SP216"}


def with_the_code_as_display(sample: Sample, _all: list[Sample]) -> Spoilt:
    for code, _ in sample.index.notations(sample.number):
        if code != sample.coding["display"] and all(
            i != sample.number for i, _ in sample.index.by_term(code)
        ):
            yield sample.coding | {"display": code}, {"SP310"}


def with_a_number_for_a_level(sample: Sample, _all: list[Sample]) -> Spoilt:
    ordinal = sample.index.concept(sample.number).ordinal
    if ordinal is not None and sample.index.find(f"{ordinal:g}") is None:
        yield sample.coding | {"code": f"{ordinal:g}"}, {"SP216"}


def with_a_former_code(sample: Sample, _all: list[Sample]) -> Spoilt:
    for code, role in sample.index.notations(sample.number):
        if role is NotationRole.LEGACY:
            yield sample.coding | {"code": code}, {"SP208", "SP404"}


def with_the_heading_above(sample: Sample, _all: list[Sample]) -> Spoilt:
    for parent in sample.index.parents(sample.number):
        if sample.place.value_sets and sample.index.status(parent) is Status.GROUPING:
            yield sample.coding | {"code": sample.index.codes[parent]}, {"SP210", "SP305"}


def with_the_same_word_elsewhere(sample: Sample, _all: list[Sample]) -> Spoilt:
    """A namesake of the same release that may not stand at the place: another branch, another kind."""
    for number in sample.namesakes:
        yield sample.coding | {"code": sample.index.codes[number]}, {"SP304", "SP305"}


def with_another_classification(sample: Sample, all_samples: list[Sample]) -> Spoilt:
    """A coding that is right, somewhere else."""
    if (
        sample.place.pointer != "/code/coding/0"
        or not sample.place.value_sets
        or sample.place.profile == "core-condition"
    ):
        return
    other = next(one for one in all_samples if one.index is not sample.index and one.place.profile == "auto")
    yield other.coding, {"SP401"}


SPOILERS: Final[tuple[Callable[[Sample, list[Sample]], Spoilt], ...]] = (
    with_code_in_another_case,
    with_hyphens_for_underscores,
    with_blanks,
    with_a_typing_error,
    with_system_in_another_form,
    with_an_old_system,
    with_a_lost_character,
    with_an_unknown_system,
    with_another_system,
    without_system,
    without_code,
    with_the_term_as_code,
    with_the_code_as_display,
    with_a_number_for_a_level,
    with_a_former_code,
    with_the_heading_above,
    with_the_same_word_elsewhere,
    with_another_classification,
)


ALWAYS_MENDED: Final = (
    with_code_in_another_case,
    with_hyphens_for_underscores,
    with_blanks,
    with_a_typing_error,
    with_system_in_another_form,
    with_an_old_system,
    with_a_lost_character,
    with_another_system,
    with_the_code_as_display,
    with_a_former_code,
)
"""What leaves no doubt."""


def test_there_are_enough_real_codings_of_enough_places(right: list[Sample]) -> None:
    assert len(right) > 250
    assert all(any(sample.place is place for sample in right) for place in PLACES)
    assert len({sample.index.name for sample in right}) > 6


@pytest.mark.parametrize("spoil", SPOILERS, ids=[spoil.__name__ for spoil in SPOILERS])
def test_the_true_cause_is_told_alone_and_its_fix_mends_it(
    checker: Checker, right: list[Sample], spoil: Callable[[Sample, list[Sample]], Spoilt]
) -> None:
    wrong: list[str] = []
    count = 0
    for sample in right:
        for coding, rules in spoil(sample, right):
            count += 1
            found = observed(checker, sample.place, coding)
            grave = [one for one in found if one.severity is not Severity.INFORMATION]
            told = [one.rule for one in grave]
            if not (len(told) == 1 and told[0] in rules):
                wrong.append(
                    f"{sample.place.profile} {coding}: {[(o.rule, o.place.path, o.message.en) for o in found]}"
                )
                continue
            if spoil in ALWAYS_MENDED and all(one.fix is None for one in grave):
                wrong.append(f"{sample.place.profile} {coding}: no fix")
            fixed = mended(sample.place, coding, found)
            if fixed != coding and (left := observed(checker, sample.place, fixed)):
                wrong.append(
                    f"{sample.place.profile} {coding} mended {fixed}: {[(o.rule, o.message.en) for o in left]}"
                )

    assert count > 5
    assert wrong == []


def mended(place: Place, coding: dict[str, Any], found: list[Finding]) -> dict[str, Any]:
    """The coding with every fix made."""
    done = dict(coding)
    for one in found:
        if one.fix is not None:
            name = one.fix.pointer.removeprefix(f"{place.pointer}/")
            assert done[name] in (one.fix.old, one.fix.new)
            done[name] = one.fix.new
    return done


# ---------------------------------------------------------------- two faults

PAIRS: Final = (
    (with_system_in_another_form, with_code_in_another_case, {"SP215", "SP218"}),
    (with_system_in_another_form, with_blanks, {"SP213", "SP218"}),
    (with_system_in_another_form, with_the_code_as_display, {"SP218", "SP310"}),
    (with_an_old_system, with_a_typing_error, {"SP202", "SP203"}),
    (with_an_old_system, with_the_heading_above, {"SP202", "SP210"}),
    (with_a_lost_character, with_the_code_as_display, {"SP218", "SP310"}),
    (with_another_system, with_blanks, {"SP207", "SP213"}),
    (with_code_in_another_case, with_the_code_as_display, {"SP215", "SP310"}),
    (with_the_heading_above, with_the_code_as_display, {"SP210"}),
)


@pytest.mark.parametrize(
    ("first", "second", "rules"), PAIRS, ids=[f"{a.__name__}-{b.__name__}" for a, b, _ in PAIRS]
)
def test_two_faults_are_two_findings_unless_one_makes_the_other_pointless(
    checker: Checker, right: list[Sample], first: Any, second: Any, rules: set[str]
) -> None:
    count = 0
    for sample in right:
        both = next(iter(first(sample, right)), None), next(iter(second(sample, right)), None)
        if None in both:
            continue
        coding: dict[str, Any] = dict(sample.coding)
        for spoilt, _ in both:  # type: ignore[misc]
            coding |= {name: text for name, text in spoilt.items() if sample.coding[name] != text}
        count += 1
        assert {one.rule for one in observed(checker, sample.place, coding)} == rules, coding

    assert count > 30


def test_blanks_around_an_old_key_are_mended_with_it(checker: Checker) -> None:
    """Both fixes spoke of one value, disagreed, and were left out."""
    place = next(place for place in PLACES if place.pointer == "/code")
    coding = {"system": "urn:oid:1.2.208.176.2.21", "version": "2.3.0", "code": " J3.8", "display": "Gå"}

    found = observed(checker, place, coding)

    assert [one.rule for one in found] == ["SP213", "SP208"]
    assert observed(checker, place, mended(place, coding, found)) == []


# ---------------------------------------------------------------- single cases


@pytest.mark.parametrize("digit", ["0", "1", "2", "3", "4", "9"])
def test_the_number_of_a_level_is_not_sent_to_another_system(checker: Checker, digit: str) -> None:
    """`3` is a code of the national eHealth scores: SP207 told senders of FSIII to write their URI."""
    place = PLACES[1]

    (found,) = observed(checker, place, {"system": "urn:oid:1.2.208.176.2.21", "code": digit})

    assert found.rule == "SP216"
    assert "ehealth" not in found.remedy.en
    assert found.fix is None


def test_a_number_beside_the_term_it_has_elsewhere_names_that_system(checker: Checker) -> None:
    basic = PLACES[-1]

    (found,) = observed(
        checker,
        basic,
        {"system": "http://fhir.kl.dk/term/CodeSystem/LTT", "code": "3", "display": "Svære begrænsninger"},
    )

    assert (found.rule, found.fix and found.fix.new) == ("SP207", "http://ehealth.sundhed.dk/cs/fs3-scores")


def test_a_word_of_the_wrong_kind_names_all_that_may_be_meant(checker: Checker) -> None:
    """Of two concepts of that word in the set SP305 named one, whichever came last."""
    place = next(place for place in PLACES if place.profile == "tilstand")
    intervention = {
        "system": "urn:oid:1.2.208.176.2.21",
        "version": "2.3.0",
        "code": "bc0306e2-5090-4bc8-b878-9814cafea403",
    }

    (found,) = observed(checker, place, intervention)

    assert found.rule == "SP305"
    for code in ("293bd85b-d9b4-4e2c-83d9-d3df32ce9d82", "bd088375-65fc-4e1d-9a8b-78dc918e6581"):
        assert code in found.remedy.en
    assert found.fix is None


def test_a_term_that_changed_hands_is_no_code_that_could_be_mended(checker: Checker) -> None:
    """J2.4 bore the term up to 1.1.0, H1.7 bears it now."""
    place = PLACES[-1]
    coding = {"system": "urn:oid:1.2.208.176.2.21", "code": "Skaffe sig varer og tjenesteydelser"}

    (found,) = observed(checker, place, coding)

    assert (found.rule, found.fix) == ("SP216", None)
    for code in ("293bd85b-d9b4-4e2c-83d9-d3df32ce9d82", "bc0306e2-5090-4bc8-b878-9814cafea403"):
        assert code in found.remedy.en


def test_case_is_told_of_an_alternative_term_too(checker: Checker) -> None:
    """Only the preferred term was compared letter by letter."""
    law = {"system": "https://samsprog.dk/scheme/law", "code": "BL-20"}
    labels = checker.terminology.release(law["system"], NOW).index.lookup("BL-20").labels
    alternative = next(
        label.text
        for label in labels
        if label.kind is LabelKind.ALTERNATIVE and label.text.upper() != label.text
    )

    found = observed(checker, PLACES[-1], law | {"display": alternative.upper()})

    assert observed(checker, PLACES[-1], law | {"display": alternative}) == []
    assert [(one.rule, one.fix and one.fix.new) for one in found] == [("SP302", alternative)]


NO_CODE: Final = "SP219", Severity.ERROR
NO_SYSTEM: Final = "SP217", Severity.ERROR
NOT_IN: Final = "SP401", Severity.ERROR
CLINICAL: Final = {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical"}
VERIFICATION: Final = {"system": "http://terminology.hl7.org/CodeSystem/condition-ver-status"}
SNOMED: Final = {"system": "http://snomed.info/sct", "code": "55561003"}
VASKE: Final = {"system": "urn:oid:1.2.208.176.2.21", "code": "4d46bd94-9518-431c-82e8-ebb91bca307a"}
LEVEL: Final = {"system": "urn:oid:1.2.208.176.2.21", "code": "1ceef776-0cfa-4acd-b222-c5bb2424e0c1"}


@pytest.mark.parametrize(
    ("profile", "field", "value", "expected"),
    [
        ("gateway-condition", "severity", {"text": "let"}, [("/severity", *NO_CODE)]),
        ("gateway-condition", "severity", {"coding": [{"display": "3"}]}, [("/severity", *NO_CODE)]),
        (
            "gateway-condition",
            "severity",
            {"coding": [LEVEL | {"code": ""}]},
            [("/severity/coding/0/code", *NO_CODE)],
        ),
        ("core-condition", "code", {"text": "Vaske sig"}, []),
        ("core-condition", "code", {"coding": [{"display": "Vaske sig"}]}, []),
        (
            "core-condition",
            "code",
            {"coding": [{"system": VASKE["system"], "display": "Vaske sig"}]},
            [("/code/coding/0", *NO_CODE)],
        ),
        ("core-condition", "code", {"coding": [{"code": VASKE["code"]}]}, [("/code/coding/0", *NO_SYSTEM)]),
        (
            "core-condition",
            "code",
            {"coding": [VASKE, {"code": "J1.1"}]},
            [("/code/coding/1", "SP217", Severity.WARNING)],
        ),
        ("core-condition", "code", {"coding": [{"system": FOREIGN, "display": "x"}]}, []),
        ("gateway-condition", "severity", {"extension": [{"url": "urn:x"}]}, [("/severity", *NO_CODE)]),
        ("gateway-condition", "severity", {"coding": [], "text": "3"}, [("/severity", *NO_CODE)]),
        ("core-condition", "clinicalStatus", {"text": "aktiv"}, [("/clinicalStatus", *NO_CODE)]),
        (
            "core-condition",
            "clinicalStatus",
            {"coding": [{"code": "active"}]},
            [("/clinicalStatus/coding/0", *NO_SYSTEM)],
        ),
        (
            "core-condition",
            "clinicalStatus",
            {"coding": [CLINICAL | {"code": "aktiv"}]},
            [("/clinicalStatus/coding/0/code", *NOT_IN)],
        ),
        (
            "core-condition",
            "clinicalStatus",
            {"coding": [VERIFICATION | {"code": "active"}]},
            [("/clinicalStatus/coding/0/system", *NOT_IN)],
        ),
        ("core-condition", "clinicalStatus", {"coding": [SNOMED, CLINICAL | {"code": "active"}]}, []),
        (
            "core-condition",
            "clinicalStatus",
            {"coding": [SNOMED]},
            [("/clinicalStatus/coding/0/system", *NOT_IN)],
        ),
        ("core-condition", "verificationStatus", {"coding": [VERIFICATION | {"code": "confirmed"}]}, []),
        (
            "core-condition",
            "verificationStatus",
            {"coding": [CLINICAL | {"code": "confirmed"}]},
            [("/verificationStatus/coding/0/system", *NOT_IN)],
        ),
        ("core-condition", "category", [{"text": "problem"}], [("/category/0", "SP219", Severity.WARNING)]),
        (
            "core-condition",
            "category",
            [{"coding": [SNOMED]}],
            [("/category/0/coding/0/system", "SP405", Severity.WARNING)],
        ),
        (
            "core-condition",
            "bodySite",
            [{"coding": [{"code": "x"}]}],
            [("/bodySite/0/coding/0", "SP217", Severity.WARNING)],
        ),
        (
            "core-condition",
            "bodySite",
            [{"coding": [{"code": "x", "system": ""}]}],
            [("/bodySite/0/coding/0/system", "SP217", Severity.ERROR)],
        ),
    ],
    ids=str,
)
def test_what_a_bound_place_lacks(
    checker: Checker, profile: str, field: str, value: Any, expected: list[tuple[str, str, Severity]]
) -> None:
    """A coding without a code passed, and so did one without a system where only a slice is bound."""
    obj = deepcopy(CONDITION) | {"code": {"coding": [VASKE]}} | {field: value}

    found = checker.check(obj, as_of=DAY, profile=profile, today=DAY)

    here = [
        one
        for one in found
        if one.place.path.startswith(f"/{field}") and one.severity is not Severity.INFORMATION
    ]
    assert [(one.place.path, one.rule, one.severity) for one in here] == expected


STRENGTHS: Final = {
    Strength.REQUIRED: (Severity.ERROR, Severity.ERROR, Severity.ERROR),
    Strength.EXTENSIBLE: (Severity.WARNING, Severity.WARNING, Severity.WARNING),
    Strength.PREFERRED: (Severity.INFORMATION, Severity.INFORMATION, Severity.WARNING),
    Strength.EXAMPLE: (None, None, Severity.WARNING),
}


@pytest.mark.parametrize("of", ["codes", "a value set", "a value set of another"])
def test_a_system_that_a_binding_takes_codes_of_is_known(of: str) -> None:
    """It has no release here: its concepts are not published, or nobody has imported them."""
    sets = {
        "codes": ("", ("urn:elsewhere|on", "urn:elsewhere|off")),
        "a value set": ("switch", ()),
        "a value set of another": ("more", ()),
    }
    name, codes = sets[of]
    binding = Binding("status", (name,) if name else (), codes=codes)
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    world = terminology(
        value_sets=[
            value_set(part(system="urn:elsewhere", codes=("on", "off")), name="switch"),
            value_set(Include(value_sets=("urn:example:vs:switch",)), name="more"),
        ]
    )
    checker = Checker([Profile("thing", "t", match, bindings=(binding,))], world)

    def rules(code: str) -> list[str]:
        coding = {"system": "urn:elsewhere", "code": code}
        found = checker.check({"resourceType": "Thing", "status": {"coding": [coding]}}, as_of=DAY, today=DAY)
        return [one.rule for one in found]

    assert rules("on") == []
    assert rules("of") == ["SP401"]


@pytest.mark.parametrize("blanks", ["on ", " on", "on\t"])
def test_blanks_around_a_code_are_told_of_a_system_that_is_not_here_too(blanks: str) -> None:
    """A `clinicalStatus` of `active ` passed: the code is no token of FHIR, and no receiver knows it."""
    binding = Binding("status", codes=("urn:elsewhere|on",))
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    checker = Checker([Profile("thing", "t", match, bindings=(binding,))], terminology())
    coding = {"system": "urn:elsewhere", "code": blanks}

    found = checker.check({"resourceType": "Thing", "status": {"coding": [coding]}}, as_of=DAY, today=DAY)

    assert [(one.rule, one.fix.new if one.fix else "") for one in found] == [("SP213", "on")]


@pytest.mark.parametrize("listed", ["Akut", "akut", "AKUT"])
@pytest.mark.parametrize("code", ["Akut", "akut", "AKUT"])
def test_where_capitals_do_not_matter_a_profile_may_name_a_code_in_any(code: str, listed: str) -> None:
    """A binding to `akut` refused the code `akut`, and a rule about it never fired, since its system writes `Akut`."""
    urgency = replace(scheme("urgency"), case_sensitive=False)
    world = terminology(release(concept("Akut"), concept("Planlagt"), of=urgency))
    named = f"{urgency.uri}|{listed}"
    rule = CrossRule("SP590", Demand.REQUIRE, "note", when=(Condition("status.coding", Claim.IN, (named,)),))
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    binding = Binding("status", codes=(named,))
    checker = Checker([Profile("thing", "t", match, bindings=(binding,), rules=(rule,))], world)

    def rules(code: str) -> list[str]:
        coding = {"system": urgency.uri, "code": code}
        found = checker.check({"resourceType": "Thing", "status": {"coding": [coding]}}, as_of=DAY, today=DAY)
        return [one.rule for one in found]

    assert rules(code) == ["SP590"]
    assert rules("planlagt") == ["SP402"]


@pytest.mark.parametrize(("strength", "expected"), STRENGTHS.items())
@pytest.mark.parametrize("asked", [("sets",), ("codes",), ("sets", "codes")], ids="+".join)
def test_how_firmly_a_place_is_bound_says_how_grave_it_is(
    strength: Strength, expected: tuple[Severity | None, ...], asked: tuple[str, ...]
) -> None:
    """Another code, no code, the right code without a system: as docs/check.md has it."""
    world = terminology(
        release(concept("red", "Red"), concept("blue", "Blue")),
        value_sets=[value_set(part(codes="red"), name="warm")],
    )
    binding = Binding(
        "colour",
        ("warm",) if "sets" in asked else (),
        strength,
        codes=(f"{COLOURS.uri}|red",) if "codes" in asked else (),
    )
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    checker = Checker([Profile("thing", "t", match, bindings=(binding,))], world)

    def grave(coding: dict[str, Any]) -> Severity | None:
        found = checker.check({"resourceType": "Thing", "colour": {"coding": [coding]}}, as_of=DAY, today=DAY)
        assert len(found) < 2
        return found[0].severity if found else None

    assert grave({"system": COLOURS.uri, "code": "red"}) is None
    assert (
        grave({"system": COLOURS.uri, "code": "blue"}),
        grave({"system": COLOURS.uri, "display": "red"}),
        grave({"code": "red"}),
    ) == expected


@pytest.mark.parametrize(
    ("obj", "places"),
    [
        (
            {"resourceType": "Patient", "maritalStatus": {"coding": [{"code": "M"}]}},
            ["/maritalStatus/coding/0"],
        ),
        ({"resourceType": "Basic", "meta": {"tag": [{"code": "x", "display": "y"}]}}, ["/meta/tag/0"]),
        ({"resourceType": "Encounter", "class": {"code": "HH"}}, ["/class"]),
        (
            {"resourceType": "Basic", "extension": [{"url": "u", "valueCoding": {"code": "x"}}]},
            ["/extension/0/valueCoding"],
        ),
        (
            {"resourceType": "Basic", "x/y": {"valueQuantity": {"value": 3, "unit": "kg", "code": "kg"}}},
            ["/x~1y/valueQuantity"],
        ),
        (
            {
                "resourceType": "Basic",
                "code": {"coding": [{"system": 3, "code": "x"}, {"system": None, "code": "y"}]},
            },
            ["/code/coding/0", "/code/coding/1"],
        ),
        ({"resourceType": "CodeSystem", "concept": [{"code": "x", "display": "y"}]}, []),
        (
            {
                "resourceType": "Basic",
                "contained": [{"resourceType": "ValueSet", "concept": [{"code": "x"}]}],
            },
            [],
        ),
        ({"resourceType": "Basic", "detail": {"code": "x", "name": "y"}}, []),
        ({"resourceType": "Basic", "code": {"coding": [{"display": "x"}], "text": "x"}}, []),
        ({"code": "x", "display": "y"}, []),
    ],
    ids=str,
)
def test_a_coding_without_a_system_is_told_wherever_it_stands(
    checker: Checker, obj: dict[str, Any], places: list[str]
) -> None:
    """It was told at bound places alone."""
    found = checker.check(obj, as_of=DAY, today=DAY)

    told = [(one.place.path, one.severity) for one in found if one.rule == "SP217"]
    assert told == [(place, Severity.WARNING) for place in places]


# ---------------------------------------------------------------- small worlds


def said(world: Terminology, coding: dict[str, Any]) -> list[Finding]:
    """What is said of a coding that no profile binds."""
    found = Checker([], world).check({"resourceType": "Basic", "code": coding}, as_of=DAY, today=DAY)
    return [one for one in found if one.place.path.startswith("/code")]


def test_a_code_that_went_is_mended_together_with_its_old_term() -> None:
    """The display was not looked at beside a former code, so that a second run found it."""
    world = terminology(
        release(concept("r", "Red"), version="1", start=date(2020, 1, 1)),
        release(concept("s", "Red", legacy="r"), version="2", start=date(2022, 1, 1)),
        release(concept("s", "Scarlet"), version="3", start=date(2024, 1, 1)),
    )

    found = said(world, {"system": COLOURS.uri, "code": "r", "display": "Red"})

    assert [(one.rule, one.fix and one.fix.new) for one in found] == [("SP205", "s"), ("SP301", "Scarlet")]


def test_a_code_of_several_systems_names_them_all() -> None:
    world = terminology(
        release(concept("red", "Red")),
        release(concept("teal", "Teal"), of=scheme("paints")),
        release(concept("teal", "Duck"), of=scheme("birds")),
    )

    (found,) = said(world, {"system": COLOURS.uri, "code": "teal"})

    assert (found.rule, found.fix) == ("SP207", None)
    assert "urn:example:birds, urn:example:paints" in found.remedy.en


def test_the_display_tells_which_of_several_systems_is_meant() -> None:
    world = terminology(
        release(concept("red", "Red")),
        release(concept("teal", "Teal"), of=scheme("paints")),
        release(concept("teal", "Duck"), of=scheme("birds")),
    )

    (found,) = said(world, {"system": COLOURS.uri, "code": "teal", "display": "Duck"})

    assert (found.rule, found.fix and found.fix.new) == ("SP207", "urn:example:birds")


def test_a_supplement_is_no_other_system_that_has_the_code() -> None:
    """It has the codes of what it adds to, so that the right system was one of two, and no fix was offered."""
    more = replace(scheme("paints-en"), content="supplement", supplements="urn:example:paints")
    world = terminology(
        release(concept("red", "Red")),
        release(concept("teal", "Teal"), of=scheme("paints")),
        release(concept("teal", "Teal"), of=more),
    )

    (found,) = said(world, {"system": COLOURS.uri, "code": "teal", "display": "Teal"})

    assert (found.rule, found.fix and found.fix.new) == ("SP207", "urn:example:paints")


PART: Final = replace(COLOURS, content="fragment")


@pytest.mark.parametrize("code", ["teal", "RED", "Red", "zz"])
def test_a_code_outside_a_fragment_is_unknown_and_not_wrong(code: str) -> None:
    """Another spelling, a term, a code of another system: nobody knows whether the whole system has it too."""
    world = terminology(
        release(concept("red", "Red"), of=PART), release(concept("teal", "Teal"), of=scheme("paints"))
    )

    (found,) = said(world, {"system": COLOURS.uri, "code": code, "display": "Teal"})

    assert (found.rule, found.severity, found.fix) == ("SP203", Severity.INFORMATION, None)


@pytest.mark.parametrize(
    ("parts", "rules"),
    [
        ((part(),), ["SP203"]),
        ((part(where("concept", "is-a", "red")),), ["SP203"]),
        ((part(codes=("red", "teal")),), ["SP203"]),
        ((part(codes="red"),), ["SP203", "SP401"]),
        ((part(system="urn:example:paints"),), ["SP203", "SP401"]),
    ],
    ids=["all", "a branch", "listed", "others listed", "another system"],
)
def test_a_code_outside_a_fragment_at_a_bound_place(parts: tuple[Include, ...], rules: list[str]) -> None:
    world = terminology(
        release(concept("red", "Red"), of=PART),
        release(concept("paint", "Paint"), of=scheme("paints")),
        value_sets=[value_set(*parts, name="warm")],
    )
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    checker = Checker([Profile("thing", "t", match, bindings=(Binding("colour", ("warm",)),))], world)
    obj = {"resourceType": "Thing", "colour": {"coding": [{"system": COLOURS.uri, "code": "teal"}]}}

    found = checker.check(obj, as_of=DAY, today=DAY)

    assert sorted(one.rule for one in found) == rules
    assert {one.rule for one in found if one.severity is Severity.ERROR} == set(rules) - {"SP203"}


def test_codes_that_differ_in_case_alone_are_all_named_and_none_is_chosen() -> None:
    world = terminology(release(concept("Red", "Red"), concept("rED", "Other red")))

    (found,) = said(world, {"system": COLOURS.uri, "code": "red", "display": "?"})

    assert (found.rule, found.fix) == ("SP215", None)
    assert "Red" in found.remedy.en
    assert "rED" in found.remedy.en


def test_a_display_that_is_the_code_of_another_concept_says_so() -> None:
    world = terminology(release(concept("c-1", "Red"), concept("c-2", "Blue")))

    (found,) = said(world, {"system": COLOURS.uri, "code": "c-1", "display": "C-2"})

    assert found.rule == "SP303"
    assert "is the code of c-2 'Blue'" in found.message.en


@pytest.mark.parametrize(
    ("url", "code", "value", "rules"),
    [
        (
            "FollowUp",
            {"system": "http://snomed.info/sct", "code": "712744002"},
            {"text": "fortsættes"},
            ["SP219"],
        ),
        ("FollowUp", {"system": "http://snomed.info/sct", "code": "1"}, None, ["SP401"]),
        ("Evaluation", VASKE, None, ["SP102"]),
        ("MatterOfInterest", VASKE, None, ["SP401"]),
        ("Observation", VASKE, {"text": "x"}, []),
    ],
    ids=str,
)
def test_observations_of_kl_dk_are_held_to_what_they_say_they_are(
    checker: Checker, url: str, code: dict[str, str], value: Any, rules: list[str]
) -> None:
    """They were any observation, whose code and value may be anything."""
    obj = {
        "resourceType": "Observation",
        "meta": {"profile": [f"http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocial{url}"]},
        "status": "final",
        "code": {"coding": [code]},
        "subject": {"reference": "Patient/1"},
        **({"valueCodeableConcept": value} if value else {}),
    }

    found = checker.check(obj, as_of=DAY, today=DAY)

    assert [one.rule for one in found if one.severity is Severity.ERROR] == rules
