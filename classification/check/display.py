"""SP3xx: does the text shown still mean the code it stands beside?

The display is compared with the terms of the code in the release of the day, then in other releases, then with the
terms of other concepts of its classification, so that what is found can be named: an older word, the word of another
concept, a level read off by one. What other classifications call so is a hint: it changes neither rule nor severity.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from classification.check.code_words import begins, below
from classification.check.fault import Evidence, Fault
from classification.concept import LabelKind
from classification.finding import Severity
from classification.sentence import NOTHING, both, joined
from classification.terminology import HeldRelease
from classification.text import quoted, term_key, trimmed
from classification.words import word

if TYPE_CHECKING:
    from classification.check.coding import Verdict
    from classification.check.releases import DayReleases
    from classification.compiled.index import Index

_SHOWN: Final = 3


def check_display(releases: DayReleases, verdict: Verdict, release: HeldRelease) -> Iterable[Fault]:
    """What is wrong with the display of a known code."""
    index, number, display = verdict.index, verdict.number, verdict.coding.display
    assert index is not None
    assert number is not None
    preferred = [label.text for label in index.concept(number).labels if label.kind is LabelKind.PREFERRED]
    if supplements := releases.supplements(index.scheme.uri):
        from classification.supplement import added_labels  # few systems have one

        preferred += [label.text for label in added_labels(supplements, index, number)]
    if display in preferred or display in {trimmed(term) for term in preferred}:
        return ()
    case = _Case(releases, index, number, display, release)
    fault = (
        case.spelling(preferred)
        or case.own_other_label()
        or case.former()
        or case.a_code()
        or case.of_another()
    )
    if fault is _FINE:
        return ()
    return (fault or case.unknown(),)


_FINE: Final = Fault("", both("", ""))


class _Case:
    """One display beside one code, neither of which is quite the other."""

    def __init__(
        self, releases: DayReleases, index: Index, number: int, display: str, release: HeldRelease
    ) -> None:
        self.releases, self.release = releases, release
        self.index, self.number, self.display = index, number, display
        self.term = trimmed(index.terms[number])
        self.key = term_key(display)
        self.codes = {code for code, _ in index.notations(number)}
        self.notation = index.keys[number]

    @property
    def evidence(self) -> Evidence:
        """What every finding rests on."""
        return (
            ("release", self.index.name),
            ("concept", self.index.codes[self.number]),
            ("term", self.term),
        )

    # the concept's own terms

    def spelling(self, preferred: list[str]) -> Fault | None:
        """Only case, whitespace or letter forms differ."""
        own = next((term for term in preferred if term_key(term) == self.key), None)
        if own is None:
            return None
        right = trimmed(own)
        only_da = "afviger kun i store bogstaver, blanktegn eller bogstavernes form (Unicode)"
        only_en = "differs only in case, blanks or form of letters (Unicode)"
        return Fault(
            "SP302",
            both(
                f"Teksten {quoted(self.display)} {only_da} fra {quoted(right)}",
                f"The display {quoted(self.display)} {only_en} from {quoted(right)}",
            ),
            both(f"Skriv {quoted(right)}", f"Write {quoted(right)}"),
            self.evidence,
            "display",
            right,
        )

    def own_other_label(self) -> Fault | None:
        """An alternative label is fine, unless it is in truth the former term of another concept."""
        if all(i != self.number for i, _ in self.index.by_term(self.display)):
            return None
        for other in self.releases.all(self.index.scheme.uri):
            there = self._here(other.index)
            bearers = [i for i, kind in other.index.by_term(self.display) if kind is LabelKind.PREFERRED]
            if there in bearers:
                break
            if bearers and other.index is not self.index:
                return self._attached(other, bearers[0])
        labels = [label.text for label in self.index.concept(self.number).labels]
        if self.display in labels or self.display in {trimmed(label) for label in labels}:
            return _FINE
        return self.spelling(labels)

    def former(self) -> Fault | None:
        """A term that this concept has in another release."""
        having = [
            other
            for other in self.releases.all(self.index.scheme.uri)
            if (there := self._here(other.index)) is not None
            and any(i == there for i, _ in other.index.by_term(self.display))
        ]
        if not having:
            return None
        older = [other for other in having if begins(other) < begins(self.release)]
        example = older[-1] if older else having[0]
        since_da, since_en = ("tidligere", "former") if older else ("senere", "later")
        now = [i for i, _ in self.index.by_term(self.display)]
        taken = f"; {self._names(self.index, now)}" if now else ""
        return Fault(
            "SP301",
            both(
                f"Teksten {quoted(self.display)} er en {since_da} term for {self.notation} ({example.name}); "
                f"i {self.index.version} hedder den {quoted(self.term)}"
                f"{taken and ', og ordet betegner nu ' + taken[2:]}",
                f"The display {quoted(self.display)} is a {since_en} term of {self.notation} ({example.name}); "
                f"in {self.index.version} it is {quoted(self.term)}{taken and ', and the word now names ' + taken[2:]}",
            ),
            both(f"Skriv {quoted(self.term)}", f"Write {quoted(self.term)}"),
            (*self.evidence, ("display of", ", ".join(other.name for other in having))),
            "display",
            "" if now or not older else self.term,
            None if older else Severity.INFORMATION,
        )

    # a code

    def a_code(self) -> Fault | None:
        """A code, this one's or another's, where a term belongs."""
        number = self.index.find(self.display.strip())
        if number is None:
            alike = {self.index.find(code) for code in self.index.variants.of(self.display)}
            number = alike.pop() if len(alike) == 1 else None
        if number is None:
            return None
        if number != self.number:
            return self._belonging(self.release, [number], code=True)
        return Fault(
            "SP310",
            both(
                f"Teksten {quoted(self.display)} er en kode for {quoted(self.term)}, ikke en term",
                f"The display {quoted(self.display)} is a code of {quoted(self.term)}, not a term",
            ),
            both(f"Skriv {quoted(self.term)}", f"Write {quoted(self.term)}"),
            self.evidence,
            "display",
            self.term,
        )

    # the terms of others

    def of_another(self) -> Fault | None:
        """A term of another concept of the same classification: in this release, in another one."""
        for other in (self.release, *self._others()):
            bearers = [i for i, _ in other.index.by_term(self.display) if not self._is_own(other.index, i)]
            if bearers:
                return self._belonging(other, bearers)
        return None

    def _elsewhere(self) -> str:
        """The concepts of other classifications that have the term.

        A hint and no more: which classifications are at hand beside the coding's own says nothing of how wrong it is.
        """
        places = []
        for scheme in self.releases.terminology.schemes:
            if scheme.uri == self.index.scheme.uri or scheme.example:
                continue
            other = self.releases.of_day(scheme.uri)
            bearers = [i for i, _ in other.index.by_term(self.display)]
            if bearers:
                places.append(f"{self._names(other.index, bearers)} ({other.name})")
        return ", ".join(places)

    def _belonging(self, other: HeldRelease, bearers: list[int], *, code: bool = False) -> Fault:
        """The display is the term, or the code, of other concepts."""
        if not code and self.index.concept(self.number).ordinal is not None:
            level = self._level(other, bearers)
            if level is not None:
                return level
        names = self._names(other.index, bearers)
        where = "" if other is self.release else f" ({other.name})"
        kind, theirs = self.index.kind(self.number), {other.index.kind(i) for i in bearers}
        kinds = NOTHING
        if kind not in theirs:
            own, others = word(kind), joined(map(word, sorted(theirs)), ", ")
            kinds = both(f" ({own.da}, ikke {others.da})", f" ({own.en}, not {others.en})")
        is_da, is_en = ("er koden for", "is the code of") if code else ("hører til", "belongs to")
        return Fault(
            "SP303",
            both(
                f"Teksten {quoted(self.display)} {is_da} {names}{where}; "
                f"koden {self.notation} betyder {quoted(self.term)}{kinds.da}",
                f"The display {quoted(self.display)} {is_en} {names}{where}; "
                f"the code {self.notation} means {quoted(self.term)}{kinds.en}",
            ),
            evidence=(*self.evidence, ("display of", names), ("display in", other.name)),
            slot="display",
        )

    def _level(self, other: HeldRelease, bearers: list[int]) -> Fault | None:
        """A level of the same scale, one step off; or a level of another scale."""
        own = self.index.concept(self.number)
        scale = self._scale(self.index, self.number)
        for i in bearers:
            concept = other.index.concept(i)
            if concept.ordinal is None:
                continue
            if not scale.isdisjoint(self._scale(other.index, i)):
                return self._misread(other, i, own.ordinal, concept.ordinal)
        levels = [i for i in bearers if other.index.concept(i).ordinal is not None]
        if not levels or len(levels) < len(bearers):
            return None
        names = self._names(other.index, levels)
        return Fault(
            "SP306",
            both(
                f"Teksten {quoted(self.display)} er et niveau på en anden skala: {names}; "
                f"koden {self.notation} betyder {quoted(self.term)}",
                f"The display {quoted(self.display)} is a level of another scale: {names}; "
                f"the code {self.notation} means {quoted(self.term)}",
            ),
            evidence=(*self.evidence, ("display of", names), ("display in", other.name)),
            slot="display",
        )

    def _misread(self, other: HeldRelease, bearer: int, own: float | None, level: float) -> Fault:
        key, term = other.index.keys[bearer], other.index.terms[bearer]
        off = own is not None and abs(own - level) == 1
        step_da, step_en = (
            ("ét trin forskudt", "read off by one") if off else ("et andet niveau", "another level")
        )
        return Fault(
            "SP307",
            both(
                f"Niveauet er {step_da}: koden {self.notation} betyder {own:g} ({quoted(self.term)}), "
                f"men teksten {quoted(self.display)} er niveau {level:g} ({key} {quoted(term)}, {other.name})",
                f"The level is {step_en}: the code {self.notation} means {own:g} ({quoted(self.term)}), "
                f"but the display {quoted(self.display)} is level {level:g} ({key} {quoted(term)}, {other.name})",
            ),
            evidence=(*self.evidence, ("display of", f"{key} {term}"), ("display in", other.name)),
            slot="display",
        )

    def _attached(self, other: HeldRelease, bearer: int) -> Fault:
        name = self._names(other.index, [bearer])
        return Fault(
            "SP308",
            both(
                f"Teksten {quoted(self.display)} er tilføjet {self.notation} {quoted(self.term)}, "
                f"men var i {other.name} termen for {name}",
                f"The display {quoted(self.display)} is attached to {self.notation} {quoted(self.term)}, "
                f"but in {other.name} it was the term of {name}",
            ),
            both(f"Skriv {quoted(self.term)}", f"Write {quoted(self.term)}"),
            (*self.evidence, ("display of", name), ("display in", other.name)),
            "display",
        )

    def unknown(self) -> Fault:
        """No release of the coding's classification knows the text; what others call so is named."""
        elsewhere = self._elsewhere()
        hint_da = f"; i en anden klassifikation er den en term for {elsewhere}" if elsewhere else ""
        hint_en = f"; in another classification it is a term of {elsewhere}" if elsewhere else ""
        return Fault(
            "SP309",
            both(
                f"Teksten {quoted(self.display)} er ikke en term for {self.notation}; "
                f"den hedder {quoted(self.term)}{hint_da}",
                f"The display {quoted(self.display)} is no term of {self.notation}; "
                f"it is {quoted(self.term)}{hint_en}",
            ),
            both(
                f"Skriv {quoted(self.term)}, hvis koden er den rigtige",
                f"Write {quoted(self.term)} if the code is the right one",
            ),
            (*self.evidence, *((("display of", elsewhere),) if elsewhere else ())),
            "display",
        )

    # the concept elsewhere

    def _others(self) -> list[HeldRelease]:
        """The other releases, those nearest in time first, older before newer."""
        releases = self.releases.all(self.index.scheme.uri)
        older = [other for other in releases if begins(other) < begins(self.release)]
        newer = [other for other in releases if begins(other) > begins(self.release)]
        return [*reversed(older), *newer]

    def _here(self, index: Index) -> int | None:
        """This concept in another release."""
        return next((i for code in sorted(self.codes) if (i := index.find(code)) is not None), None)

    def _is_own(self, index: Index, number: int) -> bool:
        return any(code in self.codes for code, _ in index.notations(number))

    def _scale(self, index: Index, number: int) -> set[str]:
        """The codes of the heading above a level."""
        return {code for parent in index.parents(number) for code, _ in index.notations(parent)}

    def _names(self, index: Index, numbers: list[int]) -> str:
        shown = [
            f"{index.keys[i]} {quoted(trimmed(index.terms[i]))}{below(index, i)}" for i in numbers[:_SHOWN]
        ]
        more = len(numbers) - _SHOWN
        return ", ".join(shown) + (f" (+{more})" if more > 0 else "")
