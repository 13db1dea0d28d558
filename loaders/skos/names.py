"""Namespaces and properties: SKOS, SKOS-XL, Dublin Core, OWL, and our own for what they have no word for."""

from __future__ import annotations

from typing import Final

from classification.concept import LabelKind, NoteKind
from classification.concept_map import Relation

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
DCT: Final = "http://purl.org/dc/terms/"
DC: Final = "http://purl.org/dc/elements/1.1/"
DCAT: Final = "http://www.w3.org/ns/dcat#"
FOAF: Final = "http://xmlns.com/foaf/0.1/"
PAV: Final = "http://purl.org/pav/"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
OWN: Final = "https://samsprog.dk/ns#"
FREE: Final = "https://samsprog.dk/ns/property#"

PREFIXES: Final = {
    "dct": DCT,
    "owl": OWL,
    "property": FREE,
    "rdf": RDF,
    "samsprog": OWN,
    "skos": SKOS,
    "xkos": XKOS,
    "xsd": XSD,
}

TYPE: Final = f"{RDF}type"
FIRST: Final = f"{RDF}first"
REST: Final = f"{RDF}rest"
NIL: Final = f"{RDF}nil"
SCHEME: Final = f"{SKOS}ConceptScheme"
CONCEPT: Final = f"{SKOS}Concept"
COLLECTION: Final = f"{SKOS}Collection"
ORDERED: Final = f"{SKOS}OrderedCollection"
MAP: Final = f"{OWN}ConceptMap"
LEGACY: Final = f"{OWN}legacy"
"""The datatype of a notation that is being phased out."""

LABELS: Final = {
    f"{SKOS}prefLabel": LabelKind.PREFERRED,
    f"{SKOS}altLabel": LabelKind.ALTERNATIVE,
    f"{SKOS}hiddenLabel": LabelKind.HIDDEN,
}
XL_LABELS: Final = {
    f"{SKOSXL}prefLabel": LabelKind.PREFERRED,
    f"{SKOSXL}altLabel": LabelKind.ALTERNATIVE,
    f"{SKOSXL}hiddenLabel": LabelKind.HIDDEN,
}
LITERAL_FORM: Final = f"{SKOSXL}literalForm"
NOTES: Final = {
    f"{SKOS}definition": NoteKind.DEFINITION,
    f"{SKOS}scopeNote": NoteKind.SCOPE,
    f"{SKOS}example": NoteKind.EXAMPLE,
    f"{SKOS}changeNote": NoteKind.CHANGE,
    f"{SKOS}historyNote": NoteKind.HISTORY,
    f"{SKOS}editorialNote": NoteKind.EDITORIAL,
    f"{SKOS}note": NoteKind.NOTE,
}
MATCHES: Final = {
    f"{SKOS}{relation.value}Match": relation for relation in Relation if relation is not Relation.NONE
}
BROADER: Final = f"{SKOS}broader"
NARROWER: Final = f"{SKOS}narrower"
BROADER_TRANSITIVE: Final = f"{SKOS}broaderTransitive"
NARROWER_TRANSITIVE: Final = f"{SKOS}narrowerTransitive"
RELATED: Final = f"{SKOS}related"
IN_SCHEME: Final = f"{SKOS}inScheme"
TOP_OF: Final = f"{SKOS}topConceptOf"
HAS_TOP: Final = f"{SKOS}hasTopConcept"
NOTATION: Final = f"{SKOS}notation"
MEMBER: Final = f"{SKOS}member"
MEMBERS: Final = f"{SKOS}memberList"
DEPRECATED: Final = f"{OWL}deprecated"
REPLACED_BY: Final = f"{DCT}isReplacedBy"
VERSIONS: Final = (f"{OWL}versionInfo", f"{PAV}version", f"{DCAT}version")
VERSION_IRI: Final = f"{OWL}versionIRI"
TITLES: Final = (f"{DCT}title", f"{DC}title", f"{SKOS}prefLabel", f"{RDFS}label")
PUBLISHERS: Final = (f"{DCT}publisher", f"{DC}publisher")
AGENT_NAMES: Final = (f"{FOAF}name", *TITLES)
"""What a publisher without an IRI is called."""
LICENCES: Final = (f"{DCT}license", f"{DCT}rights", f"{DC}rights")
SOURCE: Final = f"{DCT}source"
LANGUAGES: Final = (f"{DCT}language", f"{DC}language")

CODE: Final = f"{OWN}code"
KIND: Final = f"{OWN}kind"
STATUS: Final = f"{OWN}status"
ORDINAL: Final = f"{OWN}ordinal"
REASON: Final = f"{OWN}reason"
POSITION: Final = f"{OWN}position"
VALID_FROM: Final = f"{OWN}validFrom"
VALID_TO: Final = f"{OWN}validTo"
NAME: Final = f"{OWN}name"
FORMER_URI: Final = f"{OWN}formerUri"
HIERARCHY: Final = f"{OWN}hierarchy"
SYSTEM: Final = f"{OWN}system"
"""The URI that a coding names as its system, where it is not the scheme's."""
EXAMPLE: Final = f"{OWN}example"
LANGUAGE: Final = f"{OWN}language"
PUBLISHER_VERSION: Final = f"{OWN}publisherVersion"
ROW: Final = f"{OWN}row"
SOURCE_CONCEPT: Final = f"{OWN}source"
TARGET_CONCEPT: Final = f"{OWN}target"
TARGET_SCHEME: Final = f"{OWN}targetScheme"
RELATION: Final = f"{OWN}relation"
CONFIDENCE: Final = f"{OWN}confidence"
JUSTIFICATION: Final = f"{OWN}justification"
AUTHOR: Final = f"{OWN}author"
REVIEWER: Final = f"{OWN}reviewer"
NOTE: Final = f"{OWN}note"
NUMBER: Final = f"{OWN}number"
SOURCE_TERM: Final = f"{OWN}sourceTerm"
TARGET_TERM: Final = f"{OWN}targetTerm"
SOURCE_RELEASE: Final = f"{OWN}sourceRelease"
TARGET_RELEASE: Final = f"{OWN}targetRelease"
LINEAGE: Final = f"{OWN}lineage"
LINEAGE_KIND: Final = f"{OWN}lineageKind"
FORMER_CODE: Final = f"{OWN}formerCode"
LATER_CODE: Final = f"{OWN}laterCode"

READ: Final = frozenset(
    (
        TYPE, FIRST, REST, *LABELS, *XL_LABELS, LITERAL_FORM, *NOTES, *MATCHES, BROADER, NARROWER, RELATED,
        BROADER_TRANSITIVE, NARROWER_TRANSITIVE,
        IN_SCHEME, TOP_OF, HAS_TOP, NOTATION, MEMBER, MEMBERS, DEPRECATED, REPLACED_BY, *VERSIONS, VERSION_IRI,
        *TITLES, *PUBLISHERS, *AGENT_NAMES, *LICENCES, SOURCE, *LANGUAGES, CODE, KIND, STATUS,
        ORDINAL, REASON, POSITION,
        VALID_FROM, VALID_TO, NAME, FORMER_URI, HIERARCHY, SYSTEM, EXAMPLE, LANGUAGE, PUBLISHER_VERSION, ROW,
        SOURCE_CONCEPT, TARGET_CONCEPT, TARGET_SCHEME, RELATION, CONFIDENCE, JUSTIFICATION, AUTHOR, REVIEWER,
        NOTE, NUMBER, SOURCE_TERM, TARGET_TERM, SOURCE_RELEASE, TARGET_RELEASE, LINEAGE, LINEAGE_KIND,
        FORMER_CODE, LATER_CODE,
    )
)  # fmt: skip
"""Properties that are read; all others are counted."""

OUTSIDE: Final = {BROADER: "broader", RELATED: "related", REPLACED_BY: "replaced-by"}
"""Links that may lead to a concept of another scheme or file, and the free property that keeps its IRI."""

IMPLIED: Final = frozenset(
    (
        f"{SKOS}semanticRelation",
        f"{SKOS}mappingRelation",
    )
)
"""What follows from other statements and is passed over in silence."""
