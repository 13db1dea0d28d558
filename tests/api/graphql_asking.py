"""Asking over GraphQL in tests: a service over any terminology, in process, and a small world to ask about."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as Names
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.archive.bundled import open_bundled
from api.graphql.execution.view import PATH, graphql_routes
from api.settings import Settings
from classification.concept import Concept, Kind, Label, Notation, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.record import replace
from classification.release import Lineage, LineageKind
from classification.scheme import ConceptScheme
from classification.terminology import HeldRelease, Terminology
from tests.classification.worlds import (
    COLOURS,
    concept,
    open_release,
    part,
    release,
    scheme,
    terminology,
    value_set,
    where,
)
from tests.folders import lasting_folder

TODAY: Final = date(2025, 10, 1)
LOCAL: Final = scheme("paints")
STRICT: Final = {"accept": "application/graphql-response+json"}


def settings(**limits: Any) -> Settings:
    """Settings of a service without a store."""
    return Settings(Path("data"), _cache(), **limits)


@cache
def _cache() -> Path:
    return lasting_folder()


class Service:
    """A service in process."""

    def __init__(
        self, of: Terminology | Callable[[], Terminology], today: date = TODAY, **limits: Any
    ) -> None:
        current = of if callable(of) else lambda: of
        routes = graphql_routes(current, settings(**limits), lambda: today)
        self.client = TestClient(Starlette(routes=routes))

    def answer(self, query: str, /, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        found: dict[str, Any] = self.client.post(PATH, json={"query": query, "variables": variables}).json()
        return found

    def ask(self, query: str, /, **variables: Any) -> Any:
        """The data, when there are no errors; of a single root field, its value."""
        answer = self.answer(query, **variables)
        assert "errors" not in answer, answer["errors"]
        data = answer["data"]
        return next(iter(data.values())) if len(data) == 1 else data

    def code(self, query: str, /, **variables: Any) -> str:
        """The code of the one error."""
        (error,) = self.answer(query, **variables)["errors"]
        found: str = error["extensions"]["code"]
        return found


def colours() -> Terminology:
    """Two releases of five colours, local paints mapped onto them, a value set."""
    first = release(
        concept("C", "Farver", status=Status.GROUPING),
        concept("R", "Rød", "C", kind=Kind.STATE),
        concept("B", "Blå", "C", kind=Kind.STATE, alternative="Azur"),
        concept("D", "Mørkeblå", "B", kind=Kind.STATE),
        version="1.0.0",
        start=date(2024, 1, 1),
    )
    second = release(
        concept("u-c", "Farver", legacy="C", status=Status.GROUPING),
        concept("u-r", "Rød", "u-c", legacy="R", kind=Kind.STATE),
        concept("u-b", "Himmelblå", "u-c", legacy="B", kind=Kind.STATE, properties=(("hue", "210"),)),
        concept("u-d", "Mørkeblå", "u-b", legacy="D", kind=Kind.STATE, ordinal=2.0),
        concept("u-p", "Maling", "u-c", kind=Kind.INTERVENTION),
        concept("u-q", "Rød", "u-c", kind=Kind.INTERVENTION),
        concept("u-o", "Gammelrosa", "u-c", status=Status.DEPRECATED, replaced_by=("u-r",), reason="udgår"),
        version="2.0.0",
        start=date(2025, 1, 1),
        lineage=(Lineage(LineageKind.SPLIT, ("D",), ("u-d", "u-b")),),
        recorded=datetime(2025, 1, 2, tzinfo=UTC),
    )
    paints = release(
        concept("01", "Postkasserød"), concept("02", "Havblå"), concept("03", "Glimmer"), of=LOCAL
    )
    blues = (
        value_set(
            part(where("concept", "is-a", "B")),
            name="blues",
            version="1.0.0",
            title="Blå farver",
            companions=(COLOURS.uri,),
        ),
        value_set(
            part(where("concept", "is-a", "B")),
            part(codes="R"),
            name="blues",
            version="2.0.0",
            title="Blå farver og rød",
            companions=(COLOURS.uri,),
            recorded=datetime(2025, 1, 2, tzinfo=UTC),
        ),
    )
    rows = (
        Mapping(Coding(LOCAL.uri, "01"), Relation.EXACT, Coding(COLOURS.uri, "R", "Rød"), 0.9, number=1),
        Mapping(Coding(LOCAL.uri, "02"), Relation.BROAD, Coding(COLOURS.uri, "B", "Blå"), 0.5, number=2),
        Mapping(
            Coding(LOCAL.uri, "02"), Relation.BROAD, Coding(COLOURS.uri, "D"), note="lige så godt", number=3
        ),
        Mapping(Coding(LOCAL.uri, "03"), Relation.NONE, Coding(COLOURS.uri, ""), note="kun lokalt", number=4),
    )
    paint_map = ConceptMap(
        "paint-colours",
        "urn:example:map:paint-colours",
        "1",
        rows,
        title=(("da", "Maling til farver"),),
        target_releases=((COLOURS.uri, "1.0.0"),),
    )
    return terminology(first, second, paints, value_sets=blues, maps=[paint_map])


ENGLISH: Final = replace(scheme("english"), content="supplement", supplements=COLOURS.uri, languages=("en",))
GLOSS: Final = replace(scheme("gloss"), content="supplement", supplements=LOCAL.uri, languages=("en",))


def named_in_english(of: ConceptScheme, names: Names[str, str]) -> HeldRelease:
    """A supplement that gives these codes English names."""
    said = [
        Concept((Notation(code),), (Label(name, "en"),), properties=(("english", name.lower()),))
        for code, name in names.items()
    ]
    return open_release(release(*said, of=of))


def supplemented_colours() -> Terminology:
    """The colours, and supplements beside them: `english` of the colours, `gloss` of the paints."""
    here = colours()
    english = named_in_english(ENGLISH, {"C": "Colours", "R": "Red", "B": "Blue", "D": "Navy"})
    gloss = named_in_english(GLOSS, {"01": "Pillar-box red"})
    return here.with_releases((*here.all_releases, english, gloss))


@cache
def bundled() -> Terminology:
    """The bundled vocabularies, compiled once per process."""
    return open_bundled(lasting_folder())
