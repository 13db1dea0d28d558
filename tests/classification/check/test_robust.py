"""Whatever JSON comes, the check answers."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from classification.check.checker import AUTO, Checker
from classification.rules.registry import CHECK_RULES

TODAY = date(2026, 1, 1)
NAMES = (
    "resourceType", "type", "meta", "profile", "code", "coding", "system", "display", "version", "severity",
    "level", "value", "status", "recorded", "recordedDate", "entry", "resource", "fullUrl", "reference", "subject",
    "category", "activity", "detail", "target", "measure", "addresses", "extension", "url", "timestamp", "a/b~c", "",
)  # fmt: skip
WORDS = (
    "tilstand", "indsats", "Condition", "CarePlan", "Goal", "Observation", "Bundle", "urn:oid:1.2.208.176.2.21",
    "urn:oid:1.2.208.176.2.22", "http://snomed.info/sct", "J3.8", "B4", "d8aa5f09-cd9c-4996-a853-1c95ee98f25c",
    "4", "Svære begrænsninger", "2025-08-20", "2025-02-30", "0000-00-00", "9999-12-31T24:61:61+99:99", "active",
    "Condition/1", "#x", "", "\ud800", "\x00",
    "http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition",
)  # fmt: skip

leaves = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(WORDS) | st.text(max_size=8)
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
EXAMPLES = [json.loads(rule.bad.text) for code, rule in CHECK_RULES.items() if not code.startswith("SP19")]


@given(value=values)
def test_arbitrary_json_is_answered(checker: Checker, value: Any) -> None:
    for profile in (AUTO, "tilstand", "gateway-condition", "gateway", "core"):
        for finding in checker.check(value, as_of=None, profile=profile, today=TODAY):
            assert finding.rule in CHECK_RULES


@given(data=st.data())
def test_a_sound_object_with_anything_put_anywhere_is_answered(checker: Checker, data: st.DataObject) -> None:
    obj = deepcopy(data.draw(st.sampled_from(EXAMPLES)))
    places = list(containers(obj))
    holder = data.draw(st.sampled_from(range(len(places))))
    here = places[holder]
    if isinstance(here, dict):
        here[data.draw(st.sampled_from((*here, *NAMES)))] = data.draw(values)
    else:
        here.append(data.draw(values))

    first = checker.check(obj, as_of=None, profile=AUTO, today=TODAY)

    assert checker.check(obj, as_of=None, profile=AUTO, today=TODAY) == first


def test_deep_and_wide_objects_end(checker: Checker) -> None:
    deep: Any = {"code": "J3.8", "system": "urn:oid:1.2.208.176.2.21"}
    for _ in range(250):
        deep = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": deep}]}
    wide = {"type": "tilstand", **{f"field{n}": n for n in range(5000)}}

    assert checker.check(deep, as_of=None, today=TODAY)
    assert len(checker.check(wide, as_of=None, today=TODAY)) > 5000


def containers(value: Any) -> Any:
    """Every object and array in a value."""
    if isinstance(value, dict | list):
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from containers(part)
