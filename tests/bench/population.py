"""Made-up objects in numbers, as two systems would send them: names, ids, days and texts differ, codes repeat."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

from api.archive.bundled import open_bundled
from api.payload.opening import open_checker
from classification.check.checker import Checker
from classification.concept import Kind, Status
from classification.terminology import When
from tests.folders import lasting_folder

FSIII: Final = "urn:oid:1.2.208.176.2.21"
DAY: Final = date(2025, 9, 1)
_ROLES: Final = ("visitator", "sygeplejerske", "ergoterapeut", "social- og sundhedsassistent")
_WORDS: Final = (
    "borgeren",
    "kan selv",
    "med lidt støtte",
    "om morgenen",
    "og igen",
    "efter frokost",
    "når det går",
)


@cache
def checker() -> Checker:
    """The shipped profiles over the shipped vocabularies."""
    cache_dir = lasting_folder()
    return open_checker(open_bundled(cache_dir), cache_dir)


@cache
def states() -> tuple[tuple[str, str], ...]:
    """Code and term of each nursing state of the day: those that have no level."""
    index = checker().terminology.index("fsiii", When(DAY))
    root = index.find("I")
    assert root is not None
    return tuple(
        (index.codes[number], index.terms[number])
        for number in index.descendants(root)
        if index.kind(number) is Kind.STATE and index.status(number) is Status.ACTIVE
    )


def neutral(number: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Sound neutral objects."""
    draw = Random(seed)
    for at in range(number):
        code, term = draw.choice(states())
        day = DAY - timedelta(days=draw.randrange(60))
        found: dict[str, Any] = {
            "type": "tilstand",
            "id": f"t-{at:07}",
            "code": {"system": FSIII, "version": "2.3.0", "code": code, "display": term},
            "status": draw.choice(("active", "inactive")),
            "recorded": day.isoformat(),
        }
        if draw.random() < 0.4:
            found["assessed"] = (day - timedelta(days=draw.randrange(9))).isoformat()
        found["source"] = {"kind": draw.choice(("citizen", "professional"))}
        found["author"] = {"role": draw.choice(_ROLES)}
        found["method"] = {"name": "FSIII"}
        if draw.random() < 0.5:
            found["note"] = " ".join(draw.choices(_WORDS, k=draw.randrange(3, 25)))
        yield found


def conditions(number: int, seed: int = 2, wrong: float = 0.0) -> Iterator[dict[str, Any]]:
    """FHIR conditions of the core channel; a share of them shows an old display."""
    draw = Random(seed)
    for at in range(number):
        code, term = draw.choice(states())
        day = DAY - timedelta(days=draw.randrange(60))
        if draw.random() < wrong:
            code, term = "293bd85b-d9b4-4e2c-83d9-d3df32ce9d82", "Skaffe sig varer og tjenesteydelser"
        yield {
            "resourceType": "Condition",
            "id": f"c-{at:07}",
            "meta": {"profile": ["http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocialCondition"]},
            "clinicalStatus": {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}
                ]
            },
            "code": {"coding": [{"system": FSIII, "code": code, "display": term}]},
            "subject": {"reference": f"Patient/p-{draw.randrange(9_999_999):07}"},
            "recordedDate": day.isoformat(),
        }


def varied(number: int, seed: int = 3, wrong: float = 0.0) -> Iterator[dict[str, Any]]:
    """FHIR conditions as care systems send them, of which no two are alike: ids, instants, notes, codes, days differ.

    A share of them has one of eight things wrong with it.
    """
    draw = Random(seed)
    for at in range(number):
        code, term = draw.choice(states())
        day = DAY - timedelta(days=draw.randrange(90))
        found: dict[str, Any] = {
            "resourceType": "Condition",
            "id": _uuid(draw),
            "meta": {
                "lastUpdated": f"{day.isoformat()}T{draw.randrange(24):02}:{draw.randrange(60):02}:00+02:00",
                "profile": ["http://fhir.kl.dk/core/StructureDefinition/KLCommonCareSocialCondition"],
            },
            "identifier": [{"system": "https://example.dk/tilstand", "value": _uuid(draw)}],
            "clinicalStatus": {
                "coding": [
                    {"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}
                ]
            },
            "code": {"coding": [{"system": FSIII, "code": code, "display": term}], "text": _words(draw, 6)},
            "subject": {"reference": f"Patient/{_uuid(draw)}"},
            "recordedDate": day.isoformat(),
            "asserter": {"reference": f"Practitioner/{_uuid(draw)}"},
            "note": [{"authorString": draw.choice(_ROLES), "text": f"{at}: {_words(draw, 40)}"}],
        }
        if draw.random() < wrong:
            draw.choice(_SLIPS)(found, draw)
        yield found


def _uuid(draw: Random) -> str:
    return str(UUID(int=draw.getrandbits(128), version=4))


def _words(draw: Random, most: int) -> str:
    return " ".join(draw.choices(_WORDS, k=draw.randrange(2, most)))


def _coding(found: dict[str, Any]) -> dict[str, Any]:
    coding: dict[str, Any] = found["code"]["coding"][0]
    return coding


_SLIPS: Final[tuple[Callable[[dict[str, Any], Random], object], ...]] = (
    lambda found, _: _coding(found).update(
        code="293bd85b-d9b4-4e2c-83d9-d3df32ce9d82", display="Skaffe sig varer og tjenesteydelser"
    ),
    lambda found, draw: _coding(found).update(code=_uuid(draw)),
    lambda found, draw: _coding(found).update(display=_words(draw, 4)),
    lambda found, _: _coding(found).update(code="J2.4", display="Indkøb"),
    lambda found, _: found.update(recordedDate="2025-02-30"),
    lambda found, _: found.pop("subject"),
    lambda found, draw: found.update({f"felt{draw.randrange(99)}": 1}),
    lambda found, _: found["asserter"].update(reference="Device/7"),
)


def lines(objects: Iterator[dict[str, Any]]) -> bytes:
    """One object a line."""
    return b"".join(
        json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for one in objects
    )
