"""The project's own folder of small tables: classifications with their history, value sets, maps.

    about.toml       schemes, releases, lineage, recipes, maps
    concepts.csv     concepts over spans of releases
    value_sets.csv   lines of definitions over spans of releases
    mappings.csv     rows of the concept maps

The format is described in docs/formats/vocabulary-folder.md, which also lists the rule codes of the findings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from classification import Place
from classification.record import replace
from classification.sentence import both
from classification.value_set import published_together
from loaders.content import Content, Reading
from loaders.reading.notes import Notes
from loaders.reading.text_file import read_text
from loaders.vocabulary_folder import about as about_toml
from loaders.vocabulary_folder import concepts, mappings, value_sets
from loaders.vocabulary_folder.about import About, read_about

ABOUT: Final = about_toml.FILE
UNSAID: Final = Reading()
TABLES: Final = (concepts.FILE, value_sets.FILE, mappings.FILE)


def is_vocabulary_folder(path: Path) -> bool:
    """Whether the folder is one of ours: it holds an about.toml."""
    return (path / ABOUT).is_file()


def read(folder: Path, reading: Reading = UNSAID) -> Content:
    """Everything a vocabulary folder holds; what is wrong is in `findings`, completely and with its line.

    A folder leaves nothing unsaid: a release label in `reading` is passed over with SPT29.
    """
    notes = Notes()
    if reading.release:
        message = both(
            f"en ordforrådsmappe navngiver selv sine udgaver; navnet {reading.release!r} er forbigået",
            f"a vocabulary folder names its releases itself; the label {reading.release!r} was passed over",
        )
        notes.warning(
            "SPT29",
            message,
            Place(ABOUT),
            both(
                "ret about.toml for at give en udgave et andet navn",
                "edit about.toml to give a release another label",
            ),
        )
    text = read_text(folder / ABOUT, notes)
    about = read_about(text, notes) if text is not None else None
    if about is None:
        return Content(findings=tuple(notes.findings))
    _check_tables(folder, about, notes)
    drafts, concept_rows = (
        concepts.read_concepts(folder / concepts.FILE, about, notes)
        if _has(folder, concepts.FILE)
        else ((), ())
    )
    sets, set_rows = (
        value_sets.read_value_sets(folder / value_sets.FILE, about, notes)
        if _has(folder, value_sets.FILE)
        else ((), ())
    )
    maps, map_rows = (
        mappings.read_mappings(folder / mappings.FILE, about.maps, notes)
        if _has(folder, mappings.FILE)
        else (about.maps, ())
    )
    content = Content(
        releases=drafts,
        value_sets=sets,
        maps=maps,
        recipes=about.recipes,
        findings=tuple(notes.findings),
        rows=(*concept_rows, *set_rows, *map_rows),
    )
    return replace(content, value_sets=published_together(sets, content.labels))


def _has(folder: Path, file: str) -> bool:
    return (folder / file).is_file()


def _check_tables(folder: Path, about: About, notes: Notes) -> None:
    """SPT27: a table that about.toml calls for is missing, or one that it knows nothing of is there."""
    for file, what, there in (
        (concepts.FILE, "[[scheme]]", bool(about.schemes)),
        (mappings.FILE, "[[map]]", bool(about.maps)),
    ):
        if there != _has(folder, file):
            message = (
                both(f"{what} uden {file}", f"{what} without {file}")
                if there
                else both(f"{file} uden {what}", f"{file} without {what}")
            )
            notes.error(
                "SPT27", message, Place(ABOUT), both(f"tilføj {file} eller {what}", f"add {file} or {what}")
            )
    for path in sorted(folder.glob("*.csv")):
        if path.name not in TABLES:
            notes.information(
                "SPT28",
                both(
                    "ikke en tabel i en ordforrådsmappe, ikke læst",
                    "no table of a vocabulary folder, not read",
                ),
                Place(path.name),
            )
    if (about.schemes or _has(folder, value_sets.FILE)) and not about.editions:
        notes.error(
            "SPT27",
            both("ingen [[release]]", "no [[release]]"),
            Place(ABOUT),
            both("tilføj én for hver udgave, den ældste først", "add one per release, oldest first"),
        )
