"""The shapes of answers: what is made here and what is asked of a service have the values of one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphql import parse, validate

from api.asking import shapes
from api.asking.shapes import AnswerField, AnswerShape, maybe, page, part, parts, word
from api.cli.answering import queries
from api.cli.answering.local import LocalSource
from api.graphql.schema import graphql_schema
from classification.terminology import When
from tests.api.graphql_asking import TODAY, bundled

DOCUMENTS = {
    name: text
    for name, text in vars(queries).items()
    if isinstance(text, str) and text.startswith("query ") and name[0] != "_"
}
HERE = LocalSource(bundled(), When(TODAY))
WANTED = {"text": "", "kind": "", "release": "", "limit": 20, "offset": 0, "activeOnly": False}


def hit() -> dict[str, Any]:
    return HERE.search("vaske", {**WANTED, "scheme": "", "valueSet": ""})[0]


def resolution(text: str, source: str = "fsiii") -> dict[str, Any]:
    wanted = {**WANTED, "source": source, "target": "ffb" if source != "fsiii" else "fsiii", "terms": False}
    return next(HERE.resolve([text], wanted))


def expansion() -> dict[str, Any]:
    return HERE.expand("KLSeverities", "", WANTED)


LOCAL: dict[str, tuple[AnswerShape, Callable[[], dict[str, Any]], set[str]]] = {
    "scheme": (shapes.SCHEME, lambda: HERE.schemes()[0], {"release", "concepts", "releases"}),
    "release": (shapes.RELEASE, lambda: HERE.releases("ffb")[0], {"current"}),
    "concept": (shapes.CONCEPT, lambda: HERE.show("fsiii", "J1.1", ""), set()),
    "occurrence": (shapes.OCCURRENCE, lambda: HERE.show("fsiii", "J1.1", "")["history"][0], set()),
    "brief": (shapes.BRIEF, lambda: HERE.show("fsiii", "J1", "")["narrower"][0], set()),
    "hit": (shapes.HIT, hit, set()),
    "value set": (shapes.VALUE_SET, lambda: HERE.value_sets()[0], set()),
    "expansion": (shapes.EXPANSION, expansion, {"total", "offset", "members"}),
    "member": (shapes.MEMBER, lambda: expansion()["members"][0], set()),
    "resolution": (shapes.RESOLUTION, lambda: resolution("J1.1"), set()),
    "target": (shapes.TARGET, lambda: resolution("J1.1")["targets"][0], set()),
    "coding": (shapes.CODING, lambda: resolution("J1.1")["source"], set()),
    "map": (shapes.MAP, lambda: HERE.maps()[0], set()),
    "map end": (shapes.MAP_END, lambda: HERE.maps()[0]["sources"][0], set()),
    "mapping": (shapes.MAPPING, lambda: HERE.map_rows("domus-ffb", "", "")[0], {"map", "version"}),
}


@pytest.mark.parametrize("name", LOCAL)
def test_an_answer_made_here_has_the_values_of_its_shape(name: str) -> None:
    shape, answer, besides = LOCAL[name]

    assert [key for key in answer() if key not in besides] == [*shape.keys]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_is_asked_of_a_service_is_in_the_schema(name: str) -> None:
    assert validate(graphql_schema(), parse(DOCUMENTS[name])) == []


def test_every_step_of_a_way_has_the_values_of_its_shape() -> None:
    code = HERE.map_rows("domus-ffb", "", "")[0]["source"]["code"]

    steps = resolution(code, "domus-example")["path"]

    assert {tuple(step) for step in steps} <= {shapes.STEP.keys, shapes.ROW_STEP.keys}
    assert any("map" in step for step in steps)


def test_a_shape_says_what_is_asked_for_and_makes_the_answer_of_it() -> None:
    days = AnswerShape("from", "to")
    shape = AnswerShape(
        "scheme: scheme.name",
        "system: scheme.uri",
        word("kind"),
        maybe("reason"),
        part("validity: period", days),
        parts("spans", days),
        page("below: narrower(first: 2, after: $after)", AnswerShape("code")),
        "rows: mappings(first: 1).totalCount",
    )
    found = {
        "scheme": {"name": "colours", "uri": "urn:c"},
        "kind": "TARGET_GROUP",
        "reason": "",
        "period": {"from": None, "to": "2025-01-01"},
        "spans": [{"from": "a", "to": "b"}],
        "narrower": {"nodes": [{"code": "x"}]},
        "mappings": {"totalCount": 3},
    }

    assert shape.selection == (
        "scheme { name uri } kind reason period { from to } spans { from to } narrower(first: 2, after: $after) "
        "{ pageInfo { hasNextPage endCursor } totalCount nodes { code } } mappings(first: 1) { totalCount }"
    )
    assert shape.plain(found) == {
        "scheme": "colours",
        "system": "urn:c",
        "kind": "target-group",
        "reason": None,
        "validity": {"from": None, "to": "2025-01-01"},
        "spans": [{"from": "a", "to": "b"}],
        "below": [{"code": "x"}],
        "rows": 3,
    }


def test_what_is_absent_stays_absent() -> None:
    assert AnswerShape(word("kind"), part("source", shapes.CODING)).plain({"kind": None, "source": None}) == {
        "kind": None,
        "source": None,
    }
    assert AnswerField("a: b.c").under("d").of({"d": {"b": {"c": 1}}}) == 1
