"""SP4xx, and what a bound place says of meaning: may this code stand here?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from classification.check import bound_words as words
from classification.check import code_words
from classification.check.absent import is_certain
from classification.check.coding import Verdict, WrittenCoding
from classification.check.fault import Fault, both
from classification.check.path import read_path
from classification.check.profile import Binding, Strength
from classification.check.releases import names_its_system
from classification.check.value_sets import NamedSet, ValueSets
from classification.compiled.index import Index
from classification.concept import Status
from classification.expansion.expansion import Member, bind
from classification.finding import Severity
from classification.record import replace
from classification.remembered import LONGEST, Remembered
from classification.text import quoted, shown, term_key, trimmed

_UNCERTAIN: Final = "SPV01"

Answers = Remembered[tuple[object, ...], tuple[Fault, ...]]


class Bound:
    """A binding made ready for a day.

    Args:
        binding: what a profile says of a place.
        sets: the value sets of the day.
        answers: what is remembered of codings, by who was asked: one memory for all bindings of all days, so that it
            is bounded as a whole. A `Bound` is part of its own keys, by identity.
    """

    def __init__(self, binding: Binding, sets: ValueSets, answers: Answers) -> None:
        self.binding, self._sets, self._answers = binding, sets, answers
        self.path = read_path(binding.path)
        self.judge, self._releases = sets.judge, sets.judge.releases
        self._systems = frozenset(binding.systems)
        self._codes = self._releases.named(frozenset(binding.codes))
        self._code_systems = tuple(dict.fromkeys(code.rpartition("|")[0] for code in binding.codes))

    @cached_property
    def _parts(self) -> tuple[NamedSet, ...]:
        """Its value sets, but for those that nobody knows."""
        parts = map(self._sets.named, self.binding.value_sets)
        return tuple(part for part in parts if part is not None)

    @cached_property
    def _name(self) -> str:
        """The value sets, and the codes that are listed one by one after the last part of their system."""
        listed = [
            f"{self._called_system(system)} ({' | '.join(self._of_system(system))})"
            for system in self._code_systems
        ]
        return " | ".join([*(part.name for part in self._parts), *listed])

    def _called_system(self, uri: str) -> str:
        """The name of a system, else the last part of its URI."""
        terminology = self._releases.terminology
        return terminology.scheme(uri).name if terminology.has_scheme(uri) else re.split("[/:]", uri)[-1]

    def _of_system(self, system: str) -> list[str]:
        """The codes of a system that are listed one by one."""
        pairs = (code.rpartition("|") for code in self.binding.codes)
        return [code for uri, _, code in pairs if uri == system]

    def concerns(self, verdict: Verdict) -> bool:
        """Whether a coding of that system is bound here."""
        return not self._systems or verdict.uri in self._systems

    def concerns_system(self, system: str) -> bool:
        """Whether a coding of the system that is written so is bound here; of none, where every coding is."""
        return not self._systems or bool(system and self.judge.uri(system) in self._systems)

    def completes(self, coding: WrittenCoding) -> bool:
        """Whether a code without a system is one of this place, so that nothing but its system is missing."""
        return bool(self._admitting(coding.code.strip()))

    def admits(self, verdict: Verdict) -> bool:
        """Whether nothing is wrong with the code here."""
        return not self.faults(verdict)

    def takes(self, verdict: Verdict) -> bool:
        """Whether the sets hold codes of that system at all."""
        return verdict.uri in self._code_systems or any(verdict.uri in part.systems for part in self._parts)

    def faults(self, verdict: Verdict) -> tuple[Fault, ...]:
        """What is wrong with the code at this place."""
        coding = verdict.coding
        key = (self, coding.system, coding.code, coding.display, coding.version)
        faults = self._answers.get(key)
        if faults is None:
            faults = tuple(self._judged(verdict))
            length = len(coding.system) + len(coding.code) + len(coding.display) + len(coding.version)
            if length <= LONGEST:
                self._answers.keep(key, faults)
        return faults

    def without_code(self, display: str = "") -> Fault | None:
        """A bound place with a text alone, or with nothing: as grave as a code that does not belong there.

        None where nothing is asked. A value set that is not at hand is one, and a text is no code of it.
        """
        if self.binding.strength is Strength.EXAMPLE or not self.binding.asks:
            return None
        fault = code_words.no_code(display, self._listed(self._called(display)))
        named = (("value set", self._name),) if self._name else ()
        return self._softened(replace(fault, evidence=(*fault.evidence, *named)))

    # ---------------------------------------------------------------- one coding

    def _judged(self, verdict: Verdict) -> Iterable[Fault]:
        if self.binding.strength is Strength.EXAMPLE:
            return
        if not verdict.uri:
            yield self._without_system(verdict.coding)
            return
        if verdict.candidates:
            yield from self._narrowed(verdict)
            return
        if verdict.is_outside_part:
            yield from self._outside_part(verdict)
            return
        if verdict.settled and verdict.index is not None:
            return
        if self._is_listed(verdict):
            return
        answers = [part.contains(verdict.uri, verdict.code) for part in self._parts]
        uncertain = any(finding.rule == _UNCERTAIN for answer in answers for finding in answer.unresolved)
        names = bool(self._parts or self._codes)
        if names and not uncertain and not self.takes(verdict):
            yield self._softened(self._of_another_system(verdict))
            return
        kinds = self.binding.kinds
        index, number = verdict.index, verdict.number
        if kinds and index is not None and number is not None and index.kind(number) not in kinds:
            yield self._remedied(words.wrong_kind(verdict, index.kind(number), kinds), verdict)
            return
        if not names or uncertain or any(answer.member for answer in answers):
            return
        other = next((answer for answer in answers if answer.under_other_code), None)
        if other is not None:
            yield self._softened(words.under_other_code(verdict, self._name, other.admitted[0]))
        else:
            yield self._softened(self._not_a_member(verdict))

    def _outside_part(self, verdict: Verdict) -> Iterable[Fault]:
        """A code of which nobody knows whether it is one: wrong here only where the codes that may stand are listed."""
        lists = [part.listed(verdict.uri) for part in self._parts]
        codes = set(self._of_system(verdict.uri))
        for listed in lists:
            if listed is None:
                return
            codes |= listed
        if (lists or self._codes) and verdict.code not in codes:
            fault = words.not_in if self.takes(verdict) else self._not_taken
            yield self._softened(fault(verdict, self._name))

    def _not_taken(self, verdict: Verdict, name: str) -> Fault:
        return words.system_not_taken(verdict, name, self._taking())

    def _is_listed(self, verdict: Verdict) -> bool:
        """Whether it is one of the codes that are listed one by one, by any code that its concept ever had."""
        if not self._codes:
            return False
        return not self._codes.isdisjoint(self._releases.tokens(verdict.uri, verdict.code))

    def _softened(self, fault: Fault) -> Fault:
        if self.binding.strength is Strength.REQUIRED:
            return fault
        severity = Severity.WARNING if self.binding.strength is Strength.EXTENSIBLE else Severity.INFORMATION
        return replace(fault, rule="SP405" if fault.rule == "SP401" else fault.rule, severity=severity)

    def _without_system(self, coding: WrittenCoding) -> Fault:
        """A code without a system: the systems of this place that let it in, else those that are taken here."""
        admitting, taking = self._admitting(coding.code.strip()), self._taking()
        fault = code_words.without_system(coding.code, admitting)
        evidence = (("value set", self._name), ("system", ", ".join(admitting or taking)))
        fault = replace(fault, evidence=evidence, new=admitting[0] if len(admitting) == 1 else "")
        if taking and not admitting:
            listed = ", ".join(taking)
            remedy = both(f"Her tages koder fra {listed}", f"Codes are taken here of {listed}")
            fault = replace(fault, remedy=remedy)
        # where a slice asks for one system only, the code may well belong to another slice
        elsewhere = bool(self._systems) and not admitting
        if elsewhere or self.binding.strength is not Strength.REQUIRED:
            return replace(fault, severity=Severity.WARNING)  # as where nothing is bound
        return fault

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
            code = verdict.coding.code
            yield code_words.term_for_code(
                code, index, here, safe=not code.strip().isdigit(), place=self._name
            )

    # ---------------------------------------------------------------- its systems

    def _taking(self) -> tuple[str, ...]:
        """The systems that the place takes codes of."""
        uris = sorted({*self._code_systems, *(uri for part in self._parts for uri in part.systems)})
        return tuple(uri for uri in uris if not self._systems or uri in self._systems)

    def _admitting(self, code: str) -> tuple[str, ...]:
        """Of these systems the ones whose code of this name may stand here."""
        return tuple(uri for uri in self._taking() if self._lets_in(uri, code))

    def _lets_in(self, uri: str, code: str) -> bool:
        if self._releases.token(f"{uri}|{code}") in self._codes:
            return True
        answers = [part.contains(uri, code) for part in self._parts]
        return any(answer.member or answer.under_other_code for answer in answers if answer.known)

    def _of_another_system(self, verdict: Verdict) -> Fault:
        """The sets take no codes of that system; where the code is one of theirs all the same, the system is wrong."""
        if verdict.index is None:
            admitting = self._admitting(verdict.code)
            if admitting and all(self._is_telling(uri, verdict) for uri in admitting):
                names = tuple(self._releases.terminology.scheme(uri).name for uri in admitting)
                safe = len(admitting) == 1 and self._is_certain(admitting[0], verdict)
                system = shown(verdict.coding.system)
                return code_words.other_system(verdict.code, system, names, admitting, safe=safe)
        return self._remedied(words.system_not_taken(verdict, self._name, self._taking()), verdict)

    def _is_telling(self, uri: str, verdict: Verdict) -> bool:
        if not self._releases.answers(uri):
            return False
        return names_its_system(self._releases.of_day(uri), verdict.code, verdict.coding.display)

    def _is_certain(self, uri: str, verdict: Verdict) -> bool:
        release = self._releases.of_day(uri)
        return is_certain(release, release.index.find(verdict.code), verdict.coding.display, verdict.code)

    # ---------------------------------------------------------------- why it is no member

    def _not_a_member(self, verdict: Verdict) -> Fault:
        """The first reason that holds; without one, the code is not in the set, and that is all."""
        index, number = verdict.index, verdict.number
        if index is not None and number is not None:
            reason = (
                self._heading(verdict, index, number)
                or self._right_word(verdict, index, number)
                or self._at_another_time(verdict)
                or self._in_no_set(verdict)
            )
            if reason is not None:
                return reason
        return self._remedied(words.not_in(verdict, self._name), verdict)

    def _heading(self, verdict: Verdict, index: Index, number: int) -> Fault | None:
        if index.status(number) is not Status.GROUPING:
            return None
        return self._remedied(words.heading(verdict, self._name, index, number), verdict)

    def _right_word(self, verdict: Verdict, index: Index, number: int) -> Fault | None:
        """The set holds the same word on another branch."""
        members = self._called(index.terms[number])
        if not members:
            return None
        branch = " > ".join(trimmed(index.terms[i]) for i in index.path(number)[:-1])
        return words.other_branch(verdict, self._name, branch, members, self._listed(members))

    def _at_another_time(self, verdict: Verdict) -> Fault | None:
        """The set held the code in another version."""
        terminology, clock = self._releases.terminology, self._releases.clock
        for name in self.binding.value_sets:
            here = self._sets.named(name)
            if here is None:
                continue
            for version in reversed(terminology.value_set_versions(here.value_set.uri).known(clock)):
                if version.version == here.value_set.version:
                    continue
                then = bind(terminology, version, clock.of(version.version))
                codes = self._releases.codes(verdict.uri, verdict.code)
                if any(then.contains(verdict.uri, code).member for code in codes):
                    return words.in_another_version(verdict, here, version)
        return None

    def _in_no_set(self, verdict: Verdict) -> Fault | None:
        if any(self._sets.holds(each.value_set.uri, verdict) for each in self._sets.all):
            return None
        return words.in_no_set(verdict, self._name)

    # ---------------------------------------------------------------- what may stand here instead

    def _remedied(self, fault: Fault, verdict: Verdict) -> Fault:
        """The fault with what may stand here instead, where a word tells."""
        meant = self._meant(verdict)
        if not meant:
            return fault
        return replace(
            fault,
            remedy=code_words.same_word(self._listed(meant)),
            evidence=(*fault.evidence, ("codes", ", ".join(m.admitted[0] for m in meant))),
        )

    def _meant(self, verdict: Verdict) -> tuple[Member, ...]:
        """The members that the display names, else those of the same word."""
        index, number = verdict.index, verdict.number
        by_display = self._called(verdict.coding.display)
        if by_display or index is None or number is None:
            return by_display
        return self._called(index.terms[number])

    def _called(self, text: str) -> tuple[Member, ...]:
        """The members that have a term, all of them."""
        key = term_key(text)
        members = {m.code: m for part in self._parts for m in part.terms.get(key, ())} if key else {}
        kinds = self.binding.kinds
        return tuple(m for m in members.values() if not kinds or m.kind in kinds)

    def _listed(self, members: tuple[Member, ...]) -> str:
        """Members by code and term, and by branch where the word alone does not tell them apart."""
        return ", ".join(
            f"{m.admitted[0]} {quoted(trimmed(m.term))}{self._branch(m) if len(members) > 1 else ''}"
            for m in members
        )

    def _branch(self, member: Member) -> str:
        if not self._releases.answers(member.system):
            return ""
        index = self._releases.of_day(member.system).index
        number = index.find(member.code)
        return "" if number is None else code_words.below(index, number)
