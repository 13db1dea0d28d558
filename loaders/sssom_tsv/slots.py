"""Slots of SSSOM 1.1 (https://w3id.org/sssom/), and what they are here."""

from __future__ import annotations

from typing import Final

from classification.concept_map import Relation
from loaders.justification import SEMAPV

SSSOM: Final = "https://w3id.org/sssom/"
BUILT_IN: Final = {
    "sssom": SSSOM,
    "semapv": SEMAPV,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "linkml": "https://w3id.org/linkml/",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes that need no declaration."""
OWN: Final = "https://samsprog.dk/ns#"
UNSPECIFIED_LICENCE: Final = "https://w3id.org/sssom/license/unspecified"
NOTHING: Final = f"{SSSOM}NoTermFound"
MADE_PREFIXES: Final = "ext_made_prefixes"
"""An extension of a set: which of its prefixes the export made, so that they are no publisher's."""
_SKOS: Final = BUILT_IN["skos"]
STRONGER: Final = {
    f"{BUILT_IN['owl']}sameAs": Relation.EXACT,
    f"{BUILT_IN['owl']}equivalentClass": Relation.EXACT,
    f"{BUILT_IN['owl']}equivalentProperty": Relation.EXACT,
    f"{BUILT_IN['rdfs']}subClassOf": Relation.BROAD,
    f"{BUILT_IN['rdfs']}subPropertyOf": Relation.BROAD,
}
"""Predicates that say more than the relation they are kept as (chain rules RG1 and RG2)."""
PREDICATES: Final = STRONGER | {
    f"{_SKOS}{relation}Match": relation for relation in Relation if relation is not Relation.NONE
}
VERSIONS: Final = ("1.0", "1.1")
REQUIRED: Final = ("subject_id", "predicate_id", "object_id", "mapping_justification")
READ: Final = (
    *REQUIRED,
    *("subject_label", "object_label", "subject_source", "object_source", "subject_source_version"),
    *("object_source_version", "confidence", "author_label", "author_id", "reviewer_label", "reviewer_id"),
    *("comment", "predicate_modifier", "subject_type", "object_type", "mapping_cardinality"),
)
OTHERS: Final = frozenset(
    (
        "record_id", "subject_category", "object_category", "predicate_label", "predicate_type", "creator_id",
        "creator_label", "license", "mapping_provider", "mapping_source", "cardinality_scope", "mapping_tool",
        "mapping_tool_id", "mapping_tool_version", "mapping_date", "publication_date", "review_date",
        "reviewer_agreement", "curation_rule", "curation_rule_text", "subject_match_field", "object_match_field",
        "match_string", "subject_preprocessing", "object_preprocessing", "similarity_score",
        "similarity_measure", "see_also", "issue_tracker_item", "other", "mapping_set_confidence",
    )
)  # fmt: skip
"""Slots of a row that are not kept."""
SET_READ: Final = frozenset(
    (
        "mapping_set_id", "mapping_set_version", "mapping_set_title", "license", "creator_label", "creator_id",
        "curie_map", "sssom_version", "extension_definitions",
    )
)  # fmt: skip
PROPAGATED: Final = (
    *("subject_source", "object_source", "subject_source_version", "object_source_version"),
    *("subject_type", "object_type"),
)
"""Slots that a set may state for all its rows."""
EXTENSIONS: Final = {
    "ext_valid_from": "validFrom",
    "ext_valid_to": "validTo",
    "ext_number": "number",
    "ext_name": "name",
    "ext_licence": "licence",
    "ext_example": "example",
    "ext_made_prefixes": "madePrefixes",
}
"""Extension slots of ours, and the property in our namespace that defines each."""
TITLE: Final = "ext_title_"
"""An extension slot for the title in each language; its tag follows."""
