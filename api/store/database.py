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
from classification.sentence import NOTHING, Sentence, both, same

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
            raise StoreUnusable(error.said) from None
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
            raise StoreUnusable(
                both(
                    f"databasens mappe kan ikke laves: {error}",
                    f"the folder of the database cannot be made: {error}",
                )
            ) from error
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
            why = self.read_only
            raise StoreReadOnly(
                both(
                    f"{self.shown} må ikke skrives ({why.da}), og dens tabeller er på trin {at or 'ingen'}, hvor denne "
                    f"version af Samsprog behøver {HEAD}; kør `samsprog db upgrade`, hvor den må skrives",
                    f"{self.shown} may not be written ({why.en}), and its tables are at step {at or 'none'} where this "
                    f"version of Samsprog needs {HEAD}; run `samsprog db upgrade` where it may be written",
                )
            )
        self._upgrade()

    def _unusable(self, error: Exception) -> StoreUnusable:
        """The error as a sentence; where it came from is left out, since it may repeat parts of the address."""
        said = self._address.without_secrets(str(error))
        return StoreUnusable(_not_usable(self.shown, said))

    def must_be_writable(self, what: Sentence) -> None:
        """Refuse what would write, before it is begun.

        Raises:
            StoreReadOnly: saying why, and what can be done all the same.
        """
        if self.read_only:
            why = self.read_only
            raise StoreReadOnly(
                both(
                    f"{self.shown} må ikke skrives ({why.da}), så {what.da}; det, den indeholder, kan der spørges om",
                    f"{self.shown} may not be written ({why.en}), so {what.en}; what it holds can be asked about",
                )
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
                said = both(
                    f"{self.shown} er i tegnkodningen {encoding}, som ikke rummer alle bogstaver",
                    f"{self.shown} is in the encoding {encoding}, which does not hold every letter",
                )
                raise StoreUnusable(
                    both(
                        f"{said.da}; lav databasen på ny med ENCODING 'UTF8' TEMPLATE template0",
                        f"{said.en}; make the database anew with ENCODING 'UTF8' TEMPLATE template0",
                    )
                )

    def damage(self) -> list[Sentence]:
        """What the database itself says is broken in its file; a server looks after its own."""
        if self.engine.dialect.name != "sqlite":
            return []
        with self.reading() as connection:
            broken, said = _as_far_as_it_goes(connection, "PRAGMA integrity_check")
            further, loose = _as_far_as_it_goes(connection, "PRAGMA foreign_key_check")
        return [
            *(same(f"{self.shown}: {line}") for (line,) in said if line != "ok"),
            *(same(f"{self.shown}: {line}") for line in dict.fromkeys((*broken, *further))),
            *(
                both(
                    f"række {row} i {table} hører til en række i {of}, som ikke er der",
                    f"row {row} of {table} belongs to a row of {of} that is not there",
                )
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
            both(
                f"{self.shown} er skrevet af en senere version af Samsprog: dens tabeller er på trin {at}, denne "
                f"version kender til og med {HEAD}; brug den version, eller en anden data_dir",
                f"{self.shown} was written by a later version of Samsprog: its tables are at step {at}, this version "
                f"knows up to {HEAD}; use that version, or another data_dir",
            )
        )


def _no_driver(shown: str, error: ImportError) -> Sentence:
    said = _not_usable(shown, str(error))
    if shown.startswith("postgres") and error.name == "psycopg2":
        return said + both(
            "; nævn driveren i samsprog[postgres]: postgresql+psycopg://…",
            "; name the driver of samsprog[postgres]: postgresql+psycopg://…",
        )
    return said


def _not_usable(shown: str, said: str) -> Sentence:
    return both(f"databasen {shown!r} kan ikke bruges: {said}", f"database {shown!r} cannot be used: {said}")


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def why_read_only(url: URL) -> Sentence:
    """Why an SQLite database may only be read; empty when it may be written, or is not there yet."""
    path = _sqlite_file(url)
    if path is None or not path.exists():
        return NOTHING
    if not _may_write(path):
        return both("dens fil må kun læses", "its file may only be read")
    if not _may_write(path.parent):
        return both("dens mappe må kun læses", "its folder may only be read")
    return NOTHING


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _server_read_only(connection: Connection, at: str) -> Sentence:
    """Why this user may only read the database of a server."""
    if connection.dialect.name != "postgresql" or not at:
        return NOTHING
    follows, only_reading, may_write = connection.exec_driver_sql(
        "SELECT pg_is_in_recovery(), current_setting('transaction_read_only') = 'on', "
        "has_table_privilege('state', 'UPDATE') AND has_table_privilege('publication', 'INSERT')"
    ).one()
    if follows:
        return both("den er en kopi, der følger en anden server", "it is a copy that follows another server")
    if only_reading:
        return both("dens transaktioner læser kun", "its transactions only read")
    return NOTHING if may_write else both("dens bruger må kun læse", "its user may only read")


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


_WORDS: Final[tuple[tuple[str, type[StoreError], Sentence], ...]] = (
    (
        "database is locked",
        StoreLocked,
        both(
            "en anden proces skriver til {0}; prøv igen, eller hæv busy_seconds",
            "another process is writing to {0}; try again, or raise busy_seconds",
        ),
    ),
    (
        "readonly database",
        StoreReadOnly,
        both(
            "{0} må ikke skrives; undersøg rettighederne til filen og dens mappe",
            "{0} may not be written; check the rights on the file and its folder",
        ),
    ),
    (
        "disk is full",
        StoreFull,
        both("der er ikke plads til {0}; intet er ændret", "there is no room for {0}; nothing was changed"),
    ),
    (
        "unable to open",
        StoreUnusable,
        both(
            "{0} kan ikke åbnes; undersøg stien og rettighederne til dens mappe",
            "{0} cannot be opened; check the path and the rights on its folder",
        ),
    ),
    (
        NOT_CLOSED,
        StoreUnusable,
        both(
            "{0} blev ikke lukket: det, der blev skrevet sidst, ligger i dens -wal-fil, som kun kan læses, hvor dens "
            "mappe må skrives; kopiér databasen med dens -wal-fil til en sådan mappe",
            "{0} was not closed: what was written last lies in its -wal file, which can only be read where its folder "
            "may be written; copy the database with its -wal file to such a folder",
        ),
    ),
    (
        "not a database",
        StoreUnusable,
        both(
            "{0} er ikke en database (eller den er beskadiget); genskab den, eller brug en anden data_dir",
            "{0} is no database (or it is damaged); restore it, or use another data_dir",
        ),
    ),
    (
        "malformed",
        StoreUnusable,
        both(
            "{0} er beskadiget; genskab den fra en kopi, eller brug en anden data_dir",
            "{0} is damaged; restore it from a copy, or use another data_dir",
        ),
    ),
)


_STATES: Final[tuple[tuple[str, type[StoreError], Sentence], ...]] = (
    (
        "55P03",
        StoreLocked,
        both(
            "en anden proces skriver til {0}; prøv igen, eller hæv busy_seconds",
            "another process is writing to {0}; try again, or raise busy_seconds",
        ),
    ),
    (
        "40P01",
        StoreLocked,
        both("en anden proces skriver til {0}; prøv igen", "another process is writing to {0}; try again"),
    ),
    (
        "53100",
        StoreFull,
        both("der er ikke plads til {0}; intet er ændret", "there is no room for {0}; nothing was changed"),
    ),
    (
        "25006",
        StoreReadOnly,
        both(
            "{0} tager ikke imod ændringer (den er en kopi, der følger en anden); angiv den førende server",
            "{0} takes no changes (it is a copy that follows another); name the leading server",
        ),
    ),
    (
        "42501",
        StoreReadOnly,
        both(
            "{0} tillader det ikke: {1}; giv rettighederne til dens tabeller",
            "{0} does not allow this: {1}; grant the rights on its tables",
        ),
    ),
    (
        "28",
        StoreAway,
        both(
            "{0} lukker os ikke ind: {1}; undersøg bruger og adgangskode",
            "{0} does not let us in: {1}; check user and password",
        ),
    ),
    (
        "3D000",
        StoreAway,
        both(
            "{0} findes ikke: {1}; lav databasen, eller ret navnet",
            "{0} is not there: {1}; make the database, or correct the name",
        ),
    ),
    ("08", StoreAway, both("{0} kan ikke nås: {1}", "{0} cannot be reached: {1}")),
    ("57P", StoreAway, both("{0} kan ikke nås: {1}", "{0} cannot be reached: {1}")),
    (
        "53300",
        StoreAway,
        both("{0} tager ikke flere forbindelser: {1}", "{0} takes no more connections: {1}"),
    ),
)
"""SQLSTATEs, or classes of them, of a database server (PostgreSQL, appendix A)."""


def _as_far_as_it_goes(connection: Connection, question: str) -> tuple[list[str], list[Any]]:
    """The rows of an answer up to where the file is too damaged to go on, and what stopped it."""
    rows: list[Any] = []
    try:
        for row in connection.exec_driver_sql(question):
            rows.append(row)  # noqa: PERF402 - what came before an error counts
    except DBAPIError as error:
        return [str(error.orig)], rows
    return [], rows


def _in_words(error: DBAPIError, address: Address) -> StoreError:
    said = address.without_secrets(str(error.orig))
    shown = address.shown
    state = getattr(error.orig, "sqlstate", None)
    for begins, kind, words in _STATES:
        if state is not None and state.startswith(begins):
            return kind(_filled(words, shown, _first_line(said)))
    if state is None and not shown.startswith("sqlite") and isinstance(error, OperationalError):
        return StoreAway(
            both(
                f"{shown} kan ikke nås: {_first_line(said)}",
                f"{shown} cannot be reached: {_first_line(said)}",
            )
        )
    for sign, kind, words in _WORDS:
        if sign in said:
            return kind(_filled(words, shown))
    return StoreUnusable(same(f"{shown}: {said}"))


def _filled(words: Sentence, *values: str) -> Sentence:
    return both(words.da.format(*values), words.en.format(*values))


def _first_line(said: str) -> str:
    return said.strip().partition("\n")[0]
