"""SP5xx and other rules of a profile between fields: when this holds, that must hold.

A rule is compiled once: its paths are read, what it compares with is made ready; then it is asked of each object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from classification.check.code import CodeJudge
from classification.check.coding import Verdict
from classification.check.fault import Fault, both
from classification.check.field_type import day_of, moment_of
from classification.check.path import PathReader, PlacedValue, read_path
from classification.check.profile import Claim, Condition, CrossRule, Demand
from classification.check.value_sets import ValueSets
from classification.finding import NOTHING, Sentence
from classification.record import frozen


@frozen
class Facts:
    """What cross-field rules may ask: the day's codes and value sets."""

    judge: CodeJudge
    sets: ValueSets


Broken = list[tuple[str, Fault]]

Rule = Callable[[PathReader, Facts], Broken]
"""A demand or a rule made ready: an object being read and what may be asked; where it is broken."""
Holds = Callable[[PathReader, Facts], bool]
Test = Callable[[list[PlacedValue], Facts], bool]


class CrossFieldRules:
    """The rules of a profile, compiled."""

    def __init__(self, rules: Iterable[CrossRule]) -> None:
        self._rules = [(rule.resolves, _needed(rule), _compiled(rule)) for rule in rules]

    def broken(self, reading: PathReader, facts: Facts) -> Broken:
        """Where an object breaks a rule; rules that follow references play no part where nothing resolves them."""
        broken: Broken = []
        names = reading.obj.keys()
        for resolves, needed, check in self._rules:
            if needed <= names and not (resolves and reading.resolve is None):
                broken += check(reading, facts)
        return broken


def _needed(rule: CrossRule) -> frozenset[str]:
    """Names without which an object cannot break the rule, since its paths begin with them and would lead nowhere."""
    if rule.each:
        return frozenset({read_path(rule.each).first} - {""})
    paths = [condition.path for condition in rule.when if condition.test not in _OF_NOTHING]
    paths += [] if rule.demand in _MISSING else [rule.path]
    return frozenset({read_path(path).first for path in paths} - {""})


def _compiled(rule: CrossRule) -> Rule:
    """What the rule demands, where its conditions hold; with `each` of every value at that path by itself."""
    conditions, demand = [_condition(each) for each in rule.when], _DEMANDS[rule.demand](rule)
    path = read_path(rule.each) if rule.each else None

    def check(reading: PathReader, facts: Facts) -> Broken:
        for holds in conditions:
            if not holds(reading, facts):
                return []
        return demand(reading, facts)

    def check_each(reading: PathReader, facts: Facts) -> Broken:
        assert path is not None
        roots = reading.values(path)
        readings = (PathReader(root, spot, reading.today, reading.resolve) for spot, root in roots)
        return [broken for one in readings for broken in check(one, facts)]

    return check if path is None else check_each


def _condition(condition: Condition) -> Holds:
    """Whether a claim is true of an object."""
    path, test = read_path(condition.path), _TESTS[condition.test](condition.values)
    return lambda reading, facts: test(reading.values(path), facts)


# ---------------------------------------------------------------- what a value is


def verdicts_of(value: Any, judge: CodeJudge) -> list[Verdict]:
    """What the codings are worth that a value is or holds."""
    if not isinstance(value, dict):
        return []
    listed = value.get("coding")
    parts = listed if isinstance(listed, list) else (value,)
    return [
        verdict
        for part in parts
        if part.__class__ is dict and (verdict := judge.verdict_of(part)) is not None
    ]


def _verdicts(value: Any, facts: Facts) -> list[Verdict]:
    return verdicts_of(value, facts.judge)


def _text(value: Any) -> str:
    """A simple value as rules write it."""
    if value.__class__ is str:
        return str(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _equal(values: tuple[Any, ...]) -> Test:
    """A text, number or truth value is one of those named; of a coding its concept, by any code it ever had."""
    wanted = frozenset(_text(value) for value in values)

    def is_wanted(value: Any, judge: CodeJudge) -> bool:
        if value.__class__ is dict:
            named = judge.releases.named(wanted)
            return any(
                not named.isdisjoint(judge.releases.tokens(verdict.uri, verdict.code))
                for verdict in verdicts_of(value, judge)
            )
        return _text(value) in wanted

    return lambda spots, facts: any(is_wanted(value, facts.judge) for _, value in spots)


def _in_set(values: tuple[Any, ...]) -> Test:
    names = [str(value) for value in values]

    def test(spots: list[PlacedValue], facts: Facts) -> bool:
        verdicts = [verdict for _, value in spots for verdict in _verdicts(value, facts)]
        return any(facts.sets.holds(name, verdict) for name in names for verdict in verdicts)

    return test


def _below(values: tuple[Any, ...]) -> Test:
    codes = [str(value) for value in values]

    def test(spots: list[PlacedValue], facts: Facts) -> bool:
        return any(_is_below(codes, verdict) for _, value in spots for verdict in _verdicts(value, facts))

    return test


def _is_below(codes: list[str], verdict: Verdict) -> bool:
    if verdict.index is None or verdict.number is None:
        return False
    above = [i for code in codes if (i := verdict.index.find(code)) is not None]
    return any(verdict.index.subsumes(i, verdict.number) for i in above)


def _ordinal(values: tuple[Any, ...]) -> Test:
    wanted = {float(value) for value in values}

    def test(spots: list[PlacedValue], facts: Facts) -> bool:
        return any(verdict.ordinal in wanted for _, value in spots for verdict in _verdicts(value, facts))

    return test


def _not(make: Callable[[tuple[Any, ...]], Test]) -> Callable[[tuple[Any, ...]], Test]:
    """Something is there, and it is not so."""

    def negated(values: tuple[Any, ...]) -> Test:
        test = make(values)
        return lambda spots, facts: bool(spots) and not test(spots, facts)

    return negated


_TESTS: Final[Mapping[Claim, Callable[[tuple[Any, ...]], Test]]] = {
    Claim.EXISTS: lambda _values: lambda spots, _facts: bool(spots),
    Claim.ABSENT: lambda _values: lambda spots, _facts: not spots,
    Claim.EQUALS: _equal,
    Claim.IN: _equal,
    Claim.NOT_IN: _not(_equal),
    Claim.IN_VALUE_SET: _in_set,
    Claim.NOT_IN_VALUE_SET: _not(_in_set),
    Claim.BELOW: _below,
    Claim.ORDINAL: _ordinal,
    Claim.COUNT: lambda values: lambda spots, _facts: len(spots) in values,
}


# ---------------------------------------------------------------- what is demanded

_OF_NOTHING: Final = frozenset({Claim.ABSENT, Claim.COUNT})
"""Claims that can be true where nothing stands."""
_MISSING: Final = frozenset({Demand.REQUIRE, Demand.AT_LEAST})
"""Demands that are broken where nothing stands."""
_LEADS: Final = ("en kode fra", "a code of")


def _require(rule: CrossRule) -> Rule:
    path = read_path(rule.path)
    missing = _fault(rule, both(f"{rule.path} mangler", f"{rule.path} is missing"))
    return lambda reading, _facts: [] if reading.values(path) else [(reading.at, missing)]


def _forbid(rule: CrossRule) -> Rule:
    path = read_path(rule.path)
    present = _fault(rule, both(f"{rule.path} må ikke stå her", f"{rule.path} may not stand here"))
    return lambda reading, _facts: [(spot, present) for spot, _ in reading.values(path)[:1]]


def _agree(rule: CrossRule) -> Rule:
    """Each value at the path is one of those named."""
    path = read_path(rule.path)
    test = _TESTS[Claim.IN_VALUE_SET if rule.demand is Demand.IN_VALUE_SET else Claim.IN](rule.values)
    da, en = (", ".join(_token_named(value, lead) for value in rule.values) for lead in _LEADS)
    differs = _fault(rule, both(f"{rule.path} skal være {da}", f"{rule.path} must be {en}"))

    def check(reading: PathReader, facts: Facts) -> Broken:
        return [
            (spot, differs)
            for spot, value in reading.values(path)
            if not test([(spot, value)], facts) and not _is_unknown(value, facts)
        ]

    return check


def _token_named(value: Any, lead: str) -> str:
    """What a rule names (see `_tokens`), in words."""
    system, _, code = _text(value).rpartition("|")
    return code if not system else f"{code} ({system})" if code else f"{lead} {system}"


def _is_unknown(value: Any, facts: Facts) -> bool:
    """Whether a value is nothing but codes that the day does not know, which another finding says.

    Of a code without a system it is only said elsewhere that the system is missing: that is no code that belongs here.
    """
    verdicts = _verdicts(value, facts)
    return bool(verdicts) and all(verdict.settled and verdict.uri for verdict in verdicts)


def _at_most(rule: CrossRule) -> Rule:
    path, limit = read_path(rule.path), int(rule.values[0])

    def check(reading: PathReader, _facts: Facts) -> Broken:
        spots = reading.values(path)
        if len(spots) <= limit:
            return []
        message = both(
            f"{rule.path} står {len(spots)} gange; højst {limit}",
            f"{rule.path} stands {len(spots)} times; at most {limit}",
        )
        return [(spots[limit][0], _fault(rule, message))]

    return check


def _at_least(rule: CrossRule) -> Rule:
    path, limit = read_path(rule.path), int(rule.values[0])

    def check(reading: PathReader, _facts: Facts) -> Broken:
        spots = reading.values(path)
        if len(spots) >= limit:
            return []
        message = both(
            f"{rule.path} står {len(spots)} gange; mindst {limit}",
            f"{rule.path} stands {len(spots)} times; at least {limit}",
        )
        return [(reading.at, _fault(rule, message))]

    return check


def _order(rule: CrossRule) -> Rule:
    """No time at the path lies after one at the other paths."""
    path, others = read_path(rule.path), [(str(other), read_path(str(other))) for other in rule.values]

    def check(reading: PathReader, _facts: Facts) -> Broken:
        spots = reading.values(path)
        if not spots:
            return []
        first_of = [(name, _earliest(value for _, value in reading.values(other))) for name, other in others]
        return [
            (spot, _fault(rule, _in_wrong_order(rule.path, first, name, second)))
            for spot, first in spots
            for name, seconds in first_of
            if (second := next((one for one in seconds if later(first, one)), None)) is not None
        ]

    return check


def _earliest(times: Iterable[Any]) -> list[str]:
    """Of days and times the earliest ones: what lies after none of them lies after none of all.

    Times are compared as exactly as both are written, so there is one for each number of letters; and of instants,
    whose offsets differ, the first.
    """
    first: dict[int, str] = {}
    instant: tuple[datetime, str] | None = None
    for text in times:
        if not isinstance(text, str) or day_of(text) is None:
            continue
        moment = moment_of(text)
        if isinstance(moment, datetime) and (instant is None or moment < instant[0]):
            instant = moment, text
        precision = len(text) if len(text) <= 10 else 11 if isinstance(moment, datetime) else 12
        if precision not in first or text[:10] < first[precision][:10]:
            first[precision] = text
    return [*([instant[1]] if instant is not None else []), *first.values()]


def _in_wrong_order(path: str, first: Any, other: str, second: Any) -> Sentence:
    return both(
        f"{path} {first} ligger efter {other} {second}", f"{path} {first} lies after {other} {second}"
    )


def later(first: Any, second: Any) -> bool:
    """Whether one day or time lies after another, as exactly as both are written."""
    if not isinstance(first, str) or not isinstance(second, str):
        return False
    if len(first) > 10 and len(second) > 10:
        one, two = moment_of(first), moment_of(second)
        if isinstance(one, datetime) and isinstance(two, datetime):
            return one > two
    shortest = min(len(first), len(second), 10)
    return first[:shortest] > second[:shortest] and None not in (day_of(first), day_of(second))


def _not_future(rule: CrossRule) -> Rule:
    path = read_path(rule.path)

    def check(reading: PathReader, _facts: Facts) -> Broken:
        return [
            (spot, _fault(rule, _in_future(rule.path, value, reading.today)))
            for spot, value in reading.values(path)
            if (day := day_of(value)) is not None and day > reading.today
        ]

    return check


def _in_future(path: str, value: Any, today: date) -> Sentence:
    return both(
        f"{path} {value} ligger efter i dag ({today})",
        f"{path} {value} lies after today ({today})",
    )


def _same_ordinal(rule: CrossRule) -> Rule:
    """A number beside a level says what the level's code says; `values` is the path of the level."""
    path, level = read_path(rule.path), read_path(str(rule.values[0]))

    def check(reading: PathReader, facts: Facts) -> Broken:
        levels = reading.values(level)
        verdicts = [v for _, each in levels for v in _verdicts(each, facts) if v.ordinal is not None]
        return [
            (spot, _fault(rule, _another_number(rule.path, value, verdict)))
            for spot, value in reading.values(path)
            if isinstance(value, int | float) and not isinstance(value, bool)
            for verdict in verdicts
            if verdict.ordinal != value
        ]

    return check


def _another_number(path: str, value: float, verdict: Verdict) -> Sentence:
    return both(
        f"{path} er {value:g}, men koden {verdict.coding.code} betyder {verdict.ordinal:g}",
        f"{path} is {value:g}, but the code {verdict.coding.code} means {verdict.ordinal:g}",
    )


_DEMANDS: Final[Mapping[Demand, Callable[[CrossRule], Rule]]] = {
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


def _fault(rule: CrossRule, noticed: Sentence) -> Fault:
    """The rule's own words where it has some, what was noticed in brackets; else what was noticed."""
    message = noticed
    if rule.message is not NOTHING and rule.message != NOTHING:
        message = both(f"{rule.message.da} ({noticed.da})", f"{rule.message.en} ({noticed.en})")
    return Fault(rule.rule, message, rule.remedy, severity=rule.severity)
