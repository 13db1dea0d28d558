"""Stikord: the words under which an entry is looked up, inside the plan or in a file of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from classification import Place
from classification.record import frozen
from loaders.kle_xml.spelling import Entry, plain
from loaders.reading.xml_document import XmlElement

ROOT: Final = "stikord"
_ATTACHED: Final = {
    "stikordtilhovedgruppe": ("HovedgruppeStikord", "HovedgruppeNr"),
    "stikordtilgruppe": ("GruppeStikord", "GruppeNr"),
    "stikordtilemne": ("EmneStikord", "EmneNr"),
    "stikordtilhandlingsfacet": ("HandlingsfacetStikord", "HandlingsfacetNr"),
    "stikordtilemneoghandlingsfacet": ("EmneOgHandlingsfacetStikord", "EmneNr"),
}


@frozen
class Keyword:
    """A word that leads to the entry `number`; with `facet`, only together with that handlingsfacet."""

    number: str
    text: str
    facet: str
    place: Place


def is_keyword_root(name: str) -> bool:
    """Whether a root element is that of a file of keywords; its name differs from source to source."""
    return ROOT in plain(name)


def keywords_of_file(root: XmlElement) -> Iterator[Keyword]:
    """The words of a keyword file that are still in use."""
    for child in root.children():
        names = _ATTACHED.get(plain(child.name))
        if names is None:
            continue
        entry = Entry(child)
        info = entry.entry("StikordAdministrativInfo") or entry.entry("AdministrativInfo")
        if info is not None and info.entry("Historisk") is not None:
            continue
        word, number = names
        facet = entry.value("HandlingsfacetNr") if number == "EmneNr" else ""
        for part in entry.parts(word):
            text = _text(part)
            yield Keyword(entry.value(number), text, facet, part.place())


def keywords_of_entry(entry: Entry, number: str) -> Iterator[Keyword]:
    """The words that stand in an entry itself."""
    for part in entry.parts("Stikord"):
        yield Keyword(number, _text(part), "", part.place())
    for part in entry.parts("OgHandlingsfacetStikord"):
        yield Keyword(number, _text(part), Entry(part).value("HandlingsfacetNr"), part.place())


def _text(part: XmlElement) -> str:
    inner = part.part("Tekst")
    return (inner or part).line
