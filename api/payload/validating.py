"""Values through the check: what a running service does with objects that callers send.

The same judge as for files reads them, so findings are those of the command.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from api.payload.documents import Piece
from api.payload.judge import PayloadJudge
from api.payload.located import Located, rank
from api.payload.options import AUTO, EVERY, Question
from classification import Checker, Severity
from classification.check.checker import UnknownProfile
from classification.deadline import look, looking
from classification.record import frozen


@frozen
class Judged:
    """What came of one value.

    `profiles` are those it was held against; none where no profile describes it, or it holds several objects. `placed`
    says whether lines and columns are the caller's.
    """

    findings: tuple[Located, ...]
    profiles: tuple[str, ...]
    placed: bool

    @property
    def passed(self) -> bool:
        """Whether nothing graver than a warning was found."""
        return all(rank(one.finding.severity) < rank(Severity.ERROR) for one in self.findings)


@frozen
class Unplaced:
    """The text of a JSON value whose lines and columns are not the caller's."""

    text: str


class Validator:
    """A check that several threads may ask at once: what it remembers are verdicts on codes, which all share."""

    def __init__(self, checker: Checker) -> None:
        self.checker = checker

    def judge(self, values: Sequence[Any], question: Question) -> list[Judged]:
        """What is wrong with each of the values; a string is taken for JSON text.

        Raises:
            UnknownProfile: naming near ones.
        """
        names = (*self.checker.profiles, *self.checker.channels)
        if question.profile not in (AUTO, EVERY, *names):
            raise UnknownProfile(question.profile, names)
        judge = PayloadJudge(self.checker)
        return [self._judged(judge, number, value, question) for number, value in enumerate(looking(values))]

    def _judged(self, judge: PayloadJudge, number: int, value: Any, question: Question) -> Judged:
        data = _text(value)
        outcome = judge.judge(Piece(f"objects/{number}", data=data), [question])
        asked = outcome.asked[0].get(0, ()) if question.profile == EVERY else ()
        return Judged(outcome.reported, asked or self._recognised(data, question), isinstance(value, str))

    def _recognised(self, data: bytes, question: Question) -> tuple[str, ...]:
        try:
            value = orjson.loads(data)
        except ValueError:
            return ()
        return self.checker.recognise(value, AUTO if question.profile == EVERY else question.profile)


def _text(value: Any) -> bytes:
    if isinstance(value, Unplaced):
        value = value.text
    if isinstance(value, str):
        return value.encode(errors="surrogatepass")
    return json_text(value).encode(errors="surrogatepass")


def json_text(value: Any) -> str:
    """A parsed JSON value as text, however deep: what is too deep is said by who reads it."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return "".join(_written(value))


def _written(value: Any) -> Iterator[str]:
    """The text, piece by piece and without recursion."""
    pending: list[Any] = [value]
    while pending:
        look()
        one = pending.pop()
        if type(one) is _Piece:
            yield one
        elif isinstance(one, dict):
            pending.append(_Piece("}"))
            for number, (name, inner) in reversed(list(enumerate(one.items()))):
                pending += (inner, _Piece(f"{',' if number else ''}{json.dumps(name, ensure_ascii=False)}:"))
            pending.append(_Piece("{"))
        elif isinstance(one, list):
            pending.append(_Piece("]"))
            for number, inner in reversed(list(enumerate(one))):
                pending += (inner, _Piece(",")) if number else (inner,)
            pending.append(_Piece("["))
        else:
            yield json.dumps(one, ensure_ascii=False)


class _Piece(str):
    """A piece of JSON text."""

    __slots__ = ()
