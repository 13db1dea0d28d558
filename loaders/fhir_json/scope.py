"""The systems of a map whose groups name none: taken from the value sets that the map is about.

FHIR R4, ConceptMap.group.source: "not needed if the source value set is specified and it contains concepts from only
a single system"; the same of the target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Final

from classification import ConceptMap, Finding, Place, Severity, ValueSet
from classification.record import replace
from classification.sentence import Sentence, both
from loaders.content import Content

Find = Callable[[str], ValueSet | None]
"""The value set of a canonical (`url|version`), where it is held."""
SIDES: Final = ("source", "target")
_NAMED: Final = {"source": both("kilden", "the source"), "target": both("målet", "the target")}


def scope_of(concept_map: ConceptMap, side: str) -> str:
    """The canonical of the value set that a side of a map is about; empty where it names none."""
    return next((uri for key, uri in concept_map.scope if key.startswith(side)), "")


def unsettled(concept_map: ConceptMap) -> tuple[str, ...]:
    """The sides of a map that name no system in some row."""
    return tuple(side for side in SIDES if any(not getattr(m, side).system for m in concept_map.mappings))


def scoped(content: Content, held: Find) -> tuple[Content, tuple[Finding, ...]]:
    """The content with the systems of its maps' value sets, of its own or `held`; SPF23 where there are none."""
    if not any(map(unsettled, content.maps)):
        return content, ()
    own = {key: v for v in content.value_sets for key in (v.uri, f"{v.uri}|{v.version}")}

    def find(canonical: str) -> ValueSet | None:
        return own.get(canonical) or held(canonical)

    settled = [_settled(concept_map, find) for concept_map in content.maps]
    findings = tuple(chain.from_iterable(found for _, found in settled))
    return replace(content, maps=tuple(concept_map for concept_map, _ in settled)), findings


def _settled(concept_map: ConceptMap, find: Find) -> tuple[ConceptMap, list[Finding]]:
    findings = []
    for side in unsettled(concept_map):
        scope = scope_of(concept_map, side)
        value_set = find(scope)
        systems = sorted(_systems(value_set, find, {})) if value_set is not None else []
        if len(systems) == 1:
            concept_map = _with_system(concept_map, side, systems[0])
        else:
            findings.append(_unsettled(concept_map, side, scope, _why(value_set, systems)))
    return concept_map, findings


def _systems(value_set: ValueSet, find: Find, met: dict[str, None]) -> set[str]:
    """The systems whose codes a value set may hold; an empty name for a value set that is not held."""
    met[value_set.uri] = None
    systems: set[str] = set()
    for part in value_set.include:
        if part.system:
            systems.add(part.system)
            continue
        for canonical in part.value_sets:
            other = find(canonical)
            if other is None:
                systems.add("")
            elif other.uri not in met:
                systems |= _systems(other, find, met)
    return systems


def _with_system(concept_map: ConceptMap, side: str, system: str) -> ConceptMap:
    def end(mapping: object) -> object:
        coding = getattr(mapping, side)
        return coding if coding.system else replace(coding, system=system)

    releases = f"{side}_releases"
    changed = {
        "mappings": tuple(replace(m, **{side: end(m)}) for m in concept_map.mappings),
        releases: tuple((uri or system, label) for uri, label in getattr(concept_map, releases)),
    }
    return replace(concept_map, **changed)


def _why(value_set: ValueSet | None, systems: Iterable[str]) -> Sentence:
    if value_set is None:
        return both("findes ikke her", "is not here")
    names = ", ".join(systems)
    if "" in systems:
        return both("nævner værdisæt, som ikke findes her", "names value sets that are not here")
    return both(f"har flere systemer: {names}", f"has several systems: {names}")


def _unsettled(concept_map: ConceptMap, side: str, scope: str, why: Sentence) -> Finding:
    named = _NAMED[side]
    return Finding(
        "SPF23",
        Severity.ERROR,
        both(
            f"kortlægningen {concept_map.name} nævner ikke {named.da}s system, og dens værdisæt {scope} {why.da}",
            f"map {concept_map.name} does not name the system of {named.en}, and its value set {scope} {why.en}",
        ),
        Place(path=concept_map.uri),
        both(
            "importér værdisættet med eller før kortlægningen, eller nævn systemet i hver gruppe",
            "import the value set with the map or before it, or name the system in each group",
        ),
    )
