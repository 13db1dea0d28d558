"""Differences between two releases: what changed, and what it breaks."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Annotated

import strawberry

from api.asking.comparing import compare_releases
from api.graphql.context import Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import After, Connection, First, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.release import Release
from api.graphql.scheme import SchemeName
from api.graphql.when import AsOf, KnownAt, asked_when, labelled
from classification import When
from classification.changes import change
from classification.changes.as_json import diff_to_json
from classification.changes.change import ChangeKind, Definitions, Reference, Standing, Value
from classification.changes.compatibility import Compatibility, Level
from classification.changes.release_notes import as_markdown, as_text
from classification.concept import LabelKind, Notation, Note
from classification.terminology import HeldRelease

describe_enum(
    ChangeKind,
    "ChangeKind",
    "What happened to a concept between two releases. Example: `RECODED`",
    ADDED="It came. Example: a concept of fsiii 2.0.0 that 1.1.0 does not have",
    REMOVED="It went. Example: a concept that is no longer published",
    REPLACED="Another took its place. Example: SEL § 50 by Barnets lov § 20",
    SPLIT="Several took its place. Example: one service became two",
    MERGED="It went into another with others. Example: two groups became one",
    RECODED="It has another code. Example: fsiii J1.1 became a UUID in 2.0.0",
    NOTATIONS="Its other notations changed. Example: a legacy key was added",
    URI="Its own URI changed. Example: the publisher gave it another address",
    RENAMED="Its preferred term changed. Example: a wording was made clearer",
    DESIGNATIONS="Its other names changed. Example: a synonym was added",
    REDEFINED="Its definition changed. Example: a sentence was added",
    NOTES="Its notes changed. Example: a usage note was added",
    MOVED="It has other broader concepts. Example: a state moved to another theme",
    KIND="It became another kind of thing. Example: a state became information",
    STATUS="Its status changed. Example: active became deprecated",
    ORDINAL="Its value on a scale changed. Example: 3 became 4",
    PROPERTIES="Its own properties changed. Example: `level` was added",
    VALIDITY="Its own validity changed. Example: it ends on a day",
)
describe_enum(
    Level,
    "ChangeLevel",
    "Whether a reader notices a change. Example: `WARNING`",
    COMPATIBLE="Not at all. Example: a note was added",
    WARNING="It should look. Example: a term was changed",
    BREAKING="It fails. Example: a code went",
)
describe_enum(
    Definitions,
    "DefinitionsCompared",
    "Whether definitions could be compared. Example: `COMPARED`",
    COMPARED="Both releases have them, or neither. Example: two full editions",
    ONLY_BEFORE="Only the release come from has them. Example: a full edition, then one of terms alone",
    ONLY_AFTER="Only the release come to has them. Example: terms alone, then a full edition",
)


@strawberry.type(
    description="What a change breaks, and for whom. Example: backward `COMPATIBLE`, forward `BREAKING`"
)
class ChangeCompatibility:
    """What a change breaks, and for whom."""

    backward: Level = strawberry.field(
        description="For who has the new release and reads data written with the old one. Example: `COMPATIBLE`"
    )
    forward: Level = strawberry.field(
        description="For who has the old release and reads data written with the new one. Example: `BREAKING`"
    )
    full: Level = strawberry.field(description="The worse of the two. Example: `BREAKING`")


@strawberry.type(description="A concept as one names it. Example: J1.1 Vaske sig")
class ConceptReference:
    """A concept as one names it."""

    code: str = strawberry.field(description="The code. Example: `J1.1`")
    key: str = strawberry.field(description="The user-facing key. Example: `J1.1`")
    term: str = strawberry.field(description="The preferred term. Example: `Indkøb`")


@strawberry.type(description="One change of one concept. Example: J1.1 recoded")
class Change:
    """One change of one concept."""

    core: strawberry.Private[change.Change]

    @field("What happened. Example: `RECODED`")
    def kind(self) -> ChangeKind:
        """What happened."""
        return self.core.kind

    @field(
        "The concept as the new release names it (as the old one, where it is gone). Example: `{key: J1.1}`"
    )
    def concept(self) -> ConceptReference:
        """The concept."""
        return _reference(self.core.subject)

    @field('What it was; empty where there was nothing. Example: `["J1.1"]`')
    def before(self) -> list[str]:
        """What it was."""
        return [_shown(value) for value in self.core.before]

    @field('What it is; empty where there is nothing. Example: `["…"]`')
    def after(self) -> list[str]:
        """What it is."""
        return [_shown(value) for value in self.core.after]

    @field("What it breaks. Example: `{full: WARNING}`")
    def compatibility(self) -> ChangeCompatibility:
        """What it breaks."""
        return _compatibility(self.core.compatibility)

    @field("The language of the labels or definitions that changed; else empty. Example: `da`")
    def language(self) -> str:
        """The language."""
        return self.core.language

    @field("The kind of the labels that changed; else null. Example: `PREFERRED`")
    def label(self) -> LabelKind | None:
        """The kind of the labels that changed."""
        return self.core.label

    @field("What the lineage says; else empty. Example: `loven er afløst`")
    def note(self) -> str:
        """What the lineage says."""
        return self.core.note


@strawberry.type(description="One page of changes. Example: the first 50 of 402")
class ChangeConnection(Connection[Change]):
    """One page of changes."""


@strawberry.type(description="How many concepts one kind of change concerns. Example: 335 `RECODED`")
class ChangeCount:
    """How many concepts one kind of change concerns."""

    kind: ChangeKind = strawberry.field(description="The kind of change. Example: `RECODED`")
    count: int = strawberry.field(
        description="How many concepts, however many notations they have. Example: `335`"
    )


@strawberry.type(
    description="Something the release says otherwise of the classification itself. Example: its title"
)
class SchemeChange:
    """Something the release says otherwise of the classification itself."""

    field_name: str = strawberry.field(name="field", description="What it is about. Example: `title`")
    before: list[str] = strawberry.field(description='What it said. Example: `["Fælles Sprog"]`')
    after: list[str] = strawberry.field(description='What it says. Example: `["Fælles Sprog III"]`')
    compatibility: ChangeCompatibility = strawberry.field(
        description="What it breaks. Example: `{full: COMPATIBLE}`"
    )


@strawberry.type(
    description="Concepts that a value set gained and lost. Example: KLConditionCodesFSIII gained two"
)
class MemberChange:
    """Concepts that a value set gained and lost."""

    value_set: str = strawberry.field(description="The value set. Example: `KLConditionCodesFSIII`")
    gained: list[ConceptReference] = strawberry.field(
        description="Members that came. Example: `[{key: J1.9}]`"
    )
    lost: list[ConceptReference] = strawberry.field(description="Members that went. Example: `[]`")
    compatibility: ChangeCompatibility = strawberry.field(
        description="What it breaks. Example: `{full: BREAKING}`"
    )


@strawberry.type(description="All that changed from one release to another. Example: fsiii 1.1.0 to 2.0.0")
class Diff:
    """All that changed from one release to another."""

    core: strawberry.Private[change.Diff]
    old: strawberry.Private[HeldRelease]
    new: strawberry.Private[HeldRelease]
    clock: strawberry.Private[When]
    form_of: strawberry.Private[Callable[[str, Callable[[], str]], str]]

    @field("The release come from. Example: `{version: 1.1.0}`", name="from")
    def origin(self) -> Release:
        """The release come from."""
        return Release(core=self.old, clock=self.clock)

    @field("The release come to. Example: `{version: 2.0.0}`")
    def to(self) -> Release:
        """The release come to."""
        return Release(core=self.new, clock=self.clock)

    @field(
        "How many concepts each kind of change concerns, every kind named. Example: `[{kind: ADDED, count: 69}]`"
    )
    def summary(self) -> list[ChangeCount]:
        """How many concepts each kind of change concerns."""
        return [ChangeCount(kind=kind, count=count) for kind, count in self.core.summary().items()]

    @field("The gravest of all changes. Example: `{full: BREAKING}`")
    def compatibility(self) -> ChangeCompatibility:
        """The gravest of all changes."""
        return _compatibility(self.core.compatibility)

    @field("Whether definitions could be compared. Example: `COMPARED`")
    def definitions(self) -> Definitions:
        """Whether definitions could be compared."""
        return self.core.definitions

    @field("The changes, by kind and then in the order of the release. Example: the first 50 of 402")
    def changes(
        self,
        info: Info,
        kind: Annotated[
            ChangeKind | None,
            strawberry.argument(description="Only changes of this kind. Example: `RECODED`"),
        ] = None,
        first: First = None,
        after: After = None,
    ) -> ChangeConnection:
        """The changes."""
        changes = self.core.changes
        rows: Sequence[int] = [at for at, one in enumerate(changes) if kind is None or one.kind is kind]
        page = window(info.context, first, after, "diff", self.old.digest, self.new.digest)
        used = [(release.scheme.name, release.version) for release in (self.old, self.new)]
        return page.of(ChangeConnection, rows, lambda at: Change(core=changes[at]), used)

    @field("What the release says otherwise of the classification itself. Example: `[{field: title}]`")
    def scheme_changes(self) -> list[SchemeChange]:
        """What the release says otherwise of the classification."""
        return [
            SchemeChange(
                field_name=one.field,
                before=list(one.before),
                after=list(one.after),
                compatibility=_compatibility(one.compatibility),
            )
            for one in self.core.scheme
        ]

    @field("Members that value sets gained and lost. Example: `[{valueSet: KLConditionCodesFSIII}]`")
    def value_set_changes(self) -> list[MemberChange]:
        """Members that value sets gained and lost."""
        return [
            MemberChange(
                value_set=one.value_set,
                gained=[_reference(reference) for reference in one.gained],
                lost=[_reference(reference) for reference in one.lost],
                compatibility=_compatibility(one.compatibility),
            )
            for one in self.core.members
        ]

    @field("The whole difference as release notes in Markdown. Example: `# fsiii 2.0.0 …`")
    def release_notes(self) -> str:
        """The difference as release notes."""
        return self.form_of("release notes", lambda: as_markdown(self.core))

    @field("The whole difference as text for a terminal. Example: `fsiii@1.1.0 → fsiii@2.0.0: …`")
    def text(
        self,
        limit: Annotated[
            int, strawberry.argument(description="Most lines per kind of change; 0 for all. Example: `20`")
        ] = 20,
    ) -> str:
        """The difference as text."""
        if limit < 0:
            raise Mistake(
                "INVALID_REQUEST", f"limit {limit} is negative; ask for 0 (all) or more", argument="limit"
            )
        return self.form_of(f"text {limit}", lambda: as_text(self.core, limit=limit))

    @field(
        "The whole difference as one JSON text, in the form that `samsprog diff --format json` writes "
        '(docs/json/diff.md). Example: `{"from": …, "summary": {"added": 69, …}, …}`'
    )
    def document(self) -> str:
        """The difference as JSON text."""
        return self.form_of("document", lambda: json.dumps(diff_to_json(self.core), ensure_ascii=False))


DiffResult = Annotated[
    Diff | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "DiffResult", description="A difference, or why there is none. Example: fsiii 1.1.0 to 2.0.0"
    ),
]


@strawberry.type
class ChangeQueries:
    """Questions for what changed."""

    @field(
        "What changed from one release to another; a concept counts once, however many codes it has. Example: "
        '`{ diff(scheme: "fsiii", from: "1.1.0", to: "2.0.0") { ... on Diff { summary { kind count } } } }`'
    )
    @answered
    def diff(
        self,
        info: Info,
        scheme: SchemeName,
        origin: Annotated[
            str,
            strawberry.argument(
                name="from", description="The release come from, a label or digest. Example: `1.1.0`"
            ),
        ],
        to: Annotated[
            str | None,
            strawberry.argument(
                description="The release come to, a label or digest; the one of the day when absent. Example: `2.0.0`"
            ),
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> DiffResult:
        """What changed from one release to another."""
        context = info.context
        clock = asked_when(context, as_of, known_at)
        old, new = (context.terminology.release(scheme, clock.of(labelled(label))) for label in (origin, to))
        key = ("diff", old.digest, new.digest, old.name, new.name, clock)
        difference = context.remembered(key, lambda: compare_releases(context.terminology, old, new, clock))

        def form_of(form: str, make: Callable[[], str]) -> str:
            return context.remembered((*key, form), make)

        return Diff(core=difference, old=old, new=new, clock=clock, form_of=form_of)


def _compatibility(levels: Compatibility) -> ChangeCompatibility:
    return ChangeCompatibility(backward=levels.backward, forward=levels.forward, full=levels.full)


def _reference(reference: Reference) -> ConceptReference:
    return ConceptReference(code=reference.code, key=reference.key or reference.code, term=reference.term)


def _shown(value: Value) -> str:
    """A value that changed, in one line."""
    match value:
        case Reference():
            return f"{value.key or value.code} {value.term}".strip()
        case Standing():
            successors = ", ".join(one.key or one.code for one in value.replaced_by)
            return " ".join(part for part in (str(value.status), successors, value.reason) if part)
        case Notation():
            return f"{value.code} ({value.role})"
        case Note():
            return value.text
        case (name, text):
            return f"{name} = {text}"
        case float():
            return format(value, "g")
        case _:
            return str(value)
