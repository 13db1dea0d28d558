"""Concept tables: a row for each concept, in delimited text (RFC 4180) and in workbooks (`.xlsx`).

The columns are those of the Danish public sector's concept lists (*Fællesoffentlige regler for begrebs- og
datamodellering* 2.1) and what a classification needs beside them; `columns` lists them. docs/formats/concept-tables.md
tells the rest, with the rule codes of the findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from loaders.content import Content, Reading

if TYPE_CHECKING:
    from classification import Finding

UNSAID: Final = Reading()


def read_csv(path: Path, reading: Reading = UNSAID) -> Content:
    """The release in a delimited file; the delimiter is the one under which the header makes sense."""
    from loaders.concept_table.csv_file import read_sheet
    from loaders.concept_table.reading import read_table

    return read_table(path, reading, read_sheet)


def read_xlsx(path: Path, reading: Reading = UNSAID) -> Content:
    """The release in the first sheet of a workbook that has a header row."""
    from loaders.concept_table.reading import read_table
    from loaders.concept_table.xlsx_file import read_sheet

    return read_table(path, reading, read_sheet)


def write_csv(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.csv` file for each release."""
    from loaders.concept_table.csv_file import write_file
    from loaders.concept_table.writing import Rows, write

    def written(path: Path, metadata: Rows, rows: Rows, _: Sequence[str]) -> None:
        write_file(path, metadata, rows)

    return write(content, folder, ".csv", written)


def write_for_excel(content: Content, folder: Path) -> tuple[Path, ...]:
    """One `.csv` file for each release, as a Danish Excel opens and saves it."""
    from loaders.concept_table.csv_file import write_for_excel
    from loaders.concept_table.writing import Rows, write

    def written(path: Path, metadata: Rows, rows: Rows, _: Sequence[str]) -> None:
        write_for_excel(path, metadata, rows)

    return write(content, folder, ".csv", written)


def write_xlsx(content: Content, folder: Path) -> tuple[Path, ...]:
    """One workbook for each release."""
    from loaders.concept_table.writing import write
    from loaders.concept_table.xlsx_file import write_workbook

    return write(content, folder, ".xlsx", write_workbook)


def losses_csv(content: Content) -> tuple[Finding, ...]:
    """What delimited files do not carry."""
    from loaders.concept_table.csv_file import LONGEST_CELL, UNWRITABLE
    from loaders.concept_table.writing import losses

    return losses(content, longest=LONGEST_CELL, unwritable=UNWRITABLE)


def losses_for_excel(content: Content) -> tuple[Finding, ...]:
    """What delimited files do not carry, and what Excel cuts from them."""
    from loaders.concept_table.csv_file import LONGEST_IN_EXCEL, UNWRITABLE
    from loaders.concept_table.writing import losses

    return losses(content, longest=LONGEST_IN_EXCEL, unwritable=UNWRITABLE)


def losses_xlsx(content: Content) -> tuple[Finding, ...]:
    """What workbooks do not carry."""
    from loaders.concept_table.writing import losses
    from loaders.concept_table.xlsx_file import LONGEST_CELL, UNWRITABLE

    return losses(content, longest=LONGEST_CELL, unwritable=UNWRITABLE)
