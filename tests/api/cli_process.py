"""Many runs of the command in one process: a question per line of stdin, an answer per line of stdout.

With words on its own command line it is the command itself. Starting an interpreter for each question would take most
of the time of the tests.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stderr, redirect_stdout

from api.cli import main


def answer(question: str) -> str:
    """Output, errors and exit code of one run, as one line of JSON."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(question.split())
    return json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()})


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(main())
    for line in sys.stdin:
        sys.stdout.write(answer(line) + "\n")
