"""A trouble before it has a place: found once for a code, reported wherever that code stands."""

from __future__ import annotations

from classification.finding import NOTHING, Evidence, Finding, Fix, Place, Sentence, Severity
from classification.record import frozen
from classification.sentence import both

__all__ = ["Evidence", "Fault", "both", "remedy_of"]


@frozen
class Fault:
    """What is wrong, whatever place it is found at.

    `slot` is the part of a coding it is about (`system`, `code`, `display`, `version`; empty: the whole), `new` what
    should stand there where that is safe. `severity` is set where it differs from the rule's.
    """

    rule: str
    message: Sentence
    remedy: Sentence = NOTHING
    evidence: Evidence = ()
    slot: str = ""
    new: str = ""
    severity: Severity | None = None

    def at(
        self, pointer: str, severity: Severity, profile: str, old: str = "", resource: str = ""
    ) -> Finding:
        """The fault at a place.

        Args:
            pointer: of the value it was found in.
            severity: what holds if it has none of its own.
            profile: the profile it was found by.
            old: the value that stands in its slot.
            resource: the object of a Bundle that it is about.
        """
        spot = f"{pointer}/{self.slot}" if self.slot else pointer
        remedy = self.remedy if self.remedy.en else remedy_of(self.rule)
        return Finding(
            rule=self.rule,
            severity=self.severity or severity,
            message=self.message,
            place=Place(path=spot),
            remedy=remedy,
            evidence=self.evidence,
            fix=Fix(spot, old, self.new) if self.new and self.new != old else None,
            profile=profile,
            resource=resource,
        )


def remedy_of(rule: str) -> Sentence:
    """What to do about a finding of the rule, in general."""
    from classification.rules.registry import CHECK_RULES  # a run that finds nothing needs no rules

    return CHECK_RULES[rule].remedy if rule in CHECK_RULES else NOTHING
