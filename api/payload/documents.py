"""Which files are checked, and the pieces they come apart into.

A piece is what one process takes at a time: a whole JSON file, or some lines of NDJSON (one object per line). Whatever
the size of a file of lines, a piece of it is about a megabyte, so memory stays bounded. Compressed files (gzip) are
known by their first bytes, files of lines by their name (.ndjson, .jsonl) or by a first line that is an object of its
own with more behind it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import IO, Final

from classification.record import frozen

STDIN: Final = "-"
STDIN_NAME: Final = "<stdin>"
PIECE_BYTES: Final = 1 << 20
DOCUMENT_BYTES: Final = 256 << 20
_SNIFF_BYTES: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"
_LINES: Final = (".ndjson", ".jsonl")
_WHOLE: Final = (".json",)
_KNOWN: Final = tuple(name + packed for name in (*_LINES, *_WHOLE) for packed in ("", ".gz"))


class Unreadable(Exception):
    """A file that cannot be read, or not in bounded memory; says why."""


@frozen
class Piece:
    """A part of a file that is checked in one go.

    Without `data` it is read from the file: `size` bytes from `start`, or all of it when `size` is 0. `packed` says
    that the file holds it in another form.
    """

    file: str
    lines: bool = False
    data: bytes | None = None
    start: int = 0
    size: int = 0
    packed: bool = False

    @property
    def weight(self) -> int:
        """About how many bytes it has."""
        if self.data is not None:
            return len(self.data)
        return self.size or os.path.getsize(self.file)  # noqa: PTH202

    def read(self) -> bytes:
        """The bytes of the piece, unpacked.

        Raises:
            Unreadable: it cannot be read.
        """
        if self.data is not None:
            return self.data
        with _explained(self.file), open(self.file, "rb") as file:  # noqa: PTH123
            if self.size:
                file.seek(self.start)
                return file.read(self.size)
            return _whole(file)


def find_files(paths: Iterable[str], unread: dict[str, str] | None = None) -> Iterator[str]:
    """The files that paths mean, in the order given, within a folder by name; each once.

    A folder means the JSON and NDJSON files in it and below, without hidden folders. A pattern with `*` is expanded
    where no file has it as its name.

    Args:
        paths: as they were named.
        unread: gets what a folder or a pattern means and cannot be read, with why: links that lead nowhere, pipes,
            folders that may not be looked into. They come in their place among the files; without it they are left out.

    Raises:
        FileNotFoundError: there is no such file, or none that the pattern matches.
    """
    seen: set[str] = set()
    for path in paths:
        for file, real, why in _meant(path):
            if real in seen or (why and unread is None):
                continue
            seen.add(real)
            if why and unread is not None:
                unread[file] = why
            yield file


_Meant = tuple[str, str, str]
"""A file, the path that it has when no link is followed any more, and why it cannot be read."""


def _meant(path: str) -> Iterator[_Meant]:
    if path == STDIN:
        yield path, path, ""
    elif os.path.isdir(path):  # noqa: PTH112
        yield from _in_folder(path, os.path.realpath(path))
    elif os.path.exists(path):  # noqa: PTH110 - a file, or a pipe, for instance <(command)
        yield path, os.path.realpath(path), ""
    elif os.path.islink(path):  # noqa: PTH114
        raise FileNotFoundError(2, _no_file(path), path)
    elif any(mark in path for mark in "*?["):
        from glob import glob

        paths = sorted(glob(path, recursive=True))  # noqa: PTH207
        files = [file for file in paths if not os.path.isdir(file)]  # noqa: PTH112
        if not files:
            raise FileNotFoundError(2, "no file matches", path)
        yield from map(_one, files)
    else:
        raise FileNotFoundError(2, "no such file or folder", path)


def _in_folder(folder: str, real: str) -> Iterator[_Meant]:
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, real, error.strerror or str(error)
        return
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _in_folder(entry.path, f"{real}{os.sep}{entry.name}")
        elif entry.name.endswith(_KNOWN):
            if entry.is_file(follow_symlinks=False):
                yield entry.path.removeprefix("./"), f"{real}{os.sep}{entry.name}", ""
            elif not os.path.isdir(entry.path):  # noqa: PTH112 - links to folders are not followed
                yield _one(entry.path.removeprefix("./"))


def _one(file: str) -> _Meant:
    """What is a link, or something else that is no folder."""
    if os.path.isfile(file):  # noqa: PTH113
        return file, os.path.realpath(file), ""
    return file, os.path.abspath(file), _no_file(file)  # noqa: PTH100


def _no_file(path: str) -> str:
    """Why a path that is no file and no folder is not read."""
    try:
        os.stat(path)  # noqa: PTH116
    except OSError as error:
        from errno import ELOOP, ENOENT

        if error.errno == ELOOP:
            return "the link leads back to itself"
        return "the link leads to no file" if error.errno == ENOENT else error.strerror or str(error)
    return "this is a pipe, a socket or a device; to have a pipe read, name it itself"


def pieces(file: str, stdin: IO[bytes] | None = None) -> Iterator[Piece]:
    """The pieces of a file, in order.

    Raises:
        Unreadable: it cannot be read.
    """
    if file == STDIN:
        assert stdin is not None
        with _explained(STDIN_NAME):
            yield from _streamed(STDIN_NAME, stdin)
        return
    with _explained(file), open(file, "rb") as opened:  # noqa: PTH123
        if not opened.seekable():
            yield from _streamed(file, opened)
            return
        head = opened.read(_SNIFF_BYTES)
        if head.startswith(_GZIP):
            opened.seek(0)
            yield from _streamed(file, opened)
        elif _is_lines(file, head):
            yield from _slices(file, opened)
        elif os.fstat(opened.fileno()).st_size > DOCUMENT_BYTES:
            raise Unreadable(_TOO_LARGE)
        else:
            yield Piece(file, data=head if len(head) < _SNIFF_BYTES else None)


def _slices(file: str, opened: IO[bytes]) -> Iterator[Piece]:
    """Where the pieces of an unpacked file begin and end; who checks one reads it."""
    size = os.fstat(opened.fileno()).st_size
    start = 0
    while start < size:
        opened.seek(min(start + PIECE_BYTES, size))
        rest = opened.readline(DOCUMENT_BYTES)
        end = opened.tell()
        if len(rest) >= DOCUMENT_BYTES:
            raise Unreadable(_TOO_LARGE)
        yield Piece(file, lines=True, start=start, size=end - start)
        start = end


def _streamed(file: str, opened: IO[bytes]) -> Iterator[Piece]:
    """The pieces of what can be read only once, from front to back."""
    stream, packed = _unpacked(opened)
    head = stream.read(_SNIFF_BYTES)
    if not _is_lines(file, head):
        yield Piece(file, data=head + _whole(stream), packed=packed)
        return
    while True:
        data = head + stream.read(PIECE_BYTES)
        head = b""
        if not data:
            return
        data += stream.readline(DOCUMENT_BYTES)
        if len(data) >= DOCUMENT_BYTES:
            raise Unreadable(_TOO_LARGE)
        yield Piece(file, lines=True, data=data, packed=packed)


def _is_lines(file: str, head: bytes) -> bool:
    """Whether each line is an object; judged by the name, else by the first line."""
    if file.removesuffix(".gz").endswith(_LINES):
        return True
    line, _, rest = head.partition(b"\n")
    line = line.strip()
    if not rest.strip() or not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    import json

    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _unpacked(stream: IO[bytes]) -> tuple[IO[bytes], bool]:
    """The stream, unpacked when it is gzip, and whether it was; it can be read from front to back only."""
    import io

    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    if not buffered.peek(2).startswith(_GZIP):
        return buffered, False
    from gzip import GzipFile

    inner = io.BufferedReader(GzipFile(fileobj=buffered))
    if inner.peek(2).startswith(_GZIP):
        raise Unreadable("the file is packed twice; unpack it once (gunzip)")
    return inner, True


def _whole(stream: IO[bytes]) -> bytes:
    data = stream.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        raise Unreadable(_TOO_LARGE)
    return data


_TOO_LARGE: Final = f"one object is larger than {DOCUMENT_BYTES >> 20} MB"


class _explained:  # noqa: N801 - reads as a word of the with statement
    """Turns what the system or the unpacking says into `Unreadable`."""

    def __init__(self, file: str) -> None:
        self._file = file

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, EOFError):
            raise Unreadable("the compressed file ends too early; copy or pack it anew") from None
        if isinstance(error, OSError):
            raise Unreadable(error.strerror or str(error)) from None
        if type(error).__name__ == "error" and type(error).__module__ == "zlib":
            why = str(error).rpartition(": ")[2]
            raise Unreadable(f"the compressed file is broken ({why}); pack it anew") from None
