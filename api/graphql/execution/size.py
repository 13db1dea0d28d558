"""How large an answer will be, told before it is written.

What was found is names, numbers and texts that the terminology holds anyway; written out, each stands there as often as
the question asks for it. So the size is counted on what was found, and nothing is written that would be too large.
"""

from __future__ import annotations

from typing import Any, Final

from api.graphql.mistake import Mistake
from classification.deadline import look

PLAIN: Final = 6
"""Bytes of a number, a truth value or null, about."""
_FRAME: Final = 4
"""Quotes, colon or brackets, and the comma."""


def check_size(answer: Any, limit: int) -> None:
    """Refuse an answer that would have more bytes than the limit.

    Letters beyond ASCII count once here and are written as two or three bytes: the limit is meant for memory and
    networks, and not to the byte.

    Raises:
        Mistake: naming the limit.
    """
    if _larger(answer, limit):
        raise too_large(limit)


def too_large(limit: int) -> Mistake:
    """What is said of an answer above the limit."""
    message = (
        f"the answer would be larger than {limit:,} bytes; ask for smaller pages, fewer inputs, or each value "
        "under one name only"
    )
    return Mistake("ANSWER_TOO_LARGE", message, limit=limit)


_NUMBERS: Final = frozenset({int, float, bool, type(None)})


def _column(values: Any) -> int | None:
    """The bytes of a list of texts, or of numbers, counted in few steps; None for any other."""
    try:
        return len("".join(filter(None, values))) + _FRAME * len(values)
    except TypeError:
        flat = type(values[0]) in _NUMBERS and set(map(type, values)) <= _NUMBERS
        return PLAIN * len(values) if flat else None


def _larger(answer: Any, limit: int) -> bool:
    pending: list[Any] = [answer]
    size = 0
    while pending:
        look()
        value = pending.pop()
        if type(value) is dict:
            size += sum(map(len, value)) + _FRAME * len(value)
            values: Any = value.values()
        else:
            values = value
            if (column := _column(value)) is not None:
                size, values = size + column, ()
        size += _FRAME
        for one in values:
            kind = type(one)
            if kind is str:
                size += len(one) + _FRAME
            elif kind is dict or kind is list or kind is tuple:
                pending.append(one)
            else:
                size += PLAIN
        if size > limit:
            return True
    return False
