"""SP2xx: is the code one of its system, on the day?

A `Judge` answers for one day. What it has once found about a system, code, display and version it remembers, since
nothing else plays a part: a population of a million objects costs as many judgements as it has different codings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from classification import check_code_words as words
from classification.check_issue import Evidence, Issue, both
from classification.concept import NotationRole, Status
from classification.errors import NoReleaseOnDay, UnknownRelease
from classification.index import Index
from classification.lineage import trace, way
from classification.record import field, frozen, replace
from classification.terminology import Held, Terminology, When
from classification.text import quoted

_REMEMBERED: Final = 200_000


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

    `uri` is the canonical URI of its system and `index` the release it was judged by (None: no release is at hand),
    `number` its concept there. `settled` says that the code itself is so wrong that membership need not be asked.
    """

    coded: Coded
    uri: str
    index: Index | None = None
    number: int | None = None
    issues: tuple[Issue, ...] = ()
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
class Span:
    """What is known of codes on all days on which the same releases hold: it depends on no day, and on no object."""

    verdicts: dict[tuple[object, ...], Verdict] = field(default_factory=dict)
    picked: dict[str, Held] = field(default_factory=dict)
    codes: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    tokens: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    before_first: dict[str, str] = field(default_factory=dict)


DisplayCheck = Callable[["Judge", Verdict, Held], Iterable[Issue]]


class Judge:
    """Judges codings as on one day.

    Args:
        terminology: where releases are found.
        when: the day and the knowledge; a `release` label pins it where the system has one.
        systems: code systems that may occur though no release of them is at hand.
        display: what looks at the display of a known code.
        span: what holds on all days on which the same releases do; shared by their judges.
    """

    def __init__(
        self,
        terminology: Terminology,
        when: When,
        systems: frozenset[str],
        display: DisplayCheck,
        span: Span | None = None,
    ) -> None:
        self.terminology, self.when = terminology, when
        self.clock = when.of("")
        self._systems, self._display = systems, display
        span = Span() if span is None else span
        self._lasting, self._picked, self.before_first = span.verdicts, span.picked, span.before_first
        self._codes, self._tokens = span.codes, span.tokens
        self._verdicts: dict[tuple[object, ...], Verdict] = {}

    def verdict(self, coded: Coded) -> Verdict:
        """What the coding is worth."""
        key = (coded.system, coded.code, coded.display, coded.version)
        found = self._lasting.get(key) or self._verdicts.get(key)
        return found or self._kept(key, self._judged(coded))

    def verdict_of(self, value: Mapping[str, Any]) -> Verdict | None:
        """What a JSON object is worth as a coding; None where it is none."""
        get = value.get
        key = (get("system", ""), get("code"), get("display", ""), get("version", ""))
        try:
            found = self._lasting.get(key) or self._verdicts.get(key)
        except TypeError:  # a list or an object where a text belongs
            found = None
        if found is not None:
            return found
        own = coded_of(value)
        return None if own is None else self.verdict(own)

    def _kept(self, key: tuple[object, ...], verdict: Verdict) -> Verdict:
        """The verdict, remembered: a sound one for all days of the same releases, another one for its day alone."""
        verdicts = self._lasting if self._is_lasting(verdict) else self._verdicts
        if len(verdicts) >= _REMEMBERED:
            verdicts.clear()
        verdicts[key] = verdict
        return verdict

    def _is_lasting(self, verdict: Verdict) -> bool:
        """Whether the verdict is the same on all days of the same releases: no sentence in it can name the day."""
        if verdict.issues:
            return False
        if verdict.index is None or verdict.number is None:
            return True
        return verdict.index.concept(verdict.number).validity.is_unbounded

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
            if len(self._codes) >= _REMEMBERED:
                self._codes.clear()
            self._codes[key] = found
        return found

    def tokens(self, uri: str, code: str) -> frozenset[str]:
        """What a profile may call the code's concept: each code it ever had, bare and after `SYSTEM|`; `SYSTEM|`."""
        key = (uri, code)
        found = self._tokens.get(key)
        if found is None:
            codes = self.codes(uri, code)
            found = frozenset((*codes, *(f"{uri}|{each}" for each in codes), f"{uri}|"))
            if len(self._tokens) >= _REMEMBERED:
                self._tokens.clear()
            self._tokens[key] = found
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
        if not coded.system:
            return Verdict(coded, "")
        if not self.terminology.has_scheme(coded.system):
            return self._foreign(coded)
        scheme = self.terminology.scheme(coded.system)
        issues: list[Issue] = []
        if coded.system != scheme.uri:
            issues.append(words.old_system(coded.system, scheme.uri, scheme.name))
        held = self.picked(scheme.uri)
        index = held.index
        code = coded.code.strip()
        if code != coded.code:
            issues.append(words.blanks(coded.code, code))
        if coded.version:
            issues += self._version(scheme.uri, coded, held)
        found = index.notation(code)
        if found is None and len(self.codes(scheme.uri, code)) > 1 and (ahead := self._ahead(code, held)):
            return self._early(
                coded, code, ahead, (*issues, words.not_yet(code, held, ahead, self.when, known=True))
            )
        if found is None:
            return Verdict(coded, scheme.uri, index, None, (*issues, self._absent(code, held)), settled=True)
        number, role = found
        verdict = Verdict(coded, scheme.uri, index, number)
        issues += self._phased_out(index, number, role, code)
        if coded.display:
            issues += self._display(self, verdict, held)
        return replace(verdict, issues=tuple(issues))

    def _ahead(self, code: str, held: Held) -> Held | None:
        """The later release that first gives a concept of this release the code."""
        if all(held.index.find(other) is None for other in self.codes(held.scheme.uri, code)):
            return None
        later = [
            other for other in self.releases(held.scheme.uri) if words.begins(other) > words.begins(held)
        ]
        return next((other for other in later if other.index.find(code) is not None), None)

    def _early(self, coded: Coded, code: str, ahead: Held, issues: tuple[Issue, ...]) -> Verdict:
        """A concept of the day under a code of later: its display is read as that release has it."""
        verdict = Verdict(coded, ahead.scheme.uri, ahead.index, ahead.index.find(code), settled=True)
        if coded.display:
            issues = (*issues, *self._display(self, verdict, ahead))
        return replace(verdict, issues=issues)

    def _foreign(self, coded: Coded) -> Verdict:
        if coded.system in self._systems:
            return Verdict(coded, coded.system)
        known = [uri for scheme in self.terminology.schemes for uri in (scheme.uri, *scheme.aliases)]
        near = words.nearest(coded.system.strip(), known)
        remedy = both(f"Mente du {near}?", f"Did you mean {near}?") if near else both("", "")
        issue = Issue(
            "SP201",
            both(f"Kodesystemet {coded.system} er ukendt", f"The code system {coded.system} is unknown"),
            slot="system",
            evidence=(("near", near),) if near else (),
        )
        return Verdict(coded, coded.system, issues=(replace(issue, remedy=remedy) if near else issue,))

    def _version(self, uri: str, coded: Coded, held: Held) -> Iterable[Issue]:
        """A version that names a release in which the code does not stand, or no release at all."""
        named = [
            other
            for other in self.releases(uri)
            if coded.version == other.version or coded.version in other.publisher_versions
        ]
        if not named:
            labels = ", ".join(other.version for other in self.releases(uri))
            yield Issue(
                "SP212",
                both(
                    f"{held.scheme.name} har ingen udgave {quoted(coded.version)}",
                    f"{held.scheme.name} has no release {quoted(coded.version)}",
                ),
                both(f"Kendte udgaver: {labels}", f"Known releases: {labels}"),
                slot="version",
            )
        elif all(other.index.find(coded.code) is None for other in named):
            having = [other for other in self.releases(uri) if other.index.find(coded.code) is not None]
            if having:
                yield words.other_release(coded, named[-1], having)

    def _absent(self, code: str, held: Held) -> Issue:
        """Why the release of the day does not know the code."""
        having = [other for other in self.releases(held.scheme.uri) if other.index.find(code) is not None]
        later = [other for other in having if words.begins(other) > words.begins(held)]
        if len(later) == len(having) and later:
            known = held.scheme.uri in self.before_first
            return words.not_yet(code, held, later[0], self.when, known=known)
        if having:
            return self._no_longer(code, held, having[-1])
        elsewhere = [
            scheme.name
            for scheme in self.terminology.schemes
            if scheme.uri != held.scheme.uri and self._bears(scheme.uri, code)
        ]
        if elsewhere:
            return words.other_system(code, held, elsewhere, self.terminology.scheme(elsewhere[0]).uri)
        return words.unknown(code, held)

    def _bears(self, uri: str, code: str) -> bool:
        return any(other.index.find(code) is not None for other in self.releases(uri))

    def _no_longer(self, code: str, held: Held, last: Held) -> Issue:
        number = last.index.find(code)
        assert number is not None
        known = [other.index for other in self.releases(held.scheme.uri)]
        followed = trace(way(known, last.index, held.index), number)
        successors = ", ".join(
            f"{held.index.codes[i]} {quoted(held.index.terms[i])}" for i in followed.targets
        )
        new = held.index.codes[followed.targets[0]] if followed.safe else ""
        return Issue(
            "SP205",
            both(
                f"Koden {code} {quoted(last.index.terms[number])} gælder ikke længere: den står sidst i {last.name}",
                f"The code {code} {quoted(last.index.terms[number])} is no longer valid: it stands last in {last.name}",
            ),
            both(f"Brug {successors}", f"Use {successors}") if successors else both("", ""),
            (("release", held.name), ("last", last.name), ("successor", successors)),
            "code",
            new,
        )

    def _phased_out(self, index: Index, number: int, role: NotationRole, code: str) -> Iterable[Issue]:
        current, term = index.codes[number], index.terms[number]
        evidence: Evidence = (("release", index.name), ("concept", current), ("term", term))
        if role is NotationRole.LEGACY:
            yield Issue(
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
            yield Issue(
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
