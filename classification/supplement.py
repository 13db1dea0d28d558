"""A code system supplement: names and properties that somebody adds to another's classification (FHIR R4, 4.8).

A supplement is a classification of its own, with releases, whose `ConceptScheme.supplements` names the one that it adds
to. It never changes that one: what it says counts beside it, and in its place only for who asks for it by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from classification.compiled.index import Index, compile_release
from classification.concept import Concept, Label, LabelKind
from classification.deadline import looking
from classification.errors import InvalidRequest, NoReleaseOnDay
from classification.record import replace
from classification.release import Release
from classification.scheme import ConceptScheme
from classification.sentence import both
from classification.terminology import HeldRelease, Terminology, When


def added_labels(supplements: Iterable[Index], index: Index, number: int) -> tuple[Label, ...]:
    """What supplements call a concept, hidden labels aside."""
    return tuple(
        label
        for supplement in supplements
        if adds_to(supplement, index)
        for concept in _said(supplement, index, number)
        for label in concept.labels
        if label.kind is not LabelKind.HIDDEN
    )


def adds_to(supplement: Index, index: Index) -> bool:
    """Whether a supplement adds to that release: to every one, unless it names a version."""
    version = supplement.scheme.supplements.partition("|")[2]
    return version in ("", index.version, *index.publisher_versions)


def supplemented(terminology: Terminology, names: Sequence[str], when: When) -> Terminology:
    """The terminology in which these supplements are part of what they add to, and their language comes first.

    Raises:
        UnknownScheme, InvalidRequest: as `picked`.
    """
    return with_supplements(terminology, picked(terminology, names, when))


def picked(terminology: Terminology, names: Sequence[str], when: When) -> tuple[Index, ...]:
    """The supplements with these names or URIs, each in its release of the day.

    Raises:
        UnknownScheme: nothing has that name.
        InvalidRequest: a name is that of no supplement, or what it adds to is not here.
    """
    return tuple(_picked(terminology, terminology.scheme(name), when) for name in dict.fromkeys(names))


def _picked(terminology: Terminology, scheme: ConceptScheme, when: When) -> Index:
    base = scheme.supplements.partition("|")[0]
    if not base:
        raise InvalidRequest(both(f"{scheme.name} er ikke et supplement", f"{scheme.name} is no supplement"))
    if not terminology.has_scheme(base):
        raise InvalidRequest(
            both(
                f"{scheme.name} føjer til {base}, som ikke findes her",
                f"{scheme.name} adds to {base}, which is not here",
            )
        )
    try:
        return terminology.index(scheme.uri, when.of(""))
    except NoReleaseOnDay:
        return terminology.editions(scheme.uri).all[0].index


def check_base(terminology: Terminology, names: Sequence[str], asked: Collection[str]) -> None:
    """Refuse supplements that add to none of the classifications asked, which are given by URI.

    Raises:
        UnknownScheme, InvalidRequest: as `picked`, and where a supplement adds to another classification.
    """
    for name in names:
        scheme = terminology.scheme(name)
        base = scheme.supplements.partition("|")[0]
        if base and terminology.has_scheme(base) and terminology.scheme(base).uri not in asked:
            known = ", ".join(sorted(terminology.scheme(uri).name for uri in asked))
            added = terminology.scheme(base).name
            raise InvalidRequest(
                both(
                    f"{scheme.name} føjer til {added} og ikke til {known or 'noget, der spørges om'}",
                    f"{scheme.name} adds to {added} and not to {known or 'anything asked for'}",
                )
            )


def with_supplements(terminology: Terminology, supplements: Sequence[Index]) -> Terminology:
    """The terminology with these supplements in what they add to, which is compiled when it is first asked for."""
    added: dict[str, list[Index]] = {}
    for supplement in supplements:
        base = supplement.scheme.supplements.partition("|")[0]
        added.setdefault(terminology.scheme(base).uri, []).append(supplement)
    return terminology.with_releases(
        _supplemented(release, added[release.scheme.uri]) if release.scheme.uri in added else release
        for release in terminology.all_releases
    )


def _supplemented(release: HeldRelease, supplements: Sequence[Index]) -> HeldRelease:
    def load() -> Index:
        mine = [supplement for supplement in supplements if adds_to(supplement, release.index)]
        return Index(compile_release(merged(release.index, mine))) if mine else release.index

    return replace(release, load=load)


def merged(index: Index, supplements: Sequence[Index]) -> Release:
    """The release with what supplements add to its concepts, the languages of the supplements first."""
    release = index.release()
    languages = (
        *(language for one in supplements for language in one.scheme.languages),
        *index.scheme.languages,
    )
    scheme = replace(index.scheme, languages=tuple(dict.fromkeys(languages)))
    concepts = tuple(
        _added(concept, [said for one in supplements for said in _said(one, index, number)])
        for number, concept in enumerate(looking(release.concepts))
    )
    return replace(release, scheme=scheme, concepts=concepts)


def _said(supplement: Index, index: Index, number: int) -> list[Concept]:
    """What a supplement says of a concept, under any of its codes."""
    found = (supplement.find(code) for code, _ in index.notations(number))
    return [supplement.concept(i) for i in dict.fromkeys(i for i in found if i is not None)]


def _added(concept: Concept, supplements: Sequence[Concept]) -> Concept:
    labels, notes, properties = list(concept.labels), list(concept.notes), list(concept.properties)
    for said in supplements:
        for label in said.labels:
            if all((label.text, label.language) != (known.text, known.language) for known in labels):
                labels.append(_beside(label, labels))
        notes += [note for note in said.notes if note not in notes]
        properties += [pair for pair in said.properties if pair not in properties]
    if not supplements:
        return concept
    return replace(concept, labels=tuple(labels), notes=tuple(notes), properties=tuple(properties))


def _beside(label: Label, labels: Sequence[Label]) -> Label:
    """The label, an alternative one where its language has a preferred one already (SKOS S14)."""
    taken = any(x.kind is LabelKind.PREFERRED and x.language == label.language for x in labels)
    is_second = label.kind is LabelKind.PREFERRED and taken
    return replace(label, kind=LabelKind.ALTERNATIVE) if is_second else label
