"""Concepts to CodeSystem.concept: nested where the order allows, else flat with parent properties."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from classification import Concept, Release
from classification.concept import LIFE, Kind, Label, LabelKind, NotationRole, NoteKind, Status
from classification.uri import default_rule, made_uri
from loaders.fhir_json import terms
from loaders.fhir_json.resource import Json

MAX_NESTING: Final = 50
_OF_LIFE: Final = frozenset(f"{LIFE}{code}" for code in terms.STANDARD_PROPERTIES)
RESERVED: Final = frozenset(
    (
        *terms.OWN_PROPERTIES,
        *terms.STANDARD_PROPERTIES,
        *terms.ORDINAL_PROPERTIES,
        *("subsumedBy", "child", "inactive", "deprecated", "deprecationDate", "replacedBy", "comment"),
    )
)


def concepts_json(release: Release) -> list[Json]:
    """The concepts of a release in its order."""
    language, uris = _language(release), _unusual(release)
    if not _reads_as_nested(release.concepts):
        return [_concept(concept, language, concept.broader, uris(concept)) for concept in release.concepts]
    records = {c.code: _concept(c, language, c.broader[1:], uris(c)) for c in release.concepts}
    for concept in release.concepts:
        if concept.broader:
            records[concept.broader[0]].setdefault("concept", []).append(records[concept.code])
    return [records[concept.code] for concept in release.concepts if not concept.broader]


def _language(release: Release) -> str:
    """The language of displays; a supplement has designations alone, for it leaves the display to its system."""
    return "" if release.scheme.supplements else release.scheme.language


def properties_json(release: Release) -> list[Json]:
    """Declarations of the properties that the concepts use."""
    uris = _unusual(release)
    codes = dict.fromkeys(
        part["code"] for c in release.concepts for part in _properties(c, _language(release), uris(c))
    )
    # `parent` is always declared: whether it is used depends on the nesting.
    return [_declaration(code) for code in dict.fromkeys(("parent", *codes))]


def _unusual(release: Release) -> Callable[[Concept], str]:
    """The URI of a concept where it is not the one that the code system's usual rule makes; else empty."""
    scheme, usual = release.scheme, default_rule(release.scheme.uri)

    def of(concept: Concept) -> str:
        uri = scheme.uri_of(concept)
        return "" if uri == made_uri(usual, concept.code) else uri

    return of


def free_code(name: str) -> str:
    """The property code of a free property: its name, unless that means something else here."""
    return terms.FREE + name if name in RESERVED or name.startswith((terms.NOTE, terms.FREE)) else name


def _declaration(code: str) -> Json:
    if code in terms.STANDARD_PROPERTIES:
        return {"code": code, "uri": terms.STANDARD + code, "type": terms.STANDARD_PROPERTIES[code]}
    if code in terms.OWN_PROPERTIES:
        return {"code": code, "uri": terms.OURS + code, "type": terms.OWN_PROPERTIES[code]}
    if code.startswith((terms.FREE, terms.NOTE)):
        return {"code": code, "uri": terms.OURS + code, "type": "string"}
    return {"code": code, "type": "string"}


def _reads_as_nested(concepts: Iterable[Concept]) -> bool:
    """Whether nesting under the first broader concept, read from the top, gives the concepts in this order."""
    path: list[str] = []
    for concept in concepts:
        parent = concept.broader[0] if concept.broader else ""
        while path and path[-1] != parent:
            path.pop()
        if (parent and not path) or len(path) >= MAX_NESTING:
            return False
        path.append(concept.code)
    return True


def _concept(concept: Concept, language: str, parents: Iterable[str], uri: str) -> Json:
    record: Json = {"code": concept.code}
    display = next((x for x in concept.labels if _is_display(x, language)), None)
    if display:
        record["display"] = display.text
    definition = next(
        (x for x in concept.notes if x.kind is NoteKind.DEFINITION and x.language == language), None
    )
    if definition:
        record["definition"] = definition.text
    if concept.ordinal is not None:
        whole = concept.ordinal.is_integer()
        record["extension"] = [
            {"url": terms.ORDINAL, "valueDecimal": int(concept.ordinal) if whole else concept.ordinal}
        ]
    designations = [_designation(x) for x in concept.labels if x is not display]
    properties = [{"code": "parent", "valueCode": parent} for parent in parents]
    properties += _properties(concept, language, uri)
    return (
        record
        | ({"designation": designations} if designations else {})
        | ({"property": properties} if properties else {})
    )


def _is_display(label: Label, language: str) -> bool:
    return label.kind is LabelKind.PREFERRED and label.language == language


def _designation(label: Label) -> Json:
    uses = {LabelKind.PREFERRED: terms.PREFERRED_USE, LabelKind.HIDDEN: terms.HIDDEN_USE}
    system, code = uses.get(label.kind, terms.SYNONYM_USE)
    language = {"language": label.language} if label.language else {}
    return {**language, "use": {"system": system, "code": code}, "value": label.text}


def _properties(concept: Concept, language: str, uri: str) -> Iterator[Json]:
    for notation in concept.notations[1:]:
        legacy = notation.role is NotationRole.LEGACY
        code = terms.NOTATION_LEGACY if legacy else terms.NOTATION_CURRENT
        yield {"code": code, "valueString": notation.code}
    if concept.kind is not Kind.OTHER:
        yield {"code": terms.KIND, "valueCode": str(concept.kind)}
    yield from _life(concept)
    if uri:
        yield {"code": terms.URI, "valueString": uri}
    for successor in concept.replaced_by:
        yield {"code": terms.REPLACED_BY, "valueCode": successor}
    if concept.reason:
        yield {"code": terms.REASON, "valueString": concept.reason}
    for code, day in ((terms.VALID_FROM, concept.validity.start), (terms.VALID_TO, concept.validity.end)):
        if day:
            yield {"code": code, "valueDateTime": day.isoformat()}
    yield from _notes(concept, language)
    for name, value in concept.properties:
        if value and name not in _OF_LIFE:  # FHIR has no empty strings
            yield {"code": free_code(name), "valueString": value}


def _life(concept: Concept) -> Iterator[Json]:
    """What FHIR has properties for: heading, status, use, days."""
    if concept.is_abstract:
        yield {"code": "notSelectable", "valueBoolean": True}
    if concept.status is Status.DEPRECATED and not concept.is_inactive:
        yield {"code": "status", "valueCode": "deprecated"}
    for code, sort in terms.STANDARD_PROPERTIES.items():
        value = concept.life(code)
        if value and code != "notSelectable":
            key = terms.VALUES[sort]
            yield {"code": code, key: value == "true" if key == "valueBoolean" else value}


def _notes(concept: Concept, language: str) -> Iterator[Json]:
    written = False
    for note in concept.notes:
        if note.kind is NoteKind.DEFINITION and note.language == language and not written:
            written = True
            continue
        suffix = "" if note.language == language else f"@{note.language}"
        yield {"code": f"{terms.NOTE}{note.kind}{suffix}", "valueString": note.text}
