"""SPExx: the XML of KLE."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ImportRule

RULES: Final[tuple[ImportRule, ...]] = ()
