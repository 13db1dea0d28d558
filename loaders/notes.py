"""Findings in the making: a loader notes what it meets and hands over everything at the end."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from classification.finding import Finding, Place, Severity


class Notes:
    """Findings collected while one input is read."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def error(self, rule: str, text: str, place: Place, remedy: str = "") -> None:
        """Note what forbids publishing."""
        self.findings.append(Finding(rule, Severity.ERROR, text, place, remedy))

    def warning(self, rule: str, text: str, place: Place, remedy: str = "") -> None:
        """Note what stays with the content."""
        self.findings.append(Finding(rule, Severity.WARNING, text, place, remedy))

    def information(self, rule: str, text: str, place: Place, remedy: str = "") -> None:
        """Note what only tells."""
        self.findings.append(Finding(rule, Severity.INFORMATION, text, place, remedy))


def known(names: Iterable[str], near: str = "") -> str:
    """A remedy that lists what would be right, the nearest first where there are many."""
    held = list(names)
    if len(held) > 12:
        held = get_close_matches(near, held, n=6, cutoff=0.4) or [*held[:6], "…"]
    return f"known: {', '.join(held)}" if held else "none is known"
