"""The check: is every meaning in a data object right, on a day?

`Checker` holds profiles and a terminology. What it says of an object depends on the object and the question alone:
profiles are compiled into functions, verdicts on codes are remembered, objects are not. It never raises for data,
whatever JSON it is: what is wrong comes back as findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from classification.check.match import AUTO, Choice
from classification.check.plan import Plans
from classification.check.profile import Claim, Demand, Profile
from classification.check.run import CheckQuestion, CheckRun
from classification.errors import AmbiguousName, UnknownName, UnknownRelease, UnknownValueSet
from classification.finding import Finding
from classification.sentence import Sentence, both
from classification.terminology import Terminology

__all__ = ["AUTO", "Checker", "UnknownProfile"]


class UnknownProfile(UnknownName):
    """No profile and no channel has that name."""

    code = "UNKNOWN_PROFILE"
    what = both("profilen", "profile")


class Checker:
    """Checks data objects against profiles.

    Args:
        profiles: the profiles to recognise and check by.
        terminology: where codes, displays and value sets are looked up.
    """

    def __init__(self, profiles: Iterable[Profile], terminology: Terminology) -> None:
        self.profiles = {profile.name: profile for profile in profiles}
        self.channels = tuple(dict.fromkeys(p.channel for p in self.profiles.values()))
        self.terminology = terminology
        self._choice = Choice(self.profiles.values())
        self._plans = Plans(self.profiles.values(), terminology)

    def unknown_value_sets(self) -> tuple[tuple[str, str, Sentence], ...]:
        """Value sets that profiles name and the terminology does not have: profile, value set, what is wrong."""
        versions = self.terminology.value_set_versions
        missing = []
        for profile in self.profiles.values():
            for name in named_value_sets(profile):
                version = name.rpartition("|")[2] if "|" in name else ""
                try:
                    labels = [each.version for each in versions(name).all]
                    if version and version not in labels:
                        place = both(f"værdisættet {name}", f"value set {name}")
                        raise UnknownRelease(version, labels, place=place)
                except (UnknownValueSet, UnknownRelease, AmbiguousName) as error:
                    missing.append((profile.name, name, error.message))
        return tuple(missing)

    def recognise(self, obj: Any, wanted: str = AUTO) -> tuple[str, ...]:
        """Names of the profiles that describe the object.

        Those it names itself, else the default ones of its type; with `wanted` the profile of that name, or those of
        that channel, of which the object need meet only one where it names none.
        """
        return tuple(profile.name for profile in self._choice.profiles(obj, wanted))

    def check(
        self,
        obj: Any,
        *,
        as_of: date | None,
        known_at: datetime | None = None,
        profile: str = AUTO,
        today: date,
        wants: Callable[[str], bool] | None = None,
    ) -> tuple[Finding, ...]:
        """Everything that is wrong with one object.

        Args:
            obj: parsed JSON.
            as_of: judge as on this day; None: on the day that the payload names, else today.
            known_at: as far as was known at this instant.
            profile: name of a profile or of a channel, or `auto`.
            today: the day it is.
            wants: of which rules findings are wanted, None: of all; a finding that is not wanted hides no other.

        Raises:
            UnknownProfile: naming near ones.
        """
        if profile != AUTO and profile not in self.profiles and profile not in self.channels:
            raise UnknownProfile(profile, (*self.profiles, *self.channels))
        return CheckRun(
            self._plans, self._choice, CheckQuestion(as_of, known_at, today, profile, wants)
        ).check(obj)


def named_value_sets(profile: Profile) -> tuple[str, ...]:
    """Every value set that a profile asks about, once."""
    names = [name for binding in profile.bindings for name in binding.value_sets]
    for rule in profile.rules:
        names += map(str, rule.values if rule.demand is Demand.IN_VALUE_SET else ())
        for condition in rule.when:
            if condition.test in (Claim.IN_VALUE_SET, Claim.NOT_IN_VALUE_SET):
                names += map(str, condition.values)
    return tuple(dict.fromkeys(names))
