"""`samsprog expand`: the members of a value set."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from api.cli.answering.source import Answer, edition, open_source
from api.cli.command import Stated, as_text, clock_arguments, count, supplement_argument
from api.cli.language import Speech
from api.cli.output import Paint, cell, days, heads, print_json, print_table, print_values, tell
from api.payload import guard
from classification.sentence import Sentence, both
from classification.words import KINDS, named

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
    parser.add_argument("--active-only", action="store_true", help="without concepts that are out of use")
    parser.add_argument(
        "--kind", action=Stated, default="", help="only members of this kind, for instance state"
    )
    parser.add_argument("--offset", type=count, default=0, metavar="N", help="leave the first N out")
    parser.add_argument("--limit", type=count, metavar="N", help="at most so many (all)")
    supplement_argument(parser)
    clock_arguments(parser)


def run(args: Namespace) -> int:
    """Print the members; 1 when a part of the definition could not be answered."""
    source = open_source(args)
    if args.value_set is None:
        _print_sets(source.value_sets(), args.format, args.speech.language)
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
    _print(expansion, args.format, args.speech)
    return 1 if expansion["unresolved"] else 0


def _print_sets(found: list[Answer], form: str, language: str) -> None:
    if form == "json":
        print_json(found)
    elif form == "text":
        header = heads(("value set", "release", "valid", "title"), language)
        rows = [[v["valueSet"], v["release"], days(v["validity"], language), v["title"]] for v in found]
        print_table(header, rows, Paint())
    else:
        print_values(form, _SETS, [[cell(v[key]) for key in _SETS] for v in found])


def _print(expansion: Answer, form: str, speech: Speech) -> None:
    members = expansion["members"]
    if form == "json":
        print_json(expansion)
        return
    if form == "text":
        rests = ", ".join(f"{name} {version}" for name, version in expansion["releases"].items())
        title = f"{expansion['valueSet']}@{expansion['release']}"
        message = f"{title}: {speech(_counted(len(members), expansion['total'], rests))}"
        sys.stdout.write(f"{guard.line(message)}\n")
        if members:
            rows = [[_codes(m), m["term"], named(KINDS, m["kind"], speech.language)] for m in members]
            print_table(heads(_TEXT, speech.language), rows, Paint())
    else:
        print_values(form, _ALL, [[cell(member[key]) for key in _ALL] for member in members])
    for finding in expansion["unresolved"]:
        remedy = f" — {finding['remedy']}" if finding["remedy"] else ""
        tell(f"{finding['rule']}: {finding['message']}{remedy}")


def _counted(shown: int, total: int, rests: str) -> Sentence:
    da = f"{shown} af {total}" if shown < total else f"{shown}"
    en = f"{shown} of {total}" if shown < total else f"{shown}"
    return both(
        f"{da} medlemmer, fra {rests or 'ingen udgave her'}",
        f"{en} members, out of {rests or 'no release at hand'}",
    )


def _codes(member: Answer) -> str:
    return " | ".join(reversed(member["admitted"]))
