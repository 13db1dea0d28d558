"""What is exported in which format; the table of formats is the one place that knows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.asking.exporting import as_one_file, content_of, format_named, holds, writable, write_into
from api.cli.command import command_parser
from api.cli.commands import export, import_
from api.cli.danish_help import TEXTS
from api.cli.language import speech_of
from api.extras import EXTRA_OF
from classification.concept_map import Coding, ConceptMap, Mapping, Relation
from classification.errors import InvalidRequest, UnknownScheme
from classification.record import replace
from classification.terminology import Terminology
from loaders import FORMATS, Content
from tests.classification.worlds import COLOURS, NOW, concept, part, release, terminology, value_set, where


@pytest.fixture(scope="module")
def colours() -> Terminology:
    row = Mapping(Coding("urn:example:paints", "p"), Relation.EXACT, Coding(COLOURS.uri, "R"))
    return terminology(
        release(concept("A"), concept("R", broader="A")),
        value_sets=(value_set(part(where("concept", "is-a", "A")), name="all"),),
        maps=(ConceptMap("paints", "urn:m", "1", (row,)),),
    )


def test_a_new_format_is_in_the_help_in_both_languages_without_further_ado(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(FORMATS, "runes", replace(FORMATS["jskos"], name="runes"))

    for name, module in (("export", export), ("import", import_)):
        for language in ("en", "da"):
            text = command_parser(name, module, speech_of(["--lang", language], {})).format_help()
            assert "runes" in text, (name, language)
    assert format_named("runes") in writable()


def test_no_text_of_the_help_lists_formats_by_hand() -> None:
    """One may be named, for what it is; several are a list that the next format would be missing from."""
    names = [name for name in FORMATS if "-" in name]
    texts = [text for pair in TEXTS.items() for text in pair]

    assert [text for text in texts if sum(name in text for name in names) > 1] == []


def test_the_libraries_of_a_format_are_those_of_the_extra_for_formats() -> None:
    for form in FORMATS.values():
        assert {EXTRA_OF[module] for module in (*form.reads_with, *form.writes_with)} <= {"formats"}
        assert form.write is not None or not form.writes_with


def test_a_name_is_that_of_a_classification_a_value_set_or_a_map(colours: Terminology) -> None:
    assert len(content_of(colours, "colours", NOW).releases) == 1
    assert len(content_of(colours, "all", NOW).value_sets) == 1
    assert len(content_of(colours, "paints", NOW).maps) == 1
    with pytest.raises(UnknownScheme, match="colours, all, paints"):
        content_of(colours, "colour", NOW)


def test_a_format_without_definitions_gets_the_members_and_it_is_told(colours: Terminology) -> None:
    content = content_of(colours, "all", NOW, FORMATS["skos-turtle"])

    assert content.value_sets[0].include[0].codes == ("A", "R")
    assert [finding.rule for finding in content.findings] == ["SPV31"]


def test_a_format_without_a_place_for_it_is_refused_before_anything_is_written(
    colours: Terminology, tmp_path: Path
) -> None:
    content = content_of(colours, "paints", NOW)

    assert not holds(FORMATS["concept-csv"], content)
    with pytest.raises(InvalidRequest, match="concept-csv holds no maps"):
        write_into(tmp_path / "out", FORMATS["concept-csv"], content)
    assert not (tmp_path / "out").exists()


def test_one_file_has_a_name_and_bytes_and_several_are_refused(colours: Terminology) -> None:
    content = content_of(colours, "colours", NOW)

    name, made = as_one_file(FORMATS["concept-csv"], content)

    assert (name, made.partition(b",")[0]) == ("colours-1.0.0.csv", b"# URI")
    with pytest.raises(InvalidRequest, match="2 files cannot go into one"):
        as_one_file(FORMATS["concept-csv"], content + Content(releases=content.releases))


def test_what_is_only_read_is_no_format_to_export_to() -> None:
    with pytest.raises(InvalidRequest, match="no format 'kle-xml' to export to; known: fhir-json"):
        format_named("kle-xml")
