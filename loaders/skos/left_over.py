"""What a file says of its schemes and concepts that has no place: counted by property, beside what is never read.

That a property is read says nothing of a subject: `dct:source` is kept of a scheme and not of a concept,
`skos:definition` the other way round; and of several publishers a scheme has one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from classification import ConceptScheme
from loaders.skos import names
from loaders.skos.statements import Statements, Value

_OF_CONCEPT: Final = frozenset(
    (
        names.TYPE, *names.LABELS, *names.XL_LABELS, *names.NOTES, *names.MATCHES, names.BROADER, names.NARROWER,
        names.RELATED, names.BROADER_TRANSITIVE, names.NARROWER_TRANSITIVE, names.IN_SCHEME, names.TOP_OF,
        names.NOTATION, names.DEPRECATED, names.REPLACED_BY, names.CODE, names.KIND, names.STATUS, names.ORDINAL,
        names.REASON, names.POSITION, names.VALID_FROM, names.VALID_TO,
    )
)  # fmt: skip
_OF_SCHEME: Final = frozenset(
    (
        names.TYPE, names.HAS_TOP, *names.VERSIONS, names.VERSION_IRI, *names.TITLES, *names.PUBLISHERS,
        *names.LICENCES, names.SOURCE, *names.LANGUAGES, names.NAME, names.FORMER_URI, names.HIERARCHY,
        names.SYSTEM, names.EXAMPLE, names.LANGUAGE, names.PUBLISHER_VERSION, names.VALID_FROM, names.VALID_TO,
        names.LINEAGE,
    )
)  # fmt: skip
"""Links to a scheme's own top concepts and its version IRI follow from the rest."""


def left_over_of_concepts(of: Statements, iris: Iterable[str]) -> Counter[str]:
    """Properties that are kept of other things."""
    counted: Counter[str] = Counter()
    for iri in iris:
        props = of.of.get(iri, {})
        for prop in props.keys() - _OF_CONCEPT:
            if not prop.startswith(names.FREE):
                counted[prop] += len(set(props[prop]))
    return counted


def left_over_of_scheme(of: Statements, uri: str, scheme: ConceptScheme, version: str) -> Counter[str]:
    """Properties that are kept of other things, and what is said beside the one value that is kept."""
    counted: Counter[str] = Counter()
    for prop in of.of.get(uri, {}).keys() - _OF_SCHEME:
        counted[prop] += sum(1 for _ in of.values(uri, prop))
    kept = (
        (names.VERSIONS, (version,)),
        (names.TITLES, [text for _, text in scheme.title]),
        (names.PUBLISHERS, (scheme.publisher,)),
        (names.LICENCES, (scheme.licence,)),
        ((names.SOURCE,), (scheme.source,)),
        (names.LANGUAGES, scheme.languages),
    )
    for props, texts in kept:
        for prop in props:
            found = (named(of, value) for value in of.values(uri, prop))
            counted[prop] += sum(not text or text not in texts for text in found)
    return +counted


def named(of: Statements, value: Value) -> str:
    """A value as text, an IRI as it is; of a blank node, which has no IRI, the name that it is given."""
    if not isinstance(value, str):
        return value.text
    return of.text(value, *names.AGENT_NAMES) if value.startswith("_:") else value


def first_named(of: Statements, subject: str, *props: str) -> str:
    """The first value that has a text."""
    return next(filter(None, (named(of, value) for value in of.values(subject, *props))), "")


def unused_names(of: Statements, schemes: Iterable[str]) -> Iterator[str]:
    """Names of agents that are read, and are not the publisher of a scheme by a blank node."""
    used = {
        value for scheme in schemes for value in of.iris(scheme, *names.PUBLISHERS) if value.startswith("_:")
    }
    for subject, props in of.of.items():
        if subject not in used:
            yield from (prop for prop in props.keys() & _ONLY_OF_AGENTS for _ in set(props[prop]))


_ONLY_OF_AGENTS: Final = frozenset(names.AGENT_NAMES) - {*names.TITLES}
