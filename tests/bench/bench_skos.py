"""Turtle of 500,000 triples: the statements that are read of it, against an rdflib graph of the same file.

Both in processes of their own, in turn; seconds are processor time, memory is the peak of the process less that of one
that only imports.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.figures import Row, show

TITLE: Final = "SKOS: reading Turtle of 500,000 triples"
CONCEPTS: Final = 100_000
ROUNDS: Final = 3
_PEAK: Final = (
    "import resource, sys, time; t = time.process_time; r = lambda: resource.getrusage(0).ru_maxrss; "
)
_OURS: Final = (
    "from pathlib import Path; from loaders.reading.notes import Notes; from loaders.skos.syntax import gather; "
    "import pyoxigraph; "
    "m, b = r(), t(); s = gather(Path(sys.argv[1]), 'x', 'turtle', Notes()); "
    "assert sum(map(len, (v for p in s.of.values() for v in p.values()))) > 300_000; print(t() - b, r() - m)"
)
_RDFLIB: Final = (
    "from rdflib import Graph; import rdflib.plugins.parsers.notation3; "
    "m, b = r(), t(); g = Graph().parse(sys.argv[1]); assert len(g) == 500_002; print(t() - b, r() - m)"
)


def main() -> bool:
    """Prints the figures; says whether the bound is kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """How many times faster, and how much less memory."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "large.ttl")
        path.write_text("".join(_lines()), encoding="utf-8")
        rounds = [(_measured(_RDFLIB, path), _measured(_OURS, path)) for _ in range(ROUNDS)]
    faster = median(theirs[0] / ours[0] for theirs, ours in rounds)
    smaller = median(theirs[1] / ours[1] for theirs, ours in rounds)
    return [
        Row("rdflib graph", median(theirs[0] for theirs, _ in rounds), "s"),
        Row("stream", median(ours[0] for _, ours in rounds), "s"),
        Row("stream, how many times faster", faster, "×", 10.0, at_least=True),
        Row("stream, how many times less memory", smaller, "×"),
    ]


def _lines() -> list[str]:
    lines = ["@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix : <urn:c#> .\n"]
    lines.append('<urn:c> a skos:ConceptScheme ; <http://www.w3.org/2002/07/owl#versionInfo> "1" .\n')
    lines += (
        f":n{number} a skos:Concept ; skos:inScheme <urn:c> ; skos:broader :n{number // 8} ; "
        f'skos:notation "{number}" ; skos:prefLabel "Pleje af sår nummer {number}"@da .\n'
        for number in range(CONCEPTS)
    )
    return lines


def _measured(code: str, path: Path) -> tuple[float, float]:
    words = [sys.executable, "-c", _PEAK + code, str(path)]
    seconds, memory = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(memory)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
