"""KLE-Online XML: emneplan, handlingsfacetter and stikord of KL Emnesystematik, variants 1.1 and 2.0; read only.

Elements go by their local names, with or without the suffix `Komponent` of their schema types. The numbers are the
codes, always text. docs/formats/kle-xml.md tells what is kept, and lists the rule codes of the findings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from loaders.content import Content, Reading

UNSAID: Final = Reading()


def recognises(path: Path) -> bool:
    """Whether an `.xml` file, or one directly in a folder, begins as a KLE plan or a file of stikord."""
    if not (path.is_dir() or path.suffix.lower() == ".xml"):
        return False
    from loaders.kle_xml.reading import is_kle

    return is_kle(path)


def read(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that a file, or all `*.xml` files directly in a directory, hold; drafts are raw.

    Findings: those of `loaders.kle_xml.reading.read_path`.
    """
    from loaders.kle_xml.reading import read_path

    return read_path(path, reading)


def read_bytes(raw: bytes, file: str, reading: Reading = UNSAID) -> Content:
    """Everything that one file's bytes hold (findings as `read`)."""
    from loaders.kle_xml.reading import read_raw

    return read_raw(raw, file, reading)
