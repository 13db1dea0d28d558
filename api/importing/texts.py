"""Texts of what is imported: whether every format can carry them.

What a release says of its codes and labels is looked at where releases are made (SPC07–SPC14); this is the rest:
titles, notes, rows of maps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from api.importing.names import uri_faults
from classification import ConceptMap, Finding, Place, Severity
from classification.concept_map import Mapping
from classification.sentence import Sentence, both
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
            yield from _language(both("klassifikationen", "the classification"), language, about)
        for what, text in (
            (both("udgiveren", "the publisher"), scheme.publisher),
            (both("licensen", "the licence"), scheme.licence),
            (both("kilden", "the source"), scheme.source),
        ):
            yield from _text(what, text, about)
        for concept in draft.release.concepts:
            place = draft.places.get(concept.code, Place(path=concept.code))
            for note in concept.notes:
                if not _CONTROL.search(note.text) and is_language_tag(note.language):
                    continue  # most are so, and to say which note it is costs more than to look
                yield from _text(
                    both(f"noten {quoted(shown(note.text, 60))}", f"the note {quoted(shown(note.text, 60))}"),
                    note.text,
                    place,
                )
                yield from _language(
                    both(f"noten {quoted(shown(note.text, 60))}", f"the note {quoted(shown(note.text, 60))}"),
                    note.language,
                    place,
                )
            for key, value in concept.properties:
                if not _CONTROL.search(value):
                    continue
                yield from _text(
                    both(f"egenskaben {quoted(key)}", f"the property {quoted(key)}"), value, place
                )
    for value_set in content.value_sets:
        yield from _text(both("titlen", "the title"), value_set.title, Place(path=value_set.uri))
    for concept_map in content.maps:
        yield from _map(concept_map)


def _map(concept_map: ConceptMap) -> Iterator[Finding]:
    whole = Place(path=concept_map.uri)
    yield from _titles(concept_map.title, whole)
    yield from _text(both("forfatteren", "the author"), concept_map.author, whole)
    yield from _text(both("licensen", "the licence"), concept_map.licence, whole)
    systems = {c.system: None for m in concept_map.mappings for c in (m.source, m.target) if c.system}
    for system in systems:
        for fault in uri_faults(
            both(
                f"et system i kortlægningen {quoted(concept_map.name)}",
                f"a system of map {quoted(concept_map.name)}",
            ),
            system,
        ):
            yield _finding(fault, whole, both("ret det", "correct it"))
    for mapping in concept_map.mappings:
        yield from _row(mapping, Place(path=f"{concept_map.uri} row {mapping.number}"))


def _row(mapping: Mapping, place: Place) -> Iterator[Finding]:
    for what, text in (
        (both("kilden", "the source"), mapping.source.code),
        (both("målet", "the target"), mapping.target.code),
        (both("kildens term", "the term of the source"), mapping.source.term),
        (both("målets term", "the term of the target"), mapping.target.term),
        (both("forfatteren", "the author"), mapping.author),
        (both("kontrollanten", "the reviewer"), mapping.reviewer),
        (both("noten", "the note"), mapping.note),
    ):
        yield from _text(what, text, place)
    if mapping.justification not in JUSTIFICATIONS:
        said = both(
            f"{quoted(shown(mapping.justification))} er ikke en begrundelse i semapv",
            f"{quoted(shown(mapping.justification))} is no justification of semapv",
        )
        yield _finding(
            said, place, both("angiv en som ManualMappingCuration", "give one such as ManualMappingCuration")
        )


def _titles(titles: Iterable[tuple[str, str]], place: Place) -> Iterator[Finding]:
    for language, text in titles:
        yield from _language(
            both(f"titlen {quoted(shown(text, 60))}", f"the title {quoted(shown(text, 60))}"), language, place
        )
        yield from _text(both("titlen", "the title"), text, place)


def _language(what: Sentence, language: str, place: Place) -> Iterator[Finding]:
    if not is_language_tag(language):
        said = both(
            f"{what.da} er på sproget {quoted(shown(language))}, som ikke er et sprogmærke",
            f"{what.en} is in the language {quoted(shown(language))}, which is no language tag",
        )
        yield _finding(said, place, both("brug BCP 47, for eksempel da", "use BCP 47, for instance da"))


def _text(what: Sentence, text: str, place: Place) -> Iterator[Finding]:
    if _CONTROL.search(text):
        yield _finding(
            both(
                f"{what.da} indeholder et styretegn: {quoted(shown(text, 60))}",
                f"{what.en} holds a control character: {quoted(shown(text, 60))}",
            ),
            place,
            both("fjern det", "remove it"),
        )


def _finding(said: Sentence, place: Place, remedy: Sentence) -> Finding:
    return Finding(_RULE, Severity.ERROR, said, place, remedy)
