"""Compiled releases as files, one for each edition in the store.

A file is named after everything that goes into it (what the release says of itself, the digest of its content, the
state of the compiling code), so it is never changed, only added or made again when it is absent or damaged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from api.service.files import map_sealed, write_sealed
from api.store.reading import KeptRelease
from classification.digest import sha256
from classification.index import Index, compile_release
from classification.release import Release


class CompiledFiles:
    """The folder of compiled releases; `code` is the state of the code that compiles them."""

    def __init__(self, folder: Path, code: str) -> None:
        self.folder = folder
        self._code = code

    def path(self, kept: KeptRelease) -> Path:
        """Where the compiled form of an edition lies, or will."""
        return self.folder / f"{sha256([self._code, kept.to_json()])[7:47]}.samsprog"

    def buffer(self, kept: KeptRelease, release: Callable[[], Release]) -> bytes | memoryview:
        """The compiled form of an edition; made from `release` when no sound file is there."""
        path = self.path(kept)
        try:
            found = map_sealed(path, None)
            if Index(found).digest == kept.digest:
                return found
        except (OSError, ValueError, KeyError):
            pass
        made = compile_release(release())
        try:
            write_sealed(path, made)
        except OSError:
            return made
        return map_sealed(path, None)

    def clear(self, wanted: Iterable[KeptRelease]) -> None:
        """Remove files of editions that are not `wanted`: left by a publication undone, or by other code."""
        names = {self.path(kept).name for kept in wanted}
        for path in self.folder.glob("*.samsprog"):
            if path.name not in names:
                path.unlink(missing_ok=True)
