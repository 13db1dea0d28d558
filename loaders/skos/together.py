"""Files of RDF that belong together, read as one: a concept in each, a scheme beside its concepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from loaders.reading.groups import Groups
from loaders.skos import names
from loaders.skos.statements import Statements

Gathered = tuple[str, Statements]
"""The name of a file, and what it says."""
_PARTS: Final = (names.BROADER, names.NARROWER, names.RELATED, names.MEMBER, names.FIRST)


def belonging(gathered: Sequence[Gathered]) -> Iterator[list[Gathered]]:
    """The files in groups: those that speak of one scheme, or of what another one describes.

    Mapping links keep vocabularies apart. Two files that state different versions of one scheme are two releases of it:
    the files of their group are read one by one.
    """
    groups = Groups(len(gathered))
    described: dict[str, int] = {}
    for number, (_, of) in enumerate(gathered):
        for key in (*_subjects(of), *_schemes(of)):
            groups.join(described.setdefault(key, number), number)
    for number, (_, of) in enumerate(gathered):
        for iri in _mentioned(of):
            groups.join(described.get(iri, number), number)
    for numbers in groups.found():
        files = [gathered[number] for number in numbers]
        if _is_one_release(files):
            yield files
        else:
            yield from ([file] for file in files)


def merged(files: Sequence[Gathered]) -> Statements:
    """What the files say together; blank nodes of two files are two."""
    if len(files) == 1:
        return files[0][1]
    whole = Statements()
    for number, (file, of) in enumerate(files):
        whole.take_in(of, file, f"_:{number}.")
    return whole


def _subjects(of: Statements) -> Iterator[str]:
    return (subject for subject in of.of if not subject.startswith("_:"))


def _schemes(of: Statements) -> Iterator[str]:
    for subject in of.of:
        yield from of.iris(subject, names.IN_SCHEME, names.TOP_OF)


def _mentioned(of: Statements) -> Iterator[str]:
    for subject in of.of:
        yield from of.iris(subject, *_PARTS, names.HAS_TOP)


def _is_one_release(files: Sequence[Gathered]) -> bool:
    versions: dict[str, set[str]] = {}
    for _, of in files:
        for scheme in of.typed(names.SCHEME):
            stated = versions.setdefault(scheme, set())
            stated.update(text.text for text in of.texts(scheme, *names.VERSIONS))
    return all(len(stated) < 2 for stated in versions.values()) or len(files) == 1
