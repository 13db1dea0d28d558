"""What the README shows is what comes out."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def shown() -> list[tuple[str, str]]:
    """Each command of the README with what it prints there."""
    return [
        pair
        for block in _BLOCK.findall(README.read_text(encoding="utf-8"))
        for pair in _COMMAND.findall(block)
    ]


@pytest.mark.parametrize(("command", "output"), shown(), ids=[command for command, _ in shown()])
def test_a_command_of_the_readme_prints_what_is_shown(command: str, output: str) -> None:
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
