"""Turtle written straight from statements, in one order: a graph in memory would take four times as long.

No library does it: rdflib's writer misses the speed that exports are promised, and pyoxigraph's, which is quick, writes
language tags in small letters (`da-DK` as `da-dk`) and its prefixes in another order each time.

W3C, *RDF 1.1 Turtle*: subjects, properties and values each in the order of their text; the type comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Final

from loaders.skos import names
from loaders.skos.address import well_formed
from loaders.skos.statements import Text

Triple = tuple[str, str, str | Text]

_NEXT_PROPERTY: Final = " ;\n    "
_NEXT_VALUE: Final = ",\n        "
_LOCAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_PLAIN: Final = {
    f"{names.XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{names.XSD}boolean": re.compile(r"true|false"),
}
_ESCAPES: Final = {code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | {
    ord('"'): '\\"',
    ord("\\"): "\\\\",
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
}


def turtle(triples: Iterable[Triple]) -> bytes:
    """The statements as Turtle; what is said twice stands once."""
    terms = _Terms()
    blocks = "".join(_blocks(triples, terms))
    head = "".join(
        f"@prefix {prefix}: <{namespace}> .\n"
        for prefix, namespace in sorted(names.PREFIXES.items())
        if prefix in terms.prefixes
    )
    return f"{head}\n{blocks}".encode()


def _blocks(triples: Iterable[Triple], terms: _Terms) -> Iterator[str]:
    written = sorted({(subject, _rank(prop), prop, terms.value(value)) for subject, prop, value in triples})
    for subject, of_subject in groupby(written, key=itemgetter(0)):
        properties = [
            f"{terms.verb(prop)} {_NEXT_VALUE.join(row[3] for row in rows)}"
            for prop, rows in groupby(of_subject, key=itemgetter(2))
        ]
        yield f"{terms.iri(subject)} {_NEXT_PROPERTY.join(properties)} .\n\n"


def _rank(prop: str) -> int:
    """The type stands first."""
    return 0 if prop == names.TYPE else 1


class _Terms:
    """IRIs and texts as they are written; which prefixes were used."""

    def __init__(self) -> None:
        self.prefixes: set[str] = set()
        self._verbs: dict[str, str] = {}

    def verb(self, prop: str) -> str:
        """A property; there are few."""
        verb = self._verbs.get(prop)
        if verb is None:
            verb = self._verbs[prop] = "a" if prop == names.TYPE else self.iri(prop)
        return verb

    def iri(self, iri: str) -> str:
        """An IRI, with its prefix where it has one of ours."""
        for prefix, namespace in names.PREFIXES.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.prefixes.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{well_formed(iri)}>"

    def value(self, value: str | Text) -> str:
        """The value of a property: an IRI or a text."""
        if not isinstance(value, Text):
            return self.iri(value)
        if value.language:
            return f'"{value.text.translate(_ESCAPES)}"@{value.language}'
        if not value.datatype:
            return f'"{value.text.translate(_ESCAPES)}"'
        plain = _PLAIN.get(value.datatype)
        if plain is not None and plain.fullmatch(value.text):
            return value.text
        return f'"{value.text.translate(_ESCAPES)}"^^{self.iri(value.datatype)}'
