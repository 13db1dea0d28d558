"""Codes that profiles speak of and that no release knows: rules that ask for them never fire.

A code is recognised by its system (`system|code`) or, alone, by being asked what lies below it or by the form of a
UUID, whole or cut short. Other texts in a rule may be anything a field holds, and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from classification.check.profile import Claim, Demand, Profile
from classification.record import frozen
from classification.terminology import HeldRelease, Terminology

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{1,4}){0,3}(?:-[0-9a-f]{1,12})?\Z")
_COMPARED: Final = (Claim.EQUALS, Claim.IN, Claim.NOT_IN)
_DEMANDED: Final = (Demand.EQUALS, Demand.IN)


@frozen
class UnknownProfileCode:
    """A code in a profile's rules, as it is written there, and codes that begin as it does."""

    profile: str
    written: str
    near: tuple[str, ...]


def unknown_codes(profiles: Iterable[Profile], terminology: Terminology) -> tuple[UnknownProfileCode, ...]:
    """The codes of rules and shapes that are in no release at hand, though releases of their system are."""
    judged: dict[tuple[bool, str], tuple[str, ...] | None] = {}
    unknown: dict[UnknownProfileCode, None] = {}
    for profile in profiles:
        for below, written in _written(profile):
            key = below, written
            if key not in judged:
                judged[key] = _near_if_unknown(written, below, terminology)
            near = judged[key]
            if near is not None:
                unknown[UnknownProfileCode(profile.name, written, near)] = None
    return tuple(unknown)


def _written(profile: Profile) -> Iterator[tuple[bool, str]]:
    """Every text that may be a code; and whether it is one that others lie below."""
    conditions = [*profile.match.shape, *(each for rule in profile.rules for each in rule.when)]
    for condition in conditions:
        if condition.test in _COMPARED or condition.test is Claim.BELOW:
            yield from ((condition.test is Claim.BELOW, text) for text in _texts(condition.values))
    for binding in profile.bindings:
        yield from ((False, text) for text in binding.codes)
    for rule in profile.rules:
        if rule.demand in _DEMANDED:
            yield from ((False, text) for text in _texts(rule.values))


def _texts(values: tuple[Any, ...]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))


def _near_if_unknown(written: str, below: bool, terminology: Terminology) -> tuple[str, ...] | None:
    """None for a code that a release knows, and for what is no code; else the codes that begin so."""
    system, bar, code = written.rpartition("|")
    if bar and not below:
        if not code or not terminology.has_scheme(system):
            return None
        uri = terminology.scheme(system).uri
        releases = [release for release in terminology.releases_in_use if release.scheme.uri == uri]
        return _near(code, releases, f"{system}|")
    if not below and not (_UUID.match(written) and re.search("[a-f]", written)):
        return None
    return _near(written, terminology.releases_in_use, "")


def _near(code: str, releases: Iterable[HeldRelease], before: str) -> tuple[str, ...] | None:
    newest_first = tuple(reversed(tuple(releases)))
    if any(release.index.find(code) is not None for release in newest_first):
        return None
    near = {
        f"{before}{notation}": None
        for release in newest_first
        for number in range(len(release.index))
        for notation, _ in release.index.notations(number)
        if notation.casefold().startswith(code.casefold())
    }
    return tuple(near)[:3]
