"""Files that belong together are read as one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classification import Severity
from loaders import Content, Reading, read, read_all
from loaders.jskos import names

PREFIXES = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
SCHEME = '<http://v.example/s> a skos:ConceptScheme ; owl:versionInfo "1" .'


def concept(code: str, more: str = "", scheme: str = "http://v.example/s") -> str:
    return (
        f'<{scheme}/{code}> a skos:Concept ; skos:inScheme <{scheme}> ; skos:notation "{code}" ; '
        f'skos:prefLabel "{code}"@en {more} .'
    )


def written(folder: Path, **files: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.ttl" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(PREFIXES + text, encoding="utf-8")
    return paths


def codes(content: Content) -> list[list[str]]:
    return sorted(sorted(c.code for c in draft.release.concepts) for draft in content.releases)


def errors(content: Content) -> list[str]:
    return [finding.rule for finding in content.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("way", ["named", "folder"])
def test_a_concept_in_each_file_is_one_scheme(tmp_path: Path, way: str) -> None:
    paths = written(
        tmp_path / "in", s=SCHEME, a=concept("A"), b=concept("B", "; skos:broader <http://v.example/s/A>")
    )

    content = read_all(paths) if way == "named" else read(tmp_path / "in")

    assert errors(content) == []
    assert codes(content) == [["A", "B"]]
    (draft,) = content.releases
    assert draft.release.concepts[1].broader == ("A",)
    assert draft.places["B"].file == "b.ttl"


def test_a_scheme_that_is_only_named_is_one_scheme(tmp_path: Path) -> None:
    paths = written(tmp_path, a=concept("A"), b=concept("B"))

    content = read_all(paths, Reading(release="1"))

    assert (errors(content), codes(content)) == ([], [["A", "B"]])


def test_two_versions_of_a_scheme_are_two_releases(tmp_path: Path) -> None:
    later = SCHEME.replace('"1"', '"2"')
    paths = written(tmp_path, one=SCHEME + concept("A"), two=later + concept("A") + concept("B"))

    content = read_all(paths)

    assert codes(content) == [["A"], ["A", "B"]]
    assert {draft.release.version for draft in content.releases} == {"1", "2"}


def test_other_vocabularies_stay_apart(tmp_path: Path) -> None:
    other = '<http://w.example/t> a skos:ConceptScheme ; owl:versionInfo "5" .'
    link = "; skos:exactMatch <http://w.example/t/X>"
    paths = written(
        tmp_path, v=SCHEME + concept("A", link), w=other + concept("X", scheme="http://w.example/t")
    )

    content = read_all(paths)

    assert (errors(content), codes(content)) == ([], [["A"], ["X"]])
    assert [part.name for part in content.parts] == ["v.ttl", "w.ttl"]


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    xl = "<http://www.w3.org/2008/05/skos-xl#"
    label = '; {0}prefLabel> _:x . _:x {0}literalForm> "{1}"@da'
    paths = written(
        tmp_path,
        s=SCHEME,
        a=concept("A", label.format(xl, "Rød")),
        b=concept("B", label.format(xl, "Blå")),
    )

    (draft,) = read_all(paths).releases

    danish = [x.text for c in draft.release.concepts for x in c.labels if x.language == "da"]
    assert danish == ["Rød", "Blå"]


def test_a_file_that_cannot_be_parsed_is_a_part_of_its_own(tmp_path: Path) -> None:
    paths = written(tmp_path, v=SCHEME + concept("A"), broken="<http://v.example/s/B> a")

    content = read_all(paths)

    assert errors(content) == ["SPK01"]
    assert {part.name: errors(part.content) for part in content.parts} == {
        "broken.ttl": ["SPK01"],
        "v.ttl": [],
    }


JSKOS_SCHEME = {"uri": "urn:c", "type": [names.SCHEME], "version": "1", "prefLabel": {"en": "Colours"}}


def jskos_concept(code: str, **more: object) -> dict[str, object]:
    said = {"uri": f"urn:c:{code}", "notation": [code], "type": [names.CONCEPT], "prefLabel": {"en": code}}
    return {**said, "inScheme": [{"uri": "urn:c"}], **more}


def jskos_files(folder: Path, **files: object) -> list[Path]:
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.jskos.json" for name in files]
    for path, objects in zip(paths, files.values(), strict=True):
        path.write_text(json.dumps(objects), encoding="utf-8")
    return paths


@pytest.mark.parametrize("way", ["named", "folder"])
def test_a_jskos_scheme_beside_its_concepts_is_one_release(tmp_path: Path, way: str) -> None:
    red, dark = jskos_concept("R"), jskos_concept("D", broader=[{"uri": "urn:c:R"}])
    paths = jskos_files(tmp_path / "in", scheme=JSKOS_SCHEME, concepts=[red], more=[dark])

    content = read_all(paths) if way == "named" else read(tmp_path / "in")

    assert errors(content) == []
    (draft,) = content.releases
    assert (draft.release.version, draft.release.scheme.title) == ("1", (("en", "Colours"),))
    assert {concept.code: concept.broader for concept in draft.release.concepts} == {"R": (), "D": ("R",)}
    assert {code: place.file for code, place in draft.places.items()} == {
        "R": "concepts.jskos.json",
        "D": "more.jskos.json",
    }
    assert len(content.rows) == 2
    assert len(content.parts) == 1


def test_two_versions_of_a_jskos_scheme_are_two_releases(tmp_path: Path) -> None:
    first = {**JSKOS_SCHEME, "concepts": [jskos_concept("R")]}
    second = {**JSKOS_SCHEME, "version": "2", "concepts": [jskos_concept("R"), jskos_concept("B")]}

    content = read_all(jskos_files(tmp_path, one=first, two=second))

    assert (errors(content), codes(content)) == ([], [["B", "R"], ["R"]])
    assert [part.name for part in content.parts] == ["one.jskos.json", "two.jskos.json"]


def test_a_jskos_concept_described_otherwise_in_another_file_is_refused(tmp_path: Path) -> None:
    other = jskos_concept("R", prefLabel={"en": "Crimson"})

    content = read_all(jskos_files(tmp_path, a=[JSKOS_SCHEME, jskos_concept("R")], b=[other]))

    (finding,) = (found for found in content.findings if found.severity is Severity.ERROR)
    assert (finding.rule, finding.place.file) == ("SPJ06", "b.jskos.json")
    assert "a.jskos.json" in finding.message.en


def test_mappings_keep_jskos_vocabularies_apart(tmp_path: Path) -> None:
    other = {**JSKOS_SCHEME, "uri": "urn:d", "concepts": [jskos_concept("X", inScheme=[{"uri": "urn:d"}])]}
    mapped = {
        "from": {"memberSet": [{"uri": "urn:c:R", "notation": ["R"]}]},
        "to": {"memberSet": [{"uri": "urn:c:X", "notation": ["X"]}]},
        "fromScheme": {"uri": "urn:c", "version": "1"},
        "toScheme": {"uri": "urn:d", "version": "1"},
    }

    content = read_all(
        jskos_files(tmp_path, c={**JSKOS_SCHEME, "concepts": [jskos_concept("R")]}, d=other, m=[mapped])
    )

    assert codes(content) == [["R"], ["X"]]
    assert [part.name for part in content.parts] == ["c.jskos.json", "d.jskos.json", "m.jskos.json"]


def test_options_of_tables_are_refused_of_files_that_are_read_together(tmp_path: Path) -> None:
    paths = [
        *jskos_files(tmp_path, s=JSKOS_SCHEME, c=[jskos_concept("R")]),
        *written(tmp_path, t=concept("A")),
    ]

    content = read_all(paths, Reading(release="1", scheme="x"))

    assert [f.place.file for f in content.findings if f.rule == "SPR09"] == [path.name for path in paths]
