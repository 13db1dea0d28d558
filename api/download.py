"""Releases, value sets and maps as files over HTTP.

    /download/NAME/VERSION          in the format that `Accept` asks for, or `?format=` names
    /download/NAME                  leads to the version that holds today, or on `?asOf=`
    /download/NAME/VERSION@MARK     that and nothing else, for ever

A version that was withdrawn still answers; the header `Withdrawn` says since when and why.

VERSION is a label or `sha256:…`, a digest of the content. A label may get a fuller edition, and two labels may have one
content, so their answers are kept only with a question back (ETag). MARK is a digest over all that the file says; no
label holds `@` (SPI15).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.asking.exporting import DEFAULT, as_one_file, content_of, format_named, withdrawal_in, writable
from api.health import program_version
from api.route import (
    ASK_AGAIN,
    DOWNLOAD,
    beside_the_loop,
    day_of,
    is_fresh,
    liked_best,
    must_be_known,
    refused,
    with_charset,
)
from api.web import refusal
from api.work import Load, Workshop
from classification import Terminology, When
from classification.compiled.index import scheme_to_json
from classification.concept_json import days_to_json
from classification.concept_map import map_to_json
from classification.digest import sha256
from classification.errors import InvalidRequest, SamsprogError
from classification.remembered import Remembered
from classification.sentence import both
from classification.terminology import DIGEST_PREFIX
from classification.value_set import value_set_to_json
from loaders import Content, Format

_KEPT: Final = 32
_MARK: Final = 32
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def download_routes(
    terminology: Callable[[], Terminology],
    today: Callable[[], date],
    workshop: Workshop | None = None,
    seconds: float = 30.0,
) -> Sequence[Route]:
    """The routes; files are made in the workshop, and in so many seconds."""
    files = _Files(terminology, today)
    work = workshop or Workshop()
    current = beside_the_loop(files.current, work, Load.MIDDLING, seconds)
    file = beside_the_loop(files.file, work, Load.HEAVY, seconds)
    return (
        Route(f"{DOWNLOAD}/{{name}}", current, methods=["GET"]),
        Route(f"{DOWNLOAD}/{{name}}/{{version:path}}", file, methods=["GET"]),
    )


class _Files:
    """Answers, the last ones kept as bytes."""

    def __init__(self, terminology: Callable[[], Terminology], today: Callable[[], date]) -> None:
        self._terminology, self._today = terminology, today
        self._made: Remembered[tuple[str, str], tuple[str, bytes]] = Remembered(_KEPT)

    def current(self, request: Request) -> Response:
        """The way to the version that holds on a day."""
        name = request.path_params["name"]
        try:
            must_be_known(request, "format", "asOf")
            content = content_of(self._terminology(), name, When(day_of(request, self._today())))
        except SamsprogError as error:
            return refused(error)
        form = request.query_params.get("format", "")
        query = f"?format={quote(form)}" if form else ""
        return RedirectResponse(
            f"{DOWNLOAD}/{quote(name, safe='')}/{quote(_version(content), safe=':/')}{query}", 307
        )

    def file(self, request: Request) -> Response:
        """One file."""
        name, (version, at, mark) = request.path_params["name"], request.path_params["version"].partition("@")
        try:
            must_be_known(request, "format", "asOf")
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
                        f"der mangler en version; {DOWNLOAD}/{name} fører til den, der gælder i dag",
                        f"a version is missing; {DOWNLOAD}/{name} leads to the one that holds today",
                    )
                )
            terminology = self._terminology()
            when = When(self._today(), release=version, withdrawn=True)
            content = content_of(terminology, name, when)
            form = _wanted(request, content)
            if form is None:
                listed = ", ".join(f"{other.media_type} ({other.name})" for other in writable(content))
                return refusal(406, f"none of the media types asked for is written; known: {listed}")
            content = content_of(terminology, name, when, form) if content.value_sets else content
            fingerprint = _fingerprint(content)
            here = f"{DOWNLOAD}/{quote(name, safe='')}/{quote(_version(content), safe='/')}"
            if at and mark != fingerprint[:_MARK]:
                return refusal(
                    404, f"{name} {version} does not say any more what it said under {mark}; see {here}"
                )
            tag = f'"{fingerprint[:_MARK]}-{form.name}-{program_version()}"'
            headers = {
                "etag": tag,
                "vary": "accept",
                "cache-control": _FOR_EVER if at else ASK_AGAIN,
                "link": f'<{here}@{fingerprint[:_MARK]}?format={form.name}>; rel="permalink"',
            }
            if withdrawal := withdrawal_in(terminology, content, when):
                headers["cache-control"] = ASK_AGAIN  # it may be taken back into use
                since = withdrawal.since.isoformat(timespec="seconds")
                headers["withdrawn"] = f"{since}; reason*=UTF-8''{quote(withdrawal.reason)}"
            if is_fresh(request, tag):
                return Response(status_code=304, headers=headers)
            title, body = self._bytes(form, content, fingerprint)
        except SamsprogError as error:
            return refused(error)
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(title)}"
        return Response(body, media_type=with_charset(form.media_type), headers=headers)

    def _bytes(self, form: Format, content: Content, fingerprint: str) -> tuple[str, bytes]:
        key = fingerprint, form.name
        file = self._made.get(key)
        return file or self._made.keep(key, as_one_file(form, content))


def _wanted(request: Request, content: Content) -> Format | None:
    """The format that `?format=` names, else the first of those that `Accept` likes best; None where it likes none."""
    named = request.query_params.get("format", "")
    if named:
        return format_named(named)
    forms = sorted(writable(content), key=lambda form: form.name != DEFAULT)
    return liked_best(request, forms, lambda form: form.media_type)


def _version(content: Content) -> str:
    for draft in content.releases:
        return draft.release.version
    for value_set in content.value_sets:
        return value_set.version
    return content.maps[0].version


def _fingerprint(content: Content) -> str:
    """A digest over everything that a file may say."""
    facts: list[object] = []
    for draft in content.releases:
        release = draft.release
        facts.append(
            [release.digest, scheme_to_json(release.scheme), release.version, days_to_json(release.validity)]
        )
    facts += (value_set_to_json(value_set) for value_set in content.value_sets)
    facts += (map_to_json(concept_map) for concept_map in content.maps)
    return sha256(_without_floats(facts)).removeprefix(DIGEST_PREFIX)


def _without_floats(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_floats(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without_floats(inner) for inner in value]
    return repr(value) if isinstance(value, float) else value
