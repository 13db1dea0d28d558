"""The correspondence between two releases of a classification, as XKOS (DDI XKOS 1.2, section on correspondences).

Each concept of either release stands in one `xkos:ConceptAssociation` or, where it was split or merged, in those of its
lineage; an empty side says that a concept came or went. Concepts are named within their release, so that one whose
code stays can be told from itself; `dct:isVersionOf` leads to the concept as such. Where it is known how the two sides
relate, a SKOS mapping link says so: exact where the concept goes on with its term and definition, close where its words
changed, narrow and broad for splits and merges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from classification import Concept, Release
from classification.changes.pairing import pair
from classification.concept_map import Relation
from classification.identity import positions, told
from classification.release import Lineage, LineageKind
from classification.text import term_key
from loaders.skos import names
from loaders.skos.address import concept_iri, release_iri
from loaders.skos.statements import Text
from loaders.skos.writing import Triple, serialised

_CORRESPONDENCE: Final = f"{names.XKOS}Correspondence"
_ASSOCIATION: Final = f"{names.XKOS}ConceptAssociation"
_RELATIONS: Final = {LineageKind.SPLIT: Relation.NARROW, LineageKind.MERGED: Relation.BROAD}


def correspondence(
    old: Release, new: Release, between: Sequence[Release] = (), syntax: str = "turtle"
) -> bytes:
    """What became of every concept of `old` in `new`.

    Args:
        old: the release one comes from.
        new: the release one goes to.
        between: the releases on the way, which tie concepts that were recoded more than once.
        syntax: turtle, ntriples, rdfxml or jsonld.
    """
    return serialised(correspondence_triples(old, new, between), syntax)


def correspondence_triples(old: Release, new: Release, between: Sequence[Release] = ()) -> Iterator[Triple]:
    """The same as triples."""
    before, after = (release_iri(each.scheme.uri, each.version) for each in (old, new))
    uri = f"{after}{'&' if '?' in after else '?'}from={old.version}"
    yield uri, names.TYPE, _CORRESPONDENCE
    for release, iri in ((old, before), (new, after)):
        yield uri, f"{names.XKOS}compares", iri
        yield iri, names.TYPE, names.SCHEME
        yield iri, names.VERSIONS[0], Text(release.version)
        yield iri, f"{names.DCT}isVersionOf", release.scheme.scheme_uri or release.scheme.uri
    for place, (sources, targets, relation) in enumerate(_associations(old, new, between), 1):
        node = f"{uri}#association-{place}"
        yield uri, f"{names.XKOS}madeOf", node
        yield node, names.TYPE, _ASSOCIATION
        for concept in sources:
            yield node, f"{names.XKOS}sourceConcept", concept_iri(before, concept.code)
        for concept in targets:
            yield node, f"{names.XKOS}targetConcept", concept_iri(after, concept.code)
        yield from _links(before, after, sources, targets, relation)
    for release, iri in ((old, before), (new, after)):
        for concept in release.concepts:
            versioned = concept_iri(iri, concept.code)
            yield versioned, names.TYPE, names.CONCEPT
            yield versioned, names.IN_SCHEME, iri
            yield versioned, names.NOTATION, Text(concept.code)
            yield versioned, f"{names.DCT}isVersionOf", release.scheme.uri_of(concept)
            for label in concept.labels:
                if label.kind == "preferred":
                    yield versioned, f"{names.SKOS}prefLabel", Text(label.text, label.language)


def _links(
    before: str, after: str, sources: Sequence[Concept], targets: Sequence[Concept], relation: Relation | None
) -> Iterator[Triple]:
    for source in sources:
        one = concept_iri(before, source.code)
        for target in targets:
            other = concept_iri(after, target.code)
            if relation is not None:
                yield one, f"{names.SKOS}{relation}Match", other
            if source.code != target.code or relation not in (Relation.EXACT, Relation.CLOSE):
                yield one, names.REPLACED_BY, other
        if not any(source.code in target.codes for target in targets):
            yield one, names.DEPRECATED, Text("true", datatype=f"{names.XSD}boolean")


Association = tuple[list[Concept], list[Concept], Relation | None]


def _associations(old: Release, new: Release, between: Sequence[Release]) -> Iterator[Association]:
    pairing = pair(old, new, between)
    by_lineage = list(_by_lineage(told((old, *between, new)), old, new))
    gone = {concept.code for sources, _, _ in by_lineage for concept in sources}
    come = {concept.code for _, targets, _ in by_lineage for concept in targets}
    for place, concept in enumerate(old.concepts):
        onward = pairing.onward.get(place)
        if onward is not None:
            target = new.concepts[onward]
            yield [concept], [target], _relation(concept, target)
        elif concept.code not in gone:
            yield [concept], [], None
    yield from by_lineage
    for place, concept in enumerate(new.concepts):
        if place not in pairing.back and concept.code not in come:
            yield [], [concept], None


def _by_lineage(steps: Iterable[Lineage], old: Release, new: Release) -> Iterator[Association]:
    """Steps both of whose sides stand in the two releases."""
    here, there = positions(old.concepts), positions(new.concepts)
    for step in steps:
        sources = [old.concepts[here[code]] for code in step.sources if code in here]
        targets = [new.concepts[there[code]] for code in step.targets if code in there]
        if sources and targets:
            yield sources, targets, _RELATIONS.get(step.kind)


def _relation(source: Concept, target: Concept) -> Relation:
    """Exact where all the words that both have are the same ones."""
    terms = {label.language: term_key(label.text) for label in source.labels if label.kind == "preferred"}
    renamed = any(
        terms.get(label.language, term_key(label.text)) != term_key(label.text)
        for label in target.labels
        if label.kind == "preferred"
    )
    definitions = source.definition(), target.definition()
    redefined = all(definitions) and definitions[0] != definitions[1]
    return Relation.CLOSE if renamed or redefined or source.kind is not target.kind else Relation.EXACT
