"""A rule, whichever tool it belongs to."""

from __future__ import annotations

from classification.rules.check_rule import CheckRule
from classification.rules.import_rule import ImportRule
from classification.rules.lint_rule import LintRule

Rule = CheckRule | LintRule | ImportRule
