"""Statements to content: schemes to releases, collections to value sets, mapping links to concept maps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Place
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from classification.sentence import NOTHING, both, same
from classification.value_set import Include, ValueSet
from loaders.content import Content, Draft, Reading, Row
from loaders.contradiction import contradictions
from loaders.name import slug
from loaders.reading.notes import Notes, known, not_kept
from loaders.skos import names
from loaders.skos.address import coding_of
from loaders.skos.concepts import Reader, broader_of, code_of, in_order
from loaders.skos.integrity import breaches
from loaders.skos.statements import Statements

RELATIONS: Final = {str(relation): relation for relation in Relation}
LINEAGES: Final = {str(kind): kind for kind in LineageKind}
_MOST_NAMED: Final = 20


def content_of(statements: Statements, file: str, reading: Reading, notes: Notes) -> Content:
    """Everything that the statements of one file hold.

    Findings besides those of the concepts: SPK06 an integrity condition of SKOS that is not met, SPK07 a release
    without label, SPK08 a concept in no scheme, SPK09 properties that are not kept, SPK13 a code that two concepts
    have, SPK14 a map row that cannot be read, SPK17 a collection that is not kept, SPK18 mapping links without a map,
    SPK19 rows of one map that contradict each other.
    """
    for breach in breaches(statements):
        said = breach.message + same(f" (SKOS {breach.condition})")
        notes.error(
            "SPK06",
            said,
            Place(file, path=breach.iri),
            both("ret det: SKOS tillader kun det ene", "correct it: SKOS allows only one of the two"),
        )
    holder = _File(statements, file, reading, notes)
    drafts = tuple(holder.drafts())
    content = Content(
        releases=drafts,
        value_sets=tuple(holder.value_sets()),
        maps=tuple(holder.maps()),
        rows=tuple(holder.rows),
    )
    _report_not_read(statements.not_read, file, notes)
    return content


def _report_not_read(counted: Counter[str], file: str, notes: Notes) -> None:
    left = {name: times for name, times in sorted(counted.items()) if name not in names.IMPLIED}
    if left:
        said = [
            both(f"<{name}> ({times} gange)", f"<{name}> ({times} times)") for name, times in left.items()
        ]
        notes.information("SPK09", not_kept(said, _MOST_NAMED), Place(file))


class _File:
    """One file while it is read."""

    def __init__(self, statements: Statements, file: str, reading: Reading, notes: Notes) -> None:
        self.of, self.file, self.reading, self.notes = statements, file, reading, notes
        self.rows: list[Row] = []
        self.schemes = statements.typed(names.SCHEME)
        self.members = self._members()
        self.codings = {
            iri: Coding(scheme, code_of(statements, iri))
            for scheme, iris in self.members.items()
            for iri in iris
        }

    def place(self, iri: str) -> Place:
        return Place(self.file, path=iri)

    def _members(self) -> dict[str, list[str]]:
        """The concepts of each scheme, also of one that is only named."""
        of = self.of
        members: dict[str, dict[str, None]] = defaultdict(dict)
        for scheme in self.schemes:
            for iri in of.iris(scheme, names.HAS_TOP):
                members[scheme][iri] = None
        concepts = set(of.typed(names.CONCEPT))
        for iri in of.of:
            schemes = list(dict.fromkeys(of.iris(iri, names.IN_SCHEME, names.TOP_OF)))
            for scheme in schemes:
                members[scheme][iri] = None
            if not schemes and iri in concepts and not any(iri in held for held in members.values()):
                if len(self.schemes) == 1:
                    members[self.schemes[0]][iri] = None
                said = both("er ikke i nogen klassifikation", "is in no concept scheme") + (
                    both(
                        f"; det er taget for et i <{self.schemes[0]}>",
                        f"; it was taken for one of <{self.schemes[0]}>",
                    )
                    if len(self.schemes) == 1
                    else NOTHING
                )
                note = self.notes.warning if len(self.schemes) == 1 else self.notes.error
                note("SPK08", said, self.place(iri), both("angiv skos:inScheme", "state skos:inScheme"))
        return {scheme: list(iris) for scheme, iris in members.items()}

    # ---------------------------------------------------------------- releases

    def drafts(self) -> Iterator[Draft]:
        """One for each concept scheme."""
        for uri in self.schemes:
            version = self._version(uri)
            if version:
                yield self._draft(uri, version)

    def _version(self, iri: str) -> str:
        of = self.of
        stated = of.text(iri, *names.VERSIONS) or of.text(iri, names.VERSION_IRI).rpartition("/")[2]
        if not stated and not self.reading.release:
            said = both("angiver ingen version", "states no version")
            remedy = both(
                "giv et navn med --release NAVN, eller angiv owl:versionInfo",
                "give a label with --release LABEL, or state owl:versionInfo",
            )
            self.notes.error("SPK07", said, self.place(iri), remedy)
        return self.reading.release or stated

    def _draft(self, uri: str, version: str) -> Draft:
        of = self.of
        language = self._language(uri)
        members = in_order(of, self.members.get(uri, ()))
        codes = self._codes(members)
        reader = Reader(of, codes, language, self.file, self.notes)
        broader = broader_of(of, codes)
        concepts = tuple(reader.concept(iri, broader[iri]) for iri in codes)
        own = of.text(uri, names.NAME)
        stated = of.text(uri, *names.VERSIONS)
        versions = (
            *([stated] if stated and stated != version else []),
            *self._strings(uri, names.PUBLISHER_VERSION),
        )
        used = dict.fromkeys(label.language for concept in concepts for label in concept.labels)
        languages = (language, *self._strings(uri, *names.LANGUAGES), *used)
        scheme = ConceptScheme(
            name=own or _short_name(of, uri),
            uri=uri,
            title=self._titles(uri, language),
            aliases=tuple(sorted(self._strings(uri, names.FORMER_URI))),
            publisher=of.text(uri, *names.PUBLISHERS),
            licence=of.text(uri, *names.LICENCES),
            source=of.text(uri, names.SOURCE),
            languages=tuple(dict.fromkeys(languages)),
            hierarchy=of.text(uri, names.HIERARCHY) or "is-a",
            example=of.text(uri, names.EXAMPLE) == "true",
        )
        release = Release(
            scheme,
            version,
            concepts,
            reader.validity(uri),
            lineage=tuple(self._lineage(uri)),
            publisher_versions=tuple(versions),
        )
        places = {code: self.place(iri) for iri, code in codes.items()}
        self.rows += (Row(place, f"{scheme.name} {code}") for code, place in places.items())
        return Draft(release, raw=not own, places=places)

    def _lineage(self, uri: str) -> Iterator[Lineage]:
        for node in sorted(self.of.iris(uri, names.LINEAGE)):
            word = self.of.text(node, names.LINEAGE_KIND)
            if word in LINEAGES:
                former, later = self._strings(node, names.FORMER_CODE), self._strings(node, names.LATER_CODE)
                yield Lineage(LINEAGES[word], tuple(former), tuple(later), self.of.text(node, names.NOTE))
            else:
                said = both(f"{word!r} er ikke en slags slægtslinje", f"{word!r} is no sort of lineage")
                self.notes.error("SPK11", said, self.place(node), known(LINEAGES, word))

    def _codes(self, members: Iterable[str]) -> dict[str, str]:
        """The code of each concept; a code that two have is reported and left with the first."""
        codes: dict[str, str] = {}
        taken: dict[str, str] = {}
        for iri in members:
            code = self.codings[iri].code
            if code in taken:
                said = both(
                    f"har koden {code!r}, og det har <{taken[code]}> også",
                    f"has the code {code!r}, and so has <{taken[code]}>",
                )
                self.notes.error(
                    "SPK13",
                    said,
                    self.place(iri),
                    both("giv hvert begreb sin egen kode", "give each concept its own notation"),
                )
            else:
                taken[code] = iri
                codes[iri] = code
        return codes

    def _language(self, iri: str) -> str:
        said = self.of.text(iri, names.LANGUAGE) or next(iter(self._strings(iri, *names.LANGUAGES)), "")
        return said or self.reading.language

    def _strings(self, iri: str, *props: str) -> list[str]:
        return [text.text for text in self.of.texts(iri, *props)]

    def _titles(self, iri: str, language: str) -> tuple[tuple[str, str], ...]:
        titles: dict[str, str] = {}
        for prop in names.TITLES:
            for text in self.of.texts(iri, prop):
                titles.setdefault(text.language or language, text.text)
        return tuple(titles.items())

    # ---------------------------------------------------------------- value sets

    def value_sets(self) -> Iterator[ValueSet]:
        """One for each collection that states a version, or gets one."""
        of = self.of
        for iri in of.typed(names.COLLECTION, names.ORDERED):
            members = list(of.iris(iri, names.MEMBER))
            for head in of.iris(iri, names.MEMBERS):
                members += (item for item in of.items(head) if isinstance(item, str) and item not in members)
            version = self._version(iri) if not iri.startswith("_:") else ""
            if not members or not version:
                said = (
                    both("samlingen har ingen medlemmer", "the collection has no members")
                    if version
                    else both(
                        "samlingen har intet navn eller ingen version",
                        "the collection has no name or no version",
                    )
                )
                self.notes.warning(
                    "SPK17",
                    both(f"{said.da}; den bevares ikke", f"{said.en}; it is not kept"),
                    self.place(iri),
                    both("nævn den og dens medlemmer", "name it and its members"),
                )
                continue
            by_system: dict[str, list[str]] = defaultdict(list)
            for member in members:
                coding = self._coding(member)
                by_system[coding.system].append(coding.code)
            name = of.text(iri, names.NAME) or _short_name(of, iri)
            self.rows.append(Row(self.place(iri), name))
            yield ValueSet(
                uri=iri,
                name=name,
                version=version,
                include=tuple(Include(system, codes=tuple(codes)) for system, codes in by_system.items()),
                title=next((title for _, title in self._titles(iri, self.reading.language)), ""),
                validity=Reader(of, {}, "", self.file, self.notes).validity(iri),
            )

    def _coding(self, iri: str) -> Coding:
        return self.codings.get(iri) or coding_of(iri)

    # ---------------------------------------------------------------- maps

    def maps(self) -> Iterator[ConceptMap]:
        """Those that the file describes, and one for each pair of schemes between which there are other links."""
        told: set[tuple[str, str, str]] = set()
        for iri in self.of.typed(names.MAP):
            version = self._version(iri)
            rows = map(self._row, sorted(self.of.iris(iri, names.ROW)))
            mappings = [row for row in rows if row is not None]
            told.update((m.source.system, m.source.code, m.target.code) for m, _ in mappings)
            self._check(mappings)
            if version:
                yield self._map(iri, version, [mapping for mapping, _ in mappings])
        yield from self._loose_maps(told)

    def _check(self, mappings: Iterable[tuple[Mapping, Place]]) -> None:
        for found in contradictions(mappings):
            self.notes.error(
                "SPK19",
                found.message,
                found.place,
                both("behold den ene, eller adskil dem ved gyldighed", "keep one, or part them by validity"),
            )

    def _map(self, iri: str, version: str, mappings: list[Mapping]) -> ConceptMap:
        of = self.of
        language = self._language(iri)
        return ConceptMap(
            name=of.text(iri, names.NAME) or _short_name(of, iri),
            uri=iri,
            version=version,
            mappings=tuple(sorted(mappings, key=lambda mapping: mapping.number)),
            title=self._titles(iri, language),
            validity=Reader(of, {}, "", self.file, self.notes).validity(iri),
            source_releases=tuple(self._releases(iri, names.SOURCE_RELEASE)),
            target_releases=tuple(self._releases(iri, names.TARGET_RELEASE)),
            licence=of.text(iri, *names.LICENCES),
            author=of.text(iri, names.AUTHOR),
            example=of.text(iri, names.EXAMPLE) == "true",
        )

    def _releases(self, iri: str, prop: str) -> Iterator[tuple[str, str]]:
        for text in sorted(self._strings(iri, prop)):
            system, _, label = text.rpartition("|")
            yield system, label

    def _row(self, iri: str) -> tuple[Mapping, Place] | None:
        of, place = self.of, self.place(iri)
        word = of.text(iri, names.RELATION)
        source, target = (
            next(of.iris(iri, names.SOURCE_CONCEPT), ""),
            next(of.iris(iri, names.TARGET_CONCEPT), ""),
        )
        scheme = next(of.iris(iri, names.TARGET_SCHEME), "")
        if word not in RELATIONS:
            self.notes.error(
                "SPK14",
                both(f"rækken har relationen {word!r}", f"the row has the relation {word!r}"),
                place,
                known(RELATIONS, word),
            )
            return None
        if not source or not (target or scheme):
            said = both("rækken har ingen kilde eller intet mål", "the row has no source or no target")
            self.notes.error(
                "SPK14",
                said,
                place,
                both(
                    "nævn begge begreber, eller klassifikationen uden modstykke",
                    "name both concepts, or the scheme without a counterpart",
                ),
            )
            return None
        coding = self._coding(source)
        self.rows.append(Row(place, f"{coding.system} {coding.code}"))
        number, confidence = of.text(iri, names.NUMBER), of.text(iri, names.CONFIDENCE)
        mapping = Mapping(
            source=replace(coding, term=of.text(iri, names.SOURCE_TERM)),
            relation=RELATIONS[word],
            target=replace(
                self._coding(target) if target else Coding(scheme, ""), term=of.text(iri, names.TARGET_TERM)
            ),
            confidence=_number(confidence),
            justification=of.text(iri, names.JUSTIFICATION) or "UnspecifiedMatching",
            author=of.text(iri, names.AUTHOR),
            reviewer=of.text(iri, names.REVIEWER),
            validity=Reader(of, {}, "", self.file, self.notes).validity(iri),
            note=of.text(iri, names.NOTE),
            number=int(number) if number.isdecimal() else 0,
        )
        return mapping, place

    def _loose_maps(self, told: set[tuple[str, str, str]]) -> Iterator[ConceptMap]:
        """Links that no described map holds: one map for each pair of schemes, in the release of the source."""
        pairs: dict[tuple[str, str], list[tuple[Mapping, Place]]] = defaultdict(list)
        for iri in self.of.of:
            for prop, relation in names.MATCHES.items():
                for other in self.of.iris(iri, prop):
                    source, target = self._coding(iri), self._coding(other)
                    if (source.system, source.code, target.code) not in told:
                        mapping = Mapping(source, relation, target, justification="UnspecifiedMatching")
                        pairs[(source.system, target.system)].append((mapping, self.place(iri)))
        for (source_uri, target_uri), found in pairs.items():
            self._check(found)
            version = self._version(source_uri)
            name = f"{slug(source_uri.rpartition('/')[2])}-{slug(target_uri.rpartition('/')[2])}"
            said = both(
                f"{len(found)} led fører fra <{source_uri}> til <{target_uri}> uden en kortlægning; der er lavet en",
                f"{len(found)} mapping links lead from <{source_uri}> to <{target_uri}> without a map; one was made",
            )
            self.notes.information(
                "SPK18",
                said,
                Place(self.file),
                both("beskriv kortlægningen for at give den et navn", "describe the map to give it a name"),
            )
            numbered = (replace(mapping, number=number) for number, (mapping, _) in enumerate(found, 1))
            if version:
                yield ConceptMap(name, f"{source_uri}?mappedTo={target_uri}", version, tuple(numbered))


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _short_name(of: Statements, iri: str) -> str:
    title = next(of.texts(iri, *names.TITLES), None)
    end = iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
    return slug(end) if "/" in iri and slug(end) else slug(title.text if title else end)
