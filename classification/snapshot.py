"""A whole terminology as one buffer: releases compiled, value sets and maps beside them.

The buffer opens in constant time per release (nothing is decoded before it is asked for), which makes it the form that
the command starts from, and the file to carry where there is no network. The same terminology gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from classification.compiled.index import Index, scheme_from_json, scheme_to_json
from classification.compiled.packed import Packed, Packer
from classification.concept_json import days_from_json, days_to_json
from classification.terminology import HeldRelease, Shelf, Terminology, shelf_of

if TYPE_CHECKING:
    from classification.concept_map import ConceptMap
    from classification.value_set import ValueSet

FORM: Final = 3
"""The number of the layout of snapshots and of the compiled releases in them; another layout gets another number."""


def pack_snapshot(
    releases: Iterable[tuple[HeldRelease, bytes]],
    value_sets: Iterable[ValueSet] = (),
    maps: Iterable[ConceptMap] = (),
) -> bytes:
    """One buffer with compiled releases (as `compile_release` wrote them), value sets and maps."""
    from classification.concept_map import map_to_json
    from classification.value_set import value_set_to_json

    packer = Packer()
    ordered = sorted(
        releases,
        key=lambda pair: (pair[0].scheme.name, pair[0].version, pair[0].digest, pair[0].recorded),
    )
    packer.json("releases", [held_release_to_json(release) for release, _ in ordered])
    shelf = shelf_of(sorted(value_sets, key=lambda v: (v.uri, v.version)))
    packer.json("value_sets", {uri: list(names) for uri, names in shelf.names.items()})
    for uri in shelf.names:
        packer.json(_value_set_section(uri), [value_set_to_json(v) for v in shelf[uri].all])
    packer.json("maps", [map_to_json(m) for m in sorted(maps, key=lambda m: (m.uri, m.version))])
    for _, buffer in ordered:
        index = Index(buffer)
        packer.raw(_section(index.name, index.digest, index.recorded), buffer)
    return packer.dump()


def open_snapshot(buffer: bytes | memoryview) -> Terminology:
    """The terminology in a buffer that `pack_snapshot` wrote.

    Raises:
        ValueError: when the buffer is not one, or is cut short.
    """
    packed = Packed(buffer)
    return Terminology(
        releases=[_held_release_in(packed, record) for record in packed.json("releases")],
        value_sets=Shelf(packed.json("value_sets"), partial(_value_sets, packed)),
        maps=_Maps(packed),
    )


def _value_set_section(uri: str) -> str:
    return f"value set:{uri}"


def _value_sets(packed: Packed, uri: str) -> Iterator[ValueSet]:
    from classification.value_set import value_set_from_json

    return map(value_set_from_json, packed.json(_value_set_section(uri)))


class _Maps:
    """The concept maps of a snapshot, decoded whenever they are listed."""

    def __init__(self, packed: Packed) -> None:
        self._packed = packed

    def __iter__(self) -> Iterator[ConceptMap]:
        from classification.concept_map import map_from_json

        return map(map_from_json, self._packed.json("maps"))


def _section(name: str, digest: str, recorded: datetime) -> str:
    """One edition may be recorded twice."""
    return f"release:{name}:{digest}:{recorded.isoformat()}"


def held_release_to_json(release: HeldRelease) -> dict[str, Any]:
    """What a release at hand says of itself, as a JSON object."""
    return {
        "scheme": scheme_to_json(release.scheme),
        "version": release.version,
        "validity": days_to_json(release.validity),
        "recorded": release.recorded.isoformat(),
        "digest": release.digest,
        "structure_digest": release.structure_digest,
        "size": release.size,
        "publisher_versions": list(release.publisher_versions),
    }


def held_release_from_json(record: dict[str, Any], load: Callable[[], Index]) -> HeldRelease:
    """The release that `held_release_to_json` wrote, opened by `load`."""
    return HeldRelease(
        scheme=scheme_from_json(record["scheme"]),
        version=record["version"],
        validity=days_from_json(record["validity"]),
        recorded=datetime.fromisoformat(record["recorded"]),
        digest=record["digest"],
        structure_digest=record["structure_digest"],
        size=record["size"],
        load=load,
        publisher_versions=tuple(record["publisher_versions"]),
    )


def _held_release_in(packed: Packed, record: dict[str, Any]) -> HeldRelease:
    name = f"{record['scheme']['name']}@{record['version']}"
    section = _section(name, record["digest"], datetime.fromisoformat(record["recorded"]))
    return held_release_from_json(record, partial(_open, packed, section))


def _open(packed: Packed, section: str) -> Index:
    return Index(packed.raw(section))
