"""Strict JSON: a document, or what is wrong with its text (RFC 8259, I-JSON), each with its place.

Python's reader keeps the last of two equal keys, takes NaN for a number and lets half of a surrogate pair through. What
it refuses or what may be one of these is read again by the grammar (`json_problems`), which finds all of it.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from classification import Place
from classification.sentence import Sentence, both
from loaders.reading.json_problems import Problem, ProblemKind, find_problems
from loaders.reading.json_words import detail_of
from loaders.reading.notes import Notes

_BREAK: Final = re.compile("\n")
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")
_DEEPEST: Final = 500
"""So many levels are looked at where Python's reader gave up, which reads some more of them."""
_CODES: Final = {
    ProblemKind.SYNTAX: "SPF01",
    ProblemKind.HUGE_NUMBER: "SPF01",
    ProblemKind.DUPLICATE_KEY: "SPF02",
    ProblemKind.NOT_FINITE: "SPF03",
    ProblemKind.TOO_DEEP: "SPF04",
    ProblemKind.LONE_SURROGATE: "SPF06",
}
_REMEDIES: Final = {
    ProblemKind.SYNTAX: both("ret syntaksen", "correct the syntax"),
    ProblemKind.HUGE_NUMBER: both("ret tallet", "correct the number"),
    ProblemKind.DUPLICATE_KEY: both("behold en af dem", "keep one of them"),
    ProblemKind.NOT_FINITE: both("skriv et tal", "give a number"),
    ProblemKind.TOO_DEEP: both(
        "rigtige ressourcer har nogle få snese niveauer", "real resources have a few dozen levels"
    ),
    ProblemKind.LONE_SURROGATE: both("ret escape-sekvensen", "correct the escape"),
}


def parse(text: str, file: str, notes: Notes) -> Any:
    """The JSON value, or None when there is none; fractions are Decimal.

    Findings: SPF01 no JSON, or a number beyond a double, SPF02 a key twice in one object, SPF03 NaN or an infinity,
    SPF04 nested deeper than can be read, SPF06 half of a surrogate pair.
    """
    doubts: list[object] = []
    try:
        value = json.loads(
            text,
            object_pairs_hook=lambda pairs: _record(pairs, doubts),
            parse_constant=doubts.append,
            parse_float=lambda token: _fraction(token, doubts),
        )
    except (ValueError, RecursionError) as refusal:  # no JSON, thousands of digits; too deep
        doubts.append(refusal)
        value = None
    if not doubts and not _SURROGATE_ESCAPE.search(text):
        return value
    problems = find_problems(text, max_depth=_DEEPEST)
    assert problems or not any(isinstance(doubt, Exception) for doubt in doubts), "two grammars of JSON"
    breaks = [found.start() for found in _BREAK.finditer(text)]  # once: there may be a problem in each line
    for problem in problems:
        _tell(problem, breaks, file, notes)
    return None if any(problem.fatal for problem in problems) else value


def _record(pairs: list[tuple[str, Any]], doubts: list[object]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        doubts.append("a key twice")
    return record


def _fraction(token: str, doubts: list[object]) -> Decimal:
    try:
        return Decimal(token)
    except (
        ArithmeticError
    ):  # an exponent of twenty digits: beyond a double, or so near to nothing that it is nothing
        doubts.append("an exponent without end")
        return Decimal(0)


def _tell(problem: Problem, breaks: Sequence[int], file: str, notes: Notes) -> None:
    before = bisect_left(breaks, problem.offset)
    column = problem.offset - (breaks[before - 1] if before else -1)
    place = Place(file, before + 1, problem.pointer, column)
    notes.error(_CODES[problem.kind], _sentence(problem), place, _REMEDIES[problem.kind])


def _sentence(problem: Problem) -> Sentence:
    words = problem.detail
    match problem.kind:
        case ProblemKind.SYNTAX:
            return both("er ikke JSON", "is no JSON") + detail_of(problem)
        case ProblemKind.HUGE_NUMBER:
            return both(f"tallet {words} er for stort", f"the number {words} is too great")
        case ProblemKind.DUPLICATE_KEY:
            return both(
                f"nøglen {words!r} står to gange i ét objekt", f"key {words!r} stands twice in one object"
            )
        case ProblemKind.NOT_FINITE:
            return both(f"{words} er ikke et JSON-tal", f"{words} is no JSON number")
        case ProblemKind.TOO_DEEP:
            return both("er indlejret for dybt til at læses", "is nested too deep to be read")
        case _:
            return both(
                "indeholder et halvt surrogatpar, som ikke er et tegn",
                "holds half of a surrogate pair, which is no character",
            )
