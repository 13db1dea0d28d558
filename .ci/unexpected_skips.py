"""Names the skipped tests of a JUnit file that nobody expected; exit code 1 when there are any.

Usage: unexpected_skips.py TESTS.XML [ALLOWED-REASON-PREFIX ...]
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree


def unexpected_skips(report: Path, allowed: tuple[str, ...]) -> Iterator[str]:
    """One line per skipped test whose reason begins with none of the allowed prefixes.

    An expected failure (xfail) also counts as skipped in JUnit, and is named too.
    """
    for case in ElementTree.parse(report).iter("testcase"):
        for skip in case.iter("skipped"):
            reason = skip.get("message", "")
            if not reason.startswith(allowed):
                yield f"{case.get('classname')}::{case.get('name')}: {reason}"


def main(arguments: list[str]) -> int:
    """Print the unexpected skips of the report named first."""
    report = Path(arguments[0])
    if not report.exists():
        print(f"unexpected skips: no report at {report}; pytest did not finish", file=sys.stderr)
        return 1
    skips = list(unexpected_skips(report, tuple(arguments[1:])))
    for line in skips:
        print(f"unexpected skip: {line}", file=sys.stderr)
    return 1 if skips else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
