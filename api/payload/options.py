"""What a check is asked: day, profile, rules, and exceptions for some paths."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from api.payload.pattern import matches
from classification import Severity
from classification.errors import InvalidRequest
from classification.record import field, frozen, replace
from classification.sentence import both

AUTO: Final = "auto"
EVERY: Final = "all"
LANGUAGES: Final = ("en", "da")
NEVER: Final = "never"
UNRECOGNISED: Final = "unrecognised"
GRAVITIES: Final = (*Severity, NEVER)
FAIL_ON: Final = (*Severity, UNRECOGNISED, NEVER)


@frozen
class Question:
    """How the objects of one file are judged.

    `as_of` None means the day that each payload names, else `today`. `select` and `ignore` are rule codes or beginnings
    of them; the longer one wins, and `ignore` of two equally long.
    """

    today: date
    as_of: date | None = None
    known_at: datetime | None = None
    profile: str = AUTO
    select: tuple[str, ...] = ("SP",)
    ignore: tuple[str, ...] = ()

    @property
    def wants_all(self) -> bool:
        """Whether findings of every rule are reported."""
        return self.select == ("SP",) and not self.ignore

    def wants(self, rule: str) -> bool:
        """Whether findings of a rule are reported.

        >>> Question(date(2026, 1, 1), select=("SP2", "SP301"), ignore=("SP20",)).wants("SP211")
        True
        """
        return _longest(self.select, rule) > _longest(self.ignore, rule)


def _longest(beginnings: Iterable[str], rule: str) -> int:
    return max((len(begin) for begin in beginnings if rule.startswith(begin)), default=0)


@frozen
class PathException:
    """What is different for the files that a pattern matches; None: as for all."""

    pattern: str
    profile: str | None = None
    as_of: date | None = None
    ignore: tuple[str, ...] = ()
    skip: bool = False


@frozen
class Config:
    """What a configuration file says of the check; what it does not name is absent from `values`."""

    path: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    exceptions: tuple[PathException, ...] = ()

    @property
    def base(self) -> str:
        """The folder that its paths and patterns start from."""
        return os.path.dirname(self.path)  # noqa: PTH120


@frozen
class Options:
    """Everything that a run of the check is asked.

    `base` is the folder that patterns start from, with a slash at its end or empty.
    """

    question: Question
    exceptions: tuple[PathException, ...] = ()
    base: str = ""
    fail_on: str = Severity.ERROR
    language: str = "en"
    jobs: int = 1

    def question_for(self, file: str) -> Question | None:
        """How the objects of a file are judged; None when it is left out."""
        question = self.question
        for one in self.exceptions:
            if not matches(one.pattern, file, self.base):
                continue
            if one.skip:
                return None
            question = replace(
                question,
                profile=question.profile if one.profile is None else one.profile,
                as_of=one.as_of or question.as_of,
                ignore=(*question.ignore, *one.ignore),
            )
        return question


def rule_selection(
    text: str | Iterable[str], where: str, rules: Collection[str] | None = None
) -> tuple[str, ...]:
    """Rule codes and beginnings of codes, between commas: of `rules`, else of those of the check and the lint.

    >>> rule_selection("SP1, sp301", "--select")
    ('SP1', 'SP301')

    Raises:
        InvalidRequest: no rule begins so.
    """
    given = text.split(",") if isinstance(text, str) else text
    chosen = tuple(code.strip().upper() for code in given if code.strip())
    if not chosen:
        return ()
    if rules is None:
        from classification.rules.registry import rules_of_objects  # most runs select nothing

        rules = rules_of_objects()
    for code in chosen:
        if code == "SP":
            continue
        if not any(rule.startswith(code) for rule in rules):
            from difflib import get_close_matches

            kin = code.rstrip("0123456789")  # SP, SPL …: a rule of the same family
            near = get_close_matches(
                code, [rule for rule in rules if rule.rstrip("0123456789") == kin], n=3, cutoff=0.6
            )
            remedy = both("; samsprog rule opregner dem", "; samsprog rule lists them")
            if near:
                remedy = both(f"; mente du {' eller '.join(near)}?", f"; did you mean {' or '.join(near)}?")
            unknown = both(
                f"{where}: ingen regel begynder med {code!r}", f"{where}: no rule begins with {code!r}"
            )
            raise InvalidRequest(unknown + remedy)
    return chosen
