"""What a change breaks, and for whom.

Every judgement is one question: a record was *written* with one state of things and is *read* with another, what
happens? Backward asks it with the old release writing and the new one reading, forward the other way round, full asks
both. So `forward(a → b) == backward(b → a)` holds by construction. The table stands in docs/compatibility.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final, TypeVar

from classification.concept import Concept, Notation, Status
from classification.record import frozen
from classification.scheme import ConceptScheme
from classification.text import term_key
from classification.validity import Validity

T = TypeVar("T")


class Level(StrEnum):
    """Whether a reader notices: not at all, should look, or fails."""

    COMPATIBLE = "compatible"
    WARNING = "warning"
    BREAKING = "breaking"


class Mode(StrEnum):
    """Who reads whose data: new reads old (backward), old reads new (forward), both (full)."""

    BACKWARD = "backward"
    FORWARD = "forward"
    FULL = "full"


_RANK: Final = {level: rank for rank, level in enumerate(Level)}


def worst(levels: Iterable[Level]) -> Level:
    """The gravest of the levels; compatible where there are none."""
    return max(levels, key=_RANK.__getitem__, default=Level.COMPATIBLE)


@frozen
class Compatibility:
    """The level of a change in each mode."""

    backward: Level = Level.COMPATIBLE
    forward: Level = Level.COMPATIBLE

    @property
    def full(self) -> Level:
        """The worse of the two."""
        return worst((self.backward, self.forward))

    def of(self, mode: Mode) -> Level:
        """The level in `mode`."""
        return {Mode.BACKWARD: self.backward, Mode.FORWARD: self.forward, Mode.FULL: self.full}[mode]


def together(parts: Iterable[Compatibility]) -> Compatibility:
    """The compatibility of several changes as one."""
    listed = tuple(parts)
    return Compatibility(worst(p.backward for p in listed), worst(p.forward for p in listed))


def judge(reads: Callable[[T, T], Level], old: T, new: T) -> Compatibility:
    """Both modes of one question `reads(written, reader)`."""
    return Compatibility(backward=reads(old, new), forward=reads(new, old))


HARMLESS: Final = Compatibility()
NOTICED: Final = Compatibility(Level.WARNING, Level.WARNING)
BREAKS: Final = Compatibility(Level.BREAKING, Level.BREAKING)
ONLY_NEW: Final = Compatibility(Level.COMPATIBLE, Level.BREAKING)
ONLY_OLD: Final = Compatibility(Level.BREAKING, Level.COMPATIBLE)
# A split code stands for several things in old data; a merged one for several in new data.
SPLIT: Final = Compatibility(Level.BREAKING, Level.WARNING)
MERGED: Final = Compatibility(Level.WARNING, Level.BREAKING)


def current_code(written: Concept, reader: Concept) -> Level:
    """The same concept under another current code: does the reader still know the one that was written?"""
    if written.code == reader.code:
        return Level.COMPATIBLE
    return Level.WARNING if written.code in reader.codes else Level.BREAKING


def notations(written: Iterable[Notation], reader: Iterable[Notation]) -> Level:
    """Further codes of one concept: the reader must know each; another role or span of days is worth a look."""
    known = {notation.code: notation for notation in reader}
    return worst(_notation(notation, known.get(notation.code)) for notation in written)


def _notation(written: Notation, reader: Notation | None) -> Level:
    if reader is None:
        return Level.BREAKING
    same = written.role is reader.role and validity(written.validity, reader.validity) is Level.COMPATIBLE
    return Level.COMPATIBLE if same else Level.WARNING


def preferred(written: Iterable[str], reader: Iterable[str]) -> Level:
    """Another preferred label: people read another word; spelling alone (case, blanks) is no matter."""
    same = sorted(map(term_key, written)) == sorted(map(term_key, reader))
    return Level.COMPATIBLE if same else Level.WARNING


def designations(written: Iterable[str], reader: Iterable[str]) -> Level:
    """Other names: one that the reader lacks is no longer found when given in place of a code."""
    return Level.COMPATIBLE if set(written) <= set(reader) else Level.WARNING


def status(written: Status, reader: Status) -> Level:
    """A heading is never written; a reader that holds a code for a heading refuses it."""
    if written is reader or written is Status.GROUPING:
        return Level.COMPATIBLE
    if reader is Status.GROUPING:
        return Level.BREAKING
    return Level.WARNING if reader is Status.DEPRECATED else Level.COMPATIBLE


def ordinal(written: float | None, reader: float | None) -> Level:
    """A scale member with another value says another thing; a value on one side only cannot contradict."""
    if written == reader:
        return Level.COMPATIBLE
    return Level.WARNING if written is None or reader is None else Level.BREAKING


def validity(written: Validity, reader: Validity) -> Level:
    """Days on which it could be written and on which the reader does not hold it valid are worth a look."""
    starts_in = reader.start is None or (written.start is not None and reader.start <= written.start)
    ends_in = reader.end is None or (written.end is not None and written.end <= reader.end)
    return Level.COMPATIBLE if (starts_in and ends_in) or written.is_empty else Level.WARNING


def system(written: ConceptScheme, reader: ConceptScheme) -> Level:
    """The system URI in the data must be one that the reader knows."""
    if written.uri == reader.uri:
        return Level.COMPATIBLE if set(written.aliases) <= {reader.uri, *reader.aliases} else Level.WARNING
    return Level.WARNING if written.uri in reader.aliases else Level.BREAKING
