"""What a new release takes away from the one before it, and whether somebody has to say that it is meant.

A release that loses more than a tenth of the concepts in use before it, or that another publisher offers, becomes
today's classification for everybody. So it is refused until the caller confirms the name (`Request.replace`). What is
removed is counted in any case. What comes with the program is not asked about.

A concept is removed when the new release has none with any of its codes or its URI, and its lineage names no successor.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from api.importing.outcome import RowStatus
from api.importing.request import Request
from api.importing.row_report import PlannedRelease
from classification import Concept, ConceptScheme, Finding, Index, Place, Release, Severity, Terminology, When
from classification.identity import ReleaseConcepts, ties
from classification.record import frozen
from classification.sentence import NOTHING, Sentence, both, joined
from classification.terminology import HeldRelease
from classification.validity import begins

TOLERATED: Final = 10
"""One in so many concepts may go without a word of confirmation."""
NAMED: Final = 5
_WORD: Final = re.compile(r"\w+")


@frozen(slots=False)
class Replacement:
    """A new release beside the one that it follows: what it removes, and why it has to be confirmed, if it has to."""

    planned: PlannedRelease
    before: HeldRelease | None
    removed: tuple[Concept, ...]
    in_use: int
    strangers: tuple[ConceptScheme, ...]
    """Schemes held of another publisher, whose place it takes."""

    @property
    def scheme(self) -> ConceptScheme:
        """The classification as it is known here."""
        return self.planned.release.scheme

    @property
    def loses_much(self) -> bool:
        """Whether more than a tenth of what was in use is gone."""
        return len(self.removed) * TOLERATED > self.in_use

    @property
    def place(self) -> Place:
        """The file it comes from."""
        return Place(next((place.file for place in self.planned.draft.places.values()), ""))


def replacements(planned: Iterable[PlannedRelease], request: Request, held: Terminology) -> list[Replacement]:
    """Each release that is new, beside what is held."""
    if request.bundled:
        return []
    return [_replacement(one, held) for one in planned if one.status is RowStatus.NEW]


def replacement_findings(
    found: Sequence[Replacement], request: Request, names: Iterable[str]
) -> Iterator[Finding]:
    """SPI21 what is removed, SPI22 and SPI23 what has to be confirmed (or was), SPI24 a confirmation of nothing.

    `names` are those of everything that the import brings.
    """
    open_ones = [one for one in found if not _confirmed(one.scheme, request)]
    asked = dict.fromkeys(one.scheme.name for one in open_ones if one.loses_much or one.strangers)
    remedy = _line_to_type(request, asked)
    for one in found:
        confirmed = one.scheme.name not in asked
        severity = Severity.WARNING if confirmed else Severity.ERROR
        said = NOTHING if confirmed else remedy
        if one.removed and one.loses_much:
            yield Finding("SPI22", severity, _removes(one), one.place, said)
        elif one.removed:
            yield Finding("SPI21", Severity.INFORMATION, _removes(one), one.place)
        if one.strangers:
            yield Finding("SPI23", severity, _stranger(one), one.place, said)
    yield from _of_nothing(request, sorted(set(names)))


def _replacement(planned: PlannedRelease, held: Terminology) -> Replacement:
    release = planned.release
    before = _before(release, held)
    in_use = _in_use(before) if before is not None else []
    removed = tuple(_removed(in_use, before.index, release)) if before is not None else ()
    return Replacement(planned, before, removed, len(in_use), tuple(_strangers(planned, held)))


def _before(release: Release, held: Terminology) -> HeldRelease | None:
    """The release held that answers on the first day of this one, or answered last before it."""
    if not held.has_scheme(release.scheme.uri):
        return None
    start = release.validity.start or date.min
    known = held.releases(release.scheme.uri, When(start))
    return max((one for one in known if begins(one)[0] <= start), key=begins, default=None)


def _in_use(before: HeldRelease) -> list[int]:
    day = before.validity.start or date.max
    concepts = enumerate(before.index.concepts())
    return [i for i, c in concepts if not c.is_inactive and not c.is_deprecated_on(day)]


def _removed(in_use: Iterable[int], before: Index, release: Release) -> Iterator[Concept]:
    new = ReleaseConcepts(release)
    succeeded = {code for entry in release.lineage if entry.targets for code in entry.sources}
    for i in in_use:
        is_tied = next(ties(before, new, i), None) is not None
        if not is_tied and succeeded.isdisjoint(before.codes_of(i)):
            yield before.concept(i)


# who published it


def _strangers(planned: PlannedRelease, held: Terminology) -> Iterator[ConceptScheme]:
    offered = planned.draft.release.scheme
    places = _places(offered) | {planned.release.scheme.uri}
    for known in held.schemes:
        if not places.isdisjoint(_places(known)) and not same_publisher(known.publisher, offered.publisher):
            yield known


def _places(scheme: ConceptScheme) -> set[str]:
    """The URIs that are a scheme's own."""
    return {scheme.uri, scheme.scheme_uri, scheme.namespace, *scheme.aliases} - {""}


def same_publisher(one: str, other: str) -> bool:
    """Whether two names may be those of one publisher; one that is not stated is no other.

    Names are written in full, shortened, and both at once.

    >>> same_publisher("KL", "Kommunernes Landsforening"), same_publisher("KL (Kommunernes Landsforening)", "KL")
    (True, True)
    >>> same_publisher("Socialstyrelsen", "Kommunernes Landsforening")
    False
    """
    a, b = (_WORD.findall(name.casefold()) for name in (one, other))
    if set(a) <= set(b) or set(b) <= set(a):
        return True
    return _initials(a) == "".join(b) or _initials(b) == "".join(a)


def _initials(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)


# what is withdrawn


def withdrawn_findings(
    planned: Iterable[PlannedRelease], request: Request, held: Terminology
) -> Iterator[Finding]:
    """SPI29 for each release that is held and withdrawn: importing it again does not take it back into use."""
    for one in () if request.bundled else planned:
        scheme, label = one.release.scheme, one.release.version
        if one.status is RowStatus.NEW or not held.has_scheme(scheme.uri):
            continue
        withdrawal = held.editions(scheme.uri).withdrawal(label, When(date.min))
        if withdrawal is not None:
            name = f"{scheme.name}@{label}"
            said = both(
                f"{name} er trukket tilbage ({withdrawal.reason}) og bliver det ved med at være",
                f"{name} is withdrawn ({withdrawal.reason}) and stays so",
            )
            line = f"samsprog withdraw {name} --undo"
            remedy = both(f"{line} tager den i brug igen", f"{line} takes it back into use")
            yield Finding("SPI29", Severity.WARNING, said, remedy=remedy)


# sentences


def _removes(one: Replacement) -> Sentence:
    assert one.before is not None
    release, before, count = one.planned.release, one.before.name, len(one.removed)
    first = ", ".join(f"{c.code!r} ({c.term(one.scheme.language)})" for c in one.removed[:NAMED])
    name = f"{release.scheme.name} {release.version}"
    said = both(
        f"{name} fjerner {count} af de {one.in_use} begreber, der er i brug i {before}: {first}",
        f"{name} removes {count} of the {one.in_use} concepts in use in {before}: {first}",
    )
    rest = count - NAMED
    return said + (both(f" og {rest} mere", f" and {rest} more") if rest > 0 else NOTHING)


def _stranger(one: Replacement) -> Sentence:
    release = one.planned.release
    offered = one.planned.draft.release.scheme.publisher
    known = joined(
        (
            both(
                f"{scheme.name} udgives af {scheme.publisher}",
                f"{scheme.name} is published by {scheme.publisher}",
            )
            for scheme in one.strangers
        ),
        ", ",
    )
    name = f"{release.scheme.name} {release.version} ({release.scheme.uri})"
    return both(
        f"{name} er fra {offered}, men {known.da}, som har den URI eller det navnerum",
        f"{name} is from {offered}, but {known.en}, which has that URI or namespace",
    )


def _line_to_type(request: Request, names: Iterable[str]) -> Sentence:
    line = request.line or f"samsprog import {shlex.quote(request.origin)}"
    for name in names:
        line += f" --replace {shlex.quote(name)}"
    return both(f"er det meningen, så skriv: {line}", f"if that is meant, type: {line}")


def _confirmed(scheme: ConceptScheme, request: Request) -> bool:
    return not {scheme.name, scheme.uri, *scheme.aliases}.isdisjoint(request.replace)


def _of_nothing(request: Request, names: Sequence[str]) -> Iterator[Finding]:
    for name in request.replace:
        if name not in names:
            listed = ", ".join(names[:NAMED]) or "–"
            said = both(
                f"--replace {name}: importen bringer ingen klassifikation, der hedder det; den bringer {listed}",
                f"--replace {name}: the import brings no classification of that name; it brings {listed}",
            )
            remedy = both("ret navnet, eller udelad det", "correct the name, or leave it out")
            yield Finding("SPI24", Severity.ERROR, said, remedy=remedy)


def removed_in(found: Iterable[Replacement], release: Release) -> tuple[tuple[str, str], ...]:
    """Code and term of what a release of the import removes."""
    return tuple(
        (concept.code, concept.term(one.scheme.language))
        for one in found
        if one.planned.release is release
        for concept in one.removed
    )
