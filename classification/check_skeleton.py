"""An object without what does not matter: two objects with one skeleton get one answer.

Populations of records differ in names, ids and dates and repeat their codes. A skeleton keeps codes, displays, levels
and everything that a rule of the profile asks about, and of the rest only that it is there and well formed. It is a
tuple, so that the check can remember which skeletons are sound.

For each sort of object in a profile, and each order in which its names stand, one function is written as Python and
compiled, when it is first needed: a loop over a table of fields would take several times as long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from classification.check_path import RESOLVE, Path, read_path
from classification.check_shape import Shape
from classification.check_type import DAYS, SIMPLE
from classification.profile import CrossRule, Demand, Profile

Skeleton = tuple[Any, ...]
Bones = Callable[[Any], Skeleton | None]

_KEPT: Final = frozenset({"system", "code", "display", "version", "url", "profile", "type", "value"})
_CODING: Final = frozenset({"system", "code"})
_LOOSE: Final = ("extension", "modifierExtension", "meta", "text")
_STRINGS: Final = frozenset({"string", "markdown", "code", "id", "uri", *DAYS})
_TEXT: Final = "if {v}.__class__ is not str or not {v}: return None"
_REMEMBERED: Final = 50_000
_LAYOUTS: Final = 500
_LONGEST: Final = 64
_DEEPEST: Final = 12


class Skeletons:
    """Skeletons of the objects of one profile."""

    def __init__(self, profile: Profile, shape: Shape) -> None:
        self.dated = tuple(rule for rule in profile.rules if is_dated(rule, shape))
        others = [rule for rule in profile.rules if rule not in self.dated]
        self._kept = frozenset(_mentioned(profile, others))
        self._well_formed: dict[str, set[str]] = {name: set() for name in SIMPLE}
        self._functions: list[Bones] = []
        self._layouts = 0
        self._root = self._place(shape, 0)

    def of(self, obj: dict[str, Any]) -> Skeleton | None:
        """The skeleton; None where the object has anything unusual and must be looked at whole."""
        try:
            return self._functions[self._root](obj)
        except (_Unusual, TypeError):
            return None

    def _place(self, shape: Shape, depth: int) -> int:
        """The number of the function for a sort of object."""
        number = len(self._functions)
        layouts: dict[tuple[str, ...], Bones | None] = {}

        def bones(value: Any) -> Skeleton | None:
            layout = tuple(value)
            if layout not in layouts:
                layouts[layout] = self._written(shape, layout, depth) if len(layouts) < _LAYOUTS else None
            function = layouts[layout]
            return None if function is None else function(value)

        self._functions.append(bones)
        return number

    def _written(self, shape: Shape, layout: tuple[str, ...], depth: int) -> Bones | None:
        """The function for objects with these names in this order; None where one of them is unusual."""
        self._layouts += 1
        body: list[str] = []
        parts = [f"{self._layouts}"]
        for place, name in enumerate(layout):
            lines, keeps = self._lines(name, shape.children.get(name), shape, f"v{place}", depth)
            if lines is None:
                return None
            body += lines
            if keeps:
                parts.append(f"v{place}")
        unpacked = "".join(f"v{place}, " for place in range(len(layout)))
        source = ["def bones(o):"]
        source += [f" {unpacked}= o.values()"] if layout else []
        source += [*(f" {line}" for line in body), f" return ({', '.join(parts)},)"]
        names: dict[str, Any] = {
            "functions": self._functions,
            "loose": self._loose,
            "reference": _reference,
            "well_formed": self._is_well_formed,
            **{f"met_{name}": met for name, met in self._well_formed.items()},
        }
        exec("\n".join(source), names)
        bones: Bones = names["bones"]
        return bones

    def _lines(
        self, name: str, child: Shape | None, owner: Shape, v: str, depth: int
    ) -> tuple[list[str] | None, bool]:
        """What to do with one field's value, and whether it is kept; None: its presence alone is unusual."""
        if child is None:
            if name not in owner.known:
                return None, False
            if name in ("type", "resourceType"):
                return [_TEXT.format(v=v)], True
            if name in _LOOSE or name in self._kept:
                return [f"{v} = loose({v}, {name!r})"], True
            return ([_TEXT.format(v=v)], False) if name in ("id", "language") else (None, False)
        if child.max == 0:
            return None, False
        if child.simple is not None:
            return self._simple(name, child, owner, v)
        if child.type == "any" or not child.children or depth >= _DEEPEST:
            return [f"{v} = loose({v}, {name!r})"], True
        number = self._place(child, depth + 1)
        if child.array is False:
            lines = [f"{v} = functions[{number}]({v}) if {v}.__class__ is dict else None"]
            return [*lines, f"if {v} is None: return None"], True
        return [
            f"if {v}.__class__ is not list or not 0 < len({v}) <= {_LONGEST}: return None",
            "s = []",
            f"for x in {v}:",
            f" f = functions[{number}](x) if x.__class__ is dict else None",
            " if f is None: return None",
            " s.append(f)",
            f"{v} = tuple(s)",
        ], True

    def _simple(self, name: str, child: Shape, owner: Shape, v: str) -> tuple[list[str], bool]:
        if name == "reference":
            return [f"{v} = reference({v})"], True
        if child.array:
            return [f"if {v}.__class__ is not list: return None", f"{v} = loose({v}, 'value')"], True
        in_coding = owner.children.keys() >= _CODING and name in _KEPT
        if in_coding or name in self._kept or child.field.values or child.field.pattern:
            # A string equals nothing but a string; true equals 1, so numbers are kept with their sort.
            return ([] if child.type in _STRINGS else [f"{v} = loose({v}, 'value')"]), True
        if child.type in ("string", "markdown"):
            return [_TEXT.format(v=v)], False
        return [
            f"if {v} not in met_{child.type} and not well_formed({v}, {child.type!r}): return None"
        ], False

    def _is_well_formed(self, value: Any, type_name: str) -> bool:
        """Whether a value is of a simple type; strings that are will not be asked about again."""
        if not SIMPLE[type_name](value):
            return False
        if value.__class__ is str:
            met = self._well_formed[type_name]
            if len(met) >= _REMEMBERED:
                met.clear()
            met.add(value)
        return True

    def _loose(self, value: Any, name: str, depth: int = 0) -> Any:
        """A part that the profile does not describe: all of it, but for strings that no rule asks about."""
        sort = value.__class__
        if sort is str:
            if name == "reference":
                return _reference(value)
            return value if name in _KEPT or name in self._kept else bool(value)
        if depth > _DEEPEST or value is None:
            raise _Unusual
        if sort is dict:
            return tuple((key, self._loose(part, key, depth + 1)) for key, part in value.items())
        if sort is list:
            if len(value) > _LONGEST:
                raise _Unusual
            return tuple(self._loose(part, name, depth + 1) for part in value), list
        return sort, value


class _Unusual(Exception):
    """Something that is not worth remembering."""


def _reference(value: Any) -> str:
    """Of a reference only the type it leads to; a fragment stays whole."""
    if value.__class__ is not str or not value:
        raise _Unusual
    kind = value.rpartition("/")[0].rpartition("/")[2]
    return kind if kind[:1].isupper() and kind.isalpha() else value if value[0] == "#" else f"/{kind == ''}"


def _mentioned(profile: Profile, rules: Iterable[CrossRule]) -> Iterable[str]:
    """Names of all fields that a rule, a slice, a binding or the shape asks about."""
    paths = [binding.path for binding in profile.bindings]
    paths += [claim.path for claim in profile.match.shape]
    for rule in rules:
        paths += [rule.path, rule.each, *(condition.path for condition in rule.when)]
        if rule.demand in (Demand.ORDER, Demand.ORDINAL):
            paths += map(str, rule.values)
    for _, fields in (("", profile.fields), *profile.types):
        paths += [field.path for field in fields if "[" in field.path]
    for path in paths:
        yield from _names(read_path(path))


def _names(path: Path) -> Iterable[str]:
    for step in path.steps:
        yield step.name
        if step.slice is not None:
            yield from _names(step.slice.path)


def is_dated(rule: CrossRule, shape: Shape) -> bool:
    """Whether a rule is about single days alone, so that it can be asked without anything else."""
    if rule.when or rule.each or rule.demand not in (Demand.ORDER, Demand.NOT_FUTURE):
        return False
    paths = [rule.path, *(map(str, rule.values) if rule.demand is Demand.ORDER else ())]
    return all(_is_single_day(read_path(path), shape) for path in paths)


def _is_single_day(path: Path, shape: Shape) -> bool:
    here = shape
    for step in path.steps:
        child = here.children.get(step.name)
        if child is None or step.slice is not None or step.name == RESOLVE or child.array:
            return False
        here = child
    return here.type in DAYS
