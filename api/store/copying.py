"""The whole store as one file, and back: the same file for every database.

A copy is gzip over lines of JSON (UTF-8): a head `{"samsprog-backup": 1, "step", "generation"}`, a line
`[table, {column: value}]` for each row, and a foot `{"rows": {table: number}, "sha256"}` over all lines before it. It
is taken in one transaction, so it shows one state while others write; the same state gives the same bytes.
"""

from __future__ import annotations

import gzip
import json
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from sqlalchemy import Connection, Date, Table, delete, insert, select, update
from sqlalchemy.exc import DBAPIError, StatementError

from api.store.database import Database
from api.store.errors import StoreDamaged, StoreError
from api.store.migrations import HEAD
from api.store.state import read_state
from api.store.tables import Base, StateRow
from api.store.types import Instant

VERSION: Final = 1
_MARK: Final = "samsprog-backup"
_ROWS_AT_ONCE: Final = 2_000
_LONGEST_LINE: Final = 256 << 20
_TABLES: Final = tuple(table for table in Base.metadata.sorted_tables if table.name != StateRow.__tablename__)


class NoBackup(StoreError):
    """The file is no copy of a store, or it is damaged."""

    code = "NO_BACKUP"


class StoreNotEmpty(StoreError):
    """A copy goes into an empty store only, unless the caller says that what is there may go."""

    code = "STORE_NOT_EMPTY"


def write_copy(database: Database, out: IO[bytes]) -> Counter[str]:
    """Write everything the store holds; how many rows of each table there were."""
    rows: Counter[str] = Counter()
    digest = sha256()
    with (
        database.reading() as connection,
        gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as packed,
    ):

        def say(value: object) -> None:
            line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            packed.write(line)

        state = read_state(connection)
        say({_MARK: VERSION, "step": HEAD, "generation": state.generation, "bundled": state.bundled})
        for table in _TABLES:
            try:
                for row in _rows(connection, table):
                    say([table.name, row])
                    rows[table.name] += 1
            except (LookupError, TypeError, ValueError) as error:
                raise StoreDamaged(f"a row of {table.name} cannot be read ({error})") from error
        foot = {"rows": dict(sorted(rows.items())), "sha256": digest.hexdigest()}
        packed.write(json.dumps(foot, separators=(",", ":")).encode() + b"\n")
    return rows


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key)
    found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query)
    for row in found.mappings():
        yield {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def read_copy(database: Database, path: Path, *, replace: bool = False) -> Counter[str]:
    """Put a copy into the store: all of it, or nothing.

    Args:
        database: where it goes.
        path: the copy.
        replace: what the store holds goes; otherwise it must be empty.

    Raises:
        NoBackup: the file is no copy, damaged, or of another version.
        StoreNotEmpty: the store holds something.
        StoreError: the database refuses.
    """
    head, rows = verified(path)
    with database.writing() as connection:
        state = read_state(connection, lock=True)
        if state.generation and not replace:
            raise StoreNotEmpty(
                f"{database.shown} holds {state.generation} publications; restore into an empty store, or add --replace"
            )
        for table in reversed(_TABLES):
            connection.execute(delete(table))
        try:
            for table, records in _batches(_lines(path)):
                connection.execute(insert(table), records)
        except (LookupError, StatementError, TypeError, ValueError) as error:
            if isinstance(error, DBAPIError):
                raise
            raise NoBackup(f"{path}: a row is none of a store ({error})") from error
        connection.execute(
            update(StateRow).values(
                generation=head["generation"], bundled=head["bundled"], token=secrets.token_hex(8)
            )
        )
        database.count_on(connection, _TABLES)
    return rows


def _batches(lines: Iterable[bytes]) -> Iterator[tuple[Table, list[dict[str, Any]]]]:
    """Rows of one table together, in the order of the file."""
    tables = {table.name: table for table in _TABLES}
    held: list[dict[str, Any]] = []
    at = ""
    for line in islice(lines, 1, None):
        value = json.loads(line)
        if not isinstance(value, list):
            break
        if held and (value[0] != at or len(held) >= _ROWS_AT_ONCE):
            yield tables[at], held
            held = []
        at = value[0]
        held.append(_typed(tables[at], value[1]))
    if held:
        yield tables[at], held


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name].type, value) for name, value in row.items()}


def _value(of: object, value: Any) -> Any:
    if value is not None and isinstance(of, Instant):
        return datetime.fromisoformat(value)
    if value is not None and isinstance(of, Date):
        return date.fromisoformat(value)
    return value


def verified(path: Path) -> tuple[dict[str, Any], Counter[str]]:
    """The head of a copy and its numbers of rows, once every line has been read and the digest agrees.

    Raises:
        NoBackup: saying what is wrong.
    """
    digest, rows = sha256(), Counter[str]()
    head: dict[str, Any] = {}
    foot: dict[str, Any] | None = None
    known = {table.name: set(table.c.keys()) for table in _TABLES}
    for number, line in enumerate(_lines(path), 1):
        if foot is not None:
            raise NoBackup(f"{path}: line {number} stands behind the end")
        value = _parsed(path, number, line)
        if number == 1:
            head = _head(path, value)
        elif isinstance(value, list):
            if len(value) != 2 or value[0] not in known or set(value[1]) != known[value[0]]:
                raise NoBackup(f"{path}: line {number} is no row of a store")
            rows[value[0]] += 1
        else:
            foot = value
            continue
        digest.update(line)
    if foot is None:
        raise NoBackup(f"{path}: the file ends too early; use another copy")
    if foot != {"rows": dict(sorted(rows.items())), "sha256": digest.hexdigest()}:
        raise NoBackup(f"{path}: the content is not what was written (its digest differs); use another copy")
    return head, rows


def _parsed(path: Path, number: int, line: bytes) -> Any:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise NoBackup(f"{path}: line {number} is not JSON") from None
    if not isinstance(value, list | dict):
        raise NoBackup(f"{path}: line {number} is no row of a store")
    return value


def _head(path: Path, value: Any) -> dict[str, Any]:
    if not isinstance(value, dict) or _MARK not in value:
        raise NoBackup(f"{path}: this is no backup; `samsprog db backup FILE` makes one")
    if value[_MARK] != VERSION or value.get("step") != HEAD:
        raise NoBackup(
            f"{path}: a backup of form {value[_MARK]}, tables at step {value.get('step')}; this version reads form "
            f"{VERSION}, step {HEAD}; restore it with the version that made it, then upgrade"
        )
    if type(value.get("generation")) is not int or not isinstance(value.get("bundled"), str):
        raise NoBackup(f"{path}: the head is damaged; use another copy")
    return value


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as packed:
            while line := packed.readline(_LONGEST_LINE):
                if len(line) == _LONGEST_LINE:
                    raise NoBackup(f"{path}: a line is longer than {_LONGEST_LINE >> 20} MB")
                yield line
    except (gzip.BadGzipFile, zlib.error):
        raise NoBackup(f"{path}: this is no backup, or it is damaged") from None
    except EOFError:
        raise NoBackup(f"{path}: the file ends too early; use another copy") from None
