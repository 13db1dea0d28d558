"""`samsprog resolve`: the shared concepts that codes or terms stand for."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import edition, open_source
from api.cli.command import Stated, clock_arguments
from api.cli.commands.resolutions import input_arguments, print_resolutions

DESCRIPTION = """\
Find the shared concept that a code or term of a system stands for, how sure that is, and by which way.
Every candidate is shown; none is picked where several come into question."""
EXAMPLES = (
    "samsprog resolve --to fsiii J1.1 I5.1",
    "samsprog resolve --to fsiii --input terms Hukommelse --kind state",
    "samsprog resolve --system http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII --to fsiii J1.1 --format json",
    "samsprog resolve --to fsiii@2.3.0 - --format csv < codes.txt",
)
FORMATS = ("text", "json", "jsonl", "csv", "tsv")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--system",
        action=Stated,
        default="",
        help="system of the codes: name, URI or alias; left out: that of --to",
    )
    parser.add_argument(
        "--to", required=True, metavar="SCHEME[@RELEASE]", help="the classification asked for"
    )
    input_arguments(parser)
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print what each input stands for."""
    target, release = edition(args.to, args.release)
    wanted = {
        "source": args.system or target,
        "target": target,
        "release": release,
        "kind": args.kind,
        "terms": args.input == "terms",
    }
    return print_resolutions(args, open_source(args), wanted)
