"""Records keep the promises that `dataclasses` keeps; a class of either is made of the same body and compared."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass
from dataclasses import replace as dataclass_replace
from functools import cached_property
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.record import FrozenRecordError, field, fields, frozen, is_record, mutable, replace


@frozen
class Point:
    """A point."""

    x: int
    y: int = 0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DataPoint:
    x: int
    y: int = 0
    names: tuple[str, ...] = ()


@frozen(order=True)
class Single:
    value: float


@frozen(slots=False)
class Circle:
    radius: int

    @cached_property
    def area(self) -> int:
        return self.radius**2


@mutable
class Basket:
    kept: ClassVar[int] = 7
    owner: str
    things: list[int] = field(default_factory=list)


@frozen
class Named(Point):
    name: str = ""


VALUES = st.tuples(
    st.integers(-2, 2), st.integers(-2, 2), st.lists(st.sampled_from("ab"), max_size=1).map(tuple)
)


@given(VALUES, VALUES)
def test_equality_hash_and_copies_are_those_of_a_dataclass(one: Any, other: Any) -> None:
    ours, theirs = (Point(*one), Point(*other)), (DataPoint(*one), DataPoint(*other))
    assert (ours[0] == ours[1]) is (theirs[0] == theirs[1])
    assert len(set(ours)) == len(set(theirs))
    assert repr(ours[0]) == repr(theirs[0]).replace("DataPoint", "Point")
    changed = dataclass_replace(theirs[0], y=9)
    assert replace(ours[0], y=9) == Point(changed.x, changed.y, changed.names)
    for copied in (copy.copy(ours[0]), copy.deepcopy(ours[0]), pickle.loads(pickle.dumps(ours[0]))):
        assert copied == ours[0]
        assert copied.__class__ is Point


def test_a_record_is_no_equal_of_another_class() -> None:
    assert len({Point(1), DataPoint(1), Named(1)}) == 3
    assert Named(1, name="a") != Named(1, name="b")


@pytest.mark.parametrize("make", [Point, DataPoint])
@pytest.mark.parametrize(
    "call",
    [
        lambda make: make(),
        lambda make: make(1, 2, (), 4),
        lambda make: make(1, z=2),
        lambda make: make(1, x=2),
    ],
    ids=["none", "too many", "unknown", "twice"],
)
def test_wrong_arguments_are_a_type_error_at_the_first_call_and_later(
    make: Callable[..., Any], call: Callable[[Any], Any]
) -> None:
    for _ in range(2):
        with pytest.raises(TypeError):
            call(make)


def test_nothing_of_a_frozen_record_changes() -> None:
    point: Any = Point(1)
    with pytest.raises(FrozenRecordError, match="x of a Point cannot be changed"):
        point.x = 2
    with pytest.raises(FrozenRecordError):
        del point.x
    with pytest.raises(AttributeError):
        point.other = 1
    with pytest.raises(TypeError):
        replace(point, z=1)
    assert not hasattr(point, "__dict__")
    assert issubclass(FrozenInstanceError, AttributeError), "both are refused as the same sort of mistake"


def test_a_mutable_record_has_its_own_list_and_no_hash() -> None:
    one, other = Basket("a"), Basket("a")
    one.things.append(1)
    assert (one.things, other.things, Basket.kept) == ([1], [], 7)
    one.owner = "b"
    assert one.owner == "b"
    with pytest.raises(TypeError):
        hash(one)


def test_order_inheritance_cached_properties_and_fields() -> None:
    assert sorted([Single(2), Single(1)]) == [Single(1), Single(2)]
    assert Circle(3).area == 9
    assert Named(1, 2, ("a",), "n") == Named(x=1, y=2, names=("a",), name="n")
    assert [one.name for one in fields(Named)] == ["x", "y", "names", "name"]
    assert is_record(Point)
    assert is_record(Point(1))
    assert not is_record(1)
    match Point(1, 2):
        case Point(x, y):
            assert (x, y) == (1, 2)


def test_a_field_with_a_factory_can_be_given() -> None:
    @mutable
    class Held:
        values: list[int] = field(default_factory=list)

    assert Held([1]).values == [1]
