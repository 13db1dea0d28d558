"""A piece of text as JSON, with what parsers hide.

Two parsers give the same values and refuse the same texts: the standard library's, which is there at once, for small
pieces, and for all where orjson is not installed; orjson, which takes longer to load than a small file takes to check,
for large ones. When a text is refused, or
may hold what they hide, `api.payload.flaws` reads it again and says where.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, Final

Parse = Callable[[bytes], Any]
SMALL_BYTES: Final = 400_000
MAX_DEPTH: Final = 254
_BOM: Final = b"\xef\xbb\xbf"


class Suspicious(ValueError):
    """A text that must be looked at closely before its value is believed."""


def parser_for(size: int) -> Parse:
    """The parser for an input of so many bytes; it raises `ValueError` for what must be read closely."""
    return large_parser() if size > SMALL_BYTES else small_parser()


@cache
def large_parser() -> Parse:
    """The faster of the two, where it is installed."""
    try:
        return fast_parser()
    except ModuleNotFoundError:
        return small_parser()


@cache
def fast_parser() -> Parse:
    """The parser orjson. What it drops silently shows in what it writes: a repeated name takes a colon with it."""
    from orjson import dumps, loads

    def parse(data: bytes) -> Any:
        value = loads(data)
        try:
            written = dumps(value)
        except TypeError:  # nested too deep
            raise Suspicious from None
        if written.count(b":") != data.count(b":") or (b"\\" in data and _hides_a_colon(data)):
            raise Suspicious
        return value

    return parse


def _hides_a_colon(data: bytes) -> bool:
    return b"\\u003a" in data or b"\\u003A" in data


@cache
def small_parser() -> Parse:
    """The standard library's parser, held to what orjson accepts."""
    from json import JSONDecoder

    decode = JSONDecoder(
        object_pairs_hook=_unique, parse_constant=_refuse, parse_int=whole, parse_float=_finite
    ).decode

    def parse(data: bytes) -> Any:
        if b"\\ud" in data or b"\\uD" in data or data.startswith(_BOM):
            raise Suspicious
        try:
            value = decode(data.decode())
        except RecursionError:
            raise Suspicious from None
        if data.count(b"{") + data.count(b"[") > MAX_DEPTH and _is_too_deep(value):
            raise Suspicious
        return value

    return parse


def _is_too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        inside = (item.values() if isinstance(item, dict) else item for item in level)
        level = [value for items in inside for value in items if isinstance(value, dict | list)]
        if not level:
            return False
    return True


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Suspicious
    return members


def _refuse(token: str) -> Any:
    raise Suspicious(token)


def whole(token: str) -> int | float:
    """An integer that fits 64 bits, with or without sign; beyond that a double, as orjson has it."""
    number = int(token) if len(token) < 25 else float(token)
    return number if -(2**63) <= number < 2**64 else _finite(token)


def _finite(token: str) -> float:
    number = float(token)
    if number in {float("inf"), float("-inf")}:
        raise Suspicious(token)
    return number
