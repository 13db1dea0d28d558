"""Paths into data objects: dotted names, arrays walked through, slices in brackets.

code.coding                              every coding
code.coding[system=urn:oid:1.2.3].code   codes of the codings of one system
addresses.resolve().severity             through a reference, to the object it leads to
target[measure.coding.code=66959f77]     a slice by something deeper
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, Final

from classification.errors import InvalidRequest
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.text import escaped

RESOLVE: Final = "resolve()"
PlacedValue = tuple[str, Any]
"""A JSON Pointer and the value that stands there."""
Resolve = Callable[[str, str], PlacedValue | None]


class InvalidPath(InvalidRequest):
    """A path that cannot be read; says why."""

    code = "INVALID_PATH"

    def __init__(self, path: str, why: Sentence) -> None:
        self.path = path
        super().__init__(both(f"stien {path!r}: {why.da}", f"path {path!r}: {why.en}"))


@frozen
class Slice:
    """Only values in which `path` holds `value`; `name` is the path where it is one name alone."""

    path: Path
    value: str
    name: str = ""

    def takes(self, value: Any) -> bool:
        """Whether a value belongs to the slice."""
        if self.name and value.__class__ is dict and (member := value.get(self.name)).__class__ is str:
            return bool(member == self.value)
        return any(_as_text(inner) == self.value for _, inner in self.path.values(value, ""))


@frozen
class FieldStep:
    """One name of a path, as it stands in a JSON Pointer, and the slice of its values."""

    name: str
    pointer: str
    slice: Slice | None = None


@frozen
class Path:
    """A path that is ready to be followed.

    `first` is the name that it begins with, if it begins with one; `plain` says that it is nothing but names.
    """

    steps: tuple[FieldStep, ...]
    first: str = ""
    plain: bool = False

    def values(self, obj: Any, at: str, resolve: Resolve | None = None) -> list[PlacedValue]:
        """Every value at the path, with its JSON Pointer; `at` is the pointer of `obj`."""
        if self.first and (obj.__class__ is not dict or self.first not in obj):
            return []  # most paths of a profile lead nowhere in most objects
        if self.plain:
            return self._members(obj, at)
        here: list[PlacedValue] = [(at, obj)]
        for step in self.steps:
            here = _resolved(here, resolve) if step.name == RESOLVE else _members(here, step)
            if not here:
                break
        return here

    def _members(self, value: Any, at: str) -> list[PlacedValue]:
        """Where names lead, which in most objects is to one value; from a longer list on, to several."""
        for number, step in enumerate(self.steps):
            if value.__class__ is not dict or step.name not in value:
                return []
            value = value[step.name]
            at += step.pointer
            if value.__class__ is list:
                if len(value) != 1:
                    here = [(f"{at}/{n}", each) for n, each in enumerate(value)]
                    return _followed(here, self.steps[number + 1 :])
                value = value[0]
                at += "/0"
        return [(at, value)]

    def __str__(self) -> str:
        return ".".join(
            f"{step.name}[{step.slice.path}={step.slice.value}]" if step.slice else step.name
            for step in self.steps
        )


class PathReader:
    """One object while it is looked at: what stands at its paths, each of which is followed once.

    Args:
        obj: the object.
        at: its pointer.
        today: the day it is.
        resolve: follows references; None: they lead nowhere.
    """

    __slots__ = ("_values", "at", "obj", "resolve", "today")

    def __init__(self, obj: Any, at: str, today: date, resolve: Resolve | None) -> None:
        self.obj, self.at, self.today, self.resolve = obj, at, today, resolve
        # by the identity of a path: to hash one would cost more than to follow it; compiled profiles hold them
        self._values: dict[int, list[PlacedValue]] = {}

    def values(self, path: Path) -> list[PlacedValue]:
        """Every value at the path, with its JSON Pointer."""
        values = self._values.get(id(path))
        if values is None:
            values = self._values[id(path)] = path.values(self.obj, self.at, self.resolve)
        return values


@lru_cache(maxsize=4096)
def read_path(text: str) -> Path:
    """The path written as `text`; an empty one is the object itself.

    Raises:
        InvalidPath: an empty name, an open bracket, a slice without `=`.
    """
    steps = tuple(_step(text, part) for part in _parts(text)) if text else ()
    first = steps[0].name if steps and steps[0].name != RESOLVE else ""
    return Path(steps, first, all(step.slice is None and step.name != RESOLVE for step in steps))


def _parts(text: str) -> Iterable[str]:
    """The names between the dots that stand in no brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        if letter == "[":
            depth += 1
        elif letter == "]":
            depth -= 1
        elif letter == "." and depth == 0:
            yield text[start:place]
            start = place + 1
        if depth < 0:
            raise InvalidPath(
                text,
                both(
                    "en slutparentes uden en begyndelsesparentes", "a closing bracket without an opening one"
                ),
            )
    if depth:
        raise InvalidPath(text, both("en parentes er ikke lukket", "a bracket is not closed"))
    yield text[start:]


def _step(text: str, part: str) -> FieldStep:
    name, bracket, inside = part.partition("[")
    if not name:
        raise InvalidPath(text, both("et navn er tomt", "a name is empty"))
    pointer = f"/{escaped(name)}"
    if not bracket:
        return FieldStep(name, pointer)
    inner, equals, value = inside.removesuffix("]").partition("=")
    if not equals or not inner or not inside.endswith("]"):
        raise InvalidPath(text, both("et udsnit skrives navn[sti=værdi]", "a slice reads name[path=value]"))
    path = read_path(inner)
    return FieldStep(name, pointer, Slice(path, value, inner if path.plain and len(path.steps) == 1 else ""))


def _followed(here: list[PlacedValue], steps: tuple[FieldStep, ...]) -> list[PlacedValue]:
    for step in steps:
        here = _members(here, step)
    return here


def _members(here: list[PlacedValue], step: FieldStep) -> list[PlacedValue]:
    name, pointer, part = step.name, step.pointer, step.slice
    members: list[PlacedValue] = []
    for at, value in here:
        if value.__class__ is not dict or name not in value:
            continue
        member, spot = value[name], at + pointer
        if member.__class__ is list:
            members += [
                (f"{spot}/{n}", each) for n, each in enumerate(member) if part is None or part.takes(each)
            ]
        elif part is None or part.takes(member):
            members.append((spot, member))
    return members


def _resolved(here: list[PlacedValue], resolve: Resolve | None) -> list[PlacedValue]:
    if resolve is None:
        return []
    objects = (
        resolve(value["reference"], at)
        for at, value in here
        if isinstance(value, dict) and isinstance(value.get("reference"), str)
    )
    by_pointer = {one[0]: one for one in objects if one is not None}  # an object that many refer to, once
    return list(by_pointer.values())


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
