"""The integrity conditions of SKOS (W3C Recommendation 2009-08-18: S9, S14, S27, S37, S46).

S13 (a label of two kinds) and S27 (related along the hierarchy) have one harmless reading each: there the stronger kind
and the hierarchy are kept (`loaders.skos.concepts`).

They are looked at after what follows from the statements: inverses, symmetry, mapping links as hierarchical ones, and
transitive closure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from classification.concept_map import Relation
from classification.hierarchy import Ancestry
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.words import RELATIONS
from loaders.skos import names
from loaders.skos.statements import Statements


@frozen
class Breach:
    """One condition that a resource does not meet."""

    condition: str
    iri: str
    message: Sentence


def breaches(of: Statements) -> Iterator[Breach]:
    """Everything in which statements are not consistent with SKOS."""
    yield from _disjoint_classes(of)
    for iri in of.of:
        yield from _labels(of, iri)
    yield from _matches(of)


def _disjoint_classes(of: Statements) -> Iterator[Breach]:
    schemes = set(of.typed(names.SCHEME))
    collections = set(of.typed(names.COLLECTION, names.ORDERED))
    concepts = {*of.typed(names.CONCEPT), *_implied_concepts(of)}
    for iri in sorted(schemes & concepts):
        yield Breach(
            "S9",
            iri,
            both("er både en klassifikation og et begreb", "is both a concept scheme and a concept"),
        )
    for iri in sorted(collections & (concepts | schemes)):
        yield Breach(
            "S37",
            iri,
            both(
                "er både en samling og et begreb eller en klassifikation",
                "is both a collection and a concept or a concept scheme",
            ),
        )


def _implied_concepts(of: Statements) -> Iterator[str]:
    """Subjects and objects of semantic relations (S19, S20)."""
    links = (names.BROADER, names.NARROWER, names.RELATED, *names.MATCHES)
    for iri in of.of:
        ends = list(of.iris(iri, *links))
        yield from (iri, *ends) if ends else ()


def _labels(of: Statements, iri: str) -> Iterator[Breach]:
    texts = {*of.texts(iri, f"{names.SKOS}prefLabel")}
    for label in of.iris(iri, f"{names.SKOSXL}prefLabel"):
        texts.update(of.texts(label, names.LITERAL_FORM))
    tags = Counter(text.language for text in texts)
    for tag, times in tags.items():
        if times > 1:
            yield Breach(
                "S14",
                iri,
                both(f"har {times} foretrukne termer på {tag!r}", f"has {times} preferred labels in {tag!r}"),
            )


def needless_relations(of: Statements) -> frozenset[tuple[str, str]]:
    """Pairs said to be related of which one is above the other (S27), in both directions: the hierarchy says more."""
    broader: dict[str, set[str]] = defaultdict(set)
    related: set[tuple[str, str]] = set()
    for iri in of.of:
        for other in of.iris(iri, names.BROADER, f"{names.SKOS}broadMatch"):
            broader[iri].add(other)
        for other in of.iris(iri, names.NARROWER, f"{names.SKOS}narrowMatch"):
            broader[other].add(iri)
        related.update((iri, other) for other in of.iris(iri, names.RELATED, f"{names.SKOS}relatedMatch"))
    ancestry = Ancestry(broader if related else {})
    return frozenset(
        pair
        for one, other in related
        if ancestry.is_above(other, one) or ancestry.is_above(one, other)
        for pair in ((one, other), (other, one))
    )


def _matches(of: Statements) -> Iterator[Breach]:
    """S46: what is exactly the same, over any number of steps, is not broader, narrower or related as well."""
    same: dict[str, str] = {}

    def root(iri: str) -> str:
        while same.get(iri, iri) != iri:
            same[iri] = iri = same.get(same[iri], same[iri])
        return iri

    others: list[tuple[str, str, str]] = []
    for iri in of.of:
        for prop, relation in names.MATCHES.items():
            for other in of.iris(iri, prop):
                if relation is Relation.EXACT:
                    same[root(iri)] = root(other)
                elif relation is not Relation.CLOSE:
                    others.append((iri, str(relation), other))
    for iri, sort, other in others:
        if root(iri) == root(other) and iri != other:
            yield Breach(
                "S46",
                iri,
                both(
                    f"er både præcist det samme som <{other}> også {RELATIONS[sort].da}",
                    f"is an exact match of <{other}> and a {sort} one",
                ),
            )
