"""SP8xx: do references lead to objects, and to objects of the right type?"""

from __future__ import annotations

from typing import Any, Final

from classification.finding import Severity
from classification.rules.check.example import CONDITION, example
from classification.rules.check_rule import CheckRule
from classification.sentence import Sentence

_ERROR: Final = Severity.ERROR
_PATIENT: Final = {
    "fullUrl": "https://example.org/Patient/p-1",
    "resource": {"resourceType": "Patient", "id": "p-1"},
}
_STATE: Final = {
    "fullUrl": "https://example.org/Condition/c-1",
    "resource": {**CONDITION, "id": "c-1"},
}
_REPORT: Final[dict[str, Any]] = {
    "resourceType": "Bundle",
    "type": "collection",
    "timestamp": "2025-08-20T10:00:00Z",
    "entry": [_PATIENT, _STATE],
}

RULES: Final = (
    CheckRule(
        "SP801",
        _ERROR,
        Sentence("Henvisningen fører ingen steder hen", "The reference leads nowhere"),
        Sentence(
            "Kanalen kræver, at alt, hvad der henvises til, står i den samme Bundle; #id skal altid stå i objektets "
            "contained. Det, der kun kan stå i en Bundle (urn:uuid), og ikke gør, er ellers en advarsel.",
            "The channel requires that everything referred to stands in the same Bundle; #id must always stand in the "
            "object's contained. What can stand in a Bundle alone (urn:uuid), and does not, is a warning otherwise.",
        ),
        example(_REPORT, "gateway-delivery-report", entry=[_STATE]),
        example(_REPORT, "gateway-delivery-report"),
        Sentence("Tilføj objektet, eller ret henvisningen", "Add the object, or correct the reference"),
    ),
    CheckRule(
        "SP802",
        _ERROR,
        Sentence("Henvisningen fører til en forkert type", "The reference leads to the wrong type"),
        Sentence(
            "Feltet henviser til et objekt af en anden type, end der hører her.",
            "The field refers to an object of another type than belongs there.",
        ),
        example(CONDITION, subject={"reference": "Practitioner/l-1"}),
        example(CONDITION),
        Sentence("Ret henvisningen", "Correct the reference"),
    ),
    CheckRule(
        "SP803",
        _ERROR,
        Sentence("Objektet står to gange", "The object stands twice"),
        Sentence(
            "To objekter i en Bundle har den samme fullUrl, eller uden den samme type og id, og er ikke hver sin "
            "version; ingen ved, hvilket der gælder.",
            "Two objects of a Bundle have the same fullUrl, or without one the same type and id, and are not versions "
            "that each say which they are; nobody knows which counts.",
        ),
        example(_REPORT, "gateway-delivery-report", entry=[_PATIENT, _STATE, _STATE]),
        example(_REPORT, "gateway-delivery-report"),
        Sentence("Behold det ene", "Keep one of them"),
    ),
)
