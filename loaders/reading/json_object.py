"""An object of a JSON document, read by name; its faults stand at JSON Pointers."""

from __future__ import annotations

from typing import Any, ClassVar, Final, Self

from classification import Place
from classification.sentence import Sentence, both, same
from classification.text import shown
from loaders.reading.json_places import pointer_of
from loaders.reading.notes import Notes
from loaders.reading.typed_object import TypedObject, TypeNames

ARRAY: Final = both("en liste", "an array")


class JsonObject(TypedObject):
    """One object; a format gives the codes of its findings."""

    __slots__ = ("file", "line")
    types = TypeNames(
        text=both("en tekst", "a string"),
        flag=both("true eller false", "true or false"),
        number=both("et tal", "a number"),
        part=both("et objekt", "an object"),
        texts=ARRAY,
        parts=ARRAY,
    )
    wrong_type: ClassVar[str]
    missing_value: ClassVar[str]

    def __init__(
        self,
        record: dict[str, Any],
        steps: tuple[str | int, ...],
        at: tuple[str, int],
        notes: Notes,
    ) -> None:
        super().__init__(record, steps, notes)
        self.file, self.line = at

    @property
    def path(self) -> str:
        """The JSON Pointer of the object."""
        return pointer_of(self.steps)

    def place(self, *steps: str | int) -> Place:
        """Where the object, or what stands in it, stands."""
        return Place(self.file, self.line, pointer_of((*self.steps, *steps)))

    def inside(self, record: dict[str, Any], *steps: str | int) -> Self:
        """An object in this one; without steps, another at the same place."""
        return type(self)(record, (*self.steps, *steps), (self.file, self.line), self.notes)

    def wrong(self, wanted: Sentence, value: object, *steps: str | int) -> None:
        """Tell that a value is of another type than is wanted."""
        met = _quoted(value)
        self.notes.error(
            self.wrong_type,
            both(f"skal være {wanted.da}, ikke {met.da}", f"must be {wanted.en}, not {met.en}"),
            self.place(*steps),
            both("ret værdien", "correct the value"),
        )

    def wrong_member(self, _listed: Sentence, wanted: Sentence, value: object, key: str, number: int) -> None:
        """Tell that a member of a list is of another type than is wanted."""
        self.wrong(wanted, value, key, number)

    def missing(self, key: str, _wanted: Sentence) -> None:
        """Tell that a required value is missing."""
        self._absent(key, both("mangler", "is missing"))

    def empty(self, key: str) -> None:
        """Tell that a text is empty."""
        self._absent(key, both("er tom", "is empty"))

    def _absent(self, key: str, fault: Sentence) -> None:
        self.notes.error(
            self.missing_value, same(f"{key} ") + fault, self.place(key), both("angiv det", "give it")
        )


def _quoted(value: object) -> Sentence:
    if isinstance(value, dict | list):
        return JsonObject.types.part if isinstance(value, dict) else ARRAY
    return same("null" if value is None else shown(repr(value) if isinstance(value, str) else str(value)))
