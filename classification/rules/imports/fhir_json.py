"""SPFxx: FHIR JSON, and JSON of other formats."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ImportRule

RULES: Final[tuple[ImportRule, ...]] = ()
