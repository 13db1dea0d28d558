"""Releases, value sets and maps as files over HTTP.

    /download/NAME/VERSION          in the format that `Accept` asks for, or `?format=` names
    /download/NAME                  leads to the version that holds today, or on `?asOf=`
    /download/NAME/VERSION@MARK     that and nothing else, for ever

VERSION is a label or `sha256:…`, a digest of the content. A label may get a fuller edition, and two labels may have one
content, so their answers are kept only with a question back (ETag). MARK is a digest over all that the file says; no
label holds `@` (SPI15).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.asking.exporting import DEFAULT, as_one_file, content_of, format_named, writable
from api.health import program_version
from api.web import refusal
from api.work import Busy, CallerLeft, Deadline, Load, Workshop, caller_left
from classification import Terminology, When
from classification.compiled.index import scheme_to_json
from classification.concept_json import days_to_json
from classification.concept_map import map_to_json
from classification.deadline import OutOfTime
from classification.digest import sha256
from classification.errors import InvalidRequest, SamsprogError
from classification.remembered import Remembered
from classification.sentence import both
from classification.terminology import DIGEST_PREFIX
from classification.value_set import value_set_to_json
from loaders import Content, Format

PATH: Final = "/download"
_KEPT: Final = 32
_MARK: Final = 32
_FOR_EVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "public, no-cache"
_FACTS: Final = {
    "UNKNOWN_SCHEME": 404,
    "UNKNOWN_RELEASE": 404,
    "NO_RELEASE_ON_DAY": 404,
    "MISSING_EXTRA": 501,
}


def download_routes(
    terminology: Callable[[], Terminology],
    today: Callable[[], date],
    workshop: Workshop | None = None,
    seconds: float = 30.0,
) -> Sequence[Route]:
    """The routes; files are made in the workshop, and in so many seconds."""
    files = _Files(terminology, today)
    work = workshop or Workshop()
    current = _made_apart(files.current, work, Load.MIDDLING, seconds)
    file = _made_apart(files.file, work, Load.HEAVY, seconds)
    return (
        Route(f"{PATH}/{{name}}", current, methods=["GET"]),
        Route(f"{PATH}/{{name}}/{{version:path}}", file, methods=["GET"]),
    )


def _made_apart(
    answer: Callable[[Request], Response], workshop: Workshop, load: Load, seconds: float
) -> Callable[[Request], Awaitable[Response]]:
    """The answer, made beside the event loop and in time."""

    async def made(request: Request) -> Response:
        deadline, left = Deadline.after(seconds), partial(caller_left, request.receive)
        try:
            return await workshop.run(partial(answer, request), load, deadline, left)
        except Busy:
            return refusal(503, "too many files are being made already; ask again in a moment")
        except OutOfTime:
            return refusal(503, f"making the file took longer than {seconds:g} seconds; ask again later")
        except CallerLeft:
            return Response(status_code=503)  # for nobody

    return made


class _Files:
    """Answers, the last ones kept as bytes."""

    def __init__(self, terminology: Callable[[], Terminology], today: Callable[[], date]) -> None:
        self._terminology, self._today = terminology, today
        self._made: Remembered[tuple[str, str], tuple[str, bytes]] = Remembered(_KEPT)

    def current(self, request: Request) -> Response:
        """The way to the version that holds on a day."""
        name = request.path_params["name"]
        try:
            _must_be_known(request, "format", "asOf")
            content = content_of(self._terminology(), name, When(self._day(request)))
        except SamsprogError as error:
            return _refused(error)
        form = request.query_params.get("format", "")
        query = f"?format={quote(form)}" if form else ""
        return RedirectResponse(
            f"{PATH}/{quote(name, safe='')}/{quote(_version(content), safe=':/')}{query}", 307
        )

    def _day(self, request: Request) -> date:
        text = request.query_params.get("asOf", "")
        try:
            return date.fromisoformat(text) if text else self._today()
        except ValueError:
            raise InvalidRequest(
                both(
                    f"asOf={text} er ikke en dag; skriv den som 2025-06-01",
                    f"asOf={text} is no day; write it as 2025-06-01",
                )
            ) from None

    def file(self, request: Request) -> Response:
        """One file."""
        name, (version, at, mark) = request.path_params["name"], request.path_params["version"].partition("@")
        try:
            _must_be_known(request, "format", "asOf")
            if request.query_params.get("asOf"):
                raise InvalidRequest(
                    both(
                        "asOf vælger en version, og der er nævnt en; udelad den ene",
                        "asOf chooses a version, and one is named; leave one of them out",
                    )
                )
            if not version:
                raise InvalidRequest(
                    both(
                        f"der mangler en version; {PATH}/{name} fører til den, der gælder i dag",
                        f"a version is missing; {PATH}/{name} leads to the one that holds today",
                    )
                )
            when = When(self._today(), release=version)
            content = content_of(self._terminology(), name, when)
            form = _wanted(request, content)
            if form is None:
                known = ", ".join(f"{found.media_type} ({found.name})" for found in writable(content))
                return refusal(406, f"none of the media types asked for is written; known: {known}")
            content = content_of(self._terminology(), name, when, form) if content.value_sets else content
            fingerprint = _fingerprint(content)
            here = f"{PATH}/{quote(name, safe='')}/{quote(_version(content), safe='/')}"
            if at and mark != fingerprint[:_MARK]:
                return refusal(
                    404, f"{name} {version} does not say any more what it said under {mark}; see {here}"
                )
            tag = f'"{fingerprint[:_MARK]}-{form.name}-{program_version()}"'
            headers = {
                "etag": tag,
                "vary": "accept",
                "cache-control": _FOR_EVER if at else _ASK_AGAIN,
                "link": f'<{here}@{fingerprint[:_MARK]}?format={form.name}>; rel="permalink"',
            }
            held = {
                one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")
            }
            if not held.isdisjoint((tag, "*")):
                return Response(status_code=304, headers=headers)
            title, made = self._bytes(form, content, fingerprint)
        except SamsprogError as error:
            return _refused(error)
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(title)}"
        return Response(made, media_type=_media_type(form), headers=headers)

    def _bytes(self, form: Format, content: Content, fingerprint: str) -> tuple[str, bytes]:
        key = fingerprint, form.name
        made = self._made.get(key)
        return made or self._made.keep(key, as_one_file(form, content))


def _must_be_known(request: Request, *names: str) -> None:
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


def _wanted(request: Request, content: Content) -> Format | None:
    """The format that `?format=` names, else the first of those that `Accept` likes best; None where it likes none."""
    named = request.query_params.get("format", "")
    if named:
        return format_named(named)
    liked = _liking(request.headers.get("accept", "") or "*/*")
    forms = sorted(writable(content), key=lambda form: form.name != DEFAULT)
    best = max(forms, key=lambda form: liked(form.media_type))
    return best if liked(best.media_type) > 0 else None


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


def _media_type(form: Format) -> str:
    text = form.media_type.startswith("text/") and "charset" not in form.media_type
    return f"{form.media_type}; charset=utf-8" if text else form.media_type


def _version(content: Content) -> str:
    for draft in content.releases:
        return draft.release.version
    for value_set in content.value_sets:
        return value_set.version
    return content.maps[0].version


def _fingerprint(content: Content) -> str:
    """A digest over everything that a file may say."""
    said: list[object] = []
    for draft in content.releases:
        release = draft.release
        said.append(
            [release.digest, scheme_to_json(release.scheme), release.version, days_to_json(release.validity)]
        )
    said += (value_set_to_json(value_set) for value_set in content.value_sets)
    said += (map_to_json(concept_map) for concept_map in content.maps)
    return sha256(_without_floats(said)).removeprefix(DIGEST_PREFIX)


def _without_floats(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_floats(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(inner) for inner in value]
    return repr(value) if isinstance(value, float) else value


def _refused(error: SamsprogError) -> Response:
    return refusal(_FACTS.get(error.code, 400), str(error), code=error.code)
