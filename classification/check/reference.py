"""SP8xx: do references lead to objects, and to objects of the right type?

Inside a Bundle they are followed as FHIR R4 says (Bundle, 2.36.4): what an entry is called is its `fullUrl`; a relative
reference goes on from where that of its own entry begins, if that is the address of a server; a reference to a version
leads to that version; `#id` stays in its own object.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from classification.check.fault import Fault, both
from classification.check.path import Path, PathReader, PlacedValue
from classification.finding import Severity
from classification.record import frozen, replace
from classification.text import shown

_SERVER: Final = re.compile(r"((?:https?://.+/)?)[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}\Z")
"""A `fullUrl` as a server has it, or a relative one, as in KL's examples; before type and id stands its base."""
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_ONLY_HERE: Final = ("urn:uuid:", "urn:oid:")
"""What such a reference begins with has no address outside of its Bundle."""
_VERSION: Final = "/_history/"


@frozen
class Entry:
    """An object of a Bundle: its pointer, what it is called, and where relative references in it begin.

    Without a `fullUrl` its type and id are its name. `base` is None where its name is no address of a server.
    """

    pointer: str
    resource: dict[str, Any]
    url: str
    base: str | None

    @property
    def version(self) -> str:
        """The version that it says it is."""
        meta = self.resource.get("meta")
        version = meta.get("versionId") if isinstance(meta, dict) else None
        return version if isinstance(version, str) else ""


class Inside:
    """The objects of one Bundle, and where references between them lead."""

    def __init__(self, bundle: dict[str, Any], at: str) -> None:
        self._bundle, self._prefix = (at, bundle), f"{at}/entry/"
        self._entries: dict[str, Entry] = {}
        self._called: dict[str, list[Entry]] = {}
        self.repeated: list[tuple[str, str]] = []
        for spot, entry in _entries(bundle, at):
            resource = entry.get("resource")
            if isinstance(resource, dict):
                made = _entry(f"{spot}/resource", resource, entry.get("fullUrl"))
                self._entries[spot] = made
                self._add(made, spot, of_several=bundle.get("type") == "history")

    def _add(self, entry: Entry, spot: str, *, of_several: bool) -> None:
        before = self._called.setdefault(entry.url, [])
        if entry.url and not of_several and any(_is_same(entry, other) for other in before):
            self.repeated.append((spot, entry.url))
        before.append(entry)

    def resources(self, bundle: dict[str, Any], at: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The objects of the Bundle: pointer, name (type and id, else the address it stands under), object."""
        for spot, entry in _entries(bundle, at):
            resource = entry.get("resource")
            if isinstance(resource, dict):
                yield f"{spot}/resource", _name(resource, entry.get("fullUrl")), resource

    def resolve(self, reference: str, spot: str) -> PlacedValue | None:
        """The object that a reference leads to which stands at a pointer."""
        entry = self._around(spot)
        if reference.startswith("#"):
            return contained(reference, *((entry.pointer, entry.resource) if entry else self._bundle))
        url, _, version = reference.partition(_VERSION)
        if not _ABSOLUTE.match(url):
            base = entry.base if entry is not None else ""
            if base is None:
                return None
            url = base + url
        called = self._called.get(url, ()) if url else ()
        found = next((one for one in called if not version or one.version == version), None)
        return None if found is None else (found.pointer, found.resource)

    def _around(self, spot: str) -> Entry | None:
        """The entry that a pointer leads into."""
        number = spot[len(self._prefix) :].partition("/")[0]
        return self._entries.get(f"{self._prefix}{number}") if spot.startswith(self._prefix) else None


def _entry(pointer: str, resource: dict[str, Any], url: Any) -> Entry:
    if not isinstance(url, str) or not url:
        kind, key = resource.get("resourceType"), resource.get("id")
        is_named = isinstance(kind, str) and isinstance(key, str)
        return Entry(pointer, resource, f"{kind}/{key}" if is_named else "", "")
    server = _SERVER.match(url)
    return Entry(pointer, resource, url, server[1] if server else None)


def _is_same(one: Entry, other: Entry) -> bool:
    """Whether two entries of one name are one object twice: of two versions each says which it is."""
    return not (one.version and other.version) or one.version == other.version


def contained(reference: str, at: str, resource: dict[str, Any]) -> PlacedValue | None:
    """The object that `#id` leads to in its own object, whose pointer is `at`; `#` alone is that object."""
    if reference == "#":
        return at, resource
    held = resource.get("contained")
    for number, one in enumerate(held if isinstance(held, list) else ()):
        if isinstance(one, dict) and one.get("id") == reference[1:]:
            return f"{at}/contained/{number}", one
    return None


def _name(resource: dict[str, Any], url: Any) -> str:
    kind, key = resource.get("resourceType"), resource.get("id")
    name = f"{kind}/{key}" if isinstance(kind, str) and isinstance(key, str) else url
    return shown(name) if isinstance(name, str) else ""


def _entries(bundle: dict[str, Any], at: str) -> Iterator[tuple[str, dict[str, Any]]]:
    entries = bundle.get("entry")
    for number, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield f"{at}/entry/{number}", entry


def check_held(bundle: dict[str, Any], at: str) -> list[tuple[str, Fault]]:
    """What stands in a Bundle where an object belongs, and is none: nothing in it would be looked at."""
    return [
        (
            f"{spot}/resource",
            Fault(
                "SP105",
                both(
                    "Her skal stå ét objekt; det, der står her, er ikke kontrolleret",
                    "One object must stand here; what stands here was not checked",
                ),
            ),
        )
        for spot, entry in _entries(bundle, at)
        if not isinstance(entry.get("resource", {}), dict)
    ]


def check_repeated(inside: Inside) -> list[tuple[str, Fault]]:
    """Objects that stand twice in a Bundle."""
    return [
        (
            spot,
            Fault("SP803", both(f"{name} står to gange i Bundle", f"{name} stands twice in the Bundle")),
        )
        for spot, name in inside.repeated
    ]


def check_resolved(
    references: Iterable[tuple[str, str]],
    at: str,
    obj: dict[str, Any],
    inside: Inside | None,
    *,
    all_inside: bool,
) -> list[tuple[str, Fault]]:
    """References of an object that lead nowhere.

    Args:
        references: each with the pointer of what holds it.
        at: the pointer of the object.
        obj: the object.
        inside: the Bundle around it.
        all_inside: whether whatever is referred to has to stand in the Bundle; else that is asked of those alone which
            can stand nowhere else.
    """
    missing = []
    for spot, text in references:
        fault = None
        if text.startswith("#"):
            local = inside.resolve(text, spot) if inside is not None else contained(text, at, obj)
            fault = _not_contained(text) if local is None else None
        elif inside is not None and inside.resolve(text, spot) is not None:
            continue
        elif all_inside and inside is not None:
            fault = _not_inside(text)
        elif text.startswith(_ONLY_HERE):
            fault = replace(_not_inside(text), severity=Severity.WARNING)
        if fault is not None:
            missing.append((f"{spot}/reference", fault))
    return missing


def _not_contained(text: str) -> Fault:
    return Fault(
        "SP801",
        both(
            f"{shown(text)} er ikke i objektets contained", f"{shown(text)} is not in the object's contained"
        ),
    )


def _not_inside(text: str) -> Fault:
    return Fault("SP801", both(f"{shown(text)} findes ikke i Bundle", f"{shown(text)} is not in the Bundle"))


def check_targets(
    targets: Iterable[tuple[Path, tuple[str, ...]]], reading: PathReader, inside: Inside | None
) -> list[tuple[str, Fault]]:
    """References to objects of a type that does not belong there; `targets` says what may stand where."""
    return [
        (f"{spot}/{'reference' if 'reference' in value else 'type'}", _wrong_target(kind, types))
        for path, types in targets
        if path.first in reading.obj
        for spot, value in reading.values(path)
        if (kind := _type_of(value, spot, reading, inside)) and kind not in types
    ]


def _type_of(value: Any, spot: str, reading: PathReader, inside: Inside | None) -> str:
    if value.__class__ is not dict:
        return ""
    reference = value.get("reference")
    if reference.__class__ is not str:
        return _type_said(value.get("type"))
    if inside is not None:
        target = inside.resolve(reference, spot)
    else:
        target = contained(reference, reading.at, reading.obj) if reference.startswith("#") else None
    if target is not None:
        kind = target[1].get("resourceType")
        return kind if isinstance(kind, str) else ""
    kind = reference.partition(_VERSION)[0].rpartition("/")[0].rpartition("/")[2]
    return kind if kind.isalpha() and kind[0].isupper() else _type_said(value.get("type"))


def _type_said(said: Any) -> str:
    """`Reference.type`, by name or by the URI of its definition: it counts where nothing else tells the type."""
    if said.__class__ is not str:
        return ""
    kind = str(said).removeprefix("http://hl7.org/fhir/StructureDefinition/")
    return kind if kind.isalpha() else ""


def _wrong_target(kind: str, targets: tuple[str, ...]) -> Fault:
    listed = ", ".join(targets)
    return Fault(
        "SP802",
        both(
            f"Henvisningen fører til {kind}; her hører {listed}",
            f"The reference leads to {kind}; here belongs {listed}",
        ),
    )
