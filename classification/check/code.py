"""SP2xx: is the code one of its system, on the day?

A `CodeJudge` answers for one day. What it has once found about a system, code, display and version it remembers, since
nothing else plays a part: a population of a million objects costs as many judgements as it has different codings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from classification.check import code_words as words
from classification.check.absent import AbsentCode, why_absent
from classification.check.coding import Verdict, WrittenCoding, coding_of
from classification.check.fault import Evidence, Fault
from classification.check.releases import DayReleases, DaySpan
from classification.check.system import Systems
from classification.compiled.index import Index
from classification.concept import NotationRole, Status
from classification.deadline import look
from classification.finding import Severity
from classification.record import replace
from classification.remembered import LONGEST
from classification.terminology import HeldRelease, Terminology, When

DisplayCheck = Callable[[DayReleases, Verdict, HeldRelease], Iterable[Fault]]


class CodeJudge:
    """Judges codings as on one day.

    Args:
        terminology: where releases are found.
        when: the day and the knowledge; a `release` label pins it where the system has one.
        systems: what systems are called, and which may occur though no release of them is at hand.
        display: what looks at the display of a known code.
        span: what holds on all days on which the same releases do; shared by their judges.
    """

    def __init__(
        self,
        terminology: Terminology,
        when: When,
        systems: Systems,
        display: DisplayCheck,
        span: DaySpan | None = None,
    ) -> None:
        span = DaySpan() if span is None else span
        self.releases = DayReleases(terminology, when, span)
        self._day = when.day
        self._systems, self._display = systems, display
        self._lasting, self._of_days = span.verdicts, span.of_days

    def verdict(self, coding: WrittenCoding) -> Verdict:
        """What the coding is worth."""
        key = (coding.system, coding.code, coding.display, coding.version)
        verdict = self._lasting.get(key) or self._of_days.get((self._day, key))
        if verdict is None:
            look()
            verdict = self._judged(coding)
            if sum(map(len, key)) <= LONGEST:
                self._keep(key, verdict)
        return verdict

    def verdict_of(self, value: Mapping[str, Any]) -> Verdict | None:
        """What a JSON object is worth as a coding; None where it is none.

        Nearly every coding has been judged before, so its four texts are looked up as they stand, before anybody asks
        whether they are texts: what is none is no key of the memory, or cannot be one (TypeError).
        """
        get = value.get
        key = (get("system", ""), get("code"), get("display", ""), get("version", ""))
        try:
            verdict = self._lasting.get(key)
        except TypeError:  # a list or an object where a text belongs
            verdict = None
        if verdict is not None:
            return verdict
        coding = coding_of(value)
        return None if coding is None else self.verdict(coding)

    def uri(self, system: str) -> str:
        """The canonical URI of the system that is written so; as it stands where that is unknown."""
        return self._systems.meant(WrittenCoding(system, ""), self.releases)[0]

    def _keep(self, key: tuple[str, ...], verdict: Verdict) -> None:
        """Remember a verdict: a sound one for all days of the same releases, another one for its day alone."""
        if _is_lasting(verdict):
            self._lasting.keep(key, verdict)
        else:
            self._of_days.keep((self._day, key), verdict)

    # ---------------------------------------------------------------- one coding

    def _judged(self, coding: WrittenCoding) -> Verdict:
        code = coding.code.strip()
        if not coding.system.strip():
            return Verdict(coding, "", code=code, faults=self._without_system(coding, code), settled=True)
        uri, faults = self._systems.meant(coding, self.releases)
        unknown = bool(faults) and uri == coding.system
        if code and code != coding.code:
            faults = (*faults, words.whitespace(coding.code, code))
        if not self.releases.answers(uri):
            return Verdict(coding, uri, code=code, faults=faults, settled=unknown)
        release = self.releases.of_day(uri)
        if not code:
            return _without_code(coding, release, faults)
        code = release.index.written(code)
        if coding.version:
            faults = (*faults, *self._version(uri, coding, code, release))
        notation = release.index.notation(code)
        if notation is None:
            return self._absent(AbsentCode(self.releases, coding, code, release), faults)
        number, role = notation
        outdated = tuple(self._phased_out(release.index, number, role, code))
        if coding.version and self._is_missing_in(uri, coding.version, release.index.codes[number]):
            # the new code beside the old release would be the next fault
            outdated = tuple(replace(fault, new="") for fault in outdated)
        verdict = Verdict(coding, uri, release.index, number, code, faults=(*faults, *outdated))
        return self._with_display(verdict, release)

    def _without_system(self, coding: WrittenCoding, code: str) -> tuple[Fault, ...]:
        """A code without its system, wherever it stands; a place that binds it knows more, and how grave it is."""
        if not code:
            return ()
        fault = words.without_system(code, self.releases.systems_of(code, coding.display))
        return (replace(fault, severity=Severity.WARNING),)

    def _absent(self, absent_code: AbsentCode, faults: tuple[Fault, ...]) -> Verdict:
        """The verdict on a code that the release of the day does not know: that on the one that is meant."""
        absent = why_absent(absent_code)
        verdict = Verdict(
            absent_code.coding,
            absent.release.scheme.uri,
            absent.release.index,
            absent.number,
            absent.code,
            absent.candidates,
            (*faults, absent.fault),
            absent.settled,
        )
        return self._with_display(verdict, absent.release)

    def _with_display(self, verdict: Verdict, release: HeldRelease) -> Verdict:
        """The verdict with what is wrong with the display, where one stands beside a concept."""
        if verdict.number is None or not verdict.coding.display:
            return verdict
        return replace(verdict, faults=(*verdict.faults, *self._display(self.releases, verdict, release)))

    def _version(self, uri: str, coding: WrittenCoding, code: str, release: HeldRelease) -> Iterable[Fault]:
        """A version that names a release in which the code does not stand, or no release at all."""
        labelled = self.releases.labelled(uri, coding.version)
        if not labelled:
            yield words.unknown_version(coding.version, release, self.releases.all(uri))
        elif all(other.index.find(code) is None for other in labelled):
            having = self.releases.having(uri, code)
            if having:
                yield words.other_release(coding, labelled[-1], having)

    def _is_missing_in(self, uri: str, version: str, code: str) -> bool:
        """Whether a release that a version names does not have the code."""
        return any(other.index.find(code) is None for other in self.releases.labelled(uri, version))

    def _phased_out(self, index: Index, number: int, role: NotationRole, code: str) -> Iterable[Fault]:
        current, term = index.codes[number], index.terms[number]
        evidence: Evidence = (("release", index.name), ("concept", current), ("term", term))
        if role is NotationRole.LEGACY:
            yield words.legacy_key(code, current, term, evidence)
        gone = index.status(number) is Status.DEPRECATED
        if gone or (index.lives(number) and index.concept(number).is_deprecated_on(self._day)):
            yield words.deprecated(index, number, code, evidence)
        elif not index.holds_on(number, self._day):
            yield words.not_valid(index, number, code, self._day, evidence)


def _is_lasting(verdict: Verdict) -> bool:
    """Whether the verdict is the same on all days of the same releases: no sentence in it can name the day."""
    if verdict.faults:
        return False
    if verdict.index is None or verdict.number is None:
        return True
    index, number = verdict.index, verdict.number
    return index.concept(number).validity.is_unbounded and not index.lives(number)


def _without_code(coding: WrittenCoding, release: HeldRelease, faults: tuple[Fault, ...]) -> Verdict:
    index = release.index
    numbers = [i for i, _ in index.by_term(coding.display)] if coding.display else []
    fault = replace(words.no_code(coding.display, words.named(index, numbers)), slot="code")
    return Verdict(coding, release.scheme.uri, index, faults=(*faults, fault), settled=True)
