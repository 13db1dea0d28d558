"""Profiles: what a data object of a channel must look like, and what its codes may mean."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.graphql.context import Context, Info
from api.graphql.field import field
from api.graphql.problem import UnknownName, answered
from api.graphql.rule import InLanguage
from api.graphql.validity import Validity
from api.payload.opening import open_checker
from api.payload.validating import Validator
from classification.check import profile
from classification.check.checker import UnknownProfile
from classification.check.profile_json import profile_digest


def validator_of(context: Context) -> Validator:
    """The check over the terminology of the moment, made once for it."""
    settings = context.settings

    def make() -> Validator:
        return Validator(open_checker(context.terminology, settings.cache_dir, settings.own_profiles))

    return context.remembered(("validator",), make)


@strawberry.type(description="Which codes may stand at a place. Example: `code` from KLConditionCodesFFB")
class Binding:
    """Which codes may stand at a place."""

    path: str = strawberry.field(description="Where. Example: `code.coding`")
    strength: str = strawberry.field(
        description="How firmly: `required`, `extensible`, `preferred` or `example`. Example: `required`"
    )
    value_sets: list[str] = strawberry.field(
        description='Value sets of which a code is in one. Example: `["KLConditionCodesFFB"]`'
    )
    codes: list[str] = strawberry.field(
        description="Codes that may stand there, one by one, each after its system. "
        'Example: `["http://terminology.hl7.org/CodeSystem/condition-clinical|active"]`'
    )
    kinds: list[str] = strawberry.field(
        description='Kinds of concepts that may stand there. Example: `["state"]`'
    )
    systems: list[str] = strawberry.field(
        description='Only codes of these systems are bound; empty: all. Example: `["urn:oid:1.2.208.176.2.22"]`'
    )


@strawberry.type(description="One field of a data object. Example: `severity`, at most once")
class ProfileField:
    """One field of a data object."""

    path: str = strawberry.field(description="Its path from the object's root. Example: `code.coding`")
    type: str = strawberry.field(description="Its type; empty where not said. Example: `Coding`")
    min: int | None = strawberry.field(description="How many there are at least. Example: `1`")
    max: int | None = strawberry.field(
        description="How many there are at most; null: any number. Example: `1`"
    )
    values: list[str] = strawberry.field(
        description='Values that may stand there; empty: any. Example: `["active"]`'
    )


@strawberry.type(description="What fields must agree on. Example: a severity where the code asks for one")
class ProfileRule:
    """What fields must agree on."""

    core: strawberry.Private[profile.CrossRule]

    @field("The rule that a finding bears: `explainFinding` tells it. Example: `SP501`")
    def rule(self) -> str:
        """The rule that a finding bears."""
        return self.core.rule

    @field("The field it is about. Example: `severity`")
    def path(self) -> str:
        """The field it is about."""
        return self.core.path

    @field("What it demands. Example: `require`")
    def demand(self) -> str:
        """What it demands."""
        return str(self.core.demand)

    @field("The profile's own words; empty where the rule's serve. Example: `An AD state needs a severity`")
    def message(self, language: InLanguage = "en") -> str:
        """The profile's own words."""
        return self.core.message.in_language(language)


@strawberry.type(description="One data object of one channel. Example: `gateway-condition`")
class Profile:
    """One data object of one channel."""

    core: strawberry.Private[profile.Profile]

    @field("Its name. Example: `gateway-condition`")
    def name(self) -> str:
        """Its name."""
        return self.core.name

    @field("The channel it belongs to. Example: `gateway`")
    def channel(self) -> str:
        """The channel it belongs to."""
        return self.core.channel

    @field("Its title. Example: `Tilstand, KL Gateway`")
    def title(self, language: InLanguage = "en") -> str:
        """Its title."""
        return self.core.title.in_language(language)

    @field("The shape of its objects, `fhir` or `samsprog`. Example: `fhir`")
    def format(self) -> str:
        """The shape of its objects."""
        return str(self.core.match.format)

    @field("The resourceType (FHIR) or type (neutral) of its objects. Example: `Condition`")
    def type_name(self) -> str:
        """The type of its objects."""
        return self.core.match.type_name

    @field(
        'Canonical URLs by which an object names it. Example: `["http://gateway.kl.dk/1.0/StructureDefinition/…"]`'
    )
    def urls(self) -> list[str]:
        """Canonical URLs by which an object names it."""
        return list(self.core.match.profiles)

    @field("Whether an object that names no profile may be taken for it. Example: `false`")
    def default(self) -> bool:
        """Whether an object that names no profile may be taken for it."""
        return self.core.match.default

    @field("Its version; empty where it has none. Example: `1.2.0`")
    def version(self) -> str:
        """Its version."""
        return self.core.version

    @field("When it holds. Example: `{from: null, to: null}`")
    def validity(self) -> Validity:
        """When it holds."""
        return Validity(start=self.core.validity.start, end=self.core.validity.end)

    @field("Where it was published. Example: `kl.dk.fhir.gateway`")
    def source(self) -> str:
        """Where it was published."""
        return self.core.source

    @field("The digest of all that it says. Example: `sha256:4f1d…`")
    def digest(self) -> str:
        """The digest of all that it says."""
        return profile_digest(self.core)

    @field("Its fields. Example: `[{path: severity, max: 1}]`")
    def fields(self) -> list[ProfileField]:
        """Its fields."""
        return [
            ProfileField(path=one.path, type=one.type, min=one.min, max=one.max, values=list(one.values))
            for one in self.core.fields
        ]

    @field("Which codes may stand where. Example: `[{path: code, valueSets: [KLConditionCodesFFB]}]`")
    def bindings(self) -> list[Binding]:
        """Which codes may stand where."""
        return [
            Binding(
                path=one.path,
                strength=str(one.strength),
                value_sets=list(one.value_sets),
                codes=list(one.codes),
                kinds=[str(kind) for kind in one.kinds],
                systems=list(one.systems),
            )
            for one in self.core.bindings
        ]

    @field("What its fields must agree on. Example: `[{rule: SP501, path: severity}]`")
    def rules(self) -> list[ProfileRule]:
        """What its fields must agree on."""
        return [ProfileRule(core=one) for one in self.core.rules]


@strawberry.type(description="Profiles. Example: those of the channel `gateway`")
class Profiles:
    """Profiles."""

    profiles: list[Profile] = strawberry.field(description="By name. Example: `[{name: gateway-condition}]`")
    channels: list[str] = strawberry.field(
        description='Every channel there is, asked for or not. Example: `["core", "gateway"]`'
    )


ProfilesResult = Annotated[
    Profiles | UnknownName,
    strawberry.union(
        "ProfilesResult", description="Profiles, or why there are none. Example: those of gateway"
    ),
]


@strawberry.type
class ProfileQueries:
    """Questions for profiles."""

    @field(
        "What data objects are checked against. "
        'Example: `{ profiles(name: "tilstand") { ... on Profiles { profiles { name channel } } } }`'
    )
    @answered
    def profiles(
        self,
        info: Info,
        name: Annotated[
            str | None,
            strawberry.argument(
                description="A profile, or a channel for all of its profiles; all when absent. Example: `gateway`"
            ),
        ] = None,
    ) -> ProfilesResult:
        """What data objects are checked against."""
        checker = validator_of(info.context).checker
        profiles = sorted(checker.profiles.values(), key=lambda one: one.name)
        chosen = [one for one in profiles if name is None or name in (one.name, one.channel)]
        if name is not None and not chosen:
            raise UnknownProfile(name, (*checker.profiles, *checker.channels))
        return Profiles(profiles=[Profile(core=one) for one in chosen], channels=list(checker.channels))
