"""`samsprog rule`: what the code of a finding means, with an example."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from api.cli.output import Paint, heads, print_json, print_table
from api.payload.explaining import rule_lines, rule_value
from classification.rules.registry import every_rule
from classification.words import SEVERITIES

DESCRIPTION = """\
Explain the code of a finding, of the check, the lint or an import: what it means, what to do, an example. A beginning
of a code (SP2, SPI) lists the rules of the family; nothing lists all."""
EXAMPLES = (
    "samsprog rule",
    "samsprog rule SP101",
    "samsprog rule SPI02",
    "samsprog rule SP1 --lang da",
    "samsprog rule SP193 --format json",
)
FORMATS = ("text", "json")
NO_SERVER = "rules belong to the program, whoever answers; leave --server out"


def arguments(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "code", nargs="?", default="SP", metavar="RULE", help="a code, or the beginning of codes"
    )


def run(args: Namespace) -> int:
    """Print the rule, or the list."""
    from api.payload.options import rule_selection

    known = every_rule()
    (beginning,) = rule_selection(args.code.partition(",")[0] or "SP", "rule", known)
    rules = [rule for code, rule in sorted(known.items()) if code.startswith(beginning)]
    if args.format == "json":
        print_json([rule_value(rule) for rule in rules])
    elif beginning in known:
        sys.stdout.writelines(
            f"{line}\n" for line in rule_lines(known[beginning], args.speech.language, Paint())
        )
    else:
        language = args.speech.language
        rows = [
            (rule.code, SEVERITIES[rule.severity].in_language(language), rule.title.in_language(language))
            for rule in rules
        ]
        print_table(heads(("rule", "severity", "what it finds"), language), rows, Paint())
    return 0
