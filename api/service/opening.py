"""Opening what the store holds, fast: one file is mapped, the database is asked for its generation alone.

no database, or nothing in it   the bundled vocabularies (`api.service.bundled`)
snapshot of this generation     mapped; neither SQLAlchemy nor a reader of any format is imported
else                            the snapshot is made from the store (`api.service.archive`), then mapped
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from api.service.bundled import code_signature, open_bundled
from api.service.files import map_file
from api.service.progress import Progress, silent
from classification.snapshot import open_snapshot
from classification.terminology import Terminology

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings


def open_terminology(settings: Settings, progress: Progress = silent) -> Terminology:
    """Everything that may be asked about: what the store holds, else the bundled vocabularies.

    Raises:
        StoreError: the store is there and cannot be read (see `api.store.database`).
        InvalidContent: a bundled vocabulary is broken.
    """
    path = settings.sqlite_path
    if path is not None:
        found = open_kept(str(path), str(settings.data_dir))
        if found is not None:
            return found
        if not path.is_file():
            return open_bundled(settings.cache_dir, progress)

    from api.service.archive import Archive

    with Archive(settings) as archive:
        if not archive.state().generation:
            return open_bundled(settings.cache_dir, progress)
        return archive.terminology(progress)


def open_kept(database: str, data_dir: str) -> Terminology | None:
    """The terminology of an SQLite store by its snapshot; None when there is no store or its snapshot is not at hand.

    Plain strings and few imports: this is how the command starts when there is a store.
    """
    tag = _stored_tag(database) if os.path.isfile(database) else ""  # noqa: PTH113
    return mapped_snapshot(snapshot_path(data_dir, tag)) if tag else None


def snapshot_path(data_dir: str | Path, tag: str) -> str:
    """Where the snapshot of a generation lies, or will; code that compiles otherwise has its own."""
    return f"{data_dir}/terminology-{tag}-{code_signature()}.snapshot"


def mapped_snapshot(path: str) -> Terminology | None:
    """The terminology in a snapshot, or None when it is absent or damaged."""
    try:
        return open_snapshot(map_file(path))
    except (OSError, ValueError):
        return None


def _stored_tag(path: str) -> str:
    """The tag of the state in an SQLite database (as `api.store.state.State.tag`); empty when it cannot be told.

    The second way of opening is for a database on a file system that cannot be written, where nobody changes it.
    """
    import sqlite3

    name = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"file:{name}?{mode}", uri=True)
        try:
            generation, token = connection.execute("SELECT generation, token FROM state").fetchone()
            return f"{generation}-{token}" if token else ""
        except sqlite3.OperationalError as error:
            if "unable to open" not in str(error) and "readonly" not in str(error):
                break
        except (sqlite3.Error, TypeError):
            break
        finally:
            connection.close()
    return ""
