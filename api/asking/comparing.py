"""Two releases compared, with the releases between them and the value sets over them; two concept maps compared."""

from __future__ import annotations

from collections.abc import Iterator

from classification import ConceptMap, Terminology, ValueSet, When, diff
from classification.changes.change import Diff, MemberChange, Reference
from classification.changes.map_diff import MapDiff, diff_maps
from classification.errors import InvalidRequest
from classification.expansion.edition import belonging
from classification.expansion.expansion import Member, bind, difference
from classification.lineage import way
from classification.sentence import both
from classification.terminology import HeldRelease


def compare_releases(terminology: Terminology, old: HeldRelease, new: HeldRelease, when: When) -> Diff:
    """What changed from `old` to `new`, with members that value sets gained and lost.

    `when` says what is known; each value set is asked in the version that belongs to each release: published with it,
    else the one valid when the release began.

    Raises:
        InvalidRequest: when the releases are not of one classification.
    """
    clock = when.of("")
    releases = [release.index for release in terminology.releases(old.scheme.uri, clock)]
    between = way(releases, old.index, new.index)[1:-1] if old.scheme.uri == new.scheme.uri else ()
    return diff(
        old.index.release(),
        new.index.release(),
        between=[index.release() for index in between],
        members=_members(terminology, old, new, clock),
    )


def _members(
    terminology: Terminology, old: HeldRelease, new: HeldRelease, clock: When
) -> Iterator[MemberChange]:
    if old.scheme.uri != new.scheme.uri:
        return
    before, after = _on_first_day(old, clock), _on_first_day(new, clock)
    for uri in dict.fromkeys(value_set.uri for value_set in terminology.all_value_sets):
        editions = terminology.value_set_versions(uri)
        was, now = belonging(editions, old, before), belonging(editions, new, after)
        if was is None or now is None or not _asks(terminology, was, now, old.scheme.uri):
            continue
        change = difference(terminology, was[0], now[0], was[1], new_when=now[1])
        yield MemberChange(now[0].name, _references(change.gained, new), _references(change.lost, old))


def _on_first_day(release: HeldRelease, clock: When) -> When:
    return When(release.validity.start or clock.day, clock.known_at)


def _asks(
    terminology: Terminology, was: tuple[ValueSet, When], now: tuple[ValueSet, When], system: str
) -> bool:
    return any(bind(terminology, edition, when).indexes(system) for edition, when in (was, now))


def _references(members: tuple[Member, ...], release: HeldRelease) -> tuple[Reference, ...]:
    return tuple(_reference(release, member) for member in members if member.system == release.scheme.uri)


def _reference(release: HeldRelease, member: Member) -> Reference:
    number = release.index.find(member.code)
    key = "" if number is None else release.index.keys[number]
    return Reference(member.code, key, member.term)


def two_classifications(one: str, other: str) -> InvalidRequest:
    """The mistake of comparing what cannot be compared."""
    message = both(
        f"{one} og {other} er to klassifikationer; sammenlign udgaver af den ene, eller kortlæg den ene til den anden",
        f"{one} and {other} are two classifications; compare releases of one, or map one onto the other",
    )
    return InvalidRequest(message)


def compare_maps(
    terminology: Terminology, older: tuple[str, str], newer: tuple[str, str], when: When
) -> MapDiff:
    """What changed from one concept map to another, each by name and version.

    Without a version the newer one is that of the day, and the older one the version before the newer.

    Raises:
        UnknownMap: no such map.
        UnknownRelease: no such version.
        NoReleaseOnDay: none covers the day.
        InvalidRequest: the newer one is the first version.
    """
    after = terminology.map(newer[0], when.of(newer[1]))
    if older[1]:
        return diff_maps(terminology.map(older[0], when.of(older[1])), after)
    other = terminology.map(older[0], when.of("")) if older[0] != newer[0] else after
    return diff_maps(other if other.uri != after.uri else _version_before(terminology, after, when), after)


def _version_before(terminology: Terminology, concept_map: ConceptMap, when: When) -> ConceptMap:
    versions = terminology.map_versions(concept_map.uri).known(when)
    place = next(place for place, one in enumerate(versions) if one.version == concept_map.version)
    if not place:
        name = f"{concept_map.name}@{concept_map.version}"
        message = both(
            f"{name} er den første version; der er ingen før den",
            f"{name} is the first version; there is none before it",
        )
        raise InvalidRequest(message)
    return versions[place - 1]
