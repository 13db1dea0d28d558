"""SPVxx: what of a value set cannot be answered."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ImportRule

RULES: Final[tuple[ImportRule, ...]] = ()
