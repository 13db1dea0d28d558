"""The bundled tables written by hand: eHealth code lists, ICS, law, data needs and the two examples.

They are read here with nothing but the standard library, so that a mistake in a loader cannot hide one in a table.
"""

import csv
import json
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

FOLDERS: Final = ("ehealth-fs3", "ics", "law", "data-needs", "domus-example", "fasit-example")
WITH_MAPS: Final = ("ehealth-fs3", "data-needs", "domus-example", "fasit-example")
EXAMPLES: Final = ("domus-example", "fasit-example")
SHARED: Final = ("fsiii", "ffb", "ics")

CONCEPT_COLUMNS: Final = {
    "scheme", "first", "last", "code", "legacy", "broader", "term", "alternative", "hidden", "kind", "status",
    "replaced_by", "reason", "ordinal", "valid_from", "valid_to", "note",
}  # fmt: skip
MAPPING_COLUMNS: Final = {
    "map", "source_system", "source_code", "source_term", "relation", "target_system", "target_code",
    "target_term", "confidence", "justification", "author", "reviewer", "valid_from", "valid_to", "note",
}  # fmt: skip
KINDS: Final = {
    "state", "intervention", "qualifier", "target-group", "service", "information", "administrative", "theme",
    "legal-provision", "data-need", "purpose", "other",
}  # fmt: skip
RELATIONS: Final = {"exact", "close", "broad", "narrow", "related", "none"}
JUSTIFICATIONS: Final = {"ManualMappingCuration", "LexicalMatching"}

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Folder:
    """One vocabulary folder, as its files say."""

    name: str
    about: dict[str, Any]
    concepts: tuple[Row, ...]
    mappings: tuple[Row, ...]

    def schemes(self) -> dict[str, dict[str, Any]]:
        return {scheme["name"]: scheme for scheme in self.about.get("scheme", [])}

    def maps(self) -> dict[str, dict[str, Any]]:
        return {entry["name"]: entry for entry in self.about.get("map", [])}

    def versions(self) -> list[str]:
        return [release["version"] for release in self.about.get("release", [])]

    def map_of(self, row: Row) -> dict[str, Any]:
        """The map a row belongs to: the one it names, or the folder's only one."""
        maps = self.maps()
        return maps[row["map"]] if row.get("map") else next(iter(maps.values()))

    def concepts_at(self, scheme: str, version: str) -> dict[str, Row]:
        """The concepts of one release, by code."""
        order = self.versions()
        at = order.index(version)
        return {
            row["code"]: row
            for row in self.concepts
            if (row.get("scheme") or next(iter(self.schemes()))) == scheme
            and order.index(row["first"]) <= at
            and (not row.get("last") or at <= order.index(row["last"]))
        }


def vocabularies() -> Path:
    return Path(__file__).resolve().parents[2] / "vocabularies"


def rows_of(path: Path) -> tuple[Row, ...]:
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines, strict=True))


@cache
def folder(name: str) -> Folder:
    home = vocabularies() / name
    about = tomllib.loads((home / "about.toml").read_text(encoding="utf-8"))
    return Folder(name, about, rows_of(home / "concepts.csv"), rows_of(home / "mappings.csv"))


@cache
def scheme_of(uri: str) -> tuple[Folder, str]:
    """The folder and name of the scheme with a URI, among the tables here and the shared ones."""
    for home in (*FOLDERS, *SHARED):
        for name, scheme in folder(home).schemes().items():
            if scheme["uri"] == uri:
                return folder(home), name
    raise AssertionError(f"no bundled scheme has the URI {uri}")


def mappings(*homes: str) -> Iterator[tuple[Folder, Row]]:
    for home in homes:
        for row in folder(home).mappings:
            yield folder(home), row


def published(shared_data: Path, name: str, release: str) -> dict[str, str]:
    """Code and display of a code system as its publisher's file has them."""
    text = (shared_data / "kl-term" / release / f"CodeSystem-{name.upper()}.json").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    waiting = list(json.loads(text)["concept"])
    while waiting:
        concept = waiting.pop()
        found[concept["code"]] = concept["display"]
        waiting += concept.get("concept", [])
    return found


# ------------------------------------------------------------ form


@pytest.mark.parametrize("home", FOLDERS)
def test_tables_are_plain_utf8_in_normal_form_with_known_columns(home: str) -> None:
    known = {"concepts.csv": CONCEPT_COLUMNS, "mappings.csv": MAPPING_COLUMNS}

    for path in sorted((vocabularies() / home).glob("*.csv")):
        text = path.read_bytes().decode("utf-8")
        header = next(csv.reader([text.splitlines()[0]]))
        unknown = {
            name
            for name in header
            if not name.startswith(("property:", "term_", "note_")) and name not in known[path.name]
        }

        assert unknown == set(), path
        assert len(header) == len(set(header)), path
        assert not text.startswith("\ufeff"), path
        assert "\r" not in text, path
        assert text.endswith("\n"), path
        assert unicodedata.is_normalized("NFC", text), path


@pytest.mark.parametrize("home", FOLDERS)
def test_every_row_has_as_many_cells_as_the_header(home: str) -> None:
    for path in sorted((vocabularies() / home).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as lines:
            widths = Counter(len(cells) for cells in csv.reader(lines, strict=True))

        assert len(widths) == 1, path


@pytest.mark.parametrize("home", FOLDERS)
def test_concepts_use_known_kinds_statuses_releases_and_schemes(home: str) -> None:
    table = folder(home)

    for row in table.concepts:
        assert row["code"].strip() == row["code"] != "", row
        assert row["term"].strip() == row["term"] != "", row
        assert row["kind"] in KINDS, row
        assert row.get("status", "") in {"", "active", "grouping", "deprecated"}, row
        assert row["first"] in table.versions(), row
        assert row.get("last", "") in {"", *table.versions()}, row
        assert row.get("scheme", "") in {"", *table.schemes()}, row


@pytest.mark.parametrize("home", FOLDERS)
def test_a_code_stands_once_in_a_release_and_its_broader_and_successors_stand_beside_it(home: str) -> None:
    table = folder(home)

    for scheme in table.schemes():
        for at, version in enumerate(table.versions()):
            present = [
                row["code"]
                for row in table.concepts
                if (row.get("scheme") or scheme) == scheme
                and table.versions().index(row["first"]) <= at
                and (not row.get("last") or at <= table.versions().index(row["last"]))
            ]
            concepts = table.concepts_at(scheme, version)

            assert len(present) == len(set(present)), (scheme, version)
            assert present, (scheme, version)
            for row in concepts.values():
                for cell in (row.get("broader", ""), row.get("replaced_by", "")):
                    assert all(code in concepts for code in cell.split(" | ") if code), row


@pytest.mark.parametrize("home", WITH_MAPS)
def test_mapping_rows_are_well_formed(home: str) -> None:
    for row in folder(home).mappings:
        assert row["relation"] in RELATIONS, row
        assert (row["relation"] == "none") == (row["target_code"] == "") == (row["target_term"] == ""), row
        assert row["target_system"], row
        assert 0 < float(row["confidence"]) <= 1, row
        assert row["justification"] in JUSTIFICATIONS, row
        assert row["author"], row
        assert row["justification"] == "ManualMappingCuration" or row.get("reviewer"), row


@pytest.mark.parametrize("home", WITH_MAPS)
def test_no_mapping_is_stated_twice(home: str) -> None:
    key = ("map", "source_system", "source_code", "target_system", "target_code", "valid_from")

    stated = Counter(tuple(row.get(column, "") for column in key) for row in folder(home).mappings)

    assert [entry for entry, times in stated.items() if times > 1] == []


@pytest.mark.parametrize("home", WITH_MAPS)
def test_a_code_without_counterpart_in_a_system_has_no_other_row_there(home: str) -> None:
    relations: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in folder(home).mappings:
        relations[row["source_system"], row["source_code"], row["target_system"]].add(row["relation"])

    assert [entry for entry, found in relations.items() if "none" in found and len(found) > 1] == []


# ------------------------------------------------------------ sources and targets


def test_every_source_of_a_map_is_a_concept_with_that_term() -> None:
    for home, row in mappings(*WITH_MAPS):
        table, scheme = scheme_of(row["source_system"])
        version = home.map_of(row)["source_release"][scheme]

        assert table.concepts_at(scheme, version)[row["source_code"]]["term"] == row["source_term"], row


def test_every_target_is_a_concept_of_the_bundled_release_with_that_term() -> None:
    for home, row in mappings(*WITH_MAPS):
        table, scheme = scheme_of(row["target_system"])
        concepts = table.concepts_at(scheme, home.map_of(row)["target_release"][scheme])

        if row["relation"] != "none":
            assert concepts[row["target_code"]]["term"] == row["target_term"], row


@pytest.mark.realdata
def test_every_target_has_the_publishers_display(shared_data: Path) -> None:
    files: dict[tuple[str, str], dict[str, str]] = {}
    checked = 0
    for home, row in mappings(*WITH_MAPS):
        _, scheme = scheme_of(row["target_system"])
        if row["relation"] == "none" or scheme == "ics":
            continue
        release = home.map_of(row)["target_release"][scheme]
        if (scheme, release) not in files:
            files[scheme, release] = published(shared_data, scheme, release)

        assert files[scheme, release][row["target_code"]] == row["target_term"], row
        checked += 1

    assert set(files) == {("fsiii", "2.3.0"), ("ffb", "2.3.0"), ("ffb", "1.1.0")}
    assert checked > 200


def test_a_concept_answers_only_for_its_own_kind() -> None:
    """A state never answers for an intervention; only a related row may cross kinds."""
    for home, row in mappings("ehealth-fs3", *EXAMPLES):
        source_table, source_scheme = scheme_of(row["source_system"])
        target_table, target_scheme = scheme_of(row["target_system"])
        if row["relation"] in {"none", "related"}:
            continue
        source = source_table.concepts_at(source_scheme, home.map_of(row)["source_release"][source_scheme])
        target = target_table.concepts_at(target_scheme, home.map_of(row)["target_release"][target_scheme])

        kinds = (source[row["source_code"]]["kind"], target[row["target_code"]]["kind"])

        assert kinds[1] in {kinds[0], "other"}, (row["source_code"], row["target_term"], kinds)


# ------------------------------------------------------------ eHealth infrastructure


@pytest.mark.realdata
def test_ehealth_tables_equal_the_published_lists_code_by_code(shared_data: Path) -> None:
    table = folder("ehealth-fs3")
    systems = {scheme["uri"]: scheme for scheme in table.schemes().values()}
    files = sorted((shared_data / "local" / "ehealth-fs3").glob("*.json"))

    for path in files:
        given = json.loads(path.read_text(encoding="utf-8"))
        scheme = systems.pop(given["url"])
        expected = {concept["code"]: (concept["display"], english(concept)) for concept in given["concept"]}
        found = {
            code: (row["term"], row["term_en-US"])
            for code, row in table.concepts_at(scheme["name"], given["version"]).items()
        }
        assert found == expected, path
        assert scheme["name"] == f"ehealth-{given['id']}"
        assert scheme["title"]["da"] == given["title"]
        assert table.about["release"][0]["valid_from"].isoformat() == given["date"][:10]

    assert len(files) == 20
    assert systems == {}


def english(concept: dict[str, Any]) -> str:
    return next((d["value"] for d in concept.get("designation", []) if d["language"].startswith("en")), "")


def test_all_85_ehealth_codes_are_mapped() -> None:
    table = folder("ehealth-fs3")
    uris = {name: scheme["uri"] for name, scheme in table.schemes().items()}

    codes = {(uris[row["scheme"]], row["code"]) for row in table.concepts}

    assert len(codes) == 85
    assert {(row["source_system"], row["source_code"]) for row in table.mappings} == codes


@pytest.mark.parametrize(
    ("system", "code", "relation", "target"),
    [
        pytest.param("group-mentalfunctions", "MEMORY", "exact", "a3ac7928", id="memory in home care"),
        pytest.param(
            "health-knowledge-and-development", "MEMORY", "exact", "e1dcf02e", id="memory in nursing"
        ),
        pytest.param(
            "group-selfcare", "FOOD_INTAKE", "exact", "56291a75", id="food intake, home care, not § 140"
        ),
        pytest.param("health-nutrition", "FOOD_INTAKE", "exact", "5f6830e9", id="food intake in nursing"),
        pytest.param("group-selfcare", "WASH", "exact", "4d46bd94", id="wash, not § 140"),
        pytest.param("group-mobility", "MOVE", "exact", "d39cd035", id="move is transfer, not § 140"),
        pytest.param("group-mobility", "MOVE_AROUND", "exact", "4f915ee9", id="move around"),
        pytest.param("group-mobility", "ENDURANCE", "exact", "b1d490a4", id="endurance, not § 140"),
        pytest.param(
            "group-practicaltasks", "OBTAIN_GOODS_AND_SERVICES", "close", "293bd85b", id="the state"
        ),
        pytest.param("health-function-level", "PERSONAL_CARE", "exact", "b4e4bb41", id="the nursing state"),
        pytest.param(
            "health-excretion-of-waste-materials", "URINATION", "exact", "116ff724", id="the narrower"
        ),
        pytest.param(
            "health-excretion-of-waste-materials", "STOMACH_INTESTINES", "exact", "8edb6c4d", id="digestion"
        ),
        pytest.param(
            "health-skin-and-mucous-membranes", "OTHER_ISSUE", "exact", "1ee0cce8", id="skin, not wounds"
        ),
        pytest.param("scores", "3", "exact", "1ceef776", id="three is B4"),
        pytest.param("scores", "9", "exact", "d7ff926a", id="not relevant, severity"),
        pytest.param(
            "citizen-performance-scores", "IRRELEVANT", "exact", "f5a558db", id="not relevant, performance"
        ),
    ],
)
def test_a_hard_ehealth_code_takes_the_right_branch(
    system: str, code: str, relation: str, target: str
) -> None:
    uri = f"http://ehealth.sundhed.dk/cs/fs3-{system}"

    rows = [
        r for r in folder("ehealth-fs3").mappings if (r["source_system"], r["source_code"]) == (uri, code)
    ]

    assert [(row["relation"], row["target_code"][:8]) for row in rows] == [(relation, target)]
    assert all(row["note"] for row in rows)


def test_a_lexical_ehealth_row_names_a_term_that_fsiii_has_once() -> None:
    fsiii = folder("fsiii").concepts_at("fsiii", "2.3.0")
    terms = Counter(row["term"] for row in fsiii.values())

    for row in folder("ehealth-fs3").mappings:
        if row["justification"] == "LexicalMatching":
            assert row["source_term"] == row["target_term"], row
            assert terms[row["target_term"]] == 1, row


def test_the_ehealth_levels_carry_their_value() -> None:
    levels = folder("ehealth-fs3").concepts_at("ehealth-fs3-scores", "0.0.1")

    assert {code: row["ordinal"] for code, row in levels.items()} == {c: c for c in "012349"}


# ------------------------------------------------------------ ICS and law


def test_ics_has_three_sides_with_four_three_and_three_themes() -> None:
    concepts = folder("ics").concepts_at("ics", "1")

    below = Counter(row["broader"] for row in concepts.values())

    assert below == {"": 3, "ICS-1": 4, "ICS-2": 3, "ICS-3": 3}
    assert {row["kind"] for row in concepts.values()} == {"theme"}


def test_the_child_examination_moved_to_another_act_in_2024() -> None:
    law = folder("law")

    before, after = law.concepts_at("law", "2023"), law.concepts_at("law", "2024")

    assert before["SEL-50"]["status"] == ""
    assert "BL-20" not in before
    assert (after["SEL-50"]["status"], after["SEL-50"]["replaced_by"]) == ("deprecated", "BL-20")
    assert (
        before["SEL-50"]["valid_to"]
        == after["SEL-50"]["valid_to"]
        == after["BL-20"]["valid_from"]
        == "2024-01-01"
    )
    assert [(e["release"], e["kind"], e["sources"], e["targets"]) for e in law.about["lineage"]] == [
        ("2024", "replaced", ["SEL-50"], ["BL-20"])
    ]


def test_the_elderly_act_and_the_new_meal_section_start_in_july_2025() -> None:
    law = folder("law")

    new = law.concepts_at("law", "2025").keys() - law.concepts_at("law", "2024").keys()

    assert new == {"AEL", "AEL-10", "AEL-13", "AEL-14", "AEL-16", "AEL-17", "SEL-83-b"}
    for code in new - {"AEL"}:
        assert law.concepts_at("law", "2025")[code]["valid_from"] == "2025-07-01"


# ------------------------------------------------------------ data needs


@pytest.mark.realdata
def test_the_43_needs_are_those_of_the_analysis_in_its_order(shared_data: Path) -> None:
    needs = folder("data-needs").concepts_at("data-needs", "2024").values()
    group = {"boernefaglig-undersoegelse": "BU", "socialpaedagogisk-stoette": "SPS"}

    given = [(group[row["case_type"]], row["need"]) for row in rows_of(shared_data / "data-needs.csv")]

    assert [(row["broader"], row["term"]) for row in needs if row["broader"]] == given
    assert len(given) == 43


def test_every_need_is_answered_for_each_of_the_three_systems() -> None:
    table = folder("data-needs")
    asked = {"https://samsprog.dk/scheme/ics", "urn:oid:1.2.208.176.2.22", "urn:oid:1.2.208.176.2.21"}
    answered: defaultdict[str, set[str]] = defaultdict(set)

    for row in table.mappings:
        answered[row["source_code"]].add(row["target_system"])

    needs = {code for code, row in table.concepts_at("data-needs", "2024").items() if row["broader"]}
    assert len(needs) == 43
    assert dict(answered) == dict.fromkeys(needs, asked)
    assert all(row["note"] for row in table.mappings)


@pytest.mark.parametrize("version", ["2023", "2024"])
def test_the_legal_basis_of_a_need_is_in_force_in_its_release(version: str) -> None:
    provisions = folder("law").concepts_at("law", version)

    for row in folder("data-needs").concepts_at("data-needs", version).values():
        assert provisions[row["property:legal-basis"]].get("status") == "", row


# ------------------------------------------------------------ the made-up systems


@pytest.mark.parametrize("home", EXAMPLES)
def test_an_example_says_plainly_that_it_is_made_up(home: str) -> None:
    table = folder(home)

    for entry in (*table.schemes().values(), *table.maps().values()):
        assert entry["example"] is True
        assert "opdigtet" in entry["title"]["da"]
        assert "made up" in entry["title"]["en"]
        assert entry["uri"].startswith("https://samsprog.dk/example/")


@pytest.mark.parametrize("home", EXAMPLES)
def test_an_example_has_every_relation_and_gaps_splits_and_merges(home: str) -> None:
    table = folder(home)
    codes = {row["code"] for row in table.concepts if row["status"] != "grouping"}
    targets: defaultdict[str, set[str]] = defaultdict(set)
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for row in table.mappings:
        if row["relation"] in {"exact", "broad"}:
            sources[row["target_code"]].add(row["source_code"])
        if row["relation"] == "narrow":
            targets[row["source_code"]].add(row["target_code"])

    assert {row["relation"] for row in table.mappings} == RELATIONS
    assert 40 <= len(codes) <= 50
    assert len(codes - {row["source_code"] for row in table.mappings}) == 2
    assert targets
    assert all(len(found) == 2 for found in targets.values())
    assert any(len(found) > 1 for found in sources.values())


@pytest.mark.parametrize("home", EXAMPLES)
def test_an_example_maps_its_scale(home: str) -> None:
    table = folder(home)
    steps = {row["code"] for row in table.concepts if row["ordinal"]}

    assert len(steps) >= 3
    assert steps <= {row["source_code"] for row in table.mappings if row["relation"] != "none"}


def test_the_row_for_the_shelter_ended_and_has_a_successor_on_the_same_day() -> None:
    rows = [row for row in folder("domus-example").mappings if row["source_code"] == "0401"]

    assert [(row["valid_from"], row["valid_to"], row["relation"]) for row in rows] == [
        ("", "2025-01-01", "close"),
        ("2025-01-01", "", "related"),
    ]


def test_two_rows_rest_on_an_older_release_in_which_one_target_had_another_name() -> None:
    older = [row for row in folder("fasit-example").mappings if row["map"] == "fasit-ffb-2023"]
    newest = folder("ffb").concepts_at("ffb", "2.3.0")

    renamed = [
        row["source_code"] for row in older if newest[row["target_code"]]["term"] != row["target_term"]
    ]

    assert [row["source_code"] for row in older] == ["IN00", "FO14"]
    assert renamed == ["IN00"]
