"""What is remembered of sound objects never hides a finding."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classification.check import AUTO, Checker
from classification.check_clean import Clean
from classification.check_run import Asked, Run
from classification.observation import Observation
from classification.rules import RULES

TODAY = date(2026, 1, 1)
DAYS = (None, date(2023, 6, 20), date(2025, 9, 1), date(2027, 1, 1))
SOUND = [
    (rule.good.profile, json.loads(rule.good.text))
    for code, rule in RULES.items()
    if not code.startswith("SP19")
]
PUT: tuple[Any, ...] = (
    True, False, 1, 1.0, 0, 3, 3.0, None, "", [], {}, "active", "inactive", "3", "4", "B4", "2025-08-20", "2025-02-30",
    "2027-01-01", "2025-08-20T10:00:00Z", "Practitioner/x", "Patient/y", "#z", "urn:oid:1.2.208.176.2.21",
    "urn:oid:1.2.208.176.2.22", "d8aa5f09-cd9c-4996-a853-1c95ee98f25c", "J3.8", "Lave mad", "x y", " x", ["x"], [["x"]],
    {"system": "urn:oid:1.2.208.176.2.21", "code": "J3.8"}, {"coding": [{"system": "x", "code": "y"}]}, {"text": "x"},
)  # fmt: skip


@pytest.fixture(scope="module")
def warm(checker: Checker) -> Checker:
    """The checker after it has met every sound object so often that it remembers them."""
    for profile, obj in SOUND:
        for day in DAYS:
            for _ in range(20):
                checker.check(obj, as_of=day, profile=profile, today=TODAY)
    return checker


def looked_at_whole(checker: Checker, obj: Any, day: date | None, profile: str) -> tuple[Observation, ...]:
    """What the check says when it remembers nothing."""
    nothing = Clean(checker._choice, checker._plans, checker.terminology)
    return Run(checker._plans, checker._choice, nothing, Asked(day, None, TODAY, profile)).check(obj)


@settings(max_examples=300)
@given(data=st.data())
def test_a_changed_object_is_answered_as_if_nothing_was_remembered(
    warm: Checker, data: st.DataObject
) -> None:
    profile, sound = data.draw(st.sampled_from(SOUND))
    obj = deepcopy(sound)
    for _ in range(data.draw(st.integers(0, 3))):
        holder, key = data.draw(st.sampled_from(list(slots(obj))))
        if data.draw(st.booleans()):
            holder[key] = deepcopy(data.draw(st.sampled_from(PUT)))
        elif isinstance(holder, dict) and key in holder and data.draw(st.booleans()):
            del holder[key]
        elif isinstance(holder, dict):
            name = data.draw(
                st.sampled_from(("note", "extension", "id", "version", "display", "focus", "zzz", "path"))
            )
            holder[name] = deepcopy(data.draw(st.sampled_from(PUT)))
    day = data.draw(st.sampled_from(DAYS))
    wanted = data.draw(st.sampled_from((profile, AUTO)))

    first = warm.check(obj, as_of=day, profile=wanted, today=TODAY)
    again = warm.check(obj, as_of=day, profile=wanted, today=TODAY)

    assert first == again == looked_at_whole(warm, obj, day, wanted)


BAD = [
    (rule.bad.profile, json.loads(rule.bad.text), rule.bad.day)
    for code, rule in RULES.items()
    if not code.startswith("SP19")
]
INSTEAD = ("x", "A-1.b", "2024-02-29", "2025-08-20T10:00:00Z", "Patient/z", "Æ ø", "active", "J3.8", " x", "")


def test_what_was_found_is_told_of_its_like_alone(checker: Checker) -> None:
    """Every text of every wrong object exchanged: what memory answers is what looking at it would have found."""
    warm = Checker(checker.profiles.values(), checker.terminology)
    from_memory = 0
    for profile, bad, day in BAD:
        for _ in range(18):
            warm.check(bad, as_of=day, profile=profile, today=TODAY)
        obj = deepcopy(bad)
        for holder, key in list(slots(obj)):
            held = holder[key]
            for other in INSTEAD if isinstance(held, str) else ():
                holder[key] = other
                known = warm._clean.key(obj, day, None, profile, TODAY)
                told_of = known and warm._clean.told_of(known, obj, day, profile, TODAY)
                from_memory += told_of is not None and warm._clean.told.about(told_of) is not None

                found = warm.check(obj, as_of=day, profile=profile, today=TODAY)

                assert found == looked_at_whole(warm, obj, day, profile), (profile, key, held, other)
            holder[key] = held
    assert from_memory > 500


def test_a_finding_that_quotes_the_object_is_not_told_of_another(checker: Checker) -> None:
    warm = Checker(checker.profiles.values(), checker.terminology)
    told = warm._clean.told
    found = Run(warm._plans, warm._choice, warm._clean, Asked(None, None, TODAY, AUTO)).check({"type": "zzz"})
    for number, obj in enumerate(({"a": "zzz", "b": "free"}, {"a": "free", "b": "zzz"})):
        told.keep((number,), obj, found, lambda one: one["a"], ())

    assert told.about((0,)) == found
    assert told.about((1,)) is None


def test_sound_objects_are_remembered(warm: Checker) -> None:
    obj = json.loads(RULES["SP103"].good.text)

    key = warm._clean.key(obj, None, None, "gateway-condition", TODAY)

    assert key is not None
    assert warm._clean.knows(key)


def test_another_citizen_another_day_is_the_same_sort_of_object(warm: Checker) -> None:
    obj = json.loads(RULES["SP103"].good.text)
    other = {**obj, "subject": {"reference": "Patient/another"}, "recordedDate": "2025-08-11"}

    assert warm._clean.key(obj, None, None, "gateway-condition", TODAY) == warm._clean.key(
        other, None, None, "gateway-condition", TODAY
    )


def test_the_same_object_is_remembered_once_however_its_profile_was_chosen(warm: Checker) -> None:
    """Skeletons of two choices once counted layouts each for themselves, so that two objects could share a key."""
    obj = json.loads(RULES["SP101"].good.text)
    changed = {"type": "tilstand", **{name: obj[name] for name in reversed(obj) if name != "type"}}
    fresh = Checker(warm.profiles.values(), warm.terminology)
    for _ in range(20):
        fresh.check(obj, as_of=None, profile="tilstand", today=TODAY)
        fresh.check(changed, as_of=None, profile=AUTO, today=TODAY)

    keys = {
        wanted: [fresh._clean.key(each, None, None, wanted, TODAY) for each in (obj, changed)]
        for wanted in ("tilstand", AUTO)
    }

    assert keys["tilstand"] == keys[AUTO]
    assert keys[AUTO][0] != keys[AUTO][1]


def test_a_day_under_another_release_is_another_sort_of_object(warm: Checker) -> None:
    obj = json.loads(RULES["SP103"].good.text)
    early = {**obj, "recordedDate": "2023-08-11"}

    assert warm._clean.key(obj, None, None, "gateway-condition", TODAY) != warm._clean.key(
        early, None, None, "gateway-condition", TODAY
    )


def slots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a value where something stands: its holder, and the name or number there."""
    for key in value if isinstance(value, dict) else range(len(value)):
        yield value, key
        if isinstance(value[key], dict | list):
            yield from slots(value[key])
