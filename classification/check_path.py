"""Paths into data objects: dotted names, arrays walked through, slices in brackets.

code.coding                              every coding
code.coding[system=urn:oid:1.2.3].code   codes of the codings of one system
addresses.resolve().severity             through a reference, to the object it leads to
target[measure.coding.code=66959f77]     a slice by something deeper
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from classification.errors import InvalidRequest
from classification.record import frozen
from classification.sentence import Sentence, both

RESOLVE: Final = "resolve()"
Found = tuple[str, Any]
Resolve = Callable[[str], Found | None]


class InvalidPath(InvalidRequest):
    """A path that cannot be read; says why."""

    code = "INVALID_PATH"

    def __init__(self, path: str, why: Sentence) -> None:
        self.path = path
        super().__init__(both(f"stien {path!r}: {why.da}", f"path {path!r}: {why.en}"))


@frozen
class Slice:
    """Only values in which `path` holds `value`."""

    path: Path
    value: str

    def takes(self, value: Any) -> bool:
        """Whether a value belongs to the slice."""
        return any(_as_text(found) == self.value for _, found in self.path.values(value, ""))


@frozen
class PathStep:
    """One name of a path, and the slice of its values."""

    name: str
    slice: Slice | None = None


@frozen
class Path:
    """A path that is ready to be followed."""

    steps: tuple[PathStep, ...]

    def values(self, obj: Any, at: str, resolve: Resolve | None = None) -> list[Found]:
        """Every value at the path, with its JSON Pointer; `at` is the pointer of `obj`."""
        here: list[Found] = [(at, obj)]
        for step in self.steps:
            here = _resolved(here, resolve) if step.name == RESOLVE else _members(here, step)
            if not here:
                break
        return here

    def __str__(self) -> str:
        return ".".join(
            f"{step.name}[{step.slice.path}={step.slice.value}]" if step.slice else step.name
            for step in self.steps
        )


@lru_cache(maxsize=4096)
def read_path(text: str) -> Path:
    """The path written as `text`; an empty one is the object itself.

    Raises:
        InvalidPath: an empty name, an open bracket, a slice without `=`.
    """
    return Path(tuple(_step(text, part) for part in _parts(text))) if text else Path(())


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


def _step(text: str, part: str) -> PathStep:
    name, bracket, inside = part.partition("[")
    if not name:
        raise InvalidPath(text, both("et navn er tomt", "a name is empty"))
    if not bracket:
        return PathStep(name)
    inner, equals, value = inside.removesuffix("]").partition("=")
    if not equals or not inner or not inside.endswith("]"):
        raise InvalidPath(text, both("et udsnit skrives navn[sti=værdi]", "a slice reads name[path=value]"))
    return PathStep(name, Slice(read_path(inner), value))


def _members(here: list[Found], step: PathStep) -> list[Found]:
    name, part = step.name, step.slice
    found: list[Found] = []
    for at, value in here:
        if not isinstance(value, dict) or name not in value:
            continue
        member, spot = value[name], f"{at}/{escaped(name)}"
        if isinstance(member, list):
            found += [
                (f"{spot}/{n}", each) for n, each in enumerate(member) if part is None or part.takes(each)
            ]
        elif part is None or part.takes(member):
            found.append((spot, member))
    return found


def _resolved(here: list[Found], resolve: Resolve | None) -> list[Found]:
    if resolve is None:
        return []
    references = (
        v["reference"] for _, v in here if isinstance(v, dict) and isinstance(v.get("reference"), str)
    )
    return [found for reference in references if (found := resolve(reference)) is not None]


def escaped(name: str) -> str:
    """A name as it stands in a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1") if "/" in name or "~" in name else name


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int | float) else ""
