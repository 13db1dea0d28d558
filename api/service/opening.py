"""Opening what the store holds, fast: one file is mapped, the database is asked for its generation alone.

no database, or nothing in it   the bundled vocabularies (`api.service.bundled`)
snapshot of this generation     mapped; SQLAlchemy is not imported
else                            the snapshot is made from the store (`api.service.archive`), then mapped
"""

from __future__ import annotations

from pathlib import Path

from api.service.bundled import code_signature, open_bundled
from api.service.files import map_file
from api.service.progress import Progress, silent
from api.settings import Settings
from classification.snapshot import open_snapshot
from classification.terminology import Terminology


def open_terminology(settings: Settings, progress: Progress = silent) -> Terminology:
    """Everything that may be asked about: what the store holds, else the bundled vocabularies.

    Raises:
        StoreError: the store is there and cannot be read (see `api.store.database`).
        InvalidContent: a bundled vocabulary is broken.
    """
    if settings.sqlite_path is not None and not settings.sqlite_path.is_file():
        return open_bundled(settings.cache_dir, progress)
    tag = stored_tag(settings.sqlite_path) if settings.sqlite_path is not None else ""
    found = mapped_snapshot(snapshot_path(settings, tag)) if tag else None
    if found is not None:
        return found

    from api.service.archive import Archive

    with Archive(settings) as archive:
        if not archive.state().generation:
            return open_bundled(settings.cache_dir, progress)
        return archive.terminology(progress)


def snapshot_path(settings: Settings, tag: str) -> Path:
    """Where the snapshot of a generation lies, or will; code that compiles otherwise has its own."""
    return settings.data_dir / f"terminology-{tag}-{code_signature()}.snapshot"


def mapped_snapshot(path: Path) -> Terminology | None:
    """The terminology in a snapshot, or None when it is absent or damaged."""
    try:
        return open_snapshot(map_file(path))
    except (OSError, ValueError):
        return None


def stored_tag(path: Path) -> str:
    """The tag of the state in an SQLite database (as `api.store.state.State.tag`); empty when it cannot be told.

    The second way of opening is for a database on a file system that cannot be written, where nobody changes it.
    """
    import sqlite3

    for mode in ("mode=ro", "immutable=1"):
        try:
            connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
        except sqlite3.Error:
            continue
        try:
            generation, token = connection.execute("SELECT generation, token FROM state").fetchone()
            return f"{generation}-{token}" if token else ""
        except (sqlite3.Error, TypeError):
            continue
        finally:
            connection.close()
    return ""
