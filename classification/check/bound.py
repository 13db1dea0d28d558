"""SP4xx, and what a bound place says of meaning: may this code stand here?"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Final

from classification.check import code_words as words
from classification.check.absent import is_told, tells_its_system
from classification.check.code import Coded, CodeJudge, Verdict
from classification.check.fault import Fault
from classification.check.path import read_path
from classification.check.profile import Binding, Strength
from classification.concept import Status
from classification.errors import AmbiguousName, NoReleaseOnDay, UnknownRelease, UnknownValueSet
from classification.expansion.expansion import BoundValueSet, Member, Membership, bind
from classification.finding import Severity
from classification.record import field, frozen, replace
from classification.remembered import LONGEST, Remembered
from classification.sentence import both, joined
from classification.terminology import Terminology, When
from classification.text import quoted, shown, term_key, trimmed
from classification.validity import Validity
from classification.value_set import ValueSet
from classification.words import word

_REMEMBERED: Final = 50_000
_UNCERTAIN: Final = "SPV01"


@frozen(slots=False)
class NamedSet:
    """A value set of the day, bound to its releases."""

    value_set: ValueSet
    bound: BoundValueSet
    _answers: Remembered[tuple[str, str], Membership] = field(default_factory=lambda: Remembered(_REMEMBERED))

    def contains(self, system: str, code: str) -> Membership:
        """Whether the code is a member, and why."""
        found = self._answers.get((system, code))
        if found is None:
            found = self.bound.contains(system, code)
            if len(code) <= LONGEST:
                self._answers.keep((system, code), found)
        return found

    @property
    def name(self) -> str:
        """Name and version as people write them."""
        return f"{self.value_set.name}@{self.value_set.version}"

    @cached_property
    def systems(self) -> frozenset[str]:
        """The systems that its codes come from."""
        named = {part.system for part in self.value_set.include if part.system}
        return frozenset(named | {member.system for member in self.bound.expand().members})

    @cached_property
    def terms(self) -> dict[str, tuple[Member, ...]]:
        """For each term the members that bear it and are let in by a code."""
        found: dict[str, tuple[Member, ...]] = {}
        for member in self.bound.expand().members:
            if member.term and member.admitted:
                key = term_key(member.term)
                found[key] = (*found.get(key, ()), member)
        return found


class Spans:
    """Value sets over time, each resolved once for every span of days; one for each instant of knowledge.

    A value set's span ends where a release begins or ends, or a version of it or of a value set that it refers to.

    Args:
        terminology: where value sets and releases are found.
    """

    def __init__(self, terminology: Terminology) -> None:
        self._terminology = terminology
        self._releases = days_of(held.validity for held in terminology.all_releases)
        self._days: dict[str, list[date]] = {}
        self._named: dict[tuple[str, str, int], NamedSet | None] = {}
        self._resolved: dict[tuple[object, ...], NamedSet] = {}

    def release_span(self, day: date) -> int:
        """The number of the span between two days on which a release begins or ends."""
        return bisect_right(self._releases, day)

    def named(self, name: str, when: When) -> NamedSet | None:
        """The value set in its version of the day; on a day before the first, the first. None when there is none."""
        if name not in self._days:
            self._days[name] = sorted({*self._releases, *self._boundaries(name)})
        key = (name, when.release, bisect_right(self._days[name], when.day))
        if key not in self._named:
            self._named[key] = self._pick(name, when)
        return self._named[key]

    def _boundaries(self, name: str) -> set[date]:
        """Days on which a version begins or ends, of the value set or of one that it leads to."""
        found: set[date] = set()
        left, met = [name], set()
        while left:
            one = left.pop().partition("|")[0]
            if one in met:
                continue
            met.add(one)
            for version in self._versions(one):
                found.update(days_of([version.validity]))
                left += (uri for part in (*version.include, *version.exclude) for uri in part.value_sets)
        return found

    def _versions(self, name: str) -> tuple[ValueSet, ...]:
        try:
            return self._terminology.value_set_versions(name).all
        except (UnknownValueSet, AmbiguousName):
            return ()

    def _pick(self, name: str, when: When) -> NamedSet | None:
        if not self._versions(name):
            return None
        clock = when.of("")
        versions = self._terminology.value_set_versions(name)
        found = None
        for each in (when, clock):
            try:
                found = found or self._terminology.value_set(name, each)
            except (UnknownRelease, NoReleaseOnDay):
                continue
        value_set = found or (versions.known(clock) or versions.all)[0]
        bound = bind(self._terminology, value_set, clock)
        return self._resolved.setdefault((id(value_set), bound.resolution), NamedSet(value_set, bound))


def days_of(spans: Iterable[Validity]) -> list[date]:
    """Every day on which one of the spans begins or ends, in order."""
    return sorted({day for span in spans for day in (span.start, span.end) if day is not None})


class ValueSets:
    """The value sets of one judge's day."""

    def __init__(self, judge: CodeJudge, spans: Spans) -> None:
        self.judge, self._spans = judge, spans

    def named(self, name: str) -> NamedSet | None:
        """The value set in its version of the day; on a day before the first, the first. None when there is none."""
        return self._spans.named(name, self.judge.when)

    def holds(self, name: str, verdict: Verdict) -> bool:
        """Whether the concept of a coding is in the set, under whichever of its codes."""
        found = self.named(name)
        if found is None or not verdict.uri:
            return False
        codes = self.judge.codes(verdict.uri, verdict.code)
        return any(found.contains(verdict.uri, code).member for code in codes)

    @cached_property
    def all(self) -> tuple[NamedSet, ...]:
        """Every value set of the day."""
        names = self.judge.terminology.value_set_names
        return tuple(found for name in names if (found := self.named(name)) is not None)


Answers = Remembered[tuple[object, ...], tuple[Fault, ...]]


class Bound:
    """A binding made ready for a day.

    Args:
        binding: what a profile says of a place.
        sets: the value sets of the day.
        answers: what is remembered of codings, by who was asked.
    """

    def __init__(self, binding: Binding, sets: ValueSets, answers: Answers) -> None:
        self.binding, self._sets, self._answers = binding, sets, answers
        self.path = read_path(binding.path)
        self.judge = sets.judge
        self._systems = frozenset(binding.systems)

    @cached_property
    def _parts(self) -> tuple[NamedSet, ...]:
        found = (self._sets.named(name) for name in self.binding.value_sets)
        return tuple(part for part in found if part is not None)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Value sets that no one knows."""
        return tuple(name for name in self.binding.value_sets if self._sets.named(name) is None)

    def concerns(self, verdict: Verdict) -> bool:
        """Whether a coding of that system is bound here."""
        return not self._systems or verdict.uri in self._systems

    def concerns_system(self, system: str) -> bool:
        """Whether a coding of the system that is written so is bound here; of none, where every coding is."""
        return not self._systems or bool(system and self.judge.uri(system) in self._systems)

    def completes(self, coded: Coded) -> bool:
        """Whether a code without a system is one of this place, so that nothing but its system is missing."""
        return any(self._lets_in(uri, coded.code.strip()) for uri in self._taking())

    def admits(self, verdict: Verdict) -> bool:
        """Whether nothing is wrong with the code here."""
        return not self.faults(verdict)

    def takes(self, verdict: Verdict) -> bool:
        """Whether the sets hold codes of that system at all."""
        return any(verdict.uri in part.systems for part in self._parts)

    def faults(self, verdict: Verdict) -> tuple[Fault, ...]:
        """What is wrong with the code at this place."""
        coded = verdict.coded
        key = (self, coded.system, coded.code, coded.display, coded.version)
        found = self._answers.get(key)
        if found is None:
            found = tuple(self._judged(verdict))
            if len(coded.system) + len(coded.code) + len(coded.display) + len(coded.version) <= LONGEST:
                self._answers.keep(key, found)
        return found

    def _judged(self, verdict: Verdict) -> Iterable[Fault]:
        if self.binding.strength is Strength.EXAMPLE:
            return
        if not verdict.uri:
            yield self._without_system(verdict.coded)
            return
        if verdict.candidates:
            yield from self._narrowed(verdict)
            return
        if verdict.settled and verdict.index is not None:
            return
        answers = [part.contains(verdict.uri, verdict.code) for part in self._parts]
        uncertain = any(finding.rule == _UNCERTAIN for answer in answers for finding in answer.unresolved)
        if self._parts and not uncertain and not self.takes(verdict):
            yield self._softened(self._of_another_system(verdict))
            return
        kinds = self.binding.kinds
        index, number = verdict.index, verdict.number
        if kinds and index is not None and number is not None and index.kind(number) not in kinds:
            yield self._wrong_kind(verdict)
            return
        if not self._parts or uncertain or any(answer.member for answer in answers):
            return
        other = next((answer for answer in answers if answer.under_other_code), None)
        fault = (
            self._under_other_code(verdict, other.admitted) if other is not None else self._absent(verdict)
        )
        yield self._softened(fault)

    def _softened(self, fault: Fault) -> Fault:
        if self.binding.strength is Strength.REQUIRED:
            return fault
        severity = Severity.WARNING if self.binding.strength is Strength.EXTENSIBLE else Severity.INFORMATION
        return replace(fault, rule="SP405" if fault.rule == "SP401" else fault.rule, severity=severity)

    # what is missing

    def _without_system(self, coded: Coded) -> Fault:
        """A code without a system: the systems of this place that let it in, else those that are taken here."""
        uris = self._taking()
        bearing = tuple(uri for uri in uris if self._lets_in(uri, coded.code.strip()))
        listed = ", ".join(bearing or uris)
        fault = Fault(
            "SP217",
            both(
                f"Koden {shown(coded.code)} står uden kodesystem",
                f"The code {shown(coded.code)} stands without a code system",
            ),
            evidence=(("value set", self._name), ("system", listed)),
            new=bearing[0] if len(bearing) == 1 else "",
            severity=None if bearing or not self._systems else Severity.WARNING,
        )
        if bearing:
            remedy = both(f"Koden hører til {listed}; skriv det", f"The code belongs to {listed}; write it")
        else:
            remedy = both(f"Her tages koder fra {listed}", f"Codes are taken here of {listed}")
        return self._softened(replace(fault, remedy=remedy) if listed else fault)

    def _taking(self) -> tuple[str, ...]:
        """The systems that the place takes codes of."""
        uris = sorted({uri for part in self._parts for uri in part.systems})
        return tuple(uri for uri in uris if not self._systems or uri in self._systems)

    def _lets_in(self, uri: str, code: str) -> bool:
        answers = [part.contains(uri, code) for part in self._parts]
        return any(answer.member or answer.under_other_code for answer in answers if answer.known)

    def without_code(self, display: str = "") -> Fault | None:
        """A bound place with a text alone, or with nothing; None where that is allowed."""
        if self.binding.strength is not Strength.REQUIRED or not self._parts:
            return None
        fault = words.no_code(display, self._listed(self._called(display)))
        return replace(fault, evidence=(*fault.evidence, ("value set", self._name)))

    def _called(self, text: str) -> tuple[Member, ...]:
        """The members that bear a term, all of them."""
        key = term_key(text)
        found = {m.code: m for part in self._parts for m in part.terms.get(key, ())} if key else {}
        kinds = self.binding.kinds
        return tuple(m for m in found.values() if not kinds or m.kind in kinds)

    def _narrowed(self, verdict: Verdict) -> Iterable[Fault]:
        """Of several concepts that may be meant those that may stand here."""
        index = verdict.index
        assert index is not None
        here = tuple(
            i
            for code in verdict.candidates
            if self._lets_in(verdict.uri, code)
            and (i := index.find(code)) is not None
            and (not self.binding.kinds or index.kind(i) in self.binding.kinds)
        )
        if here and verdict.faults and verdict.faults[-1].rule == "SP216":
            safe = not verdict.coded.code.strip().isdigit()
            yield words.term_for_code(verdict.coded.code, index, here, safe=safe, place=self._name)

    # why not

    def _absent(self, verdict: Verdict) -> Fault:
        if verdict.index is not None and verdict.number is not None:
            found = (
                self._heading(verdict)
                or self._right_word(verdict)
                or self._at_another_time(verdict)
                or self._in_no_set(verdict)
            )
            if found is not None:
                return found
        return self._not_in(verdict)

    def _meant(self, verdict: Verdict) -> tuple[Member, ...]:
        """What may stand here instead: the members that the display names, else those of the same word."""
        index, number = verdict.index, verdict.number
        by_display = self._called(verdict.coded.display)
        if by_display or index is None or number is None:
            return by_display
        return self._called(index.terms[number])

    def _remedied(self, fault: Fault, verdict: Verdict) -> Fault:
        """The fault with what may stand here instead, where a word tells."""
        meant = self._meant(verdict)
        if not meant:
            return fault
        return replace(
            fault,
            remedy=words.same_word(self._listed(meant)),
            evidence=(*fault.evidence, ("codes", ", ".join(m.admitted[0] for m in meant))),
        )

    def _listed(self, members: tuple[Member, ...]) -> str:
        """Members by code and term, and by branch where the word alone does not tell them apart."""
        return ", ".join(
            f"{m.admitted[0]} {quoted(trimmed(m.term))}{self._branch(m) if len(members) > 1 else ''}"
            for m in members
        )

    def _branch(self, member: Member) -> str:
        if not self.judge.terminology.has_scheme(member.system):
            return ""
        index = self.judge.picked(member.system).index
        number = index.find(member.code)
        return "" if number is None else words.below(index, number)

    def _right_word(self, verdict: Verdict) -> Fault | None:
        """The set holds the same word on another branch."""
        index, number = verdict.index, verdict.number
        assert index is not None
        assert number is not None
        found = self._called(index.terms[number])
        if not found:
            return None
        codes, listed = ", ".join(member.admitted[0] for member in found), self._listed(found)
        systems = ", ".join(dict.fromkeys(member.system for member in found))
        place = " > ".join(trimmed(index.terms[i]) for i in index.path(number)[:-1])
        return Fault(
            "SP304",
            both(
                f"{_named(verdict)} står under {quoted(place)}; samme ord i {self._name} har koden {codes}",
                f"{_named(verdict)} stands below {quoted(place)}; "
                f"the same word in {self._name} has the code {codes}",
            ),
            both(f"Skriv {listed}, hvis det er det, der menes", f"Write {listed} if that is what is meant"),
            (*_evidence(verdict), ("value set", self._name), ("system", systems), ("code", codes)),
            "code",
        )

    def _heading(self, verdict: Verdict) -> Fault | None:
        index, number = verdict.index, verdict.number
        assert index is not None
        assert number is not None
        if index.status(number) is not Status.GROUPING:
            return None
        below = ", ".join(f"{index.keys[i]} {quoted(index.terms[i])}" for i in index.children(number)[:3])
        fault = Fault(
            "SP210",
            both(
                f"{_named(verdict)} er en overskrift, ikke en kode til registrering",
                f"{_named(verdict)} is a heading, not a code for recording",
            ),
            both(f"Vælg en kode under den, fx {below}", f"Choose a code below it, such as {below}")
            if below
            else both(f"Vælg en kode fra {self._name}", f"Choose a code of {self._name}"),
            (*_evidence(verdict), ("value set", self._name)),
            "code",
        )
        return self._remedied(fault, verdict)

    def _at_another_time(self, verdict: Verdict) -> Fault | None:
        """The set held the code in another version."""
        judge = self.judge
        for name in self.binding.value_sets:
            here = self._sets.named(name)
            if here is None:
                continue
            for version in reversed(judge.terminology.value_set_versions(name).known(judge.clock)):
                if version.version == here.value_set.version:
                    continue
                then = bind(judge.terminology, version, judge.clock)
                codes = judge.codes(verdict.uri, verdict.code)
                if any(then.contains(verdict.uri, code).member for code in codes):
                    return self._moved(verdict, here, version)
        return None

    def _moved(self, verdict: Verdict, here: NamedSet, then: ValueSet) -> Fault:
        later = (then.validity.start or here.value_set.validity.start) != here.value_set.validity.start and (
            str(then.validity.start) > str(here.value_set.validity.start)
        )
        when_da, when_en = ("er først med i", "is only in") if later else ("var med i", "was in")
        return Fault(
            "SP403",
            both(
                f"{_named(verdict)} er ikke i {here.name}; koden {when_da} version {then.version}",
                f"{_named(verdict)} is not in {here.name}; the code {when_en} version {then.version}",
            ),
            evidence=(*_evidence(verdict), ("value set", here.name), ("member in", then.version)),
            slot="code",
        )

    def _in_no_set(self, verdict: Verdict) -> Fault | None:
        if any(self._sets.holds(each.value_set.uri, verdict) for each in self._sets.all):
            return None
        return Fault(
            "SP402",
            both(
                f"{_named(verdict)} er i intet værdisæt, og derfor heller ikke i {self._name}",
                f"{_named(verdict)} is in no value set, so neither in {self._name}",
            ),
            evidence=(*_evidence(verdict), ("value set", self._name)),
            slot="code",
        )

    def _of_another_system(self, verdict: Verdict) -> Fault:
        """The sets take no codes of that system; where the code is one of theirs all the same, the system is wrong."""
        if verdict.index is None:
            bearing = tuple(uri for uri in self._taking() if self._lets_in(uri, verdict.code))
            if bearing and all(self._tells(uri, verdict) for uri in bearing):
                terminology = self.judge.terminology
                names = tuple(terminology.scheme(uri).name for uri in bearing)
                here = shown(verdict.coded.system)
                safe = len(bearing) == 1 and self._is_told(bearing[0], verdict)
                return words.other_system(verdict.code, here, names, bearing, safe=safe)
        listed = ", ".join(self._taking())
        fault = Fault(
            "SP401",
            both(
                f"{self._name} har ingen koder fra {shown(verdict.coded.system)}",
                f"{self._name} takes no codes of {shown(verdict.coded.system)}",
            ),
            both(
                f"Vælg en kode fra værdisættet; det har koder fra {listed}",
                f"Choose a code of the value set; it holds codes of {listed}",
            ),
            (*_evidence(verdict), ("value set", self._name), ("systems", listed)),
            "system",
        )
        return self._remedied(fault, verdict)

    def _tells(self, uri: str, verdict: Verdict) -> bool:
        judge = self.judge
        return judge.terminology.has_scheme(uri) and tells_its_system(
            judge.picked(uri), verdict.code, verdict.coded.display
        )

    def _is_told(self, uri: str, verdict: Verdict) -> bool:
        held = self.judge.picked(uri)
        return is_told(held, held.index.find(verdict.code), verdict.coded.display, verdict.code)

    def _not_in(self, verdict: Verdict) -> Fault:
        fault = Fault(
            "SP401",
            both(f"{_named(verdict)} er ikke i {self._name}", f"{_named(verdict)} is not in {self._name}"),
            evidence=(*_evidence(verdict), ("value set", self._name)),
            slot="code",
        )
        return self._remedied(fault, verdict)

    def _under_other_code(self, verdict: Verdict, admitted: tuple[str, ...]) -> Fault:
        return Fault(
            "SP404",
            both(
                f"{self._name} har begrebet {_named(verdict)}, men kun med koden {admitted[0]}",
                f"{self._name} has the concept of {_named(verdict)}, but only under the code {admitted[0]}",
            ),
            both(f"Skriv {admitted[0]}", f"Write {admitted[0]}"),
            (*_evidence(verdict), ("value set", self._name)),
            "code",
            admitted[0],
        )

    def _wrong_kind(self, verdict: Verdict) -> Fault:
        index, number = verdict.index, verdict.number
        assert index is not None
        assert number is not None
        kind, kinds = index.kind(number), joined(map(word, self.binding.kinds), ", ")
        fault = Fault(
            "SP305",
            both(
                f"{_named(verdict)} er af arten {word(kind).da}; her skal stå {kinds.da}",
                f"{_named(verdict)} is of kind {word(kind).en}; here belongs {kinds.en}",
            ),
            evidence=(
                *_evidence(verdict),
                ("kind", str(kind)),
                ("expected", ", ".join(map(str, self.binding.kinds))),
            ),
            slot="code",
        )
        return self._remedied(fault, verdict)

    @property
    def _name(self) -> str:
        return " | ".join(part.name for part in self._parts)


def _named(verdict: Verdict) -> str:
    if verdict.index is None or verdict.number is None:
        return shown(verdict.code, 80)
    return f"{shown(verdict.code, 80)} {quoted(trimmed(verdict.index.terms[verdict.number]))}"


def _evidence(verdict: Verdict) -> tuple[tuple[str, str], ...]:
    if verdict.index is None or verdict.number is None:
        return ()
    return (
        ("release", verdict.index.name),
        ("concept", verdict.index.codes[verdict.number]),
        ("term", verdict.index.terms[verdict.number]),
    )
