"""Paths: what they lead to, where that stands, and what is no path."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from classification.check.path import InvalidPath, PathReader, read_path

_OBJECT: dict[str, Any] = {
    "code": {"coding": [{"system": "a", "code": "1"}, {"system": "b", "code": "2"}]},
    "target": [{"due": "2025-01-01", "measure": {"code": "x"}}, {"due": "2025-02-01"}],
    "a/b": 1,
    "subject": {"reference": "Patient/1"},
}


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("code.coding.code", [("/code/coding/0/code", "1"), ("/code/coding/1/code", "2")]),
        ("code.coding[system=b].code", [("/code/coding/1/code", "2")]),
        ("target[measure.code=x].due", [("/target/0/due", "2025-01-01")]),
        ("a/b", [("/a~1b", 1)]),
        ("nothing.code", []),
        ("code.coding.code.deeper", []),
    ],
    ids=[
        "through a list",
        "a slice",
        "a slice by something deeper",
        "an escaped name",
        "no name",
        "too deep",
    ],
)
def test_a_path_leads_to_its_values_and_their_pointers(path: str, values: list[tuple[str, Any]]) -> None:
    assert read_path(path).values(_OBJECT, "") == values


def test_the_empty_path_is_the_object_itself() -> None:
    assert read_path("").values(_OBJECT, "/0") == [("/0", _OBJECT)]


def test_a_reference_leads_to_its_object_once() -> None:
    patient = ("/entry/0/resource", {"name": "N"})
    obj = {"subject": [{"reference": "Patient/1"}, {"reference": "Patient/1"}]}

    values = read_path("subject.resolve().name").values(
        obj, "", lambda to, _: patient if to == "Patient/1" else None
    )

    assert values == [("/entry/0/resource/name", "N")]


def test_a_reference_leads_nowhere_where_nothing_resolves_it() -> None:
    assert read_path("subject.resolve()").values(_OBJECT, "") == []


@pytest.mark.parametrize("path", ["a..b", "a[b=c", "a]b", "a[b]", "a[=c]"])
def test_what_is_no_path_is_refused_with_the_path(path: str) -> None:
    with pytest.raises(InvalidPath) as error:
        read_path(path)

    assert error.value.path == path


def test_a_reader_follows_a_path_once() -> None:
    calls: list[str] = []

    def resolve(reference: str, at: str) -> tuple[str, Any] | None:
        calls.append(f"{reference} at {at}")
        return None

    reader = PathReader(_OBJECT, "", date(2025, 1, 1), resolve)
    path = read_path("subject.resolve()")

    assert reader.values(path) == reader.values(path) == []
    assert calls == ["Patient/1 at /subject"]
