"""Every rule of the check, by its code."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Final

from classification import (
    rules_binding,
    rules_code,
    rules_cross_field,
    rules_meaning,
    rules_provenance,
    rules_reference,
    rules_structure,
    rules_text,
)
from classification.rule import Example, Family, Rule

__all__ = ["RULES", "Example", "Family", "Rule"]

_FAMILIES: Final = (
    rules_structure,
    rules_text,
    rules_code,
    rules_meaning,
    rules_binding,
    rules_cross_field,
    rules_provenance,
    rules_reference,
)

RULES: Final[Mapping[str, Rule]] = {
    rule.code: rule for rule in chain.from_iterable(family.RULES for family in _FAMILIES)
}
