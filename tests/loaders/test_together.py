"""Files that belong together are read as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from classification import Severity
from loaders import Content, Reading, read, read_all

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
