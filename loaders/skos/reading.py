"""Statements to content: schemes to releases, collections to value sets, mapping links to concept maps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import starmap
from typing import Final

from classification import ConceptMap, ConceptScheme, Place, Release, ValueSet
from classification.concept_map import Coding, Mapping, Relation
from classification.record import replace
from classification.release import Lineage, LineageKind
from classification.sentence import both, same
from classification.uri import common_rule, default_rule, is_uri, made_uri
from classification.value_set import Include
from loaders.content import Content, Draft, Reading, Row
from loaders.contradiction import contradictions
from loaders.iri import codes_made, coding_of
from loaders.name import slug
from loaders.reading.notes import Notes, known, not_kept
from loaders.skos import names
from loaders.skos.codes import shared_with_a_successor, stated_code
from loaders.skos.concepts import Reader, broader_of, in_order, nearest_above
from loaders.skos.integrity import breaches, needless_relations
from loaders.skos.left_over import first_named, left_over_of_concepts, left_over_of_scheme, unused_names
from loaders.skos.statements import Statements

RELATIONS: Final = {str(relation): relation for relation in Relation}
LINEAGES: Final = {str(kind): kind for kind in LineageKind}
_MOST_NAMED: Final = 20


def content_of(statements: Statements, file: str, reading: Reading, notes: Notes) -> Content:
    """Everything that the statements of one file hold.

    Findings besides those of the concepts: SPK06 an integrity condition of SKOS that is not met, SPK07 a release
    without label, SPK08 a concept in no scheme, SPK09 properties that are not kept, SPK13 a code that two concepts
    have, SPK14 a map row that cannot be read, SPK17 a collection that is not kept, SPK18 mapping links without a map,
    SPK19 rows of one map that contradict each other, SPK24 a deprecated concept with the notation of its successor,
    SPK26 something in a scheme that is no concept, SPK27 a scheme that is only named, SPK28 concepts without notation,
    SPK29 texts without language, SPK30 what is not kept of a collection.
    """
    for breach in breaches(statements):
        said = breach.message + same(f" (SKOS {breach.condition})")
        notes.error(
            "SPK06",
            said,
            Place(statements.files.get(breach.iri, file), path=breach.iri),
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
    statements.not_read.update(unused_names(statements, holder.schemes))
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
        self.collections = frozenset(statements.typed(names.COLLECTION, names.ORDERED))
        self.concepts = self._concepts()
        self.schemes = self._schemes()
        self.members = self._members()
        self.dropped: set[tuple[str, str]] = set()
        self.codes = {scheme: self._codes(iris) for scheme, iris in self.members.items()}
        self.needless = needless_relations(statements)
        self.codings = {
            iri: self._end(statements.text(scheme, names.SYSTEM) or scheme, code, iri)
            for scheme, codes in self.codes.items()
            for iri, code in codes.items()
        } | self._referenced()
        self._report_untagged()

    def place(self, iri: str) -> Place:
        return Place(self.of.files.get(iri, self.file), path=iri)

    @staticmethod
    def _end(system: str, code: str, iri: str) -> Coding:
        """A concept as the end of a row: its IRI where the system's usual rule would make another one."""
        usual = made_uri(default_rule(system), code) == iri or not is_uri(iri)
        return Coding(system, code, uri="" if usual else iri)

    def _concepts(self) -> dict[str, None]:
        """What is said to be a concept, or is one because of what is said of it (SKOS S5, S8, S19, S20).

        What stands in a scheme and has no type at all is taken for one too: its type was forgotten.
        """
        of = self.of
        concepts = dict.fromkeys(of.typed(names.CONCEPT))
        for scheme in list(of.of):
            concepts.update(dict.fromkeys(of.iris(scheme, names.HAS_TOP)))
        typed = of.of_any_type()
        links = (names.BROADER, names.NARROWER, names.RELATED, *names.MATCHES)
        for iri in list(of.of):
            ends = list(of.iris(iri, *links))
            forgotten = iri not in typed and any(of.iris(iri, names.IN_SCHEME))
            if ends or forgotten or any(of.iris(iri, names.TOP_OF)):
                concepts[iri] = None
            concepts.update(dict.fromkeys(end for end in ends if end in of.of))
        return {iri: None for iri in of.of if iri in concepts and iri not in self.collections}

    def _schemes(self) -> list[str]:
        """The schemes described, and those that a concept is said to be in: the range of inScheme (SKOS S4)."""
        of = self.of
        described = of.typed(names.SCHEME)
        typed = [iri for iri in of.typed(names.CONCEPT) if iri not in self.collections]
        named = dict.fromkeys(
            scheme for iri in typed for scheme in of.iris(iri, names.IN_SCHEME, names.TOP_OF)
        )
        for scheme in (scheme for scheme in named if scheme not in described):
            said = both(
                "er kun nævnt som klassifikation for begreber; den er taget med (SKOS S4)",
                "is only named as the scheme of concepts; it was taken for one (SKOS S4)",
            )
            self.notes.information(
                "SPK27",
                said,
                self.place(scheme),
                both("beskriv den for at give den en titel", "describe it to give it a title"),
            )
        return list(dict.fromkeys((*described, *named)))

    def _members(self) -> dict[str, list[str]]:
        """The concepts of each scheme."""
        of = self.of
        members: dict[str, dict[str, None]] = {scheme: {} for scheme in self.schemes}
        for scheme in self.schemes:
            members[scheme].update(
                dict.fromkeys(iri for iri in of.iris(scheme, names.HAS_TOP) if iri not in self.collections)
            )
        within = {iri for iris in members.values() for iri in iris}
        for iri in of.of:
            schemes = [one for one in of.iris(iri, names.IN_SCHEME, names.TOP_OF) if one in members]
            if iri in self.concepts:
                for scheme in schemes:
                    members[scheme][iri] = None
                if not next(of.iris(iri, names.IN_SCHEME, names.TOP_OF), "") and iri not in within:
                    self._homeless(iri, members)
            elif schemes and iri not in self.collections and iri not in self.schemes:
                said = both(
                    "er i en klassifikation, men er ikke sagt at være et begreb; det er udeladt",
                    "is in a scheme, but is not said to be a concept; it was left out",
                )
                self.notes.warning(
                    "SPK26",
                    said,
                    self.place(iri),
                    both("angiv typen skos:Concept", "state the type skos:Concept"),
                )
        return {scheme: list(iris) for scheme, iris in members.items()}

    def _homeless(self, iri: str, members: dict[str, dict[str, None]]) -> None:
        """A concept in no scheme: in the only one that there is, else not kept."""
        if iri not in self.of.typed(names.CONCEPT):
            return
        said = both("er ikke i nogen klassifikation", "is in no concept scheme")
        if len(self.schemes) == 1:
            (scheme,) = self.schemes
            members[scheme][iri] = None
            said += both(f"; det er taget for et i <{scheme}>", f"; it was taken for one of <{scheme}>")
        note = self.notes.warning if len(self.schemes) == 1 else self.notes.error
        note("SPK08", said, self.place(iri), both("angiv skos:inScheme", "state skos:inScheme"))

    def _referenced(self) -> dict[str, Coding]:
        """Concepts that are described elsewhere, of which the file says scheme and notation."""
        of, found = self.of, dict[str, Coding]()
        for iri in of.of:
            scheme = next((one for one in of.iris(iri, names.IN_SCHEME) if one not in self.members), "")
            if scheme and iri not in self.collections:
                found[iri] = self._end(scheme, stated_code(of, iri) or coding_of(iri).code, iri)
        return found

    def _report_untagged(self) -> None:
        if self.reading.language:
            return
        within = {iri for iris in self.members.values() for iri in iris}
        texts = [text for iri in within for text in self.of.texts(iri, *names.LABELS)]
        untagged = sum(not text.language for text in texts)
        if untagged:
            said = both(
                f"{untagged} termer har intet sprogmærke; de er bevaret uden",
                f"{untagged} labels have no language tag; they are kept without one",
            )
            self.notes.information(
                "SPK29",
                said,
                Place(self.file),
                both(
                    "angiv sproget med --language, for eksempel da",
                    "name the language with --language, such as da",
                ),
            )

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
        codes = {iri: self.codes[uri][iri] for iri in in_order(of, self.codes[uri])}
        language = self._language(uri, codes)
        system = of.text(uri, names.SYSTEM) or uri
        rule = common_rule(codes.items())
        rule = "" if rule == default_rule(system) else rule
        reader = Reader(
            of, codes, self.reading.language, self.file, self.notes, rule or default_rule(system),
            frozenset(self.dropped), self.needless,
        )  # fmt: skip
        broader = self._broader(codes)
        self._report_datatypes(uri, codes)
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
            uri=system,
            scheme_uri=uri if system != uri else "",
            title=self._titles(uri),
            aliases=tuple(sorted(self._strings(uri, names.FORMER_URI))),
            publisher=first_named(of, uri, *names.PUBLISHERS),
            licence=first_named(of, uri, *names.LICENCES),
            source=first_named(of, uri, names.SOURCE),
            languages=tuple(tag for tag in dict.fromkeys(languages) if tag),
            hierarchy=of.text(uri, names.HIERARCHY) or "is-a",
            example=of.text(uri, names.EXAMPLE) == "true",
            concept_uri=rule,
        )
        release = Release(
            scheme,
            version,
            concepts,
            reader.validity(uri),
            lineage=tuple(self._lineage(uri)),
            publisher_versions=tuple(versions),
        )
        of.not_read.update(left_over_of_scheme(of, uri, scheme, stated))
        of.not_read.update(left_over_of_concepts(of, codes))
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
        """The code of each concept: its notation, else one made of its IRI.

        Of two concepts with one notation a deprecated one that the other follows gets a code of its own; any others
        are reported, and the notation is left with the first.
        """
        of, iris = self.of, list(members)
        owners: dict[str, str] = {}
        unsettled: list[str] = []
        for iri in iris:
            code = stated_code(of, iri)
            if code and code in owners:
                first = owners[code]
                if shared_with_a_successor(of, iri, [first]):
                    unsettled.append(self._without(iri, code))
                elif shared_with_a_successor(of, first, [iri]):
                    unsettled.append(self._without(first, code))
                    owners[code] = iri
                else:
                    self._report_taken(iri, code, first)
            elif code:
                owners[code] = iri
            else:
                unsettled.append(iri)
        notations = {text.text for iri in iris for text in of.texts(iri, names.NOTATION)}
        made = codes_made(unsettled, {*owners, *notations})
        codes = {iri: code for code, iri in owners.items()} | made
        without = sum(not stated_code(of, iri) for iri in unsettled)
        if without:
            said = both(
                f"{without} begreber har ingen kode (skos:notation); der er lavet koder af deres URI'er",
                f"{without} concepts have no notation; codes were made of their URIs",
            )
            self.notes.information("SPK28", said, Place(self.file))
        return {iri: codes[iri] for iri in iris if iri in codes}

    def _without(self, iri: str, code: str) -> str:
        said = both(
            f"er udgået og har koden {code!r} fælles med sin afløser; det har fået en kode af sin URI",
            f"is deprecated and shares the code {code!r} with its successor; it got a code made of its URI",
        )
        self.notes.warning(
            "SPK24", said, self.place(iri), both("giv det sin egen kode", "give it a notation of its own")
        )
        self.dropped.add((iri, code))
        return iri

    def _report_taken(self, iri: str, code: str, first: str) -> None:
        said = both(
            f"har koden {code!r}, og det har <{first}> også", f"has the code {code!r}, and so has <{first}>"
        )
        self.notes.error(
            "SPK13",
            said,
            self.place(iri),
            both("giv hvert begreb sin egen kode", "give each concept its own notation"),
        )

    def _broader(self, iris: Iterable[str]) -> dict[str, list[str]]:
        broader = broader_of(self.of, iris)
        nearest = nearest_above(self.of, broader)
        for iri in nearest:
            said = both(
                "har kun skos:broaderTransitive; det nærmeste overbegreb er taget derfra",
                "has skos:broaderTransitive alone; the nearest broader concept was taken from that",
            )
            self.notes.warning(
                "SPK32", said, self.place(iri), both("angiv skos:broader", "state skos:broader")
            )
        return broader | nearest

    def _report_datatypes(self, scheme: str, iris: Iterable[str]) -> None:
        kept = ("", names.LEGACY, f"{names.XSD}string")
        datatypes = Counter(
            text.datatype
            for iri in iris
            for text in self.of.texts(iri, names.NOTATION)
            if text.datatype not in kept
        )
        for datatype, times in datatypes.items():
            said = both(
                f"datatypen <{datatype}> af {times} koder bevares ikke",
                f"the datatype <{datatype}> of {times} notations is not kept",
            )
            self.notes.information("SPK33", said, self.place(scheme))

    def _language(self, uri: str, members: Iterable[str] = ()) -> str:
        """The language that the file names, else the one that the caller names, else that of most terms."""
        own = self.of.text(uri, names.LANGUAGE)
        stated = self._strings(uri, *names.LANGUAGES)
        used = Counter(
            text.language
            for iri in members
            for text in self.of.texts(iri, f"{names.SKOS}prefLabel")
            if text.language
        )
        usual = max(used, key=lambda tag: (used[tag], tag == "da", tag), default="")
        among = usual if usual in stated else next(iter(stated), "")
        return own or among or self.reading.language or usual

    def _strings(self, iri: str, *props: str) -> list[str]:
        return [text.text for text in self.of.texts(iri, *props)]

    def _titles(self, iri: str) -> tuple[tuple[str, str], ...]:
        titles: dict[str, str] = {}
        for prop in names.TITLES:
            for text in self.of.texts(iri, prop):
                titles.setdefault(text.language or self.reading.language, text.text)
        return tuple(titles.items())

    # ---------------------------------------------------------------- value sets

    def value_sets(self) -> Iterator[ValueSet]:
        """One for each collection that states a version, or gets one."""
        of = self.of
        for iri in of.typed(names.COLLECTION, names.ORDERED):
            members = list(dict.fromkeys(self._members_of(iri, set())))
            version = self._version_of_collection(iri)
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
            self._report_left_out(iri)
            by_system: dict[str, list[Coding]] = defaultdict(list)
            for member in members:
                coding = self._coding(member)
                by_system[coding.system].append(coding)
            name = of.text(iri, names.NAME) or _short_name(of, iri)
            self.rows.append(Row(self.place(iri), name))
            titles = self._titles(iri)
            yield ValueSet(
                uri=iri,
                name=name,
                version=version,
                include=tuple(starmap(_listed, by_system.items())),
                title=next((title for _, title in titles), ""),
                validity=Reader(of, {}, "", self.file, self.notes).validity(iri),
                ordered=iri in of.typed(names.ORDERED),
                titles=titles if any(tag for tag, _ in titles) else (),
            )

    def _members_of(self, iri: str, within: set[str]) -> Iterator[str]:
        """The members of a collection, and of those that are its members, in their order."""
        of = self.of
        if iri in within:
            return
        within.add(iri)
        listed = (
            item for head in of.iris(iri, names.MEMBERS) for item in of.items(head) if isinstance(item, str)
        )
        for member in (*listed, *of.iris(iri, names.MEMBER)):
            if member in self.collections:
                yield from self._members_of(member, within)
            else:
                yield member

    def _version_of_collection(self, iri: str) -> str:
        """The version that it states, else that of its scheme, or of the only one."""
        of = self.of
        if iri.startswith("_:"):
            return ""
        of_scheme = [one for one in of.iris(iri, names.IN_SCHEME) if one in self.members]
        schemes = of_scheme or (self.schemes if len(self.schemes) == 1 else [])
        stated = [of.text(one, *names.VERSIONS) for one in (iri, *schemes[:1])]
        return next((version for version in stated if version), "") or self._version(iri)

    def _report_left_out(self, iri: str) -> None:
        """What a value set has no place for."""
        of = self.of
        parts = {
            both("andre termer", "other labels"): (*list(names.LABELS)[1:], *names.XL_LABELS),
            both("koden", "the notation"): (names.NOTATION,),
            both("noter", "notes"): tuple(names.NOTES),
        }
        left = [words for words, props in parts.items() if next(of.values(iri, *props), None) is not None]
        if left:
            self.notes.warning("SPK30", not_kept(left), self.place(iri))

    def _coding(self, iri: str) -> Coding:
        if iri not in self.codings:
            outside = coding_of(iri)
            self.codings[iri] = self._end(outside.system, outside.code, iri)
        return self.codings[iri]

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
        return ConceptMap(
            name=of.text(iri, names.NAME) or _short_name(of, iri),
            uri=iri,
            version=version,
            mappings=tuple(sorted(mappings, key=lambda mapping: mapping.number)),
            title=self._titles(iri),
            validity=Reader(of, {}, "", self.file, self.notes).validity(iri),
            source_releases=tuple(self._releases(iri, names.SOURCE_RELEASE)),
            target_releases=tuple(self._releases(iri, names.TARGET_RELEASE)),
            licence=first_named(of, iri, *names.LICENCES),
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
        self.rows.append(Row(place, f"{coding.system} {coding.code}", statement=mapping))
        return mapping, place

    def _loose_maps(self, told: set[tuple[str, str, str]]) -> Iterator[ConceptMap]:
        """Links that no described map holds: one map for each pair of schemes, in the release of the source.

        RDF has no order: rows stand by source, relation and target, so that a map is the same in every syntax.
        """
        pairs: dict[tuple[str, str], list[tuple[Mapping, Place]]] = defaultdict(list)
        for iri in self.of.of:
            for prop, relation in names.MATCHES.items():
                for other in self.of.iris(iri, prop):
                    if relation is Relation.RELATED and (iri, other) in self.needless:
                        continue
                    source, target = self._coding(iri), self._coding(other)
                    if (source.system, source.code, target.code) not in told:
                        mapping = Mapping(source, relation, target, justification="UnspecifiedMatching")
                        pairs[(source.system, target.system)].append((mapping, self.place(iri)))
        for (source_uri, target_uri), found in pairs.items():
            found.sort(key=lambda one: (one[0].source.address, one[0].relation, one[0].target.address))
            self._check(found)
            version = self._version(source_uri)
            name = f"{self._name_of(source_uri)}-{_short_name(self.of, target_uri)}"
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
            self.rows += (Row(place, f"{m.source.system} {m.source.code}", statement=m) for m, place in found)
            if version:
                yield ConceptMap(name, f"{source_uri}?mappedTo={target_uri}", version, tuple(numbered))

    def _name_of(self, scheme: str) -> str:
        return self.of.text(scheme, names.NAME) or _short_name(self.of, scheme)


def _listed(system: str, codings: Sequence[Coding]) -> Include:
    addresses = tuple(coding.address for coding in codings)
    unusual = any(coding.uri for coding in codings)
    return Include(system, codes=tuple(coding.code for coding in codings), uris=addresses if unusual else ())


def _number(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


def _short_name(of: Statements, iri: str) -> str:
    """A name of letters, digits and hyphens that begins with a letter: of the end of an IRI, else of the title."""
    title = next(of.texts(iri, *names.TITLES), None)
    pieces = [slug(piece) for piece in iri.rstrip("/#").replace("#", "/").split("/")]
    end = pieces[-1] if "/" in iri else ""
    name = (
        end or slug(title.text if title else "") or next((piece for piece in reversed(pieces) if piece), "")
    )
    return name if name[:1].isalpha() else f"x-{name}".rstrip("-")
