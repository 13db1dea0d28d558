"""`samsprog releases`: the releases at hand."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import Answer, open_source
from api.cli.command import Stated, clock_arguments
from api.cli.output import Paint, cell, days, heads, print_json, print_line, print_table, print_values
from classification.sentence import Sentence, both

DESCRIPTION = """\
List the releases of a classification, or of all. The current one is marked with *; withdrawn ones say why."""
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
    "withdrawn",
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
        for release in found:
            if release["withdrawn"]:
                print_line(args.speech(_withdrawn(release)))
    else:
        flat = ({**release, **release["validity"]} for release in found)
        rows = ({**release, "withdrawn": (release["withdrawn"] or {}).get("reason")} for release in flat)
        print_values(args.format, _COLUMNS, [[cell(r[key]) for key in _COLUMNS] for r in rows])
    return 0


def _line(release: Answer, language: str) -> list[str]:
    return [
        f"{release['scheme']}@{release['release']}",
        "*" if release["current"] else "–" if release["withdrawn"] else "",
        days(release["validity"], language),
        cell(release["concepts"]),
        release["digest"][:19],
    ]


def _withdrawn(release: Answer) -> Sentence:
    withdrawal, label = release["withdrawn"], f"{release['scheme']}@{release['release']}"
    day, who, reason = withdrawal["since"][:10], withdrawal["who"], withdrawal["reason"]
    return both(
        f"{label} er trukket tilbage {day}{f' af {who}' if who else ''}: {reason}",
        f"{label} was withdrawn {day}{f' by {who}' if who else ''}: {reason}",
    )
