"""Small objects that show the rules: a sound one of each sort, and ways to change it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

from classification.rules.check_rule import EXAMPLE_DAY, Example

Objects = dict[str, Any]

FSIII: Final = "urn:oid:1.2.208.176.2.21"
FFB: Final = "urn:oid:1.2.208.176.2.22"
CARE_SOCIAL: Final = "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes"
SNOMED: Final = "http://snomed.info/sct"
SKS: Final = "urn:oid:1.2.208.176.2.4.12"
LAW: Final = "https://samsprog.dk/scheme/law"
CLINICAL: Final = "http://terminology.hl7.org/CodeSystem/condition-clinical"
GATEWAY: Final = "gateway-condition"

HOME_CARE: Final = ("d8aa5f09-cd9c-4996-a853-1c95ee98f25c", "Mobilitet og bevægelse")
NURSING: Final = ("92caace8-60e3-4861-80ac-6e372a700e1d", "Problemer med mobilitet og bevægelse")
LEVEL_3: Final = ("1ceef776-0cfa-4acd-b222-c5bb2424e0c1", "3")


def code(pair: tuple[str, str], system: str = FSIII, **more: Any) -> Objects:
    """A code of a neutral object, with the release it was taken from."""
    made = {"system": system, "version": "2.3.0", "code": pair[0], "display": pair[1], **more}
    return {name: value for name, value in made.items() if value is not None}


TILSTAND: Final[Objects] = {
    "type": "tilstand",
    "id": "t-1",
    "code": code(HOME_CARE),
    "status": "inactive",
    "recorded": "2025-08-20",
    "source": {"kind": "citizen"},
    "author": {"role": "visitator"},
    "method": {"name": "FSIII"},
}
INDSATS: Final[Objects] = {
    "type": "indsats",
    "id": "i-1",
    "code": code(("fdf43795-6499-4a5b-a1d9-d045975682b2", "Personlig pleje")),
    "status": "active",
    "recorded": "2025-08-20",
    "source": {"kind": "professional"},
    "author": {"role": "sygeplejerske"},
    "method": {"name": "FSIII"},
}
CONDITION: Final[Objects] = {
    "resourceType": "Condition",
    "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
    "code": {"coding": [{"system": FSIII, "code": NURSING[0], "display": NURSING[1]}]},
    "subject": {"reference": "Patient/p-1"},
    "recordedDate": "2025-08-20",
}


def example(base: Objects, profile: str = "", day: date = EXAMPLE_DAY, **changes: Any) -> Example:
    """The object with some fields changed; None leaves a field out."""
    named = profile or changes.get("type") or base.get("type", GATEWAY)
    return Example(partial(_written, base, changes), named, day)


def _written(base: Objects, changes: Objects) -> str:
    import json

    made = {name: value for name, value in (base | changes).items() if value is not None}
    return json.dumps(made, ensure_ascii=False, indent=2)


def concept(pair: tuple[str, str], system: str = FSIII) -> Objects:
    """A CodeableConcept with one coding."""
    return {"coding": [{"system": system, "code": pair[0], "display": pair[1]}]}
