"""The shapes content travels in: one module per format, `FORMATS` lists them.

`read` turns a path into `loaders.content.Content` and never refuses: what is wrong stands in its findings. `write` puts
content into a folder and `losses` says what its files do not carry. The names below are loaded when they are first
asked for: who needs one module of this package does not pay for all formats.

    format              FORMATS: what each format is called, and who reads and writes it
    fhir_package        an archive of FHIR JSON; the other formats know nothing of each other:
    concept_table, fhir_json, jskos, kle_xml, oio, profile_toml, skos, sssom_tsv, vocabulary_folder
    content             what a format yields
    iri, name, justification, partial_date, contradiction    what several formats say alike
    reading             bytes read with care
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from loaders.content import Content, Draft, Reading, Row
    from loaders.format import FORMATS, Format, format_of, read, read_all

__all__ = ["FORMATS", "Content", "Draft", "Format", "Reading", "Row", "format_of", "read", "read_all"]

_CONTENT: Final = frozenset({"Content", "Draft", "Reading", "Row"})


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("loaders.content" if name in _CONTENT else "loaders.format"), name)
