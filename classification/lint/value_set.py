"""Lint of value sets: concepts that none has, value sets that lost members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification.concept import Kind, Status
from classification.expansion.expansion import bind
from classification.lint.scope import Noticed, Scope, first_named
from classification.sentence import both
from classification.terminology import HeldRelease, When
from classification.text import quoted
from classification.value_set import ValueSet

_FOR_DATA: Final = frozenset({Kind.STATE, Kind.INTERVENTION, Kind.TARGET_GROUP, Kind.QUALIFIER, Kind.SERVICE})


def in_no_value_set(scope: Scope) -> Iterator[Noticed]:
    """SPL13: concepts for data that no value set of the day has; one finding for each branch."""
    members = _members(scope, scope.when)
    if not members:
        return
    inside = set().union(*members.values())
    branches: dict[int, list[int]] = defaultdict(list)
    for number in range(len(scope.index)):
        usable = scope.index.status(number) is Status.ACTIVE and scope.index.kind(number) in _FOR_DATA
        if usable and number not in inside:
            branches[scope.index.path(number)[0]].append(number)
    for root, numbers in sorted(branches.items()):
        listed = first_named(scope, numbers)
        name = f"{scope.concepts[root].key} {quoted(scope.term(root))}"
        yield Noticed(
            "SPL13",
            root,
            both(
                f"{len(numbers)} begreber under {name} er ikke i noget værdisæt: {listed}",
                f"{len(numbers)} concepts below {name} are in no value set: {listed}",
            ),
            (("concepts", str(len(numbers))),),
        )


def lost_members(scope: Scope) -> Iterator[Noticed]:
    """SPL14: concepts that a value set had in the release before and has no longer, though they are there."""
    last = scope.earlier[-1] if scope.earlier else None
    if last is None or last.validity.start is None:
        return
    before = _numbers_then(scope, last)
    now = _members(scope, scope.when)
    for name, old in sorted(before.items()):
        gone = sorted(old - now[name]) if name in now else []
        if gone:
            listed = first_named(scope, gone)
            yield Noticed(
                "SPL14",
                gone[0],
                both(
                    f"{name} har mistet {len(gone)} siden {last.version}: {listed}",
                    f"{name} lost {len(gone)} since {last.version}: {listed}",
                ),
                (("value set", name), ("release", last.name), ("members", str(len(gone)))),
            )


def _numbers_then(scope: Scope, last: HeldRelease) -> dict[str, set[int]]:
    """Members of value sets in the release before, as numbers of this release; those that are gone are left out."""
    start = last.validity.start
    assert start is not None
    then = Scope(scope.terminology, last, ())
    by_set: dict[str, set[int]] = {}
    for name, members in _members(then, When(start)).items():
        numbers = set()
        for old in members:
            here = (scope.index.find(code) for code in last.index.concept(old).codes)
            new = next((number for number in here if number is not None), None)
            if new is not None and scope.index.status(new) is Status.ACTIVE:
                numbers.add(new)
        by_set[name] = numbers
    return by_set


def _members(scope: Scope, when: When) -> dict[str, set[int]]:
    """By value set: the numbers of its members in the scope's release."""
    uri = scope.release.scheme.uri
    by_set: dict[str, set[int]] = {}
    for value_set in scope.terminology.value_sets(when):
        if not _may_hold(value_set, uri):
            continue
        expansion = bind(scope.terminology, value_set, when).expand()
        numbers = {
            member.number
            for member in expansion.members
            if member.system == uri and member.number is not None and member.release == scope.release.version
        }
        if numbers:
            by_set[value_set.name] = numbers
    return by_set


def _may_hold(value_set: ValueSet, uri: str) -> bool:
    """Whether a definition names the system, or other value sets, which may."""
    return any(part.system in (uri, "") or part.value_sets for part in value_set.include)


SETS: Final[tuple[Callable[[Scope], Iterable[Noticed]], ...]] = (in_no_value_set, lost_members)
