"""The service over HTTP: headers, health, static files, refusals."""

import asyncio
import gzip
import re
from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from api.app import create_app, now
from api.archive.opened import Opened
from api.health import Watch
from api.settings import Settings
from api.store.errors import StoreUnusable
from api.web import SECURITY_HEADERS, Shield, answer_failure
from classification.record import replace
from classification.sentence import same
from classification.terminology import Terminology

HERE = "http://127.0.0.1"
ASKED = {"query": "{ schemes { name } }"}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("service")
    return Settings(folder / "data", folder / "cache", max_body_bytes=100_000)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """The service as the first start leaves it: the bundled vocabularies in an SQLite file."""
    with TestClient(create_app(settings), base_url=HERE) as found:
        yield found


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    "path", ["/", "/health", "/graphql/v1", "/graphql/v1/schema.graphql", "/nothing", "/static/x"]
)
def test_every_answer_bears_the_security_headers(client: TestClient, path: str) -> None:
    answer = client.get(path)

    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


def test_the_policy_lets_a_page_load_from_here_alone() -> None:
    policy = SECURITY_HEADERS["content-security-policy"]

    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; ")
    assert "unsafe" not in policy
    assert "http" not in policy


def test_an_unexpected_failure_is_masked_and_bears_the_headers() -> None:
    async def fails(request: Request) -> Response:
        raise RuntimeError("the password is 1234")

    app = Starlette(routes=[Route("/", fails)], exception_handlers={Exception: answer_failure})

    answer = TestClient(app, raise_server_exceptions=False).get("/")

    assert answer.status_code == 500
    assert answer.json()["errors"][0]["extensions"]["code"] == "INTERNAL_ERROR"
    assert "1234" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


# ---------------------------------------------------------------- the page and its files


def test_the_page_holds_no_script_or_style_of_its_own(client: TestClient) -> None:
    page = client.get("/").text

    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


def test_the_page_names_only_what_the_service_serves(client: TestClient) -> None:
    page = client.get("/").text

    named = re.findall(r'(?:href|src)="([^"#]+)"', page)

    assert len([path for path in named if path.startswith("/static/")]) > 5
    assert {path: client.get(path).status_code for path in named} == dict.fromkeys(named, 200)


def test_static_files_are_kept_for_a_year_under_the_address_of_their_content(client: TestClient) -> None:
    (path,) = re.findall(r'src="(/static/[0-9a-f]{16}/main\.js)"', client.get("/").text)

    answer = client.get(path)

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"


def test_every_module_that_is_imported_is_loaded_ahead_by_the_page(client: TestClient) -> None:
    page = client.get("/").text
    base, names = re.findall(r'"(/static/\w+/)', page)[0], set(re.findall(r"/static/\w+/(\w+\.js)", page))

    imported = {
        found for name in names for found in re.findall(r'from "\./(.+?)"', client.get(base + name).text)
    }

    assert imported == names - {"main.js"}


@pytest.mark.parametrize("path", ["/", "favicon.svg"])
def test_a_file_that_the_asker_has_is_not_sent_again(client: TestClient, path: str) -> None:
    if path != "/":
        path = re.findall(rf'"(/static/\w+/{path})"', client.get("/").text)[0]
    first = client.get(path)

    again = client.get(path, headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_file_is_sent_whole_to_whom_does_not_unpack(client: TestClient) -> None:
    packed = client.get("/", headers={"accept-encoding": "gzip"})
    plain = client.get("/", headers={"accept-encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content


def test_the_whole_page_travels_in_less_than_40_kilobytes(client: TestClient) -> None:
    page = client.get("/").text
    paths = {"/", *re.findall(r'"(/static/[^"]+)"', page)}

    total = sum(len(gzip.compress(client.get(path).content)) for path in paths)

    assert total < 40_000


@pytest.mark.parametrize("path", ["/static/main.js", "/static/0123456789abcdef/main.js", "/static/../app.py"])
def test_other_addresses_under_static_hold_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


# ---------------------------------------------------------------- refusals


def test_an_unknown_path_is_answered_as_json(client: TestClient) -> None:
    answer = client.get("/graphql/v2")

    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_FOUND"}
    assert "/graphql/v1" in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("method", "path"), [("DELETE", "/graphql/v1"), ("POST", "/health"), ("PUT", "/")])
def test_a_method_that_a_path_does_not_take_is_answered_as_json(
    client: TestClient, method: str, path: str
) -> None:
    answer = client.request(method, path)

    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["errors"][0]["extensions"]["code"] == "METHOD_NOT_ALLOWED"


def test_a_body_that_says_it_is_too_large_is_not_read(client: TestClient) -> None:
    answer = client.post("/graphql/v1", json={"query": "#" * 100_000})

    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"] == {"code": "BODY_TOO_LARGE", "limit": 100_000}


def test_a_body_that_does_not_say_its_length_is_read_no_further_than_the_limit(client: TestClient) -> None:
    read = []

    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            read.append(10_000)
            yield b" " * 10_000

    answer = client.post("/graphql/v1", content=chunks(), headers={"content-type": "application/json"})

    assert answer.status_code == 413
    assert answer.json()["errors"][0]["extensions"]["code"] == "BODY_TOO_LARGE"


def test_a_body_within_the_limit_is_answered(client: TestClient) -> None:
    answer = client.post("/graphql/v1", json=ASKED)

    assert "fsiii" in {scheme["name"] for scheme in answer.json()["data"]["schemes"]}


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.", ""])
def test_a_service_on_loopback_answers_to_no_other_name(client: TestClient, host: str) -> None:
    answer = client.get("/health", headers={"host": host})

    assert answer.status_code == 421
    assert answer.json()["errors"][0]["extensions"]["code"] == "UNKNOWN_HOST"


@pytest.mark.parametrize("host", ["localhost:8000", "LOCALHOST", "127.0.0.1:9", "[::1]:8000"])
def test_a_service_on_loopback_answers_to_each_of_its_names(client: TestClient, host: str) -> None:
    assert client.get("/health", headers={"host": host}).status_code == 200


# ---------------------------------------------------------------- pages of others


@pytest.fixture(scope="module")
def open_client(settings: Settings) -> Iterator[TestClient]:
    """A service that lets one other origin ask."""
    asked = replace(settings, host="0.0.0.0", cors_origins="https://care.example.dk")
    with TestClient(create_app(asked, opened=Opened(settings, now)), base_url=HERE) as found:
        yield found


def test_no_origin_may_ask_unless_a_setting_says_so(client: TestClient) -> None:
    answer = client.post("/graphql/v1", json=ASKED, headers={"origin": "https://care.example.dk"})

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://care.example.dk", "https://care.example.dk"), ("https://x.example", None)],
)
def test_only_the_origins_named_may_ask(open_client: TestClient, origin: str, allowed: str | None) -> None:
    answer = open_client.post("/graphql/v1", json=ASKED, headers={"origin": origin})

    assert answer.headers.get("access-control-allow-origin") == allowed


def test_a_service_that_others_can_reach_answers_to_every_name(open_client: TestClient) -> None:
    assert open_client.get("/health", headers={"host": "terms.example.dk"}).status_code == 200


def test_what_is_no_http_passes_the_shield() -> None:
    seen = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Shield(inner, ["localhost"], 1)({"type": "lifespan"}, cast(Any, None), cast(Any, None)))

    assert seen == ["lifespan"]


# ---------------------------------------------------------------- questions go straight

WAYS: Final[Mapping[str, tuple[dict[str, Any], str]]] = {
    "a question": ({}, "straight"),
    "of a page": ({"headers": [(b"origin", b"https://x.example")]}, "around"),
    "without a length": ({"length": None}, "around"),
    "below another root": ({"root_path": "/terms"}, "around"),
    "with something behind it": ({"path": "/graphql/v1/schema.graphql"}, "around"),
    "to a strange host": ({"host": b"x.example"}, "refused"),
    "too long": ({"length": b"101"}, "refused"),
}


@pytest.mark.parametrize(("differs", "way"), WAYS.values(), ids=WAYS)
def test_only_what_the_layers_between_have_nothing_to_do_with_goes_straight(
    differs: dict[str, Any], way: str
) -> None:
    gone = []

    def going(where: str) -> Any:
        async def app(*_: Any) -> None:
            gone.append(where)

        return app

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            gone.append("refused")

    length = differs.get("length", b"100")
    headers = [(b"host", differs.get("host", b"localhost")), *differs.get("headers", ())]
    scope = {
        "type": "http",
        "method": "POST",
        "path": differs.get("path", "/graphql/v1"),
        "root_path": differs.get("root_path", ""),
        "headers": headers if length is None else [*headers, (b"content-length", length)],
    }
    shield = Shield(going("around"), ["localhost"], 100, {"/graphql/v1": going("straight")})

    asyncio.run(shield(scope, receive, send))

    assert gone == [way]


@pytest.mark.parametrize(
    ("method", "body", "headers"),
    [
        ("POST", b'{"query": "{ schemes { name } }"}', {}),
        ("POST", b'{"query": "{ schemes { name } }"}', {"accept": "application/graphql-response+json"}),
        ("POST", b'{"query": "{ nothing }"}', {"accept": "application/graphql-response+json"}),
        ("POST", b"{", {}),
        ("POST", b"<x/>", {"content-type": "application/xml"}),
        ("POST", b"{}", {"accept": "text/html"}),
        ("POST", b"{}", {"content-encoding": "gzip"}),
        ("PUT", b"{}", {}),
        ("OPTIONS", b"{}", {}),
    ],
)
def test_the_answer_is_the_same_straight_and_around(
    client: TestClient, method: str, body: bytes, headers: dict[str, str]
) -> None:
    """A body in pieces has no length and goes through all layers."""
    headers = {"content-type": "application/json"} | headers

    straight = client.request(method, "/graphql/v1", content=body, headers=headers)
    around = client.request(method, "/graphql/v1", content=iter([body]), headers=headers)

    assert "content-length" in straight.request.headers
    assert "content-length" not in around.request.headers
    assert (straight.status_code, straight.headers, straight.content) == (
        around.status_code,
        around.headers,
        around.content,
    )


# ---------------------------------------------------------------- health


def test_health_tells_what_is_open(client: TestClient) -> None:
    answer = client.get("/health")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    said = answer.json()
    assert said["status"] == "ok"
    assert said["store"] == {"reachable": True, "generation": 1}
    assert said["releases"] > said["schemes"] > 10
    assert said["uptimeSeconds"] >= 0


class Elsewhere:
    """Stands for an open store whose database can be taken away."""

    def __init__(self, terminology: Terminology) -> None:
        self.terminology, self.state, self.gone = terminology, SimpleNamespace(generation=7), False

    def current(self) -> Terminology:
        return self.terminology

    def refresh(self) -> bool:
        if self.gone:
            raise StoreUnusable(same("/secret/samsprog.sqlite3 cannot be opened"))
        return False


def watch_over(elsewhere: Elsewhere) -> Watch:
    return Watch(cast(Opened, elsewhere), began=0.0)


def test_nothing_open_is_unavailable() -> None:
    status, said = watch_over(Elsewhere(Terminology())).health()

    assert (status, said["status"]) == (503, "unavailable")


def test_without_its_store_the_service_answers_from_memory_and_says_so(
    client: TestClient, settings: Settings
) -> None:
    opened = Opened(settings, now)
    elsewhere = Elsewhere(opened.current())
    opened.close()
    watch = watch_over(elsewhere)

    elsewhere.gone = True
    watch.look()
    lost = watch.health()
    elsewhere.gone = False
    watch.look()
    back = watch.health()

    assert (lost[0], lost[1]["status"], lost[1]["store"]["reachable"]) == (200, "degraded", False)
    assert "secret" not in str(lost[1])
    assert (back[0], back[1]["status"]) == (200, "ok")
