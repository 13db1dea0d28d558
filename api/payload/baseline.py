"""Findings that are known already: a check adopted on old data reports what is new.

A baseline is a JSON file of fingerprints and how often each was seen. Findings beyond that number are new. Files count
from the folder that the baseline lies in, so it knows them from wherever the check is run. What says that a text cannot
be read is never known: behind it anything may hide.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from api.payload.fingerprint import fingerprint
from api.payload.located import Located
from classification.errors import InvalidRequest
from classification.sentence import both

VERSION: Final = 2
UNREAD: Final = frozenset({"SP191", "SP192", "SP194", "SP195", "SP196", "SP197"})
"""Rules that say of a text, or of a part of it, that nothing more was looked at."""


class Baseline:
    """Known findings; each is let through once for every time it was seen.

    Args:
        counts: how often each was seen.
        base: the folder that files count from.
    """

    def __init__(self, counts: Mapping[str, int] | None = None, base: str = "") -> None:
        self._left = Counter(counts or {})
        self._base = base
        self.hidden = 0

    def new(self, findings: Iterable[Located]) -> tuple[Located, ...]:
        """The findings that are not known."""
        return tuple(one for one in findings if not self._knows(one))

    def _knows(self, one: Located) -> bool:
        mark = mark_of(one, self._base)
        if not mark or self._left[mark] <= 0:
            return False
        self._left[mark] -= 1
        self.hidden += 1
        return True

    @property
    def gone(self) -> int:
        """How many known findings were not met: they may be taken out of the file."""
        return sum(count for count in self._left.values() if count > 0)


def mark_of(one: Located, base: str) -> str:
    """What a baseline in the folder `base` knows a finding by; nothing for one that it may not know."""
    return "" if one.finding.rule in UNREAD else fingerprint(one.finding, base)


def read_baseline(path: Path) -> Baseline:
    """The baseline of a file.

    Raises:
        InvalidRequest: it is no baseline.
        OSError: it cannot be read.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InvalidRequest(
            both(f"{path}: dette er ikke en baseline: {error}", f"{path}: this is no baseline: {error}")
        ) from None
    counts = content.get("findings") if isinstance(content, dict) else None
    sound = isinstance(counts, dict) and all(type(count) is int for count in counts.values())
    if not sound or content.get("version") != VERSION:
        raise InvalidRequest(
            both(
                f"{path}: dette er ikke en baseline i version {VERSION}; lav en med --write-baseline",
                f"{path}: this is no baseline of version {VERSION}; make one with --write-baseline",
            )
        )
    return Baseline(counts, str(path.parent))


def baseline_text(marks: Mapping[str, int]) -> str:
    """The file's content for fingerprints and their numbers, sorted: it changes little when it is made again."""
    content = {"version": VERSION, "findings": dict(sorted(marks.items()))}
    return json.dumps(content, indent=1) + "\n"
