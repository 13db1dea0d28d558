"""Two releases compared, with the releases between them and the value sets over them."""

from __future__ import annotations

from collections.abc import Iterator

from classification import Terminology, ValueSet, When, diff
from classification.changes.change import Diff, MemberChange, Reference
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
