"""What the pages name is there: paths and modules of this project."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
_PATH = re.compile(r"(?<![/\w.-])((?:api|classification|loaders|vocabularies|tests)/[\w/.-]*[\w/])")
_MODULE = re.compile(r"python -m ((?:api|tests)(?:\.\w+)*)")


def named(page: Path) -> Iterator[str]:
    """Paths of the code that a page names, and the modules it runs."""
    text = page.read_text(encoding="utf-8")
    yield from (found for found in _PATH.findall(text) if "<" not in found)
    yield from (module.replace(".", "/") for module in _MODULE.findall(text))


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_what_a_page_names_is_there(page: Path) -> None:
    gone = [path for path in named(page) if not ((ROOT / path).exists() or (ROOT / f"{path}.py").exists())]

    assert gone == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    targets = [target.partition("#")[0] for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", text)]

    assert [target for target in targets if target and not (page.parent / target).exists()] == []
