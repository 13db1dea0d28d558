"""What was withdrawn, renamed and undone, at the doors: the command, a running service, a lock, an earlier store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.archive.archive import Archive
from api.archive.deciding import Author, rename, take_back, withdraw
from api.archive.opened import Opened
from api.archive.undoing import undo
from api.archive.upkeep import check_store
from api.payload.lock import differences
from api.settings import Settings
from api.store.reading import read_recipes
from classification.concept import Kind, Note
from classification.errors import InvalidRequest, Withdrawn
from classification.recipe import Recipe
from classification.record import replace
from classification.terminology import When
from classification.validity import Validity
from tests.api.cli_runner import Run, runner
from tests.api.importing.test_run import FULLER, NOW, REQUEST, THIN, content
from tests.classification.worlds import concept
from tests.stocked import Stocked

TWO = replace(
    THIN,
    version="2.0.0",
    validity=Validity(date(2025, 6, 1)),
    concepts=(*THIN.concepts, concept("N", "Ny")),
)
PROFILE = """\
name = "own"
channel = "own"
version = "1"
title = { da = "Egen", en = "Own" }
valid_from = 2025-01-01

field = [{ path = "severity" }]

[match]
format = "fhir"
type = "Condition"

[[binding]]
path = "severity"
value-sets = ["KLSeveritiesFSIII"]
"""
DAY = When(date(2025, 9, 1))
AUTHOR = Author(datetime(2026, 3, 1, tzinfo=UTC), "metode")
BEFORE = replace(DAY, known_at=datetime(2026, 2, 1, tzinfo=UTC))


@pytest.fixture
def settings(tmp_path: Path, store: str) -> Settings:
    return Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=5)


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with Archive(settings) as opened:
        opened.publish(content(THIN), REQUEST)
        opened.publish(content(TWO), REQUEST)
        yield opened


def test_a_withdrawn_release_answers_no_more_but_as_known_before(archive: Archive) -> None:
    done = withdraw(archive, "colours", "2.0.0", "forkert fil", AUTHOR)

    terminology = archive.terminology()
    assert done.answers == "1.0.0"
    assert terminology.release("colours", DAY).version == "1.0.0"
    assert terminology.release("colours", BEFORE).version == "2.0.0"
    with pytest.raises(Withdrawn, match=r"was withdrawn 2026-03-01T00:00:00\+00:00 by metode: forkert fil"):
        terminology.release("colours", DAY.of("2.0.0"))
    with pytest.raises(Withdrawn):
        terminology.release("colours", DAY.of(TWO.digest))
    assert [kind for kind, *_ in terminology.withdrawn(DAY)] == ["release"]


def test_a_release_taken_back_answers_again_and_not_as_known_in_between(archive: Archive) -> None:
    withdraw(archive, "colours", "2.0.0", "forkert fil", AUTHOR)
    take_back(archive, "colours", "2.0.0", "", replace(AUTHOR, recorded=datetime(2026, 4, 1, tzinfo=UTC)))

    terminology = archive.terminology()
    between = replace(DAY, known_at=datetime(2026, 3, 15, tzinfo=UTC))
    assert terminology.release("colours", DAY).version == "2.0.0"
    assert terminology.release("colours", between).version == "1.0.0"


def test_where_everything_is_withdrawn_it_is_said(archive: Archive) -> None:
    for label in ("1.0.0", "2.0.0"):
        withdraw(archive, "colours", label, "forkert", AUTHOR)

    with pytest.raises(
        Exception, match=r"no release of colours covers 2025-09-01; withdrawn: 1\.0\.0, 2\.0\.0"
    ):
        archive.terminology().release("colours", DAY)


def test_a_withdrawn_release_that_comes_again_is_told(archive: Archive) -> None:
    withdraw(archive, "colours", "2.0.0", "forkert", AUTHOR)

    outcome = archive.publish(content(TWO), REQUEST)

    assert "SPI29" in [finding.rule for finding in outcome.findings]
    assert not outcome.published


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_withdrawal_needs_a_reason(archive: Archive, reason: str) -> None:
    with pytest.raises(InvalidRequest, match="--reason"):
        withdraw(archive, "colours", "2.0.0", reason, AUTHOR)


def test_a_former_name_leads_to_the_new_one_and_no_other_gets_it(archive: Archive) -> None:
    thing = rename(archive, "colours", "farver", AUTHOR)

    other = replace(THIN, scheme=replace(THIN.scheme, name="colours", uri="urn:example:other", aliases=()))
    outcome = archive.publish(content(other), REQUEST)

    terminology = archive.terminology()
    assert thing.name == "farver"
    assert terminology.scheme("colours").uri == THIN.scheme.uri
    assert terminology.index("farver", DAY).name == "farver@2.0.0"
    assert terminology.scheme("urn:example:other").name not in {"colours", "farver"}
    assert "SPI19" in [finding.rule for finding in outcome.findings]


def test_a_later_file_under_the_former_name_is_known_by_its_uri(archive: Archive) -> None:
    rename(archive, "colours", "farver", AUTHOR)

    archive.publish(content(replace(THIN, version="3")), REQUEST)

    assert archive.terminology().release("farver", DAY.of("3")).name == "farver@3"


def test_the_program_s_own_name_gives_way_to_the_one_given_here(archive: Archive) -> None:
    rename(archive, "colours", "farver", AUTHOR)

    archive.publish(content(replace(THIN, version="3")), replace(REQUEST, bundled=True))

    assert archive.terminology().scheme("colours").name == "farver"


@pytest.mark.parametrize("new", ["", "1a", "a@b", "x" * 101, "colours", " a"])
def test_a_name_that_cannot_be_asked_for_is_refused(archive: Archive, new: str) -> None:
    with pytest.raises(InvalidRequest):
        rename(archive, "colours", new, AUTHOR)


def test_an_import_that_another_builds_on_is_not_undone(archive: Archive) -> None:
    with pytest.raises(
        InvalidRequest, match=r"import 1 \(test\) cannot be taken back: import 2 \(test\) builds on it"
    ):
        undo(archive, 1, AUTHOR)


def test_undoing_a_further_edition_leaves_the_one_before(archive: Archive) -> None:
    before = [(held.version, held.digest) for held in archive.terminology().all_releases]
    archive.publish(content(FULLER), REQUEST)
    archive.publish(content(THIN), REQUEST)

    first, second = undo(archive, None, AUTHOR), undo(archive, None, AUTHOR)

    assert [one.again for one in first.brought] == [True]
    assert [one.again for one in second.brought] == [False]
    assert [(held.version, held.digest) for held in archive.terminology().all_releases] == before
    assert [one.origin for one in archive.publications()] == ["test"] * 4, "the log keeps what was undone"
    assert list(check_store(archive.database)) == []


def test_what_was_undone_can_be_imported_again(archive: Archive) -> None:
    undo(archive, None, AUTHOR)
    other = replace(TWO, concepts=FULLER.concepts)

    assert archive.publish(content(other), REQUEST).published
    assert archive.terminology().release("colours", DAY).digest == other.digest


def test_an_undone_edition_of_what_comes_with_the_program_lets_corrections_in_again(
    tmp_path: Path, stocked: Stocked
) -> None:
    """What the program had put aside because a user's edition stood there is loaded at the next start."""
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    stocked.copy_to(settings)
    with Archive(settings) as archive:
        release = archive.terminology().release("law", DAY).index.release()
        first, *rest = release.concepts
        fuller = replace(release, concepts=(replace(first, notes=(Note("En note"),)), *rest))
        archive.publish(content(fuller), REQUEST)
        assert archive.has_bundled()

        undo(archive, None, AUTHOR)

        assert not archive.has_bundled()
        assert archive.terminology().release("law", DAY).digest == release.digest
        archive.load_bundled(NOW)
        assert archive.has_bundled()


def test_a_recipe_that_an_import_replaced_is_back_when_it_is_undone(archive: Archive) -> None:
    first = Recipe("colours", kind=Kind.STATE)
    archive.publish(content(replace(THIN, version="3"), recipes=(first,)), REQUEST)
    other = replace(first, kind=Kind.OTHER)
    archive.publish(content(replace(THIN, version="4"), recipes=(other,)), REQUEST)

    undo(archive, None, AUTHOR)

    with archive.database.reading() as connection:
        assert read_recipes(connection) == {THIN.scheme.uri: first}


def test_a_running_service_sees_each_of_them_at_the_next_look(settings: Settings, archive: Archive) -> None:
    with Archive(settings) as other:
        running = Opened(settings, lambda: NOW)
        seen = []
        for act in (
            lambda: withdraw(other, "colours", "2.0.0", "forkert", AUTHOR),
            lambda: rename(other, "colours", "farver", AUTHOR),
            lambda: undo(other, None, AUTHOR),
        ):
            act()
            assert running.refresh()
            now = running.current()
            seen.append((now.scheme("colours").name, len(now.releases("colours", When(date.max)))))
        running.close()

    assert seen == [("colours", 1), ("farver", 1), ("farver", 1)]


def test_a_store_of_an_earlier_program_is_brought_up_to_date(tmp_path: Path, store: str) -> None:
    """A store at step 0002 has none of the tables, and its imports say nothing of what they replaced."""
    settings = Settings(tmp_path / "data", tmp_path / "cache", database_url=store)
    with Archive(settings) as archive:
        archive.publish(content(THIN), REQUEST)
        with archive.database.writing() as connection:
            for table in ("withdrawal", "renaming", "undoing"):
                connection.exec_driver_sql(f"DROP TABLE {table}")
            connection.exec_driver_sql("ALTER TABLE publication DROP COLUMN before")
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0002'")

    with Archive(settings) as archive:
        assert archive.database.step_before == "0002"
        assert archive.terminology().release("colours", DAY).digest == THIN.digest
        undo(archive, None, AUTHOR)
        assert not archive.terminology().has_scheme("colours")


def test_a_lock_holds_under_another_name_and_the_difference_is_told() -> None:
    row = {"name": "a@1", "system": "urn:a", "from": "", "to": "", "digest": "sha256:1", "structure": "s"}
    locked: dict[str, Any] = {"releases": [row], "valueSets": [], "profiles": []}
    now = {**locked, "releases": [row | {"name": "b@1"}]}

    assert [said.en for said in differences(locked, now)] == ["release a@1 is named b@1 now"]
    assert differences(locked, now, names=False) == []
    assert differences(
        locked, {**now, "releases": [row | {"name": "b@1", "digest": "sha256:2"}]}, names=False
    )


# the command and the service


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    stocked: Stocked,
) -> Run:
    stocked.copy_to(Settings(tmp_path / "store", tmp_path / "cache"))
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


def test_the_command_withdraws_lists_and_takes_back(samsprog: Run) -> None:
    at = "--data-dir store"

    done = samsprog("withdraw", "fsiii@2.4.0", "--reason", "forkert fil", "--by", "mig", *at.split())
    listed = samsprog(f"withdraw {at}")
    releases = samsprog(f"releases fsiii {at} --format json").json
    asked = samsprog(f"show fsiii J1.1 --release 2.4.0 {at}")
    value_set = samsprog(
        "withdraw", "KLSeveritiesFSIII@2.4.0", "--reason", "x", *at.split(), "--format", "json"
    )
    back = samsprog(f"withdraw fsiii@2.4.0 --undo {at}")

    assert done.out == "fsiii@2.4.0 is withdrawn; today 2.3.0 answers\n"
    assert listed.out.startswith("release fsiii@2.4.0 2")
    assert listed.out.endswith(" (mig): forkert fil\n")
    assert [r["release"] for r in releases if r["withdrawn"]] == ["2.4.0"]
    assert [r["release"] for r in releases if r["current"]] == ["2.3.0"]
    assert asked.code == 2
    assert "forkert fil" in asked.err
    assert value_set.json["kind"] == "value set"
    assert back.out == "fsiii@2.4.0 is in use again; today 2.4.0 answers\n"


def test_the_command_renames_and_tells_who_types_the_former_name(samsprog: Run) -> None:
    renamed = samsprog("rename fsiii faelles --data-dir store")
    shown = samsprog("show fsiii@2.3.0 J1.1 --data-dir store --lang da")
    exported = samsprog("export fsiii@2.3.0 --data-dir store")

    assert renamed.out.startswith("fsiii is named faelles now")
    assert exported.code == 0
    assert "fsiii is named faelles now; the former name leads to it" in exported.err
    assert shown.code in {0, 2}


def test_a_profile_that_names_a_former_name_holds_and_is_told(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "own.toml").write_text(PROFILE, encoding="utf-8")
    (tmp_path / "a.json").write_text('{"resourceType": "Condition"}', encoding="utf-8")
    command = "check a.json --profiles profiles --profile own --data-dir store"

    before = samsprog(command)
    samsprog("rename KLSeveritiesFSIII alvor --data-dir store")
    after = samsprog(command)

    assert (after.code, after.out) == (before.code, before.out)
    assert "profile own names KLSeveritiesFSIII, which is named alvor now" in after.err


def test_a_profile_that_rests_on_a_withdrawn_value_set_holds_and_is_told(
    samsprog: Run, tmp_path: Path
) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "own.toml").write_text(
        PROFILE.replace("KLSeveritiesFSIII", "shade"), encoding="utf-8"
    )
    value_set = (
        '{"resourceType": "ValueSet", "url": "urn:example:shade", "version": "1", "name": "shade", "status": "active",'
        ' "compose": {"include": [{"system": "urn:oid:1.2.208.176.2.21", "concept": [{"code": "B1"}]}]}}'
    )
    (tmp_path / "shade.json").write_text(value_set, encoding="utf-8")
    (tmp_path / "a.json").write_text(
        '{"resourceType": "Condition", "severity": {"text": "let"}}', encoding="utf-8"
    )
    samsprog("import shade.json --data-dir store")
    samsprog("withdraw shade@1 --reason forkert --data-dir store")

    checked = samsprog("check a.json --profiles profiles --profile own --data-dir store")

    assert (
        "profile own binds to shade, which is withdrawn (forkert); it holds here all the same" in checked.err
    )
    assert "SP219" in checked.out


def test_a_service_lists_what_was_withdrawn_and_keeps_its_links(tmp_path: Path, stocked: Stocked) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    stocked.copy_to(settings)
    with Archive(settings) as archive:
        withdraw(archive, "ffb", "2.3.0", "forkert fil", AUTHOR)
    question = """{
        withdrawals { things { what name version withdrawn { reason who since } } }
        release(scheme: "ffb", release: "2.3.0") { ... on Release { version size withdrawn { reason } } }
        releases(scheme: "ffb") { ... on Releases { releases { version withdrawn { reason } } } }
        concept(scheme: "ffb", code: "A1", release: "2.3.0") { ... on Problem { code message } }
    }"""

    with TestClient(create_app(settings), base_url="http://localhost") as client:
        data = client.post("/graphql/v1", json={"query": question}).json()["data"]
        file = client.get("/download/ffb/2.3.0")
        sound = client.get("/download/ffb/2.2.0")

    (entry,) = data["withdrawals"]["things"]
    assert (entry["what"], entry["name"], entry["version"]) == ("release", "ffb", "2.3.0")
    assert entry["withdrawn"]["who"] == "metode"
    assert data["release"]["withdrawn"] == {"reason": "forkert fil"}
    assert [r["version"] for r in data["releases"]["releases"] if r["withdrawn"]] == ["2.3.0"]
    assert data["concept"]["code"] == "WITHDRAWN"
    assert file.status_code == 200
    assert file.headers["withdrawn"] == "2026-03-01T00:00:00+00:00; reason*=UTF-8''forkert%20fil"
    assert "withdrawn" not in sound.headers
