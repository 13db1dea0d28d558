"""One cause, one finding: which finding of a place is the consequence of another.

What is wrong with a coding shows in more than one check: a system that is misspelled is unknown, has no such value set
and no such scale. Which of two findings at one place is the cause stands in `TABLE`; all pairs that are not in it say
different things, and both stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import product
from typing import Final

from classification.check.fault import remedy_of
from classification.finding import Finding, Severity
from classification.record import frozen, replace


class CauseRelation(StrEnum):
    """What a finding is to another at the same place."""

    CAUSES = "causes"
    """The other is its consequence: it goes, and the cause is as grave as the graver of the two."""
    REPLACES = "replaces"
    """The value has to go altogether, so that mending it is pointless: the other goes unless it is graver."""
    MENDS_BOTH = "mends both"
    """Two faults of one value: both stay, and the fix of the first mends the second too."""


@frozen
class CauseRow:
    """One line of the table: `first` stands in `relation` to each of `others`, because `reason`.

    `field` names what a finding of structure (SP1xx) must be about to be meant.
    """

    first: str
    relation: CauseRelation
    others: tuple[str, ...]
    reason: str
    field: str = ""


DISPLAY: Final = ("SP301", "SP302", "SP303", "SP306", "SP307", "SP308", "SP309", "SP310")
"""What is said of a display beside its code; SP306 and SP307 also by a profile, of a level beside its state."""
_WRITTEN: Final = ("SP206", "SP207", "SP208", "SP213", "SP215", "SP216")
_NOT_HERE: Final = ("SP401", "SP402", "SP403", "SP405")
_OTHER_CODE: Final = (
    "another code belongs here; how this one is written, and what stands beside it, does not matter"
)

TABLE: Final[tuple[CauseRow, ...]] = (
    CauseRow(
        "SP201",
        CauseRelation.CAUSES,
        ("SP306", "SP401", "SP405"),
        "an unknown system is in no value set and on no scale",
    ),
    CauseRow(
        "SP207",
        CauseRelation.CAUSES,
        ("SP201", "SP202", "SP206", "SP212"),
        "the system beside the code is wrong; how it is written, and its release, do not matter",
    ),
    CauseRow(
        "SP218",
        CauseRelation.CAUSES,
        ("SP105", "SP109"),
        "written right, the system is a URI and belongs to its part",
        "system",
    ),
    CauseRow(
        "SP217",
        CauseRelation.CAUSES,
        ("SP102", "SP105", "SP109", "SP110"),
        "it is the system that is missing",
        "system",
    ),
    CauseRow(
        "SP217",
        CauseRelation.CAUSES,
        ("SP306", "SP503", "SP505", "SP510"),
        "without its system it is not the code that belongs here",
    ),
    CauseRow(
        "SP219",
        CauseRelation.CAUSES,
        ("SP306",),
        "where no code stands, none of the scale does",
    ),
    CauseRow(
        "SP219",
        CauseRelation.CAUSES,
        ("SP102", "SP105", "SP110"),
        "it is the code that is missing",
        "code",
    ),
    *(
        CauseRow(
            rule,
            CauseRelation.CAUSES,
            ("SP105",),
            "the code that is meant is well-formed; the text that stands there is not",
            "code",
        )
        for rule in ("SP213", "SP215", "SP216")
    ),
    CauseRow(
        "SP105",
        CauseRelation.CAUSES,
        ("SP201",),
        "what is no URI is not known",
        "system",
    ),
    CauseRow(
        "SP105",
        CauseRelation.CAUSES,
        ("SP203",),
        "what is no code is not known",
        "code",
    ),
    CauseRow(
        "SP204",
        CauseRelation.CAUSES,
        ("SP304", *_NOT_HERE),
        "the code is not valid yet",
    ),
    CauseRow(
        "SP205",
        CauseRelation.CAUSES,
        ("SP206", "SP304", *_NOT_HERE),
        "the code is no longer valid",
    ),
    CauseRow(
        "SP209",
        CauseRelation.CAUSES,
        ("SP304", *_NOT_HERE),
        "the code is deprecated; its successor is named",
    ),
    CauseRow(
        "SP404",
        CauseRelation.CAUSES,
        ("SP208",),
        "both ask for the concept's other code; the one that the value set takes is right",
    ),
    CauseRow(
        "SP204",
        CauseRelation.REPLACES,
        ("SP206",),
        "the release that is named has the code no more than the day has",
    ),
    *(
        CauseRow(rule, CauseRelation.REPLACES, ("SP208",), "the code must be replaced, not rewritten")
        for rule in ("SP204", "SP205", "SP209")
    ),
    *(
        CauseRow(rule, CauseRelation.REPLACES, (*_WRITTEN, *DISPLAY), _OTHER_CODE)
        for rule in ("SP304", "SP401", "SP402", "SP403")
    ),
    *(
        CauseRow(rule, CauseRelation.REPLACES, ("SP204", "SP205", "SP209", *_WRITTEN, *DISPLAY), _OTHER_CODE)
        for rule in ("SP210", "SP305")
    ),
    *(
        CauseRow(
            rule,
            CauseRelation.MENDS_BOTH,
            ("SP213",),
            "the right code has no blanks",
        )
        for rule in ("SP203", "SP205", "SP208", "SP215", "SP216", "SP404")
    ),
)

# Nearly every object has no finding, or findings that no row names: `settled` asks `_RELATED` first and looks at pairs
# only where two related findings share a place.
_ROWS: Final = {(row.first, other): row for row in TABLE for other in row.others}
_ONCE: Final = frozenset(("SP216", "SP217", "SP219"))
"""What several bindings of a place say alike: the gravest is kept, and of equals the last, who knew most."""
_RELATED: Final = frozenset(rule for pair in _ROWS for rule in pair) | _ONCE
RANK: Final = {Severity.INFORMATION: 0, Severity.WARNING: 1, Severity.ERROR: 2}
"""How grave, as numbers that compare."""
_SLOTS: Final = ("system", "code", "display", "version", "coding")


def settled(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """What was seen in one object without the consequences of what else was seen at the same place."""
    if len(findings) < 2:
        return tuple(findings)
    places: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        if finding.rule in _RELATED:
            for place in _places(finding):
                places.setdefault(place, []).append(number)
    kept: dict[int, Finding] = dict(enumerate(findings))
    for numbers in places.values():
        if len(numbers) > 1:
            _settle(numbers, kept)
    return tuple(kept.values())


def _places(finding: Finding) -> Iterable[str]:
    """The coding that it may be about: what it points to, or what holds that."""
    pointer = finding.place.path
    yield pointer
    above, _, name = pointer.rpartition("/")
    if name in _SLOTS:
        yield above


def _settle(numbers: list[int], kept: dict[int, Finding]) -> None:
    _once(numbers, kept)
    of_rule: dict[str, list[int]] = {}
    for number in numbers:
        if number in kept:
            of_rule.setdefault(kept[number].rule, []).append(number)
    if len(of_rule) < 2:
        return
    # causes first: a finding that is only the consequence of another must not replace or mend a third
    for relation in CauseRelation:
        for row, first, other in _pairs(of_rule, relation):
            if first in kept and other in kept and _is_about(row, kept[first], kept[other]):
                _apply(relation, first, other, kept)


def _pairs(of_rule: dict[str, list[int]], relation: CauseRelation) -> Iterable[tuple[CauseRow, int, int]]:
    """Two findings at one place that a row of the table relates so."""
    for (rule, firsts), (other_rule, others) in product(of_rule.items(), repeat=2):
        row = _ROWS.get((rule, other_rule))
        if row is not None and row.relation is relation:
            yield from ((row, first, other) for first in firsts for other in others)


def _once(numbers: list[int], kept: dict[int, Finding]) -> None:
    alike: dict[tuple[str, str], int] = {}
    for number in numbers:
        here = kept.get(number)
        if here is None or here.rule not in _ONCE:
            continue
        before = alike.get((here.rule, here.place.path))
        if before is not None:
            weaker = number if RANK[here.severity] < RANK[kept[before].severity] else before
            del kept[weaker]
            if weaker == number:
                continue
        alike[here.rule, here.place.path] = number


def _apply(relation: CauseRelation, first: int, other: int, kept: dict[int, Finding]) -> None:
    one, two = kept[first], kept[other]
    if relation is CauseRelation.MENDS_BOTH:
        if one.fix is not None and two.fix is not None and one.fix.pointer == two.fix.pointer:
            kept[other] = replace(two, fix=one.fix)
    elif relation is CauseRelation.CAUSES:
        kept[first] = _with_consequence(one, two)
        del kept[other]
    elif RANK[one.severity] >= RANK[two.severity]:
        del kept[other]


def _with_consequence(cause: Finding, consequence: Finding) -> Finding:
    """The cause, as grave as its consequence, and with what that knows: what to do, where the cause is at a loss."""
    graver = max(cause.severity, consequence.severity, key=RANK.__getitem__)
    if consequence.rule.startswith("SP1"):
        return replace(cause, severity=graver)
    at_a_loss = cause.remedy == remedy_of(cause.rule) and consequence.remedy != remedy_of(consequence.rule)
    facts = tuple(fact for fact in consequence.evidence if fact[0] not in dict(cause.evidence))
    return replace(
        cause,
        severity=graver,
        remedy=consequence.remedy if at_a_loss else cause.remedy,
        evidence=(*cause.evidence, *facts),
    )


def _is_about(row: CauseRow, one: Finding, two: Finding) -> bool:
    """Whether the one of structure is about the part of the coding that the row speaks of."""
    if not row.field:
        return True
    structural = one if one.rule.startswith("SP1") else two
    if structural.rule == "SP102":
        path = dict(structural.evidence).get("field", "")
        return path.rpartition(".")[2] in _FIELDS[row.field]
    name = structural.place.path.rpartition("/")[2]
    if structural.rule == "SP110":
        return name in _FIELDS.get(row.field, ())
    return structural.rule == "SP109" or name == row.field


_FIELDS: Final = {"system": ("system",), "code": ("code", "coding")}
