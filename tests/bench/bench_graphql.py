"""GraphQL over HTTP against a floor: a bare Starlette endpoint that looks the same answers up in a dictionary.

Both run as one uvicorn worker on the loopback and give the same bytes; one client with one kept connection to each
asks them in turn, some hundred times a turn, and who begins changes with each turn. The service is the whole one: with
its layers, limits and the bundled vocabularies, and it is warm: queries are planned, answers remembered, as the floor
has its answers in the dictionary from the start.

The share that is held to a bound is floor / ours in **processor time of the server per request**. The clock on the wall
is shown beside it and held to nothing: the client's own time, and waiting for a processor that others use, add to both
sides alike and draw that share towards 1, so it flatters the slower side (on a busy machine it has come out above 1).
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any, Final

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from api.app import create_app
from api.archive.bundled import open_bundled
from api.settings import Settings
from classification.resolving.resolver import Resolver
from classification.terminology import Terminology, When
from tests.bench.figures import Row, show

TITLE = "GraphQL over HTTP, as a share of a bare endpoint's speed"
TURNS: Final = 25
IDLE: Final = 600
"""Seconds a connection may rest while the other side has its turn, or requests are made ready."""
PROCESSOR: Final = "/processor-seconds"
SYSTEM: Final = "http://ehealth.sundhed.dk/cs/fs3-group-selfcare"
SINGLE: Final = """
query Resolve($codes: [String!]!, $system: String!) {
  resolve(inputs: $codes, system: $system, to: "fsiii") {
    ... on Resolutions { answers { input outcome targets { code notation term relation } } }
  }
}"""
COLUMNS: Final = """
query Columns($codes: [String!]!) {
  resolveColumns(inputs: $codes, system: "fsiii", to: "fsiii") {
    ... on Columns { inputs outcomes codes notations terms relations confidences }
  }
}"""


def main() -> bool:
    """Prints the figures."""
    return show(TITLE, run())


def run() -> list[Row]:
    """One code, and 1,000 codes in columns."""
    with TemporaryDirectory() as folder, _server("floor", folder) as floor, _server("ours", folder) as ours:
        single = _ratio(floor, ours, _single_requests(), 200)
        columns = _ratio(floor, ours, _column_requests(), 20)
    return [
        *_rows("resolve one code, six fields", single, 0.6),
        *_rows("resolve 1,000 codes in columns", columns, 0.45),
    ]


def _rows(name: str, figures: Figures, bound: float) -> list[Row]:
    return [
        Row(f"{name}: floor, processor", figures.floor.processor, "µs"),
        Row(f"{name}: ours, processor", figures.ours.processor, "µs"),
        Row(f"{name}: share", figures.share, "×", bound, at_least=True),
        Row(f"{name}: share by the wall clock (flatters)", figures.wall_share, "×"),
    ]


# ---------------------------------------------------------------- what is asked

Pair = tuple[bytes, bytes]


def _single_requests() -> list[Pair]:
    terminology, when = _bundled()
    codes = list(terminology.index(SYSTEM, when).codes)
    return [
        (
            _post("/resolve", {"codes": [code], "system": SYSTEM, "to": "fsiii"}),
            _post("/graphql/v1", {"query": SINGLE, "variables": {"codes": [code], "system": SYSTEM}}),
        )
        for code in codes
    ]


def _column_requests() -> list[Pair]:
    terminology, when = _bundled()
    index, random = terminology.index("fsiii", when), Random(7)
    batches = [random.choices([*index.codes, *index.keys, "J99", "?"], k=1000) for _ in range(10)]
    return [
        (
            _post("/columns", {"codes": batch, "system": "fsiii", "to": "fsiii"}),
            _post("/graphql/v1", {"query": COLUMNS, "variables": {"codes": batch}}),
        )
        for batch in batches
    ]


def _post(path: str, body: Mapping[str, Any]) -> bytes:
    sent = orjson.dumps(body)
    head = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Content-Length: {len(sent)}",
    )
    return "\r\n".join((*head, "", "")).encode() + sent


# ---------------------------------------------------------------- measuring


@dataclass(frozen=True, slots=True)
class Spent:
    """Microseconds a request took: of the server's processor, and on the wall."""

    processor: float
    wall: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of two interleaved series."""

    floor: Spent
    ours: Spent
    wall_share: float

    @property
    def share(self) -> float:
        """The floor's processor time as a share of ours."""
        return self.floor.processor / self.ours.processor


def _ratio(floor: socket.socket, ours: socket.socket, pairs: Sequence[Pair], turn: int) -> Figures:
    for one, other in pairs:
        if orjson.loads(_asked(floor, one)) != orjson.loads(_asked(ours, other)):
            raise AssertionError("the two do not give the same answer")
    sides = ((floor, [one for one, _ in pairs]), (ours, [other for _, other in pairs]))
    spent: tuple[list[Spent], list[Spent]] = ([], [])
    for number in range(TURNS):
        for side in (0, 1) if number % 2 else (1, 0):
            spent[side].append(_spent(*sides[side], turn))
    wall = median(f.wall / o.wall for f, o in zip(*spent, strict=True))
    return Figures(_middle(spent[0]), _middle(spent[1]), wall)


def _middle(turns: Sequence[Spent]) -> Spent:
    return Spent(median(turn.processor for turn in turns), median(turn.wall for turn in turns))


def _spent(to: socket.socket, requests: Sequence[bytes], times: int) -> Spent:
    before, began = _processor(to), perf_counter()
    for at in range(times):
        _asked(to, requests[at % len(requests)])
    wall = perf_counter() - began
    return Spent(1e6 * (_processor(to) - before) / times, 1e6 * wall / times)


def _processor(of: socket.socket) -> float:
    return float(_asked(of, f"GET {PROCESSOR} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()))


def _asked(to: socket.socket, request: bytes) -> bytes:
    to.sendall(request)
    got = _received(to)
    while (end := got.find(b"\r\n\r\n")) < 0:
        got += _received(to)
    head = got[:end].lower()
    at = head.index(b"content-length:") + 15
    length = int(head[at : (head.find(b"\r", at) + 1 or len(head) + 1) - 1])
    body = got[end + 4 :]
    while len(body) < length:
        body += _received(to)
    return body


def _received(connection: socket.socket) -> bytes:
    """What comes next; a closed connection gives nothing for ever, and must not be read on."""
    some = connection.recv(1 << 20)
    if not some:
        raise ConnectionError("the server has closed the connection")
    return some


# ---------------------------------------------------------------- the two servers


@contextmanager
def _server(name: str, folder: str) -> Iterator[socket.socket]:
    listening = socket.create_server(("127.0.0.1", 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bench_graphql", name, str(listening.fileno()), folder],
        pass_fds=[listening.fileno()],
    )
    try:
        connection = socket.create_connection(listening.getsockname(), timeout=60)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            yield connection
    finally:
        process.terminate()
        process.wait(10)
        listening.close()


def _serve(name: str, listening: int, folder: str) -> None:
    app = _telling_its_time(APPS[name](Path(folder)))
    config = uvicorn.Config(app, fd=listening, log_level="error", access_log=False, timeout_keep_alive=IDLE)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=listening)])


def _telling_its_time(app: ASGIApp) -> ASGIApp:
    """The application, and beside it the seconds of processor time its process has used."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == PROCESSOR:
            await Response(str(process_time()))(scope, receive, send)
        else:
            await app(scope, receive, send)

    return told


def _ours(folder: Path) -> ASGIApp:
    return create_app(Settings(folder / "data", folder / "cache"))


def _floor(_: Path) -> ASGIApp:
    """Bare Starlette and orjson; every answer is in a dictionary."""
    terminology, when = _bundled()
    answers, rows = _tables(terminology, when)

    async def resolve(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        found = [answers[asked["system"], asked["to"], code] for code in asked["codes"]]
        return Response(
            orjson.dumps({"data": {"resolve": {"answers": found}}}), media_type="application/json"
        )

    async def columns(request: Request) -> Response:
        asked = orjson.loads(await request.body())
        codes = asked["codes"]
        found = [rows.get(code, UNKNOWN) for code in codes]
        names = ("outcomes", "codes", "notations", "terms", "relations", "confidences")
        answer = {"inputs": codes} | {name: [row[at] for row in found] for at, name in enumerate(names)}
        return Response(orjson.dumps({"data": {"resolveColumns": answer}}), media_type="application/json")

    return Starlette(
        routes=[Route("/resolve", resolve, methods=["POST"]), Route("/columns", columns, methods=["POST"])]
    )


UNKNOWN: Final = ("UNKNOWN_CODE", None, None, None, None, None)
APPS: Final[Mapping[str, Callable[[Path], ASGIApp]]] = {"floor": _floor, "ours": _ours}


def _tables(terminology: Terminology, when: When) -> tuple[dict[Any, Any], dict[str, tuple[Any, ...]]]:
    mapped = Resolver(terminology, SYSTEM, "fsiii", when)
    answers = {}
    for code in terminology.index(SYSTEM, when).codes:
        answer = mapped.resolve(code)
        targets = [
            {"code": t.code, "notation": t.notation, "term": t.term, "relation": t.relation.name}
            for t in answer.targets
        ]
        answers[SYSTEM, "fsiii", code] = {"input": code, "outcome": answer.outcome.name, "targets": targets}
    index = terminology.index("fsiii", when)
    rows = {
        code: ("EXACT", index.codes[i], index.keys[i], index.terms[i], "EXACT", None)
        for i in range(len(index))
        for code, _ in index.notations(i)
    }
    return answers, rows


def _bundled() -> tuple[Terminology, When]:
    cache = Path(__file__).resolve().parents[2] / "build" / "bench"
    return open_bundled(cache), When(datetime.now(UTC).date())


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _serve(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(0 if main() else 1)
