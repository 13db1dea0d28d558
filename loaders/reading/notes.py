"""Findings in the making: a loader notes what it meets and hands over everything at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from classification import Finding, Place, Severity
from classification.sentence import NOTHING, Sentence, both, joined


class Notes:
    """Findings collected while one input is read."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def error(self, rule: str, message: Sentence, place: Place, remedy: Sentence = NOTHING) -> None:
        """Note what forbids publishing."""
        self.findings.append(Finding(rule, Severity.ERROR, message, place, remedy))

    def warning(self, rule: str, message: Sentence, place: Place, remedy: Sentence = NOTHING) -> None:
        """Note what stays with the content."""
        self.findings.append(Finding(rule, Severity.WARNING, message, place, remedy))

    def information(self, rule: str, message: Sentence, place: Place, remedy: Sentence = NOTHING) -> None:
        """Note what only tells."""
        self.findings.append(Finding(rule, Severity.INFORMATION, message, place, remedy))


def not_kept(names: Sequence[Sentence], most: int = 1_000) -> Sentence:
    """What has no place here: the first `most`, and how many others."""
    listed = both("ikke bevaret: ", "not kept: ") + joined(names[:most], ", ")
    rest = len(names) - most
    return listed + both(f" og {rest} andre", f" and {rest} others") if rest > 0 else listed


def known(names: Iterable[str], near: str = "") -> Sentence:
    """A remedy that lists what would be right, the nearest first where there are many."""
    held = list(names)
    if len(held) > 12:
        held = get_close_matches(near, held, n=6, cutoff=0.4) or [*held[:6], "…"]
    listed = ", ".join(held)
    return both(f"kendte: {listed}", f"known: {listed}") if held else both("ingen kendes", "none is known")
