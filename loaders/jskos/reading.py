"""The objects of a file, sorted into schemes, concepts, concordances and mappings, and read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, Final

from classification import ConceptMap, Place
from classification.concept_map import Mapping
from classification.sentence import both
from loaders.content import Content, Draft, Reading, Row, part
from loaders.jskos import names
from loaders.jskos.concepts import draft_of
from loaders.jskos.document import nodes
from loaders.jskos.mappings import Statement, Versions, loose_maps, map_of
from loaders.jskos.node import JskosObject
from loaders.reading.groups import Groups
from loaders.reading.notes import Notes, not_kept

_PARTS: Final = ("schemes", "concepts", "topConcepts", "concordances", "registries")
_MOST_NAMED: Final = 20


def contents_of(files: Sequence[tuple[Path, str]], reading: Reading) -> Iterator[Content]:
    """Everything that files, by path and name, hold: one content for each group of those that belong together."""
    for group in _belonging([_sorted_out(path, name) for path, name in files]):
        more = f" (+{len(group) - 1})" if len(group) > 1 else ""
        yield part(f"{group[0].file}{more}", _content(group, reading))


def _sorted_out(path: Path, name: str) -> _Sorted:
    found = _Sorted(name)
    for node in nodes(path, name, found.notes):
        found.take(node)
    return found


def _belonging(files: Sequence[_Sorted]) -> Iterator[list[_Sorted]]:
    """The files in groups: those that speak of one scheme.

    Mappings keep vocabularies apart. Two files that state different versions of one scheme are two releases of it: the
    files of their group are read one by one.
    """
    groups = Groups(len(files))
    spoken_of: dict[str, int] = {}
    for number, file in enumerate(files):
        for uri in file.concepts:
            groups.join(spoken_of.setdefault(uri, number), number)
    for numbers in groups.found():
        group = [files[number] for number in numbers]
        if _is_one_release(group):
            yield group
        else:
            yield from ([file] for file in group)


def _is_one_release(files: Sequence[_Sorted]) -> bool:
    versions: dict[str, set[str]] = {}
    for file in files:
        for uri, scheme in file.schemes.items():
            versions.setdefault(uri, set()).add(scheme.text("version"))
    return all(len(stated - {""}) < 2 for stated in versions.values())


def _content(files: Sequence[_Sorted], reading: Reading) -> Content:
    """Everything that files say together.

    Findings besides those of the file, concepts and mappings: SPJ04 an object that is not read, SPJ05 a concept in no
    scheme, SPJ06 a concept or scheme that is described twice, SPJ09 fields that are not kept, SPR04 nothing to read.
    """
    sorted_out, *others = files
    for other in others:
        sorted_out.take_in(other)
    notes, file = sorted_out.notes, sorted_out.file
    drafts = tuple(sorted_out.drafts(reading))
    versions = {draft.release.scheme.uri: draft.release.version for draft in drafts}
    maps = tuple(sorted_out.maps(reading, versions))
    read_so_far = chain.from_iterable(one.notes.findings for one in files)
    if not (drafts or maps) and not any(finding.severity == "error" for finding in read_so_far):
        message = both(
            "indeholder ingen klassifikation med begreber og ingen kortlægninger",
            "holds no concept scheme with concepts, and no mappings",
        )
        notes.error("SPR04", message, Place(file), both("angiv en JSKOS-fil", "name a file of JSKOS"))
    sorted_out.report_not_kept()
    return Content(
        releases=drafts,
        maps=maps,
        findings=tuple(dict.fromkeys(chain.from_iterable(one.notes.findings for one in files))),
        rows=tuple(sorted_out.rows()),
    )


def _notation(node: JskosObject) -> dict[str, Any]:
    return {"notation": node.record["notation"]} if "notation" in node.record else {}


def _completed(node: JskosObject, described: dict[str, dict[str, Any]]) -> JskosObject:
    """A mapping whose ends, where the file describes them, are in their scheme and have their notation."""
    sides: dict[str, Any] = {}
    for side in ("from", "to"):
        bundle = node.record.get(side)
        if isinstance(bundle, dict) and isinstance(bundle.get("memberSet"), list):
            full = [
                described.get(str(member.get("uri")), {}) | member if isinstance(member, dict) else member
                for member in bundle["memberSet"]
            ]
            sides[side] = bundle | {"memberSet": full}
    return node.inside(node.record | sides)


class _Sorted:
    """The objects of one file by what they are; findings about an object go to the notes of its file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.notes = Notes()
        self.schemes: dict[str, JskosObject] = {}
        self.concepts: dict[str, dict[str, JskosObject]] = {}
        self.heads: list[tuple[JskosObject, tuple[JskosObject, ...]]] = []
        self.loose: list[JskosObject] = []
        self.statements: dict[Place, Mapping] = {}
        self._not_kept: Counter[str] = Counter()

    def take(self, node: JskosObject) -> None:
        """One object and the objects in it."""
        pending = [(node, "")]
        while pending:
            one, scheme = pending.pop()
            pending += reversed(list(self._take(one, scheme)))

    def take_in(self, other: _Sorted) -> None:
        """The objects of another file."""
        for uri, scheme in other.schemes.items():
            self.schemes[uri] = self._joined(self.schemes.get(uri), scheme, uri)
        for uri, concepts in other.concepts.items():
            members = self.concepts.setdefault(uri, {})
            for key, concept in concepts.items():
                members[key] = self._joined(members.get(key), concept, key)
        self.heads += other.heads
        self.loose += other.loose
        self._not_kept += other._not_kept

    def _take(self, node: JskosObject, scheme: str) -> Iterator[tuple[JskosObject, str]]:
        types = node.texts("type")
        if "from" in node.record and "to" in node.record:
            self._count("mapping", node, names.KEPT_OF_MAPPING)
            self.loose.append(node)
        elif names.SCHEME in types or (not types and {"topConcepts", "concepts"} & node.record.keys()):
            yield from self._take_scheme(node)
        elif (types and types[0] in names.CONCORDANCES | names.REGISTRIES) or (
            "mappings" in node.record and ("fromScheme" in node.record)
        ):
            yield from self._take_head(node)
        elif names.CONCEPT in types or {"inScheme", "topConceptOf"} & node.record.keys() or scheme:
            self._take_concept(node, scheme)
            yield from ((mapping, "") for mapping in node.parts("mappings"))
        else:
            message = (
                both(f"et objekt af typen {types[0]} læses ikke", f"an object of type {types[0]} is not read")
                if types
                else both("et objekt uden type læses ikke", "an object without type is not read")
            )
            remedy = both(
                "der læses begreber, klassifikationer, konkordanser, registre og kortlægninger",
                "read are concepts, concept schemes, concordances, registries and mappings",
            )
            self.notes.information("SPJ04", message, node.place(), remedy)

    def _take_scheme(self, node: JskosObject) -> Iterator[tuple[JskosObject, str]]:
        uri = node.text("uri", required=True)
        if not uri:
            return
        self._count("scheme", node, names.KEPT_OF_SCHEME)
        self.schemes[uri] = self._joined(self.schemes.get(uri), node, uri)
        self.concepts.setdefault(uri, {})
        for field in ("concepts", "topConcepts"):
            yield from ((part, uri) for part in node.parts(field))

    def _take_head(self, node: JskosObject) -> Iterator[tuple[JskosObject, str]]:
        mappings = node.parts("mappings")
        self._count("concordance", node, names.KEPT_OF_MAP)
        for mapping in mappings:
            self._count("mapping", mapping, names.KEPT_OF_MAPPING)
        if mappings or "fromScheme" in node.record:
            self.heads.append((node, mappings))
        for field in _PARTS:
            yield from ((part, "") for part in node.parts(field))

    def _take_concept(self, node: JskosObject, scheme: str) -> None:
        stated = [part.text("uri") for key in ("inScheme", "topConceptOf") for part in node.parts(key)]
        uris = dict.fromkeys(filter(None, (*stated, scheme)))
        if not uris:
            message = both("begrebet er ikke i nogen klassifikation", "the concept is in no scheme")
            self.notes.error(
                "SPJ05", message, node.place("inScheme"), both("skriv inScheme", "give inScheme")
            )
        if not node.texts("notation") and not node.text("uri"):
            self.notes.error(
                "SPJ02",
                both("begrebet har hverken uri eller notation", "the concept has no uri and no notation"),
                node.place(),
                both("skriv en af dem", "give one"),
            )
            return
        self._count("concept", node, names.KEPT_OF_CONCEPT)
        for uri in uris:
            members = self.concepts.setdefault(uri, {})
            key = node.text("uri") or f"notation {node.texts('notation')[0]} at {node.place()}"
            members[key] = self._joined(members.get(key), node, key)

    def _joined(self, before: JskosObject | None, node: JskosObject, uri: str) -> JskosObject:
        """What two descriptions of one thing say together; SPJ06 where they do not agree."""
        if before is None:
            return node
        differing = [key for key, value in node.record.items() if before.record.get(key, value) != value]
        if differing:
            message = both(
                f"{uri} er beskrevet to gange (første gang ved {before.place()}), med forskel i {', '.join(differing)}",
                f"{uri} is described twice (first at {before.place()}), with another {', '.join(differing)}",
            )
            self.notes.error(
                "SPJ06", message, node.place(), both("behold én beskrivelse", "keep one description")
            )
        return before.inside(node.record | before.record)

    def _count(self, sort: str, node: JskosObject, kept: Iterable[str]) -> None:
        self._not_kept.update(f"{sort}.{field}" for field in node.record.keys() - set(kept))

    def drafts(self, reading: Reading) -> Iterator[Draft]:
        """One for each scheme that has concepts."""
        for uri, members in self.concepts.items():
            if not members:
                message = both(
                    f"klassifikationen {uri} har ingen begreber; den bevares ikke",
                    f"the scheme {uri} has no concepts; it is not kept",
                )
                self.notes.information(
                    "SPJ04",
                    message,
                    self.schemes[uri].place(),
                    both("tilføj dens begreber", "add its concepts"),
                )
                continue
            first = next(iter(members.values()))
            scheme = self.schemes.get(uri) or first.inside({"uri": uri})
            draft = draft_of(scheme, members.values(), reading)
            if draft is not None:
                yield draft

    def maps(self, reading: Reading, versions: Versions) -> Iterator[ConceptMap]:
        """One for each concordance, with the mappings that say they are part of it, and for what is left."""
        part_of: dict[str, list[JskosObject]] = {}
        described = {
            concept: {"inScheme": [{"uri": scheme}], **_notation(node)}
            for scheme, members in self.concepts.items()
            for concept, node in members.items()
        }
        for node in (_completed(node, described) for node in self.loose):
            uri = next((part.text("uri") for part in node.parts("partOf")), "")
            part_of.setdefault(uri, []).append(node)
        for head, mappings in self.heads:
            nodes = [*mappings, *part_of.pop(head.text("uri") or " ", ())]
            found, statements = map_of(head, nodes, reading, self.notes)
            self._place(statements)
            if found is not None:
                yield found
        loose = (node for held in part_of.values() for node in held)
        for made, statements in loose_maps(loose, reading, self.notes, versions):
            self._place(statements)
            yield made

    def _place(self, statements: Iterable[Statement]) -> None:
        self.statements.update((place, mapping) for mapping, place in statements)

    def rows(self) -> Iterator[Row]:
        """One for each concept in a scheme, and for each mapping; those of the mappings once the maps are made."""
        for uri, members in self.concepts.items():
            yield from (Row(node.place(), f"{uri} {key}") for key, node in members.items())
        for node in (*(node for _, held in self.heads for node in held), *self.loose):
            place = node.place()
            mapping = self.statements.get(place)
            subject = f"{mapping.source.system} {mapping.source.code}" if mapping is not None else ""
            yield Row(place, subject, kept=mapping is not None, statement=mapping)

    def report_not_kept(self) -> None:
        """SPJ09, in one finding."""
        left = [
            both(f"{name} ({times} gange)", f"{name} ({times} times)")
            for name, times in sorted(self._not_kept.items())
        ]
        if left:
            self.notes.information("SPJ09", not_kept(left, _MOST_NAMED), Place(self.file))
