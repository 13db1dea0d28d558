"""Which objects are known to be sound, so that their like need not be looked at again.

An object is remembered by profile, era and skeleton. An era is a span of days on which nothing changes that a check
asks about: no release begins or ends, no value set, no profile, no severity.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from classification.check_cross import later
from classification.check_like import Sort, sorts_of
from classification.check_match import AUTO, Choice, declared
from classification.check_path import read_path
from classification.check_plan import Plans
from classification.check_skeleton import Skeletons
from classification.check_told import Told
from classification.check_type import day_of
from classification.observation import Observation
from classification.profile import Demand, Profile
from classification.terminology import Terminology
from classification.validity import Validity

Key = tuple[Any, ...]
_REMEMBERED: Final = 200_000
_WARM: Final = 16


class Clean:
    """Remembers sound objects: asked before each check, told after it."""

    def __init__(self, choice: Choice, plans: Plans, terminology: Terminology) -> None:
        self._choice, self._plans, self._terminology = choice, plans, terminology
        self._ways: dict[Key, _Way | None] = {}
        self._by_profile: dict[str, _Way] = {}
        self._known: set[Key] = set()
        self.told = Told()
        self._bounds: list[date] | None = None
        self._eras: dict[str | date, int | None] = {}

    def key(
        self, obj: Any, as_of: date | None, known_at: datetime | None, wanted: str, today: date
    ) -> Key | None:
        """What the object is remembered by; None where it has to be looked at whole."""
        if obj.__class__ is not dict:
            return None
        way = self._way(obj, wanted)
        if way is None or not way.is_warm():
            return None
        return self._made(way, obj, as_of or way.day(obj) or today, known_at, today)

    def sorts(self, obj: dict[str, Any], wanted: str) -> dict[str, Sort] | None:
        """The sort of each simple value (`sorts_of`); None where the object is not one that is remembered."""
        way = self._way(obj, wanted)
        return None if way is None else sorts_of(obj, way.skeletons, way.days)

    def inner_key(
        self, profile: Profile, obj: dict[str, Any], day: date, known_at: datetime | None, today: date
    ) -> Key | None:
        """What an object of a known profile is remembered by; None where rules follow its references."""
        way = self._of(profile)
        if not way.is_warm() or any(rule.resolves for rule in profile.rules):
            return None
        return self._made(way, obj, day, known_at, today)

    def _made(
        self, way: _Way, obj: dict[str, Any], day: str | date, known_at: datetime | None, today: date
    ) -> Key | None:
        bones = way.skeletons.of(obj)
        if bones is None:
            return None
        era = self._eras.get(day, -1)
        if era == -1:
            era = self._era(day)
        if era is None or way.has_contradicting_days(obj, today):
            return None
        return way.profile.name, era, known_at, bones

    def told_of(self, key: Key, obj: dict[str, Any], as_of: date | None, wanted: str, today: date) -> Key:
        """The key with the exact day, by which what was found is remembered."""
        way = self._way(obj, wanted)
        assert way is not None
        return (key, wanted, as_of or way.day(obj) or today, today)

    def keep_told(self, told_of: Key, obj: dict[str, Any], found: tuple[Observation, ...]) -> None:
        """Keep in mind what was found in an object (`told_of` gives the key)."""
        way = self._way(obj, told_of[1])
        if way is not None:
            self.told.keep(told_of, obj, found, way.skeletons.of, way.day_path(obj))

    def knows(self, key: Key) -> bool:
        """Whether an object remembered by the key was found sound."""
        try:
            return key in self._known
        except TypeError:  # a list where a text belongs
            return False

    def remember(self, key: Key) -> None:
        """Keep in mind that such an object is sound."""
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known.add(key)

    # how an object is recognised

    def _way(self, obj: dict[str, Any], wanted: str) -> _Way | None:
        meta = obj.get("meta")
        named = meta.get("profile") if meta.__class__ is dict else None
        urls = tuple(named) if named.__class__ is list else ()
        try:
            return self._ways[wanted, obj.get("type"), obj.get("resourceType"), urls]
        except KeyError:
            way = self._found(obj, wanted)
        except TypeError:
            return None
        if len(self._ways) >= _REMEMBERED:
            self._ways.clear()
        self._ways[wanted, obj.get("type"), obj.get("resourceType"), urls] = way
        return way

    def _found(self, obj: dict[str, Any], wanted: str) -> _Way | None:
        """The one profile of all objects of this type and these names; None where their shape decides."""
        chosen = self._choice.profiles(obj, wanted)
        if len(chosen) != 1 or obj.get("resourceType") == "Bundle":
            return None
        (profile,) = chosen
        if wanted != AUTO and declared(obj) and declared(obj).isdisjoint(self._choice.urls):
            return None  # the name itself may be wrong (SP114)
        named = wanted == profile.name or not declared(obj).isdisjoint(profile.match.profiles)
        if not named and (wanted != AUTO or self._choice.has_shapes(profile)):
            return None
        days = [read_path(path) for path in profile.date]
        if any(step.slice is not None for path in days for step in path.steps):
            return None
        return self._of(profile)

    def _of(self, profile: Profile) -> _Way:
        """The one way of a profile: numbers in skeletons mean something only beside those of the same way."""
        way = self._by_profile.get(profile.name)
        if way is None:
            way = self._by_profile[profile.name] = _Way(profile, self._plans)
        return way

    # eras

    def _era(self, day: str | date) -> int | None:
        found = day if isinstance(day, date) else day_of(day)
        era = None if found is None else bisect_right(self._boundaries(), found)
        if len(self._eras) >= _REMEMBERED:
            self._eras.clear()
        self._eras[day] = era
        return era

    def _boundaries(self) -> list[date]:
        """Every day on which something begins or ends."""
        if self._bounds is None:
            spans = [held.validity for held in self._terminology.all_releases]
            spans += [value_set.validity for value_set in self._terminology.all_value_sets]
            days = {day for span in spans for day in (span.start, span.end)}
            for profile in self._plans.profiles:
                days |= set(_days_of(profile))
            self._bounds = sorted(day for day in days if day is not None)
        return self._bounds


def _days_of(profile: Profile) -> Iterable[date | None]:
    span: Validity = profile.validity
    yield from (span.start, span.end)
    yield from (severity.start for severity in profile.severities)
    yield from (pin.start for binding in profile.bindings for pin in binding.pins)


class _Way:
    """How objects of one profile are read: their skeletons and their days."""

    def __init__(self, profile: Profile, plans: Plans) -> None:
        self.profile, self._plans = profile, plans
        self._met = 0
        self._skeletons: Skeletons | None = None
        self._date = tuple(tuple(path.split(".")) for path in profile.date)
        self.dated: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...] | None], ...] = ()

    def is_warm(self) -> bool:
        """Whether there have been so many objects that writing functions for them pays."""
        self._met += 1
        if self._met == _WARM:
            skeletons = self.skeletons
            self.dated = tuple(
                (
                    tuple(rule.path.split(".")),
                    tuple(tuple(str(other).split(".")) for other in rule.values)
                    if rule.demand is Demand.ORDER
                    else None,
                )
                for rule in skeletons.dated
            )
        return self._met >= _WARM

    @property
    def days(self) -> frozenset[tuple[str, ...]]:
        """Paths of the fields that decide about the day, or that rules compare as days."""
        compared = {path for path, _ in self.dated}
        return frozenset({*self._date, *compared, *(p for _, others in self.dated for p in others or ())})

    @property
    def skeletons(self) -> Skeletons:
        """The functions that read the objects."""
        if self._skeletons is None:
            self._skeletons = Skeletons(self.profile, self._plans.shape(self.profile))
        return self._skeletons

    def day(self, obj: dict[str, Any]) -> str | None:
        """The day that the object bears, as text."""
        for path in self._date:
            text = _at(obj, path)
            if text is not None:
                return text if isinstance(text, str) else ""
        return None

    def day_path(self, obj: dict[str, Any]) -> tuple[str, ...]:
        """Where the object bears it."""
        return next((path for path in self._date if _at(obj, path) is not None), ())

    def has_contradicting_days(self, obj: dict[str, Any], today: date) -> bool:
        """Whether a rule about days alone is broken, or would have to be looked at."""
        for path, others in self.dated:
            first = _at(obj, path)
            if first is None:
                continue
            if others is None:
                if not isinstance(first, str) or first[:10] >= _text_of(today):
                    return True
            elif any(_is_later(first, _at(obj, other)) for other in others):
                return True
        return False


@lru_cache(maxsize=64)
def _text_of(day: date) -> str:
    return day.isoformat()


def _is_later(first: Any, second: Any) -> bool:
    if second is None:
        return False
    if first.__class__ is str and second.__class__ is str and len(first) == 10 == len(second):
        return bool(first > second)  # days sort as text
    return later(first, second)


def _at(obj: Any, path: tuple[str, ...]) -> Any:
    if len(path) == 1:
        return obj.get(path[0])
    for name in path:
        if obj.__class__ is not dict:
            return None
        obj = obj.get(name)
    return obj
