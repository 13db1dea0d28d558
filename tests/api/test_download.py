"""The download routes: what is given in which format, and how long it may be kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.asking.exporting import writable
from api.cli.command import command_parser
from api.cli.commands import export
from api.settings import Settings
from loaders import FORMATS, read
from tests.stocked import Stocked


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("download")
    settings = Settings(folder / "data", folder / "cache")
    stocked.copy_to(settings)
    with TestClient(create_app(settings), base_url="http://localhost") as client:
        yield client


@pytest.mark.parametrize("form", [found.name for found in writable() if found.name != "sssom-tsv"])
def test_a_release_comes_in_every_format_and_reads_back(
    client: TestClient, form: str, tmp_path: Path
) -> None:
    answer = client.get(f"/download/ffb/2.3.0?format={form}")

    assert answer.status_code == 200
    name = answer.headers["content-disposition"].rpartition("''")[2]
    (tmp_path / name).write_bytes(answer.content)
    (draft,) = read(tmp_path / name).releases
    assert draft.release.version == "2.3.0"
    permalink = answer.headers["link"].partition(">")[0].lstrip("<")
    assert permalink.startswith("/download/ffb/2.3.0@")
    assert permalink.endswith(f"?format={form}")
    assert client.get(permalink).content == answer.content


def test_a_format_whose_libraries_are_not_installed_is_named_with_what_to_type(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Met in a service of `samsprog[serve]` alone: it would be an internal error."""
    monkeypatch.setitem(sys.modules, "rdflib", None)

    answer = client.get("/download/ics/1?format=skos-rdfxml")

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (501, "MISSING_EXTRA")
    assert error["message"].endswith("type: pip install 'samsprog[formats]'")
    assert client.get("/download/ics/1?format=concept-csv").status_code == 200


@pytest.mark.parametrize(
    ("accept", "got"),
    [
        ("*/*", "application/fhir+json"),
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/rdf+xml;q=0.2, application/ld+json;q=0.9", "application/ld+json"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        ("text/*", "text/"),
        ("application/fhir+json;q=0, application/n-triples", "application/n-triples"),
    ],
)
def test_the_media_type_that_is_liked_best_is_given(client: TestClient, accept: str, got: str) -> None:
    answer = client.get("/download/law/2025", headers={"accept": accept})

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(got)
    assert "accept" in answer.headers["vary"].lower()


def test_nothing_that_is_liked_is_said_with_what_there_is(client: TestClient) -> None:
    answer = client.get("/download/law/2025", headers={"accept": "image/png"})

    assert answer.status_code == 406
    assert "text/turtle (skos-turtle)" in answer.json()["errors"][0]["message"]


def test_a_label_is_asked_again_and_a_digest_is_kept_for_ever(client: TestClient) -> None:
    by_label = client.get("/download/law/2025")
    by_digest = client.get(by_label.headers["link"].partition(">")[0].lstrip("<"))

    assert by_label.headers["cache-control"] == "public, no-cache"
    assert "immutable" in by_digest.headers["cache-control"]
    assert by_digest.content == by_label.content
    again = client.get("/download/law/2025", headers={"if-none-match": by_label.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(
        "/download/law/2025?format=skos-turtle", headers={"if-none-match": by_label.headers["etag"]}
    )
    assert other.status_code == 200


def test_without_a_version_the_one_that_holds_on_the_day_is_meant(client: TestClient) -> None:
    then = client.get("/download/law?asOf=2023-06-01&format=skos-turtle", follow_redirects=False)

    assert then.status_code == 307
    assert then.headers["location"] == "/download/law/2023?format=skos-turtle"
    assert client.get("/download/law").status_code == 200


def test_maps_and_value_sets_too(client: TestClient) -> None:
    concept_map = client.get("/download/domus-ffb?format=sssom-tsv")
    value_set = client.get("/download/KLSeverities/2.3.0")

    assert concept_map.text.startswith("#mapping_set_id:")
    assert value_set.json()["resourceType"] == "ValueSet"
    assert "/download/domus-ffb/1.0.0@" in concept_map.headers["link"]


def test_two_releases_of_one_content_have_their_own_permalinks(client: TestClient) -> None:
    """The digest of fsiii 2.2.0 is that of 2.3.0: under a link by digest lay another release than was asked for."""
    first, second = (client.get(f"/download/fsiii/{version}") for version in ("2.2.0", "2.3.0"))
    links = [answer.headers["link"].partition(">")[0].lstrip("<") for answer in (first, second)]

    assert links[0] != links[1]
    assert client.get(links[0]).content == first.content != second.content
    assert client.get(links[0]).headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_mark_that_is_not_today_s_is_not_answered_by_something_else(client: TestClient) -> None:
    answer = client.get(f"/download/law/2025@{'0' * 32}")

    assert answer.status_code == 404
    assert "see /download/law/2025" in answer.json()["errors"][0]["message"]


def test_a_format_without_definitions_gets_the_members(client: TestClient, tmp_path: Path) -> None:
    defined = client.get("/download/KLSeverities/2.3.0?format=fhir-json")
    listed = client.get("/download/KLSeverities/2.3.0?format=skos-turtle")

    assert not any("concept" in part for part in defined.json()["compose"]["include"])
    (tmp_path / "x.ttl").write_bytes(listed.content)
    (value_set,) = read(tmp_path / "x.ttl").value_sets
    assert {len(part.codes) for part in value_set.include} != {0}
    assert sum(len(part.codes) for part in value_set.include) > 5
    assert listed.headers["etag"] != defined.headers["etag"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/download/nowhere/1", 404, "nowhere"),
        ("/download/law/1999", 404, "1999"),
        ("/download/law?asOf=1900-01-01", 404, "1900"),
        ("/download/law?asOf=noon", 400, "noon"),
        ("/download/law?asof=2024-01-15", 400, "unknown parameter 'asof'; known: format, asOf"),
        ("/download/law/2025?asOf=2024-01-15", 400, "leave one of them out"),
        ("/download/law/2025?format=jskos&format=fhir-json", 400, "format is given 2 times"),
        ("/download/law/", 400, "a version is missing"),
        ("/download/law/2025?format=pdf", 400, "'pdf'"),
        ("/download/law/2025?format=sssom-tsv", 400, "sssom-tsv holds no classifications"),
        ("/download/domus-ffb/1.0.0?format=concept-csv", 400, "sssom-tsv"),
    ],
)
def test_what_is_not_there_is_said(client: TestClient, path: str, status: int, said: str) -> None:
    answer = client.get(path)

    assert answer.status_code == status
    assert said in answer.json()["errors"][0]["message"]
    assert answer.headers["cache-control"] == "no-store"


def test_the_command_s_help_names_every_format_that_is_written() -> None:
    text = command_parser("export", export).format_help()

    assert [found.name for found in writable() if found.name not in text] == []


def test_the_page_of_formats_lists_the_table_of_formats(project_root: Path) -> None:
    page = (project_root / "docs" / "formats" / "README.md").read_text(encoding="utf-8")

    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    assert [f"{name}: write its row in docs/formats/README.md" for name in FORMATS if name not in rows] == []
    assert set(rows) == set(FORMATS)
    for form in FORMATS.values():
        cells = [cell.strip() for cell in rows[form.name].strip("|").split("|")]
        assert form.name in cells[0]
        if form.suffixes:
            assert cells[1] == ", ".join(f"`{suffix}`" for suffix in form.suffixes)
            assert cells[2] == f"`{form.media_type}`"
        assert cells[4] == ("yes" if form.write else "no")
