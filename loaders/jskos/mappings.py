"""JSKOS mappings and concordances to concept maps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from classification import ConceptMap, Place
from classification.concept_map import Coding, Mapping, Relation
from classification.record import replace
from classification.sentence import NOTHING, both
from loaders.content import Reading
from loaders.contradiction import contradictions
from loaders.jskos import names
from loaders.jskos.concepts import coding, name_in, short_name
from loaders.jskos.node import JskosObject
from loaders.justification import JUSTIFICATIONS, SEMAPV
from loaders.reading.notes import Notes, known

Statement = tuple[Mapping, Place]
Versions = dict[str, str]
"""The version of each scheme of the file, by its URI."""
UNSPECIFIED: Final = "UnspecifiedMatching"


class MapReader:
    """Reads the mappings of one map; `head` is its concordance or registry, None where there is none."""

    def __init__(self, head: JskosObject | None, notes: Notes) -> None:
        self.head, self.notes = head, notes
        self.releases: dict[str, dict[str, str]] = {"from": {}, "to": {}}
        self.statements: list[Statement] = []
        if head is not None:
            self._scheme(head, "from")
            self._scheme(head, "to")

    def take(self, node: JskosObject) -> None:
        """One mapping, unless it cannot be kept.

        Findings: SPJ02 a side or its scheme is missing, SPJ10 a type that says no relation, SPJ11 a mapping that is
        left out because single concepts would say something else, SPJ12 a value outside its range, SPJ17 two releases
        of one scheme.
        """
        source, target = self._side(node, "from"), self._side(node, "to")
        if source is None or target is None:
            return
        relation = self._relation(node, target)
        if relation is None:
            return
        own = node.part(names.OWN)
        number = own.number("number") if own else None
        mapping = Mapping(
            source=source,
            relation=relation,
            target=target,
            confidence=self._confidence(node),
            justification=self._justification(node),
            author=name_in(node, "creator"),
            reviewer=own.text("reviewer") if own else "",
            validity=node.validity(),
            note="\n".join(text for _, text in node.language_map("note")),
            number=int(number or 0),
        )
        self.statements.append((mapping, node.place()))

    def check(self) -> None:
        """SPJ13: mappings that contradict each other."""
        for found in contradictions(self.statements):
            message = both(f"{found.message.da} ved {found.first}", f"{found.message.en} at {found.first}")
            self.notes.error(
                "SPJ13",
                message,
                found.place,
                both(
                    "behold den ene, eller adskil dem ved startDate og endDate",
                    "keep one, or part them by startDate and endDate",
                ),
            )

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """The mappings in the order of their numbers, or as they stand."""
        held = [mapping for mapping, _ in self.statements]
        if held and all(mapping.number > 0 for mapping in held):
            return tuple(sorted(held, key=lambda mapping: mapping.number))
        return tuple(replace(mapping, number=number) for number, mapping in enumerate(held, 1))

    def _scheme(self, node: JskosObject, side: str) -> str:
        scheme = node.part(f"{side}Scheme")
        uri = scheme.text("uri") if scheme else ""
        label = scheme.text("version") if scheme else ""
        if uri and label:
            before = self.releases[side].setdefault(uri, label)
            if before != label:
                message = both(
                    f"{uri} menes her i versionen {label!r} og tidligere i {before!r}",
                    f"{uri} is meant in version {label!r} here and in {before!r} before",
                )
                self.notes.error(
                    "SPJ17",
                    message,
                    node.place(f"{side}Scheme"),
                    both("lav en konkordans for hver udgave", "make a concordance for each release"),
                )
        return uri

    def _side(self, node: JskosObject, side: str) -> Coding | None:
        """The one concept of a side; a code that is empty says that there is no counterpart."""
        bundle = node.part(side, required=True)
        if bundle is None:
            return None
        system = self._scheme(node, side) or (self._scheme(self.head, side) if self.head else "")
        field = next((name for name in names.BUNDLES if name in bundle.record), "")
        if not field:
            message = both(
                "siden nævner ingen begreber og siger ikke, at der ingen er",
                "the side names no concepts, and does not say that there are none",
            )
            bundle.notes.error(
                "SPJ02",
                message,
                bundle.place(),
                both("skriv memberSet, et tomt for ingen", "give memberSet, an empty one for none"),
            )
            return None
        if not self._is_kept(bundle, field, side):
            return None
        members = bundle.parts(field)
        if members:
            found = coding(members[0], system)
            if found.system and found.code:
                return found
            message = both(
                "begrebet har ingen kode eller ingen klassifikation", "the concept has no code, or no scheme"
            )
            bundle.notes.error(
                "SPJ02",
                message,
                members[0].place(),
                both(f"skriv uri og notation og {side}Scheme", f"give uri and notation, and {side}Scheme"),
            )
            return None
        if not system:
            message = both(
                "intet modstykke er angivet, og heller ikke i hvilken klassifikation der intet er",
                "no counterpart is given, and not in which scheme there is none",
            )
            node.notes.error(
                "SPJ02", message, node.place("toScheme"), both("skriv toScheme", "give toScheme")
            )
            return None
        return Coding(system, "")

    def _is_kept(self, bundle: JskosObject, field: str, side: str) -> bool:
        members = bundle.record[field]
        message = NOTHING
        if field == "memberRoles":
            message = both(
                "dens begreber spiller roller i en sammensætning", "its concepts play roles in a compound"
            )
        elif isinstance(members, list) and None in members:
            message = both(
                f"{field} har flere medlemmer, som ikke er med",
                f"{field} has more members, which are not given",
            )
        elif isinstance(members, list) and len(members) > 1:
            message = both(
                f"{field} indeholder {len(members)} begreber, som kun betyder noget tilsammen",
                f"{field} holds {len(members)} concepts, which mean something together only",
            )
        elif side == "from" and not members:
            message = both("den har intet begreb at kortlægge fra", "it has no concept to map from")
        if message:
            remedy = both("kortlæg enkelte begreber", "map single concepts")
            bundle.notes.warning(
                "SPJ11",
                both(f"rækken er udeladt: {message.da}", f"the mapping was left out: {message.en}"),
                bundle.place(field),
                remedy,
            )
        return not message

    def _relation(self, node: JskosObject, target: Coding) -> Relation | None:
        types = node.texts("type")
        if not target.code:
            return Relation.NONE
        found = [names.MATCHES[name] for name in types if name in names.MATCHES]
        if len(found) == 1:
            return found[0]
        message = (
            both(
                f"typen {types[0]} siger ingen kendt relation",
                f"the type {types[0]} says no relation that is known",
            )
            if types
            else both("rækken siger ingen relation", "the mapping says no relation")
        )
        if found:
            message = both(
                "rækken har to typer, der er relationer", "the mapping has two types that are relations"
            )
        self.notes.error(
            "SPJ10",
            message,
            node.place("type"),
            both(f"skriv én; {known(names.MATCHES).da}", f"give one; {known(names.MATCHES).en}"),
        )
        return None

    def _confidence(self, node: JskosObject) -> float | None:
        number = node.number("mappingRelevance")
        if number is None or 0 <= number <= 1:
            return number
        message = both(
            f"mappingRelevance {number:g} er ikke fra 0 til 1",
            f"mappingRelevance {number:g} is not from 0 to 1",
        )
        self.notes.error("SPJ12", message, node.place("mappingRelevance"), both("ret det", "correct it"))
        return None

    def _justification(self, node: JskosObject) -> str:
        iri = node.text("justification")
        term = iri.removeprefix(SEMAPV)
        if iri and (term == iri or term not in JUSTIFICATIONS):
            remedy = known(sorted(JUSTIFICATIONS), term)
            message = both(f"ukendt begrundelse {iri!r}", f"unknown justification {iri!r}")
            self.notes.error("SPJ12", message, node.place("justification"), remedy)
        return term or UNSPECIFIED


def map_of(
    head: JskosObject, mappings: Iterable[JskosObject], reading: Reading, notes: Notes
) -> tuple[ConceptMap | None, list[Statement]]:
    """The map that a concordance, or a registry of mappings, is, and what it says where.

    None without URI or label (SPJ02, SPJ03).
    """
    reader = MapReader(head, notes)
    for node in mappings:
        reader.take(node)
    reader.check()
    uri, stated = head.text("uri", required=True), head.text("version")
    version = reading.release or stated
    if not version:
        message, remedy = (
            both("konkordansen angiver ingen version", "the concordance states no version"),
            both("giv et navn med --release NAVN", "give a label with --release LABEL"),
        )
        notes.error("SPJ03", message, head.place("version"), remedy)
    if not uri or not version:
        return None, reader.statements
    own = head.part(names.OWN)
    found = ConceptMap(
        name=(own.text("name") if own else "") or short_name(uri),
        uri=uri,
        version=version,
        mappings=reader.mappings,
        title=tuple(_titles(head, reading)),
        validity=head.validity(),
        source_releases=tuple(reader.releases["from"].items()),
        target_releases=tuple(reader.releases["to"].items()),
        licence=(own.text("licence") if own else "") or name_in(head, "license"),
        author=name_in(head, "creator"),
        example=own.flag("example") if own else False,
    )
    return found, reader.statements


def _titles(head: JskosObject, reading: Reading) -> Iterator[tuple[str, str]]:
    for tag, text in head.language_map("prefLabel"):
        yield reading.usual_language if tag == names.UNKNOWN_LANGUAGE else tag, text


def loose_maps(
    mappings: Iterable[JskosObject], reading: Reading, notes: Notes, versions: Versions
) -> Iterator[tuple[ConceptMap, list[Statement]]]:
    """One map for each concordance that mappings name, or for each pair of schemes (SPJ14 says that it was made).

    Its version is that of the scheme of its sources, where `versions` has that.
    """
    groups: dict[tuple[str, str], list[JskosObject]] = {}
    for node in mappings:
        part_of = next((part.text("uri") for part in node.parts("partOf")), "")
        source, target = (_scheme_named(node, side) for side in ("from", "to"))
        uri = part_of or f"{source}?mappedTo={target}"
        groups.setdefault((uri, f"{short_name(source)}-{short_name(target)}"), []).append(node)
    for (uri, name), found in groups.items():
        reader = MapReader(None, notes)
        for node in found:
            reader.take(node)
        reader.check()
        if not reader.statements:
            continue
        place = found[0].place()
        version = reading.release or versions.get(_scheme_named(found[0], "from"), "")
        message = both(
            f"{len(found)} rækker er ikke i nogen konkordans i filen; de er blevet kortlægningen {uri}",
            f"{len(found)} mappings are in no concordance of the file; they were made the map {uri}",
        )
        notes.information(
            "SPJ14",
            message,
            place,
            both(
                "beskriv konkordansen for at give den et navn", "describe the concordance to give it a name"
            ),
        )
        if not version:
            remedy = both("giv et navn med --release NAVN", "give a label with --release LABEL")
            notes.error(
                "SPJ03",
                both(f"kortlægningen {uri} angiver ingen version", f"the map {uri} states no version"),
                place,
                remedy,
            )
        else:
            made = ConceptMap(
                name=name.strip("-") or short_name(uri),
                uri=uri,
                version=version,
                mappings=reader.mappings,
                source_releases=tuple(reader.releases["from"].items()),
                target_releases=tuple(reader.releases["to"].items()),
            )
            yield made, reader.statements


def _scheme_named(node: JskosObject, side: str) -> str:
    """The scheme of a side: the one that the mapping names, else the one that its first concept is in."""
    scheme, bundle = node.part(f"{side}Scheme"), node.part(side)
    members = bundle.parts("memberSet") if bundle else []
    stated = scheme.text("uri") if scheme else ""
    return stated or (coding(members[0], "").system if members else "")
