"""An object of JSON or TOML read by name: a value of another type is a finding with its place, and no value.

What is asked for is the same in all formats; how a fault is told is the format's own (`place`, `wrong`, `wrong_member`,
`missing`, `empty`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal
from types import UnionType
from typing import Any, ClassVar, Final, Self, TypeGuard

from classification import Place
from classification.record import frozen
from classification.sentence import Sentence
from loaders.reading.notes import Notes

INFINITE: Final = float("inf")


@frozen
class TypeNames:
    """What a format calls the types of its values, as they stand after "must be"."""

    text: Sentence
    flag: Sentence
    number: Sentence
    part: Sentence
    texts: Sentence
    parts: Sentence


class TypedObject:
    """One object at its place: the keys and numbers that lead to it."""

    __slots__ = ("notes", "record", "steps")
    types: ClassVar[TypeNames]
    minds_empty: ClassVar[bool] = True

    def __init__(self, record: dict[str, Any], steps: tuple[str | int, ...], notes: Notes) -> None:
        self.record, self.steps, self.notes = record, steps, notes

    # how a format tells it

    def place(self, *steps: str | int) -> Place:
        """Where the object, or what stands in it, stands."""
        raise NotImplementedError

    def wrong(self, wanted: Sentence, value: object, *steps: str | int) -> None:
        """Tell that a value is of another type than is wanted."""
        raise NotImplementedError

    def wrong_member(self, listed: Sentence, wanted: Sentence, value: object, key: str, number: int) -> None:
        """Tell that a member of a list is of another type than is wanted."""
        raise NotImplementedError

    def missing(self, key: str, wanted: Sentence) -> None:
        """Tell that a required value is missing."""
        raise NotImplementedError

    def empty(self, key: str) -> None:
        """Tell that a text is empty."""
        raise NotImplementedError

    def inside(self, record: dict[str, Any], *steps: str | int) -> Self:
        """An object in this one."""
        raise NotImplementedError

    def given(self, key: str) -> Any:
        """The value as it stands; None where there is none."""
        return self.record.get(key)

    # what is asked for

    def text(self, key: str, *, required: bool = False) -> str:
        """A string; empty when it is missing."""
        value = self.given(key)
        if isinstance(value, str) and value:
            return value
        if value is None and required:
            self.missing(key, self.types.text)
        elif value == "" and (required or self.minds_empty):
            self.empty(key)
        elif value is not None and value != "":
            self.wrong(self.types.text, value, key)
        return ""

    def flag(self, key: str) -> bool:
        """A boolean; false when it is missing."""
        return self.typed(key, bool, self.types.flag) is True

    def number(self, key: str) -> float | None:
        """A number that is finite as a double."""
        value = self.given(key)
        number = finite(value)
        if number is None and value is not None:
            self.wrong(self.types.number, value, key)
        return number

    def part(self, key: str, *, required: bool = False) -> Self | None:
        """An object."""
        value = self.typed(key, dict, self.types.part, required=required)
        return None if value is None else self.inside(value, key)

    def parts(self, key: str) -> tuple[Self, ...]:
        """A list of objects."""
        found = self.members(key, dict, self.types.parts, self.types.part)
        return tuple([self.inside(member, key, number) for number, member in found])

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings."""
        found = self.members(key, str, self.types.texts, self.types.text, required=required)
        return tuple([text for _, text in found])

    def typed(self, key: str, kind: type | UnionType, wanted: Sentence, *, required: bool = False) -> Any:
        """A value of a type; None when it is missing or of another type."""
        value = self.given(key)
        if value is None and required:
            self.missing(key, wanted)
        elif value is not None and not isinstance(value, kind):
            self.wrong(wanted, value, key)
            return None
        return value

    def members(
        self, key: str, kind: type | UnionType, listed: Sentence, wanted: Sentence, *, required: bool = False
    ) -> Iterator[tuple[int, Any]]:
        """The members of a list that are of a type, numbered."""
        for number, member in enumerate(self.typed(key, list, listed, required=required) or ()):
            if isinstance(member, kind):
                yield number, member
            else:
                self.wrong_member(listed, wanted, member, key, number)

    def not_kept(self, kept: Collection[str]) -> list[str]:
        """Names of the members that are not in `kept`."""
        return [key for key in self.record if key not in kept]


def is_number(value: object) -> TypeGuard[int | float | Decimal]:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def finite(value: object) -> float | None:
    """A number as a double; None for what is no number, and for one that no double reaches.

    >>> finite(Decimal("0.5")), finite(10**400), finite(Decimal("1e400")), finite(True)
    (0.5, None, None, None)
    """
    try:
        number = float(value) if is_number(value) else INFINITE
    except OverflowError:  # an integer of hundreds of digits
        return None
    return number if abs(number) < INFINITE else None
