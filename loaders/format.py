"""The formats that content travels in, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from classification import Finding, Place, Severity
from classification.record import frozen, replace
from classification.sentence import both
from loaders import (
    concept_table,
    fhir_json,
    fhir_package,
    jskos,
    kle_xml,
    oio,
    skos,
    sssom_tsv,
    vocabulary_folder,
)
from loaders.content import Content, Reading, joined, part
from loaders.reading.limits import fits
from loaders.reading.notes import Notes

if TYPE_CHECKING:
    from classification import Index


@frozen
class Format:
    """One format: how it is called, and its two directions; `write` is None where only reading is supported.

    `holds` names the parts of a `Content` that a file of it has a place for; `definitions` says whether it holds how a
    value set is defined, or only which codes are in it.
    `reads_with` and `writes_with` name the libraries that this takes besides Python's own.
    `write_concept` writes one concept of a compiled release, where the format has a form for it.
    `recognises` looks into a file or folder, where names do not tell: XML of one kind from XML of another.
    """

    name: str
    title: str
    media_type: str
    suffixes: tuple[str, ...]
    read: Callable[[Path, Reading], Content]
    write: Callable[[Content, Path], tuple[Path, ...]] | None = None
    losses: Callable[[Content], tuple[Finding, ...]] | None = None
    holds: tuple[str, ...] = ("releases", "value_sets", "maps")
    definitions: bool = True
    write_concept: Callable[[Index, int], bytes] | None = None
    reads_with: tuple[str, ...] = ()
    writes_with: tuple[str, ...] = ()
    recognises: Callable[[Path], bool] | None = None


_RDF: Final = ("pyoxigraph", "rdflib")

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
            "jskos",
            "JSKOS",
            'application/json; profile="https://gbv.github.io/jskos/"',
            (".jskos.json", ".jskos.ndjson"),
            jskos.read,
            jskos.write,
            jskos.losses,
            ("releases", "maps"),
        ),
        Format(
            "sssom-tsv",
            "SSSOM, tab-separated",
            "text/tab-separated-values",
            (".sssom.tsv",),
            sssom_tsv.read,
            sssom_tsv.write,
            sssom_tsv.losses,
            ("maps",),
            reads_with=("yaml",),
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
            reads_with=("python_calamine",),
            writes_with=("openpyxl",),
        ),
        Format(
            "skos-turtle",
            "SKOS, Turtle",
            "text/turtle",
            (".ttl",),
            skos.read,
            skos.write_turtle,
            skos.losses,
            definitions=False,
            write_concept=partial(skos.write_concept, "turtle"),
            reads_with=_RDF,
        ),
        Format(
            "skos-rdfxml",
            "SKOS, RDF/XML",
            "application/rdf+xml",
            (".rdf", ".owl"),
            skos.read,
            skos.write_rdfxml,
            skos.losses,
            definitions=False,
            write_concept=partial(skos.write_concept, "rdfxml"),
            reads_with=_RDF,
            writes_with=_RDF,
        ),
        Format(
            "skos-jsonld",
            "SKOS, JSON-LD",
            "application/ld+json",
            (".jsonld",),
            skos.read,
            skos.write_jsonld,
            skos.losses,
            definitions=False,
            write_concept=partial(skos.write_concept, "jsonld"),
            reads_with=_RDF,
            writes_with=_RDF,
        ),
        Format(
            "skos-ntriples",
            "SKOS, N-Triples",
            "application/n-triples",
            (".nt",),
            skos.read,
            skos.write_ntriples,
            skos.losses,
            definitions=False,
            write_concept=partial(skos.write_concept, "ntriples"),
            reads_with=_RDF,
            writes_with=_RDF,
        ),
        Format(
            "kle-xml",
            "KLE-Online XML",
            "application/xml",
            (".xml",),
            kle_xml.read,
            recognises=kle_xml.recognises,
            reads_with=("lxml",),
        ),
        Format(
            "oio-lora-json",
            "OIO Klassifikation, LoRa JSON",
            "application/json",
            (".lora.json",),
            oio.read_lora,
            recognises=oio.recognises_lora,
        ),
        Format(
            "fk-xml",
            "OIO Klassifikation, FK XML",
            "application/xml",
            (".xml",),
            oio.read_fk,
            recognises=oio.recognises_fk,
            reads_with=("lxml",),
        ),
    )
}


FOR_EXCEL: Final = replace(
    FORMATS["concept-csv"], write=concept_table.write_for_excel, losses=concept_table.losses_for_excel
)
"""Concept tables as a Danish Excel opens and saves them; read like any other."""


def format_of(path: Path) -> Format:
    """The format a path is read in.

    A folder with about.toml is ours; a file or folder that a format recognises by what is in it is in that format; any
    other file is told by the longest suffix of its name that a format claims; anything else is taken for FHIR JSON.
    """
    if vocabulary_folder.is_vocabulary_folder(path):
        return FORMATS["vocabulary-folder"]
    recognised = next(_recognised(path), None)
    claimed = None if path.is_dir() else _claimed(path)
    return recognised or claimed or FORMATS["fhir-json"]


def _recognised(path: Path) -> Iterator[Format]:
    return (found for found in FORMATS.values() if found.recognises is not None and found.recognises(path))


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
    reading = reading or Reading()
    if path.exists() and not (path.is_file() or path.is_dir()):
        notes = Notes()
        fits(path, notes)
        return Content(findings=tuple(notes.findings))
    if not path.is_dir() or vocabulary_folder.is_vocabulary_folder(path):
        form = format_of(path)
        content = form.read(path, reading) + _for_tables_alone(path, form, reading)
        content = content + _unclaimed(path) if content.errors else content
        return content if content.parts else part(path.name, content)
    whole = list(_recognised(path))
    taken = {suffix for found in whole for suffix in _endings(found)}
    contents = [part(found.title, found.read(path, reading)) for found in whole]
    alone = [
        (file, found)
        for file in sorted(path.rglob("*"))
        if file.is_file()
        and (found := next(_recognised(file), None) or _claimed(file)) is not None
        and found.name != "fhir-json"
        and not (file.parent == path and file.suffix.lower() in taken)
    ]
    others = {file for file, _ in alone}
    if ".json" not in taken and (set(path.rglob("*.json")) - others or not (whole or alone)):
        contents.append(fhir_json.read(path, reading, but=others))
    named = [(file, found, file.relative_to(path).as_posix()) for file, found in alone]
    rest = (
        part(name, found.read(file, reading)) for file, found, name in named if not _reads_together(found)
    )
    return joined((*contents, *rest, *_read_together(named, reading)))


def read_all(paths: Sequence[Path], reading: Reading | None = None) -> Content:
    """Everything that several paths hold; files of RDF or JSKOS that belong together are read as one."""
    if len(paths) == 1:
        return read(paths[0], reading)
    reading = reading or Reading()
    together = [path for path in paths if path.is_file() and _reads_together(format_of(path))]
    contents = [read(path, reading) for path in paths if path not in together]
    contents += [_for_tables_alone(path, format_of(path), reading) for path in together]
    named = [(path, format_of(path), _name(path, together)) for path in together]
    whole = joined((*contents, *_read_together(named, reading)))
    return whole + Content(
        findings=tuple(found for found in fhir_json.twice(whole) if found not in whole.findings)
    )


def _name(path: Path, paths: Sequence[Path]) -> str:
    """The name of a file, or its path where several have that name."""
    return path.name if sum(path.name == other.name for other in paths) == 1 else path.as_posix()


def _reads_together(found: Format) -> bool:
    """Whether files of the format may hold parts of one classification."""
    return _is_rdf(found) or _is_jskos(found)


def _read_together(files: Sequence[tuple[Path, Format, str]], reading: Reading) -> Iterator[Content]:
    """What the files of such formats hold, by path, format and name."""
    yield from jskos.read_together([(path, name) for path, found, name in files if _is_jskos(found)], reading)
    yield from skos.read_together([(path, name) for path, found, name in files if _is_rdf(found)], reading)


def _is_rdf(found: Format) -> bool:
    return found.name.startswith("skos-")


def _is_jskos(found: Format) -> bool:
    return found.name == "jskos"


def _for_tables_alone(path: Path, form: Format, reading: Reading) -> Content:
    """SPR09: options that say what only a table leaves unsaid; nobody is to think that they were heeded."""
    if not path.is_file() or form.name in ("concept-csv", "concept-xlsx") or not reading.of_tables:
        return Content()
    options = ", ".join(f"--{key}" for key in reading.of_tables)
    message = both(
        f"{options} er til begrebstabeller, og dette er {form.title}",
        f"{options} is for concept tables, and this is {form.title}",
    )
    remedy = both(f"udelad {options}; filen siger det selv", f"leave {options} out; the file says it itself")
    return Content(findings=(Finding("SPR09", Severity.ERROR, message, Place(path.name), remedy),))


def _unclaimed(path: Path) -> Content:
    """SPR08: that nothing said in which format a file is, where that may be why it cannot be read."""
    if not path.is_file() or _claimed(path) is not None:
        return Content()
    known = ", ".join(suffix for found in FORMATS.values() for suffix in found.suffixes)
    message = both(
        "navnets endelse siger intet format, så filen er læst som FHIR JSON",
        "the ending of the name says no format, so it was read as FHIR JSON",
    )
    remedy = both(f"giv navnet en af endelserne {known}", f"give the name one of the endings {known}")
    return Content(findings=(Finding("SPR08", Severity.INFORMATION, message, Place(path.name), remedy),))


def _endings(found: Format) -> set[str]:
    """The last parts of a format's suffixes: `.json` of `.lora.json`."""
    return {Path(f"x{suffix}").suffix for suffix in found.suffixes}
