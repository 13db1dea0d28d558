"""What a binding says of a value: a coding, or an object that holds codings, of which one must do.

A coding without a code, or without a system, says nothing that a receiver could rely on; at a bound place a finding
says what is missing, whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from classification.check.bound import Bound
from classification.check.coding import Verdict
from classification.check.fault import Fault
from classification.finding import Severity
from classification.record import replace

Membership = Iterable[tuple[str, tuple[Fault, ...]]]


def membership(bound: Bound, at: str, value: dict[str, Any]) -> Membership:
    """What is wrong with a value at a bound place, with the pointer of the coding that it is said of."""
    listed = value.get("coding")
    if isinstance(listed, list):
        return _of_several(bound, at, listed, value)
    if isinstance(listed, dict):  # that it is no list, the structure says
        return membership(bound, f"{at}/coding", listed)
    verdict = bound.judge.verdict_of(value)
    if verdict is not None:
        return _of_one(bound, at, value, verdict)
    return _without_code(bound, at, value) if value and not isinstance(value.get("code"), str) else ()


def _of_one(bound: Bound, at: str, value: dict[str, Any], verdict: Verdict) -> Membership:
    if not verdict.coding.system.strip():
        return [(at, _without_system(bound, value, verdict))]
    return [(at, bound.faults(verdict))] if bound.concerns(verdict) else ()


def _of_several(bound: Bound, at: str, listed: list[Any], value: dict[str, Any]) -> Membership:
    """Of several codings one must do; those that are not whole are reported in any case."""
    if len(listed) == 1 and listed[0].__class__ is dict and _is_right(bound, listed[0]):
        return ()  # as nearly always
    parts = [
        (n, part, bound.judge.verdict_of(part)) for n, part in enumerate(listed) if isinstance(part, dict)
    ]
    whole = [(n, verdict) for n, _, verdict in parts if verdict is not None and verdict.coding.system.strip()]
    concerned = [(n, verdict) for n, verdict in whole if bound.concerns(verdict)]
    done = any(bound.admits(verdict) for _, verdict in concerned)
    if done and len(whole) == len(listed):
        return ()
    memberships: list[tuple[str, tuple[Fault, ...]]] = []
    completed = False
    for n, part, verdict in parts:
        for place, faults in _of_a_part(bound, f"{at}/coding/{n}", part, verdict):
            memberships.append((place, tuple(map(_milder, faults)) if done else faults))
        without = verdict is not None and not verdict.coding.system.strip()
        completed = completed or (verdict is not None and without and bound.completes(verdict.coding))
    if concerned and not done and not completed:
        n, verdict = next(((n, v) for n, v in concerned if bound.takes(v)), concerned[0])
        memberships.append((f"{at}/coding/{n}", bound.faults(verdict)))
    elif not whole and not memberships:
        displays = (part.get("display") for _, part, _ in parts)
        display = next((text for text in displays if isinstance(text, str)), value.get("text"))
        memberships += _without_code(bound, at, {"display": display})
    return memberships


def _is_right(bound: Bound, part: dict[str, Any]) -> bool:
    """Whether a coding is whole, and is not bound here or has nothing wrong with it."""
    verdict = bound.judge.verdict_of(part)
    if verdict is None or not verdict.coding.system.strip():
        return False
    return not bound.concerns(verdict) or bound.admits(verdict)


def _of_a_part(bound: Bound, spot: str, part: dict[str, Any], verdict: Verdict | None) -> Membership:
    """What a coding lacks that is not whole: its system, or the code of a system that counts here."""
    if verdict is None:
        return _without_code(bound, spot, part) if _names_system(part) and "code" not in part else ()
    if not verdict.coding.system.strip() and verdict.coding.code.strip():
        return [(spot, _without_system(bound, part, verdict))]
    return ()


def _without_system(bound: Bound, value: dict[str, Any], verdict: Verdict) -> tuple[Fault, ...]:
    """Said of the coding; of its system where an empty one stands there, which can be mended."""
    empty = isinstance(value.get("system"), str)
    faults = bound.faults(verdict)
    return tuple(replace(fault, slot="system") if empty else replace(fault, new="") for fault in faults)


def _without_code(bound: Bound, spot: str, value: dict[str, Any]) -> Membership:
    """A text where a code belongs. A slice asks only for codes of its own system."""
    if not bound.concerns_system(str(value["system"]) if _names_system(value) else ""):
        return
    text = value.get("display") or value.get("text")
    fault = bound.without_code(text if isinstance(text, str) else "")
    if fault is not None:
        yield spot, (fault,)


def _names_system(value: dict[str, Any]) -> bool:
    system = value.get("system")
    return isinstance(system, str) and bool(system.strip())


def _milder(fault: Fault) -> Fault:
    return fault if fault.severity is Severity.INFORMATION else replace(fault, severity=Severity.WARNING)
