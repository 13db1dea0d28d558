"""LoRa JSON: objects as stored, as REST returns them, and as they are sent in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final, Self, TypeVar

from classification import Place, Validity
from classification.record import replace
from classification.sentence import both
from classification.text import shown
from loaders.oio.calendar import Calendar
from loaders.oio.record import (
    ATTRIBUTES,
    RELATIONS,
    Attributes,
    Keyword,
    Registered,
    RelationRow,
    Sort,
    State,
)
from loaders.oio.registration import Registration, current
from loaders.oio.text import NotKept, normal
from loaders.reading.json_document import parse
from loaders.reading.json_object import ARRAY, JsonObject
from loaders.reading.notes import Notes

T = TypeVar("T")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PUBLISHED: Final = {"Publiceret": True, "IkkePubliceret": False}
_KEYWORD: Final = ("soegeordidentifikator", "beskrivelse", "soegeordskategori")
_ROW: Final = frozenset(("virkning",))


class LoraObject(JsonObject):
    """One object of LoRa; what is missing in it is empty, values of the wrong type are told (SPO25) and passed over."""

    __slots__ = ()
    wrong_type = "SPO25"
    minds_empty = False

    def place(self, *steps: str | int) -> Place:
        """Where the object, or what stands in it, stands; the document itself at a slash."""
        place = super().place(*steps)
        return place if place.path else replace(place, path="/")

    def has(self, *keys: str) -> bool:
        """Whether it has one of the members."""
        return not self.record.keys().isdisjoint(keys)

    def part(self, key: str, *, required: bool = False) -> Self:
        """An object; an empty one where it is not there."""
        return super().part(key, required=required) or self.inside({}, key)


class LoraReader:
    """Reads the objects of one file."""

    def __init__(self, file: str, calendar: Calendar, notes: Notes) -> None:
        self.file, self.calendar, self.notes = file, calendar, notes
        self.not_kept = NotKept()

    def objects(self, text: str) -> Iterator[Registered]:
        """Every object of a file's text, as it is registered now.

        Findings: SPF01 to SPF04 and SPF06 as `json_document.parse`, SPO01 something that is no object of
        OIO Klassifikation, SPO02 an object without UUID, SPO16 what is not kept, SPO20 another word for publiceret,
        SPO25 a value of the wrong type, and those of `Calendar` and `current`.
        """
        document = parse(text, self.file, self.notes)
        for node in self._objects_in(document):
            found = self._object(node)
            if found is not None:
                yield found
        self.not_kept.report(self.file, self.notes)

    def _objects_in(self, document: Any) -> Iterator[LoraObject]:
        pending: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
        while pending:
            steps, value = pending.pop()
            node = LoraObject(value if isinstance(value, dict) else {}, steps, (self.file, 0), self.notes)
            if node.has("registreringer", "attributter", "relationer"):
                yield node
                continue
            lists = enumerate(value) if isinstance(value, list) else _lists_of(node.record)
            inner = [((*steps, step), member) for step, member in lists]
            pending += reversed(inner)
            if not inner and not isinstance(value, list):
                message = both(
                    "er hverken klassifikation, facet eller klasse",
                    "is no klassifikation, facet or klasse",
                )
                remedy = both(
                    "objekter har registreringer, eller attributter, tilstande og relationer",
                    "objects have registreringer, or attributter, tilstande and relationer",
                )
                self.notes.information("SPO01", message, node.place(), remedy)

    def _object(self, node: LoraObject) -> Registered | None:
        given = node.text("id") or node.text("uuid") or self._stem()
        identifier = given.lower()
        if not _UUID.fullmatch(identifier):
            message = (
                both(
                    f"et objekt har ingen UUID, men {shown(given)!r}",
                    f"an object has no UUID but {shown(given)!r}",
                )
                if given
                else both("et objekt har ingen UUID", "an object has no UUID")
            )
            self.notes.error(
                "SPO02",
                message,
                node.place(),
                both("angiv den som id eller som filens navn", "give it as id, or as the name of the file"),
            )
            return None
        registrations = [_registration(each) for each in node.parts("registreringer")]
        if not node.has("registreringer"):
            registrations = [_registration(node)]
        if not registrations:
            self.notes.information(
                "SPO01",
                both("har ingen registrering", "has no registrering"),
                node.place(),
                both("send en, der gælder", "send one that stands"),
            )
            return None
        taken = current(registrations, shown(identifier), self.calendar, self.notes)
        return self._registered(identifier, taken.content, node.place()) if taken is not None else None

    def _stem(self) -> str:
        return PurePosixPath(self.file).name.partition(".")[0]

    def _registered(self, identifier: str, node: LoraObject, place: Place) -> Registered | None:
        attributes, states = node.part("attributter"), node.part("tilstande")
        sort = next(
            (s for s in Sort if attributes.has(f"{s}egenskaber") or states.has(f"{s}publiceret")), None
        )
        if sort is None:
            message = both(
                f"{identifier} har hverken klasseegenskaber, facetegenskaber eller klassifikationegenskaber",
                f"{identifier} has neither klasseegenskaber, facetegenskaber nor klassifikationegenskaber",
            )
            self.notes.error(
                "SPO02",
                message,
                node.place(),
                both("send det med dets attributter", "send it with its attributter"),
            )
            return None
        return Registered(
            sort=sort,
            identifier=identifier,
            attributes=self._rows(
                attributes.parts(f"{sort}egenskaber"), lambda row, v: self._attributes(sort, row, v)
            ),
            states=self._rows(states.parts(f"{sort}publiceret"), self._state),
            relations=self._relations(sort, node.part("relationer")),
            place=place,
        )

    def _rows(
        self, rows: Iterable[LoraObject], made: Callable[[LoraObject, Validity], T | None]
    ) -> tuple[T, ...]:
        found = []
        for row in rows:
            bounds = row.part("virkning")
            validity = self.calendar.validity(bounds.text("from"), bounds.text("to"), bounds.place())
            one = made(row, validity) if validity is not None else None
            if one is not None:
                found.append(one)
        return tuple(found)

    def _attributes(self, sort: Sort, row: LoraObject, validity: Validity) -> Attributes:
        values = []
        for key, value in row.record.items():
            if key in ATTRIBUTES[sort] and key != "soegeord":
                text = normal(row.text(key), row.place(key), self.notes)
                values += [(key, text)] if text else []
            elif key not in _ROW | ATTRIBUTES[sort] and value not in (None, "", [], {}):
                self.not_kept.add(key)
        keywords = tuple(self._keywords(row)) if sort is Sort.KLASSE else ()
        return Attributes(validity, tuple(values), keywords, row.place())

    def _keywords(self, row: LoraObject) -> Iterator[Keyword]:
        """Each an object, or a list of its texts."""
        for number, item in row.members("soegeord", dict | list, ARRAY, row.types.part):
            named = dict(zip(_KEYWORD, item, strict=False)) if isinstance(item, list) else item
            keyword = row.inside(named, "soegeord", number)
            yield Keyword(*(normal(keyword.text(key), keyword.place(), self.notes) for key in _KEYWORD))

    def _state(self, row: LoraObject, validity: Validity) -> State | None:
        published = row.text("publiceret")
        if published not in _PUBLISHED:
            message = both(
                f"publiceret er {shown(published)!r}; rækken er udeladt",
                f"publiceret is {shown(published)!r}; the row is left out",
            )
            self.notes.error(
                "SPO20",
                message,
                row.place(),
                both(f"kendte: {', '.join(_PUBLISHED)}", f"known: {', '.join(_PUBLISHED)}"),
            )
            return None
        return State(validity, _PUBLISHED[published], row.place())

    def _relations(self, sort: Sort, parts: LoraObject) -> tuple[RelationRow, ...]:
        found: list[RelationRow] = []
        for key in parts.record:
            if key not in RELATIONS[sort]:
                self.not_kept.add(key)
                continue
            named = [row for row in parts.parts(key) if row.text("uuid") or row.text("urn")]
            found += self._rows(named, lambda row, v, name=key: _relation(name, row, v))  # type: ignore[misc]
        return tuple(found)


def _lists_of(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((key, value) for key, value in record.items() if isinstance(value, list))


def _relation(name: str, row: LoraObject, validity: Validity) -> RelationRow:
    target = row.text("uuid").lower() or row.text("urn")
    return RelationRow(
        name, validity, target, row.text("label"), row.text("type"), row.text("rolle"), row.place()
    )


def _registration(node: LoraObject) -> Registration[LoraObject]:
    begins = node.part("fratidspunkt").text("tidsstempeldatotid")
    ends = node.part("tiltidspunkt").text("tidsstempeldatotid")
    return Registration(begins, ends, node.text("livscykluskode"), node, node.place())
