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
        said = (
            f"the answer would be larger than {limit:,} bytes; ask for smaller pages, fewer inputs, or each value "
            "under one name only"
        )
        raise Mistake("ANSWER_TOO_LARGE", said, limit=limit)


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
