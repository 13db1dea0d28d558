"""Inputs that once came out wrong, read and written again: identifiers come back, nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from classification import Concept, Severity
from loaders import FORMATS, Content, Reading, read

UNSAID = Reading(release="1")


@pytest.fixture
def case(shared_cases: Path) -> Callable[..., Content]:
    """What a file of a case holds, by the beginning of the case's name and the file's."""

    def of(name: str, reading: Reading = UNSAID) -> Content:
        number, file = name.split("/")
        (path,) = shared_cases.glob(f"{number}-*/{file}*")
        return read(path, reading)

    return of


def errors(content: Content) -> list[str]:
    checked = [finding for draft in content.releases for finding in draft.check()]
    return [f.rule for f in (*content.findings, *checked) if f.severity is Severity.ERROR]


def rules(content: Content) -> set[str]:
    return {finding.rule for finding in content.findings}


def iris(content: Content) -> set[str]:
    """The URIs of all concepts."""
    return {d.release.scheme.uri_of(c) for d in content.releases for c in d.release.concepts}


def again(content: Content, form: str) -> Content:
    """Written in a format and read again."""
    with TemporaryDirectory() as folder:
        FORMATS[form].write(content, Path(folder))  # type: ignore[misc]
        return read(Path(folder))


def concept(content: Content, code: str) -> Concept:
    return next(c for d in content.releases for c in d.release.concepts if c.code == code)


IRIS = {
    "file-01/01": {"https://v.example/id/c_100", "https://v.example/id/c_200"},
    "file-01/02": {"https://v.example/authority/country/DNK"},
    "file-02/38": {"https://v.example/voc#One"},
}


@pytest.mark.parametrize("form", ["skos-turtle", "skos-ntriples", "skos-rdfxml", "skos-jsonld"])
@pytest.mark.parametrize("name", IRIS)
def test_iris_of_concepts_come_back(case: Callable[[str], Content], name: str, form: str) -> None:
    content = case(name)

    assert errors(content) == []
    assert iris(content) == iris(again(content, form)) == IRIS[name]


def test_links_to_another_publisher_s_concepts_come_back(case: Callable[[str], Content]) -> None:
    content = case("file-03/16")

    for back in (content, again(content, "skos-turtle")):
        links = {m.target.address for found in back.maps for m in found.mappings}
        assert "http://getty.example/aat/300014922" in links


def test_prefixes_stay_two_name_spaces(case: Callable[[str], Content]) -> None:
    content = case("file-04/18")

    for back in (content, again(content, "sssom-tsv")):
        first, second = back.maps[0].mappings
        assert (first.source.address, first.target.address, second.target.address) == (
            "https://obo.example/obo/XA_0001",
            "https://obo.example/obo/XB_0009",
            "https://geo.example/place/77",
        )
        assert first.source.system != first.target.system
        assert (first.source.prefix, first.target.prefix) == ("XA", "XB")


def test_a_collection_is_no_concept(case: Callable[[str], Content]) -> None:
    content = case("file-06/03")

    assert len(iris(content)) == 2
    assert [value_set.name for value_set in content.value_sets] == ["grp"]


def test_an_ordered_collection_keeps_its_order_and_titles_their_languages(
    case: Callable[[str], Content],
) -> None:
    (ordered,) = again(case("file-08/04"), "skos-turtle").value_sets
    labelled = case("file-08/41")

    assert (ordered.ordered, ordered.include[0].codes) == (True, ("early", "mid", "late"))
    assert dict(again(labelled, "skos-turtle").value_sets[0].titles) == {"en": "Group", "da": "Gruppe"}
    assert "SPK30" in rules(labelled)


def test_untagged_labels_stay_untagged(case: Callable[[str], Content]) -> None:
    content = case("file-09/36")

    assert errors(content) == []
    assert {(x.text, x.language) for x in concept(content, "d").labels} == {("Water", ""), ("Vand", "da")}
    assert "SPK29" in rules(content)


def test_a_scheme_in_english_is_said_to_be_in_english(case: Callable[[str], Content]) -> None:
    release = case("file-10/35").releases[0].release

    assert (release.scheme.languages, release.scheme.language) == (("en",), "en")


SOUND = {
    "file-11/06": 2, "file-11/07": 2, "file-12/05": 2, "file-17/10": None, "file-17/15b": None, "file-17/33": None,
    "file-18/32": None, "file-21/39": None, "file-25/40": None,
}  # fmt: skip


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_vocabulary_is_taken(case: Callable[[str], Content], name: str) -> None:
    content = case(name)

    assert errors(content) == []
    assert SOUND[name] in (None, len(iris(content)))


def test_references_elsewhere_keep_their_iris(case: Callable[[str], Content]) -> None:
    content = case("file-18/32")

    for back in (content, again(content, "skos-turtle")):
        values = {value for d in back.releases for c in d.release.concepts for _, value in c.properties}
        assert {"https://v.example/t/zz", "https://w.example/o/9"} <= values


ROWS: dict[str, tuple[int, set[str]]] = {
    "file-13/17": (3, set()),
    "file-14/19": (2, {"SPM10"}),
    "file-15/20": (1, {"SPM10"}),
    "file-28/ntf2": (2, set()),
}


@pytest.mark.parametrize("name", ROWS)
def test_a_mapping_set_keeps_what_it_says(case: Callable[[str], Content], name: str) -> None:
    content = case(name)

    count, told = ROWS[name]
    assert errors(content) == []
    assert len(content.maps[0].mappings) == count
    assert told <= rules(content)


def test_names_of_maps_begin_with_a_letter(case: Callable[[str], Content]) -> None:
    names: list[Any] = [found.name for name in ("file-19/16-", "file-19/16b") for found in case(name).maps]

    assert all(name[0].isalpha() for name in names)


def test_a_circle_in_the_hierarchy_is_told_as_that(case: Callable[[str], Content]) -> None:
    assert "SPC03" in errors(case("file-23/08"))


def test_jskos_keeps_uris_and_namespace(case: Callable[[str], Content]) -> None:
    content = case("file-05/25")

    for back in (content, again(content, "jskos"), again(content, "skos-turtle")):
        assert iris(back) == {"http://uri.example/voc/A", "http://uri.example/voc/A.1"}
        assert back.releases[0].release.concepts[1].broader == ("A",)
    assert again(content, "jskos").releases[0].release.scheme.namespace == "http://uri.example/voc/"


def test_jskos_keeps_the_members_of_mappings(case: Callable[[str], Content]) -> None:
    content = case("file-05/31")

    for back in (content, again(content, "jskos")):
        (row,) = back.maps[0].mappings
        assert row.source.address == "http://ddc.example/class/612.1/e23/"
        assert row.target.address == "http://d-nb.example/gnd/4006999-4"


@pytest.mark.parametrize("file", ["22-", "22b"])
def test_the_words_of_skos_are_known_in_a_table(case: Callable[..., Content], file: str) -> None:
    """The hint at `prefLabel` was "Deprecated term": who followed it deprecated every term."""
    content = case(f"file-22/{file}", Reading(release="1", uri="urn:example:abc"))

    assert errors(content) == []
    assert concept(content, "A").term() == "Alpha"
    assert concept(content, "A.1").broader == ("A",)
    assert not any("Deprecated term" in finding.remedy.en for finding in content.findings)
