"""`samsprog diff`: what changed between two releases."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from api.cli.command import Stated, clock_arguments, count
from api.cli.output import cell, print_json, print_values
from api.cli.source import Answer, edition, open_source

DESCRIPTION = """\
Compare two releases of a classification: what came, went, was recoded, renamed, moved …, and what that breaks.
The modes: backward, who has the new release reads data written with the old one; forward, the other way round;
full, both (docs/compatibility.md). NEW left out is the release that holds today or on the day asked for."""
EXAMPLES = (
    "samsprog diff fsiii@1.1.0 fsiii@2.0.0",
    "samsprog diff fsiii@2.2.0",
    "samsprog diff fsiii@1.1.0 fsiii@2.0.0 --format json",
    "samsprog diff ffb@1.0.0 ffb@1.1.0 --format markdown",
    "samsprog diff fsiii@1.1.0 fsiii@2.3.0 --mode backward --fail-on breaking",
)
FORMATS = ("text", "json", "csv", "tsv", "markdown")
_COLUMNS = ("change", "code", "key", "term", "language", "label", "from", "to", "backward", "forward")
_GRAVITY = ("compatible", "warning", "breaking")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("old", metavar="OLD@RELEASE", help="the release one comes from")
    parser.add_argument(
        "new", nargs="?", action=Stated, metavar="NEW@RELEASE", help="the release one goes to"
    )
    parser.add_argument(
        "--mode", choices=("backward", "forward", "full"), default="full", help="see above (full)"
    )
    parser.add_argument(
        "--fail-on",
        choices=_GRAVITY[1:],
        help="exit with 1 when the changes are that grave in the mode, or graver",
    )
    parser.add_argument(
        "--limit",
        type=count,
        default=20,
        metavar="N",
        help="lines per kind of change in text; 0 for all (20)",
    )
    clock_arguments(parser, release=False)


def run(args: Namespace) -> int:
    """Print the difference; 1 when it is as grave as --fail-on says."""
    older = edition(args.old)
    newer = edition(args.new) if args.new else (older[0], "")
    source = open_source(args)
    if args.format in {"text", "markdown"}:
        text, levels = source.diff_text(older, newer, args.format, args.limit)
        sys.stdout.write(text)
    else:
        difference = source.diff(older, newer)
        levels = difference["compatibility"]
        _print(difference, args.format)
    grave = _GRAVITY.index(levels[args.mode])
    return 1 if args.fail_on and grave >= _GRAVITY.index(args.fail_on) else 0


def _print(difference: Answer, form: str) -> None:
    if form == "json":
        print_json(difference)
        return
    rows = ({**change, **change["level"]} for change in difference["changes"])
    print_values(form, _COLUMNS, [[_shown(row.get(key)) for key in _COLUMNS] for row in rows])


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " | ".join(map(_shown, value))
    if isinstance(value, dict):
        return cell(
            value.get("code") or value.get("text") or " ".join(_shown(v) for v in value.values() if v)
        )
    return cell(value)
