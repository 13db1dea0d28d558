"""By whichever door an object comes, alone or among others, the same is found: laws over drawn profiles and objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.payload.documents import Piece
from api.payload.judge import PayloadJudge
from api.payload.options import Question
from api.payload.run import run_check
from api.payload.validating import Validator
from classification.check.checker import Checker
from classification.check.profile import Profile
from classification.finding import Finding
from classification.record import replace
from classification.terminology import Terminology
from tests import drawn_profiles as drawn
from tests.bench.population import checker
from tests.cases import cases

Seen = tuple[str, str, str, str, str, str, Any]
QUESTION = Question(drawn.TODAY)


@pytest.fixture(scope="module")
def terminology() -> Terminology:
    """Everything that is shipped."""
    return checker().terminology


def told(found: Sequence[Finding], root: str = "") -> list[Seen]:
    """What is said of an object, pointers counted from `root`; in an order of its own."""
    return sorted(
        (
            one.place.path.removeprefix(root),
            one.rule,
            str(one.severity),
            one.message.en,
            one.remedy.da,
            one.profile,
            None if one.fix is None else (one.fix.pointer.removeprefix(root), one.fix.old, one.fix.new),
        )
        for one in found
    )


def judged(of: Checker, data: bytes, *, lines: bool = False) -> list[Finding]:
    """What the command finds in a text."""
    outcome = PayloadJudge(of).judge(Piece("drawn", lines, data), [QUESTION])
    return [one.finding for one in outcome.reported]


def as_text(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode(errors="surrogatepass")


def of_document(found: Sequence[Finding], number: int) -> list[Finding]:
    return [one for one in found if one.place.document == number]


@settings(max_examples=cases(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(profile=drawn.profiles, population=drawn.populations)
def test_lines_lists_and_single_files_are_told_the_same(
    terminology: Terminology, profile: Profile, population: list[Any]
) -> None:
    alone = [told(judged(Checker([profile], terminology), as_text(obj))) for obj in population]
    of = Checker([profile], terminology)

    listed = judged(of, as_text(population))
    lined = judged(of, b"\n".join(map(as_text, population)), lines=True)

    for number, obj in enumerate(alone):
        assert told(of_document(lined, number)) == obj
        assert told(of_document(listed, number), f"/{number}") == obj


@settings(max_examples=cases(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(profile=drawn.profiles, population=drawn.populations)
def test_an_object_is_told_in_a_bundle_what_it_is_told_alone(
    terminology: Terminology, profile: Profile, population: list[Any]
) -> None:
    """Rules that follow references are left out: in a Bundle they have something to follow."""
    profile = replace(profile, rules=tuple(rule for rule in profile.rules if not rule.resolves))
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"fullUrl": f"urn:entry:{n}", "resource": obj} for n, obj in enumerate(population)],
    }

    found = Checker([profile], terminology).check(bundle, as_of=drawn.DAYS[2], today=drawn.TODAY)

    for number, obj in enumerate(population):
        root = f"/entry/{number}/resource"
        inside = [one for one in found if one.place.path == root or one.place.path.startswith(f"{root}/")]
        alone = Checker([profile], terminology).check(obj, as_of=drawn.DAYS[2], today=drawn.TODAY)
        assert told(inside, root) == told(alone)
        assert all(one.resource == f"urn:entry:{number}" for one in inside)


@settings(max_examples=cases(60), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(profile=drawn.profiles, population=drawn.populations)
def test_the_service_tells_of_texts_and_of_values_what_the_command_tells(
    terminology: Terminology, profile: Profile, population: list[Any]
) -> None:
    alone = [told(judged(Checker([profile], terminology), as_text(obj))) for obj in population]
    service = Validator(Checker([profile], terminology))

    as_values = service.judge(population, QUESTION)
    as_texts = service.judge([as_text(obj).decode(errors="surrogatepass") for obj in population], QUESTION)

    for sent in (as_values, as_texts):
        assert [told([one.finding for one in each.findings]) for each in sent] == alone


@settings(max_examples=cases(4), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(data=st.data())
def test_several_processes_tell_what_one_tells(
    terminology: Terminology, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    profile, population = data.draw(drawn.profiles), data.draw(drawn.populations)
    folder = tmp_path_factory.mktemp("drawn")
    files = [folder / f"{number}.json" for number in range(len(population))]
    for file, obj in zip(files, population, strict=True):
        file.write_bytes(as_text(obj))

    def found(jobs: int) -> list[Any]:
        names = [str(file) for file in files]
        outcomes = run_check(names, lambda _: (QUESTION,), lambda: Checker([profile], terminology), jobs=jobs)
        return [(one.file, told([each.finding for each in one.reported])) for one in outcomes]

    assert found(2) == found(1)


def test_a_bundle_says_which_object_a_finding_is_about() -> None:
    condition = {
        "resourceType": "Condition",
        "id": "tilstand-1",
        "meta": {"profile": ["http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocialCondition"]},
        "code": {"coding": [{"system": drawn.FSIII, "code": "J3.8"}]},
    }
    unnamed = {name: value for name, value in condition.items() if name != "id"}
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": condition}, {"fullUrl": "urn:uuid:1", "resource": unnamed}],
    }

    found = judged(checker(), as_text(bundle))

    resources = {one.resource for one in found if one.rule == "SP208"}
    assert resources == {"Condition/tilstand-1", "urn:uuid:1"}
