"""Every benchmark in turn: `python -m tests.bench [NAME …]`. Ends with 1 when a figure misses its bound."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main(names: list[str]) -> int:
    """Runs `bench_<name>.py` for each name, or all of them."""
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    unknown = [name for name in names if f"bench_{name}" not in found]
    if unknown:
        known = ", ".join(stem.removeprefix("bench_") for stem in found)
        print(f"unknown benchmark {', '.join(unknown)}; known: {known}", file=sys.stderr)
        return 2
    chosen = [f"bench_{name}" for name in names] or found
    kept = [bool(import_module(f"tests.bench.{stem}").main()) for stem in chosen]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
