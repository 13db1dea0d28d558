"""A difference between two releases as JSON for programs (docs/json/diff.md)."""

from __future__ import annotations

from typing import Any, Final

from classification.changes.change import (
    Change,
    ChangeKind,
    Diff,
    EditionFacts,
    MemberChange,
    Reference,
    SchemeChange,
    Standing,
    Value,
)
from classification.changes.compatibility import Compatibility
from classification.concept import Notation, Note
from classification.concept_json import days_to_json
from classification.deadline import looking
from classification.validity import Validity

# Kinds of change that concern one value: `from` and `to` are that value, or null. All others give lists.
_SINGLE: Final = frozenset(
    {
        ChangeKind.ADDED,
        ChangeKind.REMOVED,
        ChangeKind.RECODED,
        ChangeKind.URI,
        ChangeKind.RENAMED,
        ChangeKind.REDEFINED,
        ChangeKind.KIND,
        ChangeKind.STATUS,
        ChangeKind.ORDINAL,
        ChangeKind.VALIDITY,
    }
)


def diff_to_json(difference: Diff) -> dict[str, Any]:
    """The whole difference as one JSON object; its form is stable, see docs/json/diff.md."""
    return {
        "from": _edition(difference.before),
        "to": _edition(difference.after),
        "summary": {str(kind): count for kind, count in difference.summary().items()},
        "compatibility": _levels(difference.compatibility),
        "definitions": str(difference.definitions),
        "scheme": [_scheme_change(change) for change in difference.scheme],
        "changes": [_change(change) for change in looking(difference.changes)],
        "valueSets": [_members(change) for change in difference.members],
    }


def _edition(edition: EditionFacts) -> dict[str, Any]:
    return {
        "scheme": edition.scheme.name,
        "system": edition.scheme.uri,
        "release": edition.version,
        "name": edition.name,
        "validity": _days(edition.validity),
        "concepts": edition.size,
    }


def _change(change: Change) -> dict[str, Any]:
    single = change.kind in _SINGLE
    record: dict[str, Any] = {
        "change": str(change.kind),
        **_reference(change.subject),
        "from": _side(change.before, single=single),
        "to": _side(change.after, single=single),
        "level": _levels(change.compatibility),
    }
    if change.language:
        record["language"] = change.language
    if change.label is not None:
        record["label"] = str(change.label)
    if change.note:
        record["note"] = change.note
    return record


def _side(values: tuple[Value, ...], *, single: bool) -> Any:
    if not single:
        return [_value(value) for value in values]
    if len(values) > 1:  # several definitions in one language
        return "\n\n".join(str(value) for value in values)
    return _value(values[0]) if values else None


def _value(value: Value) -> Any:
    match value:
        case Reference():
            return _reference(value)
        case Standing():
            successors = [_reference(reference) for reference in value.replaced_by]
            return {"status": str(value.status), "replacedBy": successors, "reason": value.reason}
        case Notation():
            return {"code": value.code, "role": str(value.role), "validity": _days(value.validity)}
        case Note():
            return {"kind": str(value.kind), "language": value.language, "text": value.text}
        case Validity():
            return _days(value)
        case (name, text):
            return {"property": name, "value": text}
        case _:
            return value


def _reference(reference: Reference) -> dict[str, str]:
    return {"code": reference.code, "key": reference.key or reference.code, "term": reference.term}


def _days(validity: Validity) -> dict[str, str | None]:
    start, end = days_to_json(validity)
    return {"from": start or None, "to": end or None}


def _levels(level: Compatibility) -> dict[str, str]:
    return {"backward": str(level.backward), "forward": str(level.forward), "full": str(level.full)}


def _scheme_change(change: SchemeChange) -> dict[str, Any]:
    return {
        "field": change.field,
        "from": list(change.before),
        "to": list(change.after),
        "level": _levels(change.compatibility),
    }


def _members(change: MemberChange) -> dict[str, Any]:
    return {
        "valueSet": change.value_set,
        "gained": [_reference(reference) for reference in change.gained],
        "lost": [_reference(reference) for reference in change.lost],
        "level": _levels(change.compatibility),
    }
