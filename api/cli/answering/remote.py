"""Answers from a running service, in the same shapes as from this process (docs/json.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from api.asking.shapes import (
    BRIEF,
    COMPATIBILITY,
    CONCEPT,
    EXPANSION,
    HIT,
    MAP,
    MAPPING,
    MEMBER,
    RELEASE,
    RESOLUTION,
    SCHEME,
    VALUE_SET,
)
from api.cli.answering import queries
from api.cli.answering.client import GraphQLClient
from classification.sentence import both

if TYPE_CHECKING:
    from classification import When

Answer = dict[str, Any]
Edition = tuple[str, str]

_BATCH = 1000
_PAGE = 500


class RemoteSource:
    """Answers by asking the service at a URL."""

    def __init__(self, url: str, when: When) -> None:
        self._client = GraphQLClient(url)
        self._clock: Answer = {
            "asOf": when.day.isoformat(),
            "knownAt": when.known_at.isoformat() if when.known_at else None,
            "supplements": list(when.supplements) or None,
        }

    def schemes(self) -> list[Answer]:
        """All classifications."""
        return [self._scheme(scheme) for scheme in self._ask(queries.SCHEMES)["schemes"]]

    def _scheme(self, scheme: Answer) -> Answer:
        current = scheme["current"]
        releases = self._ask(queries.RELEASES, scheme=scheme["name"])["releases"]["releases"]
        return SCHEME.plain(scheme) | {
            "release": current.get("version"),
            "concepts": current.get("size"),
            "releases": [release["version"] for release in releases],
        }

    def releases(self, scheme: str) -> list[Answer]:
        """The releases of a classification, or of all when none is named."""
        if not scheme:
            names = [answer["name"] for answer in self._ask(queries.SCHEMES)["schemes"]]
            return [release for name in names for release in self.releases(name)]
        answer = self._ask(queries.RELEASES, scheme=scheme)
        current = answer["release"].get("version")
        return [
            release | {"current": release["release"] == current}
            for release in RELEASE.each(answer["releases"]["releases"])
        ]

    def show(self, scheme: str, code: str, release: str) -> Answer:
        """One concept with its history."""
        question = {"scheme": scheme, "code": code, "release": release or None}
        concept: Answer = self._ask(queries.SHOW, **question)["concept"]
        narrower: list[Answer] = concept["narrower"]["nodes"]
        while concept["narrower"]["pageInfo"]["hasNextPage"]:
            after = concept["narrower"]["pageInfo"]["endCursor"]
            concept = self._ask(queries.SHOW, **question, after=after)["concept"]
            narrower += concept["narrower"]["nodes"]
        answer = CONCEPT.plain(concept)
        return answer | {"path": answer["path"][:-1], "narrower": BRIEF.each(narrower)}

    def search(self, text: str, wanted: Answer) -> list[Answer]:
        """Concepts found, best first."""
        hits = self._pages(
            queries.SEARCH,
            "search",
            wanted["limit"],
            text=text,
            scheme=wanted["scheme"] or None,
            kind=_enumerated(wanted["kind"]),
            valueSet=wanted["valueSet"] or None,
            release=wanted["release"] or None,
        )
        return HIT.each(hits)

    def value_sets(self) -> list[Answer]:
        """All value sets."""
        return VALUE_SET.each(self._pages(queries.VALUE_SETS, "valueSets", None))

    def expand(self, value_set: str, release: str, wanted: Answer) -> Answer:
        """The members of a value set."""
        question = {
            "name": value_set,
            "release": release or None,
            "text": wanted["text"],
            "activeOnly": wanted["activeOnly"],
            "kind": _enumerated(wanted["kind"]),
        }
        offset, limit = wanted["offset"], wanted["limit"]
        end = None if limit is None else offset + limit
        members: list[Answer] = []
        after = None
        while True:
            first = _PAGE if end is None else max(1, min(_PAGE, end - len(members)))
            answer: Answer = self._ask(queries.EXPAND, **question, first=first, after=after)["valueSet"]
            page = answer["members"]
            members += page["nodes"]
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"] or (end is not None and len(members) >= end):
                break
        expansion = EXPANSION.plain(answer)
        unresolved = expansion.pop("unresolved")
        return expansion | {
            "total": page["totalCount"],
            "offset": offset,
            "members": MEMBER.each(members[offset:end]),
            "unresolved": unresolved,
        }

    def resolve(self, texts: Iterable[str], wanted: Answer) -> Iterator[Answer]:
        """What codes or terms mean in another classification."""
        question = {
            "source": wanted["source"],
            "target": wanted["target"],
            "release": wanted["release"] or None,
            "kind": _enumerated(wanted["kind"]),
            "input": "TERMS" if wanted["terms"] else "CODES",
        }
        waiting = iter(texts)
        while inputs := list(islice(waiting, _BATCH)):
            answers = self._ask(queries.RESOLVE, **question, inputs=inputs)["resolve"]["answers"]
            yield from RESOLUTION.each(answers)

    def diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two releases."""
        from json import loads

        document: Answer = loads(self._diff(queries.DIFF, older, newer)["document"])
        return document

    def diff_text(self, older: Edition, newer: Edition, form: str, limit: int) -> tuple[str, dict[str, str]]:
        """The difference written for people, and its level in each mode."""
        difference = self._diff(queries.DIFF_TEXT, older, newer, limit=limit)
        return difference[form], COMPATIBILITY.plain(difference["compatibility"])

    def has_map(self, name: str) -> bool:
        """Whether a concept map, and no classification, has that name."""
        maps = (text for found in self.maps() for text in (found["name"], found["uri"]))
        if name not in maps:
            return False
        schemes = (SCHEME.plain(scheme) for scheme in self._ask(queries.SCHEMES)["schemes"])
        return not any(name in (found["name"], found["system"], *found["aliases"]) for found in schemes)

    def map_diff(self, older: Edition, newer: Edition) -> Answer:
        """What changed between two versions of a concept map, or between two maps."""
        from json import loads

        document: Answer = loads(self._map_diff(queries.MAP_DIFF, older, newer)["document"])
        return document

    def map_diff_text(self, older: Edition, newer: Edition, limit: int) -> str:
        """The same for people."""
        text: str = self._map_diff(queries.MAP_DIFF_TEXT, older, newer, limit=limit)["text"]
        return text

    def _map_diff(self, query: str, older: Edition, newer: Edition, **variables: Any) -> Answer:
        variables |= {"from": older[0], "fromVersion": older[1] or None}
        variables |= {"to": newer[0], "toVersion": newer[1] or None}
        answer: Answer = self._ask(query, **variables)["mapDiff"]
        return answer

    def correspondence(self, older: Edition, newer: Edition) -> str:
        """Not to be had over GraphQL."""
        from classification.errors import InvalidRequest

        names = (older[0], newer[0])
        raise InvalidRequest(
            both(
                f"serveren skriver ikke {' og '.join(names)} som XKOS; spørg uden --server, lageret her",
                f"the server does not write {' and '.join(names)} as XKOS; ask without --server, of the store here",
            )
        )

    def _diff(self, query: str, older: Edition, newer: Edition, **variables: Any) -> Answer:
        if older[0] != newer[0]:
            names = {name: self._ask(queries.RELEASES, scheme=name) for name in (older[0], newer[0])}
            schemes = [reply["releases"]["releases"][0]["scheme"]["name"] for reply in names.values()]
            if schemes[0] != schemes[1]:
                from api.asking.comparing import two_classifications

                raise two_classifications(*schemes)
        variables |= {"scheme": older[0], "from": older[1], "to": newer[1] or None}
        answer: Answer = self._ask(query, **variables)["diff"]
        return answer

    def maps(self) -> list[Answer]:
        """All concept maps."""
        return MAP.each(self._pages(queries.MAPS, "maps", None))

    def map_rows(self, name: str, version: str, code: str) -> list[Answer]:
        """The rows of a concept map (of all when none is named), or those about one code."""
        names = [name] if name else [concept_map["name"] for concept_map in self.maps()]
        rows = [row for each in names for row in self._rows(each, version)]
        if not code:
            return rows
        systems = {side["system"] for row in rows for side in (row["source"], row["target"]) if side}
        codes = {system: {code, *self._notations(system, code)} for system in systems}
        return [
            row
            for row in rows
            if any(side and side["code"] in codes[side["system"]] for side in (row["source"], row["target"]))
        ]

    def _rows(self, name: str, version: str) -> Iterator[Answer]:
        after = None
        while True:
            concept_map = self._ask(queries.MAPPINGS, name=name, release=version or None, after=after)["map"]
            for row in MAPPING.each(concept_map["mappings"]["nodes"]):
                yield {"map": concept_map["name"], "version": concept_map["version"], **row}
            after = concept_map["mappings"]["pageInfo"]["endCursor"]
            if not concept_map["mappings"]["pageInfo"]["hasNextPage"]:
                return

    def _notations(self, system: str, code: str) -> list[str]:
        concept = self._ask(queries.NOTATIONS, scheme=system, code=code)["concept"]
        return [notation["code"] for notation in concept.get("notations", ())]

    # asking

    def _ask(self, query: str, **variables: Any) -> Answer:
        declared = {name: value for name, value in (self._clock | variables).items() if f"${name}:" in query}
        return self._client.ask(query, declared)

    def _pages(self, query: str, name: str, limit: int | None, **variables: Any) -> Iterator[Answer]:
        after, left = None, limit
        while left is None or left > 0:
            first = _PAGE if left is None else min(left, _PAGE)
            page = self._ask(query, **variables, first=first, after=after)[name]
            yield from page["nodes"]
            after = page["pageInfo"]["endCursor"]
            left = None if left is None else left - len(page["nodes"])
            if not page["pageInfo"]["hasNextPage"]:
                return


def _enumerated(kind: str) -> str | None:
    from api.cli.answering.local import kind_named

    member = kind_named(kind)
    return member.name if member else None
