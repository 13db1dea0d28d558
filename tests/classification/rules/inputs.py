"""What is found in the input of a rule when it is read, imported, expanded, used as a profile, or exported."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from api.archive.archive import Archive
from api.importing.request import Request
from api.payload.opening import must_know
from api.settings import Settings
from classification.check.checker import Checker
from classification.errors import InvalidProfiles
from classification.expansion.expansion import expand
from classification.finding import Finding
from classification.rules.import_rule import Input, Way
from classification.terminology import Terminology, When
from loaders import FORMATS, Reading, read
from loaders.content import Content
from loaders.profile_toml.reading import read_profiles
from vocabularies import PROFILES

DAY: Final = date(2025, 9, 1)
_BEFORE: Final = datetime(2025, 8, 1, tzinfo=UTC)
_NOW: Final = datetime(2025, 9, 1, tzinfo=UTC)


def findings_of(example: Input, folder: Path, bundled: Terminology) -> tuple[Finding, ...]:
    """The findings of an input, written to an empty folder; `bundled` are the shipped classifications."""
    path = written(example.files, folder / "input")
    if example.way is Way.PROFILE:
        return tuple(_of_profiles(path if path.is_dir() else path.parent, bundled))
    content = read(path, Reading(release=example.label))
    if example.way is Way.EXPORT:
        losses = FORMATS[example.format].losses
        assert losses is not None, f"{example.format} is not written"
        return losses(content)
    if example.way is Way.READ:
        return tuple(_of_reading(content))
    return tuple(_of_import(example, content, folder))


def written(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files; the path to read is the only file, else the folder that all of them are in."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    tops = {PurePosixPath(name).parts[0] for name in files}
    return folder / tops.pop() if len(tops) == 1 else folder


def _of_reading(content: Content) -> Iterator[Finding]:
    yield from content.findings
    for draft in content.releases:
        yield from draft.check()


def _of_import(example: Input, content: Content, folder: Path) -> Iterator[Finding]:
    with Archive(Settings(folder / "data", folder / "cache")) as archive:
        if example.before:
            outcome = archive.publish(read(written(example.before, folder / "before")), Request(_BEFORE))
            assert outcome.published, outcome.findings
        outcome = archive.publish(
            content,
            Request(_NOW, label=example.label, strict=example.strict, skip_broken=example.skip_broken),
        )
        yield from outcome.findings
        if example.way is Way.EXPAND:
            terminology = archive.terminology()
            for value_set in content.value_sets:
                yield from expand(terminology, value_set, When(DAY)).unresolved


def _of_profiles(folder: Path, bundled: Terminology) -> Iterator[Finding]:
    profiles = read_profiles([folder], beside=[PROFILES])
    yield from profiles.findings
    try:
        must_know(Checker(profiles.profiles, bundled), [str(folder)])
    except InvalidProfiles as refused:
        yield from refused.findings
