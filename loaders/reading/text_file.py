"""Text files as bytes become text: UTF-8 without byte order mark, or a finding that says where not."""

from __future__ import annotations

from pathlib import Path

from classification import Place
from classification.sentence import both
from loaders.reading.limits import fits
from loaders.reading.notes import Notes

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_text(path: Path, notes: Notes, *, name: str = "") -> str | None:
    """The text of a file, or None when it cannot be read.

    Findings: SPR01 the file cannot be read, SPR05 it is too large, SPR02 not UTF-8 (with the line), SPR03 byte order
    mark (passed over).
    """
    file = name or path.name
    if not fits(path, notes, name=file):
        return None
    try:
        raw = path.read_bytes()
    except OSError as problem:
        notes.error(
            "SPR01",
            both(
                f"kan ikke læses: {problem.strerror or problem}",
                f"cannot be read: {problem.strerror or problem}",
            ),
            Place(file),
            both("undersøg sti og rettigheder", "check path and permissions"),
        )
        return None
    return decode(raw, file, notes)


def decode(raw: bytes, file: str, notes: Notes) -> str | None:
    """The text that `raw` encodes (findings as `read_text`)."""
    if raw.startswith(BYTE_ORDER_MARK):
        notes.warning(
            "SPR03",
            both("begynder med et byte order mark", "begins with a byte order mark"),
            Place(file, 1),
            both("gem filen som UTF-8 uden BOM", "save the file as UTF-8 without BOM"),
        )
        raw = raw[len(BYTE_ORDER_MARK) :]
    try:
        return raw.decode()
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        message = both(
            f"er ikke UTF-8: byte 0x{raw[problem.start]:02X} på plads {problem.start}",
            f"is not UTF-8: byte 0x{raw[problem.start]:02X} at offset {problem.start}",
        )
        notes.error(
            "SPR02", message, Place(file, line), both("gem filen som UTF-8", "save the file as UTF-8")
        )
        return None
