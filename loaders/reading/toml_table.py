"""TOML tables read key by key: values checked, unknown keys found, each finding with its line."""

from __future__ import annotations

import re
import tomllib
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, Self, TypeVar

from classification import Place
from classification.sentence import Sentence, both, same
from classification.text import shown
from loaders.reading.notes import Notes, known
from loaders.reading.toml_places import Path, TomlPlaces, find_places
from loaders.reading.typed_object import TypedObject, TypeNames, finite

_AT: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")

_PAIRS: Final = both("en tabel af tekster", "a table of strings")
_NUMBERS: Final = both("en tabel af tal", "a table of numbers")
_DAY: Final = both("en dato som 2025-06-01, uden anførselstegn", "a date such as 2025-06-01, without quotes")
_WHOLE: Final = both("et tal som 1", "a number such as 1")
_VALUES: Final = both(
    "en tekst, et tal, true, false eller en liste af dem",
    "a string, a number, true, false, or an array of these",
)

S = TypeVar("S", bound=StrEnum)


def parse(text: str, file: str, notes: Notes) -> dict[str, Any] | None:
    """The document, or None with SPT01 and its line when it is no TOML."""
    try:
        return tomllib.loads(text)
    except RecursionError:
        notes.error(
            "SPT01",
            both("er indlejret for dybt", "is nested too deep"),
            Place(file),
            both("skriv den fladere", "write it flatter"),
        )
        return None
    except tomllib.TOMLDecodeError as problem:
        at = _AT.search(str(problem))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        notes.error(
            "SPT01",
            both(f"er ikke TOML: {_AT.sub('', str(problem))}", f"is no TOML: {_AT.sub('', str(problem))}"),
            Place(file, line),
            both("ret syntaksen", "correct the syntax"),
        )
        return None
    except ValueError:  # the interpreter bounds the digits of an integer
        notes.error(
            "SPT01",
            both("indeholder et heltal på tusinder af cifre", "holds an integer of thousands of digits"),
            Place(file),
            both("ret tallet", "correct the number"),
        )
        return None


class Lines:
    """On which line of a file each key and each element of an array stands, by the path that leads to it."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self._text = file, text

    @cached_property
    def _places(self) -> TomlPlaces:
        return find_places(self._text)  # most files have nothing to point at

    def place(self, path: Path) -> Place:
        """The place of a key or an element, else of what is around it."""
        return Place(self.file, self._places.line(path))


class Table(TypedObject):
    """One TOML table being read: every key asked for is checked, `done` reports the others.

    Findings: SPT02 unknown key, SPT03 missing key, SPT04 a value of the wrong type, SPT05 a value outside its list.
    """

    __slots__ = ("_asked", "_lines")
    minds_empty = False
    types = TypeNames(
        text=both("en tekst", "a string"),
        flag=both("true eller false", "true or false"),
        number=both("et tal", "a number"),
        part=both("en tabel", "a table"),
        texts=both("en liste af tekster", "an array of strings"),
        parts=both("en liste af tabeller", "an array of tables"),
    )

    def __init__(
        self, record: dict[str, Any], steps: tuple[str | int, ...], lines: Lines, notes: Notes
    ) -> None:
        super().__init__(record, steps, notes)
        self._lines = lines
        self._asked: set[str] = set()

    def place(self, *steps: str | int) -> Place:
        """The place of a key, or of an element under it; else of the table."""
        return self._lines.place((*self.steps, *steps))

    def inside(self, record: dict[str, Any], *steps: str | int) -> Self:
        """A table in this one."""
        return type(self)(record, (*self.steps, *steps), self._lines, self.notes)

    def given(self, key: str) -> Any:
        """The value of a key, which is now known."""
        self._asked.add(key)
        return super().given(key)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.record

    def part(self, key: str, *, required: bool = False) -> Self:
        """The table under a key; an empty one when it is missing."""
        return super().part(key, required=required) or self.inside({}, key)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of strings."""
        given = self.typed(key, dict, _PAIRS) or {}
        for name, value in given.items():
            if not isinstance(value, str):
                self._wrong_inside(_PAIRS, f"{name} = {_quoted(value)}", key, name)
        return tuple((name, value) for name, value in given.items() if isinstance(value, str))

    def numbers(self, key: str) -> tuple[tuple[str, float], ...]:
        """A table of numbers."""
        given = self.typed(key, dict, _NUMBERS) or {}
        numbers = {name: finite(value) for name, value in given.items()}
        for name, number in numbers.items():
            if number is None:
                self._wrong_inside(_NUMBERS, f"{name} = {_quoted(given[name])}", key, name)
        return tuple((name, number) for name, number in numbers.items() if number is not None)

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date."""
        value = self.typed(key, date, _DAY, required=required)
        if isinstance(value, datetime):
            self._must_be(both("en dato uden tid", "a date without time"), key)
            return None
        return value if isinstance(value, date) else None

    def whole(self, key: str) -> int | None:
        """A number without decimals, not below zero; None when it is missing."""
        value = self.typed(key, int, _WHOLE)
        if isinstance(value, bool) or (isinstance(value, int) and value < 0):
            self._must_be(_WHOLE, key)
            return None
        return value if isinstance(value, int) else None

    def values(self, key: str) -> tuple[str | int | float | bool, ...]:
        """A string, number or truth value, or an array of these; empty when it is missing."""
        given = self.given(key)
        listed = given if isinstance(given, list) else [] if given is None else [given]
        if not all(isinstance(part, str | int | float) for part in listed):
            self._must_be(_VALUES, key)
        return tuple(part for part in listed if isinstance(part, str | int | float))

    def choice(self, key: str, choices: type[S], default: S | None = None) -> S | None:
        """One of the words of an enumeration, or the default."""
        word = self.text(key, required=default is None)
        if word == "":
            return default
        if word not in {str(choice) for choice in choices}:
            remedy = known(str(choice) for choice in choices)
            self.notes.error(
                "SPT05",
                both(f"{self._named(key).da} er {word!r}", f"{self._named(key).en} is {word!r}"),
                self.place(key),
                remedy,
            )
            return default
        return choices(word)

    def ask(self, key: str) -> None:
        """Take a key for known that was looked at in another way."""
        self._asked.add(key)

    def done(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self.record:
            if key not in self._asked:
                remedy = known(sorted(self._asked), key)
                self.notes.error(
                    "SPT02",
                    both(
                        f"ukendt nøgle {key!r} i {self._shown().da}",
                        f"unknown key {key!r} in {self._shown().en}",
                    ),
                    self.place(key),
                    remedy,
                )

    # how it is told

    def wrong(self, wanted: Sentence, value: object, *steps: str | int) -> None:
        """Tell that a value is of another type than is wanted."""
        met = _quoted(value)
        self._must_be(both(f"{wanted.da}, ikke {met}", f"{wanted.en}, not {met}"), *steps)

    def wrong_member(self, listed: Sentence, _wanted: Sentence, value: object, key: str, number: int) -> None:
        """Tell that something in an array is of another type than is wanted."""
        self._wrong_inside(listed, _quoted(value), key, number)

    def missing(self, key: str, wanted: Sentence) -> None:
        """Tell that a required key is missing."""
        self._absent(
            key,
            both("mangler", "is missing"),
            self.place(),
            both(f"angiv: {wanted.da}", f"give it: {wanted.en}"),
        )

    def empty(self, key: str) -> None:
        """Tell that a required text is empty."""
        self._absent(key, both("er tom", "is empty"), self.place(key), both("angiv det", "give it"))

    def _absent(self, key: str, fault: Sentence, place: Place, remedy: Sentence) -> None:
        self.notes.error("SPT03", self._named(key) + same(" ") + fault, place, remedy)

    def _wrong_inside(self, wanted: Sentence, met: str, *steps: str | int) -> None:
        self._must_be(both(f"{wanted.da}, ikke {met}", f"{wanted.en}, not {met} in it"), *steps)

    def _must_be(self, wanted: Sentence, *steps: str | int) -> None:
        named = self._named(str(steps[0]))
        self.notes.error(
            "SPT04",
            both(f"{named.da} skal være {wanted.da}", f"{named.en} must be {wanted.en}"),
            self.place(*steps),
            both("ret værdien", "correct the value"),
        )

    def _named(self, key: str) -> Sentence:
        return both(f"{key!r} i {self._shown().da}", f"{key!r} of {self._shown().en}")

    def _shown(self) -> Sentence:
        name = ".".join(part for part in self.steps if isinstance(part, str))
        if not name:
            return both("filen", "the file")
        number = self.steps[-1]
        if isinstance(number, int):
            return both(f"[[{name}]] nummer {number + 1}", f"[[{name}]] number {number + 1}")
        return same(f"[{name}]")


def _quoted(value: object) -> str:
    try:
        return shown(repr(value))
    except ValueError:  # the interpreter bounds the digits of an integer
        return shown(hex(value)) if isinstance(value, int) else "…"
