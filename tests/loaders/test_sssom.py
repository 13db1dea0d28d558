"""SSSOM/TSV: what is read, every way to get it wrong, and that what is written reads back."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.archive.bundled import read_bundled
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Severity
from classification.record import replace
from classification.release import UNRECORDED
from classification.validity import Validity
from classification.value_set import Include, ValueSet
from loaders import FORMATS, Content, Reading, read, sssom_tsv
from tests.cases import cases
from tests.loaders.generated import concept_maps

HEAD = """\
#mapping_set_id: https://example.dk/map/a-b
#mapping_set_version: "1.10"
#license: CC0-1.0
#curie_map:
#  A: https://example.dk/a/
#  B: "urn:oid:1.2.208.176.2.21#"
"""
ROWS = "subject_id\tpredicate_id\tobject_id\tmapping_justification"
ROW = "A:1\tskos:exactMatch\tB:J1.1\tsemapv:ManualMappingCuration"


@pytest.fixture
def tsv(tmp_path: Path) -> Callable[..., Content]:
    def made(*lines: str, head: str = HEAD, reading: Reading | None = None) -> Content:
        path = tmp_path / "x.sssom.tsv"
        path.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        return read(path, reading)

    return made


def one(content: Content) -> Mapping:
    assert content.errors == ()
    (found,) = content.maps
    (mapping,) = found.mappings
    return mapping


# ---------------------------------------------------------------- what is read


def test_a_mapping_set_is_a_concept_map(tsv: Callable[..., Content]) -> None:
    content = tsv(ROWS, ROW)

    (found,) = content.maps
    assert (found.uri, found.version, found.licence, found.name) == (
        "https://example.dk/map/a-b",
        "1.10",
        "CC0-1.0",
        "a-b",
    )
    assert found.mappings == (
        Mapping(
            Coding("https://example.dk/a", "1", uri="https://example.dk/a/1", prefix="A"),
            Relation.EXACT,
            Coding("urn:oid:1.2.208.176.2.21", "J1.1", prefix="B"),
            number=1,
        ),
    )
    assert [(row.place.line, row.subject) for row in content.rows] == [(8, "https://example.dk/a 1")]


def test_every_slot_that_is_read(tsv: Callable[..., Content]) -> None:
    slots = (
        "subject_label\tobject_label\tconfidence\tauthor_label\treviewer_id\tcomment\tsubject_source_version\t"
        "ext_valid_from\text_number"
    )
    mapping = one(
        tsv(f"{ROWS}\t{slots}", f"{ROW}\tVask\tVaske sig\t0.9\tAda|Bo\\|b\tx:9\tNote.\t7\t2024-01-01\t12")
    )

    assert mapping == Mapping(
        Coding("https://example.dk/a", "1", "Vask", "https://example.dk/a/1", "A"),
        Relation.EXACT,
        Coding("urn:oid:1.2.208.176.2.21", "J1.1", "Vaske sig", prefix="B"),
        0.9,
        author="Ada; Bo|b",
        reviewer="x:9",
        validity=Validity(date(2024, 1, 1)),
        note="Note.",
        number=12,
    )


def test_a_slot_of_the_set_counts_for_rows_only_where_no_row_has_its_own(tsv: Callable[..., Content]) -> None:
    head = HEAD + '#subject_source_version: "3"\n'

    (alone,) = tsv(ROWS, ROW, head=head).maps
    (mixed,) = tsv(f"{ROWS}\tsubject_source_version", f"{ROW}\t", f"{ROW[:2]}2{ROW[3:]}\t4", head=head).maps

    assert alone.source_releases == (("https://example.dk/a", "3"),)
    assert mixed.source_releases == (("https://example.dk/a", "4"),)


def test_nothing_found_is_a_row_about_the_system_named(tsv: Callable[..., Content]) -> None:
    mapping = one(
        tsv(f"{ROWS}\tobject_source", "A:1\tskos:exactMatch\tsssom:NoTermFound\tsemapv:LexicalMatching\tB:x")
    )

    assert (mapping.relation, mapping.target) == (Relation.NONE, Coding("urn:oid:1.2.208.176.2.21#x", ""))


def test_titles_are_read_by_language_where_they_are_given_so(tsv: Callable[..., Content]) -> None:
    one_title = "#mapping_set_title: Kort\n"
    several = one_title + "#ext_title_en: Map\n#ext_title_da: Kort\n"

    assert tsv(ROWS, ROW, head=HEAD + one_title, reading=Reading(language="nb")).maps[0].title == (
        ("nb", "Kort"),
    )
    assert tsv(ROWS, ROW, head=HEAD + several).maps[0].title == (("en", "Map"), ("da", "Kort"))


def test_the_longest_namespace_parts_system_and_code(tsv: Callable[..., Content]) -> None:
    row = ROW.replace("A:1", "https://example.dk/a/b/c/1")

    content = tsv(ROWS, row, head=HEAD + "#  AB: https://example.dk/a/b/\n")

    assert one(content).source == Coding("https://example.dk/a/b", "c/1", uri="https://example.dk/a/b/c/1")


def test_a_prefix_for_any_iri_parts_nothing(tsv: Callable[..., Content]) -> None:
    row = ROW.replace("A:1", "https://other.example/x/1")

    content = tsv(ROWS, row, head=HEAD + '#  https: "https:"\n')

    assert one(content).source == Coding("https://other.example/x", "1", uri="https://other.example/x/1")


def test_metadata_may_lie_beside_the_table(tmp_path: Path) -> None:
    (tmp_path / "y.sssom.tsv").write_text(f"{ROWS}\n{ROW}\n")
    (tmp_path / "y.sssom.yml").write_text(HEAD.replace("#", "", 5).replace("#  ", "  "))

    assert one(read(tmp_path / "y.sssom.tsv")).source.code == "1"


def test_the_source_stated_parts_system_and_code(tsv: Callable[..., Content]) -> None:
    mapping = one(tsv(f"{ROWS}\tsubject_source", f"{ROW.replace('A:1', 'A:x/y')}\tA:x"))

    assert mapping.source == Coding("https://example.dk/a/x", "y", uri="https://example.dk/a/x/y", prefix="A")


def test_what_is_not_kept_is_named(tsv: Callable[..., Content]) -> None:
    content = tsv(f"{ROWS}\tmapping_tool\tsubject_lable", f"{ROW}\tx\ty")

    told = {f.text: f.remedy.en for f in content.findings}
    assert set(told) == {"not kept: mapping_tool", "not kept: subject_lable"}
    assert "subject_label" in told["not kept: subject_lable"]


@pytest.mark.parametrize(
    "cells",
    [
        ("predicate_modifier", "Not"),
        ("subject_type", "rdfs literal"),
        ("object_type", "rdfs literal"),
        ("object_type", "composed entity expression"),
    ],
)
def test_a_row_that_cannot_be_kept_as_it_is_is_left_out_aloud(
    tsv: Callable[..., Content], cells: tuple[str, str]
) -> None:
    content = tsv(f"{ROWS}\t{cells[0]}", f"{ROW}\t{cells[1]}", f"{ROW.replace('A:1', 'A:2')}\t")

    assert [m.source.code for m in content.maps[0].mappings] == ["2"]
    (told,) = content.findings
    assert (told.rule, told.severity, told.place.line) == ("SPM10", Severity.WARNING, 8)


DOUBTFUL = {
    "a predicate that says more": (
        HEAD, (ROWS, ROW.replace("skos:exactMatch", "owl:sameAs")), "SPM13", 8, "owl:sameAs"),
    "a subclass": (HEAD, (ROWS, ROW.replace("skos:exactMatch", "rdfs:subClassOf")), "SPM13", 8, "skos:broadMatch"),
    "a slot of the set that counts for no row": (
        HEAD + "#subject_source_version: '7'\n",
        (f"{ROWS}\tsubject_source_version", f"{ROW}\t8", f"{ROW.replace('A:1', 'A:2')}\t"), "SPM15", 9, "line 9"),
    "a source that is another": (HEAD, (f"{ROWS}\tobject_source", f"{ROW}\turn:z"), "SPM16", 8, "urn:z"),
    "not NFC": (HEAD, (f"{ROWS}\tsubject_label", f"{ROW}\tBla\u030a"), "SPM17", 8, "normalised"),
    "a later SSSOM": (HEAD + "#sssom_version: '3.0'\n", (ROWS, ROW), "SPM18", 1, "'3.0'"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "lines", "rule", "line", "said"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_what_is_kept_otherwise_than_it_is_said_is_a_warning(
    tsv: Callable[..., Content], head: str, lines: tuple[str, ...], rule: str, line: int, said: str
) -> None:
    content = tsv(*lines, head=head)

    (told,) = content.findings
    assert (told.rule, told.severity, told.place.line) == (rule, Severity.WARNING, line)
    assert said in told.text
    assert told.remedy.en
    assert len(content.maps[0].mappings) == len(lines) - 1


def test_a_predicate_that_says_more_is_named_once(tsv: Callable[..., Content]) -> None:
    same = ROW.replace("skos:exactMatch", "owl:sameAs")

    content = tsv(ROWS, same, same.replace("A:1", "A:2"))

    assert [m.relation for m in content.maps[0].mappings] == [Relation.EXACT, Relation.EXACT]
    assert [f.rule for f in content.findings] == ["SPM13"]


# ---------------------------------------------------------------- what is wrong

BOMB = "#a: &a [x, x]\n#b: &b [*a, *a]\n"
WRONG = {
    "no set id": (HEAD.replace("mapping_set_id", "other"), (ROWS, ROW), "SPM05", 1, "mapping_set_id"),
    "no licence": (HEAD.replace("license", "other"), (ROWS, ROW), "SPM05", 1, "license"),
    "no version": (HEAD.replace("mapping_set_version", "other"), (ROWS, ROW), "SPM12", 1, "version"),
    "no YAML": (HEAD + "#x: [\n", (ROWS, ROW), "SPM01", 8, "YAML"),
    "a list for metadata": ("#- a\n", (ROWS, ROW), "SPM01", 1, "mapping"),
    "aliases": (HEAD + BOMB, (ROWS, ROW), "SPM01", 1, "anchors"),
    "metadata without end": ("#a: " + "x" * 300_000 + "\n", (ROWS, ROW), "SPM01", 1, "256 KiB"),
    "deep metadata": ("#" + "[" * 3_000 + "\n", (ROWS, ROW), "SPM01", 1, "metadata"),
    "prefixes that are none": (HEAD[: HEAD.index("#  A")] + "#  - x\n", (ROWS, ROW), "SPM01", 1, "curie_map"),
    "a known prefix anew": (HEAD + "#  skos: https://x/\n", (ROWS, ROW), "SPM06", 1, "'skos'"),
    "a prefix that is no IRI": (HEAD + "#  C: c\n", (ROWS, ROW), "SPM06", 1, "'c'"),
    "a slot of the set twice": (HEAD + "#license: MIT\n", (ROWS, ROW), "SPM02", 7, "line 3"),
    "a prefix twice": (HEAD + "#  A: urn:a#\n", (ROWS, ROW), "SPM02", 7, "'A'"),
    "no header": (HEAD, (), "SPM02", 7, "slot names"),
    "a slot twice": (HEAD, (ROWS + "\tobject_id", ROW + "\tB:1"), "SPM02", 7, "'object_id'"),
    "a column missing": (HEAD, (ROWS.replace("object_id", "object"), ROW), "SPM05", 0, "object_id"),
    "a cell missing": (HEAD, (ROWS, ROW, "A:2\tskos:exactMatch"), "SPM03", 9, "2 cells"),
    "a value missing": (HEAD, (ROWS, ROW.replace("skos:exactMatch", "")), "SPM05", 8, "predicate_id"),
    "a quote left open": (HEAD, (ROWS, '"' + ROW), "SPM04", 0, "table"),
    "a prefix that is not declared": (HEAD, (ROWS, ROW.replace("A:1", "C:1")), "SPM06", 8, "'C:1'"),
    "no CURIE": (HEAD, (ROWS, ROW.replace("A:1", "1")), "SPM06", 8, "'1'"),
    "a justification that is none": (HEAD, (ROWS, ROW.replace("Manual", "Manuel")), "SPM07", 8, "Manuel"),
    "no confidence": (HEAD, (ROWS + "\tconfidence", ROW + "\t1.5"), "SPM08", 8, "'1.5'"),
    "no day": (HEAD, (ROWS + "\text_valid_to", ROW + "\t2024"), "SPM08", 8, "'2024'"),
    "no day between": (
        HEAD, (f"{ROWS}\text_valid_from\text_valid_to", f"{ROW}\t2025-01-01\t2024-01-01"), "SPM08", 8, "no day"),
    "no day between, of the set": (
        HEAD + "#ext_valid_from: 2025-01-01\n#ext_valid_to: 2024-01-01\n", (ROWS, ROW), "SPM08", 1, "no day"),
    "a number of thousands of digits": (HEAD, (f"{ROWS}\text_number", f"{ROW}\t{'9' * 5_000}"), "SPM08", 8, "number"),
    "a modifier that is none": (HEAD, (f"{ROWS}\tpredicate_modifier", f"{ROW}\tNearly"), "SPM07", 8, "Nearly"),
    "two releases of one system": (
        HEAD, (f"{ROWS}\tobject_source_version", f"{ROW}\t1", f"{ROW.replace('A:1', 'A:2')}\t2"), "SPM14", 9, "'1'"),
    "rows that contradict": (HEAD, (ROWS, ROW, ROW.replace("exact", "broad")), "SPM11", 9, "line 8"),
}  # fmt: skip


@pytest.mark.parametrize(("head", "lines", "rule", "line", "said"), WRONG.values(), ids=WRONG)
def test_a_fault_is_found_with_its_line(
    tsv: Callable[..., Content], head: str, lines: tuple[str, ...], rule: str, line: int, said: str
) -> None:
    (found,) = tsv(*lines, head=head).errors

    assert (found.rule, found.place.line) == (rule, line)
    assert said in found.text
    assert found.remedy.en


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.sssom.tsv").write_bytes(HEAD.encode() + b"\xf8")

    assert [f.rule for f in read(tmp_path / "x.sssom.tsv").errors] == ["SPR02"]


def test_a_set_without_rows_is_a_warning(tsv: Callable[..., Content]) -> None:
    assert [(f.rule, f.severity) for f in tsv(ROWS).findings] == [("SPR04", Severity.WARNING)]


# ---------------------------------------------------------------- there and back


def there_and_back(concept_map: ConceptMap) -> Content:
    with TemporaryDirectory() as folder:
        (path,) = sssom_tsv.write(Content(maps=(concept_map,)), Path(folder))
        return read(path)


def carried(concept_map: ConceptMap) -> ConceptMap:
    """The map as far as a mapping set carries it: releases of systems that have rows."""
    systems = {m.source.system for m in concept_map.mappings}, {m.target.system for m in concept_map.mappings}
    return replace(
        concept_map,
        source_releases=tuple(pair for pair in concept_map.source_releases if pair[0] in systems[0]),
        target_releases=tuple(pair for pair in concept_map.target_releases if pair[0] in systems[1]),
        recorded=UNRECORDED,
    )


@pytest.mark.parametrize(
    "text", ["a\u2028b", "\u2029", "a\x85b", "\ufeffx", "\ufffe", "\U0001f600", 'a"b\\c', "#a: b"]
)
def test_texts_of_the_set_come_back_whatever_yaml_takes_for_a_line_break(text: str) -> None:
    """A line separator in an author's name once broke the metadata apart: an export could not be read."""
    row = Mapping(Coding("urn:x", "1"), Relation.EXACT, Coding("urn:y", "1"), note=f"x{text}", number=1)

    content = there_and_back(
        ConceptMap("m", "urn:m", "1", (row,), (("da", text),), licence=text, author=text)
    )

    (found,) = content.maps
    assert content.findings == ()
    assert (found.author, found.licence, found.title, found.mappings) == (text, text, (("da", text),), (row,))


@pytest.mark.parametrize(
    ("licence", "written"),
    [
        ("", "https://w3id.org/sssom/license/unspecified"),
        ("CC0-1.0", "https://spdx.org/licenses/CC0-1.0"),
        ("https://x.example/licence", "https://x.example/licence"),
        ("Ask the colour shop", "https://w3id.org/sssom/license/unspecified"),
    ],
)
def test_a_licence_is_written_as_an_iri_and_comes_back(tmp_path: Path, licence: str, written: str) -> None:
    row = Mapping(Coding("urn:x", "1"), Relation.EXACT, Coding("urn:y", "1"), number=1)

    (path,) = sssom_tsv.write(
        Content(maps=(ConceptMap("m", "urn:m", "1", (row,), licence=licence),)), tmp_path
    )

    assert f'#license: "{written}"\n' in path.read_text(encoding="utf-8")
    assert read(path).maps[0].licence == licence


@settings(max_examples=cases(100))
@given(concept_maps())
def test_a_map_that_is_written_reads_back_the_same(concept_map: ConceptMap) -> None:
    content = there_and_back(concept_map)

    assert content.errors == ()
    assert content.maps == (carried(concept_map),)


def test_every_bundled_map_comes_back_the_same() -> None:
    for concept_map in read_bundled().maps:
        (found,) = there_and_back(concept_map).maps
        assert found == carried(concept_map)


@pytest.mark.parametrize(
    "system", ["https://x.example/c/", "https://x.example/c#", "urn:oid:1.2", "https://x.example/c"]
)
@pytest.mark.parametrize("code", ["a/b", "a#b", "a b", "1.10", "a|b", "æ:ø"])
def test_systems_and_codes_come_back_whatever_they_end_in_or_hold(system: str, code: str) -> None:
    row = Mapping(Coding(system, code), Relation.BROAD, Coding("urn:y", "1"), number=1)

    (found,) = there_and_back(ConceptMap("m", "urn:m", "1", (row,))).maps

    assert found.mappings == (row,)


def test_what_is_not_written_is_said() -> None:
    row = Mapping(Coding("urn:x", "1"), Relation.EXACT, Coding("urn:y", "1"))
    concept_map = ConceptMap(
        "m", "urn:m", "1", (row,), (("da", "Kort"), ("en", "Map")), target_releases=(("urn:z", "1"),)
    )
    content = Content(maps=(concept_map,), value_sets=(ValueSet("urn:v", "V", "1", (Include("urn:x"),)),))

    said = " ".join(finding.text for finding in sssom_tsv.losses(content))

    assert all(what in said for what in ("recorded", "urn:z", "V 1"))


def test_a_code_that_a_row_without_counterpart_names_is_said_to_be_lost() -> None:
    row = Mapping(Coding("urn:x", "1"), Relation.NONE, Coding("urn:y", "2"), number=1)
    concept_map = ConceptMap("m", "urn:m", "1", (row,))

    assert "(1 rows)" in sssom_tsv.losses(Content(maps=(concept_map,)))[-1].text
    assert there_and_back(concept_map).maps[0].mappings[0].target == Coding("urn:y", "")


def test_the_sssom_package_reads_what_is_written(tmp_path: Path) -> None:
    """SAMSPROG_TEST_SSSOM names an interpreter that has the package: it wants a hundred others, and its own place."""
    interpreter = os.environ.get("SAMSPROG_TEST_SSSOM")
    if not interpreter:
        pytest.skip("sssom absent: SAMSPROG_TEST_SSSOM names no interpreter that has it")
    maps = read_bundled().maps
    files = [str(path) for path in sssom_tsv.write(Content(maps=maps), tmp_path)]
    script = Path(__file__).parent.parent / "oracles" / "sssom_readback.py"

    done = subprocess.run([interpreter, str(script), *files], capture_output=True, text=True, check=True)

    found = json.loads(done.stdout)
    assert [len(found[file]["rows"]) for file in files] == [len(concept_map.mappings) for concept_map in maps]
    for file, concept_map in zip(files, maps, strict=True):
        assert found[file]["faults"] == []
        relations = {row[1] for row in found[file]["rows"]}
        assert relations <= {f"skos:{relation}Match" for relation in Relation}
        nothing = sum(row[2] == "sssom:NoTermFound" for row in found[file]["rows"])
        assert nothing == sum(m.relation is Relation.NONE for m in concept_map.mappings)


def test_the_docs_list_every_rule_of_the_reader(project_root: Path) -> None:
    docs = (project_root / "docs/formats/sssom.md").read_text(encoding="utf-8")
    folder = project_root / "loaders/sssom_tsv"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))

    used = set(re.findall(r'"(SPM[0-9]{2})"', source))
    table = docs.partition("## What the reader finds")[2]
    assert set(re.findall(r"SPM[0-9]{2}", table)) == used


LEFT_OUT = {
    "no object": ROW.replace("B:J1.1", ""),
    "no subject": ROW.replace("A:1", ""),
    "a predicate that is no relation of concepts": ROW.replace("skos:exactMatch", "rdfs:seeAlso"),
    "nothing to begin with": ROW.replace("A:1", "sssom:NoTermFound"),
}


@pytest.mark.parametrize("row", LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_row_that_is_no_statement_here_is_left_out_and_told(tsv: Callable[..., Content], row: str) -> None:
    content = tsv(ROWS, ROW, row)

    assert len(content.maps[0].mappings) == 1
    assert [(f.rule, f.severity, f.place.line) for f in content.findings] == [("SPM10", Severity.WARNING, 9)]


def test_nothing_found_is_about_the_one_system_of_the_set(tsv: Callable[..., Content]) -> None:
    nothing = ROW.replace("A:1", "A:2").replace("B:J1.1", "sssom:NoTermFound")

    alone = tsv(ROWS, ROW, nothing)
    several = tsv(ROWS, ROW, ROW.replace("B:J1.1", "https://c.example/1").replace("A:1", "A:3"), nothing)

    assert [m.target.system for m in alone.maps[0].mappings] == ["urn:oid:1.2.208.176.2.21"] * 2
    assert [f.rule for f in several.findings] == ["SPM10"]


def test_one_statement_may_be_justified_twice(tsv: Callable[..., Content]) -> None:
    content = tsv(ROWS, ROW, ROW.replace("ManualMappingCuration", "LexicalMatching"), ROW)

    assert not content.errors
    assert len(content.maps[0].mappings) == 3


@given(
    spaces=st.lists(
        st.sampled_from(
            [
                "https://obo.example/obo/XA_",
                "https://obo.example/obo/",
                "https://g.example/p/",
                "urn:x:",
                "https://h.example/v#",
            ]
        ),
        min_size=1,
        max_size=4,
    ),
    locals_=st.lists(st.text("aæ1/_-.:%2", min_size=1, max_size=5), min_size=2, max_size=6),
)
@settings(max_examples=cases(60))
def test_ids_come_back_as_they_were_written(spaces: list[str], locals_: list[str]) -> None:
    """Two prefixes of one name space stay two; what a CURIE stands for is never made anew."""
    prefixes = {f"P{number}": space for number, space in enumerate(spaces)}
    head = HEAD[: HEAD.index("#curie_map")] + "#curie_map:\n"
    head += "".join(f'#  {prefix}: "{space}"\n' for prefix, space in prefixes.items())
    ids = [f"{list(prefixes)[number % len(prefixes)]}:{local}" for number, local in enumerate(locals_)]
    rows = [f"{one}\tskos:closeMatch\t{other}\tsemapv:LexicalMatching" for one, other in pairwise(ids)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.sssom.tsv"
        path.write_text(head + "\n".join([ROWS, *rows]) + "\n", encoding="utf-8")
        content = read(path)
        assert not content.errors
        (written,) = FORMATS["sssom-tsv"].write(content, Path(folder) / "back")  # type: ignore[misc]
        again = read(written)

    def seen(of: Content) -> list[tuple[str, str, str, str]]:
        return [
            (m.source.prefix, m.source.address, m.target.prefix, m.target.address)
            for m in of.maps[0].mappings
        ]

    expanded = [prefixes[one.partition(":")[0]] + one.partition(":")[2] for one in ids]
    assert [(one, other) for _, one, _, other in seen(content)] == list(pairwise(expanded))
    assert seen(again) == seen(content)
    assert again.maps[0].mappings == content.maps[0].mappings


@pytest.mark.parametrize("row", [ROW + "\t\t", f"{ROW}\t"])
def test_cells_that_a_spreadsheet_adds_are_passed_over(tsv: Callable[..., Content], row: str) -> None:
    content = tsv(ROWS, row, "\t\t\t\t\t")

    assert [(f.rule, f.place.line) for f in content.findings] == [("SPM19", 8)]
    assert len(content.maps[0].mappings) == 1


def test_cells_that_a_spreadsheet_drops_are_empty(tsv: Callable[..., Content]) -> None:
    content = tsv(f"{ROWS}\tconfidence\tcomment", ROW)

    assert [(f.rule, f.severity) for f in content.findings] == [("SPM19", Severity.WARNING)]
    assert (content.maps[0].mappings[0].confidence, content.maps[0].mappings[0].note) == (None, "")


def test_half_a_row_is_refused(tsv: Callable[..., Content]) -> None:
    assert [f.rule for f in tsv(ROWS, "A:1\tskos:exactMatch").errors] == ["SPM03"]
