"""Resolve and translate: what codes mean in another classification, in shape or in columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property, partial
from typing import Annotated, Final, NamedTuple, cast

import strawberry

from api.graphql.concept_map import Coding
from api.graphql.context import Context, Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import UsedRelease
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.scalar import FloatColumn, IntColumn, StringColumn
from api.graphql.when import AsOf, InRelease, KnownAt, asked_when
from classification import Resolver
from classification.concept import Kind, Status
from classification.concept_map import Relation
from classification.remembered import Remembered
from classification.resolving import resolution
from classification.resolving.resolution import Form, Outcome


class InputKind(StrEnum):
    """What the inputs are."""

    CODES = "codes"
    TERMS = "terms"


describe_enum(
    InputKind,
    "InputKind",
    "What the inputs are. Example: `CODES`",
    CODES="Codes: keys, UUIDs, any notation. Example: `J1.1`",
    TERMS="Terms: resolved only where they are unambiguous within the kind asked. Example: `Indkøb`",
)
describe_enum(
    Outcome,
    "Outcome",
    "What came of a question. Example: `EXACT`",
    EXACT="One target of the same meaning. Example: a legacy key and its concept",
    BROADER="One target, and it is broader. Example: bathing, to personal care",
    NARROWER="One target, and it is narrower. Example: personal care, to bathing",
    CLOSE="One target of nearly the same meaning. Example: two words for one habit",
    RELATED="One target that is associated. Example: a state and its cause",
    AMBIGUOUS="Several candidates; none is singled out. Example: the term `Indkøb` in fsiii 2.3.0",
    UNMAPPED="A map says expressly that there is no counterpart. Example: a purely local code",
    NO_MAP="No map says anything, or only what may not answer. Example: a state for an intervention",
    UNKNOWN_CODE="The source system has no such code or term. Example: `J99`",
)
describe_enum(
    Form,
    "CodeForm",
    "How the input named its concept. Example: `LEGACY`",
    CURRENT="By the code in use. Example: a UUID in fsiii 2.3.0",
    LEGACY="By a key that is phased out. Example: `J1.1` in fsiii 2.3.0",
    TERM="By a term. Example: `Vaske sig`",
    FORMER_TERM="By a term of an older release. Example: a term that was renamed since",
    LATER_TERM="By a term of a later release, where none by then has it. Example: `Indkøb` before it was the term",
    UNKNOWN="Not at all. Example: `J99`",
)


class ColumnRow(NamedTuple):
    """What the columns hold of one input; the target's values are null where no single one stands out."""

    outcome: str
    code: str | None = None
    notation: str | None = None
    term: str | None = None
    relation: str | None = None
    confidence: float | None = None
    target_count: int = 0


class ColumnValues(NamedTuple):
    """The columns, in the order of a row's values."""

    outcomes: Sequence[str] = ()
    codes: Sequence[str | None] = ()
    notations: Sequence[str | None] = ()
    terms: Sequence[str | None] = ()
    relations: Sequence[str | None] = ()
    confidences: Sequence[float | None] = ()
    target_counts: Sequence[int] = ()


class RememberedResolver:
    """A resolver, and the rows that columns were made of."""

    def __init__(self, resolver: Resolver) -> None:
        self.resolver = resolver
        self.rows: Remembered[str, ColumnRow] = Remembered(_ROWS)

    def row(self, text: str) -> ColumnRow:
        """The row of one input, made when first asked for."""
        row = self.rows.get(text)
        if row is None:
            row = _row(self.resolver.resolve(text))
            if len(text) <= _LONGEST_KEPT:
                self.rows.keep(text, row)
        return row


@strawberry.type(description="One step from the input to a target. Example: a row of a map")
class PathStep:
    """One step; the values are `classification.resolving.resolution.PathStep`."""

    kind: str = strawberry.field(
        description="What sort of step: system, notation, term, release, lineage or map. Example: `map`"
    )
    text: str = strawberry.field(description="The step in words. Example: `J1.1 is the legacy key of …`")
    map: str = strawberry.field(
        description="The map, for a step over a map; else empty. Example: `ehealth-fsiii`"
    )
    version: str = strawberry.field(description="The map's version or the release come to. Example: `2.3.0`")
    row: int = strawberry.field(description="The row of the map, from 1; else 0. Example: `12`")
    relation: str = strawberry.field(description="The row's relation; else empty. Example: `exact`")
    note: str = strawberry.field(description="The row's note. Example: `bredere`")


@strawberry.type(description="One candidate: a concept of the system asked for. Example: fsiii J1.1, exact")
class Target:
    """One candidate; the values are `classification.resolving.resolution.Target`."""

    scheme: str = strawberry.field(description="The classification. Example: `fsiii`")
    system: str = strawberry.field(description="Its URI. Example: `urn:oid:1.2.208.176.2.21`")
    code: str = strawberry.field(description="The code of the release. Example: a UUID in fsiii 2.3.0")
    notation: str = strawberry.field(
        description="The user-facing key; the code where there is none. Example: `J1.1`"
    )
    term: str = strawberry.field(description="The preferred term. Example: `Vaske sig`")
    relation: Relation = strawberry.field(description="How it relates to the input. Example: `EXACT`")
    confidence: float | None = strawberry.field(
        description="How sure, 0 to 1 (the rows' product); null where no row states it. Example: `0.9`"
    )
    kind: Kind = strawberry.field(description="What sort of thing it stands for. Example: `STATE`")
    status: Status = strawberry.field(description="Whether it may be used in data. Example: `ACTIVE`")
    path: list[PathStep] = strawberry.field(description="The way to it. Example: `[{kind: map}]`")


def _used(parent: strawberry.Parent[resolution.Resolution]) -> list[UsedRelease]:
    return [UsedRelease(name=name, version=version) for name, version in parent.releases]


@strawberry.type(
    description="A concept that may be meant by an unknown code or term. Example: fsiii J1.1 for `J1.11`"
)
class NearConcept:
    """A concept that may be meant; the values are `classification.resolving.resolution.Suggestion`."""

    scheme: str = strawberry.field(
        description="The classification; empty where only maps know the system. Example: `fsiii`"
    )
    system: str = strawberry.field(description="Its URI. Example: `urn:oid:1.2.208.176.2.21`")
    code: str = strawberry.field(description="The code of the release. Example: a UUID in fsiii 2.3.0")
    notation: str = strawberry.field(
        description="The user-facing key; the code where there is none. Example: `J1.1`"
    )
    term: str = strawberry.field(description="The preferred term. Example: `Vaske sig`")
    kind: Kind = strawberry.field(description="What sort of thing it stands for. Example: `STATE`")


@strawberry.type(description="What may be meant by one input of a batch. Example: J1.1 for `J1.11` in row 4")
class RowSuggestions:
    """What may be meant by one input of a batch."""

    row: int = strawberry.field(description="The place of the input among the inputs, from 0. Example: `4`")
    input: str = strawberry.field(description="The input as given. Example: `J1.11`")
    concepts: list[NearConcept] = strawberry.field(
        description="What may be meant, the likeliest first. Example: `[{notation: J1.1}]`"
    )


@strawberry.type(description="The answer for one input. Example: `J1.1`, exact")
class Resolution:
    """The answer for one input; the values are `classification.resolving.resolution.Resolution`."""

    input: str = strawberry.field(description="The input as given. Example: `J1.1`")
    outcome: Outcome = strawberry.field(description="What came of it. Example: `EXACT`")
    targets: list[Target] = strawberry.field(
        description="All candidates, the best first. Example: `[{code: …}]`"
    )
    path: list[PathStep] = strawberry.field(description="The way taken. Example: `[{kind: notation}]`")
    releases: list[UsedRelease] = strawberry.field(
        resolver=_used,
        description="The releases and maps it rests on. Example: `[{name: fsiii, version: 2.3.0}]`",
    )
    message: str = strawberry.field(
        description="What there is to say. Example: `2 candidates, none singled out`"
    )
    form: Form = strawberry.field(description="How the input named its concept. Example: `LEGACY`")
    source: Coding | None = strawberry.field(
        description="The concept the input named; null where none or several. Example: `{code: …}`"
    )
    review: list[str] = strawberry.field(
        description='What a person should look at before relying on it. Example: `["… cannot be carried …"]`'
    )
    suggestions: list[NearConcept] = strawberry.field(
        description="What may be meant by an unknown code or term, the likeliest first. Example: `[{notation: J1.1}]`"
    )


@strawberry.type(description="The answers of a batch. Example: those for two codes")
class Resolutions:
    """The answers of a batch."""

    core: strawberry.Private[Sequence[resolution.Resolution]]

    @field(
        "One per input, in the order of the inputs. Example: `[{input: J1.1}]`",
        graphql_type=list[Resolution],
    )
    def answers(self) -> Sequence[resolution.Resolution]:
        """One per input, in their order."""
        return self.core

    @field(
        "The releases and maps that any of the answers rests on. Example: `[{name: fsiii, version: 2.3.0}]`"
    )
    def releases(self) -> list[UsedRelease]:
        """What any of the answers rests on."""
        return _all_used(self.core)


@strawberry.type(
    description="The answers of a batch as columns, for callers who want speed more than shape: row i of each column "
    "belongs to input i. Where no single target stands out, code, notation, term, relation and confidence are null and "
    '`targetCounts` counts the candidates. Example: `{outcomes: ["EXACT"], codes: ["…"]}`'
)
class Columns:
    """The answers of a batch as columns."""

    given: strawberry.Private[Sequence[str]]
    remembered: strawberry.Private[RememberedResolver]
    columns: strawberry.Private[ColumnValues]

    @field('The inputs. Example: `["J1.1"]`')
    def inputs(self) -> StringColumn:
        """The inputs."""
        return cast(StringColumn, self.given)

    @field('What came of each (names of `Outcome`). Example: `["EXACT"]`')
    def outcomes(self) -> StringColumn:
        """What came of each."""
        return cast(StringColumn, self.columns.outcomes)

    @field('The target\'s code. Example: `["J1.1"]`')
    def codes(self) -> StringColumn:
        """The target's code."""
        return cast(StringColumn, self.columns.codes)

    @field('The target\'s user-facing key. Example: `["J1.1"]`')
    def notations(self) -> StringColumn:
        """The target's user-facing key."""
        return cast(StringColumn, self.columns.notations)

    @field('The target\'s term. Example: `["Vaske sig"]`')
    def terms(self) -> StringColumn:
        """The target's term."""
        return cast(StringColumn, self.columns.terms)

    @field('The target\'s relation (names of `Relation`). Example: `["EXACT"]`')
    def relations(self) -> StringColumn:
        """The target's relation."""
        return cast(StringColumn, self.columns.relations)

    @field("The target's confidence. Example: `[0.9]`")
    def confidences(self) -> FloatColumn:
        """The target's confidence."""
        return cast(FloatColumn, self.columns.confidences)

    @field("How many candidates there are. Example: `[1]`")
    def target_counts(self) -> IntColumn:
        """How many candidates there are."""
        return cast(IntColumn, self.columns.target_counts)

    @field('What there is to say; null where nothing is. Example: `["unknown code …", null]`')
    def messages(self) -> StringColumn:
        """What there is to say."""
        return cast(StringColumn, [answer.message or None for answer in self._answers])

    @field(
        "What may be meant by unknown inputs, one entry for each that resembles something. "
        "Example: `[{row: 4, input: J1.11}]`"
    )
    def suggestions(self) -> list[RowSuggestions]:
        """What may be meant by unknown inputs."""
        return [
            RowSuggestions(
                row=row, input=answer.input, concepts=cast("list[NearConcept]", answer.suggestions)
            )
            for row, answer in enumerate(self._answers)
            if answer.suggestions
        ]

    @field(
        "The releases and maps that any of the answers rests on. Example: `[{name: fsiii, version: 2.3.0}]`"
    )
    def releases(self) -> list[UsedRelease]:
        """What any of the answers rests on."""
        return _all_used(self._answers)

    @cached_property
    def _answers(self) -> Sequence[resolution.Resolution]:
        return self.remembered.resolver.resolve_all(self.given)


ResolveResult = Annotated[
    Resolutions | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("ResolveResult", description="Answers, or why there are none. Example: for two codes"),
]
ColumnsResult = Annotated[
    Columns | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("ColumnsResult", description="Columns, or why there are none. Example: for 1,000 codes"),
]
Inputs = Annotated[
    list[str],
    strawberry.argument(
        description='Codes or terms, 10,000 at most; answered in this order. Example: `["J1.1"]`'
    ),
]
System = Annotated[
    str,
    strawberry.argument(
        description="The system the inputs come from: name, URI or former URI. Example: `ehealth-fs3-group-selfcare`"
    ),
]
From = Annotated[
    str,
    strawberry.argument(
        name="from",
        description="The system the inputs come from: name, URI or former URI. Example: `domus-example`",
    ),
]
To = Annotated[
    str,
    strawberry.argument(
        description="The classification asked for: name, URI or former URI. Example: `fsiii`"
    ),
]
TargetKind = Annotated[
    Kind | None,
    strawberry.argument(description="Only targets of this kind; all when absent. Example: `INTERVENTION`"),
]
Input = Annotated[
    InputKind, strawberry.argument(description="Whether the inputs are codes or terms. Example: `TERMS`")
]


@strawberry.type
class ResolutionQueries:
    """Questions for the meaning of codes."""

    @field(
        "What codes (or terms) of one system mean in a classification, in their order. Example: "
        '`{ resolve(inputs: ["J1.1"], system: "fsiii", to: "fsiii") '
        "{ ... on Resolutions { answers { outcome targets { code term } } } } }`"
    )
    @answered
    def resolve(
        self,
        info: Info,
        inputs: Inputs,
        system: System,
        to: To,
        kind: TargetKind = None,
        input: Input = InputKind.CODES,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ResolveResult:
        """What codes mean in a classification."""
        return _shaped(
            info.context, inputs, ResolveQuestion(system, to, kind, input, as_of, known_at, release)
        )

    @field(
        "What codes of one local system become in another, through a shared classification. Example: "
        '`{ translate(inputs: ["0101"], from: "domus-example", to: "fasit-example") '
        "{ ... on Resolutions { answers { outcome path { text } } } } }`"
    )
    @answered
    def translate(
        self,
        info: Info,
        inputs: Inputs,
        source: From,
        to: To,
        kind: TargetKind = None,
        input: Input = InputKind.CODES,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ResolveResult:
        """What codes of one local system become in another."""
        return _shaped(
            info.context, inputs, ResolveQuestion(source, to, kind, input, as_of, known_at, release)
        )

    @field(
        "`resolve` with one array per column. Example: "
        '`{ resolveColumns(inputs: ["J1.1"], system: "fsiii", to: "fsiii") { ... on Columns { outcomes codes } } }`'
    )
    @answered
    def resolve_columns(
        self,
        info: Info,
        inputs: Inputs,
        system: System,
        to: To,
        kind: TargetKind = None,
        input: Input = InputKind.CODES,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ColumnsResult:
        """What codes mean, one array per column."""
        return _columns(
            info.context, inputs, ResolveQuestion(system, to, kind, input, as_of, known_at, release)
        )

    @field(
        '`translate` with one array per column. Example: `{ translateColumns(inputs: ["0101"], '
        'from: "domus-example", to: "fasit-example") { ... on Columns { outcomes codes } } }`'
    )
    @answered
    def translate_columns(
        self,
        info: Info,
        inputs: Inputs,
        source: From,
        to: To,
        kind: TargetKind = None,
        input: Input = InputKind.CODES,  # noqa: A002
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ColumnsResult:
        """What codes become in another system, one array per column."""
        return _columns(
            info.context, inputs, ResolveQuestion(source, to, kind, input, as_of, known_at, release)
        )


class ResolveQuestion(NamedTuple):
    """What a batch asks: between which systems, of which kind, when; with the day that is today it makes a `Resolver`.

    A tuple of texts and dates, since resolvers are remembered by it: Python hashes and compares it by itself.
    """

    source: str
    target: str
    kind: Kind | None
    input: InputKind
    as_of: date | None
    known_at: datetime | None
    release: str | None


def _shaped(context: Context, inputs: Sequence[str], question: ResolveQuestion) -> Resolutions:
    return Resolutions(core=_remembered(context, inputs, question).resolver.resolve_all(inputs))


def _columns(context: Context, inputs: Sequence[str], question: ResolveQuestion) -> Columns:
    remembered = _remembered(context, inputs, question)
    rows = remembered.rows
    try:
        rows_asked = [rows[text] for text in inputs]
    except KeyError:
        rows_asked = [remembered.row(text) for text in inputs]
    columns = ColumnValues(*zip(*rows_asked, strict=True))
    return Columns(given=inputs, remembered=remembered, columns=columns)


def _remembered(context: Context, inputs: Sequence[str], question: ResolveQuestion) -> RememberedResolver:
    cap = context.settings.batch_cap
    if len(inputs) > cap:
        message = f"{len(inputs)} inputs are above the cap of {cap}; send them in several calls"
        raise Mistake("BATCH_TOO_LARGE", message, cap=cap)
    return context.remembered((Resolver, question, context.today), partial(_resolver, context, question))


def _resolver(context: Context, question: ResolveQuestion) -> RememberedResolver:
    when = asked_when(context, question.as_of, question.known_at, question.release)
    terms = question.input is InputKind.TERMS
    return RememberedResolver(
        Resolver(context.terminology, question.source, question.target, when, kind=question.kind, terms=terms)
    )


_ROWS: Final = 20_000
_LONGEST_KEPT: Final = 200
_NONE: Final = frozenset({Outcome.AMBIGUOUS, Outcome.UNMAPPED, Outcome.NO_MAP, Outcome.UNKNOWN_CODE})


def _row(answer: resolution.Resolution) -> ColumnRow:
    count = len(answer.targets)
    if answer.outcome in _NONE or not count:
        return ColumnRow(answer.outcome.name, target_count=count)
    best = answer.targets[0]
    return ColumnRow(
        answer.outcome.name,
        best.code,
        best.notation,
        best.term,
        best.relation.name,
        best.confidence,
        count,
    )


def _all_used(answers: Sequence[resolution.Resolution]) -> list[UsedRelease]:
    pairs = dict.fromkeys(pair for answer in answers for pair in answer.releases)
    return [UsedRelease(name=name, version=version) for name, version in pairs]
