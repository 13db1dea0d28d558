"""The catalogue of a store's state: what it holds, and in which part each thing lies.

One small file for each generation. It opens in the time that its releases take to be listed; parts are opened when
they are asked for, so that neither opening nor publishing goes through the whole store. A part that is absent or
damaged is made again from the database.

    releases     what each edition says of itself, the name of its part
    value_sets   URI → its names, the parts that hold editions of it
    maps         likewise
    decisions    what was withdrawn and renamed since
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from api.archive.compiled import CompiledFiles, maps_in, value_sets_in
from classification import Terminology
from classification.compiled.packed import Packed, Packer
from classification.record import replace
from classification.snapshot import held_release_from_json, held_release_to_json
from classification.terminology import Editions, Shelf, names_borne
from classification.withdrawal import Decisions, Withdrawal

if TYPE_CHECKING:
    from classification import ConceptMap, Index, ValueSet
    from classification.terminology import HeldRelease

FORM: Final = 2
Again = Callable[[str], bytes]
"""Makes the part of that name again."""
Lying = Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""URI → names of the thing, parts that hold editions of it."""
_UNDECIDED: Final = Decisions()


def pack_catalogue(
    releases: Iterable[tuple[HeldRelease, str]], value_sets: Lying, maps: Lying, decisions: Decisions
) -> bytes:
    """The buffer of a catalogue: editions with the names of their parts, value sets, maps, decisions."""
    packer = Packer()
    packer.json("form", FORM)
    packer.json("releases", [[held_release_to_json(held), part] for held, part in releases])
    packer.json("value_sets", value_sets)
    packer.json("maps", maps)
    packer.json("decisions", _decisions_to_json(decisions))
    return packer.dump()


def open_catalogue(buffer: bytes | memoryview, files: CompiledFiles, again: Again) -> Terminology:
    """The terminology that a catalogue lists, over parts in `files`.

    Raises:
        ValueError: the buffer is no catalogue of this form.
    """
    packed = Packed(buffer)
    if "form" not in packed or packed.json("form") != FORM:
        raise ValueError("no catalogue of this form")

    def index(digest: str, part: str) -> Index:
        return files.release(part, digest, partial(again, part))

    decisions = _decisions_from_json(packed.json("decisions"))
    return Terminology(
        releases=[
            held_release_from_json(record, partial(index, record["digest"], part))
            for record, part in packed.json("releases")
        ],
        value_sets=value_set_shelf(packed.json("value_sets"), files, again, decisions),
        maps=map_shelf(packed.json("maps"), files, again, decisions),
        decisions=decisions,
    )


def value_set_shelf(
    lying: Lying, files: CompiledFiles, again: Again, decisions: Decisions = _UNDECIDED
) -> Shelf[ValueSet]:
    """The value sets that lie in these parts."""

    def read(uri: str) -> Iterable[ValueSet]:
        names, parts = lying[uri]
        found = (v for part in parts for v in value_sets_in(files.words(part, partial(again, part)), uri))
        return (replace(v, name=names[-1]) for v in found) if uri in decisions.former else found

    return Shelf({uri: tuple(names) for uri, (names, _) in lying.items()}, read, decisions.value_sets)


def map_shelf(
    lying: Lying, files: CompiledFiles, again: Again, decisions: Decisions = _UNDECIDED
) -> Shelf[ConceptMap]:
    """The concept maps that lie in these parts."""

    def read(uri: str) -> Iterable[ConceptMap]:
        names, parts = lying[uri]
        found = (m for part in parts for m in maps_in(files.words(part, partial(again, part)), uri))
        return (replace(m, name=names[-1]) for m in found) if uri in decisions.former else found

    return Shelf({uri: tuple(names) for uri, (names, _) in lying.items()}, read, decisions.maps)


def _decisions_to_json(decisions: Decisions) -> dict[str, Any]:
    def labels(of: Mapping[str, Mapping[str, Sequence[Withdrawal]]]) -> dict[str, Any]:
        return {
            uri: {label: [_withdrawal_to_json(one) for one in found] for label, found in by_label.items()}
            for uri, by_label in of.items()
        }

    return {
        "releases": labels(decisions.releases),
        "value_sets": labels(decisions.value_sets),
        "maps": labels(decisions.maps),
        "former": {uri: list(names) for uri, names in decisions.former.items()},
    }


def _withdrawal_to_json(one: Withdrawal) -> list[str | None]:
    return [one.since.isoformat(), one.reason, one.who, one.until.isoformat() if one.until else None]


def _decisions_from_json(record: Mapping[str, Any]) -> Decisions:
    def labels(of: Mapping[str, Any]) -> dict[str, dict[str, tuple[Withdrawal, ...]]]:
        return {
            uri: {label: tuple(map(_withdrawal_from_json, found)) for label, found in by_label.items()}
            for uri, by_label in of.items()
        }

    former = {uri: tuple(names) for uri, names in record["former"].items()}
    return Decisions(labels(record["releases"]), labels(record["value_sets"]), labels(record["maps"]), former)


def _withdrawal_from_json(record: Sequence[Any]) -> Withdrawal:
    since, reason, who, until = record
    return Withdrawal(
        datetime.fromisoformat(since), reason, who, datetime.fromisoformat(until) if until else None
    )


def with_names(lying: Lying, shelf: Callable[[Lying], Shelf[Any]]) -> Lying:
    """The same with the names in their order, that of the newest last: where there are several they tell it."""
    renamed = {
        uri: names_borne(Editions(shelf(lying)[uri].all))
        for uri, (names, _) in lying.items()
        if len(names) > 1
    }
    return {uri: (renamed.get(uri, names), parts) for uri, (names, parts) in lying.items()}
