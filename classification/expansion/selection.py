"""Sets of codes: union, intersection, difference.

A value set admits codes, not concepts: where a publisher holds one concept under two codes, a definition may name one
of them. A concept is selected together with its *admission*: the roles of the notations that are admitted (`CURRENT`,
`LEGACY`, both: `EVERY`), which costs nothing to compute for a whole branch, or the admitted codes themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from classification.compiled.index import Index
from classification.concept import NotationRole
from classification.record import field, mutable

Admission = int | frozenset[str]

NONE: Final = 0
CURRENT: Final = 1
LEGACY: Final = 2
EVERY: Final = CURRENT | LEGACY
BIT: Final[Mapping[NotationRole, int]] = {NotationRole.CURRENT: CURRENT, NotationRole.LEGACY: LEGACY}


def admits(admission: Admission, code: str, role: NotationRole) -> bool:
    """Whether the admission lets this notation in."""
    return bool(admission & BIT[role]) if isinstance(admission, int) else code in admission


def admitted(index: Index, i: int, admission: Admission) -> frozenset[str]:
    """The codes of concept `i` that are let in."""
    if not isinstance(admission, int):
        return admission
    return frozenset(code for code, role in index.notations(i) if admission & BIT[role])


def both(index: Index, i: int, one: Admission, other: Admission) -> Admission:
    """What two admissions of concept `i` have in common."""
    if isinstance(one, int) and isinstance(other, int):
        return one & other
    return admitted(index, i, one) & admitted(index, i, other)


def either(index: Index, i: int, one: Admission, other: Admission) -> Admission:
    """What one of two admissions of concept `i` lets in."""
    if isinstance(one, int) and isinstance(other, int):
        return one | other
    return admitted(index, i, one) | admitted(index, i, other)


def without(index: Index, i: int, one: Admission, other: Admission) -> Admission:
    """What the first admission of concept `i` lets in and the second does not."""
    if isinstance(one, int) and isinstance(other, int):
        return one & ~other
    return admitted(index, i, one) - admitted(index, i, other)


Origin = tuple[Index, int] | None


def out_of_use(index: Index, i: int) -> bool:
    """Whether concept `i` is inactive (see `classification.concept.Concept.is_inactive`)."""
    return index.lives(i) and index.concept(i).is_inactive


@mutable
class Selection:
    """Codes selected, in the order of selection.

    `held` selects concepts of systems that are asked in one release; `loose` holds single codes, with the concept that
    bears them where there is one, of systems that are not held or are asked in several releases at once. One system
    stands in one of the two, never in both.
    """

    held: dict[Index, dict[int, Admission]] = field(default_factory=dict)
    loose: dict[str, dict[str, Origin]] = field(default_factory=dict)

    def add(self, other: Selection) -> None:
        """Select the codes of `other` as well."""
        for index, concepts in other.held.items():
            mine = self.held.setdefault(index, {})
            if not mine:
                mine.update(concepts)
                continue
            for i, admission in concepts.items():
                known = mine.get(i)
                mine[i] = admission if known is None else either(index, i, known, admission)
        for system, codes in other.loose.items():
            mine_loose = self.loose.setdefault(system, {})
            for code, origin in codes.items():
                mine_loose.setdefault(code, origin)

    def keep(self, other: Selection) -> None:
        """Leave only codes that `other` has too."""
        for index, concepts in self.held.items():
            theirs = other.held.get(index, {})
            self.held[index] = {
                i: common
                for i, admission in concepts.items()
                if i in theirs and (common := both(index, i, admission, theirs[i]))
            }
        for system, codes in self.loose.items():
            shared = other.loose.get(system, {})
            self.loose[system] = {code: origin for code, origin in codes.items() if code in shared}

    def drop(self, other: Selection) -> None:
        """Take the codes of `other` out; a concept with no code left goes."""
        for index, concepts in other.held.items():
            mine = self.held.get(index, {})
            for i, admission in concepts.items():
                if i in mine:
                    mine[i] = without(index, i, mine[i], admission)
                    if not mine[i]:
                        del mine[i]
        for system, codes in other.loose.items():
            for code in codes:
                self.loose.get(system, {}).pop(code, None)

    def keep_active(self) -> None:
        """Leave only concepts that are in use; codes of systems that are not held say nothing of it."""
        for index, concepts in self.held.items():
            self.held[index] = {i: admission for i, admission in concepts.items() if not out_of_use(index, i)}
        for system, codes in self.loose.items():
            self.loose[system] = {
                code: origin for code, origin in codes.items() if origin is None or not out_of_use(*origin)
            }

    def only(self, system: str) -> None:
        """Leave only codes of one system."""
        self.held = {index: found for index, found in self.held.items() if index.scheme.uri == system}
        self.loose = {uri: codes for uri, codes in self.loose.items() if uri == system}
