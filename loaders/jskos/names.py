"""Fields and types of JSKOS, and what of them is kept."""

from __future__ import annotations

from typing import Final

from classification.concept import LabelKind, NoteKind
from classification.concept_map import Relation

CONTEXT: Final = "https://gbv.github.io/jskos/context.json"
OWN: Final = "SAMSPROG"
"""The custom field (capital letters, JSKOS section *Extension with custom fields*)."""

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
CONCEPT: Final = f"{SKOS}Concept"
SCHEME: Final = f"{SKOS}ConceptScheme"
CONCORDANCE: Final = "http://rdf-vocabulary.ddialliance.org/xkos#Correspondence"
CONCORDANCES: Final = frozenset((CONCORDANCE, "http://rdfs.org/ns/void#Linkset"))
REGISTRY: Final = "http://www.w3.org/ns/dcat#Catalog"
REGISTRIES: Final = frozenset((REGISTRY, "http://purl.org/cld/cdtype/CatalogueOrIndex"))
GROUPING: Final = "http://schema.vocnet.org/NonIndexingConcept"
"""The second type of a concept that is not meant for indexing."""
ANY_MATCH: Final = f"{SKOS}mappingRelation"
MATCHES: Final = {
    f"{SKOS}{relation.value}Match": relation for relation in Relation if relation is not Relation.NONE
}
UNKNOWN_LANGUAGE: Final = "und"

LABELS: Final = {
    "prefLabel": LabelKind.PREFERRED,
    "altLabel": LabelKind.ALTERNATIVE,
    "hiddenLabel": LabelKind.HIDDEN,
}
NOTES: Final = {
    "definition": NoteKind.DEFINITION,
    "scopeNote": NoteKind.SCOPE,
    "example": NoteKind.EXAMPLE,
    "changeNote": NoteKind.CHANGE,
    "historyNote": NoteKind.HISTORY,
    "editorialNote": NoteKind.EDITORIAL,
    "note": NoteKind.NOTE,
}
OUTSIDE: Final = {"broader": "broader", "related": "related", "replacedBy": "replaced-by"}
"""Links that may lead to a concept of another scheme or file, and the free property that keeps its URI."""
BUNDLES: Final = ("memberSet", "memberList", "memberChoice", "memberRoles")

_ITEM: Final = frozenset(("@context", "uri", "type", "notation", "prefLabel", "startDate", "endDate", OWN))
KEPT_OF_CONCEPT: Final = _ITEM | {
    *LABELS, *NOTES, "broader", "narrower", "related", "ancestors", "inScheme", "topConceptOf", "deprecated",
    "replacedBy", "mappings",
}  # fmt: skip
KEPT_OF_SCHEME: Final = _ITEM | {
    "identifier", "publisher", "license", "languages", "version", "topConcepts", "concepts",
    "namespace",
}  # fmt: skip
KEPT_OF_MAP: Final = _ITEM | {
    "version", "creator", "license", "fromScheme", "toScheme", "mappings", "concepts", "schemes", "concordances",
    "registries",
}  # fmt: skip
KEPT_OF_MAPPING: Final = _ITEM | {
    "from", "to", "fromScheme", "toScheme", "mappingRelevance", "justification", "creator", "note", "partOf",
}  # fmt: skip
"""Kept, or following from what is kept: ancestors, top concepts."""
