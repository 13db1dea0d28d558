"""Which codes may stand somewhere: the definition of a value set (FHIR R4 ValueSet.compose).

Several conditions inside one `Include` all hold (AND), several includes add up (OR), excludes are subtracted last.
What a definition yields in given releases is the business of `classification.expansion.expansion`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from classification.concept_json import days_from_json, days_to_json
from classification.record import frozen, replace
from classification.validity import ALWAYS, Validity


class FilterOperator(StrEnum):
    """How a filter selects concepts (FHIR R4 filter operators, and child-of of R5)."""

    IS_A = "is-a"
    DESCENDENT_OF = "descendent-of"
    CHILD_OF = "child-of"
    IS_NOT_A = "is-not-a"
    EQUALS = "="
    IN = "in"
    NOT_IN = "not-in"
    EXISTS = "exists"
    REGEX = "regex"


@frozen
class Filter:
    """One condition on a property; the property `concept` is the place in the hierarchy."""

    property: str
    operator: FilterOperator
    value: str


@frozen
class Include:
    """One part of a definition.

    `system` is a system URI, `release` pins one of its releases. Without codes and filters the whole system is meant.
    `value_sets` are URIs of other value sets; with a system or several of them, the intersection is meant. `uris` are
    those of the codes, in their order, where one of them is not the one that the system's usual rule makes.
    """

    system: str = ""
    release: str = ""
    codes: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    value_sets: tuple[str, ...] = ()
    uris: tuple[str, ...] = ()


@frozen
class ValueSet:
    """A named definition in one version; `validity` and `recorded` are its two clocks.

    `ordered` says that the order of its codes means something (skos:OrderedCollection). `titles` are the titles by
    language where there are several; `title` is the first of them. `companions` are the URIs of the systems and value
    sets that were published with it under the label of its version: those that it names, and those that its companions
    name (see `published_together`). `inactive` is FHIR's compose.inactive: where it is false, concepts that are out of
    use are no members; None where it is not said.
    """

    uri: str
    name: str
    version: str
    include: tuple[Include, ...]
    exclude: tuple[Include, ...] = ()
    title: str = ""
    validity: Validity = ALWAYS
    recorded: datetime = datetime(1, 1, 1, tzinfo=UTC)
    ordered: bool = False
    titles: tuple[tuple[str, str], ...] = ()
    companions: tuple[str, ...] = ()
    inactive: bool | None = None

    @property
    def edition(self) -> str:
        """The label of what it was published in together with a code system; empty where it came alone."""
        return self.version if self.companions else ""

    @property
    def names(self) -> tuple[str, ...]:
        """The systems and value sets that its parts name, as they name them, without versions of value sets."""
        parts = (*self.include, *self.exclude)
        systems = (part.system for part in parts if part.system)
        value_sets = (uri.partition("|")[0] for part in parts for uri in part.value_sets)
        return tuple(dict.fromkeys((*systems, *value_sets)))


def published_together(
    value_sets: Iterable[ValueSet], releases: Iterable[tuple[str, str]]
) -> tuple[ValueSet, ...]:
    """The value sets of one publication, each with its companions.

    Args:
        value_sets: every version that the publication brings.
        releases: system URI and label of each release that it brings. A label under which it brings none makes no
            edition: a value set's version says nothing of a code system's (FHIR R4 ValueSet 4.9).
    """
    offered = tuple(value_sets)
    published = set(releases)
    labels = {label for _, label in published}
    of = {(each.uri, each.version): each for each in offered if each.version in labels}
    return tuple(replace(each, companions=_companions(each, published, of)) for each in offered)


def _companions(
    value_set: ValueSet, releases: set[tuple[str, str]], of: dict[tuple[str, str], ValueSet]
) -> tuple[str, ...]:
    label = value_set.version
    met: dict[str, None] = {}
    left = [value_set]
    while left:
        for uri in left.pop().names:
            if uri not in met and ((uri, label) in releases or (uri, label) in of):
                met[uri] = None
                left += [of[uri, label]] if (uri, label) in of else []
    return tuple(met)


def value_set_to_json(value_set: ValueSet) -> dict[str, Any]:
    """A value set as a JSON object."""
    return {
        "uri": value_set.uri,
        "name": value_set.name,
        "version": value_set.version,
        "title": value_set.title,
        "validity": days_to_json(value_set.validity),
        "recorded": value_set.recorded.isoformat(),
        "include": [_part(part) for part in value_set.include],
        "exclude": [_part(part) for part in value_set.exclude],
        **({"ordered": True} if value_set.ordered else {}),
        **({"titles": dict(value_set.titles)} if value_set.titles else {}),
        **({"companions": list(value_set.companions)} if value_set.companions else {}),
        **({} if value_set.inactive is None else {"inactive": value_set.inactive}),
    }


def _part(part: Include) -> list[Any]:
    filters = [[f.property, str(f.operator), f.value] for f in part.filters]
    written = [part.system, part.release, list(part.codes), filters, list(part.value_sets)]
    return [*written, list(part.uris)] if part.uris else written


def value_set_from_json(record: dict[str, Any]) -> ValueSet:
    """The value set that `value_set_to_json` wrote."""
    return ValueSet(
        uri=record["uri"],
        name=record["name"],
        version=record["version"],
        title=record["title"],
        validity=days_from_json(record["validity"]),
        recorded=datetime.fromisoformat(record["recorded"]),
        include=tuple(map(_include, record["include"])),
        exclude=tuple(map(_include, record["exclude"])),
        ordered=record.get("ordered", False),
        titles=tuple(record.get("titles", {}).items()),
        companions=tuple(record.get("companions", ())),
        inactive=record.get("inactive"),
    )


def _include(part: list[Any]) -> Include:
    system, release, codes, filters, value_sets, *uris = part
    return Include(
        system,
        release,
        tuple(codes),
        tuple(Filter(name, FilterOperator(operator), value) for name, operator, value in filters),
        tuple(value_sets),
        *map(tuple, uris),
    )
