"""What the routes of files and concepts share: parameters, the media type liked best, work beside the event loop."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from functools import partial
from typing import Final, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from api.web import refusal
from api.work import Busy, CallerLeft, Deadline, Load, Workshop, caller_left
from classification.deadline import OutOfTime
from classification.errors import InvalidRequest, SamsprogError
from classification.sentence import both

T = TypeVar("T")

DOWNLOAD: Final = "/download"
CONCEPT: Final = "/concept"
ASK_AGAIN: Final = "public, no-cache"
"""What is kept with a question back (ETag): it may be another one tomorrow."""
_STATUSES: Final = {
    "UNKNOWN_SCHEME": 404,
    "UNKNOWN_RELEASE": 404,
    "WITHDRAWN": 410,
    "UNKNOWN_CODE": 404,
    "NO_RELEASE_ON_DAY": 404,
    "MISSING_EXTRA": 501,
}


def beside_the_loop(
    answer: Callable[[Request], Response], workshop: Workshop, load: Load, seconds: float
) -> Callable[[Request], Awaitable[Response]]:
    """The answer, made beside the event loop and in time."""

    async def made(request: Request) -> Response:
        deadline, left = Deadline.after(seconds), partial(caller_left, request.receive)
        try:
            return await workshop.run(partial(answer, request), load, deadline, left)
        except Busy:
            return refusal(503, "too many answers are being made already; ask again in a moment")
        except OutOfTime:
            return refusal(503, f"making the answer took longer than {seconds:g} seconds; ask again later")
        except CallerLeft:
            return Response(status_code=503)  # for nobody

    return made


def must_be_known(request: Request, *names: str) -> None:
    """Refuse what would be passed over: another name than these, a name twice.

    Raises:
        InvalidRequest: naming it.
    """
    asked = [key for key, _ in request.query_params.multi_items()]
    for key in asked:
        if key not in names:
            listed = ", ".join(names)
            raise InvalidRequest(
                both(
                    f"ukendt parameter {key!r}; kendte: {listed}",
                    f"unknown parameter {key!r}; known: {listed}",
                )
            )
        if (times := asked.count(key)) > 1:
            raise InvalidRequest(
                both(
                    f"{key} er angivet {times} gange; angiv den én gang",
                    f"{key} is given {times} times; give it once",
                )
            )


def day_of(request: Request, today: date, name: str = "asOf") -> date:
    """The day that a parameter names; today where it is absent.

    Raises:
        InvalidRequest: it is no day.
    """
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else today
    except ValueError:
        raise InvalidRequest(
            both(
                f"{name}={text} er ikke en dag; skriv den som 2025-06-01",
                f"{name}={text} is no day; write it as 2025-06-01",
            )
        ) from None


def liked_best(request: Request, forms: Iterable[T], media_type: Callable[[T], str]) -> T | None:
    """The first of the forms that `Accept` likes best; None where it likes none."""
    liking = _liking(request.headers.get("accept", "") or "*/*")
    best = max(forms, key=lambda form: liking(media_type(form)), default=None)
    return best if best is not None and liking(media_type(best)) > 0 else None


def _liking(accept: str) -> Callable[[str], float]:
    """How much an `Accept` header likes a media type (RFC 9110, section 12.5.1): 0 to 1."""
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (text.strip().lower() for text in part.split(";"))
        weight = next((text[2:] for text in parameters if text.startswith("q=")), "1")
        try:
            ranges[name] = min(max(float(weight), 0.0), 1.0)
        except ValueError:
            ranges[name] = 0.0

    def like(media_type: str) -> float:
        whole = media_type.partition(";")[0]
        for name in (whole, f"{whole.partition('/')[0]}/*", "*/*"):
            if name in ranges:
                return ranges[name]
        return 0.0

    return like


def with_charset(media_type: str) -> str:
    """The media type, that of a text with the encoding we write."""
    text = media_type.startswith("text/") and "charset" not in media_type
    return f"{media_type}; charset=utf-8" if text else media_type


def is_fresh(request: Request, tag: str) -> bool:
    """Whether the caller has what the tag stands for (`If-None-Match`)."""
    tags = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    return not tags.isdisjoint((tag, "*"))


def refused(error: SamsprogError, **facts: list[str]) -> Response:
    """The answer to a mistake."""
    return refusal(_STATUSES.get(error.code, 400), str(error), None, code=error.code, **facts)
