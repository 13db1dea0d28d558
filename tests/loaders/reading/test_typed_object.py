"""Objects read by name: what is of the type comes back, what is not is told at its place, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from loaders.reading.json_object import JsonObject
from loaders.reading.notes import Notes


class Thing(JsonObject):
    """An object of a format that is made here."""

    __slots__ = ()
    wrong_type = "WRONG"
    missing_value = "MISSING"


def thing(**record: Any) -> Thing:
    return Thing(record, (), ("x.json", 0), Notes())


def found(one: Thing) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.message.en, finding.place.path) for finding in one.notes.findings]


def test_values_of_their_type_come_back_without_a_word() -> None:
    one = thing(text="a", flag=True, number=Decimal("0.5"), part={"in": "b"}, parts=[{}, {}], texts=["c", ""])

    assert (one.text("text"), one.flag("flag"), one.number("number")) == ("a", True, 0.5)
    part = one.part("part")
    assert part is not None
    assert part.text("in") == "b"
    assert [each.path for each in one.parts("parts")] == ["/parts/0", "/parts/1"]
    assert one.texts("texts") == ("c", "")
    assert not found(one)


def test_what_is_missing_is_told_where_it_is_required_alone() -> None:
    one = thing()

    assert (one.text("a"), one.flag("a"), one.number("a"), one.part("a")) == ("", False, None, None)
    assert (one.parts("a"), one.texts("a")) == ((), ())
    assert not found(one)

    one.text("a", required=True)
    one.part("b", required=True)
    assert found(one) == [("MISSING", "a is missing", "/a"), ("MISSING", "b is missing", "/b")]


def test_an_empty_text_is_told() -> None:
    one = thing(a="")

    assert one.text("a") == ""
    assert found(one) == [("MISSING", "a is empty", "/a")]


@pytest.mark.parametrize(
    ("ask", "value", "told"),
    [
        ("text", 3, "must be a string, not 3"),
        ("text", Decimal("1.50"), "must be a string, not 1.50"),
        ("flag", "true", "must be true or false, not 'true'"),
        ("number", True, "must be a number, not True"),
        ("number", "3", "must be a number, not '3'"),
        ("part", [], "must be an object, not an array"),
        ("parts", {}, "must be an array, not an object"),
        ("texts", "a", "must be an array, not 'a'"),
        ("text", "", ""),
    ],
)
def test_a_value_of_another_type_is_told_and_is_none(ask: str, value: object, told: str) -> None:
    one = thing(a=value)

    assert not getattr(one, ask)("a")
    assert found(one) == [("WRONG", told, "/a") if told else ("MISSING", "a is empty", "/a")]


@pytest.mark.parametrize("huge", [10**400, -(10**400), 10**4_000, Decimal("1e400"), Decimal("-1e400")])
def test_a_number_that_no_double_reaches_is_told(huge: int | Decimal) -> None:
    """FHIR's reader ended in an OverflowError on an integer of 309 digits or more."""
    one = thing(a=huge)

    assert one.number("a") is None
    ((rule, message, place),) = found(one)
    assert (rule, place) == ("WRONG", "/a")
    assert message.startswith("must be a number, not ")
    assert len(message) < 200


def test_each_wrong_member_of_a_list_is_told_at_its_number() -> None:
    one = thing(parts=[{}, 1, None], texts=["a", 2, ["b"]])

    assert [part.path for part in one.parts("parts")] == ["/parts/0"]
    assert one.texts("texts") == ("a",)
    assert found(one) == [
        ("WRONG", "must be an object, not 1", "/parts/1"),
        ("WRONG", "must be an object, not null", "/parts/2"),
        ("WRONG", "must be a string, not 2", "/texts/1"),
        ("WRONG", "must be a string, not an array", "/texts/2"),
    ]


def test_places_are_json_pointers_with_their_escapes() -> None:
    one = thing(**{"a/b": {"m~n": [{"c": 1}]}})

    part = one.part("a/b")
    assert part is not None
    part.parts("m~n")[0].text("c")
    assert found(one) == [("WRONG", "must be a string, not 1", "/a~1b/m~0n/0/c")]


def test_what_a_message_quotes_is_short() -> None:
    one = thing(a="x" * 100_000)

    one.part("a")
    assert len(one.notes.findings[0].message.en) < 200
