"""`samsprog check`, `fix` and `rule` as they are typed."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.cli.commands import check, fix
from api.payload.judge import FileOutcome
from classification.rules.registry import every_rule
from tests.api.check_world import Colours
from tests.api.cli_runner import Run, runner

GOOD, BAD, OLD = '{"colour": "grøn"}\n', '{"colour": "pink"}\n', '{"colour": "roed"}\n'


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """The command over the check of five colours, in a folder of payloads."""
    monkeypatch.setattr("api.cli.commands.checking.make_checks", lambda *_: Colours())
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    folder = tmp_path / "payloads"
    folder.mkdir()
    for name, text in (("good", GOOD), ("bad", BAD), ("old", OLD)):
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("check payloads/good.json", 0),
        ("check payloads/bad.json", 1),
        ("check payloads/old.json --as-of 2026-06-01", 0),
        ("check payloads/old.json --as-of 2026-06-01 --fail-on warning", 1),
        ("check payloads/old.json --as-of 2027-06-01", 1),
        ("check payloads/bad.json --fail-on never", 0),
        ("check payloads/bad.json --ignore SP", 0),
        ("check payloads/bad.json --select SP1", 0),
        ("check payloads/none.json", 2),
        ("check payloads/*.yaml", 2),
        ("check payloads --select SP999", 2),
        ("check payloads --statistics --format sarif", 2),
        ("check payloads --compare-dates 2026-01-01 2027-01-01 --format csv", 2),
        ("check payloads --compare-dates 2026-01-01 2027-01-01 --profile all", 2),
        ("check payloads --as-of 1/1/2026", 2),
        ("check payloads --known-at yesterday", 2),
    ],
)
def test_the_exit_code_says_clean_failing_or_not_answered(samsprog: Run, words: str, code: int) -> None:
    found = samsprog(words)

    assert found.code == code, found.err
    assert bool(found.err) is (code == 2)


def test_without_paths_the_folder_one_is_in_is_checked(samsprog: Run) -> None:
    found = samsprog("check --format json")

    assert [one["file"] for one in found.json["findings"]] == ["payloads/bad.json", "payloads/old.json"]


def test_a_file_that_cannot_be_read_does_not_hide_the_others(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "payloads" / "a.json.gz").write_bytes(b"\x1f\x8bnothing")

    found = samsprog("check payloads")

    assert found.code == 2
    assert "samsprog: payloads/a.json.gz: " in found.err
    assert "payloads/bad.json:1:12: error SP201" in found.out


def test_stdin_is_checked(samsprog: Run) -> None:
    found = samsprog("check -", stdin=gzip.compress((GOOD + BAD).encode()))

    assert found.code == 1
    assert "<stdin>:2:12: error SP201" in found.out


def test_github_is_detected_and_overruled(samsprog: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert samsprog("check payloads/bad.json").out.startswith("::error file=payloads/bad.json,line=1")
    assert samsprog("check payloads/bad.json --format text").out.startswith("payloads/bad.json:1:12")


def test_output_goes_to_the_file_and_the_summary_to_stderr(samsprog: Run, tmp_path: Path) -> None:
    found = samsprog("check payloads/bad.json --format junit --output report.xml")

    assert (found.code, found.out) == (1, "")
    assert "1 error (1 object, 1 file; 1 of 1 fails)" in found.err
    assert (tmp_path / "report.xml").read_text(encoding="utf-8").startswith("<?xml")


def test_a_baseline_is_written_and_then_known(samsprog: Run) -> None:
    written = samsprog("check payloads --write-baseline known.json")
    found = samsprog("check payloads --baseline known.json")

    assert (written.code, written.out) == (0, "known.json: 2 findings are known now\n")
    assert found.code == 0
    assert found.out.splitlines() == ["nothing to report (3 objects, 3 files)", "2 known from the baseline"]


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        (".", "check ./payloads --baseline payloads/known.json"),
        (".", "check payloads/../payloads --baseline payloads/known.json"),
        ("payloads", "check --baseline known.json"),
        ("payloads/below", "check .. --baseline ../known.json"),
    ],
)
def test_a_baseline_knows_its_files_from_every_folder(
    samsprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, words: str
) -> None:
    """Files counted as they were named: from another folder, or as ./payloads, all findings were new."""
    (tmp_path / "payloads" / "below").mkdir()
    samsprog("check payloads --write-baseline payloads/known.json")
    monkeypatch.chdir(tmp_path / folder)

    found = samsprog(words)

    assert found.code == 0, found.out
    assert "2 known from the baseline" in found.out


def test_a_baseline_moves_with_its_files(samsprog: Run, tmp_path: Path) -> None:
    samsprog("check payloads --write-baseline payloads/known.json")
    (tmp_path / "payloads").rename(tmp_path / "moved")

    assert samsprog("check moved --baseline moved/known.json").code == 0


@pytest.mark.parametrize("text", ["{", "\xff", '{"colour": NaN}', "3"])
def test_a_baseline_never_knows_that_a_text_cannot_be_read(samsprog: Run, tmp_path: Path, text: str) -> None:
    """Once such a finding was known, whatever else came to be wrong with the file passed."""
    (tmp_path / "payloads" / "new.json").write_bytes(text.encode("latin-1"))
    written = samsprog("check payloads --write-baseline known.json")

    found = samsprog("check payloads --baseline known.json")

    assert "known.json: 2 findings are known now\n" in written.out
    assert "known.json: 1 are not: they say that a text cannot be read\n" in written.out
    assert found.code == 1
    assert "2 known from the baseline" in found.out


def test_the_configuration_speaks_where_the_arguments_do_not(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "samsprog.toml").write_text(
        '[check]\nlang = "da"\nformat = "json"\nexclude = ["old.json"]\n', encoding="utf-8"
    )

    found = samsprog("check payloads")

    assert [one["message"] for one in found.json["findings"]] == ["'pink' er ingen farve"]
    assert "is no colour" in samsprog("check payloads --lang en --format text").out


def test_a_wrong_configuration_is_not_passed_over(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.samsprog.check]\nfail_no = 'error'\n", encoding="utf-8")

    found = samsprog("check payloads")

    assert found.code == 2
    assert "unknown key 'fail_no'; did you mean fail_on?" in found.err


def test_two_days_in_one_table(samsprog: Run) -> None:
    found = samsprog("check payloads --compare-dates 2026-06-01 2027-06-01")

    assert found.code == 1
    assert "1 of 3 pass on 2026-06-01 and will fail on 2027-06-01, because" in found.out


def test_every_channel_is_tried(samsprog: Run) -> None:
    found = samsprog("check payloads/good.json payloads/bad.json --profile all")

    assert found.code == 1
    assert "channel paint: 1 of 2 objects pass" in found.out
    assert "channel print: 1 of 2 objects pass" in found.out


def test_several_processes_report_the_same(samsprog: Run) -> None:
    assert samsprog("check payloads --jobs 2").out == samsprog("check payloads").out


def test_fix_shows_first_and_writes_when_told(samsprog: Run, tmp_path: Path) -> None:
    file = tmp_path / "payloads" / "old.json"

    shown = samsprog("fix payloads")
    untouched = file.read_text(encoding="utf-8")
    written = samsprog("fix payloads --write")

    assert (shown.code, untouched) == (1, OLD)
    assert shown.out.splitlines() == [
        "--- a/payloads/old.json",
        "+++ b/payloads/old.json",
        "@@ -1,1 +1,1 @@",
        '-{"colour": "roed"}',
        '+{"colour": "rød"}',
    ]
    assert shown.err == "1 values in 1 of 3 files can be mended; --write does it\n"
    assert (written.code, written.out) == (0, shown.out)
    assert file.read_text(encoding="utf-8") == '{"colour": "rød"}\n'
    assert (tmp_path / "payloads" / "bad.json").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("words", ["", "--ignore SP192", "--select SP3", "--fail-on-config"])
@pytest.mark.parametrize("write", ["", "--write"])
def test_fix_says_what_it_cannot_read_and_ends_as_the_check_does(
    samsprog: Run, tmp_path: Path, words: str, write: str
) -> None:
    """Of a text that is no JSON it said "nothing to mend", with exit code 0."""
    (tmp_path / "a.json").write_text('{"colour": roed}', encoding="utf-8")
    if words.startswith("--fail"):
        words = ""
        (tmp_path / "samsprog.toml").write_text('[check]\nfail_on = "never"\n', encoding="utf-8")

    found = samsprog(f"fix a.json {words} {write}")

    assert found.err.splitlines() == [
        "samsprog: a.json:1:12: SP192 The text is not JSON: a value is missing at roed; "
        "the text cannot be read; nothing is mended there",
        "nothing mended; 1 places are left as they are",
    ]
    assert found.code == samsprog(f"check a.json {words}").code
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == '{"colour": roed}'


@pytest.mark.parametrize(("text", "code"), [(OLD, 1), (GOOD, 0)])
def test_fix_says_which_text_it_leaves_alone(samsprog: Run, tmp_path: Path, text: str, code: int) -> None:
    twice = text.replace("{", '{"id": 1, "id": 2, ')
    (tmp_path / "a.ndjson").write_text(twice + OLD, encoding="utf-8")

    found = samsprog("fix a.ndjson --write --lang da")

    assert found.err.splitlines() == [
        "samsprog: a.ndjson:1:11: SP193 Et navn står to gange i samme objekt: id; intet rettes der",
        "1 værdier rettet i 1 af 1 filer; 1 steder er ladt urørt",
    ]
    assert found.code == code
    assert (tmp_path / "a.ndjson").read_text(encoding="utf-8") == twice + '{"colour": "rød"}\n'


def test_fix_does_only_the_rules_selected(samsprog: Run) -> None:
    assert samsprog("fix payloads --select SP1").code == 0


def test_rule_explains_one_and_lists_many(samsprog: Run) -> None:
    one, many, all_rules = (
        samsprog("rule SP193 --lang da"),
        samsprog("rule sp19"),
        samsprog("rule --format json"),
    )

    assert "Et navn står to gange i samme objekt" in one.out
    assert '"id": "bjørn-1", "id": "bjørn-2"' in one.out
    assert [line.split()[0] for line in many.out.splitlines()[1:]] == [f"SP19{n}" for n in range(1, 8)]
    assert [held["rule"] for held in all_rules.json] == sorted(every_rule())
    assert samsprog("rule SP999").code == 2


@pytest.mark.parametrize("line", [*check.EXAMPLES, *fix.EXAMPLES])
def test_examples_run(samsprog: Run, tmp_path: Path, line: str) -> None:
    import shlex

    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.json").write_text(GOOD, encoding="utf-8")
    (tmp_path / "payloads.ndjson.gz").write_bytes(gzip.compress(GOOD.encode()))

    found = samsprog(*shlex.split(line)[1:], stdin=GOOD)

    assert found.code in {0, 1}, found.err


def test_the_documented_keys_of_json_are_those_written(samsprog: Run, project_root: Path) -> None:
    import re

    page = (project_root / "docs" / "check.md").read_text(encoding="utf-8").partition("## JSON")[2]
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    documented = {key for cell in cells for key in re.findall(r"`(\w+)`", cell)}

    held: dict[str, Any] = samsprog("check payloads --profile all --format json").json

    assert documented == set(held) | set(held["findings"][0]) | set(held["summary"])


def test_the_documented_settings_are_those_known(project_root: Path) -> None:
    from api.payload.config_file import _KEYS, _PATH_KEYS

    page = (project_root / "docs" / "check.md").read_text(encoding="utf-8")

    assert {key for key in (*_KEYS, *_PATH_KEYS) if f"`{key}`" not in page} == set()


STARTED = """
import sys
from api.cli import main
code = main(sys.argv[1:])
heavy = {
    "orjson", "json", "pathlib", "tomllib", "difflib", "hashlib", "multiprocessing", "concurrent.futures", "sqlite3",
    "sqlalchemy", "asyncio", "urllib", "importlib.metadata", "inspect",
}
print(sorted(heavy & set(sys.modules)), file=sys.stderr)
raise SystemExit(code)
"""


def test_a_small_clean_file_loads_next_to_nothing(tmp_path: Path, project_root: Path) -> None:
    """What a check loads it pays for at every start; JSON is needed."""
    (tmp_path / "a.json").write_text(json.dumps({"resourceType": "Basic"}), encoding="utf-8")
    command = [sys.executable, "-c", STARTED, "check", "a.json"]
    folders = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "XDG_DATA_HOME": str(tmp_path / "share")}
    env = folders | {"PYTHONPATH": str(project_root), "PATH": ""}

    for _ in range(2):  # the first run compiles the vocabularies
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert done.returncode in {0, 1}, done.stderr
    assert set(json.loads(done.stderr.splitlines()[-1].replace("'", '"'))) <= {"json", "inspect"}


def test_no_number_of_processes_takes_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked for millions, a few per core are started: each would take memory until there was none."""
    from api.payload import run

    asked: list[int] = []

    def noted(tasks: object, make_checks: object, jobs: int) -> Iterator[Any]:
        asked.append(jobs)
        return iter(())

    monkeypatch.setattr(run, "_in_processes", noted)
    assert list(run.run_check([], lambda _: (), checker_of_nothing, jobs=99_999_999)) == []
    assert asked == [run.most_jobs()]
    assert run.most_jobs() <= 4 * (os.cpu_count() or 1)


def checker_of_nothing() -> Any:
    raise AssertionError("nothing is checked")


def test_the_files_of_the_run_are_no_payloads(samsprog: Run, tmp_path: Path) -> None:
    samsprog("check payloads --write-baseline payloads/known.json")

    again = samsprog(
        "check payloads --baseline payloads/known.json --output payloads/report.json --format json"
    )
    once_more = samsprog("check payloads --output payloads/report.json --format json")

    assert "3 objects, 3 files" in again.err
    assert "4 objects, 4 files" in once_more.err, "a baseline that is not used is a file like others"
    assert (
        samsprog("check payloads/known.json --baseline payloads/known.json").out.count("1 object, 1 file")
        == 1
    )
    assert json.loads((tmp_path / "payloads" / "report.json").read_text(encoding="utf-8"))["summary"]


def test_days_compared_leave_no_other_day(samsprog: Run) -> None:
    found = samsprog("check - --compare-dates 2026-01-01 2027-01-01 --as-of 2026-06-01")

    assert found.code == 2
    assert "does not go with --as-of" in found.err


def test_a_report_goes_to_a_file_and_not_to_a_folder(samsprog: Run, tmp_path: Path) -> None:
    found = samsprog("check payloads --output payloads")

    assert found.code == 2
    assert "payloads: this is a folder; name a file" in found.err
    assert {path.name for path in (tmp_path / "payloads").iterdir()} == {"good.json", "bad.json", "old.json"}


def test_a_report_broken_off_leaves_the_earlier_one(
    samsprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.txt").write_text("earlier", encoding="utf-8")

    def broken(*_: object, **__: object) -> Iterator[FileOutcome]:
        yield FileOutcome("payloads/good.json", trouble="told")
        raise MemoryError

    monkeypatch.setattr("api.cli.commands.check.run_check", broken)

    assert samsprog("check payloads --output report.txt").code == 2
    assert (tmp_path / "report.txt").read_text(encoding="utf-8") == "earlier"
    assert {path.name for path in tmp_path.iterdir()} == {"payloads", "report.txt"}


def test_the_days_compared_stand_in_their_order(samsprog: Run) -> None:
    found = samsprog("check - --compare-dates 2027-01-01 2026-01-01")

    assert found.code == 2
    assert "the earlier day comes first" in found.err


def _odd_things(folder: Path) -> None:
    (folder / "gone.json").symlink_to(folder / "nowhere.json")
    (folder / "loop.json").symlink_to(folder / "loop.json")
    (folder / "ring").symlink_to(folder)
    os.mkfifo(folder / "pipe.json")


@pytest.mark.parametrize("where", ["payloads", ".", "payloads/*"])
@pytest.mark.parametrize("command", ["check", "fix"])
def test_what_cannot_be_read_in_a_folder_is_told_and_the_rest_is_read(
    samsprog: Run, tmp_path: Path, command: str, where: str
) -> None:
    """A link to nowhere and a pipe were passed over without a word; a link to itself stopped the whole run."""
    _odd_things(tmp_path / "payloads")

    found = samsprog(f"{command} {where}")

    assert found.code == 2
    assert [line for line in found.err.splitlines() if line.startswith("samsprog: ")] == [
        "samsprog: payloads/gone.json: the link leads to no file",
        "samsprog: payloads/loop.json: the link leads back to itself",
        "samsprog: payloads/pipe.json: this is a pipe, a socket or a device; to have a pipe read, name it itself",
    ]
    assert "payloads/old.json" in found.out


def test_what_cannot_be_read_is_told_in_danish_and_may_be_left_out(samsprog: Run, tmp_path: Path) -> None:
    _odd_things(tmp_path / "payloads")
    told = samsprog("check payloads --lang da").err
    (tmp_path / "samsprog.toml").write_text(
        '[check]\nexclude = ["gone.json", "loop.json", "pipe.json"]\n', encoding="utf-8"
    )

    assert "linket fører ikke til en fil" in told
    assert "linket fører tilbage til sig selv" in told
    assert "dette er en pipe, en socket eller en enhed" in told
    assert (samsprog("check payloads").code, samsprog("check payloads").err) == (1, "")


@pytest.mark.parametrize(
    ("name", "said"), [("gone", "the link leads to no file"), ("loop", "the link leads back to itself")]
)
def test_a_link_that_is_named_and_leads_nowhere_is_told_as_one(
    samsprog: Run, tmp_path: Path, name: str, said: str
) -> None:
    _odd_things(tmp_path / "payloads")

    found = samsprog(f"check payloads/{name}.json")

    assert (found.code, found.err) == (2, f"samsprog: payloads/{name}.json: {said}\n")


def test_a_folder_that_may_not_be_looked_into_does_not_stop_the_run(
    samsprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One folder below that the user may not read ended the run before anything was checked."""
    (tmp_path / "payloads" / "closed").mkdir()
    looked = os.scandir

    def refused(path: str) -> Any:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied", path)
        return looked(path)

    monkeypatch.setattr("os.scandir", refused)

    found = samsprog("check payloads")

    assert (found.code, found.err) == (2, "samsprog: payloads/closed: Permission denied\n")
    assert "payloads/bad.json:1:12: error SP201" in found.out
