"""SP5xx and other rules of a profile between fields: when this holds, that must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from classification.check_binding import ValueSets
from classification.check_code import Coded, Judge, Verdict
from classification.check_issue import Issue, both
from classification.check_path import Found, Resolve, read_path
from classification.check_type import day_of, moment_of
from classification.observation import NOTHING, Sentence
from classification.profile import Claim, Condition, CrossRule, Demand
from classification.record import frozen


@frozen
class Facts:
    """What cross-field rules may ask: the day's codes and value sets, references, and what day it is."""

    judge: Judge
    sets: ValueSets
    resolve: Resolve | None
    today: date


def check_cross(rule: CrossRule, obj: Any, at: str, facts: Facts) -> list[tuple[str, Issue]]:
    """Where the object breaks the rule."""
    roots = read_path(rule.each).values(obj, at, facts.resolve) if rule.each else [(at, obj)]
    broken: list[tuple[str, Issue]] = []
    for spot, root in roots:
        if all(holds(condition, root, spot, facts) for condition in rule.when):
            broken += _DEMANDS[rule.demand](rule, root, spot, facts)
    return broken


def holds(condition: Condition, obj: Any, at: str, facts: Facts) -> bool:
    """Whether the claim is true of the object."""
    found = read_path(condition.path).values(obj, at, facts.resolve)
    return _TESTS[condition.test](found, condition.values, facts)


# ---------------------------------------------------------------- what a value is


def codings(value: Any) -> list[Coded]:
    """The codings that a value is or holds."""
    if not isinstance(value, dict):
        return []
    listed = value.get("coding")
    parts = listed if isinstance(listed, list) else [value]
    return [found for part in parts if (found := coded(part)) is not None]


def coded(value: Any) -> Coded | None:
    """A coding as it stands; None when the value is none."""
    if not isinstance(value, dict) or not isinstance(code := value.get("code"), str):
        return None
    system, display, version = value.get("system"), value.get("display"), value.get("version")
    return Coded(
        system if isinstance(system, str) else "",
        code,
        display if isinstance(display, str) else "",
        version if isinstance(version, str) else "",
    )


def _verdicts(value: Any, facts: Facts) -> list[Verdict]:
    return [facts.judge.verdict(each) for each in codings(value)]


def _tokens(value: Any, facts: Facts) -> set[str]:
    """The strings by which a value may be named: itself, or every code its concepts ever had, and their systems."""
    if not isinstance(value, dict):
        return {_text(value)}
    tokens: set[str] = set()
    for verdict in _verdicts(value, facts):
        tokens |= facts.judge.tokens(verdict.uri, verdict.coded.code)
    return tokens


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _equal(found: list[Found], values: tuple[Any, ...], facts: Facts) -> bool:
    if not found:
        return False
    wanted = {_text(value) for value in values}
    return any(not wanted.isdisjoint(_tokens(value, facts)) for _, value in found)


def _in_set(found: list[Found], values: tuple[Any, ...], facts: Facts) -> bool:
    verdicts = [verdict for _, value in found for verdict in _verdicts(value, facts)]
    return any(facts.sets.holds(str(name), verdict) for name in values for verdict in verdicts)


def _below(found: list[Found], values: tuple[Any, ...], facts: Facts) -> bool:
    for _, value in found:
        for verdict in _verdicts(value, facts):
            if verdict.index is None or verdict.number is None:
                continue
            above = [i for code in values if (i := verdict.index.find(str(code))) is not None]
            if any(verdict.index.subsumes(i, verdict.number) for i in above):
                return True
    return False


def _ordinal(found: list[Found], values: tuple[Any, ...], facts: Facts) -> bool:
    ordinals = {verdict.ordinal for _, value in found for verdict in _verdicts(value, facts)}
    return any(float(value) in ordinals for value in values)


_TESTS: Final[Mapping[Claim, Callable[[list[Found], tuple[Any, ...], Facts], bool]]] = {
    Claim.EXISTS: lambda found, _values, _facts: bool(found),
    Claim.ABSENT: lambda found, _values, _facts: not found,
    Claim.EQUALS: _equal,
    Claim.IN: _equal,
    Claim.NOT_IN: lambda found, values, facts: bool(found) and not _equal(found, values, facts),
    Claim.IN_VALUE_SET: _in_set,
    Claim.NOT_IN_VALUE_SET: lambda found, values, facts: bool(found) and not _in_set(found, values, facts),
    Claim.BELOW: _below,
    Claim.ORDINAL: _ordinal,
    Claim.COUNT: lambda found, values, _facts: len(found) in values,
}


# ---------------------------------------------------------------- what is demanded

_LEADS: Final = ("en kode fra", "a code of")

Broken = list[tuple[str, Issue]]


def _require(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    if _values(rule, obj, at, facts):
        return []
    return [(at, _issue(rule, both(f"{rule.path} mangler", f"{rule.path} is missing")))]


def _forbid(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    found = _values(rule, obj, at, facts)
    return [
        (spot, _issue(rule, both(f"{rule.path} må ikke stå her", f"{rule.path} may not stand here")))
        for spot, _ in found[:1]
    ]


def _agree(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    """Each value at the path is one of those named."""
    broken: Broken = []
    da, en = (", ".join(_token_named(value, lead) for value in rule.values) for lead in _LEADS)
    test = _TESTS[Claim.IN_VALUE_SET if rule.demand is Demand.IN_VALUE_SET else Claim.IN]
    for spot, value in _values(rule, obj, at, facts):
        if not test([(spot, value)], rule.values, facts) and not _is_unknown(value, facts):
            said = both(f"{rule.path} skal være {da}", f"{rule.path} must be {en}")
            broken.append((spot, _issue(rule, said)))
    return broken


def _token_named(value: Any, lead: str) -> str:
    """What a rule names (see `_tokens`), in words."""
    system, stroke, code = _text(value).rpartition("|")
    return code if not stroke else f"{code} ({system})" if code else f"{lead} {system}"


def _is_unknown(value: Any, facts: Facts) -> bool:
    """Whether a value is nothing but codes that the day does not know, which another finding says."""
    verdicts = _verdicts(value, facts)
    return bool(verdicts) and all(verdict.settled for verdict in verdicts)


def _at_most(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    found, limit = _values(rule, obj, at, facts), int(rule.values[0])
    if len(found) <= limit:
        return []
    said = both(
        f"{rule.path} står {len(found)} gange; højst {limit}",
        f"{rule.path} stands {len(found)} times; at most {limit}",
    )
    return [(found[limit][0], _issue(rule, said))]


def _at_least(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    found, limit = _values(rule, obj, at, facts), int(rule.values[0])
    if len(found) >= limit:
        return []
    said = both(
        f"{rule.path} står {len(found)} gange; mindst {limit}",
        f"{rule.path} stands {len(found)} times; at least {limit}",
    )
    return [(at, _issue(rule, said))]


def _order(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    """No time at the path lies after one at the other paths."""
    broken: Broken = []
    for spot, first in _values(rule, obj, at, facts):
        for other in rule.values:
            for _, second in read_path(str(other)).values(obj, at, facts.resolve):
                if later(first, second):
                    said = both(
                        f"{rule.path} {first} ligger efter {other} {second}",
                        f"{rule.path} {first} lies after {other} {second}",
                    )
                    broken.append((spot, _issue(rule, said)))
    return broken


def later(first: Any, second: Any) -> bool:
    """Whether one day or time lies after another, as exactly as both are told."""
    one, two = moment_of(first), moment_of(second)
    if isinstance(one, datetime) and isinstance(two, datetime):
        return one > two
    days = day_of(first), day_of(second)
    shortest = min(len(str(first)), len(str(second)), 10)
    return None not in days and str(first)[:shortest] > str(second)[:shortest]


def _not_future(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    broken: Broken = []
    for spot, value in _values(rule, obj, at, facts):
        day = day_of(value)
        if day is not None and day > facts.today:
            said = both(
                f"{rule.path} {value} ligger efter i dag ({facts.today})",
                f"{rule.path} {value} lies after today ({facts.today})",
            )
            broken.append((spot, _issue(rule, said)))
    return broken


def _same_ordinal(rule: CrossRule, obj: Any, at: str, facts: Facts) -> Broken:
    """A number beside a level says what the level's code says; `values` is the path of the level."""
    broken: Broken = []
    levels = read_path(str(rule.values[0])).values(obj, at, facts.resolve)
    known = [v for _, level in levels for v in _verdicts(level, facts) if v.ordinal is not None]
    for spot, value in _values(rule, obj, at, facts):
        if isinstance(value, bool) or not isinstance(value, int | float) or not known:
            continue
        for verdict in known:
            if verdict.ordinal != value and verdict.ordinal is not None:
                said = both(
                    f"{rule.path} er {value:g}, men koden {verdict.coded.code} betyder {verdict.ordinal:g}",
                    f"{rule.path} is {value:g}, but the code {verdict.coded.code} means {verdict.ordinal:g}",
                )
                broken.append((spot, _issue(rule, said)))
    return broken


_DEMANDS: Final[Mapping[Demand, Callable[[CrossRule, Any, str, Facts], Broken]]] = {
    Demand.REQUIRE: _require,
    Demand.FORBID: _forbid,
    Demand.EQUALS: _agree,
    Demand.IN: _agree,
    Demand.IN_VALUE_SET: _agree,
    Demand.AT_MOST: _at_most,
    Demand.AT_LEAST: _at_least,
    Demand.ORDER: _order,
    Demand.NOT_FUTURE: _not_future,
    Demand.ORDINAL: _same_ordinal,
}


def _values(rule: CrossRule, obj: Any, at: str, facts: Facts) -> list[Found]:
    return read_path(rule.path).values(obj, at, facts.resolve)


def _issue(rule: CrossRule, said: Sentence) -> Issue:
    """The rule's own words where it has some, what was found in brackets; else what was found."""
    message = said
    if rule.message is not NOTHING and rule.message != NOTHING:
        message = both(f"{rule.message.da} ({said.da})", f"{rule.message.en} ({said.en})")
    return Issue(rule.rule, message, rule.remedy, severity=rule.severity)
