"""A piece of text as JSON, with what parsers hide.

Two parsers give the same values and refuse the same texts: the standard library's, which is there at once, for small
pieces; orjson, which takes longer to load than a small file takes to check, for large ones. When a text is refused, or
may hold what they hide, `loaders.json_places` reads it again and says where.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final, NamedTuple

from classification.observation import Observation, Sentence
from classification.rules import RULES
from loaders.json_places import MAX_DEPTH, Problem, ProblemKind, Spot, Wanted, decoded, find_problems

Parse = Callable[[bytes], Any]
SMALL_BYTES: Final = 400_000
_BOM: Final = b"\xef\xbb\xbf"
_RULE_OF: Final = {
    ProblemKind.NOT_UTF8: "SP191",
    ProblemKind.SYNTAX: "SP192",
    ProblemKind.DUPLICATE_KEY: "SP193",
    ProblemKind.TOO_DEEP: "SP194",
    ProblemKind.NOT_FINITE: "SP195",
    ProblemKind.HUGE_NUMBER: "SP196",
}
_WANTED: Final = {
    Wanted.VALUE: ("en værdi", "a value"),
    Wanted.NAME: ("et navn i anførselstegn", "a name in quotes"),
    Wanted.COLON: ("et kolon", "a colon"),
    Wanted.NEXT_MEMBER: (", eller }", ", or }"),
    Wanted.NEXT_ITEM: (", eller ]", ", or ]"),
    Wanted.END: ("afslutningen", "the end"),
    Wanted.CLOSING_QUOTE: ("det sidste anførselstegn", "the closing quote"),
    Wanted.SOUND_STRING: ("en gyldig escape-sekvens", "a valid escape"),
}


class Suspicious(ValueError):
    """A text that must be looked at closely before its value is believed."""


class Flaw(NamedTuple):
    """An observation about the text itself, and its spot."""

    observation: Observation
    spot: Spot


class Reading(NamedTuple):
    """The value of a text, unless it has none, and what is wrong with the text."""

    value: Any
    readable: bool
    flaws: tuple[Flaw, ...] = ()


def read_closely(data: bytes) -> Reading:
    """The value of a text that a parser refused or suspects, with all that is wrong with it."""
    text, problems = decoded(data)
    problems = problems or find_problems(text)
    flaws = tuple(map(_flaw, problems))
    if any(problem.fatal for problem in problems):
        return Reading(None, False, flaws)
    import json

    return Reading(json.loads(text, parse_int=_whole), True, flaws)


def _flaw(problem: Problem) -> Flaw:
    rule = RULES[_RULE_OF[problem.kind]]
    da, en = _details(problem)
    message = Sentence(rule.title.da + da, rule.title.en + en)
    return Flaw(
        Observation(rule.code, rule.severity, problem.pointer, message, rule.remedy),
        Spot(problem.offset, problem.offset + problem.length),
    )


def _details(problem: Problem) -> tuple[str, str]:
    if problem.wanted is None:
        said = f": {problem.detail}" if problem.detail else ""
        return said, said
    da, en = _WANTED[problem.wanted]
    shown = repr(problem.detail)[1:-1].replace("\\\\", "\\")
    return (
        f": {da} mangler ved {shown}" if shown else f": {da} mangler ved tekstens slutning",
        f": {en} is missing at {shown}" if shown else f": {en} is missing at the end of the text",
    )


def not_an_object(pointer: str) -> Observation:
    """What is said of a document that is no object."""
    rule = RULES["SP197"]
    return Observation(rule.code, rule.severity, pointer, rule.title, rule.remedy)


def parser_for(size: int) -> Parse:
    """The parser for an input of so many bytes; it raises `ValueError` for what must be read closely."""
    return fast_parser() if size > SMALL_BYTES else small_parser()


@cache
def fast_parser() -> Parse:
    """The parser orjson. What it drops silently shows in what it writes: a repeated name takes a colon with it."""
    from orjson import dumps, loads

    def parse(data: bytes) -> Any:
        value = loads(data)
        try:
            written = dumps(value)
        except TypeError:  # nested too deep
            raise Suspicious from None
        if written.count(b":") != data.count(b":") or b"\\u003" in data:
            raise Suspicious
        return value

    return parse


@cache
def small_parser() -> Parse:
    """The standard library's parser, held to what orjson accepts."""
    from json import JSONDecoder

    decode = JSONDecoder(
        object_pairs_hook=_unique, parse_constant=_refuse, parse_int=_whole, parse_float=_finite
    ).decode

    def parse(data: bytes) -> Any:
        if b"\\ud" in data or b"\\uD" in data or data.startswith(_BOM):
            raise Suspicious
        try:
            value = decode(data.decode())
        except RecursionError:
            raise Suspicious from None
        if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _is_too_deep(value):
            raise Suspicious
        return value

    return parse


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        inside = (item.values() if isinstance(item, dict) else item for item in level)
        level = [value for items in inside for value in items if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Suspicious
    return members


def _refuse(token: str) -> Any:
    raise Suspicious(token)


def _whole(token: str) -> int | float:
    number = int(token) if len(token) < 25 else float(token)
    return number if -(2**63) <= number < 2**64 else _finite(token)


def _finite(token: str) -> float:
    number = float(token)
    if number in {float("inf"), float("-inf")}:
        raise Suspicious(token)
    return number
