"""The store on real SQLite: what goes in comes out, troubles are put in words."""

import os
import sqlite3
import subprocess
import sys
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from urllib.parse import quote

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL, create_engine, func, make_url, select, text, update

from api.store.address import read_address
from api.store.database import Database
from api.store.errors import (
    StoreAway,
    StoreFull,
    StoreLocked,
    StoreReadOnly,
    StoreTooNew,
    StoreUnusable,
)
from api.store.migrations import HEAD
from api.store.reading import (
    read_maps,
    read_publications,
    read_recipes,
    read_release,
    read_releases,
    read_schemes,
    read_value_sets,
)
from api.store.state import advance, read_state
from api.store.tables import Base, ConceptRow, ValueSetRow
from api.store.writing import (
    PublicationEntry,
    map_digest,
    value_set_digest,
    write_map,
    write_publication,
    write_recipe,
    write_release,
    write_scheme,
    write_value_set,
)
from classification.concept import Concept, Kind, Label, LabelKind, Note, NoteKind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Finding, Place, Severity
from classification.recipe import PairingRule, Recipe
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.sentence import same
from classification.validity import Validity
from classification.value_set import Include, ValueSet
from tests.classification.worlds import COLOURS, concept, part, release, value_set, where

NOW = datetime(2026, 1, 2, 3, 4, 5, 678901, UTC)
RICH = release(
    concept("R", "Rød", legacy="r1", alternative="Rødlig", kind=Kind.STATE, ordinal=1.5),
    concept(
        "R2",
        "Mørkerød",
        "R",
        status=Status.DEPRECATED,
        replaced_by=("R",),
        notes=(Note("En note", "da", NoteKind.EDITORIAL),),
        properties=(("hex", "#800000"),),
        validity=Validity(date(2024, 1, 1), None),
    ),
    start=date(2025, 1, 1),
    recorded=NOW,
    lineage=(Lineage(LineageKind.SPLIT, ("X",), ("R", "R2"), "delt"),),
)
MAP = ConceptMap(
    "to-colours",
    "urn:example:map",
    "1",
    (
        Mapping(Coding("urn:l", "1", "én"), Relation.EXACT, Coding(COLOURS.uri, "R"), 0.5, number=1),
        Mapping(Coding("urn:l", "2"), Relation.NONE, Coding(COLOURS.uri, ""), note="intet", number=2),
    ),
    title=(("da", "Kort"),),
    recorded=NOW,
    target_releases=((COLOURS.uri, "1.0.0"),),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "samsprog.sqlite3"


def open_database(path: Path) -> Database:
    return Database(f"sqlite:///{path}", busy_seconds=0.1)


def another(store: str, path: Path) -> Database:
    """The database of the test, opened once more."""
    return Database(store, busy_seconds=0.1) if store else open_database(path)


@pytest.fixture
def database(path: Path, store: str) -> Iterator[Database]:
    opened = another(store, path)
    yield opened
    opened.close()


def keep(database: Database, *releases: Release) -> None:
    with database.writing() as connection:
        advance(connection)
        number = write_publication(connection, PublicationEntry(NOW, "test", False, {}))
        for one in releases:
            scheme = write_scheme(connection, one.scheme)
            write_release(connection, one, scheme_id=scheme, publication=number)


def kept(database: Database) -> list[Release]:
    with database.reading() as connection:
        return [read_release(connection, one) for one in read_releases(connection)]


def test_a_release_comes_out_as_it_went_in(database: Database) -> None:
    keep(database, RICH)

    (found,) = kept(database)

    assert found == RICH
    assert (found.digest, found.structure_digest) == (RICH.digest, RICH.structure_digest)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12)
concepts = st.builds(
    lambda term, alternative, kind, note, value: Concept(
        concept("A").notations,
        (Label(term), Label(alternative, "en", LabelKind.HIDDEN)),
        kind,
        notes=(Note(note),),
        ordinal=value,
    ),
    texts,
    texts,
    st.sampled_from(Kind),
    texts,
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
)


@given(content=concepts, zone=st.integers(-12, 12), days=st.none() | st.dates())
def test_whatever_a_release_says_comes_out(content: Concept, zone: int, days: date | None) -> None:
    recorded = NOW.astimezone(timezone(timedelta(hours=zone)))
    offered = replace(release(content, start=days), recorded=recorded)
    database = Database("sqlite://")
    keep(database, offered)

    (found,) = kept(database)

    assert found == offered
    assert found.digest == offered.digest
    database.close()


def test_two_editions_of_one_label_are_kept_beside_each_other(database: Database) -> None:
    fuller = replace(RICH, concepts=(replace(RICH.concepts[0], notes=(Note("Mere"),)), RICH.concepts[1]))

    keep(database, RICH, fuller)

    assert {one.digest for one in kept(database)} == {RICH.digest, fuller.digest}


def test_many_concepts_keep_their_order(database: Database) -> None:
    many = release(*(concept(f"{n * 7919 % 12_000:05}") for n in range(12_000)))

    keep(database, many)

    assert kept(database) == [many]
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(ConceptRow)).scalar() == 12_000


def test_value_sets_maps_and_recipes_come_out_as_they_went_in(database: Database) -> None:
    defined = value_set(
        part(where("concept", "is-a", "R")),
        exclude=[part(codes="R2")],
        recorded=NOW,
        validity=Validity(date(2025, 1, 1)),
    )
    recipe = Recipe(
        "colours",
        pairing=PairingRule.PARALLEL_TREES,
        kinds=(("R", Kind.STATE),),
        groupings=frozenset({"R"}),
        ordinals=(("R2", 2.0),),
    )

    with database.writing() as connection:
        number = write_publication(connection, PublicationEntry(NOW, "test", True, {"new": 1}))
        write_value_set(connection, defined, publication=number)
        write_map(connection, MAP, publication=number)
        write_recipe(connection, write_scheme(connection, COLOURS), recipe)
        write_recipe(connection, write_scheme(connection, COLOURS), recipe)

    with database.reading() as connection:
        assert read_value_sets(connection) == (defined,)
        assert read_maps(connection) == (MAP,)
        assert read_recipes(connection) == {COLOURS.uri: recipe}


@pytest.mark.parametrize("bundled", [True, False])
def test_a_store_of_before_says_by_its_publications_what_came_together(
    database: Database, bundled: bool
) -> None:
    own = ValueSet("urn:v", "V", "1.0.0", (Include(COLOURS.uri),))
    later = replace(own, uri="urn:w")
    with database.writing() as connection:
        scheme = write_scheme(connection, COLOURS)
        number = write_publication(connection, PublicationEntry(NOW, "test", bundled, {"new": 1}))
        write_release(connection, RICH, scheme_id=scheme, publication=number)
        write_value_set(connection, replace(own, version=RICH.version), publication=number)
        other = write_publication(connection, PublicationEntry(NOW, "other", bundled, {"new": 1}))
        write_value_set(connection, replace(later, version=RICH.version), publication=other)
        for row in connection.execute(select(ValueSetRow.id, ValueSetRow.content)).all():
            before = {key: value for key, value in row.content.items() if key != "companions"}
            connection.execute(update(ValueSetRow).where(ValueSetRow.id == row.id).values(content=before))

    with database.reading() as connection:
        found = [value_set.companions for value_set in read_value_sets(connection)]

    assert found == [(COLOURS.uri,), (COLOURS.uri,) if bundled else ()]


def test_the_description_of_a_classification_is_changed_in_place(database: Database) -> None:
    renamed = replace(COLOURS, aliases=("urn:example:older",))

    with database.writing() as connection:
        first = write_scheme(connection, COLOURS)
        second = write_scheme(connection, renamed)

    assert first == second
    with database.reading() as connection:
        assert read_schemes(connection) == {first: renamed}


def test_findings_are_kept_with_their_publication(database: Database) -> None:
    finding = Finding(
        "SPC08", Severity.WARNING, same("blanks"), Place("a.json", 0, "/concept/1"), same("trim")
    )

    with database.writing() as connection:
        write_publication(connection, PublicationEntry(NOW, "a.json", False, {"new": 2}, (finding, finding)))

    with database.reading() as connection:
        (found,) = read_publications(connection)
    assert (found.recorded, found.origin, found.summary) == (NOW, "a.json", {"new": 2})
    assert found.findings == (finding, finding)


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def fail() -> None:
        with database.writing() as connection:
            advance(connection)
            write_scheme(connection, COLOURS)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with database.reading() as connection:
        assert read_state(connection).generation == 0
        assert read_schemes(connection) == {}


def test_a_generation_counted_anew_has_another_tag(tmp_path: Path) -> None:
    tags = set()
    for name in ("a", "b"):
        database = open_database(tmp_path / name)
        with database.writing() as connection:
            tags.add(advance(connection).tag)
        database.close()

    assert len(tags) == 2
    assert all(tag.startswith("1-") for tag in tags)


def test_the_digest_of_a_value_set_is_about_what_it_names_not_how() -> None:
    one = value_set(part(codes=("a", "b")), part(where("concept", "is-a", "c")))
    other = value_set(part(where("concept", "is-a", "c")), part(codes="b"), part(codes="a"), title="x")

    assert value_set_digest(one) == value_set_digest(other)
    assert value_set_digest(one) != value_set_digest(value_set(part(codes="a")))


def test_the_digest_of_a_map_tells_a_changed_row() -> None:
    first, second = MAP.mappings
    changed = replace(MAP, mappings=(first, replace(second, note="andet")))

    assert map_digest(MAP) == map_digest(replace(MAP, title=(), recorded=NOW + timedelta(1)))
    assert map_digest(MAP) != map_digest(changed)


# the database itself


def test_the_migrations_make_the_tables_of_the_program(database: Database) -> None:
    with database.reading() as connection:
        context = MigrationContext.configure(connection)

        assert compare_metadata(context, Base.metadata) == []
        assert context.get_current_revision() == HEAD


def test_the_newest_step_is_the_one_alembic_finds(project_root: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(project_root / "api" / "store" / "migrations"))

    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_sqlite_runs_with_a_log_foreign_keys_and_patience(database: Database) -> None:
    with database.reading() as connection:
        asked = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        ]

    assert asked == ["wal", 1, 100]


def test_no_statement_is_written_for_one_database_outside_their_places(project_root: Path) -> None:
    spoken = [
        path.name
        for path in (project_root / "api" / "store").rglob("*.py")
        if any(
            word in path.read_text(encoding="utf-8").lower() for word in ("pragma", "sqlite3", "dialects.")
        )
    ]

    assert sorted(spoken) == ["database.py", "read_only.py"]


def test_a_later_version_s_database_is_left_alone(path: Path) -> None:
    open_database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()

    with pytest.raises(StoreTooNew, match="later version of Samsprog: its tables are at step 9999"):
        open_database(path)


def test_a_second_writer_is_told_after_waiting(database: Database, path: Path, store: str) -> None:
    other = another(store, path)

    with (
        database.writing(),
        pytest.raises(StoreLocked, match="another process is writing to"),
        other.writing(),
    ):
        pass

    other.close()


def test_readers_see_the_last_state_while_another_writes(database: Database, path: Path, store: str) -> None:
    other = another(store, path)

    with database.writing() as writer:
        advance(writer)
        with other.reading() as reader:
            assert read_state(reader).generation == 0

    other.close()


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_full_disk_is_named_and_nothing_is_changed(database: Database) -> None:
    many = release(*(concept(f"{n:05}", "x" * 500) for n in range(2000)))

    def fill() -> None:
        with database.writing() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            number = write_publication(connection, PublicationEntry(NOW, "test", False, {}))
            write_release(connection, many, scheme_id=write_scheme(connection, COLOURS), publication=number)

    with pytest.raises(StoreFull, match="there is no room for"):
        fill()

    assert kept(database) == []


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_database_that_may_not_be_written_is_named(database: Database) -> None:
    def write() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("PRAGMA query_only = ON")
            advance(connection)

    with pytest.raises(StoreReadOnly, match="may not be written; check the rights"):
        write()


def test_a_file_that_is_no_database_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a database " * 500, encoding="utf-8")

    with pytest.raises(StoreUnusable, match="is no database"):
        open_database(path)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_server_s_troubles_are_put_in_words(store: str, postgres: URL) -> None:
    database = Database(store)

    def write() -> None:
        with database.writing() as connection:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            advance(connection)

    with pytest.raises(StoreReadOnly, match="takes no changes"):
        write()
    database.close()
    gone = make_url(store).set(database="nowhere")
    with pytest.raises(StoreAway, match='database "nowhere" does not exist'):
        Database(gone.render_as_string(hide_password=False))


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_that_does_not_hold_every_letter_is_refused(postgres: URL, encoding: str) -> None:
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    name = f"narrow_{encoding.lower()}"
    try:
        with server.connect() as connection:
            connection.exec_driver_sql(
                f"CREATE DATABASE {name} ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
            )
        with pytest.raises(StoreUnusable, match=f"is in the encoding {encoding}, .* ENCODING 'UTF8'"):
            Database(postgres.set(database=name).render_as_string(hide_password=False))
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        server.dispose()


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_connection_that_was_cut_is_made_again(store: str, postgres: URL) -> None:
    database = Database(store)
    server = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(cut), {"name": make_url(store).database})
    server.dispose()

    with database.reading() as connection:
        assert read_state(connection).generation == 0

    database.close()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("nonsense", "is no address of a database; write it as postgresql"),
        ("oracle9://x:secret@y/z", "oracle9://x:.*cannot be used"),
        ("sqlite:////proc/none/a.db", "the folder of the database cannot be made"),
        ("sqlite:////tmp/a.db?timeout=many", "cannot be used"),
        ("postgresql+psycopg://me:secret@localhost:1/x", "cannot be reached"),
        ("postgresql+psycopg://localhost:1/x?user=me&password=secret", "password=.*cannot be reached"),
        ("postgresql+psycopg://localhost:1/x?PASSWORD=secret", r"PASSWORD=\*\*\*"),
        ("postgresql+psycopg://localhost:1/x?sslpassword=se%20cret", r"sslpassword=\*\*\*"),
        ("postgresql+psycopg://localhost:1/x?options=secret", r"options=\*\*\*"),
        ("postgresql+psycopg://me:my@secret@localhost:1/x", "an @ too many"),
        ("postgresql+psycopg://me:my@cret/secret@localhost:1/x", "an @ too many"),
        ("postgresql+psycopg://me@localhost:secret/x", r"'postgresql\+psycopg://\*\*\*' is no address"),
        ("postgresql+psycopg://me:secret@[::1/x", "is no address"),
        ("postgresql+psycopg:/me:secret@localhost/x", "is no address"),
        ("me:secret@localhost/x", "is no address"),
        ("postgresql+psycopg://me@localhost:1/x&password=secret", "options begin with"),
        ("postgresql+psycopg://me@localhost:1/x;password=secret", "options begin with"),
        ("postgresql+psycopg://me%3Asecret@localhost:1/x", r"://\*\*\*@localhost"),
    ],
)
def test_a_url_that_leads_nowhere_is_named_without_its_password(url: str, said: str) -> None:
    """A password behind the `?`, or in an address that could not be read, stood in the message."""
    with pytest.raises((StoreAway, StoreUnusable), match=said) as raised:
        Database(url)

    shown = "".join(traceback.format_exception(raised.value))
    assert "secret" not in shown.replace(url, "")
    assert "secret" not in str(raised.value)
    assert "cret" not in str(raised.value)


@given(secret=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=8, max_size=20))
def test_no_secret_of_an_address_is_shown(secret: str) -> None:
    """Whatever the letters of a password, and whatever a driver repeats of it."""
    for url in (
        URL.create("postgresql+psycopg", "me", secret, "db", 5432, "x"),
        URL.create("postgresql+psycopg", host="db", database="x", query={"password": secret}),
        URL.create("postgresql+psycopg", host="db", database="x", query={"another": ("a", secret)}),
    ):
        address = read_address(url.render_as_string(hide_password=False))

        for said in (address.shown, address.without_secrets(f"it said {secret!s} and {quote(secret)}")):
            assert secret not in said
            assert quote(secret) not in said


def test_two_processes_make_the_tables_at_once(path: Path, store: str) -> None:
    code = "import sys; from api.store.database import Database\nDatabase(sys.argv[1]).close()"
    command = [sys.executable, "-c", code, store or f"sqlite:///{path}"]

    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, env=dict(os.environ)) for _ in range(3)]

    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0)] * 3
