"""A fix changes the value it names and no other byte."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.payload.documents import Piece
from api.payload.fixing import Mended, apply_fixes, diff_lines, mend, mend_file, replacing
from api.payload.formats import plain
from api.payload.judge import PayloadJudge
from api.payload.options import Question
from classification.finding import Fix
from loaders.reading.json_places import pointer_of
from tests.api.check_world import TODAY, Colours

QUESTION = Question(TODAY)


def mended(data: bytes, *, lines: bool = False) -> tuple[bytes, int]:
    made = mend(Piece("a.json", lines, data), PayloadJudge(Colours()), QUESTION)
    return made.after, made.fixes


def test_only_the_bytes_of_the_value_change() -> None:
    before = (
        b'\xef\xbb\xbf{\r\n\t"colour"\t:  "roed" ,"x":[ 1.50,1e3, {"colour":"blaa"}],\r\n'
        b'"colour2" : "roed"}\r\n\r\n'
    )

    after, count = mended(before)

    assert count == 2
    assert after == before.replace(b'"roed" ,', '"rød" ,'.encode()).replace(b"blaa", "blå".encode())


def test_escapes_stay_escapes() -> None:
    after, _ = mended(b'{"colour": "\\u0072oed", "b": {"colour": "blaa"}}')

    assert after == '{"colour": "r\\u00f8d", "b": {"colour": "blå"}}'.encode()


def test_lines_are_mended_where_they_stand() -> None:
    before = b'{"colour":"gul"}\n\n{"colour":"roed"}\r\n{broken\n{"colour":"pink"}\n{"colour":"blaa"}'

    after, count = mended(before, lines=True)

    assert count == 2
    assert after == before.replace(b"roed", "rød".encode()).replace(b"blaa", "blå".encode())


@pytest.mark.parametrize(
    "question", [QUESTION, Question(TODAY, select=("SP3",)), Question(TODAY, ignore=("SP19",))]
)
def test_a_text_in_which_a_name_stands_twice_is_left_alone(question: Question) -> None:
    """The last of the two values was mended and nothing said, whichever of them a reader takes."""
    twice = b'{"colour": "roed", "colour": "roed"}'
    judge = PayloadJudge(Colours())

    whole = mend(Piece("a.json", False, twice), judge, question)
    lines = mend(Piece("a.ndjson", True, b'{"colour": "blaa"}\n' + twice + b"\n{broken"), judge, question)

    assert (whole.after, whole.fixes, whole.withheld) == (twice, 0, 1)
    assert [one.finding.rule for one in whole.left] == ["SP193"]
    assert lines.after == b'{"colour": "bl\xc3\xa5"}\n' + twice + b"\n{broken"
    assert (lines.fixes, lines.withheld) == (1, 1)
    assert [(one.finding.rule, one.finding.place.line) for one in lines.left] == [
        ("SP193", 2),
        ("SP192", 3),
    ]


def test_in_a_list_the_right_item_is_mended() -> None:
    after, _ = mended(b'[{"colour": "gul"}, {"colour": "roed"}]')

    assert after == '[{"colour": "gul"}, {"colour": "rød"}]'.encode()


@pytest.mark.parametrize(
    "fixes",
    [
        [Fix("/a", "y", "z")],
        [Fix("/b", "x", "z")],
        [Fix("/a", "x", "y"), Fix("/a", "x", "z")],
        [Fix("/n", "1", "2")],
        [Fix("/a/b", "x", "z")],
    ],
    ids=["other value there", "absent", "two that disagree", "a number", "inside a text"],
)
def test_what_is_not_sure_is_left_alone(fixes: list[Fix]) -> None:
    text = '{"a": "x", "n": 1}'

    assert apply_fixes(text, fixes) == (text, 0)


def test_two_that_agree_are_one() -> None:
    assert apply_fixes('{"a": "x"}', [Fix("/a", "x", "y"), Fix("/a", "x", "y")]) == ('{"a": "y"}', 1)


_TREES = st.recursive(
    st.text() | st.integers() | st.none(),
    lambda some: st.lists(some, max_size=4) | st.dictionaries(st.text(max_size=4), some, max_size=4),
)


@given(value=_TREES, new=st.text(), data=st.data(), indent=st.sampled_from([None, 2]))
def test_a_fix_changes_its_value_and_keeps_every_other_byte(
    value: Any, new: str, data: st.DataObject, indent: int | None
) -> None:
    texts = dict(_texts(value, []))
    if not texts:
        return
    pointer = data.draw(st.sampled_from(sorted(texts)))
    before = json.dumps(value, indent=indent)

    after, count = apply_fixes(before, [Fix(pointer, texts[pointer], new)])

    assert count == 1
    assert dict(_texts(json.loads(after), [])) == texts | {pointer: new}
    old = json.dumps(texts[pointer])
    kept = len(before) - len(old)
    assert any(
        before[:begin] == after[:begin] and before[begin + len(old) :] == after[len(after) - kept + begin :]
        for begin in range(kept + 1)
    ), "more than the value has changed"
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    assert before[start:].endswith(before[start + len(old) :])


def _texts(value: Any, steps: list[str | int]) -> Any:
    if isinstance(value, str):
        yield pointer_of(steps), value
    members: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, inner in members:
        yield from _texts(inner, [*steps, step])


@given(
    lines=st.lists(
        st.sampled_from(['{"colour": "gul"}', '{"colour": "roed"}', '{"colour": "blaa"}', ""]), max_size=40
    ),
    ended=st.booleans(),
)
def test_the_difference_is_what_patch_reads(lines: list[str], ended: bool) -> None:
    """Our own differ against difflib's."""
    before = "\n".join(lines).encode() + (b"\n" if ended else b"")
    after, count = mended(before, lines=True)

    shown = list(diff_lines("f", [Mended(0, before, after, count)], plain))

    if before == after:
        assert shown == []
        return
    old, new = before.decode().splitlines(keepends=True), after.decode().splitlines(keepends=True)
    removed = [line[1:] for line in shown[2:] if line.startswith("-")]
    added = [line[1:] for line in shown[2:] if line.startswith("+")]
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert [line.partition("\n")[0] for line in removed] == [a.rstrip("\n") for a, _ in changed]
    assert [line.partition("\n")[0] for line in added] == [b.rstrip("\n") for _, b in changed]


def test_patch_applies_the_difference(tmp_path: Path) -> None:
    text = "".join(f'{{"n": {n}, "colour": "{"roed" if n in {3, 9, 40} else "gul"}"}}\n' for n in range(50))
    file = tmp_path / "f.ndjson"
    file.write_text(text.rstrip("\n"), encoding="utf-8")
    pieces = list(mend_file(str(file), PayloadJudge(Colours()), QUESTION))

    patch = "".join(diff_lines("f.ndjson", pieces, plain))
    done = subprocess.run(
        ["git", "apply", "-"], input=patch, cwd=tmp_path, text=True, check=False, capture_output=True
    )

    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == b"".join(piece.after for piece in pieces)
    assert patch.count("@@ -") == 2


def test_a_packed_file_is_not_changed(tmp_path: Path) -> None:
    import gzip

    from api.payload.documents import Unreadable

    file = tmp_path / "a.json.gz"
    file.write_bytes(gzip.compress(b'{"colour": "roed"}'))

    with pytest.raises(Unreadable, match="unpack it first"):
        list(mend_file(str(file), PayloadJudge(Colours()), QUESTION))


def test_a_replaced_file_keeps_its_rights_and_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "a.json", tmp_path / "link.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)

    with replacing(str(link)) as out:
        out.write(b"new")

    assert (file.read_text(encoding="utf-8"), file.stat().st_mode & 0o777) == ("new", 0o640)
    assert link.is_symlink()


def test_a_file_stays_whole_when_mending_fails(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("old", encoding="utf-8")

    with pytest.raises(TypeError), replacing(str(file)) as out:
        out.writelines([b"half", None])  # type: ignore[list-item]

    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text(encoding="utf-8") == "old"


def test_a_file_that_may_not_be_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}", encoding="utf-8")
    monkeypatch.setattr("os.access", lambda *_: False)  # whoever runs the tests may be allowed everything

    with pytest.raises(PermissionError, match="the file is read-only"), replacing(str(file)) as out:
        out.write(b"[]")

    assert file.read_text(encoding="utf-8") == "{}"
    assert list(tmp_path.iterdir()) == [file]
