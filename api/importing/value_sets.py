"""What of the value sets of an import cannot be answered, told before anybody asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from classification import Finding, Place, Severity, Terminology, ValueSet, When
from classification.expansion.edition import by_name
from classification.expansion.expansion import bind
from classification.record import replace
from classification.sentence import both, same
from classification.terminology import HeldRelease

SHOWN: Final = 10


def unanswerable(
    offered: Sequence[ValueSet], held: Terminology, releases: Iterable[HeldRelease], day: date
) -> Iterator[Finding]:
    """The findings that an expansion would have (SPV…), as warnings; the first few of each value set.

    Asked among what is held and what comes with them (`releases`), on the first day of the value set, or on `day`.
    """
    if not offered:
        return
    terminology = held.joined(releases, offered)
    for value_set in offered:
        bound = bind(terminology, value_set, by_name(value_set, When(day)))
        own = [f for f in bound.unresolved if f.place.file == value_set.name]
        circles = [f for f in bound.unresolved if f.rule == "SPV08" and f not in own]
        found = [f for f in (*own, *circles) if f.severity is not Severity.INFORMATION]
        name = f"{value_set.name} {value_set.version}"
        for finding in found[:SHOWN]:
            yield replace(finding, severity=Severity.WARNING, message=same(f"{name}: ") + finding.message)
        if len(found) > SHOWN:
            rest = both(
                f"{name}: {len(found) - SHOWN} flere af dets dele eller koder kan ikke besvares",
                f"{name}: {len(found) - SHOWN} more of its parts or codes cannot be answered",
            )
            yield Finding(found[SHOWN].rule, Severity.WARNING, rest, Place(value_set.name))
