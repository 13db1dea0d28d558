"""Requests that ask for as much as they may, and how long everybody else waits meanwhile.

`samsprog serve` as its own process on the loopback. Each hostile request is sent once, while `/health` is asked on a
kept connection, again and again; shown are its seconds, the size of its answer and how long `/health` took at most and
in 99 of 100 cases. The bounds are those of docs/operating.md; they are promises about a machine of two quiet cores.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Thread
from time import perf_counter, sleep
from typing import Any, Final
from uuid import UUID

from tests.bench.figures import Row, percentile, show

TITLE: Final = "Hostile requests, and /health meanwhile"
HEALTH_BOUND: Final = 100.0
SECONDS_BOUND: Final = 31.0
_PERIOD: Final = 10.0


def main() -> bool:
    """Prints the figures."""
    return show(TITLE, run())


def run() -> list[Row]:
    """Each hostile request once."""
    rows: list[Row] = []
    with TemporaryDirectory() as folder, served(folder) as port:
        for name, body in hostile_requests().items():
            seen = observed(port, body)
            rows += [
                Row(f"{name}: answered ({seen.said}, {seen.size} bytes)", seen.seconds, "s", SECONDS_BOUND),
                Row(f"{name}: /health, 99 of 100", seen.health_p99, "ms", HEALTH_BOUND),
                Row(f"{name}: /health, slowest of {seen.asked}", seen.health_worst, "ms"),
            ]
    return rows


# ---------------------------------------------------------------- what is sent


def hostile_requests() -> dict[str, bytes]:
    """Bodies of requests by name; each is legal for all that a caller is told."""
    random = Random(10)
    return {
        "50 typeahead of random words": _query(
            " ".join(
                f'a{i}: typeahead(prefix: "{_word(random)}") {{ ... on Suggestions {{ hits {{ label }} }} }}'
                for i in range(50)
            )
        ),
        "38 search of random words": _query(
            " ".join(
                f'a{i}: search(text: "{_words(random)}", first: 1) {{ ... on SearchHitConnection {{ totalCount }} }}'
                for i in range(38)
            )
        ),
        "25 search with 25 totalCount each": _query(
            " ".join(
                f'a{i}: search(text: "{letter}", first: 1) {{ ...counts }}'
                for i, letter in enumerate("aeioustrklngdmvbfhpyæøåja"[:25])
            ),
            f"fragment counts on SearchHitConnection {{ {' '.join(f'c{i}: totalCount' for i in range(25))} }}",
        ),
        "50 unknown codes like UUIDs": _resolve([_uuid(random) for _ in range(50)]),
        "10,000 unknown codes like UUIDs": _resolve([_uuid(random) for _ in range(10_000)]),
        "long inputs asked 40 times over": _body(
            'query ($i: [String!]!) { resolveColumns(inputs: $i, system: "fsiii", to: "fsiii") '
            "{ ... on Columns { " + " ".join(f"c{n}: inputs" for n in range(49)) + " } } }",
            i=["x" * 190] * 10_000,
        ),
        "validate of 5 MB in one object": _validate([_bundle(random, 10_000)]),
        "validate of 5 MB in 10,000 objects": _validate([_condition(random) for _ in range(10_000)]),
    }


def _query(selections: str, fragments: str = "") -> bytes:
    return _body(f"{{ {selections} }} {fragments}")


def _body(query: str, **variables: Any) -> bytes:
    return json.dumps({"query": query, "variables": variables}).encode()


def _resolve(codes: list[str]) -> bytes:
    return _body(
        'query ($i: [String!]!) { resolve(inputs: $i, system: "fsiii", to: "fsiii") '
        "{ ... on Resolutions { answers { outcome message } } } }",
        i=codes,
    )


def _validate(objects: list[Mapping[str, Any]]) -> bytes:
    return _body(
        "query ($o: [JSON!]!) { validate(objects: $o) { ... on Validation { total passed } } }", o=objects
    )


def _word(random: Random) -> str:
    return "".join(random.choices("abcdefghijklmnoprstuvyæøå", k=random.randint(9, 14)))


def _words(random: Random) -> str:
    return " ".join(_word(random) for _ in range(10))


def _uuid(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _condition(random: Random) -> Mapping[str, Any]:
    return {
        "resourceType": "Condition",
        "meta": {"profile": ["http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"]},
        "code": {
            "coding": [
                {"system": "urn:oid:1.2.208.176.2.21", "code": _uuid(random), "display": _word(random)}
            ]
        },
        "subject": {"reference": f"Patient/{_word(random)}"},
        "recordedDate": "2025-10-01",
        "note": [{"text": _words(random)}],
    }


def _bundle(random: Random, entries: int) -> Mapping[str, Any]:
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": _condition(random)} for _ in range(entries)],
    }


# ---------------------------------------------------------------- asking


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one hostile request."""

    said: str
    size: int
    seconds: float
    asked: int
    health_p99: float
    health_worst: float


def observed(port: int, body: bytes) -> Seen:
    """Send a request; ask `/health` until it is answered.

    Whoever waits asks no more: a wait of a second counts as all the questions that would have been asked meanwhile.
    """
    answer: list[tuple[str, int, float]] = []
    sender = Thread(target=lambda: answer.append(_posted(port, body)))
    times: list[float] = []
    kept = HTTPConnection("127.0.0.1", port, timeout=300)
    _health(kept)
    sender.start()
    while sender.is_alive():
        times.append(_health(kept))
        sleep(_PERIOD / 1000)
    sender.join()
    kept.close()
    ((said, size, seconds),) = answer
    every = [waited - n * _PERIOD for waited in times for n in range(1 + int(waited / _PERIOD))]
    return Seen(said, size, seconds, len(every), percentile(every, 0.99), max(every))


def _posted(port: int, body: bytes) -> tuple[str, int, float]:
    began = perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("POST", "/graphql/v1", body, {"content-type": "application/json"})
    answer = connection.getresponse()
    got = answer.read()
    seconds = perf_counter() - began
    connection.close()
    code = re.search(rb'"code":"([A-Z_]+)"', got[:2000])
    return f"{answer.status} {code[1].decode() if code else ''}".strip(), len(got), seconds


def _health(kept: HTTPConnection) -> float:
    began = perf_counter()
    kept.request("GET", "/health")
    kept.getresponse().read()
    return 1000 * (perf_counter() - began)


@contextmanager
def served(folder: str, *options: str) -> Iterator[int]:
    """`samsprog serve` on a free port, with a store of its own in the folder."""
    command = [
        *(sys.executable, "-c", "from api.cli import main; raise SystemExit(main())", "serve", "--port", "0"),
        *("--data-dir", str(Path(folder) / "data"), *options),
    ]
    environment = {**os.environ, "SAMSPROG_CACHE_DIR": str(Path(folder) / "cache")}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            said = ""
            while found := process.stderr.readline():
                said += found
                if port := re.search(r"http://[^ ]*:(\d+)/", found):
                    Thread(target=process.stderr.read, daemon=True).start()
                    yield int(port[1])
                    return
            raise AssertionError(f"the service did not start: {said}")
        finally:
            process.terminate()
            process.wait(20)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
