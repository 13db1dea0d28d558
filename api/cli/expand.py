"""`samsprog expand`: the members of a value set."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from api.check import guard
from api.cli.command import Stated, as_text, clock_arguments, count
from api.cli.output import Paint, cell, days, print_json, print_table, print_values, tell
from api.cli.source import Answer, edition, open_source

DESCRIPTION = """\
List the members of a value set: one line per concept, however many codes it has.
Without a value set, list the value sets."""
EXAMPLES = (
    "samsprog expand",
    "samsprog expand KLConditionCodesFSIII --limit 10",
    "samsprog expand KLConditionCodesFSIII@1.1.0 --text hud --format json",
    "samsprog expand KLSeverities --format csv",
)
FORMATS = ("text", "json", "csv", "tsv")
_TEXT = ("code", "term", "kind")
_ALL = ("system", "release", "code", "notations", "admitted", "term", "kind", "status")
_SETS = ("valueSet", "release", "uri", "title")


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("value_set", nargs="?", metavar="VALUESET[@RELEASE]", help="name or URI")
    parser.add_argument(
        "--text", default="", type=as_text, help="only members whose term contains it or whose code begins so"
    )
    parser.add_argument("--active-only", action="store_true", help="without deprecated concepts")
    parser.add_argument(
        "--kind", action=Stated, default="", help="only members of this kind, for instance state"
    )
    parser.add_argument("--offset", type=count, default=0, metavar="N", help="leave the first N out")
    parser.add_argument("--limit", type=count, metavar="N", help="at most so many (all)")
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print the members; 1 when a part of the definition could not be answered."""
    source = open_source(args)
    if args.value_set is None:
        _print_sets(source.value_sets(), args.format)
        return 0
    name, release = edition(args.value_set, args.release)
    wanted = {
        "text": args.text,
        "activeOnly": args.active_only,
        "kind": args.kind,
        "offset": args.offset,
        "limit": args.limit,
    }
    expansion = source.expand(name, release, wanted)
    _print(expansion, args.format)
    return 1 if expansion["unresolved"] else 0


def _print_sets(found: list[Answer], form: str) -> None:
    if form == "json":
        print_json(found)
    elif form == "text":
        header = ("value set", "release", "valid", "title")
        rows = [[v["valueSet"], v["release"], days(v["validity"]), v["title"]] for v in found]
        print_table(header, rows, Paint())
    else:
        print_values(form, _SETS, [[cell(v[key]) for key in _SETS] for v in found])


def _print(expansion: Answer, form: str) -> None:
    members = expansion["members"]
    if form == "json":
        print_json(expansion)
        return
    if form == "text":
        rests = ", ".join(f"{name} {version}" for name, version in expansion["releases"].items())
        shown = (
            f"{len(members)} of {expansion['total']}" if len(members) < expansion["total"] else len(members)
        )
        title = f"{expansion['valueSet']}@{expansion['release']}"
        said = f"{title}: {shown} members, out of {rests or 'no release at hand'}"
        sys.stdout.write(f"{guard.line(said)}\n")
        if members:
            print_table(_TEXT, [[_codes(m), m["term"], m["kind"]] for m in members], Paint())
    else:
        print_values(form, _ALL, [[cell(member[key]) for key in _ALL] for member in members])
    for finding in expansion["unresolved"]:
        remedy = f" — {finding['remedy']}" if finding["remedy"] else ""
        tell(f"{finding['rule']}: {finding['message']}{remedy}")


def _codes(member: Answer) -> str:
    return " | ".join(reversed(member["admitted"]))
