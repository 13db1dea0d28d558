"""Strict JSON: a document, and what RFC 8259 and I-JSON do not allow, with its path.

Python's reader keeps the last of two equal keys, takes NaN for a number and lets half of a surrogate pair through;
here each of them is found.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from classification import Place
from classification.sentence import both
from loaders.reading.notes import Notes

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE: Final = re.compile(r"\\u[dD][89a-fA-F]")


class _Doubled(dict[str, Any]):
    """An object in which a key stood twice."""

    keys_twice: tuple[str, ...] = ()


class _NoNumber:
    """NaN or an infinity."""

    def __init__(self, name: str) -> None:
        self.name = name


def parse(text: str, file: str, notes: Notes) -> Any:
    """The JSON value, or None when there is none; fractions are Decimal.

    Findings: SPF01 no JSON (with the line), SPF02 a key twice in one object, SPF03 NaN or an infinity, SPF04 nested
    deeper than can be read, SPF06 half of a surrogate pair.
    """
    suspects = ["surrogate"] if _SURROGATE_ESCAPE.search(text) else []

    def as_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) == len(pairs):
            return record
        suspects.append("double")
        doubled = _Doubled(record)
        keys = [key for key, _ in pairs]
        doubled.keys_twice = tuple(key for key in record if keys.count(key) > 1)
        return doubled

    def as_no_number(name: str) -> _NoNumber:
        suspects.append(name)
        return _NoNumber(name)

    try:
        value = json.loads(
            text, object_pairs_hook=as_object, parse_constant=as_no_number, parse_float=Decimal
        )
    except json.JSONDecodeError as problem:
        place = Place(file, problem.lineno)
        notes.error(
            "SPF01",
            both(
                f"er ikke JSON: {problem.msg} i kolonne {problem.colno}",
                f"is no JSON: {problem.msg} in column {problem.colno}",
            ),
            place,
            both("ret syntaksen", "correct the syntax"),
        )
        return None
    except RecursionError:
        notes.error(
            "SPF04",
            both("er indlejret for dybt til at læses", "is nested too deep to be read"),
            Place(file),
            both("rigtige ressourcer har nogle få snese niveauer", "real resources have a few dozen levels"),
        )
        return None
    except ValueError:  # the interpreter bounds the digits of an integer
        notes.error(
            "SPF01",
            both("indeholder et heltal på tusinder af cifre", "holds an integer of thousands of digits"),
            Place(file),
            both("ret tallet", "correct the number"),
        )
        return None
    if suspects:
        _report(value, file, notes)
    return value


def pointer(path: str, key: str | int) -> str:
    """The JSON Pointer (RFC 6901) of a member."""
    return f"{path}/{str(key).replace('~', '~0').replace('/', '~1')}"


def _report(value: Any, file: str, notes: Notes) -> None:
    pending: list[tuple[Any, str]] = [(value, "")]
    while pending:
        node, path = pending.pop()
        for key in getattr(node, "keys_twice", ()):
            said = both(
                f"nøglen {key!r} står to gange i ét objekt", f"key {key!r} stands twice in one object"
            )
            notes.error(
                "SPF02",
                said,
                Place(file, path=pointer(path, key)),
                both("behold en af dem", "keep one of them"),
            )
        for key, member in _members(node):
            here = pointer(path, key)
            if isinstance(member, _NoNumber):
                notes.error(
                    "SPF03",
                    both(f"{member.name} er ikke et JSON-tal", f"{member.name} is no JSON number"),
                    Place(file, path=here),
                    both("skriv et tal", "give a number"),
                )
                node[key] = None
            elif isinstance(member, str) and _SURROGATE.search(member):
                said = both(
                    "indeholder et halvt surrogatpar, som ikke er et tegn",
                    "holds half of a surrogate pair, which is no character",
                )
                notes.error(
                    "SPF06", said, Place(file, path=here), both("ret escape-sekvensen", "correct the escape")
                )
                node[key] = _SURROGATE.sub("\ufffd", member)
            elif isinstance(member, dict | list):
                pending.append((member, here))


def _members(node: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(node, dict):
        yield from list(node.items())
    elif isinstance(node, list):
        yield from enumerate(list(node))
