"""A folder of files that mean harm: each is refused in its own sentence, quickly, and nothing of it comes in."""

from __future__ import annotations

import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from loaders import read
from tests.api.cli_runner import Run, runner

SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
LOLS = "<!DOCTYPE x [" + '<!ENTITY a "lol">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">&j;</rdf:RDF>'
SYSTEM = (
    '{"resourceType": "CodeSystem", "url": "urn:x", "version": "1", "content": "complete", "concept": %s}'
)
TABLE = "# URI,urn:x\n# Version,1\n"


def _tar(*members: tarfile.TarInfo | tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                archive.addfile(info, io.BytesIO(member[1]))
    return made.getvalue()


def _zip(name: str, content: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return made.getvalue()


def _link() -> tarfile.TarInfo:
    info = tarfile.TarInfo("package/x.json")
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return info


def _book(cell: str, value: str) -> bytes:
    book = openpyxl.Workbook()
    book["Sheet"].append(["Kode", "Term"])
    book["Sheet"][cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


FILES: dict[str, bytes | str] = {
    "bomb.rdf": LOLS + RDF,
    "bomb-kle.xml": LOLS + "<KLE-Emneplan>&j;</KLE-Emneplan>",
    "elsewhere.rdf": '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + RDF.replace("&j;", "&x;"),
    "elsewhere.xml": '<!DOCTYPE KLE-Emneplan SYSTEM "http://x.example/k.dtd"><KLE-Emneplan/>',
    "deep.xml": "<KLE-Emneplan>" + "<a>" * 5_000 + "</a>" * 5_000 + "</KLE-Emneplan>",
    "context.jsonld": '{"@context": "https://x.example/context.jsonld", "@id": "urn:x"}',
    "deep.jsonld": '{"@graph": [' * 3_000 + "]}" * 3_000,
    "deep.json": '{"resourceType": "CodeSystem", "concept": ' + "[" * 100_000,
    "keys.json": '{"resourceType": "CodeSystem", "resourceType": "ValueSet"}',
    "circle.ttl": SKOS + '<urn:c> a skos:ConceptScheme ; <http://www.w3.org/2002/07/owl#versionInfo> "1" .\n'
        "<urn:c#a> skos:inScheme <urn:c> ; skos:broader <urn:c#b> . <urn:c#b> skos:broader <urn:c#a> ; "
        "skos:inScheme <urn:c> .",
    "clash.ttl": SKOS + "<urn:c> a skos:ConceptScheme, skos:Concept .",
    "no-turtle.ttl": "\x00\x01\x02",
    "bomb.xlsx": _zip("xl/worksheets/sheet1.xml", bytes(32 << 20)),
    "path.xlsx": _zip("../../../etc/cron.d/x", b"x"),
    "far.xlsx": _book("XFD1048576", "x"),
    "formula.xlsx": _book("B2", '=HYPERLINK("http://x.example/")'),
    "wide.csv": TABLE + "Kode" + ",x" * 100_000 + "\n",
    "long.csv": TABLE + "Kode,Term\nA," + "x" * 1_000_000 + "\n",
    "dos.csv": TABLE.encode() + "Kode,Term\nA,Rød\n".encode("cp850"),
    "aliases.sssom.tsv": "#a: &a [x, x]\n#b: [*a, *a]\nsubject_id\n",
    "bomb.tgz": _tar(("package/x.json", bytes(64 << 20))),
    "path.tgz": _tar(("package/../../etc/passwd", b"x")),
    "link.tgz": _tar(_link()),
    "no-gzip.tgz": b"PK\x03\x04",
    "half.json": SYSTEM % '[{"code": "\\ud800"}]',
    "nan.json": SYSTEM % '[{"code": "a", "property": [{"code": "x", "valueDecimal": NaN}]}]',
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "hostile"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return made


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    return runner(monkeypatch, capsys, tmp_path / "cache", tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_each_is_refused_with_a_sentence_a_place_and_a_remedy(folder: Path, name: str) -> None:
    content = read(folder / name)

    grave = [
        *content.errors,
        *(f for draft in content.releases for f in draft.check() if f.severity == "error"),
    ]
    assert grave
    for found in grave:
        assert found.text
        assert found.remedy
        assert name in found.place.file or found.place.path
        assert len(str(found)) < 1_000, "a message does not repeat what it was sent"


def test_no_two_harms_are_refused_in_the_same_words(folder: Path) -> None:
    said = {}
    for name in FILES:
        content = read(folder / name)
        grave = [*content.errors, *(f for d in content.releases for f in d.check() if f.severity == "error")]
        said[name] = (grave[0].rule, grave[0].text)
    twins = {"elsewhere.xml", "deep.jsonld"}  # the same harm as bomb-kle.xml and deep.json
    distinct = [words for name, words in said.items() if name not in twins]
    assert len(set(distinct)) == len(distinct), said


def test_nothing_of_the_folder_comes_in(folder: Path, run: Run, tmp_path: Path) -> None:
    """The command refuses all of it and leaves no store with any of it; a sound file beside them is not enough."""
    (folder / "sound.json").write_text(SYSTEM % json.dumps([{"code": "a", "display": "A"}]))

    found = run("import", str(folder), "--data-dir", str(tmp_path / "data"))

    assert found.code == 1
    assert "Nothing was imported" in found.out
    after = run("schemes", "--data-dir", str(tmp_path / "data"), "--format", "json")
    assert "urn:x" not in after.out
    assert "Traceback" not in found.err


def test_a_pipe_is_not_read_without_end(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.json")

    assert [f.rule for f in read(Path("/dev/zero")).errors] == ["SPR05"]
    assert [f.rule for f in read(tmp_path / "a.json").errors] == ["SPR05"]
