"""The fields of a profile as a tree: what each place in an object may hold, types resolved."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Final

from classification.check.field_type import SIMPLE
from classification.check.path import FieldStep, Slice, read_path
from classification.check.profile import Field, Profile, ValueFormat
from classification.record import field, frozen, mutable, replace

_EVERYWHERE: Final = frozenset({"id", "extension", "modifierExtension"})
NOTHING_DESCRIBED: Final = Field("")
_CHOICE: Final = re.compile(
    "([a-z][A-Za-z]*?)(Age|Annotation|Boolean|Code|CodeableConcept|Coding|Date|DateTime|Decimal|Duration|Identifier|"
    "Instant|Integer|Money|Period|Quantity|Range|Ratio|Reference|SampledData|String|Time|Timing|Uri)"
)
"""A name of FHIR that ends with a type, as `onsetDateTime` of `onset[x]` does."""
_AT_ROOT: Final = frozenset({"resourceType", "meta", "text", "contained", "implicitRules", "language"})


@frozen(slots=False)
class World:
    """What all places of one profile share: the types, and whether unknown names are reported."""

    types: Mapping[str, tuple[Field, ...]]
    closed: bool
    everywhere: frozenset[str]
    at_root: frozenset[str]


@mutable
class Branch:
    """What a profile says of one place and of the places below it."""

    description: Field = NOTHING_DESCRIBED
    children: dict[str, Branch] = field(default_factory=dict)
    slices: dict[str, tuple[Slice, Branch]] = field(default_factory=dict)

    def grow(self, steps: tuple[FieldStep, ...], given: Field) -> None:
        """Put a field where its path leads, over what stands there already."""
        here = self
        for step in steps:
            here = here.children.setdefault(step.name, Branch())
            if step.slice is not None:
                name = f"{step.slice.path}={step.slice.value}"
                here = here.slices.setdefault(name, (step.slice, Branch()))[1]
        here.description = merged(here.description, given)

    def over(self, below: Branch) -> Branch:
        """This branch laid over another one."""
        joined = Branch(merged(below.description, self.description), dict(below.children), dict(below.slices))
        for name, child in self.children.items():
            joined.children[name] = child.over(joined.children.get(name, Branch()))
        for name, (slice_, part) in self.slices.items():
            _, under = joined.slices.get(name, (slice_, Branch()))
            joined.slices[name] = slice_, part.over(under)
        return joined


class Shape:
    """What may stand at one place; places below are made when they are asked for, since types may hold themselves."""

    def __init__(self, name: str, branch: Branch, world: World, *, root: bool = False) -> None:
        self.name, self._branch, self._world = name, branch, world
        self.field = branch.description
        self.type = self.field.type
        self.simple = SIMPLE.get(self.type)
        self.min = self.field.min or 0
        self.array = False if self.field.array is None and self.simple is not None else self.field.array
        self.max = 1 if self.field.max is None and self.array is False else self.field.max
        # names that no profile describes and every object of the format may have
        self.tolerated = world.at_root if root else world.everywhere

    @cached_property
    def children(self) -> dict[str, Shape]:
        """The fields of an object that stands here; none: anything may stand in it."""
        return {name: Shape(name, part, self._world) for name, part in self._whole.children.items()}

    @cached_property
    def required(self) -> tuple[Shape, ...]:
        """The fields that must be there."""
        return tuple(child for child in self.children.values() if child.min > 0)

    @cached_property
    def choices(self) -> tuple[frozenset[str], ...]:
        """Of FHIR's `onset[x]` and its like the names of which one alone may stand here."""
        if not self._world.everywhere:
            return ()
        named: dict[str, set[str]] = {}
        for name, child in self.children.items():
            choice = _CHOICE.fullmatch(name) if child.max != 0 and not child.array else None
            if choice is not None:
                named.setdefault(choice[1], set()).add(name)
        return tuple(frozenset(names) for names in named.values() if len(names) > 1)

    @cached_property
    def slices(self) -> tuple[tuple[Slice, Shape], ...]:
        """The named parts of an array, each with what it demands beyond the rest."""
        world = replace(self._world, closed=False)
        return tuple((slice_, Shape(self.name, part, world)) for slice_, part in self._whole.slices.values())

    @property
    def closed(self) -> bool:
        """Whether names that are not described are reported."""
        return self._world.closed and bool(self.children)

    @cached_property
    def _whole(self) -> Branch:
        """What the profile says here laid over what the type says."""
        described = self._world.types.get(self.type)
        return self._branch.over(grown(described)) if described else self._branch


def shape_of(profile: Profile) -> Shape:
    """The tree of a profile's fields."""
    fhir = profile.match.format is ValueFormat.FHIR
    everywhere = _EVERYWHERE if fhir else frozenset()
    at_root = _EVERYWHERE | _AT_ROOT if fhir else frozenset({"type"})
    world = World(dict(profile.types), profile.closed, everywhere, at_root)
    branch = grown(profile.fields)
    branch.description = Field("", type="object", array=False)
    return Shape("", branch, world, root=True)


def grown(given: Iterable[Field]) -> Branch:
    """Fields as a tree."""
    root = Branch()
    for each in given:
        root.grow(read_path(each.path).steps, each)
    return root


def merged(below: Field, over: Field) -> Field:
    """One field described twice: what the second says holds, the first fills the rest."""
    return Field(
        path=over.path or below.path,
        type=over.type or below.type,
        array=below.array if over.array is None else over.array,
        min=below.min if over.min is None else over.min,
        max=below.max if over.max is None else over.max,
        closed=below.closed if over.closed is None else over.closed,
        pattern=over.pattern or below.pattern,
        values=over.values or below.values,
        targets=over.targets or below.targets,
        rule=over.rule or below.rule,
    )
