"""What a finding's code means: a rule of the check, of the lint, or of what is read and imported; with examples."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.problem import UnknownName, answered
from api.payload.explaining import example_of_import, example_text
from classification import Severity
from classification.errors import UnknownRule
from classification.rules import rule as rules
from classification.rules.check_rule import CheckRule, Example
from classification.rules.import_rule import ImportRule
from classification.rules.registry import every_rule, find_rule

describe_enum(
    Severity,
    "Severity",
    "How much a finding matters. Example: `ERROR`",
    ERROR="It must not stay so: an object with one fails. Example: an unknown code",
    WARNING="It should not stay so. Example: an old display within a transition",
    INFORMATION="Worth knowing. Example: no profile describes the object",
)

InLanguage = Annotated[
    str,
    strawberry.argument(
        name="language", description="`da` for Danish, anything else for English. Example: `da`"
    ),
]


@strawberry.type(description="JSON that breaks a rule, or does not. Example: a Tilstand with an old display")
class RuleExample:
    """JSON that breaks a rule, or does not."""

    text: str = strawberry.field(description='The JSON, as text. Example: `{"type": "tilstand"}`')
    profile: str = strawberry.field(description="The profile it is held against. Example: `tilstand`")
    as_of: date = strawberry.field(description="The day it is judged on. Example: `2025-09-01`")


@strawberry.type(
    description="A rule of the check, of the lint or of an import. Example: SP301, the display is an older release's"
)
class Rule:
    """A rule."""

    core: strawberry.Private[rules.Rule]

    @field("The stable code; it is never given another meaning. Example: `SP301`", name="rule")
    def code(self) -> str:
        """The stable code."""
        return self.core.code

    @field("What it looks at. Example: `meaning`")
    def family(self) -> str:
        """What it looks at."""
        return str(self.core.family)

    @field("How grave it is where no profile says otherwise. Example: `WARNING`")
    def severity(self) -> Severity:
        """How grave it is."""
        return self.core.severity

    @field("What it finds. Example: `The display is the term of an older release`")
    def title(self, language: InLanguage = "en") -> str:
        """What it finds."""
        return self.core.title.in_language(language)

    @field("Why that matters. Example: `The code is right, but its words changed since …`")
    def explanation(self, language: InLanguage = "en") -> str:
        """Why that matters."""
        return self.core.explanation.in_language(language)

    @field("What to do; empty where it depends. Example: `take the current term`")
    def remedy(self, language: InLanguage = "en") -> str:
        """What to do."""
        return self.core.remedy.in_language(language)

    @field('JSON that breaks it; null but for rules of the check. Example: `{text: "{…}"}`')
    def bad(self) -> RuleExample | None:
        """JSON that breaks it."""
        return _example(self.core.bad) if isinstance(self.core, CheckRule) else None

    @field('JSON that does not; null but for rules of the check. Example: `{text: "{…}"}`')
    def good(self) -> RuleExample | None:
        """JSON that does not."""
        return _example(self.core.good) if isinstance(self.core, CheckRule) else None

    @field("Files that give the finding, or what does; null but for rules of an import. Example: `kle.xml …`")
    def example(self, language: InLanguage = "en") -> str | None:
        """Files that give the finding."""
        if not isinstance(self.core, ImportRule):
            return None
        return example_of_import(self.core.example, language)


RuleResult = Annotated[
    Rule | UnknownName,
    strawberry.union("RuleResult", description="A rule, or why there is none. Example: SP301"),
]


@strawberry.type
class RuleQueries:
    """Questions for rules."""

    @field(
        "What a finding means: the rule behind its code. "
        'Example: `{ explainFinding(rule: "SP301") { ... on Rule { title } } }`'
    )
    @answered
    def explain_finding(
        self,
        rule: Annotated[str, strawberry.argument(description="The finding's `rule`. Example: `SP301`")],
    ) -> RuleResult:
        """What a finding means."""
        found = find_rule(rule.strip().upper())
        if found is None:
            raise UnknownRule(rule, sorted(every_rule()))
        return Rule(core=found)


def _example(of: Example) -> RuleExample:
    return RuleExample(text=example_text(of), profile=of.profile, as_of=of.day)
