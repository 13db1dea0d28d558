"""A facet along the time: its klasser as concepts in each longest time in which nothing of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from classification import Concept, ConceptScheme, Place, Validity
from classification.sentence import both
from classification.text import shown
from loaders.content import Reading
from loaders.name import slug
from loaders.oio.concept import Surroundings, code_of, concept_of, related
from loaders.oio.record import Registered, RelationRow, Sort
from loaders.oio.timeline import History, Snapshot, cut, merged
from loaders.reading.notes import Notes

MOST_WORK: Final = 5_000_000
"""So many looks at a klasse in a piece may be needed for all facets of an input; whoever sent it decided how many."""

_Key = tuple[str, date | None, Surroundings]
_Member = tuple[History, Snapshot]


class Holdings:
    """All objects of an input by UUID, the klasser of each facet, and the work that may still be done."""

    def __init__(self, objects: Iterable[Registered]) -> None:
        self._objects = {one.identifier: History(one) for one in objects}
        self.members: dict[str, list[History]] = {}
        self._left = MOST_WORK
        for _, held in sorted(self._objects.items()):
            if held.object.sort is Sort.KLASSE:
                for facet in {row.target for row in held.object.relations if row.name == "facet"}:
                    self.members.setdefault(facet, []).append(held)

    def find(self, identifier: str, sort: Sort) -> History | None:
        """The object, where it is of that sort."""
        found = self._objects.get(identifier)
        return found if found is not None and found.object.sort is sort else None

    def spend(self, looks: int) -> bool:
        """Whether so much more may be done."""
        self._left -= looks
        return self._left >= 0


class FacetView:
    """One facet, with its klasser and its klassifikation."""

    def __init__(self, identifier: str, holdings: Holdings, reading: Reading, notes: Notes) -> None:
        self.identifier, self.holdings, self.reading = identifier, holdings, reading
        self.notes = notes
        self._orphans: set[tuple[str, str, str]] = set()
        self.facet = holdings.find(identifier, Sort.FACET)
        self.members = holdings.members.get(identifier, [])
        self._concepts: dict[_Key, Concept] = {}

    def pieces(self) -> list[tuple[Validity, tuple[Concept, ...]]]:
        """The longest intervals in which its content stays the same, oldest first, with that content.

        Findings: SPO11 the facet is not in the files, SPO12 a parent that is not, SPO13 a parent that is not published
        or stands in another facet, SPO14 too many pieces, SPO23 no klassifikation, SPO26 nothing is published, and
        those of `concept_of`.
        """
        self._check_facet()
        involved = list(self._all())
        pieces: tuple[Validity, ...] = ()
        if self.holdings.spend(sum(len(held.bounds) + 1 for held in involved)):
            pieces = cut(day for held in involved for day in held.bounds)
        if not pieces or not self.holdings.spend(len(pieces) * (sum(map(_looks, self.members)) + 1)):
            message = both(
                f"klasserne i {self.named()}, i alt {len(self.members)}, ændrer sig for ofte til at blive regnet ud",
                f"the klasser of {self.named()}, {len(self.members)} in number, change too often to be worked out",
            )
            remedy = both(
                f"send færre objekter; der tages højst {MOST_WORK} blikke på en klasse på en dag",
                f"send fewer objects; {MOST_WORK} looks at a klasse on a day are taken at most",
            )
            self.notes.error("SPO14", message, self.place(), remedy)
            return []
        found = list(merged((piece, self._content(piece)) for piece in pieces))
        if not found:
            message = both(
                f"{self.named()} har ingen publiceret klasse på noget tidspunkt",
                f"{self.named()} has no published klasse at any time",
            )
            self.notes.information(
                "SPO26",
                message,
                self.place(),
                both("se på publiceret for facet og klasser", "look at publiceret of facet and klasser"),
            )
        return found

    def scheme(self, day: date | None) -> ConceptScheme:
        """The scheme as facet and klassifikation describe it on a day."""
        facet = self.facet.at(day) if self.facet else None
        above = self._klassifikation(facet)
        over = above.at(day) if above else None
        key = _value(facet, "brugervendtnoegle") or self.identifier
        over_key = _value(over, "brugervendtnoegle")
        name = " ".join(dict.fromkeys(filter(None, (over_key, key))))
        title = ": ".join(dict.fromkeys(filter(None, (_value(over, "kaldenavn") or over_key, key))))
        owner = next((r for r in _owners(over, facet)), None)
        return ConceptScheme(
            name=slug(name) or self.identifier,
            uri=f"urn:uuid:{self.identifier}",
            title=((self.reading.usual_language, title),),
            publisher=(owner.label or owner.target) if owner else "",
            licence=_value(over, "ophavsret") or _value(facet, "ophavsret"),
            languages=(self.reading.usual_language,),
        )

    # what is there

    def _all(self) -> Iterator[History]:
        yield from self.members
        if self.facet is not None:
            yield self.facet
            for target in {r.target for r in self.facet.object.relations if r.name == "facettilhoerer"}:
                above = self.holdings.find(target, Sort.KLASSIFIKATION)
                if above is not None:
                    yield above

    def _klassifikation(self, facet: Snapshot | None) -> History | None:
        relation = facet.target("facettilhoerer") if facet else None
        return self.holdings.find(relation.target, Sort.KLASSIFIKATION) if relation else None

    def named(self) -> str:
        """How findings name it."""
        return f"facet {shown(self.identifier)}"

    def place(self) -> Place:
        """Where it stands, or the first of its klasser."""
        held = self.facet or next(iter(self.members), None)
        return held.object.place if held else Place()

    def _check_facet(self) -> None:
        if self.facet is None:
            message = both(
                f"{self.named()} med {len(self.members)} klasser er ikke i filerne",
                f"{self.named()} of {len(self.members)} klasser is not in the files",
            )
            self.notes.error(
                "SPO11",
                message,
                self.place(),
                both("send den med dem, i samme mappe", "send it with them, in the same folder"),
            )
            return
        relations = [r for r in self.facet.object.relations if r.name == "facettilhoerer"]
        if not relations:
            message = both(
                f"{self.named()} hører ikke til nogen klassifikation",
                f"{self.named()} belongs to no klassifikation",
            )
            self.notes.warning(
                "SPO23", message, self.place(), both("giv den facettilhoerer", "give it facettilhoerer")
            )
        for relation in relations:
            if self.holdings.find(relation.target, Sort.KLASSIFIKATION) is None:
                message = both(
                    f"klassifikationen {shown(relation.target)} for {self.named()} er ikke i filerne",
                    f"klassifikation {shown(relation.target)} of {self.named()} is not in the files",
                )
                remedy = both(
                    "send den også: den giver klassifikationen titel, licens og udgiver",
                    "send it too: it gives the scheme its title, licence and publisher",
                )
                self.notes.warning("SPO23", message, relation.place, remedy)

    # one piece

    def _content(self, piece: Validity) -> tuple[Concept, ...] | None:
        if not self._is_published(piece.start):
            return None
        standing: dict[str, _Member] = {}
        for held in self.members:
            snapshot = held.at(piece.start)
            facet = snapshot.target("facet")
            if snapshot.published and facet is not None and facet.target == self.identifier:
                standing[held.object.identifier] = (held, snapshot)
        codes = {key: code_of(held, snapshot) for key, (held, snapshot) in standing.items()}
        successors: dict[str, set[str]] = {}
        for key, (_, snapshot) in standing.items():
            for relation in snapshot.targets("erstatter"):
                if relation.target in codes and relation.target != key:
                    successors.setdefault(relation.target, set()).add(codes[key])
        found = [
            self._concept(held, snapshot, codes, tuple(sorted(successors.get(key, ()))), piece)
            for key, (held, snapshot) in standing.items()
        ]
        return tuple(sorted(found, key=lambda concept: concept.codes)) or None

    def _is_published(self, day: date | None) -> bool:
        if self.facet is None:
            return True
        facet = self.facet.at(day)
        above = self._klassifikation(facet)
        return facet.published and (above is None or above.at(day).published)

    def _concept(
        self,
        held: History,
        snapshot: Snapshot,
        codes: Mapping[str, str],
        replaced_by: tuple[str, ...],
        piece: Validity,
    ) -> Concept:
        around = Surroundings(
            self._broader(held, snapshot, codes, piece), replaced_by, tuple(related(snapshot, codes))
        )
        key = (held.object.identifier, snapshot.validity.start, around)
        if key not in self._concepts:
            self._concepts[key] = concept_of(held, snapshot, around, self.reading.usual_language, self.notes)
        return self._concepts[key]

    def _broader(
        self, held: History, snapshot: Snapshot, codes: Mapping[str, str], piece: Validity
    ) -> tuple[str, ...]:
        parent = snapshot.target("overordnetklasse")
        if parent is None:
            return ()
        if parent.target in codes:
            return (codes[parent.target],)
        self._report_parent(held, code_of(held, snapshot), parent, piece)
        return ()

    def _report_parent(self, held: History, code: str, parent: RelationRow, piece: Validity) -> None:
        named = both(
            f"{shown(code)!r} ligger under {shown(parent.target)}",
            f"{shown(code)!r} is under {shown(parent.target)}",
        )
        above = self.holdings.find(parent.target, Sort.KLASSE)
        told = (held.object.identifier, code, parent.target)
        if told in self._orphans:
            return
        self._orphans.add(told)
        if above is None:
            message = both(f"{named.da}, som ikke er i filerne", f"{named.en}, which is not in the files")
            self.notes.error(
                "SPO12",
                message,
                parent.place,
                both("send den også, eller ret overordnetklasse", "send it too, or correct overordnetklasse"),
            )
            return
        facet = above.at(piece.start).target("facet")
        elsewhere = facet is not None and facet.target != self.identifier
        why = (
            both("står i en anden facet", "stands in another facet")
            if elsewhere
            else both("ikke er publiceret hele den tid", "is not published all that time")
        )
        message = both(
            f"{named.da}, som {why.da}; uden den er {shown(code)!r} øverst",
            f"{named.en}, which {why.en}; without it, {shown(code)!r} is at the top",
        )
        self.notes.warning(
            "SPO13",
            message,
            parent.place,
            both(
                "lad den overordnede være publiceret, så længe som det, der er under den",
                "let the parent be published as long as what is under it",
            ),
        )


def _looks(held: History) -> int:
    """How many looks it takes to evaluate a klasse on one day; mapninger are not looked at then."""
    return 1 + sum(row.name != "mapninger" for row in held.object.relations)


def _value(snapshot: Snapshot | None, name: str) -> str:
    return snapshot.attributes.value(name).strip() if snapshot and snapshot.attributes else ""


def _owners(*snapshots: Snapshot | None) -> Iterator[RelationRow]:
    for snapshot in filter(None, snapshots):
        yield from snapshot.targets("ansvarlig")
        yield from snapshot.targets("ejer")
