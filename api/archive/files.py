"""Files that are there whole or not at all, read in place; sealed ones are known by their name and unaltered.

A sealed file ends with its own name, a checksum (Adler-32) over all that stands before, the length of the name and a
mark. Checking costs a third of a millisecond per megabyte. The seal finds damage and files in the wrong place; anybody
can compute it, so it says nothing about who wrote the file. That its owner says: a sealed file is read only when it
belongs to somebody who could alter the answers anyway (`trusted_owners`) and nobody else may write to it. No sealed
file holds code (docs/decisions/0014).
"""

from __future__ import annotations

import mmap
import os
from collections.abc import Container, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path


_MARK: Final = b"SAMSSEAL"
_TAIL: Final = 4 + 4 + len(_MARK)
_BINARY: Final = getattr(os, "O_BINARY", 0)
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
"""A pipe under a file's name must not be waited for."""
_KIND: Final = 0o170000
_REGULAR: Final = 0o100000
_OTHERS_MAY_WRITE: Final = 0o022
_SEALED_MODE: Final = 0o644
"""Whatever the umask: a file that the group may write could not be believed."""


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
    write_whole(path, content + name + tail + _MARK, mode=_SEALED_MODE)


def map_sealed(path: Path | str, owners: Container[int] | None) -> memoryview:
    """The content of a sealed file (as `map_file`) that one of `owners` wrote (None: whoever did).

    Raises:
        OSError: the file cannot be read.
        ValueError: it is empty, cut, altered, another one under this name, or others may have written it.
    """
    import zlib

    with os.fdopen(os.open(path, os.O_RDONLY | _NO_WAITING | _BINARY), "rb") as file:
        state = os.fstat(file.fileno())
        if state.st_mode & _KIND != _REGULAR:
            raise ValueError(f"{path} is no file")
        if owners is not None and (state.st_uid not in owners or state.st_mode & _OTHERS_MAY_WRITE):
            raise ValueError(f"{path} may have been written by others")
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    name = os.path.basename(path).encode()  # noqa: PTH119
    size = len(view) - len(name) - _TAIL
    tail = bytes(view[size + len(name) :]) if size >= 0 else b""
    if tail[8:] != _MARK or tail[4:8] != len(name).to_bytes(4, "little") or view[size:-_TAIL] != name:
        raise ValueError(f"{path} is no sealed file of this name")
    if zlib.adler32(view[:-_TAIL]) != int.from_bytes(tail[:4], "little"):
        raise ValueError(f"{path} is damaged")
    return view[:size]


def trusted_owners(database: Path | str = "") -> frozenset[int] | None:
    """Whose sealed files are believed: those of this user and of root; None where the system knows no owners.

    Beside an SQLite database also its owner's, and anybody's where others may write to the database itself: what they
    would put into a file beside it they could as well put into the database.
    """
    if not hasattr(os, "geteuid"):
        return None
    owners = {os.geteuid(), 0}
    if database:
        with suppress(OSError):
            state = os.stat(database)  # noqa: PTH116
            if state.st_mode & _OTHERS_MAY_WRITE:
                return None
            owners.add(state.st_uid)
    return frozenset(owners)


def write_whole(path: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Write a file beside its place and move it there: readers see the old content, the new, or none.

    `mode` is narrowed by the umask. The file beside is made anew: a link that somebody laid there is not followed.

    Raises:
        OSError: the folder cannot be made or written.
    """
    if path.is_dir():
        raise IsADirectoryError(21, "this is a folder; name a file", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode), "wb") as file:
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
    if path.exists() and not path.is_file():
        raise FileExistsError(17, "something that is no file stands where the lock belongs", str(path))
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
