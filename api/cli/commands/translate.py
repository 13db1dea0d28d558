"""`samsprog translate`: codes of one system as codes of another."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import edition, open_source
from api.cli.command import clock_arguments
from api.cli.commands.resolutions import input_arguments, print_resolutions

DESCRIPTION = """\
Find the code of one system that a code of another stands for, through the maps of both onto a shared
classification. The way is shown; where nothing follows from two maps, nothing is claimed."""
EXAMPLES = (
    "samsprog translate --from domus-example --to fasit-example 0101",
    "samsprog translate --from domus-example --to fasit-example 0101 0102 --format json",
)
FORMATS = ("text", "json", "jsonl", "csv", "tsv")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--from", required=True, dest="source", metavar="SYSTEM", help="system of the codes: name, URI, alias"
    )
    parser.add_argument("--to", required=True, metavar="SYSTEM[@RELEASE]", help="the system asked for")
    input_arguments(parser)
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print what each input is in the other system."""
    target, release = edition(args.to, args.release)
    wanted = {
        "source": args.source,
        "target": target,
        "release": release,
        "kind": args.kind,
        "terms": args.input == "terms",
    }
    return print_resolutions(args, open_source(args), wanted)
