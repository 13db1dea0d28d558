"""Every rule by its code: of the check, of the lint of releases and of maps, of what is read and imported.

A table is imported when one of its rules is asked for: a check of one object needs the words of one or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar

from classification.rules.family import SHELVES

if TYPE_CHECKING:
    from classification.rules.check_rule import CheckRule
    from classification.rules.import_rule import ImportRule
    from classification.rules.lint_rule import LintRule
    from classification.rules.rule import Rule

    R = TypeVar("R", bound=Rule)
else:
    R = TypeVar("R")


class Rules(Mapping[str, R]):
    """Rules by code, those of some beginnings of codes; no table is imported before one of its rules is asked for."""

    def __init__(self, *beginnings: str) -> None:
        self._beginnings = beginnings
        self._tables: dict[str, dict[str, R]] = {}

    def _table(self, beginning: str) -> dict[str, R]:
        if beginning not in self._tables:
            names = SHELVES[beginning].modules if beginning in self._beginnings else ()
            modules = [import_module(f"classification.rules.{name}") for name in names]
            self._tables[beginning] = {rule.code: rule for module in modules for rule in module.RULES}
        return self._tables[beginning]

    def __getitem__(self, code: str) -> R:
        return self._table(code[:3])[code]

    def __iter__(self) -> Iterator[str]:
        return (code for beginning in self._beginnings for code in self._table(beginning))

    def __len__(self) -> int:
        return sum(len(self._table(beginning)) for beginning in self._beginnings)


_CHECK: Final = tuple(beginning for beginning in SHELVES if beginning[2].isdigit())
_LINT: Final = "SPL"
_MAP: Final = "SPA"

CHECK_RULES: Final[Mapping[str, CheckRule]] = Rules(*_CHECK)
LINT_RULES: Final[Mapping[str, LintRule]] = Rules(_LINT)
MAP_RULES: Final[Mapping[str, LintRule]] = Rules(_MAP)
IMPORT_RULES: Final[Mapping[str, ImportRule]] = Rules(*sorted(SHELVES.keys() - {*_CHECK, _LINT, _MAP}))


def find_rule(code: str) -> Rule | None:
    """The rule with that code; None for a rule that a profile brings along."""
    return CHECK_RULES.get(code) or LINT_RULES.get(code) or MAP_RULES.get(code) or IMPORT_RULES.get(code)


def every_rule() -> Mapping[str, Rule]:
    """All rules, by code."""
    return {**CHECK_RULES, **LINT_RULES, **MAP_RULES, **IMPORT_RULES}


def rules_of_objects() -> Mapping[str, Rule]:
    """The rules that a check or a lint can be asked for (`--select`), by code."""
    return {**CHECK_RULES, **LINT_RULES, **MAP_RULES}
