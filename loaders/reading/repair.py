"""Texts of others, mended where there is one harmless reading; what was done is told by who reads them."""

from __future__ import annotations

import re
from typing import Final

_BREAK: Final = re.compile(r"\s*[\t-\r\x1c-\x1f\x85\u2028\u2029]\s*")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")


def on_one_line(text: str) -> str:
    r"""A label without layout: a line break or tab, with the spaces around it, is one space; control characters go.

    Spaces alone stay as they are, no-break ones too: publishers have them in their terms, and what they wrote is what
    other systems compare with (the lint tells of them).

    >>> on_one_line("Vaske\r\n  sig\tselv\x81"), on_one_line("a\xa0b")
    ('Vaske sig selv', 'a\xa0b')
    """
    if text.isprintable():
        return text
    plain = _CONTROL.sub("", _BREAK.sub(" ", text))
    return plain if plain == text else plain.strip()


def without_controls(text: str) -> str:
    r"""A text without the control characters that no format carries; line breaks and tabs are layout and stay.

    >>> without_controls("a\x80b\nc")
    'ab\nc'
    """
    return text if text.isprintable() else _CONTROL.sub("", text)
