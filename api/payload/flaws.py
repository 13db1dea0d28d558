"""A text that a parser refuses or suspects, read closely: its value if it has one, and what is wrong with it."""

from __future__ import annotations

from typing import Any, Final

from api.payload.reading import whole
from classification import Finding, Place
from classification.finding import Sentence
from classification.record import frozen
from classification.rules.registry import CHECK_RULES
from loaders.reading.json_places import Spot
from loaders.reading.json_problems import (
    ENCODINGS,
    UNSURE,
    Problem,
    ProblemKind,
    Wanted,
    decoded,
    find_problems,
)
from loaders.reading.json_words import detail_of

_RULE_OF: Final = {
    ProblemKind.NOT_UTF8: "SP191",
    ProblemKind.SYNTAX: "SP192",
    ProblemKind.LONE_SURROGATE: "SP192",
    ProblemKind.DUPLICATE_KEY: "SP193",
    ProblemKind.TOO_DEEP: "SP194",
    ProblemKind.NOT_FINITE: "SP195",
    ProblemKind.HUGE_NUMBER: "SP196",
}
_AS_UTF_8: Final = Sentence("Gem filen som UTF-8", "Save the file as UTF-8")
_MARKUP: Final = Sentence(": det er XML eller HTML", ": it is XML or HTML")
_AS_JSON: Final = Sentence(
    "Skriv objektet som JSON; en FHIR-server giver det med Accept: application/fhir+json, andet skal omsættes først",
    "Write the object as JSON; a FHIR server gives it with Accept: application/fhir+json, other XML is converted first",
)


@frozen
class Flaw:
    """A finding about the text itself, and its spot."""

    finding: Finding
    spot: Spot


@frozen
class TextReading:
    """The value of a text, unless it has none, and what is wrong with the text."""

    value: Any
    readable: bool
    flaws: tuple[Flaw, ...] = ()


def read_closely(data: bytes) -> TextReading:
    """The value of a text that a parser refused or suspects, with all that is wrong with it."""
    text, problems = decoded(data)
    problems = problems or find_problems(text)
    flaws = tuple(map(_flaw, problems))
    if any(problem.fatal for problem in problems):
        return TextReading(None, False, flaws)
    import json

    return TextReading(json.loads(text, parse_int=whole), True, flaws)


def _flaw(problem: Problem) -> Flaw:
    rule = CHECK_RULES[_RULE_OF[problem.kind]]
    markup = _is_markup(problem)
    message = rule.title + (_MARKUP if markup else detail_of(problem))
    remedy = _AS_JSON if markup else _recoded(problem) or rule.remedy
    return Flaw(
        Finding(rule.code, rule.severity, message, Place(path=problem.pointer), remedy),
        Spot(problem.offset, problem.offset + problem.length),
    )


def _recoded(problem: Problem) -> Sentence | None:
    """How a text in an encoding that tells its name becomes UTF-8."""
    if problem.kind is not ProblemKind.NOT_UTF8 or problem.detail not in ENCODINGS | UNSURE:
        return None
    if problem.detail in UNSURE:
        return _AS_UTF_8
    command = f"iconv -f {problem.detail.lower()} -t utf-8"
    return Sentence(
        f"{_AS_UTF_8.da}, for eksempel med {command}", f"{_AS_UTF_8.en}, for instance with {command}"
    )


def _is_markup(problem: Problem) -> bool:
    """Whether the text is of another kind altogether: its first token opens an element, a declaration or a comment."""
    first = problem.kind is ProblemKind.SYNTAX and problem.wanted is Wanted.VALUE and not problem.pointer
    return first and problem.detail.startswith("<")


def not_an_object(pointer: str) -> Finding:
    """What is said of a document that is no object."""
    rule = CHECK_RULES["SP197"]
    return Finding(rule.code, rule.severity, rule.title, Place(path=pointer), rule.remedy)
