"""What is wrong with a text that should be JSON, in words."""

from __future__ import annotations

from typing import Final

from classification.sentence import Sentence, both, same
from loaders.reading.json_problems import Problem, Wanted

_WANTED: Final = {
    Wanted.VALUE: both("en værdi", "a value"),
    Wanted.NAME: both("et navn i anførselstegn", "a name in quotes"),
    Wanted.COLON: both("et kolon", "a colon"),
    Wanted.NEXT_MEMBER: both(", eller }", ", or }"),
    Wanted.NEXT_ITEM: both(", eller ]", ", or ]"),
    Wanted.END: both("afslutningen", "the end"),
    Wanted.CLOSING_QUOTE: both("det sidste anførselstegn", "the closing quote"),
    Wanted.SOUND_STRING: both("en gyldig escape-sekvens", "a valid escape"),
}


def detail_of(problem: Problem) -> Sentence:
    """What follows the name of the rule: a colon and the detail, or what the grammar wants, and where."""
    if problem.wanted is None:
        return same(f": {problem.detail}" if problem.detail else "")
    wanted = _WANTED[problem.wanted]
    shown = repr(problem.detail)[1:-1].replace("\\\\", "\\")
    if not shown:
        return both(
            f": {wanted.da} mangler ved tekstens slutning", f": {wanted.en} is missing at the end of the text"
        )
    return both(f": {wanted.da} mangler ved {shown}", f": {wanted.en} is missing at {shown}")
