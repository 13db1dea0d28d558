"""`samsprog search`: concepts by what people type."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from api.cli.answering.source import Answer, edition, open_source
from api.cli.command import Stated, as_text, clock_arguments, count, supplement_argument
from api.cli.output import Paint, cell, heads, print_json, print_table, print_values, tell

if TYPE_CHECKING:
    from classification.sentence import Sentence

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
    supplement_argument(parser)
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
        language = args.speech.language
        print_table(heads(_TEXT, language), [_row(hit, language) for hit in found], Paint())
    if found:
        if all(hit["near"] for hit in found):
            tell(args.speech(_most()))
        return 0
    text = " ".join(args.text)
    tell(args.speech(_nothing(text)))
    return 1


def _nothing(text: str) -> Sentence:
    from classification.sentence import both

    if text.strip():
        return both(f"intet fundet for {text!r}", f"nothing found for {text!r}")
    return both("intet at søge efter: teksten er tom", "nothing to search for: the text is empty")


def _most() -> Sentence:
    from classification.sentence import both

    return both(
        "intet passer på det hele; dette passer på det meste",
        "nothing fits all of it; this fits most of it",
    )


def _row(hit: Answer, language: str) -> list[str]:
    row = [_shown(key, hit[key], language) for key in _TEXT]
    if hit["formerRelease"]:
        last = "sidst i" if language == "da" else "last in"
        row[-1] += f" ({last} {hit['formerRelease']})"
    return row


def _shown(key: str, value: Any, language: str) -> str:
    from classification.words import KINDS, MATCHES, named

    words = {"kind": KINDS, "match": MATCHES}.get(key)
    return cell(value) if words is None else named(words, value, language)
