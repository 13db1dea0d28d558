"""Every coding and every reference in an object, wherever they stand, in the order of the document."""

from __future__ import annotations

from typing import Any

from classification.check_path import escaped
from classification.record import field, mutable


@mutable
class Seen:
    """What stands in an object: codings, lists of several codings, references; each with its pointer."""

    codings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lists: list[tuple[str, list[Any]]] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)


def walk(obj: dict[str, Any], at: str) -> Seen:
    """Look at everything in the object; the objects that a Bundle holds are left to their own checks."""
    seen = Seen()
    bundle = obj.get("resourceType") == "Bundle"
    stack: list[tuple[str, Any]] = [(at, {k: v for k, v in obj.items() if k != "entry"} if bundle else obj)]
    while stack:
        spot, value = stack.pop()
        if isinstance(value, dict):
            _note(seen, spot, value)
            stack += [
                (f"{spot}/{escaped(name)}", part)
                for name, part in reversed(value.items())
                if isinstance(part, (dict, list))
            ]
        else:
            if len(value) > 1:
                seen.lists.append((spot, value))
            stack += [
                (f"{spot}/{number}", value[number])
                for number in range(len(value) - 1, -1, -1)
                if isinstance(value[number], (dict, list))
            ]
    return seen


def _note(seen: Seen, spot: str, value: dict[str, Any]) -> None:
    if isinstance(value.get("code"), str) and isinstance(value.get("system"), str):
        seen.codings.append((spot, value))
    reference = value.get("reference")
    if isinstance(reference, str) and reference:
        seen.references.append((spot, reference))
