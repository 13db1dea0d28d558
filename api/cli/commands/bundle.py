"""`samsprog bundle`: everything that a check needs, in one file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from api.cli.command import Stated
from api.cli.commands.lock import checker_of, counted, needs_arguments
from api.payload import guard

DESCRIPTION = """\
Write the compiled releases, value sets and profiles that a check needs into one file, for use where there is neither a
store nor a network: `samsprog check --bundle FILE`. The same content gives the same bytes."""
EXAMPLES = (
    "samsprog bundle --output samsprog.bundle",
    "samsprog bundle --profile gateway --output gateway.bundle",
)
FORMATS = ()
NO_SERVER = (
    "a bundle is made from the store or the bundled vocabularies; run it where the store of the "
    "service is, with its --data-dir"
)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    needs_arguments(parser)
    parser.add_argument(
        "--output", "-o", action=Stated, metavar="FILE", required=True, help="the file to write"
    )


def run(args: Namespace) -> int:
    """Write the bundle."""
    from pathlib import Path

    from api.payload.bundle import write_bundle

    path = Path(args.output)
    releases, value_sets, profiles = write_bundle(checker_of(args, args.output), path, args.profile)
    size = path.stat().st_size / 1e6
    counts = args.speech(counted(releases, value_sets, profiles))
    sys.stdout.write(f"{guard.line(str(path))}: {counts} ({size:.1f} MB)\n")
    return 0
