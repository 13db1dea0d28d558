"""Statements of one concept map that cannot hold together, whatever format they came in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import merge
from operator import itemgetter

from classification import Place
from classification.concept_map import Mapping, Relation
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.words import word


@frozen
class Contradiction:
    """Two statements about one code that hold on the same day; the second is `place`."""

    place: Place
    first: Place
    message: Sentence


def contradictions(statements: Iterable[tuple[Mapping, Place]]) -> Iterator[Contradiction]:
    """Pairs about which a map says two things, and codes that have a counterpart and none; one for each statement."""
    by_source: dict[tuple[str, str, str], _Earlier] = {}
    for number, (mapping, place) in enumerate(statements):
        source, target = mapping.source, mapping.target
        earlier = by_source.setdefault((source.system, source.code, target.system), _Earlier([], [], {}))
        for _, other, first in earlier.about(mapping):
            if (
                mapping.relation is other.relation
            ):  # the same once more: another justification, another author
                continue
            if not mapping.validity.intersect(other.validity).is_empty:
                yield Contradiction(
                    place,
                    first,
                    both(
                        f"{_said(mapping).da}, men {_said(other).da}",
                        f"{_said(mapping).en}, but {_said(other).en}",
                    ),
                )
                break
        earlier.add((number, mapping, place))


_Statement = tuple[int, Mapping, Place]


@frozen
class _Earlier:
    """What has been said of one code, in order: all of it, what says that there is no counterpart, by counterpart."""

    all: list[_Statement]
    nothing: list[_Statement]
    by_target: dict[str, list[_Statement]]

    def about(self, mapping: Mapping) -> Iterable[_Statement]:
        """The earlier statements that a statement meets: the same counterpart, or that there is one and none."""
        if mapping.relation is Relation.NONE:
            return self.all
        same = self.by_target.get(mapping.target.code, ())
        return merge(same, self.nothing, key=itemgetter(0)) if self.nothing else same

    def add(self, statement: _Statement) -> None:
        """Keep a statement."""
        mapping = statement[1]
        self.all.append(statement)
        if mapping.relation is Relation.NONE:
            self.nothing.append(statement)
        else:
            self.by_target.setdefault(mapping.target.code, []).append(statement)


def _said(mapping: Mapping) -> Sentence:
    return both(
        f"{mapping.source.code!r} til {mapping.target.code or 'intet'!r} er {word(mapping.relation).da}",
        f"{mapping.source.code!r} to {mapping.target.code or 'nothing'!r} is {mapping.relation}",
    )
