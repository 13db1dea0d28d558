"""Which profiles describe an object: those that it names itself, else those of its type and shape."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from classification.check.path import read_path
from classification.check.profile import Claim, Condition, Profile, ValueFormat

AUTO: Final = "auto"
TYPE_KEY: Final = {ValueFormat.FHIR: "resourceType", ValueFormat.SAMSPROG: "type"}


class Choice:
    """Chooses among profiles.

    Args:
        profiles: those with a more particular shape first.
    """

    def __init__(self, profiles: Iterable[Profile]) -> None:
        self._profiles = {profile.name: profile for profile in profiles}
        self._of_type: dict[tuple[str, str], list[Profile]] = {}
        self._of_type_and_url: dict[tuple[str, str, str], list[Profile]] = {}
        for profile in self._profiles.values():
            match = profile.match
            key, name = TYPE_KEY[match.format], match.type_name
            self._of_type.setdefault((key, name), []).append(profile)
            for url in match.profiles:
                self._of_type_and_url.setdefault((key, name, url), []).append(profile)
        self._channels = frozenset(profile.channel for profile in self._profiles.values())
        self._of_url: dict[str, tuple[Profile, ...]] = {}
        for profile in self._profiles.values():
            for url in profile.match.profiles:
                self._of_url[url] = (*self._of_url.get(url, ()), profile)
        self.urls = tuple(sorted(self._of_url))

    def profiles(self, obj: Any, wanted: str) -> tuple[Profile, ...]:
        """The profile named `wanted`; or those of the channel of this name; or, with `auto`, what the object says.

        Of several profiles of a channel the object need meet only one (see `are_alternatives`).
        """
        named = self._profiles.get(wanted)
        if named is not None and not _is_bundle_of(named, obj):
            return (named,)
        if not isinstance(obj, dict):
            return ()
        urls = declared(obj)
        own = self._declared(obj, urls, wanted) if urls else ()
        if own:
            return own
        typed = [profile for each in _types(obj) for profile in self._of_type.get(each, ())]
        if wanted in self._channels:
            typed = [profile for profile in typed if profile.channel == wanted]
            return tuple(profile for profile in typed if has_shape(profile, obj)) or tuple(typed)
        return () if urls else shaped([profile for profile in typed if profile.match.default], obj)

    def _declared(self, obj: dict[str, Any], urls: frozenset[str], wanted: str) -> tuple[Profile, ...]:
        """Of the profiles that an object names itself those that are here, in their own order."""
        profiles = [
            profile
            for key, name in _types(obj)
            for url in urls
            for profile in self._of_type_and_url.get((key, name, url), ())
            if wanted not in self._channels or profile.channel == wanted
        ]
        if len(profiles) < 2:
            return tuple(profiles)
        names = {profile.name for profile in profiles}
        return tuple(profile for profile in self._profiles.values() if profile.name in names)

    def of_url(self, url: str) -> tuple[Profile, ...]:
        """The profiles that a name in meta.profile stands for."""
        return self._of_url.get(url, ())

    def asked_for(self, wanted: str) -> tuple[Profile, ...]:
        """All profiles that come into question: of the channel of this name or of the profile's; with `auto` all."""
        named = self._profiles.get(wanted)
        channel = named.channel if named is not None else wanted
        return tuple(one for one in self._profiles.values() if wanted == AUTO or one.channel == channel)

    def inside(self, obj: dict[str, Any], bundle: Profile | None, wanted: str) -> tuple[Profile, ...]:
        """The profiles of an object that stands in a Bundle: one that names none is taken for the Bundle's channel."""
        named = self._profiles.get(wanted)
        if named is not None and not is_of(named, obj):
            wanted = named.channel
        if wanted == AUTO and bundle is not None and not declared(obj):
            wanted = bundle.channel
        return self.profiles(obj, wanted)


_TYPE_KEYS: Final = tuple(TYPE_KEY.values())


def _types(obj: dict[str, Any]) -> list[tuple[str, str]]:
    """The types that an object says it is of, each after the name of the field that says so."""
    return [(key, obj[key]) for key in _TYPE_KEYS if obj.get(key).__class__ is str]


def are_alternatives(profiles: tuple[Profile, ...], obj: Any) -> bool:
    """Whether several profiles come into question because the object names none of them."""
    return len(profiles) > 1 and all(declared(obj).isdisjoint(p.match.profiles) for p in profiles)


def is_of(profile: Profile, obj: dict[str, Any]) -> bool:
    """Whether the object is of the profile's type."""
    return bool(obj.get(TYPE_KEY[profile.match.format]) == profile.match.type_name)


def declared(obj: Any) -> frozenset[str]:
    """The profiles that the object names in meta.profile, without their versions; an empty name names none."""
    meta = obj.get("meta") if isinstance(obj, dict) else None
    named = meta.get("profile") if isinstance(meta, dict) else None
    if isinstance(named, str):  # not how FHIR writes it, which another finding says; what is meant is plain
        named = [named]
    if not isinstance(named, list):
        return _NOTHING
    return frozenset(
        [url for one in named if isinstance(one, str) and (url := one.partition("|")[0]).strip()]
    )


_NOTHING: Final[frozenset[str]] = frozenset()


def shaped(profiles: Iterable[Profile], obj: dict[str, Any]) -> tuple[Profile, ...]:
    """The first profile whose shape the object has."""
    return tuple(profile for profile in profiles if has_shape(profile, obj))[:1]


def has_shape(profile: Profile, obj: dict[str, Any]) -> bool:
    """Whether the object has every mark by which the profile is told from others of its type."""
    return all(_has(claim, obj) for claim in profile.match.shape)


def _has(claim: Condition, obj: dict[str, Any]) -> bool:
    """Whether the object has one mark of a shape; only what stands in it is looked at, not what codes mean."""
    spots = read_path(claim.path).values(obj, "")
    if claim.test is Claim.EXISTS:
        return bool(spots)
    if claim.test is Claim.ABSENT:
        return not spots
    values = {str(value) for value in claim.values}
    return any(str(value) in values for _, value in spots if isinstance(value, str | int | float))


def _is_bundle_of(profile: Profile, obj: Any) -> bool:
    """Whether the object is a Bundle though the profile is of another type, which may stand inside."""
    if not isinstance(obj, dict) or profile.match.format is not ValueFormat.FHIR:
        return False
    return bool(obj.get("resourceType") == "Bundle" and profile.match.type_name != "Bundle")
