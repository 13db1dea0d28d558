"""The levels of the two KLE schemes: what their entries are called and how their numbers look."""

from __future__ import annotations

import re
from typing import Final

from classification import ConceptScheme
from classification.record import frozen


@frozen
class Level:
    """One level: the element of its entries, the pattern of their numbers and one example of it."""

    element: str
    pattern: re.Pattern[str]
    example: str
    below: Level | None = None


@frozen
class Plan:
    """One scheme: the root elements that hold it (plain names), and its first level."""

    roots: frozenset[str]
    scheme: ConceptScheme
    top: Level


_EMNE: Final = Level("Emne", re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}"), "99.01.02")
_GRUPPE: Final = Level("Gruppe", re.compile(r"[0-9]{2}\.[0-9]{2}"), "99.30", _EMNE)
_HOVEDGRUPPE: Final = Level("Hovedgruppe", re.compile(r"[0-9]{2}"), "05", _GRUPPE)
_FACET: Final = Level("Handlingsfacet", re.compile(r"[A-ZÆØÅ][0-9]{2}"), "Ø05")
_CATEGORY: Final = Level("HandlingsfacetKategori", re.compile(r"[A-ZÆØÅ]"), "Ø", _FACET)

SUBJECTS: Final = Plan(
    frozenset(("kleemneplan", "emneplan")),
    ConceptScheme(
        "kle-emneplan",
        "https://data.gov.dk/id/classification/KLE",
        (("da", "KL Emnesystematik: emneplan"),),
        publisher="KL",
        licence="© KL",
    ),
    _HOVEDGRUPPE,
)
FACETS: Final = Plan(
    frozenset(("klehandlingsfacetter", "handlingsfacetter")),
    ConceptScheme(
        "kle-handlingsfacetter",
        "https://samsprog.dk/scheme/kle-handlingsfacetter",
        (("da", "KL Emnesystematik: handlingsfacetter"),),
        publisher="KL",
        licence="© KL",
    ),
    _CATEGORY,
)
PLANS: Final = (SUBJECTS, FACETS)
