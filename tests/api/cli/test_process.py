"""The command as a process: what it imports, pipes, the service and questions to it."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import TextIO
from urllib.request import urlopen

import pytest

SCRIPT = Path(sys.executable).with_name("samsprog")
HEAVY = {
    "sqlalchemy", "alembic", "strawberry", "graphql", "starlette", "uvicorn", "orjson", "rdflib", "rapidfuzz",
    "snowballstemmer", "tomllib", "csv", "sqlite3", "asyncio", "urllib.request", "pathlib", "inspect", "difflib",
    "hashlib", "shutil", "textwrap", "logging", "importlib.metadata", "classification.release",
    "classification.value_set", "classification.searching.search", "loaders", "vocabularies", "api.settings",
}  # fmt: skip


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment with an own home, in which the bundled vocabularies are compiled."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSPROG_", "XDG_"))}
    made = kept | {
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_DATA_HOME": str(home / "data"),
        "NO_COLOR": "1",
    }
    done = run(made, "schemes")
    assert done.returncode == 0, done.stderr
    return made


def run(environ: dict[str, str], *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.api.cli_process", *words]
    return subprocess.run(
        command, env=environ, input=stdin, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )


ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["resolve", "--to", "fsiii", "J1.1"],
        ["translate", "--from", "domus-example", "--to", "fasit-example", "0101", "--format", "json"],
        ["show", "fsiii", "J1.1"],
        ["schemes"],
    ],
    ids=lambda words: words[0],
)
def test_a_command_imports_only_what_it_needs(environ: dict[str, str], words: list[str]) -> None:
    program = (
        "import sys; before = set(sys.modules); from api.cli import main; code = main(sys.argv[1:]); "
        "print('\\n'.join(sorted(set(sys.modules) - before)), file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    loaded = set(done.stderr.split())

    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert loaded & HEAVY - {"inspect"} == set()
    assert "dis" not in loaded, "inspect itself was loaded"
    if words == ["--help"]:
        assert "argparse" not in loaded
        assert not [name for name in loaded if name.startswith("classification")]


def test_the_installed_command_answers(environ: dict[str, str]) -> None:
    done = subprocess.run(
        [SCRIPT, "resolve", "--to", "fsiii", "J1.1", "--format", "json"],
        env=environ, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip

    assert json.loads(done.stdout)[0]["outcome"] == "exact"


def left_after_a_line(environ: dict[str, str], *words: str, given: TextIO | None = None) -> tuple[int, str]:
    """Exit code and stderr of the command when its reader goes away after one line."""
    with subprocess.Popen(
        [str(SCRIPT), *words],
        env=environ,
        stdin=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        return process.wait(60), said


def test_a_reader_that_has_enough_ends_it_quietly(environ: dict[str, str], tmp_path: Path) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("J1.1\n" * 50_000, encoding="utf-8")
    with codes.open(encoding="utf-8") as given:
        left = left_after_a_line(environ, "resolve", "--to", "fsiii", "-", "--format", "jsonl", given=given)

    assert left == (141, "")


def test_a_reader_that_has_enough_of_a_difference_ends_it_quietly(
    environ: dict[str, str], tmp_path: Path
) -> None:
    content = (Path(__file__).parents[3] / "docs" / "examples" / "condition.json").read_text(encoding="utf-8")
    for number in range(300):
        (tmp_path / f"{number:03}.json").write_text(content, encoding="utf-8")

    assert left_after_a_line(environ, "fix", str(tmp_path)) == (141, "")


def test_an_unknown_profile_of_the_configuration_is_told_with_its_place(
    environ: dict[str, str], tmp_path: Path
) -> None:
    config = tmp_path / "samsprog.toml"
    config.write_text('[check.paths."old/**"]\nprofile = "gatewya"\n', encoding="utf-8")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")

    done = subprocess.run(
        [str(SCRIPT), "check"], env=environ, cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert f"{config}: check.paths.'old/**'.profile: unknown profile 'gatewya'; known: gateway" in done.stderr


OWN = """
name = "ours"
channel = "own"
[match]
format = "samsprog"
type = "tilstand"
[[binding]]
path = "code"
value-sets = ["KLConditionCodesNursin"]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            OWN,
            "ours.toml:9: SPP08 error: profile 'ours' binds to what is not there: "
            "unknown value set 'KLConditionCodesNursin'",
        ),
        (
            OWN.replace("KLConditionCodesNursin", "KLConditionCodesNursing")
            + '\n[[rule]]\ncode = "SP590"\nwhen = [{ path = "level", in = [\n"urn:oid:1.2.208.176.2.22|1c327095"] }]\n'
            + 'forbid = "level"\n',
            "ours.toml:14: SPP13 error: profile 'ours' asks for a code that no release knows: "
            "urn:oid:1.2.208.176.2.22|1c327095 — did you mean "
            "urn:oid:1.2.208.176.2.22|1c327095-107f-4b96-88d0-ec562cb980be?",
        ),
        (OWN.replace("value-sets", "values"), "ours.toml:9: SPT02 error: unknown key 'values'"),
        ("", "ours.toml: SPT03 error: 'channel' of the file is missing"),
    ],
)
def test_own_profiles_that_cannot_be_used_are_told_whole(
    environ: dict[str, str], tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "ours.toml").write_text(text, encoding="utf-8")
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")

    done = subprocess.run(
        [str(SCRIPT), "check", "--profiles", "own"],
        env=environ, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert "the profiles cannot be used:\n" in done.stderr
    assert said in done.stderr


def test_redirected_output_is_utf8_whatever_the_locale(environ: dict[str, str]) -> None:
    latin = environ | {"PYTHONIOENCODING": "latin-1", "LC_ALL": "C"}
    done = subprocess.run(
        [SCRIPT, "show", "ffb", "21dca9cf-0000", "--format", "json"],
        env=latin,
        capture_output=True,
        check=False,
    )
    shown = subprocess.run(
        [SCRIPT, "show", "fsiii@2.3.0", "J2.3", "--format", "json"],
        env=latin,
        capture_output=True,
        check=True,
    )

    assert done.returncode == 1
    assert json.loads(shown.stdout.decode("utf-8"))["term"] == "Udføre daglige rutiner"


@pytest.fixture(scope="module")
def server(environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service started by the command; it must end when it is interrupted."""
    store = tmp_path_factory.mktemp("store")
    command = [str(SCRIPT), "serve", "--port", "0", "--data-dir", str(store)]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = None
        while not found:
            line = process.stderr.readline()
            assert line, "the service ended before it answered"
            found = re.search(r"answers on (http://127\.0\.0\.1:\d+)/", line)
        try:
            yield found[1]
        finally:
            process.send_signal(signal.SIGINT)
            said = process.stderr.read()
            assert process.wait(30) == 0, said
        assert "Traceback" not in said


def test_the_service_answers(server: str) -> None:
    with urlopen(f"{server}/health", timeout=30) as response:
        assert json.load(response)["status"] == "ok"


def test_a_port_in_use_is_told_with_the_remedy(server: str, environ: dict[str, str], tmp_path: Path) -> None:
    port = server.rpartition(":")[2]
    done = subprocess.run(
        [SCRIPT, "serve", "--port", port, "--data-dir", tmp_path], env=environ, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1 port {port}" in done.stderr
    assert "--port 0 takes a free port" in done.stderr


QUESTIONS = [
    "schemes",
    "schemes --known-at 2024-01-01",
    "releases",
    "releases fsiii --as-of 2023-08-01",
    "show fsiii J1.1",
    "show fsiii@1.1.0 J1",
    "show law SEL-50",
    "show fsiii QQ",
    "show nosuch X",
    "show fsiii J1 --as-of 2000-01-01",
    "search hukommelse",
    "search vaske --value-set KLConditionCodesFSIII --kind state --limit 3",
    "search qxqxqx",
    "search x --release 2.3.0",
    "expand",
    "expand KLConditionCodesFSIII@1.1.0 --text hud",
    "expand KLObservationCodes --offset 2 --limit 5",
    "expand KLSeverities --active-only --kind qualifier --limit 0",
    "expand nosuch",
    "expand KLSeverities --supplement ffb",
    "show fsiii J1.1 --supplement nosuch",
    "search vaske --supplement fsii",
    "resolve --to fsiii J1.1 XX",
    "resolve --to fsiii@1.1.0 J1.1",
    "resolve --to fsiii --input terms Hukommelse --kind state",
    "resolve --to fsiii --kind nosuch J1",
    "resolve --to nosuch J1",
    "translate --from domus-example --to fasit-example 0101 0102",
    "map",
    "map domus-ffb",
    "map - J1.1",
    "map nosuch",
    "diff fsiii@1.1.0 fsiii@2.0.0",
    "diff fsiii@2.2.0 --mode backward --fail-on warning",
    "diff fsiii",
    "diff fsiii fsiii@2.0.0",
    "diff fsiii fsiii@1.0.0",
    "diff fsiii fsiii@9",
    "diff fsiii --as-of 2001-01-01",
    "diff fsiii --known-at 2001-01-01",
    "diff fsiii ffb",
    "diff fsiii@9",
]


FORMS = {
    "json": QUESTIONS,
    "text": [
        "show fsiii J1.1",
        "resolve --to fsiii J1.1 XX",
        "diff fsiii@1.1.0 fsiii@2.0.0 --limit 3",
        "expand nosuch",
    ],
    "csv": ["resolve --to fsiii J1.1 XX", "resolve --to nosuch J1", "map - J1.1"],
    "markdown": ["diff ffb@1.0.0 ffb@1.1.0"],
}


@pytest.mark.parametrize("form", FORMS)
def test_a_server_gives_the_answers_of_this_process(server: str, environ: dict[str, str], form: str) -> None:
    """One question, two doors: output, errors and exit code are the same."""
    questions = [f"{question} --format {form}" for question in FORMS[form]]
    lines = "".join(f"{question}\n{question} --server {server}\n" for question in questions)

    answers = [json.loads(line) for line in run(environ, stdin=lines).stdout.splitlines()]

    assert len(answers) == 2 * len(questions)
    assert not [answer["err"] for answer in answers if "fault in the program" in answer["err"]]
    for question, here, there in zip(questions, answers[::2], answers[1::2], strict=True):
        assert there == here, question


def test_more_codes_than_one_request_takes_are_asked_in_several(server: str, environ: dict[str, str]) -> None:
    done = subprocess.run(
        [SCRIPT, "resolve", "--to", "fsiii", "-", "--format", "tsv", "--server", f"{server}/graphql/v1"],
        env=environ, input="J1.1\nJ1.2\n" * 1250, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip

    assert [line.split("\t")[0] for line in done.stdout.splitlines()[1:]] == ["J1.1", "J1.2"] * 1250


def answering(body: bytes) -> type[BaseHTTPRequestHandler]:
    class Stranger(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    return Stranger


@pytest.mark.parametrize(
    "body",
    [
        b"<h1>It works!</h1>",
        b'{"data": null}',
        b'{"data": {}}',
        b'{"data": {"x": 1}}',
        b'{"data": {"x": {}}}',
        b'{"data": {"schemes": null}}',
        b'{"errors": [{}]}',
        b'{"errors": ["no"]}',
    ],
)
def test_an_address_that_is_no_samsprog_is_told(environ: dict[str, str], body: bytes) -> None:
    """Other services that speak GraphQL were answered with "fault in the program: KeyError"."""
    with HTTPServer(("127.0.0.1", 0), answering(body)) as stranger:
        thread = Thread(target=stranger.handle_request)
        thread.start()
        done = run(environ, "schemes", "--server", f"http://127.0.0.1:{stranger.server_port}")
        thread.join()

    assert (done.returncode, done.stdout) == (2, "")
    assert f"127.0.0.1:{stranger.server_port}/graphql/v1 is not Samsprog" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("schemes >&-", "stdout is closed"),
        ("resolve --to fsiii - <&-", "- reads stdin, and that is closed"),
        ("schemes > /dev/full", "reading or writing failed: No space left on device"),
        ("releases --format json > /dev/full", "reading or writing failed: No space left on device"),
    ],
)
def test_streams_that_do_not_work_are_told(environ: dict[str, str], words: str, said: str) -> None:
    """A closed or full stdout and a closed stdin were called faults of the program, or ended in a traceback."""
    done = subprocess.run(
        ["sh", "-c", f'"$0" {words}', SCRIPT], env=environ, capture_output=True, text=True, check=False, cwd=ROOT
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"samsprog: {said}")
    assert len(done.stderr.splitlines()) == 1


def test_nowhere_to_complain_is_no_fault(environ: dict[str, str]) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$0" show fsiii QQ 2>&-', SCRIPT], env=environ, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


def test_arguments_are_utf8_whatever_the_locale(environ: dict[str, str]) -> None:
    """In a locale without UTF-8 the bytes of `ø` arrived as two surrogates, which no output could hold."""
    ascii_only = environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command: list[str | bytes] = [
        str(SCRIPT),
        "resolve",
        "--to",
        "fsiii",
        "--input",
        "terms",
        "--kind",
        "state",
        "--format",
        "json",
    ]

    good = subprocess.run([*command, "Indkøb"], env=ascii_only, capture_output=True, check=False)
    bad = subprocess.run([*command, b"Indk\xf8b"], env=environ, capture_output=True, check=False)

    assert json.loads(good.stdout)[0]["input"] == "Indkøb"
    assert json.loads(good.stdout)[0]["outcome"] != "unknown-code"
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert b"is not UTF-8" in bad.stderr
