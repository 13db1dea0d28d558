"""Stores as the first start leaves them: filled once for a process of the test run, copied for each test.

Filling one takes two seconds of processor time, a copy some hundredths. What is tested of the first start itself begins
with a folder that is empty.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.archive.archive import Archive
from api.archive.upkeep import backup
from api.settings import Settings
from api.store.copying import read_copy
from api.store.database import Database

FILLED = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stocked:
    """A store with the bundled vocabularies and nothing else."""

    folder: Path
    backup: Path

    def copy_to(self, settings: Settings) -> None:
        """Into a data folder that is not there, or into a database that is empty."""
        if not settings.database_url:
            shutil.copytree(self.folder, settings.data_dir)
            return
        shutil.copytree(self.folder / "compiled", settings.data_dir / "compiled")
        database = Database(settings.database)
        try:
            read_copy(database, self.backup)
        finally:
            database.close()


def stocked(folder: Path) -> Stocked:
    """Fill one."""
    settings = Settings(folder / "data", folder / "cache")
    with Archive(settings) as archive:
        archive.load_bundled(FILLED)
        archive.terminology()
        backup(archive.database, folder / "stocked.backup")
    return Stocked(settings.data_dir, folder / "stocked.backup")
