r"""Text that others wrote, made harmless where people and their programs read it.

A payload, a file's name or a label may hold what steers a terminal (escapes, C1 controls), turns a line around (bidi
marks), is a command to the machine that reads a build's log (`::error::`, `##[group]`, `##vso[…]`), or is a formula to
a spreadsheet. What is written by this program goes through one of these functions; the characters are shown as escapes
(`\u202e`), so that nobody has to guess what stood there. Formats that carry content to other programs as it is
(`export`, `fix --write`) are no text for people and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

_COMMAND: Final = re.compile(r"\A(\s*):(?=:)|(?<=#)#(?=\[|[a-z]+\[)", re.IGNORECASE)
_MARKER: Final = re.compile(r"(?<=#)#(?=\[|[a-z]+\[)", re.IGNORECASE)
_FORMULA: Final = re.compile(r"(\A|[;\t\r\n])(\s*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])")
_HIDDEN: Final = "\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
_FORMAT: Final = (
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a"
)
"""Format characters of scripts and of music (Unicode's category Cf), which no one sees."""
_IN_JSON: Final = re.compile(
    f"[{_HIDDEN}{_FORMAT}\ud800-\udfff\U000e0000-\U000e0fff]|(?<=#)#(?=\\[|[a-zA-Z]+\\[)"
)


def line(text: str) -> str:
    r"""On one line, without what steers a terminal or a build: blanks of any kind are blanks, the rest is escaped.

    >>> print(line("a\x1b[31m\u202eb\n::error::c"), line("::error::x"), line("##[group]x"), line("Søvn & hvile"))
    a\u001b[31m\u202eb ::error::c \u003a:error::x #\u0023[group]x Søvn & hvile
    """
    if not text.isprintable():
        text = "".join(one if one.isprintable() else _shown(one) for one in text)
    return _COMMAND.sub(_escaped_mark, text) if "::" in text or "##" in text else text


def lines(text: str) -> str:
    """Several lines, each by itself."""
    if text.isprintable():
        return line(text)
    return "\n".join(map(line, text.split("\n")))


def same_width(text: str) -> str:
    """A line quoted from a file, as many characters wide as it was: what must not be shown is a replacement mark."""
    if not text.isprintable():
        text = "".join(
            one
            if one.isprintable()
            else " "
            if one.isspace() and one not in "\x1c\x1d\x1e\x1f\x85\u2028\u2029"
            else _MARK
            for one in text
        )
    return _MARKER.sub(_MARK, text) if "##" in text else text


def cell(text: str) -> str:
    """One cell of CSV or TSV: on one line, and no formula to a spreadsheet, nor is what follows a semicolon in it.

    >>> cell("=1+1"), cell("-1.5"), cell("- uden hjælp"), cell("a;=1+1"), cell("J1.1")
    ("'=1+1", '-1.5', "'- uden hjælp", "a;'=1+1", 'J1.1')
    """
    text = line(text)
    return text if _is_number(text) else _FORMULA.sub(r"\1\2'", text)


def cells(row: Iterable[Any]) -> list[Any]:
    """The cells of a row; what is no text is as it is."""
    return [cell(one) if isinstance(one, str) else one for one in row]


def json_text(text: str) -> str:
    r"""JSON that says the same, with escapes for what must not be seen raw.

    >>> print(json_text('{"a": "\u202e##[group]"}'))
    {"a": "\u202e#\u0023[group]"}
    """
    if text.isascii() and "##" not in text and "\x7f" not in text:
        return text
    return _IN_JSON.sub(_as_units, text)


def value(answer: Any) -> Any:
    """A plain value with each text in it as `line` has it, for those who make sentences of it."""
    if isinstance(answer, str):
        return line(answer)
    if isinstance(answer, dict):
        return {name: value(part) for name, part in answer.items()}
    if isinstance(answer, list | tuple):
        return [value(part) for part in answer]
    return answer


_MARK: Final = "\N{REPLACEMENT CHARACTER}"


def _shown(one: str) -> str:
    if one in "\n\r\t" or (one.isspace() and one > "\x9f" and one not in "\u2028\u2029"):
        return " "
    return _escape(one)


def _escape(one: str) -> str:
    return f"\\u{ord(one):04x}" if ord(one) < 0x10000 else f"\\U{ord(one):08x}"


def _escaped_mark(match: re.Match[str]) -> str:
    return f"{match[1] or ''}{_escape(match[0][-1])}"


def _as_units(match: re.Match[str]) -> str:
    """As JSON escapes: UTF-16 code units."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def _is_number(text: str) -> bool:
    """Whether a spreadsheet would read the text as a number, and nothing else."""
    return _NUMBER.fullmatch(text) is not None
