"""SKOS: concept schemes, collections and mapping links as RDF, in Turtle, N-Triples, RDF/XML and JSON-LD.

W3C Recommendation *SKOS Reference*, 2009-08-18. What it has no word for is written with properties of our own
(`https://samsprog.dk/ns#`); docs/formats/skos.md lists them, the rule codes of the findings, and what is not carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from classification import Place
from classification.sentence import both
from loaders.content import Content, Reading, joined, part
from loaders.reading.notes import Notes

if TYPE_CHECKING:
    from classification import Finding, Index
    from loaders.skos.statements import Statements

SUFFIXES: Final = {
    ".ttl": "turtle",
    ".nt": "ntriples",
    ".rdf": "rdfxml",
    ".owl": "rdfxml",
    ".jsonld": "jsonld",
}
UNSAID: Final = Reading()


def read(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that a file holds; its syntax goes by its suffix.

    Findings: those of `loaders.skos.syntax.gather` and `loaders.skos.reading.content_of`, and SPR04 when there is
    nothing to read in it.
    """
    return joined(read_together([(path, path.name)], reading))


def read_together(files: Sequence[tuple[Path, str]], reading: Reading = UNSAID) -> Iterator[Content]:
    """Everything that files, by path and name, hold: those that belong together are read as one.

    One content for each group of files, and for each file that cannot be read.
    """
    from loaders.skos.syntax import gather
    from loaders.skos.together import belonging

    gathered = []
    for path, name in files:
        notes = Notes()
        statements = gather(path, name, SUFFIXES.get(path.suffix.lower(), "turtle"), notes)
        if statements is None:
            yield part(name, Content(findings=tuple(notes.findings)))
        else:
            gathered.append((name, statements))
    for group in belonging(gathered):
        names = [name for name, _ in group]
        more = f" (+{len(names) - 1})" if len(names) > 1 else ""
        yield part(f"{names[0]}{more}", _content(group, reading))


def _content(group: Sequence[tuple[str, Statements]], reading: Reading) -> Content:
    from loaders.skos.reading import content_of
    from loaders.skos.together import merged

    file, notes = group[0][0], Notes()
    content = content_of(merged(group), file, reading, notes)
    found = bool(content.releases or content.value_sets or content.maps)
    if not found and not any(finding.severity == "error" for finding in notes.findings):
        said = both(
            "indeholder ingen klassifikation, samling eller kortlægning",
            "holds no concept scheme, collection or map",
        )
        notes.error("SPR04", said, Place(file), both("angiv en SKOS-fil", "name a file of SKOS"))
    return content + Content(findings=tuple(notes.findings))


def write_turtle(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.ttl` file for each release, value set and map."""
    return _written(content, folder, ".ttl")


def write_ntriples(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.nt` file for each release, value set and map."""
    return _written(content, folder, ".nt")


def write_rdfxml(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.rdf` file for each release, value set and map."""
    return _written(content, folder, ".rdf")


def write_jsonld(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.jsonld` file for each release, value set and map."""
    return _written(content, folder, ".jsonld")


def _written(content: Content, folder: Path, suffix: str) -> tuple[Path, ...]:
    from loaders.skos.writing import write

    return write(content, folder, suffix, SUFFIXES[suffix])


def write_concept(syntax: str, index: Index, number: int) -> bytes:
    """One concept of a compiled release in one of the syntaxes: the triples about it of the file of the release."""
    from loaders.skos.writing import concept_triples, serialised

    return serialised(concept_triples(index, number), syntax)


def losses(content: Content) -> tuple[Finding, ...]:
    """What the files do not carry."""
    from loaders.skos.writing import losses

    return losses(content)
