"""Tables packed into one buffer, read in place.

A compiled release is one buffer: opening it costs the same for 400 concepts as for 400,000, because columns are views
into it and records are decoded when asked for. Layout: magic, length of the directory (8 bytes, little-endian),
directory (JSON: section → [offset, length]), sections aligned to 8 bytes.
"""

from __future__ import annotations

import json
import sys
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

MAGIC = b"SAMSPRG1"
_PREAMBLE = len(MAGIC) + 8


class Packer:
    """Collects named sections and writes them as one buffer."""

    def __init__(self) -> None:
        self._sections: dict[str, bytes] = {}

    def raw(self, name: str, data: bytes) -> None:
        """A section of bytes."""
        self._sections[name] = data

    def json(self, name: str, value: Any) -> None:
        """A section holding one JSON value."""
        self.raw(name, json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def numbers(self, name: str, values: Iterable[int]) -> None:
        """A column of numbers 0 … 2³²-1."""
        column = array("I", values)
        if sys.byteorder != "little":
            column.byteswap()
        self.raw(name, column.tobytes())

    def strings(self, name: str, values: Sequence[str]) -> None:
        """A column of strings."""
        parts = [value.encode() for value in values]
        offsets = [0]
        for part in parts:
            offsets.append(offsets[-1] + len(part))
        self.numbers(f"{name}.at", offsets)
        self.raw(f"{name}.text", b"".join(parts))

    def keyed_strings(self, name: str, values: Sequence[str]) -> None:
        """A column of strings, equal ones adjacent, that can be looked up: `StringTable.find` gives the first."""
        self.strings(name, values)
        firsts = [i for i, value in enumerate(values) if i == 0 or values[i - 1] != value]
        size = 8
        while size < 2 * len(firsts):
            size *= 2
        slots = [0] * size
        for i in firsts:
            slot = zlib.crc32(values[i].encode()) & (size - 1)
            while slots[slot]:
                slot = (slot + 1) & (size - 1)
            slots[slot] = i + 1
        self.numbers(f"{name}.slots", slots)

    def lists(self, name: str, values: Sequence[Sequence[int]]) -> None:
        """A column of lists of numbers."""
        offsets = [0]
        for value in values:
            offsets.append(offsets[-1] + len(value))
        self.numbers(f"{name}.at", offsets)
        self.numbers(f"{name}.of", (number for value in values for number in value))

    def dump(self) -> bytes:
        """The whole buffer."""
        directory: dict[str, list[int]] = {}
        at = 0
        for name, data in self._sections.items():
            directory[name] = [at, len(data)]
            at += _padded(len(data))
        head = json.dumps(directory, separators=(",", ":")).encode()
        head += b" " * (_padded(len(head)) - len(head))
        body = b"".join(data + bytes(_padded(len(data)) - len(data)) for data in self._sections.values())
        return MAGIC + len(head).to_bytes(8, "little") + head + body


class StringTable(Sequence[str]):
    """A column of strings read in place."""

    __slots__ = ("_at", "_slots", "_text")

    def __init__(self, at: Sequence[int], text: memoryview, slots: Sequence[int] = ()) -> None:
        self._at, self._text, self._slots = at, text, slots

    def __len__(self) -> int:
        return len(self._at) - 1

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return str(self._text[self._at[index] : self._at[index + 1]], "utf-8")

    def __iter__(self) -> Iterator[str]:
        return (self[i] for i in range(len(self)))

    def find(self, value: str) -> int | None:
        """The first position of `value`, or None. The column must have been packed with `keyed_strings`."""
        wanted = value.encode("utf-8", "surrogatepass")
        slots, at, text = self._slots, self._at, self._text
        mask = len(slots) - 1
        slot = zlib.crc32(wanted) & mask
        while entry := slots[slot]:
            if text[at[entry - 1] : at[entry]] == wanted:
                return entry - 1
            slot = (slot + 1) & mask
        return None

    def run(self, value: str) -> range:
        """All positions of `value`; they are adjacent."""
        first = self.find(value)
        if first is None:
            return range(0)
        last = first + 1
        while last < len(self) and self[last] == value:
            last += 1
        return range(first, last)

    def containing(self, part: str) -> Iterator[int]:
        """The positions of strings of which `part` is a part, ascending."""
        text, wanted = bytes(self._text), part.encode("utf-8", "surrogatepass")
        start = 0
        while (found := text.find(wanted, start)) >= 0:
            row = bisect_right(self._at, found) - 1
            end = self._at[row + 1] if row < len(self) else len(text)
            if found + len(wanted) <= end and row < len(self):
                yield row
                start = max(end, found + 1)
            else:
                start = found + 1


class Packed:
    """A buffer written by `Packer`, opened for reading.

    Raises:
        ValueError: when the buffer is not one, or is cut short.
    """

    def __init__(self, buffer: bytes | memoryview) -> None:
        view = memoryview(buffer)
        self.buffer = view
        if bytes(view[: len(MAGIC)]) != MAGIC:
            raise ValueError("not a compiled release (wrong magic)")
        size = int.from_bytes(view[len(MAGIC) : _PREAMBLE], "little")
        if size > len(view):
            raise ValueError("compiled release is cut short")
        self._directory: dict[str, list[int]] = json.loads(bytes(view[_PREAMBLE : _PREAMBLE + size]))
        self._body = view[_PREAMBLE + size :]
        if any(at + length > len(self._body) for at, length in self._directory.values()):
            raise ValueError("compiled release is cut short")

    def __contains__(self, name: str) -> bool:
        return name in self._directory

    def raw(self, name: str) -> memoryview:
        """A section of bytes."""
        at, length = self._directory[name]
        return self._body[at : at + length]

    def json(self, name: str) -> Any:
        """The JSON value of a section."""
        return json.loads(bytes(self.raw(name)))

    def numbers(self, name: str) -> Sequence[int]:
        """A column of numbers."""
        if sys.byteorder == "little":
            return self.raw(name).cast("I")
        column = array("I", bytes(self.raw(name)))
        column.byteswap()
        return column

    def strings(self, name: str) -> StringTable:
        """A column of strings, with look-up where it was packed so."""
        slots = self.numbers(f"{name}.slots") if f"{name}.slots" in self else ()
        return StringTable(self.numbers(f"{name}.at"), self.raw(f"{name}.text"), slots)

    def lists(self, name: str) -> ListTable:
        """A column of lists of numbers."""
        return ListTable(self.numbers(f"{name}.at"), self.numbers(f"{name}.of"))


class ListTable:
    """A column of lists of numbers read in place."""

    __slots__ = ("_at", "_of")

    def __init__(self, at: Sequence[int], of: Sequence[int]) -> None:
        self._at, self._of = at, of

    def __getitem__(self, index: int) -> Sequence[int]:
        return self._of[self._at[index] : self._at[index + 1]]


def _padded(length: int) -> int:
    return (length + 7) & ~7
