"""Files that are there whole or not at all, read in place; sealed ones are known by their name and unaltered.

A sealed file ends with its own name, a checksum (Adler-32) over all that stands before, the length of the name and a
mark. Checking costs a third of a millisecond per megabyte. It finds damage and files in the wrong place, and is no
guard against those who may write to the folder and mean harm.
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


_MARK: Final = b"SAMSSEAL"
_TAIL: Final = 4 + 4 + len(_MARK)


def map_file(path: Path | str) -> memoryview:
    """The content of a file as a view that reads it in place; it stays valid when the file is replaced.

    Raises:
        OSError: the file cannot be read.
        ValueError: the file is empty.
    """
    with open(path, "rb") as file:  # noqa: PTH123 - the command's fast start does without pathlib
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file that `map_sealed` reads (errors as `write_whole`)."""
    import zlib

    name = path.name.encode()
    tail = zlib.adler32(name, zlib.adler32(content)).to_bytes(4, "little") + len(name).to_bytes(4, "little")
    write_whole(path, content + name + tail + _MARK)


def map_sealed(path: Path | str) -> memoryview:
    """The content of a sealed file (as `map_file`).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is empty, cut, altered, or another one under this name.
    """
    import zlib

    view = map_file(path)
    name = os.path.basename(path).encode()  # noqa: PTH119
    size = len(view) - len(name) - _TAIL
    tail = bytes(view[size + len(name) :]) if size >= 0 else b""
    if tail[8:] != _MARK or tail[4:8] != len(name).to_bytes(4, "little") or view[size:-_TAIL] != name:
        raise ValueError(f"{path} is no sealed file of this name")
    if zlib.adler32(view[:-_TAIL]) != int.from_bytes(tail[:4], "little"):
        raise ValueError(f"{path} is damaged")
    return view[:size]


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there: readers see the old content, the new, or none.

    Raises:
        OSError: the folder cannot be made or written.
    """
    if path.is_dir():
        raise IsADirectoryError(21, "this is a folder; name a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def write_file(path: Path, content: bytes) -> None:
    """Write a file that somebody named: what was there stays until all is written; a device is written as it is.

    Raises:
        OSError: naming the file; its folder is not there, the place is a folder, the disk is full.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(content)
        return
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "there is no such folder", str(path.parent))
    write_whole(path.resolve(), content)


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
    """Every file with such a suffix in the folders and below by name, place on the disk, size and times, as a checksum.

    The time of change tells an edit that kept the size and set the time of modification back. The folders count in
    their order, also one without such a file.
    """
    import zlib

    lines: list[str] = []
    pending = [str(folder) for folder in folders]
    for folder in pending:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(suffixes):
                    state = entry.stat()
                    lines.append(
                        f"{entry.path} {state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
                    )
                elif entry.is_dir() and not entry.name.startswith(("_", ".")):
                    pending.append(entry.path)
    checksum = zlib.crc32("\n".join((*map(str, folders), *sorted(lines))).encode())
    return f"{checksum:08x}{len(lines):03x}"
