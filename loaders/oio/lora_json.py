"""LoRa JSON: objects as stored, as REST returns them, and as they are sent in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, Final, TypeVar

from classification import Place, Validity
from classification.sentence import Sentence, both
from classification.text import shown
from loaders.oio.calendar import Calendar
from loaders.oio.record import ATTRIBUTES, RELATIONS, Attributes, Keyword, Registered, Relation, Sort, State
from loaders.oio.registration import Registration, current
from loaders.oio.text import NotKept, normal
from loaders.reading.json_document import parse, pointer
from loaders.reading.notes import Notes

T = TypeVar("T")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PUBLISHED: Final = {"Publiceret": True, "IkkePubliceret": False}
_KEYWORD: Final = ("soegeordidentifikator", "beskrivelse", "soegeordskategori")
_ROW: Final = frozenset(("virkning",))


class Node:
    """A JSON value and its place; values of the wrong type are told (SPO25) and passed over."""

    __slots__ = ("file", "notes", "path", "value")

    def __init__(self, value: Any, path: str, file: str, notes: Notes) -> None:
        self.value, self.path, self.file, self.notes = value, path, file, notes

    def place(self) -> Place:
        """Where the value stands."""
        return Place(self.file, path=self.path or "/")

    def has(self, key: str) -> bool:
        """Whether it is an object with that member."""
        return isinstance(self.value, dict) and key in self.value

    def members(self) -> Iterator[tuple[str, Node]]:
        """The members of an object."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, pointer(self.path, key), self.file, self.notes)

    def items(self) -> Iterator[Node]:
        """The items of an array."""
        if isinstance(self.value, list):
            for number, value in enumerate(self.value):
                yield Node(value, pointer(self.path, number), self.file, self.notes)

    def part(self, key: str) -> Node:
        """A member that should be an object; an empty one where it is not there."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return self._typed(key, value, dict, both("et objekt", "an object"), {})

    def array(self, key: str) -> list[Node]:
        """The items of a member that should be an array of objects."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return [
            item._typed(None, item.value, dict, both("et objekt", "an object"), {})
            for item in self._typed(key, value, list, both("en liste", "an array"), []).items()
        ]

    def text(self, key: str) -> str:
        """A member that should be a string; empty where it is not there."""
        value = self.value.get(key) if isinstance(self.value, dict) else None
        return str(self._typed(key, value, str, both("en tekst", "a string"), "").value)

    def _typed(self, key: str | None, value: Any, sort: type, wanted: Sentence, otherwise: Any) -> Node:
        path = self.path if key is None else pointer(self.path, key)
        if value is not None and not isinstance(value, sort):
            said = both(
                f"skal være {wanted.da}, ikke {shown(repr(value))}",
                f"must be {wanted.en}, not {shown(repr(value))}",
            )
            self.notes.error(
                "SPO25", said, Place(self.file, path=path), both("ret værdien", "correct the value")
            )
        return Node(value if isinstance(value, sort) else otherwise, path, self.file, self.notes)


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
        for node in self._found(Node(document, "", self.file, self.notes)):
            found = self._object(node)
            if found is not None:
                yield found
        self.not_kept.report(self.file, self.notes)

    def _found(self, root: Node) -> Iterator[Node]:
        pending = [root]
        while pending:
            node = pending.pop()
            if node.has("registreringer") or node.has("attributter") or node.has("relationer"):
                yield node
            elif isinstance(node.value, list):
                pending += reversed(list(node.items()))
            else:
                lists = [part for _, part in node.members() if isinstance(part.value, list)]
                pending += reversed(lists)
                if not lists:
                    said = both(
                        "er hverken klassifikation, facet eller klasse",
                        "is no klassifikation, facet or klasse",
                    )
                    remedy = both(
                        "objekter har registreringer, eller attributter, tilstande og relationer",
                        "objects have registreringer, or attributter, tilstande and relationer",
                    )
                    self.notes.information("SPO01", said, node.place(), remedy)

    def _object(self, node: Node) -> Registered | None:
        given = node.text("id") or node.text("uuid") or self._stem()
        identifier = given.lower()
        if not _UUID.fullmatch(identifier):
            said = (
                both(
                    f"et objekt har ingen UUID, men {shown(given)!r}",
                    f"an object has no UUID but {shown(given)!r}",
                )
                if given
                else both("et objekt har ingen UUID", "an object has no UUID")
            )
            self.notes.error(
                "SPO02",
                said,
                node.place(),
                both("angiv den som id eller som filens navn", "give it as id, or as the name of the file"),
            )
            return None
        registrations = [_registration(each) for each in node.array("registreringer")]
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

    def _registered(self, identifier: str, node: Node, place: Place) -> Registered | None:
        attributes, states = node.part("attributter"), node.part("tilstande")
        sort = next(
            (s for s in Sort if attributes.has(f"{s}egenskaber") or states.has(f"{s}publiceret")), None
        )
        if sort is None:
            said = both(
                f"{identifier} har hverken klasseegenskaber, facetegenskaber eller klassifikationegenskaber",
                f"{identifier} has neither klasseegenskaber, facetegenskaber nor klassifikationegenskaber",
            )
            self.notes.error(
                "SPO02",
                said,
                node.place(),
                both("send det med dets attributter", "send it with its attributter"),
            )
            return None
        return Registered(
            sort=sort,
            identifier=identifier,
            attributes=self._rows(
                attributes.array(f"{sort}egenskaber"), lambda row, v: self._attributes(sort, row, v)
            ),
            states=self._rows(states.array(f"{sort}publiceret"), self._state),
            relations=self._relations(sort, node.part("relationer")),
            place=place,
        )

    def _rows(self, rows: list[Node], made: Callable[[Node, Validity], T | None]) -> tuple[T, ...]:
        found = []
        for row in rows:
            bounds = row.part("virkning")
            validity = self.calendar.validity(bounds.text("from"), bounds.text("to"), bounds.place())
            one = made(row, validity) if validity is not None else None
            if one is not None:
                found.append(one)
        return tuple(found)

    def _attributes(self, sort: Sort, row: Node, validity: Validity) -> Attributes:
        values = []
        for key, part in row.members():
            if key in ATTRIBUTES[sort] and key != "soegeord":
                value = normal(row.text(key), part.place(), self.notes)
                values += [(key, value)] if value else []
            elif key not in _ROW | ATTRIBUTES[sort] and part.value not in (None, "", [], {}):
                self.not_kept.add(key)
        keywords = tuple(self._keywords(row)) if sort is Sort.KLASSE else ()
        return Attributes(validity, tuple(values), keywords, row.place())

    def _keywords(self, row: Node) -> Iterator[Keyword]:
        for key, part in row.members():
            if key != "soegeord":
                continue
            for item in part.items():
                if isinstance(item.value, list):
                    found = dict(zip(_KEYWORD, item.value, strict=False))
                    item = Node(found, item.path, item.file, item.notes)  # noqa: PLW2901
                texts = [normal(item.text(name), item.place(), self.notes) for name in _KEYWORD]
                yield Keyword(*texts)

    def _state(self, row: Node, validity: Validity) -> State | None:
        said = row.text("publiceret")
        if said not in _PUBLISHED:
            text = both(
                f"publiceret er {shown(said)!r}; rækken er udeladt",
                f"publiceret is {shown(said)!r}; the row is left out",
            )
            self.notes.error(
                "SPO20",
                text,
                row.place(),
                both(f"kendte: {', '.join(_PUBLISHED)}", f"known: {', '.join(_PUBLISHED)}"),
            )
            return None
        return State(validity, _PUBLISHED[said], row.place())

    def _relations(self, sort: Sort, parts: Node) -> tuple[Relation, ...]:
        found: list[Relation] = []
        for key, _ in parts.members():
            if key not in RELATIONS[sort]:
                self.not_kept.add(key)
                continue
            named = [row for row in parts.array(key) if row.text("uuid") or row.text("urn")]
            found += self._rows(named, lambda row, v, name=key: _relation(name, row, v))  # type: ignore[misc]
        return tuple(found)


def _relation(name: str, row: Node, validity: Validity) -> Relation:
    target = row.text("uuid").lower() or row.text("urn")
    return Relation(
        name, validity, target, row.text("label"), row.text("type"), row.text("rolle"), row.place()
    )


def _registration(node: Node) -> Registration[Node]:
    begins = node.part("fratidspunkt").text("tidsstempeldatotid")
    ends = node.part("tiltidspunkt").text("tidsstempeldatotid")
    return Registration(begins, ends, node.text("livscykluskode"), node, node.place())
