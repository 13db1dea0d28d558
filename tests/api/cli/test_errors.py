"""What goes wrong: each line names the value, the place, the remedy; each has its exit code."""

import errno
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from api.cli import COMMANDS, main
from api.cli.command import command_parser
from api.cli.settings import default_folders, settings_of
from api.settings import load_settings
from tests.api.cli_runner import Run

UNANSWERED = {
    "scheme": ("show fsii J1.1", 2, ["unknown scheme 'fsii'", "known: fsiii"]),
    "release": ("show fsiii@9.0.0 J1.1", 2, ["unknown release '9.0.0' of fsiii", "2.4.0"]),
    "two releases": ("show fsiii@2.3.0 J1.1 --release 2.2.0", 2, ["name two releases"]),
    "code": ("show fsiii J1.11", 1, ["unknown code 'J1.11' of fsiii@", "J1.1"]),
    "code of another release": ("show fsiii@1.1.0 4d46bd94-9518-431c-82e8-ebb91bca307a", 1, ["fsiii@1.1.0"]),
    "day before the first release": (
        "show fsiii J1 --as-of 2001-01-01",
        1,
        ["first is 1.0.0, valid from 2023-06-07"],
    ),
    "day": ("show fsiii J1 --as-of 2024-13-01", 2, ["'2024-13-01' is not a day", "2024-03-01"]),
    "short day": ("show fsiii J1 --as-of 20240301", 2, ["is not a day"]),
    "day of a week": ("show fsiii J1 --as-of 2024-W01-1", 2, ["'2024-W01-1' is not a day", "2024-03-01"]),
    "known on a short day": ("show fsiii J1 --known-at 20240301", 2, ["--known-at '20240301' is no time"]),
    "known on a day of a week": ("show fsiii J1 --known-at 2024-W01-1", 2, ["is no time", "2024-03-01T12"]),
    "known at": ("show fsiii J1 --known-at noon", 2, ["--known-at 'noon' is no time"]),
    "known at without offset": (
        "show fsiii J1 --known-at 2024-03-01T12:00:00",
        2,
        ["no offset", "12:00:00Z"],
    ),
    "value set": ("expand KLConditionCodesFS3", 2, ["unknown value set", "KLConditionCodesFSIII"]),
    "value set release": ("expand KLSeverities@9", 2, ["unknown release '9' of value set KLSeverities"]),
    "map": ("map domus", 2, ["unknown map 'domus'", "domus-ffb"]),
    "kind": ("resolve --to fsiii --kind stat J1.1", 2, ["unknown kind 'stat'", "state"]),
    "kind of search": ("search x --kind stat", 2, ["unknown kind 'stat'"]),
    "target": ("resolve --to fs J1.1", 2, ["unknown scheme 'fs'"]),
    "source": ("resolve --system urn:nobody --to fsiii J1.1", 2, ["unknown scheme 'urn:nobody'"]),
    "release of nothing": ("search x --release 2.3.0", 2, ["release '2.3.0' of what?"]),
    "two classifications": ("diff fsiii@2.3.0 ffb@2.3.0", 2, ["two classifications"]),
    "old release": ("diff fsiii@0.9", 2, ["unknown release '0.9' of fsiii"]),
    "nothing before": ("diff fsiii fsiii@1.0.0", 2, ["fsiii@1.0.0 is the first release"]),
    "new release": ("diff fsiii fsiii@0.9", 2, ["unknown release '0.9' of fsiii"]),
    "no release of the day": ("diff fsiii --as-of 2001-01-01", 1, ["first is 1.0.0"]),
    "format": ("export fsiii --to xml", 2, ["no format 'xml' to export to; known: fhir-json"]),
    "thing to export": ("export fsi", 2, ["'fsi'", "fsiii"]),
    "folder": ("schemes --data-dir nowhere", 2, ["--data-dir nowhere: there is no such folder"]),
    "config": ("schemes --config no.toml", 2, ["--config: there is no file", "no.toml"]),
    "address": (
        "schemes --server localhost",
        2,
        ["--server localhost is no address", "http://127.0.0.1:8000"],
    ),
    "port": ("schemes --server http://127.0.0.1:99999", 2, ["--server http://127.0.0.1:99999 is no address"]),
    "brackets": ("schemes --server http://[::1", 2, ["--server http://[::1 is no address"]),
    "two who answer": ("schemes --server http://127.0.0.1:9 --data-dir .", 2, ["--server and --data-dir"]),
    "server": (
        "schemes --server http://127.0.0.1:9",
        2,
        ["no service answers at http://127.0.0.1:9/graphql/v1"],
    ),
    "import path": ("import nothing.json", 1, []),
}


@pytest.mark.parametrize(("words", "code", "said"), UNANSWERED.values(), ids=UNANSWERED.keys())
def test_one_line_names_value_and_remedy(samsprog: Run, words: str, code: int, said: list[str]) -> None:
    found = samsprog(words)

    assert found.code == code
    for part in said:
        assert part in found.err
    if said:
        assert found.out == ""
        assert found.err.startswith("samsprog")
        assert len(found.err.splitlines()) <= 2


@pytest.mark.parametrize("name", COMMANDS)
def test_server_works_or_is_refused_with_what_to_do_instead(samsprog: Run, name: str) -> None:
    """`import FILE --server URL` was "unrecognized arguments", and nothing said how a service gets what is imported."""
    module = import_module(f"api.cli.commands.{'import_' if name == 'import' else name}")
    words = {"db": "db check", "lint": "lint ffb"}.get(name, name)

    found = samsprog(f"{words} --server http://127.0.0.1:9")

    if hasattr(module, "NO_SERVER"):
        assert (found.code, found.out) == (2, "")
        assert module.NO_SERVER in found.err
    else:
        assert "--server" in module_help(name, module) or name == "lint"
        assert "unrecognized arguments" not in found.err


def module_help(name: str, module: ModuleType) -> str:
    return command_parser(name, module).format_help()


def test_an_import_names_the_way_into_a_service(samsprog: Run) -> None:
    for words in (
        "import a.json --server http://127.0.0.1:8000",
        "import --server=http://127.0.0.1:8000 a.json",
    ):
        found = samsprog(words)

        assert found.code == 2
        assert "run it where the store of the service is, with its --data-dir or --config" in found.err


@pytest.mark.parametrize(
    "words",
    [
        ("schemes", "--server", ""),
        ("show", "fsiii", "J1.1", "--release", ""),
        ("show", "fsiii", "J1.1", "--known-at", ""),
        ("schemes", "--data-dir", ""),
        ("schemes", "--config", ""),
        ("resolve", "--to", "fsiii", "J1.1", "--system", ""),
        ("search", "hud", "--scheme", ""),
        ("search", "hud", "--kind="),
        ("search", "hud", "--value-set", ""),
        ("releases", ""),
        ("map", ""),
        ("map", "domus-ffb", ""),
        ("diff", "fsiii@2.2.0", ""),
        ("import", ""),
        ("import", "law", "--release", ""),
        ("export", "fsiii", "-o", ""),
        *(
            ("check", option, "")
            for option in (
                "--profile",
                "--profiles",
                "--bundle",
                "--lock",
                "--baseline",
                "--write-baseline",
                "--output",
                "--known-at",
            )
        ),
        ("fix", "--bundle", ""),
        ("lock", "--profile", ""),
        ("lock", "--bundle", ""),
        ("bundle", "-o", "b", "--profiles", ""),
        ("lint", "--output", ""),
    ],
    ids=" ".join,
)
def test_an_empty_value_is_not_taken_for_none(samsprog: Run, words: tuple[str, ...]) -> None:
    """`--server "$SERVER"` with an unset variable was answered from the bundled vocabularies, `--release ""` from the
    release of the day, `import ""` from the folder one stood in; `check --lock ""` was held to nothing, and of
    `--profile ""` a message spoke that began with a colon.
    """
    found = samsprog(*words)

    assert (found.code, found.out) == (2, "")
    assert ": is empty\n" in found.err


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_path_without_a_name_is_told_as_it_was_typed(samsprog: Run, command: str) -> None:
    """`check ""` said "reading or writing failed: no such file or folder", of what it did not say."""
    found = samsprog(command, "")

    assert (found.code, found.err) == (2, "samsprog: '': no such file or folder\n")


def test_a_fault_is_one_line_and_the_way_to_more(samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.asking.answers.scheme_answer", lambda *_: 1 / 0)

    short, long = samsprog("schemes"), samsprog("schemes --debug")

    assert (short.code, long.code) == (2, 2)
    assert short.err == (
        "samsprog: fault in the program: ZeroDivisionError: division by zero; --debug shows where\n"
    )
    assert "Traceback" in long.err
    assert "in schemes" in long.err


def test_an_interruption_is_quiet(samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.asking.answers.scheme_answer", interrupted)

    found = samsprog("schemes")

    assert (found.code, found.out, found.err) == (130, "", "")


def test_a_reader_that_went_away_is_no_error(samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")

    monkeypatch.setattr("api.cli.commands.schemes.print_table", gone)

    found = samsprog("schemes")

    assert (found.code, found.err) == (141, "")


def test_every_unknown_key_of_the_settings_is_told(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "samsprog.toml").write_text('prt = 1\nhots = "x"\n', encoding="utf-8")

    found = samsprog("schemes")

    assert found.code == 2
    assert "unknown key 'prt'" in found.err
    assert "unknown key 'hots'" in found.err


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"},
        {"XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": ""},
    ],
)
def test_the_usual_folders_are_those_of_the_settings(environ: dict[str, str], tmp_path: Path) -> None:
    settings = load_settings(environ, tmp_path)

    assert default_folders(environ) == (str(settings.data_dir), str(settings.cache_dir))


def test_arguments_go_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from argparse import Namespace

    monkeypatch.setenv("SAMSPROG_DATA_DIR", str(tmp_path / "environment"))
    args = Namespace(config=None, data_dir=str(tmp_path / "argument"))

    assert settings_of(args).data_dir == tmp_path / "argument"


def test_nothing_is_printed_before_the_question_is_understood(samsprog: Run) -> None:
    found = samsprog("resolve --to nosuch - --format json", stdin="J1.1\n")

    assert (found.code, found.out) == (2, "")


def test_main_takes_the_words_of_the_process(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["samsprog", "--version"])

    assert main() == 0
    assert capsys.readouterr().out.startswith("samsprog ")
