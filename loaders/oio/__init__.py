"""OIO Klassifikation: klassifikation, facet and klasse from LoRa (JSON) and FK-Klassifikation (XML); read only.

OIO *Specifikation af model for Klassifikation* 2.0. Both files feed one time line (`loaders.oio.timeline`): a facet is
a scheme, and a release of it is the longest time in which nothing of its klasser changes. docs/formats/oio.md tells
what is kept, and lists the rule codes of the findings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from loaders.content import Content, Reading

UNSAID: Final = Reading()


def recognises_lora(path: Path) -> bool:
    """Whether a `.json` file, or one directly in a folder, holds objects of LoRa."""
    if not (path.is_dir() or path.suffix.lower() == ".json"):
        return False
    from loaders.oio.reading import is_lora

    return is_lora(path)


def recognises_fk(path: Path) -> bool:
    """Whether an `.xml` file, or one directly in a folder, is an answer of FK-Klassifikation."""
    if not (path.is_dir() or path.suffix.lower() == ".xml"):
        return False
    from loaders.oio.reading import is_fk

    return is_fk(path)


def read_lora(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that a file, or all `*.json` files directly in a directory, hold; drafts are raw."""
    from loaders.oio import reading as files

    return files.read_lora(path, reading)


def read_fk(path: Path, reading: Reading = UNSAID) -> Content:
    """Everything that a file, or all `*.xml` files directly in a directory, hold; drafts are raw."""
    from loaders.oio import reading as files

    return files.read_fk(path, reading)


def read_lora_bytes(raw: bytes, file: str, reading: Reading = UNSAID) -> Content:
    """Everything that one JSON file's bytes hold."""
    from loaders.oio.reading import read_lora_raw

    return read_lora_raw(raw, file, reading)


def read_fk_bytes(raw: bytes, file: str, reading: Reading = UNSAID) -> Content:
    """Everything that one XML file's bytes hold."""
    from loaders.oio.reading import read_fk_raw

    return read_fk_raw(raw, file, reading)
