"""`samsprog lint`, lint on import, and `lint` over GraphQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from junitparser import JUnitXml

from api.settings import Settings
from classification.rules.registry import LINT_RULES
from tests.api.cli_runner import Run, runner
from tests.api.graphql_asking import Service, bundled
from tests.stocked import Stocked

LINT = """
query ($scheme: String!, $release: String, $first: Int) {
  lint(scheme: $scheme, release: $release) {
    ... on Lint {
      release total rules { rule count }
      findings(first: $first) {
        rule severity file pointer line message remedy evidence { name value } explanation { rule title }
      }
    }
    ... on Problem { code message }
  }
}
"""


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Run:
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


@pytest.fixture
def begun(tmp_path: Path, stocked: Stocked) -> None:
    """The folder `store` as an earlier import left it."""
    stocked.copy_to(Settings(tmp_path / "store", tmp_path / "cache"))


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(bundled())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("lint fsiii", 0),
        ("lint fsiii --fail-on warning", 1),
        ("lint fsiii --fail-on warning --ignore SPL", 0),
        ("lint fsiii --select SPL18 --fail-on warning", 0),
        ("lint fsiii@9.9", 2),
        ("lint nope", 2),
        ("lint fsiii --select SPL99", 2),
        ("lint fsiii --statistics --format sarif", 2),
        ("lint fsiii --server http://127.0.0.1:1", 2),
    ],
)
def test_the_exit_code_says_clean_failing_or_not_answered(samsprog: Run, words: str, code: int) -> None:
    assert samsprog(words).code == code


def test_a_finding_names_concept_remedy_and_evidence(samsprog: Run) -> None:
    found = samsprog("lint fsiii@2.3.0 --select SPL07")

    assert (
        "fsiii@2.3.0: warning SPL07 'Skaffe sig varer og tjenesteydelser' is a designation of H1.7"
        in found.out
    )
    assert "= /H1.7" in found.out
    assert "release fsiii@1.0.0" in found.out
    assert ":0" not in found.out


def test_the_language_is_danish_where_asked(samsprog: Run) -> None:
    assert "hed 'Svære begrænsninger' i 1.1.0" in samsprog("lint fsiii --select SPL08 --lang da").out


def test_json_has_the_shape_of_the_check(samsprog: Run) -> None:
    found = samsprog("lint fsiii ffb --format json").json

    assert {"rule", "severity", "file", "line", "column", "pointer", "message", "remedy", "evidence"} <= set(
        found["findings"][0]
    )
    assert found["summary"]["files"] == 2
    assert found["summary"]["rules"]["SPL08"] == 6


def test_sarif_has_no_lines_where_there_are_none(samsprog: Run) -> None:
    (run,) = json.loads(samsprog("lint fsiii --select SPL04,SPL07 --format sarif").out)["runs"]

    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"SPL04", "SPL07"}
    assert all("region" not in found["locations"][0]["physicalLocation"] for found in run["results"])


def test_junit_reads_back(samsprog: Run, tmp_path: Path) -> None:
    assert samsprog("lint fsiii --fail-on warning --format junit --output lint.xml").code == 1

    (suite,) = JUnitXml.fromfile(str(tmp_path / "lint.xml"))

    assert suite.name == "fsiii@2.4.0"
    assert suite.failures == 21


@pytest.mark.parametrize("form", ["github", "gitlab", "csv"])
def test_the_other_forms_are_written(samsprog: Run, form: str) -> None:
    found = samsprog(f"lint fsiii --select SPL07 --format {form}")

    assert found.code == 0
    assert found.out.count("SPL07") >= 3


def test_everything_of_a_day_is_looked_through_when_nothing_is_named(samsprog: Run) -> None:
    found = samsprog("lint --as-of 2023-06-20 --format json --statistics").json

    assert found["summary"]["rules"]["SPL02"] == 72


@pytest.mark.parametrize("code", LINT_RULES)
def test_a_rule_is_explained(samsprog: Run, service: Service, code: str) -> None:
    shown = samsprog(f"rule {code} --lang da")
    asked = service.ask(
        'query ($rule: String!) { explainFinding(rule: $rule) { ... on Rule { title(language: "da") bad { text } } } }',
        rule=code,
    )

    assert LINT_RULES[code].title.da in shown.out
    assert asked == {"title": LINT_RULES[code].title.da, "bad": None}


@pytest.mark.usefixtures("begun")
def test_an_import_tells_what_a_look_at_its_terms_finds(samsprog: Run, tmp_path: Path) -> None:
    (tmp_path / "colours.json").write_text(
        '{"resourceType": "CodeSystem", "url": "urn:x:c", "version": "1", "name": "Colours", "status": "active",'
        '"content": "complete", "concept": [{"code": "A", "display": "Roed"}, {"code": "B", "display": "Rød  farve"}]}',
        encoding="utf-8",
    )

    found = samsprog("import colours.json --data-dir store")

    assert found.code == 0
    assert "a look at its terms finds 2 × warning; samsprog lint colours@1 lists them" in found.out
    assert "SPL10" in samsprog("lint colours --data-dir store").out


def test_graphql_has_the_findings_of_the_command(samsprog: Run, service: Service) -> None:
    command = samsprog("lint fsiii@2.3.0 --format json").json["findings"]

    asked = service.ask(LINT, scheme="fsiii", release="2.3.0", first=1000)

    keys = ("rule", "file", "pointer", "message", "remedy")
    assert [[one[key] for key in keys] for one in asked["findings"]] == [
        [one[key] for key in keys] for one in command
    ]
    assert asked["total"] == len(command) == sum(row["count"] for row in asked["rules"])
    assert all(one["line"] is None and one["explanation"]["rule"] == one["rule"] for one in asked["findings"])


def test_graphql_says_why_there_is_nothing_to_look_at(service: Service) -> None:
    assert service.ask(LINT, scheme="fsiii", release="9")["code"] == "UNKNOWN_RELEASE"
    assert service.ask(LINT, scheme="nope")["code"] == "UNKNOWN_SCHEME"


MAPS = """\
[[scheme]]
name = "paints"
uri = "urn:example:paints"

[[release]]
version = "1"
valid_from = 2024-01-01
published = 2024-01-01

[[map]]
name = "paints-fsiii"
uri = "urn:example:paints-fsiii"
version = "1"
target_release = { fsiii = "1.1.0" }
published = 2024-01-01
"""
ROWS = """\
source_system,source_code,source_term,relation,target_system,target_code,target_term
urn:example:paints,p1,,exact,urn:oid:1.2.208.176.2.21,J9.9,
"""


def with_map(folder: Path, rows: str = ROWS) -> None:
    folder.mkdir()
    (folder / "about.toml").write_text(MAPS, encoding="utf-8")
    (folder / "concepts.csv").write_text("first,code,term\n1,p1,Rød maling\n", encoding="utf-8")
    (folder / "mappings.csv").write_text(rows, encoding="utf-8")


def test_a_map_is_looked_through(samsprog: Run) -> None:
    found = samsprog("lint domus-ffb --fail-on warning")

    assert found.code == 1
    assert "domus-ffb@1.0.0: warning SPA08 'a78fb31e-b30a-4815-af85-932859fd06b9'" in found.out
    assert "= /4/target_code" in found.out
    assert "domus-ffb@1.0.0: SPA08 5 more: /18/target_code, /27/target_code, /28/target_code …" in found.out
    assert "(53 rows, 1 map; 8 of 53 fail)" in found.out


def test_all_findings_of_a_map_are_in_json(samsprog: Run) -> None:
    found = samsprog("lint domus-ffb --format json").json

    assert found["summary"]["rules"] == {"SPA08": 8, "SPA11": 1}
    assert len(found["findings"]) == 9


def test_maps_and_releases_are_looked_through_together(samsprog: Run) -> None:
    found = samsprog("lint ehealth-fsiii fsiii --select SPA")

    assert found.code == 0
    assert "2 releases and maps" in found.out


def test_a_map_is_looked_through_over_graphql(service: Service) -> None:
    query = """query ($map: String, $scheme: String) { lint(map: $map, scheme: $scheme) {
      ... on Lint { release total findings(first: 1) { rule file pointer } } ... on Problem { code } } }"""

    assert service.ask(query, map="domus-ffb") == {
        "release": "domus-ffb@1.0.0",
        "total": 9,
        "findings": [{"rule": "SPA11", "file": "domus-ffb@1.0.0", "pointer": "/source_code"}],
    }
    assert service.ask(query, map="nope")["code"] == "UNKNOWN_MAP"


def test_maps_are_compared_over_graphql(service: Service) -> None:
    query = """{ mapDiff(map: "fasit-ffb-2023", toMap: "fasit-ffb") { ... on MapDiff {
      from { version } to { name version } added removed changed same document text(limit: 1)
      rows(kind: REMOVED, first: 1) { totalCount nodes { kind before { number relation } after { number } } } } } }"""

    found = service.ask(query)

    assert json.loads(found.pop("document"))["summary"]["added"] == 45
    assert found.pop("text").startswith("fasit-ffb-2023@0.9.0 → fasit-ffb@1.0.0")
    assert found == {
        "from": {"version": "0.9.0"},
        "to": {"name": "fasit-ffb", "version": "1.0.0"},
        "added": 45,
        "removed": 2,
        "changed": 0,
        "same": 0,
        "rows": {
            "totalCount": 2,
            "nodes": [{"kind": "REMOVED", "before": {"number": 1, "relation": "EXACT"}, "after": None}],
        },
    }


def test_a_name_that_neither_has_gets_near_ones_of_both(samsprog: Run) -> None:
    found = samsprog("lint ehealth-fsii")

    assert found.code == 2
    assert "ehealth-fsiii" in found.err


@pytest.mark.usefixtures("begun")
def test_an_import_tells_what_is_wrong_in_a_map(samsprog: Run, tmp_path: Path) -> None:
    with_map(tmp_path / "paints")

    found = samsprog("import paints --data-dir store")

    assert found.code == 0
    assert "SPA03 warning: 'J9.9' is unknown in fsiii@1.1.0, and in every other release" in found.out


@pytest.mark.usefixtures("begun")
def test_an_import_of_a_release_tells_which_maps_it_touches(samsprog: Run, tmp_path: Path) -> None:
    with_map(tmp_path / "paints", ROWS.replace("J9.9", "J1.1"))
    newer = "# URI,urn:example:paints\n# Version,2\n# Gyldig fra,2025-01-01\nKode,Foretrukken term\np2,Blå\n"
    (tmp_path / "newer.csv").write_text(newer, encoding="utf-8")
    assert samsprog("import paints --data-dir store").code == 0

    found = samsprog("import newer.csv --data-dir store --replace paints --format json").json

    told = {row["rule"]: row for row in found["rows"] if row["file"] == "paints-fsiii@1"}
    assert (
        told["SPI30"]["message"]
        == "paints-fsiii@1 speaks of paints@2: 1 of 1 rows hold no longer (row 1); noted: 1"
    )
    assert told["SPA04"]["path"] == "/1/source_code"
    assert told["SPA11"]["message"] == "1 of 1 codes of paints@2 have no row: p2 'Blå'"


@pytest.mark.usefixtures("begun")
def test_a_release_that_changes_nothing_for_a_map_says_so(samsprog: Run, tmp_path: Path) -> None:
    with_map(tmp_path / "paints", ROWS.replace("J9.9", "J1.1"))
    newer = "# URI,urn:example:paints\n# Version,2\n# Gyldig fra,2025-01-01\nKode,Foretrukken term\np1,Rød maling\n"
    (tmp_path / "newer.csv").write_text(newer, encoding="utf-8")
    assert samsprog("import paints --data-dir store").code == 0

    found = samsprog("import newer.csv --data-dir store --lang da").out

    assert "SPI30 bemærkning: paints-fsiii@1 handler om paints@2: dens 1 rækker gælder som før" in found
    assert "SPA" not in found
