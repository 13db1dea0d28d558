"""What pre-commit, GitHub Actions and GitLab run is run."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

_ISSUE = '{"type": "tilstand", "id": 1, "id": 2}\n'


@pytest.fixture
def project(tmp_path: Path, project_root: Path) -> Path:
    """A project with one payload in which a name stands twice, and a command `samsprog` beside it."""
    (tmp_path / "payloads").mkdir()
    (tmp_path / "payloads" / "æ b.json").write_text(_ISSUE, encoding="utf-8")
    command = tmp_path / "samsprog" / "bin" / "samsprog"
    command.parent.mkdir(parents=True)
    command.write_text(
        f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(project_root)!r})\n"
        "from api.cli import main\nsys.exit(main())\n",
        encoding="utf-8",
    )
    command.chmod(0o755)
    return tmp_path


def run(project: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    env = {
        "PATH": f"{project}/samsprog/bin{os.pathsep}{os.environ['PATH']}",
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(project / "cache")),
        "XDG_DATA_HOME": str(project / "share"),
        **variables,
    }
    return subprocess.run(
        command, cwd=project, env=env, capture_output=True, encoding="utf-8", check=False, timeout=120
    )


def test_the_hooks_run_on_the_files_they_are_given(project: Path, project_root: Path) -> None:
    text = (project_root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entries = dict(re.findall(r"- id: (\S+)\n(?:  .*\n)*?  entry: (.*)\n", text))
    patterns = re.findall(r"  files: (.*)\n", text)

    done = {hook: run(project, *shlex.split(entry), "payloads/æ b.json") for hook, entry in entries.items()}

    assert {hook: found.returncode for hook, found in done.items()} == {
        "samsprog-check": 1,
        "samsprog-fix": 0,
    }
    assert "payloads/æ b.json:1:31: error SP193" in done["samsprog-check"].stdout
    assert all(re.search(pattern, "payloads/æ b.json") for pattern in patterns)


@pytest.mark.skipif(not shutil.which("bash"), reason="bash absent")
def test_the_action_checks_paths_and_annotates(project: Path, project_root: Path) -> None:
    text = (project_root / "action.yml").read_text(encoding="utf-8")
    script = textwrap.dedent(text.rpartition("run: |\n")[2])

    found = run(
        project,
        "bash",
        "--noprofile",
        "--norc",
        "-eo",
        "pipefail",
        "-c",
        script,
        RUNNER_TEMP=str(project),
        GITHUB_ACTIONS="true",
        PATHS="payloads/æ b.json\n\n",
        OPTIONS="--as-of=2026-01-01\n--select=SP193",
    )

    assert found.returncode == 1, found.stderr
    assert found.stdout.startswith("::error file=payloads/æ b.json,line=1,col=31,")


def test_the_gitlab_template_writes_its_report(project: Path, project_root: Path) -> None:
    page = (project_root / "docs" / "ci.md").read_text(encoding="utf-8").partition("## GitLab")[2]
    (script,) = re.findall(r"script:\n    - (samsprog .*)\n", page)
    (report,) = re.findall(r"codequality: (.*)\n", page)

    found = run(project, *shlex.split(script))

    assert found.returncode == 1, found.stderr
    entries = json.loads((project / report).read_text(encoding="utf-8"))
    assert "SP193" in {entry["check_name"] for entry in entries}


@pytest.mark.skipif(not shutil.which("bash"), reason="bash absent")
def test_the_action_holds_objects_to_the_profile_it_is_given(project: Path, project_root: Path) -> None:
    text = (project_root / "action.yml").read_text(encoding="utf-8")
    script = textwrap.dedent(text.rpartition("run: |\n")[2])
    words = ("bash", "--noprofile", "--norc", "-euo", "pipefail", "-c", script)

    found = run(
        project,
        *words,
        RUNNER_TEMP=str(project),
        PATHS="payloads",
        OPTIONS="--select=SP101",
        PROFILE="gateway",
    )

    assert found.returncode == 1, found.stderr
    assert "SP101" in found.stdout


def test_every_recipe_names_a_profile(project_root: Path) -> None:
    """With `auto` a slip in what an object says of itself let it pass."""
    page = (project_root / "docs" / "ci.md").read_text(encoding="utf-8")
    recipes = [
        block for block in re.findall(r"```\w*\n(.*?)```|\n((?:    .*\n)+)", page, re.DOTALL) if any(block)
    ]
    checks = [line for block in recipes for line in "".join(block).splitlines() if "samsprog check " in line]
    hooks = re.findall(r"- id: samsprog-\w+\n(?:  .*\n)*?\s+args: \[--profile=gateway\]", page)
    action = page.partition("## GitHub Actions")[2].partition("```yaml")[2].partition("```")[0]

    assert len(checks) >= 4
    assert [line for line in checks if "--profile gateway" not in line] == []
    assert len(hooks) == 2
    assert "profile: gateway" in action
