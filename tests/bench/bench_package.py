"""A FHIR package of 870 code systems and 2,499 value sets imported, and 20,000 concepts written as Turtle.

Processor time of a process of its own, beside a floor of the same run: unfolding the package and parsing its JSON;
writing the same concepts as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any, Final

from tests.bench.figures import Row, show
from tests.bench.package import write_package

TITLE: Final = "FHIR packages: import; Turtle: export"
CONCEPTS: Final = 20_000
_IMPORT: Final = (
    "import sys, time; from api.cli import main; code = main(['import', sys.argv[1], '--data-dir', sys.argv[2]]); "
    "print(time.process_time(), file=sys.stderr); sys.exit(code)"
)


def main() -> bool:
    """Prints the figures; says whether the bounds are kept."""
    return show(TITLE, run())


def run() -> list[Row]:
    """Seconds, and how many times the floor."""
    with TemporaryDirectory() as folder:
        return [*_imported(Path(folder)), *_written(Path(folder))]


def _imported(folder: Path) -> list[Row]:
    package = folder / "package.tgz"
    write_package(package)
    floor = _seconds(lambda: _parsed(package))
    words = [sys.executable, "-c", _IMPORT, str(package), str(folder / "store")]
    cache = {"XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(words, capture_output=True, text=True, env=os.environ | cache, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    seconds = float(done.stderr.split()[-1])
    return [
        Row("package: unfolded and parsed (floor)", floor, "s"),
        Row("package: imported", seconds, "s", 60.0),
        Row("package: imported, times the floor", seconds / floor, "×"),
    ]


def _parsed(package: Path) -> None:
    with tarfile.open(package) as archive:
        for member in archive:
            file = archive.extractfile(member)
            assert file is not None
            json.loads(file.read())


def _written(folder: Path) -> list[Row]:
    from classification.compiled.index import release_to_json
    from classification.concept_json import concept_to_json
    from loaders.content import Content, Draft
    from loaders.skos import write_turtle
    from tests.bench.synthetic import synthetic_release

    made = synthetic_release(CONCEPTS)
    content = Content(releases=(Draft(made),))
    floor = _seconds(
        lambda: json.dumps([release_to_json(made), *map(concept_to_json, made.concepts)], ensure_ascii=False)
    )
    seconds = _seconds(lambda: write_turtle(content, folder / "turtle"))
    return [
        Row("Turtle: the concepts as JSON (floor)", floor, "s"),
        Row("Turtle: concepts written in a second", CONCEPTS / seconds, "", 2_000.0, at_least=True),
        Row("Turtle: written, times the floor", seconds / floor, "×"),
    ]


def _seconds(work: Callable[[], Any]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
