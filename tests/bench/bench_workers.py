"""How much more two workers answer than one: `samsprog serve --workers 2` against `--workers 1`.

Each request comes on a connection of its own, so that it goes to the worker that is free, and asks for 2,000 codes, so
that the client's share is small. The two services are asked in turns. The bound is a promise about two quiet cores:
with others on the machine both come out alike.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter
from typing import Final

from api.archive.bundled import open_bundled
from classification.terminology import When
from tests.bench.bench_hostile import served
from tests.bench.figures import Row, show

TITLE: Final = "Workers"
CALLERS: Final = 6
SECONDS: Final = 2.0
TURNS: Final = 7


def main() -> bool:
    """Prints the figures."""
    return show(TITLE, run())


def run() -> list[Row]:
    """One worker and two, in turns."""
    request = _request()
    speeds: tuple[list[float], list[float]] = ([], [])
    with ExitStack() as stack:
        ports = []
        for workers in ("1", "2"):
            folder = stack.enter_context(TemporaryDirectory())
            ports.append(stack.enter_context(served(folder, "--workers", workers)))
        for port in ports:
            _speed(port, request)  # warm
        for _ in range(TURNS):
            for port, found in zip(ports, speeds, strict=True):
                found.append(_speed(port, request))
    one, two = map(median, speeds)
    ratio = median(b / a for a, b in zip(*speeds, strict=True))
    return [
        Row("resolve 2,000 codes, one worker", one, "/s"),
        Row("resolve 2,000 codes, two workers", two, "/s"),
        Row("two workers against one", ratio, "×", 1.8, at_least=True),
    ]


def _request() -> bytes:
    query = (
        'query ($i: [String!]!) { resolve(inputs: $i, system: "fsiii", to: "fsiii") '
        "{ ... on Resolutions { answers { outcome targets { code term path { text } } } } } }"
    )
    with TemporaryDirectory() as folder:
        terminology = open_bundled(Path(folder))
        codes = list(terminology.index("fsiii", When(datetime.now(UTC).date())).codes) * 10
    body = json.dumps({"query": query, "variables": {"i": codes[:2_000]}}).encode()
    head = (
        "POST /graphql/v1 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _speed(port: int, request: bytes) -> float:
    """Requests a second, by some callers at once."""
    ends = perf_counter() + SECONDS
    counts = [0] * CALLERS

    def call(number: int) -> None:
        while perf_counter() < ends:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(request)
                head = connection.recv(1 << 20)
                assert head.startswith(b"HTTP/1.1 200"), head[:200]
                while connection.recv(1 << 20):
                    pass
            counts[number] += 1

    began = perf_counter()
    _together(call)
    return sum(counts) / (perf_counter() - began)


def _together(call: Callable[[int], None]) -> None:
    callers = [Thread(target=call, args=(number,)) for number in range(CALLERS)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
