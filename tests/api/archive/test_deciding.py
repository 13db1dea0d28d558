"""Any sequence of imports, withdrawals, new names and undoings answers as a simple model in dicts says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import URL

from api.archive.archive import Archive
from api.archive.deciding import Author, rename, take_back, withdraw
from api.archive.undoing import undo
from api.archive.upkeep import check_store
from api.importing.request import Request
from api.settings import Settings
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.errors import InvalidRequest, SamsprogError
from classification.record import replace
from classification.terminology import Terminology, When
from classification.validity import Validity
from tests.api.importing.test_run import NOW, content
from tests.classification.worlds import concept, part, release, scheme, value_set
from tests.postgres import database

DAY = date(2026, 6, 1)
NAMES = ("reds", "blues")
VERSIONS = ("1", "2", "3")
KINDS = ("release", "value set", "map")


def uri(kind: str, name: str) -> str:
    return {"release": f"urn:example:{name}", "value set": f"urn:vs:{name}", "map": f"urn:map:{name}"}[kind]


def shown(kind: str, name: str) -> str:
    """The name under which a thing arrives."""
    return {"release": name, "value set": f"set-{name}", "map": f"map-{name}"}[kind]


def begins(version: str) -> date:
    return date(2025, int(version), 1)


def thing(kind: str, name: str, version: str) -> Any:
    if kind == "release":
        concepts = [concept(f"{name}-{version}-{number}") for number in range(3)]
        return release(*concepts, of=scheme(name), version=version, start=begins(version))
    if kind == "value set":
        made = value_set(
            part(system=uri("release", name), codes=f"{name}-{version}-0"), name=shown(kind, name)
        )
        return replace(made, uri=uri(kind, name), version=version, validity=Validity(begins(version)))
    row = Mapping(
        Coding("urn:l", version), Relation.EXACT, Coding(uri("release", name), f"{name}-{version}-0")
    )
    return ConceptMap(
        shown(kind, name),
        uri(kind, name),
        version,
        (replace(row, number=1),),
        validity=Validity(begins(version)),
    )


class Model:
    """What the store should say, in dicts."""

    def __init__(self) -> None:
        self.imports: dict[int, set[tuple[str, str, str]]] = {}
        self.recorded: dict[tuple[str, str, str], datetime] = {}
        self.withdrawn: dict[tuple[str, str, str], list[tuple[datetime, datetime | None]]] = {}
        self.names: dict[tuple[str, str], list[str]] = {}

    def held(self) -> set[tuple[str, str, str]]:
        return set().union(*self.imports.values()) if self.imports else set()

    def answering(self, kind: str, name: str, known_at: datetime | None) -> str:
        found = [
            version
            for of_kind, of_name, version in self.held()
            if (of_kind, of_name) == (kind, name)
            and (known_at is None or self.recorded[kind, name, version] <= known_at)
            and not self.is_withdrawn((kind, name, version), known_at)
        ]
        return max(found, default="")

    def is_withdrawn(self, label: tuple[str, str, str], known_at: datetime | None) -> bool:
        spans = self.withdrawn.get(label, [])
        if known_at is None:
            return any(end is None for _, end in spans)
        return any(begin <= known_at and (end is None or known_at < end) for begin, end in spans)

    def undoable(self, number: int) -> bool:
        mine = {label[:2] for label in self.imports[number]}
        others = set().union(*(labels for other, labels in self.imports.items() if other != number), set())
        leaving = {
            name
            for kind, name in mine
            if kind == "release" and not any(label[:2] == ("release", name) for label in others)
        }
        for other, labels in self.imports.items():
            if other > number and any(
                label[:2] in mine or (label[0] != "release" and label[1] in leaving) for label in labels
            ):
                return False
        return True

    def undo(self, number: int) -> None:
        del self.imports[number]
        held = self.held()
        self.withdrawn = {label: spans for label, spans in self.withdrawn.items() if label in held}
        things = {label[:2] for label in held}
        self.names = {of: names for of, names in self.names.items() if of in things}


def answer(terminology: Terminology, kind: str, name: str, when: When) -> str:
    try:
        if kind == "release":
            return terminology.release(name, when).version
        if kind == "value set":
            return terminology.value_set(name, when).version
        return terminology.map(name, when).version
    except SamsprogError:
        return ""


class Store(RuleBasedStateMachine):
    """Both are told the same; after each step they answer alike."""

    address = ""

    @initialize()
    def begin(self) -> None:
        self.folder = TemporaryDirectory()
        at = Path(self.folder.name)
        self.archive = Archive(Settings(at / "data", at / "cache", database_url=self.address))
        self.model = Model()
        self.now = NOW
        self.instants: list[datetime] = []

    def teardown(self) -> None:
        if hasattr(self, "archive"):
            if self.address:
                from sqlalchemy import text

                with self.archive.database.writing() as connection:
                    for table in ("undoing", "withdrawal", "renaming", "mapping", "concept_map", "value_set",
                                  "concept", "release_again", "release", "recipe", "scheme", "finding",
                                  "publication"):  # fmt: skip
                        connection.execute(text(f"DELETE FROM {table}"))
                    connection.execute(text("UPDATE state SET generation = 0, token = '', bundled = ''"))
            self.archive.close()
            self.folder.cleanup()

    def tick(self) -> datetime:
        self.now += timedelta(hours=1)
        self.instants.append(self.now)
        return self.now

    def author(self) -> Author:
        return Author(self.tick(), "nogen")

    def present(self, kind: str, name: str) -> str:
        return self.model.names.get((kind, name), [shown(kind, name)])[-1]

    @rule(
        labels=st.sets(
            st.tuples(st.sampled_from(KINDS), st.sampled_from(NAMES), st.sampled_from(VERSIONS)),
            min_size=1, max_size=3,
        )
    )  # fmt: skip
    def imports(self, labels: set[tuple[str, str, str]]) -> None:
        new = labels - self.model.held()
        made = [(kind, thing(kind, name, version)) for kind, name, version in sorted(labels)]
        offered = content(
            *(one for kind, one in made if kind == "release"),
            sets=tuple(one for kind, one in made if kind == "value set"),
            maps=tuple(one for kind, one in made if kind == "map"),
        )
        confirmed = tuple({uri("release", name) for kind, name, _ in labels if kind == "release"})
        at = self.tick()

        outcome = self.archive.publish(offered, Request(at, "test", replace=confirmed))

        assert outcome.published == bool(new), outcome.errors
        if new:
            number = max(one.id for one in self.archive.publications())
            self.model.imports[number] = new
            self.model.recorded |= dict.fromkeys(new, at)

    @rule(data=st.data(), back=st.booleans())
    @precondition(lambda self: self.model.held())
    def withdraws(self, data: st.DataObject, back: bool) -> None:
        label = data.draw(st.sampled_from(sorted(self.model.held())))
        kind, name, version = label
        spans = self.model.withdrawn.setdefault(label, [])
        author, named = self.author(), uri(kind, name)
        if self.model.is_withdrawn(label, None) is not back:
            with pytest.raises(InvalidRequest):
                (take_back if back else withdraw)(self.archive, named, version, "fordi", author)
        elif back:
            done = take_back(self.archive, named, version, "", author)
            spans[-1] = (spans[-1][0], author.recorded)
            assert done.answers == self.model.answering(kind, name, None)
        else:
            done = withdraw(self.archive, named, version, "fordi", author)
            spans.append((author.recorded, None))
            assert done.answers == self.model.answering(kind, name, None)

    @rule(data=st.data(), new=st.sampled_from(["x", "y", "reds", "blues", "set-reds"]))
    @precondition(lambda self: self.model.held())
    def renames(self, data: st.DataObject, new: str) -> None:
        kind, name, _ = data.draw(st.sampled_from(sorted(self.model.held())))
        taken = {
            word
            for of in {label[:2] for label in self.model.held()}
            if of != (kind, name)
            for word in self.model.names.get(of, [shown(*of)])
        }
        author = self.author()
        if new in taken or new == self.present(kind, name):
            with pytest.raises(InvalidRequest):
                rename(self.archive, uri(kind, name), new, author)
            return
        assert rename(self.archive, uri(kind, name), new, author).name == new
        former = self.model.names.get((kind, name), [shown(kind, name)])
        self.model.names[kind, name] = [*(word for word in former if word != new), new]

    @rule(data=st.data())
    @precondition(lambda self: self.model.imports)
    def undoes(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.imports)))
        author = self.author()
        if self.model.undoable(number):
            brought = undo(self.archive, number, author).brought
            assert len(brought) == len(self.model.imports[number])
            self.model.undo(number)
        else:
            with pytest.raises(InvalidRequest, match="builds on it"):
                undo(self.archive, number, author)

    @rule()
    def imports_and_undoes(self) -> None:
        """What is undone at once leaves every answer as it was."""
        before = list(self.answers())
        self.imports({("release", "reds", "3"), ("map", "blues", "2")})
        if self.archive.publications() and max(self.model.imports, default=0) == max(
            one.id for one in self.archive.publications()
        ):
            number = max(self.model.imports)
            if (
                self.instants
                and {label[2] for label in self.model.imports[number]}
                and self.model.undoable(number)
            ):
                at = self.instants[-1]
                if any(self.model.recorded[label] == at for label in self.model.imports[number]):
                    undo(self.archive, None, self.author())
                    self.model.undo(number)
                    assert list(self.answers()) == before

    def answers(self) -> Iterator[tuple[str, str, str]]:
        terminology = self.archive.terminology()
        for kind in KINDS:
            for name in NAMES:
                yield kind, name, answer(terminology, kind, uri(kind, name), When(DAY))

    @invariant()
    def both_answer_alike(self) -> None:
        if not hasattr(self, "archive"):
            return
        terminology = self.archive.terminology()
        for kind in KINDS:
            for name in NAMES:
                things = {label[:2] for label in self.model.held()}
                words = [uri(kind, name)]
                words += (
                    self.model.names.get((kind, name), [shown(kind, name)]) if (kind, name) in things else []
                )
                for known_at in (None, *self.instants[-4:]):
                    expected = self.model.answering(kind, name, known_at)
                    for word in words:
                        assert answer(terminology, kind, word, When(DAY, known_at)) == expected, (kind, word)
        assert {s.name for s in terminology.schemes} == {
            self.present(kind, name) for kind, name in {x[:2] for x in self.model.held()} if kind == "release"
        }
        assert list(check_store(self.archive.database)) == []


class PostgresStore(Store):
    """The same on a server."""


STEPS = hypothesis_settings(max_examples=12, stateful_step_count=12, deadline=None)
TestStore = Store.TestCase
TestStore.settings = STEPS


def test_any_sequence_answers_as_the_model_does_on_a_server(postgres: URL) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    with database(postgres) as address:
        PostgresStore.address = address
        run_state_machine_as_test(PostgresStore, settings=hypothesis_settings(STEPS, max_examples=4))
