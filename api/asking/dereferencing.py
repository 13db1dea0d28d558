"""Finding the concept that a code or a URI means, also one that it bore in another release.

What the release asked for does not have is looked for in the releases before it, the newest first, then in those after
it. From there lineage leads to the concept that it is now; where nothing leads there safely (it was split, merged,
replaced or removed), the concept is answered as the last release before had it, and its history says what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from classification import Index, Terminology, When, trace
from classification.deadline import looking
from classification.errors import NoReleaseOnDay, UnknownCode, UnknownRelease
from classification.lineage import way
from classification.record import frozen
from classification.terminology import HeldRelease
from classification.uri import code_in

_NEAR: Final = 6


@frozen
class LocatedConcept:
    """A concept of a release.

    Where it is not in the release asked for any more (`is_gone`), the release is the last one before that had it, and
    `successors` are what took its place.
    """

    release: HeldRelease
    number: int
    is_gone: bool = False
    successors: tuple[LocatedConcept, ...] = ()

    @property
    def index(self) -> Index:
        """The compiled release."""
        return self.release.index


def concept_by_code(terminology: Terminology, scheme: str, code: str, when: When) -> LocatedConcept:
    """The concept with that code or URI; where the clock names a release, only as that release has it.

    Raises:
        UnknownScheme, UnknownRelease, NoReleaseOnDay: as `Terminology.release`.
        UnknownCode: naming near codes.
    """
    release = terminology.release(scheme, when)
    located = _located(terminology, release, when, lambda index: index.find(code))
    if located is None:
        raise release.index.unknown(code)
    return located


def concepts_by_uri(terminology: Terminology, uri: str, when: When) -> tuple[LocatedConcept, ...]:
    """The concepts with that URI, one for each classification that has it; those of today before those of before.

    Raises:
        UnknownCode: no classification has it, naming near URIs.
    """
    releases = list(_releases(terminology, when))
    here = tuple(
        LocatedConcept(release, number)
        for release in looking(releases)
        if (number := release.index.find_uri(uri)) is not None
    )
    former = (_located(terminology, release, when, lambda index: index.find_uri(uri)) for release in releases)
    concepts = here or tuple(located for located in former if located is not None)
    if not concepts:
        raise _unknown(uri, releases)
    return concepts


def _releases(terminology: Terminology, when: When) -> Iterator[HeldRelease]:
    """The release of each classification that the clock picks."""
    for scheme in terminology.schemes:
        try:
            yield terminology.release(scheme.uri, when)
        except (NoReleaseOnDay, UnknownRelease):
            continue


def _located(
    terminology: Terminology, release: HeldRelease, when: When, find: Callable[[Index], int | None]
) -> LocatedConcept | None:
    number = find(release.index)
    if number is not None:
        return LocatedConcept(release, number)
    if when.release:
        return None
    return next(_elsewhere(terminology, release, when, find), None)


def _elsewhere(
    terminology: Terminology, release: HeldRelease, when: When, find: Callable[[Index], int | None]
) -> Iterator[LocatedConcept]:
    """What became of the concept that another release has, and what was there before one that is to come."""
    releases = terminology.releases(release.scheme.uri, when)
    indexes = [other.index for other in releases]
    at = releases.index(release)
    for other in looking((*reversed(releases[:at]), *releases[at + 1 :])):
        number = find(other.index)
        if number is None:
            continue
        followed = trace(way(indexes, other.index, release.index), number)
        if followed.safe:
            yield LocatedConcept(release, followed.targets[0])
        elif other in releases[:at]:
            successors = tuple(LocatedConcept(release, successor) for successor in followed.targets)
            yield LocatedConcept(other, number, is_gone=True, successors=successors)


def _unknown(uri: str, releases: list[HeldRelease]) -> UnknownCode:
    """The mistake, with the near URIs of the classification by whose rule it is made; else of none."""
    for release in releases:
        index = release.index
        code = code_in(index.scheme.uri_rule, uri)
        if code is not None:
            near = index.unknown(code).nearest(_NEAR)
            numbers = dict.fromkeys(number for name in near if (number := index.find(name)) is not None)
            return UnknownCode(
                uri, [index.uri(number) for number in numbers], place=index.name, count=len(index)
            )
    return UnknownCode(uri)
