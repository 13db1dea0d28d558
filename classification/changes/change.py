"""What a difference between two releases consists of, as values.

`diff` makes them, `release_notes` and `as_json` show them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum

from classification.changes.compatibility import ONLY_NEW, ONLY_OLD, Compatibility, together
from classification.concept import Concept, LabelKind, Notation, Note, Status
from classification.record import frozen
from classification.release import Lineage, Release
from classification.scheme import ConceptScheme
from classification.validity import Validity


class ChangeKind(StrEnum):
    """What can happen to a concept between two releases; the order is the order of every listing."""

    ADDED = "added"
    REMOVED = "removed"
    REPLACED = "replaced"
    SPLIT = "split"
    MERGED = "merged"
    RECODED = "recoded"
    NOTATIONS = "notationsChanged"
    URI = "uriChanged"
    RENAMED = "renamed"
    DESIGNATIONS = "designationsChanged"
    REDEFINED = "redefined"
    NOTES = "notesChanged"
    MOVED = "moved"
    KIND = "kindChanged"
    STATUS = "statusChanged"
    ORDINAL = "ordinalChanged"
    PROPERTIES = "propertiesChanged"
    VALIDITY = "validityChanged"


class Definitions(StrEnum):
    """Whether definitions could be compared: an edition of terms alone redefines nothing."""

    COMPARED = "compared"
    ONLY_BEFORE = "only-before"
    ONLY_AFTER = "only-after"


@frozen
class Reference:
    """A concept as one names it: code, user-facing key, term."""

    code: str
    key: str = ""
    term: str = ""

    @classmethod
    def to(cls, concept: Concept, language: str = "da") -> Reference:
        """The reference to `concept`, its term in `language` where it has one."""
        return cls(concept.code, concept.key, concept.term(language))


@frozen
class Standing:
    """Whether a concept may be used, and if not what comes in its place or why."""

    status: Status
    replaced_by: tuple[Reference, ...] = ()
    reason: str = ""


Value = str | float | tuple[str, str] | Reference | Standing | Notation | Note | Validity


@frozen
class Change:
    """One change of one concept.

    `subject` names the concept as the new release does (as the old one does where it is gone). `before` and `after`
    hold what differs: codes of a recoding, texts lost and gained, broader concepts, notations, notes, properties; empty
    where there was or is nothing. `language` and `label` say which labels or definitions changed, `note` is what the
    lineage says.
    """

    kind: ChangeKind
    subject: Reference
    before: tuple[Value, ...]
    after: tuple[Value, ...]
    compatibility: Compatibility
    language: str = ""
    label: LabelKind | None = None
    note: str = ""


@frozen
class SchemeChange:
    """One thing the release says otherwise of the classification itself."""

    field: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    compatibility: Compatibility


@frozen
class MemberChange:
    """Concepts that a value set gained and lost between the two releases, as its expansion says."""

    value_set: str
    gained: tuple[Reference, ...] = ()
    lost: tuple[Reference, ...] = ()

    @property
    def compatibility(self) -> Compatibility:
        """A lost member breaks who reads old data, a gained one who reads new data with the old set."""
        return together(
            [
                *([ONLY_NEW] if self.gained else []),
                *([ONLY_OLD] if self.lost else []),
            ]
        )


@frozen
class EditionFacts:
    """A release without its concepts."""

    scheme: ConceptScheme
    version: str
    validity: Validity
    recorded: datetime
    lineage: tuple[Lineage, ...]
    publisher_versions: tuple[str, ...]
    size: int

    @classmethod
    def of(cls, release: Release) -> EditionFacts:
        """What `release` says of itself."""
        return cls(
            release.scheme,
            release.version,
            release.validity,
            release.recorded,
            release.lineage,
            release.publisher_versions,
            len(release.concepts),
        )

    def with_concepts(self, concepts: Sequence[Concept]) -> Release:
        """The release that has these concepts."""
        return Release(
            scheme=self.scheme,
            version=self.version,
            concepts=tuple(concepts),
            validity=self.validity,
            recorded=self.recorded,
            lineage=self.lineage,
            publisher_versions=self.publisher_versions,
        )

    @property
    def name(self) -> str:
        """Scheme and release as people write them: `fsiii@2.3.0`."""
        return f"{self.scheme.name}@{self.version}"


@frozen
class Revision:
    """A concept of the old release, its position there, and the same concept in the new release."""

    position: int
    before: Concept
    after: Concept


@frozen
class ReleaseRun:
    """A stretch of the new release: `length` concepts taken from the old one at `start`, or added ones (start None)."""

    start: int | None
    length: int


@frozen
class Diff:
    """All that leads from one release to another.

    `changes` are for reading, sorted by kind; `revisions`, `added`, `removed` (with positions) and `runs` rebuild the
    new release. A revision without a change is a concept that is written differently without saying anything else, for
    instance because its parent was recoded.
    """

    before: EditionFacts
    after: EditionFacts
    changes: tuple[Change, ...]
    scheme: tuple[SchemeChange, ...]
    members: tuple[MemberChange, ...]
    definitions: Definitions
    revisions: tuple[Revision, ...]
    added: tuple[Concept, ...]
    removed: tuple[tuple[int, Concept], ...]
    runs: tuple[ReleaseRun, ...]

    @property
    def compatibility(self) -> Compatibility:
        """The gravest level of all changes, in each mode."""
        return together(
            [
                *(change.compatibility for change in self.changes),
                *(change.compatibility for change in self.scheme),
                *(change.compatibility for change in self.members),
            ]
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a reader could notice (labels of the releases and their dates apart)."""
        return not (self.changes or self.scheme or self.members)

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """All changes of one kind, in the order of the release."""
        return tuple(change for change in self.changes if change.kind is kind)

    def summary(self) -> dict[ChangeKind, int]:
        """How many concepts each kind of change concerns; every kind is there, with 0 too.

        A concept counts once per kind, however many notations, languages or labels it has. Replaced, split and merged
        count the concepts of the old release.
        """
        concerned: dict[ChangeKind, set[str]] = {kind: set() for kind in ChangeKind}
        for change in self.changes:
            concerned[change.kind].update(_concerned(change))
        return {kind: len(codes) for kind, codes in concerned.items()}


def _concerned(change: Change) -> Iterator[str]:
    if change.kind not in (ChangeKind.REPLACED, ChangeKind.SPLIT, ChangeKind.MERGED):
        yield change.subject.code
        return
    for source in change.before:
        if isinstance(source, Reference):
            yield source.code
