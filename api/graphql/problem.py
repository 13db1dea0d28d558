"""Questions without an answer, as typed results: the facts of `classification.errors` in GraphQL's form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Final, ParamSpec, TypeVar, cast

import strawberry

from classification import errors

SHOWN: Final = 50

P = ParamSpec("P")
R = TypeVar("R")


@strawberry.interface(
    description="Why a question has no answer. Every result that may be one of the problems can be asked with "
    "`... on Problem { code message }`. Example: `UnknownName`"
)
class Problem:
    """Why a question has no answer."""

    code: str = strawberry.field(description="A stable code. Example: `UNKNOWN_RELEASE`")
    message: str = strawberry.field(
        description="What is wrong and what would be right. "
        "Example: `unknown release '9.0.0' of fsiii; known: 1.0.0, 1.1.0, 2.0.0, 2.1.0, 2.2.0, 2.3.0, 2.4.0`"
    )


@strawberry.type(description="A name that nothing known bears. Example: the scheme `fs3`")
class UnknownName(Problem):
    """A name that nothing known bears."""

    what: str = strawberry.field(
        description="The sort of thing: scheme, release, code, value set or map. Example: `release`"
    )
    name: str = strawberry.field(description="The name asked for. Example: `9.0.0`")
    known: list[str] = strawberry.field(
        description='Names that exist, the nearest where they are many. Example: `["2.3.0", "2.4.0"]`'
    )


@strawberry.type(
    description="No release covers the day, as far as known then. Example: fsiii on `2020-01-01`"
)
class NoReleaseOnDay(Problem):
    """No release covers the day."""

    name: str = strawberry.field(description="What has no release then. Example: `fsiii`")
    day: date = strawberry.field(description="The day asked for. Example: `2020-01-01`")
    first_release: str | None = strawberry.field(
        description="The first release; null where none says when it begins. Example: `1.0.0`"
    )
    first_day: date | None = strawberry.field(
        description="The day on which the first release begins. Example: `2023-06-07`"
    )


@strawberry.type(
    description="A short name that several things bear; ask with one of the candidates. Example: `tilstande`"
)
class AmbiguousName(Problem):
    """A short name that several things bear."""

    name: str = strawberry.field(description="The name asked for. Example: `tilstande`")
    candidates: list[str] = strawberry.field(
        description='The names that tell the things apart. Example: `["http://kl.dk/fhir/ValueSet/Tilstande"]`'
    )


def answered(resolver: Callable[P, R]) -> Callable[P, R]:
    """Let a resolver give a problem as its result where the core raises one; mistakes stay errors."""

    @wraps(resolver)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return resolver(*args, **kwargs)
        except (errors.UnknownName, errors.NoReleaseOnDay, errors.AmbiguousName) as error:
            return cast(R, problem_of(error))

    return answer


def problem_of(error: errors.UnknownName | errors.NoReleaseOnDay | errors.AmbiguousName) -> Problem:
    """The typed result that says what the error says."""
    message, code = str(error), error.code
    if isinstance(error, errors.UnknownName):
        near = error.nearest(SHOWN)
        return UnknownName(code=code, message=message, what=error.what.en, name=error.name, known=near)
    if isinstance(error, errors.AmbiguousName):
        return AmbiguousName(code=code, message=message, name=error.name, candidates=list(error.candidates))
    release, day = error.first or (None, None)
    return NoReleaseOnDay(
        code=code, message=message, name=error.scheme, day=error.day, first_release=release, first_day=day
    )
