"""Configuration, selection of rules, patterns for paths, the baseline, two days compared."""

from datetime import date
from pathlib import Path

import pytest

from api.payload.baseline import baseline_text, read_baseline
from api.payload.comparing import compare, comparison_lines, comparison_value
from api.payload.config import find_config
from api.payload.fingerprint import fingerprint
from api.payload.formats import Look
from api.payload.options import Options, PathException, Question, rule_selection
from api.payload.pattern import matches
from api.payload.run import run_check
from api.settings import InvalidSettings, load_settings
from classification.errors import InvalidRequest
from tests.api.check_world import CUT_OVER, TODAY, Colours, outcomes


def config(folder: Path, text: str, name: str = "samsprog.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_nearest_folder_upward_counts(tmp_path: Path) -> None:
    config(tmp_path, '[tool.samsprog.check]\nlang = "da"\n', "pyproject.toml")
    config(tmp_path / "a", '[check]\nprofile = "print"\nas_of = 2026-01-01\n')
    config(tmp_path / "a" / "b", 'port = 8000\n# check = ""\n')

    found = find_config(str(tmp_path / "a" / "b" / "c"))

    assert found.values == {"profile": "print", "as_of": date(2026, 1, 1)}
    assert found.base == str(tmp_path / "a")
    assert find_config(str(tmp_path)).values == {"lang": "da"}


def test_of_two_in_one_folder_samsprog_toml_counts(tmp_path: Path) -> None:
    config(tmp_path, "[tool.samsprog.check]\njobs = 1\n", "pyproject.toml")
    config(tmp_path, "[check]\njobs = 2\n")

    assert find_config(str(tmp_path)).values == {"jobs": 2}


def test_a_named_file_is_the_one(tmp_path: Path) -> None:
    config(tmp_path, "[check]\njobs = 2\n")
    config(tmp_path, "[check]\njobs = 3\n", "other.toml")

    assert find_config(str(tmp_path), "other.toml").values == {"jobs": 3}
    with pytest.raises(FileNotFoundError):
        find_config(str(tmp_path), "none.toml")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ignroe = []", "unknown key 'ignroe'; did you mean ignore?"),
        ("fail-on = 'error'", "unknown key 'fail-on'; did you mean fail_on?"),
        ("fail_on = 'all'", "'all' is none of error, warning, information, unrecognised, never"),
        ("jobs = '2'", "'2' is not a whole number from 0"),
        ("jobs = true", "True is not a whole number from 0"),
        ("as_of = '1/1/2026'", "'1/1/2026' is not a day"),
        ("ignore = ['SP9']", "no rule begins with 'SP9'"),
        ("select = 'SP1'", "'SP1' is not a list of texts"),
        ("paths = {'a' = {select = ['SP1']}}", "unknown key 'select'"),
        ("paths = {'a' = 1}", "check.paths.'a': is not a table"),
        ("x = = 1", "cannot be read"),
    ],
)
def test_what_a_file_says_wrong_is_told_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = config(tmp_path, f"[check]\n{line}\n")

    with pytest.raises(InvalidSettings) as told:
        find_config(str(tmp_path))

    assert str(path) in str(told.value)
    assert said in str(told.value)


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    config(tmp_path, "[check]\na = 1\nb = 2\njobs = -1\n")

    with pytest.raises(InvalidSettings) as told:
        find_config(str(tmp_path))

    assert len(told.value.problems) == 3


@pytest.mark.parametrize(
    "text",
    [
        "[tool.samsprog.check]\nlang = 'da'",
        " [ tool . 'samsprog' . check ] # ours\nlang = 'da'",
        '[tool]\nsamsprog.check.lang = "da"',
        "[tool] # all\nsamsprog = {check = {lang = 'da'}}",
        "tool = {samsprog = {check = {lang = 'da'}}}",
        "tool.samsprog.check.lang = 'da'",
        '"tool".samsprog.check.lang = "da"',
    ],
)
def test_the_table_is_found_however_toml_writes_it(tmp_path: Path, text: str) -> None:
    config(tmp_path, text, name="pyproject.toml")

    assert find_config(str(tmp_path)).values == {"lang": "da"}


def test_a_file_of_ours_is_read_to_its_end(tmp_path: Path) -> None:
    path = config(tmp_path, "[chek]\nlang = 'da'\n")

    with pytest.raises(InvalidSettings) as told:
        find_config(str(tmp_path))

    assert f"{path}: unknown key 'chek'; did you mean check?" in str(told.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.samsprog.chek]\nfail_on = 'error'", "unknown key 'chek'; did you mean check?"),
        ("[tool.samsprog]\nfail_on = 'error'", "unknown key 'fail_on'; it belongs in check"),
        ("[tool.samsprog]\nport = 8000", "unknown key 'port'; only check stands here"),
        ("[tool]\nsamsprog = { chek = { jobs = 2 } }", "unknown key 'chek'"),
        ("[tool.samsprog.check]\njobs = 2\n[tool.samsprog.lint]\nx = 1", "unknown key 'lint'"),
        ("[tool]\nsamsprog = 1", "tool.samsprog is not a table"),
    ],
)
def test_our_table_of_a_pyproject_is_read_to_its_end(tmp_path: Path, text: str, said: str) -> None:
    """`[tool.samsprog.chek]`, and keys directly under `[tool.samsprog]`, were passed over: the run went by nothing."""
    path = config(tmp_path, f"{text}\n", "pyproject.toml")

    with pytest.raises(InvalidSettings) as told:
        find_config(str(tmp_path))

    assert str(told.value).startswith(f"{path}: tool.samsprog")
    assert said in str(told.value)


def test_a_pyproject_of_others_is_none_of_ours(tmp_path: Path) -> None:
    config(tmp_path, "[check]\njobs = 2\n")
    config(tmp_path / "a", "[tool.samsprogs]\nx = 1\n[tool.ruff]\nline-length = 9\n", "pyproject.toml")

    assert find_config(str(tmp_path / "a")).values == {"jobs": 2}


def test_the_service_lets_the_table_stand(tmp_path: Path) -> None:
    config(tmp_path, "port = 8123\n[check]\njobs = 2\n")

    assert load_settings({}, tmp_path).port == 8123


def test_exceptions_for_paths_add_up(tmp_path: Path) -> None:
    config(
        tmp_path,
        """
        [check]
        exclude = ["drafts"]
        [check.paths."old/**"]
        as_of = 2025-01-01
        ignore = ["SP191"]
        [check.paths."print-*.json"]
        profile = "print"
        """,
    )
    found = find_config(str(tmp_path))
    options = Options(Question(TODAY), found.exceptions, found.base)

    both = options.question_for(str(tmp_path / "old" / "print-1.json"))

    assert both is not None
    assert (both.as_of, both.profile, both.ignore) == (date(2025, 1, 1), "print", ("SP191",))
    assert options.question_for(str(tmp_path / "new.json")) == Question(TODAY)
    assert options.question_for(str(tmp_path / "drafts" / "x.json")) is None


@pytest.mark.parametrize(
    ("select", "ignore", "wanted"),
    [
        ("", "", {"SP101", "SP191", "SP197"}),
        ("SP19", "", {"SP191", "SP197"}),
        ("", "SP19", {"SP101"}),
        ("", "SP", set()),
        ("SP197", "SP19", {"SP197"}),
        ("SP19", "SP197", {"SP191"}),
        ("SP197", "SP197", set()),
    ],
)
def test_of_select_and_ignore_the_longer_beginning_wins(select: str, ignore: str, wanted: set[str]) -> None:
    question = Question(
        TODAY, select=rule_selection(select, "--select") or ("SP",), ignore=rule_selection(ignore, "--ignore")
    )

    assert {rule for rule in ("SP101", "SP191", "SP197") if question.wants(rule)} == wanted


def test_a_rule_that_does_not_exist_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no rule begins with 'SP999'"):
        rule_selection("SP999", "--select")


@pytest.mark.parametrize(
    ("pattern", "file", "base", "expected"),
    [
        ("*.json", "x/a.json", "", True),
        ("a.?son", "a.json", "", True),
        ("old", "x/old/y/a.json", "", True),
        ("x/*.json", "x/y/a.json", "", False),
        ("x/**/a.json", "x/y/z/a.json", "", True),
        ("x/**/a.json", "x/a.json", "", True),
        ("/x/", "x/a.json", "", True),
        ("x/a", "x/a.json", "", False),
        ("in/*.json", "/p/in/a.json", "/p", True),
        ("a+b.json", "a+b.json", "", True),
        ("[ab].json", "a.json", "", False),
    ],
)
def test_patterns(pattern: str, file: str, base: str, expected: bool) -> None:
    assert matches(pattern, file, base) is expected


def test_a_baseline_lets_through_what_it_knows_as_often_as_it_knew_it(tmp_path: Path) -> None:
    file, kept = tmp_path / "a.ndjson", tmp_path / "baseline.json"
    file.write_text('{"colour": "pink"}\n' * 2, encoding="utf-8")
    (before,) = outcomes(file)
    mark = fingerprint(before.reported[0].finding, str(tmp_path))
    kept.write_text(baseline_text({mark: 2}), encoding="utf-8")
    file.write_text(
        '{"colour": "gul"}\n' + '{"colour": "pink"}\n' * 3 + '{"colour": "lilla"}\n', encoding="utf-8"
    )

    baseline = read_baseline(kept)
    (after,) = outcomes(file)
    new = baseline.new(after.reported)

    assert [one.finding.place.line for one in new] == [4, 5]
    assert (baseline.hidden, baseline.gone) == (2, 0)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 1, "findings": {}}', '{"version": 2, "findings": {"a": "b"}}']
)
def test_what_is_no_baseline_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "baseline.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidRequest, match="no baseline"):
        read_baseline(path)


def test_two_days_say_what_will_fail_and_why(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text(
        '{"colour": "roed"}\n{"colour": "gul"}\n{"colour": "pink"}\n'
        '{"a": {"colour": "roed"}, "b": {"colour": "blaa"}}\n',
        encoding="utf-8",
    )
    questions = (Question(TODAY, as_of=TODAY), Question(TODAY, as_of=CUT_OVER))

    made = compare(run_check([str(file)], lambda _: questions, Colours), TODAY, CUT_OVER, "error")

    assert (made.objects, made.failed, made.fresh, made.mended) == (4, [1, 3], 2, 0)
    assert made.causes == {"SP301": 2}
    lines = list(comparison_lines(made, Look()))
    assert [line.split() for line in lines[:3]] == [
        ["2026-06-01", "2027-01-01"],
        ["pass", "3", "1"],
        ["fail", "1", "3"],
    ]
    assert "2 of 4 pass on 2026-06-01 and will fail on 2027-01-01, because" in lines
    assert any("roed is an old spelling" in line for line in lines)
    assert [day["failed"] for day in comparison_value(made, "da")["days"]] == [1, 3]


def test_an_exception_leaves_what_it_does_not_name(tmp_path: Path) -> None:
    options = Options(Question(TODAY, profile="paint"), (PathException("*", ignore=("SP1",)),))

    question = options.question_for("a.json")

    assert question is not None
    assert (question.profile, question.as_of) == ("paint", None)
