"""System and code of an IRI of which nothing else is said, and codes made of IRIs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final
from urllib.parse import unquote

from classification.concept_map import Coding

_PIECES: Final = re.compile(r"[^#/:]+")
_UNFIT: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffd]")


def coding_of(iri: str) -> Coding:
    """System and code of an IRI that nothing else is said of: split at the last `#`, else the last `/` or `:`.

    >>> coding_of("urn:oid:1.2.208.176.2.21#J1.1"), coding_of("http://snomed.info/sct/1").system
    (Coding(system='urn:oid:1.2.208.176.2.21', code='J1.1', term='', uri='', prefix=''), 'http://snomed.info/sct')
    """
    for mark in "#/:":
        system, found, code = iri.rpartition(mark)
        if found and code:
            return Coding(system, unquote(code))
    return Coding("", unquote(iri))


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
