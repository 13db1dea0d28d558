"""SP3xx: does the text shown still mean the code it stands beside?

The display is compared with the terms of the code in the release of the day, then in other releases, then with the
terms of other concepts, so that what is found can be named: an older word, the word of another concept, a level read
off by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from classification.check.code_words import below
from classification.check.fault import Evidence, Fault
from classification.concept import LabelKind
from classification.finding import Severity
from classification.sentence import NOTHING, both, joined
from classification.terminology import Held
from classification.text import quoted, term_key, trimmed
from classification.words import word

if TYPE_CHECKING:
    from classification.check.code import CodeJudge, Verdict
    from classification.compiled.index import Index

_SHOWN: Final = 3


def check_display(judge: CodeJudge, verdict: Verdict, held: Held) -> Iterable[Fault]:
    """What is wrong with the display of a known code."""
    index, number, display = verdict.index, verdict.number, verdict.coded.display
    assert index is not None
    assert number is not None
    preferred = [label.text for label in index.concept(number).labels if label.kind is LabelKind.PREFERRED]
    if display in preferred or display in {trimmed(term) for term in preferred}:
        return ()
    case = _Case(judge, index, number, display, held)
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

    def __init__(self, judge: CodeJudge, index: Index, number: int, display: str, held: Held) -> None:
        self.judge, self.index, self.number, self.display, self.held = judge, index, number, display, held
        self.term = trimmed(index.terms[number])
        self.key = term_key(display)
        self.codes = {code for code, _ in index.notations(number)}
        self.named = index.keys[number]

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
        """Only case, blanks or letter forms differ."""
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
        for other in self.judge.releases(self.index.scheme.uri):
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
        """A term that this concept bears in another release."""
        bearing = [
            other
            for other in self.judge.releases(self.index.scheme.uri)
            if (there := self._here(other.index)) is not None
            and any(i == there for i, _ in other.index.by_term(self.display))
        ]
        if not bearing:
            return None
        older = [other for other in bearing if _begins(other) < _begins(self.held)]
        shown = older[-1] if older else bearing[0]
        since_da, since_en = ("tidligere", "former") if older else ("senere", "later")
        now = [i for i, _ in self.index.by_term(self.display)]
        taken = f"; {self._names(self.index, now)}" if now else ""
        return Fault(
            "SP301",
            both(
                f"Teksten {quoted(self.display)} er en {since_da} term for {self.named} ({shown.name}); "
                f"i {self.index.version} hedder den {quoted(self.term)}"
                f"{taken and ', og ordet betegner nu ' + taken[2:]}",
                f"The display {quoted(self.display)} is a {since_en} term of {self.named} ({shown.name}); "
                f"in {self.index.version} it is {quoted(self.term)}{taken and ', and the word now names ' + taken[2:]}",
            ),
            both(f"Skriv {quoted(self.term)}", f"Write {quoted(self.term)}"),
            (*self.evidence, ("display of", ", ".join(other.name for other in bearing))),
            "display",
            "" if now or not older else self.term,
            None if older else Severity.INFORMATION,
        )

    # a code

    def a_code(self) -> Fault | None:
        """A code, this one's or another's, where a term belongs."""
        found = self.index.find(self.display.strip())
        if found is None:
            alike = {self.index.find(code) for code in self.index.variants.of(self.display)}
            found = alike.pop() if len(alike) == 1 else None
        if found is None:
            return None
        if found != self.number:
            return self._named_of(self.held, [found], code=True)
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
        """A term of another concept: in this release, in another one, in another classification."""
        for other in (self.held, *self._others()):
            found = [i for i, _ in other.index.by_term(self.display) if not self._is_own(other.index, i)]
            if found:
                return self._named_of(other, found)
        for scheme in self.judge.terminology.schemes:
            if scheme.uri == self.index.scheme.uri or scheme.example:
                continue
            elsewhere = self.judge.picked(scheme.uri)
            found = [i for i, _ in elsewhere.index.by_term(self.display)]
            if found:
                return self._named_of(elsewhere, found)
        return None

    def _named_of(self, other: Held, found: list[int], *, code: bool = False) -> Fault:
        if not code and self.index.concept(self.number).ordinal is not None:
            level = self._level(other, found)
            if level is not None:
                return level
        named = self._names(other.index, found)
        where = "" if other is self.held else f" ({other.name})"
        kind, theirs = self.index.kind(self.number), {other.index.kind(i) for i in found}
        kinds = NOTHING
        if kind not in theirs:
            own, others = word(kind), joined(map(word, sorted(theirs)), ", ")
            kinds = both(f" ({own.da}, ikke {others.da})", f" ({own.en}, not {others.en})")
        is_da, is_en = ("er koden for", "is the code of") if code else ("hører til", "belongs to")
        return Fault(
            "SP303",
            both(
                f"Teksten {quoted(self.display)} {is_da} {named}{where}; "
                f"koden {self.named} betyder {quoted(self.term)}{kinds.da}",
                f"The display {quoted(self.display)} {is_en} {named}{where}; "
                f"the code {self.named} means {quoted(self.term)}{kinds.en}",
            ),
            evidence=(*self.evidence, ("display of", named), ("display in", other.name)),
            slot="display",
        )

    def _level(self, other: Held, found: list[int]) -> Fault | None:
        """A level of the same scale, one step off; or a level of another scale."""
        own = self.index.concept(self.number)
        scale = self._scale(self.index, self.number)
        for i in found:
            concept = other.index.concept(i)
            if concept.ordinal is None:
                continue
            if not scale.isdisjoint(self._scale(other.index, i)):
                return self._misread(other, i, own.ordinal, concept.ordinal)
        levels = [i for i in found if other.index.concept(i).ordinal is not None]
        if not levels or len(levels) < len(found):
            return None
        named = self._names(other.index, levels)
        return Fault(
            "SP306",
            both(
                f"Teksten {quoted(self.display)} er et niveau på en anden skala: {named}; "
                f"koden {self.named} betyder {quoted(self.term)}",
                f"The display {quoted(self.display)} is a level of another scale: {named}; "
                f"the code {self.named} means {quoted(self.term)}",
            ),
            evidence=(*self.evidence, ("display of", named), ("display in", other.name)),
            slot="display",
        )

    def _misread(self, other: Held, found: int, own: float | None, shown: float) -> Fault:
        key, term = other.index.keys[found], other.index.terms[found]
        off = own is not None and abs(own - shown) == 1
        step_da, step_en = (
            ("ét trin forskudt", "read off by one") if off else ("et andet niveau", "another level")
        )
        return Fault(
            "SP307",
            both(
                f"Niveauet er {step_da}: koden {self.named} betyder {own:g} ({quoted(self.term)}), "
                f"men teksten {quoted(self.display)} er niveau {shown:g} ({key} {quoted(term)}, {other.name})",
                f"The level is {step_en}: the code {self.named} means {own:g} ({quoted(self.term)}), "
                f"but the display {quoted(self.display)} is level {shown:g} ({key} {quoted(term)}, {other.name})",
            ),
            evidence=(*self.evidence, ("display of", f"{key} {term}"), ("display in", other.name)),
            slot="display",
        )

    def _attached(self, other: Held, bearer: int) -> Fault:
        named = self._names(other.index, [bearer])
        return Fault(
            "SP308",
            both(
                f"Teksten {quoted(self.display)} er tilføjet {self.named} {quoted(self.term)}, men var i {other.name} "
                f"termen for {named}",
                f"The display {quoted(self.display)} is attached to {self.named} {quoted(self.term)}, "
                f"but in {other.name} it was the term of {named}",
            ),
            both(f"Skriv {quoted(self.term)}", f"Write {quoted(self.term)}"),
            (*self.evidence, ("display of", named), ("display in", other.name)),
            "display",
        )

    def unknown(self) -> Fault:
        """No release of any classification at hand knows the text."""
        return Fault(
            "SP309",
            both(
                f"Teksten {quoted(self.display)} er ikke en term for {self.named}; "
                f"den hedder {quoted(self.term)}",
                f"The display {quoted(self.display)} is no term of {self.named}; it is {quoted(self.term)}",
            ),
            both(
                f"Skriv {quoted(self.term)}, hvis koden er den rigtige",
                f"Write {quoted(self.term)} if the code is the right one",
            ),
            self.evidence,
            "display",
        )

    # the concept elsewhere

    def _others(self) -> list[Held]:
        """The other releases, those nearest in time first, older before newer."""
        known = self.judge.releases(self.index.scheme.uri)
        older = [other for other in known if _begins(other) < _begins(self.held)]
        newer = [other for other in known if _begins(other) > _begins(self.held)]
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


def _begins(held: Held) -> str:
    return held.validity.start.isoformat() if held.validity.start else ""
