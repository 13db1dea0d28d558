"""XML as somebody sends it: parsed without trust, read by local names, with lines as places.

XML 1.0 (W3C Recommendation, fifth edition). A document type declaration is refused, in the usual encodings before the
parser sees it, so that no entity is declared; in no encoding is one fetched or unfolded. Namespaces and their prefixes
are passed over: publishers change them from version to version, the local names stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from classification import Place
from classification.record import frozen
from classification.sentence import both
from loaders.reading.limits import DEEPEST, MEBIBYTE, fits
from loaders.reading.notes import Notes

if TYPE_CHECKING:
    from lxml.etree import XMLSyntaxError, _Element

LARGEST_XML: Final = 128 * MEBIBYTE
_CHUNK: Final = 1 << 16
_BLANK: Final = " \t\r\n"
_LAYOUT: Final = re.compile(r"[ \t]*[\r\n][ \t\r\n]*")
_ENCODING_CODES: Final = frozenset((31, 32, 81))  # libxml2: unknown, unsupported and broken encoding
_BOUND_CODE: Final = 114  # libxml2's own bounds: depth, what entities unfold to, length of one text


class XmlElement:
    """One element: its local name, its line, its text, and what stands in it."""

    __slots__ = ("_node", "file")

    def __init__(self, node: _Element, file: str) -> None:
        self._node, self.file = node, file

    @property
    def name(self) -> str:
        """The local name."""
        return str(self._node.tag).rpartition("}")[2]

    @property
    def namespace(self) -> str:
        """The namespace URI; empty where the element has none."""
        return str(self._node.tag).rpartition("}")[0].removeprefix("{")

    @property
    def text(self) -> str:
        """The text before the first element in it, as written."""
        return str(self._node.text or "")

    @property
    def line(self) -> str:
        """The text without the line breaks of the layout; other blanks round it stay as published."""
        return _LAYOUT.sub("\n", self.text).strip("\n").replace("\n", " ")

    @property
    def value(self) -> str:
        """The text without the blanks of the layout around it."""
        return self.text.strip(_BLANK)

    def place(self) -> Place:
        """Where the element begins."""
        line: Any = self._node.sourceline
        return Place(self.file, line or 0)

    def children(self) -> Iterator[XmlElement]:
        """The elements directly in it."""
        return (XmlElement(node, self.file) for node in self._node)

    def mixed(self) -> Iterator[str | XmlElement]:
        """Texts and elements directly in it, in their order."""
        yield self.text
        for node in self._node:
            yield XmlElement(node, self.file)
            yield str(node.tail or "")

    def parts(self, *names: str) -> list[XmlElement]:
        """The elements directly in it that have one of the local names."""
        return [XmlElement(node, self.file) for node in self._named(names)]

    def part(self, *names: str) -> XmlElement | None:
        """The first element directly in it that has one of the local names."""
        node = next(self._named(names), None)
        return XmlElement(node, self.file) if node is not None else None

    def value_of(self, *names: str) -> str:
        """The value of the first element down that path; empty where there is none."""
        found: XmlElement | None = self
        for name in names:
            found = found.part(name) if found is not None else None
        return found.value if found is not None else ""

    def _named(self, names: tuple[str, ...]) -> Iterator[_Element]:
        return self._node.iterchildren(*(f"{{*}}{name}" for name in names))

    def below(self, name: str) -> Iterator[XmlElement]:
        """Itself and all elements in it that have the local name, in document order."""
        return (XmlElement(node, self.file) for node in self._node.iter(f"{{*}}{name}"))


@frozen
class Prolog:
    """What stands before the content: the root's local name, and the line of a document type declaration, or 0."""

    root: str = ""
    doctype: int = 0


def read_xml(path: Path, notes: Notes, *, name: str = "") -> XmlElement | None:
    """The root of an XML file, or None when it cannot be read.

    Findings: SPR01 the file cannot be read, SPR05 it is over 128 MiB, and those of `parse_xml`.
    """
    file = name or path.name
    if not fits(path, notes, name=file, largest=LARGEST_XML):
        return None
    try:
        raw = path.read_bytes()
    except OSError as problem:
        message = both(
            f"kan ikke læses: {problem.strerror or problem}", f"cannot be read: {problem.strerror or problem}"
        )
        notes.error(
            "SPR01", message, Place(file), both("undersøg sti og rettigheder", "check path and permissions")
        )
        return None
    return parse_xml(raw, file, notes)


def parse_xml(raw: bytes, file: str, notes: Notes) -> XmlElement | None:
    """The root of a document, or None when there is none to be had.

    Findings: SPX01 not well-formed (with line and column), SPX02 a document type declaration, SPX03 nested too deep,
    SPX04 bytes that are not in the encoding the document states, or an unknown one, SPX05 a text that is too long.
    """
    from lxml import etree

    doctype = prolog_of(raw).doctype
    if doctype:
        _refuse_doctype(file, doctype, notes)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        attribute_defaults=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as problem:
        _report(problem, file, notes)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse_doctype(file, 1, notes)
        return None
    if root.xpath(f"boolean({'/*' * (DEEPEST + 1)})"):
        _refuse_depth(Place(file), notes)
        return None
    return XmlElement(root, file)


class _Seen(Exception):
    """The way out of the parser."""

    def __init__(self, prolog: Prolog) -> None:
        self.prolog = prolog


def prolog_of(raw: bytes) -> Prolog:
    """What stands before the content; nothing where no root can be made out."""
    from xml.parsers import expat

    parser = expat.ParserCreate()

    def on_doctype(*_: object) -> None:
        raise _Seen(Prolog(doctype=parser.CurrentLineNumber))

    def on_root(name: str, _: object) -> None:
        raise _Seen(Prolog(root=name.rpartition(":")[2]))

    parser.StartDoctypeDeclHandler = on_doctype
    parser.StartElementHandler = on_root
    try:
        for start in range(0, len(raw), _CHUNK):
            parser.Parse(raw[start : start + _CHUNK], False)
    except _Seen as seen:
        return seen.prolog
    except (expat.ExpatError, LookupError, ValueError):
        return Prolog()
    return Prolog()


def root_name(path: Path) -> str:
    """The local name of a file's root, from its first 64 KiB; empty where it is no XML or cannot be read."""
    try:
        with path.open("rb") as file:
            return prolog_of(file.read(_CHUNK)).root
    except OSError:
        return ""


def _report(problem: XMLSyntaxError, file: str, notes: Notes) -> None:
    line, column = problem.position
    code: int = getattr(problem, "code", 0)
    place = Place(file, line)
    words = str(problem.msg).partition(", line ")[0].strip()
    if code in _ENCODING_CODES:
        text = both(
            f"er ikke i den tegnkodning, den angiver (UTF-8, hvor den ingen angiver): {words} i kolonne {column}",
            f"is not in the encoding it states (UTF-8 where it states none): {words} in column {column}",
        )
        notes.error("SPX04", text, place, both("gem filen som UTF-8", "save the file as UTF-8"))
    elif code == _BOUND_CODE and "entity" in words:
        _refuse_doctype(file, line, notes)
    elif code == _BOUND_CODE and "depth" in words:
        _refuse_depth(place, notes)
    elif code == _BOUND_CODE:
        notes.error(
            "SPX05",
            both("har en tekst på mere end 10.000.000 tegn", "has a text of more than 10,000,000 characters"),
            place,
            both("forkort teksten", "shorten the text"),
        )
    else:
        notes.error(
            "SPX01",
            both(
                f"er ikke velformet XML: {words} i kolonne {column}",
                f"is no well-formed XML: {words} in column {column}",
            ),
            place,
            both("ret syntaksen", "correct the syntax"),
        )


def _refuse_doctype(file: str, line: int, notes: Notes) -> None:
    message = both(
        "har en dokumenttypeerklæring, som kan folde ud eller hente hvad som helst; sådanne filer læses ikke",
        "has a document type declaration, which may unfold or fetch anything; such files are not read",
    )
    notes.error("SPX02", message, Place(file, line), both("fjern <!DOCTYPE …>", "remove <!DOCTYPE …>"))


def _refuse_depth(place: Place, notes: Notes) -> None:
    notes.error(
        "SPX03",
        both(f"er indlejret dybere end {DEEPEST} niveauer", f"is nested deeper than {DEEPEST} levels"),
        place,
        both("ret indlejringen", "correct the nesting"),
    )
