"""Caller's mistakes: errors with a stable code; and the masking of everything unexpected.

A question about data that has no answer is a typed result (see `api.graphql.problem`), not one of these.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any, Final
from uuid import uuid4

from graphql import GraphQLError

from classification.errors import SamsprogError
from classification.sentence import same
from classification.text import shown

LOG: Final = logging.getLogger("samsprog.graphql")
_LONGEST: Final = 1_000

CODES: Final = {
    "MALFORMED_JSON": (400, "the body, or `variables` of a GET, is not JSON"),
    "MALFORMED_REQUEST": (
        400,
        "the JSON is not a GraphQL request: `query` is missing or a member has the wrong type",
    ),
    "BATCHING_NOT_SUPPORTED": (400, "the body is an array of requests; send one, with many inputs"),
    "BODY_TOO_LARGE": (413, "the body is larger than `max_body_bytes`, or holds more than 500,000 values"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "the body is not `application/json` in UTF-8, or is compressed"),
    "NOT_ACCEPTABLE": (406, "`Accept` allows neither of the two media types of answers"),
    "METHOD_NOT_ALLOWED": (405, "neither GET nor POST"),
    "GRAPHQL_PARSE_FAILED": (400, "the query is not GraphQL"),
    "GRAPHQL_VALIDATION_FAILED": (400, "the query asks for what the schema does not have"),
    "OPERATION_RESOLUTION_FAILURE": (400, "`operationName` names no operation, or is needed and missing"),
    "BAD_USER_INPUT": (400, "a variable or an argument has a value that its type does not allow"),
    "TOO_MANY_TOKENS": (400, "the query has more tokens than `max_tokens`"),
    "TOO_DEEP": (400, "the query is nested deeper than `max_depth`"),
    "TOO_MANY_ALIASES": (400, "the query has more aliases than `max_aliases`"),
    "TOO_MANY_REPEATS": (400, "one field stands more than 250 times in the query"),
    "TOO_COSTLY": (400, "the query's cost is higher than `max_cost`"),
    "TEXT_TOO_LONG": (
        400,
        "a text of the query or of the variables has more than 1,000 characters, or a name more than 200",
    ),
    "ANSWER_TOO_LARGE": (400, "the answer would be larger than `max_answer_bytes`"),
    "BODY_TIMEOUT": (408, "the body did not come within `timeout_seconds`"),
    "TIMEOUT": (503, "answering took longer than `timeout_seconds`"),
    "BUSY": (503, "too many heavy questions wait already; ask again in a moment"),
    "PAGE_TOO_LARGE": (200, "`first` is above `page_cap`"),
    "BATCH_TOO_LARGE": (200, "more inputs than `batch_cap`"),
    "INVALID_CURSOR": (200, "`after` is no cursor, or one of another release or question"),
    "INVALID_REQUEST": (200, "an argument is outside its range"),
    "STORE_DAMAGED": (200, "what was asked about is not in the store as it was put in; the message names it"),
    "INTERNAL_ERROR": (200, "something unexpected; the log has it under `correlationId`"),
}
"""Every code: the HTTP status (of `application/graphql-response+json`) and what it means."""


class Mistake(SamsprogError):
    """What a caller did wrong, with its stable code and facts for `extensions`."""

    def __init__(self, code: str, message: str, **facts: object) -> None:
        assert code in CODES, code
        self.code = code
        self.facts = facts
        super().__init__(same(message))  # to programs, in English

    @property
    def status(self) -> int:
        """The HTTP status when the whole request fails by it."""
        return CODES[self.code][0]


def error_body(code: str, message: str, **facts: object) -> dict[str, Any]:
    """An answer without data that says one mistake."""
    return {"errors": [{"message": message, "extensions": {"code": code, **facts}}]}


def formatted(errors: Sequence[GraphQLError], usual: str) -> list[dict[str, Any]]:
    """Errors as they travel; what is no caller's mistake is logged and masked.

    Args:
        errors: what the engine found.
        usual: the code of an error that the engine itself found.
    """
    return [_formatted(error, usual) for error in errors]


def _formatted(error: GraphQLError, usual: str) -> dict[str, Any]:
    cause = error.original_error
    while isinstance(cause, GraphQLError) and cause.original_error is not None:
        cause = cause.original_error
    body: dict[str, Any] = {"message": shown(error.message, _LONGEST)}
    if error.locations:
        body["locations"] = [{"line": at.line, "column": at.column} for at in error.locations]
    if error.path:
        body["path"] = list(error.path)
    if isinstance(cause, SamsprogError):
        body["message"] = shown(str(cause), _LONGEST)
        body["extensions"] = {"code": cause.code if cause.code in CODES else "INVALID_REQUEST"}
        body["extensions"] |= getattr(cause, "facts", {})
    elif cause is None or isinstance(cause, GraphQLError):
        body["extensions"] = {"code": usual}
    else:
        body["message"] = "internal error"
        body["extensions"] = {"code": "INTERNAL_ERROR", "correlationId": logged(cause)}
    return body


def logged(cause: BaseException) -> str:
    """Write an unexpected exception to the log; the id under which it stands there."""
    correlation = uuid4().hex
    LOG.error("internal error %s", correlation, exc_info=cause)
    return correlation
