"""The formats that content travels in, by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from classification.finding import Finding
from classification.record import frozen
from loaders import concept_table, fhir_json, fhir_package, skos, sssom_tsv, vocabulary_folder
from loaders.content import Content, Reading, joined


@frozen
class Format:
    """One format: how it is called, and its two directions; `write` is None where only reading is supported.

    `holds` names the parts of a `Content` that a file of it has a place for.
    """

    name: str
    title: str
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, Reading], Content]
    write: Callable[[Content, Path], tuple[Path, ...]] | None = None
    losses: Callable[[Content], tuple[Finding, ...]] | None = None
    holds: tuple[str, ...] = ("releases", "value_sets", "maps")


FORMATS: Final = {
    found.name: found
    for found in (
        Format("vocabulary-folder", "Vocabulary folder", "inode/directory", (), vocabulary_folder.read),
        Format(
            "fhir-json",
            "FHIR R4 JSON",
            "application/fhir+json",
            (".json",),
            fhir_json.read,
            fhir_json.write,
            fhir_json.losses,
        ),
        Format("fhir-package", "FHIR package", "application/gzip", (".tgz", ".tar.gz"), fhir_package.read),
        Format(
            "sssom-tsv",
            "SSSOM, tab-separated",
            "text/tab-separated-values",
            (".sssom.tsv",),
            sssom_tsv.read,
            sssom_tsv.write,
            sssom_tsv.losses,
            ("maps",),
        ),
        Format(
            "concept-csv",
            "Concept table, delimited text",
            "text/csv",
            (".csv", ".tsv"),
            concept_table.read_csv,
            concept_table.write_csv,
            concept_table.losses_csv,
            ("releases",),
        ),
        Format(
            "concept-xlsx",
            "Concept table, workbook",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            (".xlsx",),
            concept_table.read_xlsx,
            concept_table.write_xlsx,
            concept_table.losses_xlsx,
            ("releases",),
        ),
        Format(
            "skos-turtle", "SKOS, Turtle", "text/turtle", (".ttl",), skos.read, skos.write_turtle, skos.losses
        ),
        Format(
            "skos-rdfxml",
            "SKOS, RDF/XML",
            "application/rdf+xml",
            (".rdf", ".owl"),
            skos.read,
            skos.write_rdfxml,
            skos.losses,
        ),
        Format(
            "skos-jsonld",
            "SKOS, JSON-LD",
            "application/ld+json",
            (".jsonld",),
            skos.read,
            skos.write_jsonld,
            skos.losses,
        ),
        Format(
            "skos-ntriples",
            "SKOS, N-Triples",
            "application/n-triples",
            (".nt",),
            skos.read,
            skos.write_ntriples,
            skos.losses,
        ),
    )
}


def format_of(path: Path) -> Format:
    """The format a path is read in.

    A folder with about.toml is ours; a file is told by the longest suffix of its name that a format claims; anything
    else is taken for FHIR JSON.
    """
    if vocabulary_folder.is_vocabulary_folder(path):
        return FORMATS["vocabulary-folder"]
    claimed = None if path.is_dir() else _claimed(path)
    return claimed or FORMATS["fhir-json"]


def _claimed(path: Path) -> Format | None:
    name = path.name.lower()
    claims = [
        (len(suffix), found)
        for found in FORMATS.values()
        for suffix in found.suffixes
        if name.endswith(suffix)
    ]
    return max(claims, key=lambda claim: claim[0])[1] if claims else None


def read(path: Path, reading: Reading | None = None) -> Content:
    """Everything a path holds, in whichever format; of a folder everything below it that a format claims."""
    said = reading or Reading()
    form = format_of(path)
    if not path.is_dir() or form.name == "vocabulary-folder":
        return form.read(path, said)
    others = [
        (file, found)
        for file in sorted(path.rglob("*"))
        if file.is_file() and (found := _claimed(file)) is not None and found.name != "fhir-json"
    ]
    contents = [found.read(file, said) for file, found in others]
    if not others or any(path.rglob("*.json")):
        contents.insert(0, form.read(path, said))
    return joined(contents)
