"""What the lint notices in published vocabularies and maps: the counts of docs/published-vocabularies.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from api.archive.archive import Archive
from api.importing.request import Request
from api.settings import Settings
from classification.concept_map import ConceptMap
from classification.lint.linter import lint_release
from classification.lint.map import lint_map
from classification.record import replace
from classification.terminology import Terminology, When
from loaders import Reading, read
from tests.stocked import Stocked

RELEASES = ("1.0.0", "1.1.0", "2.0.0", "2.1.0", "2.2.0", "2.3.0", "2.4.0")
OF_DEFINITIONS = {"SPL11", "SPL12", "SPL23"}

Counts = dict[tuple[str, str, str], int]


@pytest.fixture(scope="module")
def told(project_root: Path) -> Counts:
    """The counts of the page, under scheme, release and rule."""
    page = (project_root / "docs" / "published-vocabularies.md").read_text(encoding="utf-8")
    return dict(_told(page.partition("## Counts")[2]))


def _told(text: str) -> Iterator[tuple[tuple[str, str, str], int]]:
    for scheme, table in re.findall(r"^### (\S+)\n\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL):
        head, _, *rows = (
            [cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()
        )
        for rule, _, *counts in rows:
            for release, count in zip(head[2:], counts, strict=True):
                if count != "–":
                    yield (scheme, release, rule), int(count)


def counted(of: Terminology, schemes: set[str]) -> Counts:
    found: Counts = {}
    for scheme in schemes:
        for held in of.releases(scheme, When(date.max)):
            for rule, count in Counter(seen.rule for seen in lint_release(of, held)).items():
                found[scheme, held.version, rule] = count
    return found


def test_the_bundled_editions_have_the_counts_of_the_page(bundled: Terminology, told: Counts) -> None:
    expected = {place: count for place, count in told.items() if place[2] not in OF_DEFINITIONS}

    assert counted(bundled, {scheme for scheme, _, _ in told}) == expected


def of_maps(page: str) -> Counts:
    """The counts of the page on maps, under map, release and rule."""
    table = page.partition("| map | rule |")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return {
        (name, release, rule): int(count)
        for name, rule, _, *counts in rows
        for release, count in zip(RELEASES, counts, strict=True)
        if count != "–"
    }


def made_for(concept_map: ConceptMap, label: str) -> ConceptMap:
    """The map as if it had been made for that release of the national terminology."""
    pinned = (
        (system, label if system.startswith("urn:oid:") else of) for system, of in concept_map.target_releases
    )
    return replace(concept_map, target_releases=tuple(pinned))


def test_the_bundled_maps_have_the_counts_of_the_page_in_every_release(
    bundled: Terminology, project_root: Path
) -> None:
    page = (project_root / "docs" / "published-vocabularies.md").read_text(encoding="utf-8")
    when = When(date(2026, 6, 1))

    counts = {
        (concept_map.name, release, rule): count
        for concept_map in bundled.maps(when)
        for release in RELEASES
        for rule, count in Counter(
            seen.rule for seen in lint_map(bundled, made_for(concept_map, release), when)
        ).items()
    }

    assert counts == of_maps(page)
    assert counts


def test_the_bundled_maps_name_nothing_that_is_unknown_or_contradicts_itself(bundled: Terminology) -> None:
    when = When(date(2026, 6, 1))

    found = {seen.rule for concept_map in bundled.maps(when) for seen in lint_map(bundled, concept_map, when)}

    assert found == {"SPA08", "SPA11", "SPA17"}


@pytest.mark.realdata
def test_the_publisher_s_files_have_the_counts_of_the_page(
    kl_term: Callable[[str], Path], told: Counts, tmp_path: Path, stocked: Stocked
) -> None:
    settings = Settings(tmp_path / "data", tmp_path / "cache")
    stocked.copy_to(settings)
    with Archive(settings) as archive:
        for release in RELEASES:
            content = read(kl_term(release), Reading(release=release))
            request = Request(datetime(2026, 2, 1, tzinfo=UTC), "files", release)
            assert archive.publish(content, request).published
        terminology = archive.terminology()

    assert counted(terminology, {scheme for scheme, _, _ in told}) == told
