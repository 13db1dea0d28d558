"""What the pages tell a newcomer to type is there to be typed."""

import re
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.extras import EXTRAS


def pages(root: Path) -> Iterator[tuple[str, str]]:
    for path in (root / "README.md", *sorted((root / "docs").rglob("*.md"))):
        yield str(path.relative_to(root)), path.read_text(encoding="utf-8")


def test_a_version_of_the_project_that_a_page_pins_is_a_tag_or_a_commit(project_root: Path) -> None:
    """Recipes named a tag v0.1.0 that there was not: the first thing a newcomer copied failed."""
    tags: set[str] = set()  # none are known where there is no git: then only commits will do
    if shutil.which("git"):
        listed = subprocess.run(["git", "tag"], cwd=project_root, capture_output=True, text=True, check=False)
        tags = set(listed.stdout.split())

    pinned = [
        (page, version)
        for page, text in pages(project_root)
        for version in re.findall(
            r"(?:\brev: |/samsprog@|/samsprog/archive/)([\w.]+?)(?:\.tar\.gz)?(?:\s|$)", text
        )
    ]

    assert len(pinned) >= 3
    assert [pin for pin in pinned if pin[1] not in tags and not re.fullmatch("[0-9a-f]{40}", pin[1])] == []


def test_an_extra_that_a_page_or_a_file_names_exists(project_root: Path) -> None:
    provided = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    known = set(provided["project"]["optional-dependencies"])
    files = [*pages(project_root), ("Makefile", (project_root / "Makefile").read_text(encoding="utf-8"))]

    named = [
        (name, extra)
        for name, text in files
        for extras in re.findall(r"(?:samsprog|'\.)\[([a-z,]+)\]", text)
        for extra in extras.split(",")
    ]

    assert len(named) >= 5
    assert [pair for pair in named if pair[1] not in known] == []
    assert set(EXTRAS) <= known


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", "action.yml"])
def test_what_runs_in_ci_installs_the_command_alone(project_root: Path, name: str) -> None:
    """Checking JSON took 39 packages and 166 MB; a hook's own environment is made by `pip install .`."""
    text = (project_root / name).read_text(encoding="utf-8")

    assert "additional_dependencies" not in text
    assert re.findall(r"\[[a-z,]+\]", text) == []
    assert "[" not in "".join(re.findall(r"pip install.*", text))


def test_the_readme_puts_the_command_where_it_types_it(project_root: Path) -> None:
    """Its examples said `samsprog`, and the shell: command not found."""
    text = (project_root / "README.md").read_text(encoding="utf-8")
    way = text.index("    . .venv/bin/activate\n")

    assert way < text.index("$ samsprog ")
    assert re.findall(r"^    (make \w+) ", text[:way], re.MULTILINE) == ["make serve", "make test"]
