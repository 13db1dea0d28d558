"""A process that publishes is killed at any moment: what it had committed is there, whole, and nothing else.

SAMSPROG_TEST_KILLS says how often; a thousand is what a release of the program is tried with.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from api.service.archive import Archive
from api.service.opening import open_terminology
from api.service.upkeep import check_store
from api.settings import Settings

KILLS = int(os.environ.get("SAMSPROG_TEST_KILLS", "8"))
AT_ONCE = 25
"""A store sees so many kills: all of it is looked through after each."""
PUBLISHER = """
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from api.service.archive import Archive
from api.service.request import Request
from api.settings import Settings
from tests.api.test_import import content
from tests.classification.worlds import concept, release, scheme

settings = Settings(Path(sys.argv[1]), Path(sys.argv[2]), database_url=sys.argv[3], busy_seconds=30)
with Archive(settings) as archive:
    number = archive.state().generation
    print("ready", flush=True)
    while True:
        number += 1
        concepts = [concept(f"{number}-{at}", f"Farve {at}") for at in range(400)]
        edition = release(*concepts, version=str(number), start=date(2020, 1, 1) + timedelta(days=number))
        outcome = archive.publish(content(edition), Request(datetime.now(UTC), "kill"))
        assert outcome.published, outcome.errors
        archive.terminology()
        print(number, flush=True)
"""


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
@pytest.mark.parametrize("turn", range(-(-KILLS // AT_ONCE)))
def test_the_state_is_whole_after_each_kill(tmp_path: Path, store: str, turn: int) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=30)
    draw = random.Random(7 + turn)
    committed = 0

    for _ in range(min(AT_ONCE, KILLS - turn * AT_ONCE)):
        told = _killed(settings, draw.uniform(0.0, 0.4))
        with Archive(settings) as archive:
            generation = archive.state().generation
            problems = list(check_store(archive.database))
            with archive.database.reading() as connection:
                publications = connection.execute(text("SELECT count(*) FROM publication")).scalar()
        labels = {held.version for held in open_terminology(settings).all_releases} if generation else set()

        assert problems == []
        assert publications == generation
        assert max(committed, told) <= generation, "what was told as published is there"
        assert not generation or labels == {str(number) for number in range(1, generation + 1)}
        committed = generation

    assert committed > 0


def _killed(settings: Settings, seconds: float) -> int:
    """Let a process publish for so long after it is ready, then kill it; the last publication that it told."""
    words = [str(settings.data_dir), str(settings.cache_dir), settings.database_url]
    publisher = subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert publisher.stdout is not None
    assert publisher.stdout.readline() == "ready\n", publisher.communicate()[1]
    with suppress(subprocess.TimeoutExpired):
        publisher.wait(timeout=seconds)
    publisher.send_signal(signal.SIGKILL)
    out, err = publisher.communicate()
    assert publisher.returncode == -signal.SIGKILL, err
    told = [line for line in out.split("\n")[:-1] if line]
    return int(told[-1]) if told else 0
