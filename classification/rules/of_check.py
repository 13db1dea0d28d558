"""Every rule of the check, by its code.

A family of rules is imported when one of its rules is asked for: a check of one object needs the words of one or two.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from classification.rules.rule import Rule

__all__ = ["RULES"]

_MODULES: Final = {
    "SP1": ("structure", "text"),
    "SP2": ("code",),
    "SP3": ("meaning",),
    "SP4": ("binding",),
    "SP5": ("cross_field",),
    "SP6": ("provenance",),
    "SP8": ("reference",),
}
"""The modules `rules_…` of each family, by the beginning of its codes."""


class _Rules(Mapping[str, Rule]):
    def __init__(self) -> None:
        self._held: dict[str, dict[str, Rule]] = {}

    def _family(self, beginning: str) -> dict[str, Rule]:
        if beginning not in self._held:
            modules = [import_module(f"classification.rules.{name}") for name in _MODULES.get(beginning, ())]
            self._held[beginning] = {rule.code: rule for module in modules for rule in module.RULES}
        return self._held[beginning]

    def __getitem__(self, code: str) -> Rule:
        return self._family(code[:3])[code]

    def __iter__(self) -> Iterator[str]:
        return (code for beginning in _MODULES for code in self._family(beginning))

    def __len__(self) -> int:
        return sum(len(self._family(beginning)) for beginning in _MODULES)


RULES: Final[Mapping[str, Rule]] = _Rules()
