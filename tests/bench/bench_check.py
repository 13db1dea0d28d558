"""The check over many objects, as shares of what `orjson.loads` alone takes for the same lines.

    python -m tests.bench check

Floor and ours run in turn, in this process and on one core, by processor time; ours goes the way of the command: files,
pieces, objects, tally. What is compiled for a population is compiled before.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from api.payload.options import Question
from api.payload.run import run_check
from api.payload.tally import Tally
from tests.bench.figures import Row, show
from tests.bench.population import checker, conditions, lines, neutral, varied

TITLE: Final = "Check: speed as a share of orjson.loads alone"
ROUNDS: Final = 5
OBJECTS: Final = 40_000
TODAY: Final = date(2025, 10, 1)


def main() -> bool:
    """Prints the shares; says whether the bounds are kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """The share of each population, and how much faster two processes are than one."""
    rows: list[Row] = []
    with TemporaryDirectory() as folder:
        populations: dict[str, tuple[Callable[[], Iterator[dict[str, Any]]], float | None]] = {
            "FHIR conditions that never repeat, sound": (lambda: varied(OBJECTS), 0.06),
            "FHIR conditions that never repeat, 5 % wrong": (lambda: varied(OBJECTS, wrong=0.05), 0.05),
            "FHIR conditions that never repeat, 30 % wrong": (lambda: varied(OBJECTS, wrong=0.3), 0.03),
            "short FHIR conditions of few codes, sound": (lambda: conditions(OBJECTS), None),
            "short FHIR conditions, 30 % with one and the same slip": (
                lambda: conditions(OBJECTS, wrong=0.3),
                None,
            ),
            "short neutral objects, sound": (lambda: neutral(OBJECTS), None),
        }
        for name, (make, bound) in populations.items():
            path = Path(folder) / f"{len(rows)}.ndjson"
            path.write_bytes(lines(make()))
            rows.append(Row(name, _share(path), "×", bound, at_least=True))
        rows.append(Row("escaped text against plain text, time", _escaped(Path(folder)), "×", 1.1))
        rows.append(Row("a Bundle four times as large, time an entry", _growth(Path(folder)), "×", 1.5))
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


def _escaped(folder: Path) -> float:
    """What the same objects take when their letters are written as escapes."""
    plain, escaped = folder / "plain.ndjson", folder / "escaped.ndjson"
    held = list(varied(OBJECTS // 5))
    plain.write_bytes(lines(iter(held)))
    escaped.write_bytes(b"".join(json.dumps(one, separators=(",", ":")).encode() + b"\n" for one in held))
    return 1 / _ratio(plain, escaped)


def _growth(folder: Path) -> float:
    """What an entry takes in a Bundle of 20,000 against one of 5,000, each with a finding, printed with indents."""
    seconds = []
    for number in (5_000, 20_000):
        path = folder / f"bundle-{number}.json"
        entries = [
            {"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in conditions(number, wrong=1.0)
        ]
        bundle = {"resourceType": "Bundle", "type": "collection", "entry": entries}
        path.write_text(json.dumps(bundle, indent=2, ensure_ascii=False), encoding="utf-8")
        _checked(path)
        seconds.append(median(_seconds(lambda: _checked(path), time.process_time) for _ in range(3)) / number)  # noqa: B023
    return seconds[1] / seconds[0]


def _ratio(first: Path, second: Path) -> float:
    """How long the first takes, as a share of the second."""
    one, two = [], []
    for _ in range(ROUNDS):
        one.append(_seconds(lambda: _checked(first), time.process_time))
        two.append(_seconds(lambda: _checked(second), time.process_time))
    return median(one) / median(two)


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
