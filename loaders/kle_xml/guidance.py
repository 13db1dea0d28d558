"""Guidance: the xhtml of a Vejledning as text that people read."""

from __future__ import annotations

import re
from typing import Final

from loaders.reading.xml_document import XmlElement

_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_BLOCKS: Final = frozenset(("p", "div", "ul", "ol", "li", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS: Final = frozenset(("ul", "ol"))


def flattened(guidance: XmlElement) -> str:
    """The text: a line for each paragraph and each item of a list, items with a dash, deeper ones further in.

    Character formatting is dropped, and so are the addresses of links.
    """
    lines = _Lines()
    lines.add(guidance, 0)
    lines.end()
    return "\n".join(lines.done)


class _Lines:
    """Lines in the making."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._open = ""
        self._before = ""

    def add(self, element: XmlElement, depth: int) -> None:
        for piece in element.mixed():
            if isinstance(piece, str):
                self._open += _BLANKS.sub(" ", piece)
                continue
            name = piece.name.lower()
            if name in _BLOCKS or name == "br":
                self.end()
            if name == "li":
                self._before = f"{'  ' * max(depth - 1, 0)}- "
            elif name in {"td", "th"}:
                self._open += " "
            self.add(piece, depth + (name in _LISTS))
            if name in _BLOCKS:
                self.end()

    def end(self) -> None:
        text = _BLANKS.sub(" ", self._open).strip()
        if text:
            self.done.append(f"{self._before}{text}")
            self._before = ""
        self._open = ""
