"""Search: what people type, and the concepts that fit it best."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated, Final

import strawberry

from api.asking.searching import PlacedHit, SearchPlace, SearchRequest, places_of, search_places
from api.graphql.concept import Concept, OfKind
from api.graphql.context import Context, Info
from api.graphql.enumeration import describe_enum
from api.graphql.field import field
from api.graphql.mistake import Mistake
from api.graphql.paging import After, Connection, First, UsedRelease, page_size, window
from api.graphql.problem import AmbiguousName, NoReleaseOnDay, UnknownName, answered
from api.graphql.when import AsOf, InRelease, KnownAt, Supplements, asked_when
from classification import Terminology, When
from classification.concept import Kind, LabelKind
from classification.record import replace
from classification.searching.search import Match
from classification.supplement import check_base

MOST_HITS: Final = 10_000
"""How deep a search may be paged and how far it counts: whoever wants more wants `concepts`."""
SUGGESTIONS: Final = 10

describe_enum(
    Match,
    "Match",
    "How a concept was found, the best first. Example: `EXACT`",
    NOTATION="The text is one of its codes. Example: `J1.1`",
    EXACT="The text is one of its labels. Example: `indkøb`",
    PREFIX="A label begins with the text. Example: `indk`",
    NOTATION_START="A code begins with the text. Example: `J1.`",
    WORD="The words stand in a label. Example: `hygiejne` in `Vaske sig`",
    WORD_START="Words of a label begin so. Example: `hyg` in `Vaske sig`",
    STEM="Another form of a word, or a word derived from it. Example: `indkøbet`",
    INNER="The inner part of a compound, or a compound written otherwise. Example: `pleje` in `Sårpleje`",
    FUZZY="With a typing error. Example: `sårpleke`",
    PARTLY="Most of the words fit, and nothing fits all of them. Example: `smerter i ryggen` in `Smerter`",
)


@strawberry.type(description="One concept that was found. Example: J2.4 by `indkøb`")
class SearchHit:
    """One concept that was found."""

    concept: Concept = strawberry.field(description="The concept. Example: `{key: J2.4}`")
    score: float = strawberry.field(description="How well it fits, 0 to 1. Example: `0.91`")
    label: str = strawberry.field(description="The label or code that fitted. Example: `Indkøb`")
    label_kind: LabelKind | None = strawberry.field(
        description="The label's kind; null where a code fitted. Example: `PREFERRED`"
    )
    match: Match = strawberry.field(description="How it was found. Example: `EXACT`")
    near: bool = strawberry.field(
        description="Whether only some of the words fit: nothing fits all of them. Example: `false`"
    )
    former_release: str | None = strawberry.field(
        description="The newest release in which the concept bore the label, where it does not any more; else null. "
        "Example: `1.1.0` for J2.4 by `Skaffe sig varer og tjenesteydelser`"
    )


@strawberry.type(description="One page of hits, best first. Example: the first 50 of 120")
class SearchHitConnection(Connection[SearchHit]):
    """One page of hits."""


@strawberry.type(description="What may be meant by what was begun. Example: 10 concepts for `indk`")
class Suggestions:
    """What may be meant by what was begun."""

    hits: list[SearchHit] = strawberry.field(description="The best first. Example: `[{label: Indkøb}]`")
    releases: list[UsedRelease] = strawberry.field(
        description="The releases searched, with or without a hit. Example: `[{name: fsiii, version: 2.3.0}]`"
    )


SearchResult = Annotated[
    SearchHitConnection | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union("SearchResult", description="Hits, or why there are none. Example: for `indkøb`"),
]
TypeaheadResult = Annotated[
    Suggestions | UnknownName | NoReleaseOnDay | AmbiguousName,
    strawberry.union(
        "TypeaheadResult", description="Suggestions, or why there are none. Example: for `indk`"
    ),
]
InScheme = Annotated[
    str | None,
    strawberry.argument(
        description="Only in this classification (name, URI or former URI); in all when absent. Example: `fsiii`"
    ),
]
InValueSet = Annotated[
    str | None,
    strawberry.argument(description="Only members of this value set. Example: `KLConditionCodesFSIII`"),
]


@strawberry.type
class SearchQueries:
    """Questions by text."""

    @field(
        "Concepts that fit a text best, over all labels and codes, Danish-aware. Example: "
        '`{ search(text: "indkøb", scheme: "fsiii") { ... on SearchHitConnection { nodes { label } } } }`'
    )
    @answered
    def search(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="What to look for. Example: `indkøb`")],
        scheme: InScheme = None,
        kind: OfKind = None,
        value_set: InValueSet = None,
        first: First = None,
        after: After = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
        supplements: Supplements = None,
    ) -> SearchResult:
        """Concepts that fit a text best."""
        when = asked_when(info.context, as_of, known_at, release, supplements=supplements)
        request = _request(text, scheme, kind, value_set)
        return _page(info.context, request, when, first, after)

    @field(
        "The concepts that may be meant by the beginning of a word, for a field one types into. Example: "
        '`{ typeahead(prefix: "indk", scheme: "fsiii") { ... on Suggestions { hits { label } } } }`'
    )
    @answered
    def typeahead(
        self,
        info: Info,
        prefix: Annotated[str, strawberry.argument(description="What was typed so far. Example: `indk`")],
        scheme: InScheme = None,
        kind: OfKind = None,
        value_set: InValueSet = None,
        first: Annotated[
            int | None, strawberry.argument(description="How many at most; 10 when absent. Example: `5`")
        ] = None,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        release: InRelease = None,
    ) -> TypeaheadResult:
        """The concepts that may be meant by a beginning."""
        when = asked_when(info.context, as_of, known_at, release)
        limit = page_size(info.context, SUGGESTIONS if first is None else first)
        request = _request(prefix, scheme, kind, value_set)
        places = places_of(info.context.terminology, request, when)
        return Suggestions(
            hits=[_hit(info.context.terminology, when, one) for one in _results(places, request, limit)],
            releases=[UsedRelease(name=name, version=version) for name, version in _searched(places)],
        )


def _request(text: str, scheme: str | None, kind: Kind | None, value_set: str | None) -> SearchRequest:
    kinds = frozenset() if kind is None else frozenset({kind})
    return SearchRequest(text, scheme or "", value_set or "", kinds)


def _page(
    context: Context, request: SearchRequest, when: When, first: int | None, after: str | None
) -> SearchHitConnection:
    terminology = context.world(when)
    if request.scheme:
        check_base(terminology, when.supplements, {terminology.scheme(request.scheme).uri})
    page = window(context, first, after, *_mark(terminology, request, when))
    limit = page.after + 1 + page.size
    if limit > MOST_HITS:
        raise Mistake(
            "INVALID_REQUEST", f"a search is paged up to {MOST_HITS} hits; narrow it", argument="after"
        )
    places = places_of(terminology, request, when)
    results = _results(places, request, limit + 1)
    connection = page.of(
        SearchHitConnection,
        range(len(results)),
        lambda at: _hit(terminology, when, results[at]),
        _searched(places),
    )
    if not connection.ends:
        connection.size = cache(lambda: len(_results(places, request, MOST_HITS)))
    return connection


def _mark(terminology: Terminology, request: SearchRequest, when: When) -> list[str]:
    """What the order of the hits hangs on: the question and the content of the releases searched."""
    schemes = [request.scheme] if request.scheme else [scheme.uri for scheme in terminology.schemes]
    clock = when if request.scheme else when.of("")
    picked = [
        terminology.editions(uri).on(clock) if not clock.release else terminology.release(uri, clock)
        for uri in schemes
    ]
    # Concepts are found by the labels of earlier releases too.
    releases = [one for uri in schemes for one in terminology.releases(uri, clock)]
    digests = [one.digest for one in (*picked, *releases) if one is not None]
    narrowed = [request.text, request.scheme, request.value_set, *sorted(request.kinds)]
    narrowed += when.supplements
    return [*narrowed, when.release, when.day.isoformat() if request.value_set else "", *digests]


def _results(places: Sequence[SearchPlace], request: SearchRequest, limit: int) -> list[PlacedHit]:
    return search_places(places, replace(request, limit=limit)) if limit else []


def _hit(terminology: Terminology, when: When, result: PlacedHit) -> SearchHit:
    index, hit = result.index, result.hit
    held_release = terminology.release(index.scheme.uri, when.of(index.version))
    return SearchHit(
        concept=Concept(core=held_release, number=hit.concept, clock=when.of("")),
        score=hit.score,
        label=hit.label,
        label_kind=hit.label_kind,
        match=hit.match,
        near=hit.near,
        former_release=hit.former or None,
    )


def _searched(places: Sequence[SearchPlace]) -> list[tuple[str, str]]:
    return [(place.index.scheme.name, place.index.version) for place in places]
