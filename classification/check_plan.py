"""A profile made ready for a day: value sets bound, severities picked, fields as a tree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cached_property
from typing import Final

from classification.check_binding import Bound, NamedSet, Resolved, ValueSets
from classification.check_code import Judge
from classification.check_display import check_display
from classification.check_shape import Shape, shape_of
from classification.finding import Severity
from classification.profile import Binding, Profile
from classification.record import frozen
from classification.terminology import Terminology, When

_DAYS_KEPT: Final = 1000


@frozen(slots=False)
class Plan:
    """A profile on one day."""

    profile: Profile
    shape: Shape
    day: date
    sets: ValueSets
    bounds: tuple[Bound, ...]

    @cached_property
    def _severities(self) -> dict[str, Severity]:
        said: dict[str, tuple[date, Severity]] = {}
        for each in self.profile.severities:
            start = each.start or date.min
            if start <= self.day and start >= said.get(each.rule, (date.min,))[0]:
                said[each.rule] = start, each.severity
        return {rule: severity for rule, (_, severity) in said.items()}

    def severity(self, rule: str) -> Severity:
        """How grave the rule is in this profile on this day."""
        return self._severities.get(rule) or default_severity(rule)


def default_severity(rule: str) -> Severity:
    """How grave a rule is where no profile says otherwise; a profile's own rule is an error."""
    from classification.rules import RULES

    return RULES[rule].severity if rule in RULES else Severity.ERROR


class Plans:
    """Plans and judges, made when they are first needed and kept."""

    def __init__(self, profiles: Iterable[Profile], terminology: Terminology) -> None:
        self._terminology = terminology
        self._profiles = {profile.name: profile for profile in profiles}
        self._systems = frozenset(uri for profile in self._profiles.values() for uri in profile.systems)
        self._shapes: dict[str, Shape] = {}
        self._sets: dict[tuple[date, datetime | None, str], ValueSets] = {}
        self._plans: dict[tuple[str, date, datetime | None], Plan] = {}
        self._resolved: dict[Resolved, NamedSet] = {}

    def plan(self, name: str, day: date, known_at: datetime | None) -> Plan:
        """The profile with that name on the day."""
        key = (name, day, known_at)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= _DAYS_KEPT:
                self._plans.clear()
                self._sets.clear()
            plan = self._made(self._profiles[name], day, known_at)
            self._plans[key] = plan
        return plan

    def sets(self, day: date, known_at: datetime | None, release: str = "") -> ValueSets:
        """The value sets of a day, and with them its judge; `release` pins it."""
        key = (day, known_at, release)
        found = self._sets.get(key)
        if found is None:
            when = When(day, known_at, release)
            found = ValueSets(Judge(self._terminology, when, self._systems, check_display), self._resolved)
            self._sets[key] = found
        return found

    @property
    def profiles(self) -> Iterable[Profile]:
        """All profiles."""
        return self._profiles.values()

    def shape(self, profile: Profile) -> Shape:
        """The tree of a profile's fields."""
        if profile.name not in self._shapes:
            self._shapes[profile.name] = shape_of(profile)
        return self._shapes[profile.name]

    def _made(self, profile: Profile, day: date, known_at: datetime | None) -> Plan:
        bounds = tuple(
            Bound(binding, self.sets(day, known_at, _pinned(binding, day))) for binding in profile.bindings
        )
        return Plan(profile, self.shape(profile), day, self.sets(day, known_at), bounds)


def _pinned(binding: Binding, day: date) -> str:
    """The release by which a binding is judged on the day; empty: the day's."""
    release = ""
    for pin in sorted(binding.pins, key=lambda pin: pin.start or date.min):
        if pin.start is None or pin.start <= day:
            release = pin.release
    return release
