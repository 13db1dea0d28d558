"""Every coding, list and reference in an object, wherever they stand, in the order of the document.

`walk` looks at everything; the functions of a compiled profile (`classification.check.structure`) look where the
profile describes something, and leave the rest to `walk_on`: both see the same.
"""

from __future__ import annotations

from typing import Any, Final

from classification.check.fault import Fault
from classification.record import field, mutable
from classification.text import escaped, unescaped

_DEEPEST: Final = 250
"""What stands deeper is not looked at: the reader reports such depth (SP194)."""


@mutable
class Seen:
    """What was seen in an object: codings, lists of several values, references, and what is wrong.

    Each with its pointer, a reference with that of what holds it.
    """

    codings: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lists: list[tuple[str, list[Any]]] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    faults: list[tuple[str, Fault]] = field(default_factory=list)


def walk(obj: dict[str, Any], at: str) -> Seen:
    """Look at everything in the object, whose pointer is `at`."""
    seen = Seen()
    walk_on(obj, at, seen, 0)
    return seen


def walk_on(value: dict[str, Any] | list[Any], at: str, seen: Seen, depth: int) -> None:
    """Note the codings and lists in a value that stands so deep in its object."""
    if depth > _DEEPEST:
        return
    if isinstance(value, dict):
        if "code" in value:
            note(value, at, seen, depth)
        if "reference" in value:
            note_reference(value, at, seen)
        for name, part in value.items():
            if part.__class__ is dict or part.__class__ is list:
                walk_on(part, f"{at}/{escaped(name)}", seen, depth + 1)
        return
    if len(value) > 1:
        seen.lists.append((at, value))
    for number, part in enumerate(value):
        if part.__class__ is dict or part.__class__ is list:
            walk_on(part, f"{at}/{number}", seen, depth + 1)


def note(obj: dict[str, Any], at: str, seen: Seen, depth: int) -> None:
    """Note an object that is a coding: it has a code and a system, or a code and no more than what codings have."""
    if obj["code"].__class__ is not str:
        return
    if obj.get("system").__class__ is str or (depth and obj.keys() <= _OF_CODINGS):
        seen.codings.append((at, obj))


_OF_CODINGS: Final = frozenset(
    ("id", "extension", "system", "version", "code", "display", "userSelected", "value", "comparator", "unit")
) | frozenset(("_system", "_version", "_code", "_display", "_userSelected", "_value", "_comparator", "_unit"))
"""What FHIR's Coding and Quantity hold."""
_CATALOGUES: Final = frozenset(
    (
        "CapabilityStatement", "CodeSystem", "CompartmentDefinition", "ConceptMap", "ExampleScenario",
        "GraphDefinition", "ImplementationGuide", "MessageDefinition", "NamingSystem", "OperationDefinition",
        "SearchParameter", "StructureDefinition", "StructureMap", "TerminologyCapabilities", "TestScript", "ValueSet",
    )
)  # fmt: skip
"""Resources of FHIR R4 in which an object with a code of its own defines or names something, and is no coding."""


def is_in_catalogue(obj: dict[str, Any], at: str, pointer: str) -> bool:
    """Whether what stands at a pointer in an object, whose own pointer is `at`, is part of a catalogue of codes."""
    here: Any = obj
    for step in pointer[len(at) + 1 :].split("/"):
        if isinstance(here, dict):
            if here.get("resourceType") in _CATALOGUES:
                return True
            here = here.get(unescaped(step))
        else:
            here = here[int(step)]
    return False


def note_reference(obj: dict[str, Any], at: str, seen: Seen) -> None:
    """Note an object that refers to another one."""
    reference = obj["reference"]
    if reference.__class__ is str and reference:
        seen.references.append((at, reference))


def without_entries(obj: dict[str, Any]) -> dict[str, Any]:
    """A Bundle without its entries, which are left to checks of their own; any other object as it is."""
    if obj.get("resourceType") != "Bundle":
        return obj
    return {name: value for name, value in obj.items() if name != "entry"}
