"""What `resolve` and `translate` share: inputs from arguments or stdin, answers as they come."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import chain, islice

from api.cli.answering.source import Answer, AnswerSource
from api.cli.command import Stated, as_text
from api.cli.output import Paint, cell, print_json_items, print_json_lines, print_values
from api.payload import guard
from classification.sentence import NOTHING, Sentence, both
from classification.words import COLUMNS, KINDS, OUTCOMES, PATH_STEPS, RELATIONS, named

_SURE = frozenset({"exact", "broader", "narrower", "close", "related"})
_COLOURS = {
    "exact": "green",
    "unknown-code": "red",
    "no-map": "red",
    "unmapped": "yellow",
    "ambiguous": "yellow",
}
_COLUMNS = (
    "input", "outcome", "scheme", "code", "notation", "term", "relation", "confidence", "kind", "message",
    "suggestions",
)  # fmt: skip


def input_arguments(parser: ArgumentParser) -> None:
    """Add the inputs and how to read them."""
    parser.add_argument(
        "codes",
        nargs="+",
        type=as_text,
        metavar="CODE",
        help="codes or terms; - reads one per line from stdin",
    )
    parser.add_argument(
        "--input", choices=("codes", "terms"), default="codes", help="what the inputs are (codes)"
    )
    parser.add_argument(
        "--kind", action=Stated, default="", help="only targets of this kind, for instance state"
    )


def print_resolutions(args: Namespace, source: AnswerSource, wanted: Answer) -> int:
    """Print the answers as they come; 0 when one target stands out for every input, else 1."""
    tally = _Tally(source.resolve(_inputs(args.codes), wanted))
    if args.format == "json":
        print_json_items(tally)
    elif args.format == "jsonl":
        print_json_lines(tally)
    elif args.format == "text":
        paint = Paint()
        for answer in tally:
            lines = _lines(guard.value(answer), paint, args.speech.language)
            sys.stdout.write("\n".join(lines) + "\n")
    else:
        print_values(args.format, _COLUMNS, (row for answer in tally for row in _rows(answer)))
    return 0 if tally.all_sure else 1


class _Tally:
    """The answers on their way, and whether one target stood out in each."""

    def __init__(self, answers: Iterator[Answer]) -> None:
        # The first is fetched before anything is printed: a question that cannot be asked has no output.
        self._answers = chain(list(islice(answers, 1)), answers)
        self.all_sure = True

    def __iter__(self) -> Iterator[Answer]:
        for answer in self._answers:
            self.all_sure = self.all_sure and answer["outcome"] in _SURE
            yield answer


def _inputs(codes: list[str]) -> Iterator[str]:
    for code in codes:
        if code == "-":
            yield from stdin_lines()
        else:
            yield code


def stdin_lines() -> Iterator[str]:
    """Lines of stdin without blanks around them; empty ones are left out."""
    from classification.errors import InvalidRequest

    if sys.stdin is None:
        raise InvalidRequest(both("- læser stdin, og den er lukket", "- reads stdin, and that is closed"))
    raw = getattr(sys.stdin, "buffer", None)
    for number, line in enumerate(raw if raw is not None else sys.stdin, start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8") if isinstance(line, bytes) else line
        except UnicodeDecodeError as error:
            found, convert = f"byte 0x{error.object[error.start]:02x}", "iconv -f latin1 -t utf-8"
            raise InvalidRequest(
                both(
                    f"stdin, linje {number}: {found} er ikke UTF-8; omsæt først, for eksempel med {convert}",
                    f"stdin, line {number}: {found} is not UTF-8; convert it first, for instance with {convert}",
                )
            ) from None
        if stripped := text.strip():
            yield stripped


def _lines(answer: Answer, paint: Paint, language: str) -> Iterator[str]:
    outcome = answer["outcome"]
    text = paint(named(OUTCOMES, outcome, language), _COLOURS.get(outcome, "bold"))
    yield f"{paint(answer['input'], 'bold')}  {text}"
    for target in answer["targets"]:
        sure = _confidence(target["confidence"]).in_language(language)
        relation = named(RELATIONS, target["relation"], language)
        text = f"{relation}, {named(KINDS, target['kind'], language)}{sure}"
        yield f"  {target['scheme']} {target['notation']}  {target['term'].strip()}  ({text})"
        if target["code"] != target["notation"]:
            yield f"    {paint(COLUMNS['code'].in_language(language), 'dim')} {target['code']}"
    for step in answer["path"]:
        yield f"    {paint(named(PATH_STEPS, step['kind'], language), 'dim')} {step['text']}" + (
            f": {step['note']}" if step.get("note") else ""
        )
    if answer["message"]:
        yield f"    {answer['message']}"
    for meant in answer["suggestions"]:
        where, kind = meant["scheme"] or meant["system"], named(KINDS, meant["kind"], language)
        maybe = paint(both("måske", "maybe").in_language(language), "dim")
        yield f"    {maybe} {where} {meant['notation']}  {meant['term'].strip()}  ({kind})"
    rests = ", ".join(f"{name} {version}" for name, version in answer["releases"].items())
    yield paint("    " + both(f"bygger på {rests}", f"rests on {rests}").in_language(language), "dim")


def _confidence(sure: float | None) -> Sentence:
    return NOTHING if sure is None else both(f", sikkerhed {cell(sure)}", f", confidence {cell(sure)}")


def _rows(answer: Answer) -> Iterator[list[str]]:
    targets: list[Answer] = answer["targets"] or [{}]
    for target in targets:
        flat = {
            **target,
            "input": answer["input"],
            "outcome": answer["outcome"],
            "message": answer["message"],
            "suggestions": "; ".join(
                f"{meant['scheme'] or meant['system']} {meant['notation']}" for meant in answer["suggestions"]
            ),
        }
        yield [cell(flat.get(key)) for key in _COLUMNS]
