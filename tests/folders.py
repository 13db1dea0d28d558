"""Folders that last as long as the process."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

_kept: list[TemporaryDirectory[str]] = []


def lasting_folder() -> Path:
    """A new folder, removed when the process ends."""
    folder = TemporaryDirectory(prefix="samsprog-test-")
    _kept.append(folder)
    return Path(folder.name)
