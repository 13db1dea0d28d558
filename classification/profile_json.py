"""Profiles as JSON: the form in which they travel in a bundle, and over which a lockfile takes its digest."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from typing import Any, Final

from classification.concept import Kind
from classification.finding import Severity
from classification.observation import Sentence
from classification.profile import (
    Binding,
    Claim,
    Condition,
    CrossRule,
    Demand,
    Field,
    Format,
    Match,
    Pin,
    Profile,
    Severities,
    Strength,
)
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
    return _PREFIX + sha256(canonical.encode()).hexdigest()


def _written(value: Any) -> Any:
    if is_dataclass(value):
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
    return Profile(
        **_plain(record, "name", "channel", "version", "closed", "inside", "source"),
        match=_match(record["match"]),
        title=_sentence(record.get("title", {})),
        validity=_validity(record.get("validity", {})),
        date=tuple(record.get("date", ())),
        fields=_fields(record.get("fields", ())),
        types=tuple((name, _fields(parts)) for name, parts in record.get("types", ())),
        bindings=tuple(map(_binding, record.get("bindings", ()))),
        rules=tuple(map(_rule, record.get("rules", ()))),
        severities=tuple(
            Severities(part["rule"], Severity(part["severity"]), _day(part.get("start")))
            for part in record.get("severities", ())
        ),
        systems=tuple(record.get("systems", ())),
    )


def _plain(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: record[name] for name in names if name in record}


def _match(record: dict[str, Any]) -> Match:
    return Match(
        Format(record["format"]),
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
