"""Validation: is every meaning in these data objects right? The findings are those of `samsprog check`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from api.graphql.context import Context, Info
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import First, page_size
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.profile import validator_of
from api.graphql.rule import InLanguage, Rule
from api.graphql.scalar import Json
from api.graphql.when import AsOf, InRelease, KnownAt, asked_when
from api.payload.linting import NOWHERE
from api.payload.located import Located
from api.payload.options import AUTO, Question
from api.payload.validating import Judged
from classification import Severity, When, lint_map, lint_release
from classification.rules.registry import find_rule


@strawberry.type(description="A fact that a finding rests on. Example: `release` `fsiii@2.3.0`")
class Evidence:
    """A fact that a finding rests on."""

    name: str = strawberry.field(description="What it is. Example: `release`")
    value: str = strawberry.field(description="The fact. Example: `fsiii@2.3.0`")


@strawberry.type(description="A safe change. Example: the old system URI becomes the current one")
class Fix:
    """A safe change."""

    pointer: str = strawberry.field(description="Where (JSON Pointer). Example: `/code/coding/0/system`")
    old: str = strawberry.field(description="What stands there. Example: `http://kl.dk/…/FSIII`")
    new: str = strawberry.field(description="What it becomes. Example: `urn:oid:1.2.208.176.2.21`")


@strawberry.type(
    description="One place where a meaning is wrong or at risk. Example: SP301 at `/code/coding/0/display`"
)
class Finding:
    """One place where a meaning is wrong or at risk."""

    core: strawberry.Private[Located]
    placed: strawberry.Private[bool]

    @field("The rule's code. Example: `SP301`")
    def rule(self) -> str:
        """The rule's code."""
        return self.core.finding.rule

    @field("How grave it is, in this profile, on this day. Example: `WARNING`")
    def severity(self) -> Severity:
        """How grave it is."""
        return self.core.finding.severity

    @field("What it stands in: `objects/` and the number of the object, or a release. Example: `objects/0`")
    def file(self) -> str:
        """What it stands in."""
        return self.core.finding.place.file

    @field("Where in the object (JSON Pointer, RFC 6901). Example: `/code/coding/0/display`")
    def pointer(self) -> str:
        """Where in the object."""
        return self.core.finding.place.path

    @field("The object of a Bundle that it is about, by type and id; empty elsewhere. Example: `Condition/7`")
    def resource(self) -> str:
        """The object of a Bundle that it is about."""
        return self.core.finding.resource

    @field("The line, from 1, where the object was sent as text; else null. Example: `4`")
    def line(self) -> int | None:
        """The line."""
        return self.core.finding.place.line if self.placed else None

    @field("The column, from 1, where the object was sent as text; else null. Example: `18`")
    def column(self) -> int | None:
        """The column."""
        return self.core.finding.place.column if self.placed else None

    @field("The profile it was held against; empty where none. Example: `gateway-condition`")
    def profile(self) -> str:
        """The profile it was held against."""
        return self.core.finding.profile

    @field("What is wrong. Example: `The display 'Indkøb' is …`")
    def message(self, language: InLanguage = "en") -> str:
        """What is wrong."""
        return self.core.finding.message.in_language(language)

    @field("What to do; may be empty. Example: `write 'Indkøb'`")
    def remedy(self, language: InLanguage = "en") -> str:
        """What to do."""
        return self.core.finding.remedy.in_language(language)

    @field("What it rests on. Example: `[{name: release, value: fsiii@2.3.0}]`")
    def evidence(self) -> list[Evidence]:
        """What it rests on."""
        return [Evidence(name=name, value=value) for name, value in self.core.finding.evidence]

    @field("The safe change that mends it, if there is one. Example: `{old: …, new: …}`")
    def fix(self) -> Fix | None:
        """The safe change that mends it."""
        fix = self.core.finding.fix
        return None if fix is None else Fix(pointer=fix.pointer, old=fix.old, new=fix.new)

    @field("The rule behind it; null where it is a profile's own. Example: `{title: …}`")
    def explanation(self) -> Rule | None:
        """The rule behind it."""
        rule = find_rule(self.core.finding.rule)
        return None if rule is None else Rule(core=rule)


@strawberry.type(description="How many findings a rule has. Example: SP301, 3")
class RuleCount:
    """How many findings a rule has."""

    rule: str = strawberry.field(description="The rule's code. Example: `SP301`")
    count: int = strawberry.field(description="How many. Example: `3`")


@strawberry.type(description="One object of those sent. Example: number 0, passed")
class ValidatedObject:
    """One object of those sent."""

    number: int = strawberry.field(description="Its place among the objects sent, from 0. Example: `0`")
    passed: bool = strawberry.field(description="Whether no error was found in it. Example: `true`")
    findings: int = strawberry.field(description="How many findings it has, of any severity. Example: `2`")
    profiles: list[str] = strawberry.field(
        description='The profiles it was held against; several where it need meet only one. Example: `["tilstand"]`'
    )


@strawberry.type(description="What came of a validation. Example: one object of two failed")
class Validation:
    """What came of a validation."""

    judged: strawberry.Private[Sequence[Judged]]

    @field("Whether no object has an error. Example: `false`")
    def passed(self) -> bool:
        """Whether no object has an error."""
        return all(one.passed for one in self.judged)

    @field("Each object, in the order sent. Example: `[{number: 0, passed: true}]`")
    def objects(self) -> list[ValidatedObject]:
        """Each object, in the order sent."""
        return [
            ValidatedObject(
                number=number, passed=one.passed, findings=len(one.findings), profiles=list(one.profiles)
            )
            for number, one in enumerate(self.judged)
        ]

    @field("How many findings there are in all. Example: `3`")
    def total(self) -> int:
        """How many findings there are in all."""
        return sum(len(one.findings) for one in self.judged)

    @field("How many findings each rule has. Example: `[{rule: SP301, count: 3}]`")
    def rules(self) -> list[RuleCount]:
        """How many findings each rule has."""
        counts = Counter(located.finding.rule for one in self.judged for located in one.findings)
        return [RuleCount(rule=rule, count=count) for rule, count in sorted(counts.items())]

    @field("The first findings, in the order of the objects; `total` counts all. Example: `[{rule: SP301}]`")
    def findings(self, info: Info, first: First = None) -> list[Finding]:
        """The first findings."""
        size = page_size(info.context, first)
        every = (Finding(core=located, placed=one.placed) for one in self.judged for located in one.findings)
        return [finding for _, finding in zip(range(size), every, strict=False)]


ValidationResult = Annotated[
    Validation | UnknownName,
    strawberry.union(
        "ValidationResult", description="What came of it, or an unknown profile. Example: passed"
    ),
]


@strawberry.type(
    description="What a careful reader would notice in a release or a map. Example: 69 findings in fsiii@2.3.0"
)
class Lint:
    """What a careful reader would notice in a release or a map."""

    seen: strawberry.Private[Sequence[Located]]
    name: strawberry.Private[str]

    @field("The release or map looked through. Example: `fsiii@2.3.0`")
    def release(self) -> str:
        """The release or map looked through."""
        return self.name

    @field("How many findings there are. Example: `69`")
    def total(self) -> int:
        """How many findings there are."""
        return len(self.seen)

    @field("How many findings each rule has. Example: `[{rule: SPL07, count: 3}]`")
    def rules(self) -> list[RuleCount]:
        """How many findings each rule has."""
        counts = Counter(located.finding.rule for located in self.seen)
        return [RuleCount(rule=rule, count=count) for rule, count in sorted(counts.items())]

    @field("The first findings, in the order of concepts; `total` counts all. Example: `[{rule: SPL07}]`")
    def findings(self, info: Info, first: First = None) -> list[Finding]:
        """The first findings."""
        return [
            Finding(core=located, placed=False) for located in self.seen[: page_size(info.context, first)]
        ]


LintResult = Annotated[
    Lint | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "LintResult", description="What was noticed, or why there is nothing to look at. Example: fsiii"
    ),
]


@strawberry.type
class ValidationQueries:
    """Questions for data objects."""

    @field(
        "Is every meaning in these data objects right? Nothing of them is kept. Example: "
        '`{ validate(objects: [{type: "tilstand"}]) { ... on Validation { passed total } } }`'
    )
    @answered
    def validate(
        self,
        info: Info,
        objects: Annotated[
            list[Json],
            strawberry.argument(
                description="Data objects or FHIR resources, as JSON or as its text. "
                'Example: `[{"type": "tilstand"}]`'
            ),
        ],
        profile: Annotated[
            str,
            strawberry.argument(
                description="A profile or a channel; `auto` recognises it, `all` tries every channel. "
                "Example: `gateway`"
            ),
        ] = AUTO,
        as_of: Annotated[
            date | None,
            strawberry.argument(
                name="asOf",
                description="Judge as on this day; when absent on the day that each object bears, else today. "
                "Example: `2027-01-01`",
            ),
        ] = None,
        known_at: KnownAt = None,
    ) -> ValidationResult:
        """Is every meaning in these data objects right?"""
        context = info.context
        cap = context.settings.batch_cap
        if len(objects) > cap:
            message = f"{len(objects)} objects are above the cap of {cap}; send them in several calls"
            raise Mistake("BATCH_TOO_LARGE", message, cap=cap)
        question = Question(today=context.today, as_of=as_of, known_at=known_at, profile=profile)
        return Validation(judged=validator_of(context).judge([one.value for one in objects], question))

    @field(
        "What would a careful reader notice in a release, or in a map? The findings are those of `samsprog lint`. "
        'Example: `{ lint(scheme: "fsiii") { ... on Lint { total rules { rule count } } } }`'
    )
    @answered
    def lint(
        self,
        info: Info,
        scheme: Annotated[
            str | None,
            strawberry.argument(
                description="The classification: its short name, URI or a former URI. Example: `fsiii`"
            ),
        ] = None,
        map: Annotated[  # noqa: A002
            str | None,
            strawberry.argument(
                description="A map in place of a scheme, by name or URI. Example: `domus-ffb`"
            ),
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> LintResult:
        """What would a careful reader notice in a release, or in a map?"""
        when = asked_when(info.context, as_of, known_at, release)
        if (scheme is None) == (map is None):
            raise Mistake("INVALID_REQUEST", "name a scheme, or a map, and not both", argument="scheme")
        return (
            _map_lint(info.context, map, when) if map is not None else _lint(info.context, scheme or "", when)
        )


def _lint(context: Context, scheme: str, when: When) -> Lint:
    held = context.terminology.release(scheme, when)

    def look() -> tuple[Located, ...]:
        return tuple(Located(one, 0, NOWHERE) for one in lint_release(context.terminology, held))

    return Lint(seen=context.remembered(("lint", held.name, held.digest), look), name=held.name)


def _map_lint(context: Context, name: str, when: When) -> Lint:
    concept_map = context.terminology.map(name, when)
    clock = when.of("")

    def look() -> tuple[Located, ...]:
        found = lint_map(context.terminology, concept_map, clock)
        return tuple(Located(one, 0, NOWHERE) for one in found)

    key = ("lint", "map", concept_map.uri, concept_map.version, clock)
    return Lint(seen=context.remembered(key, look), name=f"{concept_map.name}@{concept_map.version}")
