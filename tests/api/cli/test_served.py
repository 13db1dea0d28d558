"""`samsprog serve` as a process on the loopback: hostile requests, slow callers, several workers."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

import pytest

from api.settings import Settings
from tests.bench.bench_hostile import hostile_requests
from tests.stocked import Stocked

SCRIPT: Final = Path(sys.executable).with_name("samsprog")
SECONDS: Final = 2
"""The time for a request."""
PATIENCE: Final = 120
"""How long is waited for what must come; a machine may be slow."""
GRAPHQL: Final = "/graphql/v1"
COLOURS: Final = {
    "resourceType": "CodeSystem",
    "url": "urn:example:colours",
    "version": "1.0.0",
    "name": "Colours",
    "status": "active",
    "content": "complete",
    "concept": [{"code": "r", "display": "Red"}],
}


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory, stocked: Stocked) -> dict[str, str]:
    home = tmp_path_factory.mktemp("home")
    stocked.copy_to(Settings(home / "data", home / "cache"))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSPROG_", "XDG_"))}
    return kept | {
        "XDG_CACHE_HOME": str(home / "cache"),
        "SAMSPROG_DATA_DIR": str(home / "data"),
        "SAMSPROG_TIMEOUT_SECONDS": str(SECONDS),
        "SAMSPROG_REFRESH_SECONDS": "0.1",
        "NO_COLOR": "1",
    }


class Served:
    """A service, by its port."""

    def __init__(self, port: int, process: subprocess.Popen[str]) -> None:
        self.port, self.process = port, process

    def connection(self) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, Any]:
        connection = self.connection()
        try:
            connection.request(method, path, body, {"content-type": "application/json"} if body else {})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    @contextmanager
    def plain(self, sent: bytes) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as found:
            found.sendall(sent)
            yield found


@contextmanager
def serving(environ: dict[str, str], *options: str) -> Iterator[Served]:
    command = [str(SCRIPT), "serve", "--port", "0", *options]
    with subprocess.Popen(command, env=environ, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = ""
        while not (found := re.search(r"answers on http://127\.0\.0\.1:(\d+)/", said)):
            line = process.stderr.readline()
            assert line, said
            said += line
        try:
            yield Served(int(found[1]), process)
        finally:
            process.send_signal(signal.SIGINT)
            rest = process.stderr.read()
            assert process.wait(PATIENCE) == 0, rest
        assert "Traceback" not in rest


@pytest.fixture(scope="module")
def served(environ: dict[str, str]) -> Iterator[Served]:
    with serving(environ) as found:
        yield found


HOSTILE: Final = hostile_requests()
TOLD: Final = {"", "TIMEOUT", "TOO_COSTLY", "TOO_MANY_ALIASES", "ANSWER_TOO_LARGE"}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_others_are_answered_while_a_hostile_request_is_worked_on(served: Served, body: bytes) -> None:
    """Each held the event loop for seconds, or a thread for minutes beyond the time for a request.

    How fast others are answered is measured by `python -m tests.bench hostile`; here counts that they are, before it.
    """
    with ThreadPoolExecutor(1) as pool:
        hostile = pool.submit(served.ask, "POST", GRAPHQL, body)
        before = 0
        while not hostile.done():
            status, said = served.ask("GET", "/health")
            assert (status, said["status"]) == (200, "ok")
            before += not hostile.done()
        status, answer = hostile.result()

    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert codes <= TOLD
    assert status == (503 if "TIMEOUT" in codes else 200)
    assert before >= 3 or "TIMEOUT" not in codes


def test_a_caller_that_leaves_is_worked_for_no_longer(served: Served) -> None:
    """Two callers that left kept both places for heavy questions, one of them for 197 seconds."""
    body = HOSTILE["10,000 unknown codes like UUIDs"].replace(b"inputs: $i", b"inputs: $i, input: TERMS")
    head = f"POST {GRAPHQL} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    for _ in range(20):
        with served.plain(head.encode() + f"content-length: {len(body)}\r\n\r\n".encode() + body):
            pass

    for _ in range(10):  # a machine that is busy may need longer than the time for a request
        status, answer = served.ask("POST", GRAPHQL, json.dumps({"query": HEAVY}).encode())
        if status == 200:
            break

    assert {name: found["__typename"] for name, found in answer["data"].items()} == dict.fromkeys(
        "abc", "Lint"
    )


HEAVY: Final = "{" + " ".join(f'{name}: lint(scheme: "ffb") {{ __typename }}' for name in "abc") + "}"
"""Goes to the lane of those that left."""


# ---------------------------------------------------------------- slow callers

SLOW: Final = {
    "nothing": b"",
    "a part of the first line": b"GET /hea",
    "a part of a header": b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: a",
    "all but the last line": b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n",
}


@pytest.mark.parametrize("sent", SLOW.values(), ids=SLOW)
def test_a_head_that_does_not_come_ends_the_connection(served: Served, sent: bytes) -> None:
    """Half a head kept its connection for ever."""
    with served.plain(sent) as connection:
        got = read_all(connection)

    assert got.partition(b"\r\n")[0] == (b"HTTP/1.1 408 Request Timeout" if sent else b"")


def test_a_head_that_comes_letter_by_letter_ends_too(served: Served) -> None:
    with served.plain(b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx-slow: ") as connection:
        connection.settimeout(0.05)
        got, began = b"", monotonic()
        while b"408 Request Timeout" not in got:
            assert monotonic() - began < PATIENCE
            try:
                connection.sendall(b"a")
                got += connection.recv(1000)
            except TimeoutError:
                continue
            except OSError:  # closed between two letters
                break


def test_the_second_head_of_a_connection_must_come_too(served: Served) -> None:
    whole = b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n"
    with served.plain(whole) as connection:
        assert connection.recv(10).startswith(b"HTTP/1.1 2")
        connection.sendall(b"GET /health HTTP/1.1\r\nx-")
        got = read_all(connection)

    assert b"HTTP/1.1 408 Request Timeout" in got


def test_half_a_body_is_given_up(served: Served) -> None:
    head = f"POST {GRAPHQL} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    with served.plain(head.encode() + b'content-length: 100\r\n\r\n{"query"') as connection:
        got = read_all(connection)

    assert got.startswith(b"HTTP/1.1 408")
    assert b"BODY_TIMEOUT" in got


def test_a_kept_connection_may_pause_between_two_questions(served: Served) -> None:
    connection = served.connection()
    try:
        for pause in (0, 1):
            sleep(pause)
            connection.request("GET", "/health")
            assert json.loads(connection.getresponse().read())["status"] == "ok"
    finally:
        connection.close()


def test_a_caller_that_takes_no_answer_is_cut_off(served: Served) -> None:
    """An answer of megabytes lay in memory as long as its caller liked."""
    inputs = [f"{number:0900}" for number in range(8_000)]
    query = (
        'query ($i: [String!]!) { resolveColumns(inputs: $i, system: "fsiii", to: "fsiii") '
        "{ ... on Columns { inputs } } }"
    )
    body = json.dumps({"query": query, "variables": {"i": inputs}}).encode()
    head = f"POST {GRAPHQL} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    pause = SECONDS + 1
    while True:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(PATIENCE)
            connection.connect(("127.0.0.1", served.port))
            connection.sendall(head.encode() + f"content-length: {len(body)}\r\n\r\n".encode() + body)
            connection.recv(1, socket.MSG_PEEK)
            sleep(pause)
            begun, _, taken = read_all(connection).partition(b"\r\n\r\n")
            announced = re.search(rb"content-length: (\d+)", begun)
            assert announced
            if len(taken) < int(announced[1]):
                assert begun.startswith(b"HTTP/1.1 200")
                return
        pause *= 2  # a machine that is busy may need it
        assert pause < PATIENCE


def read_all(connection: socket.socket) -> bytes:
    got = bytearray()
    with suppress(ConnectionResetError):
        while piece := connection.recv(65_536):
            got += piece
    return bytes(got)


# ---------------------------------------------------------------- several workers


def test_what_a_command_publishes_all_workers_answer_from(environ: dict[str, str], tmp_path: Path) -> None:
    store = tmp_path / "store"
    file = tmp_path / "colours.json"
    file.write_text(json.dumps(COLOURS), encoding="utf-8")
    query = json.dumps({"query": '{ scheme(name: "urn:example:colours") { __typename } }'}).encode()

    def seen(of: Served) -> str:
        _, answer = of.ask("POST", GRAPHQL, query)
        return str(answer["data"]["scheme"]["__typename"])

    with serving(environ, "--workers", "2", "--data-dir", str(store)) as served:
        assert {seen(served) for _ in range(20)} == {"UnknownName"}
        assert len(workers(served.process.pid)) == 2
        subprocess.run(
            [SCRIPT, "import", file, "--valid-from", "2024-01-01", "--data-dir", store],
            env=environ, check=True, capture_output=True, timeout=PATIENCE,
        )  # fmt: skip
        began, in_a_row = monotonic(), 0
        while in_a_row < 40:
            assert monotonic() - began < PATIENCE
            in_a_row = in_a_row + 1 if seen(served) == "Scheme" else 0


def test_a_worker_that_dies_is_replaced(environ: dict[str, str]) -> None:
    with serving(environ, "--workers", "2") as served:
        assert served.ask("GET", "/health")[0] == 200
        first = workers(served.process.pid)
        os.kill(first[0], signal.SIGKILL)
        began = monotonic()
        while len(now := set(workers(served.process.pid)) - {first[0]}) < 2:
            assert monotonic() - began < PATIENCE
            sleep(0.05)
        assert served.ask("GET", "/health")[0] == 200
        assert first[1] in now


def workers(parent: int) -> list[int]:
    """The processes that a service started to answer."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(maxsplit=2) for line in listed.splitlines()[1:])
    return [int(pid) for pid, above, args in rows if int(above) == parent and "spawn_main" in args]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\nx: " + b"a" * 300_000,
        b"GET /health HTTP/1.1\r\nhost: 127.0.0.1\r\n" + b"a:b\r\n" * 60_000,
        b"GET /" + b"a" * 300_000,
    ],
    ids=["one header", "many headers", "address"],
)
def test_a_long_head_is_refused(served: Served, sent: bytes) -> None:
    """Twenty megabytes of headers held the event loop for a second and stayed in memory."""
    with served.plain(b"") as connection, suppress(ConnectionError):
        connection.sendall(sent)
        assert read_all(connection).partition(b"\r\n")[0] == b"HTTP/1.1 431 Request Header Fields Too Large"


def test_what_follows_a_body_in_pieces_has_an_end(served: Served) -> None:
    """Thirty megabytes of it took seven hundred of memory."""
    head = b"POST /graphql/v1 HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
    with (
        served.plain(head + b"transfer-encoding: chunked\r\n\r\n0\r\n") as connection,
        pytest.raises(ConnectionError),
    ):
        connection.sendall(b"a:b\r\n" * 2_000_000)
