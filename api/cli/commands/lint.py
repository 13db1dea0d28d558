"""`samsprog lint`: what would a careful reader notice in a vocabulary, or in a map?"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from itertools import chain
from typing import TYPE_CHECKING

from api.cli.command import Stated, clock_arguments
from api.cli.commands.check import report_file
from api.cli.output import Paint
from api.payload.formats import FORMATS as FORMS
from api.payload.formats import Look, writer
from api.payload.options import GRAVITIES
from classification.sentence import both

if TYPE_CHECKING:
    from classification import ConceptMap, Terminology, When
    from classification.terminology import HeldRelease

DESCRIPTION = """\
Look through releases of classifications: terms that name two things, former terms on other concepts, words that became
digits, likely typing errors, concepts in no value set, value sets that lost members, labels reused … and through the
rows of concept maps: unknown codes, terms that contradict them, targets that are out of use, what holds no longer on
the day asked for (docs/maps.md). The rules are in docs/rules.md; `samsprog rule SPL07` explains one. Exits with 1 when
something is as grave as --fail-on."""
EXAMPLES = (
    "samsprog lint fsiii",
    "samsprog lint fsiii@2.0.0 ffb --lang da",
    "samsprog lint ehealth-fsiii --as-of 2026-06-01",
    "samsprog lint --statistics",
)
FORMATS = ()


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "names",
        nargs="*",
        metavar="NAME[@RELEASE]",
        help="a classification or a map (everything of the day)",
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
    """Look through the releases and maps, and report."""
    from api.cli.answering.local import open_terminology
    from api.cli.answering.source import clock_of
    from api.cli.overwriting import must_not_overwrite, store_files
    from api.payload.linting import lint_outcomes, map_outcomes
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
    releases, maps = _named(terminology, args.names, when)
    outcomes = chain(
        lint_outcomes(terminology, releases, question), map_outcomes(terminology, maps, when, question)
    )
    tally = Tally(outcomes, fail_on=args.fail_on)
    with report_file(args.output) as out:
        look = Look(
            args.speech.language if args.format == "text" else args.speech.stated,
            Paint(out),
            args.statistics,
            things=_things(releases, maps),
            collapsed=("SPA",),
        )
        writer(args.format)(tally, out, look)
    return 1 if tally.failed else 0


def _named(
    terminology: Terminology, names: list[str], when: When
) -> tuple[list[HeldRelease], list[ConceptMap]]:
    """The releases and the maps that are asked for: everything of the day where none is named.

    Raises:
        UnknownName: neither a classification nor a map has that name; naming near ones of both.
    """
    from classification.errors import UnknownName

    if not names:
        held = (terminology.editions(scheme.uri).on(when) for scheme in terminology.schemes)
        return [release for release in held if release is not None], list(terminology.maps(when))
    releases, maps = [], []
    for name in names:
        of, _, label = name.partition("@")
        if terminology.has_scheme(of):
            releases.append(terminology.release(of, when.of(label)))
        elif terminology.has_map(of):
            maps.append(terminology.map(of, when.of(label)))
        else:
            raise UnknownName(of, [*(scheme.name for scheme in terminology.schemes), *terminology.map_names])
    return releases, maps


def _things(releases: list[HeldRelease], maps: list[ConceptMap]) -> tuple[str, str]:
    """What was looked at, and where it stands, as the summary counts them."""
    if not maps:
        return "concept", "release"
    return ("concept or row", "release or map") if releases else ("row", "map")
