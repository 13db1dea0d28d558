"""The cost of a question follows its work: function calls are counted, which come out alike on every machine."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

import pytest
from graphql import get_named_type, is_leaf_type, is_required_argument

from api.graphql.context import Context, Memory
from api.graphql.execution.answer import HEAVY, LIGHT, UNSURE
from api.graphql.execution.document import Documents, Operation
from api.graphql.execution.engine import execute
from api.graphql.execution.limit import PER_INPUT, PER_KILOBYTE, PER_LETTER, PER_SUPPLEMENT, WEIGHTS
from api.graphql.execution.plan import Uncovered
from api.graphql.schema import graphql_schema
from classification.deadline import watch
from classification.record import replace
from classification.searching.search import LONGEST_TEXT, MOST_WORDS
from classification.terminology import Terminology, When
from tests.api.graphql_asking import TODAY, bundled, named_in_english, settings
from tests.classification.worlds import scheme

CALLS: Final = 200
"""So many function calls may stand behind one point."""
GROUND: Final = 5_000
"""What any question may take besides."""
BETWEEN_LOOKS: Final = 60_000
"""Who has run out of time notices after so many calls: some hundredths of a second."""

RANDOM: Final = Random(10)
LETTERS: Final = "abcdefghijklmnoprstuvyæøå"


def word(length: int) -> str:
    return "".join(RANDOM.choices(LETTERS, k=length))


WORDS: Final = " ".join(word(LONGEST_TEXT // MOST_WORDS - 1) for _ in range(MOST_WORDS))
UUIDS: Final = [str(UUID(int=RANDOM.getrandbits(128), version=4)) for _ in range(100)]
WRONG: Final = {
    "resourceType": "Condition",
    "meta": {"profile": ["http://fhir.kl.dk/gateway/StructureDefinition/klgateway-care-condition"]},
    "code": {"coding": [{"system": "urn:oid:1.2.208.176.2.21", "code": UUIDS[0], "display": WORDS}]},
    "severity": {"coding": [{"system": "urn:oid:1.2.208.176.2.21", "code": UUIDS[1]}]},
    "subject": {"reference": "Patient/x"},
    "recordedDate": "2025-13-01",
}


@dataclass
class Costly:
    """A question that makes a field work as hard as it can."""

    query: str
    variables: Mapping[str, Any] = field(default_factory=dict)
    sent: int = 0
    supplemented: bool = False
    """Whether it is asked where fsiii has a supplement."""


def resolving(field: str, answer: str, **variables: Any) -> Costly:
    return Costly(
        f"query ($i: [String!]!) {{ resolve: {field} {{ ... on {answer} }} }}", {"i": variables["inputs"]}
    )


SHAPED: Final = "Resolutions { answers { outcome message targets { code } } }"
ROWS: Final = "Columns { outcomes messages suggestions { row } releases { name } }"
CONCEPTS: Final = '{ concepts(scheme: "fsiii", first: 40) { ... on ConceptConnection { nodes { %s } } } }'
SETS: Final = "{ valueSets(first: 60) { nodes { %s } } }"
SETS_OF: Final = '{ valueSet(name: "KLConditionCodesFSIII"%s) { ... on ValueSet { %s } } }'
MAP_DIFF: Final = '{ mapDiff(map: "fasit-ffb-2023", toMap: "data-needs-shared") { ... on MapDiff { %s } } }'
DIFF: Final = '{ diff(scheme: "fsiii", from: "1.0.0") { ... on Diff { %s } } }'
COSTLY: Final[Mapping[str, Costly]] = {
    "Query.search": Costly(
        "query ($t: String!) { search(text: $t, first: 1) { ... on SearchHitConnection { nodes { label } } } }",
        {"t": WORDS},
    ),
    "Query.search of a letter": Costly(
        '{ search(text: "s", first: 1000) { ... on SearchHitConnection { nodes { label } } } }'
    ),
    "Query.search in a value set": Costly(
        '{ search(text: "s", valueSet: "KLConditionCodesFSIII") { ... on SearchHitConnection { nodes { label } } } }'
    ),
    "SearchHitConnection.totalCount": Costly(
        '{ search(text: "s", first: 1) { ... on SearchHitConnection { totalCount } } }'
    ),
    "Query.typeahead": Costly(
        f'{{ typeahead(prefix: "{WORDS}") {{ ... on Suggestions {{ hits {{ label }} }} }} }}'
    ),
    "Query.typeahead of a letter": Costly(
        '{ typeahead(prefix: "s") { ... on Suggestions { hits { label } } } }'
    ),
    "Query.resolve": resolving('resolve(inputs: $i, system: "fsiii", to: "fsiii")', SHAPED, inputs=UUIDS),
    "Query.resolve of terms": resolving(
        'resolve(inputs: $i, system: "fsiii", to: "fsiii", input: TERMS)',
        SHAPED,
        inputs=[f"{WORDS} {n}" for n in range(50)],
    ),
    "Query.translate": resolving(
        'translate(inputs: $i, from: "domus-example", to: "fasit-example")', SHAPED, inputs=["0101", *UUIDS]
    ),
    "Query.resolveColumns": resolving(
        'resolveColumns(inputs: $i, system: "fsiii", to: "fsiii")', "Columns { outcomes }", inputs=UUIDS
    ),
    "Query.translateColumns": resolving(
        'translateColumns(inputs: $i, from: "domus-example", to: "fasit-example")', ROWS, inputs=UUIDS
    ),
    "Columns.messages": resolving(
        'resolveColumns(inputs: $i, system: "fsiii", to: "fsiii")', "Columns { messages }", inputs=UUIDS
    ),
    "Columns.suggestions": resolving(
        'resolveColumns(inputs: $i, system: "fsiii", to: "fsiii")',
        "Columns { suggestions { row } }",
        inputs=UUIDS,
    ),
    "Columns.releases": resolving(
        'resolveColumns(inputs: $i, system: "fsiii", to: "fsiii")',
        "Columns { releases { name } }",
        inputs=UUIDS,
    ),
    "an unknown code": Costly(f'{{ concept(scheme: "fsiii", code: "{UUIDS[0]}") {{ __typename }} }}'),
    "an unknown name": Costly(f'{{ valueSet(name: "{WORDS}") {{ __typename }} }}'),
    "Query.concepts": Costly(
        '{ concepts(scheme: "fsiii", first: 1000) { ... on ConceptConnection { nodes { key term kind } } } }'
    ),
    "Concept.descendants": Costly(CONCEPTS % "descendants(first: 1) { nodes { key } }"),
    "Concept.siblings": Costly(CONCEPTS % "siblings(first: 1) { nodes { key } }"),
    "Concept.lineage": Costly(CONCEPTS % "lineage { safe steps { change } }"),
    "Concept.mapsOut": Costly(CONCEPTS % "mapsOut { source { code } }"),
    "Concept.mapsIn": Costly(CONCEPTS % "mapsIn { source { code } }"),
    "Concept.valueSets": Costly(
        '{ concepts(scheme: "fsiii", first: 5) { ... on ConceptConnection { nodes { valueSets { name } } } } }'
    ),
    "ValueSet.members": Costly(SETS % 'members(first: 1, text: "x") { nodes { key } }'),
    "ValueSet.releases": Costly(SETS % "releases { name }"),
    "ValueSet.contains": Costly(SETS % 'contains(code: "J1.1", system: "fsiii") { why }'),
    "ValueSet.difference": Costly(
        SETS_OF % (', release: "1.0.0"', 'difference(to: "2.3.0") { ... on ValueSetDifference { kept } }')
    ),
    "Query.diff": Costly(DIFF % "summary { count }"),
    "Diff.document": Costly(DIFF % "document"),
    "Diff.releaseNotes": Costly(DIFF % "releaseNotes"),
    "Diff.text": Costly(DIFF % "text(limit: 0)"),
    "Query.mapDiff": Costly(MAP_DIFF % "added"),
    "MapDiff.document": Costly(MAP_DIFF % "document"),
    "MapDiff.text": Costly(MAP_DIFF % "text(limit: 0)"),
    "Query.lint of a map": Costly('{ lint(map: "data-needs-shared") { ... on Lint { total } } }'),
    "Query.lint": Costly('{ lint(scheme: "fsiii") { ... on Lint { total } } }'),
    "Query.profiles": Costly("{ profiles { ... on Profiles { profiles { name fields { path } } } } }"),
    "Query.validate": Costly(
        "query ($o: [JSON!]!) { validate(objects: $o) { ... on Validation { total } } }",
        {"o": [WRONG] * 100},
        sent=100 * len(str(WRONG)),
    ),
    "Query.validate by all": Costly(
        'query ($o: [JSON!]!) { validate(objects: $o, profile: "all") { ... on Validation { total } } }',
        {"o": [WRONG] * 20},
        sent=20 * len(str(WRONG)),
    ),
    "Query.validate of a Bundle": Costly(
        "query ($o: [JSON!]!) { validate(objects: $o) { ... on Validation { total } } }",
        {"o": [{"resourceType": "Bundle", "type": "collection", "entry": [{"resource": WRONG}] * 100}]},
        sent=100 * len(str(WRONG)),
    ),
    "Query.concept with a supplement": Costly(
        '{ concept(scheme: "fsiii", code: "J1.1", supplements: "english") '
        "{ ... on Concept { term lineage { safe } } } }",
        supplemented=True,
    ),
    "Query.search with a supplement": Costly(
        'query ($s: [String!]) { search(text: "s", scheme: "fsiii", supplements: $s) '
        "{ ... on SearchHitConnection { nodes { label } } } }",
        {"s": ["english"]},
        supplemented=True,
    ),
    "Query.valueSet with a supplement": Costly(
        SETS_OF % (', supplements: ["english"]', "members { nodes { term concept { lineage { safe } } } }"),
        supplemented=True,
    ),
    "introspection": Costly("{ __schema { types { name fields { name args { name } } } } }"),
}
DOCUMENTS: Final = Documents(graphql_schema(), settings())


def test_every_weight_is_looked_at() -> None:
    weighed = {*WEIGHTS, *PER_LETTER, *PER_INPUT, *PER_KILOBYTE, *PER_SUPPLEMENT}

    assert sorted(weighed - {name.partition(" ")[0] for name in COSTLY}) == []


@pytest.mark.parametrize("costly", COSTLY.values(), ids=COSTLY)
def test_the_work_of_a_field_keeps_to_its_cost_and_looks_at_the_time(costly: Costly) -> None:
    """Fifty `typeahead` cost 3,050 and took 60 million calls; a search cost 52, its long nonsense 1.3 million.

    And nobody looked whether there was still time: `validate` went on for minutes after its caller had left.
    """
    operation = DOCUMENTS.get(costly.query).operation(None)
    variables = operation.coercion.coerce(costly.variables)
    assert isinstance(variables, dict), variables
    cost = operation.cost.of(variables, costly.sent)
    world = supplemented() if costly.supplemented else bundled()
    answered(operation, variables, world)  # what is opened once is open

    work = work_of(operation, variables, world)

    assert work.calls <= CALLS * cost + GROUND
    assert work.longest <= BETWEEN_LOOKS


WAYS: Final[Mapping[str, str]] = {
    "Concept": CONCEPTS,
    "ConceptMap": "{ maps(first: 10) { nodes { %s } } }",
    "Diff": DIFF,
    "Release": '{ releases(scheme: "fsiii") { ... on Releases { releases { %s } } } }',
    "Resolution": '{ resolve(inputs: ["J1.1", "x"], system: "fsiii", to: "fsiii") '
    "{ ... on Resolutions { answers { %s } } } }",
    "Scheme": "{ schemes { %s } }",
    "ValueSet": SETS,
}
"""Questions that ask each field of a type of many things at once."""
FIELDS: Final = {
    f"{name}.{field}": (way, field, definition)
    for name, way in WAYS.items()
    for field, definition in graphql_schema().type_map[name].fields.items()  # type: ignore[attr-defined]
}


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_works_has_a_weight(name: str) -> None:
    """Every field of the types that questions begin with, the ones without an entry above too."""
    way, field, definition = FIELDS[name]
    if any(is_required_argument(argument) for argument in definition.args.values()):
        assert name in COSTLY, f"{name} has an argument that must be given: write it into COSTLY of this test"
        return
    below = "" if is_leaf_type(get_named_type(definition.type)) else " { __typename }"
    operation = DOCUMENTS.get(way % f"{field}{below}").operation(None)
    cost = operation.cost.of({}, 0)
    answered(operation, {})

    calls = work_of(operation, {}).calls

    assert calls <= CALLS * cost + GROUND, (
        f"{name} takes {calls:,} function calls for {cost} points: give it a weight in WEIGHTS, or a length in SIZES, "
        "of api/graphql/execution/limit.py"
    )


def test_what_is_answered_on_the_loop_is_some_milliseconds_of_work() -> None:
    """Ten million calls a second are slow today."""
    assert LIGHT * CALLS + GROUND <= 25_000 < UNSURE * CALLS < HEAVY * CALLS <= 4_000_000


@cache
def supplemented() -> Terminology:
    """The bundled vocabularies, and English names of all that fsiii has had."""
    here = bundled()
    editions = here.editions("fsiii").all
    names = {code: f"english {code}" for edition in editions for code in edition.index.keys}
    of = replace(scheme("english"), supplements=editions[0].scheme.uri, languages=("en",))
    return here.with_releases((*here.all_releases, named_in_english(of, names)))


def answered(operation: Operation, variables: dict[str, Any], world: Terminology | None = None) -> None:
    context = Context(world or bundled(), TODAY, settings(), Memory())
    if operation.plan is not None:
        try:
            operation.plan.answer(context, variables)
        except Uncovered:
            pass
        else:
            return
    found = execute(graphql_schema(), operation, variables, context)
    assert not found.errors, found.errors


@dataclass
class Work:
    """How many functions were called for an answer, and how many at most between two looks at the deadline."""

    calls: int = 0
    longest: int = 0
    _since: int = 0

    def called(self, frame: Any, event: str, argument: Any) -> None:
        if event in ("call", "c_call"):
            self.calls += 1
            self._since += 1

    def looked(self) -> None:
        self.longest = max(self.longest, self._since)
        self._since = 0


def work_of(operation: Operation, variables: dict[str, Any], world: Terminology | None = None) -> Work:
    work = Work()
    before = sys.getprofile()
    sys.setprofile(work.called)
    try:
        watch(work.looked, lambda: answered(operation, variables, world))
    finally:
        sys.setprofile(before)
    work.looked()
    return work


def test_the_codes_asked_for_are_unknown() -> None:
    index = bundled().index("fsiii", When(TODAY))

    assert [code for code in UUIDS if index.find(code) is not None] == []
