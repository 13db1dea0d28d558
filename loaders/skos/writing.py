"""Releases, value sets and maps as RDF, one file for each; the same content gives the same bytes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from classification import Concept, ConceptMap, Finding, Release, Severity, Validity, ValueSet
from classification.concept import NotationRole, NoteKind, Status
from classification.concept_map import Coding, Mapping, Relation
from classification.deadline import looking
from classification.hierarchy import Ancestry
from classification.sentence import Sentence, both
from classification.uri import is_uri, made_uri
from loaders.content import Content, map_in_fhir, scheme_in_fhir, value_set_in_fhir
from loaders.name import slug
from loaders.skos import names
from loaders.skos.address import property_name, release_iri, well_formed
from loaders.skos.statements import Text
from loaders.skos.turtle import turtle

if TYPE_CHECKING:
    from rdflib import Graph

    from classification import Index

Triple = tuple[str, str, str | Text]
_LABELS: Final = {kind: prop for prop, kind in names.LABELS.items()}
_NOTES: Final = {kind: prop for prop, kind in names.NOTES.items()}
_MATCHES: Final = {relation: prop for prop, relation in names.MATCHES.items()}
_FORMS: Final = {"ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld"}


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
    if syntax == "turtle":
        return turtle(triples)
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
    scheme = release.scheme
    uri = scheme.scheme_uri or scheme.uri
    yield uri, names.TYPE, names.SCHEME
    if uri != scheme.uri:
        yield uri, names.SYSTEM, Text(scheme.uri)
    yield uri, names.VERSIONS[0], Text(release.version)
    yield uri, names.VERSION_IRI, release_iri(uri, release.version)
    yield uri, names.NAME, Text(scheme.name)
    if scheme.language:
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
    links = _ReleaseLinks(release)
    for position, concept in enumerate(release.concepts, 1):
        yield from _concept_triples(concept, uri, position, links)


def _lineage(release: Release) -> Iterator[Triple]:
    uri = release.scheme.scheme_uri or release.scheme.uri
    for place, step in enumerate(release.lineage, 1):
        node = f"{release_iri(uri, release.version)}{'/' if '#' in uri else '#'}lineage-{place}"
        yield uri, names.LINEAGE, node
        yield node, names.LINEAGE_KIND, Text(str(step.kind))
        yield from ((node, names.FORMER_CODE, Text(code)) for code in step.sources)
        yield from ((node, names.LATER_CODE, Text(code)) for code in step.targets)
        if step.note:
            yield node, names.NOTE, Text(step.note)


_OUTSIDE: Final = {name: prop for prop, name in names.OUTSIDE.items()}


class _Links(ABC):
    """The IRIs of a release's concepts, and which of its properties are links of SKOS."""

    @abstractmethod
    def iri(self, code: str) -> str:
        """The IRI of the concept with that code."""

    @abstractmethod
    def _has(self, code: str) -> bool:
        """Whether a concept of the release has that code."""

    @abstractmethod
    def _is_above(self, broader: str, narrower: str) -> bool:
        """Whether one concept of the release is above another."""

    def link(self, code: str, name: str, value: str) -> tuple[str, str] | None:
        """A free property of a concept as property and IRI where it is a link; None where it is a text."""
        if name == "related" and self._may_be_related(code, value):
            return names.RELATED, self.iri(value)
        if name in _OUTSIDE and is_uri(value) and not self._has(value):
            return _OUTSIDE[name], value
        return None

    def _may_be_related(self, code: str, other: str) -> bool:
        """Whether the two are concepts of the release and neither is above the other (SKOS S27)."""
        if code == other or not self._has(other):
            return False
        return not (self._is_above(other, code) or self._is_above(code, other))


class _ReleaseLinks(_Links):
    """Those of a release that is written whole."""

    def __init__(self, release: Release) -> None:
        self._iris = {concept.code: release.scheme.uri_of(concept) for concept in release.concepts}
        self._release = release

    def iri(self, code: str) -> str:
        return self._iris.get(code) or made_uri(self._release.scheme.uri_rule, code)

    def _has(self, code: str) -> bool:
        return code in self._iris

    @cached_property
    def _ancestry(self) -> Ancestry:
        return Ancestry({concept.code: concept.broader for concept in self._release.concepts})

    def _is_above(self, broader: str, narrower: str) -> bool:
        return self._ancestry.is_above(broader, narrower)


class _IndexLinks(_Links):
    """Those of a compiled release, looked up one by one."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def iri(self, code: str) -> str:
        number = self._number(code)
        return self._index.uri(number) if number is not None else made_uri(self._index.scheme.uri_rule, code)

    def _number(self, code: str) -> int | None:
        """The concept whose code it is; not one that has it as another notation or URI."""
        number = self._index.find(code)
        return number if number is not None and self._index.codes[number] == code else None

    def _has(self, code: str) -> bool:
        return self._number(code) is not None

    def _is_above(self, broader: str, narrower: str) -> bool:
        above, below = self._number(broader), self._number(narrower)
        assert above is not None
        assert below is not None
        return self._index.subsumes(above, below)


def concept_triples(index: Index, number: int) -> Iterator[Triple]:
    """What the file of a release says about one of its concepts, and which concepts are directly below it.

    The triples are those of `release_triples` in which the concept is the subject, is a top concept of its scheme, or
    is the broader one; what it costs grows with the concept and its children, not with the release.
    """
    scheme = index.scheme.scheme_uri or index.scheme.uri
    links = _IndexLinks(index)
    yield from _concept_triples(index.concept(number), scheme, number + 1, links)
    for child in looking(index.children(number)):
        yield index.uri(child), names.BROADER, index.uri(number)


def _concept_triples(concept: Concept, scheme: str, position: int, links: _Links) -> Iterator[Triple]:
    iri = links.iri(concept.code)
    yield iri, names.TYPE, names.CONCEPT
    yield iri, names.IN_SCHEME, scheme
    yield iri, names.POSITION, _whole(position)
    if not concept.broader:
        yield iri, names.TOP_OF, scheme
        yield scheme, names.HAS_TOP, iri
    yield from ((iri, names.BROADER, links.iri(code)) for code in concept.broader)
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
    yield from ((iri, names.REPLACED_BY, links.iri(code)) for code in concept.replaced_by)
    if concept.reason:
        yield iri, names.REASON, Text(concept.reason)
    yield from _days(iri, concept.validity)
    for name, value in concept.properties:
        link = links.link(concept.code, name, value)
        yield (iri, *link) if link else (iri, f"{names.FREE}{property_name(name)}", Text(value))


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
    yield uri, names.TYPE, names.ORDERED if value_set.ordered else names.COLLECTION
    yield uri, names.NAME, Text(value_set.name)
    yield uri, names.VERSIONS[0], Text(value_set.version)
    titles = value_set.titles or ((("", value_set.title),) if value_set.title else ())
    yield from ((uri, names.TITLES[0], Text(title, language)) for language, title in titles)
    yield from _days(uri, value_set.validity)
    members = [
        Coding(part.system, code, uri=address)
        for part in value_set.include
        for code, address in zip_longest(part.codes, part.uris, fillvalue="")
    ]
    for coding in members:
        yield from _reference(coding)
    if value_set.ordered:
        yield from _listed(uri, [coding.address for coding in members])
    else:
        yield from ((uri, names.MEMBER, coding.address) for coding in members)


def _listed(uri: str, members: Sequence[str]) -> Iterator[Triple]:
    """The members as an RDF list; its nodes have names, so that the same content gives the same bytes."""
    between = "/" if "#" in uri else "#"
    nodes = [f"{uri}{between}member-{place}" for place in range(1, len(members) + 1)]
    yield uri, names.MEMBERS, nodes[0] if nodes else names.NIL
    for node, member, rest in zip(nodes, members, [*nodes[1:], names.NIL], strict=True):
        yield node, names.FIRST, member
        yield node, names.REST, rest


def _reference(coding: Coding) -> Iterator[Triple]:
    """What is said of a concept that is described elsewhere: its scheme and code."""
    yield coding.address, names.IN_SCHEME, coding.system
    yield coding.address, names.NOTATION, Text(coding.code)


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
    source = mapping.source.address
    yield row, names.RELATION, Text(str(mapping.relation))
    yield row, names.SOURCE_CONCEPT, source
    yield from _reference(mapping.source)
    if mapping.relation is Relation.NONE:
        yield row, names.TARGET_SCHEME, mapping.target.system
    else:
        target = mapping.target.address
        yield row, names.TARGET_CONCEPT, target
        yield from _reference(mapping.target)
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
        found += (
            Finding(
                "SPK31",
                Severity.INFORMATION,
                both(f"{name}: {part.da}: ikke skrevet", f"{name}: {part.en}: not written"),
            )
            for part in parts
        )
    return tuple(found)


def _losses(content: Content) -> Iterator[tuple[str, list[Sentence]]]:
    recorded = both("hvornår det blev registreret her", "when it was recorded here")
    for draft in content.releases:
        release = draft.release
        own = scheme_in_fhir(release.scheme)
        yield f"{release.scheme.name} {release.version}", [recorded, *own, *_release_losses(release)]
    for value_set in content.value_sets:
        own = value_set_in_fhir(value_set)
        yield f"{value_set.name} {value_set.version}", [recorded, *own, *_value_set_losses(value_set)]
    for concept_map in content.maps:
        yield f"{concept_map.name} {concept_map.version}", [recorded, *map_in_fhir(concept_map)]


def _release_losses(release: Release) -> Iterator[Sentence]:
    dated = sum(any(not n.validity.is_unbounded for n in concept.notations) for concept in release.concepts)
    if dated:
        yield both(
            f"gyldigheden af koder for {dated} begreber", f"the validity of notations of {dated} concepts"
        )
    if any(note.kind is NoteKind.DEFINITION and not note.text for c in release.concepts for note in c.notes):
        yield both("tomme definitioner", "empty definitions")


def _value_set_losses(value_set: ValueSet) -> Iterator[Sentence]:
    filters = sum(bool(part.filters) for part in value_set.include)
    whole = sum(not (part.filters or part.codes or part.value_sets) for part in value_set.include)
    if filters:
        yield both(
            f"{filters} dele med filtre: en samling opregner sine medlemmer",
            f"{filters} parts with filters: a collection lists its members",
        )
    if whole:
        yield both(f"{whole} hele klassifikationer", f"{whole} whole classifications")
    if any(part.value_sets for part in value_set.include):
        yield both("andre værdisæt, som det består af", "other value sets that it is made of")
    if any(part.release for part in value_set.include):
        yield both("de udgaver, det er bundet til", "the releases it is bound to")
    if value_set.exclude:
        yield both("hvad det udelukker", "what it excludes")
