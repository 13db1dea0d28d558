"""Search over the classifications at hand, each in the release that is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from classification import Index, Terminology, When, search_all
from classification.concept import Kind
from classification.errors import InvalidRequest
from classification.expansion.edition import belonging
from classification.expansion.expansion import bind
from classification.former import FormerLabels
from classification.record import frozen, replace
from classification.searching.search import Hit, SearchIndex, SearchScope
from classification.sentence import both
from classification.terminology import HeldRelease, canonical
from classification.text import shown


@frozen
class SearchRequest:
    """What to look for, and where: `scheme` and `value_set` narrow when they are given, `kinds` when there are any.

    The release that the clock names is one of `scheme`, or an edition of `value_set` when only that is given.
    """

    text: str
    scheme: str = ""
    value_set: str = ""
    kinds: frozenset[Kind] = frozenset()
    limit: int = 20


@frozen
class PlacedHit:
    """One hit, and the release it is in."""

    index: Index
    hit: Hit


Members = Callable[[int], bool] | None


@frozen
class SearchPlace:
    """One release that is searched, and which of its concepts may be found (all when there is no `members`).

    `former` is what they were called in the releases before it.
    """

    index: Index
    members: Members = None
    former: FormerLabels | None = None


def search_concepts(terminology: Terminology, request: SearchRequest, when: When) -> list[PlacedHit]:
    """Concepts that fit, best first (errors as `places_of`)."""
    return search_places(places_of(terminology, request, when), request)


def search_places(places: Sequence[SearchPlace], request: SearchRequest) -> list[PlacedHit]:
    """Concepts in these places that fit, best first."""
    indexes = {place.index.name: place.index for place in places}
    searched = [pair for place in places for pair in _searched(place, request.kinds)]
    return [
        PlacedHit(indexes[hit.release], hit)
        for hit in search_all(searched, request.text, limit=request.limit)
    ]


def _searched(place: SearchPlace, kinds: frozenset[Kind]) -> Iterator[tuple[SearchIndex, SearchScope]]:
    wanted = SearchScope(kinds, members=place.members)
    yield SearchIndex(place.index), wanted
    if place.former is not None and len(place.former):
        yield SearchIndex(place.index, former=place.former), wanted


def places_of(terminology: Terminology, request: SearchRequest, when: When) -> list[SearchPlace]:
    """The releases that a request searches, with the former labels of their concepts.

    A value set is asked in its edition of the day. Where a release of the classification is named, it is asked in the
    edition with that label, else in the one valid when that release was, and its members are those of that release.

    Raises:
        UnknownScheme, UnknownRelease, NoReleaseOnDay, UnknownValueSet: what narrows the search is not there.
        InvalidRequest: a release without a scheme or value set whose release it could be.
    """
    places = _places_of(terminology, request, when)
    return [replace(place, former=terminology.former_labels(place.index, when)) for place in places]


def _places_of(terminology: Terminology, request: SearchRequest, when: When) -> list[SearchPlace]:
    if when.release and not (request.scheme or request.value_set):
        raise InvalidRequest(
            both(
                f"udgaven {shown(when.release)!r} af hvad? Nævn også en klassifikation eller et værdisæt",
                f"release {shown(when.release)!r} of what? Name a scheme or a value set too",
            )
        )
    if not request.value_set:
        return [SearchPlace(index) for index in _releases(terminology, request.scheme, when)]
    if request.scheme and when.release:
        return [_in_release(terminology, request.value_set, terminology.release(request.scheme, when), when)]
    name, when = canonical(request.value_set, when)
    bound = bind(terminology, terminology.value_set(name, when), when)
    wanted = terminology.scheme(request.scheme).uri if request.scheme else ""
    indexes = [
        index
        for scheme in terminology.schemes
        if wanted in ("", scheme.uri)
        for index in bound.indexes(scheme.uri)
    ]
    numbers: dict[tuple[str, str], set[int]] = {(index.scheme.uri, index.version): set() for index in indexes}
    for member in bound.expand().members:
        numbers_there = numbers.get((member.system, member.release))
        if numbers_there is not None and member.number is not None:
            numbers_there.add(member.number)
    return [SearchPlace(index, numbers[index.scheme.uri, index.version].__contains__) for index in indexes]


def _in_release(terminology: Terminology, name: str, release: HeldRelease, when: When) -> SearchPlace:
    clock = when.of("")
    index = release.index
    if terminology.editions(release.scheme.uri).on(clock) is not release:
        clock = replace(clock, day=release.validity.start or clock.day)
    name, edition_clock = canonical(name, clock)
    belongs = (
        (terminology.value_set(name, edition_clock), edition_clock)
        if edition_clock.release
        else belonging(terminology.value_set_versions(name), release, clock)
    )
    if belongs is None:
        clock = when.of("")
        belongs = terminology.value_set(name, clock), clock
    edition, clock = belongs
    codes = (
        code
        for member in bind(terminology, edition, clock).expand().members
        if member.system == release.scheme.uri
        for code in member.notations
    )
    numbers = {number for code in codes if (number := index.find(code)) is not None}
    return SearchPlace(index, numbers.__contains__)


def _releases(terminology: Terminology, scheme: str, when: When) -> list[Index]:
    if scheme:
        return [terminology.index(scheme, when)]
    current = (terminology.editions(one.uri).on(when) for one in terminology.schemes)
    return [release.index for release in current if release is not None]
