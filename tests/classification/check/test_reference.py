"""References inside a Bundle, held to the rules of FHIR R4 (Bundle, 2.36.4), and those that can lead nowhere."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classification.check.checker import Checker
from classification.check.profile import Field, Profile, ProfileMatch, ValueFormat
from classification.check.reference import Inside
from classification.finding import Severity
from classification.terminology import Terminology
from tests.cases import cases

DAY: Final = date(2025, 9, 1)
A, B = "https://a.example/fhir", "https://b.example"
UUID: Final = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"
OTHER_UUID: Final = "urn:uuid:11111111-1cbf-4d64-b04d-cd9187a4c6e0"

urls = st.sampled_from((None, f"{A}/Patient/1", f"{B}/Patient/1", f"{A}/Goal/1", "Patient/1", UUID, "abc"))
resources = st.builds(
    lambda kind, key, version: {
        "resourceType": kind,
        **({"id": key} if key else {}),
        **({"meta": {"versionId": version}} if version else {}),
        "contained": [{"resourceType": "Device", "id": "x"}],
    },
    st.sampled_from(("Patient", "Goal")),
    st.sampled_from(("", "1", "2")),
    st.sampled_from(("", "1", "2")),
)
entries = st.lists(
    st.builds(
        lambda url, resource: {"resource": resource} | ({"fullUrl": url} if url else {}), urls, resources
    ),
    min_size=1,
    max_size=4,
)
texts = st.sampled_from(
    (
        "Patient/1", "Goal/1", "Patient/2", f"{A}/Patient/1", f"{B}/Patient/1", f"{B}/Goal/1", UUID, OTHER_UUID, "#x",
        "#", "#y", "Patient/1/_history/1", "Patient/1/_history/2", f"{A}/Patient/1/_history/2", "abc", "",
    )
)  # fmt: skip


def followed(bundle: dict[str, Any], number: int, text: str) -> str | None:
    """Where a reference in an entry leads: the rules, written anew."""
    listed, here = bundle["entry"], bundle["entry"][number]
    if text.startswith("#"):
        ends = {"#": "", "#x": "/contained/0"}
        return f"/entry/{number}/resource{ends[text]}" if text in ends else None

    def name(entry: dict[str, Any]) -> str:
        resource = entry["resource"]
        return str(entry.get("fullUrl") or f"{resource['resourceType']}/{resource.get('id', '')}")

    url, _, version = text.partition("/_history/")
    if ":" not in url:
        own = name(here)
        if "fullUrl" not in here or own == "Patient/1":
            base = ""
        elif own.startswith("https:"):
            base = own.rsplit("/", 2)[0] + "/"
        else:
            return None
        url = base + url
    for n, entry in enumerate(listed):
        if name(entry) == url and not url.endswith("/") and url:
            own_version = entry["resource"].get("meta", {}).get("versionId", "")
            if not version or own_version == version:
                return f"/entry/{n}/resource"
    return None


@settings(max_examples=cases(400))
@given(listed=entries, text=texts, data=st.data())
def test_a_reference_leads_where_the_rules_say(listed: list[Any], text: str, data: st.DataObject) -> None:
    """Type and id alone led to an object of another server, and to any version of it."""
    bundle = {"resourceType": "Bundle", "entry": listed}
    number = data.draw(st.integers(0, len(listed) - 1))

    found = Inside(bundle, "").resolve(text, f"/entry/{number}/resource/subject")

    assert (found and found[0]) == followed(bundle, number, text)


# ---------------------------------------------------------------- through the check


def bundle(*objects: tuple[str, dict[str, Any]], **more: Any) -> dict[str, Any]:
    """A Bundle of objects under their addresses."""
    listed = [{"fullUrl": url, "resource": obj} if url else {"resource": obj} for url, obj in objects]
    return {"resourceType": "Bundle", "type": "collection", "entry": listed, **more}


def thing(reference: str, key: str = "t") -> dict[str, Any]:
    return {"resourceType": "Thing", "id": key, "subject": {"reference": reference}}


def patient(key: str = "1", version: str = "") -> dict[str, Any]:
    meta = {"meta": {"versionId": version}} if version else {}
    return {"resourceType": "Patient", "id": key, **meta}


@pytest.fixture(scope="module")
def inside() -> Checker:
    """A Bundle whose references stay in it, and things whose subject is a patient."""
    report = Profile("report", "drawn", ProfileMatch(ValueFormat.FHIR, "Bundle", default=True), inside=True)
    a_thing = Profile(
        "thing",
        "drawn",
        ProfileMatch(ValueFormat.FHIR, "Thing", default=True),
        fields=(Field("subject", targets=("Patient",)),),
    )
    return Checker([report, a_thing], Terminology())


def told(checker: Checker, obj: Any) -> list[tuple[str, str, Severity]]:
    found = checker.check(obj, as_of=DAY, today=DAY)
    return [(one.place.path, one.rule, one.severity) for one in found if one.rule.startswith("SP8")]


NOWHERE: Final = [("/entry/0/resource/subject/reference", "SP801", Severity.ERROR)]
WRONG_TYPE: Final = [("/entry/0/resource/subject/reference", "SP802", Severity.ERROR)]
CASES: Final[dict[str, tuple[dict[str, Any], list[tuple[str, str, Severity]]]]] = {
    "relative, one server": (bundle((f"{A}/Thing/t", thing("Patient/1")), (f"{A}/Patient/1", patient())), []),
    "relative, another server": (
        bundle((f"{A}/Thing/t", thing("Patient/1")), (f"{B}/Patient/1", patient())),
        NOWHERE,
    ),
    "absolute": (bundle((f"{A}/Thing/t", thing(f"{B}/Patient/1")), (f"{B}/Patient/1", patient())), []),
    "absolute, another server": (
        bundle((f"{A}/Thing/t", thing(f"{B}/Patient/1")), (f"{A}/Patient/1", patient())),
        NOWHERE,
    ),
    "without addresses": (bundle(("", thing("Patient/1")), ("", patient())), []),
    "relative addresses": (bundle(("Thing/t", thing("Patient/1")), ("Patient/1", patient())), []),
    "uuid": (bundle((f"{A}/Thing/t", thing(UUID)), (UUID, patient())), []),
    "uuid of none": (bundle((f"{A}/Thing/t", thing(OTHER_UUID)), (UUID, patient())), NOWHERE),
    "relative out of a uuid": (bundle((UUID, thing("Patient/1")), (f"{A}/Patient/1", patient())), NOWHERE),
    "the address says who it is": (
        bundle((f"{A}/Thing/t", thing("Patient/2")), (f"{A}/Patient/1", patient("2"))),
        NOWHERE,
    ),
    "its version": (
        bundle((f"{A}/Thing/t", thing("Patient/1/_history/2")), (f"{A}/Patient/1", patient("1", "2"))),
        [],
    ),
    "another version": (
        bundle((f"{A}/Thing/t", thing("Patient/1/_history/2")), (f"{A}/Patient/1", patient("1", "3"))),
        NOWHERE,
    ),
    "contained": (bundle((f"{A}/Thing/t", thing("#p") | {"contained": [patient("p")]})), []),
    "contained in another": (
        bundle((f"{A}/Thing/t", thing("#p")), (f"{A}/Basic/b", {"resourceType": "Basic", "contained": [patient("p")]})),
        NOWHERE,
    ),
    "contained of another type": (
        bundle((f"{A}/Thing/t", thing("#d") | {"contained": [{"resourceType": "Device", "id": "d"}]})),
        WRONG_TYPE,
    ),
    "another type under a uuid": (
        bundle((f"{A}/Thing/t", thing(UUID)), (UUID, {"resourceType": "Device"})),
        WRONG_TYPE,
    ),
    "one object twice": (
        bundle((f"{A}/Patient/1", patient()), (f"{A}/Patient/1", patient())),
        [("/entry/1", "SP803", Severity.ERROR)],
    ),
    "two versions of one": (
        bundle((f"{A}/Patient/1", patient("1", "1")), (f"{A}/Patient/1", patient("1", "2"))),
        [],
    ),
    "one id on two servers": (bundle((f"{A}/Patient/1", patient()), (f"{B}/Patient/1", patient())), []),
    "a history": (
        bundle((f"{A}/Patient/1", patient()), (f"{A}/Patient/1", patient()), type="history"),
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("obj", "expected"), CASES.values(), ids=CASES)
def test_references_of_a_bundle_that_holds_what_it_refers_to(
    inside: Checker, obj: dict[str, Any], expected: list[tuple[str, str, Severity]]
) -> None:
    assert told(inside, obj) == expected


@pytest.mark.parametrize(
    ("reference", "severity"),
    [("#p", Severity.ERROR), (UUID, Severity.WARNING), ("Patient/1", None), ("#", None)],
)
def test_what_can_lead_nowhere_is_told_of_any_object(reference: str, severity: Severity | None) -> None:
    """A reference to a contained object that is not there passed."""
    expected = [("SP801", severity)] if severity else []
    checker = Checker([], Terminology())
    obj = thing(reference)

    alone = told(checker, obj)
    among = told(checker, bundle((UUID, obj), (OTHER_UUID, patient())))

    if reference == UUID:  # it leads to the object itself there
        assert among == []
    else:
        assert [(rule, grave) for _, rule, grave in among] == expected
    assert [(rule, grave) for _, rule, grave in alone] == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ({"type": "Practitioner", "identifier": {"value": "x"}}, [("SP802", "/subject/type")]),
        ({"type": "http://hl7.org/fhir/StructureDefinition/Group"}, [("SP802", "/subject/type")]),
        ({"type": "Patient", "identifier": {"value": "x"}}, []),
        ({"type": "http://hl7.org/fhir/StructureDefinition/Patient"}, []),
        ({"type": "https://kommune.example/StructureDefinition/Person"}, []),
        ({"type": 7}, []),
        ({"reference": "https://a.example/9", "type": "Practitioner"}, [("SP802", "/subject/reference")]),
        ({"reference": "Patient/1", "type": "Patient"}, []),
    ],
)
def test_a_reference_without_an_address_leads_to_what_its_type_says(
    subject: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    """An identifier of a Practitioner passed as the subject of a state."""
    match = ProfileMatch(ValueFormat.FHIR, "Thing", default=True)
    thing = Profile("thing", "t", match, fields=(Field("subject", "any", targets=("Patient",)),))
    obj = {"resourceType": "Thing", "subject": subject}

    found = Checker([thing], Terminology()).check(obj, as_of=DAY, today=DAY)

    assert [(one.rule, one.place.path) for one in found] == expected
