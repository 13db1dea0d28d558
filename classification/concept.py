"""A concept: what a code means.

Words follow SKOS (W3C Recommendation 2009-08-18); the integrity conditions S13 (labels of different kinds are
disjoint) and S14 (one preferred label per language) are checked in `classification.release`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from classification.record import frozen
from classification.validity import ALWAYS, Validity


class Kind(StrEnum):
    """What sort of thing a concept stands for. A state never answers for an intervention."""

    STATE = "state"
    INTERVENTION = "intervention"
    QUALIFIER = "qualifier"
    TARGET_GROUP = "target-group"
    SERVICE = "service"
    INFORMATION = "information"
    ADMINISTRATIVE = "administrative"
    THEME = "theme"
    LEGAL_PROVISION = "legal-provision"
    DATA_NEED = "data-need"
    PURPOSE = "purpose"
    OTHER = "other"


class Status(StrEnum):
    """Whether a concept may be used in data: a grouping only orders others, a deprecated one is phased out."""

    ACTIVE = "active"
    GROUPING = "grouping"
    DEPRECATED = "deprecated"


class NotationRole(StrEnum):
    """The part a notation plays: the current code, or a legacy key that the publisher is phasing out."""

    CURRENT = "current"
    LEGACY = "legacy"


class LabelKind(StrEnum):
    """SKOS lexical labels: preferred, alternative, hidden."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"


class NoteKind(StrEnum):
    """SKOS documentation properties."""

    DEFINITION = "definition"
    SCOPE = "scope"
    EXAMPLE = "example"
    CHANGE = "change"
    HISTORY = "history"
    EDITORIAL = "editorial"
    NOTE = "note"


LIFE: Final = "http://hl7.org/fhir/concept-properties#"
"""What the names of properties begin with that say what FHIR says of a concept's life (R4, concept properties).

They are `status` (retired, draft …), `inactive`, `deprecationDate`, `retirementDate` and `notSelectable`, each by
itself, where `Status` has no room for them.
"""
_GONE: Final = frozenset(("retired", "inactive", "withdrawn"))


@frozen(order=True)
class Notation:
    """One code of a concept. `code` is a case-sensitive string, leading zeros count."""

    code: str
    role: NotationRole = NotationRole.CURRENT
    validity: Validity = ALWAYS


@frozen
class Label:
    """One name of a concept in one language (BCP 47 tag; empty for a text that the publisher left untagged)."""

    text: str
    language: str = "da"
    kind: LabelKind = LabelKind.PREFERRED


@frozen
class Note:
    """One piece of documentation of a concept in one language."""

    text: str
    language: str = "da"
    kind: NoteKind = NoteKind.DEFINITION


@frozen
class Concept:
    """One meaning in one release.

    `notations[0]` is the code by which the release refers to the concept (`code`); `broader` names direct broader
    concepts by that code, several are allowed. `ordinal` is the value of a scale member (FSIII's B1 means 0).
    `replaced_by` names successors in the same release, `reason` says why a concept without successor is deprecated.
    `validity` is the concept's own, where it differs from the release's. `uri` is the publisher's own where it is not
    the one that the scheme's rule makes of the code (see `ConceptScheme.uri_of`).
    """

    notations: tuple[Notation, ...]
    labels: tuple[Label, ...]
    kind: Kind = Kind.OTHER
    status: Status = Status.ACTIVE
    broader: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    ordinal: float | None = None
    replaced_by: tuple[str, ...] = ()
    reason: str = ""
    validity: Validity = ALWAYS
    properties: tuple[tuple[str, str], ...] = ()
    uri: str = ""

    @property
    def code(self) -> str:
        """The code by which the release refers to this concept."""
        return self.notations[0].code

    def life(self, name: str) -> str:
        """What FHIR's property of that name says of the concept's life; empty where it says nothing."""
        return next((value for key, value in self.properties if key == f"{LIFE}{name}"), "")

    @property
    def is_abstract(self) -> bool:
        """Whether it orders others and is no code for data, whatever else became of it."""
        return self.status is Status.GROUPING or self.life("notSelectable") == "true"

    @property
    def is_inactive(self) -> bool:
        """Whether it is out of use; one that is deprecated may still be used."""
        return self.life("inactive") == "true" or self.life("status") in _GONE

    def is_deprecated_on(self, day: date) -> bool:
        """Whether it is being phased out on the day, or out of use."""
        since = self.life("deprecationDate") or self.life("retirementDate")
        return self.status is Status.DEPRECATED or bool(since and since[:10] <= day.isoformat())

    @property
    def key(self) -> str:
        """The user-facing key: the first legacy notation, or the code where there is none."""
        return next((n.code for n in self.notations if n.role is NotationRole.LEGACY), self.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code of the concept."""
        return tuple(n.code for n in self.notations)

    def term(self, language: str = "da") -> str:
        """The preferred label in `language`, else in Danish, untagged, in any language, else the code."""
        preferred = [label for label in self.labels if label.kind is LabelKind.PREFERRED]
        for wanted in (language, "da", ""):
            for label in preferred:
                if label.language == wanted:
                    return label.text
        return preferred[0].text if preferred else self.code

    def definition(self, language: str = "da") -> str:
        """The definition in `language`, else in any language, else empty."""
        found = [note for note in self.notes if note.kind is NoteKind.DEFINITION]
        return next(
            (note.text for note in found if note.language == language), found[0].text if found else ""
        )
