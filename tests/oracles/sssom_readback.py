"""Read SSSOM/TSV files with the `sssom` package and print what it found; run by an interpreter that has it.

PYTHON tests/oracles/sssom_readback.py FILE …
"""

from __future__ import annotations

import json
import sys


def main(files: list[str]) -> None:
    """One JSON object: for each file the rows, as the package gives them, and what its validators say."""
    from sssom.constants import DEFAULT_VALIDATION_TYPES  # type: ignore[import-not-found]
    from sssom.parsers import parse_sssom_table  # type: ignore[import-not-found]
    from sssom.validators import validate  # type: ignore[import-not-found]

    found = {}
    for file in files:
        mapping_set = parse_sssom_table(file)
        rows = mapping_set.df[["subject_id", "predicate_id", "object_id"]].astype(str).values.tolist()
        reports = validate(mapping_set, DEFAULT_VALIDATION_TYPES, fail_on_error=False)
        faults = [str(result.message) for report in reports.values() for result in report.results]
        found[file] = {"faults": faults, "rows": rows, "prefixes": dict(mapping_set.prefix_map)}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
