"""What README and tour show is what comes out."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.stocked import Stocked

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PAGES = (README, ROOT / "docs" / "tour.md")
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def shown() -> list[tuple[str, str]]:
    """Each command of the pages with what it prints there."""
    return [
        pair
        for page in PAGES
        for block in _BLOCK.findall(page.read_text(encoding="utf-8"))
        for pair in _COMMAND.findall(block)
    ]


@pytest.mark.parametrize(
    ("command", "output"), shown(), ids=[f"{number} {command}" for number, (command, _) in enumerate(shown())]
)
def test_a_command_prints_what_is_shown(command: str, output: str) -> None:
    asked, _, cut = command.partition(" | head -n ")
    program, *arguments = shlex.split(asked)
    assert program == "samsprog"

    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; raise SystemExit(main())", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    lines = done.stdout.splitlines(keepends=True)

    assert done.returncode in (0, 1), done.stderr
    assert "".join(lines[: int(cut)] if cut else lines) == output


def test_the_question_of_the_readme_has_the_answer_shown(tmp_path: Path, stocked: Stocked) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    stocked.copy_to(settings)
    text = README.read_text(encoding="utf-8")
    query, answer = (re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL) for kind in ("graphql", "json"))
    variables = re.search(r"With `(\{.*?\})` the answer", text)
    assert query
    assert answer
    assert variables

    with TestClient(create_app(settings), base_url="http://localhost") as client:
        given = {"query": query[1], "variables": json.loads(variables[1])}
        shown_answer = client.post("/graphql/v1", json=given).json()

    assert json.loads(answer[1]) == shown_answer
