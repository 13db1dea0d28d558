"""The version of a value set that belongs to a release of a code system."""

from __future__ import annotations

from classification.terminology import Editions, HeldRelease, When
from classification.value_set import ValueSet


def belonging(
    editions: Editions[ValueSet], release: HeldRelease, clock: When
) -> tuple[ValueSet, When] | None:
    """The version published together with the release, else the one of the clock's day; and how it is asked.

    A version with the label of the release that was not published with it is not meant.
    """
    labelled = editions.labelled(release.version, clock)
    if labelled is not None and {release.scheme.uri, *release.scheme.aliases} & set(labelled.companions):
        return labelled, clock.of(labelled.version)
    found = editions.on(clock)
    return None if found is None else (found, clock.of(""))


def by_name(value_set: ValueSet, clock: When) -> When:
    """A version asked for by its name: its edition counts, and elsewhere the day on which it began."""
    return When(value_set.validity.start or clock.day, clock.known_at, value_set.version)
