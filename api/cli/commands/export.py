"""`samsprog export`: a release, a value set or a map in a standard format."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from api.cli.answering.source import clock_of, edition
from api.cli.output import tell
from api.payload import guard
from classification.errors import InvalidRequest
from classification.sentence import both

if TYPE_CHECKING:
    from loaders import Format

DESCRIPTION = """\
Write a release of a classification, a value set or a concept map in a standard format (docs/formats/).
What the format does not carry is told on stderr."""
EXAMPLES = (
    "samsprog export fsiii@2.3.0 --to fhir-json -o fsiii.json",
    "samsprog export KLSeverities@2.3.0",
    "samsprog export ffb@2.3.0 --to skos-turtle",
    "samsprog export domus-ffb --to sssom-tsv",
    "samsprog export ffb --for-excel -o ffb.csv",
)
FORMATS = ()
NO_SERVER = (
    "an export is made from the store, or the bundled vocabularies; a service has it under /download/NAME"
)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    from api.asking.exporting import writable
    from api.cli.command import Stated, day, list_formats

    parser.add_argument("name", metavar="NAME[@RELEASE]", help="a classification, value set or concept map")
    form = parser.add_argument("--to", metavar="FORMAT", help="%(formats)s (fhir-json)")
    list_formats(form, writable())
    parser.add_argument(
        "--for-excel",
        action="store_true",
        help="a concept-csv that Excel opens as it is: semicolons, a byte order mark, codes that stay text",
    )
    parser.add_argument(
        "-o",
        "--output",
        action=Stated,
        default="-",
        metavar="PATH",
        help="file, or folder (one that is there, or a name that ends in /); - is stdout (-)",
    )
    parser.add_argument("--as-of", metavar="DAY", type=day, help="the release valid on that day")
    parser.add_argument("--known-at", action=Stated, metavar="TIME", help="as known then")


def run(args: Namespace) -> int:
    """Write it."""
    from pathlib import Path

    from api.archive.files import write_file
    from api.asking.exporting import as_one_file, content_of, write_into
    from api.cli.answering.local import open_terminology
    from api.cli.overwriting import must_not_overwrite, store_files

    if args.output != "-":
        must_not_overwrite({"--output": args.output}, store_files(args))
    form = _format(args)
    name, release = edition(args.name)
    content = content_of(open_terminology(args), name, clock_of(args).of(release), form)
    if args.output == "-":
        _, made = as_one_file(form, content)
        sys.stdout.flush()
        sys.stdout.buffer.write(made)
    elif Path(args.output).is_dir() or args.output.endswith(("/", os.sep)):
        for written in write_into(Path(args.output), form, content):
            sys.stderr.write(f"{guard.line(str(written))}\n")
    else:
        _, made = as_one_file(form, content)
        write_file(Path(args.output), made)
    for finding in (*content.findings, *(form.losses(content) if form.losses else ())):
        tell(finding.in_language(args.speech.language))
    return 0


def _format(args: Namespace) -> Format:
    """The format that is asked for.

    Raises:
        InvalidRequest: there is none of the name, or it is not one that --for-excel goes with.
    """
    from api.asking.exporting import DEFAULT, format_named
    from loaders.format import FOR_EXCEL

    if not args.for_excel:
        return format_named(args.to or DEFAULT)
    if args.to not in (None, FOR_EXCEL.name):
        raise InvalidRequest(
            both(
                f"--for-excel skriver {FOR_EXCEL.name}, ikke {args.to}; udelad --to",
                f"--for-excel writes {FOR_EXCEL.name}, not {args.to}; leave out --to",
            )
        )
    return FOR_EXCEL
