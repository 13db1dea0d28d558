"""A value set bound to releases: every system, filter and reference in it resolved, or a finding why not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from classification.compiled.index import Index
from classification.errors import (
    AmbiguousName,
    NoReleaseOnDay,
    UnknownRelease,
    UnknownScheme,
    UnknownValueSet,
)
from classification.expansion.condition import FilterCondition, Unanswerable, condition, enumerated
from classification.finding import Finding, Place, Severity
from classification.record import frozen, replace
from classification.sentence import Sentence, both, same
from classification.terminology import HeldRelease, Terminology, When, canonical
from classification.value_set import Include, ValueSet

MAX_DEPTH = 50


@frozen
class BoundPart:
    """One include or exclude, bound.

    `index` is the release it is asked in; without one the system is not held and `codes` are what it names (None: every
    code of the system). A part that is not `answerable` selects nothing.
    """

    given: Include
    system: str
    index: Index | None
    conditions: tuple[FilterCondition, ...]
    codes: Mapping[str, None] | None
    references: tuple[Definition, ...]
    answerable: bool


@frozen
class _Asked:
    """A value set, and whether its version was asked for by name or picked by the day."""

    value_set: ValueSet
    named: bool

    def edition(self, uri: str) -> str:
        """The label under which a system or value set belongs to it; empty where the day decides."""
        return self.value_set.edition if self.named and uri in self.value_set.companions else ""


@frozen(eq=False)
class Definition:
    """A value set with all its parts bound."""

    value_set: ValueSet
    include: tuple[BoundPart, ...]
    exclude: tuple[BoundPart, ...]


class Binder:
    """Binds a value set and, through it, those it refers to; collects releases and findings on the way.

    A part is bound to the release it pins; else to the one valid on the day, whatever the value set's own version
    (FHIR R4, ValueSet 4.9). Only where `when` names that version, what was published with it counts before the day:
    within an edition its own code systems and value sets.
    """

    def __init__(self, terminology: Terminology, when: When) -> None:
        self._terminology = terminology
        self._when = replace(when, release="")
        self._release = when.release
        self._bound: dict[tuple[str, str, bool], Definition] = {}
        self.findings: list[tuple[str, Finding]] = []
        self.systems: dict[str, dict[Index | None, None]] = {}

    def definition(self, value_set: ValueSet) -> Definition:
        """The value set, bound."""
        return self._definition(_Asked(value_set, named=self._release == value_set.version), ())

    def _definition(self, asked: _Asked, chain: tuple[str, ...]) -> Definition:
        """`chain` names the value sets that led here."""
        value_set = asked.value_set
        key = (value_set.uri, value_set.version, asked.named)
        if key not in self._bound:
            chain = (*chain, value_set.uri)
            include = tuple(self._part(asked, "include", at, chain) for at in range(len(value_set.include)))
            exclude = tuple(self._part(asked, "exclude", at, chain) for at in range(len(value_set.exclude)))
            self._bound[key] = Definition(value_set, include, exclude)
        return self._bound[key]

    @property
    def definitions(self) -> Iterable[tuple[str, str, bool]]:
        """URI and version of each value set that was resolved, and whether that version was named."""
        return self._bound

    def system(self, name: str) -> str:
        """The canonical URI of a system given by URI, alias or name; as it is when the system is not held."""
        return self._terminology.scheme(name).uri if self._terminology.has_scheme(name) else name

    def unknown(self, name: str) -> str:
        """That no classification has that name, with near ones; empty where one has it."""
        try:
            self._terminology.scheme(name)
        except UnknownScheme as error:
            return str(error)
        return ""

    def _part(self, asked: _Asked, side: str, at: int, chain: tuple[str, ...]) -> BoundPart:
        value_set = asked.value_set
        given: Include = getattr(value_set, side)[at]
        place = Place(file=value_set.name, path=f"/{side}/{at}")
        system = self.system(given.system) if given.system else ""
        index = self._index(given, asked, place) if system else None
        if system:
            self.systems.setdefault(system, {})[index] = None
        conditions, answerable = self._conditions(given, system, index, place)
        references: list[Definition] = []
        for number, uri in enumerate(given.value_sets):
            found = self._reference(
                uri, asked, chain, replace(place, path=f"{place.path}/value_sets/{number}")
            )
            answerable = answerable and found is not None
            references += () if found is None else (found,)
        if not system and not given.value_sets:
            text = both(
                "en del nævner hverken et system eller et værdisæt",
                "a part names neither a system nor a value set",
            )
            self._find(
                "", "SPV10", Severity.ERROR, text, place, both("nævn en af delene", "name one of them")
            )
            answerable = False
        codes = dict.fromkeys(given.codes) if given.codes or not given.value_sets else None
        return BoundPart(given, system, index, conditions, codes, tuple(references), answerable)

    # releases

    def _index(self, given: Include, asked: _Asked, place: Place) -> Index | None:
        if not self._terminology.has_scheme(given.system):
            return None
        try:
            return self._release_asked(given, asked).index
        except (NoReleaseOnDay, UnknownRelease, AmbiguousName) as error:
            self._find(
                given.system,
                "SPV09",
                Severity.ERROR,
                error.message,
                place,
                both("fastlås en udgave, der findes her", "pin a release that is held"),
            )
            return None

    def _release_asked(self, given: Include, asked: _Asked) -> HeldRelease:
        if given.release:
            return self._pinned(given, asked)
        label = asked.edition(given.system)
        labelled = self._terminology.editions(given.system).labelled(label, self._when) if label else None
        return labelled or self._terminology.release(given.system, self._when)

    def _pinned(self, given: Include, asked: _Asked) -> HeldRelease:
        try:
            return self._terminology.release(given.system, self._when.of(given.release))
        except UnknownRelease:
            known = self._terminology.releases(given.system, self._when)
            same = [release for release in known if given.release in release.publisher_versions]
            if not same:
                raise
            on_day = [release for release in same if release.validity.covers(self._when.day)]
            label = asked.edition(given.system)
            return next((release for release in same if release.version == label), (on_day or same)[-1])

    # filters and codes

    def _conditions(
        self, given: Include, system: str, index: Index | None, place: Place
    ) -> tuple[tuple[FilterCondition, ...], bool]:
        if not system:
            return (), not (given.codes or given.filters)
        if index is None:
            return (), self._unheld(given, system, place)
        conditions: list[FilterCondition] = []
        if given.codes:
            conditions.append(enumerated(index, given.codes))
            self._unknown_codes(given, index, place)
        answerable = True
        for number, each in enumerate(given.filters):
            try:
                conditions.append(condition(index, each))
            except Unanswerable as error:
                where = replace(place, path=f"{place.path}/filters/{number}")
                self._find(system, error.rule, Severity.ERROR, error.message, where, error.remedy)
                answerable = False
        return tuple(conditions), answerable

    def _unknown_codes(self, given: Include, index: Index, place: Place) -> None:
        for number, code in enumerate(given.codes):
            if index.find(code) is None:
                text = both(
                    f"koden {code!r} findes ikke i {index.name}", f"code {code!r} is not in {index.name}"
                )
                where = replace(place, path=f"{place.path}/codes/{number}")
                remedy = both(
                    "ret koden, eller fastlås en anden udgave", "correct the code or pin another release"
                )
                self._find(index.scheme.uri, "SPV03", Severity.WARNING, text, where, remedy)

    def _unheld(self, given: Include, system: str, place: Place) -> bool:
        """Whether a part of a system that is not held can be answered: enumerated codes can, filters cannot."""
        if self._terminology.has_scheme(system):  # a release is missing, which has been said
            return bool(given.codes) and not given.filters
        remedy = both("importér en udgave af systemet", "import a release of the system")
        if given.filters:
            said = same(", ".join(f"{f.property} {f.operator} {f.value}" for f in given.filters))
            text = both(
                f"systemet {system} findes ikke her, så {said.da} kan ikke besvares",
                f"system {system} is not held, so {said.en} cannot be answered",
            )
            self._find(system, "SPV01", Severity.WARNING, text, place, remedy)
            return False
        if given.codes:
            text = both(
                f"systemet {system} findes ikke her: {len(given.codes)} af dets koder tages, som de står",
                f"system {system} is not held: {len(given.codes)} of its codes are taken as they stand",
            )
            self._find(system, "SPV02", Severity.INFORMATION, text, place, remedy)
            return True
        if given.value_sets:
            return True
        text = both(
            f"systemet {system} findes ikke her, så alle dets koder kan ikke opregnes",
            f"system {system} is not held, so all of its codes cannot be listed",
        )
        self._find(system, "SPV01", Severity.WARNING, text, place, remedy)
        return False

    # other value sets

    def _reference(self, uri: str, asked: _Asked, chain: tuple[str, ...], place: Place) -> Definition | None:
        try:
            reference = self._referred(uri, asked)
        except (UnknownValueSet, UnknownRelease, NoReleaseOnDay, AmbiguousName) as error:
            self._find(
                "",
                "SPV07",
                Severity.WARNING,
                error.message,
                place,
                both("importér værdisættet", "import the value set"),
            )
            return None
        found = reference.value_set
        if found.uri in chain:
            circle = " → ".join((*chain[chain.index(found.uri) :], found.uri))
            self._find(
                "",
                "SPV08",
                Severity.ERROR,
                both(f"værdisæt går i ring: {circle}", f"value sets run in a circle: {circle}"),
                place,
                both("fjern en af henvisningerne", "remove one reference"),
            )
            return None
        if len(chain) >= MAX_DEPTH:
            text = both(
                f"værdisæt henviser til hinanden i mere end {MAX_DEPTH} led",
                f"value sets refer to each other more than {MAX_DEPTH} deep",
            )
            self._find(
                "",
                "SPV08",
                Severity.ERROR,
                text,
                place,
                both("henvis direkte til de inderste værdisæt", "refer to the inner value sets directly"),
            )
            return None
        return self._definition(reference, chain)

    def _referred(self, uri: str, asked: _Asked) -> _Asked:
        name, when = canonical(uri, self._when)
        if not when.release and (label := asked.edition(name)):
            same = self._terminology.value_set_versions(name).labelled(label, when)
            if same is not None:
                return _Asked(same, named=True)
        return _Asked(self._terminology.value_set(name, when), named=bool(when.release))

    def _find(
        self, system: str, rule: str, severity: Severity, text: Sentence, place: Place, remedy: Sentence
    ) -> None:
        self.findings.append(
            (self.system(system) if system else "", Finding(rule, severity, text, place, remedy))
        )
