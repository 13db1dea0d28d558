"""A KLE file, or the files of a folder: plans, and the stikord that belong to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from classification import Place
from classification.sentence import both
from classification.text import shown
from loaders.content import Content, Draft, Reading, Row
from loaders.kle_xml.keyword import Keyword, is_keyword_root, keywords_of_file
from loaders.kle_xml.levels import PLANS
from loaders.kle_xml.plan import PlanReader
from loaders.kle_xml.spelling import plain
from loaders.reading.notes import Notes
from loaders.reading.xml_document import XmlElement, parse_xml, read_xml, root_name

_PLANS: Final = {root: plan for plan in PLANS for root in plan.roots}
_ROOTS: Final = both(
    "KLE-Emneplan, KLE-Handlingsfacetter og stikord læses",
    "KLE-Emneplan, KLE-Handlingsfacetter and stikord are read",
)


def is_kle(path: Path) -> bool:
    """Whether an `.xml` file, or one directly in a folder, begins as a KLE plan or a file of stikord."""
    return any(_is_ours(root_name(file)) for file, _ in _files(path) if file.suffix.lower() == ".xml")


def read_path(path: Path, reading: Reading) -> Content:
    """Everything that a file, or all `*.xml` files directly in a directory, hold.

    Findings besides those of plans and of the XML (SPX…): SPE01 another root element, SPE13 stikord that lead to no
    number, SPE14 two plans with one label, SPR01 the path cannot be read, SPR04 nothing to read in it.
    """
    notes = Notes()
    roots = []
    if not path.exists():
        notes.error(
            "SPR01",
            both("der er ingen sådan fil eller mappe", "there is no such file or directory"),
            Place(str(path)),
            both("ret stien", "correct the path"),
        )
    for file, name in _files(path):
        root = read_xml(file, notes, name=name)
        if root is not None:
            roots.append(root)
    return _content(roots, path.name, reading, notes)


def read_raw(raw: bytes, file: str, reading: Reading) -> Content:
    """Everything that one file's bytes hold (findings as `read_path`)."""
    notes = Notes()
    root = parse_xml(raw, file, notes)
    return _content([root] if root is not None else [], file, reading, notes)


def _files(path: Path) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        found = (file for file in path.iterdir() if file.suffix.lower() == ".xml" and file.is_file())
        yield from ((file, file.name) for file in sorted(found))
    elif path.exists():
        yield path, path.name


def _is_ours(root: str) -> bool:
    return plain(root) in _PLANS or is_keyword_root(root)


def _content(roots: Iterable[XmlElement], name: str, reading: Reading, notes: Notes) -> Content:
    readers: list[PlanReader] = []
    keywords: list[Keyword] = []
    for root in roots:
        plan = _PLANS.get(plain(root.name))
        if plan is not None:
            readers.append(PlanReader(plan, root, notes))
        elif is_keyword_root(root.name):
            keywords += keywords_of_file(root)
        else:
            message = both(
                f"er ikke en KLE-fil: dens rod er {shown(root.name)!r}",
                f"is no KLE file: its root is {shown(root.name)!r}",
            )
            notes.information("SPE01", message, root.place(), _ROOTS)
    _attach(readers, keywords, notes)
    drafts = tuple(draft for reader in readers if (draft := reader.draft(reading)) is not None)
    _report_twice(drafts, notes)
    if not drafts and not any(finding.severity == "error" for finding in notes.findings):
        message = both(
            "indeholder hverken KLE-Emneplan eller KLE-Handlingsfacetter",
            "holds no KLE-Emneplan or KLE-Handlingsfacetter",
        )
        notes.error(
            "SPR04",
            message,
            Place(name),
            both("angiv en plan, eller en mappe med en", "name a plan, or a folder that holds one"),
        )
    return Content(releases=drafts, findings=tuple(notes.findings), rows=tuple(_rows(drafts)))


def _attach(readers: list[PlanReader], keywords: list[Keyword], notes: Notes) -> None:
    found: set[str] = set().union(*(reader.add(keywords) for reader in readers))
    for keyword in keywords if readers else ():
        if keyword.number not in found:
            message = both(
                f"stikord {shown(keyword.text)!r} fører til {shown(keyword.number)!r}, som ikke findes",
                f"stikord {shown(keyword.text)!r} leads to {shown(keyword.number)!r}, which is not there",
            )
            notes.warning(
                "SPE13",
                message,
                keyword.place,
                both(
                    "importér planen fra samme dag sammen med det", "import the plan of the same day with it"
                ),
            )


def _report_twice(drafts: Iterable[Draft], notes: Notes) -> None:
    named = Counter((draft.release.scheme.name, draft.release.version) for draft in drafts)
    for (name, version), times in named.items():
        if times > 1:
            message = both(
                f"{name} {version} er der {times} gange", f"{name} {version} is there {times} times"
            )
            notes.error(
                "SPE14",
                message,
                Place(),
                both(
                    "behold en af dem, eller importér dem én for én",
                    "keep one of them, or import them one by one",
                ),
            )


def _rows(drafts: Iterable[Draft]) -> Iterator[Row]:
    for draft in drafts:
        name = draft.release.scheme.name
        for concept in draft.release.concepts:
            yield Row(draft.places[concept.code], f"{name} {concept.code}")
