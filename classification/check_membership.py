"""What a binding says of a value: a coding, or an object that holds codings, of which one must do.

A coding without a code, or without a system, says nothing that a receiver could rely on; at a bound place it is told
what is missing, whatever stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from classification.check_binding import Bound
from classification.check_code import Coded
from classification.check_cross import coded
from classification.check_issue import Issue
from classification.finding import Severity
from classification.record import replace

Membership = Iterable[tuple[str, tuple[Issue, ...]]]


def membership(bound: Bound, at: str, value: Any) -> Membership:
    """What is wrong with a value at a bound place, with the pointer of the coding that it is said of."""
    if not isinstance(value, dict):
        return
    listed = value.get("coding")
    if isinstance(listed, list):
        yield from _of_several(bound, at, listed)
        return
    own = coded(value)
    if own is not None:
        yield from _of_one(bound, at, value, own)
    elif _is_without_code(value):
        yield from _without_code(bound, at, value)


def _of_one(bound: Bound, at: str, value: dict[str, Any], own: Coded) -> Membership:
    if not own.system.strip():
        yield at, _without_system(bound, value, own)
        return
    verdict = bound.judge.verdict(own)
    if bound.concerns(verdict):
        yield at, bound.issues(verdict)


def _of_several(bound: Bound, at: str, listed: list[Any]) -> Membership:
    """Of several codings one must do; those that are not whole are told of in any case."""
    parts = [(f"{at}/coding/{n}", part) for n, part in enumerate(listed) if isinstance(part, dict)]
    whole = [
        (spot, bound.judge.verdict(own))
        for spot, part in parts
        if (own := coded(part)) is not None and own.system.strip()
    ]
    concerned = [(spot, verdict) for spot, verdict in whole if bound.concerns(verdict)]
    done = any(bound.admits(verdict) for _, verdict in concerned)
    if done and len(whole) == len(listed):
        return
    told = completed = False
    for spot, part in parts:
        for place, issues in _of_a_part(bound, spot, part):
            told = True
            yield place, tuple(map(_milder, issues)) if done else issues
        own = coded(part)
        completed = completed or (own is not None and not own.system.strip() and bound.completes(own))
    if concerned and not done and not completed:
        spot, verdict = next(((p, v) for p, v in concerned if bound.takes(v)), concerned[0])
        yield spot, bound.issues(verdict)
    elif parts and not whole and not told:
        display = next((text for _, part in parts if isinstance(text := part.get("display"), str)), "")
        yield from _without_code(bound, at, {"display": display})


def _of_a_part(bound: Bound, spot: str, part: dict[str, Any]) -> Membership:
    """What a coding lacks that is not whole: its system, or the code of a system that counts here."""
    own = coded(part)
    if own is None and _names_system(part) and "code" not in part:
        yield from _without_code(bound, spot, part)
    elif own is not None and not own.system.strip() and own.code.strip():
        yield spot, _without_system(bound, part, own)


def _without_system(bound: Bound, value: dict[str, Any], own: Coded) -> tuple[Issue, ...]:
    """Said of the coding; of its system where an empty one stands there, which can be mended."""
    empty = isinstance(value.get("system"), str)
    issues = bound.issues(bound.judge.verdict(own))
    return tuple(replace(issue, slot="system") if empty else replace(issue, new="") for issue in issues)


def _without_code(bound: Bound, spot: str, value: dict[str, Any]) -> Membership:
    """A text where a code belongs. A slice asks only for codes of its own system."""
    if not bound.concerns_system(str(value["system"]) if _names_system(value) else ""):
        return
    text = value.get("display") or value.get("text")
    issue = bound.without_code(text if isinstance(text, str) else "")
    if issue is not None:
        yield spot, (issue,)


def _names_system(value: dict[str, Any]) -> bool:
    system = value.get("system")
    return isinstance(system, str) and bool(system.strip())


def _is_without_code(value: dict[str, Any]) -> bool:
    return "code" not in value and "coding" not in value and not value.keys().isdisjoint(_WORDS)


_WORDS: Final = frozenset(("text", "display", "system"))


def _milder(issue: Issue) -> Issue:
    return issue if issue.severity is Severity.INFORMATION else replace(issue, severity=Severity.WARNING)
