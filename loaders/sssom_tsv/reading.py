"""A mapping set to a concept map."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final
from urllib.parse import unquote

from classification import ConceptMap, Place, Validity
from classification.concept_map import Coding, Relation
from classification.concept_map import Mapping as Statement
from classification.record import replace
from classification.sentence import NOTHING, Sentence, both
from classification.text import shown
from classification.uri import default_rule, made_uri
from classification.validity import ALWAYS
from loaders.content import Content, Reading, Row
from loaders.contradiction import contradictions
from loaders.justification import JUSTIFICATIONS, SEMAPV
from loaders.name import slug
from loaders.reading.notes import Notes, known
from loaders.sssom_tsv import slots
from loaders.sssom_tsv.source import Source

Side = tuple[str, str]
_NO_CONCEPT: Final = {
    "rdfs literal": both("handler om en tekst og ikke om et begreb", "is about a text and no concept"),
    "composed entity expression": both(
        "handler om flere begreber tilsammen", "is about several concepts together"
    ),
}
_LONGEST_NUMBER: Final = 9
_ENDS: Final = ("#", "/", ":", "=")
"""What a namespace ends in that parts a system from its codes."""
_BEGINNINGS: Final = frozenset(("http", "https", "urn"))
"""Prefixes that an export declares so that whole IRIs are CURIEs."""
_MARKS: Final = (*_ENDS, "_", "-", ".")
"""What a stated source ends in where nothing stands between it and the codes."""
_NOTHING: Final = "sssom:NoTermFound"


def content_of(source: Source, reading: Reading, notes: Notes) -> Content:
    """The concept map of a mapping set, and the rows it was made of.

    Findings: SPM05 a required slot that is missing, SPM06 a prefix that is not declared or declared otherwise, SPM07 a
    predicate or justification that is none, SPM08 a value that cannot be read, SPM09 slots that are not kept, SPM10 a
    row left out because keeping it would say more than it says, SPM11 rows that contradict, SPM12 no version, SPM13 a
    predicate kept as a relation that says less, SPM14 two releases of one system, SPM15 a slot of the set that does not
    count for the rows, SPM16 a source that the ids do not begin with, SPM17 text that is not in Unicode form NFC, SPM18
    a version of SSSOM that is not known.
    """
    return _Set(source, reading, notes).content()


class _Set:
    """One mapping set while it is read."""

    def __init__(self, source: Source, reading: Reading, notes: Notes) -> None:
        self.source, self.reading, self.notes = source, reading, notes
        self.metadata = source.metadata
        self.prefixes = self._prefixes()
        self.spaces = {space for space in self.prefixes.values() if _parts_codes(space)}
        self.lengths = sorted({len(space) for space in self.spaces}, reverse=True)
        self.releases: tuple[dict[str, str], dict[str, str]] = ({}, {})
        self.used: dict[str, str] = {}
        self._said: set[Sentence] = set()

    def _error(self, rule: str, message: Sentence, line: int, slot: str, remedy: Sentence) -> None:
        self.notes.error(rule, message, Place(self.source.file, line, slot), remedy)

    def _text(self, slot: str) -> str:
        value = self.metadata.get(slot, "")
        return value if isinstance(value, str) else "; ".join(map(str, value))

    def content(self) -> Content:
        uri, version = self._text("mapping_set_id"), self.reading.release or self._text("mapping_set_version")
        for slot in ("mapping_set_id", "license"):
            if not self._text(slot):
                self._error(
                    "SPM05",
                    both(f"sættet har ingen {slot}", f"the set has no {slot}"),
                    1,
                    slot,
                    both(f"tilføj en linje: #{slot}: …", f"add a line: #{slot}: …"),
                )
        if not version:
            remedy = both(
                "giv et navn med --release NAVN, eller tilføj en linje: #mapping_set_version: …",
                "give a label with --release LABEL, or add a line: #mapping_set_version: …",
            )
            self._error(
                "SPM12",
                both("sættet har ingen version", "the set has no version"),
                1,
                "mapping_set_version",
                remedy,
            )
        missing = [slot for slot in slots.REQUIRED if slot not in self.source.slots]
        if self.source.slots and missing:
            message = both(f"har ingen kolonne {', '.join(missing)}", f"has no column {', '.join(missing)}")
            self._error(
                "SPM05",
                message,
                0,
                "",
                both(
                    "tilføj den: SSSOM kræver den for hver række", "add it: SSSOM requires it for every row"
                ),
            )
            return Content()
        self._report_not_kept()
        self._check_version_of_sssom()
        propagated = dict(self._propagated())
        statements: list[tuple[Statement, Place]] = []
        rows: list[Row] = []
        for number, (line, cells) in enumerate(self.source.rows, 1):
            row = _Row(self, line, propagated | {slot: text for slot, text in cells.items() if text})
            statement = row.statement(number)
            source = (
                f"{statement.source.system} {statement.source.code}" if statement else row.text("subject_id")
            )
            rows.append(
                Row(Place(self.source.file, line), source, kept=statement is not None, statement=statement)
            )
            if statement is not None:
                statements.append((statement, Place(self.source.file, line)))
        for found in contradictions(statements):
            message = both(
                f"{found.message.da} i linje {found.first.line}",
                f"{found.message.en} in line {found.first.line}",
            )
            self.notes.error(
                "SPM11",
                message,
                found.place,
                both("behold den ene, eller adskil dem ved gyldighed", "keep one, or part them by validity"),
            )
        if not uri or not version:
            return Content(rows=tuple(rows))
        return Content(maps=(self._map(uri, version, [s for s, _ in statements]),), rows=tuple(rows))

    def _propagated(self) -> Iterator[tuple[str, str]]:
        """Slots of the set that count for every row: no row has a value of its own."""
        for slot in filter(self._text, slots.PROPAGATED):
            own = next((line for line, row in self.source.rows if row.get(slot)), 0)
            if not own:
                yield slot, self._text(slot)
            elif not all(row.get(slot) for _, row in self.source.rows):
                message = both(
                    f"sættets {slot} gælder for ingen række, for linje {own} har sin egen værdi",
                    f"{slot} of the set counts for no row, for line {own} has a value of its own",
                )
                place = Place(self.source.file, own, slot)
                self.notes.warning(
                    "SPM15",
                    message,
                    place,
                    both("giv alle rækker en værdi, eller ingen", "give every row its value, or none"),
                )

    def _check_version_of_sssom(self) -> None:
        version = self._text("sssom_version")
        if version and version not in slots.VERSIONS:
            message = both(
                f"sssom_version {version!r} er ukendt; filen er læst som {slots.VERSIONS[-1]}",
                f"sssom_version {version!r} is not known; the file was read as {slots.VERSIONS[-1]}",
            )
            place = Place(self.source.file, 1, "sssom_version")
            self.notes.warning("SPM18", message, place, known(slots.VERSIONS))

    def count(self, rule: str, message: Sentence, line: int, slot: str, remedy: Sentence) -> None:
        """A warning that is given once, however many rows it is about."""
        if message not in self._said:
            self._said.add(message)
            self.notes.warning(rule, message, Place(self.source.file, line, slot), remedy)

    def note_release(self, place: int, system: str, release: str, line: int, slot: str) -> None:
        """The release of a system that the rows were made for: one for the whole map."""
        before = self.releases[place].setdefault(system, release)
        if before != release:
            message = both(
                f"{system} menes her i udgaven {release!r} og tidligere i {before!r}",
                f"{system} is meant in release {release!r} here and in {before!r} before",
            )
            self._error(
                "SPM14",
                message,
                line,
                slot,
                both("lav et sæt for hver udgave", "make a set for each release"),
            )

    def _map(self, uri: str, version: str, statements: list[Statement]) -> ConceptMap:
        licence = self._text("license")
        days = [self.day(self._text(slot), 1, slot) for slot in ("ext_valid_from", "ext_valid_to")]
        return ConceptMap(
            name=self._text("ext_name") or slug(uri.rstrip("/#").replace("#", "/").rpartition("/")[2]),
            uri=uri,
            version=version,
            mappings=tuple(statements),
            title=tuple(self._titles()),
            validity=self.spanned(days, 1),
            source_releases=tuple(self.releases[0].items()),
            target_releases=tuple(self.releases[1].items()),
            licence=self._text("ext_licence") or ("" if licence == slots.UNSPECIFIED_LICENCE else licence),
            author=self._text("creator_label") or self._text("creator_id"),
            example=self._text("ext_example") == "true",
            prefixes=tuple(self.used.items()),
        )

    def _titles(self) -> Iterator[tuple[str, str]]:
        """Titles by language, else the one of the set in the language of the caller."""
        named = [slot for slot in self.metadata if slot.startswith(slots.TITLE) and self._text(slot)]
        yield from ((slot.removeprefix(slots.TITLE), self._text(slot)) for slot in named)
        title = self._text("mapping_set_title")
        if title and not named:
            yield self.reading.usual_language, title

    def _prefixes(self) -> dict[str, str]:
        declared = self.metadata.get("curie_map") or {}
        if not isinstance(declared, dict) or not all(isinstance(value, str) for value in declared.values()):
            self._error(
                "SPM01",
                both("curie_map er ikke en tabel af præfikser", "curie_map is no mapping of prefixes"),
                1,
                "curie_map",
                both("skriv PRÆFIKS: NAVNERUM", "write PREFIX: NAMESPACE"),
            )
            self.source.rows = []
            return dict(slots.BUILT_IN)
        for prefix, namespace in declared.items():
            if slots.BUILT_IN.get(prefix, namespace) != namespace:
                message = both(
                    f"præfikset {prefix!r} er erklæret som {namespace}, men står for {slots.BUILT_IN[prefix]}",
                    f"the prefix {prefix!r} is declared as {namespace}, and stands for {slots.BUILT_IN[prefix]}",
                )
                self._error(
                    "SPM06", message, 1, "curie_map", both("vælg et andet præfiks", "choose another prefix")
                )
            if ":" not in namespace:
                message = both(
                    f"præfikset {prefix!r} er erklæret som {namespace!r}, som ikke er en IRI",
                    f"the prefix {prefix!r} is declared as {namespace!r}, which is no IRI",
                )
                self._error(
                    "SPM06",
                    message,
                    1,
                    "curie_map",
                    both("skriv hele navnerummet", "give the whole namespace"),
                )
        return {**declared, **slots.BUILT_IN}

    def expanded(self, curie: str, line: int, slot: str) -> str:
        """The IRI of a CURIE; a whole IRI as it is; empty where the prefix is not known."""
        prefix, colon, local = curie.partition(":")
        if colon and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        if curie.startswith(("http://", "https://", "urn:")):
            return curie
        message = (
            both(
                f"{curie!r} har et præfiks, der ikke er erklæret",
                f"{curie!r} has a prefix that is not declared",
            )
            if colon
            else both(f"{curie!r} er ikke en CURIE", f"{curie!r} is no CURIE")
        )
        self._error(
            "SPM06",
            message,
            line,
            slot,
            both(f'tilføj til curie_map: {prefix}: "https://…"', f'add to curie_map: {prefix}: "https://…"'),
        )
        return ""

    def coding(self, written: str, iri: str, source: str) -> Coding:
        """One end of a row: system and code, and how it was written where that does not follow from them."""
        prefix = written.partition(":")[0]
        declared = prefix if prefix in self.prefixes and prefix not in _BEGINNINGS else ""
        space = self.prefixes.get(declared, "")
        system, code = self.side(iri, source, space if _names_more(space) else "")
        usual = declared in self.made - _BEGINNINGS or made_uri(default_rule(system), code) == iri
        kept = declared if declared not in slots.BUILT_IN and declared not in self.made else ""
        if kept:
            self.used[kept] = space
        return Coding(system, code, uri="" if usual else iri, prefix=kept)

    @cached_property
    def made(self) -> frozenset[str]:
        """Prefixes that are no publisher's: those of an export, and the beginnings of all URIs."""
        return frozenset(self._text(slots.MADE_PREFIXES).split()) | _BEGINNINGS

    @cached_property
    def object_systems(self) -> frozenset[str]:
        """The systems that the rows lead into."""
        found = set()
        for _, cells in self.source.rows:
            written, stated = (
                cells.get("object_id", ""),
                cells.get("object_source") or self._text("object_source"),
            )
            iri = self._known(written)
            if iri and iri != slots.NOTHING:
                space = self.prefixes.get(written.partition(":")[0], "")
                found.add(self.side(iri, self._known(stated), space if _names_more(space) else "")[0])
        return frozenset(found)

    def _known(self, curie: str) -> str:
        """The IRI of a CURIE; empty where it has none."""
        prefix, colon, local = curie.partition(":")
        if colon and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return curie if curie.startswith(("http://", "https://", "urn:")) else ""

    def side(self, iri: str, source: str, space: str = "") -> Side:
        """System and code of an IRI.

        By the source stated, else by the namespace of its prefix, else by the longest one, else by the last `#`, `/`
        or `:`.
        """
        if source:
            for between in ("", "#", "/"):
                if iri.startswith(source + between) and len(iri) > len(source + between):
                    code = iri[len(source + between) :]
                    if between or source.endswith(_MARKS):
                        return source, unquote(code)
        if space and iri.startswith(space) and len(iri) > len(space):
            return space.rstrip("#/:"), unquote(iri[len(space) :])
        heads = (iri[:length] for length in self.lengths if length < len(iri))
        namespace = next((head for head in heads if head in self.spaces), "")
        if not namespace:
            namespace = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] or iri[: iri.rfind(":") + 1]
        return namespace.rstrip("#/:"), unquote(iri[len(namespace) :])

    def day(self, text: str, line: int, slot: str) -> date | None:
        """A calendar day."""
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self._error(
                "SPM08",
                both(f"{text!r} er ikke en dag", f"{text!r} is no day"),
                line,
                slot,
                both("skriv den som 2025-06-01", "write it as 2025-06-01"),
            )
            return None

    def spanned(self, days: list[date | None], line: int) -> Validity:
        """The validity from the first day to the second."""
        validity = Validity(*days) if any(days) else ALWAYS
        if validity.is_empty:
            message = both(f"ingen dag ligger i {validity}", f"no day lies in {validity}")
            self._error(
                "SPM08",
                message,
                line,
                "ext_valid_to",
                both("sæt den første dag før slutningen", "put the first day before the end"),
            )
        return validity

    def _report_not_kept(self) -> None:
        kept = {*slots.READ, *slots.EXTENSIONS}
        left = [name for name in self.source.slots if name not in kept]
        kept = {*slots.SET_READ, *slots.PROPAGATED, *slots.EXTENSIONS}
        left += [name for name in self.metadata if name not in kept and not name.startswith(slots.TITLE)]
        for name in dict.fromkeys(left):
            strange = name not in slots.OTHERS and not name.startswith(
                ("mapping_", "ext_", "publication_", "see_")
            )
            remedy = known((*slots.READ, *slots.OTHERS), name) if strange else NOTHING
            self.notes.information(
                "SPM09", both(f"ikke bevaret: {name}", f"not kept: {name}"), Place(self.source.file), remedy
            )


class _Row:
    """One row while it is read."""

    def __init__(self, of: _Set, line: int, cells: Mapping[str, str]) -> None:
        self.of, self.line, self.cells = of, line, cells

    def text(self, *names: str) -> str:
        """The first of these slots that holds something."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    def _error(self, rule: str, message: Sentence, slot: str, remedy: Sentence) -> None:
        self.of._error(rule, message, self.line, slot, remedy)

    def statement(self, number: int) -> Statement | None:
        """The mapping; None where the row is wrong or cannot be kept."""
        for slot in ("subject_id", "object_id"):
            if not self.text(slot):
                message = both(
                    f"siger intet om to begreber: den har ingen {slot}",
                    f"says nothing of two concepts: no {slot}",
                )
                self._left_out(message, slot)
                return None
        for slot in slots.REQUIRED:
            if not self.text(slot):
                self._error(
                    "SPM05",
                    both(f"rækken har ingen {slot}", f"the row has no {slot}"),
                    slot,
                    both("SSSOM kræver den for hver række", "SSSOM requires it for every row"),
                )
                return None
        if not self._is_kept():
            return None
        relation = self._relation()
        source, target = self._sides(relation)
        if relation is None or source is None or target is None:
            return None
        days = [self.of.day(self.text(slot), self.line, slot) for slot in ("ext_valid_from", "ext_valid_to")]
        return Statement(
            source=replace(source, term=self._normal("subject_label")),
            relation=relation,
            target=replace(target, term=self._normal("object_label")),
            confidence=self._confidence(),
            justification=self._justification(),
            author=_plain(self.text("author_label", "author_id")),
            reviewer=_plain(self.text("reviewer_label", "reviewer_id")),
            validity=self.of.spanned(days, self.line),
            note=self._normal("comment"),
            number=self._number(number),
        )

    def _is_kept(self) -> bool:
        modifier = self.text("predicate_modifier")
        if modifier and modifier != "Not":
            remedy = known(("Not",))
            self._error(
                "SPM07",
                both(f"modifikatoren {modifier!r} læses ikke", f"the modifier {modifier!r} is not read"),
                "predicate_modifier",
                remedy,
            )
            return False
        nothing = (_NOTHING, slots.NOTHING)
        into_nothing = self.text("object_id") in nothing
        for message, slot in (
            (
                both(
                    "siger, at intet i den ene klassifikation svarer til et begreb i den anden, og ikke hvor",
                    "says that nothing corresponds to a concept of the other classification",
                )
                if self.text("subject_id") in nothing
                else NOTHING,
                "subject_id",
            ),
            (
                both(
                    "nævner ikke det system, hvor der intet er (object_source), og sættet fører til flere",
                    "does not name the system in which there is nothing (object_source), and the set leads to several",
                )
                if into_nothing and not self.text("object_source") and len(self.of.object_systems) != 1
                else NOTHING,
                "object_source",
            ),
            (
                both("siger, hvad modstykket ikke er", "says what the counterpart is not")
                if modifier
                else NOTHING,
                "predicate_modifier",
            ),
            (_NO_CONCEPT.get(self.text("subject_type"), NOTHING), "subject_type"),
            (_NO_CONCEPT.get(self.text("object_type"), NOTHING), "object_type"),
        ):
            if message:
                self._left_out(message, slot)
                return False
        return True

    def _left_out(self, message: Sentence, slot: str) -> None:
        self.of.notes.warning(
            "SPM10",
            both(f"rækken er udeladt: den {message.da}", f"the row was left out: it {message.en}"),
            Place(self.of.source.file, self.line, slot),
            both("kortlæg begreber efter det, de er", "map concepts, by what they are"),
        )

    def _relation(self) -> Relation | None:
        if self.text("object_id") in (_NOTHING, slots.NOTHING):
            return Relation.NONE
        predicate = self.text("predicate_id")
        iri = self.of.expanded(predicate, self.line, "predicate_id")
        if iri and iri not in slots.PREDICATES:
            remedy = both(
                "kendte: skos:exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch",
                "known: skos:exactMatch, closeMatch, broadMatch, narrowMatch, relatedMatch",
            )
            self.of.notes.warning(
                "SPM10",
                both(
                    f"rækken er udeladt: prædikatet {predicate!r} er ingen relation mellem begreber her",
                    f"the row was left out: the predicate {predicate!r} is no relation of concepts here",
                ),
                Place(self.of.source.file, self.line, "predicate_id"),
                remedy,
            )
        if iri in slots.STRONGER:
            message = both(
                f"{predicate} siger mere end {slots.STRONGER[iri].skos}, som det bevares som",
                f"{predicate} says more than {slots.STRONGER[iri].skos}, as which it is kept",
            )
            self.of.count(
                "SPM13",
                message,
                self.line,
                "predicate_id",
                both("skriv den SKOS-relation, der menes", "say the SKOS relation that is meant"),
            )
        return slots.PREDICATES.get(iri)

    def _sides(self, relation: Relation | None) -> tuple[Coding | None, Coding | None]:
        found: list[Coding | None] = []
        for place, name in enumerate(("subject", "object")):
            stated = self.text(f"{name}_source")
            system = self.of.expanded(stated, self.line, f"{name}_source") if stated else ""
            if name == "object" and relation is Relation.NONE:
                coding: Coding | None = Coding(system or next(iter(self.of.object_systems)), "")
            else:
                iri = self.of.expanded(self.text(f"{name}_id"), self.line, f"{name}_id")
                coding = self.of.coding(self.text(f"{name}_id"), iri, system) if iri else None
                if coding is not None and system and coding.system != system:
                    message = both(
                        f"{name}_source {system} er ikke det, som {iri} begynder med: systemet er {coding.system}",
                        f"{name}_source {system} is not what {iri} begins with: the system is {coding.system}",
                    )
                    remedy = both(
                        "skriv den IRI, som id'erne begynder med", "state the IRI that the ids begin with"
                    )
                    self.of.count("SPM16", message, self.line, f"{name}_source", remedy)
            release = self.text(f"{name}_source_version")
            if coding is not None and release:
                slot = f"{name}_source_version"
                self.of.note_release(place, coding.system, release, self.line, slot)
            found.append(coding)
        return found[0], found[1]

    def _normal(self, slot: str) -> str:
        text = self.text(slot)
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        message = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        place = Place(self.of.source.file, self.line, slot)
        self.of.notes.warning(
            "SPM17", message, place, both("skriv bogstaver som ét tegn", "write letters as one character")
        )
        return unicodedata.normalize("NFC", text)

    def _number(self, number: int) -> int:
        stated = self.text("ext_number")
        if stated.isascii() and stated.isdecimal() and len(stated) <= _LONGEST_NUMBER:
            return int(stated)
        if stated:
            self._error(
                "SPM08",
                both(
                    f"{shown(stated, 20)!r} er ikke et rækkenummer",
                    f"{shown(stated, 20)!r} is no number of a row",
                ),
                "ext_number",
                both("tæl fra 1", "count from 1"),
            )
        return number

    def _confidence(self) -> float | None:
        text = self.text("confidence")
        try:
            number = float(text) if text else None
        except ValueError:
            number = -1.0
        if number is not None and not 0 <= number <= 1:
            self._error(
                "SPM08",
                both(f"{text!r} er ikke en sikkerhed", f"{text!r} is no confidence"),
                "confidence",
                both("skriv et tal fra 0 til 1", "give a number from 0 to 1"),
            )
            return None
        return number

    def _justification(self) -> str:
        written = self.text("mapping_justification")
        name = self.of.expanded(written, self.line, "mapping_justification").removeprefix(SEMAPV)
        if name and name not in JUSTIFICATIONS:
            remedy = known(sorted(JUSTIFICATIONS), name)
            self._error(
                "SPM07",
                both(
                    f"{written!r} er ikke en begrundelse i semapv",
                    f"{written!r} is no justification of semapv",
                ),
                "mapping_justification",
                remedy,
            )
        return name


def _names_more(space: str) -> bool:
    """Whether a namespace says more than the beginning that all URIs of a kind have."""
    return space.find(":") < len(space.rstrip("/")) - 1


def _parts_codes(space: str) -> bool:
    """Whether a namespace parts a system from its codes; `https:` is the beginning of any."""
    return space.endswith(_ENDS) and space.find(":") < len(space) - 1


def _plain(text: str) -> str:
    r"""A value of a slot that may hold several, which are parted by `|` (marked `\|` inside a value)."""
    return "; ".join(_parts(text))


def _parts(text: str) -> Iterator[str]:
    part: list[str] = []
    letters = iter(text)
    for letter in letters:
        if letter == "\\":
            following = next(letters, "")
            part.append(following if following in ("|", "\\") else letter + following)
        elif letter == "|":
            yield "".join(part)
            part = []
        else:
            part.append(letter)
    yield "".join(part)


def escaped(text: str) -> str:
    r"""A text as one value of such a slot.

    >>> escaped("a|b"), _plain(escaped("a|b")), _plain("x|y")
    ('a\\|b', 'a|b', 'x; y')
    """
    return text.replace("\\", "\\\\").replace("|", "\\|")
