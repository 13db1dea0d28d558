"""The two parts of an SSSOM/TSV file: metadata in YAML, rows parted by tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from classification import Place
from classification.record import field, mutable
from classification.sentence import both
from loaders.reading.notes import Notes
from loaders.reading.text_file import read_text
from loaders.sssom_tsv.slots import REQUIRED

_LONGEST_METADATA: Final = 1 << 18
_BESIDE: Final = (".sssom.yml", ".sssom.yaml", ".yml", ".yaml")


@mutable
class Source:
    """One mapping set as written: metadata, slot names, and rows with their line."""

    file: str
    metadata: dict[str, Any] = field(default_factory=dict)
    slots: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


def read_source(path: Path, notes: Notes) -> Source | None:
    """The parts of a file; metadata may lie beside it in `.sssom.yml`.

    Findings: SPR01, SPR02, SPR05 of the file; SPM01 metadata that is no YAML mapping, or has anchors, SPM02 no header,
    a slot twice, SPM03 a row with another number of cells, SPM04 not a table.
    """
    text = read_text(path, notes)
    if text is None:
        return None
    source = Source(path.name)
    lines = list(io.StringIO(text, newline=""))  # a line separator inside a text (U+2028) ends no line
    count = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    written = "".join(line[1:] for line in lines[:count])
    beside = next((found for found in _beside(path) if found.is_file()), None)
    if beside is not None and not written.strip():
        written = read_text(beside, notes) or ""
    metadata = _metadata(written, path.name, notes)
    if metadata is None:
        return None
    source.metadata = metadata
    try:
        _take_rows(source, "".join(lines[count:]), count, notes)
    except csv.Error as problem:
        notes.error(
            "SPM04",
            both(f"kan ikke læses som en tabel: {problem}", f"cannot be read as a table: {problem}"),
            Place(path.name),
            both("se efter et anførselstegn, der ikke er lukket", "look for a quote left open"),
        )
        return None
    return source


def _beside(path: Path) -> list[Path]:
    stem = path.name.removesuffix(".tsv").removesuffix(".sssom")
    return [path.with_name(f"{stem}{ending}") for ending in _BESIDE]


def _metadata(text: str, file: str, notes: Notes) -> dict[str, Any] | None:
    import yaml

    if len(text) > _LONGEST_METADATA:
        notes.error(
            "SPM01",
            both("har mere end 256 KiB metadata", "has more than 256 KiB of metadata"),
            Place(file, 1),
            both("undersøg, hvor filen kommer fra", "look at where the file comes from"),
        )
        return None
    try:
        # Anchors let a few lines stand for millions; scanning finds them before anything is built.
        if any(isinstance(token, yaml.AnchorToken | yaml.AliasToken) for token in yaml.scan(text)):
            notes.error(
                "SPM01",
                both("har ankre eller aliasser i sine metadata", "has anchors or aliases in its metadata"),
                Place(file, 1),
                both("skriv værdierne helt ud", "write the values out"),
            )
            return None
        # Every scalar is text: 3.10 is a version, not the number 3.1.
        loader = yaml.BaseLoader(text)
        node = loader.get_single_node()
        found = loader.construct_document(node) if node is not None else None
        _report_twice(node, file, notes)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        message = both(
            f"har metadata, der ikke er YAML: {getattr(problem, 'problem', None) or problem}",
            f"has metadata that is no YAML: {getattr(problem, 'problem', None) or problem}",
        )
        notes.error(
            "SPM01",
            message,
            Place(file, mark.line + 1 if mark else 1),
            both("ret de linjer, der begynder med #", "correct the lines that begin with #"),
        )
        return None
    except RecursionError:
        notes.error(
            "SPM01",
            both("har metadata, der er indlejret for dybt", "has metadata that is nested too deep"),
            Place(file, 1),
            both("skriv dem fladt", "write it flat"),
        )
        return None
    if found is None or found == "":
        return {}
    if not isinstance(found, dict):
        notes.error(
            "SPM01",
            both("har metadata, der ikke er en tabel", "has metadata that is no mapping"),
            Place(file, 1),
            both("skriv linjer som FELT: VÆRDI", "write SLOT: VALUE lines"),
        )
        return None
    return found


def _report_twice(node: Any, file: str, notes: Notes) -> None:
    """Keys that a mapping of the metadata states twice: YAML's reader keeps the last of them."""
    if node is None or node.id == "scalar":
        return
    seen: dict[str, int] = {}
    for part in node.value:
        key, value = part if node.id == "mapping" else (None, part)
        if key is not None and key.value in seen:
            message = both(
                f"{key.value!r} står to gange i metadata (første gang i linje {seen[key.value]})",
                f"{key.value!r} stands twice in the metadata (first in line {seen[key.value]})",
            )
            notes.error(
                "SPM02",
                message,
                Place(file, key.start_mark.line + 1),
                both("behold en af dem", "keep one of them"),
            )
        elif key is not None:
            seen[key.value] = key.start_mark.line + 1
        _report_twice(value, file, notes)


def _take_rows(source: Source, text: str, above: int, notes: Notes) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t", strict=True)
    header = next(reader, None)
    if not header:
        notes.error(
            "SPM02",
            both("har ingen række med feltnavne", "has no row of slot names"),
            Place(source.file, above + 1),
            both("begynd med subject_id …", "begin with subject_id …"),
        )
        return
    for name in dict.fromkeys(header):
        if header.count(name) > 1:
            notes.error(
                "SPM02",
                both(f"feltet {name!r} står to gange", f"the slot {name!r} stands twice"),
                Place(source.file, above + 1),
                both("behold én kolonne", "keep one column"),
            )
    source.slots = header
    line = above + reader.line_num + 1
    for row in reader:
        cells = _squared(row, header, Place(source.file, line), notes)
        if cells and len(cells) != len(header):
            message = both(
                f"rækken har {len(cells)} celler under {len(header)} felter",
                f"the row has {len(cells)} cells under {len(header)} slots",
            )
            notes.error(
                "SPM03",
                message,
                Place(source.file, line),
                both(
                    "adskil cellerne med tabulatorer, én for hvert felt",
                    "part the cells with tabs, one for each slot",
                ),
            )
        elif any(cells):
            source.rows.append((line, dict(zip(header, cells, strict=True))))
        line = above + reader.line_num + 1


def _squared(cells: list[str], header: Sequence[str], place: Place, notes: Notes) -> list[str]:
    """A row with as many cells as there are slots, where all that it lacks or has too many of are empty ones.

    Spreadsheets pad rows, and drop the empty cells at their ends.
    """
    if not any(cells) or len(cells) == len(header):
        return cells if any(cells) else []
    full = [*cells, *[""] * (len(header) - len(cells))]
    by_slot = dict(zip(header, full, strict=False))
    torn = len(cells) < len(header) and not all(by_slot[slot] for slot in REQUIRED if slot in by_slot)
    if any(full[len(header) :]) or torn:
        return cells
    message = both(
        f"rækken har {len(cells)} celler under {len(header)} felter; dem, der er for mange eller mangler, er tomme",
        f"the row has {len(cells)} cells under {len(header)} slots; those too many or missing are empty",
    )
    remedy = both("lad hver række have én celle for hvert felt", "give each row one cell for each slot")
    notes.warning("SPM19", message, place, remedy)
    return full[: len(header)]
