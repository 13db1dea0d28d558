"""Files of every shape come apart into objects, each finding at its line; memory stays bounded."""

import gzip
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.payload.documents import PIECE_BYTES, find_files, pieces
from api.payload.flaws import read_closely
from api.payload.judge import PayloadJudge
from api.payload.options import Question
from api.payload.reading import fast_parser, small_parser
from tests.api.check_world import TODAY, Colours, outcomes, places

GOOD, BAD, OLD = '{"colour": "grøn"}', '{"colour": "pink"}', '{"colour": "roed"}'


def test_an_object_over_several_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{\n  "name": "æøå",\n  "ø": {"colour": "pink"}\n}\n', encoding="utf-8")

    assert places(outcomes(file)) == [("SP201", 0, 3, 19)]


@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.json", "a.ndjson.gz", "a.json.gz"])
def test_each_line_of_ndjson_is_an_object(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    text = f"{GOOD}\n\n{BAD}\r\n{GOOD}\n{OLD}".encode()
    file.write_bytes(gzip.compress(text) if name.endswith("gz") else text)

    found = outcomes(file)

    assert places(found) == [("SP201", 1, 3, 12), ("SP301", 3, 5, 12)]
    assert sum(outcome.objects for outcome in found) == 4


def test_the_items_of_a_list_are_objects(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(f"[\n {GOOD},\n {BAD},\n 7,\n {OLD}\n]", encoding="utf-8")

    found = outcomes(file)

    assert places(found) == [("SP201", 1, 3, 13), ("SP197", 2, 4, 2), ("SP301", 3, 5, 13)]
    assert found[0].objects == 4
    assert [one.finding.place.path for one in found[0].reported] == ["/1/colour", "/2", "/3/colour"]
    fix = found[0].reported[2].finding.fix
    assert fix is not None
    assert fix.pointer == "/3/colour"


@pytest.mark.parametrize(
    ("packed", "text"), [(False, BAD), (True, BAD), (False, f"{GOOD}\n{BAD}\n"), (True, f"{GOOD}\n{BAD}\n")]
)
def test_stdin_may_be_anything(packed: bool, text: str) -> None:
    data = gzip.compress(text.encode()) if packed else text.encode()

    (found,) = outcomes("-", stdin=data)

    (one,) = found.reported
    assert (one.finding.place.file, one.finding.place.line) == ("<stdin>", text.count("\n") or 1)


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(f"{GOOD}\n{BAD}\n", encoding="utf-8"))
    writer.start()

    found = outcomes(*find_files([str(pipe)]))
    writer.join()

    assert places(found) == [("SP201", 1, 2, 12)]


@pytest.mark.parametrize("jobs", [1, 2])
def test_lines_are_counted_on_over_pieces(tmp_path: Path, jobs: int) -> None:
    """A file of several pieces, gone through by one process or two: same findings, same order."""
    file = tmp_path / "big.ndjson"
    line = json.dumps({"pad": "x" * 1000}) + "\n"
    often = 3 * PIECE_BYTES // len(line)
    file.write_text((line * often + BAD + "\n") * 2, encoding="utf-8")
    small = tmp_path / "small.json"
    small.write_text(OLD, encoding="utf-8")

    found = outcomes(file, small, jobs=jobs)

    assert len(found) > 6
    assert places(found) == [
        ("SP201", often, often + 1, 12),
        ("SP201", 2 * often + 1, 2 * often + 2, 12),
        ("SP301", 0, 1, 12),
    ]


def test_many_small_files_keep_their_order(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number:03}.json").write_text(BAD, encoding="utf-8")

    found = outcomes(*find_files([str(tmp_path)]), jobs=2)

    assert [Path(outcome.file).name for outcome in found] == [f"{number:03}.json" for number in range(200)]


@pytest.mark.parametrize(
    ("data", "rule", "line", "column"),
    [
        (b'{\n "colour": "r\xf8d"}', "SP191", 2, 14),
        (b'{\n "colour": "gul",}', "SP192", 2, 18),
        (b"", "SP192", 1, 1),
        (b'{"colour": "gul",\n "colour": "gul"}', "SP193", 2, 2),
        (b"[" * 300 + b"]" * 300, "SP194", 1, 255),
        (b'{"n": NaN}', "SP195", 1, 7),
        (b'{"n": 1e999}', "SP196", 1, 7),
        (b'"colour"', "SP197", 1, 1),
        ("{}".encode("utf-16"), "SP191", 1, 1),
    ],
)
def test_a_broken_text_is_a_finding(tmp_path: Path, data: bytes, rule: str, line: int, column: int) -> None:
    file = tmp_path / "a.json"
    file.write_bytes(data)

    assert places(outcomes(file)) == [(rule, 0, line, column)]


@pytest.mark.parametrize(
    ("coding", "mark", "name"),
    [
        ("utf-16-le", "\ufeff", "UTF-16"),
        ("utf-16-be", "\ufeff", "UTF-16"),
        ("utf-32-le", "\ufeff", "UTF-32"),
        ("utf-32-be", "\ufeff", "UTF-32"),
        ("utf-16-le", "", "UTF-16LE"),
        ("utf-16-be", "", "UTF-16BE"),
        ("utf-32-le", "", "UTF-32LE"),
        ("utf-32-be", "", "UTF-32BE"),
    ],
)
@pytest.mark.parametrize("text", ['{"colour": "rød"}', '[\n  {"colour": "rød"}\n]\n'])
def test_a_text_in_another_encoding_is_told_with_the_way_out(
    coding: str, mark: str, name: str, text: str
) -> None:
    """UTF-32, and UTF-16BE without its mark, were called UTF-16: iconv made nonsense of them."""
    reading = read_closely((mark + text).encode(coding))

    (flaw,) = reading.flaws
    assert flaw.finding.message.en == f"The text is not UTF-8: {name}"
    assert flaw.finding.remedy.en.endswith(f"with iconv -f {name.lower()} -t utf-8")
    assert (mark + text).encode(coding).decode(name).removeprefix("\ufeff") == text


@pytest.mark.parametrize("coding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_line_that_does_not_tell_its_encoding_gets_no_wrong_command(tmp_path: Path, coding: str) -> None:
    """Lines are parted at a byte, so from the second on they look alike in both orders of bytes."""
    file = tmp_path / "a.ndjson"
    file.write_bytes('{"colour": "gul"}\n{"colour": "rød"}\n'.encode(coding))

    said = [one.finding for outcome in outcomes(file) for one in outcome.reported]

    commands = [word for one in said for word in one.remedy.en.split() if word.startswith("utf-")]
    assert {one.rule for one in said} == {"SP191"}
    assert set(commands) <= {coding.replace("-le", "le").replace("-be", "be"), "utf-8"}


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ('<?xml version="1.0"?>\n<Condition xmlns="http://hl7.org/fhir"/>', 1),
        ("<Condition/>", 1),
        ("  <!-- saved from a page --><html></html>", 3),
        ("\ufeff<!DOCTYPE html>", 1),
    ],
)
def test_xml_is_told_by_its_name_with_what_to_do(tmp_path: Path, text: str, column: int) -> None:
    """It was "a value is missing at <?xml; correct the text at the place"."""
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")

    (outcome,) = outcomes(file)

    (found,) = (one.finding for one in outcome.reported)
    assert (found.rule, found.place.line, found.place.column) == ("SP192", 1, column)
    assert found.message.en == "The text is not JSON: it is XML or HTML"
    assert found.message.da == "Teksten er ikke JSON: det er XML eller HTML"
    assert "Accept: application/fhir+json" in found.remedy.en
    assert "Accept: application/fhir+json" in found.remedy.da


def test_an_element_inside_a_json_text_is_no_xml_file() -> None:
    (flaw,) = read_closely(b'{"a": <b/>}').flaws

    assert flaw.finding.message.en == "The text is not JSON: a value is missing at <b/>"


def test_what_is_wrong_with_a_packed_file_is_told_in_words(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"colour": "gul"}', mtime=0)
    broken = {
        "twice": (gzip.compress(packed), "packed twice; unpack it once"),
        "cut": (packed[:20], "ends too early"),
        "altered": (packed[:10] + b"AAAAAAAAAAAA", "is broken (invalid"),
    }
    for name, (data, _) in broken.items():
        (tmp_path / f"{name}.json.gz").write_bytes(data)

    for name, (_, said) in broken.items():
        (outcome,) = outcomes(tmp_path / f"{name}.json.gz")

        assert said in outcome.trouble


@pytest.mark.parametrize(
    ("text", "da", "en"),
    [
        ('{"a" 1}', "et kolon mangler ved 1", "a colon is missing at 1"),
        ('{"a": }', "en værdi mangler ved }", "a value is missing at }"),
        ('{"a": 1', ", eller } mangler ved tekstens slutning", ", or } is missing at the end of the text"),
        ("[1 2]", ", eller ] mangler ved 2", ", or ] is missing at 2"),
        ("{a: 1}", "et navn i anførselstegn mangler ved a", "a name in quotes is missing at a"),
        ("{} {}", "afslutningen mangler ved {", "the end is missing at {"),
        ('["a', 'det sidste anførselstegn mangler ved "a', 'the closing quote is missing at "a'),
        (r'["\x"]', r"en gyldig escape-sekvens mangler ved \x", r"a valid escape is missing at \x"),
    ],
)
def test_what_breaks_the_grammar_is_told_in_both_languages(text: str, da: str, en: str) -> None:
    (flaw,) = read_closely(text.encode()).flaws

    assert flaw.finding.message.da == f"Teksten er ikke JSON: {da}"
    assert flaw.finding.message.en == f"The text is not JSON: {en}"


def test_a_repeated_name_does_not_keep_the_object_from_being_checked(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"colour": "gul", "colour": "pink"}', encoding="utf-8")

    assert places(outcomes(file)) == [("SP193", 0, 1, 19), ("SP201", 0, 1, 29)]


def test_one_broken_line_leaves_the_others_checked(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_text(f"{BAD}\n{{broken\n{BAD}\n", encoding="utf-8")

    assert places(outcomes(file)) == [("SP201", 0, 1, 12), ("SP192", 1, 2, 2), ("SP201", 2, 3, 12)]


def test_a_broken_archive_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    whole = gzip.compress(b'{"colour": "pink"}' * 1000)
    (tmp_path / "a.json.gz").write_bytes(whole[:-20])
    (tmp_path / "b.json.gz").write_bytes(whole[:10] + b"\xff" * 30)
    (tmp_path / "c.json").write_text(BAD, encoding="utf-8")

    found = outcomes(*find_files([str(tmp_path)]))

    assert [bool(outcome.trouble) for outcome in found] == [True, True, False]
    assert places(found) == [("SP201", 0, 1, 12)]


def test_folders_give_json_by_name_and_hidden_ones_nothing(tmp_path: Path) -> None:
    for name in ("b.json", "a.ndjson", "c.txt", "sub/d.json.gz", ".git/e.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()

    found = [Path(file).relative_to(tmp_path).as_posix() for file in find_files([str(tmp_path)])]

    assert found == ["a.ndjson", "b.json", "sub/d.json.gz"]


def test_a_file_named_twice_is_checked_once(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.touch()

    assert list(find_files([str(file), str(tmp_path), str(tmp_path / "*.json")])) == [str(file)]


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(find_files([str(tmp_path / "none.json")]))
    with pytest.raises(FileNotFoundError):
        list(find_files([str(tmp_path / "*.json")]))


_SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
)
_VALUES = st.recursive(
    _SCALARS, lambda some: st.lists(some) | st.dictionaries(st.text(), some), max_leaves=20
)
_TEXTS = st.text(alphabet='{}[]",:\\ \n0123eEfuNaIn.trusl-+æ"cod', max_size=60) | _VALUES.map(json.dumps)


@given(data=_TEXTS.map(str.encode) | st.binary(max_size=40))
def test_both_parsers_give_the_same_or_send_the_text_to_the_close_reader(data: bytes) -> None:
    """What a check finds must not depend on how much there was to check."""

    def parsed(parse: Any) -> Any:
        try:
            return json.dumps(parse(data))
        except ValueError:
            return json.dumps(read_closely(data).value)

    assert parsed(fast_parser()) == parsed(small_parser())


@given(data=_TEXTS.map(str.encode) | st.binary(max_size=60), lines=st.booleans())
def test_whatever_the_bytes_the_check_ends(data: bytes, lines: bool) -> None:
    from api.payload.documents import Piece

    outcome = PayloadJudge(Colours()).judge(Piece("a.json", lines=lines, data=data), [Question(TODAY)])

    assert outcome.trouble == ""
    assert all(one.finding.place.line >= 1 and one.finding.place.column >= 1 for one in outcome.reported)


MEASURE = """
import json, resource, sys
from tests.api.check_world import outcomes
from api.payload.run import run_check
from api.payload.options import Question
from tests.api.check_world import Colours, TODAY
question = Question(TODAY)
objects = sum(o.objects for o in run_check([sys.argv[1]], lambda file: (question,), Colours))
print(objects, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, project_root: Path, packed: bool) -> None:
    line = json.dumps({"pad": "x" * 5000}).encode() + b"\n"

    def peak(lines: int) -> int:
        file = tmp_path / f"{lines}.ndjson{'.gz' if packed else ''}"
        with gzip.open(file, "wb", compresslevel=1) if packed else file.open("wb") as out:
            out.writelines(line for _ in range(lines))
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, str(file)],
            capture_output=True,
            text=True,
            check=True,
            cwd=project_root,
        )
        objects, kilobytes = map(int, done.stdout.split())
        assert objects == lines
        return kilobytes

    few, many = peak(1_000), peak(20_000)

    assert many - few < 20_000


def test_pieces_of_lines_never_cut_a_line(tmp_path: Path) -> None:
    file = tmp_path / "a.ndjson"
    file.write_bytes(b"".join(b"%d" % number * 50 + b"\n" for number in range(30_000)))

    parts = [piece.read() for piece in pieces(str(file))]

    assert b"".join(parts) == file.read_bytes()
    assert len(parts) > 3
    assert all(part.endswith(b"\n") for part in parts)
