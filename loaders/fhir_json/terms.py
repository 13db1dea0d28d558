"""Names that FHIR JSON files are read and written with: property and extension URIs, designation uses."""

from __future__ import annotations

from typing import Final

OURS: Final = "https://samsprog.dk/fhir/concept-properties#"
STANDARD: Final = "http://hl7.org/fhir/concept-properties#"

# What FHIR has no element for, written as concept properties; recognised by the URI that CodeSystem.property declares.
NOTATION_LEGACY: Final = "notation-legacy"
NOTATION_CURRENT: Final = "notation-current"
KIND: Final = "kind"
REPLACED_BY: Final = "replaced-by"
REASON: Final = "reason"
VALID_FROM: Final = "valid-from"
VALID_TO: Final = "valid-to"
NOTE: Final = "note-"
FREE: Final = "free-"
URI: Final = "uri"

OWN_PROPERTIES: Final = {
    NOTATION_LEGACY: "string",
    NOTATION_CURRENT: "string",
    KIND: "code",
    REPLACED_BY: "code",
    REASON: "string",
    VALID_FROM: "dateTime",
    VALID_TO: "dateTime",
    URI: "string",
}
STANDARD_PROPERTIES: Final = {
    "parent": "code",
    "notSelectable": "boolean",
    "status": "code",
    "inactive": "boolean",
    "deprecationDate": "dateTime",
    "retirementDate": "dateTime",
}
VALUES: Final = {"boolean": "valueBoolean", "code": "valueCode", "dateTime": "valueDateTime"}

ORDINAL: Final = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
ORDINALS: Final = (
    ORDINAL,
    "http://hl7.org/fhir/StructureDefinition/codesystem-ordinalValue",
    "http://hl7.org/fhir/StructureDefinition/itemWeight",
)
ORDINAL_PROPERTIES: Final = frozenset(("itemWeight", "ordinalValue"))
COMMENT: Final = "http://hl7.org/fhir/StructureDefinition/codesystem-concept-comments"

PREFERRED_USE: Final = ("http://terminology.hl7.org/CodeSystem/designation-usage", "display")
SYNONYM_USE: Final = ("http://snomed.info/sct", "900000000000013009")
HIDDEN_USE: Final = ("https://samsprog.dk/fhir/designation-use", "hidden")
PREFERRED_USES: Final = frozenset(
    (
        PREFERRED_USE,
        ("http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra", "preferredForLanguage"),
        ("http://snomed.info/sct", "900000000000548007"),
    )
)

FORMER_URI: Final = {"use": "old", "system": "urn:ietf:rfc:3986"}
MAPPING: Final = "https://samsprog.dk/fhir/StructureDefinition/mapping"
