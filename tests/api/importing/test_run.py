"""Importing, keeping and opening, through the doors that the command and the service use."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import event

import classification.release as release_module
from api.archive.archive import Archive
from api.archive.bundled import read_bundled
from api.archive.files import write_sealed
from api.archive.importing import import_content
from api.archive.opened import Opened
from api.archive.opening import open_terminology
from api.importing import row_report
from api.importing.names import name_findings
from api.importing.outcome import ImportOutcome, RowStatus
from api.importing.plan import plan_import
from api.importing.request import Holdings, Request
from api.importing.texts import text_findings
from api.settings import Settings
from api.store.database import Database
from api.store.errors import StoreTooNew, StoreUnusable
from api.store.state import read_state
from classification.concept import Concept, Kind, Note, Status
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.errors import InvalidContent, ReleaseConflict
from classification.finding import Finding, Place, Severity
from classification.recipe import PairingRule, Recipe
from classification.record import replace
from classification.release import Lineage, LineageKind, Release
from classification.scheme import ConceptScheme
from classification.sentence import Sentence, both
from classification.terminology import HeldRelease, Terminology, When
from classification.validity import Validity
from classification.value_set import ValueSet
from loaders import read
from loaders.content import Content, Draft, Row
from tests.classification.worlds import COLOURS, concept, part, release, scheme, terminology, value_set, where
from tests.stocked import Stocked

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
REQUEST = Request(NOW, "test")
THIN = release(concept("R", "Rød"), concept("R2", "Mørkerød", "R"), start=date(2025, 1, 1))
FULLER = replace(THIN, concepts=(replace(THIN.concepts[0], notes=(Note("Som blod"),)), THIN.concepts[1]))
OTHER = replace(THIN, concepts=(concept("R", "Rødt"), concept("B", "Blå")))


@pytest.fixture
def settings(tmp_path: Path, store: str) -> Settings:
    return Settings(tmp_path / "data", tmp_path / "cache", database_url=store, busy_seconds=5)


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    with Archive(settings) as opened:
        yield opened


def draft(edition: Release, *, raw: bool = False, file: str = "a.json") -> Draft:
    places = {
        code: Place(file, path=f"/concept/{number}")
        for number, one in enumerate(edition.concepts)
        for code in one.codes
    }
    return Draft(edition, raw, places)


def content(*drafts: Draft | Release, sets: tuple[ValueSet, ...] = (), **facts: object) -> Content:
    made = tuple(one if isinstance(one, Draft) else draft(one) for one in drafts)
    rows = tuple(Row(place, code) for one in made for code, place in one.places.items())
    rows += tuple(Row(Place("sets.json", path=v.uri), v.name) for v in sets)
    return replace(Content(releases=made, value_sets=sets, rows=rows), **facts)


def rules(outcome: ImportOutcome) -> list[str]:
    return [finding.rule for finding in outcome.findings]


def held_by(found: Terminology, name: str = "colours") -> dict[str, HeldRelease]:
    return {held.digest: held for held in found.editions(name).all}


# one release


def test_what_is_imported_is_what_is_opened(archive: Archive, settings: Settings) -> None:
    outcome = archive.publish(content(THIN), REQUEST)

    assert outcome.published
    (opened,) = archive.terminology().all_releases
    assert opened.index.release() == replace(THIN, recorded=NOW)
    assert opened.digest == opened.index.digest == THIN.digest
    kept = open_terminology(settings)
    assert kept is not None
    assert kept.all_releases[0].index.release() == opened.index.release()


def test_a_new_release_is_checked_compiled_and_given_digests_once(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        whole = getattr(module, name)

        def counting(*given: object, **said: object) -> object:
            done[name] += 1
            return whole(*given, **said)

        monkeypatch.setattr(module, name, counting)

    counted(release_module, "check_concepts")
    counted(release_module, "full_digest")
    counted(release_module, "structure_digest")
    counted(row_report, "compile_checked")
    local = replace(REQUEST, recorded=NOW.astimezone(timezone(timedelta(hours=1))))
    once = {"check_concepts": 1, "full_digest": 1, "structure_digest": 1, "compile_checked": 1}
    for edition in (content(THIN, sets=(value_set(part()),)), content(FULLER)):
        done.clear()
        assert archive.publish(edition, local).published
        assert done == once


def test_a_release_imported_twice_is_nothing_to_do(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    before = archive.state()

    again = archive.publish(content(replace(THIN, concepts=THIN.concepts[::-1])), REQUEST)

    assert not again.published
    assert [thing.status for thing in again.things] == [RowStatus.SAME]
    assert {row.status for row in again.rows} == {RowStatus.SAME}
    assert archive.state() == before


def test_what_is_said_of_no_row_counts_as_none(archive: Archive) -> None:
    """That a label is held was counted as one more row that is refused."""
    archive.publish(content(THIN), REQUEST)
    offered = content(OTHER)

    summary = archive.publish(offered, REQUEST).summary()

    counted = [summary[status] for status in ("new", "changed", "same", "left-out", "refused")]
    assert summary["refused"] > 0
    assert sum(counted) == len(offered.rows)


def test_a_label_reused_for_other_content_is_refused_with_the_first_differences(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)

    outcome = archive.publish(content(OTHER), REQUEST)

    assert not outcome.published
    assert rules(outcome) == ["SPI02", "SPI03", "SPI03", "SPI03"]
    conflict, label, added, missing = outcome.errors
    assert THIN.structure_digest in conflict.text
    assert OTHER.structure_digest in conflict.text
    assert conflict.remedy.en == "import it under another label with --release LABEL"
    assert label.text.endswith(
        "'R' differs in labels: held 'Rød'@da (preferred), offered 'Rødt'@da (preferred)"
    )
    assert label.place == Place("a.json", path="/concept/0")
    assert "'B' (Blå) is not in the release held" in added.text
    assert "'R2' (Mørkerød) of the release held is missing" in missing.text
    with pytest.raises(ReleaseConflict, match="--release LABEL") as raised:
        outcome.checked()
    assert (raised.value.held, raised.value.offered) == (THIN.digest, OTHER.digest)
    assert list(held_by(archive.terminology())) == [THIN.digest]


def test_under_another_label_it_is_welcome(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)

    asked = replace(REQUEST, label="1.0.1", valid_from=date(2026, 1, 1), replace=("colours",))
    outcome = archive.publish(content(OTHER), asked)

    assert outcome.published
    held = archive.terminology().release("colours", When(date(2026, 1, 1)))
    assert (held.version, held.digest, held.publisher_versions) == ("1.0.1", OTHER.digest, ("1.0.0",))


def test_the_fuller_edition_answers_and_both_stay_addressable(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    later = NOW + timedelta(days=1)

    outcome = archive.publish(content(FULLER), replace(REQUEST, recorded=later))

    assert rules(outcome) == ["SPI04"]
    assert outcome.things[0].edition
    found = archive.terminology()
    day = When(date(2025, 2, 1))
    assert found.release("colours", day).digest == FULLER.digest
    assert found.release("colours", replace(day, known_at=NOW)).digest == THIN.digest
    for edition in (THIN, FULLER):
        assert found.index("colours", day.of(edition.digest)).digest == edition.digest


ALTERED = replace(
    FULLER, concepts=(replace(FULLER.concepts[0], notes=(Note("Som rust"),)), FULLER.concepts[1])
)


def test_replacing_what_is_held_of_a_concept_is_a_warning_that_names_it(archive: Archive) -> None:
    """A copy with one definition changed replaced the official one with no more than "further edition"."""
    archive.publish(content(FULLER), REQUEST)

    outcome = archive.publish(content(ALTERED), replace(REQUEST, recorded=NOW + timedelta(days=1)))

    assert rules(outcome) == ["SPI04", "SPI13"]
    (warning,) = [f for f in outcome.findings if f.severity is Severity.WARNING]
    assert warning.text == (
        "colours@1.0.0: what is held of 1 concept is replaced: 'R' (Rød): definitions and notes"
    )
    assert warning.place == Place("a.json", path="/concept/0")


def test_a_warning_of_replaced_concepts_names_the_first_and_counts_the_others(archive: Archive) -> None:
    many = replace(THIN, concepts=tuple(concept(f"C{n}", kind=Kind.SERVICE) for n in range(9)))
    archive.publish(content(many), REQUEST)
    other = replace(many, concepts=tuple(replace(one, kind=Kind.STATE) for one in many.concepts))

    outcome = archive.publish(content(other), REQUEST)

    (warning,) = [f for f in outcome.findings if f.rule == "SPI13"]
    assert "of 9 concepts" in warning.text
    assert warning.text.endswith("'C4' (C4): kind; and 4 more")


@pytest.mark.parametrize("later", [timedelta(days=2), timedelta(0), timedelta(days=-9)])
def test_an_edition_held_answers_again_when_it_is_imported_again(later: timedelta, archive: Archive) -> None:
    """The official file imported after an altered copy was "there already", and the copy went on answering.

    Also where the clock stands still or went back.
    """
    archive.publish(content(FULLER), REQUEST)
    altered = archive.publish(content(ALTERED), replace(REQUEST, recorded=NOW + timedelta(days=1)))

    outcome = archive.publish(content(FULLER), replace(REQUEST, recorded=NOW + later))

    assert altered.published
    assert outcome.published
    assert rules(outcome) == ["SPI14", "SPI13"]
    found = archive.terminology()
    held = found.release("colours", When(date(2025, 2, 1)))
    assert held.index.release() == replace(FULLER, recorded=held.recorded)
    known = When(date(2025, 2, 1), known_at=NOW + timedelta(days=1))
    assert found.release("colours", known).digest == ALTERED.digest
    assert found.release("colours", replace(known, known_at=NOW)).index.recorded == NOW
    assert not archive.publish(content(FULLER), REQUEST).published


def test_a_further_edition_keeps_validity_lineage_and_versions(archive: Archive) -> None:
    lineage = (Lineage(LineageKind.REPLACED, ("X",), ("R",)),)
    archive.publish(content(replace(THIN, lineage=lineage, publisher_versions=("p1",))), REQUEST)
    bare = replace(FULLER, validity=Validity(date(2030, 1, 1)), lineage=())

    archive.publish(content(bare), replace(REQUEST, label="1.0.0"))

    newest = archive.terminology().editions("colours").all[-1].index.release()
    assert newest.validity == THIN.validity
    assert newest.lineage == lineage
    assert newest.publisher_versions == ("p1",)
    assert newest.concepts == FULLER.concepts


@pytest.mark.parametrize(
    ("request_day", "file_day", "first", "said"),
    [
        (date(2024, 5, 5), date(2023, 3, 3), date(2024, 5, 5), []),
        (None, date(2023, 3, 3), date(2023, 3, 3), ["the date of the file"]),
        (None, None, NOW.date(), ["the day of the import"]),
    ],
)
def test_the_first_day_of_a_new_label(
    request_day: date | None, file_day: date | None, first: date, said: list[str], archive: Archive
) -> None:
    offered = replace(THIN, validity=Validity(file_day))

    outcome = archive.publish(content(offered), replace(REQUEST, valid_from=request_day))

    assert archive.terminology().all_releases[0].validity == Validity(first)
    assert [f.text.rpartition(", ")[2] for f in outcome.findings] == said


def test_a_release_that_would_hold_on_no_day_is_refused(archive: Archive) -> None:
    """Its file says when it ended and not when it began, and the day of the import is later."""
    ended = replace(release(concept("a", "Farve"), version="9"), validity=Validity(None, date(2020, 1, 1)))

    refused = archive.publish(content(ended), Request(NOW, "file"))
    taken = archive.publish(content(ended), Request(NOW, "file", valid_from=date(2019, 1, 1)))

    assert [finding.rule for finding in refused.errors] == ["SPI17"]
    assert "2020-01-01" in refused.errors[0].text
    assert taken.published


def test_a_release_that_comes_with_others_of_its_label_begins_with_them(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    beside = release(concept("Z"), of=scheme("beside"), version="1.0.0")

    archive.publish(content(beside, THIN), REQUEST)

    assert archive.terminology().editions("beside").all[0].validity == THIN.validity


def test_a_release_without_a_label_is_refused(archive: Archive) -> None:
    outcome = archive.publish(content(replace(THIN, version="")), REQUEST)

    assert [(f.rule, f.remedy.en) for f in outcome.errors] == [
        ("SPI01", "give it a label with --release LABEL")
    ]


def test_one_label_for_two_releases_of_a_scheme_is_refused(archive: Archive) -> None:
    outcome = archive.publish(content(THIN, replace(OTHER, version="2")), replace(REQUEST, label="3"))

    assert "SPI08" in rules(outcome)
    assert not outcome.published


def test_the_publisher_s_version_finds_the_label_it_stands_for(archive: Archive) -> None:
    archive.publish(content(replace(THIN, publisher_versions=("20240530",))), REQUEST)

    outcome = archive.publish(content(replace(FULLER, version="20240530")), REQUEST)

    assert [(thing.version, thing.status) for thing in outcome.things] == [("1.0.0", RowStatus.CHANGED)]


@pytest.mark.parametrize(
    ("offered", "said"),
    [(FULLER, "this is the content of 1.0.0, 1.1.0"), (OTHER, "none of them has this content")],
    ids=["equal", "other"],
)
def test_a_publisher_s_version_of_several_releases_asks_which(
    offered: Release, said: str, archive: Archive
) -> None:
    for version in ("1.0.0", "1.1.0"):
        archive.publish(content(replace(THIN, version=version, publisher_versions=("p",))), REQUEST)

    outcome = archive.publish(content(replace(offered, version="p")), REQUEST)

    assert [f.rule for f in outcome.errors] == ["SPI06"]
    assert outcome.errors[0].text.endswith(f"stands for 1.0.0, 1.1.0; {said}")


def test_a_name_that_another_classification_has_gets_a_free_one_and_is_told(archive: Archive) -> None:
    """What identifies a classification is its URI: of one package 24 pairs had one name, and all was refused."""
    archive.publish(content(THIN), REQUEST)
    again = replace(COLOURS, uri="urn:example:paints", aliases=())

    outcome = archive.publish(content(replace(THIN, scheme=again)), REQUEST)

    assert outcome.published
    assert [f.rule for f in outcome.findings if f.severity is Severity.WARNING] == ["SPI19"]
    assert archive.terminology().scheme("urn:example:paints").name == "paints"
    assert archive.terminology().scheme("colours").uri == COLOURS.uri


def test_uris_of_a_later_release_are_those_of_its_file_whatever_rule_was_known(archive: Archive) -> None:
    first = replace(COLOURS, concept_uri="https://a.example/{code}")
    later = replace(COLOURS, concept_uri="https://b.example/{code}")
    archive.publish(content(replace(THIN, scheme=first)), REQUEST)

    archive.publish(
        content(replace(FULLER, scheme=later, version="2", validity=Validity(date(2030, 1, 1)))), REQUEST
    )

    old, new = (held.index for held in archive.terminology().releases(COLOURS.uri, When(date.max)))
    assert {old.uri(i) for i in range(len(old))} == {f"https://a.example/{code}" for code in old.codes}
    assert {new.uri(i) for i in range(len(new))} == {f"https://b.example/{code}" for code in new.codes}


@pytest.mark.parametrize("claimed", [COLOURS.uri, *COLOURS.aliases, COLOURS.name])
@pytest.mark.parametrize("held", [False, True], ids=["a new one", "a held one"])
def test_an_alias_does_not_capture_another_classification(held: bool, claimed: str, archive: Archive) -> None:
    """A file with its own URI that named another classification as an alias became a release of that one."""
    thief = ConceptScheme("thief", "urn:example:thief")
    archive.publish(content(THIN, *([replace(THIN, scheme=thief)] if held else [])), REQUEST)
    claiming = replace(thief, aliases=(claimed,))

    outcome = archive.publish(content(replace(OTHER, version="7", scheme=claiming)), REQUEST)

    assert [f.rule for f in outcome.errors] == ["SPI07"]
    assert outcome.errors[0].text == (
        f"{claimed!r} of urn:example:thief belongs to another classification, colours (urn:example:colours)"
    )


def test_a_known_classification_keeps_its_description_also_by_an_old_uri(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    old = replace(COLOURS, name="farver", uri="urn:example:old-colours", aliases=())

    outcome = archive.publish(content(replace(FULLER, scheme=old)), REQUEST)

    assert rules(outcome) == ["SPI12", "SPI04"]
    assert "'colours'; the name 'farver' was passed over" in outcome.findings[0].text
    found = archive.terminology()
    assert found.schemes == (COLOURS,)
    assert set(held_by(found)) == {THIN.digest, FULLER.digest}


UNFIT = {
    "a blank": (" ", "has blanks around it"),
    "blanks around": (" 1", "has blanks around it"),
    "an at sign": ("1@2", "holds '@'"),
    "a bar": ("1|2", "holds '|'"),
    "a null": ("a\x00b", "holds the control character U+0000"),
    "a line end": ("a\nb", "holds the control character U+000A"),
    "a change of direction": ("a\u202eb", "holds the control character U+202E"),
    "thousands of digits": ("9" * 5_000, "has 5000 characters; 100 are allowed"),
    "a digest": ("sha256:ab", "looks like a digest"),
}


@pytest.mark.parametrize(("label", "said"), UNFIT.values(), ids=UNFIT)
@pytest.mark.parametrize("by", ["file", "caller", "value set", "map"])
def test_a_label_that_cannot_be_asked_for_is_refused(
    by: str, label: str, said: str, archive: Archive
) -> None:
    """`1@2`, a blank, a null character and 5,000 digits were imported as labels; nobody could name them."""
    offered = {
        "file": content(replace(THIN, version=label)),
        "caller": content(THIN),
        "value set": content(sets=(value_set(part(), version=label),)),
        "map": content(maps=(replace(MAP, version=label),)),
    }[by]

    outcome = archive.publish(offered, replace(REQUEST, label=label if by == "caller" else ""))

    assert [f.rule for f in outcome.errors] == ["SPI15"]
    assert outcome.errors[0].text.endswith(said)
    assert not archive.state().generation


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"uri": " http://x "}, "a URI of release 'colours', ' http://x ', has blanks around it"),
        ({"uri": "http://x|1"}, "a URI of release 'colours', 'http://x|1', holds '|'"),
        ({"uri": f"urn:{'x' * 1_000}"}, "has 1004 characters; 1000 are allowed"),
        ({"aliases": ("urn:a|b",)}, "holds '|'"),
        (
            {"uri": "https://sams prog.dk/x"},
            "a URI of release 'colours', 'https://sams prog.dk/x', holds ' '",
        ),
        ({"uri": "urn:<x>"}, "holds '<'"),
        (
            {"uri": "colours"},
            "a URI of release 'colours', 'colours', is not absolute, as https://… and urn:… are",
        ),
        ({"name": "x" * 5_000}, "has 5000 characters; 100 are allowed"),
        ({"name": "a@b"}, "the name of a release, 'a@b', holds '@'"),
    ],
)
def test_a_name_or_uri_that_cannot_be_asked_for_is_refused(
    changed: dict[str, object], said: str, archive: Archive
) -> None:
    """`" http://x "` and `http://x|1` were imported as URIs, and a name of 5,000 letters."""
    outcome = archive.publish(content(replace(THIN, scheme=replace(COLOURS, **changed))), REQUEST)

    assert [f.rule for f in outcome.errors] == ["SPI15"]
    assert outcome.errors[0].text.endswith(said)
    assert outcome.errors[0].place.file == "a.json"


@pytest.mark.parametrize("label", ["2023/24", "2.3.0-udkast+7", "20240530", "v 1", "år1"])
def test_other_labels_are_welcome(label: str, archive: Archive) -> None:
    assert archive.publish(content(replace(THIN, version=label)), REQUEST).published


# recipes

TWIN = "00000000-0000-0000-0000-000000000001"
RECIPE = Recipe("colours", pairing=PairingRule.PARALLEL_TREES, kind=Kind.STATE)
PAIRED = replace(THIN, concepts=(concept(TWIN, "Rød", legacy="R", kind=Kind.STATE),))


def test_the_recipe_of_a_known_scheme_is_applied_to_a_publisher_s_files(archive: Archive) -> None:
    archive.publish(content(PAIRED, recipes=(RECIPE,)), REQUEST)
    raw = replace(THIN, concepts=(concept(TWIN, "Rød"), concept("R", "Rød")))

    outcome = archive.publish(content(draft(raw, raw=True)), REQUEST)

    assert [thing.status for thing in outcome.things] == [RowStatus.SAME]


def test_twins_that_differ_are_refused_at_their_place(archive: Archive) -> None:
    archive.publish(content(PAIRED, recipes=(RECIPE,)), REQUEST)
    raw = replace(THIN, concepts=(concept(TWIN, "Rød", alternative="Rubin"), concept("R", "Rød")))

    outcome = archive.publish(content(draft(raw, raw=True)), REQUEST)

    (finding,) = [f for f in outcome.errors if f.rule == "SPC12"]
    assert finding.place == Place("a.json", path="/concept/0")
    assert "differ in labels" in finding.text


# value sets and maps

MAP = ConceptMap(
    "m", "urn:m", "1", (Mapping(Coding("urn:l", "1"), Relation.EXACT, Coding(COLOURS.uri, "R")),)
)


ROW = MAP.mappings[0]


@pytest.mark.parametrize("subject", ["urn:l 1", "mapping"])
def test_the_row_of_a_new_map_is_new(subject: str, archive: Archive) -> None:
    """Rows of SSSOM and JSKOS were the same, though the map was new."""
    offered = replace(content(maps=(MAP,)), rows=(Row(Place("m.tsv", 8), subject),))

    first, again = archive.publish(offered, REQUEST), archive.publish(offered, REQUEST)

    assert [row.status for row in first.rows if row.place == Place("m.tsv", 8)] == [RowStatus.NEW]
    assert [row.status for row in again.rows] == [RowStatus.SAME]


def test_rows_of_the_next_version_of_a_map_are_compared_with_those_before(archive: Archive) -> None:
    archive.publish(content(maps=(MAP,)), REQUEST)
    other = Mapping(Coding("urn:l", "2"), Relation.EXACT, Coding(COLOURS.uri, "B"))
    places = (Row(Place("m.tsv", 8), "urn:l 1"), Row(Place("m.tsv", 9), "urn:l 2"))
    offered = replace(content(maps=(replace(MAP, version="2", mappings=(ROW, other)),)), rows=places)

    outcome = archive.publish(offered, REQUEST)

    assert [row.status for row in outcome.rows if row.number] == [RowStatus.SAME, RowStatus.NEW]


def test_a_row_that_says_another_thing_in_the_next_version_of_a_map_is_changed(archive: Archive) -> None:
    """It counted as new, because the version is."""
    archive.publish(content(maps=(MAP,)), REQUEST)
    other = replace(MAP, version="2", mappings=(replace(ROW, relation=Relation.BROAD),))
    offered = replace(content(maps=(other,)), rows=(Row(Place("m.tsv", 8), "urn:l 1"),))

    outcome = archive.publish(offered, REQUEST)

    assert [row.status for row in outcome.rows if row.number] == [RowStatus.CHANGED]


def test_a_row_that_is_left_out_is_never_the_same(archive: Archive) -> None:
    """Rows of which nothing came were counted as the same."""
    rows = (Row(Place("m.tsv", 8), "urn:l 1"), Row(Place("m.tsv", 9), "", kept=False))
    offered = replace(content(maps=(MAP,)), rows=rows)

    archive.publish(offered, REQUEST)
    again = archive.publish(offered, REQUEST)

    assert [row.status for row in again.rows] == [RowStatus.SAME, RowStatus.LEFT_OUT]
    assert (again.summary()["same"], again.summary()["left-out"]) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            replace(MAP, title=(("J1.1", "x"),)),
            "the title 'x' is in the language 'J1.1', which is no language tag",
        ),
        (
            replace(MAP, mappings=(replace(ROW, note="a\0b"),)),
            r"the note holds a control character: 'a\u0000b'",
        ),
        (
            replace(MAP, mappings=(replace(ROW, justification="Guessed"),)),
            "'Guessed' is no justification of semapv",
        ),
        (
            replace(MAP, mappings=(replace(ROW, source=Coding("http://%x", "1")),)),
            "holds '%' at 7, which two hexadecimal digits must follow",
        ),
    ],
)
def test_a_map_that_formats_cannot_carry_is_refused(changed: ConceptMap, said: str, archive: Archive) -> None:
    outcome = archive.publish(content(maps=(changed,)), REQUEST)

    assert [f.rule for f in outcome.errors] == ["SPI18"]
    assert outcome.errors[0].text.endswith(said)
    assert outcome.errors[0].remedy.en


def test_a_note_may_have_lines_and_no_control_characters(archive: Archive) -> None:
    lines, bell = (
        replace(THIN, concepts=(*THIN.concepts[1:], replace(THIN.concepts[0], notes=(Note(text),))))
        for text in ("one\n\ttwo", "ring \x07")
    )

    assert [f.rule for f in archive.publish(content(bell), REQUEST).errors] == ["SPI18"]
    assert archive.publish(content(lines), REQUEST).published


def test_value_sets_hold_as_long_as_the_release_of_their_label(archive: Archive) -> None:
    outcome = archive.publish(content(THIN, sets=(value_set(part()),)), REQUEST)

    assert [thing.what for thing in outcome.things] == ["release", "value set"]
    (kept,) = archive.terminology().all_value_sets
    assert (kept.validity, kept.recorded) == (Validity(date(2025, 1, 1)), NOW)


@pytest.mark.parametrize(
    ("offered", "rule"),
    [
        (content(sets=(value_set(part(codes="R")),)), "SPI10"),
        (content(maps=(replace(MAP, mappings=()),)), "SPI11"),
    ],
    ids=["value set", "map"],
)
def test_another_definition_under_the_same_version_is_refused(
    offered: Content, rule: str, archive: Archive
) -> None:
    archive.publish(content(sets=(value_set(part()),), maps=(MAP,)), REQUEST)

    again = archive.publish(content(sets=(value_set(part(), title="t"),), maps=(MAP,)), REQUEST)
    other = archive.publish(offered, REQUEST)

    assert not again.published
    assert [f.rule for f in other.errors] == [rule]
    assert archive.publish(offered, replace(REQUEST, label="2")).published


CIRCLE = (
    value_set(part(codes="R", value_sets=("urn:example:vs:b",)), name="a"),
    value_set(part(codes="R", value_sets=("urn:example:vs:a",)), name="b"),
)


@pytest.mark.parametrize(
    ("sets", "said"),
    [
        ((value_set(part(where("code", "regex", "(R"))),), "(R"),
        ((value_set(part(where("status", "exists", "maybe"))),), "maybe"),
        ((value_set(part(codes=("R", "X"))),), "code 'X' is not in colours@1.0.0"),
        (CIRCLE, "value sets run in a circle"),
    ],
    ids=["regex", "exists", "unknown code", "circle"],
)
def test_a_value_set_that_cannot_be_answered_is_a_warning(
    sets: tuple[ValueSet, ...], said: str, archive: Archive
) -> None:
    """It was imported clean, and failed when it was first asked for."""
    outcome = archive.publish(content(THIN, sets=sets), REQUEST)

    assert outcome.published
    warnings = [f for f in outcome.findings if f.severity is Severity.WARNING]
    assert warnings
    assert all(f.rule.startswith("SPV") and said in f.text for f in warnings)
    assert warnings[0].text.startswith(f"{sets[0].name} 1.0.0: ")


def test_of_many_unknown_codes_the_first_are_named_and_the_others_counted(archive: Archive) -> None:
    unknown = value_set(part(codes=tuple(f"X{n}" for n in range(30))))

    outcome = archive.publish(content(THIN, sets=(unknown,)), REQUEST)

    warnings = [f.text for f in outcome.findings if f.severity is Severity.WARNING]
    assert len(warnings) == 11
    assert warnings[-1] == "some 1.0.0: 20 more of its parts or codes cannot be answered"


# the whole import


def test_an_import_is_all_or_nothing(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    fine = release(concept("Z"), of=scheme("beside"), start=date(2025, 1, 1))

    outcome = archive.publish(content(fine, OTHER), REQUEST)

    assert not outcome.published
    assert not archive.terminology().has_scheme("beside")
    assert archive.state().generation == 1


def test_a_refused_import_counts_nothing_as_new_and_tells_of_no_first_day(archive: Archive) -> None:
    """Rows beside an error were counted as new, and SPI05 said from when the release was valid."""
    archive.publish(content(FULLER), REQUEST)
    fine = replace(OTHER, version="2.0.0", validity=Validity(date(2025, 9, 1)))
    error = Finding("SPF01", Severity.ERROR, both("ikke JSON", "no JSON"), Place("b.json", 3))

    asked = replace(REQUEST, replace=("colours",))
    outcome = archive.publish(content(fine, ALTERED, findings=(error,)), asked)

    assert rules(outcome) == ["SPF01", "SPI13", "SPI22"]
    assert {thing.status for thing in outcome.things} == {RowStatus.REFUSED}
    assert [outcome.summary()[status] for status in ("new", "changed")] == [0, 0]
    with pytest.raises(InvalidContent) as raised:
        outcome.checked()
    assert not isinstance(raised.value, ReleaseConflict)


def test_two_releases_that_begin_on_one_day_are_a_warning(archive: Archive) -> None:
    """Which of them answered on a day was decided without a word."""
    archive.publish(content(THIN), REQUEST)

    asked = replace(REQUEST, replace=("colours",))
    outcome = archive.publish(content(replace(OTHER, version="2.0.0")), asked)

    (warning,) = [f for f in outcome.findings if f.rule == "SPI16"]
    assert warning.text.startswith("colours 2.0.0 begins on 2025-01-01, as colours@1.0.0 does")
    assert outcome.published


def test_a_concept_that_is_replaced_by_itself_is_a_warning(archive: Archive) -> None:
    """It was imported clean."""
    odd = replace(THIN, concepts=(concept("R", status=Status.DEPRECATED, replaced_by=("R",)),))

    outcome = archive.publish(content(odd), REQUEST)

    assert outcome.published
    assert "'R' is replaced by itself" in [f.text for f in outcome.findings if f.severity is Severity.WARNING]


def test_a_loader_s_error_forbids_the_import(archive: Archive) -> None:
    error = Finding("SPF01", Severity.ERROR, both("ikke JSON", "no JSON"), Place("b.json", 3))

    outcome = archive.publish(content(THIN, findings=(error,)), REQUEST)

    assert outcome.errors == (error,)
    assert not outcome.published
    with pytest.raises(InvalidContent, match="nothing was imported"):
        outcome.checked()


def test_content_that_breaks_a_condition_of_releases_is_refused_at_its_place(archive: Archive) -> None:
    broken = replace(THIN, concepts=(concept("R", broader="gone"),))

    outcome = archive.publish(content(broken), REQUEST)

    assert [(f.rule, f.place.path) for f in outcome.errors] == [("SPC02", "/concept/0")]


def test_rows_say_what_becomes_of_them(archive: Archive) -> None:
    archive.publish(content(THIN), REQUEST)
    next_release = replace(
        THIN,
        version="2.0.0",
        concepts=(*FULLER.concepts, concept("B", "Blå", status=Status.DEPRECATED)),
        validity=Validity(date(2026, 1, 1)),
    )
    report = archive.preview(content(next_release), replace(REQUEST, valid_from=date(2026, 1, 1))).to_json()

    assert report["rows"] == [
        {
            "file": "a.json",
            "path": "/concept/0",
            "status": "changed",
            "rule": "",
            "message": "",
            "policy": "",
        },
        {"file": "a.json", "path": "/concept/1", "status": "same", "rule": "", "message": "", "policy": ""},
        {
            "file": "a.json",
            "path": "/concept/2",
            "status": "new",
            "rule": "SPC15",
            "message": "'B' is deprecated without successor or reason",
            "policy": "kept",
        },
    ]
    counted = {status: report["summary"][status] for status in ("new", "changed", "same", "refused")}
    assert counted == {"new": 1, "changed": 1, "same": 1, "refused": 0}


def test_findings_stay_with_the_publication(archive: Archive) -> None:
    odd = replace(THIN, concepts=(concept("R", "Rød "),))

    archive.publish(content(odd), replace(REQUEST, origin="odd.json"))

    (logged,) = archive.publications()
    assert (logged.origin, logged.recorded, logged.summary["new"]) == ("odd.json", NOW, 1)
    assert "SPC08" in [finding.rule for finding in logged.findings]


def test_progress_is_told(archive: Archive) -> None:
    told: list[str] = []

    archive.publish(content(THIN), REQUEST, lambda done, total, what: told.append(what.en))

    assert told == ["compiling colours 1.0.0", "storing colours 1.0.0"]


# files beside the database


def test_a_crash_between_compiling_and_commit_leaves_the_state_whole(
    archive: Archive, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.publish(content(THIN), REQUEST)
    before = archive.state()

    def crash(path: Path, made: bytes) -> None:
        write_sealed(path, made)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("api.archive.compiled.write_sealed", crash)
        with pytest.raises(KeyboardInterrupt):
            archive.publish(content(FULLER), REQUEST)

    assert archive.state() == before
    assert list(held_by(archive.terminology())) == [THIN.digest]
    assert archive.publish(content(FULLER), REQUEST).published
    assert set(held_by(archive.terminology())) == {THIN.digest, FULLER.digest}


@pytest.mark.parametrize("damage", ["removed", "cut", "emptied", "altered"])
@pytest.mark.parametrize("pattern", ["*.snapshot", "compiled/*"])
def test_files_that_are_absent_or_damaged_are_made_again(
    pattern: str, damage: str, archive: Archive, settings: Settings
) -> None:
    """A term that was altered in the file of a snapshot or a compiled release was answered."""
    archive.publish(content(THIN), REQUEST)
    archive.terminology()
    damaged = [*settings.data_dir.glob(pattern), *settings.data_dir.glob("*.snapshot")]
    for path in dict.fromkeys(damaged):
        if damage == "removed":
            path.unlink()
        elif damage == "altered":
            path.write_bytes(path.read_bytes().replace("Mørkerød".encode(), "Mørkeblå".encode()))
        else:
            path.write_bytes(path.read_bytes()[: 100 if damage == "cut" else 0])

    found = open_terminology(settings)

    assert found.all_releases[0].index.release() == replace(THIN, recorded=NOW)


def test_a_snapshot_under_the_name_of_another_is_not_believed(archive: Archive, settings: Settings) -> None:
    """When two snapshots of a store changed names, an older state answered."""
    for edition in (THIN, FULLER):
        archive.publish(content(edition), REQUEST)
        archive.terminology()
    one, other = settings.data_dir.glob("*.snapshot")
    bytes_of_one = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(bytes_of_one)

    assert set(held_by(open_terminology(settings))) == {THIN.digest, FULLER.digest}


def test_a_store_of_a_later_program_is_not_answered_from(archive: Archive, settings: Settings) -> None:
    """The import refused such a store, while its snapshot went on answering."""
    archive.publish(content(THIN), REQUEST)
    archive.terminology()
    with archive.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreTooNew, match="at step 9999"):
        open_terminology(settings)


def test_an_import_goes_through_nothing_but_what_it_changes(archive: Archive, settings: Settings) -> None:
    """Each import read every value set and map from the database, and packed every release of the store anew."""
    names = value_set(part(where("concept", "is-a", "R")), name="reds")
    archive.publish(content(THIN, sets=(names,), maps=(MAP,)), REQUEST)
    archive.terminology()
    parts = _as_written(settings.data_dir / "compiled")
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(archive.database.engine, "before_cursor_execute", note)
    other = release(concept("S", "Salt"), of=scheme("tastes"), version="1", start=date(2025, 1, 1))
    archive.publish(content(other, maps=(replace(MAP, uri="urn:example:another", name="another"),)), REQUEST)
    archive.terminology()

    now = _as_written(settings.data_dir / "compiled")
    assert {path: now[path] for path in parts} == parts
    assert sorted(path.suffix for path in now.keys() - parts.keys()) == [".samsprog", ".words"]
    read = [
        one for one in statements if one.startswith("SELECT") and re.search(r"FROM (concept|mapping)\b", one)
    ]
    assert read == []
    assert not any("value_set.content" in one or "concept_map.content" in one for one in statements)


def _as_written(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """What tells a file that was written anew from one that was only read."""
    found = ((path, path.stat()) for path in folder.iterdir())
    return {path: (stat.st_ino, stat.st_size, stat.st_mtime_ns) for path, stat in found}


def test_what_is_compiled_is_compiled_before_others_have_to_wait(
    archive: Archive, settings: Settings
) -> None:
    """Nobody could write while an import of some minutes compiled its releases."""
    writing: list[bool] = []

    def step(done: int, total: int, what: Sentence) -> None:
        del done, total
        if what.en.startswith("compiling"):
            other = Database(settings.database, busy_seconds=5)
            with other.writing() as connection:
                read_state(connection, lock=True)
                writing.append(True)
            other.close()

    assert archive.publish(content(THIN), REQUEST, step).published
    assert writing == [True]


def test_a_publication_that_comes_in_between_is_seen(archive: Archive, settings: Settings) -> None:
    """What is planned without the lock is planned again when the state is another one under it."""
    between: list[ImportOutcome] = []

    def step(done: int, total: int, what: Sentence) -> None:
        del done, total
        if what.en.startswith("compiling") and not between:
            with Archive(settings) as other:
                between.append(other.publish(content(OTHER), REQUEST))

    outcome = archive.publish(content(THIN), REQUEST, step)

    assert between[0].published
    assert not outcome.published
    assert "SPI02" in rules(outcome)
    assert set(held_by(archive.terminology())) == {OTHER.digest}


def test_who_is_always_too_late_is_let_in(archive: Archive, settings: Settings) -> None:
    """With the lock held nobody comes in between: after some tries the publication is planned under it."""
    between: list[bool] = []

    def step(done: int, total: int, what: Sentence) -> None:
        del done, total
        if what.en.startswith("compiling") and len(between) < 3:
            number = str(len(between) + 2)
            with Archive(settings) as other:
                between.append(other.publish(content(replace(THIN, version=number)), REQUEST).published)

    outcome = archive.publish(content(THIN), REQUEST, step)

    assert between == [True] * 3
    assert outcome.published
    assert {held.version for held in archive.terminology().all_releases} == {"1.0.0", "2", "3", "4"}


def test_files_of_publications_undone_are_cleared(archive: Archive, settings: Settings) -> None:
    archive.publish(content(THIN), REQUEST)
    stray, fresh = (settings.data_dir / "compiled" / f"{name}.samsprog" for name in ("stray", "fresh"))
    for path in (stray, fresh):
        path.write_bytes(b"x")
    os.utime(stray, (0, 0))

    archive.terminology()

    assert not stray.exists()
    assert fresh.exists(), "it may belong to a publication that is being written"
    assert len(list((settings.data_dir / "compiled").iterdir())) == 2


def test_equal_content_under_two_labels_is_compiled_for_each(archive: Archive) -> None:
    archive.publish(content(THIN, replace(THIN, version="1.1.0")), REQUEST)

    held = archive.terminology().editions("colours").all

    assert {(one.version, one.index.version) for one in held} == {("1.0.0", "1.0.0"), ("1.1.0", "1.1.0")}


# opening


def test_without_a_store_the_bundled_vocabularies_answer(settings: Settings) -> None:
    found = open_terminology(settings)

    assert found.has_scheme("fsiii")
    assert not settings.data_dir.exists()


def emptied(settings: Settings) -> None:
    """Cut, then brought up to date by whoever opened it."""
    (settings.data_dir / "samsprog.sqlite3").write_bytes(b"")
    Database(settings.database).close()


LOSSES = {
    "cut": lambda s: (s.data_dir / "samsprog.sqlite3").write_bytes(b""),
    "emptied": emptied,
    "removed": lambda s: (s.data_dir / "samsprog.sqlite3").unlink(),
    "removed with the snapshots": lambda s: [p.unlink() for p in s.data_dir.glob("*s*") if p.is_file()],
}


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "door", [open_terminology, Archive, lambda s: import_content(s, content(THIN), REQUEST)]
)
@pytest.mark.parametrize("lose", LOSSES.values(), ids=LOSSES)
def test_a_store_that_was_lost_is_an_error(
    lose: Callable[[Settings], object], door: Callable[[Settings], object], settings: Settings
) -> None:
    """Where the database was cut or removed, the bundled vocabularies answered as if nothing had been imported."""
    with Archive(settings) as archive:
        archive.publish(content(THIN), REQUEST)
        archive.terminology()
    lose(settings)

    with pytest.raises(StoreUnusable, match="a store has been here"):
        door(settings)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize("door", [open_terminology, Archive])
def test_a_data_folder_that_is_a_file_is_an_error(
    door: Callable[[Settings], object], settings: Settings
) -> None:
    """A plain file in the place of the data folder counted as an absent store."""
    settings.data_dir.write_text("", encoding="utf-8")

    with pytest.raises(StoreUnusable, match="cannot be reached: Not a directory"):
        door(settings)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_link_that_leads_nowhere_is_an_error(settings: Settings, tmp_path: Path) -> None:
    """A store on a disk that is not mounted counted as an absent store."""
    settings.data_dir.symlink_to(tmp_path / "gone")

    with pytest.raises(StoreUnusable, match="leads nowhere"):
        open_terminology(settings)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_import_that_was_broken_off_is_no_lost_store(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Archive(settings) as archive, monkeypatch.context() as patched:
        patched.setattr("api.archive.archive.write_release", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            archive.publish(content(THIN), REQUEST)

    assert open_terminology(settings).has_scheme("fsiii")


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_stored_terminology_opens_without_the_database_library(settings: Settings) -> None:
    with Archive(settings) as archive:
        archive.publish(content(THIN), REQUEST)
        archive.terminology()
    code = (
        "import sys; from pathlib import Path\n"
        "from api.settings import Settings; from api.archive.opening import open_terminology\n"
        "found = open_terminology(Settings(Path(sys.argv[1]), Path(sys.argv[1])))\n"
        "heavy = {'sqlalchemy', 'alembic', 'csv', 'loaders', 'api.store.database'}\n"
        "print(found.all_releases[0].name, heavy & set(sys.modules))"
    )

    done = subprocess.run(
        [sys.executable, "-c", code, str(settings.data_dir)], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "colours@1.0.0 set()"


def test_a_first_import_begins_with_the_bundled_vocabularies(settings: Settings) -> None:
    outcome = import_content(settings, content(THIN), REQUEST)

    assert outcome.published
    found = open_terminology(settings)
    assert found.has_scheme("colours")
    assert found.has_scheme("fsiii")


def test_a_dry_run_reports_the_same_and_writes_nothing(settings: Settings) -> None:
    planned = import_content(settings, content(THIN), REQUEST, dry_run=True)
    assert not settings.data_dir.exists()

    done = import_content(settings, content(THIN), REQUEST)
    again = import_content(settings, content(THIN), REQUEST, dry_run=True)

    assert planned == replace(done, dry_run=True, published=False)
    assert [thing.status for thing in again.things] == [RowStatus.SAME]


# the running service


@pytest.fixture
def opened(settings: Settings, stocked: Stocked) -> Iterator[Opened]:
    """A service that has started before."""
    stocked.copy_to(settings)
    running = Opened(settings, lambda: NOW)
    yield running
    running.close()


def test_the_first_start_loads_the_bundled_vocabularies_the_second_does_nothing(settings: Settings) -> None:
    told: list[list[str]] = [[], []]

    for steps in told:
        running = Opened(settings, lambda: NOW, lambda done, total, what, steps=steps: steps.append(what.en))  # type: ignore[misc]
        assert running.current().has_scheme("ffb")
        running.close()

    assert "storing fsiii 2.3.0" in told[0]
    assert told[1] == []


def test_what_comes_with_the_program_keeps_its_recorded_time(opened: Opened) -> None:
    held = opened.current().release("fsiii", When(date(2025, 7, 1)))

    assert (held.version, held.recorded.date()) == ("2.3.0", date(2025, 8, 21))


def test_publishing_swaps_the_reference_and_leaves_readers_theirs(opened: Opened) -> None:
    before = opened.current()

    opened.publish(content(THIN), origin="test")

    assert opened.current().has_scheme("colours")
    assert not before.has_scheme("colours")
    assert not opened.refresh()


def test_another_process_s_publication_is_seen_at_the_next_refresh(
    opened: Opened, settings: Settings
) -> None:
    code = (
        "import sys; from pathlib import Path; from datetime import UTC, datetime\n"
        "from api.settings import Settings; from api.archive.importing import import_content\n"
        "from api.importing.request import Request; from tests.api.importing.test_run import THIN, content\n"
        "settings = Settings(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])\n"
        "import_content(settings, content(THIN), Request(datetime.now(UTC)))"
    )
    folders = [str(settings.data_dir), str(settings.cache_dir), settings.database_url]
    subprocess.run([sys.executable, "-c", code, *folders], check=True, env=dict(os.environ))

    assert not opened.current().has_scheme("colours")
    assert opened.refresh()
    assert opened.current().has_scheme("colours")


# what comes with a later program


def bundled(*editions: Release) -> tuple[Content, Request]:
    return content(*editions), Request(NOW, "bundled", bundled=True)


def test_a_later_program_corrects_what_came_with_an_earlier_one(archive: Archive) -> None:
    archive.publish(*bundled(THIN))

    archive.publish(*bundled(OTHER))

    found = archive.terminology()
    assert set(held_by(found)) == {THIN.digest, OTHER.digest}
    assert found.release("colours", When(date(2025, 2, 1))).digest == OTHER.digest


def test_a_correction_that_is_taken_back_is_gone(archive: Archive) -> None:
    """A later program that went back to what an earlier one had brought left the correction in place."""
    for edition in (THIN, OTHER, THIN):
        archive.publish(*bundled(edition))

    assert archive.terminology().release("colours", When(date(2025, 2, 1))).digest == THIN.digest


def test_but_not_what_was_imported(archive: Archive) -> None:
    archive.publish(*bundled(THIN))
    archive.publish(content(FULLER), REQUEST)
    kinded = replace(THIN, concepts=(replace(THIN.concepts[0], kind=Kind.STATE), THIN.concepts[1]))

    outcome = archive.publish(*bundled(kinded))

    assert rules(outcome) == ["SPI09"]
    assert set(held_by(archive.terminology())) == {THIN.digest, FULLER.digest}


# the published files


@pytest.mark.realdata
@pytest.mark.parametrize("version", ["1.0.0", "1.1.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0"])
def test_the_official_files_are_a_fuller_edition_of_the_bundled_release(
    version: str, opened: Opened, kl_term: Callable[[str], Path]
) -> None:
    before = {h.scheme.name: h for h in opened.current().all_releases if h.version == version}

    outcome = opened.publish(read(kl_term(version)), origin="kl-term", label=version)

    assert outcome.errors == ()
    assert "SPI13" not in rules(outcome)
    things = {(thing.what, thing.name): thing for thing in outcome.things}
    assert things["release", "fsiii"].edition
    assert things["release", "ffb"].edition
    assert {thing.status for thing in outcome.things if thing.what == "value set"} == {RowStatus.SAME}
    for name in ("fsiii", "ffb"):
        fuller = opened.current().index(name, When(date(2026, 5, 1), release=version))
        thin = before[name].index
        assert fuller.structure_digest == thin.structure_digest
        assert fuller.digest != thin.digest
        assert len(fuller) == len(thin)
        assert any(one.definition() for one in fuller.concepts())
        assert {_bare(one) for one in fuller.concepts()} == {_bare(one) for one in thin.concepts()}


def _bare(one: Concept) -> Concept:
    labels = tuple(sorted(one.labels, key=lambda label: (label.kind, label.language, label.text)))
    return replace(one, notes=(), labels=labels, properties=())


@pytest.mark.realdata
def test_the_publisher_s_repeated_version_asks_for_a_label(opened: Opened, shared_data: Path) -> None:
    offered = read(shared_data / "kl-term" / "2.3.0" / "CodeSystem-FSIII.json")

    outcome = opened.publish(offered, origin="FSIII")

    assert "SPI06" in [finding.rule for finding in outcome.errors]
    assert opened.publish(offered, origin="FSIII", label="2.3.0").published


def test_every_rule_of_the_import_is_documented(project_root: Path) -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("archive", "importing", "asking")
        for path in (project_root / "api" / room).glob("*.py")
    )
    text = (project_root / "docs/import.md").read_text(encoding="utf-8")

    given = set(re.findall(r'"(SPI\d\d)"', code))

    assert len(given) > 10
    assert given == set(re.findall(r"^\| (SPI\d\d) \|", text, re.MULTILINE))


def test_a_plan_is_pure() -> None:
    holdings = Holdings(terminology(THIN))

    assert plan_import(content(FULLER), REQUEST, holdings) == plan_import(content(FULLER), REQUEST, holdings)


def test_what_is_bundled_could_be_imported() -> None:
    bundled = read_bundled()

    assert list(text_findings(bundled)) == []
    assert list(name_findings(bundled, "")) == []
