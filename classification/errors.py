"""What a caller can get wrong, each mistake with its facts.

    SamsprogError
    ├── UnknownName            a name that nothing known bears; says what is known
    │   ├── UnknownScheme
    │   ├── UnknownRelease
    │   │   └── Withdrawn      it was withdrawn; says when, why, and how it is asked for all the same
    │   ├── UnknownCode
    │   ├── UnknownValueSet
    │   ├── UnknownMap
    │   ├── UnknownRule
    │   └── UnknownProfile     (in classification.check.checker)
    ├── NoReleaseOnDay         no release covers the day; says which do
    ├── AmbiguousName          a short name that several things bear
    ├── InvalidContent         content that cannot become a release; carries findings
    │   └── ReleaseConflict    the same label with other content
    ├── InvalidRequest         an argument outside its range
    └── InvalidPattern         a regular expression that is not supported

A finding about data is a value, never an exception (see `classification.finding`); `InvalidContent` is raised only
where the caller asked for a release and the findings forbid one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from classification.sentence import NOTHING, Sentence, both, joined, same
from classification.text import shown

if TYPE_CHECKING:
    from classification.finding import Finding
    from classification.withdrawal import Withdrawal


_LISTED: Final = 12


class SamsprogError(Exception):
    """The root of all errors that name a caller's mistake; `str` is the message in English."""

    code = "ERROR"

    def __init__(self, message: Sentence = NOTHING) -> None:
        self.message = message
        super().__init__(message.en)


class UnknownName(SamsprogError):
    """A name that nothing known bears.

    `what` is the sort of thing, `name` the name asked for, `known` the names that exist (they may be many: the message
    shows the nearest), `count` how many there are where `known` holds the nearest of them alone.
    """

    code = "UNKNOWN_NAME"
    what = both("navnet", "name")

    def __init__(
        self, name: str, known: Iterable[str] = (), *, place: Sentence | str = "", count: int = 0
    ) -> None:
        self.name = name
        self.known = tuple(known)
        self.place = same(shown(place)) if isinstance(place, str) else place
        self.count = count or len(self.known)
        super().__init__(self._message())

    def _message(self) -> Sentence:
        name, place = shown(self.name), self.place
        unknown = both(
            f"{self.what.da} {name!r} er ukendt" + (f" i {place.da}" if place.da else ""),
            f"unknown {self.what.en} {name!r}" + (f" of {place.en}" if place.en else ""),
        )
        return joined((unknown, self._near())) if self.count else unknown

    def _near(self) -> Sentence:
        near = self.nearest(_LISTED)
        if not near:
            return both(
                f"; der kendes {self.count}, ingen af dem ligner",
                f"; {self.count} are known, none is near it",
            )
        rest, listed = self.count - len(near), ", ".join(near)
        return both(
            f"; kendte: {listed}" + (f" og {rest} mere" if rest else ""),
            f"; known: {listed}" + (f" and {rest} more" if rest else ""),
        )

    def nearest(self, listed: int) -> list[str]:
        """The known names, or the nearest of them where they are more than `listed`."""
        if len(self.known) <= listed:
            return list(self.known)
        from classification.near import near_names  # imported where a mistake was made

        return list(near_names(self.name, self.known, most=6, close=0.5))


class UnknownScheme(UnknownName):
    """No classification has that name, URI or alias."""

    code = "UNKNOWN_SCHEME"
    what = both("klassifikationen", "scheme")


class UnknownRelease(UnknownName):
    """The classification has no release with that label or digest."""

    code = "UNKNOWN_RELEASE"
    what = both("udgaven", "release")


class Withdrawn(UnknownRelease):
    """The release, value set or map has that label, and it was withdrawn."""

    code = "WITHDRAWN"

    def __init__(
        self, name: str, known: Iterable[str], place: Sentence | str, withdrawal: Withdrawal
    ) -> None:
        self.withdrawal = withdrawal
        super().__init__(name, known, place=place)

    def _message(self) -> Sentence:
        since = self.withdrawal.since.isoformat(timespec="seconds")
        reason, who = self.withdrawal.reason, self.withdrawal.who
        da = f"udgaven {shown(self.name)!r} af {self.place.da} er trukket tilbage {since}"
        en = f"release {shown(self.name)!r} of {self.place.en} was withdrawn {since}"
        return both(
            f"{da}{f' af {who}' if who else ''}: {reason}; spørg, som kendt før det, med --known-at (knownAt)",
            f"{en}{f' by {who}' if who else ''}: {reason}; ask as known before that, with --known-at (knownAt)",
        )


class UnknownCode(UnknownName):
    """The release has no concept with that notation."""

    code = "UNKNOWN_CODE"
    what = both("koden", "code")


class UnknownValueSet(UnknownName):
    """No value set has that URI or name."""

    code = "UNKNOWN_VALUE_SET"
    what = both("værdisættet", "value set")


class UnknownMap(UnknownName):
    """No concept map has that URI or name."""

    code = "UNKNOWN_MAP"
    what = both("kortlægningen", "map")


class UnknownRule(UnknownName):
    """No rule of the check or of lint has that code."""

    code = "UNKNOWN_RULE"
    what = both("reglen", "rule")


class NoReleaseOnDay(SamsprogError):
    """No release of `scheme` was valid on `day` (as far as known).

    `first` is the first release known then; None where none was known, or none says when it begins.
    """

    code = "NO_RELEASE_ON_DAY"

    def __init__(
        self,
        scheme: Sentence | str,
        day: date,
        first: tuple[str, date] | None,
        *,
        known_at: str = "",
        withdrawn: Sequence[str] = (),
    ) -> None:
        named = same(scheme) if isinstance(scheme, str) else scheme
        self.scheme = named.en
        self.day = day
        self.first = first
        da = f"ingen udgave af {named.da} dækker {day.isoformat()}"
        en = f"no release of {named.en} covers {day.isoformat()}"
        if known_at:
            da, en = f"{da}, som kendt {known_at}", f"{en} as known at {known_at}"
        if first is None and known_at:
            da, en = f"{da}; ingen var kendt da", f"{en}; none was known then"
        if first is not None:
            label, start = first[0], first[1].isoformat()
            da = f"{da}; den første er {label}, som gælder fra {start}"
            en = f"{en}; the first is {label}, valid from {start}"
        if withdrawn:
            da = f"{da}; trukket tilbage: {', '.join(withdrawn)}"
            en = f"{en}; withdrawn: {', '.join(withdrawn)}"
        super().__init__(both(da, en))


class AmbiguousName(SamsprogError):
    """A short name that several things bear; ask with one of `candidates`."""

    code = "AMBIGUOUS_NAME"

    def __init__(self, what: Sentence, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        named, listed = repr(shown(name)), ", ".join(candidates)
        super().__init__(
            both(
                f"{what.da} {named} er flertydig; der kan menes {listed}",
                f"{what.en} {named} is ambiguous; it may be {listed}",
            )
        )


class InvalidContent(SamsprogError):
    """Content that cannot become a release; `findings` say everything that is wrong."""

    code = "INVALID_CONTENT"

    def __init__(self, message: Sentence, findings: Sequence[Finding] = ()) -> None:
        self.findings = tuple(findings)
        self.said = message
        parts = [message]
        if findings:
            parts += [same(": "), findings[0].message]
        if len(findings) > 1:
            rest = len(findings) - 1
            parts.append(both(f" (og {rest} mere)", f" (and {rest} more)"))
        super().__init__(joined(parts))


class InvalidProfiles(InvalidContent):
    """Profiles that cannot be used; `findings` say why."""

    code = "INVALID_PROFILES"


class ReleaseConflict(InvalidContent):
    """The same label with other content; carries both digests."""

    code = "RELEASE_CONFLICT"

    def __init__(
        self, scheme: str, version: str, held: str, offered: str, findings: Sequence[Finding] = ()
    ) -> None:
        self.scheme, self.version, self.held, self.offered = scheme, version, held, offered
        super().__init__(
            both(
                f"{scheme} {version} findes allerede med andet indhold (her {held}, tilbudt {offered}); "
                f"importér den under et andet navn med --release NAVN",
                f"{scheme} {version} is already held with other content (held {held}, offered {offered}); "
                f"import it under another label with --release LABEL",
            ),
            findings,
        )


class InvalidRequest(SamsprogError):
    """An argument outside its range; the message names the argument, the value and what would be right."""

    code = "INVALID_REQUEST"


class InvalidPattern(SamsprogError):
    """A regular expression outside the supported grammar; names the position."""

    code = "INVALID_PATTERN"

    def __init__(self, pattern: str, position: int, reason: Sentence) -> None:
        self.pattern, self.position = pattern, position
        named = repr(shown(pattern))
        super().__init__(
            both(
                f"mønsteret {named}, plads {position}: {reason.da}",
                f"pattern {named}, position {position}: {reason.en}",
            )
        )
