"""How far a long task has come, on stderr."""

from __future__ import annotations

import sys
from time import monotonic
from typing import TYPE_CHECKING

from api.cli.language import ENGLISH, Speech
from api.payload import guard

if TYPE_CHECKING:
    from api.archive.progress import Progress
    from classification.sentence import Sentence

_QUIET_SECONDS = 0.2
_BETWEEN_SECONDS = 10.0


def shown_progress(speech: Speech = ENGLISH, *, at_once: bool = False) -> Progress:
    """Progress for whoever watches: one line that changes on a terminal, a line now and then elsewhere.

    `at_once` writes the first line of a log when the task begins, not only when it takes long.
    """
    return _on_terminal(speech) if sys.stderr.isatty() else _in_log(speech, at_once)


def terminal_progress(speech: Speech = ENGLISH) -> Progress:
    """Progress on a terminal only, for tasks that a program need not hear of."""
    from api.archive.progress import silent

    return _on_terminal(speech) if sys.stderr.isatty() else silent


def _on_terminal(speech: Speech) -> Progress:
    began = monotonic()

    def tell(done: int, total: int, what: Sentence) -> None:
        if monotonic() - began < _QUIET_SECONDS and done < total:
            return
        line = "" if done == total else f"{100 * done // max(total, 1):3} % {guard.line(speech(what))}"[:100]
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()

    return tell


def _in_log(speech: Speech, at_once: bool) -> Progress:
    """A line every ten seconds, and one at the end where any was written before."""
    began = monotonic()
    told = began - _BETWEEN_SECONDS if at_once else began
    quiet = True

    def tell(done: int, total: int, what: Sentence) -> None:
        nonlocal told, quiet
        if done < total and monotonic() - told >= _BETWEEN_SECONDS:
            told, quiet = monotonic(), False
            sys.stderr.write(f"{100 * done // max(total, 1):3} % {guard.line(speech(what))}\n")
        elif done == total and not quiet:
            sys.stderr.write(f"100 % {guard.line(speech(what))} ({monotonic() - began:.1f} s)\n")
            quiet = True
        sys.stderr.flush()

    return tell
