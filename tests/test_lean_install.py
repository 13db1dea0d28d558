"""`pip install samsprog` alone: the wheel in an environment with nothing else answers, or says what to install.

What it answers is compared with what the environment of the tests, which has everything, answers to the same words.
"""

import io
import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from api.cli import COMMANDS
from api.payload.reading import SMALL_BYTES
from loaders import FORMATS, Reading, format_of, read

CONDITION = {
    "resourceType": "Condition",
    "id": "one",
    "code": {"coding": [{"system": "urn:oid:1.2.208.176.2.21", "code": "J2.4", "display": "Indkøb"}]},
    "severity": {"coding": [{"system": "urn:oid:1.2.208.176.2.21", "code": "B4", "display": "Svære"}]},
}
TOUCHES_NO_DATA = ("serve", "import", "db", "undo", "withdraw", "rename")
ANSWERED = (
    "--help",
    "--version",
    "schemes",
    "releases fsiii --format json",
    "show fsiii J1.1",
    "search hygiejne --scheme fsiii",
    "expand KLSeveritiesFSIII",
    "resolve --to fsiii J1.1 I5.1 --format json",
    "translate --from domus-example --to fasit-example 0101 0203",
    "diff fsiii@1.1.0 fsiii@2.0.0 --format json",
    "diff ffb@1.0.0 ffb@1.1.0 --format markdown",
    "diff ffb@1.0.0 ffb@1.1.0 --format xkos",
    "map",
    "map - J1.1",
    "lint ffb --format json",
    "rule SP208",
    "check payloads --format json",
    "check payloads --format sarif",
    "check payloads --compare-dates 2026-06-01 2027-01-01",
    "check large.ndjson --format json",
    "check large.json large.ndjson --format json --jobs 2",
    "fix payloads",
    "lock --output here.lock && check payloads --locked --lock here.lock",
    "bundle --output here.bundle && check payloads --bundle here.bundle",
)


class Installed:
    """Two environments that run the same command in a folder of their own."""

    def __init__(self, lean: Path, folder: Path) -> None:
        self._commands = {
            "lean": [str(lean / "bin" / "samsprog")],
            "full": [sys.executable, "-c", "import sys; from api.cli import main; sys.exit(main())"],
        }
        self.python = lean / "bin" / "python"
        self.folder = folder

    def run(self, words: str, which: str = "lean", **more: str) -> subprocess.CompletedProcess[str]:
        """The command run in one of the environments."""
        return subprocess.run(
            [*self._commands[which], *words.split()], cwd=self.at(which), env=self.environ(which) | more,
            capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    def at(self, which: str) -> Path:
        return self.folder / which

    def environ(self, which: str) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("SAMSPROG_", "XDG_", "PYTHON"))
        }
        root = {"PYTHONPATH": str(Path(__file__).parents[1])} if which == "full" else {}
        home = self.folder / f"home-{which}"
        return (
            kept
            | root
            | {"XDG_CACHE_HOME": f"{home}/cache", "XDG_DATA_HOME": f"{home}/data", "NO_COLOR": "1"}
        )


@pytest.fixture(scope="module")
def installed(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout in an environment of its own, built and installed without a network."""
    folder = tmp_path_factory.mktemp("lean")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=project_root, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    lean = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", lean], check=True, capture_output=True)
    install = [sys.executable, "-m", "pip", "--python", str(lean / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*install, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    found = Installed(lean, folder)
    for which in ("lean", "full"):
        _fill(found.at(which))
    return found


def _fill(folder: Path) -> None:
    """What the commands are given: a payload; large files with a repeated name, a huge number, a wrong code in them."""
    (folder / "payloads").mkdir(parents=True)
    (folder / "payloads" / "a.json").write_text(json.dumps(CONDITION, indent=1), encoding="utf-8")
    line = json.dumps(CONDITION | {"note": [{"text": "Borgeren ønsker hjælp. " * 200}]}, ensure_ascii=False)
    odd = (
        line.replace('"id": "one"', '"id": "one", "id": "two"'),
        line.replace('"id": "one"', '"id": 1e400'),
        line.replace('"one"', '"\\ud800"'),
        line.replace("J2.4", "J2.44"),
        line[:-1],
        "[" * 300 + "]" * 300,
    )
    (folder / "large.ndjson").write_text("\n".join((*[line] * 100, *odd, *[line] * 100)), encoding="utf-8")
    entries = ",\n".join(f'{{"resource": {each}}}' for each in (*[line] * 100, odd[0], odd[3]))
    bundle = f'{{"resourceType": "Bundle", "type": "collection", "entry": [{entries}]}}'
    (folder / "large.json").write_text(bundle, encoding="utf-8")
    assert min((folder / name).stat().st_size for name in ("large.json", "large.ndjson")) > SMALL_BYTES


def test_nothing_but_the_wheel_is_installed(installed: Installed) -> None:
    program = "from importlib.metadata import distributions; print(*[d.name for d in distributions()])"
    done = subprocess.run([installed.python, "-I", "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["samsprog"]


@pytest.mark.parametrize("words", ANSWERED)
def test_a_command_answers_as_it_does_where_everything_is_installed(installed: Installed, words: str) -> None:
    """Among them files large enough for orjson where it is there: the strict reader decides in both."""
    *before, last = words.split(" && ")
    for one, which in itertools.product(before, ("lean", "full")):
        assert installed.run(one, which).returncode == 0

    lean, full = (installed.run(last, which) for which in ("lean", "full"))

    assert (lean.returncode, _timeless(lean.stdout)) == (full.returncode, _timeless(full.stdout)), lean.stderr
    assert "fault in the program" not in lean.stderr
    assert lean.returncode in {0, 1}
    assert lean.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(installed: Installed, name: str) -> None:
    done = installed.run(f"{name} --help")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"usage: samsprog {name}" in done.stdout


def _timeless(text: str) -> str:
    """Without the instant that an answer was made."""
    return re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+(Z|\+\d\d:\d\d)", "TIME", text)


def test_a_service_elsewhere_is_asked(installed: Installed) -> None:
    """The lean command is enough to ask a service that somebody else runs."""
    command = [
        sys.executable,
        "-c",
        "import sys; from api.cli import main; sys.exit(main())",
        "serve",
        "--port",
        "0",
    ]
    with subprocess.Popen(
        command, cwd=installed.at("full"), env=installed.environ("full"), stderr=subprocess.PIPE, text=True
    ) as service:
        try:
            assert service.stderr is not None
            lines = iter(service.stderr.readline, "")
            first = next(lines)
            address = next(found[0] for line in lines if (found := re.search(r"http://[0-9.:]+/", line)))

            answered = installed.run(f"resolve --to fsiii J1.1 --format json --server {address}")
        finally:
            service.terminate()
    store = f"{installed.environ('full')['XDG_DATA_HOME']}/samsprog/samsprog.sqlite3"
    assert first.startswith(f"Samsprog starts; its store is {store}, that of all Samsprog this user runs;")
    assert answered.returncode == 0, answered.stderr
    assert json.loads(answered.stdout)[0]["outcome"] == "exact"


def test_every_command_is_tried() -> None:
    tried = {one.split()[0] for words in ANSWERED for one in words.split(" && ") if "--help" not in one}

    assert set(COMMANDS) - tried == {"export", *TOUCHES_NO_DATA}  # those have tests of their own below


def _refused(done: subprocess.CompletedProcess[str], extras: str) -> None:
    """One sentence with the line to type, and nothing else."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert re.fullmatch(
        rf"samsprog: \w+ is not installed, which .* needs.*; type: pip install 'samsprog\[{extras}\]'", line
    ), line


@pytest.mark.parametrize(
    ("words", "extras"),
    [
        ("serve", "serve"),
        ("serve --port 0 --data-dir payloads", "serve"),
        ("db upgrade", "store"),
        ("db restore copy", "store"),
        ("import payloads/a.json", "store"),
        ("import payloads/a.json --dry-run --format json", "store"),
    ],
)
def test_what_takes_more_says_what_to_type(installed: Installed, words: str, extras: str) -> None:
    """It was "fault in the program: ModuleNotFoundError"."""
    _refused(installed.run(words), extras)


def test_a_store_elsewhere_says_what_to_type(installed: Installed) -> None:
    """The address of a database holds a password: it is not shown."""
    done = installed.run("schemes", SAMSPROG_DATABASE_URL="postgresql+psycopg://a:secret@127.0.0.1:9/x")

    _refused(done, "store")
    assert "database_url" in done.stderr
    assert "secret" not in done.stderr


def test_a_store_of_another_program_is_named(installed: Installed) -> None:
    """What is to be read is there, and is neither passed over nor a riddle."""
    kept = installed.at("lean") / "kept"
    kept.mkdir()
    with closing(sqlite3.connect(kept / "samsprog.sqlite3")) as database:
        database.execute("CREATE TABLE concept (code)")

    done = installed.run("schemes --data-dir kept")

    _refused(done, "store")
    assert "the store at " in done.stderr
    assert "kept/samsprog.sqlite3" in done.stderr


def test_a_store_that_was_lost_is_told_without_its_library(installed: Installed) -> None:
    lost = installed.at("lean") / "lost"
    (lost / "compiled").mkdir(parents=True)

    done = installed.run("schemes --data-dir lost")

    assert done.returncode == 2
    assert "but a store has been here" in done.stderr
    assert "pip install" not in done.stderr


def _thing(name: str) -> str:
    return "domus-ffb" if FORMATS[name].holds == ("maps",) else "ffb@2.3.0"


WRITING = [name for name, form in FORMATS.items() if form.write is not None]


@pytest.mark.parametrize("name", WRITING)
def test_a_format_is_written_or_says_what_to_type(installed: Installed, name: str) -> None:
    words = f"export {_thing(name)} --to {name}"
    lean = installed.run(words)

    if FORMATS[name].writes_with:
        _refused(lean, "formats")
        return
    full = installed.run(words, "full")
    assert (lean.returncode, lean.stdout) == (0, full.stdout)
    assert full.stdout


@pytest.mark.parametrize("name", WRITING)
def test_a_format_is_read_or_says_all_that_is_to_type(
    installed: Installed, name: str, tmp_path: Path
) -> None:
    """Reading it takes the format, and importing the store: both are named at once, not one after the other."""
    done = installed.run(f"export {_thing(name)} --to {name} -o {tmp_path}/", "full")
    assert done.returncode == 0, done.stderr
    (file,) = (path for path in tmp_path.iterdir() if path.is_file())
    assert not read(file, Reading()).errors  # so only what is missing can refuse it

    _refused(installed.run(f"import {file}"), "formats,store" if FORMATS[name].reads_with else "store")


def _package(path: Path) -> None:
    with tarfile.open(path, "w:gz") as archive:
        named = tarfile.TarInfo("package/package.json")
        named.size = 2
        archive.addfile(named, io.BytesIO(b"{}"))


READ_ALONE: dict[str, tuple[str, str]] = {
    "vocabulary-folder": ("", ""),
    "fhir-package": ("a.tgz", ""),
    "kle-xml": ("a.xml", "<KLE-Emneplan/>"),
    "fk-xml": ("a.xml", "<LaesOutput/>"),
    "oio-lora-json": ("a.json", '{"results": [[{"klasseegenskaber": []}]]}'),
}


def test_every_format_is_tried() -> None:
    assert {*WRITING, *READ_ALONE} == set(FORMATS)


@pytest.mark.parametrize("name", READ_ALONE)
def test_a_format_that_is_only_read_says_all_that_is_to_type(
    installed: Installed, name: str, project_root: Path, tmp_path: Path
) -> None:
    file_name, text = READ_ALONE[name]
    file = tmp_path / file_name if file_name else project_root / "vocabularies" / "law"
    if text:
        file.write_text(text, encoding="utf-8")
    elif name == "fhir-package":
        _package(file)
    assert format_of(file).name == name

    _refused(installed.run(f"import {file}"), "formats,store" if FORMATS[name].reads_with else "store")
