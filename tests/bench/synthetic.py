"""A large made-up Danish classification: 200,000 concepts in 12 levels, the same every time.

Terms are compounds as municipal care forms them (`Sårplejevejledning ved svær bevægelsesbegrænsning`), so that
prefixes, inner parts and near misses are as frequent as in real vocabularies. Codes are UUIDs with a user-facing key
each.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from tempfile import gettempdir
from typing import Final
from uuid import UUID

import classification
from classification.compiled.index import compile_release
from classification.concept import Concept, Kind, Label, LabelKind, Notation, NotationRole, Status
from classification.release import Release
from classification.scheme import ConceptScheme
from classification.validity import Validity

SIZE: Final = 200_000
LEVELS: Final = 12
SEED: Final = 20_250_601

# What a compound begins with; a linking s is part of it.
FIRST: Final = (
    *(
        "sår",
        "hud",
        "mund",
        "tand",
        "fod",
        "hånd",
        "ryg",
        "knæ",
        "hofte",
        "nakke",
        "mave",
        "tarm",
        "blære",
        "nyre",
    ),
    *(
        "hjerte",
        "lunge",
        "lever",
        "blod",
        "muskel",
        "led",
        "knogle",
        "nerve",
        "øje",
        "øre",
        "næse",
        "hals",
        "hår",
    ),
    *(
        "negle",
        "ernærings",
        "væske",
        "kost",
        "måltids",
        "medicin",
        "insulin",
        "ilt",
        "sonde",
        "kateter",
        "stomi",
    ),
    *("kompressions", "forbindings", "bade", "toilet", "på- og afklædnings", "forflytnings", "bevægelses"),
    *(
        "gang",
        "balance",
        "konditions",
        "styrke",
        "hukommelses",
        "orienterings",
        "opmærksomheds",
        "kommunikations",
    ),
    *(
        "tale",
        "synke",
        "skrive",
        "læse",
        "angst",
        "sorg",
        "demens",
        "misbrugs",
        "alkohol",
        "rusmiddel",
        "søvn",
    ),
    *(
        "smerte",
        "udskillelses",
        "afførings",
        "vandladnings",
        "infektions",
        "tryksårs",
        "fald",
        "krise",
        "netværks",
    ),
    *(
        "familie",
        "børne",
        "unge",
        "ældre",
        "bolig",
        "botilbuds",
        "økonomi",
        "gælds",
        "beskæftigelses",
        "uddannelses",
    ),
    *(
        "fritids",
        "aktivitets",
        "samværs",
        "ledsage",
        "transport",
        "indkøbs",
        "rengørings",
        "tøjvaske",
        "opvaske",
    ),
    *(
        "hygiejne",
        "hjælpemiddel",
        "rehabiliterings",
        "genoptrænings",
        "forebyggelses",
        "omsorgs",
        "støtte",
        "pårørende",
    ),
    *(
        "sygepleje",
        "hjemmepleje",
        "aflastnings",
        "akut",
        "nat",
        "døgn",
        "weekend",
        "telefon",
        "skærm",
        "hjemme",
    ),
    *(
        "arbejds",
        "skole",
        "dagtilbuds",
        "visitations",
        "myndigheds",
        "udrednings",
        "opfølgnings",
        "dokumentations",
    ),
)
LAST: Final = (
    *("pleje", "behandling", "træning", "støtte", "vejledning", "rådgivning", "hjælp", "kontrol", "måling"),
    *("observation", "undersøgelse", "vurdering", "udredning", "opfølgning", "indsats", "ydelse", "tilstand"),
    *(
        "funktion",
        "evne",
        "niveau",
        "problem",
        "begrænsning",
        "nedsættelse",
        "lidelse",
        "sygdom",
        "skade",
        "smerte",
    ),
    *(
        "risiko",
        "behov",
        "ønske",
        "mål",
        "plan",
        "aftale",
        "samtale",
        "forløb",
        "tilbud",
        "ordning",
        "bevilling",
    ),
    *("dosering", "skift", "anlæggelse", "fjernelse", "rengøring", "skylning", "udstyr", "redskab", "middel"),
    *(
        "hygiejne",
        "ernæring",
        "indtag",
        "mangel",
        "overskud",
        "tab",
        "øgning",
        "stabilisering",
        "kompensation",
    ),
    *(
        "mestring",
        "deltagelse",
        "samarbejde",
        "koordinering",
        "planlægning",
        "afklaring",
        "forebyggelse",
        "lindring",
    ),
)
_LINK: Final = {"g": "s", "n": "s", "t": "s", "d": "s"}
_HOW: Final = (
    *(
        "let",
        "moderat",
        "svær",
        "total",
        "midlertidig",
        "varig",
        "akut",
        "kronisk",
        "gentagen",
        "forebyggende",
    ),
    *(
        "vedligeholdende",
        "rehabiliterende",
        "kompenserende",
        "individuel",
        "gruppebaseret",
        "daglig",
        "ugentlig",
    ),
    *(
        "delvis",
        "selvstændig",
        "ledsaget",
        "digital",
        "tværfaglig",
        "kommunal",
        "særlig",
        "udvidet",
        "nedsat",
    ),
)
_JOIN: Final = (
    "ved",
    "efter",
    "i forbindelse med",
    "til borgere med",
    "og",
    "hos",
    "under",
    "uden",
    "før",
    "som led i",
)
_KINDS: Final = (Kind.STATE, Kind.INTERVENTION, Kind.SERVICE, Kind.INFORMATION, Kind.QUALIFIER)


def synthetic_release(size: int = SIZE, levels: int = LEVELS, seed: int = SEED) -> Release:
    """A release of `size` concepts whose deepest lie `levels` deep; the same arguments give the same release."""
    random = Random(seed)
    codes = [str(UUID(int=random.getrandbits(128), version=4)) for _ in range(size)]
    concepts = tuple(
        _concept(random, codes, i, parent, is_leaf)
        for i, (parent, is_leaf) in enumerate(_places(random, size, levels))
    )
    scheme = ConceptScheme(
        "synthetic", "urn:example:synthetic", (("da", "Syntetisk klassifikation"),), example=True
    )
    return Release(scheme, "1.0.0", concepts, Validity(date(2025, 1, 1)))


def _places(random: Random, size: int, levels: int) -> Iterator[tuple[int | None, bool]]:
    """The parent of each concept in turn (None: a root), and whether it lies in the last level."""
    weights = [1.8**level for level in range(levels)]
    widths = [max(1, int(size * weight / sum(weights))) for weight in weights]
    widths[-1] += size - sum(widths)
    above = range(0)
    for level, width in enumerate(widths):
        first = above.stop
        for place in range(width):
            # The first children are dealt out one each, so that every level is reached.
            parent = above[place] if place < len(above) // 2 else random.choice(above) if above else None
            yield parent, level == levels - 1
        above = range(first, first + width)


def _concept(random: Random, codes: list[str], i: int, parent: int | None, is_leaf: bool) -> Concept:
    term = synthetic_term(random)
    labels = [Label(term)]
    if random.random() < 0.15:
        other = synthetic_term(random)
        labels += [Label(other, kind=LabelKind.ALTERNATIVE)] if other != term else []
    grouping = not is_leaf and random.random() < 0.3
    return Concept(
        notations=(Notation(codes[i]), Notation(f"T{i:06}", NotationRole.LEGACY)),
        labels=tuple(labels),
        kind=random.choice(_KINDS),
        status=Status.GROUPING if grouping else Status.ACTIVE,
        broader=() if parent is None else (codes[parent],),
    )


def synthetic_term(random: Random) -> str:
    """One term: a compound of two or three parts, often with an adjective before it and a circumstance after it."""
    term = synthetic_compound(random)
    if random.random() < 0.45:
        term = f"{random.choice(_HOW)} {term}"
    if random.random() < 0.6:
        term = f"{term} {random.choice(_JOIN)} {synthetic_compound(random)}"
    return term[0].upper() + term[1:]


def synthetic_compound(random: Random) -> str:
    """A compound of two or three parts."""
    first, last = random.choice(FIRST), random.choice(LAST)
    if random.random() < 0.55:
        return first + last
    middle = random.choice(LAST)
    return first + middle + _LINK.get(middle[-1], "") + last


def synthetic_file() -> Path:
    """The file of the compiled synthetic release; made when the code that compiles it has changed (a minute)."""
    sources = [Path(__file__), *sorted(Path(classification.__file__).parent.glob("*.py"))]
    stamp = hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    path = Path(gettempdir()) / f"samsprog-synthetic-{stamp}.compiled"
    if not path.exists():
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(compile_release(synthetic_release()))
        part.replace(path)
    return path
