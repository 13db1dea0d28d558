"""The store and the compiled form at 200,000 concepts.

Writing: the rows of a release through the store's own function, from concepts to committed rows, against
`sqlite3.executemany` of the same rows made beforehand, both into a fresh file with the same pragmas. The compiled form:
opening it and asking every code, the bytes it takes, and the ancestor test against walking the parents, also where
concepts have several.
"""

from __future__ import annotations

import resource
import subprocess
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from api.service.files import map_file
from api.store.database import open_database
from api.store.tables import ConceptRow
from api.store.writing import write_concepts
from classification.concept import Concept, Notation
from classification.index import Index, compile_release
from classification.record import replace
from classification.release import Release
from classification.scheme import ConceptScheme
from tests.bench.figures import Row, show
from tests.bench.synthetic import SIZE, synthetic_file

TITLE: Final = "Store and compiled form, 200,000 concepts"
ROUNDS: Final = 3
PAIRS: Final = 200_000
_OPEN: Final = (
    "import resource, sys, time; from classification.index import Index; from api.service.files import map_file; "
    "r = lambda: resource.getrusage(0).ru_maxrss; m, b = r(), time.perf_counter(); "
    "index = Index(map_file(sys.argv[1])); index.find('x'); t = time.perf_counter() - b; "
    "[(index.codes[i], index.terms[i], index.parents(i)) for i in range(len(index))]; print(t, r() - m, len(index))"
)


def main() -> bool:
    """Prints the figures; says whether the bounds are kept."""
    return show(TITLE, run())
