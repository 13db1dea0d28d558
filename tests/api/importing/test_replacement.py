"""Nothing replaces a classification by accident: what is lost is counted, and confirmed by name."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.importing.outcome import ImportOutcome
from api.importing.plan import plan_import
from api.importing.replacement import same_publisher
from api.importing.request import Holdings, Request
from api.settings import Settings
from classification.concept import Concept, Status
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from tests.api.cli_runner import Run, runner
from tests.api.importing.test_run import REQUEST, content
from tests.classification.worlds import COLOURS, concept, release, terminology
from tests.stocked import Stocked

TEN = [concept(f"C{number}", f"Farve {number}") for number in range(10)]
FIRST = release(*TEN, start=date(2025, 1, 1))
CONFIRMED = replace(REQUEST, replace=("colours",))


def later(*concepts: Concept, **facts: object) -> Release:
    return replace(release(*concepts, version="2.0.0", start=date(2025, 6, 1)), **facts)


def outcome(offered: Release, request: Request = REQUEST, *held: Release) -> ImportOutcome:
    return plan_import(content(offered), request, Holdings(terminology(*(held or (FIRST,))))).outcome


def rules(found: ImportOutcome) -> list[str]:
    return [finding.rule for finding in found.findings if finding.rule not in {"SPI05", "SPI16"}]


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (10, []),
        (9, ["SPI21"]),
        (8, ["SPI22"]),
        (0, ["SPI22"]),
    ],
)
def test_more_than_a_tenth_of_the_concepts_has_to_be_confirmed(kept: int, said: list[str]) -> None:
    found = outcome(later(*TEN[:kept], concept("N")))

    assert rules(found) == said
    assert bool(found.errors) == (kept < 9)
    assert [code for code, _ in found.things[0].removed] == [c.code for c in TEN[kept:]]
    assert found.summary()["removed"] == 10 - kept


def test_the_refusal_counts_names_and_says_what_to_type() -> None:
    request = replace(REQUEST, line="samsprog import 'min liste.csv' --release 2")

    (error,) = outcome(later(TEN[0]), request).errors

    assert error.text == (
        "colours 2.0.0 removes 9 of the 10 concepts in use in colours@1.0.0: 'C1' (Farve 1), 'C2' (Farve 2), "
        "'C3' (Farve 3), 'C4' (Farve 4), 'C5' (Farve 5) and 4 more"
    )
    assert error.remedy.en == (
        "if that is meant, type: samsprog import 'min liste.csv' --release 2 --replace colours"
    )


@pytest.mark.parametrize("name", ["colours", COLOURS.uri, *COLOURS.aliases])
def test_what_is_confirmed_by_name_is_imported_and_still_told(name: str) -> None:
    found = outcome(later(TEN[0]), replace(REQUEST, replace=(name,)))

    assert not found.errors
    assert [(f.rule, str(f.severity)) for f in found.findings if f.rule == "SPI22"] == [("SPI22", "warning")]


def test_a_confirmation_of_another_name_is_no_confirmation() -> None:
    found = outcome(later(TEN[0]), replace(REQUEST, replace=("colour",)))

    assert [finding.rule for finding in found.errors] == ["SPI22", "SPI24"]


def test_a_concept_that_goes_on_under_another_code_is_not_removed() -> None:
    recoded = [concept(f"N{number}", legacy=f"C{number}") for number in range(10)]

    assert rules(outcome(later(*recoded))) == []


def test_nor_one_that_the_lineage_leads_on() -> None:
    merged = (Lineage(LineageKind.MERGED, tuple(c.code for c in TEN[5:]), ("C0",), ""),)

    assert rules(outcome(later(*TEN[:5], lineage=merged))) == []


def test_concepts_out_of_use_may_go() -> None:
    old = [replace(c, status=Status.DEPRECATED, reason="gammel") for c in TEN[5:]]
    held = release(*TEN[:5], *old, start=date(2025, 1, 1))

    assert rules(outcome(later(*TEN[:5]), REQUEST, held)) == []


def test_it_is_compared_with_the_release_that_answers_on_its_first_day() -> None:
    short = replace(release(TEN[0], version="0.9", start=date(2024, 1, 1)))
    long = replace(release(*TEN, version="3", start=date(2026, 1, 1)))

    assert rules(outcome(later(TEN[0]), REQUEST, short, long)) == []


def test_an_earlier_release_loses_nothing() -> None:
    early = replace(later(TEN[0]), version="0.1", validity=replace(FIRST.validity, start=date(2020, 1, 1)))

    assert rules(outcome(early)) == []


def test_releases_of_one_import_are_not_held_to_each_other() -> None:
    both = content(FIRST, later(TEN[0]))

    assert not plan_import(both, REQUEST, Holdings(terminology())).outcome.errors


def test_what_comes_with_the_program_is_not_asked_about() -> None:
    assert rules(outcome(later(TEN[0]), replace(REQUEST, bundled=True))) == []


# who published it


PUBLISHED = replace(COLOURS, publisher="Kommunernes Landsforening")


def by(publisher: str, **facts: object) -> Release:
    return later(*TEN, scheme=replace(COLOURS, publisher=publisher, **facts))


@pytest.mark.parametrize(
    ("publisher", "other"),
    [
        ("Kommunernes Landsforening", False),
        ("KL", False),
        ("KL (Kommunernes Landsforening)", False),
        ("kommunernes landsforening", False),
        ("", False),
        ("Socialstyrelsen", True),
        ("K", True),
    ],
)
def test_another_publisher_has_to_be_confirmed(publisher: str, other: bool) -> None:
    held = replace(FIRST, scheme=PUBLISHED)

    assert rules(outcome(by(publisher), REQUEST, held)) == (["SPI23"] if other else [])
    assert not outcome(by(publisher), CONFIRMED, held).errors


def test_a_new_scheme_that_takes_the_namespace_of_another_publisher_has_to_be_confirmed() -> None:
    held = replace(FIRST, scheme=replace(PUBLISHED, namespace="https://colours.example/"))
    taker = ConceptScheme(
        "mine", "urn:example:mine", publisher="Malerlauget", namespace="https://colours.example/"
    )

    found = outcome(release(*TEN, of=taker, start=date(2025, 1, 1)), REQUEST, held)

    (error,) = found.errors
    assert error.rule == "SPI23"
    assert "colours is published by Kommunernes Landsforening" in error.text
    assert error.remedy.en.endswith("--replace mine")


@given(st.text(), st.text())
def test_whether_two_publishers_are_one_does_not_depend_on_their_order(one: str, other: str) -> None:
    assert same_publisher(one, other) == same_publisher(other, one)
    assert same_publisher(one, one)


# through the door


@pytest.fixture
def samsprog(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    stocked: Stocked,
) -> Run:
    stocked.copy_to(Settings(tmp_path / "store", tmp_path / "cache"))
    return runner(monkeypatch, capsys, tmp_path_factory.getbasetemp() / "samsprog-cache", tmp_path)


ONE_ROW = "# URI,urn:oid:1.2.208.176.2.21\n# Version,kommune\n# Gyldig fra,2026-06-01\nKode,Foretrukken term\nX1,Min\n"


def test_a_list_of_one_row_does_not_become_todays_fsiii(samsprog: Run, tmp_path: Path) -> None:
    """A one-row list under FSIII's URI became today's FSIII for everybody, exit 0."""
    (tmp_path / "liste.csv").write_text(ONE_ROW, encoding="utf-8")
    command = "import liste.csv --data-dir store"

    refused = samsprog(command)
    shown = samsprog("show fsiii J1.1 --as-of 2026-07-01 --data-dir store")
    typed = next(line.split("type: ")[1] for line in refused.out.splitlines() if "type: " in line)
    done = samsprog(typed.removeprefix("samsprog "))

    assert refused.code == 1
    assert "SPI22" in refused.out
    assert shown.code == 0
    assert typed == f"samsprog {command} --replace fsiii"
    assert done.code == 0
    assert "concepts removed: " in done.out
    assert samsprog("show fsiii X1 --as-of 2026-07-01 --data-dir store").code == 0
