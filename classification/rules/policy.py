"""What becomes of a fault in somebody else's file: one policy, for all formats, in one table.

    refused     what makes the meaning uncertain: nothing is imported
    repaired    what has one harmless reading: it is read so, and told; `--strict` refuses it
    kept        what is odd, but says what it says: it stays as it is, and is told
    left out    what cannot be carried: the rest is imported, and what is missing is told

An error always refuses, so that rules which are nothing but errors need no row. Each other one has its row here, and a
test holds it so. Where a rule is an error in one case and less in another, the row is for the lesser one.

Two decisions that are not seen in the rows: a no-break space in a term is kept as it was published (terms of FFB have
them, and others compare with what was published; the lint tells of it). And a language is never invented: labels
without one are kept without, unless `--language` names it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from classification.finding import Finding, Severity
from classification.rules.registry import IMPORT_RULES


class Policy(StrEnum):
    """What is done with what a finding tells of."""

    REFUSED = "refused"
    REPAIRED = "repaired"
    KEPT = "kept"
    LEFT_OUT = "left-out"


_ROWS: Final = {
    Policy.REPAIRED: """
        SPB15 SPB21 SPB25 SPB26
        SPE10 SPE15
        SPF15 SPF17 SPF27
        SPI19
        SPJ15 SPJ19 SPJ20 SPJ21 SPJ22
        SPK08 SPK15 SPK21 SPK22 SPK23 SPK24 SPK32
        SPM13 SPM16 SPM17 SPM19
        SPO06 SPO07 SPO09 SPO13 SPO19 SPO27
        SPR03
    """,
    Policy.KEPT: """
        SPB14 SPB24 SPB27 SPB28 SPB29
        SPC04 SPC08 SPC14 SPC15 SPC16 SPC18
        SPE07 SPE08 SPE13
        SPF11 SPF12 SPF16 SPF26 SPF28
        SPI04 SPI05 SPI09 SPI13 SPI14 SPI16 SPI20 SPI21 SPI22 SPI23 SPI25 SPI29 SPI30 SPI42
        SPJ07 SPJ14 SPJ18
        SPK18 SPK25 SPK27 SPK28 SPK29
        SPM18
        SPO23
        SPR04 SPR08
        SPT30
        SPV01 SPV02 SPV03 SPV04 SPV05 SPV06 SPV07 SPV08 SPV09 SPV10
    """,
    Policy.LEFT_OUT: """
        SPB16 SPB20 SPB30 SPB31 SPB32
        SPE01 SPE09
        SPF08 SPF09 SPF10 SPF14 SPF20 SPF23 SPF31
        SPI12 SPI26 SPI43
        SPJ04 SPJ09 SPJ11 SPJ12 SPJ31
        SPK09 SPK16 SPK17 SPK26 SPK30 SPK31 SPK33
        SPM09 SPM10 SPM15 SPM31
        SPO01 SPO10 SPO16 SPO18 SPO26
        SPT28 SPT29
        SPV31
    """,
}
_LINTS: Final = ("SPL", "SPA")
POLICIES: Final[Mapping[str, Policy]] = {
    code: policy for policy, codes in _ROWS.items() for code in codes.split()
}
"""The policy of each rule that does not always refuse."""


def policy_of(finding: Finding) -> Policy:
    """What is done with what the finding tells of; what a lint tells of is kept.

    Raises:
        KeyError: the rule of a warning or information is not in the table.
    """
    if finding.severity is Severity.ERROR:
        return Policy.REFUSED
    return Policy.KEPT if finding.rule.startswith(_LINTS) else POLICIES[finding.rule]


def policies_of(code: str) -> tuple[Policy, ...]:
    """What a rule may lead to: both, where it is an error in one case and less in another."""
    rule = IMPORT_RULES[code]
    severities = {rule.severity, *rule.also}
    less = (POLICIES[code],) if severities - {Severity.ERROR} else ()
    return (*less, *((Policy.REFUSED,) if Severity.ERROR in severities else ()))
