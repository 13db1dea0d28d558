"""A profile: what one data object of one channel must look like, and what its codes may mean.

Profiles are data (docs/profiles.md). A profile knows how to recognise its object, which fields it has, which codes may
stand where, and which fields must agree. The check (`checker`) is a function of profiles, terminology and a day.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from classification.concept import Kind
from classification.finding import NOTHING, Sentence, Severity
from classification.record import frozen
from classification.validity import ALWAYS, Validity


class ValueFormat(StrEnum):
    """The shape of the objects: FHIR R4 resources, or Samsprog's own neutral objects."""

    FHIR = "fhir"
    SAMSPROG = "samsprog"


class Strength(StrEnum):
    """How firmly a value set binds (FHIR binding strength)."""

    REQUIRED = "required"
    EXTENSIBLE = "extensible"
    PREFERRED = "preferred"
    EXAMPLE = "example"


class Claim(StrEnum):
    """What a condition asks of the values at its path."""

    EXISTS = "exists"
    ABSENT = "absent"
    EQUALS = "equals"
    IN = "in"
    NOT_IN = "not-in"
    IN_VALUE_SET = "in-value-set"
    NOT_IN_VALUE_SET = "not-in-value-set"
    BELOW = "below"
    COUNT = "count"
    ORDINAL = "ordinal"


class Demand(StrEnum):
    """What a cross-field rule demands when its conditions hold."""

    REQUIRE = "require"
    FORBID = "forbid"
    EQUALS = "equals"
    IN = "in"
    IN_VALUE_SET = "in-value-set"
    AT_MOST = "at-most"
    AT_LEAST = "at-least"
    ORDER = "not-after"
    NOT_FUTURE = "not-future"
    ORDINAL = "ordinal-of"


@frozen
class ProfileMatch:
    """How an object is recognised.

    `type_name` is the resourceType (FHIR) or the type (neutral). `profiles` are the canonical URLs of which one stands
    in meta.profile. An object that names none is taken for this profile when `default` is set and `shape` holds.
    """

    format: ValueFormat
    type_name: str
    profiles: tuple[str, ...] = ()
    default: bool = False
    shape: tuple[Condition, ...] = ()


@frozen
class Field:
    """One field: `path` from the object's root, arrays are walked through (`code.coding`).

    A step may carry a slice: `code.coding[system=urn:oid:…]`. `min` and `max` count the values per owner; None means
    not said: what the field's type says holds, else none is needed and an `array` is unbounded. A simple value is no
    array where nothing is said. `closed` allows only the slices named. `pattern` is a regular expression for strings,
    `values` are the strings that may stand there, `targets` the types a reference may lead to. `rule` is reported in
    place of the general one when the field is missing.
    """

    path: str
    type: str = ""
    array: bool | None = None
    min: int | None = None
    max: int | None = None
    closed: bool | None = None
    pattern: str = ""
    values: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    rule: str = ""


@frozen
class Pin:
    """From `start` on (None: always) codes are judged by `release`; an empty one means the day's."""

    start: date | None
    release: str


@frozen
class Binding:
    """Which codes may stand at `path`: members of any of `value_sets`, one of `codes`, or concepts of `kinds`.

    `path` leads to codings or to objects that hold them. `codes` are written `SYSTEM|CODE`. With `systems` only codings
    of these systems are bound (a slice). Without `pins` the payload's day picks the release.
    """

    path: str
    value_sets: tuple[str, ...] = ()
    strength: Strength = Strength.REQUIRED
    kinds: tuple[Kind, ...] = ()
    systems: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()
    codes: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether it says anything of a code at all."""
        return bool(self.value_sets or self.codes or self.kinds)


@frozen
class Condition:
    """One claim about the values at a path; several of one rule all hold.

    `values` are strings, numbers or booleans to compare with, or value sets, codes above, bounds: as `test` needs.
    """

    path: str
    test: Claim
    values: tuple[Any, ...] = ()


@frozen
class CrossRule:
    """Fields that must agree: when all of `when` holds, `demand` holds of `path`.

    `each` makes the rule hold for every value of that path by itself, paths are then read from there.
    """

    rule: str
    demand: Demand
    path: str
    values: tuple[Any, ...] = ()
    when: tuple[Condition, ...] = ()
    each: str = ""
    severity: Severity | None = None
    message: Sentence = NOTHING
    remedy: Sentence = NOTHING

    @property
    def resolves(self) -> bool:
        """Whether it follows references, and so can be asked only of objects that stand beside what they refer to."""
        paths = (self.path, self.each, *(condition.path for condition in self.when))
        return any("resolve()" in path for path in paths)


@frozen
class Severities:
    """How grave a rule is in this profile from a day on (None: always)."""

    rule: str
    severity: Severity
    start: date | None = None


@frozen
class Profile:
    """One data object of one channel.

    `date` names the fields of which the first one present gives the payload's day. `types` describes the parts that
    fields are made of. A `closed` profile knows all its fields: others are reported. `systems` are code systems that
    may stand there though no release of them is at hand. `inside` says that references must lead into the same Bundle.
    """

    name: str
    channel: str
    match: ProfileMatch
    title: Sentence = NOTHING
    version: str = ""
    validity: Validity = ALWAYS
    date: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    types: tuple[tuple[str, tuple[Field, ...]], ...] = ()
    bindings: tuple[Binding, ...] = ()
    rules: tuple[CrossRule, ...] = ()
    severities: tuple[Severities, ...] = ()
    systems: tuple[str, ...] = ()
    closed: bool = False
    inside: bool = False
    source: str = ""
