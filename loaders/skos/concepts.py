"""skos:Concept to concepts: codes, labels, notes, places in the hierarchy."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from classification import Concept, Place, Validity
from classification.concept import Kind, Label, LabelKind, Notation, NotationRole, Note, Status
from classification.record import frozen
from classification.sentence import both
from classification.uri import is_uri, made_uri
from classification.validity import ALWAYS
from classification.words import LABEL_KINDS
from loaders.reading.notes import Notes, known
from loaders.reading.repair import on_one_line
from loaders.skos import names
from loaders.skos.address import name_of_property
from loaders.skos.statements import Statements, Text

KINDS: Final = {str(kind): kind for kind in Kind}
STATUSES: Final = {str(status): status for status in Status}


@frozen
class Reader:
    """Concepts of one file.

    `codes` gives the code of each concept's IRI, `rule` the IRI of a code that has the usual one; `dropped` are
    notations that a concept leaves to its successor, `needless` related pairs of which one is above the other.
    `language` is that of texts without a tag, where the caller named one.
    """

    statements: Statements
    codes: Mapping[str, str]
    language: str
    file: str
    notes: Notes
    rule: str = ""
    dropped: frozenset[tuple[str, str]] = frozenset()
    needless: frozenset[tuple[str, str]] = frozenset()

    def place(self, iri: str) -> Place:
        """Where a resource stands: RDF has no lines, so its IRI."""
        return Place(self.statements.files.get(iri, self.file), path=iri)

    def concept(self, iri: str, broader: Iterable[str]) -> Concept:
        """The concept that an IRI stands for.

        Findings: SPK10 a notation that is no text, SPK11 a word outside its list, SPK12 no date, SPK15 text that is
        not in Unicode form NFC, SPK16 a note that is a resource, SPK21 a label of two kinds, SPK22 a relation beside
        the hierarchy, SPK23 layout within a label, SPK25 a reference to a concept that is not here.
        """
        of = self.statements
        above, successors = list(broader), list(of.iris(iri, names.REPLACED_BY))
        return Concept(
            notations=tuple(self._notations(iri)),
            labels=tuple(self._labels(iri)),
            kind=KINDS[self._word(iri, names.KIND, KINDS, "other")],
            status=self._status(iri),
            broader=tuple(dict.fromkeys(self.codes[other] for other in above if other in self.codes)),
            notes=tuple(self._notes(iri)),
            ordinal=self._ordinal(iri),
            replaced_by=tuple(
                dict.fromkeys(self.codes[other] for other in successors if other in self.codes)
            ),
            reason=of.text(iri, names.REASON),
            validity=self.validity(iri),
            properties=(
                *self._properties(iri),
                *self._outside(iri, names.OUTSIDE[names.BROADER], above),
                *self._outside(iri, names.OUTSIDE[names.REPLACED_BY], successors),
            ),
            uri="" if made_uri(self.rule, self.codes[iri]) == iri or not is_uri(iri) else iri,
        )

    def _outside(self, iri: str, name: str, others: Iterable[str]) -> Iterator[tuple[str, str]]:
        """References to concepts of other schemes or files: kept by their IRIs."""
        for other in (other for other in others if other not in self.codes):
            said = both(
                f"henviser med {name!r} til <{other}>, som ikke er et begreb i denne klassifikation; "
                "henvisningen er bevaret med sin URI",
                f"refers by {name!r} to <{other}>, no concept of this scheme; the reference is kept by its URI",
            )
            self.notes.warning(
                "SPK25",
                said,
                self.place(iri),
                both("tag begrebet med, hvis det hører til", "bring the concept along if it belongs"),
            )
            yield name, other

    def _notations(self, iri: str) -> Iterator[Notation]:
        code = self.codes[iri]
        roles = {code: NotationRole.CURRENT}
        for value in self.statements.values(iri, names.NOTATION):
            if isinstance(value, Text) and (iri, value.text) in self.dropped:
                continue
            if isinstance(value, Text):
                legacy = value.datatype == names.LEGACY
                roles[value.text] = NotationRole.LEGACY if legacy else NotationRole.CURRENT
            else:
                said = both(
                    f"koden <{value}> er en ressource og ikke en tekst",
                    f"the notation <{value}> is a resource and no text",
                )
                self.notes.error(
                    "SPK10",
                    said,
                    self.place(iri),
                    both("skriv koden som en literal", "write the code as a literal"),
                )
        return (Notation(text, role) for text, role in roles.items())

    def _labels(self, iri: str) -> Iterator[Label]:
        of = self.statements
        found = [(kind, text) for prop, kind in names.LABELS.items() for text in of.texts(iri, prop)]
        for prop, kind in names.XL_LABELS.items():
            for label in of.iris(iri, prop):
                found += ((kind, text) for text in of.texts(label, names.LITERAL_FORM))
        kinds: dict[tuple[str, str], LabelKind] = {}
        for kind, text in found:
            name = (self._one_line(self._normal(text.text, iri), iri), text.language or self.language)
            if kinds.setdefault(name, kind) is not kind:
                said = both(
                    f"har {text.text!r} både som {LABEL_KINDS[kinds[name]].da} og som {LABEL_KINDS[kind].da} term; "
                    "den første er bevaret (SKOS S13)",
                    f"has {text.text!r} as {kinds[name]} and as {kind} label; the former is kept (SKOS S13)",
                )
                self.notes.warning("SPK21", said, self.place(iri), both("behold den ene", "keep one"))
        return (Label(text, language, kind) for (text, language), kind in kinds.items())

    def _one_line(self, text: str, iri: str) -> str:
        plain = on_one_line(text)
        if plain != text:
            said = both(
                f"termen {text!r} har linjeskift eller styretegn; den er bevaret som {plain!r}",
                f"the label {text!r} holds line breaks or control characters; it is kept as {plain!r}",
            )
            self.notes.warning(
                "SPK23", said, self.place(iri), both("skriv den på én linje", "write it on one line")
            )
        return plain

    def _notes(self, iri: str) -> Iterator[Note]:
        for prop, kind in names.NOTES.items():
            for value in self.statements.values(iri, prop):
                if isinstance(value, Text):
                    yield Note(self._normal(value.text, iri), value.language or self.language, kind)
                else:
                    said = both(
                        f"{kind} er angivet som ressourcen <{value}> og bevares ikke",
                        f"{kind} is given as the resource <{value}> and is not kept",
                    )
                    self.notes.warning(
                        "SPK16",
                        said,
                        self.place(iri),
                        both("skriv teksten som en literal", "write the text as a literal"),
                    )

    def _normal(self, text: str, iri: str) -> str:
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return text
        said = both(
            f"{text!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
            f"{text!r} is not in Unicode form NFC; it was normalised",
        )
        self.notes.warning(
            "SPK15",
            said,
            self.place(iri),
            both("skriv bogstaver som ét tegn", "write letters as one character"),
        )
        return unicodedata.normalize("NFC", text)

    def _word(self, iri: str, prop: str, words: Iterable[str], unsaid: str) -> str:
        word = self.statements.text(iri, prop) or unsaid
        if word in words:
            return word
        said = both(f"<{prop}> kan ikke være {word!r}", f"<{prop}> cannot be {word!r}")
        self.notes.error("SPK11", said, self.place(iri), known(words, word))
        return unsaid

    def _status(self, iri: str) -> Status:
        gone = self.statements.text(iri, names.DEPRECATED).lower() in ("true", "1")
        stated = STATUSES[self._word(iri, names.STATUS, STATUSES, str(Status.ACTIVE))]
        return Status.DEPRECATED if gone else stated

    def _ordinal(self, iri: str) -> float | None:
        text = self.statements.text(iri, names.ORDINAL)
        try:
            number = float(text) if text else None
        except ValueError:
            number = float("inf")
        if (number is not None and abs(number) == float("inf")) or number != number:
            self.notes.error(
                "SPK11",
                both(f"{text!r} er ikke en værdi på en skala", f"{text!r} is no ordinal"),
                self.place(iri),
                both("skriv et tal", "give a number"),
            )
            return None
        return number

    def validity(self, iri: str) -> Validity:
        """From the first day to the day after the last one."""
        start, end = self._day(iri, names.VALID_FROM), self._day(iri, names.VALID_TO)
        return Validity(start, end) if start or end else ALWAYS

    def _day(self, iri: str, prop: str) -> date | None:
        text = self.statements.text(iri, prop)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            said = both(f"{text!r} er ikke en dag", f"{text!r} is no day")
            self.notes.error(
                "SPK12",
                said,
                self.place(iri),
                both("skriv en dato som 2025-06-01", "give a date such as 2025-06-01"),
            )
            return None

    def _properties(self, iri: str) -> Iterator[tuple[str, str]]:
        of = self.statements
        for prop in of.of.get(iri, {}):
            if prop.startswith(names.FREE):
                yield from (
                    (name_of_property(prop.removeprefix(names.FREE)), text.text)
                    for text in of.texts(iri, prop)
                )
        others = [other for other in of.iris(iri, names.RELATED) if self._is_needed(iri, other)]
        yield from (("related", self.codes[other]) for other in others if other in self.codes)
        yield from self._outside(iri, names.OUTSIDE[names.RELATED], others)

    def _is_needed(self, iri: str, other: str) -> bool:
        if (iri, other) not in self.needless:
            return True
        said = both(
            f"er sagt at være beslægtet med <{other}>, men det ene ligger over det andet; hierarkiet er bevaret "
            "(SKOS S27)",
            f"is said to be related to <{other}>, but one lies above the other; the hierarchy is kept (SKOS S27)",
        )
        self.notes.warning("SPK22", said, self.place(iri), both("fjern skos:related", "remove skos:related"))
        return False


def in_order(statements: Statements, iris: Iterable[str]) -> list[str]:
    """Concepts by the position that the file states, else as they were met."""

    def position(iri: str) -> int:
        text = statements.text(iri, names.POSITION)
        return int(text) if text.isdecimal() else 0

    return sorted(iris, key=position)


def broader_of(statements: Statements, iris: Iterable[str]) -> dict[str, list[str]]:
    """Direct broader concepts of each, said from either side."""
    return _above(statements, iris, names.BROADER, names.NARROWER)


def nearest_above(statements: Statements, broader: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """For concepts of which only all that lies above is said (broaderTransitive): the nearest of it."""
    above = _above(statements, broader, names.BROADER_TRANSITIVE, names.NARROWER_TRANSITIVE)
    found = {}
    for iri, over in above.items():
        within = [one for one in over if one in above and one != iri]
        if within and not broader[iri]:
            further = {two for one in within for two in above[one] if two != one}
            found[iri] = [one for one in within if one not in further] or within
    return found


def _above(statements: Statements, iris: Iterable[str], up: str, down: str) -> dict[str, list[str]]:
    found = {iri: list(statements.iris(iri, up)) for iri in iris}
    for iri in list(found):
        for lower in statements.iris(iri, down):
            if lower in found and iri not in found[lower]:
                found[lower].append(iri)
    return found
