"""Files of triples, in four syntaxes, into statements.

Turtle, N-Triples and JSON-LD come as a stream (pyoxigraph): what is not read is never held. RDF/XML goes through
rdflib. Nothing is ever fetched: a JSON-LD document that names a context elsewhere and an XML document with entities of
another file are refused before a parser sees them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from classification import Place
from classification.sentence import NOTHING, Sentence, both
from classification.text import is_language_tag, language_tag
from loaders.reading.limits import fits
from loaders.reading.notes import Notes
from loaders.reading.text_file import BYTE_ORDER_MARK, read_text
from loaders.skos import names
from loaders.skos.statements import Statements, Text

if TYPE_CHECKING:
    from rdflib import Graph

BASE: Final = "relative:/"
"""What a relative IRI is resolved against where the file states no base: it shows that there was none."""
_XSD_STRING: Final = f"{names.XSD}string"
_LANG_STRING: Final = f"{names.RDF}langString"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DECLARED: Final = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']"
)
_ENCODINGS: Final = frozenset(
    ("utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252")
)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE\s+[^\s\[>]+\s*([^\[>]*)(\[)?")
_ENTITY: Final = re.compile(r"<!ENTITY\s+(%\s+)?(\S+)\s+(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_MOST_ENTITIES: Final = 100
_TOLD: Final = 10
_LONGEST_ENTITY: Final = 200


def gather(path: Path, name: str, syntax: str, notes: Notes) -> Statements | None:
    """The statements of a file, or None when it cannot be read.

    Findings: SPR01, SPR02, SPR05 as for every file; SPK01 not of this syntax (with the line), SPK02 a relative IRI
    without base, SPK03 a context elsewhere, SPK04 entities that may not be, SPK05 nested too deep, SPK20 a
    language that is none.
    """
    readers: dict[str, Callable[[Path, str, Notes, Statements], bool]] = {
        "turtle": _streamed,
        "ntriples": _streamed,
        "rdfxml": _rdfxml,
        "jsonld": _jsonld,
    }
    statements = Statements()
    if not path.is_file():
        notes.error(
            "SPR01",
            both("der er ingen sådan fil", "there is no such file"),
            Place(str(path)),
            both("ret stien", "correct the path"),
        )
        return None
    if not fits(path, notes, name=name) or not readers[syntax](path, name, notes, statements):
        return None
    relative = next((subject for subject in statements.of if subject.startswith(BASE)), "")
    if relative:
        said = both(
            f"IRI'en <{relative.removeprefix(BASE)}> er relativ, og filen angiver ingen base",
            f"the IRI <{relative.removeprefix(BASE)}> is relative, and the file states no base",
        )
        notes.error(
            "SPK02",
            said,
            Place(name),
            both("skriv hele IRI'er, eller angiv basen", "write whole IRIs, or state the base"),
        )
        return None
    return statements


def _streamed(path: Path, name: str, notes: Notes, statements: Statements) -> bool:
    import pyoxigraph

    form = pyoxigraph.RdfFormat.N_TRIPLES if path.suffix.lower() == ".nt" else pyoxigraph.RdfFormat.TURTLE
    try:
        _poured(pyoxigraph.parse(path=str(path), format=form, base_iri=_base(form)), statements)
    except SyntaxError as problem:
        _not_this(problem.msg, problem.lineno or 0, name, notes)
        return False
    except (OSError, ValueError) as problem:
        notes.error(
            "SPR01",
            both(f"kan ikke læses: {problem}", f"cannot be read: {problem}"),
            Place(name),
            both("undersøg sti, rettigheder og tegnkodning", "check path, permissions and encoding"),
        )
        return False
    return True


def _base(form: Any) -> str | None:
    return None if form.file_extension == "nt" else BASE


def _poured(triples: Iterable[Any], statements: Statements) -> None:
    """Triples of pyoxigraph into statements.

    A subject's triples mostly come one after the other, and properties are few: each is turned into text once. Nothing
    here can be garbage, so it is not looked for meanwhile (a quarter of the time).
    """
    import pyoxigraph

    not_read, add, of = statements.not_read, statements.add, statements.of
    literal, blank = pyoxigraph.Literal, pyoxigraph.BlankNode
    plain = pyoxigraph.NamedNode(_XSD_STRING)
    properties: dict[str, str] = {}
    tags: dict[str, str] = {}
    last: Any = None
    subject, held_of = "", None
    with garbage_kept():
        for triple in triples:
            prop = triple.predicate.value
            known = properties.get(prop)
            if known is None:
                if prop not in names.READ and not prop.startswith(names.FREE):
                    not_read[prop] += 1
                    continue
                properties[prop] = known = prop
            one, held = triple.subject, triple.object
            if one != last:
                last = one
                subject = f"_:{one.value}" if one.__class__ is blank else one.value
                held_of = of.get(subject)
            value: Any
            if held.__class__ is literal:
                tag = held.language
                if tag:
                    value = Text(held.value, tags.get(tag) or tags.setdefault(tag, language_tag(tag)))
                else:
                    datatype = held.datatype
                    value = Text(held.value, "", "" if datatype == plain else _datatype(datatype.value))
            else:
                value = f"_:{held.value}" if held.__class__ is blank else held.value
            if held_of is None or known == names.TYPE:
                add(subject, known, value)
                held_of = of[subject]
            elif known in held_of:
                held_of[known].append(value)
            else:
                held_of[known] = [value]


@contextmanager
def garbage_kept() -> Iterator[None]:
    """Garbage is not looked for while the block runs."""
    import gc

    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _datatype(iri: str) -> str:
    return "" if iri in (_XSD_STRING, _LANG_STRING) else iri


def _not_this(said: str, line: int, name: str, notes: Notes) -> None:
    notes.error(
        "SPK01",
        both(f"kan ikke læses: {said}", f"cannot be read: {said}"),
        Place(name, line),
        both("ret syntaksen eller filens endelse", "correct the syntax, or the file's ending"),
    )


def _rdfxml(path: Path, name: str, notes: Notes, statements: Statements) -> bool:
    from xml.sax import SAXException, SAXParseException

    from rdflib.exceptions import Error

    raw = path.read_bytes()
    refused = _entity_fault(raw)
    if refused:
        notes.error(
            "SPK04",
            refused,
            Place(name),
            both(
                "skriv teksten ud, eller gem filen som Turtle",
                "write the text out, or save the file as Turtle",
            ),
        )
        return False
    try:
        _taken(_parsed(raw), statements)
    except SAXParseException as problem:
        _not_this(problem.getMessage(), problem.getLineNumber() or 0, name, notes)
    except (SAXException, Error, ValueError, LookupError) as problem:
        _not_this(str(problem).strip() or type(problem).__name__, 0, name, notes)
    except RecursionError:
        notes.error(
            "SPK05",
            both("er indlejret for dybt til at læses", "is nested too deep to be read"),
            Place(name),
            both("skriv ressourcerne ved siden af hinanden", "write the resources side by side"),
        )
    else:
        return True
    return False


def _entity_fault(raw: bytes) -> Sentence:
    """What an XML document declares that it may not; empty when nothing is.

    Entities are allowed as OWL files use them: a few short ones that stand for the beginnings of IRIs.
    """
    declared = _DECLARED.match(raw)
    if declared and declared.group(1).decode().lower() not in _ENCODINGS:
        return both(
            f"er i tegnkodningen {declared.group(1).decode()}, som ikke læses",
            f"is in the encoding {declared.group(1).decode()}, which is not read",
        )
    text = raw.decode("utf-16" if raw.startswith(_UTF16) else "latin-1", errors="replace")
    doctype = _DOCTYPE.search(text)
    if not doctype:
        return (
            both("erklærer entiteter uden for en dokumenttype", "declares entities outside a document type")
            if "<!ENTITY" in text
            else NOTHING
        )
    if doctype.group(1).strip():
        return both(
            "nævner en dokumenttype i en anden fil; intet hentes",
            "names a document type in another file; nothing is fetched",
        )
    entities = list(_ENTITY.finditer(text))
    if len(entities) > _MOST_ENTITIES or len(entities) < text.count("<!ENTITY"):
        return both(
            f"erklærer flere entiteter end {_MOST_ENTITIES}, eller andre end simple",
            f"declares more entities than {_MOST_ENTITIES}, or others than plain ones",
        )
    for parameter, entity, double, single, other in (found.groups() for found in entities):
        value = double or single or ""
        if parameter or other or "&" in value or "%" in value or len(value) > _LONGEST_ENTITY:
            return both(
                f"erklærer entiteten {entity!r}, som er mere end en kort tekst",
                f"declares the entity {entity!r}, which is more than a short text",
            )
    return NOTHING


def _jsonld(path: Path, name: str, notes: Notes, statements: Statements) -> bool:
    from loaders.reading.json_document import parse

    text = read_text(path, notes, name=name)
    before = len(notes.findings)
    document = parse(text, name, notes) if text is not None else None
    if document is None or len(notes.findings) > before:
        return False
    elsewhere = _context_elsewhere(document)
    if elsewhere:
        said = both(
            f"tager sin kontekst fra {elsewhere!r}; intet hentes",
            f"takes its context from {elsewhere!r}; nothing is fetched",
        )
        notes.error(
            "SPK03",
            said,
            Place(name),
            both("skriv selve konteksten i filen", "put the context itself into the file"),
        )
        return False
    odd = _odd_languages(document)
    for tag in odd[:_TOLD]:
        said = both(
            f"har tekster på sproget {tag!r}, som ikke er et sprogmærke; JSON-LD-læsere udelader dem",
            f"has texts in the language {tag!r}, which is no language tag; parsers of JSON-LD leave them out",
        )
        notes.error(
            "SPK20",
            said,
            Place(name),
            both("brug BCP 47, for eksempel da eller da-DK", "use BCP 47, for instance da or da-DK"),
        )
    if odd:
        return False
    import pyoxigraph

    try:
        form = pyoxigraph.RdfFormat.JSON_LD
        _poured(pyoxigraph.parse(input=text, format=form, base_iri=BASE), statements)
    except SyntaxError as problem:
        _not_this(problem.msg, problem.lineno or 0, name, notes)
        return False
    except ValueError as problem:
        _not_this(str(problem), 0, name, notes)
        return False
    return True


def _odd_languages(document: Any) -> list[str]:
    """What stands where JSON-LD has languages and is none: in `@language`, and as names in a map of languages."""
    nodes: list[dict[str, Any]] = []
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            nodes.append(node)
            pending += node.values()
        elif isinstance(node, list):
            pending += node
    maps = {
        term
        for node in nodes
        for term, means in node.items()
        if isinstance(means, dict) and "@language" in _several(means.get("@container"))
    }
    found: dict[str, None] = {}
    for node in nodes:
        for key, value in node.items():
            tags = [value] if key == "@language" else value if key in maps and isinstance(value, dict) else ()
            found |= dict.fromkeys(tag for tag in tags if isinstance(tag, str) and not tag.startswith("@"))
    return [tag for tag in found if tag and not is_language_tag(tag)]


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _context_elsewhere(document: Any) -> str:
    """The address of a context that is not in the document; empty where all are."""
    pending = [document]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "@context":
                    for one in value if isinstance(value, list) else [value]:
                        if isinstance(one, str):
                            return one
                elif key == "@import" and isinstance(value, str):
                    return value
                pending.append(value)
        elif isinstance(node, list):
            pending += node
    return ""


def _parsed(raw: bytes) -> Graph:
    from rdflib import Graph

    graph = Graph("SimpleMemory", bind_namespaces="none")
    with _no_warnings():
        graph.parse(data=raw.removeprefix(BYTE_ORDER_MARK), format="xml", publicID=BASE)
    return graph


@contextmanager
def _no_warnings() -> Iterator[None]:
    """What rdflib logs of odd values, with tracebacks; whoever reads the values tells it as findings."""
    import logging
    import warnings

    log = logging.getLogger("rdflib")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        log.setLevel(level)


def _taken(graph: Graph, statements: Statements) -> None:
    from rdflib import BNode, Literal

    for subject, prop, held in graph:
        name = str(prop)
        if name not in names.READ and not name.startswith(names.FREE):
            statements.not_read[name] += 1
            continue
        value = (
            Text(str(held), language_tag(held.language) if held.language else "", _datatype(str(held.datatype or "")))
            if isinstance(held, Literal)
            else f"_:{held}" if isinstance(held, BNode)
            else str(held)
        )  # fmt: skip
        statements.add(f"_:{subject}" if isinstance(subject, BNode) else str(subject), name, value)
