"""A made-up FHIR package of the shape of HL7 Terminology: 870 code systems and 2,499 value sets, the same every time.

Most code systems are small and a few are large; value sets take a whole system, a branch of it (`is-a`), some codes, or
other value sets.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, Final

CODE_SYSTEMS: Final = 870
VALUE_SETS: Final = 2_499
SEED: Final = 20_260_101
_BASE: Final = "http://terminology.example/"
_LARGEST: Final = 1_200

Json = dict[str, Any]


def write_package(path: Path) -> int:
    """Writes the package; gives the number of concepts in it."""
    random = Random(SEED)
    systems = [_code_system(number, random) for number in range(CODE_SYSTEMS)]
    resources = [*systems, *_value_sets(systems, random)]
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for resource in ({"name": "tx.example", "version": "1.0.0"}, *resources):
            name = f"{resource['resourceType']}-{resource['id']}" if "resourceType" in resource else "package"
            data = json.dumps(resource).encode()
            entry = tarfile.TarInfo(f"package/{name}.json")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return sum(system["count"] for system in systems)


def _code_system(number: int, random: Random) -> Json:
    size = min(_LARGEST, 3 + int(8 * random.paretovariate(1.1)))
    concepts: list[Any] = []
    parents: list[list[Any]] = [concepts]
    for at in range(size):
        concept: Json = {
            "code": f"C{at}",
            "display": f"Made-up {number} concept {at} of some length",
            "definition": f"What concept {at} of system {number} means, in a sentence as publishers write them.",
            "property": [{"code": "status", "valueCode": "active"}],
        }
        random.choice(parents[-8:]).append(concept)
        if random.random() < 0.3:
            parents.append(concept.setdefault("concept", []))
    return {
        **_head("CodeSystem", f"cs-{number}"),
        "caseSensitive": True,
        "content": "complete",
        "count": size,
        "property": [
            {"code": "status", "uri": "http://hl7.org/fhir/concept-properties#status", "type": "code"}
        ],
        "concept": concepts,
    }


def _head(sort: str, name: str) -> Json:
    return {
        "resourceType": sort,
        "id": name,
        "url": f"{_BASE}{sort}/{name}",
        "version": "1.0.0",
        "name": name,
        "title": f"Made-up {name}",
        "status": "active",
        "date": "2024-01-01",
    }


def _value_sets(systems: list[Json], random: Random) -> Iterator[Json]:
    for number in range(VALUE_SETS):
        system = systems[number % len(systems)]
        code = f"C{random.randrange(system['count'])}"
        listed = [{"code": f"C{at}"} for at in range(min(12, system["count"]))]
        part: Json = random.choice(
            (
                {"system": system["url"]},
                {
                    "system": system["url"],
                    "filter": [{"property": "concept", "op": "is-a", "value": code}],
                },
                {"system": system["url"], "concept": listed},
                {"valueSet": [f"{_BASE}ValueSet/vs-{random.randrange(max(number, 1))}"]},
            )
        )
        if number == 0:
            part = {"system": system["url"]}
        yield {**_head("ValueSet", f"vs-{number}"), "compose": {"include": [part]}}
