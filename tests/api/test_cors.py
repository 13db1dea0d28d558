"""Pages of other origins: what a browser, its developer and the log of the service are told."""

import logging
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.app import create_app, now
from api.archive.opened import Opened
from api.settings import Settings
from classification.record import replace
from tests.stocked import Stocked

ALLOWED = "https://care.example.dk"
STRANGE = "https://x.example"
PREFLIGHT = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> Settings:
    folder = tmp_path_factory.mktemp("service")
    settings = Settings(folder / "data", folder / "cache")
    stocked.copy_to(settings)
    return settings


@pytest.fixture(params=["", ALLOWED], ids=["none may ask", "one may ask"])
def client(settings: Settings, request: pytest.FixtureRequest) -> Iterator[TestClient]:
    asked = replace(settings, cors_origins=request.param)
    with TestClient(
        create_app(asked, opened=Opened(settings, now)), base_url="http://127.0.0.1:8000"
    ) as found:
        yield found


def refused(client: TestClient, **headers: str) -> str:
    """What a refused question before the question says."""
    answer = client.options(
        "/graphql/v1", headers=PREFLIGHT | {name.replace("_", "-"): value for name, value in headers.items()}
    )

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (403, "ORIGIN_NOT_ALLOWED")
    assert "access-control-allow-origin" not in answer.headers or headers["origin"] == ALLOWED
    return str(error["message"])


def test_an_origin_that_may_not_ask_is_told_what_to_set(client: TestClient) -> None:
    """It was "Disallowed CORS origin", or, where none may ask, "OPTIONS is not among GET and POST"."""
    said = refused(client, origin=STRANGE)

    assert f"pages of '{STRANGE}' may not ask" in said
    assert f"SAMSPROG_CORS_ORIGINS={STRANGE} " in said


@pytest.mark.parametrize(
    "origin", ["https://x.example/$(reboot)", "https://x';reboot;'", "null", "https://*"]
)
def test_what_no_browser_sends_is_not_offered_to_be_copied(client: TestClient, origin: str) -> None:
    said = refused(client, origin=origin)

    assert repr(origin) in said
    assert "SAMSPROG_CORS_ORIGINS=https://care.example.dk " in said


def test_the_setting_that_the_refusal_names_lets_the_origin_ask(settings: Settings) -> None:
    with TestClient(create_app(settings), base_url="http://127.0.0.1:8000") as client:
        said = refused(client, origin=STRANGE)
    value = said.partition("SAMSPROG_CORS_ORIGINS=")[2].partition(" ")[0]

    with TestClient(
        create_app(replace(settings, cors_origins=value)), base_url="http://127.0.0.1:8000"
    ) as client:
        answer = client.options("/graphql/v1", headers={"origin": STRANGE, **PREFLIGHT})

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, STRANGE)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("access_control_request_method", "DELETE"),
        ("access_control_request_headers", "content-type, x-secret"),
    ],
)
def test_an_origin_that_may_ask_is_told_what_it_may_not(settings: Settings, header: str, value: str) -> None:
    asked = replace(settings, cors_origins=ALLOWED)
    with TestClient(create_app(asked), base_url="http://127.0.0.1:8000") as client:
        said = refused(client, origin=ALLOWED, **{header: value})

    assert "GET or POST" in said
    assert "content-type" in said
    assert repr(value) in said


def test_the_log_names_an_origin_once(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever runs the service can set it, and sees nothing of the page that was refused."""
    with caplog.at_level(logging.WARNING, logger="samsprog.web"):
        for _ in range(3):
            refused(client, origin=STRANGE)
            client.get("/health", headers={"origin": STRANGE})

    assert [STRANGE in record.getMessage() for record in caplog.records] == [True]


def test_what_a_page_sends_never_steers_the_log(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="samsprog.web"):
        client.get("/health", headers=[(b"origin", b"https://\x9b31mx")])

    (record,) = caplog.records
    assert record.getMessage().isprintable()


def test_the_page_of_the_service_itself_is_no_stranger(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """A browser names the origin of a page with each POST, also where it asks its own service."""
    answer = client.post(
        "/graphql/v1", json={"query": "{ schemes { name } }"}, headers={"origin": "http://127.0.0.1:8000"}
    )

    assert answer.json()["data"]["schemes"]
    assert caplog.records == []
