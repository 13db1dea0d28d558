"""A classification, value set or map by the name that somebody types, and its labels."""

from __future__ import annotations

from collections.abc import Iterator

from api.store.ledger import MAP, RELEASE, VALUE_SET, Labelled
from classification import Terminology, When
from classification.errors import AmbiguousName, UnknownMap, UnknownRelease, UnknownScheme, UnknownValueSet
from classification.record import frozen
from classification.sentence import Sentence, both
from classification.withdrawal import Withdrawal

WORDS = {
    RELEASE: both("klassifikationen", "classification"),
    VALUE_SET: both("værdisættet", "value set"),
    MAP: both("kortlægningen", "map"),
}


@frozen
class Thing:
    """One thing: its kind, its URI, its present name."""

    kind: str
    uri: str
    name: str

    @property
    def named(self) -> Sentence:
        """What it is, and its name."""
        words = WORDS[self.kind]
        return both(f"{words.da} {self.name}", f"{words.en} {self.name}")

    def labelled(self, version: str) -> Labelled:
        """One of its labels."""
        return Labelled(self.kind, self.uri, version)


def thing_named(terminology: Terminology, name: str) -> Thing:
    """What has that name, former name or URI.

    Raises:
        UnknownScheme: nothing has it.
        AmbiguousName: several have it; their URIs tell them apart.
    """
    found = list(things_named(terminology, name))
    if not found:
        known = (*(s.name for s in terminology.schemes), *terminology.value_set_names)
        raise UnknownScheme(name, known)
    if len(found) > 1:
        raise AmbiguousName(both("navnet", "name"), name, [thing.uri for thing in found])
    return found[0]


def things_named(terminology: Terminology, name: str) -> Iterator[Thing]:
    """Everything that has that name, former name or URI."""
    if terminology.has_scheme(name):
        scheme = terminology.scheme(name)
        yield Thing(RELEASE, scheme.uri, scheme.name)
    try:
        newest_set = terminology.value_set_versions(name).all[-1]
    except UnknownValueSet:
        pass
    else:
        yield Thing(VALUE_SET, newest_set.uri, newest_set.name)
    try:
        newest_map = terminology.map_versions(name).all[-1]
    except UnknownMap:
        pass
    else:
        yield Thing(MAP, newest_map.uri, newest_map.name)


def labels_of(terminology: Terminology, thing: Thing) -> list[str]:
    """The labels of a thing, withdrawn ones too."""
    if thing.kind == RELEASE:
        return list(dict.fromkeys(edition.version for edition in terminology.editions(thing.uri).all))
    if thing.kind == VALUE_SET:
        return list(dict.fromkeys(e.version for e in terminology.value_set_versions(thing.uri).all))
    return list(dict.fromkeys(e.version for e in terminology.map_versions(thing.uri).all))


def must_have(terminology: Terminology, thing: Thing, label: str) -> None:
    """Refuse a label that the thing does not have.

    Raises:
        UnknownRelease: naming those that it has.
    """
    labels = labels_of(terminology, thing)
    if label not in labels:
        raise UnknownRelease(label, labels, place=thing.named)


def withdrawal_of(terminology: Terminology, thing: Thing, label: str, when: When) -> Withdrawal | None:
    """Why the label does not answer; None where it does."""
    if thing.kind == RELEASE:
        return terminology.editions(thing.uri).withdrawal(label, when)
    if thing.kind == VALUE_SET:
        return terminology.value_set_versions(thing.uri).withdrawal(label, when)
    return terminology.map_versions(thing.uri).withdrawal(label, when)


def answering(terminology: Terminology, thing: Thing, when: When) -> str:
    """The label that answers on the day; empty where none does."""
    if thing.kind == RELEASE:
        release = terminology.editions(thing.uri).on(when)
        return release.version if release else ""
    if thing.kind == VALUE_SET:
        value_set = terminology.value_set_versions(thing.uri).on(when)
        return value_set.version if value_set else ""
    found_map = terminology.map_versions(thing.uri).on(when)
    return found_map.version if found_map else ""
