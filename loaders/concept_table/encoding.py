"""Bytes of a delimited file to text: UTF-8, what a byte order mark says, or what a spreadsheet wrote."""

from __future__ import annotations

import codecs
import re
from typing import Final

from classification import Place
from classification.sentence import both
from loaders.reading.notes import Notes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TWO_BYTES: Final = re.compile(rb"[\xc3-\xcf][\x80-\xbf]")
_OUTSIDE: Final = re.compile(r"[^\x00-\x7fÀ-ÖØ-öø-ÿŠšŽžŒœŸ§°·½¼¾£€–—‘’“”…«»©®´²³µ¹ªº\xa0]")
_WITHIN: Final = re.compile(
    r"(?<=[^\W\d_])[‘“”…«»©®°·½¼¾£€§ªº](?=[^\W\d_])|(?<=[a-zæøå])[À-ÖØ-Þ](?=[a-zæøå])"
)


def encoding_named(name: str) -> str:
    """The encoding as Python knows it; empty where it knows none of that name, or one that is not of texts.

    >>> encoding_named("Windows-1252"), encoding_named("ISO-8859-15"), encoding_named("base64"), encoding_named("x")
    ('cp1252', 'iso8859-15', '', '')
    """
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)
    except LookupError:
        return ""
    return found.name


def decoded(raw: bytes, file: str, notes: Notes, encoding: str = "") -> str | None:
    """The text of the bytes; None where that is not certain.

    In the encoding that the caller names, else as the byte order mark says, else UTF-8, else Windows-1252 where every
    letter speaks for it. Findings: SPB25 another encoding than UTF-8 that was recognised, SPR02 none that fits.
    """
    if encoding:
        return _in(encoding, raw, file, notes)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            if name != "utf-8":
                _tell(name.upper().removesuffix("-LE").removesuffix("-BE"), file, notes)
            return _in(name, raw[len(mark) :], file, notes)
    try:
        return raw.decode()
    except UnicodeDecodeError as problem:
        if is_windows_1252(raw):
            _tell("Windows-1252", file, notes, raw.count(b"\n", 0, problem.start) + 1)
            return raw.decode("cp1252")
    return _in("utf-8", raw, file, notes)


def _in(encoding: str, raw: bytes, file: str, notes: Notes) -> str | None:
    """SPR02: where it is not in that encoding."""
    plain = (
        encoding.removesuffix("-le").removesuffix("-be").upper() if encoding.startswith("utf") else encoding
    )
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        said = both(
            f"er ikke {plain}: byte 0x{raw[problem.start]:02X} på plads {problem.start}",
            f"is not {plain}: byte 0x{raw[problem.start]:02X} at offset {problem.start}",
        )
        remedy = both(
            "sig tegnsættet med --encoding (windows-1252, cp850, mac-roman), eller gem filen som UTF-8",
            "say the encoding with --encoding (windows-1252, cp850, mac-roman), or save the file as UTF-8",
        )
        notes.error("SPR02", said, Place(file, line), remedy)
        return None
    return text.removeprefix("\ufeff")


def _tell(name: str, file: str, notes: Notes, line: int = 1) -> None:
    said = both(f"er ikke UTF-8, men {name}, og er læst sådan", f"is not UTF-8 but {name}, and was read so")
    remedy = both(
        "se på æ, ø og å; sig et andet tegnsæt med --encoding, eller gem filen som UTF-8",
        "look at the letters beyond a to z; say another encoding with --encoding, or save the file as UTF-8",
    )
    notes.warning("SPB25", said, Place(file, line), remedy)


def is_windows_1252(raw: bytes) -> bool:
    """Whether bytes are plainly Windows-1252 (or ISO 8859-1, of which it is more): letters and signs of Western Europe,
    where such stand.

    Other encodings of one byte give signs in the middle of words: a code page of DOS or of Macintosh writes æ, ø and å
    in places where Windows has quotes and fractions. Pairs of bytes as in UTF-8 speak of a damaged UTF-8 file.

    >>> [is_windows_1252("Blå rødgrød, 5 §".encode(name)) for name in ("cp1252", "cp850", "mac-roman", "utf-8")]
    [True, False, False, False]
    """
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return False
    return not (_TWO_BYTES.search(raw) or _OUTSIDE.search(text) or _WITHIN.search(text))
