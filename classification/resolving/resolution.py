"""What comes of asking for a code's meaning: outcome, candidates, the way, what it rests on."""

from __future__ import annotations

from enum import StrEnum

from classification.concept import Kind, Status
from classification.concept_map import Coding, Relation
from classification.record import frozen
from classification.sentence import NOTHING, Sentence


class Outcome(StrEnum):
    """What came of a question.

    exact · broader (the target is broader) · narrower · close · related: one target stands out. ambiguous: several do.
    unmapped: a map says expressly that there is no counterpart. no-map: no map says anything (or only what may not
    answer, such as a state for an intervention). unknown-code: the source system has no such code or term.
    """

    EXACT = "exact"
    BROADER = "broader"
    NARROWER = "narrower"
    CLOSE = "close"
    RELATED = "related"
    AMBIGUOUS = "ambiguous"
    UNMAPPED = "unmapped"
    NO_MAP = "no-map"
    UNKNOWN_CODE = "unknown-code"


class Form(StrEnum):
    """How the input named its concept."""

    CURRENT = "current"
    LEGACY = "legacy"
    TERM = "term"
    FORMER_TERM = "former-term"
    LATER_TERM = "later-term"
    UNKNOWN = "unknown"


@frozen
class PathStep:
    """One step from the input to a target: `kind` is system, notation, term, release, lineage or map."""

    kind: str
    said: Sentence
    map: str = ""
    version: str = ""
    row: int = 0
    relation: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """The step in English, as programs read it."""
        return self.said.en


@frozen
class Target:
    """One candidate: a concept of the system asked for, in the release asked for.

    `notation` is the user-facing key (the code where there is none). `confidence` is the row's, or the product of the
    rows' on a composed way; None where no row states one.
    """

    scheme: str
    system: str
    code: str
    notation: str
    term: str
    relation: Relation
    confidence: float | None = None
    kind: Kind = Kind.OTHER
    status: Status = Status.ACTIVE
    path: tuple[PathStep, ...] = ()


@frozen
class Suggestion:
    """A concept that may be meant by an input that names none; `scheme` is empty where only maps know the system."""

    scheme: str
    system: str
    code: str
    notation: str
    term: str
    kind: Kind = Kind.OTHER


@frozen
class Resolution:
    """The answer for one input.

    `form` says how the input named the source concept, `source` what that is. `releases` are the releases and maps the
    answer rests on. `remarks` say what a person should look at before relying on it. `suggestions` are what may be
    meant by an unknown code or term, the likeliest first.
    """

    input: str
    outcome: Outcome
    targets: tuple[Target, ...] = ()
    path: tuple[PathStep, ...] = ()
    releases: tuple[tuple[str, str], ...] = ()
    said: Sentence = NOTHING
    form: Form = Form.UNKNOWN
    source: Coding | None = None
    remarks: tuple[Sentence, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()

    @property
    def message(self) -> str:
        """What there is to say, in English, as programs read it."""
        return self.said.en

    @property
    def review(self) -> tuple[str, ...]:
        """The remarks in English, as programs read them."""
        return tuple(remark.en for remark in self.remarks)
