"""SPCxx: what the concepts of a release must meet."""

from __future__ import annotations

from typing import Final

from classification.rules.import_rule import ImportRule

RULES: Final[tuple[ImportRule, ...]] = ()
