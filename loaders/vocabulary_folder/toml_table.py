"""TOML tables read key by key: values checked, unknown keys found, each finding with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, TypeVar

from classification import Place
from classification.sentence import Sentence, both, same
from loaders.reading.notes import Notes, known
from loaders.reading.toml_places import Path, Places, find_places

_AT: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")

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


class Lines:
    """On which line of a file each key and each element of an array stands, by the path that leads to it."""

    def __init__(self, text: str, file: str) -> None:
        self.file, self._text = file, text

    @cached_property
    def _places(self) -> Places:
        return find_places(self._text)  # most files have nothing to point at

    def place(self, path: Path) -> Place:
        """The place of a key or an element, else of what is around it."""
        return Place(self.file, self._places.line(path))


class Table:
    """One TOML table being read: every key asked for is checked, `done` reports the others.

    Findings: SPT02 unknown key, SPT03 missing key, SPT04 a value of the wrong type, SPT05 a value outside its list.
    """

    def __init__(self, record: Mapping[str, Any], path: Path, lines: Lines, notes: Notes) -> None:
        self.record, self.path = record, path
        self._lines, self._notes = lines, notes
        self._asked: set[str] = set()

    def place(self, *path: str | int) -> Place:
        """The place of a key, or of an element under it; else of the table."""
        return self._lines.place((*self.path, *path))

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self.record

    def text(self, key: str, *, required: bool = False) -> str:
        """A string; empty when it is missing."""
        value = self._value(key, str, both("en tekst", "a string"), required=required)
        if required and value == "":
            self._notes.error(
                "SPT03",
                both(f"{self._named(key).da} er tom", f"{self._named(key).en} is empty"),
                self.place(key),
                both("angiv det", "give it"),
            )
        return value if isinstance(value, str) else ""

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """An array of strings."""
        value = self._value(key, list, both("en liste af tekster", "an array of strings"), required=required)
        if value is None:
            return ()
        for number, part in enumerate(value):
            if not isinstance(part, str):
                wanted = both(
                    f"en liste af tekster, ikke {part!r}", f"an array of strings, not {part!r} in it"
                )
                self._wrong(key, wanted, number)
                break
        return tuple(part for part in value if isinstance(part, str))

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A table of strings."""
        value = self._value(key, dict, both("en tabel af tekster", "a table of strings"))
        if value is None:
            return ()
        for name, part in value.items():
            if not isinstance(part, str):
                wanted = both(
                    f"en tabel af tekster, ikke {name} = {part!r}",
                    f"a table of strings, not {name} = {part!r} in it",
                )
                self._wrong(key, wanted, name)
        return tuple((name, part) for name, part in value.items() if isinstance(part, str))

    def numbers(self, key: str) -> tuple[tuple[str, float], ...]:
        """A table of numbers."""
        value = self._value(key, dict, both("en tabel af tal", "a table of numbers"))
        if value is None:
            return ()
        for name, part in value.items():
            if not _is_number(part):
                wanted = both(
                    f"en tabel af tal, ikke {name} = {part!r}",
                    f"a table of numbers, not {name} = {part!r} in it",
                )
                self._wrong(key, wanted, name)
        return tuple((name, float(part)) for name, part in value.items() if _is_number(part))

    def day(self, key: str, *, required: bool = False) -> date | None:
        """A date."""
        value = self._value(
            key,
            date,
            both("en dato som 2025-06-01, uden anførselstegn", "a date such as 2025-06-01, without quotes"),
            required=required,
        )
        if isinstance(value, datetime):
            self._wrong(key, both("en dato uden tid", "a date without time"))
            return None
        return value if isinstance(value, date) else None

    def flag(self, key: str) -> bool:
        """True or false; false when it is missing."""
        return self._value(key, bool, both("true eller false", "true or false")) is True

    def whole(self, key: str) -> int | None:
        """A number without decimals, not below zero; None when it is missing."""
        value = self._value(key, int, both("et tal som 1", "a number such as 1"))
        if isinstance(value, bool) or (isinstance(value, int) and value < 0):
            self._wrong(key, both("et tal som 1", "a number such as 1"))
            return None
        return value if isinstance(value, int) else None

    def values(self, key: str) -> tuple[str | int | float | bool, ...]:
        """A string, number or truth value, or an array of these; empty when it is missing."""
        self._asked.add(key)
        given = self.record.get(key, [])
        listed = given if isinstance(given, list) else [given]
        if not all(isinstance(part, str | int | float) for part in listed):
            self._wrong(
                key,
                both(
                    "en tekst, et tal, true, false eller en liste af dem",
                    "a string, a number, true, false, or an array of these",
                ),
            )
        return tuple(part for part in listed if isinstance(part, str | int | float))

    def choice(self, key: str, choices: type[S], default: S | None = None) -> S | None:
        """One of the words of an enumeration, or the default."""
        word = self.text(key, required=default is None)
        if word == "":
            return default
        if word not in {str(choice) for choice in choices}:
            remedy = known(str(choice) for choice in choices)
            self._notes.error(
                "SPT05",
                both(f"{self._named(key).da} er {word!r}", f"{self._named(key).en} is {word!r}"),
                self.place(key),
                remedy,
            )
            return default
        return choices(word)

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables."""
        value = self._value(key, list, both("en liste af tabeller", "an array of tables")) or []
        for number, part in enumerate(value):
            if not isinstance(part, dict):
                wanted = both(
                    f"en liste af tabeller, ikke {part!r}", f"an array of tables, not {part!r} in it"
                )
                self._wrong(key, wanted, number)
                break
        return tuple(
            Table(part, (*self.path, key, number), self._lines, self._notes)
            for number, part in enumerate(value)
            if isinstance(part, dict)
        )

    def part(self, key: str) -> Table:
        """The table under a key; an empty one when it is missing."""
        value = self._value(key, dict, both("en tabel", "a table")) or {}
        return Table(value, (*self.path, key), self._lines, self._notes)

    def ask(self, key: str) -> None:
        """Take a key for known that was looked at in another way."""
        self._asked.add(key)

    def done(self) -> None:
        """Report the keys that nobody asked for."""
        for key in self.record:
            if key not in self._asked:
                remedy = known(sorted(self._asked), key)
                self._notes.error(
                    "SPT02",
                    both(
                        f"ukendt nøgle {key!r} i {self._shown().da}",
                        f"unknown key {key!r} in {self._shown().en}",
                    ),
                    self.place(key),
                    remedy,
                )

    def _value(self, key: str, sort: type, wanted: Sentence, *, required: bool = False) -> Any:
        self._asked.add(key)
        if key not in self.record:
            if required:
                self._notes.error(
                    "SPT03",
                    both(f"{self._named(key).da} mangler", f"{self._named(key).en} is missing"),
                    self.place(),
                    both(f"angiv: {wanted.da}", f"give it: {wanted.en}"),
                )
            return None
        value = self.record[key]
        if not isinstance(value, sort):
            self._wrong(key, both(f"{wanted.da}, ikke {value!r}", f"{wanted.en}, not {value!r}"))
            return None
        return value

    def _wrong(self, key: str, wanted: Sentence, *inside: str | int) -> None:
        self._notes.error(
            "SPT04",
            both(
                f"{self._named(key).da} skal være {wanted.da}", f"{self._named(key).en} must be {wanted.en}"
            ),
            self.place(key, *inside),
            both("ret værdien", "correct the value"),
        )

    def _named(self, key: str) -> Sentence:
        return both(f"{key!r} i {self._shown().da}", f"{key!r} of {self._shown().en}")

    def _shown(self) -> Sentence:
        name = ".".join(part for part in self.path if isinstance(part, str))
        if not name:
            return both("filen", "the file")
        number = self.path[-1]
        if isinstance(number, int):
            return both(f"[[{name}]] nummer {number + 1}", f"[[{name}]] number {number + 1}")
        return same(f"[{name}]")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")
