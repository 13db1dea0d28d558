"""A module that is loaded when it is first used.

`dataclasses` imports `inspect` at once and looks into it only for classes without a docstring. Loading it would take
half as long as starting the interpreter, each time the command runs. (`importlib.util.LazyLoader` is no help: the
import statement itself looks into the module and so loads it.)
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def defer_inspect() -> None:
    """Put a stand-in in the place of `inspect`, unless it is loaded already."""
    sys.modules.setdefault("inspect", _Deferred("inspect"))


class _Deferred(ModuleType):
    """Stands for a module; the first look into it loads the real one and takes over all it holds."""

    def __getattr__(self, attribute: str) -> Any:
        from importlib import import_module

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = import_module(self.__name__)
        self.__dict__.update({name: value for name, value in vars(real).items() if name != "__name__"})
        return getattr(real, attribute)
