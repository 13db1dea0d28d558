"""`samsprog search`: concepts by what people type."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.command import Stated, as_text, clock_arguments, count
from api.cli.output import Paint, cell, print_json, print_table, print_values, tell
from api.cli.source import Answer, edition, open_source

DESCRIPTION = """\
Find concepts by what people type, best first: labels and codes, whole or begun, inflected, inside compounds,
with small typing errors, and by what they were called in earlier releases. Where nothing fits all of the words,
what fits most of them comes. Headings (groupings) are found too."""
EXAMPLES = (
    "samsprog search hukommelse",
    "samsprog search saar --scheme fsiii --kind intervention",
    "samsprog search vaske --scheme fsiii@1.1.0 --limit 5 --format json",
)
FORMATS = ("text", "json", "csv", "tsv")
_TEXT = ("scheme", "notation", "term", "kind", "match", "label")
_ALL = (
    "scheme", "release", "code", "notation", "term", "kind", "status", "match", "label", "labelKind", "score",
    "formerRelease", "near",
)  # fmt: skip


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("text", nargs="+", type=as_text, help="words, or the beginnings of them; a code")
    parser.add_argument(
        "--scheme", action=Stated, default="", metavar="SCHEME[@RELEASE]", help="only in this classification"
    )
    parser.add_argument("--kind", action=Stated, default="", help="only of this kind, for instance state")
    parser.add_argument(
        "--value-set", action=Stated, default="", metavar="NAME", help="only members of this value set"
    )
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="at most so many (20)")
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print what is found; 1 when nothing is."""
    scheme, release = edition(args.scheme, args.release) if args.scheme else ("", args.release)
    wanted = {
        "scheme": scheme,
        "release": release,
        "kind": args.kind,
        "valueSet": args.value_set,
        "limit": args.limit,
    }
    found = open_source(args).search(" ".join(args.text), wanted)
    if args.format == "json":
        print_json(found)
    elif args.format != "text":
        print_values(args.format, _ALL, [[cell(hit[key]) for key in _ALL] for hit in found])
    elif found:
        print_table(_TEXT, [_row(hit) for hit in found], Paint())
    if found:
        if all(hit["near"] for hit in found):
            tell("nothing fits all of it; this fits most of it")
        return 0
    text = " ".join(args.text)
    said = f"nothing found for {text!r}" if text.strip() else "nothing to search for: the text is empty"
    tell(said)
    return 1


def _row(hit: Answer) -> list[str]:
    row = [cell(hit[key]) for key in _TEXT]
    if hit["formerRelease"]:
        row[-1] += f" (last in {hit['formerRelease']})"
    return row
