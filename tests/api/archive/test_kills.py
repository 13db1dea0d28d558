"""A process that publishes is killed at any moment: what it had committed is there, whole, and nothing else.

When it is killed is drawn from what it does, not from the clock: so many statements, commits and files after it began.
The process tells that it has come so far and goes on, and is killed as soon as that is heard. SAMSPROG_TEST_KILLS says
how often; a thousand is what a release of the program is tried with.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from api.archive.archive import Archive
from api.archive.opening import open_terminology
from api.archive.upkeep import check_store
from api.settings import Settings

if sys.platform == "win32":
    pytest.skip("processes are forked and killed", allow_module_level=True)

KILLS = int(os.environ.get("SAMSPROG_TEST_KILLS", "8"))
AT_ONCE = 25
"""A store sees so many kills: all of it is looked through after each."""
CONCEPTS = 120
PUBLISHER = """
import os, sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from sqlalchemy import Engine, event
from api.archive.archive import Archive
from api.importing.request import Request
from api.settings import Settings
from tests.api.importing.test_run import content
from tests.classification.worlds import concept, release

settings = Settings(Path(sys.argv[1]), Path(sys.argv[2]), database_url=sys.argv[3], busy_seconds=60)

def tell(*words):
    os.write(1, (" ".join(map(str, words)) + "\\n").encode())

def publish(moment):
    steps = 0
    def step(*_, **__):
        nonlocal steps
        steps += 1
        if steps == moment:
            tell("now")
    for each in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, each, step)
    sys.addaudithook(lambda name, _: step() if name in {"open", "os.rename", "os.remove", "os.mkdir"} else None)
    with Archive(settings) as archive:
        number = archive.state().generation
        steps = 0
        while True:
            before = steps
            number += 1
            concepts = [concept(f"{number}-{at}", f"Farve {at}") for at in range(int(sys.argv[4]))]
            edition = release(*concepts, version=str(number), start=date(2020, 1, 1) + timedelta(days=number))
            outcome = archive.publish(content(edition), Request(datetime.now(UTC), "kill", replace=("colours",)))
            assert outcome.published, outcome.errors
            archive.terminology()
            tell("published", number, steps - before)

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            tell("begun", os.getpid())
            publish(int(line))
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    tell("ended", status)
"""


class Publishers:
    """Processes that publish until they are killed; forked from one that has everything imported."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def killed(self, moment: int) -> tuple[int, int]:
        """Let one publish, and kill it `moment` steps after it began (0: after its first publication).

        The number of the last publication that it told, and the steps of that.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{moment}\n")
        self._process.stdin.flush()
        pid, told = 0, (0, 0)
        for line in self._process.stdout:
            match line.split():
                case ["begun", number]:
                    pid = int(number)
                case ["published", number, steps]:
                    told = int(number), int(steps)
                    if moment == 0:
                        os.kill(pid, signal.SIGKILL)
                case ["now"]:
                    os.kill(pid, signal.SIGKILL)
                case ["ended", status]:
                    assert os.WTERMSIG(int(status)) == signal.SIGKILL
                    return told
        raise AssertionError(self._process.communicate()[1])


@contextmanager
def publishers(settings: Settings) -> Iterator[Publishers]:
    words = [str(settings.data_dir), str(settings.cache_dir), settings.database_url, str(CONCEPTS)]
    process = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        yield Publishers(process)
        process.communicate()


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("turn", range(-(-KILLS // AT_ONCE)))
def test_the_state_is_whole_after_each_kill(tmp_path: Path, store: str, turn: int) -> None:
    """Which kill met which moment depended on the machine: on a busy one none came after a publication."""
    settings = Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=60)
    draw = random.Random(7 + turn)
    committed = steps = 0

    with publishers(settings) as process:
        for number in range(min(AT_ONCE, KILLS - turn * AT_ONCE)):
            moment = draw.randint(1, steps + steps // 2) if number else 0
            told, taken = process.killed(moment)
            steps = steps or taken
            with Archive(settings) as archive:
                generation = archive.state().generation
                problems = list(check_store(archive.database))
                with archive.database.reading() as connection:
                    publications = connection.execute(text("SELECT count(*) FROM publication")).scalar()
            labels = (
                {held.version for held in open_terminology(settings).all_releases} if generation else set()
            )

            assert problems == []
            assert publications == generation
            assert max(committed, told) <= generation, "what was told as published is there"
            assert labels == {str(number) for number in range(1, generation + 1)}
            committed = generation

    assert committed > 0
