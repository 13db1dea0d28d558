"""Why a release does not know a code, and which concept is meant all the same.

A table of reasons, tried in turn: a code of another release, another spelling, a term, another system's code. The first
that holds is the cause, and its remedy is the right one; only what has none is an unknown code.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from classification.check import code_words as words
from classification.check.coding import WrittenCoding
from classification.check.fault import Fault, both
from classification.check.releases import DayReleases, is_level_number
from classification.lineage import trace, way
from classification.record import frozen
from classification.terminology import HeldRelease
from classification.text import quoted

_CERTAIN: Final = 8
"""From how many characters on a code alone tells its system."""


@frozen
class AbsentCode:
    """A code that the release of the day does not know."""

    releases: DayReleases
    coding: WrittenCoding
    code: str
    release: HeldRelease

    @property
    def uri(self) -> str:
        """The system that it is judged by."""
        return self.release.scheme.uri


@frozen
class Absent:
    """The reason; `number` is the concept in `release` that is meant, where one is, and `code` its code.

    `candidates` are the codes that may be meant where they are several. `settled` says that membership need not be
    asked.
    """

    fault: Fault
    release: HeldRelease
    number: int | None = None
    code: str = ""
    candidates: tuple[str, ...] = ()
    settled: bool = True


def why_absent(absent: AbsentCode) -> Absent:
    """The first reason that holds; of a system of which only a part is here none can be known."""
    if absent.release.scheme.content:
        return _outside_part(absent)
    return next(reason for step in _REASONS if (reason := step(absent)) is not None)


def _outside_part(absent: AbsentCode) -> Absent:
    """A code that is not in a fragment: unknown, not wrong, whatever resembles it or has it elsewhere."""
    alike = absent.release.index.variants.of(absent.code)
    near = next(iter(alike), "") or words.near_code(absent.code, absent.release.index)
    fault = words.outside_part(absent.code, absent.release, near)
    return Absent(fault, absent.release, code=absent.code)


# ---------------------------------------------------------------- another release


def _of_a_later_code(absent: AbsentCode) -> Absent | None:
    """A concept of the day under a code of later: its display is read as that release has it."""
    releases, release, code = absent.releases, absent.release, absent.code
    codes = releases.codes(absent.uri, code)
    if len(codes) < 2 or all(release.index.find(other) is None for other in codes):
        return None
    later = (one for one in releases.having(absent.uri, code) if words.begins(one) > words.begins(release))
    first = next(later, None)
    if first is None:
        return None
    fault = words.not_yet(code, release, first, releases.when, harmless=True)
    return Absent(fault, first, first.index.find(code), code)


def _of_another_release(absent: AbsentCode) -> Absent | None:
    releases, release, code = absent.releases, absent.release, absent.code
    having = releases.having(absent.uri, code)
    if not having:
        return None
    later = [one for one in having if words.begins(one) > words.begins(release)]
    if len(later) == len(having):
        is_before_first = absent.uri in releases.before_first
        return Absent(
            words.not_yet(code, release, later[0], releases.when, harmless=is_before_first), release
        )
    return _no_longer(absent, having[-1])


def _no_longer(absent: AbsentCode, last: HeldRelease) -> Absent:
    release, code = absent.release, absent.code
    number = last.index.find(code)
    assert number is not None
    indexes = [one.index for one in absent.releases.all(absent.uri)]
    trail = trace(way(indexes, last.index, release.index), number)
    successors = words.named(release.index, trail.targets)
    successor = trail.targets[0] if trail.safe else None
    new = "" if successor is None else release.index.codes[successor]
    term = last.index.terms[number]
    fault = Fault(
        "SP205",
        both(
            f"Koden {code} {quoted(term)} gælder ikke længere: den står sidst i {last.name}",
            f"The code {code} {quoted(term)} is no longer valid: it stands last in {last.name}",
        ),
        both(f"Brug {successors}", f"Use {successors}") if successors else both("", ""),
        (("release", release.name), ("last", last.name), ("successor", successors)),
        "code",
        new,
    )
    return Absent(fault, release, successor, new)


# ---------------------------------------------------------------- another spelling, a term


def _misspelled(absent: AbsentCode) -> Absent | None:
    index = absent.release.index
    if " " in absent.code and index.by_term(absent.code):
        return None  # keys that are made of words resemble the words
    alike = index.variants.of(absent.code)
    numbers = tuple(dict.fromkeys(i for code in alike if (i := index.find(code)) is not None))
    if not numbers:
        return None
    codes = tuple(index.codes[i] for i in numbers)
    fault = words.misspelled_code(absent.code, alike if len(numbers) == 1 else codes, numbers, index)
    if len(numbers) == 1:
        return Absent(fault, absent.release, numbers[0], codes[0], settled=False)
    return Absent(fault, absent.release, candidates=codes)


def _term(absent: AbsentCode) -> Absent | None:
    """A term where the code belongs, or the number of a level; by the display where that tells which."""
    index, code, display = absent.release.index, absent.code, absent.coding.display
    is_level = is_level_number(code)
    numbers = _with_term(absent, code)
    if not numbers and is_level and not absent.releases.systems_of(code, display, besides=absent.uri):
        numbers = index.levels.get(float(code), ())
    if not numbers:
        return None
    by_display = _with_term(absent, display) if display else ()
    agreed = tuple(i for i in numbers if i in by_display) or numbers
    codes = tuple(index.codes[i] for i in agreed)
    safe = len(agreed) == 1 and (not is_level or agreed[0] in by_display)
    fault = words.term_for_code(code, index, agreed, safe=safe)
    if len(agreed) == 1:
        return Absent(fault, absent.release, agreed[0], codes[0], settled=False)
    return Absent(fault, absent.release, candidates=codes)


def _with_term(absent: AbsentCode, text: str) -> tuple[int, ...]:
    """Concepts of the day that have a term, in this release or in another one."""
    index = absent.release.index
    numbers = {i for i, _ in index.by_term(text)}
    for other in absent.releases.all(absent.uri):
        if other.index is not index:
            for number, _ in other.index.by_term(text):
                codes = (code for code, _ in other.index.notations(number))
                numbers |= {i for code in codes if (i := index.find(code)) is not None}
    return tuple(sorted(numbers))


# ---------------------------------------------------------------- another system


def _of_another_system(absent: AbsentCode) -> Absent | None:
    releases, code, display = absent.releases, absent.code, absent.coding.display
    uris = releases.systems_of(code, display, besides=absent.uri)
    if not uris:
        return None
    names = tuple(releases.terminology.scheme(uri).name for uri in uris)
    other = releases.of_day(uris[0])
    number = other.index.find(code) if len(uris) == 1 else None
    is_sure = is_certain(other, number, display, code)
    fault = words.other_system(code, absent.release.scheme.name, names, uris, safe=is_sure)
    if is_sure:
        return Absent(fault, other, number, code, settled=False)
    return Absent(fault, absent.release)


def is_certain(release: HeldRelease, number: int | None, display: str, code: str) -> bool:
    """Whether a code and its display leave no doubt that the concept of that release is meant."""
    if number is None:
        return False
    if display:
        return any(i == number for i, _ in release.index.by_term(display))
    return len(code) >= _CERTAIN


def _unknown(absent: AbsentCode) -> Absent:
    index, display = absent.release.index, absent.coding.display
    near = words.near_code(absent.code, index)
    by_display = _with_term(absent, display) if display else ()
    fault = words.unknown_code(absent.code, absent.release, near, by_display, display)
    number = index.find(fault.new) if fault.new else None
    return Absent(fault, absent.release, number, fault.new, settled=number is None)


_REASONS: Final[tuple[Callable[[AbsentCode], Absent | None], ...]] = (
    _of_a_later_code,
    _of_another_release,
    _misspelled,
    _term,
    _of_another_system,
    _unknown,
)
