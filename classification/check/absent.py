"""Why a release does not know a code, and which concept is meant all the same.

A table of reasons, tried in turn: a code of another release, another spelling, a term, another system's code. The first
that holds is the cause, and its remedy is the right one; only what has none is an unknown code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from classification.check import code_words as words
from classification.check.fault import Fault, both
from classification.lineage import trace, way
from classification.record import frozen
from classification.terminology import Held
from classification.text import quoted, term_key

if TYPE_CHECKING:
    from classification.check.code import Coded, CodeJudge

_CERTAIN: Final = 8
"""From how many characters on a code alone tells its system."""


@frozen
class AbsentCode:
    """A code that the release of the day does not know."""

    judge: CodeJudge
    coded: Coded
    code: str
    held: Held


@frozen
class Absent:
    """The reason; `number` is the concept in `held` that is meant, where one is, and `code` its code.

    `candidates` are the codes that may be meant where they are several. `settled` says that membership need not be
    asked.
    """

    fault: Fault
    held: Held
    number: int | None = None
    code: str = ""
    candidates: tuple[str, ...] = ()
    settled: bool = True


def why_absent(asked: AbsentCode) -> Absent:
    """The first reason that holds."""
    return next(reason for step in _REASONS if (reason := step(asked)) is not None)


# ---------------------------------------------------------------- another release


def _of_a_later_code(asked: AbsentCode) -> Absent | None:
    """A concept of the day under a code of later: its display is read as that release has it."""
    judge, held, code = asked.judge, asked.held, asked.code
    codes = judge.codes(held.scheme.uri, code)
    if len(codes) < 2 or all(held.index.find(other) is None for other in codes):
        return None
    later = (one for one in judge.releases(held.scheme.uri) if words.begins(one) > words.begins(held))
    ahead = next((one for one in later if one.index.find(code) is not None), None)
    if ahead is None:
        return None
    fault = words.not_yet(code, held, ahead, judge.when, known=True)
    return Absent(fault, ahead, ahead.index.find(code), code)


def _of_another_release(asked: AbsentCode) -> Absent | None:
    judge, held, code = asked.judge, asked.held, asked.code
    having = [one for one in judge.releases(held.scheme.uri) if one.index.find(code) is not None]
    if not having:
        return None
    later = [one for one in having if words.begins(one) > words.begins(held)]
    if len(later) == len(having):
        known = held.scheme.uri in judge.before_first
        return Absent(words.not_yet(code, held, later[0], judge.when, known=known), held)
    return _no_longer(asked, having[-1])


def _no_longer(asked: AbsentCode, last: Held) -> Absent:
    held, code = asked.held, asked.code
    number = last.index.find(code)
    assert number is not None
    known = [one.index for one in asked.judge.releases(held.scheme.uri)]
    followed = trace(way(known, last.index, held.index), number)
    successors = words.named(held.index, followed.targets)
    successor = followed.targets[0] if followed.safe else None
    term = last.index.terms[number]
    fault = Fault(
        "SP205",
        both(
            f"Koden {code} {quoted(term)} gælder ikke længere: den står sidst i {last.name}",
            f"The code {code} {quoted(term)} is no longer valid: it stands last in {last.name}",
        ),
        both(f"Brug {successors}", f"Use {successors}") if successors else both("", ""),
        (("release", held.name), ("last", last.name), ("successor", successors)),
        "code",
        "" if successor is None else held.index.codes[successor],
    )
    return Absent(fault, held, successor, "" if successor is None else held.index.codes[successor])


# ---------------------------------------------------------------- another spelling, a term


def _misspelled(asked: AbsentCode) -> Absent | None:
    index = asked.held.index
    if " " in asked.code and index.by_term(asked.code):
        return None  # keys that are made of words resemble the words
    alike = index.variants.of(asked.code)
    numbers = tuple(dict.fromkeys(i for code in alike if (i := index.find(code)) is not None))
    if not numbers:
        return None
    codes = tuple(index.codes[i] for i in numbers)
    fault = words.misspelled_code(asked.code, alike if len(numbers) == 1 else codes, numbers, index)
    if len(numbers) == 1:
        return Absent(fault, asked.held, numbers[0], codes[0], settled=False)
    return Absent(fault, asked.held, candidates=codes)


def _term(asked: AbsentCode) -> Absent | None:
    """A term where the code belongs, or the number of a level; by the display where that tells which."""
    index, display = asked.held.index, asked.coded.display
    numbers = bearing(asked, asked.code)
    digit = _is_number(asked.code)
    if (
        not numbers
        and digit
        and asked.judge.bearers(asked.code, display, besides=asked.held.scheme.uri) == ()
    ):
        numbers = index.levels.get(float(asked.code), ())
    if not numbers:
        return None
    shown = bearing(asked, display) if display else ()
    agreed = tuple(i for i in numbers if i in shown) or numbers
    codes = tuple(index.codes[i] for i in agreed)
    safe = len(agreed) == 1 and (not digit or agreed[0] in shown)
    fault = words.term_for_code(asked.code, index, agreed, safe=safe)
    if len(agreed) == 1:
        return Absent(fault, asked.held, agreed[0], codes[0], settled=False)
    return Absent(fault, asked.held, candidates=codes)


def bearing(asked: AbsentCode, text: str) -> tuple[int, ...]:
    """Concepts of the day that bear a term, in this release or in another one."""
    index = asked.held.index
    found = {i for i, _ in index.by_term(text)}
    for other in asked.judge.releases(asked.held.scheme.uri):
        if other.index is not index:
            for number, _ in other.index.by_term(text):
                codes = (code for code, _ in other.index.notations(number))
                found |= {i for code in codes if (i := index.find(code)) is not None}
    return tuple(sorted(found))


# ---------------------------------------------------------------- another system


def _of_another_system(asked: AbsentCode) -> Absent | None:
    judge, coded, code = asked.judge, asked.coded, asked.code
    uris = judge.bearers(code, coded.display, besides=asked.held.scheme.uri)
    if not uris:
        return None
    names = tuple(judge.terminology.scheme(uri).name for uri in uris)
    there = judge.picked(uris[0])
    number = there.index.find(code) if len(uris) == 1 else None
    told = is_told(there, number, coded.display, code)
    fault = words.other_system(code, asked.held.scheme.name, names, uris, safe=told)
    return Absent(fault, there, number, code, settled=False) if told else Absent(fault, asked.held)


def is_told(held: Held, number: int | None, display: str, code: str) -> bool:
    """Whether a code and its display leave no doubt that the concept of that release is meant."""
    if number is None:
        return False
    if display:
        return any(i == number for i, _ in held.index.by_term(display))
    return len(code) >= _CERTAIN


def _unknown(asked: AbsentCode) -> Absent:
    index, display = asked.held.index, asked.coded.display
    near = words.near_code(asked.code, index)
    shown = bearing(asked, display) if display else ()
    fault = words.unknown_code(asked.code, asked.held, near, shown, display)
    number = index.find(fault.new) if fault.new else None
    return Absent(fault, asked.held, number, fault.new, settled=number is None)


def _is_number(code: str) -> bool:
    """Whether a code is nothing but the number of a level, which says nothing of its system."""
    return len(code) <= 2 and code.isascii() and code.isdigit()


_REASONS: Final[tuple[Callable[[AbsentCode], Absent | None], ...]] = (
    _of_a_later_code,
    _of_another_release,
    _misspelled,
    _term,
    _of_another_system,
    _unknown,
)


def tells_its_system(held: Held, code: str, display: str) -> bool:
    """Whether a code that a system bears is worth naming that system: a bare number only beside its term there."""
    number = held.index.find(code)
    if not _is_number(code):
        return True
    return (
        bool(display)
        and number is not None
        and any(term_key(label.text) == term_key(display) for label in held.index.concept(number).labels)
    )
