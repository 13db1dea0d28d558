"""`samsprog fix`: the safe remedies, shown first and then applied."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from api.check.documents import STDIN, STDIN_NAME, Unreadable
from api.check.fixing import Mended, diff_lines, mend_file, replacing
from api.check.judge import Judge
from api.cli.check import question_arguments
from api.cli.language import Speech
from api.cli.output import Paint, tell
from api.cli.system_words import system_words
from classification.sentence import both

if TYPE_CHECKING:
    from api.check.options import Question

DESCRIPTION = """\
Apply the remedies that are safe: an old system URI becomes the new one, a legacy key the code, an old display the
current one. Shows the difference; changes files only with --write, and in them only the values shown. With - and
--write the mended text goes to stdout. Exits with 1 when files would change."""
EXAMPLES = (
    "samsprog fix payloads/",
    "samsprog fix payloads/ --select SP2 --write",
    "samsprog fix - --write",
)
FORMATS = ()
NO_SERVER = "the fix asks no service: it runs here, from the store, a bundle or the bundled vocabularies"


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    question_arguments(parser)
    parser.add_argument("--write", action="store_true", help="change the files")


def run(args: Namespace) -> int:
    """Show the difference, or make it; 1 when there is one and it is not made, 2 when a file cannot be read."""
    from api.cli.checking import asked

    ask = asked(args)
    files = ask.files(args.paths)
    judge = Judge(ask.make_checks())
    fixes = changed = troubles = 0
    for file in files:
        question = ask.questions(STDIN_NAME if file == STDIN else file)[0]
        try:
            if file in ask.unread:
                raise Unreadable(ask.unread[file])
            count = _fix(file, judge, question, write=args.write)
        except BrokenPipeError:
            raise
        except (Unreadable, OSError) as trouble:
            why = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else trouble
            tell(f"{file}: {system_words(str(why), args.speech)}")
            troubles += 1
            continue
        fixes, changed = fixes + count, changed + (count > 0)
    _tell(args.speech, fixes, changed, len(files), written=args.write)
    if troubles:
        return 2
    return 1 if fixes and not args.write else 0


def _fix(file: str, judge: Judge, question: Question, *, write: bool) -> int:
    """Mend one file and say how many values changed (or would)."""
    counted = _Counted(mend_file(file, judge, question, sys.stdin.buffer if file == STDIN else None))
    if file == STDIN and write:
        stdout: Any = sys.stdout.buffer
        for piece in counted:
            stdout.write(piece.after)
        stdout.flush()
    else:
        name = STDIN_NAME if file == STDIN else file.lstrip("/")
        sys.stdout.writelines(diff_lines(name, counted, Paint()))
    if write and file != STDIN and counted.fixes:
        with replacing(file) as out:
            out.writelines(piece.after for piece in mend_file(file, judge, question))
    return counted.fixes


class _Counted:
    """Pieces on their way, their fixes counted."""

    def __init__(self, pieces: Iterator[Mended]) -> None:
        self._pieces = pieces
        self.fixes = 0

    def __iter__(self) -> Iterator[Mended]:
        for piece in self._pieces:
            self.fixes += piece.fixes
            yield piece


def _tell(speech: Speech, fixes: int, changed: int, files: int, *, written: bool) -> None:
    if not fixes:
        said = both("intet at rette", "nothing to mend")
    elif written:
        said = both(
            f"{fixes} værdier rettet i {changed} af {files} filer",
            f"{fixes} values mended in {changed} of {files} files",
        )
    else:
        said = both(
            f"{fixes} værdier i {changed} af {files} filer kan rettes; --write gør det",
            f"{fixes} values in {changed} of {files} files can be mended; --write does it",
        )
    sys.stderr.write(f"{speech(said)}\n")
