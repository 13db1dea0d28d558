"""Every rule by its code, of the check and of the lint: what reports and explanations look rules up in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from classification.rules.of_check import RULES
from classification.rules.of_lint import LINT_RULES, LintRule
from classification.rules.rule import Rule

AnyRule = Rule | LintRule


def find_rule(code: str) -> AnyRule | None:
    """The rule with that code; None for a rule that a profile brings along."""
    found: AnyRule | None = LINT_RULES.get(code)
    return found or RULES.get(code)


def every_rule() -> Mapping[str, AnyRule]:
    """All rules, by code."""
    return dict(chain[tuple[str, AnyRule]](RULES.items(), LINT_RULES.items()))
