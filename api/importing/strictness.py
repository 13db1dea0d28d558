"""Repairs refused: what `--strict` says of a file that would have been mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from classification import Finding, Severity
from classification.rules.policy import Policy, policy_of
from classification.sentence import both


def strict_findings(findings: Iterable[Finding]) -> Iterator[Finding]:
    """SPI41, once, where anything was read otherwise than it is written."""
    repairs = Counter(found.rule for found in findings if policy_of(found) is Policy.REPAIRED)
    if repairs:
        rules = ", ".join(f"{rule} × {times}" for rule, times in sorted(repairs.items()))
        said = both(
            f"{repairs.total()} steder kan kun læses ved at rette dem ({rules}), og --strict afviser det",
            f"{repairs.total()} places can be read only by repairing them ({rules}), and --strict refuses that",
        )
        remedy = both(
            "ret filen, eller importér uden --strict", "correct the file, or import without --strict"
        )
        yield Finding("SPI41", Severity.ERROR, said, remedy=remedy)
