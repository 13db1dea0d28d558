"""XML that somebody sent: what is refused, where, and that nothing in it is fetched or unfolded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from classification.finding import Finding
from loaders.reading.limits import DEEPEST
from loaders.reading.notes import Notes
from loaders.reading.xml_document import XmlElement, parse_xml, prolog_of, read_xml, root_name
from tests.counted import within

LAUGHS = (
    "<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY l0 'ha'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>\n<a>&l9;</a>"
)
BLOW_UP = f"<!DOCTYPE a [<!ENTITY x '{'x' * 50_000}'>]><a>{'&x;' * 50_000}</a>"


def parsed(text: str | bytes) -> tuple[XmlElement | None, list[Finding]]:
    notes = Notes()
    raw = text.encode() if isinstance(text, str) else text
    return parse_xml(raw, "x.xml", notes), notes.findings


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param(LAUGHS, 2, id="a billion laughs"),
        pytest.param(BLOW_UP, 1, id="quadratic blow-up"),
        pytest.param("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", 1, id="a file"),
        pytest.param("\n<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'>\n<a/>", 2, id="a DTD elsewhere"),
        pytest.param("<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1:1/'>%p;]><a/>", 1, id="parameter"),
        pytest.param("<!DOCTYPE a [<!ATTLIST a b CDATA 'c'>]><a/>", 1, id="default attributes"),
        pytest.param("<!DOCTYPE html><a/>", 1, id="a harmless one"),
        pytest.param(
            "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE a><a/>".encode("utf-16"), 1, id="UTF-16"
        ),
    ],
)
def test_a_document_type_declaration_is_refused_before_anything_is_unfolded(
    text: str | bytes, line: int
) -> None:
    root, (finding,) = within(100_000, lambda: parsed(text))

    assert root is None
    assert (finding.rule, finding.place.line) == ("SPX02", line)
    assert "document type declaration" in finding.text
    assert finding.remedy.en == "remove <!DOCTYPE …>"


@pytest.mark.parametrize("encoding", ["EUC-JP", "Shift_JIS", "UTF-32"])
def test_a_declaration_in_an_encoding_that_the_first_look_does_not_know_is_refused_too(encoding: str) -> None:
    text = LAUGHS.replace("version='1.0'", f"version='1.0' encoding='{encoding}'")

    root, (finding,) = parsed(text.encode(encoding))

    assert root is None
    assert finding.rule == "SPX02"


def test_entities_in_an_attribute_in_such_an_encoding_are_not_unfolded_without_end() -> None:
    text = LAUGHS.replace("version='1.0'", "version='1.0' encoding='EUC-JP'").replace("<a>", "<a b='&l9;'>")

    root, (finding,) = parsed(text.encode("EUC-JP"))

    assert root is None
    assert finding.rule == "SPX02"


@pytest.mark.parametrize(
    ("text", "rule", "line", "said"),
    [
        ("<a>\n<b></a>", "SPX01", 2, "Opening and ending tag mismatch: b line 2 and a in column 8"),
        ("", "SPX01", 1, "Document is empty in column 1"),
        ("PK\x03\x04 no XML", "SPX01", 1, "Start tag expected"),
        ('{"a": 1}', "SPX01", 1, "Start tag expected"),
        ("<a>&nbsp;</a>", "SPX01", 1, "Entity 'nbsp' not defined"),
        ("<a>\x01</a>", "SPX01", 1, "PCDATA invalid Char value 1"),
        ("<a b='1' b='2'/>", "SPX01", 1, "Attribute b redefined"),
        ("<a/><b/>", "SPX01", 1, "Extra content"),
        ("<a>\næ</a>".encode("latin-1"), "SPX04", 2, "encoding"),
        (b"<?xml version='1.0' encoding='nope'?><a/>", "SPX04", 1, "Unsupported encoding"),
        (b"<a>" + b"x" * 10_100_000 + b"</a>", "SPX05", 1, "more than 10,000,000 characters"),
        (b"<a b='" + b"x" * 10_100_000 + b"'/>", "SPX05", 1, "more than 10,000,000 characters"),
        ("<a>" * 201 + "</a>" * 201, "SPX03", 0, "deeper than 200 levels"),
        ("<a>" * 100_000 + "</a>" * 100_000, "SPX03", 1, "deeper than 200 levels"),
    ],
    ids=[
        "tags that cross", "nothing", "an archive", "JSON", "an entity of HTML", "a control character",
        "an attribute twice", "two roots", "latin-1", "unknown encoding", "a long text", "a long attribute",
        "deep", "very deep",
    ],
)  # fmt: skip
def test_what_is_no_document_is_told_with_its_place(
    text: str | bytes, rule: str, line: int, said: str
) -> None:
    root, (finding,) = parsed(text)

    assert root is None
    assert (finding.rule, str(finding.severity), finding.place.file) == (rule, "error", "x.xml")
    assert finding.place.line == line
    assert said in finding.text
    assert finding.remedy.en


def test_the_deepest_document_that_is_read_has_200_levels() -> None:
    root, findings = parsed("<a>" * DEEPEST + "</a>" * DEEPEST)

    assert root is not None
    assert findings == []


def test_an_encoding_that_is_stated_is_read() -> None:
    root, _ = parsed("<?xml version='1.0' encoding='iso-8859-1'?><a>blåbær</a>".encode("latin-1"))

    assert root is not None
    assert root.value == "blåbær"


def test_comments_instructions_and_cdata_leave_the_text_whole() -> None:
    root, _ = parsed("<a>en<!-- ikke --> to<?x y?> <![CDATA[<tre>]]></a>")

    assert root is not None
    assert root.value == "en to <tre>"


def test_names_are_local_and_lines_are_told_beyond_65535() -> None:
    root, _ = parsed("<p:a xmlns:p='urn:x'>" + "\n" * 70_000 + "<p:b>x</p:b></p:a>")

    assert root is not None
    (child,) = root.parts("b")
    assert (root.name, root.namespace, child.value, child.place().line) == ("a", "urn:x", "x", 70_001)


def test_line_breaks_of_the_layout_go_and_other_blanks_stay() -> None:
    root, _ = parsed("<a><b> titel </b><b>\n   to\n   linjer\n  </b></a>")

    assert root is not None
    assert [part.line for part in root.parts("b")] == [" titel ", "to linjer"]


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("<?xml version='1.0'?><!-- c --><KLE-Emneplan>", "KLE-Emneplan"),
        ("<s:Envelope xmlns:s='urn:s'><", "Envelope"),
        ("<!DOCTYPE a><a/>", ""),
        ("{}", ""),
        ("", ""),
    ],
)
def test_the_root_is_told_from_the_beginning_of_a_file(tmp_path: Path, text: str, root: str) -> None:
    path = tmp_path / "x.xml"
    path.write_text(text, encoding="utf-8")

    assert root_name(path) == root


def test_a_root_behind_a_long_comment_is_found_by_the_parser() -> None:
    assert prolog_of(b"<!--" + b"x" * 200_000 + b"--><a/>").root == "a"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    notes = Notes()

    assert read_xml(tmp_path / "no.xml", notes) is None
    assert [(f.rule, f.place.file) for f in notes.findings] == [("SPR01", "no.xml")]
    assert root_name(tmp_path / "no.xml") == ""


def test_formats_are_listed_without_loading_what_reads_them() -> None:
    script = "import loaders.format, sys; print('lxml' in sys.modules, 'loaders.oio.reading' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)

    assert done.stdout.split() == ["False", "False"]
