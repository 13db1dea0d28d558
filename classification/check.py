"""The check: is every meaning in a data object right, on a day?

`Checker` holds profiles and a terminology; it may be asked any number of times, from several threads. It never raises
for data, whatever JSON it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from classification.errors import UnknownName
from classification.observation import Observation, Sentence
from classification.profile import Format, Profile
from classification.rules import RULES
from classification.terminology import Terminology

AUTO: Final = "auto"
_TYPE_KEY: Final = {Format.FHIR: "resourceType", Format.SAMSPROG: "type"}


class UnknownProfile(UnknownName):
    """No profile has that name."""

    code = "UNKNOWN_PROFILE"
    what = "profile"


class Checker:
    """Checks data objects against profiles.

    Args:
        profiles: the profiles to recognise and check by.
        terminology: where codes, displays and value sets are looked up.
    """

    def __init__(self, profiles: Iterable[Profile], terminology: Terminology) -> None:
        self.profiles = {profile.name: profile for profile in profiles}
        self.terminology = terminology

    def recognise(self, obj: Any) -> tuple[str, ...]:
        """Names of the profiles that describe the object: those it names itself, else those of its type."""
        if not isinstance(obj, dict):
            return ()
        typed = [p for p in self.profiles.values() if obj.get(_TYPE_KEY[p.match.format]) == p.match.type_name]
        meta = obj.get("meta")
        named = meta.get("profile") if isinstance(meta, dict) else None
        urls = [url for url in named if isinstance(url, str)] if isinstance(named, list) else []
        declared = [p.name for p in typed if not set(urls).isdisjoint(p.match.profiles)]
        return tuple(declared or [p.name for p in typed if not urls])

    def check(
        self,
        obj: Any,
        *,
        as_of: date | None,  # noqa: ARG002
        known_at: datetime | None = None,  # noqa: ARG002
        profile: str = AUTO,
        today: date,  # noqa: ARG002
    ) -> tuple[Observation, ...]:
        """Everything that is wrong with one object.

        Args:
            obj: parsed JSON.
            as_of: judge as on this day; None: on the day that the payload bears, else today.
            known_at: as far as was known at this instant.
            profile: name of a profile, or `auto`.
            today: the day it is.

        Raises:
            UnknownProfile: naming near ones.
        """
        if profile != AUTO and profile not in self.profiles:
            raise UnknownProfile(profile, self.profiles)
        if profile == AUTO and not self.recognise(obj):
            return (_unrecognised(obj),)
        return ()


def _unrecognised(obj: Any) -> Observation:
    rule = RULES["SP101"]
    shown = ""
    if isinstance(obj, dict):
        shown = str(obj.get("resourceType") or obj.get("type") or "")[:60]
    named = f" {shown!r}" if shown else ""
    message = Sentence(f"Ingen profil beskriver objektet{named}", f"No profile describes the object{named}")
    return Observation(rule.code, rule.severity, "", message, rule.remedy)
