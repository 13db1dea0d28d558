"""How long a text may be: what one sends comes back in answers, as often as the question repeats it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from graphql import DocumentNode, NameNode, Node, StringValueNode, Visitor, visit

from api.graphql.mistake import Mistake
from classification.text import shown

LONGEST_TEXT: Final = 1_000
LONGEST_NAME: Final = 200


def check_texts(document: DocumentNode) -> None:
    """Refuse a query with a text or a name that is too long.

    Raises:
        Mistake: naming it.
    """
    visit(document, _Texts())


class _Texts(Visitor):
    def enter_string_value(self, node: StringValueNode, *_: Node) -> None:
        if len(node.value) > LONGEST_TEXT:
            raise _too_long(f"the text {shown(node.value)!r} in the query", LONGEST_TEXT)

    def enter_name(self, node: NameNode, *_: Node) -> None:
        if len(node.value) > LONGEST_NAME:
            raise _too_long(f"the name {shown(node.value)} in the query", LONGEST_NAME)


def check_variables(variables: Mapping[str, Any]) -> None:
    """Refuse variables with a text that is too long.

    Args:
        variables: coerced, so a list holds texts only, or JSON (which the size of the body bounds) only.

    Raises:
        Mistake: naming the variable.
    """
    for name, value in variables.items():
        if type(value) is str:
            if len(value) > LONGEST_TEXT:
                raise _too_long(f"the variable {name}", LONGEST_TEXT)
        elif type(value) is list and value and type(value[0]) is str and max(map(len, value)) > LONGEST_TEXT:
            at = next(at for at, text in enumerate(value) if len(text) > LONGEST_TEXT)
            raise _too_long(f"the variable {name}[{at}]", LONGEST_TEXT)


def _too_long(what: str, limit: int) -> Mistake:
    message = f"{what} is longer than {limit:,} characters; no code, term or name is"
    return Mistake("TEXT_TOO_LONG", message, limit=limit)
