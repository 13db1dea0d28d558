"""The codes of concepts: their notation where they have one, else the shortest end of their IRI that no other has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from urllib.parse import unquote

from classification.text import trimmed
from loaders.skos import names
from loaders.skos.statements import Statements

_PIECES: Final = re.compile(r"[^#/:]+")
_UNFIT: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffd]")


def stated_code(statements: Statements, iri: str) -> str:
    """The code that a concept is given: the one said to be it, else its first notation that is no legacy one."""
    said = statements.text(iri, names.CODE)
    notations = [text for text in statements.texts(iri, names.NOTATION) if trimmed(text.text)]
    current = next((text.text for text in notations if text.datatype != names.LEGACY), "")
    return said or current or (notations[0].text if notations else "")


def codes_made(iris: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """A code for each IRI that has none: its last piece, with more of it where others end so too.

    Codes of this making never collide with one another or with those that are `taken`.

    >>> codes_made(["https://v.example/p1#m1", "https://v.example/p2#m1", "https://v.example/x"], ())
    {'https://v.example/p1#m1': 'p1#m1', 'https://v.example/p2#m1': 'p2#m1', 'https://v.example/x': 'x'}
    """
    endings = {iri: _endings(iri) for iri in dict.fromkeys(iris)}
    depth = dict.fromkeys(endings, 0)
    held = set(taken)
    while True:
        codes = {iri: ends[depth[iri]] for iri, ends in endings.items()}
        times = Counter(codes.values())
        unsettled = [
            iri
            for iri, code in codes.items()
            if (times[code] > 1 or code in held) and depth[iri] + 1 < len(endings[iri])
        ]
        if not unsettled:
            return codes
        for iri in unsettled:
            depth[iri] += 1


def _endings(iri: str) -> list[str]:
    """The ends of an IRI from the last piece on, each longer by a piece; the whole of it last."""
    starts = [piece.start() for piece in _PIECES.finditer(iri)][:0:-1]
    return [*dict.fromkeys(_read(iri[start:].rstrip("#/:")) for start in starts), iri]


def _read(ending: str) -> str:
    plain = unquote(ending)
    return ending if _UNFIT.search(plain) else plain


def shared_with_a_successor(statements: Statements, iri: str, others: Iterable[str]) -> bool:
    """Whether a concept is deprecated and one of the others follows it."""
    gone = statements.text(iri, names.DEPRECATED).lower() in ("true", "1")
    return gone and not set(statements.iris(iri, names.REPLACED_BY)).isdisjoint(others)
