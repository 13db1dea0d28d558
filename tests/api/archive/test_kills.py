"""A process that publishes is killed at any moment: what it had committed is there, whole, and nothing else.

It publishes three releases, then withdraws the last one, renames the classification, takes the withdrawal back,
publishes one more and undoes that, and begins again: each of these steps counts the generation up by one.

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
from classification import Terminology
from tests.api.archive.kill_script import state_after

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
from api.archive.deciding import Author, rename, take_back, withdraw
from api.archive.undoing import undo
from api.importing.request import Request
from api.settings import Settings
from tests.api.archive.kill_script import step_of
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
            does = step_of(number)
            author = Author(datetime.now(UTC), "kill")
            if does.what == "publish":
                label = str(does.label)
                concepts = [concept(f"{label}-{at}", f"Farve {at}") for at in range(int(sys.argv[4]))]
                edition = release(*concepts, version=label, start=date(2020, 1, 1) + timedelta(days=does.label))
                request = Request(datetime.now(UTC), "kill", replace=("urn:example:colours",))
                outcome = archive.publish(content(edition), request)
                assert outcome.published, outcome.errors
            elif does.what == "withdraw":
                withdraw(archive, "urn:example:colours", str(does.label), "fordi", author)
            elif does.what == "take back":
                take_back(archive, "urn:example:colours", str(does.label), "", author)
            elif does.what == "rename":
                rename(archive, "urn:example:colours", f"farver-{number}", author)
            else:
                undo(archive, None, author)
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
                    rows = {
                        table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar()
                        for table in ("publication", "withdrawal", "renaming", "undoing")
                    }
            expected = state_after(generation)
            held = open_terminology(settings) if generation else Terminology()

            assert problems == []
            assert rows == expected.rows
            assert max(committed, told) <= generation, "what was told as published is there"
            assert {release.version for release in held.all_releases} == set(map(str, expected.labels))
            assert {release.version for release in held.releases_in_use} == set(
                map(str, expected.labels - expected.withdrawn)
            )
            assert [scheme.name for scheme in held.schemes] == ([expected.name] if expected.labels else [])
            committed = generation

    assert committed > 0
