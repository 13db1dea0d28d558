"""How many cases a law is tried on: SAMSPROG_TEST_CASES multiplies what a usual run does."""

import os


def cases(usual: int) -> int:
    """So many examples, times SAMSPROG_TEST_CASES."""
    return int(usual * float(os.environ.get("SAMSPROG_TEST_CASES") or 1))
