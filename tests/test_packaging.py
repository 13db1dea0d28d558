"""What is installed is ours alone, and the wheel carries all of it."""

import importlib
import subprocess
import sys
from importlib.metadata import entry_points, packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest

PACKAGES = ("api", "classification", "loaders", "vocabularies")
NOT_SHIPPED = {".pyc", ".sqlite"}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_ships_the_package(package: str) -> None:
    owners = set(packages_distributions().get(package, ()))

    assert owners <= {"samsprog"}


@pytest.mark.parametrize("package", PACKAGES)
def test_the_package_is_imported_from_this_checkout(package: str, project_root: Path) -> None:
    module = importlib.import_module(package)

    assert module.__file__ is not None
    assert Path(module.__file__).parent == project_root / package


def test_the_command_is_installed() -> None:
    (command,) = entry_points(group="console_scripts", name="samsprog")

    assert callable(command.load())


@pytest.fixture(scope="module")
def wheel(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Names of the files in a wheel built from this checkout, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=project_root, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    with ZipFile(path) as archive:
        return frozenset(archive.namelist())


def test_the_wheel_carries_every_file_of_the_packages(project_root: Path, wheel: frozenset[str]) -> None:
    """Modules, vocabularies, static pages, schema.graphql and migrations alike."""
    expected = {
        path.relative_to(project_root).as_posix()
        for package in PACKAGES
        for path in (project_root / package).rglob("*")
        if path.is_file() and path.suffix not in NOT_SHIPPED
    }

    assert expected - wheel == set()


def test_the_wheel_carries_nothing_beside_the_packages(wheel: frozenset[str]) -> None:
    top_level = {name.partition("/")[0] for name in wheel}

    assert {name for name in top_level if not name.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_says_that_the_package_is_typed(package: str, wheel: frozenset[str]) -> None:
    assert f"{package}/py.typed" in wheel


def test_the_wheel_carries_the_licence(wheel: frozenset[str]) -> None:
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in wheel)
