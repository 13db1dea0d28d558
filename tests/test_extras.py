"""The table of extras, pyproject.toml and the imports of the code say the same."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import metadata, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from api.extras import EXTRA_OF, EXTRAS, is_installed, missing_extra

OURS = {"api", "classification", "loaders", "vocabularies"}
FOR_THE_PROJECT = {"all", "test", "dev"}


def required(extra: str) -> dict[str, set[str]]:
    """The distributions that an extra of the installed metadata names, with their own; "" is the lean install."""
    found: dict[str, set[str]] = {}
    for text in requires("samsprog") or ():
        requirement = Requirement(text)
        marker = requirement.marker
        lean = marker is None or marker.evaluate({"extra": ""})
        if lean == (extra == "") and (marker is None or marker.evaluate({"extra": extra})):
            found.setdefault(canonicalize_name(requirement.name), set()).update(requirement.extras)
    return found


def imports(root: Path) -> Iterator[tuple[str, str]]:
    """Every module from elsewhere that the code imports, wherever in a file, with the file."""
    for package in sorted(OURS):
        for path in (root / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                for name in names:
                    yield name.partition(".")[0], str(path.relative_to(root))


def test_every_import_from_elsewhere_is_in_the_table(project_root: Path) -> None:
    """One that is not would be met as a fault in the program where its extra is not installed."""
    known = sys.stdlib_module_names | OURS | EXTRA_OF.keys()

    assert [(name, file) for name, file in imports(project_root) if name not in known] == []


def test_the_table_names_nothing_that_is_not_imported(project_root: Path) -> None:
    driver = {"psycopg"}  # SQLAlchemy imports it
    beside = {"graphene"}  # to be used beside Strawberry

    assert EXTRA_OF.keys() - {name for name, _ in imports(project_root)} <= driver | beside


@pytest.mark.parametrize(("module", "extra"), EXTRA_OF.items())
def test_the_extra_of_a_module_brings_it(module: str, extra: str) -> None:
    (distribution,) = {canonicalize_name(name) for name in packages_distributions()[module]}

    assert distribution in required(extra)


def test_the_table_knows_every_extra() -> None:
    provided = set(metadata("samsprog").get_all("Provides-Extra") or ())

    assert provided - FOR_THE_PROJECT == set(EXTRAS)
    assert required("all") == {name: of for extra in EXTRAS for name, of in required(extra).items()}


def test_the_lean_install_brings_time_zones_alone() -> None:
    assert required("") == {"tzdata": set()}


@pytest.mark.parametrize("extra", EXTRAS)
def test_where_everything_is_installed_nothing_is_missing(extra: str) -> None:
    assert is_installed(extra)


@pytest.mark.parametrize("module", ["nothing_of_ours", "rdflib.nothing"])
def test_another_import_that_fails_stays_a_fault(module: str) -> None:
    """A part that an installed library lacks is no missing extra: to install it again would not help."""
    assert missing_extra(ModuleNotFoundError(f"No module named {module!r}", name=module)) is None


@pytest.mark.parametrize(
    ("module", "always", "line"),
    [
        (
            "rdflib",
            (),
            "rdflib is not installed, which this file format needs; type: pip install 'samsprog[formats]'",
        ),
        (
            "rdflib",
            ("store",),
            "rdflib is not installed, which this file format needs, nor what the store needs; "
            "type: pip install 'samsprog[formats,store]'",
        ),
        (
            "sqlalchemy",
            ("serve",),
            "sqlalchemy is not installed, which the service needs; type: pip install 'samsprog[serve]'",
        ),
        (
            "psycopg",
            (),
            "psycopg is not installed, which PostgreSQL needs; type: pip install 'samsprog[postgres]'",
        ),
    ],
)
def test_what_is_missing_is_named_at_once(
    monkeypatch: pytest.MonkeyPatch, module: str, always: tuple[str, ...], line: str
) -> None:
    """An extra that holds another is named alone."""
    monkeypatch.setattr("api.extras._installed", lambda name: False)

    assert str(missing_extra(ModuleNotFoundError(name=module), always)) == line


def test_a_driver_that_is_missing_is_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLAlchemy imports the driver when it is named; it was "cannot be used: No module named 'psycopg'"."""
    from api.extras import MissingExtra
    from api.store.database import Database

    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(MissingExtra, match=r"samsprog\[postgres\]") as caught:
        Database("postgresql+psycopg://someone:secret@127.0.0.1:9/none")
    assert "secret" not in str(caught.value)
