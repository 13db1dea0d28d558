"""Texts of what is imported: whether every format can carry them.

What a release says of its codes and labels is looked at where releases are made (SPC07–SPC14); this is the rest:
titles, notes, rows of maps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from api.service.plan_names import uri_faults
from classification.concept_map import ConceptMap, Mapping
from classification.finding import Finding, Place, Severity
from classification.text import is_language_tag, quoted, shown
from loaders.content import Content
from loaders.justification import JUSTIFICATIONS

_RULE: Final = "SPI18"
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (section 2.2) cannot hold, and the other control characters but tab and line ends."""


def text_findings(content: Content) -> Iterator[Finding]:
    """SPI18 for each language that is none, control character, justification that semapv does not know, and system."""
    for draft in content.releases:
        scheme = draft.release.scheme
        about = Place(path=scheme.uri)
        yield from _titles(scheme.title, about)
        for language in scheme.languages:
            yield from _language("the classification", language, about)
        for what, text in (
            ("publisher", scheme.publisher),
            ("licence", scheme.licence),
            ("source", scheme.source),
        ):
            yield from _text(f"the {what}", text, about)
        for concept in draft.release.concepts:
            place = draft.places.get(concept.code, Place(path=concept.code))
            for note in concept.notes:
                yield from _text(f"the note {quoted(shown(note.text, 60))}", note.text, place)
                yield from _language(f"the note {quoted(shown(note.text, 60))}", note.language, place)
            for key, value in concept.properties:
                yield from _text(f"the property {quoted(key)}", value, place)
    for value_set in content.value_sets:
        yield from _text("the title", value_set.title, Place(path=value_set.uri))
    for concept_map in content.maps:
        yield from _map(concept_map)


def _map(concept_map: ConceptMap) -> Iterator[Finding]:
    whole = Place(path=concept_map.uri)
    yield from _titles(concept_map.title, whole)
    yield from _text("the author", concept_map.author, whole)
    yield from _text("the licence", concept_map.licence, whole)
    systems = {c.system: None for m in concept_map.mappings for c in (m.source, m.target) if c.system}
    for system in systems:
        for fault in uri_faults(f"a system of map {quoted(concept_map.name)}", system):
            yield _finding(fault, whole, "correct it")
    for mapping in concept_map.mappings:
        yield from _row(mapping, Place(path=f"{concept_map.uri} row {mapping.number}"))


def _row(mapping: Mapping, place: Place) -> Iterator[Finding]:
    for what, text in (
        ("the source", mapping.source.code),
        ("the target", mapping.target.code),
        ("the term of the source", mapping.source.term),
        ("the term of the target", mapping.target.term),
        ("the author", mapping.author),
        ("the reviewer", mapping.reviewer),
        ("the note", mapping.note),
    ):
        yield from _text(what, text, place)
    if mapping.justification not in JUSTIFICATIONS:
        said = f"{quoted(shown(mapping.justification))} is no justification of semapv"
        yield _finding(said, place, "give one such as ManualMappingCuration")


def _titles(titles: Iterable[tuple[str, str]], place: Place) -> Iterator[Finding]:
    for language, text in titles:
        yield from _language(f"the title {quoted(shown(text, 60))}", language, place)
        yield from _text("the title", text, place)


def _language(what: str, language: str, place: Place) -> Iterator[Finding]:
    if not is_language_tag(language):
        said = f"{what} is in the language {quoted(shown(language))}, which is no language tag"
        yield _finding(said, place, "use BCP 47, for instance da")


def _text(what: str, text: str, place: Place) -> Iterator[Finding]:
    if _CONTROL.search(text):
        yield _finding(f"{what} holds a control character: {quoted(shown(text, 60))}", place, "remove it")


def _finding(said: str, place: Place, remedy: str) -> Finding:
    return Finding(_RULE, Severity.ERROR, said, place, remedy)
