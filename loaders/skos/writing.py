"""Releases, value sets and maps as RDF, one file for each; the same content gives the same bytes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from classification.concept import Concept, NotationRole, NoteKind, Status
from classification.concept_map import ConceptMap, Mapping, Relation
from classification.finding import Finding, Severity
from classification.hierarchy import Ancestry
from classification.release import Release
from classification.validity import Validity
from classification.value_set import ValueSet
from loaders.content import Content
from loaders.name import slug
from loaders.skos import names
from loaders.skos.address import concept_iri, property_name, release_iri, well_formed
from loaders.skos.statements import Text

if TYPE_CHECKING:
    from rdflib import Graph

Triple = tuple[str, str, str | Text]
_LABELS: Final = {kind: prop for prop, kind in names.LABELS.items()}
_NOTES: Final = {kind: prop for prop, kind in names.NOTES.items()}
_MATCHES: Final = {relation: prop for prop, relation in names.MATCHES.items()}
_FORMS: Final = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


def write(content: Content, folder: Path, suffix: str, syntax: str) -> tuple[Path, ...]:
    """The files, named after what they hold: `fsiii-2.3.0.ttl`."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    taken: Counter[str] = Counter()
    for name, version, triples in _things(content):
        stem = f"{slug(name)}-{quote(version, safe='.-_')}"
        taken[stem] += 1
        path = folder / f"{stem}{f'-{taken[stem]}' if taken[stem] > 1 else ''}{suffix}"
        path.write_bytes(serialised(triples, syntax))
        written.append(path)
    return tuple(written)


def _things(content: Content) -> Iterator[tuple[str, str, list[Triple]]]:
    for draft in content.releases:
        yield draft.release.scheme.name, draft.release.version, list(release_triples(draft.release))
    for value_set in content.value_sets:
        yield value_set.name, value_set.version, list(value_set_triples(value_set))
    for concept_map in content.maps:
        yield concept_map.name, concept_map.version, list(map_triples(concept_map))


def serialised(triples: Iterable[Triple], syntax: str) -> bytes:
    """Triples in one of the syntaxes, in an order of their own."""
    graph = graph_of(sorted(triples, key=_order))
    if syntax == "ntriples":
        lines = graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
        return b"".join(sorted(lines))
    if syntax == "jsonld":
        return _json_ld(graph)
    return graph.serialize(format=_FORMS[syntax], encoding="utf-8")


def _order(triple: Triple) -> tuple[str, str, str, str, str]:
    subject, prop, value = triple
    if isinstance(value, Text):
        return subject, prop, value.text, value.language, value.datatype
    return subject, prop, value, "", ""


def _json_ld(graph: Graph) -> bytes:
    import json

    from rdflib.plugins.serializers.jsonld import from_rdf

    document = from_rdf(graph, dict(names.PREFIXES), auto_compact=False)  # type: ignore[no-untyped-call]
    if isinstance(document, dict) and "@graph" in document:
        document["@graph"].sort(key=lambda node: str(node.get("@id", "")))
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def graph_of(triples: Iterable[Triple]) -> Graph:
    """The triples as an rdflib graph."""
    from rdflib import Graph, Literal, URIRef

    class Ordered(Graph):
        """A graph that lists its subjects in order; rdflib's own order differs from run to run."""

        def subjects(self, *args: Any, **kwargs: Any) -> Generator[Any, None, None]:
            yield from sorted(set(super().subjects(*args, **kwargs)), key=str)

    graph = Ordered(bind_namespaces="none")
    for prefix, namespace in names.PREFIXES.items():
        graph.bind(prefix, namespace)
    for subject, prop, value in triples:
        held = (
            Literal(
                value.text,
                lang=value.language or None,
                datatype=URIRef(value.datatype) if value.datatype else None,
                normalize=False,
            )
            if isinstance(value, Text)
            else URIRef(well_formed(value))
        )
        graph.add((URIRef(well_formed(subject)), URIRef(prop), held))
    return graph


# ---------------------------------------------------------------- releases


def release_triples(release: Release) -> Iterator[Triple]:
    """A release: its scheme and concepts."""
    scheme, uri = release.scheme, release.scheme.uri
    yield uri, names.TYPE, names.SCHEME
    yield uri, names.VERSIONS[0], Text(release.version)
    yield uri, names.VERSION_IRI, release_iri(uri, release.version)
    yield uri, names.NAME, Text(scheme.name)
    yield uri, names.LANGUAGE, Text(scheme.language)
    yield uri, names.HIERARCHY, Text(scheme.hierarchy)
    yield from ((uri, names.TITLES[0], Text(title, language)) for language, title in scheme.title)
    yield from ((uri, names.FORMER_URI, Text(alias)) for alias in scheme.aliases)
    yield from ((uri, names.LANGUAGES[0], Text(language)) for language in scheme.languages)
    yield from ((uri, names.PUBLISHER_VERSION, Text(version)) for version in release.publisher_versions)
    for prop, text in (
        (names.PUBLISHERS[0], scheme.publisher),
        (names.LICENCES[0], scheme.licence),
        (names.SOURCE, scheme.source),
    ):
        if text:
            yield uri, prop, Text(text)
    if scheme.example:
        yield uri, names.EXAMPLE, _boolean()
    yield from _days(uri, release.validity)
    yield from _lineage(release)
    related = _Related(release)
    for position, concept in enumerate(release.concepts, 1):
        yield from _concept_triples(concept, uri, position, related)


def _lineage(release: Release) -> Iterator[Triple]:
    uri = release.scheme.uri
    for place, step in enumerate(release.lineage, 1):
        node = f"{release_iri(uri, release.version)}{'/' if '#' in uri else '#'}lineage-{place}"
        yield uri, names.LINEAGE, node
        yield node, names.LINEAGE_KIND, Text(str(step.kind))
        yield from ((node, names.FORMER_CODE, Text(code)) for code in step.sources)
        yield from ((node, names.LATER_CODE, Text(code)) for code in step.targets)
        if step.note:
            yield node, names.NOTE, Text(step.note)


class _Related:
    """Which properties named `related` may be written as skos:related (SKOS S27 forbids it along the hierarchy)."""

    def __init__(self, release: Release) -> None:
        self._codes = {concept.code for concept in release.concepts}
        self._release = release

    @cached_property
    def _ancestry(self) -> Ancestry:
        return Ancestry({concept.code: concept.broader for concept in self._release.concepts})

    def may(self, code: str, other: str) -> bool:
        """Whether the two are concepts of the release and neither is above the other."""
        if other not in self._codes or code == other:
            return False
        return not (self._ancestry.is_above(other, code) or self._ancestry.is_above(code, other))


def _concept_triples(concept: Concept, scheme: str, position: int, related: _Related) -> Iterator[Triple]:
    iri = concept_iri(scheme, concept.code)
    yield iri, names.TYPE, names.CONCEPT
    yield iri, names.IN_SCHEME, scheme
    yield iri, names.POSITION, _whole(position)
    if not concept.broader:
        yield iri, names.TOP_OF, scheme
        yield scheme, names.HAS_TOP, iri
    yield from ((iri, names.BROADER, concept_iri(scheme, code)) for code in concept.broader)
    for notation in concept.notations:
        legacy = notation.role is NotationRole.LEGACY
        yield iri, names.NOTATION, Text(notation.code, datatype=names.LEGACY if legacy else "")
    if len(concept.notations) > 1 or concept.notations[0].role is NotationRole.LEGACY:
        yield iri, names.CODE, Text(concept.code)
    yield from ((iri, _LABELS[label.kind], Text(label.text, label.language)) for label in concept.labels)
    yield from ((iri, _NOTES[note.kind], Text(note.text, note.language)) for note in concept.notes)
    if concept.kind != "other":
        yield iri, names.KIND, Text(str(concept.kind))
    if concept.status is Status.GROUPING:
        yield iri, names.STATUS, Text(str(concept.status))
    if concept.status is Status.DEPRECATED:
        yield iri, names.DEPRECATED, _boolean()
    if concept.ordinal is not None:
        yield iri, names.ORDINAL, _number(concept.ordinal)
    yield from ((iri, names.REPLACED_BY, concept_iri(scheme, code)) for code in concept.replaced_by)
    if concept.reason:
        yield iri, names.REASON, Text(concept.reason)
    yield from _days(iri, concept.validity)
    for name, value in concept.properties:
        if name == "related" and related.may(concept.code, value):
            yield iri, names.RELATED, concept_iri(scheme, value)
        else:
            yield iri, f"{names.FREE}{property_name(name)}", Text(value)


def _days(iri: str, validity: Validity) -> Iterator[Triple]:
    for prop, day in ((names.VALID_FROM, validity.start), (names.VALID_TO, validity.end)):
        if day is not None:
            yield iri, prop, Text(day.isoformat(), datatype=f"{names.XSD}date")


def _boolean() -> Text:
    return Text("true", datatype=f"{names.XSD}boolean")


def _number(number: float) -> Text:
    """A decimal with all its digits; rdflib would shorten a double."""
    return Text(format(Decimal(repr(float(number))), "f"), datatype=f"{names.XSD}decimal")


def _whole(number: int) -> Text:
    return Text(str(number), datatype=f"{names.XSD}integer")


# ---------------------------------------------------------------- value sets and maps


def value_set_triples(value_set: ValueSet) -> Iterator[Triple]:
    """A value set that is a list of codes, as a collection; of others only what they are called."""
    uri = value_set.uri
    yield uri, names.TYPE, names.COLLECTION
    yield uri, names.NAME, Text(value_set.name)
    yield uri, names.VERSIONS[0], Text(value_set.version)
    if value_set.title:
        yield uri, names.TITLES[0], Text(value_set.title)
    yield from _days(uri, value_set.validity)
    for part in value_set.include:
        for code in part.codes:
            iri = concept_iri(part.system, code)
            yield uri, names.MEMBER, iri
            yield from _reference(part.system, code)


def _reference(system: str, code: str) -> Iterator[Triple]:
    """What is said of a concept that is described elsewhere: its scheme and code."""
    iri = concept_iri(system, code)
    yield iri, names.IN_SCHEME, system
    yield iri, names.NOTATION, Text(code)


def map_triples(concept_map: ConceptMap) -> Iterator[Triple]:
    """A map: each row as a resource of its own, and as a mapping link where it holds on every day."""
    uri = concept_map.uri
    yield uri, names.TYPE, names.MAP
    yield uri, names.NAME, Text(concept_map.name)
    yield uri, names.VERSIONS[0], Text(concept_map.version)
    yield from ((uri, names.TITLES[0], Text(title, language)) for language, title in concept_map.title)
    for prop, releases in (
        (names.SOURCE_RELEASE, concept_map.source_releases),
        (names.TARGET_RELEASE, concept_map.target_releases),
    ):
        yield from ((uri, prop, Text(f"{system}|{label}")) for system, label in releases)
    for prop, text in ((names.LICENCES[0], concept_map.licence), (names.AUTHOR, concept_map.author)):
        if text:
            yield uri, prop, Text(text)
    if concept_map.example:
        yield uri, names.EXAMPLE, _boolean()
    yield from _days(uri, concept_map.validity)
    between = "/" if "#" in uri else "#"
    for place, mapping in enumerate(concept_map.mappings, 1):
        row = f"{uri}{between}row-{place}"
        yield uri, names.ROW, row
        yield from _row_triples(row, mapping)


def _row_triples(row: str, mapping: Mapping) -> Iterator[Triple]:
    source = concept_iri(mapping.source.system, mapping.source.code)
    yield row, names.RELATION, Text(str(mapping.relation))
    yield row, names.SOURCE_CONCEPT, source
    yield from _reference(mapping.source.system, mapping.source.code)
    if mapping.relation is Relation.NONE:
        yield row, names.TARGET_SCHEME, mapping.target.system
    else:
        target = concept_iri(mapping.target.system, mapping.target.code)
        yield row, names.TARGET_CONCEPT, target
        yield from _reference(mapping.target.system, mapping.target.code)
        if mapping.validity.is_unbounded:
            yield source, _MATCHES[mapping.relation], target
    if mapping.confidence is not None:
        yield row, names.CONFIDENCE, _number(mapping.confidence)
    for prop, text in (
        (names.JUSTIFICATION, mapping.justification),
        (names.AUTHOR, mapping.author),
        (names.REVIEWER, mapping.reviewer),
        (names.NOTE, mapping.note),
        (names.SOURCE_TERM, mapping.source.term),
        (names.TARGET_TERM, mapping.target.term),
    ):
        if text:
            yield row, prop, Text(text)
    if mapping.number:
        yield row, names.NUMBER, _whole(mapping.number)
    yield from _days(row, mapping.validity)


# ---------------------------------------------------------------- what is not carried


def losses(content: Content) -> tuple[Finding, ...]:
    """What the files do not carry, as information (SPK31)."""
    found: list[Finding] = []
    for name, parts in _losses(content):
        found += (Finding("SPK31", Severity.INFORMATION, f"{name}: {part}: not written") for part in parts)
    return tuple(found)


def _losses(content: Content) -> Iterator[tuple[str, list[str]]]:
    recorded = "when it was recorded here"
    for draft in content.releases:
        release = draft.release
        yield f"{release.scheme.name} {release.version}", [recorded, *_release_losses(release)]
    for value_set in content.value_sets:
        yield f"{value_set.name} {value_set.version}", [recorded, *_value_set_losses(value_set)]
    for concept_map in content.maps:
        yield f"{concept_map.name} {concept_map.version}", [recorded]


def _release_losses(release: Release) -> Iterator[str]:
    dated = sum(any(not n.validity.is_unbounded for n in concept.notations) for concept in release.concepts)
    if dated:
        yield f"the validity of notations of {dated} concepts"
    if any(note.kind is NoteKind.DEFINITION and not note.text for c in release.concepts for note in c.notes):
        yield "empty definitions"


def _value_set_losses(value_set: ValueSet) -> Iterator[str]:
    filters = sum(bool(part.filters) for part in value_set.include)
    whole = sum(not (part.filters or part.codes or part.value_sets) for part in value_set.include)
    if filters:
        yield f"{filters} parts with filters: a collection lists its members"
    if whole:
        yield f"{whole} whole classifications"
    if any(part.value_sets for part in value_set.include):
        yield "other value sets that it is made of"
    if any(part.release for part in value_set.include):
        yield "the releases it is bound to"
    if value_set.exclude:
        yield "what it excludes"
