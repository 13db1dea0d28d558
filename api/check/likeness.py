r"""Lines like lines that were found sound, known without being parsed.

Systems write their objects in one way: the same names in the same order, the same blanks. From a sound line a pattern
is made in which everything stands as it is but the simple values. Those that do not matter (see
`classification.check_like`) may be anything of their sort; what the others are, and which days stand together, must
have been seen in sound lines of the pattern. So a line that matches is JSON, has no name twice, and has the answer that
its like had.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Final

from api.check.options import Question
from classification.check import Checker
from classification.check_like import Sort
from loaders.json_places import find_spots

_PATTERNS: Final = {
    Sort.LETTERS: rb'"[^"\\\x00-\x1f]+"',
    Sort.WORD: rb'"[A-Za-z0-9.\-]{1,64}"',
    Sort.DAY: rb'"([0-9TZ:+.\-]+)"',
}
_STRING: Final = rb'"([^"\\\x00-\x1f]*)"'
_SCALAR: Final = rb'([^\s,:"\[\]{}]+)'
_NAME: Final = re.compile(rb'"[^"]*":')
_MOST_FORMS: Final = 64
_MOST_KNOWN: Final = 100_000
_AFTER: Final = 8


class Likeness:
    """What is known of sound lines, for one question."""

    def __init__(self, checker: Checker, question: Question) -> None:
        self._checker, self._profile = checker, question.profile
        self._asked: dict[str, Any] = {
            "as_of": question.as_of,
            "known_at": question.known_at,
            "profile": question.profile,
            "today": question.today,
        }
        self._forms: defaultdict[int, list[_Form]] = defaultdict(list)
        self._met: defaultdict[int, int] = defaultdict(int)
        self._number = 0

    def knows(self, line: bytes) -> bool:
        """Whether the line, which is UTF-8, is like one that was found sound."""
        for form in self._forms.get(line.count(b'"'), ()):
            found = form.match(line) if form.mark in line else None
            if found is not None:
                seen = form.seen.get(found.group(*form.days))
                return seen is not None and found.group(*form.kept) in seen
        return False

    def takes(self, line: bytes, value: Any) -> bool:
        """Whether the value of a line is remembered as sound; if so the line is remembered too."""
        era = self._checker.sound_era(value, **self._asked)
        if era is None:
            return False
        quotes = line.count(b'"')
        if any(form.take(line, era) for form in self._forms.get(quotes, ())):
            return True
        self._met[quotes] += 1
        if self._met[quotes] >= _AFTER and self._number < _MOST_FORMS:
            form = self._form(line, value)
            if form is not None and form.take(line, era):
                self._number += 1
                self._add(quotes, form)
        return True

    def _add(self, quotes: int, form: _Form) -> None:
        """Add a form; of those with as many quotes each is marked by a name that the others lack, if there is one."""
        forms = self._forms[quotes]
        forms.append(form)
        for one in forms:
            others = {name for other in forms if other is not one for name in other.names}
            one.mark = min(one.names - others, default=b"")

    def _form(self, line: bytes, value: Any) -> _Form | None:
        sorts = self._checker.sorts(value, profile=self._profile)
        if sorts is None:
            return None
        try:
            text = line.decode()
        except UnicodeDecodeError:
            return None
        return _Form(*_pattern(text, sorts), names=frozenset(_NAME.findall(line)))


class _Form:
    """One way of writing an object, and what was seen in it: for the days of an object, what stood beside such days."""

    __slots__ = ("_eras", "days", "kept", "mark", "match", "names", "seen")

    def __init__(
        self,
        pattern: re.Pattern[bytes],
        kept: tuple[int, ...],
        days: tuple[int, ...],
        *,
        names: frozenset[bytes],
    ) -> None:
        self.match = pattern.fullmatch
        self.kept, self.days, self.names, self.mark = kept, days, names, b""
        self.seen: dict[Any, set[Any]] = {}
        self._eras: defaultdict[int, set[Any]] = defaultdict(set)

    def take(self, line: bytes, era: int) -> bool:
        """Remember a sound line; whether it is of this form."""
        found = self.match(line)
        if found is None:
            return False
        if len(self.seen) >= _MOST_KNOWN or len(self._eras[era]) >= _MOST_KNOWN:
            self.seen.clear()
            self._eras.clear()
        self.seen[found.group(*self.days)] = self._eras[era]
        self._eras[era].add(found.group(*self.kept))
        return True


def _pattern(text: str, sorts: dict[str, Sort]) -> tuple[re.Pattern[bytes], tuple[int, ...], tuple[int, ...]]:
    """The pattern of a line, and the numbers of its groups: values that are kept, and days.

    The last group is empty; it stands where there would be none.
    """
    spots = sorted(
        (spot.start, spot.end, sorts[pointer]) for pointer, spot in find_spots(text, sorts).items()
    )
    parts: list[bytes] = []
    kept: list[int] = []
    days: list[int] = []
    group = at = 0
    for start, end, sort in spots:
        parts.append(re.escape(text[at:start].encode()))
        written = text[start:end]
        at = end
        if sort is Sort.REFERENCE:
            begin = written.rpartition("/")[0]
            parts.append(re.escape(begin.encode()) + rb'/[A-Za-z0-9.\-]{1,64}"')
            continue
        parts.append(_PATTERNS.get(sort) or (_STRING if written.startswith('"') else _SCALAR))
        if sort in (Sort.KEPT, Sort.DAY):
            group += 1
            (kept if sort is Sort.KEPT else days).append(group)
    parts.append(re.escape(text[at:].encode()))
    none = (group + 1,)
    return re.compile(b"".join(parts) + rb"()"), tuple(kept) or none, tuple(days) or none


def is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
