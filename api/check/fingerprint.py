"""What a finding is known by when lines move: its file, rule, place in the object and sentence, not its line."""

from __future__ import annotations

import hashlib
import os
import re

from classification.observation import Observation

_NUMBER = re.compile(r"/[0-9]+(?=/|$)")


def fingerprint(observation: Observation) -> str:
    """Twenty hexadecimal digits; findings that differ only in line or position in a list share them.

    >>> from classification.finding import Severity
    >>> from classification.observation import Sentence
    >>> seen = Observation("SP201", Severity.ERROR, "/coding/0/code", Sentence("da", "en"), file="a.json")
    >>> fingerprint(seen) == fingerprint(seen.at("a.json", 9, 1))
    True
    """
    facts = (
        observation.file.replace(os.sep, "/"),
        observation.rule,
        observation.profile,
        _NUMBER.sub("/*", observation.pointer),
        observation.message.en,
    )
    return hashlib.sha256("\0".join(facts).encode(errors="surrogatepass")).hexdigest()[:20]
