"""`samsprog undo`: an import taken back."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from api.cli.author import author_arguments, author_of
from api.cli.command import count
from api.cli.output import Paint, cell, heads, print_json, print_line, print_table
from classification.sentence import Sentence, both
from classification.words import THINGS, named

DESCRIPTION = """\
Take the last import back: everything that it brought goes, and answers are as they were before it. An import on which
a later one builds stays, and is told. What others may rest on is withdrawn instead (samsprog withdraw)."""
EXAMPLES = (
    "samsprog undo --dry-run --data-dir ./data",
    "samsprog undo 7 --data-dir ./data",
)
FORMATS = ("text", "json")
NO_SERVER = (
    "an import is taken back where the store of the service is, with its --data-dir or --config: a running service "
    "answers without it within a second or two"
)
EXTRAS = ("store",)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "number", nargs="?", type=count, metavar="IMPORT", help="the number of the import (the last one)"
    )
    parser.add_argument("--dry-run", action="store_true", help="report only, write nothing")
    author_arguments(parser)


def run(args: Namespace) -> int:
    """Take it back and say what went."""
    from api.archive.archive import Archive
    from api.archive.undoing import undo
    from api.cli.settings import settings_of

    with Archive(settings_of(args)) as archive:
        undone = undo(archive, args.number, author_of(args), dry_run=args.dry_run)
    if args.format == "json":
        print_json(undone.to_json() | {"dryRun": args.dry_run})
        return 0
    language = args.speech.language
    rows = [
        (named(THINGS, one.what, language), one.name, one.version, cell(one.size)) for one in undone.brought
    ]
    print_table(heads(("what", "name", "version", "concepts"), language), rows, Paint())
    print_line(args.speech(_said(undone, dry_run=args.dry_run)))
    return 0


def _said(undone: Any, *, dry_run: bool) -> Sentence:
    of = f"{undone.number} ({undone.origin}, {undone.recorded.isoformat(timespec='seconds')})"
    if dry_run:
        return both(
            f"Importen {of} kan tages tilbage; intet er skrevet (--dry-run)",
            f"Import {of} can be taken back; nothing was written (--dry-run)",
        )
    return both(f"Importen {of} er taget tilbage", f"Import {of} was taken back")
