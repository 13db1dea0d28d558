"""Questions of integrators, asked of the bundled vocabularies."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.graphql_asking import Service, bundled

UUID = "4d46bd94-9518-431c-82e8-ebb91bca307a"
RESOLVE = (
    "query ($inputs: [String!]!, $system: String!, $kind: ConceptKind, $input: InputKind! = CODES, $asOf: Date) "
    '{ resolve(inputs: $inputs, system: $system, to: "fsiii", kind: $kind, input: $input, asOf: $asOf) '
    "{ ... on Resolutions { answers { input outcome form targets { code notation term kind relation } "
    "path { kind text } releases { name version } message } } ... on Problem { code message } } }"
)


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(bundled())


def resolved(service: Service, *inputs: str, system: str = "fsiii", **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = service.ask(RESOLVE, inputs=inputs, system=system, **more)["answers"]
    return found


def test_a_legacy_key_and_the_uuid_are_one_concept(service: Service) -> None:
    key, uuid = resolved(service, "J1.1", UUID)

    assert key["targets"] == uuid["targets"]
    assert (key["form"], uuid["form"]) == ("LEGACY", "CURRENT")
    assert uuid["targets"][0] | {"term": ""} == {
        "code": UUID,
        "notation": "J1.1",
        "term": "",
        "kind": "STATE",
        "relation": "EXACT",
    }


def test_the_old_system_uri_is_taken_and_named(service: Service) -> None:
    old = "http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII"

    (answer,) = resolved(service, "J1.1", system=old)

    assert answer["outcome"] == "EXACT"
    assert answer["path"][0]["text"] == f"{old} is a former URI of fsiii (urn:oid:1.2.208.176.2.21)"


def test_a_code_before_and_after_the_recoding(service: Service) -> None:
    query = (
        '{ before: concept(scheme: "fsiii", code: "J2.4", asOf: "2024-06-02") { ...C } '
        'after: concept(scheme: "fsiii", code: "J2.4", asOf: "2024-06-03") { ...C } } '
        "fragment C on Concept { code key term release { version } }"
    )

    found = service.ask(query)

    assert found["before"] == {
        "code": "J2.4",
        "key": "J2.4",
        "term": "Skaffe sig varer og tjenesteydelser",
        "release": {"version": "1.1.0"},
    }
    assert found["after"] == {
        "code": "293bd85b-d9b4-4e2c-83d9-d3df32ce9d82",
        "key": "J2.4",
        "term": "Indkøb",
        "release": {"version": "2.0.0"},
    }


def test_a_term_that_names_states_and_an_intervention_is_not_guessed(service: Service) -> None:
    (answer,) = resolved(service, "Indkøb", input="TERMS")
    (intervention,) = resolved(service, "Indkøb", input="TERMS", kind="INTERVENTION")

    assert answer["outcome"] == "AMBIGUOUS"
    assert sorted(target["kind"] for target in answer["targets"]) == ["INTERVENTION", "STATE", "STATE"]
    assert (intervention["outcome"], intervention["targets"][0]["notation"]) == ("EXACT", "H1.7")


def test_a_day_before_the_first_release_is_told_the_first(service: Service) -> None:
    found = service.ask(RESOLVE, inputs=["J1.1"], system="fsiii", asOf="2020-01-01")

    assert found == {
        "code": "NO_RELEASE_ON_DAY",
        "message": "no release of fsiii covers 2020-01-01; the first is 1.0.0, valid from 2023-06-07",
    }


def test_an_unknown_release_is_told_the_known_ones(service: Service) -> None:
    found = service.ask('{ release(scheme: "fsiii", release: "9.0.0") { ... on Problem { message } } }')

    assert found["message"] == (
        "unknown release '9.0.0' of fsiii; known: 1.0.0, 1.1.0, 2.0.0, 2.1.0, 2.2.0, 2.3.0, 2.4.0"
    )


def test_a_local_code_is_answered_with_its_way_and_what_it_rests_on(service: Service) -> None:
    (answer,) = resolved(service, "WASH", system="http://ehealth.sundhed.dk/cs/fs3-group-selfcare")

    assert (answer["outcome"], answer["targets"][0]["notation"]) == ("EXACT", "J1.1")
    assert "ehealth-fsiii" in answer["path"][0]["text"]
    assert {release["name"] for release in answer["releases"]} >= {"fsiii", "ehealth-fsiii"}


def test_a_thousand_codes_in_columns_are_those_codes(service: Service) -> None:
    listed = service.ask(
        '{ concepts(scheme: "fsiii", first: 1000) { ... on ConceptConnection { nodes { code key term } } } }'
    )["nodes"]
    keys = [node["key"] for node in listed]

    columns = service.ask(
        'query ($codes: [String!]!) { resolveColumns(inputs: $codes, system: "fsiii", to: "fsiii") '
        "{ ... on Columns { outcomes codes terms } } }",
        codes=keys,
    )

    assert columns["outcomes"] == ["EXACT"] * len(keys)
    assert columns["codes"] == [node["code"] for node in listed]
    assert columns["terms"] == [node["term"] for node in listed]


def test_the_recoding_counts_each_concept_once(service: Service) -> None:
    found = service.ask(
        '{ diff(scheme: "fsiii", from: "1.1.0", to: "2.0.0") { ... on Diff { summary { kind count } '
        "from { size } to { size } } } }"
    )

    counts = {row["kind"]: row["count"] for row in found["summary"]}
    assert found["to"]["size"] - found["from"]["size"] == counts["ADDED"] - counts["REMOVED"]
    assert counts["RECODED"] <= found["from"]["size"]


def test_members_of_a_value_set_in_its_own_release(service: Service) -> None:
    query = (
        'query ($release: String) { valueSet(name: "KLConditionCodesFSIII", release: $release) '
        '{ ... on ValueSet { releases { name version } contains(code: "J2.4") { member } } } }'
    )

    for release in ("1.1.0", "2.3.0"):
        assert service.ask(query, release=release) == {
            "releases": [{"name": "fsiii", "version": release}],
            "contains": {"member": True},
        }
