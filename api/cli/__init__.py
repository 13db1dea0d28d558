"""The command `samsprog`.

`main` finds the command's module by name and imports that alone, so each command pays only for what it uses
(tests/bench/bench_cli.py measures it). What the commands print is made in `api.asking.answers`; how they end:

    0    answered
    1    answered, but not as hoped: unknown code, nothing found, no single target, findings, a breaking change
    2    not answered: wrong usage, an unknown name, a server or file that cannot be reached, a fault in the program
    130  interrupted; 141 the reader of the output went away
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing typing takes half of what the help takes
if TYPE_CHECKING:
    from api.cli.language import Speech
    from classification.sentence import Sentence

DONE, NOT_AS_HOPED, NOT_ANSWERED, INTERRUPTED, READER_GONE = 0, 1, 2, 130, 141

COMMANDS = {
    "serve": "run the service: GraphQL and the explorer page",
    "import": "bring files of a standard format or a vocabulary folder into the store",
    "undo": "take the last import back",
    "withdraw": "let a release answer no more, or take it back into use",
    "rename": "give a classification, value set or map another short name",
    "db": "look after the store: upgrade, check, backup, restore",
    "export": "write a release, value set or map in a standard format",
    "schemes": "list classifications",
    "releases": "list releases",
    "show": "show one concept: codes, terms, place, history",
    "search": "find concepts by what people type",
    "expand": "list the members of a value set",
    "resolve": "find the shared concept that a code or term stands for",
    "translate": "find the code of one system that a code of another stands for",
    "diff": "compare two releases",
    "map": "list concept maps, their rows, the rows of a code",
    "check": "check data objects: JSON, NDJSON, FHIR Bundles",
    "fix": "apply the safe remedies that check offers",
    "lock": "write name and digest of what a check rests on",
    "bundle": "write what a check needs into one file, for offline use",
    "lint": "look through a vocabulary as a careful reader would",
    "rule": "explain a rule of the check or of the lint",
}

_HEAD = """\
usage: samsprog COMMAND [ARGUMENT ...]

Versioned classifications and reference data for Danish municipal social and health care.
Without a store or a server the bundled vocabularies answer.

commands:
"""
_FOOT = """
options:
  -h, --help     show this text; `samsprog COMMAND --help` shows a command's options and examples
  --version      show the version of the program and of its JSON output

examples:
  samsprog show fsiii J1.1
  samsprog resolve --to fsiii J1.1 I5.1
  samsprog diff fsiii@1.1.0 fsiii@2.0.0

exit codes: 0 answered; 1 answered, but not as hoped (unknown code, no single target, findings); 2 not answered
"""


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return the exit code.

    >>> main(["schemes", "--format", "tsv"])  # doctest: +SKIP
    0
    """
    from api.cli.language import speech_of

    arguments = sys.argv[1:] if argv is None else argv
    speech = speech_of(arguments, os.environ)
    if not _streams_are_open(speech):
        return NOT_ANSWERED
    try:
        code = _run(list(arguments), speech)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return READER_GONE
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else NOT_ANSWERED
    except Exception as error:
        return _explain(error, "--debug" in arguments, speech)


def _run(arguments: list[str], speech: Speech) -> int:
    _use_utf8()
    if arguments[:1] == ["--lang"] or (arguments[:1] and arguments[0].startswith("--lang=")):
        taken = 2 if arguments[0] == "--lang" else 1  # before the command it means the same as behind it
        arguments = [*arguments[taken : taken + 1], *arguments[:taken], *arguments[taken + 1 :]]
    name = arguments[0] if arguments else ""
    if name in COMMANDS:
        from api.cli.command import run_command

        return run_command(name, arguments[1:], speech)
    if name in {"-h", "--help", "help"} and (len(arguments) == 1 or arguments[1].startswith("--lang")):
        sys.stdout.write(help_text(speech))
        return DONE
    if name == "help":
        return _run([*arguments[1:], "--help"], speech)
    if name == "--version":
        sys.stdout.write(version_text(speech))
        return DONE
    if not name:
        sys.stderr.write(help_text(speech))
        return NOT_ANSWERED
    from api.payload.guard import line

    sys.stderr.write(f"samsprog: {line(_complaint(name, speech))}\n")
    return NOT_ANSWERED


def help_text(speech: Speech | None = None) -> str:
    """What `samsprog --help` prints."""
    head, summaries, foot = _HEAD, COMMANDS, _FOOT
    if speech is not None and speech.language == "da":
        from api.cli.danish_help import FOOT, HEAD, SUMMARIES

        head, summaries, foot = HEAD, SUMMARIES, FOOT
    return head + "".join(f"  {name:<10} {summaries[name]}\n" for name in COMMANDS) + foot


def version_text(speech: Speech) -> str:
    """What `samsprog --version` prints."""
    from importlib.metadata import PackageNotFoundError, version

    from api.asking.answers import JSON_VERSION

    try:
        program = version("samsprog")
    except PackageNotFoundError:
        program = speech.pick("(ikke installeret)", "(not installed)")
    return f"samsprog {program} ({speech.pick('version af JSON', 'JSON output version')} {JSON_VERSION})\n"


def _complaint(name: str, speech: Speech) -> str:
    from classification.sentence import both

    return speech(_unknown(name) + both("; se samsprog --help", "; see samsprog --help"))


def _unknown(name: str) -> Sentence:
    from classification.sentence import both

    if name.startswith("-"):
        return both(f"ukendt valg {name!r} før kommandoen", f"unknown option {name!r} before the command")
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=2, cutoff=0.5)
    unknown = both(f"ukendt kommando {name!r}", f"unknown command {name!r}")
    if not near:
        return unknown
    return unknown + both(f"; mente du {' eller '.join(near)}?", f"; did you mean {' or '.join(near)}?")


def _explain(error: Exception, debug: bool, speech: Speech) -> int:
    """One line on stderr that says what is wrong; the traceback only where it is asked for."""
    from api.cli.failure import failure

    code, message = failure(error, speech)
    if debug:
        from traceback import format_exception

        message = "".join(format_exception(error)).rstrip()
    try:
        sys.stdout.flush()
    except OSError:
        _silence_stdout()
    from api.payload.guard import lines

    sys.stderr.write(f"samsprog: {lines(message)}\n")
    return code


def _streams_are_open(speech: Speech) -> bool:
    """Whether there is somewhere to write; a closed stdout (`>&-`) is told, a closed stderr swallows what is told."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        message = (
            "stdout er lukket; svaret kan ikke skrives nogen steder",
            "stdout is closed; there is nowhere to write the answer",
        )
        sys.stderr.write(f"samsprog: {speech.pick(*message)}\n")
    return sys.stdout is not None


def _use_utf8() -> None:
    """Redirected output is UTF-8 everywhere; a terminal keeps its encoding and shows `?` for what it lacks.

    A name of a file that is not UTF-8 is shown with escapes.
    """
    for stream in (sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue
        if (stream.encoding or "utf-8").lower() == "utf-8" or not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            stream.reconfigure(errors="replace")


def _silence_stdout() -> None:
    """Keep the interpreter from complaining, when it ends, about what could not be written."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
