"""Every rule of the check, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from classification import rules_structure, rules_text
from classification.rule import Example, Family, Rule

__all__ = ["RULES", "Example", "Family", "Rule"]

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in chain(rules_structure.RULES, rules_text.RULES)}
