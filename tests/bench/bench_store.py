"""The store and the compiled form at 200,000 concepts.

Writing: the rows of a release through the store's own function, from concepts to rows in a transaction, against
`sqlite3.executemany` of the same rows made beforehand, into files with the same pragmas. The compiled form: the time
until it answers, what it takes in memory when everything in it has been asked for, and the ancestor test against
walking the parents, also where every fifth concept has a second one.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import orjson

from api.store.database import Database
from api.store.writing import write_concepts
from classification.concept import Concept, Label, Notation
from classification.concept_json import concept_to_json
from classification.index import Index, compile_release
from classification.release import Release
from classification.scheme import ConceptScheme
from tests.bench.figures import Row, show
from tests.bench.synthetic import SIZE, synthetic_file, synthetic_release

TITLE: Final = "Store and compiled form, 200,000 concepts"
ROUNDS: Final = 3
PAIRS: Final = 100_000
_TABLE: Final = (
    "create table concept (release_id integer not null, position integer not null, code text not null, kind text not "
    "null, status text not null, term text not null, content text not null, primary key (release_id, position), "
    "unique (release_id, code))"
)
_OPEN: Final = (
    "import sys, time; from pathlib import Path; from classification.index import Index; "
    "from api.service.files import map_file; r = lambda: 4096 * int(Path('/proc/self/statm').read_text().split()[1]); "
    "m, b = r(), time.perf_counter(); "
    "index = Index(map_file(sys.argv[1])); index.find('x'); t = time.perf_counter() - b\n"
    "for i in range(len(index)): index.codes[i], index.terms[i], index.parents(i), index.kind(i), index.notations(i)\n"
    "print(t, r() - m, len(index))"
)


def main() -> bool:
    """Prints the figures; says whether the bounds are kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """Writing, opening, memory, ancestors."""
    release = synthetic_release()
    opened, memory, size = _opened(synthetic_file())
    return [
        Row("rows into SQLite, share of executemany's speed", _written(release), "×", 0.35, at_least=True),
        Row("opening until a code is looked up", opened, "s", 1.0),
        Row("memory a concept, everything asked for", memory / size, "bytes", 600),
        Row("ancestor test, share of walking", _ancestors(Index(synthetic_file().read_bytes())), "×", 0.15),
        Row(
            "the same with several parents", _ancestors(Index(compile_release(_several_parents()))), "×", 0.15
        ),
    ]


def _written(release: Release) -> float:
    rows = [
        (1, i, c.code, str(c.kind), str(c.status), c.term("da"), orjson.dumps(concept_to_json(c)).decode())
        for i, c in enumerate(release.concepts)
    ]
    floor, ours = [], []
    with TemporaryDirectory() as folder:
        for number in range(ROUNDS):
            raw = sqlite3.connect(Path(folder, f"raw{number}.db"), isolation_level=None)
            raw.execute("pragma journal_mode = wal")
            raw.execute("pragma synchronous = normal")
            raw.execute(_TABLE)
            raw.execute("begin")
            floor.append(
                _seconds(partial(raw.executemany, "insert into concept values (?,?,?,?,?,?,?)", rows))
            )
            raw.execute("commit")
            raw.close()
            database = Database(f"sqlite:///{Path(folder, f'ours{number}.db')}")
            with database.writing() as connection:
                connection.exec_driver_sql("pragma defer_foreign_keys = on")
                ours.append(_seconds(partial(write_concepts, connection, 1, release)))
                connection.rollback()
            database.close()
    return median(floor) / median(ours)


def _seconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    do()
    return time.process_time() - began


def _opened(path: Path) -> tuple[float, float, int]:
    done = subprocess.run(
        [sys.executable, "-c", _OPEN, str(path)], capture_output=True, text=True, check=True
    )
    seconds, memory, size = done.stdout.split()
    return float(seconds), float(memory), int(size)


def _ancestors(index: Index) -> float:
    """How long the test takes for pairs of which half are so, as a share of walking up from the narrower one."""
    random = Random(5)
    pairs = list(_pairs(index, random))
    walked = _seconds(lambda: [_walks(index, one, other) for one, other in pairs])
    asked = _seconds(lambda: [index.subsumes(one, other) for one, other in pairs])
    assert [_walks(index, *pair) for pair in pairs[:2_000]] == [
        index.subsumes(*pair) for pair in pairs[:2_000]
    ]
    return asked / walked


def _pairs(index: Index, random: Random) -> Iterator[tuple[int, int]]:
    for number in range(PAIRS):
        narrower = random.randrange(len(index))
        above = index.ancestors(narrower)
        yield (random.choice(above) if above and number % 2 else random.randrange(len(index))), narrower


def _walks(index: Index, broader: int, narrower: int) -> bool:
    pending, seen = [narrower], set()
    while pending:
        one = pending.pop()
        if one == broader:
            return True
        if one not in seen:
            seen.add(one)
            pending += index.parents(one)
    return False


def _several_parents() -> Release:
    random = Random(9)
    concepts = []
    for number in range(SIZE // 4):
        above = (
            {f"c{random.randrange(number)}" for _ in range(2 if number % 5 == 0 else 1)} if number else set()
        )
        concepts.append(
            Concept((Notation(f"c{number}"),), (Label(f"Begreb {number}"),), broader=tuple(sorted(above)))
        )
    return Release(ConceptScheme("several", "urn:example:several"), "1", tuple(concepts))


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
