"""The check made ready: profiles read once and kept, laid beside a terminology."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import classification
from classification import Checker, Terminology
from classification.check.profile import Profile
from classification.sentence import Sentence, both

if TYPE_CHECKING:
    from pathlib import Path

_CORE: Final = os.path.dirname(classification.__file__)  # noqa: PTH120
_ROOT: Final = os.path.dirname(_CORE)  # noqa: PTH120
SHIPPED: Final = f"{_ROOT}/vocabularies/profiles"
_KEPT: Final = 3
FORM: Final = 1
"""The number of the layout of cached profiles."""


def open_checker(terminology: Terminology, cache_dir: Path | str, folders: Sequence[str] = ()) -> Checker:
    """The check with the shipped profiles and those of further folders, which come before shipped ones of their name.

    Raises:
        InvalidProfiles: a profile is broken, or names a value set or a code that is not there; with all findings.
        NotADirectoryError: there is no such folder.
    """
    _must_be_there(folders)
    checker = Checker(_kept(cache_dir, (SHIPPED, *folders)), terminology)
    if folders:
        must_know(checker, folders)
    return checker


def must_know(checker: Checker, folders: Sequence[str] = ()) -> None:
    """Refuse profiles that name value sets or codes which are not there: what they ask would go unchecked.

    Args:
        checker: profiles beside a terminology.
        folders: where own profiles were read; findings tell the line there.

    Raises:
        InvalidProfiles: with a finding for each value set (SPP08) and code (SPP13).
    """
    from classification.check.profile_codes import unknown_codes

    value_sets = checker.unknown_value_sets()
    codes = unknown_codes(checker.profiles.values(), checker.terminology)
    if not value_sets and not codes:
        return
    from pathlib import Path

    from classification import Finding, Severity
    from classification.errors import InvalidProfiles
    from loaders.profile_toml.reading import place_of

    paths = [Path(folder) for folder in (SHIPPED, *folders) if os.path.isdir(folder)]  # noqa: PTH112
    findings = [
        Finding(
            "SPP08",
            Severity.ERROR,
            both(
                f"profilen {profile!r} binder til noget, der ikke findes: {message.da}",
                f"profile {profile!r} binds to what is not there: {message.en}",
            ),
            place_of(paths, profile, name),
        )
        for profile, name, message in value_sets
    ]
    findings += [
        Finding(
            "SPP13",
            Severity.ERROR,
            both(
                f"profilen {one.profile!r} spørger om en kode, som ingen udgave kender: {one.written}",
                f"profile {one.profile!r} asks for a code that no release knows: {one.written}",
            ),
            place_of(paths, one.profile, one.written),
            _did_you_mean(one.near),
        )
        for one in codes
    ]
    raise InvalidProfiles(both("profilerne kan ikke bruges", "the profiles cannot be used"), findings)


def _did_you_mean(near: Sequence[str]) -> Sentence:
    if not near:
        return both("skriv en kode, som en udgave har", "write a code of a release")
    return both(f"mente du {' eller '.join(near)}?", f"did you mean {' or '.join(near)}?")


def read_folders(folders: Sequence[str]) -> tuple[Profile, ...]:
    """The profiles of some folders, which may extend shipped ones (errors as `open_checker`)."""
    _must_be_there(folders)
    return _read(folders, beside=(SHIPPED,))


def _must_be_there(folders: Sequence[str]) -> None:
    for folder in folders:
        if os.path.isfile(folder):  # noqa: PTH113
            raise NotADirectoryError(20, "this is a file; name the folder of profiles it lies in", folder)
        if not os.path.isdir(folder):  # noqa: PTH112
            raise NotADirectoryError(20, "no such folder of profiles", folder)


def _kept(cache_dir: Path | str, folders: Sequence[str]) -> tuple[Profile, ...]:
    """The profiles as they were read last, while no file of theirs and nothing that reads them has changed."""
    from api.archive.files import stamps

    there = tuple(folder for folder in folders if os.path.isdir(folder))  # noqa: PTH112
    state = stamps((_CORE, f"{_ROOT}/loaders", *there), (".py", ".toml", ".yaml", ".yml"))
    path = f"{cache_dir}/profiles-{state}.json"
    kept = _cached(path)
    if kept is not None:
        return kept
    profiles = _read(there)
    _keep(path, profiles)
    return profiles


def _cached(path: str) -> tuple[Profile, ...] | None:
    """The profiles in a sealed file; None when it is absent, damaged, of another form, or written by others.

    They are decoded when they are asked for, from the JSON in which they travel in bundles: there is no code in it.
    """
    import json

    from api.archive.files import map_sealed, trusted_owners
    from classification.check.profile_json import kept_profile

    try:
        cached = json.loads(bytes(map_sealed(path, trusted_owners())))
        form, size, records = cached["form"], cached["size"], cached["profiles"]
        if form != FORM or not records or size != len(records) or not all(map(_is_profile, records)):
            return None
        return tuple(map(kept_profile, records))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _is_profile(record: Any) -> bool:
    return isinstance(record, dict) and bool(record.get("name")) and isinstance(record.get("match"), dict)


def _read(folders: Sequence[str], beside: Sequence[str] = ()) -> tuple[Profile, ...]:
    from pathlib import Path

    from classification.errors import InvalidProfiles
    from loaders.profile_toml.reading import read_profiles

    read = read_profiles(map(Path, folders), map(Path, beside))
    if read.errors:
        raise InvalidProfiles(both("profilerne kan ikke bruges", "the profiles cannot be used"), read.errors)
    return read.profiles


def _keep(file: str, profiles: Sequence[Profile]) -> None:
    """A cache folder that cannot be written costs time at every start and nothing else."""
    import json
    from pathlib import Path

    from api.archive.files import write_sealed
    from classification.check.profile_json import profile_from_json, profile_to_json

    path = Path(file)
    records = [profile_to_json(one) for one in profiles]
    if tuple(map(profile_from_json, records)) != tuple(profiles):
        return  # what JSON does not carry back as it was is read anew each time
    content = {"form": FORM, "size": len(records), "profiles": records}
    try:
        write_sealed(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        made = sorted(path.parent.glob("profiles-*.json"), key=lambda old: old.stat().st_mtime, reverse=True)
        for old in (*made[_KEPT:], *path.parent.glob("profiles-*.pickle")):
            old.unlink(missing_ok=True)  # those of earlier versions held code
    except OSError:
        return
