"""Running the command in a test: in this process, with an own home, and what it printed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.settings import Settings
from tests.stocked import Stocked


@dataclass(frozen=True, slots=True)
class Result:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The lines of a tsv without its header."""
        return [line.split("\t") for line in self.out.splitlines()[1:]]


Run = Callable[..., Result]


def runner(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    cache: Path,
    home: Path,
    stock: Stocked | None = None,
) -> Run:
    """A function that runs the command with these words (one string or several) and this stdin.

    `cache` may be shared, so that the vocabularies are compiled once; `home` is where a store would be; with a
    `stock` it is there, as the first start leaves it.
    """
    if stock is not None:
        stock.copy_to(Settings(home / "share" / "samsprog", cache))
    for name in (
        "NO_COLOR",
        "FORCE_COLOR",
        "SAMSPROG_CONFIG",
        "SAMSPROG_DATA_DIR",
        "SAMSPROG_LANG",
        "COLUMNS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "share"))
    monkeypatch.chdir(home)

    def run(*words: str, stdin: str | bytes = "") -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        code = main(words[0].split() if len(words) == 1 else list(words))
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run
