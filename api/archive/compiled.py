"""The parts from which a store is answered, as files: each made once, from what one edition or publication says.

A part is a compiled release (`.samsprog`), or the value sets and maps of one publication (`.words`). It is named after
everything that goes into it (what the thing says of itself, the digest of its content, the state of the compiling
code), so it is never changed, only added or made again when it is absent or damaged. A publication adds its own parts
and touches no other.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Container, Iterable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from api.archive.files import map_sealed, write_sealed
from classification import Index
from classification.compiled.packed import Packed, Packer

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from classification import ConceptMap, ValueSet

RELEASE: Final = ".samsprog"
WORDS: Final = ".words"
_LEFT_ALONE: Final = 3600.0
"""Seconds: a part that nobody names may be one of a publication which is just being written by another process."""


class CompiledFiles:
    """The folders of parts.

    Args:
        folders: where parts are looked for; a new one goes into the first that can be written, else it is kept in
            memory.
        code: the state of the code that compiles them.
        owners: whose files are believed (see `api.archive.files`).
    """

    def __init__(self, folders: Sequence[Path | str], code: str, owners: Container[int] | None) -> None:
        self._folders = tuple(map(str, folders))
        self._code = code
        self.owners = owners
        self._in_memory: dict[str, bytes] = {}
        self._releases: dict[str, Index] = {}
        self._words: dict[str, Packed] = {}

    # names

    def release_name(self, says: dict[str, Any]) -> str:
        """The name of the part of an edition that says this of itself (`release_to_json`)."""
        return self._name(says, RELEASE)

    def words_name(self, recorded: datetime, origin: str, things: Sequence[Sequence[str]]) -> str:
        """The name of the part with what a publication brought beside releases (kind, URI, …, digest of each)."""
        return self._name([recorded.isoformat(), origin, *map(list, things)], WORDS)

    def _name(self, says: Any, suffix: str) -> str:
        from classification.digest import sha256

        return f"{sha256([self._code, says])[7:47]}{suffix}"

    # reading

    def has(self, name: str) -> bool:
        """Whether there is such a part; whether it is sound shows when it is opened."""
        return name in self._in_memory or any(os.path.exists(f"{f}/{name}") for f in self._folders)  # noqa: PTH110

    def release(self, name: str, digest: str, again: Callable[[], bytes]) -> Index:
        """The compiled release of that name, opened once; made `again` where no sound file has the digest."""
        index = self._releases.get(name)
        if index is None:
            index = self._opened(name, Index, lambda part: part.digest == digest, again)
            self._releases[name] = index
        return index

    def index(self, name: str) -> Index | None:
        """The compiled release in the sound file of that name, if there is one; whatever its content."""
        index: Index | None = self._sound(name, Index, _fits)
        return index

    def words(self, name: str, again: Callable[[], bytes]) -> Packed:
        """The value sets and maps of that name, opened once (as `release`)."""
        packed = self._words.get(name)
        if packed is None:
            packed = self._words[name] = self._opened(name, Packed, _fits, again)
        return packed

    def _opened(
        self, name: str, open_: Callable[[Any], Any], fits: Callable[[Any], bool], again: Callable[[], bytes]
    ) -> Any:
        part = self._sound(name, open_, fits)
        if part is None:
            buffer = again()
            self.keep(name, buffer)
            part = self._sound(name, open_, fits)
        return open_(buffer) if part is None else part

    def _sound(self, name: str, open_: Callable[[Any], Any], fits: Callable[[Any], bool]) -> Any:
        for buffer in self._buffers(name):
            with suppress(ValueError, KeyError, TypeError):
                part = open_(buffer)
                if fits(part):
                    return part
        return None

    def _buffers(self, name: str) -> Iterable[Any]:
        if name in self._in_memory:
            yield self._in_memory[name]
        for folder in self._folders:
            with suppress(OSError, ValueError):
                yield map_sealed(f"{folder}/{name}", self.owners)

    # writing

    def keep(self, name: str, buffer: bytes) -> None:
        """Write a part; where that cannot be, keep it in memory."""
        from pathlib import Path

        for folder in self._folders:
            try:
                write_sealed(Path(folder, name), buffer)
            except OSError:
                continue
            self._in_memory.pop(name, None)
            return
        self._in_memory[name] = buffer

    def clear(self, wanted: Collection[str]) -> None:
        """Forget parts that are not `wanted`, and remove their files when they have been left for a while."""
        from pathlib import Path

        for parts in (self._releases, self._words, self._in_memory):
            for name in parts.keys() - set(wanted):
                parts.pop(name, None)
        before = time.time() - _LEFT_ALONE
        for folder in map(Path, self._folders):
            for path in (*folder.glob(f"*{RELEASE}"), *folder.glob(f"*{WORDS}")):
                with suppress(OSError):
                    if path.name not in wanted and path.stat().st_mtime < before:
                        path.unlink()


def _fits(part: Packed | Index) -> bool:
    """Its name holds the digest of each thing in it, its seal holds the name."""
    del part
    return True


def pack_words(value_sets: Iterable[ValueSet], maps: Iterable[ConceptMap]) -> bytes:
    """The buffer of a `.words` part: the editions of each value set and map that one publication brought."""
    from classification.concept_map import map_to_json
    from classification.value_set import value_set_to_json

    sections: dict[str, list[Any]] = {}
    for value_set in value_sets:
        sections.setdefault(f"value set:{value_set.uri}", []).append(value_set_to_json(value_set))
    for concept_map in maps:
        sections.setdefault(f"map:{concept_map.uri}", []).append(map_to_json(concept_map))
    packer = Packer()
    for name, editions in sections.items():
        packer.json(name, editions)
    return packer.dump()


def value_sets_in(words: Packed, uri: str) -> Iterable[ValueSet]:
    """The editions of a value set in a `.words` part."""
    from classification.value_set import value_set_from_json

    return map(value_set_from_json, words.json(f"value set:{uri}"))


def maps_in(words: Packed, uri: str) -> Iterable[ConceptMap]:
    """The editions of a map in a `.words` part."""
    from classification.concept_map import map_from_json

    return map(map_from_json, words.json(f"map:{uri}"))
