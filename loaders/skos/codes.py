"""The codes that RDF states of concepts: the one said to be it, else their notation."""

from __future__ import annotations

from collections.abc import Iterable

from classification.text import trimmed
from loaders.skos import names
from loaders.skos.statements import Statements


def stated_code(statements: Statements, iri: str) -> str:
    """The code that a concept is given: the one said to be it, else its first notation that is no legacy one."""
    said = statements.text(iri, names.CODE)
    notations = [text for text in statements.texts(iri, names.NOTATION) if trimmed(text.text)]
    current = next((text.text for text in notations if text.datatype != names.LEGACY), "")
    return said or current or (notations[0].text if notations else "")


def shared_with_a_successor(statements: Statements, iri: str, others: Iterable[str]) -> bool:
    """Whether a concept is deprecated and one of the others follows it."""
    gone = statements.text(iri, names.DEPRECATED).lower() in ("true", "1")
    return gone and not set(statements.iris(iri, names.REPLACED_BY)).isdisjoint(others)
