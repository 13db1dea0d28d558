"""`samsprog withdraw`: a release, value set or map answers no more."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from api.cli.answering.source import edition
from api.cli.author import author_arguments, author_of
from api.cli.command import Stated
from api.cli.output import print_json, print_line
from classification.sentence import Sentence, both, same
from classification.words import THINGS

DESCRIPTION = """\
Withdraw one release of a classification, value set or map: from now on no answer rests on it. It is still listed, with
the reason, and still answers what is asked as known before that (--known-at). --undo takes it back into use. Nothing is
removed; what was imported by accident and nobody rests on is taken back with samsprog undo."""
EXAMPLES = (
    "samsprog withdraw --data-dir ./data",
    'samsprog withdraw fsiii@2.4.0 --reason "wrong file" --data-dir ./data',
    "samsprog withdraw fsiii@2.4.0 --undo --data-dir ./data",
)
FORMATS = ("text", "json")
NO_SERVER = (
    "a release is withdrawn where the store of the service is, with its --data-dir or --config: a running service "
    "answers without it within a second or two"
)
EXTRAS = ("store",)


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "name",
        nargs="?",
        action=Stated,
        metavar="NAME@RELEASE",
        help="what is withdrawn; else all that is, is listed",
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; those who ask for it read it")
    parser.add_argument("--undo", action="store_true", help="take it back into use")
    author_arguments(parser)


def run(args: Namespace) -> int:
    """Withdraw it, or take it back into use."""
    from api.archive.archive import Archive
    from api.archive.deciding import take_back, withdraw
    from api.cli.settings import settings_of
    from classification.errors import InvalidRequest

    if not args.name:
        return _list(args)
    name, version = edition(args.name)
    if not version:
        raise InvalidRequest(
            both(
                f"hvilken udgave af {name}? skriv {name}@UDGAVE",
                f"which release of {name}? write {name}@RELEASE",
            )
        )
    author = author_of(args)
    with Archive(settings_of(args)) as archive:
        archive.load_bundled(author.recorded)
        done = (take_back if args.undo else withdraw)(archive, name, version, args.reason, author)
    if args.format == "json":
        print_json(_answer(done, args.undo))
    else:
        print_line(args.speech(_said(done, args.undo)))
    return 0


def _list(args: Namespace) -> int:
    from datetime import date

    from api.asking.answers import withdrawal_answer
    from api.cli.answering.local import open_terminology
    from classification import When

    found = sorted(open_terminology(args).withdrawn(When(date.min)), key=lambda one: one[:4])
    if args.format == "json":
        print_json(
            [
                {
                    "kind": kind,
                    "name": name,
                    "uri": uri,
                    "release": label,
                    "withdrawn": withdrawal_answer(why),
                }
                for kind, uri, name, label, why in found
            ]
        )
        return 0
    for kind, _, name, label, why in found:
        what, who = THINGS[kind], f" ({why.who})" if why.who else ""
        since = f"{name}@{label} {why.since.date().isoformat()}{who}: {why.reason}"
        print_line(args.speech(what + same(f" {since}")))
    if not found:
        print_line(args.speech(both("intet er trukket tilbage", "nothing is withdrawn")))
    return 0


def _answer(done: Any, back: bool) -> dict[str, Any]:
    return {
        "kind": done.thing.kind,
        "name": done.thing.name,
        "uri": done.thing.uri,
        "release": done.version,
        "withdrawn": not back,
        "answers": done.answers or None,
    }


def _said(done: Any, back: bool) -> Sentence:
    label = f"{done.thing.name}@{done.version}"
    what = both(f"{label} er trukket tilbage", f"{label} is withdrawn")
    if back:
        what = both(f"{label} er i brug igen", f"{label} is in use again")
    if not done.answers:
        return what + both("; ingen udgave gælder i dag", "; no release holds today")
    return what + both(f"; i dag svarer {done.answers}", f"; today {done.answers} answers")
