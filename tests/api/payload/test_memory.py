"""The check of a long file takes no more memory than that of a short one, whatever it finds and however it tells it."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from classification.rules.registry import CHECK_RULES

SHORT, LONG = 1_500, 15_000
ALLOWED = 10 << 20
pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="memory of a process cannot be asked for here"
)


def _line(number: int) -> bytes:
    """Every object its own; every second with findings."""
    example = CHECK_RULES["SP301"]
    record = json.loads((example.bad if number % 2 == 0 else example.good).text)
    record["id"] = f"t-{number}"
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


# A process is born with the peak of the one that made it, so that one has to be small.
BETWEEN = """
import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that a run has filled: making what is in it takes memory of its own."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / "x.ndjson").write_bytes(_line(0))
    _peak(folder, folder, "--as-of", "2025-09-01", "--jobs", "1", str(folder / "x.ndjson"))
    return folder


def _peak(folder: Path, cache: Path, *words: str) -> int:
    """The most memory that a run of the command held, in bytes."""
    script = str(Path(sys.executable).with_name("samsprog"))
    told = subprocess.run(
        [sys.executable, "-S", "-c", BETWEEN, str(folder / "out"), script, "check", *words],
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    code, peak = map(int, told.stdout.split())
    assert code in (0, 1), told.stderr
    return peak * (1 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("form", ["text", "json", "csv", "sarif", "junit", "gitlab"])
def test_ten_times_the_file_takes_no_more_memory(tmp_path: Path, cache: Path, form: str) -> None:
    lines = [_line(number) for number in range(LONG)]
    (tmp_path / "short.ndjson").write_bytes(b"".join(lines[:SHORT]))
    (tmp_path / "long.ndjson").write_bytes(b"".join(lines))
    words = ("--format", form, "--as-of", "2025-09-01", "--jobs", "1")

    short = _peak(tmp_path, cache, *words, str(tmp_path / "short.ndjson"))
    long = _peak(tmp_path, cache, *words, str(tmp_path / "long.ndjson"))

    assert (tmp_path / "out").stat().st_size > 500_000, "there was much to tell"
    assert short > 10 << 20
    assert long - short < ALLOWED


def test_a_packed_file_is_not_unpacked_into_memory(tmp_path: Path, cache: Path) -> None:
    line = _line(1)
    with gzip.open(tmp_path / "x.ndjson.gz", "wb", 1) as file:
        for _ in range(40_000):
            file.write(line)
    words = ("--as-of", "2025-09-01", "--jobs", "1")

    assert _peak(tmp_path, cache, *words, str(tmp_path / "x.ndjson.gz")) < 150 << 20
