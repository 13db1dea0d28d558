"""What a check rests on, by name and digest: a lockfile says it, and a run can be held to it.

A lock names every edition of every release and value set that the chosen profiles can ask about, and the profiles
themselves. It is JSON, sorted, a line for each entry, so that it changes little and a difference can be read; the same
content gives the same bytes wherever it was recorded.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from classification import Checker, Terminology, ValueSet
from classification.check.checker import UnknownProfile, named_value_sets
from classification.check.profile import Claim, Profile
from classification.check.profile_json import profile_digest
from classification.check.value_sets import first_of_name
from classification.concept import Kind
from classification.digest import sha256
from classification.errors import InvalidRequest
from classification.record import frozen
from classification.sentence import Sentence, both, joined, same
from classification.terminology import HeldRelease
from classification.value_set import value_set_to_json

FILE: Final = "samsprog.lock"
VERSION: Final = 1
_SLICE: Final = re.compile(r"\[(?:[\w.]+\.)?system=([^\]]*)\]")
_PARTS: Final = ("releases", "valueSets", "profiles")


@frozen
class Needs:
    """What profiles can ask about; the profiles in the order in which they are tried."""

    profiles: tuple[Profile, ...]
    releases: tuple[HeldRelease, ...]
    value_sets: tuple[ValueSet, ...]


def needs_of(checker: Checker, names: Iterable[str] = ()) -> Needs:
    """What the profiles or channels named can ask about; what all can when none is named.

    That is the value sets they name, the classifications of these, of their codes and slices, and, where a binding says
    no more than a kind, those that have concepts of the kind. What else was imported no profile asks about.

    Raises:
        UnknownProfile: naming near ones.
    """
    wanted = tuple(names)
    names_here = (*checker.profiles, *checker.channels)
    for name in wanted:
        if name not in names_here:
            raise UnknownProfile(name, names_here)
    profiles = tuple(
        profile
        for profile in checker.profiles.values()
        if not wanted or profile.name in wanted or profile.channel in wanted
    )
    of = checker.terminology
    sets = _sorted(_value_sets(profiles, of))
    systems = {part.system for one in sets for part in (*one.include, *one.exclude)}
    systems |= {system for profile in profiles for system in _systems(profile)}
    uris = {of.scheme(system).uri for system in systems if of.has_scheme(system)}
    uris |= _of_kinds({kind for profile in profiles for kind in _kinds_alone(profile)}, of)
    uris |= _with_codes({code for profile in profiles for code in _codes_above(profile)}, of)
    return Needs(
        profiles, _ordered(release for release in of.releases_in_use if release.scheme.uri in uris), sets
    )


def all_of(checker: Checker) -> Needs:
    """Everything at hand, asked about or not."""
    of = checker.terminology
    return Needs(
        tuple(checker.profiles.values()), _ordered(of.releases_in_use), _sorted(of.value_sets_in_use)
    )


def limited_to(needs: Needs) -> Checker:
    """A check that rests on these needs and on nothing else."""
    return Checker(needs.profiles, Terminology(needs.releases, needs.value_sets))


def _systems(profile: Profile) -> Iterator[str]:
    """The classifications that a profile names: of bindings, slices and codes, and those it lets stand unknown."""
    yield from profile.systems
    yield from (system for binding in profile.bindings for system in binding.systems)
    for binding in profile.bindings:
        yield from _before_bar(binding.codes)
    for path in _paths(profile):
        yield from _SLICE.findall(path)
    for condition in (*profile.match.shape, *(each for rule in profile.rules for each in rule.when)):
        yield from _before_bar(condition.values)
    for rule in profile.rules:
        yield from _before_bar(rule.values)


def _paths(profile: Profile) -> Iterator[str]:
    yield from (binding.path for binding in profile.bindings)
    yield from (field.path for field in profile.fields)
    yield from (field.path for _, fields in profile.types for field in fields)
    yield from (condition.path for condition in profile.match.shape)
    for rule in profile.rules:
        yield from (rule.path, rule.each, *(condition.path for condition in rule.when))


def _before_bar(values: tuple[Any, ...]) -> Iterator[str]:
    return (value.rpartition("|")[0] for value in values if isinstance(value, str) and "|" in value)


def _kinds_alone(profile: Profile) -> Iterator[Kind]:
    """The kinds of bindings that say nothing else of where their codes come from."""
    return (kind for b in profile.bindings if not (b.value_sets or b.systems or b.codes) for kind in b.kinds)


def _codes_above(profile: Profile) -> Iterator[str]:
    """Codes that conditions look below; they are named without their classification."""
    for condition in (*profile.match.shape, *(each for rule in profile.rules for each in rule.when)):
        if condition.test is Claim.BELOW:
            yield from map(str, condition.values)


def _of_kinds(kinds: Collection[Kind], of: Terminology) -> set[str]:
    if not kinds:
        return set()
    return {
        release.scheme.uri
        for release in of.releases_in_use
        if any(release.index.kind(number) in kinds for number in range(len(release.index)))
    }


def _with_codes(codes: Collection[str], of: Terminology) -> set[str]:
    return {
        release.scheme.uri
        for release in (of.releases_in_use if codes else ())
        if any(release.index.find(code) is not None for code in codes)
    }


def _value_sets(profiles: Iterable[Profile], of: Terminology) -> Iterator[ValueSet]:
    pending = [name for profile in profiles for name in named_value_sets(profile)]
    uris: set[str] = set()
    for name in pending:
        versions = first_of_name(of, name)
        if versions and versions[-1].uri not in uris:
            uris.add(versions[-1].uri)
            yield from versions
            pending += [
                uri for one in versions for part in (*one.include, *one.exclude) for uri in part.value_sets
            ]


def _ordered(releases: Iterable[HeldRelease]) -> tuple[HeldRelease, ...]:
    """By name and label; of two editions of one label the one that answers last."""
    return tuple(
        sorted(
            releases,
            key=lambda release: (release.scheme.name, release.version, release.recorded, release.digest),
        )
    )


def _sorted(value_sets: Iterable[ValueSet]) -> tuple[ValueSet, ...]:
    return tuple(sorted(value_sets, key=lambda one: (one.name, one.version, one.uri, one.recorded)))


# ---------------------------------------------------------------- the lock


def lock_of(checker: Checker, names: Iterable[str] = ()) -> dict[str, Any]:
    """The lock of what profiles or channels need (errors as `needs_of`)."""
    wanted = sorted(set(names))
    needs = needs_of(checker, wanted)
    return {
        "version": VERSION,
        "for": wanted,
        "releases": [_release_row(release) for release in needs.releases],
        "valueSets": [_value_set(one) for one in needs.value_sets],
        "profiles": [
            {"name": profile.name, "digest": profile_digest(profile)}
            for profile in sorted(needs.profiles, key=lambda one: one.name)
        ],
    }


def _release_row(release: HeldRelease) -> dict[str, Any]:
    return {
        "name": release.name,
        "system": release.scheme.uri,
        "from": str(release.validity.start or ""),
        "to": str(release.validity.end or ""),
        "digest": release.digest,
        "structure": release.structure_digest,
    }


def _value_set(one: ValueSet) -> dict[str, Any]:
    content = value_set_to_json(one)
    return {
        "name": f"{one.name}@{one.version}",
        "uri": one.uri,
        "from": str(one.validity.start or ""),
        "to": str(one.validity.end or ""),
        "digest": sha256([content["include"], content["exclude"]]),
    }


def lock_text(lock: Mapping[str, Any]) -> str:
    """The file's content: one line for each entry."""
    lines = [f'{{\n "version": {lock["version"]},\n "for": {json.dumps(lock["for"])}']
    for part in _PARTS:
        rows = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in lock[part])
        lines.append(f' "{part}": [\n{rows}\n ]' if rows else f' "{part}": []')
    return ",\n".join(lines) + "\n}\n"


def find_lock(folder: str) -> str:
    """The lockfile nearest upward from a folder (an absolute path).

    Raises:
        InvalidRequest: there is none.
    """
    above, at = "", folder
    while at != above:
        path = os.path.join(at, FILE)  # noqa: PTH118
        if os.path.isfile(path):  # noqa: PTH113
            return path
        above, at = at, os.path.dirname(at)  # noqa: PTH120
    raise InvalidRequest(
        both(
            f"ingen {FILE} i {folder} eller over den; `samsprog lock` skriver en",
            f"no {FILE} in {folder} or above; `samsprog lock` writes one",
        )
    )


def read_lock(path: str) -> dict[str, Any]:
    """The lock in a file.

    Raises:
        InvalidRequest: it is no lock, or one of another version.
        OSError: it cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123
        content = file.read()
    try:
        lock = json.loads(content)
        sound = isinstance(lock, dict) and all(
            isinstance(row["name"], str) and isinstance(row["digest"], str)
            for part in _PARTS
            for row in lock[part]
        )
        sound = sound and all(isinstance(name, str) for name in lock["for"])
    except (ValueError, KeyError, TypeError, RecursionError):
        sound = False
    if not sound or lock.get("version") != VERSION:
        raise InvalidRequest(
            both(
                f"{path}: dette er ikke en lås i version {VERSION}; `samsprog lock` skriver en",
                f"{path}: this is no lock of version {VERSION}; `samsprog lock` writes one",
            )
        )
    return dict(lock)


def differences(lock: Mapping[str, Any], now: Mapping[str, Any], *, names: bool = True) -> list[Sentence]:
    """What is otherwise now than the lock says, in words; with `names` also what has another name and is the same."""
    words = {
        "releases": both("udgaven", "release"),
        "valueSets": both("værdisættet", "value set"),
        "profiles": both("profilen", "profile"),
    }
    sentences: list[Sentence] = []
    for part in _PARTS:
        present, renamed = _under_present_names(lock[part], now[part])
        sentences += (
            words[part] + both(f" {former} hedder nu {name}", f" {former} is named {name} now")
            for former, name in (renamed if names else ())
        )
        sentences += _differences(words[part], _by_name(present), _by_name(now[part]))
    return sentences


def _under_present_names(
    locked: Iterable[dict[str, Any]], now: Iterable[dict[str, Any]]
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """The rows of a lock under the names that things have now, and what was renamed: the URI is what identifies."""
    names = {_identity(row): row["name"] for row in now}
    rows = [row | {"name": names.get(_identity(row), row["name"])} for row in locked]
    renamed = [(old["name"], row["name"]) for old, row in zip(locked, rows, strict=True) if old != row]
    return rows, list(dict.fromkeys(renamed))


def _identity(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a row of a release or value set is of: URI, label and content; of a profile its name."""
    uri = row.get("system") or row.get("uri")
    label = row["name"].rpartition("@")[2] if uri else row["name"]
    return uri, label, row["digest"]


_Rows = dict[str, list[dict[str, Any]]]


def _by_name(rows: Iterable[dict[str, Any]]) -> _Rows:
    by_name: _Rows = {}
    for row in rows:
        by_name.setdefault(row["name"], []).append(row)
    return by_name


def _differences(what: Sentence, locked: _Rows, now: _Rows) -> Iterator[Sentence]:
    for name in sorted({*locked, *now}):
        before, after = locked.get(name, []), now.get(name, [])
        if before == after:
            continue
        if not after:
            yield both(
                f"{what.da} {name} mangler (låst: {_shown(before)})",
                f"{what.en} {name} is missing (locked: {_shown(before)})",
            )
        elif not before:
            yield both(
                f"{what.da} {name} er ikke i låsen (her: {_shown(after)})",
                f"{what.en} {name} is not in the lock (here: {_shown(after)})",
            )
        elif _shown(before) != _shown(after):
            yield both(
                f"{what.da} {name} er en anden (låst: {_shown(before)}; her: {_shown(after)})",
                f"{what.en} {name} differs (locked: {_shown(before)}; here: {_shown(after)})",
            )
        else:
            changed = joined(_changed(before[-1], after[-1]), ", ")
            yield both(
                f"{what.da} {name} er en anden: {changed.da}", f"{what.en} {name} differs: {changed.en}"
            )


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Sentence]:
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield both(
                f"{key} {before.get(key)!r}, her {after.get(key)!r}",
                f"{key} {before.get(key)!r}, here {after.get(key)!r}",
            )


def _shown(rows: Iterable[dict[str, Any]]) -> str:
    return ", ".join(str(row["digest"])[:19] for row in rows)


def hold_to(lock_file: str, checker: Checker) -> Checker:
    """The check limited to what the lock names; refused where that is not what the lock says.

    Raises:
        InvalidRequest: naming every difference.
    """
    lock = read_lock(lock_file)
    try:
        sentences = differences(lock, lock_of(checker, lock["for"]), names=False)
    except UnknownProfile as error:
        sentences = [error.message]
    if sentences:
        shown = joined((same("  ") + line for line in sentences), "\n")
        raise InvalidRequest(
            both(
                f"{lock_file}: det, der er her, er ikke det, der blev låst:\n{shown.da}\n"
                "hent det, der blev låst, eller skriv låsen på ny med `samsprog lock`",
                f"{lock_file}: what is here is not what was locked:\n{shown.en}\n"
                "get what was locked, or write the lock anew with `samsprog lock`",
            )
        )
    return limited_to(needs_of(checker, lock["for"]))
