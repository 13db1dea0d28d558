"""The command, as most of its tests run it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.api.cli_runner import Run, runner


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    """The command with a home of its own and vocabularies that the tests of a process share."""
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)
