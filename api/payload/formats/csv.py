"""A table: one row per finding; no cell is a formula."""

from __future__ import annotations

import csv
from typing import Final, TextIO

from api.payload import guard
from api.payload.formats import Look
from api.payload.tally import Tally

COLUMNS: Final = (
    "rule", "severity", "file", "line", "column", "document", "pointer", "resource", "profile", "message", "remedy",
    "evidence", "old", "new",
)  # fmt: skip


def write(tally: Tally, out: TextIO, look: Look) -> None:
    """Write the rows."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    for one in tally.findings():
        seen = one.finding
        rows.writerow(
            guard.cells(
                (
                    seen.rule,
                    seen.severity,
                    seen.place.file,
                    seen.place.line,
                    seen.place.column,
                    seen.place.document,
                    seen.place.path,
                    seen.resource,
                    seen.profile,
                    seen.message.in_language(look.language),
                    seen.remedy.in_language(look.language),
                    "; ".join(f"{name}={value}" for name, value in seen.evidence),
                    seen.fix.old if seen.fix else "",
                    seen.fix.new if seen.fix else "",
                )
            )
        )
