"""Help, usage, versions; the examples in the help run."""

import shlex
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from api.cli import COMMANDS, help_text, main
from api.cli.command import command_parser
from tests.api.cli_runner import Run

MODULES: dict[str, Any] = {
    name: import_module("api.cli.commands.import_" if name == "import" else f"api.cli.commands.{name}")
    for name in COMMANDS
}
OWN_TESTS = {"serve", "check", "fix", "db", "lock", "bundle", "undo", "withdraw", "rename"}
EXAMPLES = [
    (name, line) for name, module in MODULES.items() if name not in OWN_TESTS for line in module.EXAMPLES
]


def test_the_help_names_every_command(samsprog: Run) -> None:
    found = samsprog("--help")

    assert found.code == 0
    assert [
        line.split()[0]
        for line in found.out.splitlines()
        if line[:2] == "  " and line[2:13].strip() in COMMANDS
    ] == [*COMMANDS]
    assert "exit codes: 0 answered" in found.out


@pytest.mark.parametrize("words", ["-h", "help"])
def test_help_goes_by_several_names(samsprog: Run, words: str) -> None:
    assert samsprog(words).out == samsprog("--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_examples_of_itself(samsprog: Run, name: str) -> None:
    found = samsprog(f"{name} --help")

    assert found.code == 0
    assert MODULES[name].EXAMPLES
    for line in MODULES[name].EXAMPLES:
        assert line.startswith(f"samsprog {name}")
        assert f"  {line}\n" in found.out


def test_help_of_a_command_goes_by_help_too(samsprog: Run) -> None:
    assert samsprog("help show").out == samsprog("show --help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_is_explained(name: str) -> None:
    actions = command_parser(name, MODULES[name])._actions

    assert [action.dest for action in actions if not action.help] == []


@pytest.mark.parametrize(("name", "line"), EXAMPLES, ids=[line for _, line in EXAMPLES])
def test_examples_run(samsprog: Run, project_root: Path, tmp_path: Path, name: str, line: str) -> None:
    (tmp_path / "vocabularies").symlink_to(project_root / "vocabularies")
    command, _, read = line.partition(" < ")
    stdin = "J1.1\n" if read else ""

    found = samsprog(*shlex.split(command)[1:], stdin=stdin)

    assert found.code in {0, 1} if "terms" in line or "--fail-on" in line else found.code == 0, found.err
    assert found.out or "-o " in line


HEAD = [line.strip() for line in help_text().partition("examples:")[2].splitlines() if "samsprog " in line]


@pytest.mark.parametrize("line", HEAD)
def test_examples_of_the_whole_run(samsprog: Run, line: str) -> None:
    assert samsprog(*shlex.split(line)[1:]).code == 0


def test_examples_of_the_documentation_run(samsprog: Run, project_root: Path, tmp_path: Path) -> None:
    """All but those that serve, or name files that only the reader has."""
    (tmp_path / "vocabularies").symlink_to(project_root / "vocabularies")
    (tmp_path / "codes.txt").touch()
    page = (project_root / "docs" / "cli.md").read_text(encoding="utf-8").partition("## serve")[2]
    lines = [line.strip() for line in page.splitlines() if line.startswith("    samsprog ")]
    runnable = [
        line for line in lines if line.split()[1] not in OWN_TESTS | {"import"} and "terms" not in line
    ]

    codes = {line: samsprog(*shlex.split(line.partition(" < ")[0])[1:]).code for line in runnable}

    assert len(codes) >= 20
    assert {line: code for line, code in codes.items() if code and "--fail-on" not in line} == {}


def test_the_version_names_that_of_the_json_too(samsprog: Run) -> None:
    found = samsprog("--version")

    assert found.code == 0
    assert found.out.startswith("samsprog ")
    assert found.out.endswith(" (JSON output version 1)\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("shw", "unknown command 'shw'; did you mean show?"),
        ("qqqq", "unknown command 'qqqq'; see samsprog --help"),
        ("--json", "unknown option '--json' before the command"),
        ("show fsiii", "the following arguments are required: CODE"),
        ("show fsiii J1.1 --frmat json", "unrecognized arguments: --frmat json"),
        ("show fsiii J1.1 --format xml", "invalid choice: 'xml'"),
        ("show fsiii J1.1 --form json", "unrecognized arguments: --form json"),
        ("resolve J1.1", "the following arguments are required: --to"),
        ("search x --limit -1", "'-1' is not a whole number from 0"),
        ("diff fsiii@1.1.0 --fail-on compatible", "invalid choice: 'compatible'"),
    ],
)
def test_wrong_usage_is_told_on_stderr(samsprog: Run, words: str, said: str) -> None:
    found = samsprog(words)

    assert (found.code, found.out) == (2, "")
    assert said in found.err
    assert "--help" in found.err


def test_no_command_shows_the_help_as_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2

    assert "commands:" in capsys.readouterr().err


def test_options_may_stand_among_codes(samsprog: Run) -> None:
    found = samsprog("resolve J1.1 --to fsiii J1.2 --format tsv")

    assert [row[0] for row in found.rows] == ["J1.1", "J1.2"]


def test_a_code_may_begin_with_a_dash(samsprog: Run) -> None:
    found = samsprog("show fsiii -- -1")

    assert found.code == 1
    assert "unknown code '-1'" in found.err


@pytest.mark.parametrize("word", ["--help", "-x", "--format", "J1.1", "-1"])
def test_nothing_behind_two_dashes_is_an_option(samsprog: Run, word: str) -> None:
    """`resolve --to fsiii -- --help` printed the usage, `-- -x` was refused as an unknown option: the second pass over
    the words no longer knew of the `--`.
    """
    found = samsprog("resolve", "--to", "fsiii", "--format", "json", "J1.2", "--", word, "J1.3")

    assert [answer["input"] for answer in found.json] == ["J1.2", word, "J1.3"]


def test_a_word_too_many_behind_two_dashes_is_told_as_it_was_written(samsprog: Run) -> None:
    assert "unrecognized arguments: -x\n" in samsprog("show fsiii -- J1.1 -x").err


def test_the_documentation_names_every_command_and_option(project_root: Path) -> None:
    page = (project_root / "docs" / "cli.md").read_text(encoding="utf-8")

    for name, module in MODULES.items():
        assert f"## {name}\n" in page
        for action in command_parser(name, module)._actions:
            for option in action.option_strings:
                if option.startswith("--") and option != "--help":
                    assert f"`{option}" in page, f"{name} {option}"
