"""The store and the compiled form at 200,000 concepts.

Writing: the rows of a release through the store's own function, from concepts to rows in a transaction, against
`sqlite3.executemany` of the same rows made beforehand, into files with the same pragmas. The compiled form: the time
until it answers, what it takes in memory when everything in it has been asked for, and the ancestor test against
walking the parents, also where every fifth concept has a second one.

Importing: fifty concepts into a store that holds 40,000 others with their value sets and maps, against the same import
into an empty store of the same run; and a chain of broader links, its concepts related to others, against one that is a
quarter as deep, per concept.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

import orjson

from api.archive.archive import Archive
from api.importing.request import Request
from api.settings import Settings
from api.store.database import Database
from api.store.writing import write_concepts
from classification.compiled.index import Index, compile_release
from classification.concept import Concept, Label, Notation
from classification.concept_json import concept_to_json
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.release import Release
from classification.scheme import ConceptScheme
from classification.validity import Validity
from classification.value_set import Include, ValueSet
from loaders import read
from loaders.content import Content, Draft
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
_CHAIN_HEAD: Final = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<urn:x:s> a skos:ConceptScheme ; skos:prefLabel 'Kæde'@da ; <http://www.w3.org/2002/07/owl#versionInfo> '1' .
<urn:x:r> a skos:Concept ; skos:inScheme <urn:x:s> ; skos:topConceptOf <urn:x:s> ; skos:notation 'r' ;
  skos:prefLabel 'Andet'@da ."""
_OPEN: Final = (
    "import sys, time; from pathlib import Path; from classification.compiled.index import Index; "
    "from api.archive.files import map_file; r = lambda: 4096 * int(Path('/proc/self/statm').read_text().split()[1]); "
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
        Row("an import into a full store, times one into an empty", _imported(), "×", 1.5),
        Row("a concept in a chain 20,000 deep, times in one 5,000 deep", _chained(), "×", 1.5),
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


def _imported() -> float:
    """Processor time of an import with its opening, in turn into a full and an empty store."""
    times: dict[str, list[float]] = {"full": [], "empty": []}
    with TemporaryDirectory() as folder, ExitStack() as stack:
        archives = {
            name: stack.enter_context(Archive(Settings(Path(folder, name), Path(folder, "cache"))))
            for name in times
        }
        for number in range(5):
            _publish(archives["full"], _edition(f"other-{number}", 8_000, "1"), *_words(number))
        for number in range(2 * ROUNDS + 1):
            for name, archive in archives.items():
                edition = _edition("small", 50, str(number))
                times[name].append(_seconds(partial(_publish, archive, edition)))
    return median(times["full"][1:]) / median(times["empty"][1:])


def _publish(
    archive: Archive, release: Release, sets: Iterable[ValueSet] = (), maps: Iterable[ConceptMap] = ()
) -> None:
    content = Content(releases=(Draft(release),), value_sets=tuple(sets), maps=tuple(maps))
    outcome = archive.publish(content, Request(datetime.now(UTC), "bench"))
    assert outcome.published, outcome.errors
    archive.terminology()


def _edition(name: str, size: int, version: str) -> Release:
    concepts = (Concept((Notation(f"{version}-{n}"),), (Label(f"Begreb {n}"),)) for n in range(size))
    scheme = ConceptScheme(name, f"urn:example:{name}")
    return Release(scheme, version, tuple(concepts), Validity(date(2020, 1, 1)))


def _words(number: int) -> tuple[list[ValueSet], list[ConceptMap]]:
    """Ten value sets of 3,000 codes and a map of 10,000 rows."""
    system = f"urn:example:other-{number}"
    part = Include(system=system, codes=tuple(f"1-{n}" for n in range(3_000)))
    sets = [ValueSet(f"urn:example:set-{number}-{n}", f"set-{number}-{n}", "1", (part,)) for n in range(10)]
    rows = tuple(
        Mapping(
            Coding("urn:example:local", str(n)),
            Relation.EXACT,
            Coding(system, f"1-{n % 8_000}"),
            number=n + 1,
        )
        for n in range(10_000)
    )
    return sets, [ConceptMap(f"map-{number}", f"urn:example:map-{number}", "1", rows)]


def _chained() -> float:
    """Processor time per concept from the file to the opened store."""
    deep, shallow = ([_chain(size) / size for _ in range(ROUNDS)] for size in (20_000, 5_000))
    return median(deep) / median(shallow)


def _chain(size: int) -> float:
    lines = [_CHAIN_HEAD]
    for n in range(size):
        above = f"skos:broader <urn:x:{n - 1}>" if n else "skos:topConceptOf <urn:x:s>"
        lines.append(
            f"<urn:x:{n}> a skos:Concept ; skos:inScheme <urn:x:s> ; {above} ; skos:related <urn:x:r> ; "
            f"skos:notation '{n}' ; skos:prefLabel 'Begreb {n}'@da ."
        )
    with TemporaryDirectory() as folder:
        path = Path(folder, "chain.ttl")
        path.write_text("\n".join(lines), encoding="utf-8")
        with Archive(Settings(Path(folder, "data"), Path(folder, "cache"))) as archive:
            return _seconds(partial(_import_file, archive, path))


def _import_file(archive: Archive, path: Path) -> None:
    outcome = archive.publish(read(path), Request(datetime.now(UTC), "bench"))
    assert outcome.published, outcome.errors
    archive.terminology()


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
