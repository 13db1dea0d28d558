"""One entry of a KLE plan as a concept: hovedgruppe, gruppe, emne, handlingsfacet and its category."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from classification import Concept, Place
from classification.concept import Label, LabelKind, Notation, Note, NoteKind, Status
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.text import shown
from classification.uri import object_uri
from loaders.kle_xml.administration import Administration, administration
from loaders.kle_xml.guidance import flattened
from loaders.kle_xml.keyword import Keyword
from loaders.kle_xml.spelling import Entry
from loaders.reading.notes import Notes
from loaders.reading.repair import on_one_line
from loaders.reading.xml_document import XmlElement

_RETENTION: Final = re.compile(r"[BK]|K[0-9]+")
_DURATION: Final = re.compile(r"P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?")
_SOURCE_PARTS: Final = ("RetskildeTitel", "ParagrafEllerKapitel", "RetsinfoAccessionsNr", "RetsinfoURL")


@frozen
class KeptRule:
    """How long something is kept: the element that says it, the property it becomes, and the form it should have."""

    element: str
    name: str
    form: re.Pattern[str]
    remedy: Sentence


_KEPT_RULES: Final = (
    KeptRule(
        "BevaringJaevnfoerArkivloven",
        "bevaring",
        _RETENTION,
        both("B, K eller K og et antal år kendes", "B, K or K and a number of years are known"),
    ),
    KeptRule(
        "SletningJaevnfoerPersondataloven",
        "sletning",
        _DURATION,
        both("en xs:duration som P1825D kendes", "an xs:duration such as P1825D is known"),
    ),
)


class Building:
    """One concept in the making."""

    __slots__ = ("administration", "labels", "number", "parent", "place", "properties", "scope", "uuid")

    def __init__(self, entry: Entry, number: str, parent: str, notes: Notes) -> None:
        self.number, self.parent, self.place = number, parent, entry.element.place()
        self.labels: dict[str, LabelKind] = {}
        self.properties: list[tuple[str, str]] = []
        title = entry.part("Titel")
        text = _label(title.line, title.place(), notes) if title is not None else ""
        if text:
            self.labels[text] = LabelKind.PREFERRED
        guidance = entry.part("Vejledning")
        self.scope = _normal(flattened(guidance), guidance.place(), notes) if guidance is not None else ""
        self.uuid = entry.value("UUID").lower()
        self.administration: Administration = administration(entry, notes)
        self.properties += _properties(entry, self.administration, notes)

    def add(self, keyword: Keyword, notes: Notes) -> None:
        """Take a keyword in; SPE09 where it is there already."""
        text = _label(keyword.text, keyword.place, notes)
        if keyword.facet:
            pair = ("stikord-med-handlingsfacet", f"{keyword.facet}: {text}")
            if pair not in self.properties:
                self.properties.append(pair)
        elif text in self.labels:
            message = both(
                f"{self.number!r}: stikord {shown(text)!r} gentager en term og er udeladt",
                f"{self.number!r}: stikord {shown(text)!r} repeats a label and was left out",
            )
            notes.information("SPE09", message, keyword.place)
        elif text:
            self.labels[text] = LabelKind.ALTERNATIVE

    def concept(self, language: str, known: frozenset[str], notes: Notes) -> Concept:
        """The concept; SPE07 where its successor is not among the numbers `known`."""
        told = self.administration
        successors = tuple(number for number in told.successors if number in known)
        reason = "" if successors else told.reason
        for number in told.successors:
            if number not in known:
                message = both(
                    f"{self.number!r} er erstattet af {number!r}, som ikke er i filen",
                    f"{self.number!r} is replaced by {number!r}, which is not in the file",
                )
                notes.warning(
                    "SPE07",
                    message,
                    told.place,
                    both(
                        "importér hele planen; begrundelsen nævner det",
                        "import the complete plan; the reason names it",
                    ),
                )
                reason = f"{told.reason} til {number}"
        return Concept(
            notations=(Notation(self.number), *([Notation(self.uuid)] if self.uuid else [])),
            labels=tuple(Label(text, language, kind) for text, kind in self.labels.items()),
            status=told.status,
            broader=(self.parent,) if self.parent else (),
            notes=(Note(self.scope, language, NoteKind.SCOPE),) if self.scope else (),
            replaced_by=successors,
            reason=reason if told.status is Status.DEPRECATED else "",
            validity=told.validity,
            properties=tuple(self.properties),
            uri=object_uri(self.uuid),
        )


def _properties(entry: Entry, told: Administration, notes: Notes) -> Iterator[tuple[str, str]]:
    for source in entry.entries("RetskildeReference"):
        parts = [value for value in map(source.value, _SOURCE_PARTS) if value]
        if parts:
            yield "retskilde", "; ".join(parts)
    for rule in _KEPT_RULES:
        value = entry.value(rule.element)
        if value and not rule.form.fullmatch(value):
            part = entry.part(rule.element)
            place = part.place() if part is not None else told.place
            notes.warning(
                "SPE08",
                both(
                    f"{rule.element} er {shown(value)!r}; det bevares, som det står",
                    f"{rule.element} is {shown(value)!r}; it is kept as it stands",
                ),
                place,
                rule.remedy,
            )
        if value:
            yield rule.name, value
    for chosen in entry.entries("Filter"):
        yield from (("delplan", part.value) for part in chosen.parts("FilterTitel") if part.value)
    if told.corrected:
        yield "rettet", told.corrected.isoformat()


def _normal(text: str, place: Place, notes: Notes) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    message = both(
        f"{shown(text)!r} er ikke på Unicode-formen NFC; teksten er normaliseret",
        f"{shown(text)!r} is not in Unicode form NFC; it was normalised",
    )
    notes.warning(
        "SPE10", message, place, both("skriv bogstaver som ét tegn", "write letters as one character")
    )
    return unicodedata.normalize("NFC", text)


def _label(text: str, place: Place, notes: Notes) -> str:
    text = _normal(text, place, notes)
    plain = on_one_line(text)
    if plain != text:
        message = both(
            f"termen {text!r} har linjeskift eller styretegn; den er bevaret som {plain!r}",
            f"the label {text!r} holds line breaks or control characters; it is kept as {plain!r}",
        )
        notes.warning("SPE15", message, place, both("skriv den på én linje", "write it on one line"))
    return plain


def number_of(entry: Entry) -> tuple[str, XmlElement | None]:
    """The number of an entry, and where it stands."""
    part = entry.part("Nr")
    return (part.value if part is not None else ""), part
