"""Lint of maps: which vocabulary a side of a map means, and in which of its releases the codes are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import Final

from classification.compiled.variant import Variants, uri_form
from classification.concept_map import Coding, ConceptMap, Mapping
from classification.near import near_names
from classification.record import field, frozen
from classification.scheme import ConceptScheme
from classification.terminology import HeldRelease, Terminology, When

_NEAR: Final = 0.8
_MOST_LOOKED_UP: Final = 1_000


class Side(StrEnum):
    """The two ends of a row."""

    SOURCE = "source"
    TARGET = "target"

    def end(self, row: Mapping) -> Coding:
        """The end of a row."""
        return row.source if self is Side.SOURCE else row.target

    def pins(self, concept_map: ConceptMap) -> dict[str, str]:
        """The releases that the map states for this side, by system (by its name, where a file knew no more)."""
        return dict(concept_map.source_releases if self is Side.SOURCE else concept_map.target_releases)


@frozen(slots=False)
class Vocabulary:
    """A system as one side of a map writes it, and what is here of it.

    `scheme` is None where it is not here; `near` are then the URIs that resemble it. `pin` is the label of the release
    for which the map was made, `made` the release its rows are held against (the pinned one, else that of the day),
    `today` the one of the day where that is another.
    """

    system: str
    side: Side
    scheme: ConceptScheme | None = None
    near: tuple[str, ...] = ()
    pin: str = ""
    made: HeldRelease | None = None
    today: HeldRelease | None = None
    releases: tuple[HeldRelease, ...] = ()
    rows: list[int] = field(default_factory=list)

    @property
    def lacks_its_release(self) -> bool:
        """Whether the release that the map was made for is not here."""
        return bool(self.pin) and not any(_bears(held, self.pin) for held in self.releases)

    def others(self, than: HeldRelease) -> Iterator[HeldRelease]:
        """The other releases, the newest first."""
        return (held for held in reversed(self.releases) if held.version != than.version)


class Vocabularies:
    """The systems that a map names, looked for once each, with the places of the rows that name them."""

    def __init__(self, terminology: Terminology, concept_map: ConceptMap, when: When) -> None:
        self._terminology, self._map, self._when = terminology, concept_map, when.of("")
        self._found: dict[tuple[Side, str], Vocabulary] = {}
        for at, row in enumerate(concept_map.mappings):
            for side in Side:
                end = side.end(row)
                vocabulary = self._found.get((side, end.system)) or self._find(side, end.system)
                vocabulary.rows.append(at)

    def __iter__(self) -> Iterator[Vocabulary]:
        return iter(self._found.values())

    def of(self, side: Side, row: Mapping) -> Vocabulary | None:
        """The vocabulary of an end that names a code; None where it names none."""
        end = side.end(row)
        return self._found[side, end.system] if end.code else None

    def _find(self, side: Side, system: str) -> Vocabulary:
        scheme, near = self._meant(side, system)
        pins = side.pins(self._map)
        pin = pins.get(system) or (pins.get(scheme.name, "") if scheme is not None else "")
        if scheme is None:
            found = Vocabulary(system, side, near=near, pin=pin)
        else:
            editions = self._terminology.editions(scheme.uri)
            releases = editions.known(self._when)
            today = editions.on(self._when)
            pinned = next((held for held in releases if held.version == pin), None) or next(
                (held for held in releases if pin and _bears(held, pin)), None
            )
            made = pinned or today or next(iter(releases), None)
            other = (
                today if today is not None and made is not None and today.version != made.version else None
            )
            found = Vocabulary(system, side, scheme, (), pin, made, other, releases)
        self._found[side, system] = found
        return found

    def _meant(self, side: Side, system: str) -> tuple[ConceptScheme | None, tuple[str, ...]]:
        """The classification that a system means, however it is written; else the URIs that resemble it.

        One whose URI only resembles it is meant where it knows half of the codes.
        """
        if self._terminology.has_scheme(system):
            return self._terminology.scheme(system), ()
        alike = {self._terminology.scheme(uri).uri for uri in self._variants.of(system)}
        if len(alike) == 1:
            return self._terminology.scheme(alike.pop()), ()
        near = near_names(system, self._uris, close=_NEAR)
        schemes = {uri: self._terminology.scheme(uri) for uri in near}
        meant = {scheme.uri for scheme in schemes.values() if self._knows_half(scheme, side, system)}
        return (self._terminology.scheme(meant.pop()), ()) if len(meant) == 1 else (None, near)

    def _knows_half(self, scheme: ConceptScheme, side: Side, system: str) -> bool:
        held = self._terminology.releases(scheme.uri, self._when)
        if not held:
            return False
        ends = (side.end(row) for row in self._map.mappings)
        codes = list(dict.fromkeys(end.code for end in ends if end.system == system and end.code))
        some = codes[:_MOST_LOOKED_UP]
        return bool(some) and 2 * sum(held[-1].index.find(code) is not None for code in some) >= len(some)

    @cached_property
    def _uris(self) -> tuple[str, ...]:
        schemes = self._terminology.schemes
        return tuple(dict.fromkeys(uri for scheme in schemes for uri in (scheme.uri, *scheme.aliases)))

    @cached_property
    def _variants(self) -> Variants:
        return Variants(self._uris, uri_form)


def _bears(held: HeldRelease, label: str) -> bool:
    return label == held.version or label in held.publisher_versions
