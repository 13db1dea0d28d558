"""What OIO Klassifikation says of one object: rows of attributes, states and relations, each with its virkning.

OIO *Specifikation af model for Klassifikation* 2.0. The names of attributes and relations are those of the standard in
lower case, whichever file they come from: `brugervendtnoegle`, `overordnetklasse`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from classification import Place, Validity
from classification.record import frozen


class Sort(StrEnum):
    """The three objects."""

    KLASSIFIKATION = "klassifikation"
    FACET = "facet"
    KLASSE = "klasse"


ATTRIBUTES: Final = {
    Sort.KLASSIFIKATION: frozenset(("brugervendtnoegle", "kaldenavn", "ophavsret")),
    Sort.FACET: frozenset(("brugervendtnoegle", "beskrivelse", "ophavsret")),
    Sort.KLASSE: frozenset(
        (
            *("brugervendtnoegle", "titel", "beskrivelse", "eksempel"),
            *("omfang", "retskilde", "aendringsnotat", "soegeord"),
        )
    ),
}
RELATIONS: Final = {
    Sort.KLASSIFIKATION: frozenset(("ansvarlig", "ejer")),
    Sort.FACET: frozenset(("ansvarlig", "ejer", "facettilhoerer")),
    Sort.KLASSE: frozenset(
        (
            *("facet", "overordnetklasse", "mapninger", "erstatter"),
            *("sideordnede", "tilfoejelser", "lovligekombinationer"),
        )
    ),
}
"""What is kept of each; the rest is named in a finding."""

AT_MOST_ONE: Final = frozenset(("facet", "overordnetklasse", "facettilhoerer", "ansvarlig", "ejer"))


@frozen
class Keyword:
    """A soegeord: the word, what it is said to be, and its category."""

    text: str
    description: str = ""
    category: str = ""


@frozen
class Attributes:
    """One row of egenskaber."""

    validity: Validity
    values: tuple[tuple[str, str], ...]
    keywords: tuple[Keyword, ...] = ()
    place: Place = Place()

    def value(self, name: str) -> str:
        """One attribute; empty where it is not stated."""
        return next((value for key, value in self.values if key == name), "")


@frozen
class State:
    """One row of publiceret."""

    validity: Validity
    published: bool
    place: Place = Place()


@frozen
class RelationRow:
    """One row of a relation: to a UUID in lower case, or to a URN; of mapninger also their type and role."""

    name: str
    validity: Validity
    target: str
    label: str = ""
    kind: str = ""
    role: str = ""
    place: Place = Place()


@frozen
class Registered:
    """One object as it is registered now."""

    sort: Sort
    identifier: str
    attributes: tuple[Attributes, ...]
    states: tuple[State, ...]
    relations: tuple[RelationRow, ...]
    place: Place = Place()

    @property
    def rows(self) -> tuple[Attributes | State | RelationRow, ...]:
        """Every row."""
        return (*self.attributes, *self.states, *self.relations)
