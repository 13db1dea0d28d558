"""Every rule of the lint of maps: a small map that breaks it, and one that does not."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from classification.concept import Concept, Kind, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Finding, Severity
from classification.lint.map import lint_map
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.rules.registry import MAP_RULES
from classification.terminology import When
from classification.validity import Validity
from tests.classification.worlds import COLOURS, concept, release, scheme, terminology

PAINTS: Final = scheme("paints")
SECOND: Final = date(2025, 1, 1)
TODAY: Final = date(2026, 1, 1)
WARM, RED, BLUE = (
    concept("W", "Varme farver", status=Status.GROUPING),
    concept("R", "Rød"),
    concept("B", "Blå"),
)
PALE = concept("P", "Lyserød", "R")
STATE: dict[str, Any] = {"kind": Kind.STATE}
ACTION: dict[str, Any] = {"kind": Kind.INTERVENTION}

Sides = tuple[list[Release], list[Mapping]]


def paints(*concepts: Concept, version: str = "1", start: date | None = None, **facts: Any) -> Release:
    return release(*concepts, version=version, start=start, of=PAINTS, **facts)


def colours(*concepts: Concept, version: str = "1", start: date | None = None, **facts: Any) -> Release:
    return release(*concepts, version=version, start=start, **facts)


def row(
    source: str,
    target: str,
    relation: str = "exact",
    *,
    called: str = "",
    leads_to: str = "",
    system: str = COLOURS.uri,
    **facts: Any,
) -> Mapping:
    """A row from paints to colours; `called` and `leads_to` are the terms that it has for the two."""
    return Mapping(
        Coding(PAINTS.uri, source, called), Relation(relation), Coding(system, target, leads_to), **facts
    )


def map_of(*rows: Mapping, **facts: Any) -> ConceptMap:
    numbered = tuple(replace(each, number=number) for number, each in enumerate(rows, 1))
    return ConceptMap("paints-colours", "urn:example:map", "1", numbered, **facts)


def noticed(releases: list[Release], *rows: Mapping, day: date = TODAY, **facts: Any) -> tuple[Finding, ...]:
    return lint_map(terminology(*releases), map_of(*rows, **facts), When(day))


def told(releases: list[Release], *rows: Mapping, **facts: Any) -> list[tuple[str, str]]:
    """Rule and place of each finding."""
    return [(finding.rule, finding.place.path) for finding in noticed(releases, *rows, **facts)]


TWO_PAINTS: Final = paints(concept("p1", "Rød maling"), concept("p2", "Blå maling"))
ONE_PAINT: Final = paints(concept("p1", "Rød maling"))
PLAIN: Final = [ONE_PAINT, colours(WARM, RED, BLUE, PALE)]
PLAIN_TWO: Final = [TWO_PAINTS, colours(WARM, RED, BLUE, PALE)]
RENAMED: Final = [
    ONE_PAINT,
    colours(concept("R", "Rødt"), BLUE, version="1"),
    colours(RED, BLUE, version="2", start=SECOND),
]
RECODED: Final = [ONE_PAINT, colours(concept("u-r", "Rød", legacy="R"), BLUE)]
GONE: Final = [
    ONE_PAINT,
    colours(RED, BLUE, version="1"),
    colours(
        concept("R2", "Rød"),
        BLUE,
        version="2",
        start=SECOND,
        lineage=(Lineage(LineageKind.REPLACED, ("R",), ("R2",)),),
    ),
]
PHASED_OUT: Final = [
    ONE_PAINT,
    colours(RED, BLUE, version="1"),
    colours(
        concept("R", "Rød", status=Status.DEPRECATED, replaced_by=("B",)), BLUE, version="2", start=SECOND
    ),
]
OF_KINDS: Final = [
    paints(concept("p1", "Sår", **STATE)),
    colours(concept("R", "Sår", **STATE), concept("B", "Sårpleje", **ACTION)),
]


def pinned(label: str) -> dict[str, Any]:
    return {"target_releases": ((COLOURS.uri, label),)}


Case = tuple[list[Release], list[Mapping], dict[str, Any]]
CASES: Final[dict[str, tuple[Case, str, Case]]] = {
    "SPA01": (
        (PLAIN, [row("p1", "R", system="urn:example:Colours/")], {}),
        "/1/target_system",
        (PLAIN, [row("p1", "R")], {}),
    ),
    "SPA02": (
        (PLAIN, [row("p1", "R", system="urn:elsewhere:hues")], {}),
        "/target_system",
        (PLAIN, [row("p1", "R")], {}),
    ),
    "SPA03": ((PLAIN, [row("p1", "X")], {}), "/1/target_code", (PLAIN, [row("p1", "R")], {})),
    "SPA04": ((GONE, [row("p1", "R")], {}), "/1/target_code", (GONE, [row("p1", "R2")], {})),
    "SPA05": ((RECODED, [row("p1", "R")], {}), "/1/target_code", (RECODED, [row("p1", "u-r")], {})),
    "SPA06": (
        (PLAIN, [row("p1", "R", leads_to="Blå")], {}),
        "/1/target_term",
        (PLAIN, [row("p1", "R", leads_to=" rØD", called="Rød maling")], {}),
    ),
    "SPA07": (
        (RENAMED, [row("p1", "R", leads_to="Rødt")], {}),
        "/1/target_term",
        (RENAMED, [row("p1", "R", leads_to="Rød")], {}),
    ),
    "SPA08": (
        (PLAIN, [row("p1", "W", "broad")], {}),
        "/1/target_code",
        (
            [paints(replace(concept("p1", "Varme"), status=Status.GROUPING)), PLAIN[1]],
            [row("p1", "W", "broad")],
            {},
        ),
    ),
    "SPA09": ((PHASED_OUT, [row("p1", "R")], {}), "/1/target_code", (PHASED_OUT, [row("p1", "B")], {})),
    "SPA10": (
        (OF_KINDS, [row("p1", "B", "close")], {}),
        "/1/relation",
        (OF_KINDS, [row("p1", "R"), row("p1", "B", "related")], {}),
    ),
    "SPA11": (
        (PLAIN_TWO, [row("p1", "R")], {}),
        "/source_code",
        (PLAIN_TWO, [row("p1", "R"), row("p2", "", "none")], {}),
    ),
    "SPA12": (
        (PLAIN, [row("p1", "R"), row("p1", "B")], {}),
        "/2/target_code",
        (PLAIN, [row("p1", "R"), row("p1", "B", "close")], {}),
    ),
    "SPA13": (
        (PLAIN_TWO, [row("p1", "R"), row("p2", "R")], {}),
        "/2/source_code",
        (PLAIN_TWO, [row("p1", "R"), row("p2", "R", "broad")], {}),
    ),
    "SPA14": (
        (PLAIN, [row("p1", "R", "narrow"), row("p1", "P", "broad")], {}),
        "/2/relation",
        (PLAIN, [row("p1", "R", "broad"), row("p1", "P", "narrow")], {}),
    ),
    "SPA15": (
        (PLAIN, [row("p1", "R")], pinned("9")),
        "/target_system",
        (PLAIN, [row("p1", "R")], pinned("1")),
    ),
    "SPA16": (
        (PHASED_OUT, [row("p1", "R")], pinned("1")),
        "/1/target_code",
        (PHASED_OUT, [row("p1", "B")], pinned("1")),
    ),
    "SPA17": (
        (RENAMED, [row("p1", "R", leads_to="Rødt")], pinned("1")),
        "/1/target_term",
        (RENAMED, [row("p1", "B", leads_to="Blå")], pinned("1")),
    ),
}


def test_every_rule_has_its_cases() -> None:
    assert list(CASES) == list(MAP_RULES)


@pytest.mark.parametrize("code", CASES)
def test_a_map_that_breaks_the_rule_gets_one_finding_at_its_place(code: str) -> None:
    (releases, rows, facts), place, _ = CASES[code]

    assert told(releases, *rows, **facts) == [(code, place)]


@pytest.mark.parametrize("code", CASES)
def test_a_map_that_keeps_it_gets_none(code: str) -> None:
    releases, rows, facts = CASES[code][2]

    assert told(releases, *rows, **facts) == []


@pytest.mark.parametrize("code", CASES)
def test_what_is_noticed_is_told_in_both_languages_with_a_remedy(code: str) -> None:
    (releases, rows, facts), _, _ = CASES[code]

    for finding in noticed(releases, *rows, **facts):
        assert finding.message.da != finding.message.en
        assert finding.remedy.da != finding.remedy.en
        assert finding.place.file == "paints-colours@1"
        assert finding.severity is MAP_RULES[code].severity


# what is named


def test_a_misspelt_code_names_the_near_one_and_a_wrong_one_the_concept_that_is_called_so() -> None:
    shades = [ONE_PAINT, colours(concept("red-01", "Rød"), concept("blue-01", "Blå"))]

    (typo,) = noticed(shades, row("p1", "red-O1"))
    (wrong,) = noticed(shades, row("p1", "x", leads_to="Blå"))

    assert typo.remedy.en == "is red-01 'Rød' meant?"
    assert wrong.remedy.da == "menes blue-01 'Blå'?"


def test_a_code_that_went_names_what_it_became() -> None:
    (finding,) = noticed(GONE, row("p1", "R"))

    assert finding.message.en == "'R' is not in colours@2; in 1 it is 'Rød', here R2 'Rød'"
    assert finding.remedy.en == "write R2 'Rød'"


def test_a_label_of_another_concept_names_it() -> None:
    (finding,) = noticed(PLAIN, row("p1", "R", leads_to="Blå"))

    assert finding.message.en.endswith("not 'Blå'; that is what B 'Blå' is called")


def test_a_deprecated_target_names_its_successor() -> None:
    (finding,) = noticed(PHASED_OUT, row("p1", "R"))

    assert finding.remedy.en == "write B 'Blå'"


# systems


@pytest.mark.parametrize(
    "written",
    [
        "colours",
        "urn:example:colours/",
        "URN:example:colours",
        "urn:example:colours|1",
        "urn:exampel:colours",
    ],
)
def test_a_system_written_otherwise_is_told_once_and_its_codes_are_looked_up(written: str) -> None:
    found = told(PLAIN_TWO, row("p1", "R", system=written), row("p2", "X", system=written))

    assert found == [("SPA01", "/1/target_system"), ("SPA03", "/2/target_code")]


def test_a_former_uri_is_told_as_one() -> None:
    (finding,) = noticed(PLAIN, row("p1", "R", system="urn:example:old-colours"))

    assert finding.message.en == "'urn:example:old-colours' is a former URI of colours (1 row)"


def test_a_system_that_only_resembles_one_and_has_other_codes_is_not_here() -> None:
    (finding,) = noticed(PLAIN, row("p1", "4711", system="urn:example:colour"))

    assert (finding.rule, finding.severity) == ("SPA02", Severity.INFORMATION)
    assert "urn:example:colours" in finding.remedy.en


def test_a_vocabulary_that_is_not_here_is_one_finding_however_many_rows() -> None:
    rows = [row("p1", f"x{n}", "close", system="urn:elsewhere:hues") for n in range(50)]

    assert told(PLAIN, *rows) == [("SPA02", "/target_system")]


# releases


def test_a_map_without_a_release_is_held_against_that_of_the_day() -> None:
    assert told(PHASED_OUT, row("p1", "R"), day=date(2024, 6, 1)) == []
    assert told(PHASED_OUT, row("p1", "R"), day=TODAY) == [("SPA09", "/1/target_code")]


def test_a_row_that_has_ended_is_not_held_against_the_day() -> None:
    ended = row("p1", "R", validity=Validity(None, SECOND))

    assert told(PHASED_OUT, ended, row("p1", "B", "close"), **pinned("1")) == []


def test_a_fault_of_the_release_that_the_map_was_made_for_is_not_told_again_for_the_day() -> None:
    rows = [row("p1", "R", leads_to="Gul"), row("p1", "X", "close")]

    assert told(RENAMED, *rows, **pinned("1")) == [("SPA06", "/1/target_term"), ("SPA03", "/2/target_code")]


def test_a_publisher_s_version_is_the_release_that_bears_it() -> None:
    first = replace(PHASED_OUT[1], publisher_versions=("20200101",))

    assert told([ONE_PAINT, first, PHASED_OUT[2]], row("p1", "R"), **pinned("20200101")) == [
        ("SPA16", "/1/target_code")
    ]


# rows beside each other


def test_two_exact_targets_on_different_days_are_in_order() -> None:
    first, second = Validity(None, SECOND), Validity(SECOND, None)

    rows = [row("p1", "R", validity=first), row("p1", "B", validity=second)]

    assert told(PLAIN, *rows) == []


def test_two_codes_of_one_concept_are_one_exact_target() -> None:
    both_codes = [ONE_PAINT, colours(concept("u-r", "Rød", legacy="R"), BLUE)]

    assert told(both_codes, row("p1", "u-r"), row("p1", "R")) == [("SPA05", "/2/target_code")]


def test_concepts_with_the_same_number_in_two_source_systems_are_two() -> None:
    inks = scheme("inks")
    other = Mapping(Coding(inks.uri, "i1"), Relation.EXACT, Coding(COLOURS.uri, "B"))
    releases = [*PLAIN, release(concept("i1", "Blåt blæk"), of=inks)]

    assert told(releases, row("p1", "R"), other) == []


def test_an_empty_map_is_in_order() -> None:
    assert told(PLAIN) == []
