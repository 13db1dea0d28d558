"""Patterns for paths: `*` within a name, `**` across folders."""

from __future__ import annotations

import os
import re
from functools import lru_cache


def matches(pattern: str, file: str, base: str = "") -> bool:
    """Whether a pattern names a file.

    A pattern without a slash matches the name of the file or of a folder above it; one with slashes the way from
    `base`, wholly or a folder on it.

    >>> matches("*.json", "in/a.json"), matches("old/**", "old/x/a.json"), matches("old", "new/old/a.json")
    (True, True, True)
    >>> matches("old/*.json", "old/x/a.json"), matches("old/x", "old/x/a.json")
    (False, True)
    """
    path = _relative(file, base)
    if "/" not in pattern.rstrip("/"):
        return any(_compiled(pattern.rstrip("/")).fullmatch(name) for name in path.split("/"))
    regex = _compiled(pattern.rstrip("/").removeprefix("./").removeprefix("/"))
    parts = path.split("/")
    return any(regex.fullmatch("/".join(parts[:length])) for length in range(len(parts), 0, -1))


def _relative(file: str, base: str) -> str:
    path = os.path.relpath(file, base) if base else os.path.normpath(file)
    return path.replace(os.sep, "/")


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", pattern)
    means = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return re.compile("".join(means.get(part, re.escape(part)) for part in parts), re.DOTALL)
