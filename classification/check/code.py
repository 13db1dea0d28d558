"""SP2xx: is the code one of its system, on the day?

A `CodeJudge` answers for one day. What it has once found about a system, code, display and version it remembers, since
nothing else plays a part: a population of a million objects costs as many judgements as it has different codings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Final

from classification.check import code_words as words
from classification.check.absent import AbsentCode, tells_its_system, why_absent
from classification.check.fault import Evidence, Fault, both
from classification.check.system import Systems
from classification.compiled.index import Index
from classification.concept import NotationRole, Status
from classification.deadline import look
from classification.errors import NoReleaseOnDay, UnknownRelease
from classification.record import field, frozen, replace
from classification.remembered import LONGEST, Remembered
from classification.terminology import Held, Terminology, When
from classification.text import quoted

_SOUND: Final = 50_000
_WRONG: Final = 10_000
"""So many verdicts, and codes, are remembered of a span: of sound ones, and of those that belong to a day."""


@frozen
class Coded:
    """A coding as it stands in an object; what is missing is empty."""

    system: str
    code: str
    display: str = ""
    version: str = ""


@frozen
class Verdict:
    """What a coding is worth on the day.

    `uri` is the canonical URI of the system that is meant and `index` the release it was judged by (None: no release
    is at hand), `number` the concept there that is meant, `code` its code: as it stands but for blanks, or what should
    stand there. `candidates` are codes that may be meant where they are several. `settled` says that the code itself
    is so wrong that membership need not be asked.
    """

    coded: Coded
    uri: str
    index: Index | None = None
    number: int | None = None
    code: str = ""
    candidates: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    settled: bool = False

    @property
    def ordinal(self) -> float | None:
        """The place of the concept on its scale."""
        if self.index is None or self.number is None:
            return None
        return self.index.concept(self.number).ordinal


def coded_of(value: Any) -> Coded | None:
    """A JSON value as a coding; None when it is none."""
    if not isinstance(value, dict) or not isinstance(code := value.get("code"), str):
        return None
    system, display, version = value.get("system"), value.get("display"), value.get("version")
    return Coded(
        system if isinstance(system, str) else "",
        code,
        display if isinstance(display, str) else "",
        version if isinstance(version, str) else "",
    )


@frozen
class DaySpan:
    """What is known of codes on all days on which the same releases hold; `of_days` holds what names its day."""

    verdicts: Remembered[tuple[object, ...], Verdict] = field(default_factory=lambda: Remembered(_SOUND))
    of_days: Remembered[tuple[date, tuple[str, ...]], Verdict] = field(
        default_factory=lambda: Remembered(_WRONG)
    )
    picked: dict[str, Held] = field(default_factory=dict)
    codes: Remembered[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: Remembered(_SOUND))
    tokens: Remembered[tuple[str, str], frozenset[str]] = field(default_factory=lambda: Remembered(_SOUND))
    before_first: dict[str, str] = field(default_factory=dict)


DisplayCheck = Callable[["CodeJudge", Verdict, Held], Iterable[Fault]]


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
        self.terminology, self.when = terminology, when
        self.clock = when.of("")
        self._systems, self._display = systems, display
        span = DaySpan() if span is None else span
        self._lasting, self._of_days = span.verdicts, span.of_days
        self._picked, self.before_first = span.picked, span.before_first
        self._codes, self._tokens = span.codes, span.tokens

    def verdict(self, coded: Coded) -> Verdict:
        """What the coding is worth."""
        key = (coded.system, coded.code, coded.display, coded.version)
        found = self._lasting.get(key) or self._of_days.get((self.when.day, key))
        if found is None:
            look()
            found = self._judged(coded)
            if sum(map(len, key)) <= LONGEST:
                self._keep(key, found)
        return found

    def verdict_of(self, value: Mapping[str, Any]) -> Verdict | None:
        """What a JSON object is worth as a coding; None where it is none."""
        get = value.get
        key = (get("system", ""), get("code"), get("display", ""), get("version", ""))
        try:
            found = self._lasting.get(key)
        except TypeError:  # a list or an object where a text belongs
            found = None
        if found is not None:
            return found
        own = coded_of(value)
        return None if own is None else self.verdict(own)

    def _keep(self, key: tuple[str, ...], verdict: Verdict) -> None:
        """Remember a verdict: a sound one for all days of the same releases, another one for its day alone."""
        if self._is_lasting(verdict):
            self._lasting.keep(key, verdict)
        else:
            self._of_days.keep((self.when.day, key), verdict)

    def _is_lasting(self, verdict: Verdict) -> bool:
        """Whether the verdict is the same on all days of the same releases: no sentence in it can name the day."""
        if verdict.faults:
            return False
        if verdict.index is None or verdict.number is None:
            return True
        return verdict.index.concept(verdict.number).validity.is_unbounded

    def uri(self, system: str) -> str:
        """The canonical URI of the system that is written so; as it stands where that is unknown."""
        return self._systems.meant(Coded(system, ""), self)[0]

    def releases(self, uri: str) -> tuple[Held, ...]:
        """The releases of a system known then, oldest first."""
        return self.terminology.releases(uri, self.clock)

    def picked(self, uri: str) -> Held:
        """The release of the day; on a day before the first one, the first."""
        held = self._picked.get(uri)
        if held is None:
            held = self._pick(uri)
            self._picked[uri] = held
        return held

    def codes(self, uri: str, code: str) -> tuple[str, ...]:
        """Every code that the concept of `code` bears in any release; the code alone where none knows it."""
        key = (uri, code)
        found = self._codes.get(key)
        if found is None:
            found = self._codes_over_time(uri, code)
            if len(code) <= LONGEST:
                self._codes.keep(key, found)
        return found

    def tokens(self, uri: str, code: str) -> frozenset[str]:
        """What a profile may call the code's concept: each code it ever had, bare and after `SYSTEM|`; `SYSTEM|`."""
        key = (uri, code)
        found = self._tokens.get(key)
        if found is None:
            codes = self.codes(uri, code)
            found = frozenset((*codes, *(f"{uri}|{each}" for each in codes), f"{uri}|"))
            if len(code) <= LONGEST:
                self._tokens.keep(key, found)
        return found

    def _codes_over_time(self, uri: str, code: str) -> tuple[str, ...]:
        codes = dict.fromkeys([code])
        if not self.terminology.has_scheme(uri):
            return (code,)
        for _ in range(2):  # a code of the newest release may lead back to the oldest through one between
            for held in self.releases(uri):
                numbers = {i for each in codes if (i := held.index.find(each)) is not None}
                codes |= dict.fromkeys(each for i in sorted(numbers) for each, _ in held.index.notations(i))
        return tuple(codes)

    def _pick(self, uri: str) -> Held:
        if self.when.release:
            try:
                return self.terminology.held(uri, self.when)
            except UnknownRelease:
                pass
        try:
            return self.terminology.held(uri, self.clock)
        except NoReleaseOnDay:
            known = self.releases(uri) or self.terminology.editions(uri).all
            self.before_first[uri] = known[0].name
            return known[0]

    # ---------------------------------------------------------------- one coding

    def _judged(self, coded: Coded) -> Verdict:
        code = coded.code.strip()
        if not coded.system.strip():
            return Verdict(coded, "", code=code, settled=True)
        uri, faults = self._systems.meant(coded, self)
        if not self.terminology.has_scheme(uri):
            return Verdict(coded, uri, code=code, faults=faults, settled=bool(faults) and uri == coded.system)
        held = self.picked(uri)
        if not code:
            return self._without_code(coded, held, faults)
        if code != coded.code:
            faults = (*faults, words.blanks(coded.code, code))
        if coded.version:
            faults = (*faults, *self._version(uri, coded, code, held))
        found = held.index.notation(code)
        if found is None:
            absent = why_absent(AbsentCode(self, coded, code, held))
            verdict = Verdict(
                coded,
                absent.held.scheme.uri,
                absent.held.index,
                absent.number,
                absent.code,
                absent.candidates,
                (*faults, absent.fault),
                absent.settled,
            )
            return self._with_display(verdict, absent.held)
        number, role = found
        outdated = self._phased_out(held.index, number, role, code)
        if coded.version and any(
            other.index.find(held.index.codes[number]) is None for other in self._named(uri, coded.version)
        ):  # the new code beside the old release would be the next fault
            outdated = (replace(fault, new="") for fault in outdated)
        faults = (*faults, *outdated)
        return self._with_display(Verdict(coded, uri, held.index, number, code, faults=faults), held)

    def _with_display(self, verdict: Verdict, held: Held) -> Verdict:
        """The verdict with what is wrong with the display, where one stands beside a concept."""
        if verdict.number is None or not verdict.coded.display:
            return verdict
        return replace(verdict, faults=(*verdict.faults, *self._display(self, verdict, held)))

    def _without_code(self, coded: Coded, held: Held, faults: tuple[Fault, ...]) -> Verdict:
        found = held.index.by_term(coded.display) if coded.display else ()
        fault = words.no_code(coded.display, words.named(held.index, [i for i, _ in found]))
        return Verdict(
            coded, held.scheme.uri, held.index, faults=(*faults, replace(fault, slot="code")), settled=True
        )

    def bears(self, uri: str, code: str) -> bool:
        """Whether any release of a system at hand has the code."""
        return any(held.index.find(code) is not None for held in self.releases(uri))

    def bearers(self, code: str, display: str, *, besides: str = "") -> tuple[str, ...]:
        """The systems that have a code and are told by it: those in which the display fits, where it fits in any."""
        bearing = [
            scheme.uri
            for scheme in self.terminology.schemes
            if scheme.uri != besides
            and not scheme.example
            and self.bears(scheme.uri, code)
            and tells_its_system(self.picked(scheme.uri), code, display)
        ]
        if not display or len(bearing) < 2:
            return tuple(bearing)
        fitting = [uri for uri in bearing if self._fits(uri, code, display)]
        return tuple(fitting or bearing)

    def _fits(self, uri: str, code: str, display: str) -> bool:
        index = self.picked(uri).index
        number = index.find(code)
        return any(i == number for i, _ in index.by_term(display))

    def _version(self, uri: str, coded: Coded, code: str, held: Held) -> Iterable[Fault]:
        """A version that names a release in which the code does not stand, or no release at all."""
        named = self._named(uri, coded.version)
        if not named:
            labels = ", ".join(other.version for other in self.releases(uri))
            yield Fault(
                "SP212",
                both(
                    f"{held.scheme.name} har ingen udgave {quoted(coded.version)}",
                    f"{held.scheme.name} has no release {quoted(coded.version)}",
                ),
                both(f"Kendte udgaver: {labels}", f"Known releases: {labels}"),
                slot="version",
            )
        elif all(other.index.find(code) is None for other in named):
            having = [other for other in self.releases(uri) if other.index.find(code) is not None]
            if having:
                yield words.other_release(coded, named[-1], having)

    def _named(self, uri: str, version: str) -> list[Held]:
        """The releases that a version names, by the publisher's label or our own."""
        return [
            other
            for other in self.releases(uri)
            if version == other.version or version in other.publisher_versions
        ]

    def _phased_out(self, index: Index, number: int, role: NotationRole, code: str) -> Iterable[Fault]:
        current, term = index.codes[number], index.terms[number]
        evidence: Evidence = (("release", index.name), ("concept", current), ("term", term))
        if role is NotationRole.LEGACY:
            yield Fault(
                "SP208",
                both(
                    f"{code} er en gammel nøgle; koden for {quoted(term)} er {current}",
                    f"{code} is a legacy key; the code of {quoted(term)} is {current}",
                ),
                both(f"Skriv {current}", f"Write {current}"),
                evidence,
                "code",
                current,
            )
        deprecated = index.status(number) is Status.DEPRECATED
        if not deprecated and not index.holds_on(number, self.when.day):
            validity = index.concept(number).validity
            yield Fault(
                "SP205" if validity.end is not None and validity.end <= self.when.day else "SP204",
                both(
                    f"{code} {quoted(term)} gælder {validity}, ikke den {self.when.day}",
                    f"{code} {quoted(term)} is valid {validity}, not on {self.when.day}",
                ),
                evidence=evidence,
                slot="code",
            )
        if deprecated:
            yield words.deprecated(index, number, code, evidence)
