"""The database: opened, brought up to date, its troubles put in words.

The only module that knows which database it is. SQLite runs in WAL mode with foreign keys on; transactions begin when
SQLAlchemy says so, DDL included (the driver's own habit would commit in between). In PostgreSQL who writes holds an
advisory lock, so that there too one process writes at a time, and who waits gives up after the same time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from api.extras import missing_extra
from api.store.address import Address, UnreadableAddress, read_address
from api.store.errors import (
    StoreAway,
    StoreError,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
    StoreUnusable,
)
from api.store.migrations import HEAD
from api.store.read_only import NOT_CLOSED, open_read_only

_MIGRATIONS: Final = Path(__file__).parent / "migrations"
_WRITES: Final = "samsprog_writes"
_WRITE_LOCK: Final = 0x53414D5350524F47  # "SAMSPROG"
_CONNECT_SECONDS: Final = 10


class Database:
    """An open database whose tables are up to date.

    Args:
        address: which database, as an SQLAlchemy URL; the folder of an SQLite file is made when it is absent.
        busy_seconds: how long to wait for another process that writes.

    Raises:
        StoreError: see `api.store.errors`.
    """

    def __init__(self, address: str, *, busy_seconds: float = 10.0) -> None:
        try:
            self._address = read_address(address)
        except UnreadableAddress as error:
            raise StoreUnusable(str(error)) from None
        self.shown = self._address.shown
        try:
            self.read_only = why_read_only(self._address.url)
            self.engine = _engine(self._address.url, busy_seconds, read_only=bool(self.read_only))
            self._writer = self.engine.execution_options(**{_WRITES: True})
            self._reader = _reader(self.engine)
        except ImportError as error:
            raise missing_extra(error) or StoreUnusable(_no_driver(self.shown, error)) from error
        except (ArgumentError, NoSuchModuleError, TypeError, ValueError) as error:
            raise self._unusable(error) from None
        except OSError as error:
            raise StoreUnusable(f"the folder of the database cannot be made: {error}") from error
        try:
            self._open()
        except (TypeError, ValueError) as error:  # a driver that cannot make out an option of the address
            self.close()
            raise self._unusable(error) from None
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        with self.reading() as connection:
            self._must_hold_every_letter(connection)
            at = _revision(connection)
            self.read_only = self.read_only or _server_read_only(connection, at)
        self.step_before, self.step = at, HEAD
        if at == HEAD:
            return
        if at > HEAD:
            raise self._too_new(at)
        if self.read_only:
            raise StoreReadOnly(
                f"{self.shown} may not be written ({self.read_only}), and its tables are at step {at or 'none'} where "
                f"this version of Samsprog needs {HEAD}; run `samsprog db upgrade` where it may be written"
            )
        self._upgrade()

    def _unusable(self, error: Exception) -> StoreUnusable:
        """The error as a sentence; where it came from is left out, since it may repeat parts of the address."""
        said = self._address.without_secrets(str(error))
        return StoreUnusable(f"database {self.shown!r} cannot be used: {said}")

    def must_be_writable(self, what: str) -> None:
        """Refuse what would write, before it is begun.

        Raises:
            StoreReadOnly: saying why, and what can be done all the same.
        """
        if self.read_only:
            raise StoreReadOnly(
                f"{self.shown} may not be written ({self.read_only}), so {what}; what it holds can be asked about"
            )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database; nothing is written."""
        with self._worded(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The one transaction that writes: committed at the end, undone on any error; others wait for it."""
        with self._worded(), self._writer.begin() as connection:
            yield connection

    def _must_hold_every_letter(self, connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
            if encoding != "UTF8":
                said = f"{self.shown} is in the encoding {encoding}, which does not hold every letter"
                raise StoreUnusable(f"{said}; make the database anew with ENCODING 'UTF8' TEMPLATE template0")

    def damage(self) -> list[str]:
        """What the database itself says is broken in its file; a server looks after its own."""
        if self.engine.dialect.name != "sqlite":
            return []
        with self.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            loose = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [
            *(f"{self.shown}: {line}" for line in said if line != "ok"),
            *(
                f"row {row} of {table} belongs to a row of {of} that is not there"
                for table, row, of, _ in loose
            ),
        ]

    def is_away(self, error: DBAPIError) -> bool:
        """Whether an error is about reaching the database rather than about what is in it."""
        return error.connection_invalidated or isinstance(
            _in_words(error, self._address), StoreAway | StoreLocked
        )

    def count_on(self, connection: Connection, tables: Iterable[Table]) -> None:
        """Let numbers of new rows follow those of rows that came with their numbers."""
        if connection.dialect.name == "sqlite":
            return
        for table in tables:
            if "id" in table.c:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                    f"(SELECT coalesce(max(id), 0) + 1 FROM {table.name}), false)"
                )

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    @contextmanager
    def _worded(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise _in_words(error, self._address) from error

    def _upgrade(self) -> None:
        from alembic import command
        from alembic.config import Config
        from alembic.util.exc import CommandError

        config = Config()
        config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
        with self.writing() as connection:
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, HEAD)
            except CommandError as error:
                raise self._too_new(_revision(connection)) from error

    def _too_new(self, at: str) -> StoreTooNew:
        return StoreTooNew(
            f"{self.shown} was written by a later version of Samsprog: its tables are at step {at}, this version "
            f"knows up to {HEAD}; use that version, or another data_dir"
        )


def _no_driver(shown: str, error: ImportError) -> str:
    said = f"database {shown!r} cannot be used: {error}"
    if shown.startswith("postgres") and error.name == "psycopg2":
        return f"{said}; name the driver of samsprog[postgres]: postgresql+psycopg://…"
    return said


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def why_read_only(url: URL) -> str:
    """Why an SQLite database may only be read; empty when it may be written, or is not there yet."""
    path = _sqlite_file(url)
    if path is None or not path.exists():
        return ""
    if not _may_write(path):
        return "its file may only be read"
    return "" if _may_write(path.parent) else "its folder may only be read"


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _server_read_only(connection: Connection, at: str) -> str:
    """Why this user may only read the database of a server."""
    if connection.dialect.name != "postgresql" or not at:
        return ""
    follows, only_reading, may_write = connection.exec_driver_sql(
        "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on', "
        "has_table_privilege('state', 'UPDATE') AND has_table_privilege('publication', 'INSERT')"
    ).one()
    if follows:
        return "it is a copy that follows another server"
    if only_reading:
        return "its transactions only read"
    return "" if may_write else "its user may only read"


def _sqlite_file(url: URL) -> Path | None:
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        return None
    return Path(str(url.database))


def _engine(url: URL, busy_seconds: float, *, read_only: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _server_engine(url, busy_seconds)
    path = _sqlite_file(url)
    if path is not None and not read_only:
        path.parent.mkdir(parents=True, exist_ok=True)
    opening: dict[str, Any] = {"connect_args": {"timeout": busy_seconds}}
    if path is not None and read_only:
        opening = {"creator": partial(open_read_only, str(path), busy_seconds)}
    engine = create_engine(
        url, json_serializer=_dumped, poolclass=None if path is None else NullPool, **opening
    )
    event.listen(engine, "connect", partial(_prepare_sqlite, read_only))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _dumped(value: Any) -> str:
    """A JSON value as compact text."""
    return orjson.dumps(value).decode()


def _server_engine(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        json_serializer=_dumped,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": _CONNECT_SECONDS,
            "client_encoding": "utf8",
            "options": f"-c lock_timeout={max(1, round(busy_seconds * 1000))}",
        },
    )
    event.listen(engine, "begin", _begin_on_server)
    return engine


def _begin_on_server(connection: Connection) -> None:
    """One process writes at a time, from its first statement on."""
    if connection.get_execution_options().get(_WRITES):
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITE_LOCK})")


def _reader(engine: Engine) -> Engine:
    """Statements of one reading see one state: SQLite's transactions do so anyway, elsewhere it has to be asked for."""
    if engine.dialect.name == "sqlite":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ")


def _prepare_sqlite(read_only: bool, connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None
    connection.text_factory = _text
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        return
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


def _text(stored: bytes) -> str:
    """Text as it lies in the file: what is no UTF-8 comes as lone surrogates, for `api.store.damage` to name."""
    return stored.decode("utf-8", "surrogateescape")


def _begin_sqlite(connection: Connection) -> None:
    """A writer takes its lock at once: one that has read first could never get it while others write."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


_WORDS: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    (
        "database is locked",
        StoreLocked,
        "another process is writing to {0}; try again, or raise busy_seconds",
    ),
    (
        "readonly database",
        StoreReadOnly,
        "{0} may not be written; check the rights on the file and its folder",
    ),
    ("disk is full", StoreFull, "there is no room for {0}; nothing was changed"),
    ("unable to open", StoreUnusable, "{0} cannot be opened; check the path and the rights on its folder"),
    (
        NOT_CLOSED,
        StoreUnusable,
        "{0} was not closed: what was written last lies in its -wal file, which can only be read where its folder may "
        "be written; copy the database with its -wal file to such a folder",
    ),
    (
        "not a database",
        StoreUnusable,
        "{0} is no database (or it is damaged); restore it, or use another data_dir",
    ),
    ("malformed", StoreUnusable, "{0} is damaged; restore it from a copy, or use another data_dir"),
)


_STATES: Final[tuple[tuple[str, type[StoreError], str], ...]] = (
    ("55P03", StoreLocked, "another process is writing to {0}; try again, or raise busy_seconds"),
    ("40P01", StoreLocked, "another process is writing to {0}; try again"),
    ("53100", StoreFull, "there is no room for {0}; nothing was changed"),
    (
        "25006",
        StoreReadOnly,
        "{0} takes no changes (it is a copy that follows another); name the leading server",
    ),
    ("42501", StoreReadOnly, "{0} does not allow this: {1}; grant the rights on its tables"),
    ("28", StoreAway, "{0} does not let us in: {1}; check user and password"),
    ("3D000", StoreAway, "{0} is not there: {1}; make the database, or correct the name"),
    ("08", StoreAway, "{0} cannot be reached: {1}"),
    ("57P", StoreAway, "{0} cannot be reached: {1}"),
    ("53300", StoreAway, "{0} takes no more connections: {1}"),
)
"""SQLSTATEs, or classes of them, of a database server (PostgreSQL, appendix A)."""


def _in_words(error: DBAPIError, address: Address) -> StoreError:
    said = address.without_secrets(str(error.orig))
    shown = address.shown
    state = getattr(error.orig, "sqlstate", None)
    for begins, kind, words in _STATES:
        if state is not None and state.startswith(begins):
            return kind(words.format(shown, _first_line(said)))
    if state is None and not shown.startswith("sqlite") and isinstance(error, OperationalError):
        return StoreAway(f"{shown} cannot be reached: {_first_line(said)}")
    for sign, kind, words in _WORDS:
        if sign in said:
            return kind(words.format(shown))
    return StoreUnusable(f"{shown}: {said}")


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0]
