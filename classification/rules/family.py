"""The families of rules: what their codes begin with, where their findings arise, where they are described."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from classification.record import frozen


class Family(StrEnum):
    """What a rule looks at; `classification.words` has the words for people."""

    STRUCTURE = "structure"
    CODE = "code"
    MEANING = "meaning"
    BINDING = "binding"
    CROSS_FIELD = "cross-field"
    PROVENANCE = "provenance"
    REFERENCE = "reference"
    VOCABULARY = "vocabulary"
    MAP = "map"
    PROFILE = "profile"
    FILE = "file"
    CONCEPT = "concept"
    VALUE_SET = "value-set"
    IMPORT = "import"
    CONCEPT_TABLE = "concept-table"
    FHIR_JSON = "fhir-json"
    JSKOS = "jskos"
    KLE_XML = "kle-xml"
    OIO = "oio"
    SKOS = "skos"
    SSSOM = "sssom"
    VOCABULARY_FOLDER = "vocabulary-folder"
    XML = "xml"


@frozen
class Shelf:
    """The rules of one beginning of codes: their family, the modules of their tables, the page of docs/ on them."""

    beginning: str
    family: Family
    modules: tuple[str, ...]
    page: str


SHELVES: Final = {
    shelf.beginning: shelf
    for shelf in (
        Shelf("SP1", Family.STRUCTURE, ("check.structure", "check.text"), "check.md"),
        Shelf("SP2", Family.CODE, ("check.code",), "check.md"),
        Shelf("SP3", Family.MEANING, ("check.meaning",), "check.md"),
        Shelf("SP4", Family.BINDING, ("check.binding",), "check.md"),
        Shelf("SP5", Family.CROSS_FIELD, ("check.cross_field",), "check.md"),
        Shelf("SP6", Family.PROVENANCE, ("check.provenance",), "check.md"),
        Shelf("SP8", Family.REFERENCE, ("check.reference",), "check.md"),
        Shelf("SPL", Family.VOCABULARY, ("lint",), "cli.md"),
        Shelf("SPA", Family.MAP, ("map",), "maps.md"),
        Shelf("SPP", Family.PROFILE, ("imports.profile",), "profiles.md"),
        Shelf("SPI", Family.IMPORT, ("imports.importing",), "import.md"),
        Shelf("SPC", Family.CONCEPT, ("imports.concept",), "import.md"),
        Shelf("SPV", Family.VALUE_SET, ("imports.value_set",), "import.md"),
        Shelf("SPR", Family.FILE, ("imports.file",), "import.md"),
        Shelf("SPX", Family.XML, ("imports.xml",), "formats/kle-xml.md"),
        Shelf("SPB", Family.CONCEPT_TABLE, ("imports.concept_table",), "formats/concept-tables.md"),
        Shelf("SPF", Family.FHIR_JSON, ("imports.fhir_json",), "formats/fhir-json.md"),
        Shelf("SPJ", Family.JSKOS, ("imports.jskos",), "formats/jskos.md"),
        Shelf("SPE", Family.KLE_XML, ("imports.kle_xml",), "formats/kle-xml.md"),
        Shelf("SPO", Family.OIO, ("imports.oio",), "formats/oio.md"),
        Shelf("SPK", Family.SKOS, ("imports.skos",), "formats/skos.md"),
        Shelf("SPM", Family.SSSOM, ("imports.sssom",), "formats/sssom.md"),
        Shelf(
            "SPT", Family.VOCABULARY_FOLDER, ("imports.vocabulary_folder",), "formats/vocabulary-folder.md"
        ),
    )
}
"""Every family, by the first three characters of its codes; the tables are imported when one of them is asked for."""


def family_of(code: str) -> Family:
    """The family of a rule.

    Raises:
        KeyError: no family begins so.
    """
    return SHELVES[code[:3]].family
