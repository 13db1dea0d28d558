"""The check over many objects, as shares of what `orjson.loads` alone takes for the same lines.

    python -m tests.bench check

Floor and ours run in turn, in this process and on one core, by processor time; ours goes the way of the command: files,
pieces, objects, tally. What is compiled for a population is compiled before.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from api.check.options import Question
from api.check.run import run_check
from api.check.tally import Tally
from tests.bench.figures import Row, show
from tests.bench.population import checker, conditions, lines, neutral

TITLE: Final = "Check: speed as a share of orjson.loads alone"
ROUNDS: Final = 5
OBJECTS: Final = 100_000
TODAY: Final = date(2025, 10, 1)


def main() -> bool:
    """Prints the shares; says whether the bounds are kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """The share of each population, and how much faster two processes are than one."""
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        populations: dict[str, tuple[Callable[[], Iterator[dict[str, Any]]], float | None]] = {
            "neutral objects, sound": (lambda: neutral(OBJECTS), 0.3),
            "FHIR conditions, sound": (lambda: conditions(OBJECTS), 0.1),
            "FHIR conditions, 5 % with a finding": (lambda: conditions(OBJECTS, wrong=0.05), 0.1),
            "FHIR conditions, 30 % with a finding": (lambda: conditions(OBJECTS, wrong=0.3), None),
        }
        for name, (make, bound) in populations.items():
            path = Path(folder) / f"{len(rows)}.ndjson"
            path.write_bytes(lines(make()))
            rows.append(Row(name, _share(path), "×", bound, at_least=True))
        large = Path(folder) / "large.ndjson"
        large.write_bytes(lines(neutral(3 * OBJECTS)))
        rows.append(Row("two processes, neutral objects", _gain(large), "×", 1.7, at_least=True))
    return rows


def _share(path: Path) -> float:
    content = path.read_bytes().splitlines()
    floor, ours = [], []
    _checked(path)
    for _ in range(ROUNDS):
        floor.append(_seconds(lambda: _parsed(content), time.process_time))
        ours.append(_seconds(lambda: _checked(path), time.process_time))
    return median(floor) / median(ours)


def _parsed(content: list[bytes]) -> None:
    for line in content:
        orjson.loads(line)


def _gain(path: Path) -> float:
    one, two = [], []
    for _ in range(3):
        one.append(_seconds(lambda: _checked(path), time.perf_counter))
        two.append(_seconds(lambda: _checked(path, jobs=2), time.perf_counter))
    return median(one) / median(two)


def _checked(path: Path, jobs: int = 1) -> int:
    question = (Question(TODAY),)
    tally = Tally(run_check([str(path)], lambda _: question, checker, jobs=jobs), fail_on="error")
    for _ in tally:
        pass
    return tally.total


def _seconds(do: Callable[[], object], clock: Callable[[], float]) -> float:
    began = clock()
    do()
    return clock() - began


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
