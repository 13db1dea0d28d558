"""Files that are there whole or not at all, read in place."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def map_file(path: Path | str) -> memoryview:
    """The content of a file as a view that reads it in place; it stays valid when the file is replaced.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is empty.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - the command's fast start does without pathlib
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: readers see the old content, the new, or none.

    Raises:
        OSError: the folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock file while the block runs; another process that wants it waits.

    Where the system has no file locks nothing is held: two processes then do the same work, and the last one's file,
    written whole, stays.

    Raises:
        OSError: the folder cannot be made or written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as file:
        try:
            import fcntl
        except ImportError:
            pass
        else:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def stamps(folders: tuple[Path | str, ...], suffixes: tuple[str, ...]) -> str:
    """Name, size and time of change of every file with such a suffix in the folders and below, as one checksum."""
    import zlib

    lines: list[str] = []
    pending = [str(folder) for folder in folders]
    for folder in pending:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(suffixes):
                    state = entry.stat()
                    lines.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
                elif entry.is_dir() and not entry.name.startswith(("_", ".")):
                    pending.append(entry.path)
    checksum = zlib.crc32("\n".join(sorted(lines)).encode())
    return f"{checksum:08x}{len(lines):03x}"
