"""The releases of one day, and what all releases together say of a code.

What is found is remembered in a `DaySpan`, which the days share on which the same releases hold: a population whose
objects name a thousand days costs as much as there are such spans among them, which are a few.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from classification.check.coding import Verdict
from classification.compiled.index import Index
from classification.errors import NoReleaseOnDay, UnknownRelease
from classification.record import field, frozen
from classification.remembered import LONGEST, Remembered
from classification.terminology import HeldRelease, Terminology, When
from classification.text import term_key

_SOUND: Final = 50_000
_WRONG: Final = 10_000
"""So many verdicts, and codes, are remembered of a span: of sound ones, and of those that belong to a day."""


@frozen
class DaySpan:
    """What is known of codes on all days on which the same releases hold.

    `verdicts` are the same on each of these days; `of_days` are verdicts whose sentences name their day, so the day is
    part of their key. The other memories say nothing of a day.
    """

    verdicts: Remembered[tuple[object, ...], Verdict] = field(default_factory=lambda: Remembered(_SOUND))
    of_days: Remembered[tuple[date, tuple[str, ...]], Verdict] = field(
        default_factory=lambda: Remembered(_WRONG)
    )
    releases: dict[str, HeldRelease] = field(default_factory=dict)
    codes: Remembered[tuple[str, str], tuple[str, ...]] = field(default_factory=lambda: Remembered(_SOUND))
    tokens: Remembered[tuple[str, str], frozenset[str]] = field(default_factory=lambda: Remembered(_SOUND))
    before_first: dict[str, str] = field(default_factory=dict)


class DayReleases:
    """The releases by which codes are judged on one day.

    Args:
        terminology: where releases are found.
        when: the day and the knowledge; a `release` label pins it where the system has one.
        span: what is remembered of all days on which the same releases hold.
    """

    def __init__(self, terminology: Terminology, when: When, span: DaySpan) -> None:
        self.terminology, self.when = terminology, when
        self.clock = when.of("")
        self.before_first = span.before_first
        self._of_day, self._codes, self._tokens = span.releases, span.codes, span.tokens
        self._named: dict[frozenset[str], frozenset[str]] = {}

    def answers(self, uri: str) -> bool:
        """Whether the releases of a system can be asked: it is at hand, and not withdrawn as a whole."""
        return self.terminology.answers(uri, self.clock)

    def all(self, uri: str) -> tuple[HeldRelease, ...]:
        """The releases of a system known then, oldest first."""
        return self.terminology.releases(uri, self.clock)

    def of_day(self, uri: str) -> HeldRelease:
        """The release of the day; on a day before the first one, the first."""
        release = self._of_day.get(uri)
        if release is None:
            release = self._of_day[uri] = self._pick(uri)
        return release

    def labelled(self, uri: str, version: str) -> list[HeldRelease]:
        """The releases that a version names, by the publisher's label or our own."""
        return [
            release
            for release in self.all(uri)
            if version == release.version or version in release.publisher_versions
        ]

    def having(self, uri: str, code: str) -> list[HeldRelease]:
        """The releases of a system in which the code stands, oldest first."""
        return [release for release in self.all(uri) if release.index.find(code) is not None]

    def supplements(self, uri: str) -> list[Index]:
        """The supplements of a system, each in its release of the day."""
        supplements = self.terminology.supplements_of(uri)
        return [self.of_day(scheme.uri).index for scheme in supplements if self.answers(scheme.uri)]

    def codes(self, uri: str, code: str) -> tuple[str, ...]:
        """Every code that the concept of `code` has in any release; the code alone where none knows it."""
        key = (uri, code)
        codes = self._codes.get(key)
        if codes is None:
            codes = self._codes_over_time(uri, code)
            if len(code) <= LONGEST:
                self._codes.keep(key, codes)
        return codes

    def tokens(self, uri: str, code: str) -> frozenset[str]:
        """What a profile may call the code's concept: each code it ever had, bare and after `SYSTEM|`; `SYSTEM|`."""
        key = (uri, code)
        tokens = self._tokens.get(key)
        if tokens is None:
            codes = self.codes(uri, code)
            tokens = frozenset((*codes, *(f"{uri}|{each}" for each in codes), f"{uri}|"))
            if len(code) <= LONGEST:
                self._tokens.keep(key, tokens)
        return tokens

    def named(self, written: frozenset[str]) -> frozenset[str]:
        """What a profile calls codes, each as its system writes it."""
        named = self._named.get(written)
        if named is None:
            named = self._named[written] = frozenset(map(self.token, written))
        return named

    def token(self, written: str) -> str:
        """`SYSTEM|CODE` with the code as its system writes it where capitals do not matter.

        Without a system, or of a system that is not at hand, it is as it stands.
        """
        uri, bar, code = written.rpartition("|")
        if not bar or not code or not self.answers(uri):
            return written
        return f"{uri}|{self.of_day(uri).index.written(code)}"

    def _codes_over_time(self, uri: str, code: str) -> tuple[str, ...]:
        codes = dict.fromkeys([code])
        if not self.terminology.has_scheme(uri):
            return (code,)
        for _ in range(2):  # a code of the newest release may lead back to the oldest through one between
            for release in self.all(uri):
                index = release.index
                numbers = {i for each in codes if (i := index.find(each)) is not None}
                codes |= dict.fromkeys(each for i in sorted(numbers) for each, _ in index.notations(i))
        return tuple(codes)

    def _pick(self, uri: str) -> HeldRelease:
        if self.when.release:
            try:
                return self.terminology.release(uri, self.when)
            except UnknownRelease:
                pass
        try:
            return self.terminology.release(uri, self.clock)
        except NoReleaseOnDay:
            releases = self.all(uri) or self.terminology.editions(uri).all
            self.before_first[uri] = releases[0].name
            return releases[0]

    # ---------------------------------------------------------------- the systems of a code

    def has(self, uri: str, code: str) -> bool:
        """Whether any release of a system at hand has the code."""
        return any(release.index.find(code) is not None for release in self.all(uri))

    def systems_of(self, code: str, display: str, *, besides: str = "") -> tuple[str, ...]:
        """The systems that a code tells of: those that have it, and of these those that fit the display, if any do."""
        having = [
            scheme.uri
            for scheme in self.terminology.schemes
            if scheme.uri != besides
            and not scheme.example
            and not scheme.supplements
            and self.has(scheme.uri, code)
            and names_its_system(self.of_day(scheme.uri), code, display)
        ]
        if not display or len(having) < 2:
            return tuple(having)
        fitting = [uri for uri in having if self._fits(uri, code, display)]
        return tuple(fitting or having)

    def _fits(self, uri: str, code: str, display: str) -> bool:
        index = self.of_day(uri).index
        number = index.find(code)
        return any(i == number for i, _ in index.by_term(display))


def is_level_number(code: str) -> bool:
    """Whether a code is nothing but the number of a level, which says nothing of its system."""
    return len(code) <= 2 and code.isascii() and code.isdigit()


def names_its_system(release: HeldRelease, code: str, display: str) -> bool:
    """Whether a code that a system has is worth naming that system: a bare number only beside its term there."""
    number = release.index.find(code)
    if not is_level_number(code):
        return True
    return (
        bool(display)
        and number is not None
        and any(term_key(label.text) == term_key(display) for label in release.index.concept(number).labels)
    )
