"""A profile compiled once into functions, and what they are given on a day: codes, value sets, severities."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from classification.check.bound import Answers, Bound
from classification.check.code import CodeJudge
from classification.check.cross_field import CrossFieldRules, Facts
from classification.check.display import check_display
from classification.check.field_type import day_of
from classification.check.path import Path, read_path
from classification.check.profile import Binding, Profile
from classification.check.releases import DaySpan
from classification.check.shape import shape_of
from classification.check.structure import Look, structure
from classification.check.system import Systems
from classification.check.value_sets import ValueSets, ValueSetSpans, systems_named
from classification.check.walk import Seen, walk, without_entries
from classification.finding import Severity
from classification.record import frozen
from classification.remembered import Remembered
from classification.terminology import Terminology, When

_ANSWERS_KEPT: Final = 50_000
_DAYS_KEPT: Final = 4_000
"""Plans kept at once: eleven years of days of one profile. They are made again when they are asked for again."""
_INSTANTS_KEPT: Final = 64
"""Instants of knowledge: each has value sets and verdicts of its own."""
_SPANS_KEPT: Final = 256
"""Spans of days on which the same releases hold, each with its memories of codes."""


@frozen(slots=False)
class Compiled:
    """A profile as functions over an object; they depend on no day and remember nothing of an object."""

    profile: Profile

    @cached_property
    def _look(self) -> Look:
        return structure(shape_of(self.profile), notes=True)

    @cached_property
    def _look_again(self) -> Look:
        return structure(shape_of(self.profile), notes=False)

    def seen(self, obj: dict[str, Any], at: str) -> Seen:
        """What stands in an object; the objects that a Bundle holds are left to their own checks."""
        if obj.get("resourceType") == "Bundle":
            seen = walk(without_entries(obj), at)
            self._look_again(obj, at, seen, 0)
        else:
            seen = Seen()
            self._look(obj, at, seen, 0)
        return seen

    @cached_property
    def rules(self) -> CrossFieldRules:
        """The rules between fields."""
        return CrossFieldRules(self.profile.rules)

    @cached_property
    def targets(self) -> tuple[tuple[Path, tuple[str, ...]], ...]:
        """Where references stand that may lead to some types alone, and these types."""
        narrowest = {field.path: field.targets for field in self.profile.fields if field.targets}
        return tuple((read_path(path), types) for path, types in narrowest.items())

    @cached_property
    def _days(self) -> tuple[Path, ...]:
        return tuple(map(read_path, self.profile.date))

    def day(self, obj: Any) -> date | None:
        """The day that an object itself names: that of the first of the profile's dates that is one."""
        for path in self._days:
            for _, value in path.values(obj, ""):
                day = day_of(value)
                if day is not None:
                    return day
        return None


@frozen(slots=False)
class CheckPlan:
    """A profile on one day."""

    compiled: Compiled
    day: date
    sets: ValueSets
    bounds: tuple[Bound, ...]

    @property
    def profile(self) -> Profile:
        """The profile."""
        return self.compiled.profile

    @cached_property
    def facts(self) -> Facts:
        """What its rules may ask."""
        return Facts(self.sets.judge, self.sets)

    @cached_property
    def is_valid(self) -> bool:
        """Whether the profile is valid on the day."""
        return self.profile.validity.covers(self.day)

    @cached_property
    def _severities(self) -> dict[str, Severity]:
        latest: dict[str, tuple[date, Severity]] = {}
        for each in self.profile.severities:
            start = each.start or date.min
            if start <= self.day and start >= latest.get(each.rule, (date.min,))[0]:
                latest[each.rule] = start, each.severity
        return {rule: severity for rule, (_, severity) in latest.items()}

    def severity(self, rule: str) -> Severity:
        """How grave the rule is in this profile on this day."""
        return self._severities.get(rule) or default_severity(rule)


def default_severity(rule: str) -> Severity:
    """How grave a rule is where no profile says otherwise; a profile's own rule is an error."""
    from classification.rules.registry import CHECK_RULES

    return CHECK_RULES[rule].severity if rule in CHECK_RULES else Severity.ERROR


class Plans:
    """Plans and judges, made when they are first needed and kept."""

    def __init__(self, profiles: Iterable[Profile], terminology: Terminology) -> None:
        self._terminology = terminology
        self._compiled = {profile.name: Compiled(profile) for profile in profiles}
        foreign = {uri for each in self._compiled.values() for uri in each.profile.systems}
        foreign |= {uri for each in self._compiled.values() for uri in _listed(each.profile, terminology)}
        self._systems = Systems(terminology, frozenset(foreign), self._bound_systems)
        self._answers: Answers = Remembered(_ANSWERS_KEPT)
        self._spans: Remembered[datetime | None, ValueSetSpans] = Remembered(_INSTANTS_KEPT)
        self._codes: Remembered[tuple[int, datetime | None, str], DaySpan] = Remembered(_SPANS_KEPT)
        self._sets: Remembered[tuple[date, datetime | None, str], ValueSets] = Remembered(_DAYS_KEPT)
        self._plans: Remembered[tuple[str, date, datetime | None], CheckPlan] = Remembered(_DAYS_KEPT)

    def _bound_systems(self) -> frozenset[str]:
        profiles = (each.profile for each in self._compiled.values())
        names = [name for each in profiles for binding in each.bindings for name in binding.value_sets]
        return systems_named(self._terminology, names)

    def compiled(self, profile: Profile) -> Compiled:
        """The profile as functions."""
        return self._compiled[profile.name]

    def plan(self, name: str, day: date, known_at: datetime | None) -> CheckPlan:
        """The profile with that name on the day."""
        key = (name, day, known_at)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans.keep(key, self._made(self._compiled[name], day, known_at))
        return plan

    def sets(self, day: date, known_at: datetime | None, release: str = "") -> ValueSets:
        """The value sets of a day, and with them its judge; `release` pins it."""
        key = (day, known_at, release)
        sets = self._sets.get(key)
        if sets is None:
            spans = self._spans.get(known_at) or self._spans.keep(known_at, ValueSetSpans(self._terminology))
            at = (spans.release_span(day), known_at, release)
            span = self._codes.get(at) or self._codes.keep(at, DaySpan())
            when = When(day, known_at, release)
            judge = CodeJudge(self._terminology, when, self._systems, check_display, span)
            sets = self._sets.keep(key, ValueSets(judge, spans))
        return sets

    def _made(self, compiled: Compiled, day: date, known_at: datetime | None) -> CheckPlan:
        bounds = tuple(
            Bound(binding, self.sets(day, known_at, _pinned(binding, day)), self._answers)
            for binding in compiled.profile.bindings
        )
        return CheckPlan(compiled, day, self.sets(day, known_at), bounds)


def _listed(profile: Profile, terminology: Terminology) -> Iterable[str]:
    """Systems that are not at hand, which bindings name or of which they list codes: nothing more is known of them."""
    for binding in profile.bindings:
        for uri in (*binding.systems, *(code.rpartition("|")[0] for code in binding.codes)):
            if not terminology.has_scheme(uri):
                yield uri


def _pinned(binding: Binding, day: date) -> str:
    """The release by which a binding is judged on the day; empty: the day's."""
    release = ""
    for pin in sorted(binding.pins, key=lambda pin: pin.start or date.min):
        if pin.start is None or pin.start <= day:
            release = pin.release
    return release
