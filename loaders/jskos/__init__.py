"""JSKOS: concept schemes with their concepts, concordances and mappings, as JSON or one JSON object per line.

*JSKOS data format for knowledge organization systems*, 0.7.1. What it has no field for is written in the custom field
`SAMSPROG`; docs/formats/jskos.md lists what that holds, the rule codes of the findings, and what is not carried.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders.content import Content, Reading, joined

if TYPE_CHECKING:
    from classification import Finding

UNSAID: Final = Reading()


def read(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that a `.jskos.json` or `.jskos.ndjson` file holds (findings as `loaders.jskos.reading`)."""
    return joined(read_together([(path, path.name)], reading))


def read_together(files: Sequence[tuple[Path, str]], reading: Reading = UNSAID) -> Iterator[Content]:
    """Everything that files, by path and name, hold: those that speak of one scheme are read as one.

    One content for each group of files.
    """
    from loaders.jskos.reading import contents_of

    return contents_of(files, reading)


def write(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.jskos.json` file for each release and each map; the folder is made when it is not there."""
    from loaders.jskos.writing import write

    return write(content, folder)


def losses(content: Content) -> tuple[Finding, ...]:
    """SPJ31: what the files do not carry."""
    from loaders.jskos.writing import losses

    return losses(content)
