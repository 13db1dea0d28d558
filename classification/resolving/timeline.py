"""Releases along the time at one pair of clocks: the others of one, and concepts followed between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from classification.compiled.index import Index
from classification.errors import NoReleaseOnDay
from classification.lineage import Trace, trace, way
from classification.resolving.resolution import PathStep
from classification.terminology import Terminology, When


class Timeline:
    """What is known at `clock`, release by release."""

    def __init__(self, terminology: Terminology, clock: When) -> None:
        self.terminology, self.clock = terminology, clock

    def releases(self, system: str) -> list[Index]:
        """All releases of a classification, oldest first."""
        return [release.index for release in self.terminology.releases(system, self.clock)]

    def others(self, index: Index) -> list[Index]:
        """Other releases of the same classification, nearest first: earlier ones from the newest, then later ones."""
        return self.earlier(index) + self.later(index)

    def earlier(self, index: Index) -> list[Index]:
        """The releases before this one, from the newest."""
        known, at = self._place(index)
        return known[:at][::-1]

    def later(self, index: Index) -> list[Index]:
        """The releases after this one, from the oldest."""
        known, at = self._place(index)
        return known[at + 1 :]

    def _place(self, index: Index) -> tuple[list[Index], int]:
        known = self.releases(index.scheme.uri)
        return known, next((n for n, other in enumerate(known) if other.version == index.version), len(known))

    def pin(self, stated: Iterable[tuple[str, str]], system: str) -> str:
        """The label that a map states for a system: under its URI, else under a name (a file may know no more)."""
        labels = dict(stated)
        if system in labels or not labels or not self.terminology.has_scheme(system):
            return labels.get(system, "")
        scheme = self.terminology.scheme(system)
        return next((labels[n] for n in (scheme.uri, scheme.name, *scheme.aliases) if n in labels), "")

    def release(self, system: str, version: str) -> Index:
        """The release with that label (the publisher's own counts too), else the one of the day, else the first.

        Raises:
            NoReleaseOnDay: nothing of the classification was known.
        """
        known = self.terminology.releases(system, self.clock)
        for release in known:
            if version and version in (release.version, *release.publisher_versions):
                return release.index
        try:
            return self.terminology.index(system, self.clock)
        except NoReleaseOnDay:
            if not known:
                raise
            return known[0].index

    def written(self, system: str) -> Callable[[str], str] | None:
        """How the release of the day writes a code of a system in which capitals do not matter; None of others."""
        known = self.terminology
        if not known.has_scheme(system) or known.scheme(system).case_sensitive:
            return None
        return self.release(system, "").written

    def trace(self, old: Index, new: Index, number: int) -> Trace:
        """One concept of `old` followed to `new`."""
        return trace(way(self.releases(old.scheme.uri), old, new), number)


def lineage_steps(followed: Trace) -> tuple[PathStep, ...]:
    """What happened on the way, as steps of an answer's path."""
    return tuple(PathStep("lineage", step.sentence(), version=step.release) for step in followed.steps)
