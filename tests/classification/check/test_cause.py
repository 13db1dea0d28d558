"""The table of causes and consequences: unambiguous, as the page says it, and never milder than what was found."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from classification.check.cause import TABLE, CauseRelation, settled
from classification.finding import Finding, Fix, Place, Sentence, Severity
from classification.rules.registry import CHECK_RULES

RANK: Final = [Severity.INFORMATION, Severity.WARNING, Severity.ERROR]
INVOLVED: Final = sorted({rule for row in TABLE for rule in (row.first, *row.others)})
SLOTS: Final = ("", "/system", "/code", "/display", "/version")


def seen(rule: str, pointer: str, severity: Severity = Severity.ERROR, **more: object) -> Finding:
    return Finding(rule, severity, Sentence(rule, f"{rule} at {pointer}"), Place(path=pointer), **more)  # type: ignore[arg-type]


findings = st.lists(
    st.builds(
        seen,
        st.sampled_from([*INVOLVED, "SP211", "SP503"]),
        st.builds(
            lambda place, slot: place + slot, st.sampled_from(["/a", "/b/coding/0"]), st.sampled_from(SLOTS)
        ),
        st.sampled_from(RANK),
    ),
    max_size=8,
    unique_by=lambda one: (one.rule, one.place.path),
)


def test_the_table_stands_in_the_docs(project_root: Path) -> None:
    page = (project_root / "docs" / "check.md").read_text(encoding="utf-8")
    table = page.partition("<!-- table: causes -->\n")[2].partition("\n\n")[0].splitlines()

    assert table[2:] == [
        f"| `{row.first}` | {row.relation} | {', '.join(f'`{rule}`' for rule in row.others)} | {row.reason} |"
        for row in TABLE
    ], "write it with the rows above"


def test_no_pair_is_decided_twice_or_both_ways() -> None:
    pairs = Counter((row.first, other, row.field) for row in TABLE for other in row.others)
    removes = {
        (row.first, other)
        for row in TABLE
        for other in row.others
        if row.relation is not CauseRelation.MENDS_BOTH
    }

    assert [pair for pair, count in pairs.items() if count > 1] == []
    assert {(one, two) for one, two in removes if (two, one) in removes} <= {
        ("SP216", "SP105"),
        ("SP105", "SP216"),
    }
    assert all(rule in CHECK_RULES for rule in INVOLVED)


@given(found=findings)
def test_what_is_settled_is_settled_and_as_grave_as_before(found: list[Finding]) -> None:
    once = settled(found)

    assert settled(once) == once
    assert {one.rule for one in once} <= {one.rule for one in found}
    for place in ("/a", "/b"):
        before = [RANK.index(one.severity) for one in found if one.place.path.startswith(place)]
        after = [RANK.index(one.severity) for one in once if one.place.path.startswith(place)]
        assert max(before, default=-1) == max(after, default=-1)


@given(found=findings)
def test_what_speaks_of_another_place_is_left_alone(found: list[Finding]) -> None:
    moved = [seen(one.rule, f"/elsewhere/{n}", one.severity) for n, one in enumerate(found)]

    assert settled(moved) == tuple(moved)


def test_the_cause_takes_the_gravity_and_what_the_consequence_rests_on() -> None:
    cause = seen("SP201", "/a/system", Severity.WARNING, remedy=Sentence("x", "write it"))
    consequence = seen("SP401", "/a/system", evidence=(("value set", "V@1"),))

    (left,) = settled([consequence, cause])

    assert (left.rule, left.severity, left.remedy.en) == ("SP201", Severity.ERROR, "write it")
    assert left.evidence == (("value set", "V@1"),)


def test_a_cause_that_knows_no_remedy_takes_that_of_the_consequence() -> None:
    cause = seen("SP201", "/a/system", Severity.WARNING, remedy=CHECK_RULES["SP201"].remedy)
    consequence = seen("SP401", "/a/system", remedy=Sentence("x", "choose a code of urn:example:colours"))

    (left,) = settled([cause, consequence])

    assert (left.rule, left.remedy) == ("SP201", consequence.remedy)


def test_a_milder_finding_replaces_no_graver_one() -> None:
    recommended = seen("SP304", "/a/code", Severity.WARNING)
    misread = seen("SP307", "/a/display")

    assert settled([recommended, misread]) == (recommended, misread)
    assert settled([seen("SP304", "/a/code"), misread]) == (seen("SP304", "/a/code"),)


def test_two_fixes_of_one_value_become_one() -> None:
    blanks = seen("SP213", "/a/code", fix=Fix("/a/code", " J1.1", "J1.1"))
    legacy = seen("SP208", "/a/code", fix=Fix("/a/code", " J1.1", "4d46bd94"))

    assert [one.fix for one in settled([blanks, legacy])] == [legacy.fix, legacy.fix]


def test_of_two_bindings_the_one_that_knows_the_system_is_kept() -> None:
    knows = seen("SP217", "/a", Severity.ERROR)
    does_not = seen("SP217", "/a", Severity.WARNING)

    assert settled([knows, does_not]) == settled([does_not, knows]) == (knows,)
