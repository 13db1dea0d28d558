"""IRIs of concepts and releases, from system URI, code and label, and back."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9.-]*\Z")
_ESCAPED: Final = re.compile(r"_([0-9A-F]{2})")
_FORBIDDEN: Final = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_UNRESERVED: Final = "-._~!$&'()*+,;=:@"


def concept_iri(system: str, code: str) -> str:
    """The IRI of a concept: the system's URI, `#` where it does not end in `#` or `/`, and the code, escaped.

    >>> concept_iri("urn:oid:1.2.208.176.2.21", "J1.1"), concept_iri("https://x.example/c/", "a/b")
    ('urn:oid:1.2.208.176.2.21#J1.1', 'https://x.example/c/a%2Fb')
    """
    between = "" if system.endswith(("#", "/")) else "#"
    return f"{system}{between}{quote(code, safe=_UNRESERVED)}"


def release_iri(system: str, version: str) -> str:
    """The IRI of one release (`owl:versionIRI`).

    >>> release_iri("urn:oid:1.2.208.176.2.21", "2.3.0")
    'urn:oid:1.2.208.176.2.21?version=2.3.0'
    """
    whole, mark, fragment = system.partition("#")
    return f"{whole}?version={quote(version, safe=_UNRESERVED)}{mark}{fragment}"


def well_formed(iri: str) -> str:
    """The IRI with what RDF forbids in one escaped (RDF 1.1 Turtle, IRIREF)."""
    return _FORBIDDEN.sub(lambda found: quote(found.group(), safe=""), iri)


def property_name(name: str) -> str:
    """A free property's name as the end of an IRI that RDF/XML can hold: other bytes as `_` and two digits.

    >>> property_name("source"), property_name("§ i lov"), name_of_property("_C2_A7_20i_20lov")
    ('source', '_C2_A7_20i_20lov', '§ i lov')
    """
    if _PLAIN.match(name):
        return name
    kept = "".join(
        chr(byte)
        if chr(byte).isascii() and (chr(byte).isalpha() or (place and chr(byte).isdigit()))
        else f"_{byte:02X}"
        for place, byte in enumerate(name.encode())
    )
    return kept or "_"


def name_of_property(ending: str) -> str:
    """The name that `property_name` wrote."""
    raw = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), "" if ending == "_" else ending)
    return raw.encode("latin-1", errors="replace").decode("utf-8", errors="replace")
