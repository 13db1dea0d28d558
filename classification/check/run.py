"""One object checked: structure, codes, bindings, cross-field rules, references; a Bundle with what it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from classification.check.cause import RANK, settled
from classification.check.code import CodeJudge
from classification.check.coding import Verdict, WrittenCoding
from classification.check.fault import Fault, both
from classification.check.match import AUTO, Choice, are_alternatives, declared, is_of
from classification.check.membership import membership
from classification.check.path import PathReader
from classification.check.plan import CheckPlan, Plans, default_severity
from classification.check.profile import Profile
from classification.check.reference import Inside, check_held, check_repeated, check_resolved, check_targets
from classification.check.walk import Seen, is_in_catalogue, walk, without_entries
from classification.deadline import look
from classification.finding import Finding, Severity
from classification.record import frozen, replace


class CheckQuestion:
    """What the caller wants to know: on which day, as far as known when, by which profile or channel, which rules."""

    __slots__ = ("as_of", "known_at", "profile", "today", "wants")

    def __init__(
        self,
        as_of: date | None,
        known_at: datetime | None,
        today: date,
        profile: str,
        wants: Callable[[str], bool] | None = None,
    ) -> None:
        self.as_of, self.known_at, self.today, self.profile, self.wants = (
            as_of,
            known_at,
            today,
            profile,
            wants,
        )


@frozen
class Around:
    """The Bundle that an object stands in: its plan, if a profile describes it, its own day, and what else it holds."""

    plan: CheckPlan | None = None
    day: date | None = None
    inside: Inside | None = None
    depth: int = 0


_TOP: Final = Around()
_NO_BINDING: Final[tuple[CodeJudge | None, tuple[Fault, ...]]] = (None, ())
_NO_CODING: Final = Verdict(WrittenCoding("", ""), "")
"""The verdict on a bound place at which no coding stands."""
_BUNDLES_DEEP: Final = 8


class CheckRun:
    """The check of one object and of what it holds."""

    def __init__(self, plans: Plans, choice: Choice, asked: CheckQuestion, resource: str = "") -> None:
        self._plans, self._choice, self._asked = plans, choice, asked
        self._resource = resource
        self._findings: dict[tuple[str, str, str], Finding] = {}
        self._early: set[str] = set()

    def check(self, obj: Any) -> tuple[Finding, ...]:
        """Everything that is wrong with the object."""
        chosen = self._choice.profiles(obj, self._asked.profile)
        if not chosen:
            from classification.check.unrecognised import unrecognised  # most objects are recognised

            self._add("", unrecognised(obj, self._choice, self._asked.profile), Severity.ERROR, "")
        elif self._asked.profile != AUTO and declared(obj):
            self._misnamed(obj, "")
        self._object(chosen, obj, "", _TOP)
        wants = self._asked.wants
        return settled(tuple(one for one in self._findings.values() if wants is None or wants(one.rule)))

    def _object(self, chosen: tuple[Profile, ...], obj: Any, at: str, around: Around) -> None:
        look()
        if not chosen:
            self._codes_alone(obj, at, around)
        elif are_alternatives(chosen, obj):
            self._best(chosen, obj, at, around)
        else:
            for profile in chosen:
                self._checked(profile, obj, at, around)

    def _best(self, chosen: tuple[Profile, ...], obj: Any, at: str, around: Around) -> None:
        """Of several profiles the one that the object meets best, the first of equals."""
        runs = []
        for profile in chosen:
            run = CheckRun(self._plans, self._choice, self._asked, self._resource)
            run._checked(profile, obj, at, around)
            runs.append(run)
        best = min(runs, key=lambda run: run._gravity())
        for key, finding in best._findings.items():
            self._findings.setdefault(key, finding)

    def _gravity(self) -> tuple[int, int]:
        grave = [finding.severity for finding in settled(tuple(self._findings.values()))]
        return grave.count(Severity.ERROR), grave.count(Severity.WARNING)

    def _own_day(self, profile: Profile | None, obj: dict[str, Any], around: Around) -> date | None:
        """The Bundle's day, else the object's own, if either bears one."""
        return around.day or (None if profile is None else self._plans.compiled(profile).day(obj))

    def _day(self, own: date | None) -> date:
        """As of the day asked for, else that of the payload, else today."""
        return self._asked.as_of or own or self._asked.today

    # ---------------------------------------------------------------- with a profile

    def _checked(self, profile: Profile, obj: Any, at: str, around: Around) -> None:
        if not isinstance(obj, dict) or not is_of(profile, obj):
            self._add(at, _other_type(profile), Severity.ERROR, profile.name)
            return
        own_day = self._own_day(profile, obj, around)
        plan = self._plans.plan(profile.name, self._day(own_day), self._asked.known_at)
        seen = plan.compiled.seen(obj, at)
        self._led_astray(seen, obj, at, around, plan.severity, profile.name)
        if not plan.is_valid:
            self._report(at, _not_valid(profile, plan.day), plan)
        for spot, fault in seen.faults:
            self._report(spot, fault, plan)
        bundle = Inside(obj, at) if obj.get("resourceType") == "Bundle" else None
        inside = bundle or around.inside
        reading = PathReader(obj, at, self._asked.today, inside.resolve if inside is not None else None)
        self._codings(seen, reading, plan)
        for spot, fault in plan.compiled.rules.broken(reading, plan.facts):
            self._report(spot, fault, plan)
        for spot, fault in check_targets(plan.compiled.targets, reading, inside):
            self._report(spot, fault, plan)
        if bundle is not None:
            for spot, fault in check_repeated(bundle):
                self._report(spot, fault, plan)
            self._bundle(obj, at, Around(plan, own_day, bundle, around.depth + 1))

    def _led_astray(
        self,
        seen: Seen,
        obj: dict[str, Any],
        at: str,
        around: Around,
        severity: Callable[[str], Severity],
        profile: str,
    ) -> None:
        """References that lead nowhere: out of a Bundle that has to hold what it refers to, or to nothing at all."""
        if not seen.references or "resourceType" not in obj:
            return
        all_inside = around.plan is not None and around.plan.profile.inside
        if around.plan is not None and all_inside:
            severity, profile = around.plan.severity, around.plan.profile.name
        for spot, fault in check_resolved(seen.references, at, obj, around.inside, all_inside=all_inside):
            self._add(spot, fault, severity(fault.rule), profile)

    def _bundle(self, obj: dict[str, Any], at: str, around: Around) -> None:
        assert around.inside is not None
        if around.depth > _BUNDLES_DEEP:
            self._add(at, _too_deep(), default_severity("SP194"), "")
            return
        profile = around.plan.profile if around.plan is not None else None
        for spot, fault in check_held(obj, at):
            self._add(spot, fault, default_severity(fault.rule), profile.name if profile is not None else "")
        outer = self._resource
        for spot, name, resource in around.inside.resources(obj, at):
            self._resource = name
            chosen = self._choice.inside(resource, profile, self._asked.profile)
            if not chosen:
                from classification.check.unrecognised import near_miss

                slip = near_miss(resource, self._choice, self._asked.profile)
                if slip is not None:
                    self._add(spot, slip, Severity.ERROR, "")
            elif self._asked.profile != AUTO and declared(resource):
                self._misnamed(resource, spot)
            self._object(chosen, resource, spot, around)
        self._resource = outer

    # ---------------------------------------------------------------- codes

    def _codings(self, seen: Seen, reading: PathReader, plan: CheckPlan) -> None:
        bound, of_day = _bound(reading, plan), plan.sets.judge
        for spot, value in seen.codings:
            pinned, more = bound.pop(spot, _NO_BINDING) if bound else _NO_BINDING
            judge = pinned or of_day
            verdict = _verdict(judge, value)
            if not verdict.uri and not more and is_in_catalogue(reading.obj, reading.at, spot):
                continue
            if verdict.faults or more or judge.releases.before_first:
                self._coding(spot, value, verdict, judge, more, plan)
        for spot, (pinned, more) in bound.items():
            self._coding(spot, {}, _NO_CODING, pinned, more, plan)
        for spot, values in seen.lists:
            self._duplicates(spot, values, plan)

    def _coding(
        self,
        spot: str,
        value: dict[str, Any],
        verdict: Verdict,
        judge: CodeJudge,
        more: tuple[Fault, ...],
        plan: CheckPlan,
    ) -> None:
        look()
        self._before_first(spot, verdict, judge, plan.day, plan.severity, plan.profile.name)
        own = (
            _faults(verdict, value) if verdict.uri or not more else ()
        )  # who binds it knows more of a system
        for fault in (*own, *more):
            old = value.get(fault.slot, "") if fault.slot else ""
            self._add(spot, fault, plan.severity(fault.rule), plan.profile.name, str(old))

    def _before_first(
        self,
        spot: str,
        verdict: Verdict,
        judge: CodeJudge,
        day: date,
        severity: Callable[[str], Severity],
        profile: str,
    ) -> None:
        """That codes of a day before the first release are judged by that one; reported once of a system.

        `judge` is the one who judged the coding: what others of the day have picked says nothing of it.
        """
        first = judge.releases.before_first.get(verdict.uri) if judge.releases.before_first else None
        if first and verdict.index is not None and verdict.uri not in self._early:
            self._early.add(verdict.uri)
            fault = _before_first(first, day)
            self._add(spot, fault, severity(fault.rule), profile)

    def _duplicates(self, at: str, values: list[Any], plan: CheckPlan) -> None:
        first: dict[tuple[str, object], int] = {}
        for number, value in enumerate(values):
            verdict = plan.sets.judge.verdict_of(value) if isinstance(value, dict) else None
            if verdict is None or not verdict.coding.system:
                continue
            key = (verdict.uri, verdict.coding.code if verdict.number is None else verdict.number)
            if key in first and _is_coding(value) and _is_coding(values[first[key]]):
                self._report(f"{at}/{number}", _duplicate(verdict.coding, first[key]), plan)
            first.setdefault(key, number)

    def _misnamed(self, obj: dict[str, Any], at: str) -> None:
        from classification.check.unrecognised import misnamed

        for spot, fault in misnamed(obj, self._choice, self._asked.profile):
            self._add(at + spot, fault, Severity.ERROR, "")

    # ---------------------------------------------------------------- without a profile

    def _codes_alone(self, obj: Any, at: str, around: Around) -> None:
        """The codes of an object that no profile describes, as grave as in the Bundle around it."""
        if not isinstance(obj, dict):
            return
        day = self._day(around.day)
        judge = self._plans.sets(day, self._asked.known_at).judge
        severity = around.plan.severity if around.plan is not None else default_severity
        seen = walk(without_entries(obj), at)
        self._led_astray(seen, obj, at, around, severity, "")
        for spot, value in seen.codings:
            verdict = _verdict(judge, value)
            if not verdict.uri and is_in_catalogue(obj, at, spot):
                continue
            self._before_first(spot, verdict, judge, day, severity, "")
            for fault in _faults(verdict, value):
                old = str(value.get(fault.slot, "")) if fault.slot else ""
                self._add(spot, fault, severity(fault.rule), "", old)
        if obj.get("resourceType") == "Bundle":
            self._bundle(obj, at, Around(None, around.day, Inside(obj, at), around.depth + 1))

    # ---------------------------------------------------------------- reporting

    def _report(self, spot: str, fault: Fault, plan: CheckPlan) -> None:
        self._add(spot, fault, plan.severity(fault.rule), plan.profile.name)

    def _add(self, spot: str, fault: Fault, severity: Severity, profile: str, old: str = "") -> None:
        finding = fault.at(spot, severity, profile, old, self._resource)
        key = finding.place.path, fault.rule, fault.message.en
        before = self._findings.get(key)
        if before is None or RANK[before.severity] < RANK[finding.severity]:
            self._findings[key] = finding


def _verdict(judge: CodeJudge, value: dict[str, Any]) -> Verdict:
    """What a value is worth that `walk` saw to be a coding."""
    verdict = judge.verdict_of(value)
    assert verdict is not None
    return verdict


def _faults(verdict: Verdict, value: dict[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with a coding; of one without a system it is said of the system where an empty one stands."""
    if verdict.uri or value.get("system").__class__ is not str:
        return verdict.faults
    return tuple(replace(fault, slot="system") for fault in verdict.faults)


def _is_coding(value: Any) -> bool:
    """Whether a value is nothing but a coding, so that the same code twice says nothing new."""
    return isinstance(value, dict) and value.keys() <= {
        "system",
        "code",
        "display",
        "version",
        "id",
        "userSelected",
    }


def _bound(reading: PathReader, plan: CheckPlan) -> dict[str, tuple[CodeJudge, tuple[Fault, ...]]]:
    """For each bound coding who judges it, and what its bindings say of it."""
    by_place: dict[str, tuple[CodeJudge, tuple[Fault, ...]]] = {}
    for bound in plan.bounds:
        if bound.path.first not in reading.obj and bound.path.first:
            continue
        for spot, value in reading.values(bound.path):
            for place, faults in membership(bound, spot, value) if value.__class__ is dict else ():
                if faults or bound.judge is not plan.sets.judge:
                    judge, before = by_place.get(place, (bound.judge, ()))
                    by_place[place] = judge, (*before, *(i for i in faults if i not in before))
    return by_place


# ---------------------------------------------------------------- in words


def _too_deep() -> Fault:
    return Fault(
        "SP194",
        both(
            f"Mere end {_BUNDLES_DEEP} Bundles ligger inde i hinanden; de indre er ikke kontrolleret",
            f"More than {_BUNDLES_DEEP} Bundles lie inside each other; the inner ones were not checked",
        ),
    )


def _other_type(profile: Profile) -> Fault:
    name = profile.match.type_name
    return Fault(
        "SP113",
        both(f"Objektet er ikke af typen {name}", f"The object is not of type {name}"),
        evidence=(("profile", profile.name),),
    )


def _not_valid(profile: Profile, day: date) -> Fault:
    return Fault(
        "SP112",
        both(
            f"Profilen {profile.name} gælder {profile.validity}, ikke den {day}",
            f"The profile {profile.name} is valid {profile.validity}, not on {day}",
        ),
    )


def _before_first(first: str, day: date) -> Fault:
    return Fault(
        "SP214",
        both(
            f"Ingen udgave dækker {day}; koderne er bedømt efter den første, {first}",
            f"No release covers {day}; codes are judged by the first one, {first}",
        ),
        evidence=(("release", first),),
    )


def _duplicate(coding: WrittenCoding, number: int) -> Fault:
    return Fault(
        "SP211",
        both(
            f"Koden {coding.code} siger det samme som nummer {number + 1} i listen",
            f"The code {coding.code} says the same as number {number + 1} in the list",
        ),
        slot="code",
    )
