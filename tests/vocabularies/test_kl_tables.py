"""The bundled KL tables against KL's published files, read with plain csv and json.

Nothing of the project's own loaders is used here: a mistake they share with the tables would stay hidden.
"""

import csv
import json
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

VOCABULARIES = Path(__file__).resolve().parents[2] / "vocabularies"
RELEASES = ("1.0.0", "1.1.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0")
FIRST_RELEASE = {
    "fsiii": "1.0.0",
    "ffb": "1.0.0",
    "care-social-codes": "1.0.0",
    "fboe": "1.1.0",
    "ltt": "2.3.0",
}
CASES = [
    (scheme, version) for scheme, first in FIRST_RELEASE.items() for version in RELEASES if version >= first
]
RECODED = [version for version in RELEASES if version >= "2.0.0"]
CONCEPTS_OF_FSIII = dict(zip(RELEASES, (333, 335, 404, 404, 414, 414, 414), strict=True))

Row = dict[str, str]
Json = dict[str, Any]


@dataclass(frozen=True, order=True, slots=True)
class Entry:
    """One code of one published code system, with everything the tables claim to keep of it."""

    code: str
    display: str
    parent: str
    designations: tuple[str, ...]


@dataclass(frozen=True, order=True, slots=True)
class Line:
    """One line of a value set's definition."""

    system: str
    op: str
    property: str
    value: str


# ---------------------------------------------------------------- the tables


def read_about(folder: str) -> Json:
    return tomllib.loads((VOCABULARIES / folder / "about.toml").read_text(encoding="utf-8"))


def read_rows(folder: str, table: str) -> list[Row]:
    with (VOCABULARIES / folder / table).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def rows_of(folder: str, table: str, version: str) -> list[Row]:
    """The rows whose span holds the release, by the order of the releases in about.toml."""
    order = [release["version"] for release in read_about(folder)["release"]]
    here = order.index(version)
    return [
        row
        for row in read_rows(folder, table)
        if order.index(row["first"]) <= here <= (order.index(row["last"]) if row["last"] else len(order))
    ]


def entries_in_table(scheme: str, version: str) -> list[Entry]:
    """The code system as it was published: a concept with a legacy code stands there twice."""
    rows = rows_of(scheme, "concepts.csv", version)
    legacy = {row["code"]: row["legacy"] for row in rows}
    found = []
    for row in rows:
        designations = tuple(row["alternative"].split(" | ")) if row["alternative"] else ()
        found.append(Entry(row["code"], row["term"], row["broader"], designations))
        if row["legacy"]:
            parent = legacy[row["broader"]] if row["broader"] else ""
            found.append(Entry(row["legacy"], row["term"], parent, designations))
    return sorted(found)


def definitions_in_table(version: str) -> dict[str, list[tuple[str, list[Line]]]]:
    groups: dict[tuple[str, str, str], list[Line]] = {}
    for row in rows_of("kl-value-sets", "value_sets.csv", version):
        line = Line(row["system"], row["op"], row["property"], row["value"])
        groups.setdefault((row["uri"], row["part"], row["group"]), []).append(line)
    found: dict[str, list[tuple[str, list[Line]]]] = {}
    for (uri, part, _), lines in groups.items():
        found.setdefault(uri, []).append((part, sorted(lines)))
    return {uri: sorted(parts) for uri, parts in found.items()}


# ---------------------------------------------------------------- the published files


Published = Callable[[str], Path]
"""The folder with the files of a release."""


@pytest.fixture(scope="session")
def published(kl_term: Published) -> Published:
    return kl_term


def code_system(published: Published, scheme: str, version: str) -> Json:
    uri = read_about(scheme)["scheme"][0]["uri"]
    found = [
        resource
        for path in sorted(published(version).glob("CodeSystem-*.json"))
        if (resource := json.loads(path.read_text(encoding="utf-8")))["url"] == uri
    ]
    assert len(found) == 1, f"{len(found)} files with {uri} in {version}"
    return dict(found[0])


def walk(concepts: Iterable[Json], parent: str = "") -> Iterator[tuple[Json, str]]:
    for concept in concepts:
        yield concept, parent
        yield from walk(concept.get("concept", ()), concept["code"])


def by_level(concepts: list[Json]) -> list[str]:
    codes: list[str] = []
    level = concepts
    while level:
        codes += [concept["code"] for concept in level]
        level = [child for concept in level for child in concept.get("concept", ())]
    return codes


def published_entry(concept: Json, parent: str) -> Entry:
    designations = concept.get("designation", ())
    assert all(set(designation) == {"value"} for designation in designations)
    return Entry(concept["code"], concept["display"], parent, tuple(d["value"] for d in designations))


def value_sets(published: Published, version: str) -> list[Json]:
    paths = sorted(published(version).glob("ValueSet-*.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def lines_of(include: Json) -> list[Line]:
    assert set(include) <= {"system", "concept", "filter", "valueSet"}
    system = include.get("system", "")
    lines = [Line("", "value-set", "", uri) for uri in include.get("valueSet", ())]
    lines += [Line(system, "code", "", concept["code"]) for concept in include.get("concept", ())]
    lines += [Line(system, f["op"], f["property"], f["value"]) for f in include.get("filter", ())]
    return sorted(lines or [Line(system, "all", "", "")])


def published_definition(resource: Json) -> list[tuple[str, list[Line]]]:
    compose = resource["compose"]
    assert set(compose) <= {"include", "exclude"}
    return sorted((part, lines_of(include)) for part in compose for include in compose[part])


# ---------------------------------------------------------------- tables and files say the same


@pytest.mark.realdata
@pytest.mark.parametrize(("scheme", "version"), CASES)
def test_a_release_in_the_table_equals_the_published_one(
    scheme: str, version: str, published: Published
) -> None:
    concepts = code_system(published, scheme, version)["concept"]
    expected = sorted(published_entry(concept, parent) for concept, parent in walk(concepts))

    assert entries_in_table(scheme, version) == expected


@pytest.mark.realdata
@pytest.mark.parametrize("version", RECODED)
def test_key_and_uuid_of_a_concept_have_the_same_place_in_the_two_trees(
    version: str, published: Published
) -> None:
    concepts = code_system(published, "fsiii", version)["concept"]
    half = len(concepts) // 2
    by_place = dict(zip(by_level(concepts[:half]), by_level(concepts[half:]), strict=True))

    rows = rows_of("fsiii", "concepts.csv", version)
    assert {row["code"]: row["legacy"] for row in rows} == by_place


@pytest.mark.realdata
@pytest.mark.parametrize(("scheme", "version"), CASES)
def test_dates_and_versions_of_a_release_are_the_published_ones(
    scheme: str, version: str, published: Published
) -> None:
    resource = code_system(published, scheme, version)
    stated = next(release for release in read_about(scheme)["release"] if release["version"] == version)

    assert (str(stated["valid_from"]), str(stated["published"])) == dates_of(resource, version, published)
    assert {version, *stated.get("publisher_versions", ())} == {version, resource["version"]}


def dates_of(resource: Json, version: str, published: Published) -> tuple[str, str]:
    """The days from which a release holds and could be had: of the publisher's list, else of the file itself."""
    listed = json.loads((published(RELEASES[0]).parent / "releases.json").read_text(encoding="utf-8"))
    for release in listed:
        if release["version"] == version:
            return release["date"], release["mergeDate"]
    day = resource["date"].partition("T")[0]
    return day, day


@pytest.mark.realdata
@pytest.mark.parametrize("version", RELEASES)
def test_value_sets_in_the_table_equal_the_published_ones(version: str, published: Published) -> None:
    resources = value_sets(published, version)
    expected = {resource["url"]: published_definition(resource) for resource in resources}

    assert definitions_in_table(version) == expected


@pytest.mark.realdata
@pytest.mark.parametrize("version", RELEASES)
def test_value_sets_bear_the_published_names(version: str, published: Published) -> None:
    expected = {(r["url"], r["name"], r["title"], r["version"]) for r in value_sets(published, version)}

    rows = rows_of("kl-value-sets", "value_sets.csv", version)
    assert {(row["uri"], row["name"], row["title"], version) for row in rows} == expected


@pytest.mark.realdata
@pytest.mark.parametrize("scheme", FIRST_RELEASE)
def test_the_tables_hold_none_of_the_publishers_definitions(scheme: str, published: Published) -> None:
    labels, sentences = set(), set()
    for version in RELEASES[RELEASES.index(FIRST_RELEASE[scheme]) :]:
        for concept, _ in walk(code_system(published, scheme, version)["concept"]):
            labels |= {concept["display"], *(d["value"] for d in concept.get("designation", ()))}
            sentences.add(concept.get("definition", "").strip())
    sentences -= {"", *(label.strip() for label in labels)}

    cells = {cell.strip() for row in read_rows(scheme, "concepts.csv") for cell in row.values()}
    assert sentences, "the published files define nothing: this test would prove nothing"
    assert not cells & sentences


# ---------------------------------------------------------------- what the tables say by themselves


@pytest.mark.parametrize(("version", "count"), CONCEPTS_OF_FSIII.items())
def test_a_concept_of_fsiii_is_counted_once_however_many_codes_it_has(version: str, count: int) -> None:
    rows = rows_of("fsiii", "concepts.csv", version)

    assert len(rows) == count
    assert all(bool(row["legacy"]) == (version in RECODED) for row in rows)


def test_release_2_4_0_adds_one_contact_activity_and_moves_three_below_it() -> None:
    before, after = (
        {row["code"]: row for row in rows_of("care-social-codes", "concepts.csv", version)}
        for version in ("2.3.0", "2.4.0")
    )
    activity, performed = "25303acd-dcaf-4a8e-a8a3-3961a43858aa", "4530b499-d74b-4d2e-9df9-247047fb231d"
    moved = {code for code in before if before[code]["broader"] != after[code]["broader"]}

    assert after.keys() - before.keys() == {performed}
    assert before.keys() - after.keys() == set()
    assert (after[performed]["term"], after[performed]["broader"]) == ("udførelse af indsats", activity)
    assert sorted(after[code]["term"] for code in moved) == [
        "udførelse af akutindsats",
        "udførelse af ikke-bevilget indsats",
        "udførelse af planlagt indsats",
    ]
    assert {(before[code]["broader"], after[code]["broader"]) for code in moved} == {(activity, performed)}
    assert all(before[code]["term"] == after[code]["term"] for code in before)


@pytest.mark.parametrize(("scheme", "version"), CASES)
def test_a_code_names_one_concept_and_its_broader_concept_exists(scheme: str, version: str) -> None:
    rows = rows_of(scheme, "concepts.csv", version)
    codes = Counter(code for row in rows for code in (row["code"], row["legacy"]) if code)

    assert [code for code, times in codes.items() if times > 1] == []
    assert {row["broader"] for row in rows if row["broader"]} <= {row["code"] for row in rows}


@pytest.mark.parametrize("scheme", FIRST_RELEASE)
def test_rows_of_a_concept_stand_together_oldest_first_without_overlap(scheme: str) -> None:
    blocks = concept_blocks(scheme)
    owner: dict[str, int] = {}
    for number, rows in enumerate(blocks):
        spans = [(row["first"], row["last"] or RELEASES[-1]) for row in rows]
        assert all(first <= last for first, last in spans)
        assert all(before[1] < after[0] for before, after in pairwise(spans))
        for code in {code for row in rows for code in (row["code"], row["legacy"]) if code}:
            assert owner.setdefault(code, number) == number, f"{code} also stands elsewhere in the table"


def concept_blocks(scheme: str) -> list[list[Row]]:
    """Neighbouring rows that share a code."""
    blocks: list[list[Row]] = []
    for row in read_rows(scheme, "concepts.csv"):
        before = {code for r in (blocks[-1] if blocks else []) for code in (r["code"], r["legacy"]) if code}
        if {row["code"], row["legacy"]} & before:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


@pytest.mark.parametrize(("scheme", "version"), CASES)
def test_the_recipe_gives_the_kinds_groupings_and_ordinals_of_the_table(scheme: str, version: str) -> None:
    (recipe,) = read_about(scheme)["recipe"]
    rows = rows_of(scheme, "concepts.csv", version)
    by_code = {row["code"]: row for row in rows}
    headed = {row["broader"] for row in rows}
    kinds = {code: rule["kind"] for rule in recipe["kinds"] for code in rule["codes"]}

    for row in rows:
        names = {row["code"], row["legacy"]} - {""}
        grouping = bool(names & set(recipe.get("grouping_codes", ())))
        grouping |= recipe["groupings"] == "inner" and row["code"] in headed
        ordinals = {str(recipe.get("ordinals", {})[name]) for name in names & set(recipe.get("ordinals", {}))}

        assert row["kind"] == nearest_kind(row, by_code, kinds, recipe["kind"])
        assert row["status"] == ("grouping" if grouping else "")
        assert ordinals == ({row["ordinal"]} if row["ordinal"] else set())


def nearest_kind(row: Row, by_code: dict[str, Row], kinds: dict[str, str], otherwise: str) -> str:
    at: Row | None = row
    while at is not None:
        named = {kinds[code] for code in (at["code"], at["legacy"]) if code in kinds}
        if named:
            return named.pop() if len(named) == 1 else f"two rules: {sorted(named)}"
        at = by_code[at["broader"]] if at["broader"] else None
    return otherwise


@pytest.mark.parametrize("scheme", FIRST_RELEASE)
def test_every_code_that_a_recipe_names_exists(scheme: str) -> None:
    (recipe,) = read_about(scheme)["recipe"]
    named = {code for rule in recipe["kinds"] for code in rule["codes"]}
    named |= {*recipe.get("grouping_codes", ()), *recipe.get("ordinals", {})}

    known = {code for row in read_rows(scheme, "concepts.csv") for code in (row["code"], row["legacy"])}
    assert named - known == set()


@pytest.mark.parametrize("folder", [*FIRST_RELEASE, "kl-value-sets"])
def test_tables_are_utf8_composed_and_end_lines_with_a_line_feed(folder: str) -> None:
    for path in sorted((VOCABULARIES / folder).iterdir()):
        content = path.read_bytes()
        text = content.decode("utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert not text.startswith("\ufeff"), path
        assert b"\r" not in content, path
        assert text.endswith("\n"), path
