"""`validate`, `profiles`, `explainFinding` over GraphQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.payload.opening import open_checker
from api.payload.options import Question
from api.payload.validating import Judged, Validator
from api.settings import load_settings
from classification.errors import InvalidContent
from classification.rules.registry import CHECK_RULES, every_rule
from classification.terminology import When
from tests.api.graphql_asking import TODAY, Service, bundled, settings

VALIDATE = """
query ($objects: [JSON!]!, $profile: String! = "auto", $day: Date, $first: Int) {
  validate(objects: $objects, profile: $profile, asOf: $day) {
    ... on Validation {
      passed total rules { rule count } objects { number passed findings profiles }
      findings(first: $first) { rule file pointer line explanation { rule title } }
    }
    ... on Problem { code message }
  }
}
"""
OLD_SYSTEM = {
    "resourceType": "Condition",
    "code": {"coding": [{"system": "http://kl.dk/fhir/common/caresocial/CodeSystem/FSIII", "code": "J1.1"}]},
}


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(bundled())


def test_each_object_is_answered_in_order(service: Service) -> None:
    sound = CHECK_RULES["SP301"].good.text

    found = service.ask(VALIDATE, objects=[OLD_SYSTEM, sound], day="2025-09-01")

    assert [(one["number"], one["passed"], one["profiles"]) for one in found["objects"]] == [
        (0, False, ["core-condition"]),
        (1, True, ["tilstand"]),
    ]
    assert found["passed"] is False
    assert {one["file"] for one in found["findings"]} == {"objects/0"}
    assert found["total"] == sum(row["count"] for row in found["rules"]) == len(found["findings"])


def test_a_finding_explains_its_rule(service: Service) -> None:
    found = service.ask(VALIDATE, objects=[CHECK_RULES["SP301"].bad.text], day="2025-09-01")

    assert [one["explanation"]["rule"] for one in found["findings"]] == ["SP301"]
    assert found["findings"][0]["explanation"]["title"] == CHECK_RULES["SP301"].title.en


def test_what_is_left_out_of_the_first_findings_is_counted(service: Service) -> None:
    found = service.ask(VALIDATE, objects=[OLD_SYSTEM] * 3, day="2025-09-01", first=2)

    assert len(found["findings"]) == 2
    assert found["total"] > 2


def test_an_unknown_profile_is_a_problem_that_names_near_ones(service: Service) -> None:
    found = service.ask(VALIDATE, objects=[], profile="gatewy")

    assert found["code"] == "UNKNOWN_PROFILE"
    assert "gateway" in found["message"]


def test_every_channel_can_be_tried(service: Service) -> None:
    found = service.ask(VALIDATE, objects=[OLD_SYSTEM], profile="all", day="2025-09-01")

    assert {"core", "gateway"} <= set(found["objects"][0]["profiles"])


@pytest.mark.parametrize(
    "value", [None, 1, True, "", "no json", [], [1, {"type": "tilstand"}], {}, {"type": [[]]}, 2**70, 1e300]
)
def test_any_json_is_answered(service: Service, value: Any) -> None:
    answer = service.answer(VALIDATE, objects=[value, {"a": value}])

    if value is None:
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    else:
        assert len(answer["data"]["validate"]["objects"]) == 2


def test_a_value_nested_too_deep_is_a_finding(service: Service) -> None:
    deep: Any = {"type": "tilstand"}
    for _ in range(500):
        deep = {"inner": deep}

    found = service.ask(VALIDATE, objects=[deep])

    assert [one["rule"] for one in found["findings"]] == ["SP194"]


def test_names_that_stand_twice_in_a_text_are_seen(service: Service) -> None:
    found = service.ask(VALIDATE, objects=['{\n"type": "tilstand",\n"type": "tilstand"}'])

    assert ("SP193", 3) in [(one["rule"], one["line"]) for one in found["findings"]]


def test_more_objects_than_the_cap_are_refused() -> None:
    limited = Service(bundled(), batch_cap=2)

    assert limited.code(VALIDATE, objects=[{}] * 3) == "BATCH_TOO_LARGE"


def test_long_texts_in_objects_are_taken(service: Service) -> None:
    found = service.ask(VALIDATE, objects=[{"type": "tilstand", "text": "x" * 5_000}, "x" * 5_000])

    assert [one["passed"] for one in found["objects"]] == [False, False]


def test_literals_in_the_query_are_taken(service: Service) -> None:
    found = service.ask(
        '{ validate(objects: [{resourceType: "Condition", verified: true, n: [1, 2.5, null]}]) '
        "{ ... on Validation { objects { profiles } } } }"
    )

    assert found["objects"] == [{"profiles": ["core-condition"]}]


def test_profiles_are_those_of_a_channel_or_one(service: Service) -> None:
    question = (
        "query ($name: String) { profiles(name: $name) { ... on Profiles { channels profiles "
        "{ name channel format typeName digest bindings { path valueSets } rules { rule demand message } } } } }"
    )

    every, gateway, one = (
        service.ask(question, name=name) for name in (None, "gateway", "gateway-condition")
    )

    assert {row["channel"] for row in gateway["profiles"]} == {"gateway"}
    assert [row["name"] for row in one["profiles"]] == ["gateway-condition"]
    assert one["profiles"][0]["typeName"] == "Condition"
    assert one["profiles"][0]["digest"].startswith("sha256:")
    assert len(every["profiles"]) > len(gateway["profiles"])
    assert "gateway" in one["channels"]


EXPLAINED = (
    "query ($rule: String!) { explainFinding(rule: $rule) { ... on Rule { rule severity family "
    'title(language: "da") explanation remedy bad { text profile asOf } good { text } example } } }'
)


def test_every_rule_is_explained(service: Service) -> None:
    for code, rule in every_rule().items():
        found = service.ask(EXPLAINED, rule=code)

        assert (found["rule"], found["title"], found["family"]) == (code, rule.title.da, rule.family)
        assert found["explanation"] == rule.explanation.en


@pytest.mark.parametrize("code", CHECK_RULES)
def test_a_rule_of_the_check_is_explained_with_objects(service: Service, code: str) -> None:
    found = service.ask(EXPLAINED, rule=code)

    assert found["bad"]["asOf"] == CHECK_RULES[code].bad.day.isoformat()
    assert found["good"]["text"]
    assert found["example"] is None


def test_a_rule_of_an_import_is_explained_with_files(service: Service) -> None:
    found = service.ask(EXPLAINED, rule="SPX02")

    assert (found["family"], found["bad"], found["good"]) == ("xml", None, None)
    assert found["example"].splitlines()[:3] == [
        "example (read):",
        "  kle.xml",
        "    <!DOCTYPE KLE-Emneplan>",
    ]


def test_an_unknown_rule_names_near_ones(service: Service) -> None:
    found = service.ask(
        '{ explainFinding(rule: "SP31") { ... on UnknownName { code known } } }',
    )

    assert found["code"] == "UNKNOWN_RULE"
    assert "SP301" in found["known"]


OWN = """
name = "own-thing"
channel = "own"
field = [{ path = "id", type = "string", min = 1 }]

[match]
format = "samsprog"
type = "thing"
default = true
"""


def app(folder: Path, profile: str) -> TestClient:
    (folder / "profiles").mkdir()
    (folder / "profiles" / "own.toml").write_text(profile, encoding="utf-8")
    settings = load_settings(
        {"SAMSPROG_PROFILE_FOLDERS": str(folder / "profiles")},
        folder,
        options={"data_dir": str(folder / "data"), "cache_dir": str(folder / "cache")},
    )
    return TestClient(create_app(settings), base_url="http://127.0.0.1")


def test_own_profiles_are_read_when_the_service_starts(tmp_path: Path) -> None:
    with app(tmp_path, OWN) as client:
        query = (
            '{ validate(objects: [{type: "thing"}]) { ... on Validation { objects { profiles passed } } } }'
        )
        answer = client.post("/graphql/v1", json={"query": query}).json()

    assert answer["data"]["validate"]["objects"] == [{"profiles": ["own-thing"], "passed": False}]


def test_a_broken_own_profile_keeps_the_service_from_starting(tmp_path: Path) -> None:
    with (
        pytest.raises(InvalidContent, match="unknown key 'mtch'"),
        app(tmp_path, OWN.replace("match", "mtch")),
    ):
        pass


TYPE: Final = 'type: "tilstand"'
LITERALS: Final[dict[str, tuple[str, dict[str, Any], dict[str, Any]]]] = {
    "JSON": ("query ($v: JSON) { %s }", {"v": {"a": [1, {"b": None}]}}, {"v": {"a": [1, {"b": None}]}}),
    "the text of JSON": ("query ($v: JSON) { %s }", {"v": "{}"}, {"v": "{}"}),
    "a list of JSON": ("query ($v: [JSON]) { %s }", {"v": [{"a": 1}, None]}, {"v": [{"a": 1}, None]}),
    "a day": ("query ($v: Date) { %s }", {"v": "2024-01-31"}, {"v": "2024-01-31"}),
    "an instant": (
        "query ($v: DateTime) { %s }", {"v": "2024-01-31T12:00:00Z"}, {"v": "2024-01-31T12:00:00+00:00"},
    ),
    "a member": ("query ($v: ConceptKind) { %s }", {"v": "STATE"}, {"v": "STATE"}),
    "a number": ("query ($v: Float) { %s }", {"v": 1.5}, {"v": 1.5}),
    "null": ("query ($v: String) { %s }", {"v": None}, {"v": None}),
    "nothing": ("query ($v: String) { %s }", {}, {}),
    "its default": ("query ($v: JSON = {a: [1.50, X]}) { %s }", {}, {"v": {"a": [1.5, "X"]}}),
}  # fmt: skip


@pytest.mark.parametrize(("query", "variables", "member"), LITERALS.values(), ids=LITERALS)
def test_a_variable_inside_a_literal_object_is_what_was_sent(
    service: Service, query: str, variables: dict[str, Any], member: dict[str, Any]
) -> None:
    """A JSON variable inside an object of the query was an INTERNAL_ERROR, a day or a member of an enum likewise."""
    found = "{ ... on Validation { findings(first: 1000) { rule pointer message } } }"
    asked = f"validate(objects: [{{ {TYPE}, v: $v }}]) {found}"

    inside = service.ask(query % asked, **variables)
    whole = service.ask(VALIDATE_ALL, objects=[{"type": "tilstand", **member}])

    assert inside == whole


VALIDATE_ALL: Final = (
    "query ($objects: [JSON!]!) { validate(objects: $objects) "
    "{ ... on Validation { findings(first: 1000) { rule pointer message } } } }"
)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "12345678901234567890123", "1.50", "-0", "1E5"])
@pytest.mark.parametrize("form", ["[{ %s, n: %s }]", "{ %s, n: %s }", "[{ %s, deep: [{ n: %s }] }]"])
def test_a_number_in_the_query_is_judged_as_in_a_text(service: Service, number: str, form: str) -> None:
    """`1e400` in the query became infinity, then null, and SP196 was lost."""
    found = "{ ... on Validation { total findings(first: 1000) { rule pointer message } } }"
    literal = form % (TYPE, number)
    text = (form % ('"type": "tilstand"', number)).replace("n:", '"n":').replace("deep:", '"deep":')
    objects = text.strip("[]") if text.endswith("}]") and text.startswith("[{") else text

    written = service.ask(f"{{ validate(objects: {literal}) {found} }}")
    read = service.ask(f"query ($o: JSON!) {{ validate(objects: [$o]) {found} }}", o=objects)

    assert written == read
    assert ("SP196" in {one["rule"] for one in written["findings"]}) == ("400" in number)


def test_a_literal_has_no_lines(service: Service) -> None:
    found = service.ask(
        "{ validate(objects: [{n: 1e400}]) { ... on Validation { findings { rule line column } } } }"
    )

    assert {"rule": "SP196", "line": None, "column": None} in found["findings"]


def test_objects_checked_at_once_have_the_findings_they_have_alone() -> None:
    """Callers took turns, object by object and call by call; now they share nothing but what is known of codes."""
    system = "urn:oid:1.2.208.176.2.21"
    codes = [*bundled().index("fsiii", When(TODAY)).keys[:40], "nope", "J 1.1"]
    objects = [
        {"resourceType": "Condition", "code": {"coding": [{"system": system, "code": code, "display": code}]}}
        for code in codes
    ]
    question = Question(today=TODAY)

    def checked(validator: Validator, turned: int) -> list[Judged]:
        found = validator.judge([*objects[turned:], *objects[:turned]], question)
        return [*found[len(objects) - turned :], *found[: len(objects) - turned]]

    def said(found: list[Judged]) -> list[list[tuple[str, str, str]]]:
        return [
            [(one.finding.rule, one.finding.place.path, one.finding.message.en) for one in judged.findings]
            for judged in found
        ]

    alone = said(checked(Validator(open_checker(bundled(), settings().cache_dir)), 0))
    shared = Validator(open_checker(bundled(), settings().cache_dir))
    with ThreadPoolExecutor(4) as pool:
        at_once = [pool.submit(checked, shared, turned) for turned in range(0, 40, 5)]

    assert all(alone)
    assert [said(one.result()) == alone for one in at_once] == [True] * len(at_once)
