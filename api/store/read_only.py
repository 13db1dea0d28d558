"""An SQLite database opened for reading alone, also where nothing may be written.

While a process has it open, its log (`-wal`, `-shm`) lies beside it, and it can be read with the log. Once it was
closed there is no log, and where none can be made SQLite has to be told that nobody changes the file (`immutable`). It
must not be told so while a log lies there that was not yet written back: the newest state would be passed over.

Few imports: this is how the command starts when there is a store.
"""

from __future__ import annotations

import os
import sqlite3
from typing import Final

NOT_CLOSED: Final = "was not closed"
"""In the error of a database whose log cannot be read."""


def open_read_only(path: str, busy_seconds: float = 5.0) -> sqlite3.Connection:
    """A connection that reads and writes nothing.

    Raises:
        sqlite3.Error: it cannot be opened.
    """
    try:
        return _opened(path, "mode=ro", busy_seconds)
    except sqlite3.OperationalError as error:
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        if _has_log(path):
            raise sqlite3.OperationalError(f"{path} {NOT_CLOSED}") from error
    return _opened(path, "mode=ro&immutable=1", busy_seconds)


def _opened(path: str, mode: str, busy_seconds: float) -> sqlite3.Connection:
    name = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    connection = sqlite3.connect(
        f"file:{name}?{mode}", uri=True, timeout=busy_seconds, check_same_thread=False
    )
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except UnicodeDecodeError as error:  # a message of SQLite about names that are none
        connection.close()
        raise sqlite3.DatabaseError("the database file is malformed") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _has_log(path: str) -> bool:
    try:
        return os.stat(f"{path}-wal").st_size > 0  # noqa: PTH116
    except OSError:
        return False
