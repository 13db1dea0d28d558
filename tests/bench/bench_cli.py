"""Start times of the command, as ratios to an interpreter that does nothing.

    python -m tests.bench cli

Floor and commands run in turn, round by round, so that what else the machine does meets all of them alike; a ratio is
that of the medians. The command is the console script beside the interpreter, its modules compiled, the bundled
vocabularies in their snapshot.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from classification.rules.registry import CHECK_RULES
from tests.bench.figures import Row, show

TITLE: Final = "Command line: start times, as multiples of `python -c pass`"
ROUNDS: Final = 40
SCRIPT: Final = str(Path(sys.executable).with_name("samsprog"))
FLOOR: Final = "python -c pass"
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    FLOOR: (sys.executable, "-c", "pass"),
    "samsprog --help": (SCRIPT, "--help"),
    "samsprog resolve --to fsiii J1.1": (SCRIPT, "resolve", "--to", "fsiii", "J1.1"),
    "samsprog translate, two maps": (
        SCRIPT, "translate", "--from", "domus-example", "--to", "fasit-example", "0101",
    ),
    "samsprog show fsiii J1.1": (SCRIPT, "show", "fsiii", "J1.1"),
}  # fmt: skip
CHECK: Final = "samsprog check --bundle, one object, one finding"
CHECK_CACHED: Final = "samsprog check, the same with the cached profiles"
BOUNDS: Final = {
    "samsprog --help": 5.0, "samsprog resolve --to fsiii J1.1": 6.0, CHECK: 7.0, CHECK_CACHED: 7.0,
}  # fmt: skip


def main() -> bool:
    """Prints the ratios; says whether the bounds are kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """The ratio of each command, and the floor in milliseconds."""
    with TemporaryDirectory() as home:
        environ = {**_environment(), "XDG_CACHE_HOME": home, "XDG_DATA_HOME": home}
        words = _check(home, environ)
        times = measured({**COMMANDS, CHECK: words, CHECK_CACHED: (*words[:2], words[-1])}, environ)
    floor = median(times[FLOOR])
    rows = [Row(FLOOR, 1000 * floor, "ms")]
    rows += [
        Row(name, median(seconds) / floor, "×", BOUNDS.get(name))
        for name, seconds in times.items()
        if name != FLOOR
    ]
    return rows


def _check(home: str, environ: Mapping[str, str]) -> tuple[str, ...]:
    """The words that check an object with an old display, and what they need."""
    bundle, payload = str(Path(home, "all.bundle")), Path(home, "object.json")
    subprocess.run(
        (SCRIPT, "bundle", "-o", bundle),
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    payload.write_text(CHECK_RULES["SP301"].bad.text, encoding="utf-8")
    return SCRIPT, "check", "--bundle", bundle, str(payload)


def measured(commands: Mapping[str, tuple[str, ...]], environ: Mapping[str, str]) -> dict[str, list[float]]:
    """Seconds of each run, after one that compiles modules and vocabularies."""
    for words in commands.values():
        _seconds(words, environ)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, words in commands.items():
            times[name].append(_seconds(words, environ))
    return times


def _seconds(words: tuple[str, ...], environ: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(words, env=environ, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def _environment() -> dict[str, str]:
    """The environment without what would slow Python down or change the command's settings."""
    unwanted = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "COVERAGE", "SAMSPROG_")
    return {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
