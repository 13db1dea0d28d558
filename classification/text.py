"""Text as people write it: keys for comparing, Danish order, language tags.

Codes are never touched by these functions; they are for labels and for what people type (standards: Unicode NFC/NFKC,
CLDR collation `da`, BCP 47).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal

INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad\u2060"))
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?"
    r"(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:-[0-9A-WYZa-wyz](?:-[A-Za-z0-9]{2,8})+)*"
    r"(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?\Z"
)
SHOWN: Final = 100
Form = Literal["NFC", "NFD", "NFKC", "NFKD"]
_FEW_LETTERS: Final = 500
_MOST_MARKS: Final = 30
_JOINER: Final = "\u034f"
_TAG_CASES: Final = {2: str.upper, 4: str.title}
_ESCAPES: Final = {"\n": r"\n", "\t": r"\t", "\r": r"\r"}
_BLANKS = re.compile(r"\s+")
_RANK = {"æ": "{", "ä": "{\u0001", "ø": "|", "ö": "|\u0001", "å": "~", "ü": "y\u0001"}


def trimmed(text: str) -> str:
    """The text without blanks (no-break ones too) and invisible marks around it."""
    return text.strip().strip("\u200b\ufeff\u00ad").strip()


def normal(form: Form, text: str) -> str:
    """A text in a normal form of Unicode, in time that grows with its length alone.

    Sorting the marks on one letter takes the square of their number, so runs of more than thirty are cut apart by a
    combining grapheme joiner, as the stream-safe text format does (Unicode Standard Annex 15, § 13).
    """
    if text.isascii():
        return text
    return unicodedata.normalize(form, text if len(text) <= _FEW_LETTERS else _stream_safe(text))


def _stream_safe(text: str) -> str:
    parts: list[str] = []
    start = marks = 0
    for at, letter in enumerate(text):
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MOST_MARKS:
            parts += (text[start:at], _JOINER)
            start, marks = at, 1
    return "".join((*parts, text[start:])) if parts else text


def term_key(text: str) -> str:
    """The form under which two spellings of one term compare equal: compatibility form, case folded, single blanks.

    >>> term_key("  Søvn og\u00a0HVILE ")
    'søvn og hvile'
    """
    return _short_key(text) if len(text) <= _FEW_LETTERS else _long_key(text)


def _key(text: str) -> str:
    if text.isascii():
        return _BLANKS.sub(" ", text.casefold()).strip()
    folded = normal("NFKC", text).translate(INVISIBLE).casefold()
    return _BLANKS.sub(" ", normal("NFC", folded)).strip()


_short_key = lru_cache(maxsize=65536)(_key)
_long_key = lru_cache(maxsize=4)(_key)  # one long text is looked for in many releases
forget_keys = _short_key.cache_clear


def sort_key(text: str) -> tuple[str, str]:
    """The key of Danish order: æ, ø, å after z, aa as å, upper case first on ties (CLDR `da`).

    >>> sorted(["Åse", "Zoo", "Ærø", "Aabenraa", "Øl", "abe"], key=sort_key)
    ['abe', 'Zoo', 'Ærø', 'Øl', 'Aabenraa', 'Åse']
    """
    folded = normal("NFC", text).casefold().replace("aa", "å")
    return folded.translate(_RANKED), text.swapcase()


@lru_cache(maxsize=4096)
def _base(letter: str) -> str:
    return (
        "".join(part for part in unicodedata.normalize("NFD", letter) if not unicodedata.combining(part))
        or letter
    )


class _Ranks(dict[int, str]):
    """What stands for a letter in a key; of those beyond Western Europe it is worked out when they occur."""

    def __missing__(self, code: int) -> str:
        return _base(chr(code))


_RANKED: Final = _Ranks({ord(c): _RANK.get(c) or _base(c) for c in map(chr, range(0x180))})


def shown(text: str, limit: int = SHOWN) -> str:
    """What a message quotes of what somebody sent: `limit` characters, and how many there were when it was more.

    >>> shown("FS3-G1"), shown("F" * 500_000, limit=5)
    ('FS3-G1', 'FFFFF… (500000 characters)')
    """
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def quoted(value: object) -> str:
    r"""A value of JSON as a message shows it: text in quotes, with what is not seen written out, the rest as JSON.

    >>> print(quoted("Gå"), quoted("\u00a0Gå"), quoted(True), quoted(["Gå"]))
    'Gå' '\u00a0Gå' true ["Gå"]
    """
    if not isinstance(value, str):
        import json

        return json.dumps(value, ensure_ascii=False)
    mark = '"' if "'" in value else "'"
    if value.isprintable():
        return f"{mark}{value}{mark}"
    text = "".join(one if one.isprintable() else _ESCAPES.get(one) or _escaped(one) for one in value)
    return f"{mark}{text}{mark}"


def _escaped(one: str) -> str:
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"


def is_language_tag(tag: str) -> bool:
    """Whether `tag` has the shape of a BCP 47 language tag (RFC 5646, section 2.1: `langtag`).

    >>> [is_language_tag(tag) for tag in ("da", "de-Latn-AT", "da-x-kl", "da_DK", "xx-yy-zz-1")]
    [True, True, True, False, False]
    """
    return bool(_LANGUAGE.match(tag))


def escaped(name: str) -> str:
    """A name as it stands in a JSON Pointer (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1") if "/" in name or "~" in name else name


def unescaped(step: str) -> str:
    """The name that a step of a JSON Pointer stands for."""
    return step.replace("~1", "/").replace("~0", "~")


@lru_cache(maxsize=1024)
def language_tag(tag: str) -> str:
    """A language tag in its usual case (BCP 47, section 2.1.1): parsers of RDF make all letters small.

    >>> language_tag("en-us"), language_tag("sr-latn-rs")
    ('en-US', 'sr-Latn-RS')
    """
    first, *others = tag.split("-")
    return "-".join([first.lower(), *(_TAG_CASES.get(len(part), str.lower)(part) for part in others)])
