"""What a finding is known by when lines move: its file, rule, place in the object and sentence, not its line."""

from __future__ import annotations

import hashlib
import os
import re

from api.payload.documents import STDIN_NAME
from classification.observation import Observation

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


def fingerprint(observation: Observation, base: str = "") -> str:
    """Twenty hexadecimal digits; findings that differ only in line or position in a list share them.

    Args:
        observation: with its file as it was named.
        base: the folder from which the file counts; else it counts as it was named.

    >>> from classification.finding import Severity
    >>> from classification.observation import Sentence
    >>> seen = Observation("SP201", Severity.ERROR, "/coding/0/code", Sentence("da", "en"), file="a.json")
    >>> fingerprint(seen) == fingerprint(seen.at("a.json", 9, 1))
    True
    """
    facts = (
        _counted(observation.file, base).replace(os.sep, "/"),
        observation.rule,
        observation.profile,
        _NUMBER.sub("/*", observation.pointer),
        observation.message.en,
    )
    return hashlib.sha256("\0".join(facts).encode(errors="surrogatepass")).hexdigest()[:20]


def _counted(file: str, base: str) -> str:
    """The way to a file from a folder, whatever folder one is in; what is no file keeps its name."""
    if not base or file == STDIN_NAME:
        return file
    try:
        return os.path.relpath(os.path.realpath(file), os.path.realpath(base))
    except ValueError:  # on another drive
        return os.path.realpath(file)
