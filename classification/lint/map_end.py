"""Lint of maps: one end of a row, its code, its label, what its concept is, in a release."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from classification.compiled.index import Index
from classification.concept import NotationRole, Status
from classification.concept_map import Coding
from classification.finding import Evidence
from classification.lineage import trace, way
from classification.lint.map_vocabulary import Side, Vocabulary
from classification.record import frozen
from classification.sentence import NOTHING, Sentence, both
from classification.terminology import HeldRelease
from classification.text import quoted, term_key

NAMED: Final = 3


@frozen
class Fault:
    """One thing wrong with a row; `column` is what is wrong in it, `code` or `term` of a side, or `relation`."""

    rule: str
    column: str
    message: Sentence
    remedy: Sentence = NOTHING
    evidence: Evidence = ()


@frozen
class EndReport:
    """An end of a row in a release: its concept, where there is one, and what is wrong."""

    concept: int | None
    faults: tuple[Fault, ...]


class MapEnds:
    """The ends of a map, by vocabulary and release."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._ends: dict[tuple[Side, str, str], Ends] = {}

    def of(self, vocabulary: Vocabulary, release: HeldRelease) -> Ends:
        """The ends that a side has in a vocabulary, in one of its releases."""
        key = (vocabulary.side, vocabulary.system, release.version)
        ends = self._ends.get(key)
        if ends is None:
            ends = self._ends[key] = Ends(vocabulary, release, self._day)
        return ends


class Ends:
    """The ends of a side in one release of its vocabulary, each looked at once."""

    def __init__(self, vocabulary: Vocabulary, release: HeldRelease, day: date) -> None:
        self.vocabulary, self.release = vocabulary, release
        self._day = day
        self._reports: dict[tuple[str, str], EndReport] = {}

    @property
    def index(self) -> Index:
        """The release."""
        return self.release.index

    def report(self, end: Coding) -> EndReport:
        """What an end is, and what is wrong with it."""
        key = (end.code, end.term)
        report = self._reports.get(key)
        if report is None:
            found = self.index.notation(end.code)
            concept = None if found is None else found[0]
            report = self._reports[key] = EndReport(concept, tuple(self._faults(end, found)))
        return report

    def is_abstract(self, concept: int) -> bool:
        """Whether a concept only orders others."""
        lives = self.index.lives(concept) and self.index.concept(concept).is_abstract
        return lives or self.index.status(concept) is Status.GROUPING

    def named(self, concept: int) -> str:
        """A concept by code and term."""
        return f"{self.index.codes[concept]} {quoted(self.index.terms[concept])}"

    def _faults(self, end: Coding, found: tuple[int, NotationRole] | None) -> Iterator[Fault]:
        if found is None:
            yield self._unknown(end)
            return
        concept, role = found
        if role is NotationRole.LEGACY:
            yield self._legacy(end, concept)
        if end.term and not self._is_name(end.term, concept):
            yield self._other_label(end, concept)
        if self.vocabulary.side is Side.TARGET:
            yield from self._out_of_use(end, concept)

    def _column(self, part: str) -> str:
        return f"{self.vocabulary.side}_{part}"

    # the code

    def _unknown(self, end: Coding) -> Fault:
        for other in self.vocabulary.others(self.release):
            number = other.index.find(end.code)
            if number is not None:
                return self._of_another_release(end, other, number)
        alone = len(self.vocabulary.releases) == 1
        da, en = ("", "") if alone else (" og i alle andre udgaver", ", and in every other release")
        near = self._near(end)
        listed = ", ".join(near)
        remedy = both(f"menes {listed}?", f"is {listed} meant?") if near else NOTHING
        return Fault(
            "SPA03",
            self._column("code"),
            both(
                f"{quoted(end.code)} er ukendt i {self.release.name}{da}",
                f"{quoted(end.code)} is unknown in {self.release.name}{en}",
            ),
            remedy,
            (("release", self.release.name), *((("near", listed),) if near else ())),
        )

    def _near(self, end: Coding) -> Sequence[str]:
        """What may be meant: the concepts that are called so, else those with a code like it."""
        called = [self.named(number) for number, _ in self.index.by_term(end.term)] if end.term else []
        return called[:NAMED] or [self._with_term(code) for code in self.index.near_codes(end.code, NAMED)]

    def _with_term(self, code: str) -> str:
        number = self.index.find(code)
        return code if number is None else f"{code} {quoted(self.index.terms[number])}"

    def _of_another_release(self, end: Coding, other: HeldRelease, number: int) -> Fault:
        known = [held.index for held in self.vocabulary.releases]
        followed = trace(way(known, other.index, self.index), number)
        heirs = ", ".join(self.named(heir) for heir in followed.targets[:NAMED])
        term = quoted(other.index.terms[number])
        da = f"her {heirs}" if heirs else "uden afløser her"
        en = f"here {heirs}" if heirs else "without a successor here"
        return Fault(
            "SPA04",
            self._column("code"),
            both(
                f"{quoted(end.code)} findes ikke i {self.release.name}; i {other.version} er den {term}, {da}",
                f"{quoted(end.code)} is not in {self.release.name}; in {other.version} it is {term}, {en}",
            ),
            both(f"skriv {heirs}", f"write {heirs}") if heirs else NOTHING,
            (("release", other.name), *((("successor", heirs),) if heirs else ())),
        )

    def _legacy(self, end: Coding, concept: int) -> Fault:
        code = self.index.codes[concept]
        return Fault(
            "SPA05",
            self._column("code"),
            both(
                f"{quoted(end.code)} er en tidligere kode i {self.release.name}; koden er {quoted(code)}",
                f"{quoted(end.code)} is a former code in {self.release.name}; the code is {quoted(code)}",
            ),
            both(f"skriv {code}", f"write {code}"),
            (("release", self.release.name), ("code", code)),
        )

    # the label

    def _is_name(self, term: str, concept: int) -> bool:
        return any(number == concept for number, _ in self.index.by_term(term))

    def _other_label(self, end: Coding, concept: int) -> Fault:
        term = self.index.terms[concept]
        former = self._release_of_name(end.term, concept)
        if former is not None:
            return Fault(
                "SPA07",
                self._column("term"),
                both(
                    f"{quoted(end.term)} er navnet på {quoted(end.code)} i {former.version}; "
                    f"i {self.release.name} er det {quoted(term)}",
                    f"{quoted(end.term)} is the name of {quoted(end.code)} in {former.version}; "
                    f"in {self.release.name} it is {quoted(term)}",
                ),
                both(f"skriv {quoted(term)}", f"write {quoted(term)}"),
                (("release", former.name), ("term", term)),
            )
        others = [number for number, _ in self.index.by_term(end.term)]
        called = ", ".join(self.named(number) for number in others[:NAMED])
        da = f"; sådan hedder {called}" if called else ""
        en = f"; that is what {called} is called" if called else ""
        return Fault(
            "SPA06",
            self._column("term"),
            both(
                f"{quoted(end.code)} hedder {quoted(term)} i {self.release.name}, ikke {quoted(end.term)}{da}",
                f"{quoted(end.code)} is called {quoted(term)} in {self.release.name}, not {quoted(end.term)}{en}",
            ),
            NOTHING,
            (("release", self.release.name), ("term", term), *((("other", called),) if called else ())),
        )

    def _release_of_name(self, term: str, concept: int) -> HeldRelease | None:
        """The newest other release in which the concept is called so; known by any code it shares."""
        codes = [code for code, _ in self.index.notations(concept)]
        key = term_key(term)
        for other in self.vocabulary.others(self.release):
            numbers = {number for code in codes if (number := other.index.find(code)) is not None}
            if any(number in numbers for number, _ in other.index.by_term(key)):
                return other
        return None

    # what the concept is

    def _out_of_use(self, end: Coding, concept: int) -> Iterator[Fault]:
        if self.is_abstract(concept):
            yield Fault(
                "SPA08",
                self._column("code"),
                both(
                    f"{quoted(end.code)} {quoted(self.index.terms[concept])} er en gruppering i {self.release.name}",
                    f"{quoted(end.code)} {quoted(self.index.terms[concept])} is a grouping in {self.release.name}",
                ),
                NOTHING,
                (("release", self.release.name),),
            )
        if self._is_deprecated(concept):
            successors = [
                number
                for code in self.index.concept(concept).replaced_by
                if (number := self.index.find(code)) is not None
            ]
            heirs = ", ".join(self.named(number) for number in successors[:NAMED])
            yield Fault(
                "SPA09",
                self._column("code"),
                both(
                    f"{quoted(end.code)} {quoted(self.index.terms[concept])} er udfaset i {self.release.name}",
                    f"{quoted(end.code)} {quoted(self.index.terms[concept])} is deprecated in {self.release.name}",
                ),
                both(f"skriv {heirs}", f"write {heirs}") if heirs else NOTHING,
                (("release", self.release.name), *((("successor", heirs),) if heirs else ())),
            )

    def _is_deprecated(self, concept: int) -> bool:
        if self.index.status(concept) is Status.DEPRECATED:
            return True
        if not self.index.lives(concept):
            return False
        whole = self.index.concept(concept)
        return whole.is_inactive or whole.is_deprecated_on(self._day)
