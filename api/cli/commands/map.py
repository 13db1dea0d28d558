"""`samsprog map`: concept maps, the rows of one, the rows about a code."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from api.cli.answering.source import Answer, edition, open_source
from api.cli.command import Stated, as_text, clock_arguments
from api.cli.output import Paint, cell, heads, print_json, print_table, print_values, tell
from classification.sentence import both, same
from classification.words import RELATIONS, named

DESCRIPTION = """\
List the concept maps, the rows of one map, or the rows about one code.
The code may be the source or the target of a row, in any map when none is named (-)."""
EXAMPLES = (
    "samsprog map",
    "samsprog map domus-ffb",
    "samsprog map domus-ffb 0102 --format json",
    "samsprog map - J1.1",
)
FORMATS = ("text", "json", "csv", "tsv")
_MAPS = ("name", "version", "title", "rows", "sources", "targets", "licence", "author", "example")
_MAPS_TEXT = ("name", "version", "rows", "title", "licence")
_ROWS = (
    "map", "version", "row", "source_system", "source_code", "source_term", "relation",
    "target_system", "target_code", "target_term", "confidence", "justification", "author", "reviewer",
    "valid_from", "valid_to", "note",
)  # fmt: skip


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "map", nargs="?", action=Stated, metavar="MAP[@VERSION]", help="name or URI; - for all maps"
    )
    parser.add_argument(
        "code", nargs="?", action=Stated, type=as_text, metavar="CODE", help="only rows about this code"
    )
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print maps or rows; 1 when no row is about the code."""
    source = open_source(args)
    if args.map is None or (args.map == "-" and not args.code):
        _print_maps(source.maps(), args.format, args.speech.language)
        return 0
    name, version = edition(args.map, args.release)
    rows = source.map_rows("" if name == "-" else name, version, args.code or "")
    if rows or not args.code or args.format != "text":
        _print_rows(rows, args.format, args.speech.language)
    if rows or not args.code:
        return 0
    where = both("nogen kortlægning", "any map") if name == "-" else same(name)
    message = both(
        f"ingen række i {where.da} handler om {args.code!r}", f"no row of {where.en} is about {args.code!r}"
    )
    tell(args.speech(message))
    return 1


def _print_maps(maps: list[Answer], form: str, language: str) -> None:
    if form == "json":
        print_json(maps)
        return
    if form == "text":
        rows = [[cell(found[key]) for key in _MAPS_TEXT] for found in maps]
        print_table(heads(_MAPS_TEXT, language), rows, Paint())
    else:
        print_values(form, _MAPS, [[_cell(found[key]) for key in _MAPS] for found in maps])


def _cell(value: object) -> str:
    """A cell; systems as `URI` or `URI|RELEASE`."""
    if not isinstance(value, list):
        return cell(value)
    return cell([end["system"] + (f"|{end['release']}" if end["release"] else "") for end in value])


def _print_rows(rows: list[Answer], form: str, language: str) -> None:
    if form == "json":
        print_json(rows)
    elif form == "text":
        header = ("map", "row", "source", "relation", "target", "confidence", "note")
        print_table(heads(header, language), [_line(row, language) for row in rows], Paint())
    else:
        flat = (_flat(row) for row in rows)
        print_values(form, _ROWS, [[cell(row[key]) for key in _ROWS] for row in flat])


def _line(row: Answer, language: str) -> list[str]:
    target = row["target"]
    return [
        row["map"],
        cell(row["row"]),
        f"{row['source']['code']} {row['source']['term']}".strip(),
        named(RELATIONS, row["relation"], language),
        f"{target['code']} {target['term']}".strip() if target else "",
        cell(row["confidence"]),
        row["note"],
    ]


def _flat(row: Answer) -> Answer:
    flat = dict(row)
    for side in ("source", "target"):
        coding = row[side] or {}
        flat |= {f"{side}_{part}": coding.get(part, "") for part in ("system", "code", "term")}
    return flat | {"valid_from": row["validity"]["from"], "valid_to": row["validity"]["to"]}
