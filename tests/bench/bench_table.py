"""A table of 100,000 rows through `samsprog import`, against Python's reader of delimited text over the same file.

Both in processes of their own, in turn; seconds are processor time. The store is there before, as it is for whoever
imports; the first import of all also brings the bundled vocabularies into it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from tests.bench.figures import Row, show

TITLE: Final = "Concept table of 100,000 rows: import into a store"
ROWS: Final = 100_000
ROUNDS: Final = 3
_WORDS: Final = [
    "pleje",
    "sår",
    "behandling",
    "støtte",
    "bolig",
    "vejledning",
    "hjemme",
    "træning",
    "mestring",
    "familie",
    "barn",
    "omsorg",
]
_HEAD: Final = "# URI;urn:example:large\n# Version;{}\nKode;Navn;Beskrivelse;Overordnet kode;Gyldig fra\n"
_FLOOR: Final = (
    "import csv, sys; sum(1 for _ in csv.reader(open(sys.argv[1], encoding='utf-8'), delimiter=';'))"
)
_COMMAND: Final = "import sys; from api.cli import main; sys.exit(main())"


def main() -> bool:
    """Prints the figures; says whether the bound is kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """Seconds of both, and how many times the floor an import takes."""
    with TemporaryDirectory() as folder:
        small, store = Path(folder, "small.csv"), Path(folder, "store")
        small.write_text(_table(10), encoding="utf-8")
        _seconds(_COMMAND, "import", str(small), "--uri", "urn:example:small", "--data-dir", str(store))
        rounds = []
        for number in range(ROUNDS):
            path = Path(folder, "large.csv")
            path.write_text(_table(ROWS, number), encoding="utf-8")
            floor = _seconds(_FLOOR, str(path))
            ours = _seconds(
                _COMMAND, "import", str(path), "--uri", f"urn:example:{number}", "--data-dir", str(store)
            )
            rounds.append((floor, ours))
    return [
        Row("csv.reader", median(floor for floor, _ in rounds), "s"),
        Row("samsprog import", median(ours for _, ours in rounds), "s"),
        Row(
            "samsprog import, how many times csv.reader",
            median(ours / floor for floor, ours in rounds),
            "×",
            BOUND,
        ),
    ]


def _table(rows: int, seed: int = 0) -> str:
    chosen = random.Random(seed)
    lines = [_HEAD.format(seed)]
    for number in range(rows):
        term = f"{' '.join(chosen.choices(_WORDS, k=3)).capitalize()} {number}"
        above = f"N{number // 8:06d}" if number else ""
        lines.append(f"N{number:06d};{term};{' '.join(chosen.choices(_WORDS, k=12))}.;{above};2024-01-01\n")
    return "".join(lines)


def _seconds(code: str, *words: str) -> float:
    """The processor time of a Python process."""
    before = os.times()
    subprocess.run([sys.executable, "-c", code, *words], check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


BOUND: Final = 125.0
"""15 s where `csv.reader` takes 0.12 s."""

if __name__ == "__main__":
    sys.exit(0 if main() else 1)
