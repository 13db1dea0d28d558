"""SSSOM/TSV: one mapping set, metadata in YAML above (or beside) rows parted by tabs. SSSOM 1.1.

docs/formats/sssom.md tells which slots are read, the rule codes of the findings, and what is not carried.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from classification import Place
from classification.sentence import both
from loaders.content import Content, Reading
from loaders.reading.notes import Notes

if TYPE_CHECKING:
    from classification import Finding

UNSAID: Final = Reading()


def read(path: Path, reading: Reading = UNSAID) -> Content:
    """The concept map in a file (findings as `loaders.sssom_tsv.source` and `reading`; SPR04 a set without rows)."""
    from loaders.sssom_tsv.reading import content_of
    from loaders.sssom_tsv.source import read_source

    notes = Notes()
    source = read_source(path, notes)
    content = content_of(source, reading, notes) if source is not None else Content()
    if source is not None and source.slots and not source.rows and not notes.findings:
        notes.warning(
            "SPR04",
            both("sættet har ingen rækker og siger intet", "the set has no rows, and says nothing"),
            Place(path.name),
            both("find rækkerne", "look for the rows"),
        )
    return content + Content(findings=tuple(notes.findings))


def write(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.sssom.tsv` file for each map."""
    from loaders.sssom_tsv.writing import write

    return write(content, folder)


def losses(content: Content) -> tuple[Finding, ...]:
    """What the files do not carry."""
    from loaders.sssom_tsv.writing import losses

    return losses(content)
