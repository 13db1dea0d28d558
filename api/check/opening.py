"""The check made ready: profiles read once and kept, laid beside a terminology."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import classification
from classification.check import Checker
from classification.profile import Profile
from classification.terminology import Terminology

if TYPE_CHECKING:
    from pathlib import Path

_CORE: Final = os.path.dirname(classification.__file__)  # noqa: PTH120
_ROOT: Final = os.path.dirname(_CORE)  # noqa: PTH120
SHIPPED: Final = f"{_ROOT}/vocabularies/profiles"
_KEPT: Final = 3


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
    from classification.check_profile_codes import unknown_codes

    value_sets = checker.unknown_value_sets()
    codes = unknown_codes(checker.profiles.values(), checker.terminology)
    if not value_sets and not codes:
        return
    from pathlib import Path

    from classification.errors import InvalidProfiles
    from classification.finding import Finding, Severity
    from loaders.profile_toml import place_of

    paths = [Path(folder) for folder in (SHIPPED, *folders) if os.path.isdir(folder)]  # noqa: PTH112
    findings = [
        Finding(
            "SPP08",
            Severity.ERROR,
            f"profile {profile!r} binds to what is not there: {said}",
            place_of(paths, profile, name),
        )
        for profile, name, said in value_sets
    ]
    findings += [
        Finding(
            "SPP13",
            Severity.ERROR,
            f"profile {one.profile!r} asks for a code that no release knows: {one.written}",
            place_of(paths, one.profile, one.written),
            f"did you mean {' or '.join(one.near)}?" if one.near else "write a code of a release",
        )
        for one in codes
    ]
    raise InvalidProfiles("the profiles cannot be used", findings)


def read_folders(folders: Sequence[str]) -> tuple[Profile, ...]:
    """The profiles of some folders (errors as `open_checker`)."""
    _must_be_there(folders)
    return _read(folders)


def _must_be_there(folders: Sequence[str]) -> None:
    for folder in folders:
        if os.path.isfile(folder):  # noqa: PTH113
            raise NotADirectoryError(20, "this is a file; name the folder of profiles it lies in", folder)
        if not os.path.isdir(folder):  # noqa: PTH112
            raise NotADirectoryError(20, "no such folder of profiles", folder)


def _kept(cache_dir: Path | str, folders: Sequence[str]) -> tuple[Profile, ...]:
    """The profiles as they were read last, while no file of theirs and nothing that reads them has changed."""
    from api.service.files import stamps

    there = tuple(folder for folder in folders if os.path.isdir(folder))  # noqa: PTH112
    state = stamps((_CORE, f"{_ROOT}/loaders", *there), (".py", ".toml", ".yaml", ".yml"))
    path = f"{cache_dir}/profiles-{state}.pickle"
    held = _unpickled(path)
    if held is not None:
        return held
    profiles = _read(there)
    import pickle

    _keep(path, pickle.dumps(profiles, protocol=5))
    return profiles


def _unpickled(path: str) -> tuple[Profile, ...] | None:
    """What a file holds that this program wrote into its own cache folder; None when it is not that."""
    try:
        from _pickle import (
            loads,
        )  # without the part written in Python, which takes as long to load as a check
    except ImportError:
        from pickle import loads
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            held = loads(file.read())
    except Exception:  # a damaged pickle may raise anything
        return None
    return held if isinstance(held, tuple) else None


def _read(folders: Sequence[str]) -> tuple[Profile, ...]:
    from pathlib import Path

    from classification.errors import InvalidProfiles
    from loaders.profile_toml import read_profiles

    read = read_profiles([Path(folder) for folder in folders])
    if read.errors:
        raise InvalidProfiles("the profiles cannot be used", read.errors)
    return read.profiles


def _keep(file: str, content: bytes) -> None:
    """A cache folder that cannot be written costs time at every start and nothing else."""
    from pathlib import Path

    from api.service.files import write_whole

    path = Path(file)
    try:
        write_whole(path, content)
        made = sorted(
            path.parent.glob("profiles-*.pickle"), key=lambda old: old.stat().st_mtime, reverse=True
        )
        for old in made[_KEPT:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
