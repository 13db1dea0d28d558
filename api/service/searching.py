"""Search over the classifications at hand, each in the release that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from classification.concept import Kind
from classification.errors import InvalidRequest
from classification.expansion import bind
from classification.index import Index
from classification.search import Hit, SearchIndex, Wanted, search_all
from classification.terminology import Terminology, When


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What to look for, and where: `scheme` and `value_set` narrow when they are given, `kinds` when there are any.

    The release that the clock names is one of `scheme`, or an edition of `value_set` when only that is given.
    """

    text: str
    scheme: str = ""
    value_set: str = ""
    kinds: frozenset[Kind] = frozenset()
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One hit, and the release it is in."""

    index: Index
    hit: Hit


def search_concepts(terminology: Terminology, request: SearchRequest, when: When) -> list[Found]:
    """Concepts that fit, best first.

    Raises:
        UnknownScheme, UnknownRelease, NoReleaseOnDay, UnknownValueSet: what narrows the search is not there.
        InvalidRequest: a release without a scheme or value set whose release it could be.
    """
    if when.release and not (request.scheme or request.value_set):
        raise InvalidRequest(f"release {when.release!r} of what? Name a scheme or a value set too")
    places = _places(terminology, request, when)
    indexes = {index.name: index for index, _ in places}
    asked = [(SearchIndex(index), Wanted(request.kinds, members=members)) for index, members in places]
    return [Found(indexes[hit.release], hit) for hit in search_all(asked, request.text, limit=request.limit)]


Members = Callable[[int], bool] | None


def _places(terminology: Terminology, request: SearchRequest, when: When) -> list[tuple[Index, Members]]:
    if not request.value_set:
        return [(index, None) for index in _releases(terminology, request.scheme, when)]
    clock = when.of("") if request.scheme else when
    bound = bind(terminology, terminology.value_set(request.value_set, clock), clock)
    numbers: dict[Index, set[int]] = {}
    by_name = {
        (index.scheme.uri, index.version): index
        for scheme in terminology.schemes
        for index in bound.indexes(scheme.uri)
    }
    for member in bound.expand().members:
        index = by_name.get((member.system, member.release))
        if index is not None and member.number is not None:
            numbers.setdefault(index, set()).add(member.number)
    wanted = terminology.scheme(request.scheme).uri if request.scheme else ""
    return [
        (index, found.__contains__)
        for index, found in numbers.items()
        if not wanted or index.scheme.uri == wanted
    ]


def _releases(terminology: Terminology, scheme: str, when: When) -> list[Index]:
    if scheme:
        return [terminology.index(scheme, when)]
    current = (terminology.editions(found.uri).on(when) for found in terminology.schemes)
    return [held.index for held in current if held is not None]
