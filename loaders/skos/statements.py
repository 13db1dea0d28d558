"""What RDF says of each subject, as far as it is read: one gathering for all syntaxes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from loaders.skos import names


class Text(NamedTuple):
    """A literal: its text, and its language tag or its datatype (an IRI; empty for a plain string)."""

    text: str
    language: str = ""
    datatype: str = ""


Value = str | Text
"""An object of a statement: the IRI (or the label `_:…` of a blank node), or a literal."""


class Statements:
    """Statements by subject and property; those that are not read are counted.

    `files` has the file of each subject where several were read together.
    """

    def __init__(self) -> None:
        self.of: dict[str, dict[str, list[Value]]] = {}
        self.not_read: Counter[str] = Counter()
        self.files: dict[str, str] = {}
        self._types: dict[str, dict[str, None]] = defaultdict(dict)

    def add(self, subject: str, prop: str, value: Value) -> None:
        """Take one statement in."""
        if prop == names.TYPE and isinstance(value, str):
            self._types[value][subject] = None
            self.of.setdefault(subject, {})
        else:
            self.of.setdefault(subject, {}).setdefault(prop, []).append(value)

    def take_in(self, other: Statements, file: str, blank: str) -> None:
        """Take in what another file says; labels of its blank nodes begin with `blank` here."""

        def own(value: Value) -> Value:
            return blank + value[2:] if isinstance(value, str) and value.startswith("_:") else value

        for subject, props in other.of.items():
            here = blank + subject[2:] if subject.startswith("_:") else subject
            self.files.setdefault(here, file)
            held = self.of.setdefault(here, {})
            for prop, values in props.items():
                held.setdefault(prop, []).extend(map(own, values))
        for one, subjects in other._types.items():
            for subject in subjects:
                self._types[one][blank + subject[2:] if subject.startswith("_:") else subject] = None
        self.not_read.update(other.not_read)

    def typed(self, *types: str) -> list[str]:
        """Subjects of one of these types, in the order they were met."""
        return list(dict.fromkeys(subject for one in types for subject in self._types.get(one, ())))

    def of_any_type(self) -> frozenset[str]:
        """Subjects of which a type is stated."""
        return frozenset(subject for subjects in self._types.values() for subject in subjects)

    def values(self, subject: str, *props: str) -> Iterator[Value]:
        """The objects of a subject's properties, each once."""
        held = self.of.get(subject, {})
        for prop in props:
            yield from dict.fromkeys(held.get(prop, ()))

    def iris(self, subject: str, *props: str) -> Iterator[str]:
        """Those that are resources."""
        return (value for value in self.values(subject, *props) if isinstance(value, str))

    def texts(self, subject: str, *props: str) -> Iterator[Text]:
        """Those that are literals."""
        return (value for value in self.values(subject, *props) if isinstance(value, Text))

    def text(self, subject: str, *props: str) -> str:
        """The first of them as text, an IRI as it is; empty where there is none."""
        first = next(self.values(subject, *props), "")
        return first.text if isinstance(first, Text) else first

    def items(self, head: str) -> Iterator[Value]:
        """The items of an RDF list, as far as it is one."""
        seen: set[str] = set()
        while head != names.NIL and head not in seen:
            seen.add(head)
            yield from self.values(head, names.FIRST)
            head = next(self.iris(head, names.REST), names.NIL)
