"""How KLE files spell their names: instance and schema-type names, `Hovedgruppe` and `HovedgruppeKomponent` alike."""

from __future__ import annotations

from collections.abc import Iterator

from loaders.reading.xml_document import XmlElement

_TYPE_SUFFIX = "Komponent"


def plain(name: str) -> str:
    """A local name without the suffix of its schema type and without hyphens, in lower case.

    >>> plain("KLE-Emneplan"), plain("KLEEmneplanKomponent"), plain("EmneNr")
    ('kleemneplan', 'kleemneplan', 'emnenr')
    """
    return name.removesuffix(_TYPE_SUFFIX).replace("-", "").lower()


class Entry:
    """One element of a KLE file; its parts are asked for by plain names, with or without the name of its level."""

    __slots__ = ("_parts", "element", "level")

    def __init__(self, element: XmlElement, level: str = "") -> None:
        self.element, self.level = element, level
        self._parts: dict[str, list[XmlElement]] = {}
        for child in element.children():
            self._parts.setdefault(plain(child.name), []).append(child)

    def parts(self, name: str) -> list[XmlElement]:
        """The elements `name`, and those called so after the level: `Titel` and `EmneTitel`."""
        key = name.lower()
        own = self._parts.get(f"{self.level.lower()}{key}", []) if self.level else []
        return [*own, *self._parts.get(key, [])]

    def part(self, name: str) -> XmlElement | None:
        """The first of `parts`."""
        return next(iter(self.parts(name)), None)

    def value(self, name: str) -> str:
        """The value of the first of `parts`; empty where there is none."""
        found = self.part(name)
        return found.value if found is not None else ""

    def entries(self, name: str, level: str = "") -> Iterator[Entry]:
        """The parts as entries."""
        return (Entry(part, level) for part in self.parts(name))

    def entry(self, name: str) -> Entry | None:
        """The first of `entries`."""
        return next(self.entries(name), None)
