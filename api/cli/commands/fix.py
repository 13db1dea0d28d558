"""`samsprog fix`: the safe remedies, shown first and then applied."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from api.cli.commands.check import question_arguments
from api.cli.language import Speech
from api.cli.output import Paint, tell
from api.cli.system_words import system_words
from api.payload.documents import STDIN, STDIN_NAME, Unreadable
from api.payload.fixing import REPEATED, Mended, diff_lines, mend_file, replacing
from api.payload.judge import PayloadJudge
from api.payload.tally import gravity
from classification.sentence import both

if TYPE_CHECKING:
    from api.payload.located import Located
    from api.payload.options import Question
    from classification import Finding

DESCRIPTION = """\
Apply the remedies that are safe: an old system URI becomes the new one, a legacy key the code, an old display the
current one. Shows the difference; changes files only with --write, and in them only the values shown. With - and
--write the mended text goes to stdout. A text that cannot be read, or in which a name stands twice, is left alone and
told. Exits with 1 when files would change, or a text cannot be read."""
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
    from api.cli.commands.checking import asked

    ask = asked(args)
    files = ask.files(args.paths)
    judge, is_grave = PayloadJudge(ask.make_checks()), gravity(ask.options.fail_on)
    all_files: list[_Counted] = []
    troubles = 0
    for file in files:
        question = ask.questions(STDIN_NAME if file == STDIN else file)[0]
        try:
            if file in ask.unread:
                raise Unreadable(ask.unread[file])
            all_files.append(_fix(file, judge, question, args))
        except BrokenPipeError:
            raise
        except (Unreadable, OSError) as trouble:
            why = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else trouble
            tell(f"{file}: {system_words(str(why), args.speech)}")
            troubles += 1
    _tell(args.speech, all_files, len(files), written=args.write)
    if troubles:
        return 2
    undone = any((one.fixes and not args.write) or one.withheld for one in all_files)
    return 1 if undone or any(is_grave(seen) for one in all_files for seen in one.unreadable) else 0


def _fix(file: str, judge: PayloadJudge, question: Question, args: Namespace) -> _Counted:
    """Mend one file, or show how; tell of the texts in it that are left alone."""
    pieces = mend_file(file, judge, question, sys.stdin.buffer if file == STDIN else None)
    counted = _Counted(pieces, question, args.speech)
    if file == STDIN and args.write:
        stdout: Any = sys.stdout.buffer
        for piece in counted:
            stdout.write(piece.after)
        stdout.flush()
    else:
        name = STDIN_NAME if file == STDIN else file.lstrip("/")
        sys.stdout.writelines(diff_lines(name, counted, Paint()))
    if args.write and file != STDIN and counted.fixes:
        with replacing(file) as out:
            out.writelines(piece.after for piece in mend_file(file, judge, question))
    return counted


class _Counted:
    """Pieces of a file on their way: their fixes counted, and what is left alone told.

    `unreadable` is what the check reports of texts that cannot be read, each rule once.
    """

    def __init__(self, pieces: Iterator[Mended], question: Question, speech: Speech) -> None:
        self._pieces, self._question, self._speech = pieces, question, speech
        self.fixes = self.left = self.withheld = 0
        self.unreadable: list[Finding] = []

    def __iter__(self) -> Iterator[Mended]:
        for piece in self._pieces:
            self.fixes += piece.fixes
            self.withheld += piece.withheld
            for one in piece.left:
                self._leave(one)
            yield piece

    def _leave(self, one: Located) -> None:
        seen = one.finding
        self.left += 1
        why = both("intet rettes der", "nothing is mended there")
        if seen.rule != REPEATED:
            why = both("teksten kan ikke læses, og intet rettes der", "the text cannot be read; " + why.en)
            if self._question.wants(seen.rule) and seen.rule not in {old.rule for old in self.unreadable}:
                self.unreadable.append(seen)
        message = seen.message + both(f"; {why.da}", f"; {why.en}")
        tell(f"{one.place}: {seen.rule} {self._speech(message)}")


def _tell(speech: Speech, counted: Sequence[_Counted], files: int, *, written: bool) -> None:
    fixes = sum(one.fixes for one in counted)
    changed = sum(one.fixes > 0 for one in counted)
    left = sum(one.left for one in counted)
    if not fixes:
        message = both("intet at rette", "nothing to mend")
        if left:
            message = both("intet rettet", "nothing mended")
    elif written:
        message = both(
            f"{fixes} værdier rettet i {changed} af {files} filer",
            f"{fixes} values mended in {changed} of {files} files",
        )
    else:
        message = both(
            f"{fixes} værdier i {changed} af {files} filer kan rettes; --write gør det",
            f"{fixes} values in {changed} of {files} files can be mended; --write does it",
        )
    if left:
        message += both(f"; {left} steder er ladt urørt", f"; {left} places are left as they are")
    sys.stderr.write(f"{speech(message)}\n")
