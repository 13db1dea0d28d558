"""Small named worlds for tests: a concept, a release, a terminology in one line each."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any, Final

from classification.compiled.index import Index, compile_release
from classification.concept import Concept, Label, LabelKind, Notation, NotationRole
from classification.record import replace
from classification.release import Lineage, Release
from classification.scheme import ConceptScheme
from classification.terminology import HeldRelease, Terminology, When, held_release
from classification.validity import Validity
from classification.value_set import Filter, FilterOperator, Include, ValueSet

COLOURS: Final = ConceptScheme("colours", "urn:example:colours", aliases=("urn:example:old-colours",))
DAY: Final = date(2025, 6, 1)
NOW: Final = When(DAY)


def scheme(name: str) -> ConceptScheme:
    """A scheme with the URI `urn:example:<name>`."""
    return ConceptScheme(name, f"urn:example:{name}")


def concept(
    code: str,
    term: str = "",
    broader: Iterable[str] | str = (),
    *,
    legacy: Iterable[str] | str = (),
    alternative: Iterable[str] | str = (),
    **facts: Any,
) -> Concept:
    """A concept with one current code; its term is the code where none is given.

    `broader`, `legacy` and `alternative` take one string or several; `facts` are further fields of `Concept`.
    """
    notations = (Notation(code), *(Notation(old, NotationRole.LEGACY) for old in several(legacy)))
    labels = (
        Label(term or code),
        *(Label(text, kind=LabelKind.ALTERNATIVE) for text in several(alternative)),
    )
    return Concept(notations, labels, broader=several(broader), **facts)


def release(
    *concepts: Concept,
    version: str = "1.0.0",
    start: date | None = None,
    end: date | None = None,
    of: ConceptScheme = COLOURS,
    recorded: datetime | None = None,
    lineage: tuple[Lineage, ...] = (),
) -> Release:
    """A release of `of`, valid from `start` and recorded when it began, unless said otherwise."""
    began = datetime.combine(start, datetime.min.time(), UTC) if start else datetime(1, 1, 1, tzinfo=UTC)
    return Release(of, version, concepts, Validity(start, end), recorded or began, lineage)


def index(*concepts: Concept, version: str = "1.0.0", of: ConceptScheme = COLOURS) -> Index:
    """The compiled release of these concepts."""
    return Index(compile_release(release(*concepts, version=version, of=of)))


def open_release(edition: Release) -> HeldRelease:
    """A compiled release, ready for a `Terminology`."""
    return held_release(Index(compile_release(edition)))


def terminology(
    *releases: Release, value_sets: Iterable[ValueSet] = (), maps: Iterable[Any] = ()
) -> Terminology:
    """A terminology that holds these."""
    return Terminology(map(open_release, releases), value_sets, maps)


def value_set(
    *include: Include,
    exclude: Iterable[Include] = (),
    name: str = "some",
    version: str = "1.0.0",
    **facts: Any,
) -> ValueSet:
    """A value set with the URI `urn:example:vs:<name>`."""
    made = ValueSet(f"urn:example:vs:{name}", name, version, include, tuple(exclude))
    return replace(made, **facts) if facts else made


def where(property_name: str, operator: str, value: str) -> Filter:
    """A filter: `where("concept", "is-a", "J1")`."""
    return Filter(property_name, FilterOperator(operator), value)


def part(
    *filters: Filter, system: str = COLOURS.uri, codes: Iterable[str] | str = (), **facts: Any
) -> Include:
    """One part of a definition: filters, codes, or the whole system."""
    return Include(system, codes=several(codes), filters=filters, **facts)


def several(given: Iterable[str] | str) -> tuple[str, ...]:
    """One string or several, as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given)
