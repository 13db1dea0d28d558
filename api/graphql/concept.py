"""Concepts: what a code means, around it in the hierarchy, and over releases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

import strawberry

from api.graphql.context import Context, Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.paging import After, Connection, First, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.release import Release
from api.graphql.scheme import Language, Scheme, SchemeName
from api.graphql.validity import Validity
from api.graphql.when import AsOf, InRelease, KnownAt, Supplements, asked_when
from classification import Index, When, concept, trace
from classification.concept import Kind, LabelKind, NotationRole, NoteKind, Status
from classification.lineage import LineageChange, Step, way
from classification.supplement import check_base
from classification.terminology import HeldRelease

if TYPE_CHECKING:
    from api.graphql.concept_map import Mapping
    from api.graphql.value_set import ValueSet

describe_enum(
    Kind,
    "ConceptKind",
    "What sort of thing a concept stands for; a state never answers for an intervention. Example: `STATE`",
    STATE="A person's state or problem. Example: fsiii J1.1",
    INTERVENTION="What is done for a person. Example: fsiii H1.7",
    QUALIFIER="A value that qualifies a state, for instance on a scale. Example: fsiii B1",
    TARGET_GROUP="A group of people a service is for. Example: ffb, `Andet overgreb`",
    SERVICE="A kind of offer. Example: the made-up domus-example, `Herberg (§ 110)`",
    INFORMATION="Something to be told about a person. Example: fboe, `Evne til at gå`",
    ADMINISTRATIVE="Something about the case, not the person. Example: who asked for help",
    THEME="A theme that orders others. Example: ics, `Barnets udvikling`",
    LEGAL_PROVISION="A provision of a law. Example: law, `SEL-97` Ledsageordning",
    DATA_NEED="Information that casework needs. Example: data-needs, `BU-14` Daginstitutionsfravær",
    PURPOSE="What data is used for. Example: reporting",
    OTHER="Anything else. Example: ffb, `Social indsats`",
)
describe_enum(
    Status,
    "ConceptStatus",
    "Whether a concept may be used in data. Example: `ACTIVE`",
    ACTIVE="It may be used. Example: fsiii J1.1",
    GROUPING="It only orders others and is not selectable. Example: fsiii I1 `Funktionsniveau`",
    DEPRECATED="It is phased out; see `replacedBy` and `reason`. Example: a code of a former edition",
)
describe_enum(
    NotationRole,
    "NotationRole",
    "The part a notation plays. Example: `LEGACY`",
    CURRENT="The code in use. Example: a UUID of fsiii 2.3.0",
    LEGACY="A key that the publisher is phasing out. Example: `J1.1` in fsiii 2.3.0",
)
describe_enum(
    LabelKind,
    "LabelKind",
    "How a label is meant (SKOS). Example: `PREFERRED`",
    PREFERRED="The term to show. Example: `Vaske sig`",
    ALTERNATIVE="Another term for the same. Example: a short form",
    HIDDEN="For searching only. Example: a common misspelling",
)
describe_enum(
    NoteKind,
    "NoteKind",
    "What a note is about (SKOS). Example: `DEFINITION`",
    DEFINITION="What the concept means. Example: the publisher's definition",
    SCOPE="When to use it. Example: a usage note",
    EXAMPLE="An example of use. Example: a case",
    CHANGE="What changed. Example: a note with a new term",
    HISTORY="How it came about. Example: where the concept was before",
    EDITORIAL="For editors. Example: an open question",
    NOTE="Anything else. Example: a remark",
)
describe_enum(
    LineageChange,
    "LineageChange",
    "What happened to a concept between two neighbouring releases. Example: `RECODED`",
    RECODED="It got another code. Example: fsiii J1.1 became a UUID in 2.0.0",
    RENAMED="It got another preferred term. Example: a wording changed",
    MOVED="It got other broader concepts. Example: a state moved to another theme",
    REDEFINED="It got another definition. Example: a sentence was made clearer",
    KIND_CHANGED="It became another kind of thing. Example: a state became information",
    STATUS_CHANGED="Its status changed. Example: active became deprecated",
    REPLACED="Another concept took its place. Example: SEL § 50 became Barnets lov § 20",
    SPLIT="Several concepts took its place. Example: one service became two",
    MERGED="It went into another together with others. Example: two groups became one",
    ABSENT="The other release does not have it. Example: a concept added later",
)


@strawberry.type(description="One code of a concept. Example: `J1.1`, legacy")
class Notation:
    """One code of a concept; the values are `classification.concept.Notation`."""

    code: str = strawberry.field(description="The code; case and leading zeros count. Example: `J1.1`")
    role: NotationRole = strawberry.field(description="The part it plays. Example: `LEGACY`")
    validity: Validity = strawberry.field(
        description="When the code holds, where it differs from the release. Example: to `2026-01-01`"
    )


@strawberry.type(description="One name of a concept. Example: `Vaske sig` in `da`")
class Label:
    """One name of a concept; the values are `classification.concept.Label`."""

    text: str = strawberry.field(description="The name. Example: `Vaske sig`")
    language: str = strawberry.field(description="The language tag (BCP 47). Example: `da`")
    kind: LabelKind = strawberry.field(description="How it is meant. Example: `PREFERRED`")


@strawberry.type(description="One piece of documentation. Example: a definition in `da`")
class Note:
    """One piece of documentation; the values are `classification.concept.Note`."""

    text: str = strawberry.field(description="The text. Example: a definition")
    language: str = strawberry.field(description="The language tag (BCP 47). Example: `da`")
    kind: NoteKind = strawberry.field(description="What it is about. Example: `DEFINITION`")


@strawberry.type(description="A property that only this classification has. Example: `level` = `2`")
class Property:
    """A property that only this classification has."""

    name: str = strawberry.field(description="The property. Example: `level`")
    value: str = strawberry.field(description="Its value. Example: `2`")


@strawberry.type(
    description="One change of a concept on the way from one release to another. "
    "Example: recoded between 1.1.0 and 2.0.0"
)
class LineageStep:
    """One change of a concept on the way; the values are `classification.lineage.Step`."""

    change: LineageChange = strawberry.field(description="What happened. Example: `RECODED`")
    origin: str = strawberry.field(description="The release come from. Example: `1.1.0`")
    release: str = strawberry.field(description="The release come to. Example: `2.0.0`")
    before: str = strawberry.field(description="What it was. Example: `J1.1`")
    after: str = strawberry.field(description="What it became; empty where nothing. Example: a UUID")


@strawberry.type(description="A concept as another release has it. Example: J1.1 in fsiii 1.1.0")
class Occurrence:
    """A concept as another release has it."""

    release: Release = strawberry.field(description="The release. Example: fsiii 1.1.0")
    concepts: list[Concept] = strawberry.field(
        description="The concept there: several where it was split, none where absent. Example: `[{code: J1.1}]`"
    )
    steps: list[LineageStep] = strawberry.field(
        description="What happened on the way from the release asked for. Example: `[{change: RECODED}]`"
    )
    safe: bool = strawberry.field(
        description="Whether it means the same there, as far as the releases tell. Example: `true`"
    )


@strawberry.type(description="One meaning in one release. Example: J1.1 of fsiii 2.3.0")
class Concept:
    """One meaning in one release."""

    core: strawberry.Private[HeldRelease]
    number: strawberry.Private[int]
    clock: strawberry.Private[When]

    @property
    def _index(self) -> Index:
        return self.core.index

    @property
    def _whole(self) -> concept.Concept:
        return self.core.index.concept(self.number)

    def _others(self, numbers: Iterable[int]) -> list[Concept]:
        return [Concept(core=self.core, number=i, clock=self.clock) for i in numbers]

    @field("The code by which the release refers to the concept. Example: a UUID in fsiii 2.3.0")
    def code(self) -> str:
        """The code of the release."""
        return self._index.codes[self.number]

    @field(
        "The URI: the publisher's own, else made of the code by the rule of the classification. It may be asked for "
        "wherever a code goes. Example: `urn:oid:1.2.208.176.2.21#J1.1`"
    )
    def uri(self) -> str:
        """The URI."""
        return self._index.uri(self.number)

    @field("The user-facing key; the code where there is none. Example: `J1.1`")
    def key(self) -> str:
        """The user-facing key."""
        return self._index.keys[self.number]

    @field("The preferred term. Example: `Vaske sig`")
    def term(self, language: Language = None) -> str:
        """The preferred term."""
        return self._whole.term(language) if language else self._index.terms[self.number]

    @field("What sort of thing it stands for. Example: `STATE`")
    def kind(self) -> Kind:
        """What sort of thing it stands for."""
        return self._index.kind(self.number)

    @field("Whether it may be used in data. Example: `ACTIVE`")
    def status(self) -> Status:
        """Whether it may be used in data."""
        return self._index.status(self.number)

    @field("The value of a scale's member; null for others. Example: `0` for fsiii B1")
    def ordinal(self) -> float | None:
        """The value of a scale's member."""
        return self._whole.ordinal

    @field("The definition; empty where the edition has none. Example: the publisher's text")
    def definition(self, language: Language = None) -> str:
        """The definition."""
        return self._whole.definition(language or self._index.scheme.language)

    @field("All documentation. Example: `[{kind: DEFINITION}]`")
    def notes(self) -> list[Note]:
        """All documentation."""
        return [Note(text=n.text, language=n.language, kind=n.kind) for n in self._whole.notes]

    @field('All names. Example: `[{text: "Vaske sig"}]`')
    def labels(self) -> list[Label]:
        """All names."""
        return [Label(text=x.text, language=x.language, kind=x.kind) for x in self._whole.labels]

    @field("All codes: the current one first. Example: `[{code: J1.1, role: LEGACY}]`")
    def notations(self) -> list[Notation]:
        """All codes."""
        return [
            Notation(code=n.code, role=n.role, validity=Validity(start=n.validity.start, end=n.validity.end))
            for n in self._whole.notations
        ]

    @field("Properties that only this classification has. Example: `[{name: level, value: 2}]`")
    def properties(self) -> list[Property]:
        """Properties that only this classification has."""
        return [Property(name=name, value=value) for name, value in self._whole.properties]

    @field("Successors of a deprecated concept. Example: `[]`")
    def replaced_by(self) -> list[Concept]:
        """Successors of a deprecated concept."""
        numbers = (self._index.find(code) for code in self._whole.replaced_by)
        return self._others(i for i in numbers if i is not None)

    @field("Why it is deprecated without successor; else empty. Example: `udgår`")
    def reason(self) -> str:
        """Why it is deprecated."""
        return self._whole.reason

    @field("When the concept holds, where it differs from the release. Example: to `2024-01-01`")
    def validity(self) -> Validity:
        """When the concept holds."""
        return Validity(start=self._whole.validity.start, end=self._whole.validity.end)

    @field("The classification. Example: `{name: fsiii}`")
    def scheme(self) -> Scheme:
        """The classification."""
        return Scheme(core=self.core.scheme, clock=self.clock)

    @field("The release it was read in. Example: `{version: 2.3.0}`")
    def release(self) -> Release:
        """The release it was read in."""
        return Release(core=self.core, clock=self.clock)

    @field("Concepts directly above; several are possible. Example: `[{key: J1}]`")
    def broader(self) -> list[Concept]:
        """Concepts directly above."""
        return self._others(self._index.parents(self.number))

    @field("All concepts above, the nearest first. Example: `[{key: J1}, {key: J}]`")
    def ancestors(self) -> list[Concept]:
        """All concepts above."""
        return self._others(self._index.ancestors(self.number))

    @field("The way from the top down to the concept itself. Example: `[{key: J}, {key: J1}]`")
    def path(self) -> list[Concept]:
        """The way from the top."""
        return self._others(self._index.path(self.number))

    @field("Concepts directly below. Example: J1.1 … J1.9 below J1")
    def narrower(self, info: Info, first: First = None, after: After = None) -> ConceptConnection:
        """Concepts directly below."""
        return self._page(info.context, self._index.children(self.number), first, after)

    @field("All concepts below, in the order of the release. Example: everything below J")
    def descendants(self, info: Info, first: First = None, after: After = None) -> ConceptConnection:
        """All concepts below."""
        return self._page(info.context, self._index.descendants(self.number), first, after)

    @field(
        "Concepts with a common broader concept; of a top concept, the other top concepts. "
        "Example: J1.2 … J1.9 beside J1.1"
    )
    def siblings(self, info: Info, first: First = None, after: After = None) -> ConceptConnection:
        """Concepts with a common broader concept."""
        return self._page(info.context, self._index.siblings(self.number), first, after)

    def _page(
        self, context: Context, numbers: Iterable[int], first: int | None, after: str | None
    ) -> ConceptConnection:
        return concept_page(context, self.core, self.clock, sorted(numbers), first, after)

    @field(
        "The concept in every release known, oldest first, this one included. "
        "Example: J1.1 in fsiii 1.0.0 … 2.4.0"
    )
    def lineage(self, info: Info) -> list[Occurrence]:
        """The concept in every release known."""
        releases = info.context.world(self.clock).releases(self.core.scheme.uri, self.clock)
        return [self._occurrence(other, releases) for other in releases]

    def _occurrence(self, other: HeldRelease, releases: Sequence[HeldRelease]) -> Occurrence:
        followed = trace(way([release.index for release in releases], self._index, other.index), self.number)
        return Occurrence(
            release=Release(core=other, clock=self.clock),
            concepts=[Concept(core=other, number=i, clock=self.clock) for i in followed.targets],
            steps=[lineage_step(step) for step in followed.steps],
            safe=followed.safe,
        )

    @field("Rows of maps that lead from one of its codes to other systems. Example: fsiii J1.1 to ics")
    def maps_out(self, info: Info) -> list[Annotated[Mapping, strawberry.lazy("api.graphql.concept_map")]]:
        """Rows of maps that lead from one of its codes."""
        from api.graphql.concept_map import rows_from

        return rows_from(info.context.terminology, self.clock, self.core.scheme.uri, self._whole.codes)

    @field("Rows of maps that lead from other systems to one of its codes. Example: a local code to J1.1")
    def maps_in(self, info: Info) -> list[Annotated[Mapping, strawberry.lazy("api.graphql.concept_map")]]:
        """Rows of maps that lead to one of its codes."""
        from api.graphql.concept_map import rows_to

        return rows_to(info.context.terminology, self.clock, self.core.scheme.uri, self._whole.codes)

    @field(
        "Value sets it is in by any of its codes, each in the edition that belongs to its release. "
        "Example: `[{name: KLConditionCodesFSIII}]`"
    )
    def value_sets(self, info: Info) -> list[Annotated[ValueSet, strawberry.lazy("api.graphql.value_set")]]:
        """Value sets it is in."""
        from api.graphql.value_set import value_sets_with

        return value_sets_with(info.context, self.core, self.clock, self._whole.codes)


@strawberry.type(description="One page of concepts. Example: the first 50 of 414")
class ConceptConnection(Connection[Concept]):
    """One page of concepts."""


ConceptResult = Annotated[
    Concept | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("ConceptResult", description="A concept, or why there is none. Example: J1.1 of fsiii"),
]
ConceptsResult = Annotated[
    ConceptConnection | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "ConceptsResult", description="Concepts, or why there are none. Example: fsiii's states"
    ),
]
OfKind = Annotated[
    Kind | None,
    strawberry.argument(description="Only concepts of this kind; all when absent. Example: `STATE`"),
]


@strawberry.type
class ConceptQueries:
    """Questions for concepts."""

    @field(
        "The concept that bears a code: a UUID, a legacy key, any of its notations. "
        'Example: `{ concept(scheme: "fsiii", code: "J1.1") { ... on Concept { term } } }`'
    )
    @answered
    def concept(
        self,
        info: Info,
        scheme: SchemeName,
        code: Annotated[str, strawberry.argument(description="Any code of the concept. Example: `J1.1`")],
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
        supplements: Supplements = None,
    ) -> ConceptResult:
        """The concept that bears a code."""
        when = asked_when(info.context, as_of, known_at, release, supplements=supplements)
        held_release = info.context.world(when).release(scheme, when)
        check_base(info.context.terminology, when.supplements, {held_release.scheme.uri})
        return Concept(core=held_release, number=number_of(held_release.index, code), clock=when.of(""))

    @field(
        "Concepts of a release in its order, narrowed by kind, status and place. "
        'Example: `{ concepts(scheme: "fsiii", kind: STATE) { ... on ConceptConnection { totalCount } } }`'
    )
    @answered
    def concepts(
        self,
        info: Info,
        scheme: SchemeName,
        kind: OfKind = None,
        status: Annotated[
            Status | None, strawberry.argument(description="Only concepts of this status. Example: `ACTIVE`")
        ] = None,
        below: Annotated[
            str | None,
            strawberry.argument(description="Only concepts below the one with this code. Example: `J1`"),
        ] = None,
        first: First = None,
        after: After = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ConceptsResult:
        """Concepts of a release."""
        when = asked_when(info.context, as_of, known_at, release)
        held_release = info.context.terminology.release(scheme, when)
        numbers = narrowed(held_release.index, kind, status, below)
        return concept_page(info.context, held_release, when.of(""), numbers, first, after)

    @field(
        "Concepts with a label equal to a term but for case, blanks and Unicode form. "
        'Example: `{ conceptsByTerm(scheme: "fsiii", term: "indkøb") { ... on ConceptConnection { totalCount } } }`'
    )
    @answered
    def concepts_by_term(
        self,
        info: Info,
        scheme: SchemeName,
        term: Annotated[str, strawberry.argument(description="The term. Example: `Indkøb`")],
        kind: OfKind = None,
        first: First = None,
        after: After = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> ConceptsResult:
        """Concepts with a label equal to a term."""
        when = asked_when(info.context, as_of, known_at, release)
        held_release = info.context.terminology.release(scheme, when)
        numbers = [
            i
            for i, _ in held_release.index.by_term(term)
            if kind is None or held_release.index.kind(i) is kind
        ]
        return concept_page(info.context, held_release, when.of(""), numbers, first, after)


def concept_page(
    context: Context,
    held_release: HeldRelease,
    clock: When,
    numbers: Sequence[int],
    first: int | None,
    after: str | None,
) -> ConceptConnection:
    """A page of concepts of one release; `numbers` rise."""
    page = window(context, first, after, held_release.digest)
    used = ((held_release.scheme.name, held_release.version),)
    return page.of(ConceptConnection, numbers, partial(_concept, held_release, clock), used)


def _concept(held_release: HeldRelease, clock: When, number: int) -> Concept:
    return Concept(core=held_release, number=number, clock=clock)


def number_of(index: Index, code: str) -> int:
    """The concept that bears `code`.

    Raises:
        UnknownCode: naming near codes.
    """
    number = index.find(code)
    if number is None:
        raise index.unknown(code)
    return number


def narrowed(index: Index, kind: Kind | None, status: Status | None, below: str | None) -> Sequence[int]:
    """Concepts of a kind and a status below another, in the order of the release."""
    numbers: Sequence[int] = range(len(index))
    if below is not None:
        numbers = sorted(index.descendants(number_of(index, below)))
    if kind is not None:
        numbers = [i for i in numbers if index.kind(i) is kind]
    if status is not None:
        numbers = [i for i in numbers if index.status(i) is status]
    return numbers


def lineage_step(step: Step) -> LineageStep:
    """A step as the schema shows it."""
    return LineageStep(
        change=step.change, origin=step.origin, release=step.release, before=step.before, after=step.after
    )
