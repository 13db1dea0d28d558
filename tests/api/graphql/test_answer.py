"""What is asked over GraphQL of a small world: concepts, resolve, columns, value sets, maps, differences, problems."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.resolving.resolver import Resolver
from classification.terminology import When
from tests.api.graphql_asking import TODAY, Service, colours

WORLD = colours()
SERVICE = Service(WORLD)
CONCEPT = (
    "query ($code: String!, $asOf: Date, $release: String) "
    '{ concept(scheme: "colours", code: $code, asOf: $asOf, release: $release) '
    "{ ... on Concept { %s } ... on Problem { code message } } }"
)


def concept(code: str, fields: str, **when: Any) -> Any:
    return SERVICE.ask(CONCEPT % fields, code=code, **when)


# ---------------------------------------------------------------- concepts


@pytest.mark.parametrize("code", ["u-d", "D"])
def test_a_concept_is_found_by_each_of_its_codes(code: str) -> None:
    found = concept(code, "code key term notations { code role } ordinal kind status release { name }")

    assert found == {
        "code": "u-d",
        "key": "D",
        "term": "Mørkeblå",
        "notations": [{"code": "u-d", "role": "CURRENT"}, {"code": "D", "role": "LEGACY"}],
        "ordinal": 2.0,
        "kind": "STATE",
        "status": "ACTIVE",
        "release": {"name": "colours@2.0.0"},
    }


def test_the_day_picks_the_release_and_the_term() -> None:
    then, now = concept("B", "term", asOf="2024-12-31"), concept("B", "term", asOf="2025-01-01")

    assert (then["term"], now["term"]) == ("Blå", "Himmelblå")


def test_the_instant_of_knowledge_picks_the_release_too() -> None:
    """The second release was recorded on 2 January: on the first it holds, but nobody knows."""
    query = (
        'query ($at: DateTime) { release(scheme: "colours", asOf: "2025-01-01", knownAt: $at) '
        "{ ... on Release { version } } }"
    )

    assert SERVICE.ask(query, at="2025-01-01T12:00:00Z") == {"version": "1.0.0"}
    assert SERVICE.ask(query, at="2025-01-02T01:00:00+01:00") == {"version": "2.0.0"}


def test_around_a_concept() -> None:
    found = concept(
        "B",
        "broader { key } ancestors { key } path { key } narrower { nodes { key } } descendants { totalCount } "
        "siblings { nodes { key } } properties { name value } labels { text kind language }",
    )

    assert found == {
        "broader": [{"key": "C"}],
        "ancestors": [{"key": "C"}],
        "path": [{"key": "C"}, {"key": "B"}],
        "narrower": {"nodes": [{"key": "D"}]},
        "descendants": {"totalCount": 1},
        "siblings": {"nodes": [{"key": "R"}, {"key": "u-p"}, {"key": "u-q"}, {"key": "u-o"}]},
        "properties": [{"name": "hue", "value": "210"}],
        "labels": [{"text": "Himmelblå", "kind": "PREFERRED", "language": "da"}],
    }


def test_a_deprecated_concept_names_its_successor_and_the_reason() -> None:
    assert concept("u-o", "status replacedBy { key } reason") == {
        "status": "DEPRECATED",
        "replacedBy": [{"key": "R"}],
        "reason": "udgår",
    }


def test_the_lineage_tells_every_release_and_what_happened() -> None:
    fields = "lineage { release { version } concepts { code term } steps { change before after } safe }"

    then, now = concept("B", fields, release="1.0.0")["lineage"]

    assert then == {
        "release": {"version": "1.0.0"},
        "concepts": [{"code": "B", "term": "Blå"}],
        "steps": [],
        "safe": True,
    }
    assert now == {
        "release": {"version": "2.0.0"},
        "concepts": [{"code": "u-b", "term": "Himmelblå"}],
        "steps": [
            {"change": "RECODED", "before": "B", "after": "u-b"},
            {"change": "RENAMED", "before": "Blå", "after": "Himmelblå"},
        ],
        "safe": True,
    }


def test_a_concept_that_was_split_is_several_and_not_safe() -> None:
    (_, now) = concept("D", "lineage { concepts { key } steps { change } safe }", release="1.0.0")["lineage"]

    assert now == {"concepts": [{"key": "D"}, {"key": "B"}], "steps": [{"change": "SPLIT"}], "safe": False}


def test_maps_and_value_sets_of_a_concept() -> None:
    fields = (
        "mapsIn { number relation confidence source { code } map { name version } } mapsOut { number } "
        "valueSets { name }"
    )

    assert concept("B", fields) == {
        "mapsIn": [
            {
                "number": 2,
                "relation": "BROAD",
                "confidence": 0.5,
                "source": {"code": "02"},
                "map": {"name": "paint-colours", "version": "1"},
            }
        ],
        "mapsOut": [],
        "valueSets": [{"name": "blues"}],
    }


def test_a_concept_is_in_value_sets_as_its_release_had_them() -> None:
    assert concept("R", "valueSets { version }") == {"valueSets": [{"version": "2.0.0"}]}
    assert concept("R", "valueSets { version }", release="1.0.0") == {"valueSets": []}


def test_concepts_are_narrowed_by_kind_status_and_place() -> None:
    query = (
        "query ($kind: ConceptKind, $status: ConceptStatus, $below: String) "
        '{ concepts(scheme: "colours", kind: $kind, status: $status, below: $below) '
        "{ ... on ConceptConnection { nodes { key } } } }"
    )

    def keys(**narrowed: str) -> list[str]:
        return [node["key"] for node in SERVICE.ask(query, **narrowed)["nodes"]]

    assert keys(kind="INTERVENTION") == ["u-p", "u-q"]
    assert keys(status="GROUPING") == ["C"]
    assert keys(below="B") == ["D"]
    assert keys(below="C", kind="STATE", status="ACTIVE") == ["R", "B", "D"]


def test_a_term_finds_all_that_bear_it_whatever_its_case() -> None:
    query = '{ conceptsByTerm(scheme: "colours", term: " RØD ") { ... on ConceptConnection { nodes { key kind } } } }'

    assert SERVICE.ask(query)["nodes"] == [
        {"key": "R", "kind": "STATE"},
        {"key": "u-q", "kind": "INTERVENTION"},
    ]


# ---------------------------------------------------------------- resolve, translate, columns

RESOLVE = (
    "query ($inputs: [String!]!, $system: String!, $input: InputKind! = CODES, $kind: ConceptKind, $release: String) "
    '{ resolve(inputs: $inputs, system: $system, to: "colours", input: $input, kind: $kind, release: $release) '
    "{ ... on Resolutions { answers { input outcome form message releases { name version } "
    "suggestions { scheme code term } "
    "targets { code notation term relation confidence kind path { kind } } path { kind map row note text } } } "
    "... on Problem { code message } } }"
)
COLUMNS = (
    "query ($inputs: [String!]!, $system: String!) { resolveColumns(inputs: $inputs, system: $system, to: "
    '"colours") { ... on Columns { inputs outcomes codes notations terms relations confidences targetCounts messages '
    "suggestions { row input concepts { scheme code term } } releases { name version } } } }"
)


def answers(*inputs: str, system: str = "paints", **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = SERVICE.ask(RESOLVE, inputs=inputs, system=system, **more)["answers"]
    return found


def test_a_local_code_resolves_over_the_map_and_the_recoding() -> None:
    (answer,) = answers("01")

    assert (answer["outcome"], answer["form"]) == ("EXACT", "CURRENT")
    assert answer["targets"] == [
        {
            "code": "u-r",
            "notation": "R",
            "term": "Rød",
            "relation": "EXACT",
            "confidence": 0.9,
            "kind": "STATE",
            "path": [{"kind": "map"}, {"kind": "lineage"}],
        }
    ]
    assert answer["releases"] == [
        {"name": "colours", "version": "2.0.0"},
        {"name": "paints", "version": "1.0.0"},
        {"name": "paint-colours", "version": "1"},
    ]


def test_no_counterpart_is_an_answer_with_its_note() -> None:
    (answer,) = answers("03")

    assert (answer["outcome"], answer["targets"]) == ("UNMAPPED", [])
    assert answer["path"][0]["note"] == "kun lokalt"


def test_a_legacy_key_under_a_former_uri_resolves_and_says_so() -> None:
    (answer,) = answers("R", system="urn:example:old-colours")

    assert (answer["outcome"], answer["form"]) == ("EXACT", "LEGACY")
    assert [step["kind"] for step in answer["path"]] == ["system", "notation"]


def test_a_term_of_two_kinds_is_ambiguous_until_a_kind_is_asked() -> None:
    (both,) = answers("Rød", system="colours", input="TERMS")
    (state,) = answers("Rød", system="colours", input="TERMS", kind="STATE")

    assert (both["outcome"], {t["kind"] for t in both["targets"]}) == ("AMBIGUOUS", {"STATE", "INTERVENTION"})
    assert (state["outcome"], [t["notation"] for t in state["targets"]]) == ("EXACT", ["R"])


def test_a_former_term_resolves_and_names_the_release() -> None:
    (answer,) = answers("Azur", system="colours", input="TERMS")

    assert (answer["form"], answer["targets"][0]["notation"]) == ("FORMER_TERM", "B")
    assert "colours@1.0.0" in answer["path"][0]["text"]


@given(st.lists(st.sampled_from(["01", "02", "03", "04", "", "R"]), max_size=20))
def test_a_batch_is_answered_in_order_as_the_core_answers(inputs: list[str]) -> None:
    resolver = Resolver(WORLD, "paints", "colours", When(TODAY))

    found = answers(*inputs)

    assert [answer["input"] for answer in found] == inputs
    assert [answer["outcome"] for answer in found] == [resolver.resolve(text).outcome.name for text in inputs]


@given(st.lists(st.sampled_from(["01", "02", "03", "04", "011", "", "R"]), max_size=20))
def test_columns_say_what_the_shaped_answers_say(inputs: list[str]) -> None:
    shaped = answers(*inputs)

    columns = SERVICE.ask(COLUMNS, inputs=inputs, system="paints")

    alone = [
        answer["targets"][0] if answer["targets"] and answer["outcome"] != "AMBIGUOUS" else None
        for answer in shaped
    ]
    assert columns["inputs"] == inputs
    assert columns["outcomes"] == [answer["outcome"] for answer in shaped]
    assert columns["targetCounts"] == [len(answer["targets"]) for answer in shaped]
    for column, field in (
        ("codes", "code"),
        ("notations", "notation"),
        ("terms", "term"),
        ("relations", "relation"),
        ("confidences", "confidence"),
    ):
        assert columns[column] == [target and target[field] for target in alone]
    assert columns["messages"] == [answer["message"] or None for answer in shaped]
    assert columns["suggestions"] == [
        {"row": row, "input": answer["input"], "concepts": answer["suggestions"]}
        for row, answer in enumerate(shaped)
        if answer["suggestions"]
    ]


def test_an_unknown_code_says_what_may_be_meant_as_data() -> None:
    """Near codes stood in a sentence alone, and in columns not even that."""
    near, elsewhere, term = answers("011", "R", "Havblå")

    assert near["suggestions"] == [{"scheme": "paints", "code": "01", "term": "Postkasserød"}]
    assert [meant["scheme"] for meant in elsewhere["suggestions"]] == []
    assert term["suggestions"] == [{"scheme": "paints", "code": "02", "term": "Havblå"}]


def test_each_unknown_code_of_a_batch_is_answered_as_alone() -> None:
    """The hundred-and-first unknown code of a batch got no near names."""
    (alone,) = answers("011")

    assert answers(*["011"] * 300) == [alone] * 300


@pytest.mark.parametrize("field", ["resolve", "resolveColumns"])
def test_a_batch_above_the_cap_is_refused_and_told_the_cap(field: str) -> None:
    query = (
        f'query ($i: [String!]!) {{ {field}(inputs: $i, system: "colours", to: "colours") {{ __typename }} }}'
    )

    assert SERVICE.ask(query, i=["R"] * 10_000)["__typename"] in {"Resolutions", "Columns"}
    (error,) = SERVICE.answer(query, i=["R"] * 10_001)["errors"]
    assert error["extensions"] == {"code": "BATCH_TOO_LARGE", "cap": 10_000}


def test_translate_is_resolve_with_other_ends() -> None:
    query = (
        '{ translate(inputs: ["01"], from: "paints", to: "urn:example:colours") '
        "{ ... on Resolutions { answers { outcome } releases { name } } } "
        'translateColumns(inputs: ["01"], from: "paints", to: "colours") { ... on Columns { codes } } }'
    )

    found = SERVICE.ask(query)

    assert found["translate"]["answers"] == [{"outcome": "EXACT"}]
    assert found["translate"]["releases"] == [
        {"name": "colours"},
        {"name": "paints"},
        {"name": "paint-colours"},
    ]
    assert found["translateColumns"] == {"codes": ["u-r"]}


# ---------------------------------------------------------------- value sets, maps, differences


def test_the_members_of_a_value_set_and_whether_a_code_is_one() -> None:
    query = (
        '{ valueSet(name: "blues") { ... on ValueSet { version members { nodes { key admitted concept { term } } } '
        'in: contains(code: "D") { member } other: contains(code: "u-d", system: "colours") { member underOtherCode } '
        'out: contains(code: "?") { member known why } } } }'
    )

    found = SERVICE.ask(query)

    assert found["version"] == "2.0.0"
    assert [node["key"] for node in found["members"]["nodes"]] == ["B", "D", "R"]
    assert found["members"]["nodes"][0] == {"key": "B", "admitted": ["B"], "concept": {"term": "Himmelblå"}}
    assert found["in"] == {"member": True}
    assert found["other"] == {"member": False, "underOtherCode": True}
    assert found["out"] == {"member": False, "known": False, "why": "'?' is not in colours@2.0.0"}


def test_a_system_that_nothing_knows_is_named_as_such() -> None:
    """A misspelt system was answered with a plain no, as if the code had been looked up in it."""
    query = '{ valueSet(name: "blues") { ... on ValueSet { contains(code: "D", system: "colour") { member why } } } }'

    assert SERVICE.ask(query)["contains"] == {
        "member": False,
        "why": "blues takes no codes of colour: unknown scheme 'colour'; known: colours, paints",
    }


def test_what_a_value_set_gained_between_two_versions() -> None:
    query = (
        'query ($to: String!) { valueSet(name: "blues", release: "1.0.0") { ... on ValueSet { difference(to: $to) '
        "{ ... on ValueSetDifference { from { version } to { version } gained { key } lost { key } kept } "
        "... on Problem { code } } } } }"
    )

    assert SERVICE.ask(query, to="2.0.0")["difference"] == {
        "from": {"version": "1.0.0"},
        "to": {"version": "2.0.0"},
        "gained": [{"key": "R"}],
        "lost": [],
        "kept": 2,
    }
    assert SERVICE.ask(query, to="9")["difference"] == {"code": "UNKNOWN_RELEASE"}


def test_members_are_narrowed_by_text() -> None:
    query = '{ valueSet(name: "blues") { ... on ValueSet { members(text: "mørk") { nodes { key } totalCount } } } }'

    assert SERVICE.ask(query)["members"] == {"nodes": [{"key": "D"}], "totalCount": 1}


def test_the_rows_of_a_map() -> None:
    query = (
        '{ map(name: "paint-colours") { ... on ConceptMap { title targets { system release } '
        "none: mappings(relation: NONE) { nodes { number target { code } } } "
        'of: mappings(code: "02") { totalCount } } } }'
    )

    assert SERVICE.ask(query) == {
        "title": "Maling til farver",
        "targets": [{"system": "urn:example:colours", "release": "1.0.0"}],
        "none": {"nodes": [{"number": 4, "target": {"code": ""}}]},
        "of": {"totalCount": 2},
    }


def test_what_changed_between_two_releases() -> None:
    query = (
        '{ diff(scheme: "colours", from: "1.0.0") { ... on Diff { from { version } to { version } '
        "summary { kind count } compatibility { full } "
        "changes(kind: RENAMED) { totalCount nodes { concept { key } before after language label } } "
        "valueSetChanges { valueSet gained { key } } } } }"
    )

    found = SERVICE.ask(query)

    counts = {row["kind"]: row["count"] for row in found["summary"]}
    assert (found["from"]["version"], found["to"]["version"]) == ("1.0.0", "2.0.0")
    assert (counts["ADDED"], counts["RECODED"], counts["RENAMED"], counts["REMOVED"]) == (3, 4, 1, 0)
    assert found["compatibility"] == {"full": "BREAKING"}
    assert found["changes"] == {
        "totalCount": 1,
        "nodes": [
            {
                "concept": {"key": "B"},
                "before": ["Blå"],
                "after": ["Himmelblå"],
                "language": "da",
                "label": "PREFERRED",
            }
        ],
    }
    assert found["valueSetChanges"] == [{"valueSet": "blues", "gained": [{"key": "R"}]}]


def test_search_ranks_and_names_what_matched() -> None:
    query = (
        "query ($text: String!) { search(text: $text) "
        "{ ... on SearchHitConnection { nodes { label match concept { key } } } } "
        "typeahead(prefix: $text) { ... on Suggestions { hits { label } } } }"
    )

    found = SERVICE.ask(query, text="mørk")

    assert found["search"]["nodes"] == [{"label": "Mørkeblå", "match": "PREFIX", "concept": {"key": "D"}}]
    assert found["typeahead"] == {"hits": [{"label": "Mørkeblå"}]}


def test_a_release_without_a_scheme_to_search_is_a_mistake() -> None:
    assert SERVICE.code('{ search(text: "blå", release: "1.0.0") { __typename } }') == "INVALID_REQUEST"


# ---------------------------------------------------------------- problems

PROBLEMS: dict[str, tuple[str, dict[str, Any]]] = {
    "a scheme": (
        'scheme(name: "colors") { ... on UnknownName { code what name known message } }',
        {
            "code": "UNKNOWN_SCHEME",
            "what": "scheme",
            "name": "colors",
            "known": ["colours", "paints"],
            "message": "unknown scheme 'colors'; known: colours, paints",
        },
    ),
    "a release": (
        'release(scheme: "colours", release: "3") { ... on UnknownName { code known message } }',
        {
            "code": "UNKNOWN_RELEASE",
            "known": ["1.0.0", "2.0.0"],
            "message": "unknown release '3' of colours; known: 1.0.0, 2.0.0",
        },
    ),
    "a value set": ('valueSet(name: "reds") { ... on Problem { code } }', {"code": "UNKNOWN_VALUE_SET"}),
    "a map": ('map(name: "m") { ... on Problem { code } }', {"code": "UNKNOWN_MAP"}),
    "a day before the first release": (
        'concept(scheme: "colours", code: "R", asOf: "2020-01-01") '
        "{ ... on NoReleaseOnDay { code name day firstRelease firstDay message } }",
        {
            "code": "NO_RELEASE_ON_DAY",
            "name": "colours",
            "day": "2020-01-01",
            "firstRelease": "1.0.0",
            "firstDay": "2024-01-01",
            "message": "no release of colours covers 2020-01-01; the first is 1.0.0, valid from 2024-01-01",
        },
    ),
    "a digest begun twice": (
        'release(scheme: "colours", release: "sha256:") { ... on AmbiguousName { code name } }',
        {"code": "AMBIGUOUS_NAME", "name": "sha256:"},
    ),
    "a source system": (
        'resolve(inputs: ["1"], system: "nope", to: "colours") { ... on Problem { code } }',
        {"code": "UNKNOWN_SCHEME"},
    ),
}


@pytest.mark.parametrize(("question", "answer"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_question_without_an_answer_is_told_why(question: str, answer: dict[str, Any]) -> None:
    assert SERVICE.ask(f"{{ {question} }}") == answer


def test_one_problem_does_not_spoil_the_other_answers() -> None:
    query = '{ a: scheme(name: "nope") { __typename } b: scheme(name: "colours") { __typename } }'

    assert SERVICE.ask(query) == {"a": {"__typename": "UnknownName"}, "b": {"__typename": "Scheme"}}
