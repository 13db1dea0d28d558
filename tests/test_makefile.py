"""`make serve` and `make test`: when the environment is made, and when it is made again.

A Python that only writes down what it is told stands in for the real one, so nothing is installed.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

FAKE = """#!/bin/sh
case "$*" in
*"-m venv"*) for folder; do :; done; mkdir -p "$folder/bin"; cp "$0" "$folder/bin/python" ;;
esac
echo "python $*"
"""


@pytest.fixture
def checkout(project_root: Path, tmp_path: Path) -> Path:
    """A checkout with nothing but what make looks at."""
    if shutil.which("make") is None:
        pytest.skip("make absent")
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(project_root / name, folder)
    python = tmp_path / "python3"
    python.write_text(FAKE, encoding="utf-8")
    python.chmod(0o755)
    return folder


def make(checkout: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Make with the stand-in, told nothing by a make that runs these tests."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    environ |= {"PYTHON": str(checkout.parent / "python3"), "VENV": ".venv"}
    return subprocess.run(
        ["make", f".venv/.{target}-installed"],
        cwd=checkout, env=environ, capture_output=True, text=True, check=True,
    )  # fmt: skip


def made(checkout: Path, target: str) -> list[str]:
    """What Python was told, in order: `venv`, and what pip installed."""
    told = [line for line in make(checkout, target).stdout.splitlines() if line.startswith("python -m")]
    return ["venv" if "-m venv" in line else line.rpartition(" ")[2] for line in told]


SERVED, TESTED = ".[serve,formats]", ".[dev]"


def test_the_environment_is_made_once(checkout: Path) -> None:
    assert made(checkout, "runtime") == ["venv", SERVED]
    assert made(checkout, "runtime") == []
    assert made(checkout, "tools") == [TESTED]
    assert made(checkout, "tools") == made(checkout, "runtime") == []


def test_an_environment_for_tests_is_one_for_the_service(checkout: Path) -> None:
    assert made(checkout, "tools") == ["venv", TESTED]
    assert made(checkout, "runtime") == []


@pytest.mark.parametrize("target", ["runtime", "tools"])
def test_a_moved_checkout_makes_its_environment_again(checkout: Path, target: str) -> None:
    """Its commands began with the old path: `make serve` said "bad interpreter", or ran the code of the other."""
    before = made(checkout, target)
    moved = checkout.rename(checkout.parent / "moved")

    assert made(moved, target) == before
    assert made(moved, target) == []


def test_a_copied_checkout_makes_one_of_its_own(checkout: Path) -> None:
    made(checkout, "runtime")
    copied = checkout.parent / "copied"
    shutil.copytree(checkout, copied)

    assert made(copied, "runtime") == ["venv", SERVED]
    assert made(checkout, "runtime") == []


def test_an_environment_whose_python_is_gone_is_made_again(checkout: Path) -> None:
    """An upgrade of the system takes the Python away; what was installed for it is no use to its successor."""
    made(checkout, "tools")
    (checkout / ".venv" / "bin" / "python").unlink()

    assert made(checkout, "tools") == ["venv", TESTED]


def test_an_environment_that_make_did_not_make_is_not_removed(checkout: Path) -> None:
    own = checkout / ".venv"
    (own / "bin").mkdir(parents=True)
    shutil.copy(checkout.parent / "python3", own / "bin" / "python")
    (own / "mine").touch()

    assert made(checkout, "runtime") == [SERVED]
    assert (own / "mine").exists()


def test_make_says_what_it_does_before_it_takes_long(checkout: Path) -> None:
    said = make(checkout, "runtime").stderr.splitlines()

    assert said[0] == "make: making an environment in .venv"
    assert said[1].startswith("make: installing what the service needs into .venv")
