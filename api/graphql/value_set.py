"""Value sets: which codes may stand somewhere, and who is in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import strawberry

from api.graphql.concept import Concept, OfKind
from api.graphql.context import Context, Info
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import After, Connection, First, UsedRelease, Window, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.validity import Validity
from api.graphql.when import AsOf, InRelease, KnownAt, Supplements, asked_when, labelled
from classification import Finding, Index, Terminology, When, value_set
from classification.concept import Kind, Status
from classification.expansion import expansion
from classification.expansion.edition import belonging, by_name
from classification.expansion.expansion import BoundValueSet, Expansion, bind, describe, difference
from classification.record import replace
from classification.supplement import check_base
from classification.terminology import HeldRelease, canonical
from classification.text import term_key

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@strawberry.type(description="One part of a definition. Example: everything below J of fsiii")
class ValueSetPart:
    """One part of a definition."""

    text: str = strawberry.field(description="The part in words. Example: `concept is-a J`")
    system: str = strawberry.field(
        description="The system's URI; empty where only value sets are named. Example: `urn:oid:1.2.208.176.2.21`"
    )
    release: str = strawberry.field(description="The release it is pinned to; else empty. Example: `2.3.0`")
    codes: list[str] = strawberry.field(description='Codes named one by one. Example: `["J1.1"]`')
    value_sets: list[str] = strawberry.field(
        description='URIs of other value sets. Example: `["http://fhir.kl.dk/term/ValueSet/KLConditionCodesFSIII"]`'
    )


@strawberry.type(
    description="A part of a definition that could not be answered. Example: a system that is not held"
)
class Unresolved:
    """A part of a definition that could not be answered."""

    rule: str = strawberry.field(description="The rule's code. Example: `SPX01`")
    message: str = strawberry.field(description="What is the matter. Example: `system … is not held`")
    remedy: str = strawberry.field(description="What to do about it; may be empty. Example: `import it`")


@strawberry.type(description="One concept in a value set. Example: J1.1 in KLConditionCodesFSIII")
class Member:
    """One concept in a value set."""

    core: strawberry.Private[expansion.Member]
    held_release: strawberry.Private[HeldRelease | None]
    clock: strawberry.Private[When]

    @field("The system's URI. Example: `urn:oid:1.2.208.176.2.21`")
    def system(self) -> str:
        """The system's URI."""
        return self.core.system

    @field("The code by which the release knows the concept. Example: a UUID in fsiii 2.3.0")
    def code(self) -> str:
        """The code of the release."""
        return self.core.code

    @field("The user-facing key; the code where there is none. Example: `J1.1`")
    def key(self) -> str:
        """The user-facing key."""
        if self.held_release is None or self.core.number is None:
            return self.core.code
        return self.held_release.index.keys[self.core.number]

    @field("The preferred term; empty where the system is not held. Example: `Indkøb`")
    def term(self) -> str:
        """The preferred term."""
        return self.core.term

    @field('All codes of the concept. Example: `["J1.1"]`')
    def notations(self) -> list[str]:
        """All codes of the concept."""
        return list(self.core.notations)

    @field('The codes that the value set lets in. Example: `["J1.1"]`')
    def admitted(self) -> list[str]:
        """The codes that the value set lets in."""
        return list(self.core.admitted)

    @field("Whether it may be used in data. Example: `ACTIVE`")
    def status(self) -> Status:
        """Whether it may be used in data."""
        return self.core.status

    @field("What sort of thing it stands for. Example: `STATE`")
    def kind(self) -> Kind:
        """What sort of thing it stands for."""
        return self.core.kind

    @field("The release it was read in; empty where the system is not held. Example: `2.3.0`")
    def release(self) -> str:
        """The release it was read in."""
        return self.core.release

    @field("The concept; null where the system is not held. Example: `{key: J1.1}`")
    def concept(self) -> Concept | None:
        """The concept."""
        if self.held_release is None or self.core.number is None:
            return None
        return Concept(core=self.held_release, number=self.core.number, clock=self.clock)


@strawberry.type(description="One page of members. Example: the first 50 of 156")
class MemberConnection(Connection[Member]):
    """One page of members."""


@strawberry.type(
    description="Whether one code is in a value set, and why. Example: J1.1 is in KLConditionCodesFSIII"
)
class Membership:
    """Whether one code is in a value set, and why."""

    core: strawberry.Private[expansion.Membership]

    @field("The system's URI. Example: `urn:oid:1.2.208.176.2.21`")
    def system(self) -> str:
        """The system's URI."""
        return self.core.system

    @field("The code asked for. Example: `J1.1`")
    def code(self) -> str:
        """The code asked for."""
        return self.core.code

    @field("Whether the code is in. Example: `true`")
    def member(self) -> bool:
        """Whether the code is in."""
        return self.core.member

    @field("Whether any release that was asked knows the code. Example: `true`")
    def known(self) -> bool:
        """Whether any release that was asked knows the code."""
        return self.core.known

    @field("Whether the concept is in, but not by this code. Example: `false`")
    def under_other_code(self) -> bool:
        """Whether the concept is in, but not by this code."""
        return self.core.under_other_code

    @field('The codes of the same concept that are in. Example: `["J1.1"]`')
    def admitted(self) -> list[str]:
        """The codes of the same concept that are in."""
        return list(self.core.admitted)

    @field("The reason in words. Example: `'J1.1' is in KLConditionCodesFSIII: concept is-a J`")
    def why(self) -> str:
        """The reason in words."""
        return self.core.why

    @field("The releases asked. Example: `[{name: fsiii, version: 2.3.0}]`")
    def releases(self) -> list[UsedRelease]:
        """The releases asked."""
        return _used(self.core.releases)

    @field("Parts that could not be answered. Example: `[]`")
    def unresolved(self) -> list[Unresolved]:
        """Parts that could not be answered."""
        return _unresolved(self.core.unresolved)


@strawberry.type(description="A member that stays under other codes. Example: J1.1 and its UUID")
class RecodedMember:
    """A member that stays under other codes."""

    before: Member = strawberry.field(description="As it was. Example: `{admitted: [J1.1]}`")
    after: Member = strawberry.field(description="As it is. Example: `{admitted: [J1.1, …]}`")


@strawberry.type(
    description="What one edition of a value set has otherwise than another. Example: 2.2.0 to 2.3.0"
)
class ValueSetDifference:
    """What one edition of a value set has otherwise than another."""

    before: strawberry.Private[value_set.ValueSet]
    after: strawberry.Private[value_set.ValueSet]
    core: strawberry.Private[expansion.ValueSetDifference]
    terminology: strawberry.Private[Terminology]
    clock: strawberry.Private[When]

    @field("The edition come from. Example: `{version: 2.2.0}`", name="from")
    def origin(self) -> ValueSet:
        """The edition come from."""
        return ValueSet(core=self.before, clock=self.clock, named=True)

    @field("The edition come to. Example: `{version: 2.3.0}`")
    def to(self) -> ValueSet:
        """The edition come to."""
        return ValueSet(core=self.after, clock=self.clock, named=True)

    @field("Members that came. Example: `[{key: J1.9}]`")
    def gained(self) -> list[Member]:
        """Members that came."""
        return [self._member(member) for member in self.core.gained]

    @field("Members that went. Example: `[]`")
    def lost(self) -> list[Member]:
        """Members that went."""
        return [self._member(member) for member in self.core.lost]

    @field("Members that stay under other codes. Example: `[]`")
    def recoded(self) -> list[RecodedMember]:
        """Members that stay under other codes."""
        return [
            RecodedMember(before=self._member(old), after=self._member(new)) for old, new in self.core.recoded
        ]

    @field("How many members stay. Example: `156`")
    def kept(self) -> int:
        """How many members stay."""
        return len(self.core.kept)

    def _member(self, member: expansion.Member) -> Member:
        return _member(self.terminology, self.clock, member)


@strawberry.type(description="A value set in one version. Example: KLConditionCodesFSIII 2.3.0")
class ValueSet:
    """A value set in one version."""

    core: strawberry.Private[value_set.ValueSet]
    clock: strawberry.Private[When]
    named: strawberry.Private[bool] = False

    @field("The short name. Example: `KLConditionCodesFSIII`")
    def name(self) -> str:
        """The short name."""
        return self.core.name

    @field("The URI. Example: `http://fhir.kl.dk/term/ValueSet/KLConditionCodesFSIII`")
    def uri(self) -> str:
        """The URI."""
        return self.core.uri

    @field("The version. Example: `2.3.0`")
    def version(self) -> str:
        """The version."""
        return self.core.version

    @field(
        "The edition it was published in together with code systems: where the version is asked for by name, the "
        "releases of that edition count, else those of the day; empty where it came alone. Example: `2.3.0`"
    )
    def edition(self) -> str:
        """The edition it was published in."""
        return self.core.edition

    @field("The title; the name where there is none. Example: `KLTilstandKoderFSIII`")
    def title(self) -> str:
        """The title."""
        return self.core.title or self.core.name

    @field("When it holds, as published. Example: from `2026-04-21`, open")
    def validity(self) -> Validity:
        """When it holds."""
        return Validity(start=self.core.validity.start, end=self.core.validity.end)

    @field(
        "When it really holds: to its own end or to the day the next version begins. "
        "Example: from `2024-06-03` to `2024-06-13`"
    )
    def period(self, info: Info) -> Validity:
        """When it really holds."""
        period = info.context.terminology.value_set_versions(self.core.uri).period(self.core, self.clock)
        return Validity(start=period.start, end=period.end)

    @field("When this service learned it; null where not told. Example: `2025-08-21T00:00:00Z`")
    def recorded(self) -> datetime | None:
        """When this service learned it."""
        return self.core.recorded if self.core.recorded > _BEGINNING else None

    @field("What it takes in. Example: `[{text: concept is-a J}]`")
    def include(self) -> list[ValueSetPart]:
        """What it takes in."""
        return [_part(part) for part in self.core.include]

    @field("What it takes out again. Example: `[]`")
    def exclude(self) -> list[ValueSetPart]:
        """What it takes out again."""
        return [_part(part) for part in self.core.exclude]

    @field("The releases it is answered from. Example: `[{name: fsiii, version: 2.3.0}]`")
    def releases(self, info: Info) -> list[UsedRelease]:
        """The releases it is answered from."""
        return _used(self._bound(info.context).releases)

    @field("Parts that could not be answered. Example: `[]`")
    def unresolved(self, info: Info) -> list[Unresolved]:
        """Parts that could not be answered."""
        return _unresolved(self._bound(info.context).unresolved)

    @field("Its members, in the order of the definition. Example: the first 50 of 156")
    def members(
        self,
        info: Info,
        text: Annotated[
            str,
            strawberry.argument(
                description="Only members with a label that contains it or a code that begins with it. Example: `køb`"
            ),
        ] = "",
        active_only: Annotated[
            bool,
            strawberry.argument(
                description="Without concepts that are out of use or do not hold on the day; deprecated ones may "
                "still be used. Example: `true`"
            ),
        ] = False,
        kind: OfKind = None,
        first: First = None,
        after: After = None,
    ) -> MemberConnection:
        """Its members."""
        context = info.context
        narrowing = (str(text), str(active_only), str(kind or ""))
        expanded = context.remembered(
            ("expansion", self.core.uri, self.core.version, self._when, *narrowing),
            lambda: self._bound(context).expand(text=text, active_only=active_only, kind=kind),
        )
        return self._page(
            context, expanded, window(context, first, after, *self._mark(context, expanded), *narrowing)
        )

    def _page(self, context: Context, expanded: Expansion, page: Window) -> MemberConnection:
        rows = range(expanded.total)
        used = tuple(expanded.releases.items())
        return page.of(
            MemberConnection,
            rows,
            lambda at: _member(context.world(self.clock), self.clock, expanded.members[at]),
            used,
        )

    def _mark(self, context: Context, expanded: Expansion) -> Iterable[str]:
        """What the list of members hangs on: the definition and the content of the releases it is answered from."""
        yield from (self.core.uri, self.core.version, self.core.recorded.isoformat(), *self.clock.supplements)
        for name in expanded.releases:
            uri = context.terminology.scheme(name).uri
            yield from (index.digest for index in self._bound(context).indexes(uri))

    @field("Whether a code is in it, and why, without listing the members. Example: `{member: true}`")
    def contains(
        self,
        info: Info,
        code: Annotated[str, strawberry.argument(description="The code. Example: `J1.1`")],
        system: Annotated[
            str | None,
            strawberry.argument(
                description="The code's system: name, URI or former URI; may be absent where the value set takes codes "
                "of one system only. Example: `fsiii`"
            ),
        ] = None,
    ) -> Membership:
        """Whether a code is in it, and why."""
        bound = self._bound(info.context)
        return Membership(core=bound.contains(system or self._only_system(bound), code))

    def _only_system(self, bound: BoundValueSet) -> str:
        systems = list(bound.releases) or sorted({part.system for part in self.core.include if part.system})
        if len(systems) != 1:
            known = ", ".join(systems) or "no system"
            message = f"value set {self.core.name} takes codes of {known}; name one as system"
            raise Mistake("INVALID_REQUEST", message, argument="system")
        return systems[0]

    @field("What another version has otherwise than this one. Example: `{gained: [{key: J1.9}]}`")
    @answered
    def difference(
        self,
        info: Info,
        to: Annotated[str, strawberry.argument(description="The version compared with. Example: `2.3.0`")],
    ) -> ValueSetDifferenceResult:
        """What another version has otherwise than this one."""
        context = info.context
        other = context.terminology.value_set(self.core.uri, self.clock.of(labelled(to)))
        difference_found = context.remembered(
            ("difference", self.core.uri, self.core.version, other.version, self.clock),
            lambda: difference(
                context.world(self.clock),
                self.core,
                other,
                by_name(self.core, self.clock),
                new_when=by_name(other, self.clock),
            ),
        )
        return ValueSetDifference(
            before=self.core,
            after=other,
            core=difference_found,
            terminology=context.world(self.clock),
            clock=self.clock,
        )

    def _bound(self, context: Context) -> BoundValueSet:
        return bound_value_set(context, self.core, self._when)

    @property
    def _when(self) -> When:
        return self.clock.of(self.core.version) if self.named else self.clock


@strawberry.type(description="One page of value sets. Example: the first 50 of 57")
class ValueSetConnection(Connection[ValueSet]):
    """One page of value sets."""


ValueSetDifferenceResult = Annotated[
    ValueSetDifference | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "ValueSetDifferenceResult", description="A difference, or why there is none. Example: 2.2.0 to 2.3.0"
    ),
]
ValueSetResult = Annotated[
    ValueSet | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "ValueSetResult", description="A value set, or why there is none. Example: KLConditionCodesFSIII"
    ),
]


@strawberry.type
class ValueSetQueries:
    """Questions for value sets."""

    @field("All value sets in the version of the day, by name. Example: `{ valueSets { nodes { name } } }`")
    def value_sets(
        self,
        info: Info,
        text: Annotated[
            str,
            strawberry.argument(description="Only those whose name or title contains it. Example: `fsiii`"),
        ] = "",
        first: First = None,
        after: After = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> ValueSetConnection:
        """All value sets in the version of the day."""
        clock = asked_when(info.context, as_of, known_at)
        wanted = term_key(text)
        value_sets = [
            v for v in info.context.terminology.value_sets(clock) if wanted in term_key(f"{v.name} {v.title}")
        ]
        names = [(v.name, v.version) for v in value_sets]
        page = window(
            info.context, first, after, "value sets", *(f"{name}@{version}" for name, version in names)
        )
        rows = range(len(value_sets))
        return page.of(ValueSetConnection, rows, lambda at: ValueSet(core=value_sets[at], clock=clock), names)

    @field(
        "One value set. Example: "
        '`{ valueSet(name: "KLConditionCodesFSIII") { ... on ValueSet { members { totalCount } } } }`'
    )
    @answered
    def value_set(
        self,
        info: Info,
        name: Annotated[
            str,
            strawberry.argument(
                description="Its name or URI; a canonical names the version too. Example: `KLConditionCodesFSIII`"
            ),
        ],
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
        supplements: Supplements = None,
    ) -> ValueSetResult:
        """One value set."""
        asked = asked_when(info.context, as_of, known_at, release, supplements=supplements)
        name, when = canonical(name, asked)
        edition = info.context.terminology.value_set(name, when)
        if when.supplements:
            bound = bound_value_set(info.context, edition, when)
            world = info.context.world(when)
            check_base(world, when.supplements, {world.scheme(scheme).uri for scheme in bound.releases})
        return ValueSet(core=edition, clock=when.of(""), named=bool(when.release))


def bound_value_set(context: Context, edition: value_set.ValueSet, clock: When) -> BoundValueSet:
    """A value set bound to the releases of the clock."""
    key = ("bound", edition.uri, edition.version, clock)
    return context.remembered(key, partial(bind, context.world(clock), edition, clock))


def value_sets_with(
    context: Context, held_release: HeldRelease, clock: When, codes: Iterable[str]
) -> list[ValueSet]:
    """Value sets that a concept is in by any of its codes.

    Each is asked in the version that belongs to the concept's release: published with it, else the one valid on the
    day (on the release's first day, when the release is not the one of the day).
    """
    terminology = context.world(clock)
    if terminology.editions(held_release.scheme.uri).on(clock) is not held_release:
        clock = replace(clock, day=held_release.validity.start or clock.day, release="", withdrawn=False)
    tried = tuple(codes)
    value_sets: list[ValueSet] = []
    for uri in dict.fromkeys(v.uri for v in terminology.all_value_sets):
        belongs = belonging(terminology.value_set_versions(uri), held_release, clock)
        if belongs is None:
            continue
        edition, when = belongs
        bound = bind(terminology, edition, when)
        if any(_is_one(held_release.index, each) for each in bound.indexes(held_release.scheme.uri)) and any(
            bound.contains(held_release.scheme.uri, code).member for code in tried
        ):
            value_sets.append(ValueSet(core=edition, clock=clock, named=bool(when.release)))
    return sorted(value_sets, key=lambda v: v.core.name)


def _is_one(one: Index, other: Index) -> bool:
    """Whether two are one compiled release; with supplements it may have been compiled twice."""
    return (one.version, one.digest) == (other.version, other.digest)


def _member(terminology: Terminology, clock: When, member: expansion.Member) -> Member:
    release = None
    if member.release and member.number is not None:
        release = terminology.release(member.system, clock.of(member.release))
    return Member(core=member, held_release=release, clock=clock)


def _part(part: value_set.Include) -> ValueSetPart:
    return ValueSetPart(
        text=describe(part),
        system=part.system,
        release=part.release,
        codes=list(part.codes),
        value_sets=list(part.value_sets),
    )


def _used(releases: Mapping[str, str]) -> list[UsedRelease]:
    return [UsedRelease(name=name, version=version) for name, version in releases.items()]


def _unresolved(findings: Iterable[Finding]) -> list[Unresolved]:
    return [Unresolved(rule=f.rule, message=f.message.en, remedy=f.remedy.en) for f in findings]
