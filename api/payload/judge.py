"""A piece through the check: its objects, what is said of each, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from api.payload.documents import Piece, Unreadable
from api.payload.options import AUTO, EVERY, Question
from api.payload.reading import parser_for
from classification import Finding
from classification.record import frozen, replace

if TYPE_CHECKING:
    from api.payload.flaws import Flaw
    from api.payload.located import Located


class Checks(Protocol):
    """What `classification.check.checker.Checker` does."""

    @property
    def channels(self) -> Sequence[str]:
        """Names of the channels that profiles belong to."""

    def check(
        self,
        obj: Any,
        *,
        as_of: date | None,
        known_at: datetime | None,
        profile: str,
        today: date,
        wants: Callable[[str], bool] | None,
    ) -> Sequence[Finding]:
        """Everything that is wrong with one object."""


@frozen
class FileOutcome:
    """What came of a piece.

    `findings` are those of each question, in the order of the text. `asked` says for each question which profiles an
    object was held against, by its number, when objects are held against every profile. `trouble` says why the piece
    could not be read. `unrecognised` is how many of the objects no profile recognised, reported or not.
    """

    file: str
    objects: int = 0
    lines: int = 0
    findings: tuple[tuple[Located, ...], ...] = ()
    asked: tuple[Mapping[int, tuple[str, ...]], ...] = ()
    trouble: str = ""
    size: int = 0
    unrecognised: int = 0

    @property
    def reported(self) -> tuple[Located, ...]:
        """The findings of the first question, which is the only one but where days are compared."""
        return self.findings[0] if self.findings else ()


class PayloadJudge:
    """Puts pieces through a check; one in each process."""

    def __init__(self, checker: Checks) -> None:
        self._checker = checker
        self._read = 0

    def judge(self, piece: Piece, questions: Sequence[Question]) -> FileOutcome:
        """Everything that is wrong with the objects of a piece, for each question."""
        try:
            data = piece.read()
        except Unreadable as trouble:
            return FileOutcome(piece.file, trouble=str(trouble))
        self._read += len(data)
        sessions = [_Session(self._checker, question, piece.file) for question in questions]
        objects, lines = self._lines(data, sessions) if piece.lines else self._whole(data, sessions)
        return FileOutcome(
            piece.file,
            objects,
            lines,
            tuple(session.located() for session in sessions),
            tuple(session.asked for session in sessions),
            size=len(data),
            unrecognised=sessions[0].unrecognised if sessions else 0,
        )

    def _lines(self, data: bytes, sessions: Sequence[_Session]) -> tuple[int, int]:
        parse = parser_for(self._read)
        objects = number = 0
        flaws: tuple[Flaw, ...]
        for number, line in enumerate(data.split(b"\n")):
            if not line or line.isspace():
                continue
            try:
                value: Any = parse(line)
                flaws = ()
            except ValueError:
                value, flaws = _read_closely(line)
            for session in sessions:
                session.add(line, value, flaws, number, objects)
            objects += 1
        return objects, number

    def _whole(self, data: bytes, sessions: Sequence[_Session]) -> tuple[int, int]:
        flaws: tuple[Flaw, ...] = ()
        try:
            value = parser_for(self._read)(data)
        except ValueError:
            value, flaws = _read_closely(data)
        for session in sessions:
            session.add(data, value, flaws, 0, 0)
        return (len(value) if isinstance(value, list) else 1), data.count(b"\n")


_NOTHING: Any = object()
_UNRECOGNISED: Final = "SP101"


class _Session:
    """One question about one piece."""

    def __init__(self, checker: Checks, question: Question, file: str) -> None:
        self._checker, self.question, self._file = checker, question, file
        self._located: list[Located] = []
        self.asked: dict[int, tuple[str, ...]] = {}
        self.unrecognised = 0

    def add(self, data: bytes, value: Any, flaws: Sequence[Flaw], line: int, document: int) -> None:
        """Judge one text: an object, or a list of objects."""
        seen = [] if value is _NOTHING else list(self._observed(value, document))
        if not seen and not flaws:
            return
        from api.payload.located import locate  # nothing found is the usual case, and starts faster

        text = data.decode("utf-8-sig", errors="replace")
        several = isinstance(value, list)  # its items have numbers of their own
        of_text = (
            (flaw.finding.moved(documents=document) if several else flaw.finding, flaw.spot)
            for flaw in flaws
            if self.question.wants(flaw.finding.rule)
        )
        wanted = (one for one in seen if self.question.wants(one.rule))
        before = 0 if several else document
        located = locate(wanted, of_text, text, self._file, line=line, document=before)
        located.sort(key=lambda one: one.order)
        self._located += located

    def located(self) -> tuple[Located, ...]:
        """All findings, in the order of the text."""
        return tuple(self._located)

    def _observed(self, value: Any, document: int) -> Iterable[Finding]:
        if isinstance(value, dict):
            return self._checked(value, document)
        if isinstance(value, list):
            return (one for number, item in enumerate(value) for one in self._item(item, number))
        return [_not_an_object("")]

    def _item(self, item: Any, number: int) -> Iterator[Finding]:
        if not isinstance(item, dict):
            yield _not_an_object(f"/{number}").moved(documents=number)
            return
        for one in self._checked(item, number):
            yield one.moved(documents=number, below=f"/{number}")

    def _checked(self, value: dict[str, Any], document: int) -> Sequence[Finding]:
        question = self.question
        if question.profile != EVERY:
            findings = self._check(value, question.profile)
            self.unrecognised += _is_unrecognised(findings)
            return findings
        all_findings: list[Finding] = []
        names = []
        for name in self._checker.channels:
            findings = self._check(value, name)
            if not _is_unrecognised(findings):
                names.append(name)
                all_findings += (replace(one, profile=name) for one in findings)
        if not names:
            self.unrecognised += 1
            return self._check(value, AUTO)
        self.asked[document] = tuple(names)
        return all_findings

    def _wants(self, rule: str) -> bool:
        """Whether the check tells of a rule; objects that no profile recognises are counted in any case."""
        return rule == _UNRECOGNISED or self.question.wants(rule)

    def _check(self, value: dict[str, Any], profile: str) -> Sequence[Finding]:
        question = self.question
        return self._checker.check(
            value,
            as_of=question.as_of,
            known_at=question.known_at,
            profile=profile,
            today=question.today,
            wants=None if question.wants_all else self._wants,
        )


def _is_unrecognised(findings: Iterable[Finding]) -> bool:
    """Whether no profile recognised the object; what a Bundle holds does not count."""
    return any(one.rule == _UNRECOGNISED and not one.place.path for one in findings)


def _read_closely(data: bytes) -> tuple[Any, tuple[Flaw, ...]]:
    """The value of a text that a parser refused, `_NOTHING` where there is none, and what is wrong with it."""
    from api.payload.flaws import read_closely

    reading = read_closely(data)
    return reading.value if reading.readable else _NOTHING, reading.flaws


def _not_an_object(pointer: str) -> Finding:
    from api.payload.flaws import not_an_object

    return not_an_object(pointer)
