"""The database: opened, brought up to date, its troubles put in words.

The only module that knows which database it is. SQLite runs in WAL mode with foreign keys on; transactions begin when
SQLAlchemy says so, DDL included (the driver's own habit would commit in between). In PostgreSQL who writes holds an
advisory lock, so that there too one process writes at a time, and who waits gives up after the same time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import orjson
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from api.extras import missing_extra
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
        self.shown = address
        try:
            url = make_url(address)
            self.shown = url.render_as_string(hide_password=True)
            self.engine = _engine(url, busy_seconds)
            self._writer = self.engine.execution_options(**{_WRITES: True})
            self._reader = _reader(self.engine)
        except ImportError as error:
            raise missing_extra(error) or StoreUnusable(_no_driver(self.shown, error)) from error
        except (ArgumentError, NoSuchModuleError) as error:
            said = f"database {self.shown!r} cannot be used: {error}"
            raise StoreUnusable(said) from error
        except OSError as error:
            raise StoreUnusable(f"the folder of the database cannot be made: {error}") from error
        try:
            with self.reading() as connection:
                self._must_hold_every_letter(connection)
                at = _revision(connection)
            self.step_before, self.step = at, HEAD
            if at != HEAD:
                self._upgrade()
        except BaseException:
            self.close()
            raise

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
        return [f"{self.shown}: {line}" for line in said if line != "ok"]

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
            raise _in_words(error, self.shown) from error

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
                raise StoreTooNew(
                    f"{self.shown} was written by a later version of Samsprog: its tables are at step "
                    f"{_revision(connection)}, this version knows up to {HEAD}; use that version, or another data_dir"
                ) from error


def _no_driver(shown: str, error: ImportError) -> str:
    said = f"database {shown!r} cannot be used: {error}"
    if shown.startswith("postgres") and error.name == "psycopg2":
        return f"{said}; name the driver of samsprog[postgres]: postgresql+psycopg://…"
    return said


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def _engine(url: URL, busy_seconds: float) -> Engine:
    if url.get_backend_name() != "sqlite":
        return _server_engine(url, busy_seconds)
    in_a_file = url.database not in {None, "", ":memory:"}
    if in_a_file:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url,
        json_serializer=_dumped,
        poolclass=NullPool if in_a_file else None,
        connect_args={"timeout": busy_seconds},
    )
    event.listen(engine, "connect", _prepare_sqlite)
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


def _prepare_sqlite(connection: Any, record: object) -> None:
    del record
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys = ON")
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


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
    ("42501", StoreReadOnly, "{0} may not be written; grant the rights on its tables"),
    ("28", StoreAway, "{0} does not let us in: {1}; check user and password"),
    ("3D000", StoreAway, "{0} is not there: {1}; make the database, or correct the name"),
    ("08", StoreAway, "{0} cannot be reached: {1}"),
    ("57P", StoreAway, "{0} cannot be reached: {1}"),
    ("53300", StoreAway, "{0} takes no more connections: {1}"),
)
"""SQLSTATEs, or classes of them, of a database server (PostgreSQL, appendix A)."""


def _in_words(error: DBAPIError, shown: str) -> StoreError:
    said = str(error.orig)
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
