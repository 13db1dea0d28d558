"""What changed between two maps, and the way from one to the other."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classification.changes.map_diff import MapDiff, RowChangeKind, diff_maps
from classification.changes.map_notes import map_diff_as_text, map_diff_to_json
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.record import replace
from classification.validity import Validity

ROW: Final = Mapping(Coding("urn:p", "p1", "Rød maling"), Relation.EXACT, Coding("urn:c", "R", "Rød"))


def map_of(*rows: Mapping, version: str = "1", **facts: object) -> ConceptMap:
    numbered = tuple(replace(row, number=number) for number, row in enumerate(rows, 1))
    return replace(ConceptMap("paints", "urn:m", version, numbered), **facts)


def to(code: str, row: Mapping = ROW) -> Mapping:
    return replace(row, target=Coding("urn:c", code))


def of(code: str, row: Mapping = ROW) -> Mapping:
    return replace(row, source=Coding("urn:p", code))


def kinds(difference: MapDiff) -> list[str]:
    return [str(change.kind) for change in difference.rows]


def test_the_same_rows_in_another_order_are_no_difference() -> None:
    difference = diff_maps(map_of(of("a"), of("b")), map_of(of("b"), of("a")))

    assert difference.is_empty
    assert difference.same == 2


@pytest.mark.parametrize(
    ("changed", "field", "before", "after"),
    [
        (replace(ROW, relation=Relation.BROAD), "relation", "exact", "broad"),
        (
            replace(ROW, justification="LexicalMatching"),
            "justification",
            "ManualMappingCuration",
            "LexicalMatching",
        ),
        (replace(ROW, confidence=0.5), "confidence", None, 0.5),
        (replace(ROW, author="nn"), "author", "", "nn"),
        (replace(ROW, reviewer="nn"), "reviewer", "", "nn"),
        (replace(ROW, note="set efter"), "note", "", "set efter"),
        (replace(ROW, validity=Validity(date(2025, 1, 1))), "valid_from", "", "2025-01-01"),
        (replace(ROW, validity=Validity(None, date(2025, 1, 1))), "valid_to", "", "2025-01-01"),
        (replace(ROW, source=replace(ROW.source, term="Rødt")), "source_term", "Rød maling", "Rødt"),
        (replace(ROW, target=replace(ROW.target, uri="urn:r")), "target_uri", "", "urn:r"),
        (replace(ROW, target=replace(ROW.target, code="B")), "target_code", "R", "B"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_row_that_says_something_else_names_the_column(
    changed: Mapping, field: str, before: object, after: object
) -> None:
    (change,) = diff_maps(map_of(ROW), map_of(changed)).rows

    assert change.kind is RowChangeKind.CHANGED
    assert [(one.field, one.before, one.after) for one in change.fields] == [(field, before, after)]


def test_rows_come_and_go() -> None:
    difference = diff_maps(map_of(of("a"), ROW), map_of(ROW, of("b")))

    assert kinds(difference) == ["added", "removed"]
    assert difference.rows[0].row.source.code == "b"


def test_of_several_targets_none_is_taken_for_another() -> None:
    difference = diff_maps(map_of(to("R"), to("B")), map_of(to("G"), to("Y")))

    assert kinds(difference) == ["added", "added", "removed", "removed"]


def test_a_row_that_leads_nowhere_now_says_so() -> None:
    nowhere = replace(ROW, relation=Relation.NONE, target=Coding("urn:c", ""))

    (change,) = diff_maps(map_of(ROW), map_of(nowhere)).rows

    assert [one.field for one in change.fields] == ["relation", "target_code", "target_term"]


def test_what_the_map_says_of_itself_is_told() -> None:
    after = map_of(ROW, version="2", title=(("da", "Maling"),), target_releases=(("urn:c", "2"),))

    difference = diff_maps(map_of(ROW), after)

    assert [(one.field, one.before, one.after) for one in difference.about] == [
        ("title", "", "da = Maling"),
        ("target_release", "", "urn:c = 2"),
    ]


def test_text_names_rows_and_columns_and_is_cut() -> None:
    before, after = map_of(ROW), map_of(replace(ROW, relation=Relation.BROAD), of("a"), of("b"), version="2")

    english, danish = (
        map_diff_as_text(diff_maps(before, after), limit=1, language=tag) for tag in ("en", "da")
    )

    assert english.splitlines()[:2] == ["paints@1 → paints@2: 1 → 3 rows", "2 added, 1 changed, 0 the same"]
    assert "  + a → exact R Rød (row 2)" in english
    assert "  … and 1 more (--limit 0)" in english
    assert "      relation: exact → broad" in english
    assert "  ~ p1 Rød maling → bredere R Rød (række 1)" in danish


rows = st.builds(
    Mapping,
    source=st.builds(Coding, st.just("urn:p"), st.sampled_from("ab")),
    relation=st.sampled_from([Relation.EXACT, Relation.CLOSE, Relation.BROAD]),
    target=st.builds(Coding, st.sampled_from(["urn:c", "urn:d"]), st.sampled_from("RBG")),
    confidence=st.sampled_from([None, 0.5]),
    author=st.sampled_from(["", "nn"]),
)
maps = st.lists(rows, max_size=8).map(lambda drawn: map_of(*drawn))


def said(of_rows: object) -> Counter[Mapping]:
    return Counter(replace(row, number=0) for row in of_rows)  # type: ignore[attr-defined]


@given(maps, maps)
def test_the_old_rows_with_the_changes_are_the_new_rows(before: ConceptMap, after: ConceptMap) -> None:
    difference = diff_maps(before, after)

    gone = said(change.before for change in difference.rows if change.before)
    come = said(change.after for change in difference.rows if change.after)
    assert said(before.mappings) - gone + come == said(after.mappings)
    assert difference.same == sum((said(before.mappings) & said(after.mappings)).values())
    assert all(bool(change.fields) == (change.kind is RowChangeKind.CHANGED) for change in difference.rows)


@given(maps, maps)
def test_the_way_back_is_the_way_there_turned_round(before: ConceptMap, after: ConceptMap) -> None:
    there, back = diff_maps(before, after), diff_maps(after, before)

    turned = {"added": "removed", "removed": "added", "changed": "changed"}
    assert Counter(kinds(back)) == Counter(turned[kind] for kind in kinds(there))


@given(maps, maps)
def test_the_figures_of_json_add_up(before: ConceptMap, after: ConceptMap) -> None:
    document = json.loads(json.dumps(map_diff_to_json(diff_maps(before, after))))

    summary = document["summary"]
    assert document["from"]["rows"] + summary["added"] - summary["removed"] == document["to"]["rows"]
    assert summary["added"] + summary["changed"] + summary["same"] == document["to"]["rows"]
    assert len(document["rows"]) == summary["added"] + summary["removed"] + summary["changed"]
