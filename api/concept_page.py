"""The page of a concept over HTTP: where its URI leads to.

    /concept/NAME/CODE         a concept, in the media type that `Accept` asks for, or `?format=` names
    /concept?uri=URI           the same by its URI; that of a classification leads to its page
    /concept/NAME              a classification; in RDF its whole file, under /download

NAME and CODE go wherever they go elsewhere (an alias, a legacy key, a URI), percent-encoded; CODE may hold slashes.
`?asOf=` (or `date`), `?knownAt=` and `?release=` pick the release. A code that the release has no more is followed
(`api.asking.dereferencing`). JSON is what `samsprog show --format json` prints, with rows of maps and links.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote, unquote

import orjson
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from api.asking.answers import brief_answer, concept_answer, history_answer, mapping_answer, scheme_answer
from api.asking.dereferencing import LocatedConcept, concept_by_code, concepts_by_uri
from api.asking.exporting import with_extra
from api.asking.rows import rows_from, rows_to
from api.route import (
    ASK_AGAIN,
    CONCEPT,
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
from classification import ConceptScheme, Index, Terminology, When
from classification.concept_map import Coding
from classification.deadline import looking
from classification.errors import InvalidRequest, SamsprogError, UnknownCode, UnknownName
from classification.record import frozen
from classification.sentence import both
from loaders import FORMATS

_CLOCK: Final = ("asOf", "date", "knownAt", "release")
_DOTS: Final = frozenset((".", ".."))
_NEAR: Final = 12
_TAG: Final = 32
_VARY: Final = {"vary": "accept"}

Answer = dict[str, Any]


@frozen
class PageForm:
    """One form of a page: its name and media type, and what writes a concept in it (None: JSON)."""

    name: str
    media_type: str
    write: Callable[[Index, int], bytes] | None = None


FORMS: Final = (
    PageForm("json", "application/json"),
    *(
        PageForm(form.name, form.media_type, form.write_concept)
        for form in FORMATS.values()
        if form.write_concept is not None
    ),
)


def concept_routes(
    terminology: Callable[[], Terminology],
    today: Callable[[], date],
    workshop: Workshop | None = None,
    seconds: float = 30.0,
) -> Sequence[Route]:
    """The routes; RDF is written in the lane of heavy work, the rest in that of middling work."""
    pages, work = _Pages(terminology, today), workshop or Workshop()
    return (
        Route(CONCEPT, _by_form(pages.by_uri, work, seconds), methods=["GET"]),
        Route(f"{CONCEPT}/{{place:path}}", _by_form(pages.by_place, work, seconds), methods=["GET"]),
    )


def _by_form(
    answer: Callable[[Request, PageForm], Response], workshop: Workshop, seconds: float
) -> Callable[[Request], Awaitable[Response]]:
    async def page(request: Request) -> Response:
        try:
            form = _wanted(request)
        except SamsprogError as error:
            return refused(error)
        if form is None:
            listed = ", ".join(f"{other.media_type} ({other.name})" for other in FORMS)
            return refusal(406, f"none of the media types asked for is written; known: {listed}", _VARY)
        load = Load.MIDDLING if form.write is None else Load.HEAVY
        return await beside_the_loop(
            lambda page_request: answer(page_request, form), workshop, load, seconds
        )(request)

    return page


def _wanted(request: Request) -> PageForm | None:
    """The form that `?format=` names, else the one that `Accept` likes best; None where it likes none.

    Raises:
        InvalidRequest: there is no form of that name.
    """
    name = request.query_params.get("format", "")
    if not name:
        return liked_best(request, FORMS, lambda form: form.media_type)
    for form in FORMS:
        if form.name == name:
            return form
    listed = ", ".join(form.name for form in FORMS)
    raise InvalidRequest(
        both(
            f"{name!r} er ingen form af en side; kendte: {listed}",
            f"{name!r} is no form of a page; known: {listed}",
        )
    )


class _Pages:
    """Answers from the terminology of the moment."""

    def __init__(self, terminology: Callable[[], Terminology], today: Callable[[], date]) -> None:
        self._terminology, self._today = terminology, today

    def by_uri(self, request: Request, form: PageForm) -> Response:
        """The concept, or the classification, with a URI."""
        terminology = self._terminology()
        try:
            must_be_known(request, "uri", "format", *_CLOCK)
            when, uri = self._when(request), request.query_params.get("uri", "")
            if not uri:
                raise InvalidRequest(
                    both(
                        f"der mangler en URI; skriv {CONCEPT}?uri=URI eller {CONCEPT}/NAVN/KODE",
                        f"a URI is missing; write {CONCEPT}?uri=URI, or {CONCEPT}/NAME/CODE",
                    )
                )
            if (scheme := _scheme_with(terminology, uri)) is not None:
                return RedirectResponse(f"{_path(scheme.name)}{_query(request)}", 307, _VARY)
            concepts = concepts_by_uri(terminology, uri, when)
            if len(concepts) > 1:
                return _choices(concepts, request)
            return _page(terminology, concepts[0], when, request, form)
        except UnknownCode as error:
            return refused(error, known=error.nearest(_NEAR), near=[_uri_path(uri) for uri in error.known])
        except SamsprogError as error:
            return refused(error)

    def by_place(self, request: Request, form: PageForm) -> Response:
        """The concept with a code of a classification, or the classification."""
        terminology, (name, code) = self._terminology(), _name_and_code(request)
        try:
            must_be_known(request, "format", *_CLOCK)
            when = self._when(request)
            if not code:
                return _scheme_page(terminology, name, when, request, form)
            concept = concept_by_code(terminology, name, code, when)
            return _page(terminology, concept, when, request, form)
        except UnknownCode as error:
            scheme, codes = terminology.scheme(name).name, error.nearest(_NEAR)
            return refused(error, known=codes, near=[_path(scheme, near) for near in codes])
        except UnknownName as error:
            return refused(error, known=error.nearest(_NEAR))
        except SamsprogError as error:
            return refused(error)

    def _when(self, request: Request) -> When:
        query = request.query_params
        if query.get("asOf") and query.get("date"):
            raise InvalidRequest(
                both(
                    "asOf og date siger det samme; udelad den ene",
                    "asOf and date say the same; leave one of them out",
                )
            )
        day = day_of(request, self._today(), "date" if query.get("date") else "asOf")
        return When(day, _instant(query.get("knownAt", "")), query.get("release", ""))


def _instant(text: str) -> datetime | None:
    """The instant that `knownAt` names.

    Raises:
        InvalidRequest: it is none, or has no time zone.
    """
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise InvalidRequest(
            both(
                f"knownAt={text} er ikke en tid med tidszone; skriv den som 2024-06-04T12:00:00Z",
                f"knownAt={text} is no time with an offset; write it as 2024-06-04T12:00:00Z",
            )
        )
    return instant


def _name_and_code(request: Request) -> tuple[str, str]:
    """The two parts of the path, decoded each by itself: an encoded slash belongs to the part that it stands in."""
    scope = request.scope
    raw: bytes = scope.get("raw_path") or quote(scope["path"]).encode()
    root: str = scope.get("root_path", "")
    path = raw.partition(b"?")[0].decode("latin-1").removeprefix(quote(root)).removeprefix(f"{CONCEPT}/")
    name, _, code = path.partition("/")
    return unquote(name), unquote(code)


def _scheme_with(terminology: Terminology, uri: str) -> ConceptScheme | None:
    """The classification with that URI, as a system or as a scheme of SKOS."""
    if terminology.has_scheme(uri):
        return terminology.scheme(uri)
    return next((scheme for scheme in terminology.schemes if scheme.scheme_uri == uri), None)


# ---------------------------------------------------------------- addresses


def _path(scheme: str, code: str = "") -> str:
    """The address of a page."""
    whole = f"{CONCEPT}/{quote(scheme, safe='')}"
    return f"{whole}/{quote(code, safe='')}" if code else whole


def _uri_path(uri: str) -> str:
    return f"{CONCEPT}?uri={quote(uri, safe='')}"


def _concept_path(index: Index, number: int) -> str:
    """The address of a concept; a browser would take `..` for a step up, so such a code keeps out of the path."""
    code = index.codes[number]
    return _uri_path(index.uri(number)) if code in _DOTS else _path(index.scheme.name, code)


def _query(request: Request, **besides: str) -> str:
    """The query of an address that keeps the clock and the form asked for; what is said goes before them."""
    values = {key: request.query_params.get(key, "") for key in (*_CLOCK, "format")} | besides
    pairs = [f"{key}={quote(value, safe='')}" for key, value in values.items() if value]
    return "?" + "&".join(pairs) if pairs else ""


def _with_query(path: str, query: str) -> str:
    return path + (query.replace("?", "&", 1) if "?" in path else query)


# ---------------------------------------------------------------- answers


def _page(
    terminology: Terminology, concept: LocatedConcept, when: When, request: Request, form: PageForm
) -> Response:
    """The concept in a form."""
    if form.write is None:
        body = _json(_answer(terminology, concept, when))
    else:
        body = with_extra(form.write, concept.index, concept.number)
    path = _concept_path(concept.index, concept.number)
    place = {"release": concept.release.version} if concept.is_gone else {}
    links = [
        (path, 'rel="canonical"'),
        (_path(concept.index.scheme.name), 'rel="collection"'),
        *(
            (_concept_path(concept.index, above), 'rel="up"')
            for above in concept.index.parents(concept.number)
        ),
        *((_concept_path(new.index, new.number), 'rel="successor-version"') for new in concept.successors),
        *_alternates(path, form, request, place),
    ]
    headers = {"content-location": _with_query(path, _query(request, **place)), "link": _link_header(links)}
    return _response(request, body, form, headers)


def _answer(terminology: Terminology, concept: LocatedConcept, when: When) -> Answer:
    """What the command shows, with the rows of maps about the concept, and links."""
    index, number, clock = concept.index, concept.number, when.of("")
    system, codes = index.scheme.uri, index.concept(number).codes
    rows = [
        *((of, row, row.target) for of, row in rows_from(terminology, clock, system, codes)),
        *((of, row, row.source) for of, row in rows_to(terminology, clock, system, codes)),
    ]
    return {
        **concept_answer(index, number),
        "history": history_answer(terminology, index, number, when),
        "mappings": [
            {**mapping_answer(of, row), "link": _coding_path(terminology, end)}
            for of, row, end in looking(rows)
        ],
        "links": {
            "concept": _concept_path(index, number),
            "scheme": _path(index.scheme.name),
            "release": f"{DOWNLOAD}/{quote(index.scheme.name, safe='')}/{quote(index.version, safe='')}",
            "broader": [_concept_path(index, above) for above in index.parents(number)],
            "narrower": [_concept_path(index, below) for below in looking(index.children(number))],
            "successors": [_concept_path(new.index, new.number) for new in concept.successors],
        },
    }


def _coding_path(terminology: Terminology, coding: Coding) -> str | None:
    """The page of a concept of a map; None where its classification is not here, or none is meant."""
    if not coding.code or not terminology.has_scheme(coding.system):
        return None
    return _path(terminology.scheme(coding.system).name, coding.code)


def _scheme_page(
    terminology: Terminology, name: str, when: When, request: Request, form: PageForm
) -> Response:
    """A classification with its top concepts; in RDF the way to the file of its release."""
    release = terminology.release(name, when)
    file = f"{DOWNLOAD}/{quote(release.scheme.name, safe='')}/"
    file += quote(release.digest if when.known_at else release.version, safe=":")
    if form.write is not None:
        return RedirectResponse(f"{file}?format={form.name}", 307, _VARY)
    index, path = release.index, _path(release.scheme.name)
    body = _json(
        {
            **scheme_answer(terminology, release.scheme, when),
            "release": release.version,
            "concepts": release.size,
            "topConcepts": [brief_answer(index, top) for top in looking(index.roots())],
            "links": {
                "scheme": path,
                "release": file,
                "topConcepts": [_concept_path(index, top) for top in looking(index.roots())],
            },
        }
    )
    links = [(path, 'rel="canonical"'), *_alternates(path, form, request, {})]
    headers = {"content-location": _with_query(path, _query(request)), "link": _link_header(links)}
    return _response(request, body, form, headers)


def _choices(concepts: Sequence[LocatedConcept], request: Request) -> Response:
    """Several classifications have the URI: nothing is guessed (RFC 9110, 15.4.1)."""
    query = _query(request)
    body = _json(
        {
            "choices": [
                {
                    "scheme": concept.index.scheme.name,
                    "release": concept.index.version,
                    **brief_answer(concept.index, concept.number),
                    "link": _with_query(
                        _path(concept.index.scheme.name, concept.index.codes[concept.number]), query
                    ),
                }
                for concept in concepts
            ]
        }
    )
    return Response(body, 300, {"cache-control": ASK_AGAIN, **_VARY}, FORMS[0].media_type)


def _response(request: Request, body: bytes, form: PageForm, headers: dict[str, str]) -> Response:
    """An answer that is kept with a question back; nothing of it is sent again to who has it."""
    tag = f'"{sha256(body).hexdigest()[:_TAG]}-{form.name}"'
    headers = {"etag": tag, "cache-control": ASK_AGAIN, **_VARY, **headers}
    if is_fresh(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=with_charset(form.media_type), headers=headers)


def _json(answer: Answer) -> bytes:
    return orjson.dumps(answer, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _alternates(
    path: str, form: PageForm, request: Request, place: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """The same in the other forms."""
    for other in FORMS:
        if other.name != form.name:
            query = _query(request, **place, format=other.name)
            yield _with_query(path, query), f'rel="alternate"; type="{other.media_type}"'


def _link_header(links: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"<{path}>; {kind}" for path, kind in links)
