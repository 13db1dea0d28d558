"""Several processes publish into one store at once: each gets its turn, and nothing is lost or half there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from api.archive.archive import Archive
from api.archive.opening import open_terminology
from api.archive.upkeep import check_store
from api.settings import Settings

WRITERS, PUBLICATIONS = 3, 4
WRITER = """
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from api.archive.archive import Archive
from api.importing.request import Request
from api.settings import Settings
from tests.api.importing.test_run import content
from tests.classification.worlds import concept, release, scheme

settings = Settings(Path(sys.argv[1]), Path(sys.argv[2]), database_url=sys.argv[3], busy_seconds=60)
name, times = sys.argv[4], int(sys.argv[5])
sys.stdin.readline()
with Archive(settings) as archive:
    for number in range(times):
        concepts = [concept(f"{name}-{number}-{at}", f"Farve {at}") for at in range(200)]
        edition = release(*concepts, of=scheme(name), version=str(number), start=date(2020, 1, 1) + timedelta(number))
        request = Request(datetime.now(UTC), name, replace=(name,) if number else ())
        outcome = archive.publish(content(edition), request)
        assert outcome.published, outcome.errors
        archive.terminology()
"""


@pytest.mark.parametrize("store", ["sqlite", "postgresql"], indirect=True)
def test_every_publication_of_several_writers_is_there(tmp_path: Path, store: str) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=60)
    words = [str(settings.data_dir), str(settings.cache_dir), settings.database_url]
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, *words, f"writer-{letter}", str(PUBLICATIONS)],
            stdin=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for letter in "abc"[:WRITERS]
    ]

    troubles = [writer.communicate("go\n", timeout=120)[1] for writer in writers]

    assert [writer.returncode for writer in writers] == [0] * WRITERS, troubles
    with Archive(settings) as archive:
        assert list(check_store(archive.database)) == []
        assert archive.state().generation == WRITERS * PUBLICATIONS
    held = {held.name: held.size for held in open_terminology(settings).all_releases}
    assert held == {
        f"writer-{letter}@{number}": 200 for letter in "abc"[:WRITERS] for number in range(PUBLICATIONS)
    }
