"""A store that may only be read: it is served and asked, and what cannot be done is said in a sentence."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import mkdtemp

import pytest
from sqlalchemy import create_engine, make_url, text

from api.archive.archive import Archive
from api.archive.importing import import_content
from api.archive.opened import Opened
from api.archive.opening import open_terminology
from api.archive.upkeep import backup, check_store
from api.importing.outcome import RowStatus
from api.importing.request import Request
from api.settings import Settings
from api.store.database import Database
from api.store.errors import StoreReadOnly, StoreUnusable
from tests.api.importing.test_run import NOW, REQUEST, THIN, content
from tests.classification.worlds import release
from tests.stocked import Stocked

NOBODY = 65534
MORE = release(*THIN.concepts, version="2.0.0", start=date(2026, 1, 1))


@contextmanager
def without_rights() -> Iterator[None]:
    """Root may write everywhere: for a while we are somebody else."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def _rights(folder: Path, *, may_write: bool) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod((0o777 if may_write else 0o555) if path.is_dir() else (0o666 if may_write else 0o444))


@pytest.fixture
def settings(stocked: Stocked) -> Iterator[Settings]:
    """A store with the bundled vocabularies and one import, closed, in a folder that may only be read."""
    home = Path(mkdtemp(prefix="samsprog-read-only-"))
    home.chmod(0o755)
    settings = Settings(home / "data", home / "cache")
    settings.cache_dir.mkdir(mode=0o777)
    settings.cache_dir.chmod(0o777)
    stocked.copy_to(settings)
    with Opened(settings, lambda: NOW).archive as archive:
        archive.publish(content(THIN), REQUEST)
        list(check_store(archive.database))  # loads everything that is imported late
        backup(archive.database, home / "first.backup")
    open_terminology(settings)
    _rights(settings.data_dir, may_write=False)
    yield settings
    _rights(home, may_write=True)
    shutil.rmtree(home)


def test_a_closed_store_in_a_folder_that_may_not_be_written_is_read(settings: Settings) -> None:
    """SQLite wanted to lay its log beside the file, and the store could not be opened."""
    with without_rights():
        found = open_terminology(settings)

        assert found.editions("colours").all[0].index.release().digest == THIN.digest
        assert found.has_scheme("fsiii")


@pytest.mark.parametrize("left", ["all", "no catalogue", "nothing"])
def test_it_is_read_without_the_files_made_from_it(left: str, settings: Settings) -> None:
    _rights(settings.data_dir, may_write=True)
    if left != "all":
        for path in settings.data_dir.glob("*.snapshot"):
            path.unlink()
    if left == "nothing":
        with sqlite3.connect(settings.data_dir / "samsprog.sqlite3") as connection:
            connection.execute("DELETE FROM concept WHERE release_id NOT IN (SELECT max(id) FROM release)")
            connection.execute("DELETE FROM release WHERE id NOT IN (SELECT max(id) FROM release)")
        connection.close()
        shutil.rmtree(settings.data_dir / "compiled")
    _rights(settings.data_dir, may_write=False)

    with without_rights():
        (held,) = open_terminology(settings).editions("colours").all
        assert held.index.digest == THIN.digest

    assert {path.suffix for path in settings.data_dir.iterdir()} <= {".sqlite3", ".snapshot", ""}
    if left == "nothing":
        assert list((settings.cache_dir / "compiled").iterdir()), "kept where it may be written"


def test_it_is_served_and_the_log_says_what_cannot_be_done(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with without_rights():
        opened = Opened(settings, lambda: NOW)
        try:
            assert opened.current().has_scheme("colours")
            assert opened.refresh() is False
            with pytest.raises(
                StoreReadOnly, match="nothing can be imported; what it holds can be asked about"
            ):
                opened.publish(content(MORE), origin="test")
        finally:
            opened.close()

    (said,) = [record.getMessage() for record in caplog.records if record.name == "samsprog.store"]
    assert "may not be written (its file may only be read): nothing can be imported into it" in said
    assert "it holds the vocabularies of this program as they are" in said


def test_what_only_reads_can_be_done(settings: Settings) -> None:
    with without_rights():
        database = Database(settings.database)
        assert list(check_store(database)) == []
        assert backup(database, settings.cache_dir / "a.backup")["release"] > 50
        database.close()
        dry = import_content(settings, content(MORE), REQUEST, dry_run=True)
        assert [(thing.status, thing.version) for thing in dry.things] == [(RowStatus.NEW, "2.0.0")]
        with pytest.raises(StoreReadOnly, match="nothing can be imported"):
            import_content(settings, content(MORE), REQUEST)


def test_a_log_that_cannot_be_read_is_not_passed_over(settings: Settings) -> None:
    """With `immutable` SQLite does not look at the log: the state before the last publication would have answered."""
    _rights(settings.data_dir, may_write=True)
    path = settings.data_dir / "samsprog.sqlite3"
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA wal_autocheckpoint = 0")
    writer.execute("UPDATE state SET token = 'x'")
    writer.commit()
    log = Path(f"{path}-wal").read_bytes()
    writer.close()
    Path(f"{path}-wal").write_bytes(log)
    _rights(settings.data_dir, may_write=False)

    with (
        without_rights(),
        pytest.raises(StoreUnusable, match="was not closed: what was written last lies in"),
    ):
        open_terminology(settings)


def test_what_another_process_writes_meanwhile_is_seen(settings: Settings) -> None:
    """While the store is open elsewhere its log is there and is read."""
    _rights(settings.data_dir, may_write=True)
    with Archive(settings) as writer, writer.database.reading():
        writer.publish(content(MORE), Request(datetime(2026, 3, 1, tzinfo=UTC)))
        settings.data_dir.chmod(0o555)
        with without_rights():
            versions = {held.version for held in open_terminology(settings).editions("colours").all}

    assert versions == {"1.0.0", "2.0.0"}


def test_tables_of_an_earlier_step_are_not_brought_up_to_date(settings: Settings) -> None:
    _rights(settings.data_dir, may_write=True)
    connection = sqlite3.connect(settings.data_dir / "samsprog.sqlite3")
    connection.execute("UPDATE alembic_version SET version_num = '0001'")
    connection.commit()
    connection.close()
    _rights(settings.data_dir, may_write=False)

    with (
        without_rights(),
        pytest.raises(StoreReadOnly, match=r"at step 0001 .* needs 0003; run `samsprog db upgrade`"),
    ):
        open_terminology(settings)


# PostgreSQL


def _only_reading(url: str, statements: Callable[[str, str], tuple[str, ...]]) -> str:
    """The address for a user that was given rights by some statements."""
    owner = make_url(url)
    user = f"reader_{owner.database}"
    engine = create_engine(owner, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements(user, str(owner.database)):
            connection.execute(text(statement))
    engine.dispose()
    return owner.set(username=user, password="secret-of-reader").render_as_string(hide_password=False)


def _reader(user: str, database: str) -> tuple[str, ...]:
    return (
        f"CREATE USER {user} PASSWORD 'secret-of-reader'",
        f"GRANT CONNECT ON DATABASE {database} TO {user}",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {user}",
    )


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_user_of_postgresql_who_may_only_read_is_answered(
    store: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = Settings(tmp_path / "first", tmp_path / "cache", database_url=store)
    with Archive(first) as archive:
        archive.publish(content(THIN), REQUEST)
    url = _only_reading(store, _reader)
    second = replace_database(first, tmp_path / "second", url)
    try:
        opened = Opened(second, lambda: NOW)
        assert opened.current().editions("colours").all[0].index.digest == THIN.digest
        with pytest.raises(
            StoreReadOnly, match=r"may not be written .its user may only read., so nothing"
        ) as raised:
            opened.publish(content(MORE), origin="test")
        opened.close()
        database = Database(url)
        assert list(check_store(database)) == []
        database.close()
    finally:
        _only_reading(store, lambda user, _: (f"DROP OWNED BY {user}", f"DROP USER {user}"))

    assert "secret-of-reader" not in str(raised.value)
    assert "it holds other editions of the vocabularies that come with this program, or none" in caplog.text


def replace_database(settings: Settings, data_dir: Path, url: str) -> Settings:
    return Settings(data_dir, settings.cache_dir, database_url=url)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_an_empty_database_that_may_only_be_read_is_not_served(store: str, tmp_path: Path) -> None:
    Database(store).close()
    url = _only_reading(store, _reader)
    try:
        with pytest.raises(StoreReadOnly, match="cannot be brought in; it is empty"):
            Opened(Settings(tmp_path / "data", tmp_path / "cache", database_url=url), lambda: NOW)
    finally:
        _only_reading(store, lambda user, _: (f"DROP OWNED BY {user}", f"DROP USER {user}"))
