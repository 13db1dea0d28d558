"""What a finding is known by when lines move: its file, rule, place in the object and sentence, not its line."""

from __future__ import annotations

import hashlib
import os
import re

from api.payload.documents import STDIN_NAME
from classification import Finding

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


def fingerprint(finding: Finding, base: str = "") -> str:
    """Twenty hexadecimal digits; findings that differ only in line or position in a list share them.

    Args:
        finding: with its file as it was named.
        base: the folder from which the file counts; else it counts as it was named.

    >>> from classification.finding import Place, Sentence, Severity
    >>> seen = Finding("SP201", Severity.ERROR, Sentence("da", "en"), Place("a.json", path="/coding/0/code"))
    >>> fingerprint(seen) == fingerprint(seen.at("a.json", 9, 1))
    True
    """
    facts = (
        _counted(finding.place.file, base).replace(os.sep, "/"),
        finding.rule,
        finding.profile,
        _NUMBER.sub("/*", finding.place.path),
        finding.message.en,
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
