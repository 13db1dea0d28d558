"""The project's own folder of tables: what it says, and every way to get it wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from classification.concept import Kind, Label, LabelKind, NotationRole, Note, NoteKind, Status
from classification.concept_map import Relation
from classification.finding import Severity
from classification.recipe import PairingRule
from classification.release import Lineage, LineageKind
from classification.validity import Validity
from classification.value_set import Filter, FilterOperator, Include
from loaders import Content, Reading, vocabulary_folder
from vocabularies import folders

ABOUT = """\
[[scheme]]
name = "colours"
uri = "urn:example:colours"
title = { da = "Farver", en = "Colours" }
aliases = ["urn:example:old"]
languages = ["da", "en"]

[[release]]
version = "1"
valid_from = 2023-01-01
published = 2023-02-01
publisher_versions = ["2023a"]

[[release]]
version = "2"
valid_from = 2024-01-01
valid_to = 2025-01-01
published = 2024-02-01

[[lineage]]
release = "2"
kind = "split"
sources = ["R"]
targets = ["R1", "R2"]

[[recipe]]
scheme = "colours"
pairing = "parallel-trees"
kind = "qualifier"
groupings = "inner"
grouping_codes = ["H1"]
selectable = ["H2"]
[[recipe.kinds]]
kind = "state"
codes = ["I", "J"]
[recipe.ordinals]
B1 = 0

[[map]]
name = "paint-colours"
uri = "urn:example:map"
version = "1.0.0"
title = { da = "Maling til farver" }
source_release = { paint = "7" }
target_release = { colours = "2" }
author = "Example"
valid_from = 2024-01-01
published = 2024-03-01
"""
CONCEPTS = """\
first,last,code,legacy,broader,term,term_en,alternative,hidden,kind,status,ordinal,valid_from,note_en,property:rgb
1,,C,,,Farve,Colour,,,qualifier,grouping,,,,
1,1,R,,C,Rød,Red,,,qualifier,,1,2023-06-01,Warm.,FF0000
2,,R1,OLD1 | OLD2,C,Højrød,,Rød | Scarlet@en,hojrod,qualifier,,,,,
2,,R2,,C | R1,Mørkerød,,mail@adresse,,qualifier,,,,,
"""
VALUE_SETS = """\
uri,name,title,first,last,part,group,system,op,property,value
urn:example:vs,Reds,Røde,1,1,include,1,urn:example:colours,code,,R
urn:example:vs,Reds,Røde,2,,include,2,urn:example:colours,is-a,concept,R1
urn:example:vs,Reds,Røde,2,,include,1,urn:example:colours,code,,R2
urn:example:vs,Reds,Røde,2,,include,1,urn:example:colours,code,,R1
urn:example:vs,Reds,Røde,2,,exclude,1,,value-set,,urn:example:other
"""
MAPPINGS = """\
source_system,source_code,source_term,relation,target_system,target_code,target_term,confidence,justification,author,note
urn:example:paint,7,Karmin,exact,urn:example:colours,R2,Mørkerød,0.9,LexicalMatching,Example,
urn:example:paint,8,Glas,none,urn:example:colours,,,,,Example,"No colour, see 7"
"""
FILES = {
    "about.toml": ABOUT,
    "concepts.csv": CONCEPTS,
    "value_sets.csv": VALUE_SETS,
    "mappings.csv": MAPPINGS,
}


def written(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def read(folder: Path, **changed: tuple[str, str]) -> Content:
    """The folder of above with one place changed: `about=("old", "new")`."""
    files = dict(FILES)
    for table, (old, new) in changed.items():
        name = "about.toml" if table == "about" else f"{table}.csv"
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    return vocabulary_folder.read(written(folder, files))


@pytest.fixture
def content(tmp_path: Path) -> Content:
    return read(tmp_path)


def test_a_correct_folder_has_no_findings(content: Content) -> None:
    assert content.findings == ()


def test_the_scheme_says_who_and_what(content: Content) -> None:
    scheme = content.releases[0].release.scheme

    assert (scheme.name, scheme.uri, scheme.aliases) == (
        "colours",
        "urn:example:colours",
        ("urn:example:old",),
    )
    assert scheme.title == (("da", "Farver"), ("en", "Colours"))


def test_each_release_has_two_clocks(content: Content) -> None:
    first, second = (draft.release for draft in content.releases)

    assert first.recorded == datetime(2023, 2, 1, tzinfo=UTC)
    assert first.validity == Validity(date(2023, 1, 1))
    assert second.validity == Validity(date(2024, 1, 1), date(2025, 1, 1))
    assert first.publisher_versions == ("2023a",)


def test_a_release_holds_the_rows_of_its_span_in_their_order(content: Content) -> None:
    codes = {d.release.version: [c.code for c in d.release.concepts] for d in content.releases}

    assert codes == {"1": ["C", "R"], "2": ["C", "R1", "R2"]}


def test_a_concept_has_everything_its_row_says(content: Content) -> None:
    red = content.releases[0].release.by_code["R"]

    assert red.labels == (Label("Rød"), Label("Red", "en"))
    assert (red.kind, red.status, red.ordinal) == (Kind.QUALIFIER, Status.ACTIVE, 1.0)
    assert red.validity == Validity(date(2023, 6, 1))
    assert red.notes == (Note("Warm.", "en", NoteKind.NOTE),)
    assert red.properties == (("rgb", "FF0000"),)


def test_the_uri_of_a_concept_is_kept_where_the_rule_does_not_make_it(tmp_path: Path) -> None:
    rule = 'concept_uri = "https://v.example/id/{code}"'
    head, first, second, *others = CONCEPTS.splitlines()
    table = [
        f"{head},uri",
        f"{first},https://v.example/id/C",
        f"{second},urn:x:1",
        *(f"{row}," for row in others),
    ]
    written(tmp_path, FILES | {"about.toml": ABOUT.replace("aliases =", f"{rule}\naliases =")})
    (tmp_path / "concepts.csv").write_text("".join(f"{row}\n" for row in table), encoding="utf-8")

    content = vocabulary_folder.read(tmp_path)

    assert content.releases[0].release.scheme.concept_uri == "https://v.example/id/{code}"
    assert {c.code: c.uri for c in content.releases[0].release.concepts} == {"C": "", "R": "urn:x:1"}


def test_a_cell_with_several_values_is_split(content: Content) -> None:
    bright = content.releases[1].release.by_code["R1"]

    assert [(n.code, n.role) for n in bright.notations[1:]] == [
        ("OLD1", NotationRole.LEGACY),
        ("OLD2", NotationRole.LEGACY),
    ]
    assert bright.labels[1:] == (
        Label("Rød", "da", LabelKind.ALTERNATIVE),
        Label("Scarlet", "en", LabelKind.ALTERNATIVE),
        Label("hojrod", "da", LabelKind.HIDDEN),
    )
    assert content.releases[1].release.by_code["R2"].broader == ("C", "R1")


def test_an_at_sign_that_ends_in_no_language_tag_belongs_to_the_label(content: Content) -> None:
    assert (
        Label("mail@adresse", "da", LabelKind.ALTERNATIVE) in content.releases[1].release.by_code["R2"].labels
    )


def test_cells_are_not_trimmed(tmp_path: Path) -> None:
    found = read(tmp_path, concepts=("Mørkerød,", "Mørkerød\u00a0,"))

    assert found.releases[1].release.by_code["R2"].term() == "Mørkerød\u00a0"


def test_lineage_belongs_to_its_release(content: Content) -> None:
    first, second = (draft.release for draft in content.releases)

    assert first.lineage == ()
    assert second.lineage == (Lineage(LineageKind.SPLIT, ("R",), ("R1", "R2")),)


def test_a_recipe_is_read_whole(content: Content) -> None:
    (recipe,) = content.recipes

    assert recipe.pairing is PairingRule.PARALLEL_TREES
    assert recipe.kinds == (("I", Kind.STATE), ("J", Kind.STATE))
    assert (recipe.inner_groupings, recipe.groupings, recipe.selectable) == (
        True,
        frozenset({"H1"}),
        frozenset({"H2"}),
    )
    assert recipe.ordinals == (("B1", 0.0),)


def test_a_value_set_has_one_version_per_release(content: Content) -> None:
    first, second = content.value_sets

    assert (first.version, first.include) == ("1", (Include("urn:example:colours", codes=("R",)),))
    assert second.include == (
        Include("urn:example:colours", codes=("R2", "R1")),
        Include("urn:example:colours", filters=(Filter("concept", FilterOperator.IS_A, "R1"),)),
    )
    assert second.exclude == (Include(value_sets=("urn:example:other",)),)
    assert second.validity == content.releases[1].release.validity


def test_a_map_has_its_rows_numbered(content: Content) -> None:
    (found,) = content.maps

    assert [(m.number, m.source.code, m.relation, m.target.code, m.confidence) for m in found.mappings] == [
        (1, "7", Relation.EXACT, "R2", 0.9),
        (2, "8", Relation.NONE, "", None),
    ]
    assert found.mappings[1].note == "No colour, see 7"


def test_a_map_without_justification_claims_none(content: Content) -> None:
    assert content.maps[0].mappings[1].justification == "UnspecifiedMatching"


def test_releases_of_a_map_are_named_by_uri_once_the_systems_are_known(content: Content) -> None:
    joined = content.with_systems({"paint": "urn:example:paint"})

    assert joined.maps[0].source_releases == (("urn:example:paint", "7"),)
    assert joined.maps[0].target_releases == (("urn:example:colours", "2"),)


def test_every_row_can_be_reported(content: Content) -> None:
    assert [(str(row.place), row.subject) for row in content.rows][:2] == [
        ("concepts.csv:2", "colours C"),
        ("concepts.csv:3", "colours R"),
    ]
    assert len(content.rows) == 4 + 5 + 2


def test_checking_a_draft_names_the_line(tmp_path: Path) -> None:
    found = read(tmp_path, concepts=("R,,C,", "R,,NOWHERE,"))

    (fault,) = found.releases[0].check()

    assert (fault.rule, str(fault.place)) == ("SPC02", "concepts.csv:3")


def test_a_quoted_line_break_moves_the_lines_below(tmp_path: Path) -> None:
    found = read(tmp_path, concepts=("Warm.", '"Warm,\nnot cold."'))

    assert str(found.releases[1].places["R2"]) == "concepts.csv:6"


def test_the_structure_digest_is_compared(tmp_path: Path, content: Content) -> None:
    digest = content.releases[0].release.structure_digest
    stated = f'published = 2023-02-01\nstructure_digest = {{ colours = "{digest}" }}'

    right = read(tmp_path, about=("published = 2023-02-01", stated))
    wrong = read(tmp_path, about=("published = 2023-02-01", stated), concepts=("R,,C,Rød", "R,,C,Rod"))

    assert right.findings == ()
    assert [f.rule for f in wrong.findings] == ["SPC13"]
    assert digest in wrong.findings[0].text
    assert wrong.releases[0].release.structure_digest in wrong.findings[0].text


ABOUT_FAULTS = {
    "no TOML": ('name = "colours"', "name = colours", "SPT01", 2),
    "TOML ends early": ('title = { da = "Maling til farver" }', "title = {", "SPT01", 43),
    "unknown key of a scheme": ("aliases =", "alias =", "SPT02", 5),
    "unknown key of a rule of a recipe": ('codes = ["I", "J"]', 'codes = ["I"]\ncode = "J"', "SPT02", 36),
    "unknown table": ("[[lineage]]", "[[linage]]", "SPT02", 20),
    "a name is missing": ('name = "colours"\n', "", "SPT03", 1),
    "an uri is empty": ('uri = "urn:example:colours"', 'uri = ""', "SPT03", 3),
    "a day is missing": ("valid_from = 2023-01-01\n", "", "SPT03", 8),
    "a day in quotes": ("valid_from = 2023-01-01", 'valid_from = "2023-01-01"', "SPT04", 10),
    "a day with time": ("valid_from = 2023-01-01", "valid_from = 2023-01-01T12:00:00", "SPT04", 10),
    "a number among strings": ('["urn:example:old"]', "[7]", "SPT04", 5),
    "a word for a number": ("B1 = 0", 'B1 = "none"', "SPT04", 37),
    "unknown hierarchy": ("languages = ", 'hierarchy = "tree"\nlanguages = ', "SPT05", 6),
    "unknown pairing": ('"parallel-trees"', '"parallel"', "SPT05", 28),
    "unknown kind": ('kind = "state"', 'kind = "stat"', "SPT05", 34),
    "unknown kind of lineage": ('kind = "split"', 'kind = "divided"', "SPT05", 22),
    "no language tag": ('["da", "en"]', '["da", "english language"]', "SPT05", 6),
    "a release twice": ('version = "2"', 'version = "1"', "SPT06", 14),
    "a grouping that is selectable": ('selectable = ["H2"]', 'selectable = ["H1"]', "SPT06", 32),
    "unknown scheme of a recipe": ('scheme = "colours"', 'scheme = "colour"', "SPT07", 27),
    "unknown scheme of a release": ('version = "1"', 'version = "1"\nschemes = ["paint"]', "SPT07", 10),
    "releases out of order": ("valid_from = 2023-01-01", "valid_from = 2024-06-01", "SPT08", 14),
    "an empty validity": ("valid_to = 2025-01-01", "valid_to = 2023-01-01", "SPT09", 17),
    "lineage of an unknown release": ('release = "2"', 'release = "3"', "SPT10", 21),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "rule", "line"), ABOUT_FAULTS.values(), ids=ABOUT_FAULTS)
def test_a_fault_in_about_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    found = read(tmp_path, about=(old, new)).errors

    assert (rule, "about.toml", line) in {(f.rule, f.place.file, f.place.line) for f in found}


CONCEPT_FAULTS = {
    "unknown column": ("note_en,property:rgb", "remark,property:rgb", "SPT12", 1),
    "property without name": ("property:rgb", "property:", "SPT12", 1),
    "a column twice": ("note_en,property:rgb", "legacy,property:rgb", "SPT11", 1),
    "a required column is missing": ("broader,term,", "broader,", "SPT11", 1),
    "a cell too many": ("FF0000", "FF0000,", "SPT13", 3),
    "a quote that is never closed": ("Warm.", '"Warm.', "SPT14", 3),
    "unknown first release": ("2,,R1", "3,,R1", "SPT10", 4),
    "unknown last release": ("1,1,R", "1,9,R", "SPT10", 3),
    "first is empty": ("2,,R1", ",,R1", "SPT10", 4),
    "a span that ends before it begins": ("1,1,R", "2,1,R", "SPT18", 3),
    "overlapping spans of one code": ("2,,R2,,C | R1", "1,,R,,C", "SPT19", 5),
    "a legacy code that is another's code": ("OLD1 | OLD2", "C", "SPT19", 4),
    "unknown kind": ("hojrod,qualifier", "hojrod,qualification", "SPT05", 4),
    "unknown status": ("qualifier,grouping", "qualifier,group", "SPT05", 2),
    "no number": (",1,2023-06-01", ",one,2023-06-01", "SPT16", 3),
    "no finite number": (",1,2023-06-01", ",nan,2023-06-01", "SPT16", 3),
    "no date": ("2023-06-01", "1.6.2023", "SPT15", 3),
    "a language that the scheme has not": ("Scarlet@en", "Scarlet@de", "SPT20", 4),
}


@pytest.mark.parametrize(("old", "new", "rule", "line"), CONCEPT_FAULTS.values(), ids=CONCEPT_FAULTS)
def test_a_fault_in_concepts_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    found = read(tmp_path, concepts=(old, new)).errors

    assert [(f.rule, f.place.file, f.place.line) for f in found] == [(rule, "concepts.csv", line)]


VALUE_SET_FAULTS = {
    "unknown column": ("op,property", "operation,property", "SPT11", 1),
    "unknown part": ("2,,exclude", "2,,without", "SPT21", 6),
    "a group that is no number": ("include,2", "include,two", "SPT21", 3),
    "unknown operation": ("is-a,concept", "isa,concept", "SPT21", 3),
    "a code is missing": ("code,,R1", "code,,", "SPT21", 5),
    "a filter without property": ("is-a,concept", "is-a,", "SPT21", 3),
    "a code with a property": ("code,,R1", "code,concept,R1", "SPT21", 5),
    "a system beside a value set": ("exclude,1,,", "exclude,1,urn:example:colours,", "SPT21", 6),
    "a code without system": ("include,1,urn:example:colours,code,,R\n", "include,1,,code,,R\n", "SPT21", 2),
    "another title": ("Røde,2,,include,2", "Rødlige,2,,include,2", "SPT22", 3),
    "unknown release": ("Røde,2,,exclude", "Røde,5,,exclude", "SPT10", 6),
}


@pytest.mark.parametrize(("old", "new", "rule", "line"), VALUE_SET_FAULTS.values(), ids=VALUE_SET_FAULTS)
def test_a_fault_in_value_sets_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    found = read(tmp_path, value_sets=(old, new)).errors

    assert (rule, "value_sets.csv", line) in {(f.rule, f.place.file, f.place.line) for f in found}


MAPPING_FAULTS = {
    "unknown relation": ("exact", "same", "SPT05", 2),
    "unknown justification": ("LexicalMatching", "Guessing", "SPT05", 2),
    "no counterpart with a code": ("none,urn:example:colours,,", "none,urn:example:colours,R1,", "SPT24", 3),
    "a relation without a code": ("R2,Mørkerød", ",Mørkerød", "SPT24", 2),
    "no target system": ("none,urn:example:colours", "none,", "SPT24", 3),
    "a confidence above one": ("0.9", "90", "SPT25", 2),
    "a confidence in words": ("0.9", "high", "SPT16", 2),
    "a counterpart and none": (
        "urn:example:paint,8,Glas,none,urn:example:colours,,",
        "urn:example:paint,7,Karmin,none,urn:example:colours,,",
        "SPT26",
        3,
    ),
    "two statements about one pair": (
        "urn:example:paint,8,Glas,none,urn:example:colours,,",
        "urn:example:paint,7,Karmin,broad,urn:example:colours,R2,",
        "SPT26",
        3,
    ),
}


@pytest.mark.parametrize(("old", "new", "rule", "line"), MAPPING_FAULTS.values(), ids=MAPPING_FAULTS)
def test_a_fault_in_mappings_is_found_with_its_line(
    tmp_path: Path, old: str, new: str, rule: str, line: int
) -> None:
    found = read(tmp_path, mappings=(old, new)).errors

    assert [(f.rule, f.place.file, f.place.line) for f in found] == [(rule, "mappings.csv", line)]


def test_a_row_that_stands_twice_is_found(tmp_path: Path) -> None:
    row = MAPPINGS.splitlines()[1]

    found = read(tmp_path, mappings=(row, f"{row}\n{row}"))

    assert [(f.rule, f.place.line) for f in found.errors] == [("SPT17", 3)]
    assert len(found.maps[0].mappings) == 2


def test_a_row_of_an_unknown_map_is_found(tmp_path: Path) -> None:
    found = read(tmp_path, mappings=("source_system,source_code,source_term", "map,source_code,source_term"))

    assert {f.rule for f in found.errors} == {"SPT11"}


def test_the_map_column_may_name_a_map_that_is_not_there(tmp_path: Path) -> None:
    header, row = MAPPINGS.splitlines()[:2]

    found = vocabulary_folder.read(
        written(tmp_path, FILES | {"mappings.csv": f"map,{header}\npaints,{row}\n"})
    )

    assert [(f.rule, f.place.line) for f in found.errors] == [("SPT23", 2)]


def test_everything_wrong_is_found_in_one_go(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        about=("aliases", "alias"),
        concepts=("hojrod,qualifier", "hojrod,kind"),
        value_sets=("is-a,concept", "isa,concept"),
        mappings=("exact", "same"),
    )

    assert [f.rule for f in found.errors] == ["SPT02", "SPT05", "SPT21", "SPT05"]


def test_text_that_is_not_utf8_is_found_with_its_line(tmp_path: Path) -> None:
    found = vocabulary_folder.read(written(tmp_path, FILES | {"concepts.csv": CONCEPTS.encode("latin-1")}))

    assert [(f.rule, str(f.place)) for f in found.errors] == [("SPR02", "concepts.csv:3")]


def test_a_byte_order_mark_is_named_and_passed_over(tmp_path: Path) -> None:
    found = vocabulary_folder.read(
        written(tmp_path, FILES | {"concepts.csv": b"\xef\xbb\xbf" + CONCEPTS.encode()})
    )

    assert [(f.rule, f.severity) for f in found.findings] == [("SPR03", Severity.WARNING)]
    assert len(found.releases[1].release.concepts) == 3


def test_line_ends_of_windows_are_read(tmp_path: Path) -> None:
    found = vocabulary_folder.read(
        written(tmp_path, FILES | {"concepts.csv": CONCEPTS.replace("\n", "\r\n")})
    )

    assert found.findings == ()
    assert found.releases[0].release.by_code["R"].properties == (("rgb", "FF0000"),)


def test_an_empty_table_has_no_header(tmp_path: Path) -> None:
    found = vocabulary_folder.read(written(tmp_path, FILES | {"concepts.csv": ""}))

    assert [f.rule for f in found.errors] == ["SPT11"]


@pytest.mark.parametrize("missing", ["concepts.csv", "mappings.csv"])
def test_a_table_that_about_calls_for_must_be_there(tmp_path: Path, missing: str) -> None:
    files = {name: text for name, text in FILES.items() if name != missing}

    assert [f.rule for f in vocabulary_folder.read(written(tmp_path, files)).errors] == ["SPT27"]


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    found = vocabulary_folder.read(written(tmp_path, FILES | {"concept.csv": "x"}))

    assert [(f.rule, f.severity, f.place.file) for f in found.findings] == [
        ("SPT28", Severity.INFORMATION, "concept.csv")
    ]


def test_a_folder_without_about_is_said_so(tmp_path: Path) -> None:
    assert [f.rule for f in vocabulary_folder.read(tmp_path).errors] == ["SPR01"]


def test_a_release_label_is_passed_over_aloud(tmp_path: Path) -> None:
    found = vocabulary_folder.read(written(tmp_path, FILES), Reading(release="9"))

    assert [(f.rule, f.severity) for f in found.findings] == [("SPT29", Severity.WARNING)]


@pytest.mark.parametrize("folder", folders(), ids=lambda folder: folder.name)
def test_a_shipped_folder_has_no_errors(folder: Path) -> None:
    content = vocabulary_folder.read(folder)
    checks = [finding for draft in content.releases for finding in draft.check()]

    assert content.findings == ()
    assert [f for f in checks if f.severity is Severity.ERROR] == []
    assert content.releases or content.value_sets


def test_each_kl_release_states_its_digest() -> None:
    """The reader compares them; a release without one would go unwatched."""
    for folder in folders():
        if folder.name in {"fsiii", "ffb", "care-social-codes", "fboe", "ltt"}:
            about = (folder / "about.toml").read_text(encoding="utf-8")
            assert about.count("[[release]]") == about.count("structure_digest = ") > 0


def test_rows_of_one_concept_that_stand_apart_are_a_warning(tmp_path: Path) -> None:
    """The second row was taken without a word, and whoever reads the table misses it."""
    rows = CONCEPTS.replace("1,,C,,", "1,1,C,,", 1) + "2,,C,,,Kulør,,,,qualifier,grouping,,,,\n"
    apart = vocabulary_folder.read(written(tmp_path, FILES | {"concepts.csv": rows}))

    assert [(f.rule, f.severity, f.place.line) for f in apart.findings] == [("SPT30", Severity.WARNING, 6)]
