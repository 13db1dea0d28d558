"""A rule of the check: its stable code, its words, an object that breaks it and one that does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from classification.finding import NOTHING, Sentence, Severity
from classification.record import frozen
from classification.rules.family import Family, family_of

EXAMPLE_DAY: Final = date(2025, 9, 1)


@frozen
class Example:
    """JSON that breaks a rule, or does not, when checked with `profile` on `day`; written when it is asked for."""

    written: str | Callable[[], str]
    profile: str = "tilstand"
    day: date = EXAMPLE_DAY

    @property
    def text(self) -> str:
        """The JSON."""
        return self.written if isinstance(self.written, str) else self.written()


@frozen
class CheckRule:
    """One rule.

    `severity` is the default; a profile may say otherwise, from a date on. `bad` gives this rule's finding and no
    other, `good` gives none; a rule about text that is no JSON object (the reader's rules) shows the text itself.
    """

    code: str
    severity: Severity
    title: Sentence
    explanation: Sentence
    bad: Example
    good: Example
    remedy: Sentence = NOTHING

    @property
    def family(self) -> Family:
        """What the rule looks at."""
        return family_of(self.code)
