"""How answers are printed: JSON, CSV, TSV, and tables for people."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from api.payload import guard

Row = Sequence[str]

_COLOURS: Mapping[str, str] = {
    "bold": "1",
    "dim": "2",
    "green": "32",
    "yellow": "33",
    "red": "31",
}


class Stream(Protocol):
    """Where text goes."""

    def isatty(self) -> bool:
        """Whether a person reads it."""


def tell(text: str) -> None:
    """What is the matter, on stderr."""
    sys.stderr.write(f"samsprog: {guard.lines(text)}\n")


def print_json(value: Any) -> None:
    """One JSON value, indented, as UTF-8."""
    import json

    sys.stdout.write(guard.json_text(json.dumps(value, ensure_ascii=False, indent=2)) + "\n")


def print_json_items(values: Iterable[Any]) -> None:
    """A JSON array, each element written as soon as it is there, and then forgotten.

    `json.dumps` with an indentation leaves closures behind that only the garbage collector finds, which short commands
    do without; a hundred thousand answers took 300 MB.
    """
    from json import JSONEncoder

    encoded = JSONEncoder(ensure_ascii=False).encode
    started = False
    for value in values:
        text = guard.json_text(_indented(value, "\n  ", encoded))
        sys.stdout.write((",\n  " if started else "[\n  ") + text)
        started = True
    sys.stdout.write("\n]\n" if started else "[]\n")


def _indented(value: Any, line: str, encoded: Callable[[Any], str]) -> str:
    """The value as JSON on lines that begin as `line` does."""
    deeper = line + "  "
    if value and isinstance(value, dict):
        parts = [f"{encoded(key)}: {_indented(part, deeper, encoded)}" for key, part in value.items()]
        return "{" + deeper + f",{deeper}".join(parts) + line + "}"
    if value and isinstance(value, list):
        return (
            "["
            + deeper
            + f",{deeper}".join([_indented(part, deeper, encoded) for part in value])
            + line
            + "]"
        )
    return encoded(value)


def print_json_lines(values: Iterable[Any]) -> None:
    """One JSON value per line."""
    import json

    for value in values:
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        sys.stdout.write(guard.json_text(text) + "\n")


def print_values(form: str, header: Row, rows: Iterable[Row]) -> None:
    """Rows as csv (RFC 4180, quoted where needed) or tsv; each cell on one line, and no formula."""
    if form == "csv":
        import csv

        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(map(guard.cells, rows))
        return
    for row in (header, *rows) if isinstance(rows, list | tuple) else _chained(header, rows):
        sys.stdout.write("\t".join(" ".join(cell.split()) for cell in guard.cells(row)) + "\n")


def _chained(header: Row, rows: Iterable[Row]) -> Iterable[Row]:
    yield header
    yield from rows


def print_line(text: str) -> None:
    """One line for people, with what others wrote in it."""
    sys.stdout.write(f"{guard.line(text)}\n")


def print_table(header: Row, rows: Sequence[Row], paint: Paint) -> None:
    """Columns for people: as wide as their widest cell, the last one unbounded."""
    cells = [[" ".join(guard.line(cell).split()) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(header, *cells, strict=True)]
    lines = [paint(_aligned(header, widths), "bold")]
    lines += [_aligned(row, widths) for row in cells]
    sys.stdout.write("\n".join(lines) + "\n")


def _aligned(row: Row, widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


class Paint:
    """Colours text when its reader is a terminal and nobody objects (NO_COLOR, TERM=dumb; FORCE_COLOR insists)."""

    def __init__(self, stream: Stream | None = None, environ: Mapping[str, str] = os.environ) -> None:
        reader = stream or sys.stdout
        terminal = reader.isatty() and environ.get("TERM") != "dumb"
        self.on = not environ.get("NO_COLOR") and (terminal or bool(environ.get("FORCE_COLOR")))

    def __call__(self, text: str, colour: str) -> str:
        """The text in a colour: bold, dim, green, yellow, red."""
        return f"\033[{_COLOURS[colour]}m{text}\033[0m" if self.on and text else text


def cell(value: Any) -> str:
    """A value of an answer as one cell: nothing for null, several joined by ` | `, yes or no for booleans.

    >>> cell(None), cell(["I1", "J1"]), cell(0.5), cell(True)
    ('', 'I1 | J1', '0.5', 'yes')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return " | ".join(map(cell, value))
    if isinstance(value, float):
        return format(value, "g")
    return str(value)


def heads(names: Row, language: str) -> Row:
    """The names of columns as people read them."""
    from classification.words import COLUMNS

    return [COLUMNS[name].in_language(language) for name in names]


def days(validity: Mapping[str, str | None], language: str = "en") -> str:
    """An interval as people read it.

    >>> days({"from": "2024-01-01", "to": None}), days({"from": None, "to": None})
    ('2024-01-01 –', 'always')
    """
    if not validity["from"] and not validity["to"]:
        return "altid" if language == "da" else "always"
    return f"{validity['from'] or ''} – {validity['to'] or ''}".strip()
