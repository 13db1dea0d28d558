"""Value sets over time: which version of a value set counts on a day, bound to which releases.

A day changes nothing but where a release or a version begins or ends, so a value set is looked up once for each span
between two such days (`ValueSetSpans`), and what resolves to the same releases in two spans is one `NamedSet`, with one
memory of its answers. Without this, a population whose objects each have a day of their own would bind its value sets
once for each day.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Final

from classification.check.code import CodeJudge
from classification.check.coding import Verdict
from classification.errors import AmbiguousName, NoReleaseOnDay, UnknownRelease, UnknownValueSet
from classification.expansion.expansion import BoundValueSet, Member, Membership, bind
from classification.record import field, frozen
from classification.remembered import LONGEST, Remembered
from classification.terminology import Terminology, When, canonical
from classification.text import term_key
from classification.validity import Validity
from classification.value_set import ValueSet

_REMEMBERED: Final = 50_000


@frozen(slots=False)
class NamedSet:
    """A value set of the day, bound to its releases."""

    value_set: ValueSet
    bound: BoundValueSet
    _answers: Remembered[tuple[str, str], Membership] = field(default_factory=lambda: Remembered(_REMEMBERED))

    def contains(self, system: str, code: str) -> Membership:
        """Whether the code is a member, and why."""
        membership = self._answers.get((system, code))
        if membership is None:
            membership = self.bound.contains(system, code)
            if len(code) <= LONGEST:
                self._answers.keep((system, code), membership)
        return membership

    @property
    def name(self) -> str:
        """Name and version as people write them."""
        return f"{self.value_set.name}@{self.value_set.version}"

    @cached_property
    def systems(self) -> frozenset[str]:
        """The systems that its codes come from."""
        included = {part.system for part in self.value_set.include if part.system}
        return frozenset(included | {member.system for member in self.bound.expand().members})

    def listed(self, system: str) -> frozenset[str] | None:
        """The codes that it lists of a system one by one; None where it says otherwise which they are."""
        if self.value_set.exclude or any(part.value_sets for part in self.value_set.include):
            return None
        parts = [part for part in self.value_set.include if part.system == system]
        if any(part.filters or not part.codes for part in parts):
            return None
        return frozenset(code for part in parts for code in part.codes)

    @cached_property
    def terms(self) -> dict[str, tuple[Member, ...]]:
        """For each term the members that have it and are let in by a code."""
        terms: dict[str, tuple[Member, ...]] = {}
        for member in self.bound.expand().members:
            if member.term and member.admitted:
                key = term_key(member.term)
                terms[key] = (*terms.get(key, ()), member)
        return terms


def first_of_name(terminology: Terminology, name: str) -> tuple[ValueSet, ...]:
    """Every version of the value set that a profile means by a URI or name, oldest first; none where there is none.

    Of several that share the name it is the one that was here first: one that is imported later takes nothing from a
    profile, or what the profile binds would go unchecked.
    """
    try:
        return terminology.value_set_versions(name).all
    except UnknownValueSet:
        return ()
    except AmbiguousName as error:
        sharing = [terminology.value_set_versions(uri).all for uri in error.candidates]
        return min(sharing, key=lambda versions: (min(one.recorded for one in versions), versions[0].uri))


def systems_named(terminology: Terminology, names: Iterable[str]) -> frozenset[str]:
    """The systems that some value sets name, in any version, and those that they refer to."""
    systems: set[str] = set()
    pending, visited = list(names), set()
    while pending:
        name = pending.pop().partition("|")[0]
        if name in visited:
            continue
        visited.add(name)
        for version in first_of_name(terminology, name):
            for part in (*version.include, *version.exclude):
                systems.add(part.system)
                pending += part.value_sets
    return frozenset(systems - {""})


class ValueSetSpans:
    """Value sets over time, each resolved once for every span of days; one for each instant of knowledge.

    A value set's span ends where a release begins or ends, or a version of it or of a value set that it refers to.

    Args:
        terminology: where value sets and releases are found.
    """

    def __init__(self, terminology: Terminology) -> None:
        self._terminology = terminology
        self._releases = days_of(release.validity for release in terminology.all_releases)
        self._days: dict[str, list[date]] = {}
        self._uris: dict[str, str] = {}
        self._named: dict[tuple[str, str, int], NamedSet | None] = {}
        self._resolved: dict[tuple[object, ...], NamedSet] = {}

    def release_span(self, day: date) -> int:
        """The number of the span between two days on which a release begins or ends."""
        return bisect_right(self._releases, day)

    def named(self, name: str, when: When) -> NamedSet | None:
        """The value set in its version of the day; on a day before the first, the first. None when there is none."""
        if name not in self._uris:
            self._uris[name] = self._uri(name)
        name = self._uris[name]
        if name not in self._days:
            self._days[name] = sorted({*self._releases, *self._boundaries(name)})
        # of an instant of knowledge there is one `ValueSetSpans`, so it is no part of the key
        key = (name, when.release, bisect_right(self._days[name], when.day))
        if key not in self._named:
            self._named[key] = self._pick(name, when)
        return self._named[key]

    def _uri(self, name: str) -> str:
        """The URI for a name, with the version that is named; the name where there is no such value set."""
        versions = self._versions(name)
        bar = "|" if "|" in name else ""
        return f"{versions[0].uri}{bar}{name.rpartition('|')[2] if bar else ''}" if versions else name

    def _boundaries(self, name: str) -> set[date]:
        """Days on which a version begins or ends, of the value set or of one that it leads to."""
        days: set[date] = set()
        names, visited = [name], set()
        while names:
            one = names.pop().partition("|")[0]
            if one in visited:
                continue
            visited.add(one)
            for version in self._versions(one):
                days.update(days_of([version.validity]))
                names += (uri for part in (*version.include, *version.exclude) for uri in part.value_sets)
        return days

    def _versions(self, name: str) -> tuple[ValueSet, ...]:
        return first_of_name(self._terminology, name)

    def _pick(self, name: str, when: When) -> NamedSet | None:
        if not self._versions(name):
            return None
        value_set, asked = self._version(name, when)
        if value_set is None:
            return None
        bound = bind(self._terminology, value_set, asked)
        # by identity: a value set is large to hash, and those that stand in the memory stay where they are
        return self._resolved.setdefault((id(value_set), bound.resolution), NamedSet(value_set, bound))

    def _version(self, name: str, when: When) -> tuple[ValueSet | None, When]:
        """The version meant, and how it was asked for; none where a canonical names one that is not there."""
        clock = when.of("")
        pinned = canonical(name, clock)[1]
        for asked in (pinned,) if pinned.release else (when, clock):
            try:
                return self._terminology.value_set(name, asked), asked
            except (UnknownRelease, NoReleaseOnDay):
                continue
        if pinned.release:
            return None, pinned
        versions = self._terminology.value_set_versions(name)
        first = (versions.known(clock) or versions.all)[0]
        return first, clock.of(first.version)


def days_of(spans: Iterable[Validity]) -> list[date]:
    """Every day on which one of the spans begins or ends, in order."""
    return sorted({day for span in spans for day in (span.start, span.end) if day is not None})


class ValueSets:
    """The value sets of one judge's day."""

    def __init__(self, judge: CodeJudge, spans: ValueSetSpans) -> None:
        self.judge, self._spans = judge, spans

    def named(self, name: str) -> NamedSet | None:
        """The value set in its version of the day; on a day before the first, the first. None when there is none."""
        return self._spans.named(name, self.judge.releases.when)

    def holds(self, name: str, verdict: Verdict) -> bool:
        """Whether the concept of a coding is in the set, under whichever of its codes."""
        value_set = self.named(name)
        if value_set is None or not verdict.uri:
            return False
        codes = self.judge.releases.codes(verdict.uri, verdict.code)
        return any(value_set.contains(verdict.uri, code).member for code in codes)

    @cached_property
    def all(self) -> tuple[NamedSet, ...]:
        """Every value set of the day."""
        sets = map(self.named, self.judge.releases.terminology.value_set_names)
        return tuple(one for one in sets if one is not None)
