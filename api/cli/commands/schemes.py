"""`samsprog schemes`: the classifications at hand."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import open_source
from api.cli.command import clock_arguments
from api.cli.output import Paint, cell, heads, print_json, print_table, print_values

DESCRIPTION = "List the classifications at hand, with the release that holds today or on the day asked for."
EXAMPLES = (
    "samsprog schemes",
    "samsprog schemes --as-of 2023-07-01",
    "samsprog schemes --format json",
)
FORMATS = ("text", "json", "csv", "tsv")
_TEXT = ("name", "release", "concepts", "system", "title")
_ALL = (
    "name",
    "title",
    "system",
    "release",
    "concepts",
    "releases",
    "aliases",
    "publisher",
    "licence",
    "example",
)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    clock_arguments(parser, release=False)


def run(args: Namespace) -> int:
    """Print the classifications."""
    found = open_source(args).schemes()
    if args.format == "json":
        print_json(found)
    elif args.format == "text":
        print_table(
            heads(_TEXT, args.speech.language), [[cell(s[key]) for key in _TEXT] for s in found], Paint()
        )
    else:
        print_values(args.format, _ALL, [[cell(s[key]) for key in _ALL] for s in found])
    return 0
