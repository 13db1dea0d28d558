"""Pieces of a facet's time line as releases: their labels, their days, and what took the place of what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from classification import Concept, ConceptScheme, Place, Release, Validity
from classification.release import Lineage, LineageKind
from classification.sentence import both
from loaders.content import Draft, Reading
from loaders.oio.facet import FacetView
from loaders.oio.record import RelationRow
from loaders.reading.notes import Notes

Piece = tuple[Validity, tuple[Concept, ...]]


def editions(
    view: FacetView, pieces: Sequence[Piece], scheme: ConceptScheme, reading: Reading, notes: Notes
) -> Iterator[Draft]:
    """A release for each piece, oldest first, labelled with its first day; a single one with the caller's label.

    Findings: SPO15 no label.
    """
    found = {held.object.identifier: held.object.place for held in view.members}
    places: dict[str, Place] = {}
    replacing = _replacing(view)
    before: tuple[Concept, ...] = ()
    for piece, concepts in pieces:
        validity = _dated(piece)
        label = validity.start.isoformat() if validity.start else ""
        if len(pieces) == 1:
            label = reading.release or label
        if not label:
            message = both(
                f"den eneste udgave af {scheme.name} har ingen første dag at få navn efter",
                f"the only release of {scheme.name} has no first day to be named after",
            )
            notes.error(
                "SPO15",
                message,
                view.place(),
                both("giv et navn med --release NAVN", "give a label with --release LABEL"),
            )
            return
        lineage = tuple(_lineage(before, concepts, validity, replacing))
        places = _with_places(places, ((each.codes, found[each.codes[-1]]) for each in concepts))
        yield Draft(
            Release(scheme, label, concepts, validity, lineage=lineage),
            raw=True,
            places=places,
        )
        before = concepts


def _with_places(
    before: dict[str, Place], found: Iterable[tuple[tuple[str, ...], Place]]
) -> dict[str, Place]:
    """Where each code stands: the same mapping for all releases, until a code passes to another klasse."""
    now = {code: place for codes, place in found for code in codes}
    if any(before.get(code, place) != place for code, place in now.items()):
        return now
    before.update(now)
    return before


def _lineage(
    before: Iterable[Concept],
    after: Iterable[Concept],
    validity: Validity,
    replacing: Mapping[str, Sequence[tuple[str, RelationRow]]],
) -> Iterator[Lineage]:
    """What took the place of concepts of the release before that are gone from this one; a UUID is the last code."""
    now = {concept.codes[-1]: concept.code for concept in after}
    targets: dict[tuple[str, ...], list[str]] = {}
    for concept in before:
        if concept.codes[-1] in now:
            continue
        new = {
            now[key]
            for key, relation in replacing.get(concept.codes[-1], ())
            if key in now and not relation.validity.intersect(validity).is_empty
        }
        if new:
            targets.setdefault(tuple(sorted(new)), []).append(concept.code)
    for codes, old in sorted(targets.items()):
        split = LineageKind.SPLIT if len(codes) > 1 else LineageKind.REPLACED
        yield Lineage(LineageKind.MERGED if len(old) > 1 else split, tuple(sorted(old)), codes)


def _replacing(view: FacetView) -> dict[str, list[tuple[str, RelationRow]]]:
    """For what is replaced, by UUID: what replaces it, and the relation that says so."""
    found: dict[str, list[tuple[str, RelationRow]]] = {}
    for held in view.members:
        for relation in held.object.relations:
            if relation.name == "erstatter":
                found.setdefault(relation.target, []).append((held.object.identifier, relation))
    return found


def _dated(validity: Validity) -> Validity:
    """An interval with an end begins at the first day there is: an open beginning would mean the day of the import."""
    if validity.start is None and validity.end is not None:
        return Validity(date.min, validity.end)
    return validity
