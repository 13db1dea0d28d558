"""SP8xx: do references lead to objects, and to objects of the right type?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from classification.check.fault import Fault, both
from classification.check.path import Path, PathReader, PlacedValue
from classification.text import shown


class Inside:
    """The objects of one Bundle, by every name under which a reference may ask for them."""

    def __init__(self, bundle: dict[str, Any], at: str) -> None:
        self._resources: dict[str, PlacedValue] = {}
        self.repeated: list[tuple[str, str]] = []
        for spot, entry in _entries(bundle, at):
            resource = entry.get("resource")
            if isinstance(resource, dict):
                self._add(entry.get("fullUrl"), resource, spot)

    def _add(self, url: Any, resource: dict[str, Any], spot: str) -> None:
        names = [url] if isinstance(url, str) and url else []
        kind, key = resource.get("resourceType"), resource.get("id")
        if isinstance(kind, str) and isinstance(key, str):
            names.append(f"{kind}/{key}")
        for name in dict.fromkeys(names):
            if name in self._resources:
                self.repeated.append((spot, name))
                break
            self._resources[name] = (f"{spot}/resource", resource)

    def resources(self, bundle: dict[str, Any], at: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """The objects of the Bundle: pointer, name (type and id, else the address it stands under), object."""
        for spot, entry in _entries(bundle, at):
            resource = entry.get("resource")
            if isinstance(resource, dict):
                yield f"{spot}/resource", _name(resource, entry.get("fullUrl")), resource

    def resolve(self, reference: str) -> PlacedValue | None:
        """The object that a reference leads to, whatever version of it."""
        reference = reference.partition("/_history/")[0]
        resource = self._resources.get(reference)
        if resource is None and reference.count("/") > 1:
            resource = self._resources.get("/".join(reference.split("/")[-2:]))
        return resource


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


def check_resolved(references: Iterable[tuple[str, str]], inside: Inside) -> list[tuple[str, Fault]]:
    """References that lead nowhere inside the Bundle."""
    return [
        (
            f"{spot}/reference",
            Fault("SP801", both(f"{text} findes ikke i Bundle", f"{text} is not in the Bundle")),
        )
        for spot, text in references
        if not text.startswith("#") and inside.resolve(text) is None
    ]


def check_targets(
    targets: Iterable[tuple[Path, tuple[str, ...]]], reading: PathReader, inside: Inside | None
) -> list[tuple[str, Fault]]:
    """References to objects of a type that does not belong there; `targets` says what may stand where."""
    return [
        (f"{spot}/reference", _wrong_target(kind, types))
        for path, types in targets
        if path.first in reading.obj
        for spot, value in reading.values(path)
        if (kind := _type_of(value, inside)) and kind not in types
    ]


def _type_of(value: Any, inside: Inside | None) -> str:
    reference = value.get("reference") if value.__class__ is dict else None
    if reference.__class__ is not str or reference.startswith("#"):
        return ""
    target = inside.resolve(reference) if inside is not None else None
    if target is not None:
        return str(target[1].get("resourceType", ""))
    kind = reference.rpartition("/")[0].rpartition("/")[2]
    return kind if kind.isalpha() and kind[0].isupper() else ""


def _wrong_target(kind: str, targets: tuple[str, ...]) -> Fault:
    listed = ", ".join(targets)
    return Fault(
        "SP802",
        both(
            f"Henvisningen fører til {kind}; her hører {listed}",
            f"The reference leads to {kind}; here belongs {listed}",
        ),
    )
