"""What is open for questions: schemes with their releases, value sets, concept maps, on two clocks.

A `Terminology` is immutable: publishing makes a new one and the service swaps one reference. `When` picks what holds on
a day (`day`, valid time) as far as it was known at an instant (`known_at`, recorded time), or one release by label.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from classification.compiled.index import Index
from classification.errors import (
    AmbiguousName,
    InvalidRequest,
    NoReleaseOnDay,
    UnknownMap,
    UnknownRelease,
    UnknownScheme,
    UnknownValueSet,
    Withdrawn,
)
from classification.record import frozen, replace
from classification.remembered import Remembered
from classification.scheme import ConceptScheme
from classification.sentence import Sentence, both, same
from classification.text import shown
from classification.validity import Clocked, Validity, begins
from classification.withdrawal import Decisions, Labels, Withdrawal, in_force

if TYPE_CHECKING:
    from classification.concept_map import ConceptMap
    from classification.former import FormerLabels
    from classification.value_set import ValueSet

_FORMER: Final = 64
DIGEST_PREFIX: Final = "sha256:"


@frozen
class When:
    """Which edition is meant: valid on `day`, known at `known_at` (None: everything known now).

    `release` picks one release of the classification asked for by its label (or `sha256:…` and the first digits of its
    digest); other classifications that take part are still picked by the day. `withdrawn` asks for withdrawn ones too:
    for lists and links that never change; what answers by them says that they are withdrawn. `supplements` names
    what is switched on, where the questions to one terminology differ in it (`classification.supplement`).
    """

    day: date
    known_at: datetime | None = None
    release: str = ""
    withdrawn: bool = False
    supplements: tuple[str, ...] = ()

    def of(self, release: str) -> When:
        """The same clocks with `release` picked."""
        return replace(self, release=release)

    def knows(self, recorded: datetime) -> bool:
        """Whether something recorded then was known."""
        return self.known_at is None or recorded <= self.known_at


def canonical(name: str, when: When) -> tuple[str, When]:
    """A FHIR canonical (`url|version`) as the name and the edition it asks for; another name as it is.

    The version stands in the place of `when.release`, where that is not said.

    Raises:
        InvalidRequest: both are said, and differ.
    """
    url, bar, version = name.rpartition("|")
    if not bar or not url or not version:
        return (url if bar and url else name), when
    if when.release not in ("", version):
        raise InvalidRequest(
            both(
                f"{name} og udgaven {when.release} er to; udelad den ene",
                f"{name} and release {when.release} are two; leave one out",
            )
        )
    return url, when.of(version)


@frozen(slots=False)
class HeldRelease:
    """One release at hand: what it says of itself, and a way to open its index (done once, when first asked)."""

    scheme: ConceptScheme
    version: str
    validity: Validity
    recorded: datetime
    digest: str
    structure_digest: str
    size: int
    load: Callable[[], Index]
    publisher_versions: tuple[str, ...] = ()

    @cached_property
    def index(self) -> Index:
        """The compiled release."""
        return self.load()

    @property
    def name(self) -> str:
        """Scheme and release as people write them: `fsiii@2.3.0`."""
        return f"{self.scheme.name}@{self.version}"


class _Edition(Clocked, Protocol):
    @property
    def version(self) -> str: ...


E = TypeVar("E", bound=_Edition)


_NONE: Final[Labels] = {}


class Editions(Generic[E]):
    """Editions of one thing in the order of their validity; picks one by a `When`.

    Labels that were withdrawn, as far as known at the instant, are not picked.
    """

    def __init__(self, editions: Iterable[E], withdrawals: Labels = _NONE) -> None:
        self.all: tuple[E, ...] = tuple(sorted(editions, key=begins))
        self.withdrawals = withdrawals

    def known(self, when: When) -> tuple[E, ...]:
        """Editions known at the instant; of several with one label, the one recorded last."""
        latest: dict[str, E] = {}
        for edition in sorted(self.all, key=lambda e: e.recorded):
            if when.knows(edition.recorded):
                latest[edition.version] = edition
        if self.withdrawals and not when.withdrawn:
            latest = {label: e for label, e in latest.items() if self.withdrawal(label, when) is None}
        return tuple(sorted(latest.values(), key=begins))

    def withdrawal(self, label: str, when: When) -> Withdrawal | None:
        """Why the label does not answer, as far as known at the instant; None where it does."""
        return in_force(self.withdrawals.get(label, ()), when.known_at)

    def on(self, when: When) -> E | None:
        """The edition valid on the day: the one that began last and has not ended."""
        found = None
        for edition in self.known(when):
            if edition.validity.covers(when.day):
                found = edition
        return found

    def labelled(self, label: str, when: When) -> E | None:
        """The edition with that label."""
        return next((e for e in self.known(when) if e.version == label), None)

    def period(self, edition: E, when: When) -> Validity:
        """When `edition` really holds: to its own end or to the day the next edition begins."""
        later = [
            e for e in self.known(when) if begins(e)[0] > begins(edition)[0] and e.validity.start is not None
        ]
        next_start = later[0].validity.start if later else None
        return edition.validity.intersect(Validity(None, next_start))


class Shelf(Generic[E]):
    """Things of one sort by URI, the editions of one thing read when it is first asked for.

    Args:
        names: the names that each thing has borne, by its URI; that of its newest edition comes last.
        read: the editions of a thing.
        withdrawals: what was withdrawn of a thing.
    """

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        read: Callable[[str], Iterable[E]],
        withdrawals: Mapping[str, Labels] | None = None,
    ) -> None:
        self.names = names
        self.withdrawals = withdrawals or {}
        self._read = read
        self._held: dict[str, Editions[E]] = {}

    def __getitem__(self, uri: str) -> Editions[E]:
        if uri not in self._held:
            self._held[uri] = Editions(self._read(uri), self.withdrawals.get(uri, _NONE))
        return self._held[uri]

    def __iter__(self) -> Iterator[Editions[E]]:
        return map(self.__getitem__, self.names)

    def joined(self, more: Shelf[E]) -> Shelf[E]:
        """These things and more, where both know a thing with the editions of both; nothing is read for it."""
        names = {
            uri: tuple(dict.fromkeys((*self.names.get(uri, ()), *more.names.get(uri, ()))))
            for uri in (*self.names, *more.names)
        }
        sides = (self, more)
        return Shelf(
            names,
            lambda uri: (e for side in sides if uri in side.names for e in side[uri].all),
            {**self.withdrawals, **more.withdrawals},
        )

    @cached_property
    def uris(self) -> Mapping[str, Collection[str]]:
        """The URIs of each name, and of each URI itself."""
        uris: dict[str, set[str]] = defaultdict(set)
        for uri, names in self.names.items():
            for name in (uri, *names):
                uris[name].add(uri)
        return uris


class _Named(_Edition, Protocol):
    @property
    def uri(self) -> str: ...
    @property
    def name(self) -> str: ...


N = TypeVar("N", bound=_Named)


def shelf_of(things: Iterable[N]) -> Shelf[N]:
    """Value sets or maps at hand, every version of each."""
    groups = _grouped(things, lambda thing: thing.uri)
    return Shelf({uri: names_borne(found) for uri, found in groups.items()}, lambda uri: groups[uri].all)


def names_borne(editions: Editions[N]) -> tuple[str, ...]:
    """The names of one thing in its editions, that of the newest last."""
    return tuple(dict.fromkeys(edition.name for edition in reversed(editions.all)))[::-1]


class Terminology:
    """Everything open for questions.

    Args:
        releases: releases at hand, several per scheme; a scheme's description is that of its newest release.
        value_sets: all versions of all value sets.
        maps: all versions of all concept maps.
        decisions: what was withdrawn of the releases, and former names of all things; shelves know their own.
    """

    def __init__(
        self,
        releases: Iterable[HeldRelease] = (),
        value_sets: Iterable[ValueSet] | Shelf[ValueSet] = (),
        maps: Iterable[ConceptMap] | Shelf[ConceptMap] = (),
        decisions: Decisions | None = None,
    ) -> None:
        self._decisions = decisions or Decisions()
        by_uri: dict[str, list[HeldRelease]] = defaultdict(list)
        for release in releases:
            by_uri[release.scheme.uri].append(release)
        withdrawn = self._decisions.releases
        self._releases = {uri: Editions(found, withdrawn.get(uri, _NONE)) for uri, found in by_uri.items()}
        self.schemes: tuple[ConceptScheme, ...] = tuple(
            sorted((editions.all[-1].scheme for editions in self._releases.values()), key=lambda s: s.name)
        )
        self._scheme_names: dict[str, ConceptScheme] = {}
        for scheme in self.schemes if self._decisions.former else ():
            for name in self._decisions.former.get(scheme.uri, ()):
                self._scheme_names[name] = scheme
        for scheme in self.schemes:
            for name in (*scheme.aliases, scheme.name):
                self._scheme_names[name] = scheme
        # a URI is its own scheme's, whatever others call themselves
        self._scheme_names |= {scheme.uri: scheme for scheme in self.schemes}
        self._former: Remembered[tuple[str, ...], FormerLabels] = Remembered(_FORMER)
        self._given_value_sets = tuple(value_sets) if isinstance(value_sets, Iterator) else value_sets
        self._given_maps = tuple(maps) if isinstance(maps, Iterator) else maps

    # Value sets and maps are looked at when first asked for: most questions need one of them, or neither.

    @cached_property
    def _value_sets(self) -> Shelf[ValueSet]:
        given = self._given_value_sets
        return given if isinstance(given, Shelf) else shelf_of(given)

    @cached_property
    def _maps(self) -> Shelf[ConceptMap]:
        given = self._given_maps
        return given if isinstance(given, Shelf) else shelf_of(given)

    @cached_property
    def _map_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for uri, borne in self._maps.names.items():
            for former in borne[:-1]:
                names.setdefault(former, uri)
        for uri, borne in self._maps.names.items():
            names |= {uri: uri, borne[-1]: uri}
        return names

    # schemes and releases

    def scheme(self, name: str) -> ConceptScheme:
        """The classification with that short name, URI or alias; the version of a canonical is not looked at.

        Raises:
            UnknownScheme: naming near ones.
        """
        names = self._scheme_names
        found = names.get(name) or names.get(name.strip().lower()) or names.get(name.rpartition("|")[0])
        if found is None:
            raise UnknownScheme(name, [scheme.name for scheme in self.schemes])
        return found

    def supplements_of(self, uri: str) -> tuple[ConceptScheme, ...]:
        """The supplements at hand of a classification (`classification.supplement`)."""
        return self._supplements.get(uri, ())

    @cached_property
    def _supplements(self) -> Mapping[str, tuple[ConceptScheme, ...]]:
        found: dict[str, tuple[ConceptScheme, ...]] = defaultdict(tuple)
        for scheme in self.schemes:
            base = scheme.supplements.partition("|")[0]
            if base:
                found[self._scheme_names[base].uri if base in self._scheme_names else base] += (scheme,)
        return found

    def with_releases(self, releases: Iterable[HeldRelease]) -> Terminology:
        """The same value sets and maps over other releases; what was withdrawn stays so."""
        return Terminology(releases, self._value_sets, self._maps, self._decisions)

    def has_scheme(self, name: str) -> bool:
        """Whether a classification has that short name, URI or alias."""
        return name in self._scheme_names or name.strip().lower() in self._scheme_names

    def answers(self, name: str, when: When) -> bool:
        """Whether a classification is at hand and not withdrawn as a whole, as far as known then."""
        if not self.has_scheme(name):
            return False
        editions = self.editions(name)
        return not editions.withdrawals or any(
            editions.withdrawal(edition.version, when) is None for edition in editions.all
        )

    def editions(self, scheme: str) -> Editions[HeldRelease]:
        """The releases of a classification."""
        return self._releases[self.scheme(scheme).uri]

    def releases(self, scheme: str, when: When) -> tuple[HeldRelease, ...]:
        """The releases of a classification known then, oldest first."""
        return self.editions(scheme).known(when)

    def release(self, scheme: str, when: When) -> HeldRelease:
        """The release that `when` picks, or the canonical (`url|version`).

        Raises:
            UnknownScheme: no such classification.
            UnknownRelease: no such label or digest.
            NoReleaseOnDay: none covers the day.
        """
        editions = self.editions(scheme)
        name = self.scheme(scheme).name
        _, when = canonical(scheme, when)
        if when.release:
            return _labelled(editions, when, name)
        found = editions.on(when)
        if found is None:
            raise _uncovered(same(name), editions, when)
        return found

    def index(self, scheme: str, when: When) -> Index:
        """The compiled release that `when` picks (errors as `release`)."""
        return self.release(scheme, when).index

    def former_labels(self, index: Index, when: When) -> FormerLabels:
        """What the concepts of a release were called in the releases before it that were known then."""
        known = self.releases(index.scheme.uri, when.of(""))
        at = next((n for n, release in enumerate(known) if release.version == index.version), len(known))
        earlier = known[:at][::-1]
        key = (index.digest, index.version, *(f"{release.digest} {release.version}" for release in earlier))
        former = self._former.get(key)
        if former is None:
            from classification.former import FormerLabels  # imported where something is searched

            former = FormerLabels(index, [release.index for release in earlier])
            self._former.keep(key, former)
        return former

    def former_names(self, uri: str) -> Sequence[str]:
        """The short names that the thing with that URI had before it was renamed."""
        return self._decisions.former.get(uri, ())

    @property
    def present_names(self) -> Mapping[str, str]:
        """The present name of each thing that was renamed, under its former ones."""
        names: dict[str, str] = {}
        for uri, former in self._decisions.former.items():
            if uri in self._releases:
                now = self.scheme(uri).name
            else:
                borne = self._value_sets.names.get(uri) or self._maps.names.get(uri)
                if not borne:
                    continue
                now = borne[-1]
            names |= dict.fromkeys(former, now)
        return names

    def withdrawn(self, when: When) -> Iterator[tuple[str, str, str, str, Withdrawal]]:
        """Kind, URI, name, label of everything withdrawn as far as known then, and why."""
        for kind, decided, names in (
            ("release", self._decisions.releases, {scheme.uri: scheme.name for scheme in self.schemes}),
            ("value set", self._decisions.value_sets, _newest_names(self._value_sets)),
            ("map", self._decisions.maps, _newest_names(self._maps)),
        ):
            for uri, labels in decided.items():
                for label, withdrawals in labels.items():
                    withdrawal = in_force(withdrawals, when.known_at)
                    if withdrawal is not None:
                        yield kind, uri, names[uri], label, withdrawal

    # value sets

    @cached_property
    def value_set_names(self) -> tuple[str, ...]:
        """Names of all value sets."""
        return tuple(sorted(names[-1] for names in self._value_sets.names.values()))

    def value_set_versions(self, name: str) -> Editions[ValueSet]:
        """All versions of the value set with that URI or name; the version of a canonical is not looked at.

        Raises:
            UnknownValueSet: naming near ones.
            AmbiguousName: when two value sets share the name.
        """
        uris = self._value_sets.uris.get(name, ()) or self._value_sets.uris.get(name.rpartition("|")[0], ())
        if not uris:
            raise UnknownValueSet(name, self.value_set_names)
        if len(uris) > 1:
            raise AmbiguousName(both("værdisættet", "value set"), name, sorted(uris))
        return self._value_sets[next(iter(uris))]

    def value_set(self, name: str, when: When) -> ValueSet:
        """The version that `when` picks, or the canonical (errors as `value_set_versions` and `release`)."""
        name, when = canonical(name, when)
        editions = self.value_set_versions(name)
        found = editions.labelled(when.release, when) if when.release else editions.on(when)
        if found is None and when.release:
            raise _no_such(editions, when, both(f"værdisættet {name}", f"value set {name}"))
        if found is None:
            raise _uncovered(both(f"værdisættet {name}", f"value set {name}"), editions, when)
        return found

    def value_sets(self, when: When) -> tuple[ValueSet, ...]:
        """Every value set in the version that `when` picks; those without one are left out."""
        picked = (
            editions.labelled(when.release, when) if when.release else editions.on(when)
            for editions in self._value_sets
        )
        return tuple(sorted((v for v in picked if v is not None), key=lambda v: v.name))

    # maps

    @cached_property
    def map_names(self) -> tuple[str, ...]:
        """Names of all concept maps."""
        return tuple(sorted(names[-1] for names in self._maps.names.values()))

    def has_map(self, name: str) -> bool:
        """Whether a concept map has that name, URI or canonical."""
        return name in self._map_names or name.rpartition("|")[0] in self._map_names

    def map(self, name: str, when: When) -> ConceptMap:
        """The version of a concept map that `when` picks, or its canonical.

        Raises:
            UnknownMap: naming near ones.
            NoReleaseOnDay: no version covers the day.
        """
        name, when = canonical(name, when)
        uri = self._map_names.get(name)
        if uri is None:
            raise UnknownMap(name, self.map_names)
        editions = self._maps[uri]
        found = editions.labelled(when.release, when) if when.release else editions.on(when)
        if found is None and when.release:
            raise _no_such(editions, when, both(f"kortlægningen {name}", f"map {name}"))
        if found is None:
            raise _uncovered(both(f"kortlægningen {name}", f"map {name}"), editions, when)
        return found

    def maps(self, when: When) -> tuple[ConceptMap, ...]:
        """Every concept map in the version valid on the day (`release` is not looked at)."""
        picked = (editions.on(when) for editions in self._maps)
        return tuple(sorted((m for m in picked if m is not None), key=lambda m: m.name))

    # the parts, for making another one

    @property
    def all_releases(self) -> tuple[HeldRelease, ...]:
        """Every release at hand, withdrawn ones too."""
        return tuple(release for editions in self._releases.values() for release in editions.all)

    @property
    def releases_in_use(self) -> tuple[HeldRelease, ...]:
        """Every release at hand that is not withdrawn."""
        return tuple(_in_use(self._releases.values()))

    @property
    def value_sets_in_use(self) -> tuple[ValueSet, ...]:
        """Every version of every value set that is not withdrawn."""
        return tuple(_in_use(self._value_sets))

    @property
    def all_value_sets(self) -> tuple[ValueSet, ...]:
        """Every version of every value set."""
        return tuple(v for editions in self._value_sets for v in editions.all)

    @property
    def all_maps(self) -> tuple[ConceptMap, ...]:
        """Every version of every concept map."""
        return tuple(m for editions in self._maps for m in editions.all)

    def value_set_editions(self, uri: str) -> tuple[ValueSet, ...]:
        """Every version of the value set with that URI; none when it is not there."""
        return self._value_sets[uri].all if uri in self._value_sets.names else ()

    def map_versions(self, name: str) -> Editions[ConceptMap]:
        """All versions of the concept map with that URI or name.

        Raises:
            UnknownMap: naming near ones.
        """
        uri = self._map_names.get(canonical(name, When(date.min))[0])
        if uri is None:
            raise UnknownMap(name, self.map_names)
        return self._maps[uri]

    def map_editions(self, uri: str) -> tuple[ConceptMap, ...]:
        """Every version of the concept map with that URI; none when it is not there."""
        return self._maps[uri].all if uri in self._maps.names else ()

    @property
    def map_uris(self) -> tuple[str, ...]:
        """The URIs of all concept maps."""
        return tuple(self._maps.names)

    def joined(self, releases: Iterable[HeldRelease], value_sets: Iterable[ValueSet]) -> Terminology:
        """This terminology and more, without reading what is not asked for."""
        return Terminology(
            (*self.all_releases, *releases),
            self._value_sets.joined(shelf_of(value_sets)),
            self._maps,
            self._decisions,
        )


def _newest_names(shelf: Shelf[E]) -> Mapping[str, str]:
    return {uri: names[-1] for uri, names in shelf.names.items()}


def _in_use(things: Iterable[Editions[E]]) -> Iterator[E]:
    now = When(date.min)
    for editions in things:
        yield from (e for e in editions.all if editions.withdrawal(e.version, now) is None)


def _no_such(editions: Editions[E], when: When, place: Sentence) -> UnknownRelease:
    """Why the label picks nothing."""
    known = [edition.version for edition in editions.known(when)]
    withdrawal = editions.withdrawal(when.release, when)
    if withdrawal is None or all(edition.version != when.release for edition in editions.all):
        return UnknownRelease(when.release, known, place=place)
    return Withdrawn(when.release, known, place, withdrawal)


def _uncovered(name: Sentence, editions: Editions[E], when: When) -> NoReleaseOnDay:
    first = next(((e.version, e.validity.start) for e in editions.known(when) if e.validity.start), None)
    known_at = when.known_at.isoformat() if when.known_at else ""
    withdrawn = [label for label in editions.withdrawals if editions.withdrawal(label, when) is not None]
    return NoReleaseOnDay(name, when.day, first, known_at=known_at, withdrawn=withdrawn)


def _labelled(editions: Editions[HeldRelease], when: When, name: str) -> HeldRelease:
    wanted = when.release
    if wanted.startswith(DIGEST_PREFIX):
        found = [e for e in editions.all if when.knows(e.recorded) and e.digest.startswith(wanted)]
        if len({e.digest for e in found}) > 1:
            raise AmbiguousName(same("digest"), wanted, sorted({e.digest for e in found}))
        in_use = [e for e in found if when.withdrawn or editions.withdrawal(e.version, when) is None]
        if found and not in_use:
            raise _no_such(editions, when.of(found[-1].version), same(name))
        if found:
            on_day = editions.on(when)
            return next((e for e in in_use if e is on_day), in_use[-1])
    edition = editions.labelled(wanted, when)
    if edition is None:
        raise _no_such(editions, when, same(shown(name)))
    return edition


def _grouped(things: Iterable[E], uri: Callable[[E], str]) -> dict[str, Editions[E]]:
    groups: dict[str, list[E]] = defaultdict(list)
    for thing in things:
        groups[uri(thing)].append(thing)
    return {name: Editions(found) for name, found in groups.items()}


def held_release(index: Index) -> HeldRelease:
    """An open index as a release at hand."""
    return HeldRelease(
        scheme=index.scheme,
        version=index.version,
        validity=index.validity,
        recorded=index.recorded,
        digest=index.digest,
        structure_digest=index.structure_digest,
        size=len(index),
        load=lambda: index,
        publisher_versions=index.publisher_versions,
    )
