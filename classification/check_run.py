"""One object checked: structure, codes, bindings, cross-field rules, references; a Bundle with what it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from classification.check_binding import Bound
from classification.check_clean import Clean, Key
from classification.check_code import Coded, Judge, Verdict
from classification.check_cross import Facts, check_cross, coded, codings
from classification.check_issue import Issue, both
from classification.check_match import AUTO, Choice, are_alternatives, declared, is_of
from classification.check_path import Resolve, read_path
from classification.check_plan import Plan, Plans, default_severity
from classification.check_reference import Inside, check_repeated, check_resolved, check_targets
from classification.check_structure import check_structure
from classification.check_type import day_of
from classification.check_walk import Seen, walk
from classification.deadline import look
from classification.finding import Severity
from classification.observation import NOTHING, Observation
from classification.profile import Profile
from classification.record import frozen
from classification.text import SHOWN, quoted, shown


@frozen
class Asked:
    """What the caller wants to know: on which day, as far as known when, by which profile or channel."""

    as_of: date | None
    known_at: datetime | None
    today: date
    profile: str


@frozen
class Around:
    """The Bundle that an object stands in: its plan, if a profile describes it, and what else it holds."""

    plan: Plan | None = None
    inside: Inside | None = None
    depth: int = 0


_TOP: Final = Around()
_BUNDLES_DEEP: Final = 8


class Run:
    """The check of one object and of what it holds."""

    def __init__(self, plans: Plans, choice: Choice, clean: Clean, asked: Asked) -> None:
        self._plans, self._choice, self._clean, self._asked = plans, choice, clean, asked
        self._found: dict[tuple[str, str, str], Observation] = {}
        self._early: dict[str, str] = {}
        self.lasts = True
        """Whether the answer holds as long as releases do: no concept in the object has days of its own."""

    def check(self, obj: Any) -> tuple[Observation, ...]:
        """Everything that is wrong with the object."""
        chosen = self._choice.profiles(obj, self._asked.profile)
        if not chosen:
            self._add("", _no_profile(obj, self._choice.urls), self._unrecognised_severity(obj), "")
        self._object(chosen, obj, "", _TOP)
        return tuple(self._found.values())

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
            run = Run(self._plans, self._choice, self._clean, self._asked)
            run._checked(profile, obj, at, around)
            runs.append(run)
        best = min(runs, key=lambda run: run._gravity())
        for key, observation in best._found.items():
            self._found.setdefault(key, observation)

    def _gravity(self) -> tuple[int, int]:
        grave = [observation.severity for observation in self._found.values()]
        return grave.count(Severity.ERROR), grave.count(Severity.WARNING)

    def _day(self, profile: Profile | None, obj: dict[str, Any], around: Around) -> date:
        """As of the day asked for, else the Bundle's, else the object's own, else today."""
        if self._asked.as_of is not None:
            return self._asked.as_of
        if around.plan is not None:
            return around.plan.day
        for path in profile.date if profile is not None else ():
            for _, value in read_path(path).values(obj, ""):
                day = day_of(value)
                if day is not None:
                    return day
        return self._asked.today

    # ---------------------------------------------------------------- with a profile

    def _checked(self, profile: Profile, obj: Any, at: str, around: Around) -> None:
        if not isinstance(obj, dict) or not is_of(profile, obj):
            self._add(at, _other_type(profile), Severity.ERROR, profile.name)
            return
        day = self._day(profile, obj, around)
        seen = walk(obj, at)
        self._led_astray(seen, around)
        key = self._key(profile, obj, day, around)
        if key is not None and self._clean.knows(key):
            return
        met, lasted = len(self._found), self.lasts
        self.lasts = True
        self._looked_at(profile, obj, at, around, seen, day)
        if key is not None and self.lasts and len(self._found) == met:
            self._clean.remember(key)
        self.lasts = self.lasts and lasted

    def _key(self, profile: Profile, obj: dict[str, Any], day: date, around: Around) -> Key | None:
        """By what an object inside a Bundle is remembered, where what it refers to plays no part."""
        if around.inside is None or not around.inside.plain:
            return None
        return self._clean.inner_key(profile, obj, day, self._asked.known_at, self._asked.today)

    def _looked_at(
        self, profile: Profile, obj: dict[str, Any], at: str, around: Around, seen: Seen, day: date
    ) -> None:
        plan = self._plans.plan(profile.name, day, self._asked.known_at)
        if not profile.validity.covers(day):
            self._report(at, _not_valid(profile, day), plan)
        check_structure(plan.shape, obj, at, lambda spot, issue: self._report(spot, issue, plan))
        bundle = Inside(obj, at) if obj.get("resourceType") == "Bundle" else None
        self._codings(seen, obj, at, plan)
        inside = bundle or around.inside
        resolve: Resolve | None = inside.resolve if inside is not None else None
        facts = Facts(plan.sets.judge, plan.sets, resolve, self._asked.today)
        for rule in profile.rules:
            if rule.resolves and resolve is None:
                continue
            for spot, issue in check_cross(rule, obj, at, facts):
                self._report(spot, issue, plan)
        for spot, issue in check_targets(profile, obj, at, inside):
            self._report(spot, issue, plan)
        if bundle is not None:
            for spot, issue in check_repeated(bundle):
                self._report(spot, issue, plan)
            self._bundle(obj, at, Around(plan, bundle, around.depth + 1))

    def _led_astray(self, seen: Seen, around: Around) -> None:
        """References that lead out of a Bundle that has to hold what it refers to."""
        if around.plan is not None and around.plan.profile.inside and around.inside is not None:
            for spot, issue in check_resolved(seen.references, around.inside):
                self._report(spot, issue, around.plan)

    def _bundle(self, obj: dict[str, Any], at: str, around: Around) -> None:
        assert around.inside is not None
        if around.depth > _BUNDLES_DEEP:
            self._add(at, _too_deep(), default_severity("SP194"), "")
            return
        profile = around.plan.profile if around.plan is not None else None
        for spot, resource in around.inside.resources(obj, at):
            chosen = self._choice.inside(resource, profile, self._asked.profile)
            self._object(chosen, resource, spot, around)

    # ---------------------------------------------------------------- codes

    def _codings(self, seen: Seen, obj: dict[str, Any], at: str, plan: Plan) -> None:
        bound = self._bound(obj, at, plan)
        for spot, value in seen.codings:
            own = coded(value)
            assert own is not None
            judge, more = bound.pop(spot, (plan.sets.judge, ()))
            self._coding(spot, value, judge.verdict(own), more, plan)
        for spot, (judge, more) in bound.items():
            self._coding(spot, {}, judge.verdict(Coded("", "")), more, plan)
        for spot, values in seen.lists:
            self._duplicates(spot, values, plan)

    def _bound(self, obj: dict[str, Any], at: str, plan: Plan) -> dict[str, tuple[Judge, tuple[Issue, ...]]]:
        """For each bound coding who judges it, and what its bindings say of it."""
        said: dict[str, tuple[Judge, tuple[Issue, ...]]] = {}
        for bound in plan.bounds:
            for spot, value in read_path(bound.binding.path).values(obj, at):
                for place, issues in _membership(bound, spot, value):
                    judge, before = said.get(place, (bound.judge, ()))
                    said[place] = judge, (*before, *(i for i in issues if i not in before))
        return said

    def _coding(
        self, spot: str, value: dict[str, Any], verdict: Verdict, more: tuple[Issue, ...], plan: Plan
    ) -> None:
        look()
        if verdict.index is not None and verdict.number is not None:
            own = verdict.index.concept(verdict.number).validity
            self.lasts = self.lasts and own.is_unbounded and verdict.uri not in plan.sets.judge.before_first
        if verdict.index is not None and verdict.uri not in self._early:
            first = (plan.sets.judge.before_first).get(verdict.uri, "")
            if first:
                self._early[verdict.uri] = first
                self._report(spot, _before_first(first, plan.day), plan)
        issues = [*verdict.issues, *more]
        rules = {issue.rule for issue in issues}
        for issue in issues:
            if issue.rule == "SP208" and "SP404" in rules:
                continue
            old = value.get(issue.slot, "") if issue.slot else ""
            self._add(spot, issue, plan.severity(issue.rule), plan.profile.name, str(old))

    def _duplicates(self, at: str, values: list[Any], plan: Plan) -> None:
        met: dict[tuple[str, object], int] = {}
        for number, value in enumerate(values):
            own = coded(value)
            if own is None or not own.system:
                continue
            verdict = plan.sets.judge.verdict(own)
            key = (verdict.uri, own.code if verdict.number is None else verdict.number)
            if key in met and _is_coding(value) and _is_coding(values[met[key]]):
                self._report(f"{at}/{number}", _duplicate(own, met[key]), plan)
            met.setdefault(key, number)

    # ---------------------------------------------------------------- without a profile

    def _unrecognised_severity(self, obj: Any) -> Severity:
        """A FHIR resource that no profile describes is nothing wrong; in a channel it has no place."""
        fhir = isinstance(obj, dict) and isinstance(obj.get("resourceType"), str)
        if self._asked.profile != AUTO:
            return Severity.ERROR
        return Severity.INFORMATION if fhir else default_severity("SP101")

    def _codes_alone(self, obj: Any, at: str, around: Around) -> None:
        """The codes of an object that no profile describes, as grave as in the Bundle around it."""
        if not isinstance(obj, dict):
            return
        judge = self._plans.sets(self._day(None, obj, around), self._asked.known_at).judge
        severity = around.plan.severity if around.plan is not None else default_severity
        seen = walk(obj, at)
        self._led_astray(seen, around)
        for spot, value in seen.codings:
            own = coded(value)
            assert own is not None
            for issue in judge.verdict(own).issues:
                old = str(value.get(issue.slot, "")) if issue.slot else ""
                self._add(spot, issue, severity(issue.rule), "", old)
        if obj.get("resourceType") == "Bundle":
            self._bundle(obj, at, Around(None, Inside(obj, at), around.depth + 1))

    # ---------------------------------------------------------------- reporting

    def _report(self, spot: str, issue: Issue, plan: Plan) -> None:
        self._add(spot, issue, plan.severity(issue.rule), plan.profile.name)

    def _add(self, spot: str, issue: Issue, severity: Severity, profile: str, old: str = "") -> None:
        observation = issue.at(spot, severity, profile, old)
        self._found.setdefault((observation.pointer, issue.rule, issue.message.en), observation)


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


def _membership(bound: Bound, spot: str, value: Any) -> Iterable[tuple[str, tuple[Issue, ...]]]:
    """What a binding says of a coding, or of an object that holds codings, of which one must do."""
    if not isinstance(value, dict):
        return
    listed = value.get("coding")
    if not isinstance(listed, list):
        found = codings(value)
        if found and bound.concerns(bound.judge.verdict(found[0])):
            yield spot, bound.issues(bound.judge.verdict(found[0]))
        return
    parts = [(f"{spot}/coding/{n}", own) for n, part in enumerate(listed) if (own := coded(part)) is not None]
    judged = [(place, bound.judge.verdict(own)) for place, own in parts]
    concerned = [(place, verdict) for place, verdict in judged if bound.concerns(verdict)]
    if not concerned or any(bound.admits(verdict) for _, verdict in concerned):
        return
    place, verdict = next(((p, v) for p, v in concerned if bound.takes(v)), concerned[0])
    yield place, bound.issues(verdict)


# ---------------------------------------------------------------- in words


def _no_profile(obj: Any, known: Collection[str]) -> Issue:
    name = ""
    if isinstance(obj, dict):
        name = str(obj.get("resourceType") or obj.get("type") or "")[:60]
    da = en = f" {quoted(name)}" if name else ""
    remedy = NOTHING
    for url in sorted(declared(obj))[:1]:
        da += f": meta.profile er {quoted(shown(url))}"
        en += f": meta.profile is {quoted(shown(url))}"
        from difflib import get_close_matches

        near = get_close_matches(url[:SHOWN], known, n=1, cutoff=0.8)
        remedy = both(f"Mente du {near[0]}?", f"Did you mean {near[0]}?") if near else NOTHING
    message = both(f"Ingen profil beskriver objektet{da}", f"No profile describes the object{en}")
    return Issue("SP101", message, remedy)


def _too_deep() -> Issue:
    return Issue(
        "SP194",
        both(
            f"Mere end {_BUNDLES_DEEP} Bundles ligger inde i hinanden; de indre er ikke kontrolleret",
            f"More than {_BUNDLES_DEEP} Bundles lie inside each other; the inner ones were not checked",
        ),
    )


def _other_type(profile: Profile) -> Issue:
    name = profile.match.type_name
    return Issue(
        "SP113",
        both(f"Objektet er ikke af typen {name}", f"The object is not of type {name}"),
        evidence=(("profile", profile.name),),
    )


def _not_valid(profile: Profile, day: date) -> Issue:
    return Issue(
        "SP112",
        both(
            f"Profilen {profile.name} gælder {profile.validity}, ikke den {day}",
            f"The profile {profile.name} is valid {profile.validity}, not on {day}",
        ),
    )


def _before_first(first: str, day: date) -> Issue:
    return Issue(
        "SP214",
        both(
            f"Ingen udgave dækker {day}; koderne er bedømt efter den første, {first}",
            f"No release covers {day}; codes are judged by the first one, {first}",
        ),
        evidence=(("release", first),),
    )


def _duplicate(own: Coded, number: int) -> Issue:
    return Issue(
        "SP211",
        both(
            f"Koden {own.code} siger det samme som nummer {number + 1} i listen",
            f"The code {own.code} says the same as number {number + 1} in the list",
        ),
        slot="code",
    )
