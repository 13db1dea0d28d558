"""What a caller can get wrong, each mistake with its facts.

    SamsprogError
    ├── UnknownName            a name that nothing known bears; says what is known
    │   ├── UnknownScheme
    │   ├── UnknownRelease
    │   ├── UnknownCode
    │   ├── UnknownValueSet
    │   ├── UnknownMap
    │   ├── UnknownRule
    │   └── UnknownProfile     (in classification.check)
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

from classification.text import shown

if TYPE_CHECKING:
    from classification.finding import Finding


_LISTED: Final = 12


class SamsprogError(Exception):
    """The root of all errors that name a caller's mistake."""

    code = "ERROR"


class UnknownName(SamsprogError):
    """A name that nothing known bears.

    `what` is the sort of thing, `name` the name asked for, `known` the names that exist (they may be many: the message
    shows the nearest), `count` how many there are where `known` holds the nearest of them alone.
    """

    code = "UNKNOWN_NAME"
    what = "name"

    def __init__(self, name: str, known: Iterable[str] = (), *, place: str = "", count: int = 0) -> None:
        self.name = name
        self.known = tuple(known)
        self.place = place
        self.count = count or len(self.known)
        super().__init__(self._message())

    def _message(self) -> str:
        said = f"unknown {self.what} {shown(self.name)!r}" + (
            f" of {shown(self.place)}" if self.place else ""
        )
        if not self.count:
            return said
        near = self.nearest(_LISTED)
        if not near:
            return f"{said}; {self.count} are known, none is near it"
        rest = self.count - len(near)
        return f"{said}; known: {', '.join(near)}" + (f" and {rest} more" if rest else "")

    def nearest(self, listed: int) -> list[str]:
        """The known names, or the nearest of them where they are more than `listed`."""
        if len(self.known) <= listed:
            return list(self.known)
        from classification.near import near_names  # imported where a mistake was made

        return list(near_names(self.name, self.known, most=6, close=0.5))


class UnknownScheme(UnknownName):
    """No classification has that name, URI or alias."""

    code = "UNKNOWN_SCHEME"
    what = "scheme"


class UnknownRelease(UnknownName):
    """The classification has no release with that label or digest."""

    code = "UNKNOWN_RELEASE"
    what = "release"


class UnknownCode(UnknownName):
    """The release has no concept with that notation."""

    code = "UNKNOWN_CODE"
    what = "code"


class UnknownValueSet(UnknownName):
    """No value set has that URI or name."""

    code = "UNKNOWN_VALUE_SET"
    what = "value set"


class UnknownMap(UnknownName):
    """No concept map has that URI or name."""

    code = "UNKNOWN_MAP"
    what = "map"


class UnknownRule(UnknownName):
    """No rule of the check or of lint has that code."""

    code = "UNKNOWN_RULE"
    what = "rule"


class NoReleaseOnDay(SamsprogError):
    """No release of `scheme` was valid on `day` (as far as known).

    `first` is the first release known then; None where none was known, or none says when it begins.
    """

    code = "NO_RELEASE_ON_DAY"

    def __init__(self, scheme: str, day: date, first: tuple[str, date] | None, *, known_at: str = "") -> None:
        self.scheme = scheme
        self.day = day
        self.first = first
        said = f"no release of {scheme} covers {day.isoformat()}"
        if known_at:
            said += f" as known at {known_at}"
        if first is None and known_at:
            said += "; none was known then"
        if first is not None:
            said += f"; the first is {first[0]}, valid from {first[1].isoformat()}"
        super().__init__(said)


class AmbiguousName(SamsprogError):
    """A short name that several things bear; ask with one of `candidates`."""

    code = "AMBIGUOUS_NAME"

    def __init__(self, what: str, name: str, candidates: Sequence[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{what} {shown(name)!r} is ambiguous; it may be {', '.join(candidates)}")


class InvalidContent(SamsprogError):
    """Content that cannot become a release; `findings` say everything that is wrong."""

    code = "INVALID_CONTENT"

    def __init__(self, message: str, findings: Sequence[Finding] = ()) -> None:
        self.findings = tuple(findings)
        self.said = message
        first = f": {findings[0].text}" if findings else ""
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{message}{first}{more}")


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
            f"{scheme} {version} is already held with other content (held {held}, offered {offered}); "
            f"import it under another label with --release LABEL",
            findings,
        )


class InvalidRequest(SamsprogError):
    """An argument outside its range; the message names the argument, the value and what would be right."""

    code = "INVALID_REQUEST"


class InvalidPattern(SamsprogError):
    """A regular expression outside the supported grammar; names the position."""

    code = "INVALID_PATTERN"

    def __init__(self, pattern: str, position: int, reason: str) -> None:
        self.pattern, self.position = pattern, position
        super().__init__(f"pattern {shown(pattern)!r}, position {position}: {reason}")
