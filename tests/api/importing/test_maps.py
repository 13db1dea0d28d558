"""An import looks through its maps, in whatever format they come; a new release tells which maps it touches."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

import pytest

from api.importing.outcome import ImportOutcome
from api.importing.plan import plan_import
from api.importing.request import Holdings
from classification.concept import Concept, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.finding import Finding, Severity
from classification.record import replace
from classification.release import Release
from loaders import FORMATS, Reading, read
from loaders.content import Content
from tests.api.importing.test_run import REQUEST, content
from tests.classification.worlds import COLOURS, concept, release, scheme, terminology

PAINTS: Final = release(concept("p1", "Rød maling"), concept("p2", "Blå maling"), of=scheme("paints"))
RED, BLUE, WARM = concept("R", "Rød"), concept("B", "Blå"), concept("W", "Varme", status=Status.GROUPING)
FIRST: Final = release(RED, BLUE, WARM, version="1", start=date(2024, 1, 1))


def row(source: str, target: str, term: str = "", system: str = COLOURS.uri) -> Mapping:
    return Mapping(Coding("urn:example:paints", source), Relation.CLOSE, Coding(system, target, term))


def map_of(*rows: Mapping) -> ConceptMap:
    numbered = tuple(replace(each, number=number) for number, each in enumerate(rows, 1))
    return ConceptMap("paints-colours", "http://example.org/map", "1", numbered, licence="CC0-1.0")


def imported(offered: Content, *releases: Release, maps: tuple[ConceptMap, ...] = ()) -> ImportOutcome:
    return plan_import(offered, REQUEST, Holdings(terminology(*releases, maps=maps))).outcome


def of_maps(outcome: ImportOutcome) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.rule.startswith("SPA")]


FAULTY: Final = map_of(row("p1", "X"), row("p1", "R", "Blå"), row("p2", "W"))
FOLDER: Final = {
    "about.toml": '[[map]]\nname = "paints-colours"\nuri = "http://example.org/map"\nversion = "1"\n'
    "published = 2024-01-01\n",
    "mappings.csv": "source_system,source_code,relation,target_system,target_code,target_term\n"
    + "".join(
        f"{one.source.system},{one.source.code},close,{one.target.system},{one.target.code},{one.target.term}\n"
        for one in FAULTY.mappings
    ),
}


def written(form: str, folder: Path) -> Path:
    if form == "vocabulary-folder":
        for name, text in FOLDER.items():
            (folder / name).write_text(text, encoding="utf-8")
        return folder
    write = FORMATS[form].write
    assert write is not None
    (path,) = write(Content(maps=(FAULTY,)), folder)
    return path


@pytest.mark.parametrize("form", ["vocabulary-folder", "sssom-tsv", "jskos", "fhir-json", "skos-turtle"])
def test_a_map_is_looked_through_in_every_format_and_its_faults_are_at_their_rows(
    form: str, tmp_path: Path
) -> None:
    path = written(form, tmp_path)

    outcome = imported(read(path, Reading()), PAINTS, FIRST)

    assert not outcome.errors
    found = of_maps(outcome)
    assert [(one.rule, dict(one.evidence)["field"]) for one in found] == [
        ("SPA03", "target_code"),
        ("SPA06", "target_term"),
        ("SPA08", "target_code"),
    ]
    assert {Path(one.place.file).suffix for one in found} == {path.suffix or ".csv"}
    assert len({one.place for one in found}) == 3
    assert outcome.summary()["new"] == 3


def test_mapping_links_of_skos_are_looked_through(tmp_path: Path) -> None:
    path = tmp_path / "paints.ttl"
    path.write_text(
        """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
<http://example.org/paints> a skos:ConceptScheme ; owl:versionInfo "1" .
<http://example.org/paints/p1> a skos:Concept ; skos:inScheme <http://example.org/paints> ;
  skos:prefLabel "Rød maling"@da ; skos:exactMatch <http://example.org/colours/X> .
""",
        encoding="utf-8",
    )
    colours = replace(
        COLOURS, uri="http://example.org/colours", concept_uri="http://example.org/colours/{code}"
    )

    outcome = imported(read(path, Reading()), release(RED, of=colours, version="1"))

    (finding,) = of_maps(outcome)
    assert finding.rule == "SPA03"
    assert finding.message.en == "'X' is unknown in colours@1"


def test_a_map_whose_other_vocabulary_is_not_here_gets_one_information(tmp_path: Path) -> None:
    elsewhere = map_of(
        *(row("p1", f"x{n}", system="urn:elsewhere:hues") for n in range(20)),
        row("p2", "y", system="urn:elsewhere:hues"),
    )

    outcome = imported(content(maps=(elsewhere,)), PAINTS, FIRST)

    assert [(one.rule, one.severity) for one in of_maps(outcome)] == [("SPA02", Severity.INFORMATION)]


def test_a_map_and_its_vocabulary_come_together() -> None:
    sound = map_of(row("p1", "R", "Rød"), row("p2", "B", "Blå"))

    assert of_maps(imported(content(PAINTS, FIRST, maps=(sound,)))) == []


def test_a_map_that_is_there_already_is_not_looked_through_again() -> None:
    assert of_maps(imported(content(maps=(FAULTY,)), PAINTS, FIRST, maps=(FAULTY,))) == []


# a new release


def later(*concepts: Concept) -> Release:
    return release(*concepts, version="2", start=date(2025, 1, 1))


MAPPED: Final = map_of(row("p1", "R", "Rød"), row("p2", "B", "Blå"))


def touched(new: Release, *maps: ConceptMap) -> list[tuple[str, str, str]]:
    found = imported(content(new), PAINTS, FIRST, maps=maps or (MAPPED,)).findings
    return [
        (one.rule, one.place.path, one.message.en)
        for one in found
        if one.rule == "SPI30" or one.rule.startswith("SPA")
    ]


def test_a_new_release_tells_the_rows_that_hold_no_longer() -> None:
    phased_out = replace(RED, status=Status.DEPRECATED, replaced_by=("B",))

    assert touched(later(phased_out, BLUE, WARM)) == [
        ("SPI30", "", "paints-colours@1 speaks of colours@2: 1 of 2 rows hold no longer (row 1)"),
        ("SPA09", "/1/target_code", "'R' 'Rød' is deprecated in colours@2"),
    ]


def test_of_a_map_that_was_made_for_a_release_too() -> None:
    pinned = replace(MAPPED, target_releases=((COLOURS.uri, "1"),))
    phased_out = replace(RED, status=Status.DEPRECATED, replaced_by=("B",))

    assert [rule for rule, _, _ in touched(later(phased_out, BLUE, WARM), pinned)] == ["SPI30", "SPA16"]


def test_a_release_of_the_source_tells_the_codes_that_have_no_row() -> None:
    more = replace(PAINTS, version="2", concepts=(*PAINTS.concepts, concept("p3", "Gul maling")))
    more = replace(more, validity=FIRST.validity)

    assert touched(more) == [
        ("SPI30", "", "paints-colours@1 speaks of paints@2: its 2 rows hold as before; noted: 1"),
        ("SPA11", "/source_code", "1 of 3 codes of paints@2 have no row: p3 'Gul maling'"),
    ]


def test_a_fault_that_was_there_before_is_not_told_again() -> None:
    faulty = map_of(row("p1", "X"), row("p2", "B", "Blå"))

    assert touched(later(RED, BLUE, WARM, concept("G", "Gul")), faulty) == [
        ("SPI30", "", "paints-colours@1 speaks of colours@2: its 2 rows hold as before")
    ]


def test_a_release_of_what_no_map_speaks_of_touches_none() -> None:
    assert touched(release(concept("S", "Salt"), of=scheme("tastes"), version="1")) == []


def test_the_first_release_of_a_vocabulary_that_a_map_waited_for_has_its_codes_looked_up() -> None:
    waiting = map_of(row("p1", "S", system="urn:example:tastes"), row("p2", "X", system="urn:example:tastes"))

    found = touched(release(concept("S", "Salt"), of=scheme("tastes"), version="1"), waiting)

    assert [(rule, place) for rule, place, _ in found] == [("SPI30", ""), ("SPA03", "/2/target_code")]
