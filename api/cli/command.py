"""One command: its options, its module, its run.

A command is a module of this package with

    DESCRIPTION   what it does, for its help
    EXAMPLES      lines that a reader can type; a test runs them
    FORMATS       forms of its output, the first is the default
    NO_SERVER     what to do in place of `--server`, where the command does not take it
    EXTRAS        extras it needs in any case (api/extras.py); none where it does not say
    arguments     adds its own arguments to a parser
    run           answers, writes the answer, gives the exit code
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from argparse import (
    SUPPRESS,
    Action,
    ArgumentError,
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
)
from collections.abc import Iterable
from importlib import import_module
from typing import Any, NoReturn

from api.cli.language import ENGLISH, LANGUAGES, Speech

_MODULES = {"import": "import_"}
_LITERAL = "\0"
_LONG = frozenset({"serve", "import", "export", "db", "undo"})
_SELDOM = 40_000
atexit.register(
    gc.freeze
)  # an interpreter that ends would look all through for garbage: a tenth of a short command


def run_command(name: str, arguments: list[str], speech: Speech) -> int:
    """Run one command with its arguments."""
    thresholds = gc.get_threshold()
    if name not in _LONG:
        # A short command makes hardly any garbage, and looking for it takes a tenth of the time; a long one must not
        # gather it for ever.
        gc.set_threshold(_SELDOM, *thresholds[1:])
    try:
        module = import_module(f"api.cli.commands.{_MODULES.get(name, name)}")
        code: int = module.run(parsed(command_parser(name, module, speech), arguments, speech))
        return code
    except ModuleNotFoundError as error:
        from api.extras import missing_extra

        if (missing := missing_extra(error, getattr(module, "EXTRAS", ()))) is None:
            raise
        raise missing from error
    finally:
        gc.set_threshold(*thresholds)


def parsed(parser: ArgumentParser, words: list[str], speech: Speech = ENGLISH) -> Namespace:
    """The arguments; options may stand among the others, and none is seen behind `--`.

    `parse_intermixed_args` forgets the `--` between its two passes, and how it does so differs between versions of
    Python. So the words behind it get a mark, which no word of a command line can hold, until they are parsed.
    """
    end = words.index("--") if "--" in words else len(words)
    arguments = parser.parse_intermixed_args(words[:end] + [_LITERAL + word for word in words[end + 1 :]])
    for name, value in vars(arguments).items():
        setattr(arguments, name, _unmarked(value))
    arguments.lang = arguments.lang or speech.option or None
    arguments.speech = speech
    arguments.words = words
    return arguments


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(one) for one in value]
    return value.removeprefix(_LITERAL) if isinstance(value, str) else value


def command_parser(name: str, module: Any, speech: Speech = ENGLISH) -> ArgumentParser:
    """The parser of a command: its own arguments, then those that all commands share."""
    danish = speech.language == "da"
    parser = (_DanishParser if danish else _Parser)(
        prog=f"samsprog {name}",
        description=module.DESCRIPTION,
        epilog=speech.pick("eksempler", "examples")
        + ":\n"
        + "".join(f"  {line}\n" for line in module.EXAMPLES),
        formatter_class=_Help,
        allow_abbrev=False,
    )
    module.arguments(parser)
    common = parser.add_argument_group("options of all commands")
    if module.FORMATS:
        common.add_argument(
            "--format", choices=module.FORMATS, default=module.FORMATS[0], help="form of the output"
        )
    common.add_argument(
        "--data-dir", action=Stated, metavar="FOLDER", help="the store in this folder answers"
    )
    if hasattr(module, "NO_SERVER"):
        common.add_argument("--server", action=_NoServer, const=module.NO_SERVER, nargs="?", help=SUPPRESS)
    common.add_argument("--config", action=Stated, metavar="FILE", help="settings (docs/configuration.md)")
    common.add_argument("--debug", action="store_true", help="show where in the program an error arose")
    common.add_argument(
        "--lang", choices=LANGUAGES, help="language of what people read (the setting lang, the locale, en)"
    )
    if danish:
        from api.cli.danish_help import USAGE, into_danish

        into_danish(parser)
        # else parse_intermixed_args cuts it out of the whole, by the length of the English word for it
        parser.usage = parser.format_usage().removeprefix(USAGE).rstrip().replace("%", "%%")
    return parser


def clock_arguments(parser: ArgumentParser, *, release: bool = True) -> None:
    """Arguments that pick the editions, and who answers."""
    clock = parser.add_argument_group("which edition")
    clock.add_argument(
        "--as-of", metavar="DAY", type=day, help="as valid on that day, for instance 2024-03-01"
    )
    clock.add_argument(
        "--known-at",
        action=Stated,
        metavar="TIME",
        help="as known then: a day (its end) or 2024-03-01T12:00:00+01:00",
    )
    if release:
        clock.add_argument(
            "--release", action=Stated, metavar="LABEL", default="", help="this release, whatever the day"
        )
    parser.add_argument("--server", action=Stated, metavar="URL", help="a running service answers")


def supplement_argument(parser: ArgumentParser) -> None:
    """An argument that switches supplements on."""
    parser.add_argument(
        "--supplement",
        action="append",
        default=[],
        metavar="NAME",
        help="with the names and properties of this supplement, in its language first; may be repeated",
    )


def list_formats(action: Action, formats: Iterable[Any]) -> None:
    """Let `%(formats)s` in an argument's help name these formats."""
    vars(action)["formats"] = ", ".join(form.name for form in formats)


def day(text: str) -> Any:
    """A day in the form 2024-03-01."""
    from datetime import date

    try:
        result = date.fromisoformat(text)
        if result.isoformat() == text:  # not 20240301, nor 2024-W09-5
            return result
    except ValueError:
        pass
    raise ArgumentTypeError(f"{text!r} is not a day; write it as 2024-03-01")


def as_text(argument: str) -> str:
    """An argument as text: where the locale has no UTF-8, Python hands over its bytes, and they are read here."""
    try:
        return argument.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        raise ArgumentTypeError(f"{argument!r} is not UTF-8") from None


def count(text: str) -> int:
    """A whole number from 0."""
    if text.isascii() and text.isdigit():
        return int(text)
    raise ArgumentTypeError(f"{text!r} is not a whole number from 0")


class Stated(Action):
    """A value that may be left out but not be empty: an empty variable of a shell is a mistake, not an absence."""

    def __call__(self, _parser: object, arguments: Namespace, value: Any, _option: str | None = None) -> None:
        """Take the value, or the values, unless one is empty."""
        if value == "" or (isinstance(value, list) and "" in value):
            raise ArgumentError(self, "is empty")
        setattr(arguments, self.dest, value)


class StatedEach(Stated):
    """Several such values, one for each time that the option stands there."""

    def __call__(self, parser: object, arguments: Namespace, value: Any, option: str | None = None) -> None:
        """Take one more, unless it is empty."""
        before = getattr(arguments, self.dest) or []
        super().__call__(parser, arguments, value, option)
        setattr(arguments, self.dest, [*before, value])


class _NoServer(Action):
    """`--server` where no service can be asked: says what to do instead."""

    def __call__(self, parser: ArgumentParser, *_: object) -> NoReturn:
        """Refuse it."""
        parser.error(f"--server: {self.const}")


class _Help(RawDescriptionHelpFormatter):
    """Keeps the lines of description and examples; finds the width without importing shutil."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=_width())

    def _split_lines(self, text: str, width: int) -> list[str]:
        """No name of a format or option is broken at its hyphen."""
        from textwrap import wrap

        return wrap(" ".join(text.split()), width, break_on_hyphens=False)


class _Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self._finish(message, "--help shows the arguments")

    def _finish(self, message: str, where: str) -> NoReturn:
        from api.payload.guard import line

        said = line(message.replace(_LITERAL, ""))
        self.exit(2, f"{self.prog}: {said}\n{self.prog} {where}\n")


class _DanishHelp(_Help):
    def add_usage(
        self, usage: str | None, actions: Iterable[Action], groups: Iterable[Any], prefix: str | None = None
    ) -> None:
        from api.cli.danish_help import USAGE

        super().add_usage(usage, actions, groups, USAGE if prefix is None else prefix)


class _DanishParser(_Parser):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings | {"formatter_class": _DanishHelp})

    def error(self, message: str) -> NoReturn:
        from api.cli.danish_help import mistake_in_danish

        self._finish(mistake_in_danish(message), "--help viser argumenterne")


def _width() -> int:
    try:
        return min(os.get_terminal_size(sys.__stdout__.fileno()).columns, 120) if sys.__stdout__ else 100
    except (OSError, ValueError):
        return 100
