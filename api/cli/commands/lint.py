"""`samsprog lint`: what would a careful reader notice in a vocabulary?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.cli.command import Stated, clock_arguments
from api.cli.commands.check import report_file
from api.cli.output import Paint
from api.payload.formats import FORMATS as FORMS
from api.payload.formats import Look, writer
from api.payload.options import GRAVITIES
from classification.sentence import both

if TYPE_CHECKING:
    from classification import Terminology, When
    from classification.terminology import HeldRelease

DESCRIPTION = """\
Look through releases of classifications: terms that name two things, former terms on other concepts, words that became
digits, likely typing errors, concepts in no value set, value sets that lost members, labels reused … The rules are in
docs/rules.md; `samsprog rule SPL07` explains one. Exits with 1 when something is as grave as --fail-on."""
EXAMPLES = (
    "samsprog lint fsiii",
    "samsprog lint fsiii@2.0.0 ffb --lang da",
    "samsprog lint --statistics",
)
FORMATS = ()


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "schemes",
        nargs="*",
        metavar="SCHEME[@RELEASE]",
        help="what is looked through (everything of the day)",
    )
    clock_arguments(parser, release=False)
    parser.add_argument("--format", choices=tuple(FORMS), default="text", help="form of the report (text)")
    parser.add_argument("--output", action=Stated, metavar="FILE", help="write it to a file")
    parser.add_argument(
        "--statistics", action="store_true", help="how many findings of each rule, not the findings"
    )
    parser.add_argument(
        "--select", metavar="RULES", default="", help="only these rules, for instance SPL04,SPL07"
    )
    parser.add_argument("--ignore", metavar="RULES", default="", help="not these rules")
    parser.add_argument(
        "--fail-on",
        choices=tuple(map(str, GRAVITIES)),
        default="error",
        help="how grave a finding must be (error)",
    )


def run(args: Namespace) -> int:
    """Look through the releases and report."""
    from api.cli.answering.local import open_terminology
    from api.cli.answering.source import clock_of
    from api.cli.overwriting import must_not_overwrite, store_files
    from api.payload.linting import lint_outcomes
    from api.payload.options import Question, rule_selection
    from api.payload.tally import Tally
    from classification.errors import InvalidRequest

    if args.server:
        raise InvalidRequest(
            both(
                "lint læser et lager eller de medfølgende ordforråd; spørg `lint` over GraphQL",
                "lint reads a store or the bundled vocabularies; over GraphQL ask `lint`",
            )
        )
    if args.statistics and args.format not in {"text", "json"}:
        raise InvalidRequest(
            both(
                f"--statistics hører til --format text eller json, ikke {args.format}",
                f"--statistics goes with --format text or json, not {args.format}",
            )
        )
    must_not_overwrite({"--output": args.output}, store_files(args) if args.output else ())
    when = clock_of(args)
    terminology = open_terminology(args)
    question = Question(
        when.day,
        select=rule_selection(args.select, "--select") or ("SP",),
        ignore=rule_selection(args.ignore, "--ignore"),
    )
    releases = list(_named(terminology, args.schemes, when))
    tally = Tally(lint_outcomes(terminology, releases, question), fail_on=args.fail_on)
    with report_file(args.output) as out:
        look = Look(
            args.speech.language if args.format == "text" else args.speech.stated,
            Paint(out),
            args.statistics,
            things=("concept", "release"),
        )
        writer(args.format)(tally, out, look)
    return 1 if tally.failed else 0


def _named(terminology: Terminology, names: list[str], when: When) -> Iterator[HeldRelease]:
    if not names:
        for scheme in terminology.schemes:
            held = terminology.editions(scheme.uri).on(when)
            if held is not None:
                yield held
    for name in names:
        scheme_name, _, label = name.partition("@")
        yield terminology.release(scheme_name, when.of(label))
