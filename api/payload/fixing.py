"""The safe remedies, applied to the text: a value's characters change, and nothing else in the file.

Only what a finding offers as its fix is done. The value that stands in the text must be the one that the fix
says is there; where two fixes of one value disagree, neither is done. As one fix may uncover another (a code is made
current, then its display is seen to be old), a text is checked again until nothing more is offered.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import IO, Any, Final

from api.payload import guard
from api.payload.documents import Piece, Unreadable, pieces
from api.payload.judge import PayloadJudge
from api.payload.located import Located
from api.payload.options import Question
from classification.finding import Fix
from classification.record import frozen, replace
from loaders.reading.json_places import find_spots, steps_of

_AS_IT_IS: Final = re.compile("([\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+)")
_ROUNDS: Final = 10
_CONTEXT: Final = 3
REPEATED: Final = "SP193"
OF_TEXT: Final = frozenset({"SP191", "SP192", REPEATED, "SP194", "SP195", "SP196"})
"""Rules that speak of a text, not of its values: it cannot be read, or a name stands twice."""
_BOM: Final = b"\xef\xbb\xbf"


@frozen
class Mended:
    """A piece before and after, and how many values changed; `line` is the number of its first line, from 0.

    `left` says of the texts in it that are left as they are what is wrong with them, `withheld` how many of these would
    have been mended.
    """

    line: int
    before: bytes
    after: bytes
    fixes: int
    left: tuple[Located, ...] = ()
    withheld: int = 0


def mend_file(
    file: str, judge: PayloadJudge, question: Question, stdin: IO[bytes] | None = None
) -> Iterator[Mended]:
    """The pieces of a file, mended.

    Raises:
        Unreadable: it cannot be read, or is packed.
    """
    line = 0
    for piece in pieces(file, stdin):
        before = piece.read()
        if piece.packed:
            raise Unreadable("a packed file is not changed; unpack it first")
        made = mend(Piece(piece.file, piece.lines, before), judge, question)
        yield replace(made, line=line, left=tuple(one.moved(line) for one in made.left))
        line += before.count(b"\n")


def mend(piece: Piece, judge: PayloadJudge, question: Question) -> Mended:
    """A piece with every safe remedy applied.

    A text in which a name stands twice is left alone, as one that cannot be read is: which of the two values a reader
    takes is not known, and a fix would change one of them.
    """
    before = data = piece.read()
    all_rules = replace(
        question, select=("SP",), ignore=()
    )  # what makes a text unsafe is looked at in any case
    left: tuple[Located, ...] = ()
    withheld = done = 0
    for number in range(_ROUNDS):
        findings = judge.judge(Piece(piece.file, piece.lines, data), [all_rules]).reported
        unsafe = {_text_of(one, piece) for one in findings if one.finding.rule in OF_TEXT}
        offered: dict[int, list[Fix]] = {}
        for one in findings:
            seen = one.finding
            if seen.fix is not None and question.wants(seen.rule):
                offered.setdefault(_text_of(one, piece), []).append(seen.fix)
        if number == 0:
            left = tuple(one for one in findings if one.finding.rule in OF_TEXT)
            withheld = len(unsafe & offered.keys())
        texts = data.split(b"\n") if piece.lines else [data]
        count = 0
        for at in offered.keys() - unsafe:
            texts[at], changed = _applied(texts[at], offered[at])
            count += changed
        data, done = b"\n".join(texts), done + count
        if not count:
            break
    return Mended(0, before, data, done, left, withheld)


def _text_of(one: Located, piece: Piece) -> int:
    """The number of the text that a finding is about: its line, where each line is one."""
    return one.finding.place.line - 1 if piece.lines else 0


def _applied(data: bytes, fixes: Sequence[Fix]) -> tuple[bytes, int]:
    mark = _BOM if data.startswith(_BOM) else b""
    text, count = apply_fixes(data.removeprefix(mark).decode(), fixes)
    return mark + text.encode(), count


def apply_fixes(text: str, fixes: Iterable[Fix]) -> tuple[str, int]:
    """A JSON text with its values fixed, and how many were.

    >>> apply_fixes('{ "a" : "x" ,"b":1}', [Fix("/a", "x", "y")])
    ('{ "a" : "y" ,"b":1}', 1)
    """
    agreed = _agreed(fixes)
    spots = find_spots(text, agreed)
    edits = []
    for pointer, fix in agreed.items():
        spot = spots[pointer]
        written = text[spot.start : spot.end]
        if spot.exact and _value(written) == fix.old:
            edits.append((spot.start, spot.end, _quoted(fix.new, written), fix))
    edits.sort(key=lambda edit: edit[0], reverse=True)
    mended = text
    for start, end, new, _ in edits:
        mended = f"{mended[:start]}{new}{mended[end:]}"
    if not _is_only(text, mended, [fix for *_, fix in edits]):
        return text, 0
    return mended, len(edits)


def _agreed(fixes: Iterable[Fix]) -> dict[str, Fix]:
    by: dict[str, set[Fix]] = {}
    for fix in fixes:
        by.setdefault(fix.pointer, set()).add(fix)
    return {pointer: offered.pop() for pointer, offered in by.items() if len(offered) == 1}


def _value(written: str) -> object:
    try:
        return json.loads(written)
    except ValueError:
        return None


def _quoted(new: str, written: str) -> str:
    """A string as its predecessor was written: with letters, or in ASCII with escapes."""
    return json.dumps(new, ensure_ascii="\\u" in written)


def _is_only(before: str, after: str, fixes: Sequence[Fix]) -> bool:
    """Whether the values differ by the fixes and by nothing else."""
    value, expected = json.loads(after), json.loads(before)
    for fix in fixes:
        expected = _set(expected, steps_of(fix.pointer), fix.new)
    return bool(value == expected)


def _set(value: Any, steps: list[str], new: str) -> Any:
    if not steps:
        return new
    step: Any = steps[0] if isinstance(value, dict) else int(steps[0])
    value[step] = _set(value[step], steps[1:], new)
    return value


# ---------------------------------------------------------------- shown and written


def diff_lines(file: str, mended: Iterable[Mended], paint: Callable[[str, str], str]) -> Iterator[str]:
    """The difference in the unified form that `patch` reads, with its line ends.

    What must not reach a terminal is shown with escapes; of such lines `patch` says that they do not fit.
    """
    started = False
    for piece in mended:
        if piece.before == piece.after:
            continue
        if not started:
            yield paint(guard.line(f"--- a/{file}"), "bold") + "\n"
            yield paint(guard.line(f"+++ b/{file}"), "bold") + "\n"
            started = True
        yield from _hunks(_lines(piece.before), _lines(piece.after), piece.line, paint)


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", errors="replace").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _hunks(before: list[str], after: list[str], base: int, paint: Callable[[str, str], str]) -> Iterator[str]:
    """A fix never adds a line or takes one away, so lines are compared by their number."""
    changed = [number for number, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    for first, last in _groups(changed):
        start, end = max(first - _CONTEXT, 0), min(last + _CONTEXT + 1, len(before))
        place = f"{base + start + 1},{end - start}"
        yield paint(f"@@ -{place} +{place} @@", "dim") + "\n"
        for number in range(start, end):
            if before[number] == after[number]:
                yield _ended(f" {_guarded(before[number])}")
            else:
                yield _painted(f"-{_guarded(before[number])}", "red", paint)
                yield _painted(f"+{_guarded(after[number])}", "green", paint)


def _guarded(written: str) -> str:
    """A line with its end as it was; tabs stay, and the blanks that only look like one."""
    text = written.removesuffix("\n")
    end = "\r" if text.endswith("\r") else ""
    parts = _AS_IT_IS.split(text.removesuffix("\r"))
    return "".join((*(guard.line(part) if at % 2 == 0 else part for at, part in enumerate(parts)), end)) + (
        "\n" if written.endswith("\n") else ""
    )


def _groups(changed: list[int]) -> Iterator[tuple[int, int]]:
    """Changed lines that lie so near that their contexts meet, as one."""
    if not changed:
        return
    first = last = changed[0]
    for number in changed[1:]:
        if number - last > 2 * _CONTEXT:
            yield first, last
            first = number
        last = number
    yield first, last


def _painted(line: str, colour: str, paint: Callable[[str, str], str]) -> str:
    text = line.removesuffix("\n")
    return _ended(paint(text, colour) + line[len(text) :])


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


@contextmanager
def replacing(file: str) -> Iterator[IO[bytes]]:
    """A file to write the new content to; it takes the old one's place, whole, when the block ends well."""
    path = os.path.realpath(file)
    if not os.access(path, os.W_OK):
        raise PermissionError(13, "the file is read-only", path)
    beside = f"{path}.{os.getpid()}.new"
    try:
        with open(beside, "wb") as out:  # noqa: PTH123
            os.chmod(beside, os.stat(path).st_mode & 0o7777)  # noqa: PTH101, PTH116
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, path)  # noqa: PTH105
    finally:
        if os.path.exists(beside):  # noqa: PTH110
            os.unlink(beside)  # noqa: PTH108
