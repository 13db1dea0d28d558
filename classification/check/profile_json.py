"""Profiles as JSON: the form in which they travel in a bundle, and over which a lockfile takes its digest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum
from typing import Any, Final

from classification.check.profile import (
    Binding,
    Claim,
    Condition,
    CrossRule,
    Demand,
    Field,
    Pin,
    Profile,
    ProfileMatch,
    Severities,
    Strength,
    ValueFormat,
)
from classification.concept import Kind
from classification.finding import Sentence, Severity
from classification.record import fields, is_record
from classification.validity import Validity

_PREFIX: Final = "sha256:"


def profile_to_json(profile: Profile) -> dict[str, Any]:
    """A profile as a JSON object; what stands at its default is left out."""
    written: dict[str, Any] = _written(profile)
    return written


def profile_digest(profile: Profile) -> str:
    """The digest of everything that the profile says: `sha256:…`."""
    canonical = json.dumps(
        profile_to_json(profile), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    from hashlib import sha256

    return _PREFIX + sha256(canonical.encode()).hexdigest()


def _written(value: Any) -> Any:
    if is_record(value):
        parts = {each.name: getattr(value, each.name) for each in fields(value)}
        defaults = {each.name: each.default for each in fields(value)}
        return {name: _written(part) for name, part in parts.items() if part != defaults[name]}
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    if isinstance(value, Enum):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def profile_from_json(record: dict[str, Any]) -> Profile:
    """The profile that `profile_to_json` wrote."""
    parts = {name: decode(record[name]) for name, decode in _PARTS.items() if name in record}
    return Profile(**_plain(record, *_PLAIN), **parts)


def kept_profile(record: dict[str, Any]) -> Profile:
    """The profile that `profile_to_json` wrote; what it says is decoded when it is first asked for.

    A bundle holds dozens of profiles, a run of the check needs one or two of them.
    """
    return _Kept(record)


class _Kept(Profile):
    """A profile whose attributes are filled in when they are first missed."""

    __slots__ = ("_record",)

    def __init__(self, record: dict[str, Any]) -> None:
        object.__setattr__(self, "_record", record)

    def __getattr__(self, name: str) -> Any:
        if name not in _DEFAULTS:
            raise AttributeError(name)
        value = self._record.get(name, _DEFAULTS[name])
        if name in self._record and name in _PARTS:
            value = _PARTS[name](value)
        object.__setattr__(self, name, value)
        return value


def _plain(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}


def _match(record: dict[str, Any]) -> ProfileMatch:
    return ProfileMatch(
        ValueFormat(record["format"]),
        record["type_name"],
        tuple(record.get("profiles", ())),
        record.get("default", False),
        _conditions(record.get("shape", ())),
    )


def _fields(records: Any) -> tuple[Field, ...]:
    return tuple(
        Field(
            **_plain(record, "path", "type", "array", "min", "max", "closed", "pattern", "rule"),
            values=tuple(record.get("values", ())),
            targets=tuple(record.get("targets", ())),
        )
        for record in records
    )


def _binding(record: dict[str, Any]) -> Binding:
    return Binding(
        path=record["path"],
        value_sets=tuple(record.get("value_sets", ())),
        strength=Strength(record.get("strength", Strength.REQUIRED)),
        kinds=tuple(map(Kind, record.get("kinds", ()))),
        systems=tuple(record.get("systems", ())),
        pins=tuple(Pin(_day(pin.get("start")), pin["release"]) for pin in record.get("pins", ())),
        codes=tuple(record.get("codes", ())),
    )


def _rule(record: dict[str, Any]) -> CrossRule:
    return CrossRule(
        rule=record["rule"],
        demand=Demand(record["demand"]),
        path=record["path"],
        values=tuple(record.get("values", ())),
        when=_conditions(record.get("when", ())),
        each=record.get("each", ""),
        severity=Severity(record["severity"]) if "severity" in record else None,
        message=_sentence(record.get("message", {})),
        remedy=_sentence(record.get("remedy", {})),
    )


def _conditions(records: Any) -> tuple[Condition, ...]:
    return tuple(
        Condition(record["path"], Claim(record["test"]), tuple(record.get("values", ())))
        for record in records
    )


def _sentence(record: dict[str, str]) -> Sentence:
    return Sentence(record.get("da", ""), record.get("en", ""))


def _validity(record: dict[str, str]) -> Validity:
    return Validity(_day(record.get("start")), _day(record.get("end")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _types(records: Any) -> tuple[tuple[str, tuple[Field, ...]], ...]:
    return tuple((name, _fields(parts)) for name, parts in records)


def _severities(records: Any) -> tuple[Severities, ...]:
    return tuple(
        Severities(part["rule"], Severity(part["severity"]), _day(part.get("start"))) for part in records
    )


_PLAIN: Final = ("name", "channel", "version", "closed", "inside", "source")
_PARTS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "match": _match,
    "title": _sentence,
    "validity": _validity,
    "date": tuple,
    "fields": _fields,
    "types": _types,
    "bindings": lambda records: tuple(map(_binding, records)),
    "rules": lambda records: tuple(map(_rule, records)),
    "severities": _severities,
    "systems": tuple,
}
_DEFAULTS: Final = {each.name: each.default for each in fields(Profile)}
