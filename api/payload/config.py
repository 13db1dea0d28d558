"""What a project says once, in a file: `[check]` of samsprog.toml, or `[tool.samsprog.check]` of pyproject.toml.

The nearest folder upward that has one counts; of two in one folder samsprog.toml. Unknown keys, values of the wrong
type and rules that do not exist are refused, all at once, with the nearest name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from api.payload.options import Config

FILES: Final = (("samsprog.toml", ("check",)), ("pyproject.toml", ("tool", "samsprog", "check")))


def find_config(folder: str, named: str = "") -> Config:
    """The configuration for a folder (an absolute path): the named file's, else the nearest upward.

    Raises:
        InvalidSettings: with every problem and its place.
        OSError: the named file cannot be read.
    """
    if named:
        path = os.path.join(folder, named)  # noqa: PTH118
        keys = dict(FILES).get(os.path.basename(named), FILES[0][1])  # noqa: PTH119
        return (_read(path, keys) if _may_say(path, keys) else None) or Config(path)
    for path, keys in _candidates(folder):
        try:
            config = _read(path, keys) if _may_say(path, keys) else None
        except FileNotFoundError:
            continue
        if config is not None:
            return config
    return Config()


def _candidates(folder: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    above = ""
    while folder != above:
        for name, keys in FILES:
            yield os.path.join(folder, name), keys  # noqa: PTH118
        above, folder = folder, os.path.dirname(folder)  # noqa: PTH120


def _may_say(path: str, keys: tuple[str, ...]) -> bool:
    """Most files of other tools say nothing of the check, and reading TOML takes as long as checking an object."""
    if len(keys) == 1:
        return bool(os.stat(path))  # noqa: PTH116 - raises where there is none
    with open(path, "rb") as file:  # noqa: PTH123
        content = file.read()
    table = ".".join(keys[:2]).encode()
    for line in content.splitlines():
        bare = line.translate(None, b" \t[]\"'")
        if bare == keys[0].encode() or bare.startswith((table, b"tool=", b"tool#")):
            return True
    return False


def _read(path: str, keys: tuple[str, ...]) -> Config | None:
    from api.payload.config_file import read_config

    return read_config(path, keys)
