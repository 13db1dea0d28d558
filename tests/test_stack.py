"""The installed libraries are the ones that work together."""

import subprocess
import sys
from importlib.metadata import requires, version
from pathlib import Path

import graphene
import graphql
import pytest
import strawberry
from packaging.requirements import Requirement

from api.extras import EXTRAS

RUNTIME = {
    requirement.name: requirement
    for requirement in map(Requirement, requires("samsprog") or ())
    if any(
        requirement.marker is None or requirement.marker.evaluate({"extra": extra}) for extra in ("", *EXTRAS)
    )
}


@strawberry.type
class Colours:
    @strawberry.field
    def name(self) -> str:
        return "rød"


@pytest.mark.parametrize("requirement", RUNTIME.values(), ids=RUNTIME)
def test_an_installed_library_lies_within_its_bounds(requirement: Requirement) -> None:
    installed = version(requirement.name)

    assert requirement.specifier.contains(installed), f"{requirement} wanted, {installed} installed"


def test_graphene_is_the_one_that_shares_graphql_core_with_strawberry() -> None:
    """Without bounds pip resolves to graphene 2.0 of 2017, which does not import."""
    assert version("graphene").startswith("3.4.")
    assert version("strawberry-graphql").startswith("0.327.")
    assert version("graphql-core").startswith("3.2.")


def test_graphene_and_strawberry_answer_in_one_process() -> None:
    query_type = type("Query", (graphene.ObjectType,), {"name": graphene.String(default_value="rød")})
    core_schema = graphene.Schema(query=query_type).graphql_schema

    by_graphene = graphql.graphql_sync(core_schema, "{ name }", root_value={"name": "rød"})
    by_strawberry = strawberry.Schema(query=Colours).execute_sync("{ name }", root_value=Colours())

    assert by_graphene.data == by_strawberry.data == {"name": "rød"}


IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path.insert(0, sys.argv[1])
import classification
names = [found.name for found in pkgutil.walk_packages(classification.__path__, "classification.")]
for name in names:
    importlib.import_module(name)
ours = {"__main__", "classification"}
print(*sorted({name.partition(".")[0] for name in sys.modules} - sys.stdlib_module_names - ours))
"""


def test_classification_runs_with_nothing_installed(project_root: Path) -> None:
    """-S leaves site-packages out, so an import of a library fails here."""
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", IMPORT_ALL, str(project_root)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr
