"""What `resolve` and `translate` share: inputs from arguments or stdin, answers as they come."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import chain, islice

from api.check import guard
from api.cli.command import Stated, as_text
from api.cli.output import Paint, cell, print_json_items, print_json_lines, print_values
from api.cli.source import Answer, Source

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


def print_resolutions(args: Namespace, source: Source, wanted: Answer) -> int:
    """Print the answers as they come; 0 when one target stands out for every input, else 1."""
    tally = _Tally(source.resolve(_inputs(args.codes), wanted))
    if args.format == "json":
        print_json_items(tally)
    elif args.format == "jsonl":
        print_json_lines(tally)
    elif args.format == "text":
        paint = Paint()
        for answer in tally:
            sys.stdout.write("\n".join(_lines(guard.value(answer), paint)) + "\n")
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
        raise InvalidRequest("- reads stdin, and that is closed")
    raw = getattr(sys.stdin, "buffer", None)
    for number, line in enumerate(raw if raw is not None else sys.stdin, start=1):
        try:
            said = line.decode("utf-8-sig" if number == 1 else "utf-8") if isinstance(line, bytes) else line
        except UnicodeDecodeError as error:
            found = f"byte 0x{error.object[error.start]:02x}"
            remedy = "convert it first, for instance with iconv -f latin1 -t utf-8"
            raise InvalidRequest(f"stdin, line {number}: {found} is not UTF-8; {remedy}") from None
        if stripped := said.strip():
            yield stripped


def _lines(answer: Answer, paint: Paint) -> Iterator[str]:
    outcome = answer["outcome"]
    yield f"{paint(answer['input'], 'bold')}  {paint(outcome, _COLOURS.get(outcome, 'bold'))}"
    for target in answer["targets"]:
        sure = f", confidence {cell(target['confidence'])}" if target["confidence"] is not None else ""
        said = f"{target['relation']}, {target['kind']}{sure}"
        yield f"  {target['scheme']} {target['notation']}  {target['term'].strip()}  ({said})"
        if target["code"] != target["notation"]:
            yield f"    {paint('code', 'dim')} {target['code']}"
    for step in answer["path"]:
        yield f"    {paint(step['kind'], 'dim')} {step['text']}" + (
            f": {step['note']}" if step.get("note") else ""
        )
    if answer["message"]:
        yield f"    {answer['message']}"
    for meant in answer["suggestions"]:
        where = meant["scheme"] or meant["system"]
        yield f"    {paint('maybe', 'dim')} {where} {meant['notation']}  {meant['term'].strip()}  ({meant['kind']})"
    rests = ", ".join(f"{name} {version}" for name, version in answer["releases"].items())
    yield paint(f"    rests on {rests}", "dim")


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
