"""FHIR packages: what is read of an archive, and what makes one unsafe; folders that hold several formats."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import Content, Reading, read

SYSTEM = {
    "resourceType": "CodeSystem", "url": "urn:c", "version": "1", "name": "Colours", "status": "active",
    "content": "complete", "caseSensitive": True, "concept": [{"code": "R", "display": "Rød"}],
}  # fmt: skip
Members = dict[str, bytes | tarfile.TarInfo]


@pytest.fixture
def package(tmp_path: Path) -> Callable[..., Content]:
    def made(members: Members, reading: Reading | None = None) -> Content:
        path = tmp_path / "x.tgz"
        with tarfile.open(path, "w:gz") as archive:
            for name, held in members.items():
                if isinstance(held, tarfile.TarInfo):
                    archive.addfile(held)
                else:
                    info = tarfile.TarInfo(name)
                    info.size = len(held)
                    archive.addfile(info, io.BytesIO(held))
        return read(path, reading)

    return made


def link(name: str, sort: bytes) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = sort, "/etc/passwd"
    return info


def test_resources_of_the_package_folder_are_read(package: Callable[..., Content]) -> None:
    content = package(
        {
            "package/package.json": b'{"name": "x", "version": "9"}',
            "package/.index.json": b"{}",
            "package/CodeSystem-c.json": json.dumps(SYSTEM).encode(),
            "package/Patient-p.json": b'{"resourceType": "Patient"}',
            "package/example/CodeSystem-d.json": json.dumps(SYSTEM | {"url": "urn:d"}).encode(),
            "other/readme.md": b"x",
        }
    )

    assert content.findings == ()
    assert [draft.release.scheme.uri for draft in content.releases] == ["urn:c"]
    assert content.rows[0].place.file == "x.tgz/package/CodeSystem-c.json"


def test_the_label_given_is_that_of_every_resource(package: Callable[..., Content]) -> None:
    content = package({"package/a.json": json.dumps(SYSTEM).encode()}, Reading(release="7"))

    assert content.releases[0].release.version == "7"


def test_faults_inside_have_their_member_and_path(package: Callable[..., Content]) -> None:
    broken = json.dumps(SYSTEM | {"concept": [{"code": 7}]}).encode()

    (found,) = package({"package/a.json": broken}).errors

    assert (found.place.file, found.place.path) == ("x.tgz/package/a.json", "/concept/0/code")


UNSAFE: dict[str, tuple[Members, str, str]] = {
    "a way out": ({"package/../../etc/passwd": b"x"}, "SPR07", "leads out"),
    "a whole path": ({"/etc/passwd": b"x"}, "SPR07", "no relative path"),
    "a link": ({"a": link("package/a.json", tarfile.SYMTYPE)}, "SPR07", "link"),
    "a device": ({"a": link("package/a.json", tarfile.CHRTYPE)}, "SPR07", "device"),
    "a bomb": ({"package/a.json": bytes(80 << 20)}, "SPR07", "times its size"),
    "many members": ({f"package/{n}.txt": b"" for n in range(10_001)}, "SPR07", "10001 members"),
    "nothing to read": ({"package/readme.md": b"x"}, "SPR04", "holds no CodeSystem"),
    "twice the same": (
        {f"package/{n}.json": json.dumps(SYSTEM).encode() for n in range(2)}, "SPF21", "is there 2 times"),
}  # fmt: skip


@pytest.mark.parametrize(("members", "rule", "said"), UNSAFE.values(), ids=UNSAFE)
def test_an_archive_that_is_not_safe_is_refused_as_a_whole(
    package: Callable[..., Content], members: Members, rule: str, said: str
) -> None:
    content = package({"package/0.json": json.dumps(SYSTEM | {"url": "urn:first"}).encode(), **members}
                      if rule == "SPR07" else members)  # fmt: skip

    (found,) = content.errors
    assert found.rule == rule
    assert said in found.text
    if rule == "SPR07":
        assert content.releases == ()


@pytest.mark.parametrize("raw", [b"", b"no archive", b"\x1f\x8b\x08\x00"])
def test_what_is_no_archive_is_refused(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "x.tgz").write_bytes(raw)

    assert [f.rule for f in read(tmp_path / "x.tgz").errors] == ["SPR06"]


def test_an_archive_that_is_cut_short_is_refused(package: Callable[..., Content], tmp_path: Path) -> None:
    package({"package/a.json": json.dumps(SYSTEM).encode() * 50})
    whole = (tmp_path / "x.tgz").read_bytes()
    (tmp_path / "y.tgz").write_bytes(whole[: len(whole) // 2])

    assert [f.rule for f in read(tmp_path / "y.tgz").errors] == ["SPR06"]


def test_the_publisher_s_files_come_out_of_a_package_as_they_do_of_a_folder(
    package: Callable[..., Content], shared_data: Path
) -> None:
    folder = shared_data / "kl-term" / "2.3.0"
    files = sorted(folder.glob("*.json"))

    packed = package({f"package/{file.name}": file.read_bytes() for file in files}, Reading(release="2.3.0"))

    lying = read(folder, Reading(release="2.3.0"))
    assert {d.release.digest for d in packed.releases} == {d.release.digest for d in lying.releases}
    assert set(packed.value_sets) == set(lying.value_sets)


def test_a_folder_is_read_file_by_file_in_whichever_format(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.json").write_text(json.dumps(SYSTEM))
    (tmp_path / "deep" / "b.csv").write_text("# URI,urn:b\n# Version,1\nKode,Term\nR,Rød\n", encoding="utf-8")
    (tmp_path / "c.ttl").write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<urn:t> a skos:ConceptScheme ; <http://www.w3.org/2002/07/owl#versionInfo> "1" .\n'
        "<urn:t#R> skos:inScheme <urn:t> ."
    )
    (tmp_path / "readme.md").write_text("nothing")
    (tmp_path / "d.jskos.json").write_text(
        json.dumps(
            {
                "type": ["http://www.w3.org/2004/02/skos/core#ConceptScheme"],
                "uri": "urn:j",
                "version": "1",
                "concepts": [{"uri": "urn:j#R", "notation": ["R"], "prefLabel": {"da": "Rød"}}],
            }
        )
    )

    found = read(tmp_path)
    assert found.errors == ()
    assert {d.release.scheme.uri for d in found.releases} == {"urn:c", "urn:b", "urn:t", "urn:j"}


def test_a_folder_of_one_other_format_has_no_need_of_fhir(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("# URI,urn:b\n# Version,1\nKode,Term\nR,Rød\n", encoding="utf-8")

    assert read(tmp_path).findings == ()


def test_a_file_whose_name_says_no_format_is_told_the_endings(tmp_path: Path) -> None:
    (tmp_path / "colours").write_text("Kode,Term\n")

    found = read(tmp_path / "colours").findings

    assert [one.rule for one in found] == ["SPF01", "SPR08"]
    assert ".csv" in found[1].remedy.en
