"""What is installed beside the command only where somebody asked for it: extras, and the sentence where one is missing.

`pip install samsprog` brings the command alone. What a file format, the store or the service takes besides is in an
extra of pyproject.toml; a module of one that is not installed is met as `ModuleNotFoundError`, wherever that may be,
and `missing_extra` puts it in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from typing import Final

from classification.errors import SamsprogError

EXTRAS: Final[Mapping[str, str]] = {
    "formats": "this file format",
    "postgres": "PostgreSQL",
    "serve": "the service",
    "store": "the store",
}
"""Each extra, and what needs it."""

EXTRA_OF: Final[Mapping[str, str]] = {
    "graphene": "serve",
    "graphql": "serve",
    "starlette": "serve",
    "strawberry": "serve",
    "uvicorn": "serve",
    "lxml": "formats",
    "openpyxl": "formats",
    "pyoxigraph": "formats",
    "python_calamine": "formats",
    "rdflib": "formats",
    "yaml": "formats",
    "alembic": "store",
    "orjson": "store",
    "sqlalchemy": "store",
    "psycopg": "postgres",
}
"""The extra that brings a module. A test compares it with pyproject.toml, and with every import of the code."""

_INCLUDES: Final[Mapping[str, tuple[str, ...]]] = {"serve": ("store",), "postgres": ("store",)}


class MissingExtra(SamsprogError):
    """Something is asked for that an extra brings, and the extra is not installed; `extras` names those to install."""

    code = "MISSING_EXTRA"

    def __init__(self, module: str, extras: Iterable[str], needed_by: str = "") -> None:
        self.module, self.extras = module, tuple(extras)
        first, *others = (EXTRAS[extra] for extra in self.extras)
        first = needed_by or first
        besides = "".join(f", nor what {other} needs" for other in others)
        line = f"pip install 'samsprog[{','.join(self.extras)}]'"
        super().__init__(f"{module} is not installed, which {first} needs{besides}; type: {line}")


def missing_extra(
    error: ImportError, always: Iterable[str] = (), *, needed_by: str = ""
) -> MissingExtra | None:
    """What to say of an import that failed; None where no missing extra is the reason.

    Args:
        error: what the import raised.
        always: extras that whoever failed needs in any case: those that are missing too are named at once.
        needed_by: what needs the module, where that can be said more closely than by the extra.

    >>> missing_extra(ModuleNotFoundError("No module named 'nothing'", name="nothing"))
    """
    module = (error.name or "").partition(".")[0]
    extra = EXTRA_OF.get(module)
    if extra is None or _installed(module):
        return None
    wanted = dict.fromkeys((extra, *(other for other in always if not is_installed(other))))
    included = {less for more in wanted for less in _INCLUDES.get(more, ())}
    return MissingExtra(module, [each for each in wanted if each not in included], needed_by)


def is_installed(extra: str) -> bool:
    """Whether everything of an extra that the code imports is there."""
    return all(_installed(module) for module, of in EXTRA_OF.items() if of == extra)


def _installed(module: str) -> bool:
    return find_spec(module) is not None
