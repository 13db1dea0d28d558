"""SP1xx: does the object have the shape that its profile says?"""

from __future__ import annotations

from typing import Final

from classification.finding import Severity
from classification.observation import Sentence
from classification.rule import Example, Rule

TILSTAND: Final = """{
  "type": "tilstand",
  "id": "t-1",
  "code": {
    "system": "urn:oid:1.2.208.176.2.21",
    "version": "2.3.0",
    "code": "d8aa5f09-cd9c-4996-a853-1c95ee98f25c",
    "display": "Mobilitet og bevægelse"
  },
  "status": "inactive",
  "recorded": "2025-08-20",
  "source": {"kind": "citizen"},
  "author": {"role": "visitator"},
  "method": {"name": "FSIII"}
}"""

RULES: Final = (
    Rule(
        "SP101",
        Severity.WARNING,
        Sentence("Objektet genkendes ikke", "The object is not recognised"),
        Sentence(
            "Ingen profil beskriver objektet: hverken dets type eller meta.profile svarer til en profil, så det kan "
            "ikke kontrolleres.",
            "No profile describes the object: neither its type nor its meta.profile fits any, so it cannot be checked.",
        ),
        Example('{"type": "tilstan", "id": "t-1"}', profile="auto"),
        Example(TILSTAND, profile="auto"),
        Sentence(
            "Ret typen, eller vælg en profil med --profile", "Correct the type, or choose with --profile"
        ),
    ),
)
