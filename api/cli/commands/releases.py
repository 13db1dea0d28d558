"""`samsprog releases`: the releases at hand."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import Answer, open_source
from api.cli.command import Stated, clock_arguments
from api.cli.output import Paint, cell, days, heads, print_json, print_table, print_values

DESCRIPTION = "List the releases of a classification, or of all. The current one is marked with *."
EXAMPLES = (
    "samsprog releases fsiii",
    "samsprog releases --format csv",
    "samsprog releases fsiii --as-of 2024-06-10 --format json",
)
FORMATS = ("text", "json", "csv", "tsv")
_COLUMNS = (
    "scheme",
    "release",
    "from",
    "to",
    "recorded",
    "concepts",
    "digest",
    "structureDigest",
    "publisherVersions",
    "current",
)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("scheme", nargs="?", action=Stated, help="short name, system URI or alias")
    clock_arguments(parser, release=False)


def run(args: Namespace) -> int:
    """Print the releases."""
    found = open_source(args).releases(args.scheme or "")
    if args.format == "json":
        print_json(found)
    elif args.format == "text":
        language = args.speech.language
        header = heads(("release", "", "valid", "concepts", "digest"), language)
        print_table(header, [_line(r, language) for r in found], Paint())
    else:
        flat = ({**release, **release["validity"]} for release in found)
        print_values(args.format, _COLUMNS, [[cell(r[key]) for key in _COLUMNS] for r in flat])
    return 0


def _line(release: Answer, language: str) -> list[str]:
    return [
        f"{release['scheme']}@{release['release']}",
        "*" if release["current"] else "",
        days(release["validity"], language),
        cell(release["concepts"]),
        release["digest"][:19],
    ]
