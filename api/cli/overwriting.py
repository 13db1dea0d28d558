"""What a command reads is not overwritten by what it writes: told before anything is written.

Files are compared as the system knows them, so neither another name nor a link hides that two are one.
"""

from __future__ import annotations

import os
import re
import stat
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from api.payload.documents import STDIN
from classification.errors import InvalidRequest
from classification.sentence import both

_HEAD_BYTES: Final = 4096
_REPORT: Final = re.compile(
    rb"""\s*\{\s*"version":\s*\d+,\s*"findings":\s*[\[{]            # our JSON, a baseline
       | \s*\{\s*"version":\s*\d+,\s*"objects":\s*\d+,\s*"unrecog   # two days compared
       | \{"\$schema":\ "https://docs\.oasis-open\.org/sarif        # SARIF
       | \[\n\{"description":\ "SP | \[\]\n\Z                       # GitLab's code quality
       | \Z""",
    re.VERBOSE,
)
_PAYLOAD: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]|\x1f\x8b|[^\0]?\0|\xff\xfe|\xfe\xff")


def must_not_overwrite(written: Mapping[str, str | None], read: Iterable[str]) -> None:
    """Refuse to write what is read, or two things into one file.

    Args:
        written: files to write (a device is none), by the options that name them.
        read: files that are read; `-` is stdin.

    Raises:
        InvalidRequest: naming the option and the file.
    """
    targets: dict[tuple[int, int], str] = {}
    paths: dict[str, str] = {}
    for option, file in written.items():
        if not file:
            continue
        if (other := paths.setdefault(os.path.realpath(file), option)) != option:
            raise InvalidRequest(
                both(
                    f"{option} {file}: {other} skriver i den samme fil; nævn en anden",
                    f"{option} {file}: {other} writes into the same file; name another",
                )
            )
        if (identity := _identity(file)) is not None:
            targets[identity] = f"{option} {file}"
    for file in read if targets else ():
        if (target := targets.get(_identity(file) or (0, 0))) is not None:
            raise _refused(target, file)


def must_be_report(option: str, file: str) -> None:
    """Refuse to overwrite a file in a folder of payloads that is none of our reports: it may be a payload.

    Raises:
        InvalidRequest: naming the option and the file.
        OSError: it cannot be read.
    """
    with open(file, "rb") as content:  # noqa: PTH123
        head = content.read(_HEAD_BYTES)
    if _PAYLOAD.match(head) and not _REPORT.match(head):
        raise _refused(f"{option} {file}", file)


def _refused(target: str, file: str) -> InvalidRequest:
    name = "stdin" if file == STDIN else file
    return InvalidRequest(
        both(
            f"{target}: kommandoen læser selv den fil ({name}), så den overskrives ikke; nævn en anden",
            f"{target}: the command itself reads that file ({name}), so it is not overwritten; name another",
        )
    )


def _identity(file: str) -> tuple[int, int] | None:
    """What the system knows a file by; None for what is not there, or is no file."""
    try:
        state = os.fstat(0) if file == STDIN else os.stat(file)  # noqa: PTH116
    except OSError:
        return None
    return (state.st_dev, state.st_ino) if stat.S_ISREG(state.st_mode) else None


def store_files(args: Namespace) -> Iterator[str]:
    """The files of the store that answers, and of its settings."""
    from api.cli.settings import default_folders, nothing_is_set, settings_of
    from api.settings import CONFIG_FILE, CONFIG_VARIABLE

    if nothing_is_set(args, os.environ):
        yield f"{default_folders(os.environ)[0]}/samsprog.sqlite3"
        return
    yield args.config or os.environ.get(CONFIG_VARIABLE) or CONFIG_FILE
    database = settings_of(args).sqlite_path
    if database is not None:
        yield str(database)


def profile_files(folders: Iterable[str]) -> Iterator[str]:
    """The files of folders with profiles, and the shipped ones that they may extend."""
    from pathlib import Path

    from api.payload.opening import SHIPPED

    for folder in (*folders, SHIPPED):
        yield from map(str, Path(folder).glob("*.toml"))
