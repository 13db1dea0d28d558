"""The pages about KLE XML and OIO: their examples are true, and they list every rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from classification.concept import Status
from loaders import kle_xml, oio

PAGES = {
    "kle-xml.md": ("kle_xml", "SP[EX]"),
    "oio.md": ("oio", "SPO"),
}


def page(project_root: Path, name: str) -> str:
    return (project_root / "docs" / "formats" / name).read_text(encoding="utf-8")


def example(project_root: Path, name: str, language: str) -> bytes:
    found = re.search(rf"```{language}\n(.*?)```", page(project_root, name), re.DOTALL)
    assert found is not None
    return found.group(1).encode()


def test_the_example_of_kle_xml_is_what_the_page_says(project_root: Path) -> None:
    content = kle_xml.read_bytes(example(project_root, "kle-xml.md", "xml"), "x.xml")

    (draft,) = content.releases
    last = draft.release.concepts[-1]
    assert content.findings == ()
    assert draft.check() == ()
    assert (draft.release.scheme.name, draft.release.version) == ("kle-emneplan", "2024-05-01")
    assert (len(draft.release.concepts), last.code, last.status) == (3, "99.30.01", Status.DEPRECATED)
    assert str(last.validity) == "[2020-02-01, 2024-02-01)"
    assert last.properties == (("bevaring", "K5"),)


def test_the_example_of_oio_is_what_the_page_says(project_root: Path) -> None:
    content = oio.read_lora_bytes(example(project_root, "oio.md", "json"), "x.json")

    before, after = (draft.release for draft in content.releases)
    assert [finding.rule for finding in content.findings] == ["SPO23"]
    assert (before.scheme.name, before.version, str(before.validity)) == (
        "farver",
        "2024-05-30",
        "[2024-05-30, 2025-01-01)",
    )
    assert [release.by_code["R"].term() for release in (before, after)] == ["Rød", "Rødt"]


@pytest.mark.parametrize("name", PAGES)
def test_the_table_lists_every_rule_and_no_other(project_root: Path, name: str) -> None:
    package, prefix = PAGES[name]
    sources = [*(project_root / "loaders" / package).glob("*.py")]
    if package == "kle_xml":
        sources.append(project_root / "loaders" / "reading" / "xml_document.py")
    used = {
        rule
        for source in sources
        for rule in re.findall(rf'"({prefix}[0-9]{{2}})"', source.read_text(encoding="utf-8"))
    }

    listed = re.findall(rf"^\| ({prefix}[0-9]{{2}}) \|", page(project_root, name), re.MULTILINE)

    assert sorted(listed) == sorted(used)
