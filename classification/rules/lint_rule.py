"""A rule of the lint: its stable code and its words."""

from __future__ import annotations

from classification.finding import Severity
from classification.record import frozen
from classification.rules.family import Family, family_of
from classification.sentence import NOTHING, Sentence


@frozen
class LintRule:
    """One rule; `source` names the published check that it follows, where there is one."""

    code: str
    severity: Severity
    title: Sentence
    explanation: Sentence
    remedy: Sentence = NOTHING
    source: str = ""

    @property
    def family(self) -> Family:
        """What the rule looks at."""
        return family_of(self.code)
